"""What an entry of a buyer's time line is about: what is in view while it is chosen, and what shows it (CRM-01)."""

from shopdesk.domain.buyer_times import EntryKind
from shopdesk.queries.buyer_pages import BuyerRecord
from shopdesk.queries.buyer_times import Entry
from shopdesk.queries.contacts import find_spoken_of
from shopdesk.queries.tracking import find_parcel
from shopdesk.services.desk import Desk
from shopdesk.ui.buyers.columns import OWN_PAGE
from shopdesk.ui.page import InView, view_of

_WRITTEN = (EntryKind.REVIEW, EntryKind.CASE)
"""In which the buyer's own words stand."""


def entry_in_view(record: BuyerRecord, entry: Entry | None) -> InView:
    """The buyer, with what the chosen entry is about."""
    if entry is None:
        return InView(buyer_id=record.id, shop_id=record.shop_id)
    own = {f"{entry.kind.value}_id": entry.id} if entry.kind in OWN_PAGE else {}
    said = entry.said if entry.kind in _WRITTEN else ""
    waybill = entry.goods if entry.kind is EntryKind.PARCEL else ""
    return view_of(entry, **own | {"buyer_id": record.id, "shop_id": record.shop_id, "said": said, "waybill": waybill})


def find_page_of(desk: Desk, entry: Entry) -> tuple[str, int] | None:
    """Kind and id of what shows it: its own page, what was spoken of, the parcel that is watched, else its order; None
    where there is nothing to show. It reads: not for the window's thread."""
    found: tuple[str, int] | None = None
    if entry.kind in OWN_PAGE:
        found = entry.kind.value, entry.id
    elif entry.kind is EntryKind.CONTACT:
        found = find_spoken_of(desk.seen, contact_id=entry.id)
    elif entry.kind is EntryKind.PARCEL and (parcel := find_parcel(desk.seen, entry.goods)) is not None:
        found = "parcel", parcel.id
    if found is None and entry.order_id is not None:
        found = "order", entry.order_id
    return found
