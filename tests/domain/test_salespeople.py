"""Whose customer an order is (ORD-02)."""

import pytest

from shopdesk.domain.flags import Colour
from shopdesk.domain.salespeople import salespeople_of

TABLE = {"red": ["小王"], "blue": ["小李", "小赵"], "purple": ["小王", "小王子"], "green": [], "grey": ["小王"]}


@pytest.mark.parametrize(
    ("flag", "memo", "names"),
    [
        (Colour.RED, "小李的客", ("小王",)), (Colour.BLUE, "", ("小李", "小赵")), (Colour.BLUE, "小赵 急", ("小赵",)),
        (Colour.BLUE, "小李和小赵", ("小李", "小赵")), (Colour.PURPLE, "小王子的老客", ("小王子",)),
        (Colour.PURPLE, "小王", ("小王",)), (Colour.GREEN, "", ()), (Colour.YELLOW, "小李", ()), (Colour.GREY, "", ()),
    ],
)  # fmt: skip
def test_by_flag_and_memo(flag: Colour, memo: str, names: tuple[str, ...]) -> None:
    assert salespeople_of(flag, memo, TABLE) == names
