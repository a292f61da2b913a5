"""Moments and spans as people read them."""

from datetime import datetime

import pytest

from shopdesk.clock import DEFAULT_ZONE, from_local
from shopdesk.ui.language import Language
from shopdesk.ui.moments import DAY, HOUR, MINUTE, exact_span, full_moment, short_moment, span

NOW = from_local(datetime(2024, 3, 2, 10, 0))


@pytest.mark.parametrize(
    ("at", "said"),
    [
        (datetime(2024, 3, 2, 0, 5), "00:05"),
        (datetime(2024, 3, 1, 23, 59), "Yest. 23:59"),
        (datetime(2024, 2, 29, 8, 0), "Feb 29"),
        (datetime(2023, 12, 31, 23, 0), "2023-12-31"),
    ],
)
def test_a_moment_is_as_short_as_can_be_told_today(language: Language, at: datetime, said: str) -> None:
    assert short_moment(from_local(at), NOW, DEFAULT_ZONE) == said


def test_no_moment_says_nothing() -> None:
    assert short_moment(None, NOW, DEFAULT_ZONE) == full_moment(None, DEFAULT_ZONE) == ""


def test_the_whole_moment_is_in_the_shops_zone() -> None:
    assert full_moment(NOW + 1000, DEFAULT_ZONE) == "2024-03-02 10:00:01"


@pytest.mark.parametrize(
    ("length", "said"),
    [(0, "1 min"), (59 * MINUTE, "59 min"), (HOUR, "1 h"), (47 * HOUR, "47 h"), (2 * DAY, "2 d")],
)
def test_a_span_has_one_unit(length: int, said: str) -> None:
    assert span(length) == said


def test_an_exact_span_has_minutes() -> None:
    assert exact_span(3 * HOUR + 20 * MINUTE) == "3 h 20 min"
    assert exact_span(20 * MINUTE) == "20 min"
