"""Choosing a carrier by rule (ORD-07, ORD-08)."""

import pytest

from shopdesk.domain.carriers import ABROAD, HONG_KONG, TAIWAN, CarrierTable, Choice, area_of, choose_carrier
from shopdesk.domain.money import ZERO, Money

TABLE = CarrierTable()


@pytest.mark.parametrize(
    ("province", "area"),
    [
        ("浙江省", "浙江"), ("浙江", "浙江"), ("北京", "北京"), ("内蒙古自治区", "内蒙古"),
        ("新疆维吾尔自治区", "新疆"),
        ("香港特别行政区", HONG_KONG), ("台湾省", TAIWAN), ("海外", ABROAD), ("Singapore", ABROAD), ("新加坡", ABROAD),
        ("", ""), ("**省", ""), ("##abc##", ""),
    ],
)  # fmt: skip
def test_areas(province: str, area: str) -> None:
    assert area_of(province) == area


def test_nothing_asked_for_is_the_usual_one() -> None:
    assert choose_carrier(TABLE, area="浙江") == Choice("圆通速递", ZERO)


def test_what_is_asked_for_costs_what_it_costs() -> None:
    assert choose_carrier(TABLE, area="浙江", asked="顺丰速运") == Choice("顺丰速运", Money(1_000))
    assert choose_carrier(TABLE, area="浙江", asked="EMS") == Choice("EMS", Money(700))
    assert choose_carrier(TABLE, area="西藏", asked="EMS") == Choice("EMS", Money(1_000))


def test_one_that_is_not_wanted_gives_way() -> None:
    assert choose_carrier(TABLE, area="浙江", not_wanted=("圆通速递", "中通快递")).carrier == "申通快递"


def test_outside_the_mainland_costs_by_area() -> None:
    assert choose_carrier(TABLE, area=HONG_KONG) == Choice("顺丰速运", Money(3_000), unreached="圆通速递")
    assert choose_carrier(TABLE, area=ABROAD) == Choice("EMS", Money(10_000), unreached="圆通速递")


def test_out_of_reach_is_said_of_what_was_asked_for() -> None:
    table = CarrierTable(out_of_reach={"圆通速递": ["西藏"], "极兔速递": ["墨脱县"]})
    assert choose_carrier(table, area="西藏").unreached == "圆通速递"
    assert choose_carrier(table, area="西藏", asked="极兔速递", place="西藏 林芝市 墨脱县").unreached == "极兔速递"
    assert choose_carrier(table, area="西藏", asked="极兔速递", place="西藏 林芝市 巴宜区").unreached == ""


def test_by_hand_goes_first() -> None:
    assert choose_carrier(TABLE, area="浙江", asked="顺丰速运", fixed="德邦快递").carrier == "德邦快递"


def test_no_price_for_an_area_is_to_be_asked() -> None:
    table = CarrierTable(surcharges=())
    assert not choose_carrier(table, area=TAIWAN).known
    assert choose_carrier(table, area="浙江", asked="顺丰速运") == Choice("顺丰速运", ZERO)


@pytest.mark.parametrize(
    ("address", "area"),
    [
        ("海外 其他 新加坡 示例路 10 号", ABROAD),
        ("台湾省 台北市 示例路1号", TAIWAN),
        ("示例路1号", ""),
        ("浙江示例路", "浙江"),
    ],
)
def test_an_address_that_could_not_be_taken_apart(address: str, area: str) -> None:
    assert area_of("", address) == area
