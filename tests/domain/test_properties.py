"""What a properties cell says of a variant."""

import pytest

from shopdesk.domain.properties import Properties, read_properties


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ("颜色分类：黑色;尺码：L(165/88A)", ("", "黑色", "L(165/88A)")),
        ("颜色:黑色；尺码:L", ("", "黑色", "L")),
        ("尺码：W7", ("", "", "W7")),
        ("款式：A款;颜色：红", ("A款", "红", "")),
        ("鞋码: 38 ; 主要颜色: 米白(偏黄)", ("", "米白(偏黄)", "38")),
        ("Colour: red;Size: XL", ("", "red", "XL")),
        ("尺码：180：92A", ("", "", "180：92A")),
        ("黑色大号", ("黑色大号", "", "")),
        ("产地：杭州;颜色：红;颜色：蓝", ("", "红", "")),
        ("", ("", "", "")),
        (";；", ("", "", "")),
    ],
)
def test_style_colour_and_size(cell: str, found: tuple[str, str, str]) -> None:
    assert read_properties(cell) == Properties(*found)
