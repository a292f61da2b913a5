"""Repairs by command line: from the box to the factory and back to the buyer (REP-01 to REP-03)."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from shopdesk.clock import now, to_local
from shopdesk.db.database import add_row
from shopdesk.domain.deadlines import DAY_MS
from shopdesk.domain.statuses import Stage, Status
from shopdesk.services.desk import Desk
from shopdesk.services.suppliers import save_supplier
from tests.command_line import CommandLine
from tests.engines import shop_address
from tests.factories import add_order, make_desk

MAKER, OTHER = "温岭足意鞋厂", "海宁织里服饰"
OLD, NEW = "6001", "6002"
WAYBILL = "YT7453244865603"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A shop whose clock runs: one order of long ago, one of last week; both are made by one supplier."""
    made = make_desk(tmp_path, clock=now)
    maker = save_supplier(made, name=MAKER, repair_days=7)
    save_supplier(made, name=OTHER)
    for number, days, buyer in ((OLD, 300, "tb_1"), (NEW, 7, "tb_2")):
        created = now() - days * DAY_MS
        order_id = add_order(
            made, order_no=number, buyer=buyer, status=int(Status.SHIPPED), stage=int(Stage.SHIPPED), created=created,
            shipped_at=created + DAY_MS,
        )  # fmt: skip
        database = made.database
        sku = database.execute_sql("SELECT sku FROM order_line WHERE order_id = ?", (order_id,)).fetchone()[0]
        product = add_row(
            database,
            "INSERT INTO product (shop_id, code, title, supplier_id) VALUES (1, ?, '真皮单鞋', ?)",
            (sku, maker),
        )
        database.execute_sql("INSERT INTO variant (product_id, shop_id, sku) VALUES (?, 1, ?)", (product, sku))
    yield made
    made.database.close()


@pytest.fixture
def shop(tmp_path: Path, desk: Desk) -> CommandLine:
    return CommandLine(shop_address(tmp_path))


def told(shop: CommandLine, number: str) -> dict[str, Any]:
    found: dict[str, Any] = shop.done("repair", "show", number, "--json").json
    return found


def box_came(shop: CommandLine, order_no: str) -> str:
    """The buyer wants it mended: opened, registered, inspected and approved; the repair's number."""
    box = str(shop.done("intake", "add", "SF1234567890", "--json").json["number"])
    shop.done("intake", "match", box, order_no)
    item = str(shop.done("intake", "show", box, "--json").json["items"][0]["item"])
    shop.done("intake", "change", item, "--wish", "repair", "--fault", "右脚开胶", "--condition", "faulty")
    shop.done("intake", "register", box)
    shop.done("intake", "inspect", item, "--faulty", "1", "--faulty-to", "repair")
    shop.done("intake", "approve", item)
    (row,) = shop.done("repair", "list", "--order", order_no, "--format", "jsonl").lines
    return str(row["repair"])


@pytest.mark.rule("REP-01", "REP-03")
def test_from_the_box_to_the_buyer_with_a_fee(shop: CommandLine) -> None:
    number = box_came(shop, OLD)
    came = told(shop, number)
    assert (came["state"], came["fault"], came["supplier"], came["warranty"]) == ("received", "右脚开胶", MAKER, "no")
    shop.done("repair", "step", number, "label")
    shop.done("repair", "estimate", number, "30")
    assert "costs 30.00" in shop.done("repair", "told", number).out
    refused = shop("repair", "batch", "new", MAKER, number)
    assert refused.status == 1 and "Wait for the answer" in refused.err
    shop.done("repair", "answer", number, "--agreed", "--note", "可以，修吧")

    batch = str(shop.done("repair", "batch", "new", MAKER, came["code"], "--json").json["batch"])
    sent = shop.done(
        "repair", "batch", "send", batch, "--carrier", "德邦快递", "--waybill", "DPK1234567890", "--json"
    ).json
    week = (to_local(now()) + timedelta(days=7)).date().isoformat()
    assert (sent["repairs"], sent["due_at"][:10]) == (1, week)
    assert told(shop, number)["state"] == "at-factory"
    assert shop.done("repair", "list", "--away", "--format", "jsonl").lines[0]["repair"] == int(number)

    shop.done("repair", "back", came["code"], "--batch", batch)
    shop.done("repair", "step", number, "check", "--note", "胶牢了")
    refused = shop("repair", "return", number, WAYBILL, "--carrier", "圆通速递")
    assert refused.status == 1 and "has not paid the 30.00" in refused.err
    shop.done("repair", "paid", number, "微信 42000018")
    shop.done("repair", "return", number, WAYBILL, "--carrier", "圆通速递")
    ended = told(shop, number)
    assert (ended["state"], ended["waybill"], ended["fee"], ended["fee_by"], ended["owed"]) == (
        "returned", WAYBILL, "30.00", "buyer", "0.00",
    )  # fmt: skip
    steps = [each["step"] for each in reversed(ended["history"])]
    assert [step for step in steps if step not in ("estimate", "told", "agree", "paid")] == [
        "open", "label", "wait", "dispatch", "come-back", "check", "return",
    ]  # fmt: skip
    assert all(each["person"] == "Owner" and each["at"] for each in ended["history"])
    case = shop.done("case", "show", str(ended["case"]), "--json").json
    assert (case["kind"], case["state"], case["fulfilled"]) == ("repair", "done", True)


@pytest.mark.rule("REP-01")
def test_one_state_at_a_time(shop: CommandLine) -> None:
    number = str(shop.done("repair", "open", "--order", NEW, "--fault", "掉跟", "--json").json["repair"])
    refused = shop("repair", "step", number, "check")
    assert refused.status == 1 and "stands at “Arrived with us”" in refused.err and "To the factory" in refused.err
    shop.done("repair", "step", number, "wait")
    shop.done("repair", "step", number, "replace", "--note", "底断了")
    case = str(told(shop, number)["case"])
    assert shop.done("case", "show", case, "--json").json["kind"] == "reissue"
    assert shop("repair", "step", number, "reopen", "--note", "能修").status == 0
    assert told(shop, number)["state"] == "received"


@pytest.mark.rule("REP-02")
def test_the_memo_line_is_ready(shop: CommandLine, desk: Desk) -> None:
    number = str(shop.done("repair", "open", "--order", NEW, "--fault", "掉跟", "--json").json["repair"])
    batch = str(shop.done("repair", "batch", "new", MAKER, number, "--json").json["batch"])
    shop.done("repair", "batch", "send", batch)
    today = to_local(now())
    line = f"{today.month}-{today.day} 真皮单鞋 深紫 W7 掉跟: at the factory for repair"
    assert shop.done("repair", "words", number, "--json").json["memo"] == line
    assert shop.done("repair", "memo", number, "--json").json == {"repair": int(number), "added": True, "line": line}
    assert shop.done("repair", "memo", number, "--json").json["added"] is False
    assert desk.database.execute_sql("SELECT memo FROM orders WHERE order_no = ?", (NEW,)).fetchone()[0] == line


@pytest.mark.rule("REP-03")
def test_what_is_late_and_scanned_into_the_wrong_batch(shop: CommandLine, desk: Desk) -> None:
    numbers = [
        str(shop.done("repair", "open", "--order", order, "--fault", "掉跟", "--json").json["repair"])
        for order in (OLD, NEW)
    ]
    batches = []
    for number in numbers:
        batches.append(str(shop.done("repair", "batch", "new", MAKER, number, "--json").json["batch"]))
        shop.done("repair", "batch", "send", batches[-1])
    refused = shop("repair", "back", numbers[0], numbers[1], "--batch", batches[0])
    assert refused.status == 1 and f"went with batch {batches[1]}" in refused.err
    shop.done("repair", "batch", "due", batches[1], "2024-01-31")
    (late,) = shop.done("repair", "list", "--late", "--format", "jsonl").lines
    assert (str(late["repair"]), late["late"]) == (numbers[1], True)
    refused = shop("repair", "batch", "new", OTHER, numbers[0])
    assert refused.status == 1 and "Nothing" not in refused.out
    assert shop("repair", "batch", "add", batches[0], numbers[1]).status == 1
    assert shop("repair", "batch", "new", "没有的厂").status == 1
    assert shop("repair", "show", "999").status == 1
    assert [row["away"] for row in shop.done("repair", "batch", "list", "--format", "jsonl").lines] == [1, 1]
    (product, *_others) = shop.done("repair", "products", "--format", "jsonl").lines
    assert product["faults"] == [{"fault": "掉跟", "repairs": 2}]


@pytest.mark.rule("REP-03", "DATA-05")
def test_repairs_are_exported(shop: CommandLine, tmp_path: Path) -> None:
    shop.done("repair", "open", "--item", "=样品鞋", "--fault", "掉跟")
    file = tmp_path / "repairs.csv"
    shop.done("export", "repairs", "-o", file)
    lines = file.read_text("utf-8-sig").splitlines()
    assert lines[0].startswith("shop,number,order_no,buyer,state,title") and "'=样品鞋" in lines[1]
