"""The list as a file, written while the window goes on."""

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from shopdesk.domain.flags import Colour
from shopdesk.services.desk import Desk
from shopdesk.ui.orders import export
from tests.factories import add_order
from tests.ui.orders.conftest import Window

Open = Callable[[], Window]


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def run_export(window: Window, path: Path, qtbot: QtBot) -> export.ExportTask:
    listing = window.page.table.orders.listing
    assert listing is not None
    task = window.page.commands.takeaway.export(listing, path, "Asia/Shanghai")
    qtbot.waitUntil(lambda: not task.is_running, timeout=5000)
    window.settle()
    return task


def test_what_is_listed_is_written(
    window: Open, desk: Desk, three: list[int], *, tmp_path: Path, qtbot: QtBot, settings: Any
) -> None:
    add_order(desk, flag=1, memo="=1+1")
    shown = window()
    shown.page.filters.change(flags=frozenset({Colour.RED}))
    run_export(shown, tmp_path / "red.csv", qtbot)
    rows = rows_of(tmp_path / "red.csv")
    assert [row["Flag"] for row in rows] == ["Red"] * 3
    assert [row["Order no."] for row in rows] == shown.numbers()
    assert rows[-1]["Paid"] == "398.00"
    assert rows[-1]["Goods"].count("×1") == 2
    assert rows[0]["Memo"] == "'=1+1" or rows[1]["Memo"] == "'=1+1"
    assert shown.news()[0] == "Exported 3 orders to red.csv"
    assert settings["orders.export_folder"] == str(tmp_path)


def test_a_spreadsheet_too(window: Open, three: list[int], tmp_path: Path, qtbot: QtBot) -> None:
    run_export(window(), tmp_path / "all.xlsx", qtbot)
    assert (tmp_path / "all.xlsx").read_bytes().startswith(b"PK")


def test_it_can_be_stopped_and_leaves_nothing(
    window: Open, three: list[int], tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export, "BREATHE_EVERY", 1)
    monkeypatch.setattr(export, "BREATHE_FOR", 0.05)
    shown = window()
    listing = shown.page.table.orders.listing
    assert listing is not None
    task = shown.page.commands.takeaway.export(listing, tmp_path / "all.csv", "Asia/Shanghai")
    with qtbot.waitSignal(task.cancelled):
        task.cancel()
    shown.settle()
    assert list(tmp_path.glob("*.csv")) + list(tmp_path.glob("*.part")) == []


def test_a_folder_that_is_not_there_is_said(window: Open, three: list[int], tmp_path: Path, qtbot: QtBot) -> None:
    shown = window()
    run_export(shown, tmp_path / "no" / "all.csv", qtbot)
    assert "could not be written" in shown.asked()
    shown.answer()


def test_the_action_asks_for_a_file(window: Open, three: list[int], tmp_path: Path, qtbot: QtBot) -> None:
    shown = window()
    shown.page.actions_.by_name["export"].trigger()
    asked = shown.findChild(QFileDialog, "orders.export.file")
    assert isinstance(asked, QFileDialog)
    assert asked.selectedFiles()[0].endswith("orders 2024-03-02.xlsx")
    asked.fileSelected.emit(str(tmp_path / "x.csv"))
    asked.close()
    shown.settle()
    qtbot.waitUntil((tmp_path / "x.csv").exists, timeout=5000)
