"""After-sales cases by command line, people signed in by name (RET-10 to RET-13, RET-15, RET-16, CRM-03, CRM-04)."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from shopdesk.clock import now, to_local
from shopdesk.domain.deadlines import DAY_MS
from shopdesk.domain.permissions import Right
from shopdesk.domain.platforms import Platform
from shopdesk.domain.statuses import Stage, Status
from shopdesk.queries.orders import get_order, get_order_ids
from shopdesk.services.case_replacements import settle_replacements
from shopdesk.services.desk import Actor, Changed, Desk, work
from shopdesk.services.inspections import approve_items
from shopdesk.services.people import add_person
from shopdesk.services.setup import make_shop
from tests.command_line import CommandLine
from tests.engines import shop_address
from tests.factories import add_order, make_desk
from tests.platform_files import header, write_csv, write_xlsx

FIRST, SECOND, THIRD = "4001", "4002", "4003"
WAYBILL = "YT7453244865603"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A shop whose clock runs, with three orders that left yesterday: two of tb_1, one of tb_2."""
    made = make_desk(tmp_path, clock=now)
    left: dict[str, Any] = {
        "status": int(Status.SHIPPED), "stage": int(Stage.SHIPPED), "created": now() - 2 * DAY_MS,
        "shipped_at": now() - DAY_MS,
    }  # fmt: skip
    for number, buyer in ((FIRST, "tb_1"), (SECOND, "tb_1"), (THIRD, "tb_2")):
        add_order(made, order_no=number, buyer=buyer, **left)
    yield made
    made.database.close()


@pytest.fixture
def shop(tmp_path: Path, desk: Desk) -> CommandLine:
    return CommandLine(shop_address(tmp_path))


def open_case(shop: CommandLine, order_no: str, kind: str, *more: str) -> str:
    """A case; its number."""
    return str(shop.done("case", "open", order_no, "--kind", kind, *more, "--json").json["case"])


def told(shop: CommandLine, number: str) -> dict[str, Any]:
    found: dict[str, Any] = shop.done("case", "show", number, "--json").json
    return found


def day(desk: Desk, days: int = 0) -> str:
    return (to_local(desk.clock()).date() + timedelta(days=days)).isoformat()


def photo(desk: Desk, folder: Path) -> Path:
    """A picture of one dot."""
    file = folder / "开胶.png"
    file.write_bytes(
        bytes.fromhex(
            "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
            "1f15c4890000000d49444154789c6360000002000001e221bc330000000049454e44ae426082"
        )
    )
    return file


@pytest.mark.rule("RET-09")
def test_goods_are_released_once_a_second_person_took_them_in(shop: CommandLine, desk: Desk) -> None:
    number = open_case(shop, FIRST, "return", "--reason", "size")
    shop.done("case", "step", number, "agree", "--note", "收到后退款")
    shop.done("case", "sent", number, WAYBILL, "--carrier", "圆通速递")
    shop.done("intake", "add", WAYBILL)
    shop.done("intake", "register", "1", "--all-there")
    assert told(shop, number)["state"] == "received"
    refused = shop("case", "step", number, "approve")
    assert (refused.status, "“To inspect”" in refused.err) == (1, True)
    refused = shop("case", "step", number, "inspect")
    assert (refused.status, "follows from the work at the intake" in refused.err) == (1, True)
    second = add_person(desk, name="老钱", role="warehouse")
    [item] = shop.done("intake", "goods", "--case", number, "--format", "jsonl").lines
    shop.done("intake", "inspect", str(item["item"]), "--good", "1")
    assert told(shop, number)["state"] == "inspected"
    assert shop("intake", "approve", str(item["item"])).status == 1, "not by who inspected it"
    approve_items(replace(desk, actor=Actor(second.id, second.name, second.role)), item_ids=[item["item"]])
    found = told(shop, number)
    assert (found["state"], found["item_list"][0]["received"]) == ("released", 1)
    assert [line["person"] for line in found["history"]][:2] == ["老钱", "Owner"]


@pytest.mark.rule("RET-10")
def test_the_reason_says_who_pays_and_quality_is_seen_first(shop: CommandLine, desk: Desk, tmp_path: Path) -> None:
    shop.done("user", "add", "小李", "--role", "agent")
    for order_no, reason, who in ((FIRST, "size", "buyer"), (SECOND, "quality", "shop"), (THIRD, "theft", "courier")):
        number = open_case(shop, order_no, "return", "--reason", reason)
        assert told(shop, number)["responsible"] == who
    refused = shop("case", "set", "1", "--freight", "12")
    assert (refused.status, "The buyer is responsible" in refused.err) == (1, True)
    assert shop.done("case", "set", "2", "--freight", "12", "--json").json["freight"] == "12.00"
    refused = shop("case", "step", "2", "agree")
    assert (refused.status, "needs photos before the goods travel" in refused.err) == (1, True)
    shop.done("evidence", "add", "case", "2", photo(desk, tmp_path))
    assert shop.done("case", "step", "2", "agree", "--json").json["state"] == "agreed"


@pytest.mark.rule("RET-11")
def test_insurance_pays_for_return_and_refund_only(shop: CommandLine) -> None:
    exchange = open_case(shop, FIRST, "exchange", "--reason", "size")
    refused = shop("case", "set", exchange, "--cover", "insurance")
    assert (refused.status, "never for this case (Exchange)" in refused.err) == (1, True)
    returned = open_case(shop, SECOND, "return", "--reason", "mind")
    shop.done("case", "set", returned, "--cover", "insurance")
    assert told(shop, returned)["covered_by"] is None
    shop.done("case", "sent", returned, WAYBILL)
    assert told(shop, returned)["covered_by"] > told(shop, returned)["sent_at"]
    refused = shop("case", "set", returned, "--kind", "exchange")
    assert refused.status == 1, "nor for one that becomes an exchange"


@pytest.mark.rule("RET-12")
def test_a_replacement_before_the_goods_are_back(shop: CommandLine, desk: Desk) -> None:
    number = open_case(shop, FIRST, "exchange", "--reason", "wrong-item", "--wanted", "5815-1-W8,黑色 W8x1")
    shop.done("case", "step", number, "agree")
    refused = shop("case", "replace", number)
    assert (refused.status, "ask a supervisor to let the replacement go before" in refused.err) == (1, True)
    assert shop("case", "early", number, "--reason", " ").status == 1
    shop.done("case", "early", number, "--reason", "周末婚礼要穿")
    order_no = shop.done("case", "replace", number, "--json").json["order_no"]
    order_id = get_order_ids(desk.database, [order_no])[0]
    assert "周末婚礼要穿" in get_order(desk.database, order_id).memo
    with work(desk, Right.SHIP, Changed.ORDERS) as doing:
        desk.database.execute_sql("UPDATE orders SET stage = ? WHERE id = ?", (int(Stage.SHIPPED), order_id))
        settle_replacements(doing, [order_id])
    assert told(shop, number)["state"] == "agreed", "the goods are still to come"
    assert told(shop, number)["fulfilled"]


@pytest.mark.rule("RET-13")
def test_a_return_request_extends_the_trade_and_is_on_the_days_list(shop: CommandLine, desk: Desk) -> None:
    number = open_case(shop, FIRST, "return", "--asked", "偏小，想退")
    shop.done("case", "sent", number, WAYBILL, "--carrier", "圆通速递")
    rows = shop.done("case", "list", "--asked-on", day(desk), "--format", "jsonl").lines
    assert [(row["buyer"], row["asked"], row["waybill"]) for row in rows] == [("tb_1", "偏小，想退", WAYBILL)]
    assert shop.done("case", "list", "--asked-on", day(desk, -1), "--format", "jsonl").lines == []
    [until] = desk.database.execute_sql("SELECT until FROM extension WHERE kind = 'receipt'").fetchone()
    assert day(desk, 16) == to_local(until).date().isoformat(), "ten days after shipping, and seven more"


@pytest.mark.rule("RET-13")
def test_the_refund_agreement_is_checked_by_somebody_at_a_time(shop: CommandLine) -> None:
    number = open_case(shop, FIRST, "return", "--asked", "偏小，想退")
    shop.done("case", "agreement", number, "--note", "退货退款 199 元，七天无理由")
    history = shop.done("case", "show", number, "--json").json["history"]
    (checked,) = [step for step in history if step["step"] == "agreement"]
    assert (checked["person"], checked["note"]) == ("Owner", "退货退款 199 元，七天无理由")
    again = shop("case", "agreement", number)
    assert again.status == 1
    assert f"The refund agreement of case {number} was checked by Owner already" in again.err
    other = open_case(shop, SECOND, "exchange")
    assert "has no refund agreement" in shop("case", "agreement", other).err


@pytest.mark.rule("RET-13")
def test_a_refund_file_opens_and_updates_cases_and_never_twice(shop: CommandLine, tmp_path: Path) -> None:
    names = (
        "退款编号",
        "订单编号",
        "售后类型",
        "退款状态",
        "买家退款金额",
        "买家退款原因",
        "退货物流公司",
        "退货物流单号",
        "退款完结时间",
    )

    def take(state: str, waybill: str = "", finished: str = "") -> dict[str, Any]:
        cells = (
            "2001",
            FIRST,
            "退货退款",
            state,
            "199.00",
            "质量问题",
            "圆通速递" if waybill else "",
            waybill,
            finished,
        )
        unknown = ("2002", "9999", "退货退款", state, "199.00", "", "", "", "")
        rows = [dict(zip(names, each, strict=True)) for each in (cells, unknown)]
        shop.done("import", write_csv(tmp_path / "refunds.csv", names, rows), "--shop", "一号店")
        [row] = shop.done("case", "list", "--format", "jsonl").lines
        return dict(row)

    first = take("买家已经申请退款，等待卖家同意")
    assert (first["state"], first["kind"], first["reason"], first["amount"]) == ("asked", "return", "quality", "199.00")
    assert take("买家已经申请退款，等待卖家同意") == first
    assert take("卖家已经同意，等待买家退货")["state"] == "agreed"
    assert (take("买家已经退货，等待卖家确认收货", WAYBILL)["waybill"]) == WAYBILL
    closed = take("退款关闭", WAYBILL, "2026-06-09 10:00:00")
    assert (closed["state"], closed["outcome"]) == ("closed", "退款关闭")


@pytest.mark.rule("RET-15")
def test_one_buyer_has_one_person_and_is_answered(shop: CommandLine, desk: Desk) -> None:
    shop.done("user", "add", "小李", "--role", "agent")
    first = open_case(shop, FIRST, "return")
    shop.done("case", "assign", first, "小李", "--note", "转给小李")
    second = open_case(shop, SECOND, "price")
    assert told(shop, second)["person"] == "小李"
    assert "Owner → 小李 · 转给小李" in [line["note"] for line in told(shop, first)["history"]]
    refused = shop("case", "ask", second, "怎么还没退")
    assert (refused.status, "Answer it, or say by when" in refused.err) == (1, True)
    asked = shop.done("case", "ask", second, "怎么还没退", "--answer-by", day(desk, 1), "--json").json
    assert (asked["questions"], asked["answer_by"][:10]) == (2, day(desk, 1))
    assert "×2" in shop.done("case", "list", "--person", "小李", "--kind", "price").out


@pytest.mark.rule("RET-16")
def test_five_lines_and_a_call_afterwards(shop: CommandLine) -> None:
    number = open_case(shop, FIRST, "price", "--asked", "降价了要补差价")
    shop.done("case", "set", number, "--verified", "活动降了20", "--proposed", "退20", "--agreed", "退20到支付宝")
    shop.done("case", "step", number, "agree")
    assert shop("case", "step", number, "fulfil").status == 1, "says what was done"
    shop.done("case", "step", number, "fulfil", "--note", "已退20")
    found = told(shop, number)
    lines = [found[name] for name in ("asked", "verified", "proposed", "agreed", "done")]
    assert lines == ["降价了要补差价", "活动降了20", "退20", "退20到支付宝", "已退20"]
    assert found["state"] == "done" and found["call_at"] > found["opened_at"]
    assert shop.done("case", "call", number, "--not-solved", "--json").json["state"] == "asked"
    shop.done("case", "step", number, "agree")
    shop.done("case", "step", number, "fulfil", "--note", "补退")
    assert shop.done("case", "call", number, "--solved", "--satisfied", "--json").json["state"] == "closed"
    assert told(shop, number)["satisfied"]


@pytest.mark.rule("CRM-03")
def test_the_contact_log_says_when_to_speak_again(shop: CommandLine, desk: Desk) -> None:
    number = open_case(shop, FIRST, "return")
    shop.done("case", "contact", number, "没接电话", "--next", day(desk, 1))
    shop.done("case", "contact", number, "说周五寄", "--next", day(desk, 3))
    newest, oldest = told(shop, number)["contacts"]
    assert (newest["next_at"][:10], newest["done_at"], oldest["note"]) == (day(desk, 3), None, "没接电话")
    assert oldest["done_at"] is not None, "what was spoken about since is due no more"
    listed = shop.done("case", "contacts", "--person", "Owner", "--format", "jsonl").lines
    assert [(row["case"], row["note"], row["buyer"]) for row in listed] == [(int(number), "说周五寄", "tb_1")]
    assert shop.done("case", "contacts", "--due", "--format", "jsonl").lines == []
    shop.done("case", "contact-done", str(newest["id"]))
    assert told(shop, number)["contacts"][0]["done_at"] is not None
    assert shop("case", "contact", number, "x", "--next", day(desk, -1)).status == 1


@pytest.mark.rule("CRM-04")
def test_a_full_person_gets_none(shop: CommandLine) -> None:
    shop.done("user", "add", "小李", "--role", "agent")
    shop.done("user", "cases", "小李", "1")
    first, second = open_case(shop, FIRST, "return"), open_case(shop, THIRD, "return")
    shop.done("case", "assign", first, "小李")
    refused = shop("case", "assign", second, "小李")
    assert (refused.status, "小李 holds 1 open cases of at most 1" in refused.err) == (1, True)
    third = open_case(shop, SECOND, "price")
    assert told(shop, third)["person"] == "", "the buyer's person is full"
    assert [row["case"] for row in shop.done("case", "list", "--nobody", "--format", "jsonl").lines] == [int(third)]


@pytest.mark.rule("RET-13")
def test_douyins_file_opens_a_case_with_its_own_clock(shop: CommandLine, desk: Desk, tmp_path: Path) -> None:
    make_shop(desk, name="抖音店", platform=Platform.DOUYIN)
    add_order(desk, order_no="6001", shop_id=2, status=int(Status.SHIPPED), shipped_at=now() - DAY_MS)
    limit = (to_local(now()) + timedelta(hours=2)).strftime("%Y-%m-%d %H:%M:%S")
    cells = {
        "售后单号": "7001", "订单号": "6001", "售后类型": "退货退款", "售后状态": "待商家处理",
        "售后原因": "尺码不合适",
        "退商品金额（元）": "199.00", "自动处理截止时间": limit, "售后申请时间": "2026-06-01 10:00:00",
    }  # fmt: skip
    file = write_xlsx(tmp_path / "douyin.xlsx", header("douyin_aftersale_50col_xlsx"), [cells])
    shop.done("import", file)
    [row] = shop.done("case", "list", "--format", "jsonl").lines
    assert (row["shop"], row["refund_no"], row["state"], row["reason"]) == ("抖音店", "7001", "asked", "size")
    assert row["due_at"] == row["platform_due"], "the platform decides before the shop's own limit"
    shop.done("import", write_xlsx(file, header("douyin_aftersale_50col_xlsx"), [cells | {"售后状态": "售后关闭"}]))
    [row] = shop.done("case", "list", "--format", "jsonl").lines
    assert (row["state"], row["outcome"]) == ("closed", "售后关闭")
