"""What paying a refund does to its trade, seen before it is paid (REF-08)."""

from shopdesk.domain.money import ZERO
from shopdesk.domain.refunds import Effect, RefundState, effect_of
from shopdesk.queries.refunds import RefundRow, RefundView


def effect_for(refund: RefundRow, view: RefundView) -> Effect:
    """What it does to the trade and to the buyer's right to review, with what was paid back before."""
    others = (each for each in view.refunds if each.state is RefundState.PAID and each.id != refund.id)
    back = sum((each.amount for each in others), refund.amount)
    return effect_of(refund.kind, is_full=back >= view.money.paid > ZERO, is_direct=refund.is_direct)
