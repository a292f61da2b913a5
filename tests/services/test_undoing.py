"""Taking flags, memos, holds and releases back: exactly what was done, and only while nobody changed it since."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from shopdesk.domain.flags import Colour
from shopdesk.domain.holds import Hold
from shopdesk.domain.statuses import Stage
from shopdesk.queries.order_lists import count_by_flag
from shopdesk.queries.orders import get_order, list_open_hold_ids
from shopdesk.services.desk import Desk
from shopdesk.services.holds import HoldGone, hold_orders, open_holds_again, release_orders, take_holds_back
from shopdesk.services.orders import ChangedSince, set_flag, set_flags_back, set_memo, set_memo_back
from tests.factories import add_order, make_desk


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = make_desk(tmp_path)
    yield made
    made.database.close()


def reasons(desk: Desk, order: int) -> list[str]:
    return [hold.reason for hold in get_order(desk.database, order).open_holds]


def test_each_order_gets_its_own_flag_again(desk: Desk) -> None:
    one, two = add_order(desk, flag=4), add_order(desk)
    set_flag(desk, order_ids=[one, two], colour=Colour.RED)
    before = {Colour(4): [one], Colour.GREY: [two]}
    assert set_flags_back(desk, before=before, colour=Colour.RED) == 2
    assert count_by_flag(desk.database) == {Colour(4): 1, Colour.GREY: 1}


def test_flags_that_somebody_changed_since_stay_all(desk: Desk) -> None:
    one, two = add_order(desk), add_order(desk, order_no="4711")
    set_flag(desk, order_ids=[one, two], colour=Colour.RED)
    set_flag(desk, order_ids=[two], colour=Colour.BLUE)
    with pytest.raises(ChangedSince, match="Order 4711 was changed again"):
        set_flags_back(desk, before={Colour.GREY: [one, two]}, colour=Colour.RED)
    assert count_by_flag(desk.database) == {Colour.RED: 1, Colour.BLUE: 1}


def test_a_memo_goes_back_unless_it_was_written_again(desk: Desk) -> None:
    order = add_order(desk, memo="发圆通")
    set_memo(desk, order_id=order, memo="发顺丰")
    assert set_memo_back(desk, order_id=order, before="发圆通", memo="发顺丰")
    assert get_order(desk.database, order).memo == "发圆通"
    with pytest.raises(ChangedSince):
        set_memo_back(desk, order_id=order, before="", memo="发顺丰")


def test_a_hold_is_taken_back_and_others_stay(desk: Desk) -> None:
    order = add_order(desk)
    hold_orders(desk, order_ids=[order], reason="地址不详", kind=Hold.ADDRESS)
    hold_orders(desk, order_ids=[order], reason="缺货")
    assert take_holds_back(desk, order_ids=[order], reason="缺货") == 1
    assert reasons(desk, order) == ["地址不详"]
    with pytest.raises(HoldGone):
        take_holds_back(desk, order_ids=[order], reason="缺货")


def test_a_released_hold_is_as_before(desk: Desk) -> None:
    orders = [add_order(desk), add_order(desk)]
    hold_orders(desk, order_ids=orders, reason="缺货")
    holds = list_open_hold_ids(desk.database, orders)
    release_orders(desk, order_ids=orders, reason="到货")
    assert open_holds_again(desk, hold_ids=holds) == 2
    assert list_open_hold_ids(desk.database, orders) == holds
    assert get_order(desk.database, orders[0]).tray == get_order(desk.database, orders[1]).tray
    with pytest.raises(HoldGone):
        open_holds_again(desk, hold_ids=holds)


def test_what_has_gone_on_is_not_held_again(desk: Desk) -> None:
    order = add_order(desk)
    hold_orders(desk, order_ids=[order], reason="缺货")
    holds = list_open_hold_ids(desk.database, [order])
    release_orders(desk, order_ids=[order], reason="到货")
    desk.database.execute_sql("UPDATE orders SET stage = ?", (int(Stage.PRINTED),))
    with pytest.raises(HoldGone):
        open_holds_again(desk, hold_ids=holds)
    assert reasons(desk, order) == []
