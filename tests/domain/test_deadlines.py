"""Clocks of an order (ORD-01)."""

import pytest

from shopdesk.domain.deadlines import HOUR_MS, Urgency, register_by, urgency


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
