"""Refunds: asked, approved by another, refused, withdrawn (REF-01 to REF-04). Paying: refund_payments."""

from shopdesk.domain.money import ZERO, Money
from shopdesk.domain.refunds import Channel, RefundKind
from shopdesk.services.desk import Desk


def ask_refund(
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
) -> int:
    """Ask for money to go back; returns the refund's id."""
    raise NotImplementedError


def approve_refund(desk: Desk, *, refund_id: int, note: str = "") -> None:
    """Let it be paid."""
    raise NotImplementedError


def refuse_refund(desk: Desk, *, refund_id: int, reason: str) -> None:
    """Refuse it, while it isn't paid."""
    raise NotImplementedError


def withdraw_refund(desk: Desk, *, refund_id: int, reason: str) -> None:
    """Take one's own back, while nobody approved it."""
    raise NotImplementedError


def let_refund_through(desk: Desk, *, refund_id: int, reason: str) -> None:
    """A supervisor lets it go beyond what was paid (REF-04)."""
    raise NotImplementedError
