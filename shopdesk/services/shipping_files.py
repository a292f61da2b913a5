"""The file for a platform's bulk shipping: order number, carrier, waybill; one shop each."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from shopdesk.clock import day_end, day_start
from shopdesk.db.trail import Entry
from shopdesk.domain.permissions import Right
from shopdesk.domain.shipping_heads import carrier_name, heads_of
from shopdesk.errors import N_, Refused
from shopdesk.queries.shipments import EXPORTED, Shipment, list_shipped_between, list_untold
from shopdesk.queries.shop_settings import get_setting
from shopdesk.queries.shops import ShopRow
from shopdesk.services.desk import Changed, Desk, work
from shopdesk.services.exports import export_table
from shopdesk.settings import SHIPPING_FILE_HEADS, ZONE


class NothingToTell(Refused):
    template = N_("{shop} has no parcel to tell the platform about. Mark parcels as shipped first, or name a day.")


@dataclass(frozen=True, slots=True)
class ShippingFile:
    """What was written."""

    rows: int
    slips: int


def find_shipments(desk: Desk, *, shop: ShopRow, day: date | None = None, packed: bool = False) -> list[Shipment]:
    """What the file would hold: everything since the last one, with `packed` also what waits for the courier; or all
    that left on `day`."""
    if day is None:
        return list_untold(desk.database, shop_id=shop.id, packed=packed)
    zone = get_setting(desk.database, ZONE)
    return list_shipped_between(desk.database, shop_id=shop.id, since=day_start(day, zone), until=day_end(day, zone))


def export_shipments(
    desk: Desk, *, shop: ShopRow, path: Path, day: date | None = None, packed: bool = False
) -> ShippingFile:
    """Write the file (.xlsx or .csv; numbers stay text) and remember what it told, so that the next holds only what is
    new. Raises NothingToTell, OutputFailed, UnknownFormat."""
    with work(desk, Right.EXPORT, Changed.SLIPS) as doing:
        found = find_shipments(desk, shop=shop, day=day, packed=packed)
        if not found:
            raise NothingToTell(shop=shop.name)
        slips = dict.fromkeys(one.slip_id for one in found)
        doing.note_all(EXPORTED, "slip", [Entry(slip_id, {}, {"file": path.name}) for slip_id in slips])
        heads = heads_of(shop.platform, get_setting(desk.database, SHIPPING_FILE_HEADS))
        export_table(path, heads, ((one.order_no, carrier_name(one.carrier), one.waybill) for one in found))
    return ShippingFile(len(found), len(slips))
