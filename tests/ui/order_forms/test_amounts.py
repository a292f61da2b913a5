"""Amounts and moments typed into forms."""

from datetime import datetime

import pytest

from shopdesk.clock import DEFAULT_ZONE, from_local
from shopdesk.ui.order_forms.amounts import (
    read_moment,
    typed_moment,
    what_is_wrong_with_amount,
    what_is_wrong_with_moment,
)
from tests.factories import NOON


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("2024-03-05", datetime(2024, 3, 5, 23, 59)),
        ("2024-03-05 18:00", datetime(2024, 3, 5, 18, 0)),
        (" 03-05 18:00 ", datetime(2024, 3, 5, 18, 0)),
        ("03-01", datetime(2025, 3, 1, 23, 59)),
        ("12-31", datetime(2024, 12, 31, 23, 59)),
    ],
)
def test_a_day_is_its_end_and_without_year_the_next_one(typed: str, meant: datetime) -> None:
    assert read_moment(typed, DEFAULT_ZONE, NOON) == from_local(meant)
    assert what_is_wrong_with_moment(typed) is None


@pytest.mark.parametrize("typed", ["", "soon", "2024-13-01", "2024-02-30", "02-29", "18:00"])
def test_anything_else_is_said_to_be_wrong(typed: str) -> None:
    assert what_is_wrong_with_moment(typed)
    with pytest.raises(ValueError):
        read_moment(typed, DEFAULT_ZONE, NOON)


def test_what_is_shown_can_be_typed_again() -> None:
    assert read_moment(typed_moment(NOON, DEFAULT_ZONE), DEFAULT_ZONE, NOON) == NOON


def test_amounts_are_zero_or_more() -> None:
    assert what_is_wrong_with_amount("12.50") is None
    assert what_is_wrong_with_amount("0") is None
    for wrong in ("", "-1", "viel"):
        assert what_is_wrong_with_amount(wrong)
