"""Days typed into the forms of damage."""

from datetime import date

import pytest

from shopdesk.clock import DEFAULT_ZONE, to_local
from shopdesk.ui.damage.typed import came_on, over_on, read_day, shown_day, what_is_wrong_with_day
from tests.factories import NOON

TODAY = date(2026, 1, 3)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("2025-11-22", date(2025, 11, 22)),
        (" 2025/11/22 ", date(2025, 11, 22)),
        ("12-30", date(2025, 12, 30)),
        ("1.5", date(2026, 1, 5)),
        ("02-29", date(2024, 2, 29)),
    ],
)
def test_a_day_without_a_year_is_the_nearest(typed: str, meant: date) -> None:
    near = date(2025, 2, 1) if typed == "02-29" else TODAY
    assert read_day(typed, near) == meant


@pytest.mark.parametrize("typed", ["gestern", "2025-13-01", "2025-02-30", "1-2-3-4", "12", "2-30", "99999-1-1"])
def test_what_is_no_day_is_said(typed: str) -> None:
    assert what_is_wrong_with_day(typed) == "Type a day such as 2026-11-22 or 11-22."


def test_days_become_moments() -> None:
    today = to_local(NOON).date()
    assert what_is_wrong_with_day("") is None
    assert came_on("", DEFAULT_ZONE, NOON) is None and over_on(" ", DEFAULT_ZONE, NOON) is None
    assert came_on(today.isoformat(), DEFAULT_ZONE, NOON) == NOON, "today is now"
    came = came_on("2024-02-20", DEFAULT_ZONE, NOON)
    assert came is not None and shown_day(came, DEFAULT_ZONE) == "2024-02-20"
    over = over_on("2024-02-20", DEFAULT_ZONE, NOON)
    assert over is not None and to_local(over + 1).date() == date(2024, 2, 21)
    assert shown_day(None, DEFAULT_ZONE) == ""
