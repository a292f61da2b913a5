"""HTML tables read piece by piece."""

from pathlib import Path

import pytest

from shopdesk.importing import errors
from shopdesk.importing.html_tables import html_rows, is_html
from tests import platform_files as files


def rows_of(path: Path, text: str, encoding: str = "gb18030") -> list[list[str]]:
    path.write_text(text, encoding)
    return list(html_rows(path.name, lambda: path.open("rb"), encoding))


@pytest.mark.parametrize("head", [b"<html>", b"\r\n <TABLE border=1>", b"<!DOCTYPE HTML><p>", b"<meta charset='gbk'>"])
def test_pages_are_told_by_their_first_bytes(head: bytes) -> None:
    assert is_html(head)


@pytest.mark.parametrize("head", [b"a,b\n1,2", b"<?xml version='1.0'?>", b"," * 600 + b"<html>"])
def test_what_is_no_page(head: bytes) -> None:
    assert not is_html(head)


def test_cells_with_markup_breaks_and_entities(tmp_path: Path) -> None:
    text = "<table><tr><th>备注<td>b</tr><tr><td><b>一</b>行<br/>二行</td><td>&lt;a&amp;b&gt;&nbsp;</td></table>"
    assert rows_of(tmp_path / "x.xls", text) == [["备注", "b"], ["一行\n二行", "<a&b>"]]


def test_a_long_table_comes_whole(tmp_path: Path) -> None:
    names, rows = ["单号", "品名"], [{"单号": str(n), "品名": "茶"} for n in range(20_000)]
    path = files.write_html_xls(tmp_path / "x.xls", names, rows)
    read = list(html_rows("x.xls", lambda: path.open("rb"), "gb18030"))
    assert len(read) == 20_001
    assert read[-1] == ["19999", "茶"]


def test_a_table_that_never_ends_was_cut_off(tmp_path: Path) -> None:
    with pytest.raises(errors.CutOff, match="row 1"):
        rows_of(tmp_path / "x.xls", "<table><tr><td>a</td></tr>")


def test_limits_hold_here_too(tmp_path: Path) -> None:
    with pytest.raises(errors.TooBig):
        rows_of(tmp_path / "x.xls", "<table><tr>" + "<td>a" * 1000 + "</table>")
    with pytest.raises(errors.CellTooLong):
        rows_of(tmp_path / "x.xls", f"<table><tr><td>{'x' * 1_500_000}</table>")


@pytest.mark.parametrize("filling", ["<td>x", "<div>", "a "])
def test_a_row_that_never_ends_is_not_waited_for(tmp_path: Path, filling: str) -> None:
    with pytest.raises(errors.CellTooLong, match="row 1"):
        rows_of(tmp_path / "t.xls", "<table><tr><td>" + filling * 2_500_000 + "</td></tr></table>")
