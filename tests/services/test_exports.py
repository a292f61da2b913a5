"""Tables written to files: whole or not at all, and no formula in them (DATA-05)."""

import csv
import os
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopdesk.db.driver import sqlite3
from shopdesk.errors import OutputFailed
from shopdesk.services import exports
from shopdesk.services.exports import (
    Cell,
    IsDatabase,
    TooManyRows,
    UnknownFormat,
    export_table,
    harmless,
    whole_file,
    write_bytes,
)

FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://x","y")', "\t=1", "\r=1", "=cmd|' /C calc'!A0"]
PLAIN = ["张三", "", "1=1", "'quoted'", 'say "hi", twice', "two\nlines", "𠮷🎁", "00123", "1.2E+18", "http://x.y"]


def read_csv(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def test_csv_has_a_mark_for_spreadsheets_and_no_formulas(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    assert export_table(path, ["a", "b"], [(text, 1) for text in FORMULAS + PLAIN]) == len(FORMULAS + PLAIN)
    assert path.read_bytes()[:3] == b"\xef\xbb\xbf"
    assert read_csv(path)[0] == ["a", "b"]
    assert [row[0] for row in read_csv(path)[1:]] == [f"'{text}" for text in FORMULAS] + PLAIN


def test_xlsx_keeps_texts_as_texts(tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    export_table(path, ["a"], [(text,) for text in FORMULAS + PLAIN])
    sheet = openpyxl.load_workbook(path).active
    assert sheet is not None
    cells = [row[0] for row in sheet.iter_rows(min_row=2)]
    assert {cell.data_type for cell in cells} <= {"s", "inlineStr", "n"}  # never f: an empty cell counts as n
    assert [cell.value or "" for cell in cells] == [text.replace("\r", "_x000D_") for text in FORMULAS + PLAIN]


def test_numbers_stay_numbers(tmp_path: Path) -> None:
    rows: list[tuple[Cell, ...]] = [(-5, Decimal("-12.30"), 1.5, None)]
    export_table(tmp_path / "t.csv", list("abcd"), rows)
    assert read_csv(tmp_path / "t.csv")[1] == ["-5", "-12.30", "1.5", ""]
    export_table(tmp_path / "t.xlsx", list("abcd"), rows)
    sheet = openpyxl.load_workbook(tmp_path / "t.xlsx").active
    assert sheet is not None
    assert [cell.value for cell in sheet[2]] == [-5, -12.3, 1.5, None]


@given(st.text(max_size=20))
def test_harmless_changes_only_what_begins_like_a_formula(text: str) -> None:
    made = str(harmless(text))
    assert made in (text, f"'{text}")
    assert not made.startswith(("=", "+", "-", "@", "\t", "\r"))


def test_the_form_may_be_said_apart_from_the_name(tmp_path: Path) -> None:
    export_table(tmp_path / "list.txt", ["a"], [("x",)], form="csv")
    assert read_csv(tmp_path / "list.txt") == [["a"], ["x"]]
    for name, form in (("t.pdf", ""), ("t", ""), ("t.csv", "ods")):
        with pytest.raises(UnknownFormat, match=r"Name the file \.csv or \.xlsx"):
            export_table(tmp_path / name, ["a"], [], form=form)
    assert [file.name for file in tmp_path.iterdir()] == ["list.txt"]


def test_to_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    assert export_table(None, ["a"], [("=1",), ("x",)]) == 2
    assert capsys.readouterr().out == "a\n'=1\nx\n"


@pytest.mark.parametrize("name", ["t.csv", "t.xlsx"])
def test_a_list_that_breaks_off_leaves_the_older_file(tmp_path: Path, name: str) -> None:
    def rows(fail: bool) -> Iterator[tuple[str]]:
        yield ("x",)
        if fail:
            raise RuntimeError("broke off")

    export_table(tmp_path / name, ["a"], rows(fail=False))
    before = (tmp_path / name).read_bytes()
    with pytest.raises(RuntimeError):
        export_table(tmp_path / name, ["a"], rows(fail=True))
    assert (tmp_path / name).read_bytes() == before
    assert [file.name for file in tmp_path.iterdir()] == [name]


@pytest.mark.parametrize("name", ["t.csv", "t.xlsx"])
@pytest.mark.parametrize("folder", ["no such folder", "a file"])
def test_where_nothing_can_be_written(tmp_path: Path, name: str, folder: str) -> None:
    (tmp_path / "a file").write_text("x")
    with pytest.raises(OutputFailed, match="could not be written"):
        export_table(tmp_path / folder / name, ["a"], [("x",)])
    with pytest.raises(OutputFailed):
        write_bytes(tmp_path / folder / "t.pdf", b"%PDF")


def test_a_full_disk(tmp_path: Path) -> None:
    with pytest.raises(OutputFailed, match="No space left"), whole_file(tmp_path / "t.pdf") as part:
        part.write_bytes(b"half")
        raise OSError(28, "No space left on device")
    assert list(tmp_path.iterdir()) == []


def test_a_workbook_is_not_cut_off_silently(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exports, "_XLSX_ROWS", 3)
    export_table(tmp_path / "t.xlsx", ["a"], [("x",)] * 3)
    with pytest.raises(TooManyRows, match=r"^big\.xlsx would need more than 3 rows"):
        export_table(tmp_path / "big.xlsx", ["a"], [("x",)] * 4)
    assert [file.name for file in tmp_path.iterdir()] == ["t.xlsx"]


def test_a_very_long_text_is_shortened_rather_than_left_out(tmp_path: Path) -> None:
    export_table(tmp_path / "t.xlsx", ["a"], [("长" * 40_000,)])
    sheet = openpyxl.load_workbook(tmp_path / "t.xlsx").active
    assert sheet is not None
    assert sheet["A2"].value == "长" * 32_767


@pytest.mark.parametrize("name", ["t.db", "t.db-wal", "t.db-shm", "t.db-journal"])
def test_no_database_is_written_over(tmp_path: Path, name: str) -> None:
    connection = sqlite3.connect(str(tmp_path / "t.db"))
    connection.execute("CREATE TABLE kept (it)")
    connection.close()
    before = (tmp_path / "t.db").read_bytes()
    with pytest.raises(IsDatabase, match=name):
        write_bytes(tmp_path / name, b"%PDF")
    assert (tmp_path / "t.db").read_bytes() == before
    assert [file.name for file in tmp_path.iterdir()] == ["t.db"]
    write_bytes(tmp_path / "other-wal", b"%PDF")
    assert (tmp_path / "other-wal").read_bytes() == b"%PDF"


def test_a_device_is_not_replaced_by_a_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(OutputFailed, match="not a file"):
        write_bytes(tmp_path / "pipe", b"%PDF")
    assert (tmp_path / "pipe").is_fifo()
