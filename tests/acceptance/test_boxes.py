"""Boxes by the command line: numbered, written down, filled in by a return form's code (RET-01, RET-02, RET-14)."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from shopdesk.clock import now, to_local
from shopdesk.domain.cases import Kind, State, Step
from shopdesk.domain.documents import parse_return_code
from shopdesk.domain.statuses import Status
from shopdesk.queries.cases import get_case
from shopdesk.queries.orders import get_order_ids
from shopdesk.services.case_steps import take_step
from shopdesk.services.cases import open_case
from shopdesk.services.desk import Desk
from tests.command_line import CommandLine
from tests.engines import shop_address
from tests.factories import add_order, make_desk
from tests.platform_files import write_csv
from tests.printing.samples import scanned

BACK, OTHER = "SF1234567890123", "YT7453244856571"
FIRST, SECOND = "4001", "4002"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A shop whose clock runs, with two orders of tb_1 that have left; the first has two lines."""
    made = make_desk(tmp_path, clock=now)
    left: dict[str, Any] = {
        "buyer": "tb_1",
        "status": int(Status.SHIPPED),
        "created": now() - 9_000_000,
        "shipped_at": now() - 90_000,
    }
    add_order(made, order_no=FIRST, lines=2, **left)
    add_order(made, order_no=SECOND, **left)
    yield made
    made.database.close()


@pytest.fixture
def shop(tmp_path: Path, desk: Desk) -> CommandLine:
    return CommandLine(shop_address(tmp_path))


@pytest.fixture
def today(desk: Desk) -> str:
    return to_local(now()).date().isoformat()


def form_code(shop: CommandLine, folder: Path, order_no: str) -> str:
    """What a scanner reads off the order's return form."""
    shop.done("print", "return-form", order_no, "-o", folder / "form.pdf")
    return next(
        code for page in scanned((folder / "form.pdf").read_bytes()) for code in page if parse_return_code(code)
    )


@pytest.mark.rule("RET-01")
def test_a_days_boxes_are_numbered_and_found_by_date_and_number(shop: CommandLine, today: str) -> None:
    assert [shop.done("intake", "add", code, "--json").json["number"] for code in (BACK, "", OTHER)] == [1, 2, 3]
    shop.done("intake", "void", "2", "--reason", "扫空了")
    assert shop.done("intake", "add", "--json").json["number"] == 4, "a number that was given is not given again"
    listed = shop.done("intake", "list", "--day", "today", "--format", "jsonl").lines
    assert [(row["day"], row["number"], row["state"]) for row in listed] == [
        (today, 4, "opened"), (today, 3, "opened"), (today, 2, "void"), (today, 1, "opened"),
    ]  # fmt: skip
    for name in ("3", f"{today}/3", f"{today} #3", listed[1]["box"]):
        assert shop.done("intake", "show", name, "--json").json["waybill"] == OTHER
    missing = shop("intake", "show", "2001-01-01/3")
    assert (missing.status, "There is no box 2001-01-01/3 here" in missing.err) == (1, True)


@pytest.mark.rule("RET-02")
def test_an_entry_holds_all_that_is_to_be_known(shop: CommandLine) -> None:
    shop.done("intake", "add", BACK, "--buyer", "tb_1", "--postage", "12.50", "--cash", "5", "--sender-name", "张三",
              "--sender-phone", "13800000000", "--sender-region", "浙江省 杭州市", "--sender-address", "示例路1号",
              "--note", "箱子湿了")  # fmt: skip
    shop.done("intake", "match", "1", FIRST)
    shop.done("intake", "out", "1")
    shop.done("intake", "change", "2", "--condition", "faulty", "--fault", "开胶", "--accessories", "鞋盒 防尘袋",
              "--wish", "exchange", "--wish-to", "W8")  # fmt: skip
    shop.done("intake", "put", "1", "--title", "鞋垫", "--colour", "黑", "--size", "38", "--quantity", "2",
              "--condition", "worn", "--wish", "back")  # fmt: skip
    told = shop.done("intake", "show", "1", "--json").json
    assert {name: told[name] for name in ("buyer", "buyer_said", "postage", "cash", "carrier", "waybill", "note")} == {
        "buyer": "tb_1", "buyer_said": "tb_1", "postage": "12.50", "cash": "5.00", "carrier": "顺丰", "waybill": BACK,
        "note": "箱子湿了",
    }  # fmt: skip
    shoe, insole = told["items"]
    assert (shoe["colour"], shoe["size"], shoe["quantity"], shoe["accessories"]) == ("深紫", "W7", 1, "鞋盒 防尘袋")
    assert (shoe["condition"], shoe["fault"], shoe["wish"], shoe["wish_to"]) == ("faulty", "开胶", "exchange", "W8")
    assert (insole["title"], insole["quantity"], insole["wish"]) == ("鞋垫", 2, "back")
    assert [doubt["doubt"] for doubt in told["doubts"]] == ["not-of-order"]
    registered = shop.done("intake", "register", "1", "--json").json
    assert (registered["state"], len(registered["cases"])) == ("registered", 1)


@pytest.mark.rule("RET-14")
def test_the_code_of_a_return_form_fills_in_the_order_and_its_lines(shop: CommandLine, tmp_path: Path) -> None:
    code = form_code(shop, tmp_path, FIRST)
    told = shop.done("intake", "add", code, "--json").json
    assert (told["order_no"], told["buyer"], told["matched_by"], told["shop"]) == (FIRST, "tb_1", "code", "一号店")
    assert [(item["title"], item["colour"], item["size"], item["quantity"]) for item in told["items"]] == [
        ("真皮单鞋", "深紫", "W7", 1)
    ] * 2
    unseen = shop("intake", "register", "1")
    assert (unseen.status, "say in what condition it is" in unseen.err) == (1, True)
    shop.done("intake", "out", str(told["items"][1]["item"]))
    assert len(shop.done("intake", "register", "1", "--all-there", "--json").json["cases"]) == 1
    rest = shop.done("intake", "add", code, "--json").json
    assert [item["sku"] for item in rest["items"]] == [told["items"][1]["sku"]], "what came back is not expected again"


@pytest.mark.rule("RET-14")
def test_the_platforms_refund_file_fills_in_the_rest(shop: CommandLine, desk: Desk, tmp_path: Path) -> None:
    sku = desk.database.execute_sql("SELECT max(sku) FROM order_line WHERE order_id = 1").fetchone()[0]
    names = ("退款编号", "订单编号", "售后类型", "退款状态", "商家编码", "退货物流公司", "退货物流单号", "退款完结时间")
    cells = ("2001", FIRST, "退货退款", "买家已退货，等待卖家确认收货", sku, "顺丰速运", BACK, "")
    shop.done(
        "import", write_csv(tmp_path / "refunds.csv", names, [dict(zip(names, cells, strict=True))]), "--shop", "一号店"
    )
    told = shop.done("intake", "add", BACK, "--json").json
    assert (told["order_no"], told["matched_by"], told["carrier"]) == (FIRST, "return-waybill", "顺丰速运")
    assert [(item["sku"], item["wish"]) for item in told["items"]] == [(sku, "refund")]


@pytest.mark.rule("RET-02")
def test_two_orders_in_one_box(shop: CommandLine, tmp_path: Path) -> None:
    shop.done("intake", "add", form_code(shop, tmp_path, FIRST))
    told = shop.done("intake", "scan", "1", form_code(shop, tmp_path, SECOND), "--json").json
    assert (told["scanned"], told["order_no"]) == ("form", FIRST)
    assert [item["order_no"] for item in told["items"]] == [FIRST, FIRST, SECOND]
    assert len(shop.done("intake", "register", "1", "--all-there", "--json").json["cases"]) == 2


def test_the_same_box_scanned_twice_names_where_it_is(shop: CommandLine, today: str) -> None:
    shop.done("intake", "add", BACK)
    again = shop("intake", "add", " sf1234 5678 90123")
    assert again.status == 1
    assert f"box {today} #1, opened by Owner" in again.err
    assert len(shop.done("intake", "list", "--format", "jsonl").lines) == 1


def test_a_box_of_a_closed_case_is_said_and_taken(shop: CommandLine, desk: Desk, tmp_path: Path) -> None:
    (order_id,) = get_order_ids(desk.database, [SECOND])
    case = open_case(desk, kind=Kind.RETURN, order_id=order_id)
    take_step(desk, case_id=case, step=Step.CLOSE, note="买家不退了")
    told = shop.done("intake", "add", form_code(shop, tmp_path, SECOND), "--json").json
    assert [doubt["doubt"] for doubt in told["doubts"]] == ["case-closed"]
    (taken,) = shop.done("intake", "register", "1", "--all-there", "--json").json["cases"]
    assert get_case(desk.database, taken).row.state is State.RECEIVED


def test_a_box_of_nothing_of_ours_is_registered_only_once_it_is_known(shop: CommandLine) -> None:
    shop.done("intake", "add", BACK, "--sender-name", "张三")
    shop.done("intake", "put", "1", "--title", "别家的杯子")
    refused = shop("intake", "register", "1")
    assert (refused.status, "belongs to nobody yet" in refused.err) == (1, True)
    told = shop.done("intake", "match", "1", FIRST, "--json").json
    assert [doubt["said"] for doubt in told["doubts"]] == [
        f"别家的杯子 is not among what was bought with order {FIRST}."
    ]
    shop.done("intake", "unmatch", "1")
    assert shop.done("intake", "show", "1", "--json").json["order_no"] == ""


@pytest.mark.parametrize("code", ["https://example.com/p?id=1", "随便写的", "BX20200101-1", "SDR1:broken"])
def test_a_code_that_means_nothing_opens_no_box(shop: CommandLine, code: str) -> None:
    answer = shop("intake", "add", code)
    assert (answer.status, "Traceback" in answer.err) == (1, False)
    assert shop.done("intake", "list").out == ""


def test_wrong_words_change_nothing(shop: CommandLine) -> None:
    shop.done("intake", "add", BACK)
    for arguments in (
        ("put", "1"),
        ("put", "1", "--title", "鞋", "--quantity", "99999"),
        ("change", "7", "--note", "x"),
        ("out", "7"),
        ("match", "1", "9999"),
        ("void", "1", "--reason", " "),
        ("show", "x"),
    ):
        answer = shop("intake", *arguments)
        assert (answer.status, "Traceback" in answer.err) == (1, False), arguments
    assert shop("intake", "add", "--cash", "-5").status == 2
    assert shop("intake", "put", "1", "--title", "鞋", "--condition", "odd").status == 2
    assert [row["state"] for row in shop.done("intake", "list", "--format", "jsonl").lines] == ["opened"]
    assert shop.done("intake", "show", "1", "--json").json["items"] == []
