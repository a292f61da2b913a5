"""Registered orders are settled: account, method, amount; totals by account and day; postage is booked as 0."""

import csv
from datetime import datetime
from pathlib import Path

import pytest
import time_machine

from shopdesk.clock import from_local, to_local
from tests.command_line import CommandLine, new_shop
from tests.platform_files import header, write_csv

PAID = "买家已付款，等待卖家发货"


@pytest.fixture
def shop(tmp_path: Path) -> CommandLine:
    """Three paid orders, of which one paid 10.00 of postage."""
    shop = new_shop(tmp_path)
    names = header("taobao_ExportOrderList_2017_csv")
    common = {
        "订单状态": PAID, "收货人姓名": "张三", "联系手机": "13800000001", "订单创建时间": "2026-06-01 08:59:00",
        "订单付款时间 ": "2026-06-01 09:00:00", "宝贝总数量": "1",
    }  # fmt: skip
    money = ("买家应付货款", "买家应付邮费", "总金额", "买家实际支付金额")
    rows = [("1001", ("99.00", "0.00", "99.00", "99.00")), ("1002", ("99.00", "10.00", "109.00", "109.00")),
            ("1003", ("50.00", "0.00", "50.00", "50.00"))]  # fmt: skip
    made = [
        common
        | {"订单编号": number, "买家会员名": number, "收货地址 ": f"浙江省 杭州市 西湖区 示例路{number}号(310000)"}
        | dict(zip(money, amounts, strict=True))
        for number, amounts in rows
    ]
    shop.done("import", write_csv(tmp_path / "orders.csv", names, made))
    return shop


def totals(shop: CommandLine, *arguments: str) -> list[tuple[str, str, int, str]]:
    """What came to which account."""
    rows = shop.done("settlements", "--format", "jsonl", *arguments).lines
    return [(row["account"], row["method"], row["orders"], row["amount"]) for row in rows]


@pytest.mark.rule("ORD-04")
def test_postage_is_booked_as_0_and_the_money_really_received_counts(shop: CommandLine) -> None:
    shop.done("register", "1002")
    shop.done("settle", "1002", "--amount", "105.50")
    (row,) = shop.done("settlements", "--orders", "--format", "jsonl").lines
    assert (row["order_no"], row["amount"], row["postage"]) == ("1002", "105.50", "0.00")
    assert (row["paid"], row["platform_postage"]) == ("109.00", "10.00")


@pytest.mark.rule("ORD-04")
def test_what_was_bought_is_registered_as_it_was_bought(shop: CommandLine) -> None:
    before = shop.orders("--order-no", "1002")[0]
    shop.done("register", "1002")
    after = shop.orders("--order-no", "1002")[0]
    for name in ("lines", "goods", "postage", "paid"):
        assert after[name] == before[name]
    assert after["postage"] == "10.00"  # the platform's stays visible


@pytest.mark.rule("ORD-13")
def test_totals_by_account_and_day(shop: CommandLine) -> None:
    shop.done("register", "1001", "1002", "1003")
    with time_machine.travel(to_local(from_local(datetime(2026, 6, 1, 12, 0))), tick=False):
        shop.done("settle", "1001", "1002")
    with time_machine.travel(to_local(from_local(datetime(2026, 6, 2, 12, 0))), tick=False):
        shop.done("settle", "1003", "--account", "工行", "--method", "bank", "--reference", "0602-7")
        assert totals(shop) == [("工行", "bank", 1, "50.00")]
    assert totals(shop, "--day", "2026-06-01") == [("支付宝", "platform", 2, "208.00")]
    assert len(totals(shop, "--day", "2026-06-01", "--until", "2026-06-02")) == 2
    table = shop.done("settlements", "--day", "2026-06-02").out
    assert "工行" in table
    assert "Bank transfer" in table


@pytest.mark.rule("ORD-13")
def test_what_is_not_settled_is_listed(shop: CommandLine) -> None:
    shop.done("register", "1001", "1002")
    shop.done("settle", "1001")
    (row,) = shop.done("settlements", "--unsettled", "--format", "jsonl").lines
    assert (row["order_no"], row["paid"], row["registered_by"]) == ("1002", "109.00", "Owner")


@pytest.mark.rule("ORD-13")
def test_only_registered_orders_are_settled_and_only_once(shop: CommandLine) -> None:
    assert "1001 is not registered yet" in shop("settle", "1001").err
    shop.done("register", "1001", "1002")
    shop.done("settle", "1001")
    before = shop.orders()
    again = shop("settle", "1002", "1001")
    assert (again.status, again.out) == (1, "")
    assert "1001 was settled by Owner" in again.err
    assert shop.orders() == before
    assert shop("settle", "1002", "--amount", "viel").status == 2


@pytest.mark.rule("ORD-13")
def test_a_settlement_is_taken_back_with_a_reason(shop: CommandLine) -> None:
    shop.done("register", "1001")
    shop.done("settle", "1001", "--json")
    assert shop("unsettle", "1001").status == 2
    assert shop.done("unsettle", "1001", "--reason", "记错账户", "--json").json == {"unsettled": 1}
    assert shop.orders("--order-no", "1001")[0]["stage"] == "registered"


@pytest.mark.rule("ORD-13")
def test_the_list_goes_into_a_file(shop: CommandLine, tmp_path: Path) -> None:
    shop.done("register", "1001")
    shop.done("settle", "1001", "--account", "=1+1")
    shop.done("settlements", "--orders", "-o", tmp_path / "day.csv")
    with (tmp_path / "day.csv").open(encoding="utf-8-sig") as file:
        (row,) = csv.DictReader(file)
    assert (row["order_no"], row["amount"], row["account"]) == ("1001", "99.00", "'=1+1")
    assert shop("settlements", "--format", "xlsx").status == 2


@pytest.mark.rule("ORD-05")
def test_registering_is_undone_while_nothing_is_printed(shop: CommandLine) -> None:
    shop.done("register", "1001")
    assert shop.done("unregister", "1001", "--json").json == {"unregistered": 1}
    order = shop.orders("--order-no", "1001")[0]
    assert (order["stage"], order["memo"], order["registrar"]) == ("new", "", "")
    assert "1001 is not registered" in shop("unregister", "1001").err
