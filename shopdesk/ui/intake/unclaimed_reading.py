"""What the pane of the unclaimed shows, read in the background."""

from contextlib import suppress
from dataclasses import dataclass

from shopdesk.clock import Millis
from shopdesk.domain.matching import Candidate
from shopdesk.queries.orders import OrderAmbiguous, find_order_id
from shopdesk.queries.people import PersonRow, list_people
from shopdesk.queries.shop_settings import get_setting
from shopdesk.queries.unclaimed import UnclaimedRow, list_contents, list_unclaimed, look_up, rank_for_order
from shopdesk.services.desk import Desk
from shopdesk.settings import UNCLAIMED_ASK_DAYS, ZONE


@dataclass(frozen=True, slots=True)
class Read:
    """What was read for the pane."""

    text: str
    """What was looked for."""
    rows: list[UnclaimedRow]
    found: tuple[int, ...] | None
    """The boxes that fit what was looked for, best first; None where nothing was."""
    order_no: str
    """The order that was asked about."""
    of_order: dict[int, Candidate]
    contents: dict[int, tuple[str, ...]]
    people: list[PersonRow]
    zone: str
    ask_days: int
    now: Millis


def read_unclaimed(desk: Desk, text: str) -> Read:
    """All unclaimed boxes; with a text those that fit it: the order of that number, or else a waybill, phone, name."""
    seen, now = desk.seen, desk.clock()
    rows = list_unclaimed(seen, now=now)
    order_id = None
    if text:
        with suppress(OrderAmbiguous):  # a waybill or a phone all the same
            order_id = find_order_id(seen, text)
    of_order = rank_for_order(seen, order_id) if order_id is not None else {}
    found = tuple(of_order) or tuple(row.box.id for row in look_up(seen, text, now=now)) if text else None
    return Read(
        text=text, rows=rows, found=found, order_no=text if order_id is not None else "", of_order=of_order,
        contents=list_contents(seen, [row.box.id for row in rows]), people=list_people(seen),
        zone=get_setting(seen, ZONE), ask_days=get_setting(seen, UNCLAIMED_ASK_DAYS), now=now,
    )  # fmt: skip
