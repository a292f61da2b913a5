"""Who may print without a waybill, how a second wave goes on from the first, what the platform's file says of parcels
that are still here, what is told to buyers, and who may do what of all this; by command line."""

import io
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import time_machine

from shopdesk.clock import from_local, to_local
from shopdesk.services.setup import open_desk
from shopdesk.services.shop_settings import save_setting
from shopdesk.settings import NOON_CUT_OFF, TOLD_TEXT
from tests.command_line import CommandLine, new_shop
from tests.platform_files import header, write_csv

PAID, SHIPPED, RECEIVED = "买家已付款，等待卖家发货", "卖家已发货，等待买家确认", "交易成功"
STAFF = {"李姐": "supervisor", "小王": "agent", "小陈": "registrar", "老赵": "warehouse", "阿芳": "finance"}
PASSWORD, WAYBILL = "correct horse", "YT1234567890001"


def at(hour: int, minute: int = 0) -> time_machine.travel:
    """That time of the day on which everything was bought, in the shop."""
    return time_machine.travel(to_local(from_local(datetime(2026, 6, 1, hour, minute))), tick=False)


def bring_in(shop: CommandLine, folder: Path, **statuses: str) -> None:
    """What the platform's file says of orders: `_4001=PAID`."""
    rows = [
        {
            "订单编号": number.strip("_"), "订单状态": status, "买家会员名": f"b{number}", "收货人姓名": "张三",
            "收货地址 ": f"浙江省 杭州市 西湖区 示例路{number}号(310000)", "联系手机": "13800000001",
            "订单创建时间": "2026-06-01 08:59:00", "订单付款时间 ": "2026-06-01 09:00:00", "宝贝标题 ": "真皮单鞋",
            "买家实际支付金额": "99.00", "总金额": "99.00", "宝贝总数量": "1",
        }
        for number, status in statuses.items()
    ]  # fmt: skip
    shop.done("import", write_csv(folder / "orders.csv", header("taobao_ExportOrderList_2017_csv"), rows))


@pytest.fixture
def shop(tmp_path: Path) -> CommandLine:
    """Two registered orders, 4001 and 4002, at eleven."""
    made = new_shop(tmp_path)
    with at(11):
        bring_in(made, tmp_path, _4001=PAID, _4002=PAID)
        made.done("register", "4001", "4002")
    return made


@pytest.fixture
def staff(wave: CommandLine, monkeypatch: pytest.MonkeyPatch) -> CommandLine:
    """The same with a person for each role, who signs in; the owner gives the commands where nobody is named."""
    for name, role in STAFF.items():
        wave.done("user", "add", name, "--role", role)
    for name in ("Owner", *STAFF):
        monkeypatch.setattr(sys, "stdin", io.StringIO(f"{PASSWORD}\n"))
        wave.done("user", "password", name)
        monkeypatch.setenv("SHOPDESK_PERSON", "Owner")
        monkeypatch.setenv("SHOPDESK_PASSWORD", PASSWORD)
    return wave


@pytest.fixture
def wave(shop: CommandLine) -> CommandLine:
    """The same with both in wave 1; 4001 has its waybill."""
    with at(11):
        shop.done("wave", "new")
    shop.done("slip", "waybill", "4001", WAYBILL)
    return shop


def listed(shop: CommandLine, name: str) -> list[str]:
    return [row["order_no"] for row in shop.done("lists", name, "--format", "jsonl").lines]


def waiting(shop: CommandLine) -> list[Any]:
    with at(12):
        return [slip["orders"] for slip in shop.done("slip", "list", "--waiting", "--format", "jsonl").lines]


@pytest.mark.rule("ORD-17", "TEAM-01")
def test_without_a_waybill_only_a_supervisor_prints(staff: CommandLine, tmp_path: Path) -> None:
    assert len(waiting(staff)) == 1
    printed = staff.done("--person", "小陈", "wave", "print", "1", "-o", tmp_path / "w.pdf", "--json")
    assert (printed.json["slips"], printed.json["plain"]) == (1, 0)
    assert [one["order_no"] for one in printed.json["left"]] == ["4002"]
    assert "Order 4002 waits for its waybill" in printed.err and "ask a supervisor" in printed.err
    for command in (("wave", "print", "1"), ("print", "slip", "4002")):
        refused = staff("--person", "小陈", *command, "-o", tmp_path / "r.pdf")
        assert refused.status == 1 and "waits for its waybill" in refused.err
        assert not (tmp_path / "r.pdf").exists()
    told = staff.done("--person", "李姐", "wave", "print", "1", "-o", tmp_path / "p.pdf", "--json").json
    assert (told["slips"], told["plain"]) == (1, 1)
    assert len(waiting(staff)) == 1, "it waits on, though it is on paper"
    staff.done("slip", "waybill", "4002", "YT1234567890002")
    assert waiting(staff) == []


@pytest.mark.rule("ORD-17", "TEAM-01")
def test_the_owner_lets_somebody_print_plain_by_name(staff: CommandLine, tmp_path: Path) -> None:
    staff.done("user", "grant", "小陈", "print-plain")
    assert staff.done("--person", "小陈", "wave", "print", "1", "-o", tmp_path / "w.pdf", "--json").json["plain"] == 1
    staff.done("user", "revoke", "小陈", "print-plain")
    again = staff.done(
        "--person", "小陈", "wave", "print", "1", "-o", tmp_path / "w.pdf", "--reprint", "卡纸", "--json"
    )
    assert (again.json["slips"], again.json["plain"]) == (1, 0)


@pytest.mark.rule("ORD-16", "SHP-01")
def test_the_evening_wave_takes_what_came_after_noon_and_urgent_ones_go_between(
    wave: CommandLine, tmp_path: Path
) -> None:
    with at(14):
        bring_in(wave, tmp_path, _4003=PAID, _4004=PAID)
        wave.done("register", "4003", "4004")
        urgent = wave.done("wave", "new", "4004", "--urgent", "--json").json
    with at(19):
        evening = wave.done("wave", "new", "--json").json
    assert [(made["kind"], made["orders"]) for made in (urgent, evening)] == [
        ("urgent", ["4004"]), ("evening", ["4003"]),
    ]  # fmt: skip
    kinds = [row["kind"] for row in wave.done("wave", "list", "--format", "jsonl").lines]
    assert kinds == ["evening", "urgent", "noon"]


@pytest.mark.rule("ORD-16")
def test_the_shop_says_when_its_cut_offs_are(shop: CommandLine, tmp_path: Path) -> None:
    def unprinted() -> list[str]:
        return [row["order_no"] for row in shop.done("wave", "unprinted", "--format", "jsonl").lines]

    with at(11, 45):
        assert unprinted() == []
        desk = open_desk(shop.address)
        save_setting(desk, NOON_CUT_OFF, "11:30")
        desk.database.close()
        assert sorted(unprinted()) == ["4001", "4002"]


@pytest.mark.rule("SHP-05")
def test_shipped_needs_a_waybill_and_a_courier_takes_what_has_one(wave: CommandLine, tmp_path: Path) -> None:
    wave.done("wave", "print", "1", "-o", tmp_path / "w.pdf")
    wave.done("pack", "4001")
    wave.done("pack", "4002")
    refused = wave("ship", "4002")
    assert (refused.status, "no waybill" in refused.err.lower()) == (1, True), refused.err
    taken = wave.done("ship", "--carrier", "圆通速递", "--json")
    assert taken.json["shipped"] == ["4001"]
    assert [one["order_no"] for one in taken.json["refused"]] == ["4002"]


@pytest.mark.rule("SHP-05")
def test_the_platforms_file_puts_parcels_onto_the_lists_of_what_went_wrong(wave: CommandLine, tmp_path: Path) -> None:
    with at(12):
        wave.done("wave", "print", "1", "-o", tmp_path / "w.pdf")
        assert sorted(listed(wave, "printed-not-shipped")) == ["4001", "4002"]
        bring_in(wave, tmp_path, _4001=SHIPPED, _4002=RECEIVED)
        assert listed(wave, "shipped-not-packed") == listed(wave, "platform-shipped") == ["4001"]
        assert listed(wave, "received-not-shipped") == ["4002"]
        assert listed(wave, "printed-not-shipped") == ["4001"]


@pytest.mark.rule("SHP-04", "SHP-05")
def test_a_refund_asked_for_after_printing_stops_the_parcel(wave: CommandLine, tmp_path: Path) -> None:
    wave.done("wave", "print", "1", "-o", tmp_path / "w.pdf")
    refund = {
        "订单编号": "4002", "退款编号": "94002", "退款状态": "买家已经申请退款，等待卖家同意",
        "退款的申请时间": "2026-06-01 13:00:00",
    }  # fmt: skip
    names = header("taobao_refund_export_2026_xls")
    wave.done("import", write_csv(tmp_path / "refunds.csv", names, [refund]))
    assert listed(wave, "to-stop") == ["4002"]
    assert wave.done("lists", "--json").json["to-stop"] == 1
    refused = wave("pack", "4002")
    assert refused.status == 1 and refused.err.startswith("Stop the parcel: order 4002")
    wave.done("pack", "4001")


@pytest.mark.rule("SHP-02")
def test_a_waybill_of_another_carrier_or_already_used_is_refused(wave: CommandLine) -> None:
    for number, why in (("SF1234567890123", "looks like a waybill of 顺丰"), (WAYBILL, "is used on order 4001")):
        refused = wave("slip", "waybill", "4002", number)
        assert refused.status == 1 and why in refused.err
    assert wave.orders("--order-no", "4002")[0]["waybill"] == ""


@pytest.mark.rule("SHP-07")
def test_reissues_and_bank_orders_are_told_in_the_words_of_the_shop(shop: CommandLine, tmp_path: Path) -> None:
    desk = open_desk(shop.address)
    save_setting(desk, TOLD_TEXT, "{buyer}：{order_no} 的{item}走{carrier}，单号 {waybill}")
    desk.database.close()
    reissue = shop.done("order", "add", "--kind", "reissue", "--from", "4001", "--item", ",鞋垫x1", "--json").json
    to = "李四 13912345678 江苏省苏州市吴中区金枫路8号"
    bank = shop.done("order", "add", "--kind", "bank", "--buyer", "tb_x", "--receiver", to, "--item", ",单鞋x1",
                     "--paid", "99", "--json").json  # fmt: skip
    shop.done("order", "confirm", bank["order_no"], "--amount", "99", "--reference", "R1")
    numbers = [reissue["order_no"], bank["order_no"]]
    for number, waybill in zip(numbers, (WAYBILL, "YT1234567890002"), strict=True):
        for hold in shop.orders("--order-no", number)[0]["holds"]:
            shop.done("release", number, "--reason", str(hold))
        if shop.orders("--order-no", number)[0]["stage"] == "new":
            shop.done("register", number)
        made = shop.done("wave", "new", number, "--json").json["wave"]
        shop.done("slip", "waybill", number, waybill)
        shop.done("wave", "print", str(made), "-o", tmp_path / "w.pdf")
        shop.done("pack", number)
        assert shop.done("untold", "--json").json == {"untold": []} or number != numbers[0]
        shop.done("ship", number)
    texts = {row["order_no"]: row["text"] for row in shop.done("untold", "--json").json["untold"]}
    assert texts == {
        numbers[0]: f"b_4001：4001 的鞋垫走圆通速递，单号 {WAYBILL}",
        numbers[1]: f"tb_x：{numbers[1]} 的单鞋走圆通速递，单号 YT1234567890002",
    }
    assert shop.done("told", numbers[1], "--json").json == {"told": 1}
    assert [row["order_no"] for row in shop.done("untold", "--json").json["untold"]] == [numbers[0]]


@pytest.mark.rule("TEAM-01")
def test_each_role_ships_what_it_may(staff: CommandLine, tmp_path: Path) -> None:
    table = tmp_path / "p.csv"
    table.write_text("编码,重量\nA-1,100\n", "utf-8")
    for action, roles in (
        (("wave", "new"), {"supervisor", "registrar"}),
        (("slip", "waybill", "4001", WAYBILL), {"supervisor", "registrar", "warehouse"}),
        (("wave", "count", "1", "2", "--carrier", "圆通"), {"supervisor", "warehouse"}),
        (("pack", "4001"), {"supervisor", "warehouse"}),
        (("ship", "4001"), {"supervisor", "warehouse"}),
        (("settle", "4001"), {"supervisor", "registrar", "finance"}),
        (("told", "4001"), {"supervisor", "agent", "registrar"}),
        (("products", "import", table), {"supervisor", "registrar", "warehouse"}),
        (("user", "grant", "小王", "pack"), set[str]()),
    ):
        told = {role: staff("--person", name, *action).err for name, role in STAFF.items()}
        assert {role for role, err in told.items() if " may not " not in err} == roles, (action, told)
