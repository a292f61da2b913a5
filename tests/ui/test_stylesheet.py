"""The style sheet is complete: every colour is filled in, every picture is there."""

import re
from pathlib import Path

from PySide6.QtWidgets import QDialog, QLineEdit, QTableWidget
from pytestqt.qtbot import QtBot

from shopdesk.ui.colours import colours
from shopdesk.ui.stylesheet import stylesheet
from shopdesk.ui.theme import Theme, points


def test_nothing_is_left_open(theme: Theme) -> None:
    sheet = stylesheet(colours(False), theme.icons, points)
    assert "$" not in sheet
    assert sheet.count("{") == sheet.count("}")


def test_every_picture_exists(theme: Theme) -> None:
    pictures = re.findall(r'url\("([^"]*)"\)', stylesheet(colours(True), theme.icons, points))
    assert pictures
    assert all(Path(picture).is_file() for picture in pictures)


def test_light_and_dark_differ(theme: Theme) -> None:
    sheets = [stylesheet(colours(dark), theme.icons, points) for dark in (False, True)]
    assert sheets[0] != sheets[1]
    assert "#2b63d9" in sheets[0]
    assert "#7aa5ff" in sheets[1]


def test_a_small_table_in_a_dialog_shows_that_keys_go_to_it(theme: Theme, qtbot: QtBot) -> None:
    dialog = QDialog()
    qtbot.addWidget(dialog)
    dialog.setStyleSheet(stylesheet(colours(False), theme.icons, points))
    table, line = QTableWidget(dialog), QLineEdit(dialog)
    table.resize(200, 100)
    dialog.show()
    seen = []
    for widget in (line, table):
        widget.setFocus()
        qtbot.waitUntil(widget.hasFocus)
        seen.append(table.grab().toImage().pixelColor(100, 0).name())
    assert seen == ["#ffffff", "#2b63d9"]
