"""When somebody looks after an interception again, and from when a supervisor does (SHP-11).

The refund itself is never refused or paid by a clock.
"""

from dataclasses import dataclass

from shopdesk.clock import Millis
from shopdesk.domain.deadlines import DAY_MS, HOUR_MS
from shopdesk.domain.interceptions import OPEN, State


@dataclass(frozen=True, slots=True)
class Limits:
    """The shop's own times."""

    again_hours: int = 12
    """After which a carrier that hasn't answered is asked again, and a buyer called."""
    escalate_hours: int = 24
    """Before the platform's deadline, and after a broken promise."""
    travel_days: int = 7
    """That a refused parcel takes back."""


def due_of(
    state: State,
    limits: Limits,
    *,
    at: Millis,
    promised_at: Millis | None = None,
    platform_due: Millis | None = None,
) -> Millis | None:
    """By when somebody looks after an interception that came into this state `at`; None for one that is over. Before
    the platform decides there is time left for a supervisor, who sees it then at the latest."""
    if state not in OPEN:
        return None
    own = at + limits.again_hours * HOUR_MS
    if state is State.PROMISED and promised_at is not None:
        own = promised_at
    if state is State.REFUSED:
        own = at + limits.travel_days * DAY_MS
    latest = None if platform_due is None else platform_due - limits.escalate_hours * HOUR_MS
    return own if latest is None else max(at, min(own, latest))


def escalates_at(
    state: State, limits: Limits, *, promised_at: Millis | None = None, platform_due: Millis | None = None
) -> Millis | None:
    """From when a supervisor has to see to it: some hours before the platform decides by itself, or after a carrier's
    promise was broken; None where neither is to be feared."""
    if state not in OPEN:
        return None
    moments = []
    if platform_due is not None:
        moments.append(platform_due - limits.escalate_hours * HOUR_MS)
    if state is State.PROMISED and promised_at is not None:
        moments.append(promised_at + limits.escalate_hours * HOUR_MS)
    return min(moments, default=None)
