"""Another address in a memo (ORD-22)."""

import pytest

from shopdesk.domain.address_changes import Address, find_address_change, read_address

KNOWN = Address("张三", "13800000000", "浙江省", "杭州市", "西湖区", "文三路1号")


@pytest.mark.parametrize(
    "text",
    ["", "发顺丰", "请按地址发货", "新地址没说", "改地址见旺旺", "地址改为文三路1号", "改地址：", "换货到文三路 1 号"],
)
def test_memos_that_name_no_other_address(text: str) -> None:
    assert find_address_change(text, KNOWN) is None


@pytest.mark.parametrize(
    ("text", "change"),
    [
        ("改地址：文二路88号", Address(address="文二路88号")),
        ("地址改为浙江省杭州市余杭区五常街道99号", Address(district="余杭区", address="五常街道99号")),
        ("老客 改寄到 北京市朝阳区建国路5号 李四 13900000000",
         Address("李四", "13900000000", "北京", "北京市", "朝阳区", "建国路5号")),
        ("新地址 李四，13900000000，广东省广州市天河区体育西路3号2栋",
         Address("李四", "13900000000", "广东省", "广州市", "天河区", "体育西路3号2栋")),
        ("收货地址换成 上海市浦东新区世纪大道8号 收件人：王小二",
         Address("王小二", "", "上海", "上海市", "浦东新区", "世纪大道8号")),
        ("改地址\n文二路88号\n谢谢", Address(address="文二路88号")),
        ("修改地址：内蒙古自治区 呼和浩特市 赛罕区 大学东街1号",
         Address("", "", "内蒙古自治区", "呼和浩特市", "赛罕区", "大学东街1号")),
    ],
)  # fmt: skip
def test_the_parts_that_differ(text: str, change: Address) -> None:
    assert find_address_change(text, KNOWN) == change


def test_brackets_and_spaces_are_no_difference() -> None:
    known = Address(address="文三路1号(2幢-301)")
    assert find_address_change("改地址 文三路1号（2幢301）", known) is None


def test_a_municipality_is_its_own_city() -> None:
    known = Address(province="北京", city="北京市", district="朝阳区", address="建国路5号")
    assert find_address_change("改地址 北京市朝阳区建国路5号", known) is None
    assert find_address_change("改地址 北京市海淀区学院路1号", known) == Address(district="海淀区", address="学院路1号")


def test_a_line_without_a_street_is_no_address() -> None:
    assert read_address("李四 13900000000") is None
    assert read_address("") is None


def test_known_numbers_are_only_mobile_ones() -> None:
    found = read_address("文三路1号 139000000001 李四")
    assert found is not None
    assert found.phone == ""


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        (
            "张三 13800000001 香港特别行政区 香港岛 中西区 示例路1号",
            ("张三", "香港特别行政区", "", "香港岛 中西区 示例路1号"),
        ),
        ("张三 13800000001 香港九龙 示例路1号", ("张三", "香港", "", "九龙 示例路1号")),
        ("张三 13800000001 浙江 杭州 西湖区 示例路1号", ("张三", "浙江", "", "杭州 西湖区 示例路1号")),
        ("13800000001 上海市徐汇区示例路8号 周若兰", ("周若兰", "上海", "上海市", "示例路8号")),
        ("四川北路12号 张三", ("张三", "", "", "四川北路12号")),
        ("海南花园3栋402 张三", ("张三", "", "", "海南花园3栋402")),
        ("张三 13800000001 江苏盐城市示例路1号", ("张三", "江苏", "盐城市", "示例路1号")),
    ],
)
def test_a_place_is_no_name_and_a_street_no_province(text: str, parts: tuple[str, ...]) -> None:
    found = read_address(text)
    assert found is not None
    assert (found.receiver, found.province, found.city, found.address) == parts


def test_another_province_takes_city_and_district_with_it() -> None:
    known = Address(province="浙江省", city="杭州市", district="城关区", address="示例路1号")
    found = find_address_change("改地址：甘肃省兰州市城关区示例路2号", known)
    assert found == Address(province="甘肃省", city="兰州市", district="城关区", address="示例路2号")
