"""The damage list by command line: from a box back to the supplier in time, or a loss; papers for suppliers (REP-03,
REP-04)."""

from collections.abc import Iterator
from datetime import date, timedelta
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
from tests.printing.samples import pages, scanned, text

MAKER, OTHER = "温岭足意鞋厂", "海宁织里服饰"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A shop whose clock runs: two orders of shoes at 80 yuan; their maker takes faulty ones back for 15 days."""
    made = make_desk(tmp_path, clock=now)
    maker = save_supplier(made, name=MAKER, return_days=15, repair_days=7)
    save_supplier(made, name=OTHER, return_days=7)
    for number in ("6001", "6002"):
        created = now() - 7 * DAY_MS
        order_id = add_order(
            made, order_no=number, buyer=f"tb_{number}", status=int(Status.SHIPPED), stage=int(Stage.SHIPPED),
            created=created, shipped_at=created + DAY_MS,
        )  # fmt: skip
        database = made.database
        sku = database.execute_sql("SELECT sku FROM order_line WHERE order_id = ?", (order_id,)).fetchone()[0]
        product = add_row(
            database, "INSERT INTO product (shop_id, code, title, supplier_id) VALUES (1, ?, '真皮单鞋', ?)",
            (sku, maker),
        )  # fmt: skip
        database.execute_sql(
            "INSERT INTO variant (product_id, shop_id, sku, cost) VALUES (?, 1, ?, 8000)", (product, sku)
        )
    yield made
    made.database.close()


@pytest.fixture
def shop(tmp_path: Path, desk: Desk) -> CommandLine:
    return CommandLine(shop_address(tmp_path))


def today() -> date:
    return to_local(now()).date()


def told(shop: CommandLine, *arguments: str | Path) -> dict[str, Any]:
    return dict(shop.done(*arguments, "--json").json)


def box_came(shop: CommandLine, order_no: str) -> int:
    """A box whose goods an inspection sends to the damage list; the entry's number."""
    box = str(told(shop, "intake", "add", f"SF12345{order_no}")["number"])
    shop.done("intake", "match", box, order_no)
    item = str(told(shop, "intake", "show", box)["items"][0]["item"])
    shop.done("intake", "change", item, "--fault", "鞋面开裂", "--condition", "faulty")
    shop.done("intake", "register", box)
    shop.done("intake", "inspect", item, "--faulty", "1", "--faulty-to", "damage")
    shop.done("intake", "approve", item)
    (row,) = shop.done("damage", "list", "--order", order_no, "--format", "jsonl").lines
    return int(row["damage"])


@pytest.mark.rule("REP-04")
def test_from_the_box_back_to_the_supplier_and_what_is_lost(shop: CommandLine, tmp_path: Path) -> None:
    first, second = box_came(shop, "6001"), box_came(shop, "6002")
    entry = told(shop, "damage", "show", str(first))
    assert (entry["state"], entry["supplier"], entry["fault"], entry["cost"], entry["days_left"]) == (
        "listed", MAKER, "鞋面开裂", "80.00", 15,
    )  # fmt: skip
    assert entry["received_at"][:10] == today().isoformat()
    assert entry["expires_at"][:10] == (today() + timedelta(days=15)).isoformat()

    refused = shop("damage", "batch", "new", OTHER, str(first))
    assert refused.status == 1 and MAKER in refused.err and OTHER in refused.err
    batch = str(told(shop, "damage", "batch", "new", MAKER, str(first), str(second))["batch"])
    paper = tmp_path / "return.pdf"
    assert told(shop, "print", "damage-return", batch, "-o", paper)["lines"] == 2
    (page,) = pages(paper.read_bytes())
    for words in (MAKER, "鞋面开裂", "2 pieces", "160.00", "for 15 days from receipt"):
        assert words in page, words
    assert "tb_600" not in page, "the supplier needs to know no buyer"

    shop.done("damage", "batch", "send", batch, "--carrier", "德邦快递", "--waybill", "DPK1234567890")
    refused = shop("damage", "batch", "send", batch)
    assert refused.status == 1 and "went to" in refused.err and "Owner" in refused.err
    shop.done("damage", "answer", "accepted", str(first), "--said", "下次对账扣")
    assert shop("damage", "answer", "refused", str(second)).status == 1, "why is said"
    shop.done("damage", "answer", "refused", str(second), "--said", "穿过了")
    assert "80.00" in shop("damage", "credit", str(first), "90").err
    assert told(shop, "damage", "credit", str(first), "60")["loss"] == "20.00"
    assert told(shop, "damage", "write-off", str(second), "--reason", "厂家不认")["state"] == "written-off"

    (loss,) = shop.done("damage", "losses", today().strftime("%Y-%m"), "--format", "jsonl").lines
    assert (loss["product"], loss["pieces"], loss["worth"], loss["credited"], loss["lost"], loss["undecided"]) == (
        "真皮单鞋", 2, "160.00", "60.00", "100.00", "0.00",
    )  # fmt: skip
    for what, name in (("damage", "list.xlsx"), ("damage-losses", "losses.csv")):
        shop.done("export", what, "-o", tmp_path / name)
    assert "真皮单鞋,2,160.00,60.00,0.00,100.00" in (tmp_path / "losses.csv").read_text("utf-8")


@pytest.mark.rule("REP-04")
def test_what_runs_out_first_is_first(shop: CommandLine) -> None:
    days = {
        name: (today() - timedelta(days=ago)).isoformat() for name, ago in (("过期", 20), ("快到期", 13), ("新", 0))
    }
    for name, received in days.items():
        shop.done("damage", "add", "--item", name, "--supplier", MAKER, "--cost", "50", "--received", received)
    shop.done("damage", "add", "--item", "服装", "--supplier", OTHER)
    rows = shop.done("damage", "list", "--format", "jsonl").lines
    assert [(row["title"], row["late"]) for row in rows] == [
        ("过期", True), ("快到期", False), ("服装", False), ("新", False),
    ]  # fmt: skip
    soon = (today() + timedelta(days=3)).isoformat()
    assert [row["title"] for row in shop.done("damage", "list", "--before", soon, "--format", "jsonl").lines] == [
        "过期", "快到期",
    ]  # fmt: skip
    first, second = shop.done("damage", "suppliers", "--format", "jsonl").lines
    assert (first["supplier"], first["here"], first["late"], second["supplier"]) == (MAKER, 3, 1, OTHER)


@pytest.mark.rule("REP-04")
def test_a_repair_that_fails_is_on_the_list(shop: CommandLine) -> None:
    number = str(told(shop, "repair", "open", "--order", "6001", "--fault", "断底")["repair"])
    batch = str(told(shop, "repair", "batch", "new", MAKER, number)["batch"])
    shop.done("repair", "batch", "send", batch)
    shop.done("repair", "step", number, "refund", "--note", "修不好")
    assert shop.done("damage", "list", "--format", "jsonl").lines == []
    shop.done("repair", "back", number)
    (row,) = shop.done("damage", "list", "--format", "jsonl").lines
    assert (row["repair"], row["fault"], row["state"]) == (int(number), "断底", "listed")


@pytest.mark.rule("REP-01", "REP-03")
def test_labels_and_the_factorys_list_are_printed(shop: CommandLine, tmp_path: Path) -> None:
    number = str(told(shop, "repair", "open", "--order", "6001", "--fault", "断跟")["repair"])
    label, listed = tmp_path / "label.pdf", tmp_path / "list.pdf"
    shop.done("print", "repair-label", number, "-o", label)
    (codes,) = scanned(label.read_bytes())
    assert codes == {told(shop, "repair", "show", number)["code"]}
    assert told(shop, "repair", "show", codes.pop())["state"] == "labelled"
    batch = str(told(shop, "repair", "batch", "new", MAKER, number)["batch"])
    assert told(shop, "print", "repair-dispatch", batch, "-o", listed)["lines"] == 1
    shown = text(listed.read_bytes())
    assert "断跟" in shown and MAKER in shown and "tb_6001" not in shown
    refused = shop("print", "repair-dispatch", "99", "-o", listed)
    assert refused.status == 1 and "99" in refused.err
