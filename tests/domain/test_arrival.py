"""When a parcel should be there (SHP-09)."""

import pytest

from shopdesk.domain.arrival import (
    DAYS,
    NEAR,
    Band,
    Home,
    band_of,
    check_days,
    days_said,
    days_to,
    expected_at,
    home_of,
    read_days,
)
from shopdesk.domain.carriers import PROVINCES

HANGZHOU = Home("浙江", "杭州")
DAY = 86_400_000


def test_neighbours_are_so_both_ways() -> None:
    assert set(NEAR) == set(PROVINCES)
    for province, near in NEAR.items():
        assert near <= set(PROVINCES) and province not in near
        assert all(province in NEAR[other] for other in near), province


@pytest.mark.parametrize(
    ("region", "home"),
    [
        ("浙江省 杭州市 滨江区", HANGZHOU),
        ("浙江省杭州市", HANGZHOU),
        ("上海市 浦东新区", Home("上海", "上海")),
        ("广西壮族自治区 南宁市", Home("广西", "南宁")),
        ("", Home()),
        ("somewhere", Home()),
    ],
)
def test_where_a_shop_is(region: str, home: Home) -> None:
    assert home_of(region) == home


@pytest.mark.parametrize(
    ("area", "city", "carrier", "band"),
    [
        ("浙江", "杭州市", "圆通速递", Band.CITY),
        ("浙江", "宁波市", "圆通速递", Band.NEAR),
        ("江苏", "苏州市", "圆通速递", Band.NEAR),
        ("四川", "成都市", "圆通速递", Band.FAR),
        ("四川", "成都市", "邮政快递包裹", Band.REMOTE),
        ("新疆", "乌鲁木齐市", "圆通速递", Band.REMOTE),
        ("台湾", "台北市", "顺丰速运", Band.REMOTE),
        ("", "", "圆通速递", Band.FAR),
    ],
)
def test_how_far_it_goes(area: str, city: str, carrier: str, band: Band) -> None:
    assert band_of(HANGZHOU, area, city, carrier) is band


def test_a_shop_without_an_address_expects_the_usual() -> None:
    assert band_of(Home(), "浙江", "杭州市") is Band.FAR


def test_days_and_the_moment_to_ask() -> None:
    assert days_to(HANGZHOU, "浙江", "杭州市", "圆通速递") == range(1, 3)
    assert days_to(HANGZHOU, "新疆", "", "EMS", {**DAYS, "新疆": [7, 15]}) == range(7, 16)
    assert days_to(HANGZHOU, "新疆", "", "EMS", {}) == range(3, 6)
    assert expected_at(1_000, range(3, 6)) == 1_000 + 5 * DAY


@pytest.mark.parametrize("table", [{"nowhere": [1, 2]}, {"city": []}, {"city": [0, 2]}, {"city": [1, 2, 3]}])
def test_a_table_that_is_none(table: dict[str, list[int]]) -> None:
    with pytest.raises(ValueError, match=next(iter(table))):
        check_days(table)


def test_the_usual_table_is_one() -> None:
    check_days(DAYS)


@pytest.mark.parametrize(
    ("text", "days"), [("3", [3]), ("3-5", [3, 5]), (" 3 – 5 ", [3, 5]), ("3至5", [3, 5]), ("2~2", [2, 2])]
)
def test_days_are_read_as_people_write_them(text: str, days: list[int]) -> None:
    assert read_days(text) == days
    assert read_days(days_said(days))[0] == days[0]


@pytest.mark.parametrize("text", ["", "soon", "0", "5-3", "1-2-3", "91", "-3", "3-"])
def test_what_is_no_number_of_days_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        read_days(text)
