"""The damage list: what a supplier takes back in time, and what is a loss (REP-04)."""

from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum

from shopdesk.domain.money import ZERO, Money
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
    REPLACED = "replaced"
    """The supplier gave other goods for it."""
    WRITTEN_OFF = "written-off"
    STRUCK = "struck"
    """It was listed by mistake, or could be sold after all: no loss."""


class Answer(StrEnum):
    """What a supplier says to goods that came back; the value is the command line's word."""

    ACCEPTED = "accepted"
    REFUSED = "refused"
    CREDITED = "credited"
    REPLACED = "replaced"


MOVES: Mapping[State, frozenset[State]] = {
    State.LISTED: frozenset({State.IN_BATCH, State.WRITTEN_OFF, State.STRUCK}),
    State.IN_BATCH: frozenset({State.SENT, State.LISTED}),
    State.SENT: frozenset({State.ACCEPTED, State.REFUSED, State.CREDITED, State.REPLACED, State.WRITTEN_OFF}),
    State.ACCEPTED: frozenset({State.CREDITED, State.REPLACED, State.REFUSED, State.WRITTEN_OFF}),
    State.REFUSED: frozenset(
        {State.LISTED, State.ACCEPTED, State.CREDITED, State.REPLACED, State.WRITTEN_OFF, State.STRUCK}
    ),
    State.CREDITED: frozenset({State.SENT}),
    State.REPLACED: frozenset({State.SENT}),
    State.WRITTEN_OFF: frozenset({State.LISTED, State.SENT}),
    State.STRUCK: frozenset({State.LISTED, State.SENT}),
}
"""From where to where; out of an end only by opening again, to where the goods are."""

ENDS = frozenset({State.CREDITED, State.REPLACED, State.WRITTEN_OFF, State.STRUCK})
"""Nothing more is to be done."""
HERE = frozenset({State.LISTED, State.IN_BATCH})
"""In the shop, the supplier's time running."""
AWAY = frozenset({State.SENT, State.ACCEPTED})
"""With the supplier, who owes an answer or what was promised."""
EXPIRING_DAYS = 7
"""Days before a supplier's time is over from which it is told of."""
NO_LOSS = frozenset({State.REPLACED, State.STRUCK})

STATES: Mapping[State, str] = {
    State.LISTED: N_("Listed"),
    State.IN_BATCH: N_("In a batch"),
    State.SENT: N_("With the supplier"),
    State.ACCEPTED: N_("Accepted"),
    State.REFUSED: N_("Refused by the supplier"),
    State.CREDITED: N_("Credited"),
    State.REPLACED: N_("Replaced by goods"),
    State.WRITTEN_OFF: N_("Written off"),
    State.STRUCK: N_("Struck off"),
}


def expires_on(received: date, return_days: int) -> date | None:
    """The last day on which a supplier takes it back: so many days after it came to us, the day of receipt not counted
    (REP-04); None while nobody knows how many."""
    if return_days <= 0:
        return None
    return received + timedelta(days=min(return_days, (date.max - received).days))


def loss_of(cost: Money, quantity: int, credited: Money, state: State) -> Money:
    """What the shop bears as it stands: the pieces' cost less what the supplier gave."""
    return ZERO if state in NO_LOSS else Money(cost * quantity - credited)
