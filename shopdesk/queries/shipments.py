"""What the platforms are to be told about parcels: order, carrier, waybill."""

from typing import NamedTuple

from shopdesk.clock import Millis
from shopdesk.db.database import Database, rows_of
from shopdesk.domain.origins import Origin
from shopdesk.domain.statuses import Status

EXPORTED = "shipping file"
"""The action that the trail keeps of each slip that a file told about."""


class Shipment(NamedTuple):
    """One order in one parcel."""

    slip_id: int
    order_no: str
    carrier: str
    waybill: str


_COLUMNS = "SELECT DISTINCT s.id, o.order_no, s.carrier, s.waybill"
_OF_SLIPS = "FROM slip s JOIN slip_item i ON i.slip_id = s.id JOIN orders o ON o.id = i.order_id"
_OF_ORDERS = "FROM orders o CROSS JOIN slip_item i ON i.order_id = o.id CROSS JOIN slip s ON s.id = i.slip_id"
_WHERE = f"""
WHERE s.shop_id = ? AND s.waybill <> '' AND s.cancelled_at IS NULL AND o.origin = {int(Origin.PLATFORM)}
  AND o.status < {int(Status.CLOSED)}
"""
_UNTOLD = f"""
 AND o.status = {int(Status.PAID)} AND o.stage > 2
 AND NOT EXISTS (SELECT 1 FROM trail t WHERE t.kind = 'slip' AND t.record_id = s.id
  AND t.action = '{EXPORTED}' AND t.at >= coalesce(s.waybill_at, 0))
"""


def list_untold(database: Database, *, shop_id: int, packed: bool = False) -> list[Shipment]:
    """Parcels that left (or, with `packed`, are packed) and that no file told the platform about since they have their
    waybill; orders that the platform knows as shipped, and orders by hand, are left out."""
    ready = "(s.shipped_at IS NOT NULL OR s.packed_at IS NOT NULL)" if packed else "s.shipped_at IS NOT NULL"
    return _shipments(database, f"{_COLUMNS} {_OF_ORDERS} {_WHERE}{_UNTOLD} AND {ready}", (shop_id,))


def list_shipped_between(database: Database, *, shop_id: int, since: Millis, until: Millis) -> list[Shipment]:
    """All that left in a span of time, told before or not."""
    return _shipments(
        database, f"{_COLUMNS} {_OF_SLIPS} {_WHERE} AND s.shipped_at >= ? AND s.shipped_at < ?", (shop_id, since, until)
    )


def _shipments(database: Database, sql: str, params: tuple[int, ...]) -> list[Shipment]:
    return [Shipment(*row) for row in rows_of(database, f"{sql} ORDER BY s.id, o.order_no", params)]
