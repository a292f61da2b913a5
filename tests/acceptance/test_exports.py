"""Anything listed can be exported, and no spreadsheet takes a cell for a formula (DATA-05)."""

import csv
from pathlib import Path

import openpyxl
import pytest

from tests.command_line import CommandLine, new_shop
from tests.platform_files import TRUE_QIANNIU, header, write_csv

EVIL = ("=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", '=HYPERLINK("http://x","y")')
LISTS = ("orders", "lines", "products", "refunds", "trail")


@pytest.fixture
def shop(tmp_path: Path) -> CommandLine:
    """The true file, and an order for each evil text as receiver, memo and title."""
    shop = new_shop(tmp_path)
    names = header("taobao_ExportOrderList_2017_csv")
    rows = [
        {
            "订单编号": f"500{number}", "订单状态": "买家已付款，等待卖家发货", "订单创建时间": "2026-06-01 08:00:00",
            "收货人姓名": text, "订单备注": text, "宝贝标题 ": text, "买家实际支付金额": "12.30", "买家会员名": text,
        }
        for number, text in enumerate(EVIL)
    ]  # fmt: skip
    shop.done("import", TRUE_QIANNIU, write_csv(tmp_path / "evil.csv", names, rows))
    shop.done("hold", "5000", "--reason", "=2+2")
    return shop


def csv_cells(file: Path) -> list[list[str]]:
    with file.open(encoding="utf-8-sig", newline="") as opened:
        return list(csv.reader(opened))


@pytest.mark.rule("DATA-05")
@pytest.mark.parametrize("what", LISTS)
def test_no_cell_of_a_csv_begins_a_formula(shop: CommandLine, tmp_path: Path, what: str) -> None:
    answer = shop.done("export", what, "-o", tmp_path / "x.csv", "--json").json
    rows = csv_cells(tmp_path / "x.csv")
    assert len(rows) == answer["rows"] + 1
    assert [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@", "\t", "\r"))] == []


@pytest.mark.rule("DATA-05")
@pytest.mark.parametrize("what", LISTS)
def test_no_cell_of_an_xlsx_is_a_formula(shop: CommandLine, tmp_path: Path, what: str) -> None:
    answer = shop.done("export", what, "-o", tmp_path / "x.xlsx", "--json").json
    sheet = openpyxl.load_workbook(tmp_path / "x.xlsx").worksheets[0]
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert sheet.max_row == answer["rows"] + 1
    assert [cell.value for cell in cells if cell.data_type == "f" or cell.hyperlink] == []


@pytest.mark.rule("DATA-05")
def test_an_exported_sheet_says_the_same_as_the_list(shop: CommandLine, tmp_path: Path) -> None:
    shop.done("orders", "--format", "xlsx", "-o", tmp_path / "orders.xlsx")
    names, *rows = openpyxl.load_workbook(tmp_path / "orders.xlsx").worksheets[0].iter_rows(values_only=True)
    sheet = {str(row[2]): dict(zip(map(str, names), row, strict=True)) for row in rows}
    for order in shop.orders():
        row = sheet[order["order_no"]]
        for name in ("status", "flag", "receiver", "memo", "waybill", "created_at"):
            assert (row[name] or "") == (order[name] or "")
        assert row["paid"] == pytest.approx(float(order["paid"]))


@pytest.mark.rule("DATA-05")
def test_what_is_listed_is_what_is_exported(shop: CommandLine, tmp_path: Path) -> None:
    shop.done("flag", "5001", "5002", "--to", "red")
    for form in ("csv", "xlsx", "jsonl"):
        shop.done("orders", "--flag", "red", "--format", form, "-o", tmp_path / f"red.{form}")
    assert [row[2] for row in csv_cells(tmp_path / "red.csv")[1:]] == ["5002", "5001"]
    assert openpyxl.load_workbook(tmp_path / "red.xlsx").worksheets[0].max_row == 3
    assert len((tmp_path / "red.jsonl").read_text("utf-8").splitlines()) == 2
    assert shop.done("export", "lines", "-o", tmp_path / "l.csv", "--flag", "red", "--json").json["rows"] >= 0


def test_an_unknown_ending_is_refused_and_nothing_is_left(shop: CommandLine, tmp_path: Path) -> None:
    before = sorted(tmp_path.iterdir())
    answer = shop("export", "orders", "-o", tmp_path / "orders.doc")
    assert answer.status == 1 and "Name the file .csv or .xlsx" in answer.err
    assert shop("export", "orders", "-o", tmp_path / "no" / "orders.csv").status == 1
    assert sorted(tmp_path.iterdir()) == before
