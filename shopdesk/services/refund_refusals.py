"""Why a refund can't be asked for, approved or paid: what happened, to what, who and when (REF-03 to REF-05)."""

from collections.abc import Mapping

from shopdesk.domain.refund_steps import REFUND_RULES, RefundDoubt, RefundStep
from shopdesk.domain.refunds import REFUND_STATES, RefundState
from shopdesk.errors import N_, BadInput, Refused
from shopdesk.i18n import _
from shopdesk.queries.refunds import RefundRow, RefundView
from shopdesk.services.clashes import last_deed
from shopdesk.services.desk import Desk

DEEDS: Mapping[RefundState, str] = {
    RefundState.ASKED: "refund asked",
    RefundState.APPROVED: "refund approved",
    RefundState.PAID: "refund paid",
    RefundState.REFUSED: "refund refused",
    RefundState.FAILED: "refund failed",
}
"""What the trail calls how a refund came to each state."""


class AskedAlready(Refused):
    template = N_(
        "{person} asked for {amount} of order {order_no} for the same reason on {when} (refund {number}, {state}). "
        "Nothing was asked twice. If more is due, say what for."
    )


class AboveCeiling(Refused):
    template = N_(
        "Order {order_no}: {paid} was paid, {gone} went back or is about to, so at most {left} is left, not {amount}. "
        "Only a supervisor lets more go, with a reason."
    )


class OrderClosed(Refused):
    template = N_(
        "Order {order_no} was cancelled or closed, and its money with it. If something is still to go back, "
        "a supervisor can ask for it with a reason."
    )


class GoodsInstead(Refused):
    template = N_(
        "Order {replacement} goes, or went, to the buyer instead (case {case}). Cancel it first; or a supervisor asks "
        "for the money as well, with a reason."
    )


class OtherOrder(Refused):
    template = N_("Case {case} belongs to order {theirs}, not to order {order_no}. Ask with its own order.")


class OtherShop(Refused):
    template = N_("Case {case} belongs to another shop or buyer than order {order_no}. Ask with its own order.")


class CaseOver(Refused):
    template = N_("Case {case} is closed. Open it again first, or ask without it.")


class NoReturn(Refused):
    template = N_(
        "No goods are expected back of order {order_no}. Open a return first, or ask for “refund only” "
        "where the buyer keeps them."
    )


class RequestAnswered(Refused):
    template = N_(
        "The platform's request {refund_no} is answered by refund {number} of order {order_no} ({state}, {person})."
    )


class RequestElsewhere(Refused):
    template = N_("The platform's request {refund_no} is about order {theirs}, not about order {order_no}.")


class TooMuchFreight(BadInput):
    template = N_("The freight of {freight} can't be more than the whole of {amount}.")


class WayMissing(BadInput):
    template = N_(
        "The platform doesn't pay this one: say how it goes, by bank, in cash, or to the account of a wallet or card."
    )


class PayeeUnclear(BadInput):
    template = N_("“{payee}” is no real name. Ask for the whole name that the account is in.")


class AccountUnclear(BadInput):
    template = N_("“{account}” is no whole account number, phone or e-mail address. Ask for all of it.")


class StepTaken(Refused):
    template = N_("Refund {number} of order {order_no}: {person} did this on {when}. It stands at “{state}” now.")


class NotAtThisStep(Refused):
    template = N_("Refund {number} of order {order_no} stands at “{state}” ({person}, {when}), so this can't be done.")


class SecondPersonNeeded(Refused):
    template = N_(
        "{person} asked for refund {number} of order {order_no}, and it is above the limit: "
        "somebody else has to do this."
    )


class PayeeByYou(Refused):
    template = N_(
        "You said who gets refund {number} of order {order_no}, and it is above the limit: "
        "somebody else has to do this."
    )


class NotYours(Refused):
    template = N_("Refund {number} was asked for by {asker}. Only they withdraw it; who approves can refuse it.")


class GoodsNotApproved(Refused):
    template = N_(
        "Refund {number} of order {order_no} waits for its goods: they have to be inspected, "
        "and approved by a second person, before it is paid."
    )


class ParcelIntercepted(Refused):
    template = N_(
        "Refund {number} of order {order_no} waits for its parcel, which is to be brought back and isn't yet. Note "
        "what became of it, or let a supervisor let the refund through with a reason."
    )


class PayeeMissing(Refused):
    template = N_("Refund {number} of order {order_no} has no payee yet: fill in real name and account.")


class PayeeUnchecked(Refused):
    template = N_("Nobody has checked who gets refund {number} of order {order_no}: name and account come first.")


class RequestOpen(Refused):
    template = N_(
        "The platform has an open request for order {order_no}, so refund {number} could be paid twice. "
        "The buyer withdraws it first, or a supervisor lets it through with a reason."
    )


class PaidByPlatform(Refused):
    template = N_("Refund {number} of order {order_no} is paid by the platform: there is no payee to check.")


class NothingToLet(Refused):
    template = N_("Refund {number} of order {order_no} needs nobody to let it through.")


class ReferenceTaken(Refused):
    template = N_(
        "Reference {reference} is that of refund {number} of order {order_no}, entered by {person} on {when}. "
        "Each payment has its own; of a batch add the line."
    )


class PayeeDiffers(Refused):
    template = N_(
        "What was checked is not what stands with refund {number} of order {order_no}: {what}. "
        "Nothing was confirmed. Have it corrected first."
    )


class CheckedAlready(Refused):
    template = N_("{person} checked the payee of refund {number} on {when}. Nothing was changed.")


def above_ceiling(view: RefundView, refund_amount: str) -> AboveCeiling:
    """The refusal with the order's figures."""
    money = view.money
    return AboveCeiling(
        order_no=view.order_no, paid=money.paid.shown, gone=money.gone().shown, left=money.left.shown,
        amount=refund_amount,
    )  # fmt: skip


_BY_DOUBT: Mapping[RefundDoubt, type[Refused]] = {
    RefundDoubt.SAME_PERSON: SecondPersonNeeded,
    RefundDoubt.OWN_PAYEE: PayeeByYou,
    RefundDoubt.NOT_ASKER: NotYours,
    RefundDoubt.CANCELLED: OrderClosed,
    RefundDoubt.GOODS: GoodsNotApproved,
    RefundDoubt.INTERCEPTED: ParcelIntercepted,
    RefundDoubt.NO_PAYEE: PayeeMissing,
    RefundDoubt.UNCHECKED: PayeeUnchecked,
    RefundDoubt.PLATFORM_OPEN: RequestOpen,
    RefundDoubt.NOT_DIRECT: PaidByPlatform,
    RefundDoubt.NOTHING_TO_LET: NothingToLet,
}


def refusal_of(desk: Desk, doubt: RefundDoubt, step: RefundStep, refund: RefundRow, view: RefundView) -> Refused:
    """The doubt about a step as a refusal; who came first is named. For services, and for buttons that are greyed."""
    if doubt is RefundDoubt.ABOVE:
        return above_ceiling(view, refund.amount.shown)
    told = {"number": refund.id, "order_no": refund.order_no, "asker": refund.asked_by}
    if doubt is RefundDoubt.STATE:
        person, when = last_deed(desk, "refund", refund.id, DEEDS[refund.state])
        kind = StepTaken if _was_done(step, refund.state) else NotAtThisStep
        return kind(**told, person=person, when=when, state=_(REFUND_STATES[refund.state]))
    return _BY_DOUBT[doubt](**told, person=desk.actor.name)


def _was_done(step: RefundStep, state: RefundState) -> bool:
    """Whether somebody else was first with the very same."""
    return REFUND_RULES[step].to is state
