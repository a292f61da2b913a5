"""By when a case's next step is to be taken (RET-11, RET-16, REF-02)."""

from datetime import datetime

import pytest

from shopdesk.clock import from_local, to_local
from shopdesk.domain.case_clocks import Limits, covered_by, due_of
from shopdesk.domain.cases import State
from shopdesk.domain.deadlines import DAY_MS, HOUR_MS
from shopdesk.domain.reasons import Cover

FRIDAY = from_local(datetime(2024, 3, 1, 10))
LIMITS = Limits()


@pytest.mark.parametrize(
    ("state", "hours"), [(State.ASKED, 24), (State.AGREED, 7 * 24), (State.RECEIVED, 24), (State.RELEASED, 24)]
)
def test_hours_and_days(state: State, hours: int) -> None:
    assert due_of(state, LIMITS, at=FRIDAY) == FRIDAY + hours * HOUR_MS


def test_working_days_leave_the_weekend_out() -> None:
    due = due_of(State.DONE, Limits(call_days=1), at=FRIDAY)
    assert due is not None and to_local(due).isoformat(timespec="seconds") == "2024-03-04T23:59:59+08:00", (
        "the end of Monday"
    )
    assert due_of(State.CLOSED, LIMITS, at=FRIDAY) is None


def test_the_refunds_clock_runs_from_the_goods_receipt() -> None:
    due = due_of(State.RELEASED, LIMITS, at=FRIDAY + DAY_MS, received_at=FRIDAY)
    assert due == FRIDAY + 24 * HOUR_MS


def test_the_platforms_time_counts_where_the_shop_is_to_act() -> None:
    soon = FRIDAY + HOUR_MS
    assert due_of(State.ASKED, LIMITS, at=FRIDAY, platform_due=soon) == soon
    assert due_of(State.ASKED, LIMITS, at=FRIDAY, platform_due=FRIDAY + 9 * DAY_MS) == FRIDAY + 24 * HOUR_MS
    assert due_of(State.AGREED, LIMITS, at=FRIDAY, platform_due=soon) == FRIDAY + 7 * DAY_MS, "it is the buyer's"


def test_when_the_way_back_is_covered() -> None:
    zone = LIMITS.zone
    assert covered_by(Cover.PLATFORM, sent_at=FRIDAY, received_at=None, zone=zone) == FRIDAY + 72 * HOUR_MS
    insured = covered_by(Cover.INSURANCE, sent_at=FRIDAY, received_at=None, zone=zone)
    assert insured is not None and to_local(insured).date().isoformat() == "2024-03-12", "the end of seven working days"
    assert covered_by(Cover.INSURANCE, sent_at=None, received_at=None, zone=zone) is None
    assert covered_by(Cover.NONE, sent_at=FRIDAY, received_at=FRIDAY, zone=zone) is None
