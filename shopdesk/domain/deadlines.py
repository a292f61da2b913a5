"""Clocks of an order."""

from enum import StrEnum

from shopdesk.clock import Millis

HOUR_MS = 3_600_000


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
