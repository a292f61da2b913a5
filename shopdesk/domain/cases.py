"""Cases: one table of states and steps (RET-09 to RET-16). What isn't in the table can't be done."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from shopdesk.domain.permissions import Right
from shopdesk.errors import N_

USUAL_LIMITS, MOST_CASES = (20, 50, 100, 200), 500
"""Open cases that a person may hold at once (CRM-04): what is offered, and the most that can be set."""


class Kind(StrEnum):
    """What a case is about; the value is what the database keeps and the command line says."""

    RETURN = "return"
    EXCHANGE = "exchange"
    REISSUE = "reissue"
    REFUND = "refund"
    REFUSAL = "refusal"
    PRICE = "price"
    REPAIR = "repair"
    """The goods come back, are mended, and go to the buyer again (REP-01)."""


class State(StrEnum):
    """How far a case has come."""

    ASKED = "asked"
    AGREED = "agreed"
    """The goods are to come back."""
    SENT = "sent"
    """They are on their way: the buyer's waybill is known."""
    RECEIVED = "received"
    INSPECTED = "inspected"
    RELEASED = "released"
    """The refund, the replacement or the repair may go on."""
    DONE = "done"
    """The buyer has what was agreed; a call afterwards is due (RET-16)."""
    CLOSED = "closed"


class Step(StrEnum):
    """What somebody can do with a case."""

    AGREE = "agree"
    REFUSE = "refuse"
    WITHDRAW = "withdraw"
    SEND = "send"
    RECEIVE = "receive"
    INSPECT = "inspect"
    INSPECT_AGAIN = "inspect-again"
    APPROVE = "approve"
    FULFIL = "fulfil"
    CALL = "call"
    CLOSE = "close"
    REOPEN = "reopen"
    FALL_BACK = "fall-back"


class Source(StrEnum):
    """How a case came up."""

    HAND = "hand"
    BOX = "box"
    PLATFORM = "platform"


@dataclass(frozen=True, slots=True)
class Rule:
    """A step: from where, to where, and what it takes."""

    title: str
    came_from: frozenset[State]
    right: Right
    to: State | None = None
    """None where it depends on the case: see `after`."""
    kinds: frozenset[Kind] = frozenset(Kind)
    needs_reason: bool = False
    by_itself: bool = False
    """Follows from work elsewhere (a box, a payment, a parcel); no button takes it."""


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """What the table asks of a case."""

    kind: Kind
    state: State
    inspected_by: int | None = None
    fulfilled: bool = False
    """The buyer has it already: the replacement left before the goods were back (RET-12), or the money went."""
    goods_here: bool = False
    """They came back and were approved."""
    solved: bool | None = None
    """What the buyer said when called."""


COMES_BACK = frozenset({Kind.RETURN, Kind.EXCHANGE, Kind.REFUSAL, Kind.REPAIR})
"""Kinds whose goods come back."""
REPLACED = frozenset({Kind.EXCHANGE, Kind.REISSUE})
"""Kinds whose buyers get goods instead of money."""
_OPEN = frozenset(State) - {State.CLOSED}
_BEFORE_GOODS = frozenset({State.ASKED, State.AGREED, State.SENT})
_UNDECIDED = _BEFORE_GOODS | {State.RECEIVED, State.INSPECTED}

RULES: Mapping[Step, Rule] = {
    Step.AGREE: Rule(N_("Agree"), frozenset({State.ASKED}), Right.SERVE),
    Step.REFUSE: Rule(N_("Refuse…"), _UNDECIDED, Right.SERVE, State.CLOSED, needs_reason=True),
    Step.WITHDRAW: Rule(N_("Withdrawn by the buyer"), _BEFORE_GOODS | {State.RELEASED}, Right.SERVE, State.CLOSED),
    Step.SEND: Rule(
        N_("Sent by the buyer…"),
        frozenset({State.ASKED, State.AGREED, State.SENT}),
        Right.SERVE,
        State.SENT,
        COMES_BACK,
    ),
    Step.RECEIVE: Rule(N_("Goods received"), frozenset(State), Right.INTAKE, State.RECEIVED, by_itself=True),
    Step.INSPECT: Rule(N_("Inspected"), frozenset({State.RECEIVED}), Right.INTAKE, State.INSPECTED, by_itself=True),
    Step.INSPECT_AGAIN: Rule(
        N_("Inspect again…"), frozenset({State.INSPECTED}), Right.STOCK_IN, State.RECEIVED, needs_reason=True
    ),
    Step.APPROVE: Rule(N_("Approve into stock"), frozenset({State.INSPECTED}), Right.STOCK_IN, by_itself=True),
    Step.FULFIL: Rule(
        N_("Nothing more is due…"), frozenset({State.RELEASED}), Right.SERVE, State.DONE, needs_reason=True
    ),
    Step.CALL: Rule(N_("Called the buyer…"), frozenset({State.DONE}), Right.SERVE),
    Step.CLOSE: Rule(N_("Close…"), _OPEN, Right.SERVE, State.CLOSED, needs_reason=True),
    Step.REOPEN: Rule(N_("Open again…"), frozenset({State.CLOSED}), Right.SERVE, State.ASKED, needs_reason=True),
    Step.FALL_BACK: Rule(
        N_("Payment came back"), frozenset({State.DONE, State.CLOSED}), Right.PAY, State.RELEASED, by_itself=True
    ),
}
"""Every step there is. Goods that come are taken wherever the case stands, even a closed one (RECEIVE); then they are
inspected, whatever was before."""

DEEDS: Mapping[str, str] = {
    "open": N_("Case opened"),
    "hand-over": N_("Handed over"),
    "ask-again": N_("Asked again"),
    "answer": N_("Answered"),
    "agreement": N_("Refund agreement checked"),
    "early": N_("May be replaced before the goods are back"),
    "replace": N_("Replacement entered"),
    "replaced": N_("Replacement has left"),
    "refund-asked": N_("Refund asked for"),
    "refund-approved": N_("Refund approved"),
    "refund-refused": N_("Refund refused"),
    "refund-failed": N_("The refund's payment came back"),
    "platform": N_("Platform's file"),
    "extend": N_("Time to confirm extended"),
    "change": N_("Made another kind"),
    "intercept": N_("Parcel to be brought back"),
    "repair": N_("Repair"),
}
"""What else a case's history tells: no steps, the case stays where it stands."""


class CaseDoubt(StrEnum):
    """Why a step can't be taken."""

    STATE = "state"
    KIND = "kind"
    SAME_PERSON = "same-person"


def doubt_about(step: Step, case: CaseFacts, *, person_id: int) -> CaseDoubt | None:
    """Why this person can't take this step; None where they can (as far as the case is concerned)."""
    rule = RULES[step]
    if case.kind not in rule.kinds:
        return CaseDoubt.KIND
    if case.state not in rule.came_from:
        return CaseDoubt.STATE
    if step is Step.APPROVE and case.inspected_by == person_id:
        return CaseDoubt.SAME_PERSON
    return None


def after(step: Step, case: CaseFacts) -> State:
    """Where a case stands after a step."""
    to = RULES[step].to
    if to is not None:
        return to
    if step is Step.AGREE:
        return State.AGREED if case.kind in COMES_BACK and not case.goods_here else State.RELEASED
    if step is Step.APPROVE:  # what was replaced before only goes into stock
        return State.DONE if case.fulfilled else State.RELEASED
    return State.CLOSED if case.solved else State.ASKED


def after_change(kind: Kind, case: CaseFacts) -> State:
    """Where a case stands after it became one of another kind: what was agreed of goods to come, or not to come, has to
    be agreed anew."""
    same = (case.kind in COMES_BACK) == (kind in COMES_BACK)
    if same or case.goods_here or case.state not in (State.AGREED, State.SENT, State.RELEASED):
        return case.state
    return State.ASKED


def steps_for(case: CaseFacts, *, person_id: int) -> list[Step]:
    """The steps a button is for, likeliest first."""
    return [
        step
        for step, rule in RULES.items()
        if not rule.by_itself and doubt_about(step, case, person_id=person_id) is None
    ]


NEXT: Mapping[State, Step] = {
    State.ASKED: Step.AGREE,
    State.AGREED: Step.SEND,
    State.SENT: Step.RECEIVE,
    State.RECEIVED: Step.INSPECT,
    State.INSPECTED: Step.APPROVE,
    State.RELEASED: Step.FULFIL,
    State.DONE: Step.CALL,
}
"""The next action of each open state: what the page shows large, and whose deadline runs."""

KINDS: Mapping[Kind, str] = {
    Kind.RETURN: N_("Return"),
    Kind.EXCHANGE: N_("Exchange"),
    Kind.REISSUE: N_("Reissue"),
    Kind.REFUND: N_("Refund only"),
    Kind.REFUSAL: N_("Parcel refused"),
    Kind.PRICE: N_("Price difference"),
    Kind.REPAIR: N_("Repair"),
}

STATES: Mapping[State, str] = {
    State.ASKED: N_("To answer"),
    State.AGREED: N_("Waiting for the goods"),
    State.SENT: N_("On its way back"),
    State.RECEIVED: N_("To inspect"),
    State.INSPECTED: N_("To approve"),
    State.RELEASED: N_("To refund or replace"),
    State.DONE: N_("To call back"),
    State.CLOSED: N_("Closed"),
}
_MENDED = N_("Being mended")


def state_title(kind: Kind, state: State) -> str:
    """What a case's state is called; goods that are mended are neither refunded nor replaced."""
    return _MENDED if kind is Kind.REPAIR and state is State.RELEASED else STATES[state]
