"""What a properties cell says of a variant."""

import pytest

from shopdesk.domain.properties import Properties, plain_properties, read_properties, short_goods, write_properties


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


def test_values_are_written_in_place_of_the_old_ones() -> None:
    text = "颜色分类：深紫;尺码：W7;产地：杭州"
    assert write_properties(text, Properties("", "灰色", "W6")) == "颜色分类：灰色;尺码：W6;产地：杭州"
    assert write_properties(text, Properties("", "", "W6")) == "尺码：W6;产地：杭州"
    assert write_properties("", Properties("5815", "灰色", "")) == "款式：5815;颜色：灰色"
    assert read_properties(write_properties("黑色", Properties("红色", "", "W6"))) == Properties("红色", "", "W6")


@pytest.mark.parametrize(
    ("goods", "short"),
    [
        ("5815-2 颜色分类：黑色;尺码：W7", "5815-2 黑色 W7"),
        ("5815-2-W7 颜色分类：黑色;尺码：W7", "5815-2-W7 黑色"),
        ("真皮单鞋 黑色", "真皮单鞋 黑色"),
        ("", ""),
    ],
)
def test_a_list_shows_goods_without_the_names_of_their_properties(goods: str, short: str) -> None:
    assert short_goods(goods) == short


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("颜色分类：灰色;尺码：225", "灰色 225"),
        ("颜色:黑色；套餐：带盒", "黑色 套餐：带盒"),
        ("颜色：均码；尺码：均码", "均码"),
        ("深紫 W7", "深紫 W7"),
        ("", ""),
    ],
)
def test_paper_says_goods_as_people_do(cell: str, said: str) -> None:
    assert plain_properties(cell) == said
