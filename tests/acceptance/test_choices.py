"""What the shop's tables decide by themselves: whose customer an order is, and which carrier takes it (ORD-02, ORD-07,
ORD-08); what of it waits for somebody's word (ORD-12, ORD-22)."""

from pathlib import Path
from typing import Any

import pytest

from shopdesk.domain.carriers import OUT_OF_REACH, PROVINCES
from shopdesk.services.setup import open_desk
from shopdesk.services.shop_settings import save_setting
from shopdesk.settings import DEFAULT_CARRIER, FLAG_SALESPEOPLE, Setting
from shopdesk.settings import OUT_OF_REACH as REACH
from tests.command_line import CommandLine, new_shop
from tests.platform_files import header, write_csv

TIBET, XINJIANG = "西藏自治区 拉萨市 城关区 示例路1号(850000)", "新疆维吾尔自治区 乌鲁木齐市 天山区 示例路1号(830000)"
HONG_KONG, TAIWAN = "香港特别行政区 香港岛 中西区 示例路1号(999077)", "台湾省 台北市 大安区 示例路1号"


@pytest.fixture
def shop(tmp_path: Path) -> CommandLine:
    return new_shop(tmp_path)


def settle_on(shop: CommandLine, setting: Setting[Any], value: object) -> None:
    """What the owner has chosen in Settings."""
    desk = open_desk(shop.address)
    save_setting(desk, setting, value)
    desk.database.close()


def bring(shop: CommandLine, folder: Path, *orders: dict[str, str]) -> None:
    """Import paid orders, each to its own buyer; what isn't said is plain."""
    common = {
        "订单状态": "买家已付款，等待卖家发货", "收货人姓名": "张三", "联系手机": "13800000001",
        "订单创建时间": "2026-06-01 08:59:00", "订单付款时间 ": "2026-06-01 09:00:00", "买家实际支付金额": "199.00",
        "收货地址 ": "浙江省 杭州市 西湖区 示例路1号(310000)",
    }  # fmt: skip
    made = [common | {"买家会员名": f"tb_{order['订单编号']}"} | order for order in orders]
    shop.done("import", write_csv(folder / "orders.csv", header("taobao_ExportOrderList_2017_csv"), made))


def order_of(shop: CommandLine, order_no: str) -> dict[str, Any]:
    (order,) = shop.orders("--order-no", order_no)
    return dict(order)


def held(shop: CommandLine, order_no: str) -> list[str]:
    """The sentences of an order's open holds."""
    found: list[str] = order_of(shop, order_no)["holds"]
    return found


@pytest.mark.rule("ORD-02")
def test_the_flag_chooses_the_salesperson_and_a_name_in_the_memo_among_several(
    shop: CommandLine, tmp_path: Path
) -> None:
    settle_on(shop, FLAG_SALESPEOPLE, {"red": ["小王"], "blue": ["小李", "小赵"], "grey": ["小孙"]})
    bring(
        shop, tmp_path,
        {"订单编号": "1001", "订单备注": "小赵的老客"},
        {"订单编号": "1002", "订单备注": "小赵的老客"},
        {"订单编号": "1003", "订单备注": "老客"},
        {"订单编号": "1004", "订单备注": "小赵和小李都认识"},
        {"订单编号": "1005"},
        {"订单编号": "1006"},
    )  # fmt: skip
    for no, colour in (("1001", "red"), ("1002", "blue"), ("1003", "blue"), ("1004", "blue"), ("1006", "green")):
        shop.done("flag", no, "--to", colour)
    done = shop.done("register", "--ready", "--json").json
    assert sorted(done["registered"]) == ["1001", "1002", "1005", "1006"]
    assert [order_of(shop, no)["salesperson"] for no in sorted(done["registered"])] == [
        "小王",
        "小赵",
        "Owner",
        "Owner",
    ]
    assert held(shop, "1003") == held(shop, "1004") == ["Several people share its flag: 小李, 小赵"]
    refused = shop("register", "1003")
    assert (refused.status, "Say whose customer it is" in refused.err) == (1, True)
    shop.done("register", "1003", "--salesperson", "小李")
    asked = order_of(shop, "1003")
    assert (asked["salesperson"], asked["registrar"], asked["flag"], asked["holds"]) == ("小李", "Owner", "blue", [])


@pytest.mark.rule("ORD-07")
def test_another_default_carrier_and_where_it_does_not_go_the_next_that_does(shop: CommandLine, tmp_path: Path) -> None:
    settle_on(shop, DEFAULT_CARRIER, "中通快递")
    settle_on(shop, REACH, {**OUT_OF_REACH, "中通快递": ["西藏", "余杭区"]})
    bring(
        shop, tmp_path,
        {"订单编号": "1001"},
        {"订单编号": "1002", "收货地址 ": TIBET},
        {"订单编号": "1003", "收货地址 ": "浙江省 杭州市 余杭区 示例路1号(310000)"},
        {"订单编号": "1004", "收货地址 ": TIBET, "订单备注": "发中通"},
    )  # fmt: skip
    assert [order_of(shop, no)["carrier"] for no in ("1001", "1002", "1003")] == ["中通快递", "圆通速递", "圆通速递"]
    assert [held(shop, no) for no in ("1001", "1002", "1003")] == [[], [], []]
    assert held(shop, "1004") == ["中通快递 was asked for, but doesn't go to 西藏"]


@pytest.mark.rule("ORD-07")
def test_surcharges_by_carrier_and_region_less_what_was_paid(shop: CommandLine, tmp_path: Path) -> None:
    bring(
        shop, tmp_path,
        {"订单编号": "1001", "买家留言": "发顺丰"},
        {"订单编号": "1002", "买家留言": "发EMS"},
        {"订单编号": "1003", "买家留言": "发EMS", "收货地址 ": XINJIANG},
        {"订单编号": "1004", "买家留言": "发EMS", "收货地址 ": XINJIANG, "买家应付邮费": "7.00",
         "买家实际支付金额": "206.00"},
    )  # fmt: skip
    assert [held(shop, f"100{n}") for n in (1, 2, 3, 4)] == [
        ["顺丰速运 costs 10.00 more"], ["EMS costs 7.00 more"], ["EMS costs 10.00 more"], ["EMS costs 3.00 more"],
    ]  # fmt: skip
    assert [order_of(shop, f"100{n}")["carrier"] for n in (1, 2, 3)] == ["顺丰速运", "EMS", "EMS"]


@pytest.mark.rule("ORD-08")
def test_what_no_carrier_reaches_waits_though_nobody_knows_the_amount(shop: CommandLine, tmp_path: Path) -> None:
    everywhere = {str(name): list(PROVINCES) for name in OUT_OF_REACH} | {"EMS": ["西藏"], "顺丰速运": ["西藏"]}
    settle_on(shop, REACH, everywhere)
    bring(shop, tmp_path, {"订单编号": "1001", "收货地址 ": TIBET}, {"订单编号": "1002", "收货地址 ": XINJIANG})
    assert held(shop, "1001") == ["Postage due to 西藏: ask how much"]
    assert held(shop, "1002") == ["顺丰速运 costs 10.00 more"]
    assert shop.done("register", "--ready", "--json").json["registered"] == []


@pytest.mark.rule("ORD-08")
def test_postage_paid_on_the_platform_lets_the_parcel_go_and_less_does_not(shop: CommandLine, tmp_path: Path) -> None:
    far = {"收货地址 ": HONG_KONG}
    bring(shop, tmp_path, {"订单编号": "1001", **far}, {"订单编号": "1002", "收货地址 ": TAIWAN})
    assert held(shop, "1002") == ["Postage due to 台湾: 30.00"]
    part = {"买家应付邮费": "10.00", "买家实际支付金额": "209.00"}
    bring(shop, tmp_path, {"订单编号": "1001", **far, **part})
    assert held(shop, "1001") == ["Postage due to 香港: 20.00"]
    bring(shop, tmp_path, {"订单编号": "1001", **far, "买家应付邮费": "30.00", "买家实际支付金额": "229.00"})
    assert held(shop, "1001") == []
    assert shop.done("register", "--ready", "--json").json["registered"] == ["1001"]


@pytest.mark.rule("ORD-12")
def test_several_addresses_are_asked_about(shop: CommandLine, tmp_path: Path) -> None:
    memo, message = "改地址：文二路88号", "地址改成：上海市徐汇区漕溪北路8号601"
    bring(shop, tmp_path, {"订单编号": "1001", "订单备注": memo, "买家留言": message})
    assert "Memo and message name different addresses" in held(shop, "1001")
    assert shop("register", "1001").status == 1


@pytest.mark.rule("ORD-12")
def test_a_buyer_blocked_or_owed_something_is_held_at_the_next_order(shop: CommandLine, tmp_path: Path) -> None:
    first = {"订单编号": "1001", "买家会员名": "tb_a", "订单状态": "交易成功"}
    bring(shop, tmp_path, first, {**first, "订单编号": "1002", "买家会员名": "tb_b"})
    shop.done("buyer", "edit", "tb_a", "--block", "恶意退货")
    shop.done("owed", "add", "样品茶", "--order", "1002")
    bring(shop, tmp_path, {"订单编号": "2001", "买家会员名": "tb_a"}, {"订单编号": "2002", "买家会员名": "tb_b"})
    assert held(shop, "2001") == ["Nothing is sold to tb_a any more: 恶意退货"]
    assert held(shop, "2002") == ["Still owed to this buyer: 样品茶"]
    assert shop.done("register", "--ready", "--json").json["registered"] == []


@pytest.mark.rule("ORD-12")
def test_registering_checks_once_more(shop: CommandLine, tmp_path: Path) -> None:
    bring(shop, tmp_path, {"订单编号": "1001", "买家留言": "发顺丰"}, {"订单编号": "1002"})
    shop.done("release", "1001", "--reason", "包邮给他")
    settle_on(shop, REACH, {**OUT_OF_REACH, "顺丰速运": ["浙江"]})
    refused = shop("register", "1002", "1001")
    assert (refused.status, "doesn't go to 浙江" in refused.err) == (1, True)
    assert [order["stage"] for order in shop.orders()] == ["new", "new"]
    assert held(shop, "1001") == ["顺丰速运 was asked for, but doesn't go to 浙江"]


@pytest.mark.rule("ORD-22")
def test_the_order_s_own_address_in_the_memo_is_no_change_and_a_telephone_alone_is_one(
    shop: CommandLine, tmp_path: Path
) -> None:
    bring(
        shop, tmp_path,
        {"订单编号": "1001", "订单备注": "改地址：浙江省杭州市西湖区示例路1号 张三 13800000001"},
        {"订单编号": "1002", "买家留言": "电话改成13911112222"},
    )  # fmt: skip
    assert held(shop, "1001") == []
    assert shop.done("address", "1001", "--json").json["change"] is None
    assert shop.done("address", "1002", "--json").json["change"]["phone"] == "13911112222"
    shop.done("address", "1002", "--accept", "--reason", "买家留言")
    now = order_of(shop, "1002")
    assert (now["phone"], now["address"], now["holds"]) == ("13911112222", "示例路1号", [])


@pytest.mark.rule("ORD-08", "ORD-22")
def test_an_address_changed_to_outside_the_mainland_waits_for_its_postage(shop: CommandLine, tmp_path: Path) -> None:
    bring(shop, tmp_path, {"订单编号": "1001"}, {"订单编号": "1002", "订单备注": "改地址：香港九龙示例路1号"})
    said = "张三 13800000001 香港特别行政区 香港岛 中西区 示例路1号"
    shop.done("order", "edit", "1001", "--receiver", said, "--reason", "买家搬家")
    shop.done("address", "1002", "--accept", "--reason", "买家搬家")
    for no, street in (("1001", "香港岛 中西区 示例路1号"), ("1002", "九龙示例路1号")):
        now = order_of(shop, no)
        assert (now["receiver"], now["city"], now["district"], now["address"]) == ("张三", "", "", street)
        assert now["holds"] == ["Postage due to 香港: 30.00"]


@pytest.mark.rule("ORD-07", "ORD-12")
def test_another_carrier_by_hand_is_asked_about_like_any_other(shop: CommandLine, tmp_path: Path) -> None:
    bring(shop, tmp_path, {"订单编号": "1001"}, {"订单编号": "1002"})
    shop.done("register", "1001", "1002")
    shop.done("order", "edit", "1001", "--carrier", "顺丰速运", "--reason", "买家要快")
    bring(shop, tmp_path, {"订单编号": "1002", "收货地址 ": HONG_KONG})
    assert (order_of(shop, "1001")["carrier"], held(shop, "1001")) == ("顺丰速运", ["顺丰速运 costs 10.00 more"])
    assert held(shop, "1002") == ["Postage due to 香港: 30.00"]
    refused = shop("wave", "new")
    assert (refused.status, "is on hold" in refused.err) == (1, True)
