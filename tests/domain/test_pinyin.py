"""Initials of Chinese words."""

import pytest

from shopdesk.domain.pinyin import initials


@pytest.mark.parametrize(
    ("text", "expected"),
    [("登记", "dj"), ("真皮单鞋 W7", "zpdxw7"), ("Shoe", "shoe"), ("打印发货单 A4", "dyfhda4"), ("", "")],
)
def test_initials_are_small_and_without_blanks(text: str, expected: str) -> None:
    assert initials(text) == expected
