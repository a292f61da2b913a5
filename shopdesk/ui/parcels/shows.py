"""The lists of the page of parcels, what each is called, and how long each is."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from shopdesk.domain.claims import State
from shopdesk.domain.interceptions import OPEN
from shopdesk.errors import N_
from shopdesk.queries.claims import count_claims
from shopdesk.queries.detours import count_detours
from shopdesk.queries.interceptions import count_interceptions
from shopdesk.queries.shortages import count_shortages
from shopdesk.queries.tracking import count_parcels
from shopdesk.services.desk import Desk


class Show(StrEnum):
    """One list; the value is what `open_record` takes."""

    STALLED = "stalled"
    FORWARDED = "forwarded"
    TROUBLED = "troubled"
    UNCLOSED = "unclosed"
    CALLS = "calls"
    NOBODYS = "nobodys"
    FOUND = "found"
    """What a search finds."""
    CLAIMS = "claims"
    INTERCEPTIONS = "interceptions"
    DETOURS = "detours"
    SHORTAGES = "shortages"


TITLES: Mapping[Show, str] = {
    Show.STALLED: N_("Standing still"),
    Show.FORWARDED: N_("Passed on"),
    Show.TROUBLED: N_("Not delivered"),
    Show.UNCLOSED: N_("Delivered, still open"),
    Show.CALLS: N_("Calls due"),
    Show.NOBODYS: N_("Unknown numbers"),
    Show.FOUND: N_("Search result"),
    Show.CLAIMS: N_("Lost register"),
    Show.INTERCEPTIONS: N_("Calling back"),
    Show.DETOURS: N_("Out of area"),
    Show.SHORTAGES: N_("Shortages"),
}
TIPS: Mapping[Show, str] = {
    Show.STALLED: N_("No news for some days"),
    Show.FORWARDED: N_("Another carrier goes on with it"),
    Show.TROUBLED: N_("The carrier can't deliver it, or brings it back"),
    Show.UNCLOSED: N_("Signed for, and the trade isn't confirmed"),
    Show.CALLS: N_("Should be there by now: ask the buyer"),
    Show.NOBODYS: N_("Numbers that no order of ours has"),
    Show.CLAIMS: N_("Lost, emptied or broken, and what the carrier owes"),
    Show.INTERCEPTIONS: N_("The carrier was asked to bring it back"),
    Show.DETOURS: N_("The carrier doesn't reach the address"),
    Show.SHORTAGES: N_("Something was missing"),
}
PARCELS = (
    Show.STALLED, Show.FORWARDED, Show.TROUBLED, Show.UNCLOSED, Show.CALLS, Show.NOBODYS, Show.FOUND,
)  # fmt: skip
"""Lists of parcels; the others are lists of what was begun about them."""


@dataclass(frozen=True, slots=True)
class Counts:
    """How long each list is, and how many in it are late."""

    by_show: Mapping[Show, int]
    late: Mapping[Show, int]


def read_counts(desk: Desk) -> Counts:
    """As they are now."""
    database, now = desk.seen, desk.clock()
    parcels, claims = count_parcels(database, now=now), count_claims(database, now=now)
    stopped, short = count_interceptions(database, now=now), count_shortages(database)
    detours, late_detours = count_detours(database, now=now)
    open_claims = sum(claims.by_state[state] for state in (State.REGISTERED, State.ASKED, State.ANSWERED))
    return Counts(
        {
            Show.STALLED: parcels.stalled,
            Show.FORWARDED: parcels.forwarded,
            Show.TROUBLED: parcels.troubled + parcels.returning,
            Show.UNCLOSED: parcels.unclosed,
            Show.CALLS: parcels.calls,
            Show.NOBODYS: parcels.nobodys,
            Show.CLAIMS: open_claims,
            Show.INTERCEPTIONS: sum(n for state, n in stopped.by_state.items() if state in OPEN),
            Show.DETOURS: detours,
            Show.SHORTAGES: short.undecided + short.asked,
        },
        {Show.CLAIMS: claims.late, Show.INTERCEPTIONS: stopped.late, Show.DETOURS: late_detours},
    )
