"""By when a case's next step is to be taken, and when its freight is covered (RET-11, RET-16, REF-02)."""

from dataclasses import dataclass
from datetime import date, timedelta

from shopdesk.clock import Millis, day_end, to_local
from shopdesk.domain.cases import Kind, State
from shopdesk.domain.deadlines import DAY_MS, HOUR_MS
from shopdesk.domain.reasons import Cover
from shopdesk.domain.workdays import workday_after

INSURED_WITHIN_DAYS = 7
"""Working days within which freight insurance pays (RET-11)."""
REFUNDED_WITHIN_HOURS = 72
"""In which the platform's freight service pays what the buyer sent by themselves (RET-11)."""
_OURS = frozenset({State.ASKED, State.RECEIVED, State.INSPECTED, State.RELEASED})
"""States in which the platform's clock runs against the shop; before the goods come it is the buyer's."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How long each state may last; working days where days are meant."""

    answer_hours: int = 24
    send_days: int = 7
    """Calendar days that the buyer has to send."""
    travel_days: int = 5
    refund_hours: int = 24
    """From the goods' receipt (REF-02)."""
    call_days: int = 3
    repair_days: int = 15
    """That a repair may take once the goods are approved (REP-03)."""
    zone: str = "Asia/Shanghai"


def due_of(
    state: State,
    limits: Limits,
    *,
    at: Millis,
    received_at: Millis | None = None,
    platform_due: Millis | None = None,
    kind: Kind | None = None,
) -> Millis | None:
    """By when the next step of a case is to be taken that came into this state `at`; None for a closed one. The
    platform's own time counts where it is earlier."""
    if kind is Kind.REPAIR and state is State.RELEASED:
        return after_workdays(at, limits.repair_days, limits.zone)
    due = _own_due(state, limits, at, received_at)
    if due is not None and platform_due is not None and state in _OURS:
        return min(due, platform_due)
    return due


def _own_due(state: State, limits: Limits, at: Millis, received_at: Millis | None) -> Millis | None:
    if state is State.CLOSED:
        return None
    if state is State.ASKED:
        return at + limits.answer_hours * HOUR_MS
    if state is State.AGREED:
        return at + limits.send_days * DAY_MS
    if state is State.SENT:
        return after_workdays(at, limits.travel_days, limits.zone)
    if state is State.DONE:
        return after_workdays(at, limits.call_days, limits.zone)
    return (at if received_at is None else received_at) + limits.refund_hours * HOUR_MS


def after_workdays(at: Millis, days: int, zone: str) -> Millis:
    """The last moment of the day that lies so many working days after a moment."""
    day: date = workday_after(to_local(at, zone).date(), days)
    return day_end(day, zone) - 1


def after_days(at: Millis, days: int, zone: str) -> Millis:
    """The last moment of the day that lies so many calendar days after a moment."""
    return day_end(to_local(at, zone).date() + timedelta(days=days), zone) - 1


def covered_by(cover: Cover, *, sent_at: Millis | None, received_at: Millis | None, zone: str) -> Millis | None:
    """By when the way back should have been paid for (RET-11); None where nothing pays, or nothing was sent yet."""
    if cover is Cover.INSURANCE and (received_at or sent_at) is not None:
        return after_workdays(received_at or sent_at or 0, INSURED_WITHIN_DAYS, zone)
    if cover is Cover.PLATFORM and sent_at is not None:
        return sent_at + REFUNDED_WITHIN_HOURS * HOUR_MS
    return None
