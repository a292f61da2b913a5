"""Repairs: one table of states and steps (REP-01 to REP-03). What isn't in the table can't be done."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from shopdesk.domain.permissions import Right
from shopdesk.domain.reasons import Party
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
    """Given up: the case goes on as an exchange or a reissue."""
    REFUNDED = "refunded"
    """Given up: the case goes on as a refund."""
    CANCELLED = "cancelled"
    """Called off: nothing goes to the buyer by it."""


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
    to: State | None = None
    """None where it depends on the repair: see `after`."""
    needs_note: bool = False
    by_itself: bool = False
    """Follows from work elsewhere (a batch, a parcel); no button takes it alone."""


@dataclass(frozen=True, slots=True)
class RepairFacts:
    """What the table asks of a repair."""

    state: State
    away: bool = False
    """The supplier has the goods, whatever else was agreed with the buyer meanwhile."""
    has_been_away: bool = False


ENDS = frozenset({State.RETURNED, State.REPLACED, State.REFUNDED, State.CANCELLED})
"""Nothing more is to be done for the buyer by the repair."""
HERE = frozenset({State.RECEIVED, State.LABELLED, State.WAITING})
"""Before the supplier has it."""
_GIVEN_UP = frozenset({State.REPLACED, State.REFUNDED})
_UNDECIDED = HERE | {State.AT_FACTORY, State.BACK, State.CHECKED}

RULES: Mapping[Step, Rule] = {
    Step.LABEL: Rule(N_("Label printed"), frozenset({State.RECEIVED}), Right.INTAKE, State.LABELLED),
    Step.WAIT: Rule(N_("To the factory"), frozenset({State.RECEIVED, State.LABELLED}), Right.INTAKE, State.WAITING),
    Step.DISPATCH: Rule(
        N_("Sent to the factory"), frozenset({State.WAITING}), Right.INTAKE, State.AT_FACTORY, by_itself=True
    ),
    Step.COME_BACK: Rule(N_("Back from the factory"), frozenset({State.AT_FACTORY}) | _GIVEN_UP, Right.INTAKE),
    Step.CHECK: Rule(N_("Checked: it is right"), frozenset({State.BACK}), Right.INTAKE, State.CHECKED),
    Step.SEND_AGAIN: Rule(
        N_("To the factory once more…"), frozenset({State.BACK, State.CHECKED}), Right.INTAKE, State.WAITING,
        needs_note=True,
    ),
    Step.RETURN: Rule(
        N_("Sent to the buyer…"), HERE | {State.BACK, State.CHECKED, State.CANCELLED}, Right.INTAKE, State.RETURNED,
        by_itself=True,
    ),
    Step.REPLACE: Rule(N_("Replace it…"), _UNDECIDED, Right.SERVE, State.REPLACED, needs_note=True),
    Step.REFUND: Rule(N_("Refund it…"), _UNDECIDED, Right.SERVE, State.REFUNDED, needs_note=True),
    Step.CANCEL: Rule(N_("Call it off…"), HERE | {State.BACK, State.CHECKED}, Right.SERVE, State.CANCELLED,
                      needs_note=True),
    Step.REOPEN: Rule(N_("Open again…"), ENDS, Right.OVERRULE, needs_note=True),
}  # fmt: skip
"""Every step there is. Goods come back from the supplier wherever the repair stands meanwhile; what is sent to the
buyer unchecked needs a note that says why."""


class RepairDoubt(StrEnum):
    """Why a step can't be taken."""

    STATE = "state"
    NOT_AWAY = "not-away"
    """Its goods are not with the supplier (any more)."""


def doubt_about(step: Step, repair: RepairFacts) -> RepairDoubt | None:
    """Why this step can't be taken; None where it can, as far as the state is concerned."""
    if repair.state not in RULES[step].came_from:
        return RepairDoubt.STATE
    if step is Step.COME_BACK and not repair.away:
        return RepairDoubt.NOT_AWAY
    return None


def after(step: Step, repair: RepairFacts) -> State:
    """Where a repair stands after a step."""
    to = RULES[step].to
    if to is not None:
        return to
    if step is Step.COME_BACK:
        return State.BACK if repair.state is State.AT_FACTORY else repair.state
    if repair.away:
        return State.AT_FACTORY
    return State.BACK if repair.has_been_away else State.RECEIVED


def steps_for(repair: RepairFacts) -> list[Step]:
    """The steps a button is for, likeliest first."""
    return [step for step, rule in RULES.items() if not rule.by_itself and doubt_about(step, repair) is None]


def warranty_on(ordered: date | None, day: date, *, days: int) -> Warranty:
    """Whether goods ordered on a day are under warranty for so many days; 0 days: there is none; without an order
    nobody knows."""
    if ordered is None:
        return Warranty.UNKNOWN
    return Warranty.YES if day <= ordered + timedelta(days=days) else Warranty.NO


def usual_payer(warranty: Warranty) -> Party | None:
    """Who pays a repair, unless somebody says otherwise; None while nobody knows."""
    return {Warranty.YES: Party.SHOP, Warranty.NO: Party.BUYER, Warranty.UNKNOWN: None}[warranty]


NEXT: Mapping[State, Step] = {
    State.RECEIVED: Step.LABEL,
    State.LABELLED: Step.WAIT,
    State.WAITING: Step.DISPATCH,
    State.AT_FACTORY: Step.COME_BACK,
    State.BACK: Step.CHECK,
    State.CHECKED: Step.RETURN,
}
"""The next step of each open state."""

STATES: Mapping[State, str] = {
    State.RECEIVED: N_("Arrived with us"),
    State.LABELLED: N_("Labelled"),
    State.WAITING: N_("Waiting for the factory"),
    State.AT_FACTORY: N_("At the factory"),
    State.BACK: N_("Back from the factory"),
    State.CHECKED: N_("Mended and checked"),
    State.RETURNED: N_("Returned to the buyer"),
    State.REPLACED: N_("Replaced"),
    State.REFUNDED: N_("Refunded"),
    State.CANCELLED: N_("Called off"),
}

ESTIMATES: Mapping[Estimate, str] = {
    Estimate.NONE: N_("Not asked"),
    Estimate.ASKED: N_("The buyer was asked"),
    Estimate.AGREED: N_("The buyer agreed"),
    Estimate.DECLINED: N_("The buyer declined"),
}

WARRANTIES: Mapping[Warranty, str] = {
    Warranty.UNKNOWN: N_("Not known"),
    Warranty.YES: N_("Under warranty"),
    Warranty.NO: N_("Not under warranty"),
}
WARRANTY_CODES: Mapping[Warranty, int] = {Warranty.UNKNOWN: 0, Warranty.YES: 1, Warranty.NO: 2}
"""As the database keeps it."""

TOLD: frozenset[State] = frozenset(State) - {State.LABELLED, State.WAITING, State.BACK}
"""States that the buyer hears of (REP-03); the others are the shop's own business."""
