"""The refunds that finance pays today, on paper (REF-02, REF-03). A frozen snapshot."""

from collections.abc import Mapping
from dataclasses import dataclass

from shopdesk.clock import Millis
from shopdesk.domain.money import ZERO, Money
from shopdesk.domain.refunds import Channel, RefundKind


@dataclass(frozen=True, slots=True)
class RefundListLine:
    """One refund that can be paid."""

    number: int
    order_no: str
    shop: str
    buyer: str
    kind: RefundKind
    reason: str
    """A word of domain.reasons.Reason, or the shop's own words."""
    amount: Money
    """What leaves the shop's account."""
    fee: Money
    """The part that the buyer bears and doesn't get."""
    channel: Channel
    payee: str
    account: str
    checked_by: str
    refund_no: str
    """The platform's request that it answers."""
    due_at: Millis | None
    is_late: bool
    asked_by: str
    approved_by: str
    listed_by: str = ""
    listed_at: Millis | None = None
    """An earlier list or file held it already: it may be paid (REF-04)."""


@dataclass(frozen=True, slots=True)
class RefundList:
    """What is to be paid, by channel."""

    day: str
    lines: tuple[RefundListLine, ...]
    left: int
    """Approved refunds that can't be paid as they stand and aren't on it."""
    printed_at: Millis
    printed_by: str

    @property
    def channels(self) -> Mapping[Channel, tuple[RefundListLine, ...]]:
        """The lines by channel, in the order of `Channel`; channels without any are left out."""
        found = {channel: tuple(line for line in self.lines if line.channel is channel) for channel in Channel}
        return {channel: lines for channel, lines in found.items() if lines}

    @property
    def amount(self) -> Money:
        """Everything together."""
        return total(self.lines)


def total(lines: tuple[RefundListLine, ...]) -> Money:
    """What these come to."""
    return sum((line.amount for line in lines), ZERO)
