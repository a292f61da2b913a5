"""What a carrier owes for parcels lost, short or broken (SHP-08, SHP-12)."""

from collections.abc import Mapping
from enum import StrEnum

from shopdesk.domain.reasons import Reason
from shopdesk.errors import N_


class Kind(StrEnum):
    """What happened to it; the value is what the database keeps and the command line says."""

    LOST = "lost"
    SHORT = "short"
    BROKEN = "broken"


class State(StrEnum):
    """How far the claim has come."""

    REGISTERED = "registered"
    ASKED = "asked"
    ANSWERED = "answered"
    PAID = "paid"
    REFUSED = "refused"
    FOUND = "found"
    """The parcel turned up."""


class Solution(StrEnum):
    """How the buyer is made good."""

    NONE = ""
    RESHIP = "reship"
    REFUND = "refund"


MOVES: Mapping[State, frozenset[State]] = {
    State.REGISTERED: frozenset({State.ASKED, State.FOUND, State.REFUSED}),
    State.ASKED: frozenset({State.ASKED, State.ANSWERED, State.PAID, State.REFUSED, State.FOUND}),
    State.ANSWERED: frozenset({State.ASKED, State.PAID, State.REFUSED, State.FOUND}),
    State.REFUSED: frozenset({State.ASKED}),
    State.PAID: frozenset(),
    State.FOUND: frozenset({State.ASKED}),
}
"""From where to where."""

STATES: Mapping[State, str] = {
    State.REGISTERED: N_("Registered"),
    State.ASKED: N_("Asked of the carrier"),
    State.ANSWERED: N_("Carrier answered"),
    State.PAID: N_("Paid by the carrier"),
    State.REFUSED: N_("Refused by the carrier"),
    State.FOUND: N_("Parcel found"),
}

KINDS: Mapping[Kind, str] = {
    Kind.LOST: N_("Lost"),
    Kind.SHORT: N_("Something missing"),
    Kind.BROKEN: N_("Broken"),
}

SOLUTIONS: Mapping[Solution, str] = {
    Solution.NONE: N_("Not made good yet"),
    Solution.RESHIP: N_("Sent again"),
    Solution.REFUND: N_("Money back"),
}

ENDED = frozenset({State.PAID, State.REFUSED, State.FOUND})
"""States in which nobody waits for the carrier."""

REASONS: Mapping[Kind, Reason] = {Kind.LOST: Reason.LOST, Kind.SHORT: Reason.THEFT, Kind.BROKEN: Reason.DAMAGE}
"""Why the buyer is made good, as the case says it; all are the courier's."""


def moves_from(state: State) -> tuple[State, ...]:
    """Where a claim can go from here, in the order of `State`."""
    return tuple(each for each in State if each in MOVES[state])
