"""Money that goes back: kinds, states, the ceiling, the fee, and what a refund does to the trade (REF-01 to REF-08).

Who may take which step with a refund stands in `refund_steps`.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from shopdesk.domain.money import ZERO, Money
from shopdesk.domain.reasons import REASONS, Party, Reason
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


FOR_GOODS = (RefundKind.RETURN, RefundKind.ONLY, RefundKind.TRANSFER)
"""Kinds that pay for the goods, apart from the freight in them."""


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
    """The platform pays it back the way it was paid."""
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
    RefundState.PAID: N_("Paid back"),
    RefundState.REFUSED: N_("Turned down"),
    RefundState.FAILED: N_("Came back"),
}

COUNTS = frozenset({RefundState.ASKED, RefundState.APPROVED, RefundState.PAID})
"""States whose money counts against what was paid (REF-04)."""
OPEN = frozenset({RefundState.ASKED, RefundState.APPROVED})
"""States in which somebody still has something to do."""


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

DIRECT_CHANNELS = (Channel.BANK, Channel.WALLET, Channel.CREDIT_CARD, Channel.DEBIT_CARD, Channel.CASH)
"""By which a direct transfer can go, the usual one first."""
NO_ACCOUNT = frozenset({Channel.CASH})


def goes_directly(kind: RefundKind, channel: Channel, account: str = "") -> bool:
    """Whether the shop pays it itself, past the platform: then payee and account are checked and a fee is due (REF-05).

    Without an account to pay to, wallet and cards only say where the platform puts the money.
    """
    return kind is RefundKind.TRANSFER or channel in (Channel.BANK, Channel.CASH) or bool(account.strip())


@dataclass(frozen=True, slots=True)
class Effect:
    """What a kind of refund does to the trade, told before it is paid (REF-08)."""

    trade: str
    review: str


_STAYS = N_("The trade stays as it is.")
_REVIEW = N_("The buyer can still review.")
_NO_REVIEW = N_("The buyer can't review what was refunded in full.")
_CLOSES = N_("The platform closes the trade: everything that was paid goes back.")
_PART = N_("The part of the trade that came back closes; it goes on with the rest.")
_UNKNOWN = N_("The platform knows nothing of it: an open request there has to be withdrawn by the buyer.")


def effect_of(kind: RefundKind, *, is_full: bool, is_direct: bool = False) -> Effect:
    """What it does to the trade and to the buyer's right to review (REF-08). `is_full`: with it everything that was
    paid has gone back."""
    if is_direct:
        return Effect(_UNKNOWN, _REVIEW)
    if kind in (RefundKind.RETURN, RefundKind.ONLY):
        return Effect(_CLOSES, _NO_REVIEW) if is_full else Effect(_PART, N_("The buyer can review what was kept."))
    if kind is RefundKind.PRICE:
        return Effect(N_("The trade goes on with the lower amount."), _REVIEW)
    return Effect(_STAYS, _REVIEW)


@dataclass(frozen=True, slots=True)
class Earlier:
    """A refund of the order, as the guards see it."""

    id: int
    state: RefundState
    kind: RefundKind
    reason: str
    amount: Money
    is_direct: bool = False
    asked_by: int = 0


def folded_reason(reason: str) -> str:
    """A reason as it is compared: letters and digits only, so that blanks and full stops make no other reason."""
    folded = unicodedata.normalize("NFKC", reason).casefold()
    return "".join(sign for sign in folded if sign.isalnum()) or folded.strip()


def same_again(earlier: Iterable[Earlier], *, reason: str, amount: Money) -> Earlier | None:
    """The refund of the same order, reason and amount that stops another (REF-04); None where there is none."""
    wanted = (folded_reason(reason), amount)
    return next(
        (each for each in earlier if each.state in COUNTS and (folded_reason(each.reason), each.amount) == wanted), None
    )


@dataclass(frozen=True, slots=True)
class MoneyBack:
    """What was paid for an order, and what of it went back or is about to (REF-04)."""

    paid: Money
    refunds: tuple[Earlier, ...] = ()
    payouts: Money = ZERO
    """Overpaid postage that was paid out (ORD-21)."""
    by_platform: Money = ZERO
    """What the platform's own requests have paid back. A refund by the platform that the desk knows is the same
    money: the larger of both counts, never their sum."""

    def gone(self, *, before: int | None = None) -> Money:
        """What went back or is about to; `before`: only with refunds asked before the one of this number."""
        direct, platform = self._split(before)
        return Money(direct + int(self.payouts) + max(platform, int(self.by_platform)))

    @property
    def left(self) -> Money:
        """How much can still go back; never below zero."""
        return Money(max(0, int(self.paid) - int(self.gone())))

    def over(self, amount: Money, *, is_direct: bool, before: int | None = None) -> Money:
        """By how much a refund goes beyond what was paid; 0 where it doesn't. `before` is its own number, None while it
        has none: what was asked after it doesn't stop it."""
        direct, platform = self._split(before)
        if is_direct:
            direct += int(amount)
        else:
            platform += int(amount)
        gone = direct + int(self.payouts) + max(platform, int(self.by_platform))
        return Money(max(0, gone - int(self.paid)))

    def _split(self, before: int | None) -> tuple[int, int]:
        counted = [each for each in self.refunds if each.state in COUNTS and (before is None or each.id < before)]
        direct = sum(int(each.amount) for each in counted if each.is_direct)
        return direct, sum(int(each.amount) for each in counted if not each.is_direct)


def asked_together(earlier: Iterable[Earlier], *, asked_by: int) -> Money:
    """What one person has asked for with an order: two small refunds need a second person as one large does."""
    return sum((each.amount for each in earlier if each.state in COUNTS and each.asked_by == asked_by), ZERO)


def needs_second(amount: Money, limit: Money) -> bool:
    """Whether somebody else than who asked has to approve it (REF-03)."""
    return amount > limit


FEE_PERCENT = 1
"""Of a direct transfer (REF-05)."""


def transfer_fee(amount: Money, *, is_direct: bool, channel: Channel) -> Money:
    """The fee of a direct transfer, rounded up to whole fen; none for cash and for what the platform pays (REF-05)."""
    return Money(-(-int(amount) * FEE_PERCENT // 100)) if is_direct and channel is not Channel.CASH else ZERO


def fee_bearer(blame: Party | None, amount: Money, small: Money) -> Party:
    """Who bears the fee: the buyer, where the matter is theirs and the amount is more than `small` (REF-05)."""
    return Party.BUYER if blame is Party.BUYER and amount > small else Party.SHOP


def known_reason(reason: str) -> Reason | None:
    """The category that a reason names; None for the shop's own words."""
    return Reason(reason) if reason in set(Reason) else None


def reason_title(reason: str) -> str:
    """What people read: the category's title, to be translated, or the shop's own words."""
    known = known_reason(reason)
    return REASONS[known].title if known is not None else reason


def blame_for(reason: str) -> Party | None:
    """Who is responsible by the reason; None where somebody has to decide (RET-10)."""
    known = known_reason(reason)
    return REASONS[known].blame if known is not None else None


_REAL_NAME = re.compile(r"[^\W\d_][^\d_*＊#?？]*[^\W\d_*]")
_ACCOUNT = re.compile(r"[0-9A-Za-z][0-9A-Za-z@._+\-]{4,63}")


def read_payee(text: str) -> str:
    """A real name without blanks around it; ValueError for initials, stars and figures, "" for none (REF-05)."""
    name = " ".join(unicodedata.normalize("NFKC", text).split())
    if name and not _REAL_NAME.fullmatch(name):
        raise ValueError(text)
    return name


def read_account(text: str) -> str:
    """An account's number, phone or address without the blanks that people put into it; ValueError for anything with
    stars or too short, "" for none (REF-05)."""
    account = "".join(unicodedata.normalize("NFKC", text).split())
    if account and not _ACCOUNT.fullmatch(account):
        raise ValueError(text)
    return account
