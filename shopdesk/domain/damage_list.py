"""The damage list: what a supplier takes back in time, and what is a loss (REP-04)."""

from collections.abc import Mapping
from enum import StrEnum

from shopdesk.errors import N_


class State(StrEnum):
    """How far a damaged piece has come; the value is what the database keeps and the command line says."""

    LISTED = "listed"
    IN_BATCH = "in-batch"
    SENT = "sent"
    """With the supplier, without an answer yet."""
    ACCEPTED = "accepted"
    """Credit or goods are promised."""
    REFUSED = "refused"
    CREDITED = "credited"
    WRITTEN_OFF = "written-off"


MOVES: Mapping[State, frozenset[State]] = {
    State.LISTED: frozenset({State.IN_BATCH, State.WRITTEN_OFF}),
    State.IN_BATCH: frozenset({State.SENT, State.LISTED}),
    State.SENT: frozenset({State.ACCEPTED, State.REFUSED, State.CREDITED}),
    State.ACCEPTED: frozenset({State.CREDITED, State.REFUSED}),
    State.REFUSED: frozenset({State.LISTED, State.WRITTEN_OFF, State.ACCEPTED}),
    State.CREDITED: frozenset(),
    State.WRITTEN_OFF: frozenset({State.LISTED}),
}
"""From where to where."""

STATES: Mapping[State, str] = {
    State.LISTED: N_("Listed"),
    State.IN_BATCH: N_("In a batch"),
    State.SENT: N_("With the supplier"),
    State.ACCEPTED: N_("Accepted"),
    State.REFUSED: N_("Refused by the supplier"),
    State.CREDITED: N_("Credited"),
    State.WRITTEN_OFF: N_("Written off"),
}
