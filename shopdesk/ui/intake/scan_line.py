"""The field for codes of the intake desk, and the keys around it."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit, QWidget

from shopdesk.errors import N_
from shopdesk.ui.controls import named
from shopdesk.ui.intake.answer_band import WAY_KEY

FOOT = {
    "aside": (N_("Set aside"), "Esc"),
    "strike-out": (N_("Strike out…"), "Ctrl+Shift+X"),
    "label": (N_("Label"), "Ctrl+P"),
    "leave": (N_("Leave unclaimed…"), "Ctrl+L"),
    "register": (N_("Register"), "Ctrl+Return"),
}
"""Buttons below the box, the main one last; with their keys."""
OTHERS = {
    "new": (N_("Box without a code"), "Ctrl+N"),
    "items": (N_("Write down an item"), "Ctrl+I"),
    "search": (N_("Search another order"), "Ctrl+F"),
    "take-back": (N_("Take the match back"), "Ctrl+M"),
    "paste": (N_("Paste a photo"), "Ctrl+Shift+V"),
    "find": (N_("Find a box"), "Ctrl+Shift+F"),
    "way": (N_("What the answer offers"), WAY_KEY),
    "scan": (N_("To the scan field"), "F2"),
}


class ScanLine(QLineEdit):
    """Typed codes; scans come from anywhere. Neither wakes an input method for Chinese."""

    entered = Signal(str)
    left = Signal()

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        named(self, name)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.returnPressed.connect(self._enter)

    def event(self, event: QEvent) -> bool:
        """Where nothing is typed Ctrl+Z is the window's: it takes back what was done."""
        if event.type() == QEvent.Type.ShortcutOverride and not self.text() and _is_undo(event):
            event.ignore()
            return False
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc clears and then leaves."""
        if event.key() == Qt.Key.Key_Escape:
            self.clear() if self.text() else self.left.emit()
        else:
            super().keyPressEvent(event)

    def _enter(self) -> None:
        text = self.text().strip()
        self.clear()
        self.entered.emit(text)


def _is_undo(event: QEvent) -> bool:
    return isinstance(event, QKeyEvent) and event.matches(QKeySequence.StandardKey.Undo)
