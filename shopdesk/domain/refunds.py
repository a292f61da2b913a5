"""Money that goes back: kinds, states, guards, the fee, and what a refund does to the trade (REF-01 to REF-08)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from shopdesk.domain.money import ZERO, Money
from shopdesk.domain.reasons import Party
from shopdesk.errors import N_


class RefundKind(StrEnum):
    """Why money goes back (REF-01); the value is what the database keeps and the command line says."""

    RETURN = "return"
    """Goods back, money back."""
    ONLY = "only"
    PRICE = "price"
    FREIGHT = "freight"
    OVERPAID = "overpaid"
    TRANSFER = "transfer"
    """Paid directly, past the platform (REF-05)."""


class RefundState(StrEnum):
    """Asked, approved by another, paid with a reference (REF-03)."""

    ASKED = "asked"
    APPROVED = "approved"
    PAID = "paid"
    REFUSED = "refused"
    FAILED = "failed"
    """The payment came back; it can be asked for again."""


class Channel(StrEnum):
    """How money reaches the buyer (REF-06)."""

    PLATFORM = "platform"
    WALLET = "wallet"
    CREDIT_CARD = "credit-card"
    DEBIT_CARD = "debit-card"
    BANK = "bank"
    CASH = "cash"


REFUND_KINDS: Mapping[RefundKind, str] = {
    RefundKind.RETURN: N_("Return and refund"),
    RefundKind.ONLY: N_("Refund only"),
    RefundKind.PRICE: N_("Price difference"),
    RefundKind.FREIGHT: N_("Freight"),
    RefundKind.OVERPAID: N_("Overpaid"),
    RefundKind.TRANSFER: N_("Direct transfer"),
}

REFUND_STATES: Mapping[RefundState, str] = {
    RefundState.ASKED: N_("To approve"),
    RefundState.APPROVED: N_("To pay"),
    RefundState.PAID: N_("Paid"),
    RefundState.REFUSED: N_("Refused"),
    RefundState.FAILED: N_("Came back"),
}

COUNTS = frozenset({RefundState.ASKED, RefundState.APPROVED, RefundState.PAID})
"""States whose money counts against what was paid (REF-04)."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """When money is with the buyer, in working days (REF-06)."""

    title: str
    least: int
    most: int


ARRIVALS: Mapping[Channel, Arrival] = {
    Channel.PLATFORM: Arrival(N_("The way it was paid"), 0, 10),
    Channel.WALLET: Arrival(N_("Wallet"), 0, 1),
    Channel.CREDIT_CARD: Arrival(N_("Credit card"), 2, 10),
    Channel.DEBIT_CARD: Arrival(N_("Debit card"), 1, 5),
    Channel.BANK: Arrival(N_("Bank transfer"), 1, 3),
    Channel.CASH: Arrival(N_("Cash"), 0, 0),
}


@dataclass(frozen=True, slots=True)
class Effect:
    """What a kind of refund does to the trade, told before it is paid (REF-08)."""

    trade: str
    review: str


EFFECTS: Mapping[RefundKind, Effect] = {
    RefundKind.RETURN: Effect(
        N_("The platform closes the trade, or the part of it that came back."),
        N_("The buyer can't review what was refunded in full."),
    ),
    RefundKind.ONLY: Effect(
        N_("In full before receipt the trade closes; in part it goes on with the rest."),
        N_("In full: no review. In part: the buyer can still review."),
    ),
    RefundKind.PRICE: Effect(N_("The trade goes on with the lower amount."), N_("The buyer can still review.")),
    RefundKind.FREIGHT: Effect(N_("The trade stays as it is."), N_("The buyer can still review.")),
    RefundKind.OVERPAID: Effect(N_("The trade stays as it is."), N_("The buyer can still review.")),
    RefundKind.TRANSFER: Effect(
        N_("The platform knows nothing of it: an open request there has to be withdrawn by the buyer."),
        N_("The buyer can still review."),
    ),
}


@dataclass(frozen=True, slots=True)
class Earlier:
    """A refund of the same order that counts already."""

    id: int
    state: RefundState
    kind: RefundKind
    reason: str
    amount: Money


def same_again(earlier: Iterable[Earlier], *, reason: str, amount: Money) -> Earlier | None:
    """The refund of the same order, reason and amount that stops another (REF-04); None where there is none."""
    wanted = reason.strip().casefold()
    return next(
        (
            each
            for each in earlier
            if each.state in COUNTS and (each.reason.strip().casefold(), each.amount) == (wanted, amount)
        ),
        None,
    )


def left_to_refund(paid: Money, earlier: Iterable[Earlier]) -> Money:
    """How much of what was paid has not gone back, nor is about to (REF-04); never below zero."""
    gone = sum((int(each.amount) for each in earlier if each.state in COUNTS), 0)
    return Money(max(0, int(paid) - gone))


def needs_second(amount: Money, limit: Money) -> bool:
    """Whether somebody else than who asked has to approve it (REF-03)."""
    return amount > limit


FEE_PERCENT = 1
"""Of a direct transfer (REF-05)."""


def transfer_fee(amount: Money, kind: RefundKind) -> Money:
    """The fee of a direct transfer, rounded up to whole fen; nothing for the other kinds (REF-05)."""
    return Money(-(-int(amount) * FEE_PERCENT // 100)) if kind is RefundKind.TRANSFER else ZERO


def fee_bearer(blame: Party | None, amount: Money, small: Money) -> Party:
    """Who bears the fee: the buyer, where the matter is theirs and the amount is more than `small` (REF-05)."""
    return Party.BUYER if blame is Party.BUYER and amount > small else Party.SHOP
