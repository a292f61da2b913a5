"""The field by which a caller's parcel is looked for among the unclaimed (RET-04)."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit


class FindLine(QLineEdit):
    """Enter and arrow down go on to what was found; Esc clears."""

    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Into the list."""
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.left.emit()
        else:
            super().keyPressEvent(event)
