"""What asking for a refund would come to, said while it is still being typed (REF-04, REF-05, REF-07, REF-08)."""

from dataclasses import dataclass

from shopdesk.domain.money import ZERO, Money
from shopdesk.domain.reasons import Party
from shopdesk.domain.refunds import Channel, Effect, RefundKind, RefundState, asked_together, effect_of, needs_second
from shopdesk.errors import ShopdeskError
from shopdesk.queries.people import is_one_person_shop
from shopdesk.queries.refund_cases import RefundCase
from shopdesk.queries.refunds import RefundView, refund_view
from shopdesk.queries.shop_settings import get_setting
from shopdesk.services import refund_refusals as refusals
from shopdesk.services.desk import Desk
from shopdesk.services.overpayments import NothingOverpaid, TooMuchReturned
from shopdesk.services.refunds import (
    Wish,
    check_money,
    check_request,
    check_way,
    fee_columns,
    find_case,
    read_wish,
)
from shopdesk.settings import REFUND_SECOND_ABOVE

LET_THROUGH = (refusals.AboveCeiling, refusals.OrderClosed, refusals.GoodsInstead, NothingOverpaid, TooMuchReturned)
"""Refusals that a supervisor's reason overcomes (REF-04)."""


@dataclass(frozen=True, slots=True)
class Trial:
    """What would happen. Reads only: nothing is kept for who asks."""

    refusal: ShopdeskError | None
    """Why it would be refused; None where it would be asked for."""
    fee: Money = ZERO
    fee_by: Party = Party.SHOP
    to_pay: Money = ZERO
    """What would leave the shop's account."""
    case_id: int | None = None
    """The case that it would join."""
    is_second_needed: bool = False
    """Somebody else than who asks would have to approve it (REF-03)."""
    effect: Effect | None = None

    @property
    def can_be_let(self) -> bool:
        """Whether a supervisor's reason would let it go."""
        return isinstance(self.refusal, LET_THROUGH)


def try_refund(
    desk: Desk,
    *,
    order_id: int,
    kind: RefundKind,
    reason: str,
    amount: Money,
    case_id: int | None = None,
    freight: Money = ZERO,
    channel: Channel = Channel.PLATFORM,
    payee: str = "",
    account: str = "",
    refund_no: str = "",
    note: str = "",
    above_reason: str = "",
) -> Trial:
    """What `ask_refund` would say to the same. Raises OrderNotFound."""
    view = refund_view(desk.database, order_id=order_id)
    try:
        wish = read_wish(
            kind=RefundKind(kind), reason=reason, amount=amount, freight=freight, channel=Channel(channel), payee=payee,
            account=account, refund_no=refund_no, note=note, above_reason=above_reason,
        )  # fmt: skip
        check_way(view, wish.kind, wish.channel, wish.account)
        case = find_case(desk.database, view, wish.kind, case_id)
    except ShopdeskError as error:
        return Trial(error)
    fee = fee_columns(
        desk.database, amount=wish.amount, is_direct=wish.is_direct, channel=wish.channel, reason=wish.reason, case=case
    )
    bearer, cost = Party(fee["fee_by"]), Money(fee["fee"])
    return Trial(
        _refusal(desk, view, wish, case),
        cost, bearer, wish.amount - cost if bearer is Party.BUYER else wish.amount, case.id if case else None,
        _needs_second(desk, view, wish), _effect(view, wish),
    )  # fmt: skip


def _refusal(desk: Desk, view: RefundView, wish: Wish, case: RefundCase | None) -> ShopdeskError | None:
    try:
        check_request(desk.database, view, wish.refund_no or (case.refund_no if case else ""))
        check_money(desk, view, wish, case)
    except ShopdeskError as error:
        return error
    return None


def _needs_second(desk: Desk, view: RefundView, wish: Wish) -> bool:
    together = asked_together(view.money.refunds, asked_by=desk.actor.id) + wish.amount
    limit = Money(get_setting(desk.database, REFUND_SECOND_ABOVE))
    return needs_second(together, limit) and not is_one_person_shop(desk.database)


def _effect(view: RefundView, wish: Wish) -> Effect:
    paid = sum((each.amount for each in view.refunds if each.state is RefundState.PAID), wish.amount)
    return effect_of(wish.kind, is_full=paid >= view.money.paid > ZERO, is_direct=wish.is_direct)
