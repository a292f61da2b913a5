"""Lines in which people type what they look for."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

SEARCH_AFTER = 120
"""Milliseconds after the last key."""


class FindLine(QLineEdit):
    """In a dialog: arrow down and Enter go on to what was found."""

    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Into the list."""
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.left.emit()
        else:
            super().keyPressEvent(event)


class SearchLine(FindLine):
    """Above a list: Esc empties it as well."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc first."""
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        else:
            super().keyPressEvent(event)


class ListSearch(SearchLine):
    """Above a list that is read by it. `searched` carries what was typed, once hands rest and before they leave."""

    searched = Signal(str)

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setClearButtonEnabled(True)
        self._find = ""
        self._timer = QTimer(self, singleShot=True, interval=SEARCH_AFTER)
        self._timer.timeout.connect(self._tell)
        self.textEdited.connect(lambda _text: self._timer.start())
        self.textChanged.connect(lambda text: None if text else self._timer.start())
        self.left.connect(self._tell)

    def show_find(self, find: str) -> None:
        """The list is found by this now; nobody is told."""
        self._find = find.strip()
        if self.text().strip() != self._find:
            self.setText(self._find)
        self._timer.stop()

    def start(self) -> None:
        """Keys go here, ready to be typed over."""
        self.setFocus()
        self.selectAll()

    def _tell(self) -> None:
        self._timer.stop()
        find = self.text().strip()
        if find != self._find:
            self._find = find
            self.searched.emit(find)
