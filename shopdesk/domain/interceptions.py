"""Parcels that a carrier was asked to bring back (SHP-11)."""

from collections.abc import Mapping
from enum import StrEnum

from shopdesk.errors import N_


class State(StrEnum):
    """How far an interception has come; the value is what the database keeps and the command line says."""

    ASKED = "asked"
    PROMISED = "promised"
    """The carrier said it would, and until when."""
    SUCCEEDED = "succeeded"
    """It comes back, or is back: the refund may go."""
    FAILED = "failed"
    """It goes on to the buyer, who is asked to refuse it."""
    REFUSED = "refused"
    """The buyer refused it: it comes back after all."""
    KEPT = "kept"
    """The buyer took it."""
    WITHDRAWN = "withdrawn"


MOVES: Mapping[State, frozenset[State]] = {
    State.ASKED: frozenset({State.ASKED, State.PROMISED, State.SUCCEEDED, State.FAILED, State.WITHDRAWN}),
    State.PROMISED: frozenset({State.PROMISED, State.SUCCEEDED, State.FAILED, State.WITHDRAWN}),
    State.FAILED: frozenset({State.REFUSED, State.KEPT, State.SUCCEEDED}),
    State.SUCCEEDED: frozenset({State.FAILED}),
    State.REFUSED: frozenset({State.KEPT, State.SUCCEEDED}),
    State.KEPT: frozenset(),
    State.WITHDRAWN: frozenset(),
}
"""From where to where."""

STATES: Mapping[State, str] = {
    State.ASKED: N_("Carrier asked to stop it"),
    State.PROMISED: N_("Promised"),
    State.SUCCEEDED: N_("Comes back"),
    State.FAILED: N_("Failed: the buyer is to refuse it"),
    State.REFUSED: N_("Refused by the buyer"),
    State.KEPT: N_("Taken by the buyer"),
    State.WITHDRAWN: N_("Withdrawn"),
}

OPEN = frozenset({State.ASKED, State.PROMISED, State.FAILED, State.REFUSED})
"""States in which nobody knows yet where the parcel ends; its refund waits."""


def moves_from(state: State) -> tuple[State, ...]:
    """Where an interception can go from here, in the order of `State`."""
    return tuple(each for each in State if each in MOVES[state])
