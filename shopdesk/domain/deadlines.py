"""Clocks of an order."""

from enum import StrEnum

from shopdesk.clock import Millis

HOUR_MS = 3_600_000
DAY_MS = 24 * HOUR_MS


class Urgency(StrEnum):
    """How a time left is shown: late red, soon amber, calm plain."""

    CALM = "calm"
    SOON = "soon"
    LATE = "late"


def register_by(paid_at: Millis | None, within_hours: int) -> Millis | None:
    """The moment by which a paid order is to be registered (ORD-01); None while it isn't paid."""
    return None if paid_at is None else paid_at + within_hours * HOUR_MS


def urgency(deadline: Millis, now: Millis, soon_hours: int) -> Urgency:
    """How pressing a deadline is."""
    if now > deadline:
        return Urgency.LATE
    return Urgency.SOON if deadline - now <= soon_hours * HOUR_MS else Urgency.CALM


def ship_by(promised: Millis | None, paid_at: Millis | None, within_hours: int) -> Millis | None:
    """The moment by which an order is to be shipped: the platform's, else so long after payment (ORD-18)."""
    if promised is not None or paid_at is None:
        return promised
    return paid_at + within_hours * HOUR_MS


def confirm_by(shipped_at: Millis | None, days: int, extended_until: Millis | None = None) -> Millis | None:
    """When the platform will confirm receipt by itself (ORD-23): so many days after shipping, or at the end of an
    extension if that is later; None while nothing was shipped."""
    return None if shipped_at is None else max(shipped_at + days * DAY_MS, extended_until or 0)
