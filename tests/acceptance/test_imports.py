"""Platform files through the command line: exact counts, all or nothing, repeatable, stoppable (DATA-04)."""

import json
import os
import signal
import subprocess
import sys
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from shopdesk.db.database import open_database, rows_of
from tests.command_line import CommandLine, new_shop
from tests.platform_files import (
    TRUE_QIANNIU,
    header,
    made_orders,
    read_back,
    write_csv,
    write_taobao_pair,
    yuan,
)

HOUSE = Path(__file__).parent.parent.parent
SIGNALS = ("SIGTERM", "SIGINT", "SIGKILL") if os.name == "posix" else ("SIGTERM",)
RESULT = {"file", "platform", "kind", "encoding", "rows", "created", "updated", "unchanged", "rejected"}
EMPTY = {None, "null", "-", "--"}


@pytest.fixture
def shop(tmp_path: Path) -> CommandLine:
    return new_shop(tmp_path)


def imported(shop: CommandLine, *arguments: str | Path) -> list[dict[str, Any]]:
    """Results of an import that was not refused, one a file."""
    files = shop.done("import", *arguments, "--json").json["files"]
    assert all(set(file) == RESULT for file in files)
    return list(files)


def counts(result: dict[str, Any]) -> tuple[int, int, int, int, int]:
    rows, created, updated, unchanged = (int(result[name]) for name in ("rows", "created", "updated", "unchanged"))
    return rows, created, updated, unchanged, len(result["rejected"])


def true_rows() -> list[dict[str, str]]:
    """The true file's rows, read by another library."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the file has no styles, which that library remarks on
        sheet = openpyxl.load_workbook(TRUE_QIANNIU).worksheets[0]
    names, *rows = [["" if cell in EMPTY else str(cell) for cell in row] for row in sheet.values]
    return [dict(zip(names, row, strict=True)) for row in rows]


def cents(text: str) -> int:
    whole, _, part = text.partition(".")
    return int(whole) * 100 + int(part.ljust(2, "0")[:2] or 0)


@pytest.mark.rule("ORD-01")
@pytest.mark.rule("DATA-04")
def test_the_true_file_gives_58_orders_and_again_changes_nothing(shop: CommandLine) -> None:
    assert counts(imported(shop, TRUE_QIANNIU)[0]) == (71, 58, 0, 0, 0)
    assert counts(imported(shop, TRUE_QIANNIU)[0]) == (71, 0, 0, 58, 0)
    assert len(shop.orders()) == 58


def test_the_true_files_orders_are_told_field_by_field(shop: CommandLine) -> None:
    imported(shop, TRUE_QIANNIU)
    orders = {order["order_no"]: order for order in shop.orders()}
    by_order: dict[str, list[dict[str, str]]] = {}
    for row in true_rows():
        by_order.setdefault(row["主订单编号"], []).append(row)
    assert set(orders) == set(by_order)
    for order_no, rows in by_order.items():
        order = orders[order_no]
        assert order["goods"] == yuan(sum(cents(row["买家应付货款"]) for row in rows))
        assert order["paid"] == yuan(sum(cents(row["买家实际支付金额"]) for row in rows))
        assert order["memo"] == rows[0]["商家备注"]
        assert order["waybill"] == rows[0]["物流单号"].removeprefix("No:")
        assert order["created_at"] == rows[0]["订单创建时间"].replace(" ", "T") + "+08:00"
        told = [(line["sku"], line["properties"], line["quantity"], line["price"]) for line in order["lines"]]
        wanted = [(row["商家编码"], row["商品属性"], int(row["购买数量"]), yuan(cents(row["价格"]))) for row in rows]
        assert sorted(told) == sorted(wanted)
    assert [order["waybill"] for order in orders.values() if order["waybill"]] == ["YT7453244865603"]


def dump(address: Path | str) -> dict[str, list[tuple[Any, ...]]]:
    """What a shop holds, without what only counts or stamps."""
    database = open_database(address)
    numbers = dict(rows_of(database, "SELECT id, order_no FROM orders"))
    buyers = dict(rows_of(database, "SELECT id, platform_id FROM buyer"))
    held = {}
    for table, key in (("orders", "order_no"), ("order_line", "line_no"), ("parcel", "waybill"), ("variant", "sku")):
        found = database.execute_sql(f"SELECT * FROM {table}")
        rows = [dict(zip((column[0] for column in found.description), row, strict=True)) for row in found.fetchall()]
        for row in rows:
            row["order_id"] = numbers.get(row.get("order_id"))
            row["buyer_id"] = buyers.get(row.get("buyer_id"))
            for stamp in ("id", "import_id", "version", "product_id"):
                row.pop(stamp, None)
        held[table] = sorted((tuple(row.items()) for row in rows), key=lambda row: (str(dict(row)[key]), str(row)))
    database.close()
    return held


@pytest.mark.rule("DATA-04")
def test_a_pair_gives_the_same_shop_in_either_order(tmp_path: Path) -> None:
    pair = write_taobao_pair(tmp_path, 300)
    shops = []
    for name, files in (("a", (pair.orders, pair.lines)), ("b", (pair.lines, pair.orders))):
        (tmp_path / name).mkdir()
        shops.append(new_shop(tmp_path / name))
        results = [counts(imported(shops[-1], file)[0]) for file in files]
        assert results[0][1] == 300 and results[1][1] == 0
        assert counts(imported(shops[-1], files[0])[0])[1:4] == (0, 0, 300)
    assert dump(shops[0].address) == dump(shops[1].address)


def test_a_pair_is_read_with_every_quirk(shop: CommandLine, tmp_path: Path) -> None:
    pair = write_taobao_pair(tmp_path, 200)
    imported(shop, pair.orders, pair.lines)
    orders = {order["order_no"]: order for order in shop.orders()}
    for made in made_orders(200):
        told = orders[made.order_no]
        assert (told["buyer"], told["receiver"], told["phone"]) == (made.buyer, made.receiver, made.phone)
        assert (told["goods"], told["postage"], told["paid"]) == tuple(map(yuan, (made.goods, made.postage, made.paid)))
        assert (told["memo"], told["buyer_message"]) == (read_back(made.memo), read_back(made.message))
        assert told["waybill"] == made.waybill
        assert told["carrier"] == made.carrier or told["status"] == "paid"  # this desk chooses one then (ORD-07)
        assert sorted(line["sku"] for line in told["lines"]) == sorted(line.sku for line in made.lines)


@pytest.mark.rule("DATA-04")
def test_a_dry_run_counts_and_changes_nothing(shop: CommandLine) -> None:
    assert counts(imported(shop, TRUE_QIANNIU, "--dry-run")[0]) == (71, 58, 0, 0, 0)
    assert shop.orders() == []


@pytest.mark.rule("DATA-04")
def test_bad_rows_are_reported_exactly_and_good_ones_taken(shop: CommandLine, tmp_path: Path) -> None:
    names = header("taobao_ExportOrderList_2017_csv")
    good = {"订单状态": "买家已付款，等待卖家发货", "订单创建时间": "2026-06-01 08:00:00", "买家实际支付金额": "9.00"}
    rows = [
        {**good, "订单编号": "3001"},
        {**good, "订单编号": "1.2E+18"},
        {**good, "订单编号": "3003", "买家实际支付金额": "many"},
        {**good, "订单编号": "3004", "订单创建时间": "yesterday"},
        {**good, "订单编号": ""},
        {**good, "订单编号": "3006"},
    ]
    result = imported(shop, write_csv(tmp_path / "orders.csv", names, rows))[0]
    assert counts(result) == (6, 2, 0, 0, 4)
    assert [(bad["row"], bad["column"].strip(), bad["value"]) for bad in result["rejected"]] == [
        (3, "订单编号", "1.2E+18"),
        (4, "买家实际支付金额", "many"),
        (5, "订单创建时间", "yesterday"),
        (6, "订单编号", ""),
    ]
    assert "last digits are gone" in result["rejected"][0]["reason"]
    assert {order["order_no"] for order in shop.orders()} == {"3001", "3006"}


@pytest.mark.rule("DATA-04")
def test_a_refused_file_leaves_the_others_alone_and_says_why(shop: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "picture.csv").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    answer = shop("import", tmp_path / "picture.csv", TRUE_QIANNIU, "--json")
    assert answer.status == 1
    bad, good = answer.json["files"]
    assert bad["file"] == "picture.csv" and "a picture" in bad["error"] and bad["error"] in answer.err
    assert counts(good)[:2] == (71, 58) and "error" not in good


def start_process(shop: CommandLine, *arguments: str | Path) -> subprocess.Popen[str]:
    """The program in a process of its own, with progress on stderr."""
    command = [sys.executable, "-m", "shopdesk", "--database", str(shop.address), *map(str, arguments)]
    environment = {**os.environ, "PYTHONPATH": str(HOUSE)}
    return subprocess.Popen(
        command, cwd=HOUSE, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8"
    )


def progress_of(lines: Iterator[str]) -> Iterator[float]:
    return (json.loads(line)["progress"] for line in lines if line.startswith("{"))


@pytest.fixture
def big(tmp_path: Path) -> Path:
    """A file that takes a while."""
    return write_taobao_pair(tmp_path, 12_000).orders


@pytest.mark.rule("DATA-04")
def test_progress_rises_to_the_end(shop: CommandLine, big: Path) -> None:
    with start_process(shop, "import", big, "--json", "--progress") as process:
        out, err = process.communicate(timeout=60)
    told = list(progress_of(iter(err.splitlines())))
    assert told == sorted(told) and told[-1] == 1.0 and len(told) > 3
    assert json.loads(out)["files"][0]["created"] == 12_000


@pytest.mark.rule("DATA-04")
@pytest.mark.parametrize("how", SIGNALS)
def test_an_import_stopped_half_way_leaves_nothing(shop: CommandLine, big: Path, how: str) -> None:
    imported(shop, TRUE_QIANNIU)
    before = shop.orders()
    with start_process(shop, "import", big, "--json", "--progress") as process:
        assert process.stderr is not None
        assert next(progress_of(iter(process.stderr))) < 1
        process.send_signal(getattr(signal, how))
        out, err = process.communicate(timeout=60)
    assert out == ""
    if os.name == "posix" and how != "SIGKILL":
        assert process.returncode == 130 and "Nothing half done was kept" in err
    assert shop.orders() == before
    shop.done("check")
    assert counts(imported(shop, big)[0])[1] == 12_000
