"""Money: whole fen."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopdesk.domain.money import ZERO, Money

amounts = st.integers(-(10**15), 10**15)


@given(amounts)
def test_what_is_written_is_read_back(fen: int) -> None:
    assert Money.parse(Money(fen).yuan) == fen
    assert Money.parse(Money(fen).shown) == fen
    assert Decimal(Money(fen).yuan) * 100 == fen


@given(amounts, amounts, st.integers(-1000, 1000))
def test_sums_stay_money(one: int, other: int, count: int) -> None:
    results = (Money(one) + other, other + Money(one), Money(one) - other, -Money(one), Money(one) * count)
    assert results == (one + other, one + other, one - other, -one, one * count)
    assert {type(result) for result in (*results, count * Money(one))} == {Money}


words = st.text("￥¥元圆 :：买家实付个（）", max_size=5)


@given(st.decimals(-(10**9), 10**9, places=2), words, words)
def test_a_number_is_found_among_words(yuan: Decimal, before: str, after: str) -> None:
    assert Money.parse(f"{before}{yuan}{after}") == int(yuan * 100)


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        ("12.30元", 1230), ("1,299.00", 129_900), ("￥1,234,567.8", 123_456_780), ("69.20(分销：47.80)", 6920),
        ("-5", -500), ("+5", 500), (".5", 50), ("0", 0), ("１２.５", 1250), ("1.005", 101), ("-1.005", -101),
    ],
)  # fmt: skip
def test_shapes_of_amounts(text: str, fen: int) -> None:
    assert Money.parse(text) == fen


@pytest.mark.parametrize("text", ["", "  ", "元", "null", "-", ",", "9" * 60])
def test_no_amount_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        Money.parse(text)


def test_a_sum_of_nothing_and_looks() -> None:
    assert sum([Money(1), Money(2)], ZERO) == Money(3)
    assert (Money(-5).yuan, Money(-123_456).shown, repr(Money(7))) == ("-0.05", "-1,234.56", "Money(7)")
    assert sorted([Money(3), Money(-1), ZERO]) == [-1, 0, 3]


@pytest.mark.parametrize(
    ("text", "fen"),
    [("359", 35_900), ("1,299.50", 129_950), ("１２.５", 1_250), ("¥8", 800), ("12元", 1_200), ("0", 0)],
)
def test_typed_amounts(text: str, fen: int) -> None:
    assert Money.typed(text) == fen


@pytest.mark.parametrize("text", ["", "1e9", "-5", "NaN", "∞", "5 5", "12.345", "9" * 40, "1" * 10_000, "1,2345", "②x"])
def test_no_typed_amount_is_guessed(text: str) -> None:
    with pytest.raises(ValueError):
        Money.typed(text)
