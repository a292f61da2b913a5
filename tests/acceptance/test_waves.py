"""Waves, slips, waybills and the issue register, by command line (SHP-01 to SHP-03, SHP-06, ORD-16, ORD-17)."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from threading import Barrier

import pypdfium2
import pytest
import time_machine

from shopdesk.clock import from_local, to_local
from shopdesk.queries.slips import find_slip
from shopdesk.services.handovers import count_wave
from shopdesk.services.people import add_person
from shopdesk.services.setup import open_desk
from shopdesk.services.waybill_checks import WaybillTaken
from shopdesk.services.waybills import give_waybill
from tests.command_line import CommandLine, new_shop
from tests.platform_files import header, write_csv

PAID = "买家已付款，等待卖家发货"
NOON = datetime(2026, 6, 1, 11, 0)


def at(local: datetime) -> time_machine.travel:
    """The machine's clock standing at a wall-clock time of the shop."""
    return time_machine.travel(to_local(from_local(local)), tick=False)


def pages(file: Path) -> list[str]:
    """The text of each page."""
    with pypdfium2.PdfDocument(file) as document:
        return [page.get_textpage().get_text_bounded() for page in document]


def import_orders(shop: CommandLine, folder: Path, rows: list[dict[str, str]]) -> None:
    """Paid orders, one a row, as the platform's file brings them."""
    names = header("taobao_ExportOrderList_2017_csv")
    common = {
        "订单状态": PAID, "订单创建时间": "2026-06-01 08:59:00", "订单付款时间 ": "2026-06-01 09:00:00",
        "买家实际支付金额": "99.00", "总金额": "99.00", "宝贝标题 ": "真皮单鞋", "宝贝总数量": "1",
    }  # fmt: skip
    shop.done("import", write_csv(folder / "orders.csv", names, [common | row for row in rows]))


def order(number: int, memo: str = "", **more: str) -> dict[str, str]:
    """An order of a buyer of its own."""
    return {
        "订单编号": f"{3821_0000_0000_0000_000 + number}", "订单备注": memo, "买家会员名": f"buyer{number}",
        "收货人姓名": "张三", "收货地址 ": f"浙江省 杭州市 西湖区 示例路{number}号(310000)",
        "联系手机": f"138000000{number:02d}",
    } | more  # fmt: skip


def no(number: int) -> str:
    return order(number)["订单编号"]


@pytest.fixture
def shop(tmp_path: Path) -> CommandLine:
    """Five registered orders: 1, 3 and 5 go with the usual carrier, 2 and 4 with another; 6 is not registered."""
    made = new_shop(tmp_path)
    with at(NOON):
        import_orders(made, tmp_path, [order(i, "发中通" if i in (2, 4) else "") for i in range(1, 7)])
        made.done("register", *(no(i) for i in range(1, 6)))
    return made


@pytest.fixture
def wave(shop: CommandLine) -> CommandLine:
    """The same with all five in wave 1."""
    with at(NOON):
        shop.done("wave", "new")
    return shop


def stages(shop: CommandLine) -> list[str]:
    return [one["stage"] for one in reversed(shop.orders())]


def waybills(shop: CommandLine) -> list[str]:
    """In print order."""
    return [slip["waybill"] for slip in shop.done("wave", "show", "1", "--json").json["slip_list"]]


@pytest.mark.rule("SHP-01", "ORD-16")
def test_a_wave_takes_what_may_go_by_carrier_and_names_what_stays(shop: CommandLine) -> None:
    with at(NOON):
        seen = shop.done("wave", "new", "--dry-run", "--json").json
        made = shop.done("wave", "new", "--json")
    assert seen["wave"] is None and seen["carriers"] == made.json["carriers"] == {"中通快递": 2, "圆通速递": 3}
    assert made.json["orders"] == [no(2), no(4), no(1), no(3), no(5)]
    assert (made.json["wave"], made.json["kind"], made.json["slips"]) == (1, "noon", 5)
    assert made.json["left"] == [
        {"order_no": no(6), "reason": f"Order {no(6)} is not registered yet. Register it first."}
    ]
    assert "is not registered yet" in made.err
    assert stages(shop) == ["settled"] * 5 + ["new"]


@pytest.mark.rule("ORD-16")
@pytest.mark.parametrize(
    ("hour", "more", "kind"),
    [(11, [], "noon"), (12, [], "evening"), (19, [], "evening"), (20, [], "noon"), (15, ["--urgent"], "urgent")],
)
def test_the_clock_chooses_the_kind_of_wave(shop: CommandLine, hour: int, more: list[str], kind: str) -> None:
    with at(NOON.replace(hour=hour)):
        assert shop.done("wave", "new", "--json", *more).json["kind"] == kind
        assert shop.done("wave", "list", "--format", "jsonl").lines[0]["kind"] == kind


@pytest.mark.rule("ORD-16")
def test_what_is_unprinted_at_cut_off_is_shown(shop: CommandLine, tmp_path: Path) -> None:
    def unprinted() -> dict[str, str]:
        return {row["order_no"]: row["hold"] for row in shop.done("wave", "unprinted", "--format", "jsonl").lines}

    with at(NOON + timedelta(minutes=30)):
        assert unprinted() == {}
        shop.done("hold", no(2), "--reason", "缺货")
        shop.done("print", "slip", no(1), "-o", tmp_path / "s.pdf")
    with at(NOON + timedelta(hours=1, minutes=1)):
        assert unprinted() == {no(2): "缺货", no(3): "", no(4): "", no(5): ""}


@pytest.mark.rule("SHP-01")
def test_a_wave_for_one_carrier_leaves_the_others_waiting(shop: CommandLine) -> None:
    assert shop.done("wave", "new", "--carrier", "中通", "--json").json["orders"] == [no(2), no(4)]
    assert shop.done("wave", "new", no(5), "--json").json["orders"] == [no(5)]
    assert shop.done("wave", "new", "--json").json["orders"] == [no(1), no(3)]
    refused = shop("wave", "new")
    assert (refused.status, "nothing to ship" in refused.err) == (1, True)


@pytest.mark.rule("SHP-01")
def test_each_slip_is_printed_once_and_a_reprint_says_so(wave: CommandLine, tmp_path: Path) -> None:
    file = tmp_path / "w.pdf"
    assert wave.done("wave", "print", "1", "-o", file, "--json").json["slips"] == 5
    texts = pages(file)
    assert [("中通" in text, f"Wave 1 · {i}" in text) for i, text in enumerate(texts, 1)] == [
        (True, True), (True, True), (False, True), (False, True), (False, True),
    ]  # fmt: skip
    assert not any("REPRINT" in text for text in texts)
    assert stages(wave)[:5] == ["printed"] * 5
    again = wave("wave", "print", "1", "-o", tmp_path / "again.pdf")
    assert (again.status, again.out, (tmp_path / "again.pdf").exists()) == (1, "", False)
    assert "every slip once. Say why" in again.err
    wave.done("wave", "print", "1", "-o", file, "--reprint", "卡纸")
    assert all("REPRINT 1" in text for text in pages(file))
    wave.done("print", "slip", no(1), "-o", file, "--reprint", "又卡纸")
    assert "REPRINT 2" in pages(file)[0]


@pytest.mark.rule("SHP-01")
def test_the_printer_dies_half_way_and_nothing_is_doubled_or_lost(wave: CommandLine, tmp_path: Path) -> None:
    file = tmp_path / "w.pdf"
    wave.done("wave", "print", "1", "-o", file)
    assert wave.done("wave", "list", "--format", "jsonl").lines[0]["unconfirmed"] == 5
    assert wave.done("wave", "confirm", "1", "--came-out", "2", "--json").json["unprinted"] == 3
    assert sorted(stages(wave)[:5]) == ["printed"] * 2 + ["settled"] * 3
    assert wave.done("wave", "print", "1", "-o", file, "--json").json["slips"] == 3
    rest = pages(file)
    assert [f"Wave 1 · {i}" in text for i, text in zip((3, 4, 5), rest, strict=True)] == [True] * 3
    assert not any("REPRINT" in text for text in rest)
    assert wave.done("wave", "confirm", "1", "--json").json["unprinted"] == 0
    assert wave("wave", "confirm", "1").status == 1
    assert wave("wave", "print", "1", "-o", file).status == 1


@pytest.mark.rule("SHP-01")
def test_held_and_refunded_meanwhile_stay_behind_and_the_rest_is_printed(wave: CommandLine, tmp_path: Path) -> None:
    wave.done("hold", no(1), "--reason", "缺货")
    closed = order(2, "发中通 D", **{"订单状态": "交易关闭", "订单关闭原因": "退款"})
    import_orders(wave, tmp_path, [closed])
    printed = wave.done("wave", "print", "1", "-o", tmp_path / "w.pdf", "--json")
    assert printed.json["slips"] == 3
    assert {one["order_no"] for one in printed.json["left"]} == {no(1), no(2)}
    assert "on hold (缺货)" in printed.err and "closed on the platform (退款)" in printed.err
    assert "Stop this parcel" in wave("slip", "waybill", no(2), "75700000000001").err
    wave.done("slip", "cancel", no(2), "--reason", "退款")
    assert "cancelled (退款). Stop this parcel" in wave("slip", "waybill", no(2), "75700000000001").err
    assert "cancelled (退款). Stop this parcel" in wave("wave", "handed", no(2)).err
    assert wave.orders("--order-no", no(2))[0]["stage"] == "closed"


@pytest.mark.rule("SHP-02")
def test_waybills_by_range_in_print_order(wave: CommandLine) -> None:
    unclear = wave("wave", "waybills", "1", "--from", "12345")
    assert (unclear.status, waybills(wave)) == (1, [""] * 5)
    told = wave.done("wave", "waybills", "1", "--from", "ＹＴ 1234 5678 9O1 2l", "--json").json
    assert told == {"wave": 1, "given": 3, "waiting": 2}
    assert waybills(wave) == ["", "", "YT1234567890121", "YT1234567890122", "YT1234567890123"]
    one = wave.orders("--order-no", no(1))[0]
    assert (one["carrier"], one["waybill"]) == ("圆通速递", "YT1234567890121")
    assert [found["order_no"] for found in wave.orders("--find", "YT1234567890122")] == [no(3)]


@pytest.mark.rule("SHP-02")
def test_a_range_that_runs_out_says_how_many_are_missing(wave: CommandLine) -> None:
    assert wave.done("range", "add", "圆通速递", "YT1234567890001", "YT1234567890002", "--json").json["stock"] == 2
    overlapping = wave("range", "add", "圆通速递", "YT1234567890002", "YT1234567890009")
    assert (overlapping.status, "overlaps" in overlapping.err) == (1, True)
    short = wave("wave", "waybills", "1", "--range", "1")
    assert (short.status, "reach for 2 of 3 slips; 1 are missing" in short.err) == (1, True)
    assert waybills(wave) == [""] * 5
    assert wave.done("wave", "waybills", "1", "--range", "1", "--as-far", "--json").json["given"] == 2
    assert wave.done("range", "list", "--format", "jsonl").lines[0]["stock"] == 0


@pytest.mark.rule("SHP-02")
def test_a_file_of_waybills_all_or_none_with_every_conflict_named(wave: CommandLine, tmp_path: Path) -> None:
    wave.done("slip", "waybill", no(5), "yt-1234-5678-90009")
    before = waybills(wave)
    file = tmp_path / "w.csv"
    file.write_text(
        f"订单编号,运单号\n{no(1)},YT1234567890009\n{no(2)},YT1234567890010\n{no(3)},YT12\n{no(4)},75123456789012\n",
        "utf-8",
    )
    refused = wave("wave", "waybills", "1", "--file", file)
    assert (refused.status, waybills(wave)) == (1, before)
    assert f"YT1234567890009 is used on order {no(5)} (" in refused.err and "grey flag" in refused.err
    assert f"looks like a waybill of 圆通, but order {no(2)} goes with 中通快递" in refused.err
    assert "YT12 is no waybill of 圆通速递" in refused.err and "because of 3" in refused.err
    file.write_text("75123456789012\n７５１２３４５６７８９０１３\n YT123456789OO11\nYT1234567890012\n", "utf-8")
    assert wave.done("wave", "waybills", "1", "--file", file, "--json").json["given"] == 4
    assert waybills(wave)[:3] == ["75123456789012", "75123456789013", "YT1234567890011"]
    too_many = wave("wave", "waybills", "1", "--file", file)
    assert (too_many.status, "No slip of wave 1 waits" in too_many.err) == (1, True)


@pytest.mark.rule("SHP-02")
def test_two_people_give_the_same_waybill_at_the_same_moment(wave: CommandLine) -> None:
    together = Barrier(2)

    def give(number: int) -> str:
        desk = open_desk(wave.address)
        slip = find_slip(desk.database, no(number))
        assert slip is not None
        together.wait()
        try:
            return give_waybill(desk, slip_id=slip.id, waybill="YT1234567890001")
        except WaybillTaken as refused:
            return str(refused)
        finally:
            desk.database.close()

    with ThreadPoolExecutor(2) as people:
        answers = sorted(people.map(give, (1, 3)))
    assert answers[1] == "YT1234567890001" and "is used on order" in answers[0]
    assert sorted(waybills(wave)) == [""] * 4 + ["YT1234567890001"]


@pytest.mark.rule("SHP-02")
def test_another_waybill_needs_a_reason_and_frees_the_old_one(wave: CommandLine) -> None:
    wave.done("slip", "waybill", no(1), "YT1234567890001")
    refused = wave("slip", "waybill", no(1), "YT1234567890002")
    assert (refused.status, "has waybill YT1234567890001 already" in refused.err) == (1, True)
    wave.done("slip", "waybill", no(1), "YT1234567890002", "--reason", "面单破损")
    assert wave.orders("--order-no", no(1))[0]["waybill"] == "YT1234567890002"
    wave.done("slip", "waybill", no(3), "YT1234567890001")
    wave.done("slip", "free", "YT1234567890002", "--reason", "错了")
    assert wave.orders("--order-no", no(1))[0]["waybill"] == ""


@pytest.mark.rule("ORD-17")
def test_a_slip_without_waybill_goes_onto_dated_plain_paper_and_gets_its_number_later(
    wave: CommandLine, tmp_path: Path
) -> None:
    with at(NOON):
        printed = wave.done("wave", "print", "1", "-o", tmp_path / "w.pdf", "--json").json
    assert printed["plain"] == 5
    assert all(
        "Waiting for waybill" in text and "Plain paper 2026-06-01 11:00" in text for text in pages(tmp_path / "w.pdf")
    )
    wave.done("wave", "waybills", "1", "--from", "YT1234567890001")
    assert wave.orders("--order-no", no(1))[0]["waybill"] == "YT1234567890001"
    assert [slip["orders"] for slip in wave.done("slip", "list", "--waiting", "--format", "jsonl").lines] == []
    wave.done("wave", "print", "1", "-o", tmp_path / "w.pdf", "--reprint", "单号来了")
    assert "YT1234567890001" in pages(tmp_path / "w.pdf")[2]


@pytest.mark.rule("SHP-03")
def test_the_register_lists_slips_and_a_difference_names_them(wave: CommandLine, tmp_path: Path) -> None:
    early = wave("wave", "register", "1", "-o", tmp_path / "r.pdf")
    assert (early.status, "nothing to hand over" in early.err) == (1, True)
    wave.done("wave", "waybills", "1", "--from", "YT1234567890001")
    wave.done("wave", "print", "1", "-o", tmp_path / "w.pdf")
    wave.done("wave", "register", "1", "-o", tmp_path / "r.pdf")
    (text,) = pages(tmp_path / "r.pdf")
    assert all(part in text for part in (no(1), no(4), "YT1234567890003", "张*", "Taken over by", "5 slips"))
    assert "张三" not in text
    assert wave.done("wave", "handed", "YT1234567890001", no(3), "--json").json["handed"] == ["SL000003", "SL000004"]
    assert wave("wave", "handed", no(3)).status == 1
    count = wave.done("wave", "count", "1", "2", "--carrier", "圆通", "--json")
    assert [slip["order_no"] for slip in count.json["missing"]] == [no(5)]
    assert "3 were printed, 2 counted" in count.err
    right = wave.done("wave", "count", "1", "3", "--carrier", "圆通", "--json").json
    assert (right["agrees"], right["missing"]) == (True, [])
    assert wave("wave", "count", "1", "2", "--carrier", "顺丰").status == 1


@pytest.mark.rule("DATA-02")
def test_anothers_count_is_replaced_only_by_who_knows_it(wave: CommandLine, tmp_path: Path) -> None:
    wave.done("wave", "waybills", "1", "--from", "YT1234567890001")
    wave.done("wave", "print", "1", "-o", tmp_path / "w.pdf")
    desk = open_desk(wave.address)
    other = replace(desk, actor=add_person(desk, name="小李", role="owner"))
    count_wave(other, wave_id=1, carrier="圆通", counted=2, note="one torn")
    desk.database.close()
    answer = wave("wave", "count", "1", "3", "--carrier", "圆通")
    assert answer.status == 1
    assert "小李 counted" in answer.err and "2 one torn. Yours was not entered: 3" in answer.err
    assert wave.done("wave", "count", "1", "3", "--carrier", "圆通", "--was", "2", "--json").json["agrees"]


@pytest.mark.rule("SHP-06")
def test_slips_older_than_ten_days_move_to_the_history(wave: CommandLine, tmp_path: Path) -> None:
    def listed(*more: str) -> int:
        return len(wave.done("slip", "list", "--format", "jsonl", *more).lines)

    with at(NOON + timedelta(days=9)):
        assert (listed(), listed("--history")) == (5, 0)
    with at(NOON + timedelta(days=11)):
        assert (listed(), listed("--history"), listed("--history", "--unfinished")) == (0, 5, 5)
        wave.done("slip", "cancel", no(1), "--reason", "不要了")
        assert listed("--history", "--unfinished") == 4


@pytest.mark.rule("SHP-01")
def test_orders_that_travel_together_share_slip_waybill_and_stage(shop: CommandLine, tmp_path: Path) -> None:
    refused = shop("slip", "together", no(1), no(3))
    assert (refused.status, "different addresses" in refused.err) == (1, True)
    shop.done("slip", "together", no(1), no(3), "--reason", "同一家人")
    shop.done("wave", "new")
    shop.done("slip", "waybill", no(3), "YT1234567890001")
    shop.done("wave", "print", "1", "-o", tmp_path / "w.pdf")
    shared = next(text for text in pages(tmp_path / "w.pdf") if "2 ORDERS" in text)
    assert no(1) in shared and no(3) in shared
    found = [shop.orders("--order-no", no(i))[0] for i in (1, 3)]
    assert [(one["stage"], one["waybill"]) for one in found] == [("printed", "YT1234567890001")] * 2
    assert shop("slip", "apart", no(1)).status == 1


@pytest.mark.rule("ORD-13", "ORD-05")
def test_an_unregistered_order_printed_by_itself_says_that_it_must_not_be_shipped(
    shop: CommandLine, tmp_path: Path
) -> None:
    shop.done("print", "slip", no(6), "-o", tmp_path / "s.pdf")
    assert "NOT REGISTERED: must not be shipped" in " ".join(pages(tmp_path / "s.pdf")[0].split())
    assert shop.orders("--order-no", no(6))[0]["stage"] == "new"
