"""Orders come in, are registered by whoever is signed in, once, and within a day."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
import time_machine

from shopdesk.clock import from_local, to_local
from tests.command_line import CommandLine, new_shop
from tests.platform_files import START, header, write_csv, write_taobao_pair

PAID = "买家已付款，等待卖家发货"


def at(local: datetime) -> time_machine.travel:
    """The machine's clock standing at a wall-clock time of the shop."""
    return time_machine.travel(to_local(from_local(local)), tick=False)


@pytest.fixture
def shop(tmp_path: Path) -> CommandLine:
    return new_shop(tmp_path)


@pytest.fixture
def paid(shop: CommandLine, tmp_path: Path) -> CommandLine:
    """A shop with three orders: paid at 9:00, paid at 17:00 with an address change, unpaid."""
    names = header("taobao_ExportOrderList_2017_csv")
    common = {"收货人姓名": "张三", "收货地址 ": "浙江省 杭州市 西湖区 示例路1号(310000)", "联系手机": "13800000001"}
    change = "改地址：上海市徐汇区漕溪北路示例小区8号601 周若兰 13900001234"
    kept = ("订单编号", "订单状态", "订单付款时间 ", "订单备注", "买家会员名")
    rows = [
        ("1001", PAID, "2026-06-01 09:00:00", "发顺丰", "a"),
        ("1002", PAID, "2026-06-01 17:00:00", change, "b"),
        ("1003", "等待买家付款", "", "", "c"),
    ]
    common |= {"订单创建时间": "2026-06-01 08:59:00", "买家实际支付金额": "99.00"}
    made = [common | dict(zip(kept, row, strict=True)) for row in rows]
    shop.done("import", write_csv(tmp_path / "orders.csv", names, made))
    return shop


def row_of(shop: CommandLine, order_no: str) -> str:
    """The order's line as a person sees it."""
    return next(line for line in shop.done("orders").out.splitlines() if order_no in line)


@pytest.mark.rule("ORD-01")
def test_paid_orders_come_in_from_the_platforms_file_and_show_the_time_left(paid: CommandLine) -> None:
    with at(datetime(2026, 6, 2, 8, 0)):
        assert "1 h" in row_of(paid, "1001")
        assert "9 h" in row_of(paid, "1002")
        assert " h" not in row_of(paid, "1003")


@pytest.mark.rule("ORD-01")
def test_late_orders_stand_out_until_they_are_registered(paid: CommandLine) -> None:
    with at(datetime(2026, 6, 2, 12, 30)):
        assert "3 h late" in row_of(paid, "1001")
        paid.done("register", "1001")
        assert "late" not in row_of(paid, "1001")
    with at(datetime(2026, 6, 5, 17, 0)):
        assert "3 d late" in row_of(paid, "1002")


@pytest.mark.rule("ORD-01")
def test_what_is_ready_is_registered_oldest_payment_first(paid: CommandLine) -> None:
    assert paid.done("register", "--ready", "--json").json == {"registered": ["1001"], "refused": []}
    paid.done("address", "1002", "--accept", "--reason", "买家改地址")  # until then 1002 is held (ORD-22)
    assert paid.done("register", "--ready", "--json").json == {"registered": ["1002"], "refused": []}
    assert {order["order_no"]: order["stage"] for order in paid.orders()} == {
        "1001": "registered", "1002": "registered", "1003": "new",
    }  # fmt: skip


@pytest.mark.rule("ORD-01")
def test_a_hundred_orders_of_a_pair_show_how_late_they_are(shop: CommandLine, tmp_path: Path) -> None:
    pair = write_taobao_pair(tmp_path, 100)
    shop.done("import", pair.orders, pair.lines)
    to_register = [order for order in shop.orders("--status", "paid")]
    with at(START + timedelta(hours=25)):
        late = [line for line in shop.done("orders", "--status", "paid").out.splitlines() if " late" in line]
    assert len(late) == len(to_register) > 20


@pytest.mark.rule("ORD-03")
def test_the_registrar_is_who_is_signed_in_and_nobody_else(paid: CommandLine) -> None:
    assert paid("register", "1001", "--registrar", "Somebody").status == 2
    assert paid.orders("--order-no", "1001")[0]["registrar"] == ""
    paid.done("register", "1001", "--salesperson", "小李")
    order = paid.orders("--order-no", "1001")[0]
    assert (order["registrar"], order["salesperson"]) == ("Owner", "小李")


@pytest.mark.rule("ORD-03")
def test_a_wrong_entry_leads_back_to_who_made_it(paid: CommandLine, tmp_path: Path) -> None:
    paid.done("register", "1001")
    paid.done("export", "trail", "-o", tmp_path / "trail.csv")
    rows = (tmp_path / "trail.csv").read_text("utf-8-sig").splitlines()
    assert [row.split(",")[1:5] for row in rows if ",register," in row] == [["Owner", "register", "order", "1001"]]


@pytest.mark.rule("ORD-05")
def test_registering_keeps_the_flag_and_marks_the_memo(paid: CommandLine) -> None:
    paid.done("flag", "1001", "--to", "purple")
    paid.done("register", "1001")
    order = paid.orders("--order-no", "1001")[0]
    assert (order["flag"], order["memo"], order["stage"]) == ("purple", "发顺丰 D", "registered")


@pytest.mark.rule("ORD-05")
def test_the_second_try_says_who_did_it_and_when_and_changes_nothing(paid: CommandLine) -> None:
    with at(datetime(2026, 6, 2, 8, 0)):
        paid.done("register", "1001")
    paid.done("release", "1002", "--reason", "照旧地址")
    before = paid.orders()
    with at(datetime(2026, 6, 3, 9, 30)):
        again = paid("register", "1002", "1001")
    assert (again.status, again.out) == (1, "")
    assert "1001 was registered by Owner on 2026-06-02 08:00" in again.err
    assert paid.orders() == before


@pytest.mark.rule("ORD-05")
def test_the_same_file_again_leaves_the_mark_in_the_memo(paid: CommandLine, tmp_path: Path) -> None:
    paid.done("register", "1001")
    assert paid.done("import", tmp_path / "orders.csv", "--json").json["files"][0]["unchanged"] == 3
    assert paid.orders("--order-no", "1001")[0]["memo"] == "发顺丰 D"


def test_unpaid_held_and_unknown_orders_are_refused(paid: CommandLine) -> None:
    assert "1003 is not paid yet" in paid("register", "1003").err
    paid.done("hold", "1001", "--reason", "缺货")
    assert "1001 is on hold (缺货)" in paid("register", "1001").err
    assert paid.orders("--order-no", "1001")[0]["holds"] == ["缺货"]
    paid.done("release", "1001", "--reason", "到货")
    paid.done("register", "1001")
    assert "There is no order 4711" in paid("register", "4711").err


@pytest.mark.rule("ORD-22")
def test_an_address_change_in_the_memo_is_compared_and_offered(paid: CommandLine) -> None:
    assert paid.done("address", "1001", "--json").json["change"] is None
    offered = paid.done("address", "1002", "--json").json
    assert {part: value for part, value in offered["change"].items() if value} == {
        "receiver": "周若兰",
        "phone": "13900001234",
        "province": "上海",
        "city": "上海市",
        "district": "徐汇区",
        "address": "漕溪北路示例小区8号601",
    }
    assert offered["taken"] is False
    assert paid.orders("--order-no", "1002")[0]["receiver"] == "张三"


@pytest.mark.rule("ORD-22")
def test_the_offered_address_is_taken_over_with_a_reason(paid: CommandLine, tmp_path: Path) -> None:
    refused = paid("address", "1002", "--accept")
    assert (refused.status, "Say why" in refused.err) == (1, True)
    paid.done("address", "1002", "--accept", "--reason", "买家备注")
    order = paid.orders("--order-no", "1002")[0]
    assert (order["receiver"], order["phone"], order["district"]) == ("周若兰", "13900001234", "徐汇区")
    paid.done("export", "trail", "-o", tmp_path / "trail.csv")
    trail = (tmp_path / "trail.csv").read_text("utf-8-sig").splitlines()
    assert any("买家备注" in row and "张三" in row and "周若兰" in row for row in trail)
    assert paid.done("address", "1002", "--json").json["change"] is None
