"""Nothing doubtful reaches the warehouse: each check holds with its reason, and goes when it is answered."""

from pathlib import Path
from typing import Any

import pytest

from tests.command_line import CommandLine, new_shop
from tests.platform_files import header, write_csv

PAID = "买家已付款，等待卖家发货"
ZHEJIANG = "浙江省 杭州市 西湖区 示例路1号(310000)"
ORDERS, LINES = "taobao_ExportOrderList_2017_csv", "taobao_ExportOrderDetailList_2017_csv"


@pytest.fixture
def shop(tmp_path: Path) -> CommandLine:
    return new_shop(tmp_path)


def bring(shop: CommandLine, folder: Path, *orders: dict[str, str], file: str = "orders.csv") -> None:
    """Import paid orders; what isn't said is plain."""
    common = {
        "订单状态": PAID, "收货人姓名": "张三", "收货地址 ": ZHEJIANG, "联系手机": "13800000001",
        "订单创建时间": "2026-06-01 08:59:00",
        "订单付款时间 ": "2026-06-01 09:00:00", "买家实际支付金额": "199.00",
    }  # fmt: skip
    made = [common | {"买家会员名": f"buyer{order['订单编号']}"} | order for order in orders]
    shop.done("import", write_csv(folder / file, header(ORDERS), made))


def bring_lines(shop: CommandLine, folder: Path, *lines: tuple[str, str, str, str]) -> None:
    """Order number, SKU, properties, quantity."""
    made = [
        {
            "订单编号": no,
            "标题": "真皮单鞋",
            "价格": "199.00",
            "购买数量": quantity,
            "外部系统编号": sku,
            "商品属性": properties,
        }
        for no, sku, properties, quantity in lines
    ]
    shop.done("import", write_csv(folder / "lines.csv", header(LINES), made))


def held(shop: CommandLine, order_no: str) -> list[str]:
    """The sentences of an order's open holds."""
    found: list[str] = order_of(shop, order_no)["holds"]
    return found


def order_of(shop: CommandLine, order_no: str) -> dict[str, Any]:
    (order,) = shop.orders("--order-no", order_no)
    return dict(order)


@pytest.mark.rule("ORD-07")
def test_the_carrier_is_what_is_asked_for_else_the_usual_one(shop: CommandLine, tmp_path: Path) -> None:
    bring(
        shop, tmp_path,
        {"订单编号": "1001", "订单备注": "老客户"},
        {"订单编号": "1002", "订单备注": "发中通", "买家留言": "请尽快"},
        {"订单编号": "1003", "买家留言": "别发圆通"},
        {"订单编号": "1004", "订单备注": "发顺丰"},
    )  # fmt: skip
    assert [order_of(shop, no)["carrier"] for no in ("1001", "1002", "1003", "1004")] == [
        "圆通速递",
        "中通快递",
        "中通快递",
        "顺丰速运",
    ]
    assert [held(shop, no) for no in ("1001", "1002", "1003", "1004")] == [[], [], [], []]


@pytest.mark.rule("ORD-07")
def test_what_the_buyers_carrier_costs_more_is_asked_for(shop: CommandLine, tmp_path: Path) -> None:
    paid = {"买家应付邮费": "10.00", "买家实际支付金额": "209.00"}
    bring(
        shop, tmp_path,
        {"订单编号": "1001", "买家留言": "麻烦发顺丰"},
        {"订单编号": "1002", "买家留言": "麻烦发顺丰", **paid},
        {"订单编号": "1003", "买家留言": "ems", "收货地址 ": "西藏自治区 拉萨市 城关区 示例路1号(850000)"},
    )  # fmt: skip
    assert held(shop, "1001") == ["顺丰速运 costs 10.00 more"]
    assert held(shop, "1002") == []
    assert held(shop, "1003") == ["EMS costs 10.00 more"]


@pytest.mark.rule("ORD-08")
def test_outside_the_mainland_waits_for_its_postage(shop: CommandLine, tmp_path: Path) -> None:
    bring(
        shop, tmp_path,
        {"订单编号": "1001", "收货地址 ": "香港特别行政区 香港岛 中西区 德辅道中示例大厦8楼(999077)"},
        {"订单编号": "1002", "收货地址 ": "海外 其他 新加坡 示例路 10 号"},
        {"订单编号": "1003"},
    )  # fmt: skip
    assert held(shop, "1001") == ["Postage due to 香港: 30.00"]
    assert held(shop, "1002") == ["Postage due to 海外: 100.00"]
    assert shop.done("register", "--ready", "--json").json["registered"] == ["1003"]
    assert "1001 is on hold (Postage due to 香港: 30.00" in shop("register", "1001").err
    shop.done("release", "1001", "--reason", "支付宝收到 30 元")
    assert shop.done("register", "--ready", "--json").json["registered"] == ["1001"]


@pytest.mark.rule("ORD-12")
@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ({"订单备注": "换成5822"}, "The memo says style 5822, bought was 5815-W7 真皮单鞋 颜色分类：深紫;尺码：W7"),
        ({"买家留言": "要黑色的"}, "The buyer asks for colour 黑色, bought was 深紫"),
        ({"买家留言": "要W8不要W7"}, "The buyer asks for size W8, bought was W7"),
        ({"订单备注": "改2双"}, "The memo says 2 pieces, bought were 1"),
        ({"订单备注": "发中通", "买家留言": "发申通"}, "The memo says 中通快递, the buyer asks for 申通快递"),
        (
            {"买家留言": "发极兔", "收货地址 ": "台湾省 台北市 示例路1号"},
            "极兔速递 was asked for, but doesn't go to 台湾",
        ),
        ({"订单备注": "补差价15元"}, "The memo says that 15.00 is still to come"),
        ({"买家实际支付金额": "19.00"}, "19.00 was paid, but the items come to 199.00"),
    ],
)
def test_each_doubt_has_its_hold(shop: CommandLine, tmp_path: Path, said: dict[str, str], reason: str) -> None:
    bring(shop, tmp_path, {"订单编号": "1001", **said})
    bring_lines(
        shop, tmp_path, ("1001", "5815-W7", "颜色分类：深紫;尺码：W7", "1"), ("1009", "5822-W7", "尺码：W7", "1")
    )
    assert reason in held(shop, "1001")
    assert shop.done("register", "--ready", "--json").json["registered"] == []


@pytest.mark.rule("ORD-12")
@pytest.mark.parametrize(
    "said",
    [
        {"买家留言": "请尽快发货，谢谢"},
        {"订单备注": "老客户"},
        {"买家留言": "要W7的深紫"},
        {"订单备注": "S"},
        {"买家留言": "3月8号前要"},
    ],
)
def test_ordinary_words_hold_nothing(shop: CommandLine, tmp_path: Path, said: dict[str, str]) -> None:
    bring(shop, tmp_path, {"订单编号": "1001", **said})
    bring_lines(shop, tmp_path, ("1001", "5815-W7", "颜色分类：深紫;尺码：W7", "1"))
    assert held(shop, "1001") == []


@pytest.mark.rule("ORD-12")
def test_a_size_that_is_missing(shop: CommandLine, tmp_path: Path) -> None:
    bring(shop, tmp_path, {"订单编号": "1001"}, {"订单编号": "1002"})
    bring_lines(
        shop, tmp_path, ("1001", "5815", "颜色分类：深紫", "1"), ("1002", "5815-W7", "颜色分类：深紫;尺码：W7", "1")
    )
    assert held(shop, "1001") == ["No size given: 5815 颜色分类：深紫"]
    assert held(shop, "1002") == []


@pytest.mark.rule("ORD-12")
def test_several_orders_of_a_buyer(shop: CommandLine, tmp_path: Path) -> None:
    same = {"买家会员名": "tb_1"}
    bring(
        shop, tmp_path,
        {"订单编号": "1001", **same, "订单创建时间": "2026-05-30 08:59:00"},
        {"订单编号": "1002", **same},
        {"订单编号": "1003", **same, "收货地址 ": "上海 上海市 徐汇区 示例路9号"},
    )  # fmt: skip
    assert held(shop, "1001") == [
        "Other open orders of this buyer go elsewhere: 1003", "Same buyer and address as 1002: ship together?",
    ]  # fmt: skip
    assert held(shop, "1003") == ["Other open orders of this buyer go elsewhere: 1001, 1002"]


@pytest.mark.rule("ORD-12")
def test_the_same_goods_twice(shop: CommandLine, tmp_path: Path) -> None:
    same = {"买家会员名": "tb_1"}
    bring(
        shop,
        tmp_path,
        {"订单编号": "1001", **same},
        {"订单编号": "1002", **same, "订单创建时间": "2026-06-01 10:00:00"},
    )
    bring_lines(shop, tmp_path, *((no, "5815-W7", "颜色分类：深紫;尺码：W7", "1") for no in ("1001", "1002")))
    assert "The same goods as 1001: bought twice?" in held(shop, "1002")
    assert "The same goods as 1002: bought twice?" not in held(shop, "1001")


@pytest.mark.rule("ORD-12")
def test_the_same_file_again_holds_nothing_twice_and_nothing_that_was_cleared(
    shop: CommandLine, tmp_path: Path
) -> None:
    bring(
        shop, tmp_path, {"订单编号": "1001", "买家留言": "麻烦发顺丰"}, {"订单编号": "1002", "买家留言": "麻烦发顺丰"}
    )
    shop.done("release", "1001", "--reason", "已补")
    shop.done("import", tmp_path / "orders.csv")
    assert (held(shop, "1001"), held(shop, "1002")) == ([], ["顺丰速运 costs 10.00 more"])
    bring(shop, tmp_path, {"订单编号": "1002", "买家留言": "发圆通就行"}, file="later.csv")
    assert held(shop, "1002") == []


@pytest.mark.rule("ORD-22")
def test_an_address_that_is_asked_for_holds_until_it_is_settled(shop: CommandLine, tmp_path: Path) -> None:
    bring(shop, tmp_path, {"订单编号": "1001", "订单备注": "改地址：文二路88号"})
    assert held(shop, "1001") == ["The memo asks for another address: 文二路88号"]
    shop.done("address", "1001", "--accept", "--reason", "买家说")
    assert held(shop, "1001") == []
    assert order_of(shop, "1001")["address"] == "文二路88号"
