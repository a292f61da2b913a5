"""Clocks of an order (ORD-01)."""

import pytest

from shopdesk.domain.deadlines import DAY_MS, HOUR_MS, Urgency, confirm_by, register_by, ship_by, urgency


def test_a_paid_order_is_due_some_hours_later() -> None:
    assert register_by(1_000, 24) == 1_000 + 24 * HOUR_MS
    assert register_by(None, 24) is None


@pytest.mark.parametrize(
    ("left", "how"),
    [
        (5 * HOUR_MS, Urgency.CALM), (4 * HOUR_MS + 1, Urgency.CALM), (4 * HOUR_MS, Urgency.SOON), (0, Urgency.SOON),
        (-1, Urgency.LATE),
    ],
)  # fmt: skip
def test_urgency_by_the_time_left(left: int, how: Urgency) -> None:
    assert urgency(10 * HOUR_MS + left, 10 * HOUR_MS, 4) is how


def test_the_time_to_ship_is_the_platforms_else_so_long_after_payment() -> None:
    assert ship_by(5, 1, 48) == 5
    assert ship_by(None, 1, 48) == 1 + 48 * HOUR_MS
    assert ship_by(None, None, 48) is None


def test_a_platform_confirms_so_many_days_after_shipping_or_at_the_end_of_an_extension() -> None:
    assert confirm_by(1, 10) == 1 + 10 * DAY_MS
    assert confirm_by(1, 10, 1 + 12 * DAY_MS) == 1 + 12 * DAY_MS
    assert confirm_by(1, 10, 2) == 1 + 10 * DAY_MS
    assert confirm_by(None, 10, 2) is None
