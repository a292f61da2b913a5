"""A table of sizes as a sheet: one row a size, one column a measure, `165~170` in a cell (PRD-02)."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from shopdesk.domain.sizes import MEASURES, Measure, SizeRow, read_range, write_range
from shopdesk.i18n import _
from shopdesk.services.size_tables import BadRange
from shopdesk.ui.language import Retranslated

ROW, FIRST = 28, 2
"""px of a row; the columns before the measures: the size and what it means."""
Cells = dict[str, str]
"""One row as typed, by "size", "means" and the measures' values."""


class SizeGrid(Retranslated, QTableWidget):
    """Typing changes a cell, Insert makes room for a size above, Ctrl+Delete takes one out; the last row is empty."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("scripts.sizes.grid")
        self._measures: tuple[Measure, ...] = ()
        self._is_filling = False
        self.setShowGrid(True)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(ROW)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.horizontalHeader().setHighlightSections(False)
        self.itemChanged.connect(lambda _item: self._on_changed())
        self.retranslate()

    def retranslate(self) -> None:
        """Write every text again."""
        self.setAccessibleName(_("Sizes from small to large"))
        self.setAccessibleDescription(_("Insert makes room above, Ctrl+Delete takes a size out."))
        self.setHorizontalHeaderLabels([_("Size"), _("Meaning"), *(MEASURES[each].heading for each in self._measures)])

    def show_rows(self, measures: Sequence[Measure], rows: Sequence[Cells]) -> None:
        """Show these rows, with an empty one below."""
        self._is_filling = True
        self._measures = tuple(measures)
        self.setColumnCount(FIRST + len(self._measures))
        self.setRowCount(len(rows) + 1)
        for place, cells in enumerate((*rows, Cells())):
            for column, key in enumerate(self._keys()):
                self.setItem(place, column, QTableWidgetItem(cells.get(key, "")))
        self._is_filling = False
        self.retranslate()

    def cells(self) -> list[Cells]:
        """What is typed, row by row; empty rows are left out."""
        rows = [
            {key: text for column, key in enumerate(self._keys()) if (text := self._text(place, column))}
            for place in range(self.rowCount())
        ]
        return [row for row in rows if row]

    def rows(self, name: str) -> tuple[SizeRow, ...]:
        """The sizes as they are kept. Raises BadRange for a cell that is no measure; `name` is the table's."""
        return tuple(self._row(name, cells) for cells in self.cells())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter edits, Insert and Ctrl+Delete make and take rows, Delete empties a cell."""
        place, is_editing = self.currentRow(), self.state() == self.State.EditingState
        if is_editing or place < 0:
            super().keyPressEvent(event)
        elif event.key() == Qt.Key.Key_Insert:
            self.insertRow(place)
            self.setCurrentCell(place, 0)
        elif event.key() == Qt.Key.Key_Delete and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            if place < self.rowCount() - 1:
                self.removeRow(place)
                self.setCurrentCell(place, max(self.currentColumn(), 0))
                self.changed.emit()
        elif event.key() == Qt.Key.Key_Delete:
            self.setItem(place, self.currentColumn(), QTableWidgetItem(""))
            self._on_changed()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.editItem(self._item(place, self.currentColumn()))
        else:
            super().keyPressEvent(event)

    def _keys(self) -> list[str]:
        return ["size", "means", *(each.value for each in self._measures)]

    def _item(self, place: int, column: int) -> QTableWidgetItem:
        known = self.item(place, column)
        if known is None:
            known = QTableWidgetItem("")
            self.setItem(place, column, known)
        return known

    def _text(self, place: int, column: int) -> str:
        item = self.item(place, column)
        return item.text().strip() if item is not None else ""

    def _on_changed(self) -> None:
        if self._is_filling:
            return
        last = self.rowCount() - 1
        if any(self._text(last, column) for column in range(self.columnCount())):
            self._is_filling = True
            self.setRowCount(last + 2)
            self._is_filling = False
        self.changed.emit()

    def _row(self, name: str, cells: Mapping[str, str]) -> SizeRow:
        ranges = {}
        for measure in self._measures:
            text = cells.get(measure.value, "")
            if not text:
                continue
            found, kind = read_range(text), MEASURES[measure]
            if found is None:
                raise BadRange(
                    name=name, size=cells.get("size", "?"), measure=_(kind.title), value=text, least=kind.least,
                    most=kind.most, unit=kind.unit,
                )  # fmt: skip
            ranges[measure] = found
        return SizeRow(cells.get("size", ""), cells.get("means", ""), ranges)


def cells_of(row: SizeRow) -> Cells:
    """A size as it is typed."""
    made = {each.value: write_range(ends) for each, ends in row.ranges.items()}
    return {"size": row.size, "means": row.means, **made}
