"""Addresses in one cell and in several."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopdesk.importing.addresses import Place, join_address, split_address


@pytest.mark.parametrize(
    ("written", "place"),
    [
        (
            "广东省 广州市 越秀区 示例街道示例路1号(510180)",
            Place("广东省", "广州市", "越秀区", "示例街道示例路1号", "510180"),
        ),
        ("广东省 东莞市  虎门镇示例工业区(523000)", Place("广东省", "东莞市", "", "虎门镇示例工业区", "523000")),
        ("北京 北京市 朝阳区 示例胡同 2单元 301", Place("北京", "北京市", "朝阳区", "示例胡同 2单元 301")),
        ("上海 上海市 浦东新区 示例弄(近地铁口)(000000)", Place("上海", "上海市", "浦东新区", "示例弄(近地铁口)")),
        ("浙江省 杭州市 余杭区 示例幢（311100）", Place("浙江省", "杭州市", "余杭区", "示例幢", "311100")),
        ("江西南昌市青山湖区示例路1号", Place("江西", "南昌市", "青山湖区", "示例路1号")),
        (
            "新疆维吾尔自治区乌鲁木齐市天山区示例北路2号",
            Place("新疆维吾尔自治区", "乌鲁木齐市", "天山区", "示例北路2号"),
        ),
        ("海外 示例国 Example Street 5", Place(address="海外 示例国 Example Street 5")),
        ("##AbCd==##", Place(address="##AbCd==##")),
        ("广东省 广州市 越秀区 ****", Place("广东省", "广州市", "越秀区", "****")),
        ("", Place()),
    ],
)
def test_one_cell_is_taken_apart(written: str, place: Place) -> None:
    assert split_address(written) == place


@given(st.text(max_size=60))
def test_no_text_is_lost(text: str) -> None:
    place = split_address(text)
    kept = "".join("".join(place).split())
    for character in text:
        if not character.isspace() and character not in "()（）0":
            assert character in kept


def test_parts_with_columns_of_their_own() -> None:
    assert join_address("广东省", "广州市", "越秀区", "示例街道", "示例路1号") == Place(
        "广东省", "广州市", "越秀区", "示例街道示例路1号"
    )


def test_a_detail_that_says_it_all_again_is_shortened() -> None:
    for whole in ("广东省广州市越秀区示例街道示例路1号", "广东省 广州市 越秀区 示例街道示例路1号(510180)"):
        place = join_address("广东省", "广州市", "越秀区", "示例街道", whole)
        assert place.address == "示例街道示例路1号"
        assert place[:3] == ("广东省", "广州市", "越秀区")


def test_without_a_province_the_text_decides() -> None:
    assert join_address("", "", "", "", "广东省 广州市 越秀区 示例路1号").city == "广州市"
