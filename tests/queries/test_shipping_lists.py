"""The lists between the table and the courier (SHP-05, SHP-06)."""

from pathlib import Path

import pytest

from shopdesk.db.database import rows_of
from shopdesk.domain.refund_states import is_refund_underway
from shopdesk.queries.shipping_lists import (
    ShippingList,
    count_shipping,
    count_to_pack,
    count_wrong,
    list_shipping,
    list_waiting,
    list_waiting_ids,
)
from shopdesk.services.desk import Desk
from tests.factories import NOON, add_order, add_slip, make_desk

DAY = 86_400_000


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return make_desk(tmp_path)


def numbers(desk: Desk, which: ShippingList) -> list[str]:
    return [row.order_no for row in list_shipping(desk.database, which, now=NOON)]


def stage(desk: Desk, order: int, stage: int, status: int = 1) -> None:
    desk.database.execute_sql("UPDATE orders SET stage = ?, status = ? WHERE id = ?", (stage, status, order))


def test_a_plain_day_is_on_no_list(desk: Desk) -> None:
    add_order(desk, order_no="new")
    add_order(desk, order_no="old", status=3)  # imported, never the desk's
    done = add_order(desk, order_no="done")
    add_slip(desk, done, waybill="YT1", packed_at=NOON, packed_by_id=1, shipped_at=NOON, shipped_by_id=1)
    stage(desk, done, 5, 3)
    cancelled = add_order(desk, order_no="cancelled")
    add_slip(desk, cancelled, cancelled_at=NOON, created_at=NOON - 20 * DAY)
    stage(desk, cancelled, 1)
    assert count_shipping(desk.database, now=NOON) == dict.fromkeys(ShippingList, 0)


def test_marked_as_shipped_but_not_packed(desk: Desk) -> None:
    here, there, both = (add_order(desk, order_no=no, lines=2) for no in ("here", "there", "both"))
    add_slip(desk, here, waybill="YT1", shipped_at=NOON, shipped_by_id=1)
    add_slip(desk, there, waybill="YT2")
    add_slip(desk, both, waybill="YT3", packed_at=NOON, packed_by_id=1)
    for order in (there, both):
        stage(desk, order, 3, 2)
    assert numbers(desk, ShippingList.SHIPPED_NOT_PACKED) == ["here", "there"]
    assert numbers(desk, ShippingList.PLATFORM_SHIPPED) == ["there", "both"]


def test_received_by_the_buyer_but_never_seen_to_leave(desk: Desk) -> None:
    with_slip, without = add_order(desk, order_no="slip"), add_order(desk, order_no="none")
    add_slip(desk, with_slip, cancelled_at=NOON)
    add_slip(desk, with_slip, waybill="YT1")
    stage(desk, with_slip, 3, 3)
    stage(desk, without, 1, 3)
    rows = list_shipping(desk.database, ShippingList.RECEIVED_NOT_SHIPPED, now=NOON)
    assert [(row.order_no, row.waybill) for row in rows] == [("slip", "YT1"), ("none", "")]


def test_printed_but_not_gone(desk: Desk) -> None:
    printed, packed, alone, unprinted = (add_order(desk, order_no=no) for no in ("printed", "packed", "alone", "not"))
    add_slip(desk, printed)
    add_slip(desk, packed, packed_at=NOON, packed_by_id=1)
    stage(desk, alone, 3)  # printed without a wave
    add_slip(desk, unprinted, printed=False)
    rows = list_shipping(desk.database, ShippingList.PRINTED_NOT_SHIPPED, now=NOON)
    assert [(row.order_no, row.packer) for row in rows] == [("printed", ""), ("packed", "Owner"), ("alone", "")]
    assert len(list_shipping(desk.database, ShippingList.PRINTED_NOT_SHIPPED, now=NOON, limit=2)) == 2


def test_unfinished_after_ten_days(desk: Desk) -> None:
    old, young = add_order(desk, order_no="old"), add_order(desk, order_no="young")
    add_slip(desk, old, created_at=NOON - 10 * DAY - 1)
    add_slip(desk, young, created_at=NOON - 10 * DAY)
    assert numbers(desk, ShippingList.UNFINISHED) == ["old"]


def test_what_was_closed_refunded_or_changed_meanwhile_is_to_be_stopped(desk: Desk) -> None:
    closed, cancelled, asked, line, more, refused, gone = (
        add_order(desk, order_no=no) for no in ("closed", "cancelled", "asked", "line", "more", "refused", "gone")
    )
    for order in (closed, cancelled, asked, line, more, refused):
        add_slip(desk, order, printed=order != closed)
    add_slip(desk, gone, shipped_at=NOON, shipped_by_id=1)
    desk.database.execute_sql("UPDATE order_line SET quantity = 3 WHERE order_id = ?", (more,))
    stage(desk, closed, 1, 4)
    stage(desk, cancelled, 6)
    stage(desk, gone, 5, 4)
    for state, order in (("买家已经申请退款", asked), ("卖家拒绝退款", refused)):
        desk.database.execute_sql("UPDATE orders SET refund_state = ? WHERE id = ?", (state, order))
    desk.database.execute_sql("UPDATE order_line SET refund_state = '退款中' WHERE order_id = ?", (line,))
    assert numbers(desk, ShippingList.TO_STOP) == ["closed", "cancelled", "asked", "line", "more"]
    assert count_wrong(desk.database, now=NOON) == 6  # and one that left unpacked


@pytest.mark.parametrize(
    "state", ["", "无", "-", "没有申请退款", "退款关闭", "Refund", "REFUND CLOSED", " 待处理 ", "锁定"]
)
def test_the_database_reads_refunds_as_the_packing_table_does(desk: Desk, state: str) -> None:
    order = add_order(desk, order_no="one", refund_state=state)
    add_slip(desk, order)
    assert bool(numbers(desk, ShippingList.TO_STOP)) == is_refund_underway(state)


def test_counts_are_those_of_the_lists(desk: Desk) -> None:
    orders = [add_order(desk, lines=3) for _each in range(3)]
    add_slip(desk, *orders, waybill="YT1", created_at=NOON - 11 * DAY)
    stage(desk, orders[0], 3, 2)
    counts = count_shipping(desk.database, now=NOON)
    assert counts == {which: len(numbers(desk, which)) for which in ShippingList}
    assert counts[ShippingList.UNFINISHED] == 3


def test_each_order_counts_once_among_what_went_wrong(desk: Desk) -> None:
    both, waits = add_order(desk, order_no="both"), add_order(desk, order_no="waits")
    add_slip(desk, both, waybill="YT1", created_at=NOON - 11 * DAY)
    stage(desk, both, 3, 2)
    add_slip(desk, waits, waybill="YT2")
    counts = count_shipping(desk.database, now=NOON)
    assert [which for which in ShippingList if counts[which]] == [
        ShippingList.SHIPPED_NOT_PACKED, ShippingList.PRINTED_NOT_SHIPPED, ShippingList.PLATFORM_SHIPPED,
        ShippingList.UNFINISHED,
    ]  # fmt: skip
    assert count_wrong(desk.database, now=NOON) == 1


def test_what_went_another_way_long_ago_is_on_no_list(desk: Desk) -> None:
    """A shop that registered here and shipped elsewhere is not left with lists of thousands."""
    for order_no, status in (("shipped", 2), ("received", 3)):
        order = add_order(desk, order_no=order_no)
        stage(desk, order, 1, status)
        assert count_wrong(desk.database, now=NOON) == 1
        desk.database.execute_sql("UPDATE orders SET created = ? WHERE id = ?", (NOON - 10 * DAY - 1, order))
        assert count_wrong(desk.database, now=NOON) == 0
    add_slip(desk, order, waybill="YT1", created_at=NOON - 11 * DAY)
    assert numbers(desk, ShippingList.RECEIVED_NOT_SHIPPED) == ["received"]


def test_on_paper_and_not_packed_is_to_be_packed(desk: Desk) -> None:
    add_slip(desk, add_order(desk))
    add_slip(desk, add_order(desk), packed_at=NOON)
    add_slip(desk, add_order(desk), shipped_at=NOON)
    add_slip(desk, add_order(desk), cancelled_at=NOON)
    add_slip(desk, add_order(desk), printed=False)
    assert count_to_pack(desk.database) == 1


def test_what_waits_by_carrier(desk: Desk) -> None:
    yt = [
        add_slip(desk, add_order(desk), waybill=waybill, packed_at=NOON - at, packed_by_id=1)
        for at, waybill in ((1, "YT1"), (2, ""))
    ]
    add_slip(desk, add_order(desk), waybill="SF1", carrier="顺丰速运", packed_at=NOON, packed_by_id=1)
    add_slip(desk, add_order(desk), waybill="YT9", packed_at=NOON, packed_by_id=1, shipped_at=NOON, shipped_by_id=1)
    assert sorted(list_waiting(desk.database)) == [("圆通速递", 1, 1), ("顺丰速运", 1, 0)]
    assert list_waiting_ids(desk.database, carrier="圆通速递") == [yt[1], yt[0]]


@pytest.mark.sqlite_only
@pytest.mark.parametrize("which", list(ShippingList))
def test_no_list_reads_every_slip_or_order(desk: Desk, which: ShippingList) -> None:
    from shopdesk.queries.shipping_lists import union_of

    sql, params = union_of(which, "o.id, s.id", NOON)
    plan = " ".join(row[3] for row in rows_of(desk.database, f"EXPLAIN QUERY PLAN {sql}", params))
    assert "SCAN s" not in plan.replace("SCAN s USING", "") and "SCAN o " not in plan, plan
