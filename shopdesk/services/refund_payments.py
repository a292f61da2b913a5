"""Refunds that are paid, or whose payment came back (REF-03, REF-05)."""

from shopdesk.services.desk import Desk


def pay_refund(desk: Desk, *, refund_id: int, reference: str) -> None:
    """Record that it was paid, with the payment's reference; the case it belongs to is done if nothing else is due."""
    raise NotImplementedError


def fail_refund(desk: Desk, *, refund_id: int, reason: str) -> None:
    """The payment came back, or could not be made; it can be asked for again."""
    raise NotImplementedError
