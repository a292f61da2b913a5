"""Moments and the shop's zone."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from shopdesk.clock import day_end, day_start, from_local, iso, now, shown, to_local
from tests.factories import NOON

HOUR = 3_600_000


def test_now_is_the_machines() -> None:
    with time_machine.travel(datetime(2024, 3, 2, 2, 0, 0, 123_000, tzinfo=UTC), tick=False):
        assert now() == NOON + 123


def test_sentences_say_a_moment_to_the_minute() -> None:
    assert shown(NOON + 59_999) == "2024-03-02 10:00"
    assert shown(NOON, "Europe/Berlin") == "2024-03-02 03:00"
    assert shown(None) == "?"


@given(st.integers(0, 4_000_000_000_000), st.sampled_from(["Asia/Shanghai", "Europe/Berlin", "America/New_York"]))
def test_there_and_back(moment: int, zone: str) -> None:
    assert from_local(to_local(moment, zone)) == moment


def test_a_wall_clock_is_the_shops() -> None:
    assert from_local(datetime(2024, 3, 2, 10, 0)) == NOON
    assert from_local(datetime(2024, 3, 2, 2, 0, tzinfo=UTC)) == NOON
    assert to_local(NOON).isoformat() == "2024-03-02T10:00:00+08:00"


@pytest.mark.parametrize(
    ("day", "zone", "hours"),
    [
        (date(2024, 3, 2), "Asia/Shanghai", 24), (date(2024, 3, 31), "Europe/Berlin", 23),
        (date(2024, 10, 27), "Europe/Berlin", 25), (date(2024, 2, 29), "Asia/Shanghai", 24),
    ],
)  # fmt: skip
def test_a_day_ends_where_the_next_begins(day: date, zone: str, hours: int) -> None:
    assert day_end(day, zone) == day_start(day + timedelta(days=1), zone)
    assert day_end(day, zone) - day_start(day, zone) == hours * HOUR
    assert to_local(day_start(day, zone), zone).isoformat()[:19] == f"{day}T00:00:00"


def test_as_exports_write_it() -> None:
    assert iso(NOON + 999) == "2024-03-02T10:00:00+08:00"
    assert iso(NOON, "UTC") == "2024-03-02T02:00:00+00:00"
    assert iso(None) is None


def test_the_last_day_of_all_has_an_end_too() -> None:
    assert day_end(date.max) == day_start(date.max)
    assert to_local(day_end(date.max)).year == 9999
