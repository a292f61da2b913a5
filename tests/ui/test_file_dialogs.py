"""File dialogs ask and go on; what was chosen comes back as paths."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QFileDialog, QListView, QWidget
from pytestqt.qtbot import QtBot

from shopdesk.ui.file_dialogs import choose_file, choose_files, choose_target
from shopdesk.ui.language import Language


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    return made


def test_several_files(window: QWidget, tmp_path: Path) -> None:
    told: list[list[Path]] = []
    dialog = choose_files(window, "x", "Files", "Tables (*.csv)", told.append, folder=str(tmp_path))
    assert dialog.fileMode() is QFileDialog.FileMode.ExistingFiles
    assert Path(dialog.directory().absolutePath()) == tmp_path
    dialog.filesSelected.emit([str(tmp_path / "1.csv"), str(tmp_path / "2.csv")])
    assert told == [[tmp_path / "1.csv", tmp_path / "2.csv"]]
    dialog.close()


def test_a_target_gets_its_ending(window: QWidget, tmp_path: Path) -> None:
    told: list[Path] = []
    dialog = choose_target(window, "x", "Save", "PDF (*.pdf)", told.append, suggested="slip.pdf")
    assert dialog.acceptMode() is QFileDialog.AcceptMode.AcceptSave
    assert dialog.defaultSuffix() == "pdf"
    dialog.fileSelected.emit(str(tmp_path / "a.pdf"))
    assert told == [tmp_path / "a.pdf"]
    dialog.close()


@pytest.mark.parametrize("ask", [choose_file, choose_files, choose_target])
def test_cancel_tells_nothing(window: QWidget, ask: Callable[..., Any]) -> None:
    dialog = ask(window, "x", "Title", "All (*)", lambda _chosen: pytest.fail("nothing was chosen"))
    assert dialog.isVisible()
    dialog.reject()
    assert not dialog.isVisible()


def test_qts_own_dialog_speaks_the_language(window: QWidget, language: Language) -> None:
    language.use("zh_CN")
    dialog = choose_file(window, "x", "Title", "All (*)", print)
    assert dialog.labelText(QFileDialog.DialogLabel.LookIn) == "查找范围："
    assert dialog.labelText(QFileDialog.DialogLabel.FileType) == "文件类型："
    dialog.close()


_OTHER = """
import fcntl, sys
with open(sys.argv[1], "r+b") as file:
    try:
        fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        print("free")
    except OSError:
        print("held")
"""


def test_looking_into_the_shops_folder_lets_go_of_no_lock(window: QWidget, qtbot: QtBot, tmp_path: Path) -> None:
    fcntl = pytest.importorskip("fcntl")
    (tmp_path / "shop.db").write_bytes(b"SQLite format 3\0" * 256)
    with (tmp_path / "shop.db").open("r+b") as file:
        fcntl.lockf(file, fcntl.LOCK_EX)
        dialog = choose_files(window, "x", "Files", "All (*)", lambda _files: None, folder=str(tmp_path))
        view = dialog.findChild(QListView, "listView")
        assert view is not None
        qtbot.waitUntil(lambda: view.model().rowCount(view.rootIndex()) == 1)
        qtbot.wait(100)  # its icon and type come later
        told = subprocess.check_output([sys.executable, "-c", _OTHER, str(tmp_path / "shop.db")], text=True)
        assert told.strip() == "held"
        dialog.close()
