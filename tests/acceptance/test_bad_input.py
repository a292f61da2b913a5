"""Files that are no good: a sentence that names what is wrong and where, nothing half done, and the program goes on."""

import os
import time
import zipfile
from pathlib import Path
from typing import Any

import pytest

from tests.command_line import CommandLine, new_shop
from tests.platform_files import TRUE_QIANNIU, header, write_csv, write_xlsx, write_zip

ORDERS = "taobao_ExportOrderList_2017_csv"
GOOD = {
    "订单编号": "4001",
    "订单状态": "买家已付款，等待卖家发货",
    "订单创建时间": "2026-06-01 08:00:00",
    "收货人姓名": "张三",
    "收货地址 ": "浙江省 杭州市 西湖区 示例路1号(310000)",
    "买家实际支付金额": "9.00",
}


@pytest.fixture
def shop(tmp_path: Path) -> CommandLine:
    return new_shop(tmp_path)


def refused(shop: CommandLine, file: Path) -> str:
    """Why a file was refused as a whole: nothing of it is in the shop, and the next file is taken as ever."""
    answer = shop("import", file, "--json")
    assert answer.status == 1, answer
    result = answer.json["files"][0]
    assert file.name in result["error"] and answer.err.splitlines() == [result["error"]]
    assert "Traceback" not in answer.err
    assert (result["created"], result["updated"], result["rejected"]) == (0, 0, [])
    assert shop.orders() == []
    assert shop.done("import", TRUE_QIANNIU, "--json").json["files"][0]["created"] == 58
    return str(result["error"])


def taken(shop: CommandLine, folder: Path, *rows: dict[str, str]) -> list[dict[str, Any]]:
    """The rejected rows of an order file with `rows`."""
    file = write_csv(folder / "orders.csv", header(ORDERS), [GOOD | row for row in rows])
    rejected: list[dict[str, Any]] = shop.done("import", file, "--json").json["files"][0]["rejected"]
    return rejected


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("photo.xlsx", b"\x89PNG\r\n\x1a\n" + bytes(500), "a picture"),
        ("report.csv", b"%PDF-1.7\n" + bytes(500), "a PDF document"),
        ("program.csv", b"MZ" + bytes(500), "a program"),
        ("noise.csv", bytes(range(256)) * 8, "binary data"),
        ("empty.csv", b"", "is empty"),
        ("blank.csv", b"\xef\xbb\xbf\r\n\r\n", "is empty"),
        ("letter.csv", "亲爱的顾客，您好\n祝好".encode(), "not known"),
        ("broken.xlsx", b"PK\x03\x04" + bytes(300), "damaged or only half there"),
        ("broken.xls", bytes.fromhex("d0cf11e0a1b11ae1") + bytes(300), "damaged"),
    ],
)
def test_a_wrong_or_empty_file(shop: CommandLine, tmp_path: Path, name: str, content: bytes, why: str) -> None:
    (tmp_path / name).write_bytes(content)
    assert why in refused(shop, tmp_path / name)


def test_a_file_that_is_not_there(shop: CommandLine, tmp_path: Path) -> None:
    assert "can't be opened" in refused(shop, tmp_path / "gone.csv")


@pytest.mark.parametrize("encoding", ["gb18030", "gbk", "utf-8", "utf-8-sig", "utf-16"])
def test_another_encoding(shop: CommandLine, tmp_path: Path, encoding: str) -> None:
    file = write_csv(tmp_path / "orders.csv", header(ORDERS), [GOOD], encoding)
    assert shop.done("import", file, "--json").json["files"][0]["created"] == 1
    assert shop.orders()[0]["receiver"] == "张三"


def test_an_encoding_nobody_knows(shop: CommandLine, tmp_path: Path) -> None:
    file = write_csv(tmp_path / "orders.csv", header(ORDERS), [GOOD], "gb18030")
    file.write_bytes(file.read_bytes() + b"\xff\xff\x80\x80 \xff\r\n")
    assert "neither UTF-8 nor GB18030" in refused(shop, file)


@pytest.mark.parametrize("share", [0.55, 0.9])
def test_half_a_file(shop: CommandLine, tmp_path: Path, share: float) -> None:
    rows = [GOOD | {"订单编号": f"40{number:02d}"} for number in range(20)]
    file = write_csv(tmp_path / "half.csv", header(ORDERS), rows)
    content = file.read_bytes()
    cut = content[: int(len(content) * share)]
    file.write_bytes(cut[: cut.rfind(b",2026")])
    assert "half there" in refused(shop, file)
    book = write_xlsx(tmp_path / "half.xlsx", header(ORDERS), rows)
    book.write_bytes(book.read_bytes()[: int(book.stat().st_size * share)])
    answer = shop("import", book, "--json")
    assert answer.status == 1 and "half there" in answer.json["files"][0]["error"]


def test_missing_columns_are_named(shop: CommandLine, tmp_path: Path) -> None:
    names = [name for name in header(ORDERS) if name != "订单编号"]
    row = {name: value for name, value in GOOD.items() if name != "订单编号"}
    assert "订单编号" in refused(shop, write_csv(tmp_path / "orders.csv", names, [row]))


def test_numbers_broken_by_a_spreadsheet(shop: CommandLine, tmp_path: Path) -> None:
    bad = taken(shop, tmp_path, {}, {"订单编号": "1.2E+18"}, {"订单编号": "3.82111383862124E+18"})
    assert [(row["row"], row["column"], row["value"]) for row in bad] == [
        (3, "订单编号", "1.2E+18"),
        (4, "订单编号", "3.82111383862124E+18"),
    ]
    assert all("rounded" in row["reason"] for row in bad)
    assert [order["order_no"] for order in shop.orders()] == ["4001"]


@pytest.mark.parametrize(
    "written", ["2026/6/1 8:00:00", "2026-06-01 08:00", "2026.06.01 08:00:00", "2026年6月1日 08:00"]
)
def test_dates_in_other_shapes(shop: CommandLine, tmp_path: Path, written: str) -> None:
    assert taken(shop, tmp_path, {"订单创建时间": written}) == []
    assert shop.orders()[0]["created_at"] == "2026-06-01T08:00:00+08:00"


def test_a_date_that_is_none(shop: CommandLine, tmp_path: Path) -> None:
    bad = taken(shop, tmp_path, {"订单创建时间": "2026-13-45 08:00:00"})
    assert [(row["row"], row["column"], row["value"]) for row in bad] == [(2, "订单创建时间", "2026-13-45 08:00:00")]


def test_duplicate_rows_count_once(shop: CommandLine, tmp_path: Path) -> None:
    file = write_csv(tmp_path / "orders.csv", header(ORDERS), [GOOD, GOOD, GOOD])
    result = shop.done("import", file, "--json").json["files"][0]
    assert (result["rows"], result["created"], result["updated"], result["unchanged"]) == (3, 1, 0, 0)
    assert len(shop.orders()) == 1


def test_a_cipher_comes_in_marked_and_is_not_printed(shop: CommandLine, tmp_path: Path) -> None:
    hidden = {"收货人姓名": "##pZk3v9Qx/aTq##", "联系手机": "$$x8Kq2mW1$$", "收货地址 ": "##Yt7Rw0pLmZs4Qe##"}
    assert taken(shop, tmp_path, hidden) == []
    assert shop.orders()[0]["receiver"] == "##pZk3v9Qx/aTq##"
    answer = shop("print", "slip", "4001", "-o", tmp_path / "slip.pdf")
    assert answer.status == 1 and "4001" in answer.err and "cipher" in answer.err


def test_a_cell_of_50_mb(shop: CommandLine, tmp_path: Path) -> None:
    file = write_csv(tmp_path / "orders.csv", header(ORDERS), [GOOD, GOOD | {"订单备注": "x" * (50 << 20)}])
    said = refused(shop, file)
    assert "row 3" in said and "cell" in said


def test_a_zip_bomb(shop: CommandLine, tmp_path: Path) -> None:
    file = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (60 << 20))
    assert "beyond the limit" in refused(shop, file)


def test_xml_entities(shop: CommandLine, tmp_path: Path) -> None:
    book = write_xlsx(tmp_path / "orders.xlsx", header(ORDERS), [GOOD])
    with zipfile.ZipFile(book) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    laughs = b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
    sheet = parts["xl/worksheets/sheet1.xml"]
    parts["xl/worksheets/sheet1.xml"] = laughs + sheet[sheet.index(b"<worksheet") :]
    assert "XML entities" in refused(shop, write_zip(book, parts))


def test_a_formula_as_a_name_stays_a_text(shop: CommandLine, tmp_path: Path) -> None:
    evil = '=HYPERLINK("http://x","click")'
    assert taken(shop, tmp_path, {"收货人姓名": evil, "订单备注": "=1+1"}) == []
    order = shop.orders()[0]
    assert (order["receiver"], order["memo"]) == (evil, "=1+1")
    shop.done("export", "orders", "-o", tmp_path / "out.csv")
    assert "'=HYPERLINK" in (tmp_path / "out.csv").read_text("utf-8-sig")


@pytest.mark.sqlite_only
@pytest.mark.parametrize(("pragma", "why"), [("query_only", "read-only"), ("max_page_count", "is full")])
def test_a_read_only_or_full_disk(shop: CommandLine, monkeypatch: pytest.MonkeyPatch, pragma: str, why: str) -> None:
    """SQLite answers as on such a disk."""
    from shopdesk.db import sqlite

    with monkeypatch.context() as patched:
        patched.setitem(sqlite._PRAGMAS, pragma, 1)
        answer = shop("import", TRUE_QIANNIU)
        assert answer.status == 1 and why in answer.err and "Nothing was changed" in answer.err
    assert shop.orders() == []
    assert shop.done("import", TRUE_QIANNIU, "--json").json["files"][0]["created"] == 58


def test_a_folder_that_is_not_there(shop: CommandLine, tmp_path: Path) -> None:
    shop.done("import", TRUE_QIANNIU)
    for command in (("export", "orders", "-o"), ("orders", "--format", "jsonl", "-o"), ("backup",)):
        target = tmp_path / "orders.csv" / "no" / "x.csv"
        (tmp_path / "orders.csv").touch()
        answer = shop(*command, target)
        assert answer.status == 1 and "could not be written" in answer.err, command


def test_no_order_can_keep_the_list_from_being_read(shop: CommandLine, tmp_path: Path) -> None:
    """Years, amounts and pieces that no program can count with stay outside, row by row."""
    bad = taken(
        shop, tmp_path, {"订单创建时间": "9999-12-31 23:59:59"}, {"订单编号": "4002", "买家实际支付金额": "1.299,00"}
    )
    assert [(row["row"], row["column"]) for row in bad] == [(2, "订单创建时间"), (3, "买家实际支付金额")]
    lines = header("taobao_ExportOrderDetailList_2017_csv")
    row = {"订单编号": "4003", "标题": "鞋", "价格": "9.00", "购买数量": "999999999999"}
    result = shop.done("import", write_csv(tmp_path / "l.csv", lines, [row]), "--json").json["files"][0]
    assert [(row["row"], row["column"]) for row in result["rejected"]] == [(2, "购买数量")]
    assert shop.orders() == []


def test_a_very_long_name_neither_stops_the_list_nor_the_slip(shop: CommandLine, tmp_path: Path) -> None:
    (row,) = taken(shop, tmp_path, {"买家会员名": "李" * 90_000})
    assert row["column"] == "买家会员名" and "Shorten it to 500" in row["reason"]
    assert taken(shop, tmp_path, {"收货人姓名": "张" * 90_000, "买家会员名": "李" * 500}) == []
    started = time.monotonic()
    shop.done("orders")
    shop.done("print", "slip", "4001", "-o", tmp_path / "slip.pdf")
    assert time.monotonic() - started < 20


def test_a_file_name_that_is_no_text(shop: CommandLine, tmp_path: Path) -> None:
    file = tmp_path / os.fsdecode(b"\xff orders.csv")
    write_csv(file, header(ORDERS), [GOOD])
    assert shop.done("import", file, "--json").json["files"][0]["created"] == 1


@pytest.mark.sqlite_only
def test_a_result_never_takes_the_place_of_the_shop(shop: CommandLine, tmp_path: Path) -> None:
    assert taken(shop, tmp_path, {}) == []
    for command in (("orders", "--format", "csv", "-o"), ("print", "slip", "4001", "-o"), ("backup",)):
        answer = shop(*command, shop.address)
        assert answer.status == 1 and "shop.db" in answer.err, command
    assert len(shop.orders()) == 1
    shop.done("check")
