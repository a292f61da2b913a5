"""Files made to hurt: each is refused within a second with a reason, or taken as the plain text that it is, and what is
exported is no formula. More of them stand in ../test_bad_input.py."""

import csv
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from tests.command_line import new_shop
from tests.platform_files import TRUE_QIANNIU, header, write_csv, write_xlsx, write_zip

pytestmark = pytest.mark.rule("DATA-04", "DATA-05")

WITHIN_S = 1.0
"""Of this process's own time: others may be busy."""
HEADER = header("taobao_ExportOrderList_2017_csv")
GOOD = {
    "订单编号": "4001", "订单状态": "买家已付款，等待卖家发货", "订单创建时间": "2026-06-01 08:00:00",
    "收货人姓名": "张三",    "收货地址 ": "浙江省 杭州市 西湖区 示例路1号(310000)", "买家实际支付金额": "9.00",
}  # fmt: skip
SHEET = "xl/worksheets/sheet1.xml"


def book(folder: Path, sheet: Callable[[bytes], bytes]) -> Path:
    """A workbook whose sheet is not what a spreadsheet would write."""
    path = write_xlsx(folder / "orders.xlsx", HEADER, [GOOD])
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    return write_zip(path, parts | {SHEET: sheet(parts[SHEET])})


def bomb(folder: Path) -> Path:
    return book(folder, lambda sheet: sheet + b" " * (400 << 20))


def bombs_in_a_bomb(folder: Path) -> Path:
    inner = bomb(folder).read_bytes()
    return write_zip(folder / "nested.xlsx", {"[Content_Types].xml": b"<Types/>", **dict.fromkeys((SHEET,), inner)})


def entities(folder: Path) -> Path:
    nested = b"".join(b'<!ENTITY e%d "%s">' % (n + 1, b"&e%d;" % n * 10) for n in range(9))
    head = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e0 "ha">' + nested + b"]>"
    return book(folder, lambda sheet: head + sheet[sheet.index(b"<worksheet") :])


def entity_of_a_file(folder: Path) -> Path:
    (folder / "secret.txt").write_text("not to be read", "utf-8")
    head = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "{(folder / "secret.txt").as_uri()}">]>'.encode()
    return book(folder, lambda sheet: head + sheet[sheet.index(b"<worksheet") :])


def million_columns(folder: Path) -> Path:
    path = folder / "orders.csv"
    path.write_bytes(",".join([*HEADER, *("x" * 1_000_000)]).encode() + b"\r\n" + b"1," * 1_000_000 + b"\r\n")
    return path


def far_cells(folder: Path) -> Path:
    """Two cells so far apart that a table between them would fill the memory."""
    rows = (b'<row r="%d"><c r="%s"><v>1</v></c></row>' % cell for cell in ((1, b"A1"), (1_048_576, b"XFD1048576")))
    far = b"<sheetData>" + b"".join(rows) + b"</sheetData>"
    return book(folder, lambda sheet: sheet[: sheet.index(b"<sheetData>")] + far + b"</worksheet>")


def large_cell(folder: Path) -> Path:
    return write_csv(folder / "orders.csv", HEADER, [GOOD, GOOD | {"订单备注": "x" * (10 << 20)}])


def open_quote(folder: Path) -> Path:
    """A quote that is never closed makes one cell of all that follows."""
    path = write_csv(folder / "orders.csv", HEADER, [GOOD])
    path.write_bytes(path.read_bytes() + b'"' + b"4002,\r\n" * 1_500_000)
    return path


HOSTILE = [bomb, bombs_in_a_bomb, entities, entity_of_a_file, million_columns, far_cells, large_cell, open_quote]


@pytest.mark.parametrize("make", HOSTILE, ids=lambda make: make.__name__)
def test_it_is_refused_within_a_second(make: Callable[[Path], Path], tmp_path: Path) -> None:
    shop = new_shop(tmp_path)
    shop.done("import", "--dry-run", TRUE_QIANNIU)  # has everything loaded
    file = make(tmp_path)
    started = time.process_time()
    answer = shop("import", file)
    seconds = time.process_time() - started
    assert answer.status == 1 and file.name in answer.err and "fault of its own" not in answer.err, answer
    assert seconds < WITHIN_S
    assert shop.orders() == []
    assert shop.done("import", TRUE_QIANNIU, "--json").json["files"][0]["created"] == 58


EVIL = ("=1+1", "+1+1", "-2+3", "@SUM(A1)", "\t=1", '=HYPERLINK("http://x","y")', "=cmd|' /C calc'!A0")


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_no_formula_leaves_in_a_list(form: str, tmp_path: Path) -> None:
    shop = new_shop(tmp_path)
    rows = [
        GOOD | {"订单编号": f"40{number:02d}", "订单备注": text, "买家留言": text, "收货人姓名": text}
        for number, text in enumerate(EVIL)
    ]
    shop.done("import", write_csv(tmp_path / "orders.csv", HEADER, rows))
    for what in ("orders", "lines"):
        shop.done("export", what, "-o", tmp_path / f"{what}.{form}")
    shop.done("orders", "--format", form, "-o", tmp_path / f"list.{form}")
    for name in ("orders", "list"):
        cells = cells_of(tmp_path / f"{name}.{form}")
        assert cells and not [cell for cell in cells if cell.startswith(("=", "+", "@", "\t"))]


def cells_of(file: Path) -> list[str]:
    """Every cell as a spreadsheet takes it: of a workbook only formulas begin with an equals sign."""
    if file.suffix == ".csv":
        with file.open(encoding="utf-8-sig", newline="") as opened:
            return [cell for row in csv.reader(opened) for cell in row]
    sheet = openpyxl.load_workbook(file).active
    assert sheet is not None
    cells = [cell for row in sheet.iter_rows() for cell in row]
    return [("=" if cell.data_type == "f" else "text ") + str(cell.value) for cell in cells]
