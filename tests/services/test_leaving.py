"""Parcels leave: only with a waybill, packed, once; an order with its last parcel (SHP-05)."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from shopdesk.domain.flags import Colour
from shopdesk.domain.statuses import Stage
from shopdesk.queries.orders import get_order
from shopdesk.queries.packing import get_pack_slip
from shopdesk.queries.trail import list_trail
from shopdesk.services.desk import Actor, Changed, Desk, NotAllowed
from shopdesk.services.edits import ReasonMissing
from shopdesk.services.holds import OnHold, hold_orders
from shopdesk.services.leaving import (
    LeftBefore,
    NotChecked,
    NothingWaits,
    NotShipped,
    NoWaybill,
    ship_carrier,
    ship_scanned,
    ship_slips,
    unship_slips,
)
from shopdesk.services.packing_stops import AlreadyShipped, SlipCancelled, UnknownCode
from shopdesk.services.parcels import StopParcel
from shopdesk.services.shop_settings import save_setting
from shopdesk.settings import PACK_CHECK
from tests.factories import NOON, add_order, add_slip, make_desk
from tests.services.packers import colleague
from tests.services.whole_database import everything

WAYBILL = "YT7453244856560"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return make_desk(tmp_path)


def packed(desk: Desk, *orders: int, waybill: str = WAYBILL, **columns: Any) -> int:
    """A slip that is ready to leave."""
    slip = add_slip(desk, *orders, waybill=waybill, packed_at=NOON, packed_by_id=1, **columns)
    for order in orders:
        desk.database.execute_sql("UPDATE orders SET stage = 4 WHERE id = ?", (order,))
    return slip


def test_a_packed_parcel_leaves_and_its_orders_with_it(desk: Desk) -> None:
    orders = [add_order(desk), add_order(desk)]
    slip = packed(desk, *orders)
    heard: list[frozenset[Changed]] = []
    left = ship_slips(replace(desk, announce=heard.append), [slip, slip])
    assert (left.slip_ids, left.order_ids, left.refused, left.forgotten) == ([slip], orders, [], [])
    row = get_pack_slip(desk.database, slip)
    assert (row.shipped_at, row.shipped_by) == (NOON, "Owner")
    assert {get_order(desk.database, order).stage for order in orders} == {Stage.SHIPPED}
    assert heard == [{Changed.SLIPS, Changed.ORDERS, Changed.PARCELS}]


def test_a_split_order_is_shipped_with_its_last_parcel(desk: Desk) -> None:
    order = add_order(desk)
    first, second = packed(desk, order), packed(desk, order, waybill="YT2")
    desk.database.execute_sql("UPDATE order_line SET quantity = 2")  # one piece in each parcel
    assert ship_slips(desk, [first]).order_ids == []
    assert get_order(desk.database, order).stage is Stage.PACKED
    assert ship_slips(desk, [second]).order_ids == [order]


def test_all_or_none(desk: Desk) -> None:
    good, bad = packed(desk, add_order(desk)), packed(desk, add_order(desk, order_no="A2"), waybill="")
    before = everything(desk)
    with pytest.raises(NoWaybill, match="A2 has no waybill yet"):
        ship_slips(desk, [good, bad])
    assert everything(desk) == before
    left = ship_slips(desk, [good, bad], skip_refused=True)
    assert (left.slip_ids, [slip for slip, _why in left.refused]) == ([good], [bad])


def test_the_same_parcel_twice(desk: Desk) -> None:
    packed(desk, add_order(desk, order_no="A1"))
    assert ship_scanned(desk, code=WAYBILL)[0].number == "A1"
    with pytest.raises(AlreadyShipped, match="A1 left on 2024-03-02 10:00"):
        ship_scanned(desk, code=WAYBILL)
    with pytest.raises(UnknownCode):
        ship_scanned(desk, code="YT999")


@pytest.mark.parametrize(
    ("sql", "refusal"),
    [
        ("UPDATE orders SET status = 4", StopParcel),
        ("UPDATE slip SET cancelled_at = 1", SlipCancelled),
        ("UPDATE slip SET waybill = ''", NoWaybill),
        ("UPDATE slip SET packed_at = NULL", NotChecked),
    ],
)
def test_what_keeps_a_parcel_here(desk: Desk, sql: str, refusal: type[Exception]) -> None:
    slip = packed(desk, add_order(desk))
    desk.database.execute_sql(sql)
    with pytest.raises(refusal):
        ship_slips(desk, [slip])


def test_a_held_order_keeps_it_here(desk: Desk) -> None:
    order = add_order(desk)
    slip = packed(desk, order)
    hold_orders(desk, order_ids=[order], reason="拦截")
    with pytest.raises(OnHold, match="拦截"):
        ship_slips(desk, [slip])


def test_unpacked_ones_need_a_supervisor_and_a_reason(desk: Desk) -> None:
    slip = add_slip(desk, add_order(desk), waybill=WAYBILL)
    packer = colleague(desk)
    with pytest.raises(NotAllowed):
        ship_slips(packer, [slip], reason="来不及")
    ship_slips(desk, [slip], reason="来不及")
    assert list_trail(desk.database, kind="slip", record_id=slip)[0].reason == "来不及"


def test_a_small_shop_without_a_pack_check(desk: Desk) -> None:
    save_setting(desk, PACK_CHECK, False)
    slip = add_slip(desk, add_order(desk), waybill=WAYBILL)
    assert ship_slips(desk, [slip]).slip_ids == [slip]


def test_what_was_owed_and_forgotten_turns_the_flag_yellow(desk: Desk) -> None:
    order = add_order(desk, buyer="tb_1", flag=1)
    slip = packed(desk, order)
    desk.database.execute_sql(
        "INSERT INTO owed_item (buyer_id, kind, item, person_id, at, travels_id) VALUES (1, 'gift', '袜子', 1, 0, ?)",
        (order,),
    )
    assert ship_slips(desk, [slip]).forgotten == [order]
    assert get_order(desk.database, order).flag is Colour.YELLOW


def test_everything_of_a_carrier_at_once(desk: Desk) -> None:
    one, other = packed(desk, add_order(desk)), packed(desk, add_order(desk), waybill="SF1", carrier="顺丰速运")
    waits = packed(desk, add_order(desk), waybill="")
    left = ship_carrier(desk, carrier="圆通速递")
    assert (left.slip_ids, [slip for slip, _why in left.refused]) == ([one], [waits])
    assert get_pack_slip(desk.database, other).shipped_at is None
    with pytest.raises(NothingWaits, match="中通快递"):
        ship_carrier(desk, carrier="中通快递")


def test_taken_back_on_the_same_day_only(desk: Desk) -> None:
    order = add_order(desk)
    slip = packed(desk, order)
    with pytest.raises(NotShipped):
        unship_slips(desk, slip_ids=[slip], reason="x")
    ship_slips(desk, [slip])
    with pytest.raises(ReasonMissing):
        unship_slips(desk, slip_ids=[slip], reason="")
    tomorrow = replace(desk, clock=lambda: NOON + 86_400_000)
    with pytest.raises(LeftBefore, match="left on 2024-03-02"):
        unship_slips(tomorrow, slip_ids=[slip], reason="x")
    assert unship_slips(desk, slip_ids=[slip], reason="没交给快递") == 1
    assert get_pack_slip(desk.database, slip).shipped_at is None
    assert get_order(desk.database, order).stage is Stage.PACKED


def test_a_part_taken_back_raises_no_order(desk: Desk) -> None:
    order = add_order(desk)
    first = packed(desk, order)
    add_slip(desk, order, waybill="YT2")
    desk.database.execute_sql("UPDATE orders SET stage = 3")
    desk.database.execute_sql("UPDATE order_line SET quantity = 2")  # one piece in each parcel
    ship_slips(desk, [first])
    unship_slips(desk, slip_ids=[first], reason="没交给快递")
    assert get_order(desk.database, order).stage is Stage.PRINTED


def test_a_refund_asked_for_after_packing_keeps_the_parcel_here(desk: Desk) -> None:
    slip = packed(desk, add_order(desk, order_no="A1"))
    desk.database.execute_sql("UPDATE orders SET refund_state = '买家已经申请退款，等待卖家同意'")
    with pytest.raises(StopParcel, match="order A1 is not to be sent"):
        ship_slips(desk, [slip])
    left = ship_carrier(desk, carrier="圆通速递")
    assert (left.slip_ids, [type(why) for _slip, why in left.refused]) == ([], [StopParcel])
    with pytest.raises(NotAllowed):
        ship_slips(replace(desk, actor=Actor(2, "小李", "warehouse")), [slip], reason="买家已撤回")
    assert ship_slips(desk, [slip], reason="买家已撤回").slip_ids == [slip]
