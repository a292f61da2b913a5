"""Hands that open boxes, for tests of the intake."""

from dataclasses import replace
from typing import Any

from shopdesk.domain.documents import RETURN_PREFIX
from shopdesk.domain.statuses import Status
from shopdesk.queries.boxes import BoxDetail, get_box
from shopdesk.queries.trail import list_trail
from shopdesk.services.box_items import (
    look_at_items,
)
from shopdesk.services.boxes import (
    box_base,
    fill_box,
    open_box,
)
from shopdesk.services.desk import Desk
from shopdesk.services.trail_words import what_happened
from tests.factories import NOON, add_order

DAY = "2024-03-02"
BACK, OWN = "SF1234567890123", "YT7453244856560"


def later(desk: Desk, days: float) -> Desk:
    return replace(desk, clock=lambda: NOON + int(days * 86_400_000))


def form_of(desk: Desk, order_id: int, shop: str = "5LiA5Y-35bqX") -> str:
    """The code on the return form of an order; `shop` is 一号店."""
    no = desk.database.execute_sql("SELECT order_no FROM orders WHERE id = ?", (order_id,)).fetchone()[0]
    return f"{RETURN_PREFIX}taobao/{shop}/{no}"


def request(
    desk: Desk, order_id: int, *, sku: str = "", waybill: str = BACK, state: str = "买家已退货，等待卖家确认收货"
) -> None:
    """The platform's file tells that the buyer sends something back."""
    desk.database.execute_sql(
        "INSERT INTO refund_request (shop_id, refund_no, order_no, kind, state, sku, return_carrier, return_waybill) "
        "SELECT 1, 'R' || order_no, order_no, '退货退款', ?, ?, '顺丰速运', ? FROM orders WHERE id = ?",
        (state, sku, waybill, order_id),
    )


def skus(desk: Desk, order_id: int) -> list[str]:
    sql = "SELECT sku FROM order_line WHERE order_id = ? ORDER BY position"
    return [row[0] for row in desk.database.execute_sql(sql, (order_id,)).fetchall()]


def box(desk: Desk, box_id: int) -> BoxDetail:
    return get_box(desk.seen, box_id)


def fill(desk: Desk, box_id: int, **values: Any) -> bool:
    return fill_box(desk, box_id=box_id, values=values, base=box_base(box(desk, box_id).row))


def ready(desk: Desk, order_id: int) -> int:
    """A box whose things were looked at."""
    box_id = open_box(desk, scan=form_of(desk, order_id))
    look_at_items(desk, box_id=box_id)
    return box_id


def said(desk: Desk, kind: str, record_id: int) -> list[str]:
    return [what_happened(row) for row in list_trail(desk.database, kind=kind, record_id=record_id)]


def shipped_order(desk: Desk) -> int:
    """An order of tb_1 with two lines that has left, by the platform's file."""
    return add_order(desk, buyer="tb_1", lines=2, status=int(Status.SHIPPED), shipped_at=NOON - 1, waybill=OWN)
