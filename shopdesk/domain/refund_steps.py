"""Steps of a refund: from where, to where, by whom (REF-03). What isn't in the table can't be done."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from shopdesk.domain.money import ZERO, Money
from shopdesk.domain.permissions import Right
from shopdesk.domain.refunds import OPEN, RefundKind, RefundState
from shopdesk.errors import N_


class RefundStep(StrEnum):
    """What somebody can do with a refund."""

    APPROVE = "approve"
    CHECK = "check"
    """Payee and account are verified."""
    PAY = "pay"
    CHANGE = "change"
    REFUSE = "refuse"
    WITHDRAW = "withdraw"
    LET_THROUGH = "let-through"
    FAIL = "fail"


@dataclass(frozen=True, slots=True)
class RefundRule:
    """A step: from where, to where, and what it takes."""

    title: str
    came_from: frozenset[RefundState]
    right: Right
    to: RefundState | None = None
    """None where the state stays."""
    needs_reason: bool = False


REFUND_RULES: Mapping[RefundStep, RefundRule] = {
    RefundStep.APPROVE: RefundRule(N_("Approve"), frozenset({RefundState.ASKED}), Right.APPROVE, RefundState.APPROVED),
    RefundStep.CHECK: RefundRule(N_("Payee checked…"), OPEN, Right.PAY),
    RefundStep.PAY: RefundRule(N_("Paid…"), frozenset({RefundState.APPROVED}), Right.PAY, RefundState.PAID),
    RefundStep.CHANGE: RefundRule(N_("Change payee…"), OPEN, Right.SERVE),
    RefundStep.REFUSE: RefundRule(
        N_("Refuse…"), OPEN | {RefundState.FAILED}, Right.APPROVE, RefundState.REFUSED, needs_reason=True
    ),
    RefundStep.WITHDRAW: RefundRule(
        N_("Withdraw…"), frozenset({RefundState.ASKED}), Right.SERVE, RefundState.REFUSED, needs_reason=True
    ),
    RefundStep.LET_THROUGH: RefundRule(N_("Let through…"), OPEN, Right.OVERRULE, needs_reason=True),
    RefundStep.FAIL: RefundRule(
        N_("Payment came back…"),
        frozenset({RefundState.APPROVED, RefundState.PAID}),
        Right.PAY,
        RefundState.FAILED,
        needs_reason=True,
    ),
}
"""Every step there is, likeliest first."""


class RefundDoubt(StrEnum):
    """Why a step can't be taken."""

    STATE = "state"
    SAME_PERSON = "same-person"
    OWN_PAYEE = "own-payee"
    NOT_ASKER = "not-asker"
    CANCELLED = "cancelled"
    ABOVE = "above"
    GOODS = "goods"
    INTERCEPTED = "intercepted"
    NO_PAYEE = "no-payee"
    UNCHECKED = "unchecked"
    PLATFORM_OPEN = "platform-open"
    NOT_DIRECT = "not-direct"
    NOTHING_TO_LET = "nothing-to-let"


@dataclass(frozen=True, slots=True)
class RefundFacts:
    """What the table asks of a refund."""

    state: RefundState
    kind: RefundKind
    asked_by: int
    is_direct: bool = False
    has_payee: bool = False
    """Name and account are known, as far as its channel needs them."""
    is_checked: bool = False
    payee_by: int | None = None
    """Who last said who gets it, where that was changed after it was asked for."""
    needs_second: bool = False
    """Above the limit: another person than who asked, or named the payee, approves it and checks the payee (REF-03,
    REF-05)."""
    goods_back: bool = True
    """The goods were approved into stock, or none are to come back (RET-09)."""
    is_intercepted: bool = False
    """Its parcel is being brought back, or went on to the buyer: whether money goes depends on it (SHP-11)."""
    is_closed: bool = False
    """The order was cancelled or closed."""
    is_requested: bool = False
    """The platform has an open request of its own."""
    over: Money = ZERO
    """By how much it goes beyond what was paid (REF-04)."""
    is_let_through: bool = False
    """A supervisor let it through all the same, with a reason."""


def doubt_about_refund(step: RefundStep, refund: RefundFacts, *, person_id: int) -> RefundDoubt | None:  # noqa: PLR0911 - one line a step
    """Why this person can't take this step; None where they can (as far as the refund is concerned)."""
    if refund.state not in REFUND_RULES[step].came_from:
        return RefundDoubt.STATE
    is_own = refund.asked_by == person_id
    if step is RefundStep.WITHDRAW:
        return None if is_own else RefundDoubt.NOT_ASKER
    if step is RefundStep.LET_THROUGH:
        is_stopped = refund.is_intercepted or _overdone(refund) is not None
        return None if is_stopped and not refund.is_let_through else RefundDoubt.NOTHING_TO_LET
    if step is RefundStep.CHECK and not refund.is_direct:
        return RefundDoubt.NOT_DIRECT
    if step is RefundStep.CHECK and not refund.has_payee:
        return RefundDoubt.NO_PAYEE
    if step in (RefundStep.CHECK, RefundStep.APPROVE) and refund.needs_second:
        if is_own:
            return RefundDoubt.SAME_PERSON
        if refund.is_direct and refund.payee_by == person_id:
            return RefundDoubt.OWN_PAYEE
    if step is RefundStep.APPROVE:
        return None if refund.is_let_through else _overdone(refund)
    return _doubt_about_paying(refund) if step is RefundStep.PAY else None


def _overdone(refund: RefundFacts) -> RefundDoubt | None:
    """What only a supervisor lets through. An order that the platform closed as it paid back is as it should be."""
    if refund.is_closed and refund.is_direct:
        return RefundDoubt.CANCELLED
    if refund.is_requested and refund.is_direct:
        return RefundDoubt.PLATFORM_OPEN
    return RefundDoubt.ABOVE if refund.over else None


def _doubt_about_paying(refund: RefundFacts) -> RefundDoubt | None:
    if refund.is_intercepted and not refund.is_let_through:
        return RefundDoubt.INTERCEPTED
    if not refund.goods_back:
        return RefundDoubt.GOODS
    if refund.is_direct and not refund.has_payee:
        return RefundDoubt.NO_PAYEE
    if refund.is_direct and not refund.is_checked:
        return RefundDoubt.UNCHECKED
    return None if refund.is_let_through else _overdone(refund)


NEXT_REFUND_STEP: Mapping[RefundState, RefundStep] = {
    RefundState.ASKED: RefundStep.APPROVE,
    RefundState.APPROVED: RefundStep.PAY,
}
"""The next action of each open state: what the page shows large."""
