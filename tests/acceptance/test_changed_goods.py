"""The platform's file changes what was bought after the order was registered: at each stage the parcel that leaves is
the one that was bought, or it is stopped."""

from pathlib import Path
from typing import Any

import pytest

from shopdesk.domain.address_changes import Address
from shopdesk.domain.manual_orders import ManualItem, ManualOrder
from shopdesk.domain.money import Money
from shopdesk.queries.orders import get_order, get_order_ids
from shopdesk.services.manual_changes import change_order
from shopdesk.services.setup import open_desk
from tests.command_line import CommandLine, new_shop
from tests.platform_files import TRUE_QIANNIU, header, write_csv

ORDERS, LINES = "taobao_ExportOrderList_2017_csv", "taobao_ExportOrderDetailList_2017_csv"
PAID, CLOSED = "买家已付款，等待卖家发货", "交易关闭"


@pytest.fixture
def shop(tmp_path: Path) -> CommandLine:
    return new_shop(tmp_path)


def bought(
    shop: CommandLine, folder: Path, pieces: int, *, status: str = PAID, more: str = "", order_no: str = "4001"
) -> None:
    """The platform's files say so many pieces of an order."""
    order = {
        "订单编号": order_no, "订单状态": status, "订单创建时间": "2026-06-01 08:00:00", "买家会员名": "b",
        "订单付款时间 ": "2026-06-01 08:01:00", "收货人姓名": "张三", "联系手机": "13800000000",
        "收货地址 ": "浙江省 杭州市 西湖区 示例路1号(310000)", "买家实际支付金额": "900.00",
    }  # fmt: skip
    goods = {"标题": "单鞋", "价格": "100.00", "购买数量": str(pieces), "商品属性": "颜色分类：深紫;尺码：W7"}
    line = {"订单编号": order_no} | goods
    lines = [line, *([line | {"标题": more, "商品属性": "颜色分类：红;尺码：W8"}] if more else [])]
    files = write_csv(folder / "o.csv", header(ORDERS), [order]), write_csv(folder / "l.csv", header(LINES), lines)
    shop.done("import", *files)


def slips(shop: CommandLine, wave: int) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = shop.done("wave", "show", str(wave), "--json").json["slip_list"]
    return found


def to_stop(shop: CommandLine) -> list[str]:
    """The orders on the list of parcels that must not leave."""
    return [row["order_no"] for row in shop.done("lists", "to-stop", "--format", "jsonl").lines]


@pytest.mark.rule("SHP-01")
def test_a_slip_that_is_not_printed_follows_what_was_bought(shop: CommandLine, tmp_path: Path) -> None:
    bought(shop, tmp_path, 1)
    shop.done("register", "4001")
    shop.done("wave", "new")
    bought(shop, tmp_path, 3, more="短靴")
    shop.done("wave", "print", "1", "-o", tmp_path / "slips.pdf")
    assert [slip["pieces"] for slip in slips(shop, 1)] == [6]
    shop.done("pack", "4001")


@pytest.mark.rule("SHP-04")
@pytest.mark.parametrize("packed", [False, True])
def test_a_printed_or_packed_one_is_stopped_and_comes_again(shop: CommandLine, tmp_path: Path, packed: bool) -> None:
    bought(shop, tmp_path, 1)
    shop.done("register", "4001")
    shop.done("wave", "new")
    shop.done("wave", "waybills", "1", "--from", "YT1234567890001")
    shop.done("wave", "print", "1", "-o", tmp_path / "slips.pdf")
    if packed:
        shop.done("pack", "4001")
    bought(shop, tmp_path, 2)
    assert to_stop(shop) == ["4001"]
    for command in (["ship"], *([] if packed else [["pack"]])):
        answer = shop(*command, "4001")
        assert answer.status == 1 and "were changed after its slip was made" in answer.err
    shop.done("slip", "cancel", "4001", "--reason", "商品改了")
    assert to_stop(shop) == []
    shop.done("wave", "new", "4001")
    shop.done("wave", "waybills", "2", "--from", "YT1234567890002")
    shop.done("wave", "print", "2", "-o", tmp_path / "slips.pdf")
    assert [slip["pieces"] for slip in slips(shop, 2)] == [2]
    shop.done("pack", "YT1234567890002")
    shop.done("ship", "4001")


def test_parts_of_a_split_order_stay_behind(shop: CommandLine, tmp_path: Path) -> None:
    bought(shop, tmp_path, 2)
    shop.done("register", "4001")
    shop.done("slip", "split", "4001", "--part", "1=1", "--part", "1=1")
    shop.done("wave", "new")
    bought(shop, tmp_path, 3)
    answer = shop("wave", "print", "1", "-o", tmp_path / "slips.pdf")
    assert answer.status == 1 and "were changed after its slip was made" in answer.err


@pytest.mark.rule("SHP-05")
def test_a_packed_parcel_whose_order_was_closed_is_stopped_first(shop: CommandLine, tmp_path: Path) -> None:
    bought(shop, tmp_path, 1)
    shop.done("register", "4001")
    shop.done("wave", "new")
    shop.done("wave", "print", "1", "-o", tmp_path / "slips.pdf")
    shop.done("pack", "4001")
    assert to_stop(shop) == []
    bought(shop, tmp_path, 1, status=CLOSED)
    answer = shop("pack", "4001")
    assert answer.status == 1 and answer.err.startswith("Stop the parcel: order 4001")
    assert to_stop(shop) == ["4001"]
    shop.done("slip", "cancel", "4001", "--reason", "退款")
    assert to_stop(shop) == []


IN_BOTH_FILES = "3821113838621237025"
"""An order of the true file, which has numbered lines; two of one piece."""


@pytest.mark.parametrize("printed", [False, True])
def test_a_file_that_numbers_the_lines_of_an_order_on_a_slip(shop: CommandLine, tmp_path: Path, printed: bool) -> None:
    bought(shop, tmp_path, 1, order_no=IN_BOTH_FILES)
    shop.done("register", IN_BOTH_FILES)
    shop.done("wave", "new")
    if printed:
        shop.done("wave", "print", "1", "-o", tmp_path / "slips.pdf")
    assert shop.done("import", TRUE_QIANNIU, "--json").json["files"][0]["created"] == 57
    if printed:
        assert "were changed after its slip was made" in shop("pack", IN_BOTH_FILES).err
    else:
        for hold in shop.orders("--order-no", IN_BOTH_FILES)[0]["holds"]:
            shop.done("release", IN_BOTH_FILES, "--reason", str(hold))
        shop.done("wave", "print", "1", "-o", tmp_path / "slips.pdf")
        assert [slip["pieces"] for slip in slips(shop, 1)] == [2]


def test_an_order_entered_by_hand_is_changed_while_in_a_wave(shop: CommandLine, tmp_path: Path) -> None:
    bought(shop, tmp_path, 1)  # which makes the shop
    options = [
        "--receiver",
        "李四 13800000000 浙江省杭州市西湖区示例路2号",
        "--item",
        ",单鞋 黑色 38x1",
        "--paid",
        "10",
    ]
    order_no = shop.done("order", "add", "--kind", "phone", *options, "--json").json["order_no"]
    shop.done("order", "confirm", order_no, "--amount", "10", "--reference", "1")
    shop.done("wave", "new")
    desk = open_desk(shop.address)
    known = get_order(desk.database, get_order_ids(desk.database, [order_no])[0])
    item = ManualItem("", "单鞋", "颜色：黑色;尺码：38", 3, Money(1_000))
    order = ManualOrder(
        kind=known.origin, shop_id=known.shop_id, items=(item,), paid=known.paid,
        receiver=Address("李四", "13800000000", "浙江省", "杭州市", "西湖区", "示例路2号"),
    )  # fmt: skip
    change_order(desk, order_id=known.id, order=order, reason="多要两双")
    desk.database.close()
    for hold in shop.orders("--order-no", order_no)[0]["holds"]:
        shop.done("release", order_no, "--reason", str(hold))
    shop.done("wave", "print", "1", "-o", tmp_path / "slips.pdf")
    assert [slip["pieces"] for slip in slips(shop, 1)] == [3]
