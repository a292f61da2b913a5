"""Nothing unsettled is printed, and no time passes unseen: what the shop's numbers in Settings decide (ORD-01, ORD-10,
ORD-13, ORD-14, ORD-16, ORD-18, ORD-20, ORD-23)."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
import time_machine

from shopdesk.clock import from_local, to_local
from shopdesk.domain.platforms import Platform
from shopdesk.queries.extensions import list_extensions
from shopdesk.queries.orders import get_order_ids
from shopdesk.services.desk import Desk
from shopdesk.services.setup import make_shop, open_desk
from shopdesk.services.shop_settings import save_setting
from shopdesk.settings import (
    AFTER_SALES_WAREHOUSE,
    CONFIRM_DAYS,
    EXTENSION_MESSAGE,
    NOON_CUT_OFF,
    PACKING_LIST_ABOVE,
    REGISTER_WITHIN_HOURS,
    REGISTERED_MARK,
    SETTLE_IN_WAVES,
)
from tests.command_line import CommandLine, new_shop
from tests.factories import add_order
from tests.platform_files import header, write_csv

TO = "李四 13912345678 江苏省苏州市吴中区金枫路8号"
HEADS = {
    "收货人姓名": "张三", "收货地址 ": "浙江省 杭州市 西湖区 示例路1号(310000)", "联系手机": "13800000001",
    "订单创建时间": "2026-06-01 08:59:00", "订单付款时间 ": "2026-06-01 09:00:00", "买家实际支付金额": "99.00",
    "订单状态": "买家已付款，等待卖家发货", "宝贝标题 ": "真皮单鞋", "宝贝总数量": "1",
}  # fmt: skip
MORNING = datetime(2026, 6, 1, 11, 0)


def at(local: datetime) -> time_machine.travel:
    """The machine's clock standing at a wall-clock time of the shop."""
    return time_machine.travel(to_local(from_local(local)), tick=False)


def text_of(pdf: Path) -> str:
    with pypdfium2.PdfDocument(pdf) as document:
        return "\n".join(page.get_textpage().get_text_bounded() for page in document)


@pytest.fixture
def shop(tmp_path: Path) -> CommandLine:
    """Two paid orders of two buyers."""
    made = new_shop(tmp_path)
    bring(made, tmp_path, {"订单编号": "1001", "买家会员名": "tb_a"}, {"订单编号": "1002", "买家会员名": "tb_b"})
    return made


@pytest.fixture
def desk(shop: CommandLine) -> Iterator[Desk]:
    """The same shop, for what the owner chooses in Settings and for what the days leave behind."""
    made = open_desk(shop.address)
    yield made
    made.database.close()


def bring(shop: CommandLine, folder: Path, *rows: dict[str, str]) -> None:
    names = header("taobao_ExportOrderList_2017_csv")
    shop.done("import", write_csv(folder / "orders.csv", names, [HEADS | row for row in rows]))


def order_of(shop: CommandLine, order_no: str) -> dict[str, Any]:
    (order,) = shop.orders("--order-no", order_no)
    return dict(order)


@pytest.mark.rule("ORD-13")
def test_what_nobody_settled_is_in_no_wave_and_its_slip_says_so(shop: CommandLine, desk: Desk, tmp_path: Path) -> None:
    save_setting(desk, SETTLE_IN_WAVES, False)
    shop.done("register", "1001", "1002")
    refused = shop("wave", "new")
    assert (refused.status, "1001 is not settled" in refused.err) == (1, True)
    shop.done("settle", "1001")
    made = shop.done("wave", "new", "--json").json
    assert made["orders"] == ["1001"]
    assert [(each["order_no"], "not settled" in each["reason"]) for each in made["left"]] == [("1002", True)]
    shop.done("print", "slip", "1002", "-o", tmp_path / "s.pdf")
    assert "NOT SETTLED: must not be shipped" in " ".join(text_of(tmp_path / "s.pdf").split())
    assert order_of(shop, "1002")["stage"] == "registered"


@pytest.mark.rule("ORD-13")
def test_a_wave_settles_on_the_platform_s_usual_account(shop: CommandLine) -> None:
    shop.done("register", "1001", "1002")
    shop.done("wave", "new")
    rows = shop.done("settlements", "--orders", "--format", "jsonl").lines
    assert {(row["order_no"], row["account"], row["method"], row["amount"], row["settled_by"]) for row in rows} == {
        ("1001", "支付宝", "platform", "99.00", "Owner"), ("1002", "支付宝", "platform", "99.00", "Owner"),
    }  # fmt: skip


@pytest.mark.rule("ORD-10")
def test_a_large_wholesale_order_waits_for_its_detailed_list(shop: CommandLine, desk: Desk, tmp_path: Path) -> None:
    items = ("--item", ",款式：5815;颜色：深紫;尺码：W7x4@100", "--item", ",款式：5815;颜色：灰色;尺码：W8x3@90")
    line = ("--kind", "wholesale", "--receiver", TO, "--paid", "670", *items)
    save_setting(desk, PACKING_LIST_ABOVE, 7)
    small = shop.done("order", "add", *line, "--json").json
    save_setting(desk, PACKING_LIST_ABOVE, 6)
    large = shop.done("order", "add", *line, "--memo", "月结", "--json").json
    assert (small["memo"].split(" D")[0], large["memo"].split(" D")[0]) == ("批发", "批发 附清单 月结")
    number = large["order_no"]
    assert order_of(shop, number)["paid"] == "670.00"
    shop.done("order", "confirm", number, "--amount", "670", "--reference", "R1")
    refused = shop("wave", "new", number)
    assert (refused.status, "Print its packing list first" in refused.err) == (1, True)
    shop.done("print", "packing-list", number, "-o", tmp_path / "list.pdf")
    text = text_of(tmp_path / "list.pdf")
    assert all(part in text for part in (number, "5815", "深紫", "灰色", "W7", "W8", "4", "3"))
    assert shop.done("wave", "new", number, "--json").json["orders"] == [number]


@pytest.mark.rule("ORD-01")
def test_the_time_to_register_in_is_the_shop_s(shop: CommandLine, desk: Desk) -> None:
    def said(order_no: str) -> str:
        return next(line for line in shop.done("orders").out.splitlines() if order_no in line)

    with at(MORNING):
        assert "late" not in said("1001")
        save_setting(desk, REGISTER_WITHIN_HOURS, 1)
        assert "1 h late" in said("1001")


@pytest.mark.rule("ORD-16")
def test_two_waves_a_day_and_an_urgent_one_between_by_the_shop_s_own_times(shop: CommandLine, desk: Desk) -> None:
    save_setting(desk, NOON_CUT_OFF, "10:30")
    with at(MORNING):
        shop.done("register", "1001", "1002")
        assert shop.done("wave", "new", "1001", "--urgent", "--json").json["kind"] == "urgent"
        assert shop.done("wave", "new", "--json").json["kind"] == "evening"
        assert shop.done("wave", "unprinted", "--format", "jsonl").lines == []
    with at(MORNING.replace(hour=20, minute=1)):
        unprinted = shop.done("wave", "unprinted", "--format", "jsonl").lines
    assert [row["order_no"] for row in unprinted] == ["1001", "1002"]


@pytest.mark.rule("ORD-14")
def test_the_form_of_a_late_change_names_everything(shop: CommandLine, tmp_path: Path) -> None:
    shop.done("register", "1001")
    shop.done("wave", "new", "1001")
    shop.done("slip", "waybill", "1001", "YT1234567890001")
    said = shop.done("order", "note", "1001", "--to", "5815 灰色 W6 ×1").out
    form = dict(line.split(": ", 1) for line in said.splitlines())
    assert (form["Buyer"], form["Name"], form["Phone"], form["Carrier"]) == ("tb_a", "张三", "13800000001", "圆通速递")
    assert (form["Waybill"], form["Change to"]) == ("YT1234567890001", "5815 灰色 W6 ×1")
    assert "示例路1号" in form["Address"] and "真皮单鞋" in form["Bought"]
    shop.done("print", "change-note", "1001", "-o", tmp_path / "n.pdf")
    text = text_of(tmp_path / "n.pdf")
    assert all(part in text for part in ("tb_a", "张三", "13800000001", "YT1234567890001", "圆通速递", "灰色 W6"))
    shop.done("wave", "print", "1", "-o", tmp_path / "w.pdf")
    assert "5815 灰色 W6 ×1" in " ".join(text_of(tmp_path / "w.pdf").split())


@pytest.mark.rule("ORD-18")
def test_the_message_to_the_buyer_is_the_shop_s_text_and_kept(shop: CommandLine, desk: Desk) -> None:
    save_setting(desk, EXTENSION_MESSAGE, "亲 {buyer}，{order_no} 因{reason}延至 {until}")
    until = ("--until", "2999-01-01", "--reason", "缺货")
    shop.done("order", "extend", "1001", *until, "--told")
    shop.done("order", "extend", "1002", *until, "--message", "{buyer}，抱歉")
    first, second = (list_extensions(desk.database, each)[0] for each in get_order_ids(desk.database, ["1001", "1002"]))
    assert first.message.startswith("亲 tb_a，1001 因缺货延至 2999-01-01")
    assert (first.told_at is None, second.told_at, second.message) == (False, None, "tb_b，抱歉")


@pytest.mark.rule("ORD-20")
def test_a_forgotten_sample_surfaces_at_the_buyer_s_next_order_from_a_file(shop: CommandLine, tmp_path: Path) -> None:
    number = shop.done("owed", "add", "样品茶", "--order", "1001", "--kind", "gift", "--along", "--json").json["number"]
    shop.done("register", "1001")
    shop.done("wave", "new", "1001")
    shop.done("slip", "waybill", "1001", "YT1234567890001")
    shop.done("wave", "print", "1", "-o", tmp_path / "w.pdf")
    assert "样品茶" in text_of(tmp_path / "w.pdf")
    shop.done("ship", "1001", "--reason", "快递员在等")
    assert order_of(shop, "1001")["flag"] == "yellow"
    later = {"订单编号": "1003", "买家会员名": "tb_a", "收货地址 ": "浙江省 杭州市 西湖区 别处2号(310000)"}
    bring(shop, tmp_path, later)
    assert order_of(shop, "1003")["holds"] == ["Still owed to this buyer: 样品茶"]
    shop.done("owed", "send", "1003", str(number))
    assert shop.done("register", "--ready", "--json").json["registered"] == ["1002", "1003"]


@pytest.mark.rule("ORD-23")
def test_each_platform_s_days_until_it_confirms_and_the_shop_s_own(shop: CommandLine, desk: Desk) -> None:
    places = (Platform.TAOBAO, Platform.JD, Platform.PINDUODUO)
    left = from_local(datetime(2026, 6, 1, 12, 0))
    for platform in places:
        shop_id = make_shop(desk, name=platform.value, platform=platform)
        add_order(desk, shop_id=shop_id, order_no=platform.value, status=2, stage=5, created=left, paid_at=left,
                  shipped_at=left)  # fmt: skip

    def near(days: int) -> list[str]:
        with at(MORNING + timedelta(days=days)):
            return [row["order_no"] for row in shop.done("deadlines", "--kind", "receipt", "--format", "jsonl").lines]

    assert [near(days) for days in (4, 6, 9, 14)] == [
        [], ["jd"], ["jd", "taobao"], ["jd", "taobao", "pinduoduo"],
    ]  # fmt: skip
    save_setting(desk, CONFIRM_DAYS, {"taobao": 7, "jd": 9, "pinduoduo": 15})
    assert near(6) == ["taobao"]


@pytest.mark.rule("ORD-05")
def test_the_mark_is_the_shop_s_and_stands_in_a_memo_once(shop: CommandLine, desk: Desk, tmp_path: Path) -> None:
    save_setting(desk, REGISTERED_MARK, "已登")
    bring(shop, tmp_path, {"订单编号": "1001", "买家会员名": "tb_a", "订单备注": "老客 已登"})
    shop.done("register", "1001", "1002")
    assert [order_of(shop, no)["memo"] for no in ("1001", "1002")] == ["老客 已登", "已登"]


@pytest.mark.rule("ORD-06", "ORD-11")
def test_exchanges_and_reissues_go_to_the_warehouse_for_nothing_and_keep_their_link(
    shop: CommandLine, desk: Desk
) -> None:
    save_setting(desk, AFTER_SALES_WAREHOUSE, "售后仓")
    numbers = []
    for kind in ("exchange", "reissue"):
        made = shop.done("order", "add", "--kind", kind, "--from", "1001", "--item", ",单鞋 灰色 W6x1", "--json").json
        numbers.append(made["order_no"])
        assert (made["warehouse"], made["source"], made["paid"]) == ("售后仓", "1001", "0.00")
        assert all("ship together" in reason for reason in made["holds"])
    shop.done("release", *numbers, "--reason", "分开发")
    shop.done("register", *numbers)
    assert sorted(shop.done("wave", "new", *numbers, "--json").json["orders"]) == sorted(numbers)
    rows = shop.done("settlements", "--orders", "--format", "jsonl").lines
    assert {(row["order_no"], row["amount"], row["postage"]) for row in rows} == {
        (no, "0.00", "0.00") for no in numbers
    }
    assert order_of(shop, numbers[1])["memo"].startswith("补:单鞋 灰色 W6×1")
    assert [order_of(shop, no)["source"] for no in numbers] == ["1001", "1001"]
