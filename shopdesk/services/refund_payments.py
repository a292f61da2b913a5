"""Refunds that are paid, or whose payment came back (REF-03, REF-05)."""

from shopdesk.domain.permissions import Right
from shopdesk.domain.refund_steps import RefundStep
from shopdesk.domain.refunds import RefundState
from shopdesk.queries.refunds import find_by_reference, get_refund
from shopdesk.services.case_steps import fall_back_if_unsettled, fulfil_if_settled
from shopdesk.services.desk import Desk, Work, work
from shopdesk.services.overpayments import ReferenceMissing
from shopdesk.services.refund_refusals import ReferenceTaken
from shopdesk.services.refunds import KINDS, take_refund_step


def pay_refund(desk: Desk, *, refund_id: int, reference: str = "") -> None:
    """Record that it was paid, with the payment's reference (the platform's own number where it answers a request); the
    case it belongs to is done if nothing else is due.

    Raises ReferenceMissing, ReferenceTaken, StepTaken, NotAtThisStep, GoodsNotApproved, PayeeMissing, PayeeUnchecked,
    AboveCeiling, OrderClosed, RequestOpen.
    """
    with work(desk, Right.PAY, *KINDS) as doing:
        note_paid(doing, refund_id, reference)


def note_paid(doing: Work, refund_id: int, reference: str) -> None:
    """The same as part of a larger work."""
    desk = doing.desk
    refund = get_refund(desk.database, refund_id)
    reference = reference.strip() or ("" if refund.is_direct else refund.refund_no)
    after = {"reference": reference, "paid_by_id": desk.actor.id, "paid_at": doing.at}
    take_refund_step(doing, refund_id, RefundStep.PAY, after, reason=reference)
    if not reference:
        raise ReferenceMissing()
    _check_reference(desk, refund_id, reference)
    if refund.case_id is not None:
        fulfil_if_settled(doing, refund.case_id)


def _check_reference(desk: Desk, refund_id: int, reference: str) -> None:
    """A reference that stands with two refunds means that one of them was never paid."""
    other = find_by_reference(desk.database, reference, but=refund_id)
    if other is not None:
        raise ReferenceTaken(
            reference=reference, number=other.id, order_no=other.order_no, person=other.paid_by,
            when=desk.shown(other.paid_at),
        )  # fmt: skip


def fail_refund(desk: Desk, *, refund_id: int, reason: str) -> None:
    """The payment came back, or could not be made; it can be asked for again. Raises ReasonMissing, NotAtThisStep."""
    with work(desk, Right.PAY, *KINDS) as doing:
        note_failed(doing, refund_id, reason)


def note_failed(doing: Work, refund_id: int, reason: str) -> None:
    """The same as part of a larger work; a case that was done by this payment is released again."""
    refund = get_refund(doing.desk.database, refund_id)
    take_refund_step(doing, refund_id, RefundStep.FAIL, {"decision": reason.strip()}, reason=reason)
    if refund.state is RefundState.PAID and refund.case_id is not None:
        fall_back_if_unsettled(doing, refund.case_id)
