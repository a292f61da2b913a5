"""Money that goes back, by command line, each person signed in as themselves (REF-01 to REF-08)."""

import csv
import io
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import time_machine

from shopdesk.clock import from_local, to_local
from shopdesk.services.desk import Desk
from shopdesk.services.setup import open_desk
from tests.command_line import Answer, CommandLine, new_shop
from tests.platform_files import header, write_csv
from tests.services.refunders import add_case

PASSWORD = "correct horse"
STAFF = {"李姐": "supervisor", "小王": "agent", "小陈": "agent", "阿芳": "finance"}
REFUND_HEAD = (
    "订单编号", "退款编号", "买家退款金额", "手工退款/系统退款", "是否需要退货", "退款的申请时间", "退款状态",
    "货物状态", "买家退款原因", "超时时间", "退款完结时间",
)  # fmt: skip


@contextmanager
def at(day: str, hour: int = 10) -> Iterator[None]:
    """The shop's wall clock stands at this moment."""
    moment = datetime.fromisoformat(day).replace(hour=hour)
    with time_machine.travel(to_local(from_local(moment)), tick=False):
        yield


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[CommandLine]:
    """Three shipped orders of 199.00, of which 1003 is closed; the owner gives commands where nobody is named."""
    made = new_shop(tmp_path)
    common = {
        "收货人姓名": "张三", "联系手机": "13800000001", "收货地址 ": "浙江省 杭州市 西湖区 示例路1号(310000)",
        "订单创建时间": "2026-06-01 08:59:00", "订单付款时间 ": "2026-06-01 09:00:00", "买家实际支付金额": "199.00",
        "宝贝标题 ": "真皮单鞋", "宝贝总数量": "1",
    }  # fmt: skip
    rows = [
        common | {"订单编号": number, "买家会员名": buyer, "订单状态": status}
        for number, buyer, status in (
            ("1001", "a", "卖家已发货，等待买家确认"),
            ("1002", "b", "卖家已发货，等待买家确认"),
            ("1003", "c", "交易关闭"),
        )
    ]
    names = header("taobao_ExportOrderList_2017_csv")
    with at("2026-06-01"):
        made.done("import", write_csv(tmp_path / "orders.csv", names, rows))
        for name, role in STAFF.items():
            made.done("user", "add", name, "--role", role)
        for name in ("Owner", *STAFF):
            monkeypatch.setattr(sys, "stdin", io.StringIO(f"{PASSWORD}\n"))
            made.done("user", "password", name)
            monkeypatch.setenv("SHOPDESK_PERSON", "Owner")
            monkeypatch.setenv("SHOPDESK_PASSWORD", PASSWORD)
    with at("2026-06-02"):
        yield made


@contextmanager
def inside(shop: CommandLine) -> Iterator[Desk]:
    """The shop's own desk, for what boxes and cases do elsewhere."""
    desk = open_desk(shop.address)
    yield desk
    desk.database.close()


def refund(shop: CommandLine, person: str, *arguments: str | Path) -> dict[str, Any]:
    """Somebody's command about refunds, done; its answer."""
    return dict(shop.done("--person", person, "refund", *arguments, "--json").json)


def refused(shop: CommandLine, person: str, *arguments: str | Path) -> str:
    """Somebody's command is refused with a sentence, and no refund has changed."""
    before = shop.done("refund", "list", "--format", "jsonl").out
    answer = shop("--person", person, "refund", *arguments)
    assert (answer.status, answer.out) == (1, ""), answer
    assert shop.done("refund", "list", "--format", "jsonl").out == before
    return answer.err


def ask(shop: CommandLine, order_no: str, amount: str, *more: str, person: str = "小王", kind: str = "only") -> str:
    """Ask for a refund; its number."""
    given = {"--reason": "quality"} | dict(zip(more[::2], more[1::2], strict=True))
    options = [word for pair in given.items() for word in pair]
    return str(refund(shop, person, "ask", order_no, "--kind", kind, "--amount", amount, *options)["refund"])


def approved(shop: CommandLine, order_no: str, amount: str, *more: str, kind: str = "only") -> str:
    """One that the supervisor approved."""
    number = ask(shop, order_no, amount, *more, kind=kind)
    refund(shop, "李姐", "approve", number)
    return number


def refund_file(folder: Path, order_no: str, state: str, amount: str = "199.00") -> Path:
    row = {
        "订单编号": order_no, "退款编号": "R1001", "买家退款金额": amount, "手工退款/系统退款": "手工退款",
        "是否需要退货": "不需要退货", "退款的申请时间": "2026-06-01 12:00:00", "退款状态": state,
        "货物状态": "买家已收到货", "买家退款原因": "质量问题", "超时时间": "2026-06-05 12:00:00",
    }  # fmt: skip
    return write_csv(folder / f"refunds {len(state)}.csv", REFUND_HEAD, [row])


@pytest.mark.rule("REF-01")
def test_every_kind_of_refund_is_asked_for(shop: CommandLine) -> None:
    with inside(shop) as desk:
        order = desk.database.execute_sql("SELECT id FROM orders WHERE order_no = '1001'").fetchone()[0]
        case = add_case(desk, order)
        desk.database.execute_sql("UPDATE orders SET postage = 1500 WHERE id = ?", (order,))
    refund(shop, "小王", "ask", "1001", "--kind", "return", "--reason", "size", "--amount", "20.00")
    for kind, reason, amount in (("only", "quality", "10"), ("price", "price", "5.5"), ("freight", "垫付运费", "8")):
        ask(shop, "1001", amount, "--reason", reason, kind=kind)
    ask(shop, "1001", "30", "--reason", "other", "--channel", "wallet", kind="transfer")
    ask(shop, "1001", "15", "--reason", "多付运费", kind="overpaid")
    rows = shop.done("refund", "list", "--order", "1001", "--format", "jsonl").lines
    assert {row["kind"]: row["amount"] for row in rows} == {
        "return": "20.00", "only": "10.00", "price": "5.50", "freight": "8.00", "transfer": "30.00",
        "overpaid": "15.00",
    }  # fmt: skip
    assert [row["case"] for row in rows if row["kind"] == "return"] == [case]
    assert "has nothing left that was paid too much" in refused(
        shop, "小王", "ask", "1002", "--kind", "overpaid", "--reason", "多付", "--amount", "1"
    )
    table = shop.done("refund", "list").out
    for title in ("Return and refund", "Refund only", "Price difference", "Freight", "Direct transfer", "Overpaid"):
        assert title in table


@pytest.mark.rule("REF-02")
def test_the_clock_runs_from_the_goods_receipt(shop: CommandLine) -> None:
    with inside(shop) as desk:
        order = desk.database.execute_sql("SELECT id FROM orders WHERE order_no = '1001'").fetchone()[0]
        case = add_case(desk, order, opened_at=desk.clock())
    number = ask(shop, "1001", "199", "--reason", "size", kind="return")
    assert refund(shop, "小王", "show", number)["due_at"] is None, "the goods are on their way"
    with at("2026-06-03", 15), inside(shop) as desk:
        desk.database.execute_sql("UPDATE cases SET received_at = ? WHERE id = ?", (desk.clock(), case))
    shown = refund(shop, "小王", "show", number)
    assert (shown["due_at"], shown["late"]) == ("2026-06-04T15:00:00+08:00", False)
    with at("2026-06-04", 14):
        assert shop.done("refund", "list", "--late").out == ""
    with at("2026-06-04", 16):
        assert "2026-06-04 15:00 !" in shop.done("refund", "list", "--late").out
        refund(shop, "李姐", "approve", number)
        assert "have to be inspected, and approved by a second person" in refused(
            shop, "阿芳", "pay", number, "--reference", "Z1"
        )
    with inside(shop) as desk:
        desk.database.execute_sql(
            "UPDATE cases SET approved_at = ?, state = 'released' WHERE id = ?", (desk.clock(), case)
        )
    assert refund(shop, "阿芳", "pay", number, "--reference", "Z1")["state"] == "paid"


@pytest.mark.rule("REF-03")
def test_asked_approved_and_paid_by_three_people(shop: CommandLine) -> None:
    number = ask(shop, "1001", "60", person="李姐")
    assert "somebody else has to do this" in refused(shop, "李姐", "approve", number)
    assert "may not approve refunds" in refused(shop, "小陈", "approve", number)
    assert "“To approve”" in refused(shop, "阿芳", "pay", number, "--reference", "Z1")
    refund(shop, "Owner", "approve", number, "--note", "照片清楚")
    again = refused(shop, "李姐", "approve", number)
    assert f"Refund {number} of order 1001: Owner did this on 2026-06-02 10:00" in again
    assert "may not pay money out" in refused(shop, "小王", "pay", number, "--reference", "Z1")
    assert "Say how it was paid out" in refused(shop, "阿芳", "pay", number)
    paid = refund(shop, "阿芳", "pay", number, "--reference", "ZF0602-7")
    assert (paid["state"], paid["asked_by"], paid["approved_by"], paid["paid_by"]) == ("paid", "李姐", "Owner", "阿芳")
    assert (paid["reference"], paid["paid_at"]) == ("ZF0602-7", "2026-06-02T10:00:00+08:00")
    assert "阿芳 did this" in refused(shop, "Owner", "pay", number, "--reference", "ZF0602-8")
    small = ask(shop, "1002", "50", person="李姐")
    assert refund(shop, "李姐", "approve", small)["state"] == "approved", "up to the limit one person is enough"


@pytest.mark.rule("REF-03")
def test_finance_gets_the_list_and_gives_it_back(shop: CommandLine, tmp_path: Path) -> None:
    first, second = approved(shop, "1001", "20", "--reason", "=1+1"), approved(shop, "1002", "30")
    third = approved(shop, "1002", "40")
    asked = ask(shop, "1002", "1")
    with at("2026-06-03", 9):
        told = refund(shop, "阿芳", "export", "-o", tmp_path / "pay.csv")
        assert (told["refunds"], told["amount"]) == ([int(first), int(second), int(third)], "90.00")
        assert (
            f"took refund {first} of order 1001 in a file before"
            in shop.done("--person", "阿芳", "refund", "export", "-o", tmp_path / "again.xlsx").err
        )
    with (tmp_path / "pay.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert rows[0]["Reason"] == "'=1+1"

    def given_back(*references: str) -> Path:
        filled = [row | {"Reference": each} for row, each in zip(rows, references, strict=False)]
        return write_csv(tmp_path / "back.csv", list(rows[0]), filled)

    rows.append(rows[0] | {"Refund": asked, "To pay": "1.00"})
    rows.append(rows[0] | {"Refund": "77"})
    wrong = refused(shop, "阿芳", "results", given_back("Z1", "Z1", "", "Z3", "Z4"))
    assert "nothing was changed" in wrong
    for line in (
        "Row 3: Reference Z1 is that of refund",
        f"Row 5: Refund {asked} of order 1002 stands at “To approve”",
        "Row 6, Refund “77”: There is no such refund.",
    ):
        assert line in wrong
    taken = refund(shop, "阿芳", "results", given_back("Z1", "Z2", ""))
    assert taken == {"paid": 2, "failed": 0, "blank": 1}
    assert "Row 2: Refund" in refused(shop, "阿芳", "results", given_back("Z1", "Z2", ""))
    lines = shop.done("refund", "totals", "--format", "jsonl").lines
    assert [(line["kind"], line["refunds"], line["amount"]) for line in lines] == [("only", 2, "50.00")]
    failed = refund(shop, "阿芳", "fail", second, "--reason", "账号已注销")
    assert (failed["state"], failed["decision"]) == ("failed", "账号已注销")


@pytest.mark.rule("REF-04")
def test_the_same_twice_and_more_than_was_paid(shop: CommandLine) -> None:
    ask(shop, "1001", "150")
    twice = refused(shop, "小陈", "ask", "1001", "--kind", "only", "--reason", "quality", "--amount", "150")
    assert "小王 asked for 150.00 of order 1001 for the same reason on 2026-06-02 10:00" in twice
    more = ("ask", "1001", "--kind", "price", "--reason", "补差价", "--amount", "49.01")
    assert "199.00 was paid, 150.00 went back or is about to, so at most 49.00 is left" in refused(shop, "小陈", *more)
    assert "may not let through" in refused(shop, "小陈", *more, "--above", "老顾客")
    let = refund(shop, "李姐", *more, "--above", "老顾客")
    assert (let["let_through"], let["decision"]) == (True, "老顾客")
    money = refund(shop, "小王", "order", "1001")
    assert (money["paid"], money["gone"], money["left"]) == ("199.00", "199.01", "0.00")
    closed = refused(shop, "小王", "ask", "1003", "--kind", "only", "--reason", "size", "--amount", "1")
    assert "Order 1003 was cancelled or closed" in closed


@pytest.mark.rule("REF-04")
def test_an_order_of_another_shop_and_a_case_of_another_order(shop: CommandLine, tmp_path: Path) -> None:
    with inside(shop) as desk:
        order = desk.database.execute_sql("SELECT id FROM orders WHERE order_no = '1002'").fetchone()[0]
        case = str(add_case(desk, order))
    asking = ("ask", "1001", "--kind", "only", "--reason", "size", "--amount", "1")
    assert f"Case {case} belongs to order 1002" in refused(shop, "小王", *asking, "--case", case)
    assert "There is no order 1001 here" in refused(shop, "小王", *asking, "--shop", "别的店")
    shop.done("import", refund_file(tmp_path, "1002", "买家已经申请退款，等待卖家同意"))
    assert "is about order 1002, not about order 1001" in refused(shop, "小王", *asking, "--request", "R1001")


@pytest.mark.rule("REF-04")
def test_overpaid_postage_that_was_paid_out_counts(shop: CommandLine) -> None:
    with inside(shop) as desk:
        desk.database.execute_sql("UPDATE orders SET postage = 2000 WHERE order_no = '1001'")
    ask(shop, "1001", "15", "--reason", "多付运费", kind="overpaid")
    assert "at most 5.00 was paid too much" in refused(
        shop, "小王", "ask", "1001", "--kind", "overpaid", "--reason", "多付运费", "--amount", "6"
    )


@pytest.mark.rule("REF-05")
def test_a_direct_transfer_needs_a_checked_payee_and_costs_a_fee(shop: CommandLine, tmp_path: Path) -> None:
    way = ("--kind", "transfer", "--reason", "size", "--channel", "bank")
    assert "“张**” is no real name" in refused(shop, "小王", "ask", "1001", *way, "--amount", "9", "--payee", "张**")
    account = "6222020200001234567"
    asked = refund(
        shop, "小王", "ask", "1001", *way, "--amount", "150", "--payee", "张三", "--account", "6222 0202 0000 1234 567"
    )
    number = str(asked["refund"])
    assert (asked["fee"], asked["fee_by"], asked["to_pay"]) == ("1.50", "buyer", "148.50")
    ours = refund(shop, "小王", "ask", "1002", *way[:2], "--reason", "quality", "--amount", "150", "--channel", "bank")
    assert (ours["fee"], ours["fee_by"], ours["to_pay"]) == ("1.50", "shop", "150.00"), "by reason"
    little = refund(shop, "小王", "ask", "1001", *way, "--amount", "20")
    assert (little["fee_by"], little["to_pay"]) == ("shop", "20.00"), "by size"
    refund(shop, "李姐", "approve", number)
    assert "Nobody has checked who gets refund" in refused(shop, "阿芳", "pay", number, "--reference", "Z1")
    left = shop.done("--person", "阿芳", "refund", "export", "--all", "-o", tmp_path / "pay.csv").err
    assert "Nobody has checked" in left
    masked = shop.done("--person", "阿芳", "refund", "list", "--order", "1001", "--format", "jsonl").lines
    assert [row["account"] for row in masked if row["refund"] == int(number)] == ["****4567"]
    seen = refund(shop, "阿芳", "check", number)
    assert (seen["payee"], seen["account"]) == ("张三", account)
    assert "the account" in refused(shop, "阿芳", "check", number, "--payee", "张三", "--account", account[:-1] + "8")
    refund(shop, "阿芳", "check", number, "--payee", "张三", "--account", account)
    assert refund(shop, "阿芳", "pay", number, "--reference", "Z1")["payee_checked_by"] == "阿芳"


@pytest.mark.rule("REF-05")
def test_who_checks_is_not_who_asked_and_another_account_is_checked_anew(shop: CommandLine) -> None:
    who = ("--payee", "张三", "--account", "6222020200001234567")
    number = ask(shop, "1001", "100", "--channel", "bank", *who, person="李姐", kind="transfer")
    assert "somebody else has to do this" in refused(shop, "李姐", "check", number, *who)
    refund(shop, "阿芳", "check", number, *who)
    refund(shop, "Owner", "approve", number)
    changed = refund(shop, "小王", "payee", number, "--account", "zhang@example.com", "--channel", "wallet")
    assert (changed["state"], changed["payee_checked_by"], changed["approved_by"]) == ("asked", "", "")


@pytest.mark.rule("REF-06")
@pytest.mark.parametrize(
    ("channel", "said", "since", "until"),
    [  # paid on Tuesday, 2026-06-02; 06-19 is a holiday
        ("credit-card", "your credit card on 2026-06-02", "2026-06-04", "2026-06-16"),
        ("debit-card", "your bank card on 2026-06-02", "2026-06-03", "2026-06-09"),
        ("wallet", "your wallet on 2026-06-02", "2026-06-02", "2026-06-03"),
        ("platform", "the way you paid", "2026-06-02", "2026-06-16"),
    ],
)
def test_where_is_my_money(shop: CommandLine, channel: str, said: str, since: str, until: str) -> None:
    number = approved(shop, "1001", "20", "--channel", channel)
    waiting = refund(shop, "小王", "answer", number)
    assert (
        waiting["text"] == "Hello, your refund of 20.00 yuan for order 1001 is granted; it will be paid by 2026-06-03."
    )
    refund(shop, "阿芳", "pay", number, "--reference", "Z1")
    answer = refund(shop, "小王", "answer", number)
    assert (answer["since"], answer["until"]) == (since, until)
    assert said in answer["text"] and until in answer["text"]
    with at("2026-06-17"):
        late = refund(shop, "小王", "answer", number)
        assert late["answer"] == "overdue"
        assert f"should have been with you by {until}" in late["text"] and "reference Z1" in late["text"]


@pytest.mark.rule("REF-07")
def test_promised_freight_shows_when_money_goes_back(shop: CommandLine) -> None:
    with inside(shop) as desk:
        order = desk.database.execute_sql("SELECT id FROM orders WHERE order_no = '1001'").fetchone()[0]
        add_case(desk, order, freight=800)
    assert "Freight promised: 8.00, of which 8.00 is in no refund yet" in shop.done("refund", "order", "1001").out

    def asked(*more: str) -> Answer:
        return shop.done("--person", "小王", "refund", "ask", "1001", "--reason", "quality", *more)

    assert "8.00 of freight was promised and is in no refund yet" in asked("--kind", "only", "--amount", "50").err
    assert asked("--kind", "only", "--amount", "60", "--freight", "8").err == ""
    money = refund(shop, "小王", "order", "1001")
    assert (money["promised_freight"], money["freight_left"]) == ("8.00", "0.00")
    assert "Freight promised: 8.00, of which 0.00" in shop.done("refund", "show", "1").out


@pytest.mark.rule("REF-08")
def test_what_it_does_and_the_platforms_request_are_seen_before_it_is_paid(shop: CommandLine, tmp_path: Path) -> None:
    shop.done("import", refund_file(tmp_path, "1001", "买家已经申请退款，等待卖家同意"))
    part, whole = approved(shop, "1002", "20"), approved(shop, "1001", "199", "--request", "R1001")
    price = approved(shop, "1002", "30", "--reason", "price", kind="price")
    rest = approved(shop, "1002", "149")
    assert "The part of the trade that came back closes" in shop.done("refund", "show", rest).out
    for done in (part, price):
        refund(shop, "阿芳", "pay", done, "--reference", f"Z{done}")
    assert "The platform closes the trade" in shop.done("refund", "show", rest).out, "with it everything is back"
    direct = ask(shop, "1001", "1", "--above", "补偿", "--channel", "bank", person="李姐", kind="transfer")

    def shown(number: str) -> str:
        return shop.done("--person", "阿芳", "refund", "show", number).out

    assert "The buyer can review what was kept." in shown(part)
    assert "The platform closes the trade" in shown(whole)
    assert "The buyer can't review what was refunded in full." in shown(whole)
    assert "The trade goes on with the lower amount." in shown(price)
    assert "an open request there has to be withdrawn by the buyer" in shown(direct)
    assert "The platform's request R1001: 买家已经申请退款，等待卖家同意, 199.00" in shown(whole)
    told = refund(shop, "阿芳", "show", whole)
    assert told["request_state"] == "买家已经申请退款，等待卖家同意"
    assert [each["open"] for each in told["money"]["requests"]] == [True]
    shop.done("import", refund_file(tmp_path, "1001", "退款成功"))
    assert refund(shop, "阿芳", "show", whole)["request_state"] == "退款成功"
    assert refund(shop, "阿芳", "pay", whole)["reference"] == "R1001"


@pytest.mark.rule("REF-08")
def test_a_transfer_beside_an_open_request_is_stopped(shop: CommandLine, tmp_path: Path) -> None:
    who = ("--payee", "张三", "--account", "6222020200001234567")
    number = approved(shop, "1001", "100", "--channel", "bank", *who, kind="transfer")
    refund(shop, "阿芳", "check", number, *who)
    shop.done("import", refund_file(tmp_path, "1001", "买家已经申请退款，等待卖家同意"))
    assert "could be paid twice" in refused(shop, "阿芳", "pay", number, "--reference", "Z1")
    shop.done("import", refund_file(tmp_path, "1001", "退款关闭"))
    assert refund(shop, "阿芳", "pay", number, "--reference", "Z1")["state"] == "paid"
