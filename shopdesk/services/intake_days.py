"""A day of intake: the cash found in boxes, the closing, and what is put right afterwards (RET-07, RET-08)."""

from shopdesk.domain.money import Money
from shopdesk.services.desk import Desk, Work


def check_day_open(doing: Work, day: str, *, box_id: int | None = None) -> None:
    """Raises DayClosed where this day's register can't be changed any more (RET-08). Called by every write to what the
    register says of a box. The box that was named as open when the day was closed may still be finished."""
    raise NotImplementedError


def count_cash(desk: Desk, *, day: str, counted: Money, explanation: str = "") -> None:
    """Hand over the money found in a day's boxes. Raises DayClosed, NothingToHand, ExplanationMissing."""
    raise NotImplementedError


def confirm_cash(desk: Desk, *, day: str, confirmed: Money, explanation: str = "") -> None:
    """Take the money over, with one's own count. Raises DayClosed, NotHanded, HandedByYou, ConfirmedAlready,
    ExplanationMissing."""
    raise NotImplementedError


def close_day(desk: Desk, *, day: str, reason: str = "") -> None:
    """Close a day. Raises StillOpen, which names what is open; with a reason a supervisor closes all the same. Raises
    DayClosed where somebody did, DayToCome."""
    raise NotImplementedError


def correct_day(
    desk: Desk, *, day: str, what: str, was: str, should_be: str, reason: str, box_id: int | None = None
) -> int:
    """Put something right about a closed day: the register stays as it was, the entry stands beside it; returns its
    id. Raises DayNotClosed, CorrectionIncomplete."""
    raise NotImplementedError
