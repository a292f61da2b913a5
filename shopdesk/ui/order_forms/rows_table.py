"""A small table to read and choose a row from, in dialogs."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from shopdesk.ui.controls import named

ROW_HIGH = 30


class RowsTable(QTableWidget):
    """Enter uses the current row, Ctrl+C copies it; what that means the dialog decides."""

    used = Signal(int)
    copied = Signal(int)

    def __init__(self, name: str, stretched: int, parent: QWidget) -> None:
        """`stretched` is the column that takes the room that is left."""
        super().__init__(parent)
        named(self, name)
        self._stretched = stretched
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setStyleSheet("QTableView::item { padding: 0 4px; }")  # texts begin where their headings do
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(ROW_HIGH)
        header = self.horizontalHeader()
        header.setFixedHeight(ROW_HIGH)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setHighlightSections(False)
        self.itemDoubleClicked.connect(lambda item: self.used.emit(item.row()))

    def show_headings(self, headings: Sequence[str]) -> None:
        """Write them; the first time, they make the columns."""
        self.setColumnCount(len(headings))
        self.setHorizontalHeaderLabels(list(headings))
        header = self.horizontalHeader()
        for column in range(len(headings)):
            mode = QHeaderView.ResizeMode
            header.setSectionResizeMode(column, mode.Stretch if column == self._stretched else mode.ResizeToContents)

    def show_rows(self, rows: Sequence[Sequence[str]]) -> None:
        """Put these rows in place of the others; the first one is current, or the one of the place as before."""
        place = max(self.currentRow(), 0)
        self.setRowCount(len(rows))
        for row, texts in enumerate(rows):
            for column, text in enumerate(texts):
                item = QTableWidgetItem(text)
                item.setToolTip(text)
                self.setItem(row, column, item)
        if rows:
            self.setCurrentCell(min(place, len(rows) - 1), 0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Ctrl+C."""
        row = self.currentRow()
        if row >= 0 and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.used.emit(row)
        elif row >= 0 and event.matches(QKeySequence.StandardKey.Copy):
            self.copied.emit(row)
        else:
            super().keyPressEvent(event)
