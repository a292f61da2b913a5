"""What the page reads of the lost register: its lists with counts, one claim, a month (SHP-08)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from shopdesk.domain.claims import State
from shopdesk.domain.due import ClaimList
from shopdesk.domain.money import ZERO, Money
from shopdesk.errors import N_
from shopdesk.queries.claims import ClaimRow, ClaimTotal, list_claims, total_claims
from shopdesk.queries.months import get_month
from shopdesk.services.desk import Desk
from shopdesk.ui.parcels.reading import Clock, read_clock

MOST = 2_000
"""Rows of a list of what is settled, the newest first."""


class Part(StrEnum):
    """Which claims; the value is what `open_record` takes."""

    OPEN = ""
    TO_ASK = ClaimList.TO_ASK.value
    TO_ANSWER = ClaimList.TO_ANSWER.value
    PAID = ClaimList.PAID.value
    TO_MAKE_GOOD = ClaimList.TO_MAKE_GOOD.value
    SETTLED = "settled"
    ALL = "all"


PARTS: Mapping[Part, str] = {
    Part.OPEN: N_("Still open"),
    Part.TO_ASK: N_("Carrier to ask"),
    Part.TO_ANSWER: N_("Waiting for the answer"),
    Part.PAID: N_("Waiting for the money"),
    Part.TO_MAKE_GOOD: N_("Buyer to make good"),
    Part.SETTLED: N_("Settled with the carrier"),
    Part.ALL: N_("All"),
}
NOTHING: Mapping[Part, str] = {
    Part.OPEN: N_("Nothing in the lost register is open."),
    Part.TO_ASK: N_("No carrier is to be asked."),
    Part.TO_ANSWER: N_("No carrier owes an answer."),
    Part.PAID: N_("No carrier owes money."),
    Part.TO_MAKE_GOOD: N_("Every buyer of a lost parcel is made good."),
    Part.SETTLED: N_("Nothing was settled with a carrier yet."),
    Part.ALL: N_("Nothing stands in the lost register."),
}
"""What an empty list says."""
_SETTLED = (State.PAID, State.REFUSED, State.FOUND)


@dataclass(frozen=True, slots=True)
class WantedClaims:
    """Which list."""

    part: Part = Part.OPEN
    find: str = ""


@dataclass(frozen=True, slots=True)
class ListedClaims:
    """A list, and how many the others hold."""

    wanted: WantedClaims
    rows: Sequence[ClaimRow]
    counts: Mapping[Part, int]
    clock: Clock

    @property
    def asked(self) -> Money:
        """What is asked of the carriers for all that is listed."""
        return sum((row.amount for row in self.rows), ZERO)


def read_claims(desk: Desk, wanted: WantedClaims) -> ListedClaims:
    """The list and all counts."""
    database, clock = desk.seen, read_clock(desk)
    by_part = {part: list_claims(database, due_list=ClaimList(part), now=clock.now) for part in _DUE}
    by_part[Part.OPEN] = list_claims(database, only_open=True)
    counts = {part: len(rows) for part, rows in by_part.items()}
    rows = by_part.get(wanted.part)
    if rows is None or wanted.find.strip():
        states = _SETTLED if wanted.part is Part.SETTLED and not wanted.find.strip() else ()
        rows = list_claims(database, states=states, find=wanted.find, limit=MOST)
    return ListedClaims(wanted, rows, counts, clock)


_DUE = (Part.TO_ASK, Part.TO_ANSWER, Part.PAID, Part.TO_MAKE_GOOD)


def read_month(desk: Desk, name: str) -> list[ClaimTotal]:
    """What a month's came to, `2026-11`, by carrier and kind. Raises NotAMonth."""
    month = get_month(desk.seen, name=name)
    return total_claims(desk.seen, since=month.since, until=month.until)
