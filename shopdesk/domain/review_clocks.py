"""By when a review's next step is to be taken, until when its buyer can change it, and when our own rating is due
(REV-02, REV-03)."""

from dataclasses import dataclass

from shopdesk.clock import Millis
from shopdesk.domain.case_clocks import after_days
from shopdesk.domain.deadlines import DAY_MS
from shopdesk.domain.reviews import State


@dataclass(frozen=True, slots=True)
class Limits:
    """How long things may take, in calendar days."""

    rate_days: int = 15
    """From a trade's completion to our rating of its buyer."""
    change_days: int = 30
    """In which the buyer can change a review."""
    target_days: int = 7
    """In which it is to be solved."""
    zone: str = "Asia/Shanghai"


def due_of(
    state: State, limits: Limits, *, at: Millis, written_at: Millis, came_at: Millis, next_at: Millis | None = None
) -> Millis | None:
    """By when somebody has to do something about a review that came into this state `at`: it is assigned by the end of
    the next day, its buyer is contacted that day, and then it is to be solved in its time; None for a closed one.
    `next_at`: when the buyer is to be spoken with again."""
    if state is State.CLOSED:
        return None
    if state in (State.NEW, State.RAISED):
        return after_days(at, 1, limits.zone)
    if state is State.ASSIGNED:
        return after_days(at, 0, limits.zone)
    target = target_of(limits, written_at=written_at, came_at=came_at)
    return target if next_at is None else min(target, next_at)


def target_of(limits: Limits, *, written_at: Millis, came_at: Millis) -> Millis:
    """By when it is to be solved; what came late has until the end of the day after it came at the least."""
    return max(after_days(written_at, limits.target_days, limits.zone), after_days(came_at, 1, limits.zone))


def change_until(written_at: Millis, limits: Limits) -> Millis:
    """Until when the buyer can change it."""
    return written_at + limits.change_days * DAY_MS


def rate_by(done_at: Millis, limits: Limits) -> Millis:
    """By when we can rate the buyer of a trade that was completed then."""
    return done_at + limits.rate_days * DAY_MS
