"""Repairs: one table of states and steps (REP-01 to REP-03). What isn't in the table can't be done."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from shopdesk.domain.permissions import Right
from shopdesk.errors import N_


class State(StrEnum):
    """Where a repair stands, one state at a time; the value is what the database keeps and the command line says."""

    RECEIVED = "received"
    LABELLED = "labelled"
    WAITING = "waiting"
    """In a batch, or set aside, for the factory."""
    AT_FACTORY = "at-factory"
    BACK = "back"
    CHECKED = "checked"
    RETURNED = "returned"
    """The buyer has it again."""
    REPLACED = "replaced"
    """The buyer got another one."""
    REFUNDED = "refunded"
    CANCELLED = "cancelled"
    """Called off before the factory had it; the goods go back as they are."""


class Step(StrEnum):
    """What somebody can do with a repair."""

    LABEL = "label"
    WAIT = "wait"
    DISPATCH = "dispatch"
    COME_BACK = "come-back"
    CHECK = "check"
    SEND_AGAIN = "send-again"
    RETURN = "return"
    REPLACE = "replace"
    REFUND = "refund"
    CANCEL = "cancel"
    REOPEN = "reopen"


class Estimate(StrEnum):
    """How far the buyer was asked about the cost."""

    NONE = ""
    ASKED = "asked"
    AGREED = "agreed"
    DECLINED = "declined"


class Warranty(StrEnum):
    """Whether the repair is under warranty."""

    UNKNOWN = "unknown"
    YES = "yes"
    NO = "no"


@dataclass(frozen=True, slots=True)
class Rule:
    """A step: from where, to where, and what it takes."""

    title: str
    came_from: frozenset[State]
    right: Right
    to: State
    needs_note: bool = False
    by_itself: bool = False
    """Follows from work elsewhere (a batch, an order, a refund)."""


ENDS = frozenset({State.RETURNED, State.REPLACED, State.REFUNDED, State.CANCELLED})
"""Nothing more is to be done."""
_HERE = frozenset({State.RECEIVED, State.LABELLED, State.WAITING})

RULES: Mapping[Step, Rule] = {
    Step.LABEL: Rule(N_("Label printed"), frozenset({State.RECEIVED}), Right.INTAKE, State.LABELLED),
    Step.WAIT: Rule(N_("To the factory"), frozenset({State.RECEIVED, State.LABELLED}), Right.INTAKE, State.WAITING),
    Step.DISPATCH: Rule(
        N_("Sent to the factory"), frozenset({State.WAITING}), Right.INTAKE, State.AT_FACTORY, by_itself=True
    ),
    Step.COME_BACK: Rule(N_("Back from the factory"), frozenset({State.AT_FACTORY}), Right.INTAKE, State.BACK),
    Step.CHECK: Rule(N_("Checked: it is right"), frozenset({State.BACK}), Right.INTAKE, State.CHECKED),
    Step.SEND_AGAIN: Rule(
        N_("To the factory once more…"), frozenset({State.BACK, State.CHECKED}), Right.INTAKE, State.WAITING,
        needs_note=True,
    ),
    Step.RETURN: Rule(N_("Sent to the buyer…"), frozenset({State.CHECKED}), Right.INTAKE, State.RETURNED),
    Step.REPLACE: Rule(
        N_("Replace it…"), _HERE | {State.AT_FACTORY, State.BACK, State.CHECKED}, Right.SERVE, State.REPLACED,
        needs_note=True,
    ),
    Step.REFUND: Rule(
        N_("Refund it…"), _HERE | {State.AT_FACTORY, State.BACK, State.CHECKED}, Right.SERVE, State.REFUNDED,
        needs_note=True,
    ),
    Step.CANCEL: Rule(N_("Call it off…"), _HERE | {State.BACK}, Right.SERVE, State.CANCELLED, needs_note=True),
    Step.REOPEN: Rule(N_("Open again…"), ENDS, Right.OVERRULE, State.RECEIVED, needs_note=True),
}  # fmt: skip

NEXT: Mapping[State, Step] = {
    State.RECEIVED: Step.LABEL,
    State.LABELLED: Step.WAIT,
    State.WAITING: Step.DISPATCH,
    State.AT_FACTORY: Step.COME_BACK,
    State.BACK: Step.CHECK,
    State.CHECKED: Step.RETURN,
}

STATES: Mapping[State, str] = {
    State.RECEIVED: N_("Received"),
    State.LABELLED: N_("Labelled"),
    State.WAITING: N_("Waiting for the factory"),
    State.AT_FACTORY: N_("At the factory"),
    State.BACK: N_("Back from the factory"),
    State.CHECKED: N_("Checked"),
    State.RETURNED: N_("Returned to the buyer"),
    State.REPLACED: N_("Replaced"),
    State.REFUNDED: N_("Refunded"),
    State.CANCELLED: N_("Called off"),
}
