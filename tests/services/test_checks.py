"""Checks make holds and take them back (ORD-12)."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from shopdesk.db.database import rows_of
from shopdesk.domain.address_changes import Address
from shopdesk.domain.flags import Colour
from shopdesk.domain.holds import Hold
from shopdesk.domain.money import Money
from shopdesk.domain.permissions import Right
from shopdesk.queries.orders import HoldRow, get_order
from shopdesk.queries.trail import list_trail
from shopdesk.services import checks
from shopdesk.services.checks import check_orders
from shopdesk.services.desk import Actor, Desk, NotAllowed, work
from shopdesk.services.edits import ReasonMissing
from shopdesk.services.hold_answers import (
    PostageShort,
    WayMissing,
    choose_by_hand,
    confirm_postage,
    name_salesperson,
)
from shopdesk.services.holds import HoldGone, PostageUnpaid, clear_hold, hold_orders, open_holds_again, release_orders
from shopdesk.services.order_edits import change_address
from shopdesk.services.orders import set_flag, set_memo
from shopdesk.services.shop_settings import save_setting
from shopdesk.services.slips import ship_together
from shopdesk.settings import CHECKS_OFF, FLAG_SALESPEOPLE
from tests.factories import NOON, add_order, make_desk
from tests.services.whole_database import everything


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return make_desk(tmp_path)


def check(desk: Desk, *order_ids: int) -> None:
    with work(desk, Right.VIEW) as doing:
        check_orders(doing, order_ids)


def holds(desk: Desk, order_id: int) -> list[str]:
    return [hold.kind for hold in get_order(desk.database, order_id).open_holds]


def hold_of(desk: Desk, order_id: int) -> HoldRow:
    (hold,) = get_order(desk.database, order_id).open_holds
    return hold


def learn(desk: Desk, rows: Sequence[tuple[str, str, str]]) -> None:
    """Product code, SKU and size of variants."""
    for code, sku, size in rows:
        new = "INSERT INTO product (shop_id, code, title) VALUES (1, ?, ?) ON CONFLICT DO NOTHING"
        desk.database.execute_sql(new, (code, code))
        find = "(SELECT id FROM product WHERE code = ?)"
        desk.database.execute_sql(
            f"INSERT INTO variant (shop_id, product_id, sku, size) VALUES (1, {find}, ?, ?)", (code, sku, size)
        )


def test_an_ordinary_order_gets_its_carrier_and_no_hold(desk: Desk) -> None:
    order = add_order(desk, memo="老客户", buyer_message="请尽快发货，谢谢")
    check(desk, order)
    now = get_order(desk.database, order)
    assert (now.carrier, now.surcharge, now.open_holds) == ("圆通速递", 0, ())


def test_the_same_again_changes_nothing(desk: Desk) -> None:
    order = add_order(desk, buyer_message="要W8不要W7", province="香港特别行政区")
    check(desk, order)
    assert holds(desk, order) == ["other-size", "postage"]
    before = everything(desk)
    check(desk, order)
    assert everything(desk) == before


def test_a_hold_goes_with_its_reason(desk: Desk) -> None:
    order = add_order(desk)
    set_memo(desk, order_id=order, memo="要黑色的")
    assert holds(desk, order) == ["other-colour"]
    set_memo(desk, order_id=order, memo="老客户")
    assert holds(desk, order) == []
    assert rows_of(desk.database, "SELECT held FROM orders") == [(0,)]
    actions = [row.action for row in list_trail(desk.database, kind="order", record_id=order)]
    assert actions == ["check", "memo", "check", "memo"]


def test_what_a_person_cleared_is_not_held_again_until_it_reads_otherwise(desk: Desk) -> None:
    order = add_order(desk)
    set_memo(desk, order_id=order, memo="要W8")
    clear_hold(desk, hold_id=hold_of(desk, order).id, reason="买家不换了")
    check(desk, order)
    assert holds(desk, order) == []
    (row, *_others) = list_trail(desk.database, kind="order", record_id=order)
    assert (row.action, row.reason, row.person) == ("release", "买家不换了", "Owner")
    set_memo(desk, order_id=order, memo="要W9")
    assert hold_of(desk, order).reason == "The memo says size W9, bought was W7"


def test_clearing_can_be_undone(desk: Desk) -> None:
    order = add_order(desk)
    set_memo(desk, order_id=order, memo="要W8")
    hold = hold_of(desk, order)
    clear_hold(desk, hold_id=hold.id)
    open_holds_again(desk, hold_ids=[hold.id])
    assert holds(desk, order) == ["other-size"]


def test_an_address_taken_over_is_settled(desk: Desk) -> None:
    order = add_order(desk)
    set_memo(desk, order_id=order, memo="改地址 文二路88号")
    assert holds(desk, order) == ["address"]
    change_address(desk, order_id=order, change=Address(address="文二路88号"), reason="买家说")
    assert holds(desk, order) == []


class TestOtherOrders:
    def test_both_are_asked_about_and_shipping_together_answers(self, desk: Desk) -> None:
        first = add_order(desk, buyer="tb_1", order_no="A1", created=NOON - 90_000_000)
        second = add_order(desk, buyer="tb_1", order_no="A2")
        check(desk, second)
        assert (holds(desk, first), holds(desk, second)) == (["together"], ["together"])
        ship_together(desk, order_ids=[first, second])
        check(desk, first)
        assert (holds(desk, first), holds(desk, second)) == ([], [])

    def test_one_that_left_asks_no_more(self, desk: Desk) -> None:
        first, second = add_order(desk, buyer="tb_1"), add_order(desk, buyer="tb_1")
        check(desk, first)
        desk.database.execute_sql("UPDATE orders SET status = 2 WHERE id = ?", (first,))
        check(desk, first)
        assert holds(desk, second) == []

    def test_another_address_is_another_question(self, desk: Desk) -> None:
        first, second = add_order(desk, buyer="tb_1"), add_order(desk, buyer="tb_1", address="别的路2号")
        check(desk, first)
        assert (holds(desk, first), holds(desk, second)) == (["addresses"], ["addresses"])

    def test_hidden_names_may_be_several_people(self, desk: Desk) -> None:
        first, second = add_order(desk, buyer="t**1"), add_order(desk, buyer="t**1", address="别的路2号")
        check(desk, first, second)
        assert (holds(desk, first), holds(desk, second)) == ([], [])

    def test_the_same_goods_soon_after(self, desk: Desk) -> None:
        first, second = (add_order(desk, buyer="tb_1", created=NOON - hours * 3_600_000) for hours in (3, 1))
        desk.database.execute_sql("UPDATE order_line SET sku = '5815-W7'")
        check(desk, first)
        assert (holds(desk, first), holds(desk, second)) == (["together"], ["together", "duplicate"])


def test_a_blocked_buyer(desk: Desk) -> None:
    order = add_order(desk, buyer="tb_1")
    desk.database.execute_sql("UPDATE buyer SET blocked = '恶意退货'")
    check(desk, order)
    assert "恶意退货" in hold_of(desk, order).reason
    agent = replace(desk, actor=Actor(desk.actor.id, "小陈", "agent"))
    with pytest.raises(NotAllowed):
        clear_hold(agent, hold_id=hold_of(desk, order).id)
    with pytest.raises(NotAllowed):
        release_orders(agent, order_ids=[order], reason="放行")


def test_something_owed(desk: Desk) -> None:
    order = add_order(desk, buyer="tb_1")
    desk.database.execute_sql(
        "INSERT INTO owed_item (buyer_id, kind, item, person_id, at) VALUES (1, 'gift', '鞋垫', 1, 1)"
    )
    check(desk, order)
    assert hold_of(desk, order).reason == "Still owed to this buyer: 鞋垫"


def test_a_size_is_needed_where_the_product_has_sizes(desk: Desk) -> None:
    shoe, polish = add_order(desk), add_order(desk)
    learn(desk, [("5815", "5815-W6", "W6"), ("5815", "5815", ""), ("A-02", "A-02", "")])
    desk.database.execute_sql(
        "UPDATE order_line SET properties = '颜色分类：深紫', sku = '5815' WHERE order_id = ?", (shoe,)
    )
    desk.database.execute_sql("UPDATE order_line SET properties = '', sku = 'A-02' WHERE order_id = ?", (polish,))
    check(desk, shoe, polish)
    assert (holds(desk, shoe), holds(desk, polish)) == (["size"], [])


@pytest.mark.parametrize("where", ["orders", "order_line"])
def test_a_refund_meanwhile(desk: Desk, where: str) -> None:
    order = add_order(desk)
    desk.database.execute_sql(f"UPDATE {where} SET refund_state = '退款中'")
    check(desk, order)
    assert holds(desk, order) == ["refund"]


class TestPostage:
    def test_it_is_confirmed_with_amount_and_way(self, desk: Desk) -> None:
        order = add_order(desk, province="台湾省")
        check(desk, order)
        hold = hold_of(desk, order)
        assert (hold.kind, hold.amount) == ("postage", Money(3_000))
        with pytest.raises(PostageUnpaid):
            clear_hold(desk, hold_id=hold.id, reason="说好了")
        with pytest.raises(PostageShort, match=r"30\.00 is due, 10\.00 was paid"):
            confirm_postage(desk, hold_id=hold.id, amount=Money(1_000), way="支付宝")
        with pytest.raises(WayMissing):
            confirm_postage(desk, hold_id=hold.id, amount=Money(3_000), way=" ")
        assert confirm_postage(desk, hold_id=hold.id, amount=Money(3_000), way="支付宝", note="尾号8") == order
        (closed,) = get_order(desk.database, order).holds
        assert closed.released_by == "Owner"
        paid = next(
            row for row in list_trail(desk.database, kind="order", record_id=order) if row.action == "postage paid"
        )
        assert paid.after == {"amount": "30.00", "way": "支付宝"}
        check(desk, order)
        assert holds(desk, order) == []
        with pytest.raises(HoldGone):
            confirm_postage(desk, hold_id=hold.id, amount=Money(3_000), way="支付宝")

    def test_only_who_may_confirm_money(self, desk: Desk) -> None:
        order = add_order(desk, province="台湾省")
        check(desk, order)
        agent = replace(desk, actor=Actor(desk.actor.id, "小陈", "agent"))
        with pytest.raises(NotAllowed):
            confirm_postage(agent, hold_id=hold_of(desk, order).id, amount=Money(3_000), way="支付宝")


class TestCarrier:
    def test_the_memo_goes_before_the_message(self, desk: Desk) -> None:
        order = add_order(desk, memo="发中通", buyer_message="发顺丰", postage=1_000)
        check(desk, order)
        now = get_order(desk.database, order)
        assert (now.carrier, now.surcharge) == ("中通快递", 0)
        assert holds(desk, order) == ["carrier"]

    def test_one_chosen_by_hand_stays(self, desk: Desk) -> None:
        order = add_order(desk, memo="发中通", buyer_message="发顺丰")
        check(desk, order)
        assert choose_by_hand(desk, order_id=order, carrier="德邦快递")
        assert holds(desk, order) == []
        set_memo(desk, order_id=order, memo="发顺丰")
        assert get_order(desk.database, order).carrier == "德邦快递"


def test_several_people_share_a_flag(desk: Desk) -> None:
    save_setting(desk, FLAG_SALESPEOPLE, {"yellow": ["李晓", "王敏"]})
    order = add_order(desk)
    set_flag(desk, order_ids=[order], colour=Colour.YELLOW)
    assert hold_of(desk, order).kind == Hold.SALESPERSON
    name_salesperson(desk, order_id=order, name="王敏")
    now = get_order(desk.database, order)
    assert (now.salesperson, now.open_holds) == ("王敏", ())


def test_a_check_that_is_switched_off_holds_nothing(desk: Desk) -> None:
    save_setting(desk, CHECKS_OFF, ["other-size"])
    order = add_order(desk, memo="要W8")
    check(desk, order)
    assert holds(desk, order) == []


@pytest.mark.parametrize("columns", [{"status": 0}, {"status": 2}, {"status": 4}, {"stage": 3}])
def test_orders_that_wait_for_nothing_here_are_left_alone(desk: Desk, columns: dict[str, Any]) -> None:
    order = add_order(desk, memo="要W8", **columns)
    before = everything(desk)
    check(desk, order)
    assert everything(desk) == before


def test_holds_by_hand_stay_and_need_a_reason(desk: Desk) -> None:
    order = add_order(desk)
    hold_orders(desk, order_ids=[order], reason="缺货")
    check(desk, order)
    with pytest.raises(ReasonMissing):
        clear_hold(desk, hold_id=hold_of(desk, order).id)
    assert holds(desk, order) == ["manual"]


def test_many_at_once_are_told_in_one_row(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "TOLD_ONE_BY_ONE", 2)
    orders = [add_order(desk, memo="要W8") for _number in range(3)]
    check(desk, *orders)
    (row,) = list_trail(desk.database, kind="orders", record_id=0)
    assert row.after == {"orders": 3, "holds": 3, "gone": 0}
