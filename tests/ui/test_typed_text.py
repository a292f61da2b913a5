"""Fields are put back as they were."""

import pytest
from PySide6.QtCore import QObject
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit, QPushButton, QTextEdit, QWidget
from pytestqt.qtbot import QtBot

from shopdesk.ui.typed_text import snapshot


def test_a_line_with_its_cursor(qtbot: QtBot) -> None:
    line = QLineEdit("abc")
    qtbot.addWidget(line)
    line.setCursorPosition(1)
    kept = snapshot(line)
    QTest.keyClicks(line, "9")
    assert kept is not None
    kept.restore()
    assert (line.text(), line.cursorPosition()) == ("abc", 1)


@pytest.mark.parametrize("field", [QPlainTextEdit, QTextEdit])
def test_a_text_with_its_selection(qtbot: QtBot, field: type[QPlainTextEdit] | type[QTextEdit]) -> None:
    text = field("one two three")
    qtbot.addWidget(text)
    cursor = text.textCursor()
    cursor.setPosition(4)
    cursor.setPosition(7, cursor.MoveMode.KeepAnchor)
    text.setTextCursor(cursor)
    kept = snapshot(text)
    QTest.keyClicks(text, "99")
    assert text.toPlainText() == "one 99 three"
    assert kept is not None
    kept.restore()
    assert text.toPlainText() == "one two three"


def test_an_editable_combo(qtbot: QtBot) -> None:
    combo = QComboBox()
    qtbot.addWidget(combo)
    combo.setEditable(True)
    combo.setEditText("顺丰")
    kept = snapshot(combo)
    combo.setEditText("x")
    assert kept is not None
    kept.restore()
    assert combo.currentText() == "顺丰"


def test_where_nothing_can_be_typed(qtbot: QtBot) -> None:
    line, text = QLineEdit(), QPlainTextEdit()
    line.setReadOnly(True)
    text.setReadOnly(True)
    others: list[QObject | None] = [QPushButton(), QWidget(), QComboBox(), QObject(), None]
    for widget in (line, text, *others):
        if isinstance(widget, QWidget):
            qtbot.addWidget(widget)
        assert snapshot(widget) is None


def test_a_field_that_is_gone(qtbot: QtBot) -> None:
    holder = QWidget()
    qtbot.addWidget(holder)
    line = QLineEdit(holder)
    kept = snapshot(line)
    line.deleteLater()
    qtbot.wait(1)
    assert kept is not None
    kept.restore()
