"""When somebody looks after an interception again, and when a supervisor does (SHP-11)."""

import pytest

from shopdesk.domain.deadlines import DAY_MS, HOUR_MS
from shopdesk.domain.interception_clocks import Limits, due_of, escalates_at
from shopdesk.domain.interceptions import OPEN, State

LIMITS = Limits(again_hours=12, escalate_hours=24, travel_days=7)
AT = 1_000 * DAY_MS


@pytest.mark.parametrize(
    ("state", "due"),
    [
        (State.ASKED, AT + 12 * HOUR_MS),
        (State.PROMISED, AT + 2 * DAY_MS),
        (State.FAILED, AT + 12 * HOUR_MS),
        (State.REFUSED, AT + 7 * DAY_MS),
        (State.SUCCEEDED, None),
        (State.KEPT, None),
        (State.WITHDRAWN, None),
    ],
)
def test_each_state_has_its_time(state: State, due: int | None) -> None:
    assert due_of(state, LIMITS, at=AT, promised_at=AT + 2 * DAY_MS) == due


@pytest.mark.parametrize("state", sorted(OPEN))
def test_the_platforms_deadline_leaves_time_for_a_supervisor(state: State) -> None:
    for hours in (1, 30, 24 * 30):
        platform_due = AT + hours * HOUR_MS
        due = due_of(state, LIMITS, at=AT, promised_at=AT + 2 * DAY_MS, platform_due=platform_due)
        escalates = escalates_at(state, LIMITS, promised_at=AT + 2 * DAY_MS, platform_due=platform_due)
        assert due is not None and escalates is not None
        assert AT <= due <= max(AT, platform_due - DAY_MS)
        assert escalates <= platform_due - DAY_MS


def test_a_broken_promise_escalates_and_silence_without_a_deadline_does_not() -> None:
    assert escalates_at(State.PROMISED, LIMITS, promised_at=AT) == AT + DAY_MS
    assert escalates_at(State.ASKED, LIMITS, promised_at=AT) is None
    assert escalates_at(State.SUCCEEDED, LIMITS, platform_due=AT) is None
