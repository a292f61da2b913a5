"""Grams as people and scales write them, and what a parcel should weigh."""

import pytest

from shopdesk.domain.parcel_weights import (
    Tolerance,
    expected_weight,
    is_plainly_weight,
    piece_weight,
    read_weight,
)


@pytest.mark.parametrize(
    ("text", "grams"),
    [
        ("1250", 1250), ("1250g", 1250), (" 1250 克 ", 1250), ("1.25kg", 1250), ("1,25", 1250), ("0.3", 300),
        ("１２５０", 1250), ("ST,+001.250 kg", 1250), ("2公斤", 2000), ("000850", 850), ("0.4 g", None),
        ("0", None), ("", None), ("YT7453244856560", None), ("382111383862", None), ("120kg", None), ("abc", None),
        ("-5", None),
    ],
)  # fmt: skip
def test_weights_are_read_as_written(text: str, grams: int | None) -> None:
    assert read_weight(text) == grams


@pytest.mark.parametrize(("text", "plain"), [("1.250", True), ("850g", True), ("001250", False), ("SF123", False)])
def test_only_decimals_and_units_tell_a_weight_from_a_number(text: str, plain: bool) -> None:
    assert is_plainly_weight(text) is plain


def test_the_larger_of_grams_and_percent_is_allowed() -> None:
    tolerance = Tolerance(50, 5)
    assert tolerance.allows(300, 350) and tolerance.allows(300, 250)
    assert not tolerance.allows(300, 351)
    assert tolerance.allows(4000, 4200) and not tolerance.allows(4000, 4201)


def test_a_parcel_weighs_its_pieces_and_its_packaging() -> None:
    assert expected_weight([(400, 2), (30, 1)], 100) == 930
    assert expected_weight([(400, 2), (None, 1)], 100) is None
    assert expected_weight([(0, 1)], 100) is None


def test_a_piece_is_weighed_by_its_parcel() -> None:
    assert piece_weight(900, 100, 2) == 400
    assert piece_weight(80, 100, 1) is None
    assert piece_weight(900, 100, 0) is None
