"""The table of points (TEAM-02, REV-07)."""

import pytest

from shopdesk.domain import review_points
from shopdesk.domain.points import (
    LONGEST_RULE,
    MERITS,
    MISTAKES,
    RULES,
    can_book,
    can_settle,
    counted,
    month_of,
    signed,
    worth_of,
)
from tests.factories import NOON


def test_the_usual_table() -> None:
    table = worth_of(MISTAKES, MERITS)
    assert (table["salesperson"], table["amount"], table["size"], table["carrier"]) == (-1, -2, -2, -2)
    assert set(table) == set(RULES)
    assert {rule: table[rule] for rule in review_points.USUAL} == review_points.USUAL
    assert all(len(rule) <= LONGEST_RULE for rule in table)


def test_a_rule_is_one_or_the_other_and_0_is_out_of_use() -> None:
    assert worth_of({"a": 2, "b": 0, "自己的": 4}, {"a": 3, "b": 1}) == {"a": -2, "自己的": -4, "b": 1}


@pytest.mark.parametrize(
    ("points", "usual", "can"), [(-3, -2, True), (3, -2, False), (0, 2, False), (100, 1, True), (-101, -1, False)]
)
def test_what_can_be_booked(points: int, usual: int, can: bool) -> None:
    assert can_book(points, usual) is can


@pytest.mark.parametrize(
    ("booked", "settled", "can"),
    [(-3, 0, True), (-3, -1, True), (-3, -3, True), (-3, -4, False), (-3, 1, False), (2, 1, True), (2, 3, False)],
)
def test_what_it_can_come_to(booked: int, settled: int, can: bool) -> None:
    assert can_settle(booked, settled) is can


def test_small_things() -> None:
    assert (counted(-3, None), counted(-3, 0)) == (-3, 0)
    assert (signed(2), signed(-3), signed(0)) == ("+2", "−3", "0")
    assert month_of(NOON, "Asia/Shanghai") == "2024-03"
    assert month_of(1_709_222_400_000, "Asia/Shanghai") == "2024-03"  # still February in London
