"""Parcels that left, in which a buyer misses something (SHP-12)."""

from typing import Any

from shopdesk.db.database import rows_of
from shopdesk.domain.deadlines import DAY_MS
from shopdesk.domain.statuses import Stage, Status
from shopdesk.services.desk import Desk
from shopdesk.services.shortage_traces import Missing
from tests.factories import NOON, add_order, add_slip
from tests.services.packers import add_variant

WAYBILL, ORDER_NO = "YT7453244865603", "4001"
GONE: dict[str, Any] = {"status": int(Status.SHIPPED), "stage": int(Stage.SHIPPED), "shipped_at": NOON - 3 * DAY_MS}


def send(desk: Desk, *, weights: tuple[int | None, ...] = (800, 300), waybill: str = WAYBILL, **slip: Any) -> int:
    """An order of several articles that went in one parcel."""
    order = add_order(
        desk, order_no=ORDER_NO if waybill == WAYBILL else waybill[-5:] + "9", buyer="tb_1", lines=len(weights), **GONE
    )
    known = add_slip(desk, order, waybill=waybill, shipped_at=NOON - 3 * DAY_MS, packed_at=NOON - 3 * DAY_MS, **slip)
    with desk.database.atomic():
        desk.database.execute_sql("UPDATE slip_item SET packed = quantity WHERE slip_id = ?", (known,))
        desk.database.execute_sql("UPDATE orders SET stage = ? WHERE id = ?", (int(Stage.SHIPPED), order))
    sold = rows_of(desk.database, "SELECT sku FROM order_line WHERE order_id = ? ORDER BY id", (order,))
    for (sku,), grams in zip(sold, weights, strict=True):
        add_variant(desk, sku, weight=grams)
    return order


def lines(desk: Desk, order: int) -> list[int]:
    return [
        row[0] for row in rows_of(desk.database, "SELECT id FROM order_line WHERE order_id = ? ORDER BY id", (order,))
    ]


def shoes(desk: Desk, order: int) -> list[Missing]:
    return [Missing(lines(desk, order)[-1])]
