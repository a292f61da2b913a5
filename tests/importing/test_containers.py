"""Containers, told by their bytes; hostile and broken files are refused with a reason, at once."""

import io
import os
import time
import zipfile
from pathlib import Path

import openpyxl
import pytest

from shopdesk.errors import BadInput
from shopdesk.importing import errors
from shopdesk.importing.cells import LONGEST_CELL
from shopdesk.importing.containers import Table, tables
from tests import platform_files as files

NAMES = ["订单编号", "标题"]
ROWS = [{"订单编号": "3821113838622237025", "标题": "示例商品"}]
TABLE = [NAMES, ["3821113838622237025", "示例商品"]]


def the_table(path: Path) -> Table:
    (table,) = tables(path)
    return table


@pytest.mark.parametrize("name", ["orders.csv", "orders.xls", "orders.dat"])
@pytest.mark.parametrize(
    ("encoding", "told"),
    [("utf-8-sig", "utf-8-sig"), ("utf-8", "utf-8"), ("gb18030", "gb18030"), ("gbk", "gb18030"), ("utf-16", "utf-16")],
)
def test_csv_by_its_bytes(tmp_path: Path, name: str, encoding: str, told: str) -> None:
    table = the_table(files.write_csv(tmp_path / name, NAMES, ROWS, encoding))
    assert table.encoding == told
    assert list(table.rows()) == TABLE
    assert table.progress.fraction == 1.0
    assert list(table.rows()) == TABLE


@pytest.mark.parametrize("name", ["orders.xlsx", "orders.csv", "orders.xls"])
def test_xlsx_by_its_bytes(tmp_path: Path, name: str) -> None:
    made = files.write_xlsx(tmp_path / "made.xlsx", NAMES, ROWS)
    table = the_table(made.rename(tmp_path / name))
    assert table.encoding == "xlsx"
    assert list(table.rows()) == TABLE


def test_xls_by_its_bytes(tmp_path: Path) -> None:
    table = the_table(files.write_xls(tmp_path / "orders.xlsx", NAMES, ROWS))
    assert table.encoding == "xls"
    assert list(table.rows()) == TABLE


@pytest.mark.parametrize(("encoding", "told"), [("gb18030", "html gb18030"), ("utf-8", "html utf-8")])
def test_an_html_table_that_calls_itself_a_workbook(tmp_path: Path, encoding: str, told: str) -> None:
    table = the_table(files.write_html_xls(tmp_path / "orders.xls", NAMES, ROWS, encoding))
    assert table.encoding == told
    assert list(table.rows()) == TABLE


def test_a_sheet_that_claims_to_be_one_cell_large(tmp_path: Path) -> None:
    path = files.declare_size_a1(files.write_xlsx(tmp_path / "orders.xlsx", NAMES, ROWS))
    assert b'ref="A1"' in zipfile.ZipFile(path).read("xl/worksheets/sheet1.xml")
    assert list(the_table(path).rows()) == TABLE


def test_a_zip_may_hold_several_tables_of_any_kind(tmp_path: Path) -> None:
    csv_file = files.write_csv(tmp_path / "a.csv", NAMES, ROWS, "gb18030").read_bytes()
    xlsx_file = files.write_xlsx(tmp_path / "b.xlsx", NAMES, ROWS).read_bytes()
    xls_file = files.write_xls(tmp_path / "c.xls", NAMES, ROWS).read_bytes()
    members = {"说明.doc": b"?", "a/订单.csv": csv_file, "b.xlsx": xlsx_file, "c.xls": xls_file, "e.csv": b"\n"}
    found = tables(files.write_zip(tmp_path / "orders.zip", members | {"__MACOSX/a.csv": b"?"}))
    assert [(table.file, table.encoding) for table in found] == [
        ("orders.zip/a/订单.csv", "gb18030"),
        ("orders.zip/b.xlsx", "xlsx"),
        ("orders.zip/c.xls", "xls"),
    ]
    assert all(list(table.rows()) == TABLE for table in found)


def test_rows_are_records_not_lines(tmp_path: Path) -> None:
    path = tmp_path / "memo.csv"
    path.write_bytes('a,b\r\n"两行\n备注",1\r\n\r\n"引""号",2\r\n'.encode("gb18030"))
    assert list(the_table(path).rows()) == [["a", "b"], ["两行\n备注", "1"], [], ['引"号', "2"]]


def test_tabs_and_semicolons_part_cells_too(tmp_path: Path) -> None:
    for delimiter in "\t;":
        path = tmp_path / "orders.txt"
        path.write_text(f"单号{delimiter}品名\n1{delimiter}茶,绿\n", "utf-8")
        assert list(the_table(path).rows()) == [["单号", "品名"], ["1", "茶,绿"]]


def test_reading_may_stop_at_any_row_and_leaves_nothing_open(tmp_path: Path) -> None:
    member = files.write_csv(tmp_path / "a.csv", NAMES, ROWS * 5000).read_bytes()
    for path in (tmp_path / "a.csv", files.write_zip(tmp_path / "a.zip", {"a.csv": member})):
        rows = the_table(path).rows()
        assert next(rows) == NAMES
        rows.close()
        path.unlink()


def test_progress_is_told_on_the_way(tmp_path: Path) -> None:
    table = the_table(files.write_csv(tmp_path / "a.csv", NAMES, ROWS * 50_000))
    seen = {round(table.progress.fraction, 1) for _row in table.rows()}
    assert {0.2, 0.5, 0.9} <= seen


def bomb(folder: Path) -> Path:
    return files.write_zip(
        folder / "x.xlsx", {"xl/workbook.xml": b"<a/>", "xl/worksheets/sheet1.xml": b" " * (64 << 20)}
    )


def lying_bomb(folder: Path) -> Path:
    """A zip whose table of contents says that 64 MB are 1,000 bytes."""
    content = bomb(folder).read_bytes()
    path = folder / "lie.xlsx"
    path.write_bytes(content.replace((64 << 20).to_bytes(4, "little"), (1000).to_bytes(4, "little")))
    return path


def entities(folder: Path) -> Path:
    path = files.write_xlsx(folder / "x.xlsx", NAMES, ROWS)
    with zipfile.ZipFile(path) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    doctype = b'<!DOCTYPE x [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;">]>'
    sheet = parts["xl/worksheets/sheet1.xml"]
    parts["xl/worksheets/sheet1.xml"] = doctype + sheet
    return files.write_zip(path, parts)


def far_cell(folder: Path, place: str) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["A1"] = "订单编号"
    sheet[place] = "x"
    book.save(folder / "far.xlsx")
    return folder / "far.xlsx"


def huge_xlsx_cell(folder: Path) -> Path:
    path = files.write_xlsx(folder / "x.xlsx", NAMES, [{"订单编号": "1001", "标题": "HUGE"}])
    with zipfile.ZipFile(path) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    huge = {name: part.replace(b"HUGE", b"x" * 12_000_000) for name, part in parts.items()}
    return files.write_zip(path, huge)


def huge_csv_cell(folder: Path) -> Path:
    path = folder / "x.csv"
    path.write_text("订单编号,标题\n1001,茶\n1002," + "x" * 50_000_000, "utf-8")
    return path


def million_columns(folder: Path) -> Path:
    path = folder / "x.csv"
    path.write_text("订单编号" + "," * 1_000_000 + "\n", "utf-8")
    return path


def open_quote(folder: Path) -> Path:
    path = folder / "x.csv"
    path.write_text('订单编号,标题\n1001,"茶\n' + "1002,壶\n" * 400_000, "utf-8")
    return path


def many_parts(folder: Path) -> Path:
    return files.write_zip(folder / "x.zip", {f"{n}.csv": b"a" for n in range(3000)})


def encrypted_zip(folder: Path) -> Path:
    content = bytearray(files.write_zip(folder / "x.zip", {"a.csv": b"a,b\n"}).read_bytes())
    for magic, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(magic) + offset] |= 1
    (folder / "x.zip").write_bytes(content)
    return folder / "x.zip"


def encrypted_xlsx(folder: Path) -> Path:
    path = folder / "x.xlsx"
    path.write_bytes(
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le") + bytes(900)
    )
    return path


def half(folder: Path, made: Path) -> Path:
    made.write_bytes(made.read_bytes()[: made.stat().st_size * 2 // 3])
    return made


def half_csv(folder: Path) -> Path:
    path = folder / "x.csv"
    path.write_text("订单编号,标题,价格,数量\r\n1001,茶,1.00,1\r\n1002,壶", "gb18030", newline="")
    return path


def half_a_character(folder: Path) -> Path:
    path = folder / "x.csv"
    path.write_bytes("订单编号,标题\n1001,茶".encode()[:-1])
    return path


def other_encoding(folder: Path) -> Path:
    path = folder / "x.csv"
    path.write_bytes("订单编号,标题\n".encode("gb18030") + b"1001,\xff\xff\xff\n")
    return path


def written(folder: Path, content: bytes) -> Path:
    path = folder / "x.csv"
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(
    ("make", "error"),
    [
        (bomb, errors.TooBig),
        (lying_bomb, errors.BrokenFile),
        (entities, errors.DangerousXml),
        (lambda folder: far_cell(folder, "XFD1"), errors.TooBig),
        (lambda folder: far_cell(folder, "ZZ1048576"), errors.TooBig),
        (huge_xlsx_cell, errors.CellTooLong),
        (huge_csv_cell, errors.CellTooLong),
        (million_columns, errors.TooBig),
        (open_quote, errors.CellTooLong),
        (many_parts, errors.TooBig),
        (encrypted_zip, errors.Encrypted),
        (encrypted_xlsx, errors.Encrypted),
        (lambda folder: half(folder, files.write_xlsx(folder / "x.xlsx", NAMES, ROWS)), errors.BrokenFile),
        (lambda folder: half(folder, files.write_xls(folder / "x.xls", NAMES, ROWS * 200)), errors.BrokenFile),
        (lambda folder: half(folder, files.write_html_xls(folder / "x.xls", NAMES, ROWS * 20)), errors.CutOff),
        (half_csv, errors.CutOff),
        (half_a_character, errors.CutOff),
        (other_encoding, errors.UnknownEncoding),
        (lambda folder: written(folder, b""), errors.EmptyFile),
        (lambda folder: written(folder, b"\r\n \r\n"), errors.EmptyFile),
        (lambda folder: written(folder, b"%PDF-1.7 ..."), errors.NotATable),
        (lambda folder: written(folder, b"\xff\xd8\xff\xe0 JFIF"), errors.NotATable),
        (lambda folder: written(folder, b"Rar!\x1a\x07"), errors.NotATable),
        (lambda folder: written(folder, b"<?xml version='1.0'?><Workbook/>"), errors.NotATable),
        (lambda folder: written(folder, b"a\0b\0\1\2"), errors.NotATable),
        (lambda folder: files.write_zip(folder / "x.zip", {"a.pdf": b"%PDF"}), errors.NotATable),
        (lambda folder: files.write_zip(folder / "x.zip", {"a.csv": b"  "}), errors.EmptyFile),
        (lambda folder: files.write_xlsx(folder / "x.xlsx", [], []), errors.EmptyFile),
        (lambda folder: folder / "gone.csv", errors.MissingFile),
        (lambda folder: folder, errors.MissingFile),
    ],
)
def test_bad_files_are_refused_at_once_and_by_name(tmp_path: Path, make: object, error: type[BadInput]) -> None:
    path = make(tmp_path)  # type: ignore[operator]
    begun = time.perf_counter()
    with pytest.raises(error) as caught:
        for table in tables(path):
            list(table.rows())
    assert time.perf_counter() - begun < 1.5
    assert path.name in str(caught.value)
    assert "{" not in str(caught.value)


def test_an_archive_in_an_archive_is_not_opened(tmp_path: Path) -> None:
    inner = files.write_zip(tmp_path / "inner.zip", {"a.csv": b"a,b\n"}).read_bytes()
    with pytest.raises(errors.NotATable, match="archive in an archive"):
        tables(files.write_zip(tmp_path / "outer.zip", {"inner.xlsx": inner}))


def test_a_cell_up_to_the_limit_is_read(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("a,b\n1," + "x" * (LONGEST_CELL - 1) + "\n", "utf-8")
    assert [len(row[1]) for row in the_table(path).rows()] == [1, LONGEST_CELL - 1]


def test_the_place_of_a_fault_is_named(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("a,b\n1,2\n3," + "x" * 2_000_000 + "\n", "utf-8")
    with pytest.raises(errors.CellTooLong, match="row 3"):
        list(the_table(path).rows())


def test_damage_inside_a_zip_is_found(tmp_path: Path) -> None:
    path = tmp_path / "x.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("a.csv", "订单编号,标题\n" + "1001,茶\n" * 2000)
    content = path.read_bytes().replace("1001,茶".encode(), "1009,茶".encode(), 1)
    path.write_bytes(content)
    with pytest.raises(errors.BrokenFile, match=r"a\.csv"):
        for table in tables(path):
            list(table.rows())


def test_names_in_a_zip_made_on_chinese_windows(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("XXXX.csv", "a,b\n1,2\n")
    (tmp_path / "x.zip").write_bytes(buffer.getvalue().replace(b"XXXX", "订单".encode("gbk")))
    assert the_table(tmp_path / "x.zip").file == "x.zip/订单.csv"


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "t.csv")
    with pytest.raises(errors.NotATable, match="a pipe"):
        tables(tmp_path / "t.csv")


def test_a_file_that_goes_away_while_it_is_read(tmp_path: Path) -> None:
    for path in (tmp_path / "t.csv", tmp_path / "t.zip"):
        path.write_text("a,b\n1,2\n", "utf-8")
        if path.suffix == ".zip":
            files.write_zip(path, {"t.csv": b"a,b\n1,2\n"})
        table = the_table(path)
        path.unlink()
        with pytest.raises((errors.MissingFile, errors.BrokenFile), match=path.name):
            list(table.rows())


def test_half_a_file_in_utf_16_is_told_as_such(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_bytes("a,b\n1,张三".encode("utf-16")[:-1])
    with pytest.raises(errors.CutOff, match="row 2"):
        list(the_table(tmp_path / "t.csv").rows())
