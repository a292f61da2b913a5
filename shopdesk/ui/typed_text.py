"""What a text field holds, remembered so that it can be put back."""

from collections.abc import Callable
from dataclasses import dataclass

import shiboken6
from PySide6.QtCore import QObject
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QAbstractSpinBox, QComboBox, QLineEdit, QPlainTextEdit, QTextEdit, QWidget


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Text and selection of a field at one moment."""

    field: QWidget
    put_back: Callable[[], None]

    def restore(self) -> None:
        """Make the field as it was; a field that is gone needs nothing."""
        if shiboken6.isValid(self.field):
            self.put_back()


def snapshot(focus: QObject | None) -> Snapshot | None:
    """The snapshot of the field that has the focus; None where nothing can be typed."""
    if isinstance(focus, QPlainTextEdit | QTextEdit):
        return None if focus.isReadOnly() else _of_text(focus)
    line = _line_of(focus)
    return None if line is None or line.isReadOnly() else _of_line(line)


def _line_of(focus: QObject | None) -> QLineEdit | None:
    """A combo or spin box holds its line edit as a child and passes keys on to it."""
    if isinstance(focus, QComboBox | QAbstractSpinBox):
        return focus.findChild(QLineEdit)
    return focus if isinstance(focus, QLineEdit) else None


def _of_line(line: QLineEdit) -> Snapshot:
    text, cursor = line.text(), line.cursorPosition()
    start, length = line.selectionStart(), len(line.selectedText())

    def put_back() -> None:
        line.setText(text)
        if length:
            line.setSelection(start, length)
        else:
            line.setCursorPosition(cursor)

    return Snapshot(line, put_back)


def _of_text(field: QPlainTextEdit | QTextEdit) -> Snapshot:
    cursor = field.textCursor()
    start, selected = cursor.selectionStart(), cursor.selectedText()

    def put_back() -> None:
        """Take out what came between; the rest of the text may be long."""
        now = field.textCursor()
        end = now.position()
        now.setPosition(start)
        now.setPosition(max(start, end), QTextCursor.MoveMode.KeepAnchor)
        now.insertText(selected)
        field.setTextCursor(now)

    return Snapshot(field, put_back)
