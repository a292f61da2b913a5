"""What the page of buyers reads, in the background."""

from collections.abc import Collection, Iterable
from typing import NamedTuple

from shopdesk.clock import Millis
from shopdesk.domain.buyer_times import EntryKind
from shopdesk.domain.buyer_traces import TraceKind
from shopdesk.queries.buyer_pages import BuyerPage, BuyerRecord, get_buyer_page
from shopdesk.queries.buyer_proposals import SameProposal
from shopdesk.queries.buyer_times import PAGE, Entry, Place, TimePage, list_times
from shopdesk.queries.buyer_traces import BuyerHit, find_buyers, list_spoken_with
from shopdesk.queries.care_lists import CareDue, CareRuleRow, list_care, list_care_rules
from shopdesk.queries.shop_settings import get_setting
from shopdesk.services.desk import Desk
from shopdesk.settings import ZONE

MOST_FOUND, MOST_SPOKEN = 60, 30


class BuyerLine(NamedTuple):
    """A buyer in the list: found by what was typed, or looked at before."""

    id: int
    """Of the kept record."""
    buyer: str
    shop: str
    tier: str
    blocked: str
    kind: TraceKind | None
    found: str
    """By what they were found; "" for one who was looked at before."""
    orders: int
    last_at: Millis | None


class EntryLine(NamedTuple):
    """An entry of the time line, with an id of its own."""

    id: int
    entry: Entry


class WholeBuyer(NamedTuple):
    """A buyer's page with the moment at which it was read."""

    page: BuyerPage
    times: TimePage
    now: Millis
    zone: str

    def record(self, buyer_id: int | None) -> BuyerRecord:
        """One of their records; the kept one where this isn't theirs."""
        return next((each for each in self.page.records if each.id == buyer_id), self.page.records[0])


class CareLine(NamedTuple):
    """Somebody to write to; each person stands on the list once."""

    id: int
    """The buyer's."""
    due: CareDue


class CareList(NamedTuple):
    """Whom to write to today."""

    lines: tuple[CareLine, ...] = ()
    rules: tuple[CareRuleRow, ...] = ()
    now: Millis = 0
    zone: str = "Asia/Shanghai"


def read_found(desk: Desk, text: str) -> list[BuyerLine]:
    """Buyers by any trace, each person once (CRM-01)."""
    return _lines(find_buyers(desk.seen, text, limit=MOST_FOUND))


def read_spoken_with(desk: Desk) -> list[BuyerLine]:
    """With whom was spoken last, by this person before others."""
    return _lines(list_spoken_with(desk.seen, person_id=desk.actor.id, limit=MOST_SPOKEN))


def _lines(hits: Iterable[BuyerHit]) -> list[BuyerLine]:
    """Each person once."""
    lines: dict[int, BuyerLine] = {}
    for hit in hits:
        line = BuyerLine(
            hit.kept_id, hit.buyer, hit.shop, hit.tier, hit.blocked, hit.kind if hit.found else None, hit.found,
            hit.orders, hit.last_at,
        )  # fmt: skip
        lines.setdefault(hit.kept_id, line)
    return list(lines.values())


def read_buyer(desk: Desk, buyer_id: int, kinds: Collection[EntryKind], limit: int = PAGE) -> WholeBuyer:
    """A buyer with the beginning of the time line; raises BuyerNotFound."""
    page = get_buyer_page(desk.seen, buyer_id=buyer_id)
    times = list_times(desk.seen, buyer_id=buyer_id, kinds=kinds, limit=limit)
    return WholeBuyer(page, times, desk.clock(), get_setting(desk.seen, ZONE))


def read_more(desk: Desk, buyer_id: int, kinds: Collection[EntryKind], after: Place) -> TimePage:
    """The next page of the time line."""
    return list_times(desk.seen, buyer_id=buyer_id, kinds=kinds, after=after)


def line_of(whole: WholeBuyer) -> BuyerLine:
    """A buyer who was opened, as the list names them."""
    page = whole.page
    last = [each.last_at for each in page.records if each.last_at is not None]
    kept = page.records[0]
    return BuyerLine(
        page.id, kept.buyer, kept.shop, page.tier, page.blocked, None, "", page.orders, max(last, default=None)
    )


def read_care(desk: Desk) -> CareList:
    """Whom to write to today, by all rules (CRM-05)."""
    now = desk.clock()
    rules = tuple(list_care_rules(desk.seen))
    lines = tuple(CareLine(due.buyer_id, due) for due in list_care(desk.seen, now=now))
    return CareList(lines, rules, now, get_setting(desk.seen, ZONE))


Proposals = list[SameProposal]
