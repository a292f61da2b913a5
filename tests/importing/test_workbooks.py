"""Cells of workbooks as text."""

import os
from datetime import date, datetime, time, timedelta
from pathlib import Path

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from shopdesk.importing import errors, workbooks
from shopdesk.importing.workbooks import Cell, cell_text, sheets
from tests import platform_files as files


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("茶", "茶"),
        (True, "TRUE"),
        (False, "FALSE"),
        (5, "5"),
        (5.0, "5"),
        (12.3, "12.3"),
        (-0.5, "-0.5"),
        (123456789012345.0, "123456789012345"),
        (3821113838622237025.0, "3.82111383862224E+18"),
        (datetime(2024, 3, 21, 10, 24, 19, 999_997), "2024-03-21 10:24:20"),
        (date(2024, 3, 21), "2024-03-21"),
        (time(10, 24), "10:24:00"),
        (timedelta(hours=1), "1:00:00"),
    ],
)
def test_cells_as_text(cell: Cell, text: str) -> None:
    assert cell_text(cell) == text


def test_rows_are_counted_from_the_top_of_the_sheet(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["A3"] = datetime(2024, 3, 21, 10, 24, 20)
    sheet["B3"] = 7
    book.save(tmp_path / "x.xlsx")
    (rows,) = sheets("x.xlsx", (tmp_path / "x.xlsx").read_bytes())
    assert list(rows()) == [["", ""], ["", ""], ["2024-03-21 10:24:20", "7"]]


def test_hidden_and_empty_sheets_are_left_out(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    hidden = book.create_sheet("hidden")
    hidden.append(["x"])
    hidden.sheet_state = "hidden"
    book.create_sheet("shown").append(["y"])
    book.save(tmp_path / "x.xlsx")
    found = sheets("x.xlsx", (tmp_path / "x.xlsx").read_bytes())
    assert [list(rows()) for rows in found] == [[["y"]]]


def test_what_is_no_workbook_is_broken() -> None:
    with pytest.raises(errors.BrokenFile, match=r"x\.xls"):
        sheets("x.xls", workbooks.OLE_MAGIC + bytes(2000))


def test_a_bug_of_the_reader_is_the_files_fault_not_a_crash(monkeypatch: pytest.MonkeyPatch) -> None:
    class PanicException(BaseException):
        pass

    def panic(_content: object) -> CalamineWorkbook:
        raise PanicException

    monkeypatch.setattr(workbooks, "_book", panic)
    with pytest.raises(errors.BrokenFile):
        sheets("x.xls", b"")

    def interrupted(_content: object) -> CalamineWorkbook:
        raise KeyboardInterrupt

    monkeypatch.setattr(workbooks, "_book", interrupted)
    with pytest.raises(KeyboardInterrupt):
        sheets("x.xls", b"")


def test_the_last_moment_of_all_is_no_crash() -> None:
    assert cell_text(datetime.max) == "9999-12-31 23:59:59"


def test_the_readers_own_words_are_not_heard(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    file = files.write_xls(tmp_path / "t.xls", ["订单编号"], [{"订单编号": str(number)} for number in range(40)])
    with pytest.raises(errors.BrokenFile, match="damaged"):
        sheets("t.xls", file.read_bytes()[:-200])
    os.write(2, b"heard again\n")
    assert capfd.readouterr().err == "heard again\n"
