"""Flags, memos, addresses and holds of orders."""

from pathlib import Path

import pytest

from shopdesk.db.database import rows_of
from shopdesk.db.search import find_order_ids
from shopdesk.db.trail import first_broken_link
from shopdesk.domain.address_changes import Address
from shopdesk.domain.flags import Colour
from shopdesk.domain.statuses import Masking, Tray
from shopdesk.queries.order_lists import count_by_flag, count_by_tray
from shopdesk.queries.orders import get_order
from shopdesk.queries.trail import list_trail
from shopdesk.services.desk import Desk
from shopdesk.services.edits import Gone, ReasonMissing
from shopdesk.services.holds import NotHeld, hold_orders, release_orders
from shopdesk.services.order_edits import change_address
from shopdesk.services.orders import set_flag, set_memo
from shopdesk.services.waybill_checks import used_waybills
from tests.factories import NOON, add_order, make_desk
from tests.services.whole_database import everything


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return make_desk(tmp_path)


def test_flags_of_several_at_once(desk: Desk) -> None:
    orders = [add_order(desk, flag=flag, flag_native="x") for flag in (0, 1, 4)]
    assert set_flag(desk, order_ids=orders, colour=Colour.RED) == 2
    assert count_by_flag(desk.database) == {Colour.RED: 3}
    assert [len(list_trail(desk.database, kind="order", record_id=order)) for order in orders] == [1, 0, 1]
    assert get_order(desk.database, orders[0]).flag_native == "x"


def test_flags_all_or_none(desk: Desk) -> None:
    order = add_order(desk)
    before = everything(desk)
    with pytest.raises(Gone):
        set_flag(desk, order_ids=[order, 99], colour=Colour.RED)
    assert everything(desk) == before


def test_a_memo_is_found_at_once(desk: Desk) -> None:
    order = add_order(desk, memo="旧话")
    assert set_memo(desk, order_id=order, memo="改发圆通")
    assert not set_memo(desk, order_id=order, memo="改发圆通")
    assert (find_order_ids(desk.database, "旧话"), find_order_ids(desk.database, "圆通")) == ([], [order])


def test_what_no_text_on_a_server_can_hold_is_left_out(desk: Desk) -> None:
    order = add_order(desk)
    set_memo(desk, order_id=order, memo="改发\0圆通")
    assert get_order(desk.database, order).memo.replace("\0", "") == "改发圆通"
    hold_orders(desk, order_ids=[order], reason="缺\0货")
    assert get_order(desk.database, order).open_holds[0].reason.replace("\0", "") == "缺货"
    assert list_trail(desk.database, kind="order", record_id=order)[0].reason == "缺货"
    assert first_broken_link(desk.database) is None
    assert used_waybills(desk.database, ["YT\0"]) == set()


class TestAddress:
    def test_the_parts_named_change_and_the_others_stay(self, desk: Desk) -> None:
        order = add_order(desk)
        assert change_address(desk, order_id=order, change=Address(address="文二路88号"), reason="买家说")
        now = get_order(desk.database, order)
        assert (now.receiver, now.city, now.address) == ("张三", "杭州市", "文二路88号")
        assert find_order_ids(desk.database, "文二路") == [order]
        (row,) = list_trail(desk.database, kind="order", record_id=order)
        assert (row.action, row.after, row.reason) == ("address", {"address": "文二路88号"}, "买家说")

    def test_it_needs_a_reason(self, desk: Desk) -> None:
        order = add_order(desk)
        with pytest.raises(ReasonMissing):
            change_address(desk, order_id=order, change=Address(address="文二路88号"), reason="  ")

    def test_nothing_named_changes_nothing(self, desk: Desk) -> None:
        order = add_order(desk)
        before = everything(desk)
        assert not change_address(desk, order_id=order, change=Address(), reason="x")
        assert everything(desk) == before

    @pytest.mark.parametrize(
        ("change", "masking"),
        [
            (Address("李四", "139", address="新路1号"), Masking.CLEAR),
            (Address("李四", "139"), Masking.CIPHER),
            (Address(address="新路1号"), Masking.CIPHER),
        ],
    )
    def test_a_cipher_typed_over_whole_is_clear(self, desk: Desk, change: Address, masking: Masking) -> None:
        order = add_order(desk, receiver="##abc", masking=2)
        change_address(desk, order_id=order, change=change, reason="平台查到")
        assert get_order(desk.database, order).masking is masking


class TestHolds:
    def test_are_counted_and_move_the_tray(self, desk: Desk) -> None:
        order, other = add_order(desk), add_order(desk)
        assert hold_orders(desk, order_ids=[order], reason=" 补差价 ") == 1
        hold_orders(desk, order_ids=[order], reason="缺货", kind="stock")
        held = get_order(desk.database, order)
        assert (held.tray, [(hold.reason, hold.kind, hold.person, hold.at) for hold in held.open_holds]) == (
            Tray.HELD, [("补差价", "manual", "Owner", NOON), ("缺货", "stock", "Owner", NOON)],
        )  # fmt: skip
        assert rows_of(desk.database, "SELECT held FROM orders ORDER BY id") == [(2,), (0,)]
        assert get_order(desk.database, other).tray is Tray.TO_REGISTER
        assert count_by_tray(desk.database)[Tray.HELD] == 1

    def test_are_all_released_together(self, desk: Desk) -> None:
        order = add_order(desk)
        hold_orders(desk, order_ids=[order], reason="补差价")
        hold_orders(desk, order_ids=[order], reason="缺货")
        assert release_orders(desk, order_ids=[order], reason="已补") == 1
        released = get_order(desk.database, order)
        assert (released.open_holds, released.tray) == ((), Tray.TO_REGISTER)
        assert [(hold.released_by, hold.released_at) for hold in released.holds] == [("Owner", NOON)] * 2
        actions = [(row.action, row.reason) for row in list_trail(desk.database, kind="order", record_id=order)]
        assert actions == [("release", "已补"), ("hold", "缺货"), ("hold", "补差价")]

    def test_need_a_reason(self, desk: Desk) -> None:
        order = add_order(desk)
        for act in (hold_orders, release_orders):
            with pytest.raises(ReasonMissing, match="Say why"):
                act(desk, order_ids=[order], reason="\n ")

    def test_what_is_not_held_is_not_released_and_nothing_else_either(self, desk: Desk) -> None:
        held, free = add_order(desk), add_order(desk, order_no="F1")
        hold_orders(desk, order_ids=[held], reason="缺货")
        before = everything(desk)
        with pytest.raises(NotHeld, match="Order F1 is not on hold"):
            release_orders(desk, order_ids=[held, free], reason="到货")
        assert everything(desk) == before

    def test_of_an_order_that_is_gone(self, desk: Desk) -> None:
        before = everything(desk)
        with pytest.raises(Gone):
            hold_orders(desk, order_ids=[99], reason="缺货")
        assert everything(desk) == before
