"""The style sheet is complete: every colour is filled in, every picture is there."""

import re
from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QLineEdit, QTableWidget, QToolTip, QWidget
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


def test_a_tooltip_takes_no_name_for_markup(theme: Theme, qtbot: QtBot) -> None:
    """A file or a buyer may be called so; a picture of another PC would be fetched."""
    shown = QWidget()
    qtbot.addWidget(shown)
    shown.setStyleSheet(stylesheet(colours(False), theme.icons, points))
    shown.show()
    name = '<img src="file://elsewhere/x.png"><b>小王</b>'
    QToolTip.showText(QPoint(5, 5), name, shown)
    tips = [each for each in QApplication.topLevelWidgets() if each.metaObject().className() == "QTipLabel"]
    assert [(tip.text(), tip.textFormat()) for tip in tips if isinstance(tip, QLabel)] == [
        (name, Qt.TextFormat.PlainText)
    ]
    QToolTip.hideText()
