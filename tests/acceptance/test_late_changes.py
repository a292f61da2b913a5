"""Late changes of orders by the command line: notes, edits, later times (ORD-14, ORD-15, ORD-18, ORD-23)."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from shopdesk.clock import now
from shopdesk.domain.statuses import Stage, Status
from shopdesk.printing.preview import Preview
from shopdesk.queries.orders import get_order_ids
from shopdesk.queries.trail import list_trail
from shopdesk.services.desk import Desk
from tests.command_line import CommandLine
from tests.engines import shop_address
from tests.factories import add_order, make_desk

HOUR, DAY = 3_600_000, 86_400_000


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A shop whose clock runs, because the command line's does."""
    made = make_desk(tmp_path, clock=now)
    yield made
    made.database.close()


@pytest.fixture
def shop(tmp_path: Path, desk: Desk) -> CommandLine:
    return CommandLine(shop_address(tmp_path))


def fresh(desk: Desk, no: str, **columns: Any) -> str:
    """An order just paid; returns its number."""
    given: dict[str, Any] = {
        "order_no": no,
        "created": now() - HOUR,
        "paid_at": now() - HOUR,
        "address": f"示例路{no}号",
    }
    add_order(desk, buyer=f"tb_{no}", **{**given, **columns})
    return no


def shown(pdf: Path) -> str:
    with Preview(pdf.read_bytes()) as preview:
        return "".join(preview.text(page) for page in range(preview.count)).replace(" ", "").replace("\n", "")


@pytest.mark.rule("ORD-14")
def test_a_late_change_is_one_fixed_form_and_stands_on_the_slip(shop: CommandLine, desk: Desk, tmp_path: Path) -> None:
    fresh(desk, "A1", stage=int(Stage.REGISTERED), carrier="圆通速递")
    said = shop.done("order", "note", "A1", "--to", "5815 灰色 W6 ×1", "--reason", "买家旺旺说")
    names = [line.split(":")[0] for line in said.out.splitlines()]
    assert names == ["Buyer", "Name", "Phone", "Address", "Bought", "Change to", "Waybill", "Carrier"]
    assert "Change to: 5815 灰色 W6 ×1" in said.out
    assert "Carrier: 圆通速递" in said.out
    shop.done("print", "slip", "A1", "-o", tmp_path / "slip.pdf")
    assert "CHANGED:" in shown(tmp_path / "slip.pdf")
    assert "5815灰色W6×1" in shown(tmp_path / "slip.pdf")
    shop.done("print", "change-note", "A1", "-o", tmp_path / "note.pdf")
    assert "Changeto:5815灰色W6×1" in shown(tmp_path / "note.pdf")
    assert shop("print", "change-note", "A1", "-o", tmp_path / "again.pdf").status == 1


@pytest.mark.rule("ORD-14")
@pytest.mark.parametrize(("stage", "word"), [(Stage.PACKED, "packed already"), (Stage.SHIPPED, "has left")])
def test_a_parcel_packed_or_gone_warns_before(shop: CommandLine, desk: Desk, stage: Stage, word: str) -> None:
    fresh(desk, "A1", stage=int(stage))
    refused = shop("order", "note", "A1", "--to", "灰色 ×1")
    assert refused.status == 1
    assert word in refused.err
    assert shop.done("order", "note", "A1", "--to", "灰色 ×1", "--anyway", "--json").json["changed_to"] == "灰色 ×1"


@pytest.mark.rule("ORD-14")
def test_a_note_that_says_nothing_is_refused(shop: CommandLine, desk: Desk, tmp_path: Path) -> None:
    fresh(desk, "A1")
    assert shop("order", "note", "A1", "--to", "  ").status == 1
    assert shop("order", "note", "A1").status == 2
    assert shop("order", "note", "A9", "--to", "x").status == 1
    assert "no open change" in shop("print", "change-note", "A1", "-o", tmp_path / "n.pdf").err
    add_order(desk, order_no="A2", lines=2)
    assert "Say which one" in shop("order", "note", "A2", "--to", "灰色 ×1").err
    assert "no line 3" in shop("order", "note", "A2", "--to", "灰色 ×1", "--line", "3").err
    shop.done("order", "note", "A2", "--to", "灰色 ×1", "--line", "2")


@pytest.mark.rule("ORD-15")
def test_an_edit_keeps_before_after_who_when_and_why(shop: CommandLine, desk: Desk) -> None:
    fresh(desk, "A1", stage=int(Stage.REGISTERED))
    edited: tuple[str, ...] = ("--colour", "灰色", "--quantity", "2", "--price", "188.50")
    edited = (*edited, "--receiver", "李四 13911112222 浙江省 杭州市 西湖区 文二路88号")
    assert shop.done("order", "edit", "A1", *edited, "--paid", "377", "--reason", "买家加一件", "--json").json[
        "changed"
    ]
    [order] = shop.orders("--order-no", "A1")
    assert order["paid"] == "377.00"
    assert order["receiver"] == "李四"
    assert order["lines"][0]["quantity"] == 2
    assert order["lines"][0]["price"] == "188.50"
    assert "灰色" in order["lines"][0]["properties"]
    assert "W7" in order["lines"][0]["properties"]
    rows = list_trail(desk.database, kind="order", record_id=get_order_ids(desk.database, ["A1"])[0])
    edits = [row for row in rows if row.action.startswith("edit")]
    assert {row.reason for row in edits} == {"买家加一件"}
    assert {row.person for row in edits} == {"Owner"}
    assert any(row.before.get("receiver") == "张三" and row.after.get("receiver") == "李四" for row in edits)
    assert any("深紫" in str(row.before) and "灰色" in str(row.after) for row in edits)


@pytest.mark.rule("ORD-15")
def test_bad_edits_change_nothing(shop: CommandLine, desk: Desk) -> None:
    fresh(desk, "A1", stage=int(Stage.REGISTERED))
    fresh(desk, "P1", stage=int(Stage.PRINTED))
    before = shop.orders()
    assert shop("order", "edit", "A1", "--paid", "1").status == 2
    for arguments, word in (
        (("A1", "--paid", "1", "--reason", " "), "Say why"),
        (("A1", "--paid", "viel", "--reason", "x"), "not an amount"),
        (("A1", "--paid", "-3", "--reason", "x"), "not an amount"),
        (("A1", "--salesperson", "nobody", "--reason", "x"), "Nobody called nobody"),
        (("A1", "--receiver", "hm", "--reason", "x"), "could not be read"),
        (("P1", "--paid", "1", "--reason", "x"), "change note"),
    ):
        refused = shop("order", "edit", *arguments)
        assert refused.status == 1, refused
        assert word in refused.err
    assert shop.orders() == before


@pytest.mark.rule("ORD-18")
def test_what_cannot_be_shipped_in_time_is_listed_those_without_an_extension_first(
    shop: CommandLine, desk: Desk
) -> None:
    fresh(desk, "LATE", ship_by=now() - HOUR)
    fresh(desk, "NEAR", ship_by=now() + HOUR)
    fresh(desk, "CALM", ship_by=now() + 5 * DAY)
    fresh(desk, "GONE", ship_by=now() - HOUR, status=int(Status.SHIPPED))
    fresh(desk, "OLD", paid_at=now() - 3 * DAY)
    assert [row["order_no"] for row in shop.done("deadlines", "--format", "jsonl").lines] == ["OLD", "LATE", "NEAR"]
    until = datetime.fromtimestamp((now() + 3 * DAY) / 1000).strftime("%Y-%m-%d")
    said = shop.done("order", "extend", "LATE", "OLD", "--until", until, "--reason", "缺货", "--told", "--json").json
    assert said["extended"] == 2
    rows = shop.done("deadlines", "--format", "jsonl").lines
    assert [row["order_no"] for row in rows] == ["NEAR", "OLD", "LATE"]
    assert rows[2]["reason"] == "缺货"
    assert rows[2]["told_at"]
    message = desk.database.execute_sql("SELECT message FROM extension ORDER BY id LIMIT 1").fetchone()[0]
    assert "LATE" in message
    assert "tb_LATE" in message
    assert "NEAR" in shop.done("deadlines").out


@pytest.mark.rule("ORD-18")
def test_an_extension_into_the_past_or_of_what_left_is_refused_and_none_is_extended(
    shop: CommandLine, desk: Desk
) -> None:
    fresh(desk, "A1", ship_by=now() + DAY)
    fresh(desk, "A2", status=int(Status.SHIPPED), shipped_at=now())
    assert "Choose a later time" in shop("order", "extend", "A1", "--until", "2020-01-01", "--reason", "x").err
    assert shop("order", "extend", "A1", "--until", "soon", "--reason", "x").status == 2
    refused = shop("order", "extend", "A1", "A2", "--until", "2999-01-01", "--reason", "x")
    assert refused.status == 1
    assert "has left" in refused.err
    to_confirm = shop("order", "extend", "A1", "--until", "2999-01-01", "--reason", "x", "--kind", "receipt")
    assert "not on its way" in to_confirm.err
    assert desk.database.execute_sql("SELECT count(*) FROM extension").fetchone()[0] == 0


@pytest.mark.rule("ORD-23")
def test_orders_about_to_confirm_themselves_and_those_completed_too_early_are_listed(
    shop: CommandLine, desk: Desk
) -> None:
    fresh(desk, "SOON", status=int(Status.SHIPPED), shipped_at=now() - 9 * DAY)
    fresh(desk, "FAR", status=int(Status.SHIPPED), shipped_at=now() - DAY)
    fresh(desk, "HERE", status=int(Status.DONE), stage=int(Stage.PRINTED), done_at=now())
    fresh(desk, "BACK", status=int(Status.DONE), stage=int(Stage.SHIPPED), done_at=now() - DAY)
    fresh(desk, "FINE", status=int(Status.DONE), stage=int(Stage.SHIPPED), done_at=now())
    desk.database.execute_sql(
        "INSERT INTO refund_request (shop_id, refund_no, order_no, state) VALUES (1, 'R1', 'BACK', '等待卖家同意退款')"
    )
    [row] = shop.done("deadlines", "--kind", "receipt", "--format", "jsonl").lines
    assert row["order_no"] == "SOON"
    done = {row["order_no"]: row["why"] for row in shop.done("deadlines", "--kind", "done", "--format", "jsonl").lines}
    assert done == {"HERE": "not-shipped", "BACK": "refund-open"}
    until = datetime.fromtimestamp((now() + 6 * DAY) / 1000).strftime("%Y-%m-%d")
    shop.done("order", "extend", "SOON", "--kind", "receipt", "--until", until, "--reason", "货在途中")
    assert shop.done("deadlines", "--kind", "receipt", "--format", "jsonl").lines == []
