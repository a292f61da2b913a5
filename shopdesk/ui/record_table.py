"""A table of rows in memory, by declared columns: some tens of thousands at most (longer lists: orders/table_model.py).

Works like a sheet: arrows move the cell, typing or F2 edits it where it can be edited, Tab goes on to the next cell
to fill in, Enter to the one below. What is typed is handed on; the row shows it once it is written.
"""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QObject,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QApplication,
    QCompleter,
    QDialog,
    QHeaderView,
    QLineEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from shopdesk.i18n import _
from shopdesk.ui.controls import named
from shopdesk.ui.language import Retranslated
from shopdesk.ui.record_model import Index, RecordColumn, RecordModel
from shopdesk.ui.theme import ROW, Theme

__all__ = ["RecordColumn", "RecordTable"]

PAD, BAR, NARROWEST = 8, 3, 32
"""px: room beside a text, the bar in front of a chosen row, the width of any column."""
LEAST = 0.6
"""The share of its width down to which a column that stretches gives room to others."""
_ROLE = Qt.ItemDataRole
_HINT = QAbstractItemDelegate.EndEditHint
_DONE = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab, Qt.Key.Key_Backtab)
"""Keys that end the typing into a cell."""


class RecordDelegate(QStyledItemDelegate):
    """Ground, text, and a frame around the cell that keys go to."""

    def __init__(self, name: str, theme: Theme, view: QTableView) -> None:
        super().__init__(view)
        self._name, self._theme, self._view = name, theme, view

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """One cell."""
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        if chosen or hovered:
            painter.fillRect(option.rect, self._theme.colour("selected" if chosen else "hover"))
        if chosen and self._view.horizontalHeader().visualIndex(index.column()) == 0:
            painter.fillRect(option.rect.x(), option.rect.y(), BAR, option.rect.height(), self._theme.colour("accent"))
        painter.save()
        painter.setFont(index.data(_ROLE.FontRole) or option.font)
        painter.setPen(index.data(_ROLE.ForegroundRole) or self._theme.colour("text"))
        room = option.rect.adjusted(PAD, 0, -PAD, 0)
        column = _column_of(index)
        cut = Qt.TextElideMode.ElideMiddle if column.cuts_middle else Qt.TextElideMode.ElideRight
        text = painter.fontMetrics().elidedText(" ".join(index.data().split("\n")), cut, room.width())
        painter.drawText(room, index.data(_ROLE.TextAlignmentRole), text)
        if self._view.hasFocus() and index == self._view.currentIndex() and index.flags() & Qt.ItemFlag.ItemIsEditable:
            painter.setPen(QPen(self._theme.colour("accent"), 2))
            painter.drawRect(option.rect.adjusted(1, 1, -1, -1))
        painter.restore()

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        """A line as wide as the cell."""
        heading = index.model().headerData(index.column(), Qt.Orientation.Horizontal)
        editor = named(QLineEdit(parent), f"{self._name}.edit")
        editor.setAccessibleName(heading)
        choices = _column_of(index).choices
        if choices is not None:
            completer = QCompleter(list(choices()), editor)
            completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
            completer.setFilterMode(Qt.MatchFlag.MatchContains)
            editor.setCompleter(completer)
            editor.returnPressed.connect(lambda: self._take_offered(editor, completer))
        return editor

    def _take_offered(self, editor: QLineEdit, completer: QCompleter) -> None:
        """Enter closes a list of what is offered, and Qt leaves it at that: the cell is done as well."""
        popup = completer.popup()
        if popup is not None and popup.isVisible():
            QTimer.singleShot(0, editor, lambda: self._finish(editor))

    def _finish(self, editor: QLineEdit) -> None:
        if self._view.state() != QAbstractItemView.State.EditingState or not editor.isVisible():
            return
        self.commitData.emit(editor)
        self.closeEditor.emit(editor, _HINT.SubmitModelCache)

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """A refresh doesn't wipe out what is being typed, nor does it put the next key behind a text that it would
        have replaced."""
        if not isinstance(editor, QLineEdit) or editor.isModified() or editor.text() == index.data(_ROLE.EditRole):
            return
        is_replaced = editor.hasSelectedText() and editor.selectedText() == editor.text()
        super().setEditorData(editor, index)
        if is_replaced:
            editor.selectAll()

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        """Enter and Tab hand over even what stood there unsaved before."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and event.key() in _DONE:
            editor.setProperty("done", True)
        return super().eventFilter(editor, event)

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        """What could not be saved before is not tried again merely because the keys went elsewhere."""
        is_same = isinstance(editor, QLineEdit) and editor.text() == _model_of(index).unsaved_text(index)
        if not is_same or editor.property("done"):
            super().setModelData(editor, model, index)

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        """At least wide enough to write in."""
        rect = option.rect
        editor.setGeometry(rect.x(), rect.y(), max(rect.width(), 96), rect.height())


def _model_of(index: Index) -> RecordModel:
    model = index.model()
    assert isinstance(model, RecordModel)
    return model


def _column_of(index: Index) -> RecordColumn:
    return _model_of(index).columns[index.column()]


class RecordTable(Retranslated, QTableView):
    """`chosen_changed` comes for any change of what is chosen; `opened` is Enter or a double click on a cell that
    isn't edited; `removed` is Delete."""

    chosen_changed = Signal()
    opened = Signal(int)
    removed = Signal()

    def __init__(self, name: str, title: str, columns: Sequence[RecordColumn], theme: Theme) -> None:
        """`title` is English source text, marked by N_: what the rows are."""
        super().__init__()
        self.setObjectName(name)
        self._title, self._is_showing = title, False
        self._waiting: Sequence[Any] | None = None
        self.records = RecordModel(columns, theme, self)
        self.setModel(self.records)
        self.setItemDelegate(RecordDelegate(name, theme, self))
        # Painting a heading would ask whether its whole column is chosen.
        self.horizontalHeader().setSelectionModel(QItemSelectionModel(self.records, self.horizontalHeader()))
        self._set_up(name)
        theme.changed.connect(self.viewport().update)
        self.retranslate()

    def retranslate(self) -> None:
        """Write every text again."""
        self.setAccessibleName(_(self._title))
        self.records.refresh()

    # What is shown and chosen

    def show_rows(self, rows: Sequence[Any], *, again: bool = False) -> None:
        """Show these rows, each with an `id`; `again`: the same list as it is now, with the same rows chosen and in
        view. While a cell is edited other rows wait."""
        if self.state() == QAbstractItemView.State.EditingState and not self.records.is_same(rows):
            self._waiting = rows
            return
        self._waiting = None  # older than these
        ids, current, scrolled = self.chosen_ids(), self.currentIndex(), self.verticalScrollBar().value()
        place, column, had = current.row(), max(current.column(), 0), self.current_id()
        anchor, stood = self._anchor()
        self._is_showing = True
        self.records.show_rows(rows)
        if again and rows and had is not None:
            self.choose(ids)
            found = self.records.place_of(had)
            index = self.records.index(min(place, len(rows) - 1) if found is None else found, column)
            how = QItemSelectionModel.SelectionFlag
            gone = bool(ids) and not self.chosen_ids()  # none of the chosen rows is left: the next one is chosen
            self.selectionModel().setCurrentIndex(index, how.ClearAndSelect | how.Rows if gone else how.NoUpdate)
        if again and rows:
            stands = self.records.place_of(anchor) if scrolled and anchor is not None else None
            self.verticalScrollBar().setValue(scrolled + (0 if stands is None else (stands - stood) * ROW))
        self._is_showing = False
        self.chosen_changed.emit()

    def _anchor(self) -> tuple[int | None, int]:
        """The id and place of a row that stays where it is in view when rows come and go above it: the one that keys
        go to, or the topmost where that is out of view. From the top of the list one sees what comes."""
        place = self.currentIndex().row()
        if place < 0 or not 0 <= self.rowViewportPosition(place) < self.viewport().height():
            place = self.rowAt(0)
        rows = self.records.rows
        return (rows[place].id, place) if 0 <= place < len(rows) else (None, 0)

    def chosen(self) -> list[Any]:
        """The chosen rows from the top."""
        places: set[int] = set()
        parts = self.selectionModel().selection()
        for number in range(parts.count()):
            places.update(range(parts.at(number).top(), parts.at(number).bottom() + 1))
        return [self.records.rows[place] for place in sorted(places) if place < len(self.records.rows)]

    def chosen_ids(self) -> list[int]:
        """The ids of the chosen rows from the top."""
        return [row.id for row in self.chosen()]

    def current(self) -> Any | None:
        """The row that keys go to."""
        place = self.currentIndex().row()
        return self.records.rows[place] if 0 <= place < len(self.records.rows) else None

    def current_id(self) -> int | None:
        """Its id."""
        row = self.current()
        return None if row is None else row.id

    def choose(self, ids: Sequence[int]) -> None:
        """Choose these rows and no others; those that are not here are left out."""
        selection, last = QItemSelection(), len(self.records.columns) - 1
        for record_id in ids:
            place = self.records.place_of(record_id)
            if place is not None:
                selection.select(self.records.index(place, 0), self.records.index(place, last))
        self.selectionModel().select(selection, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def go_to(self, record_id: int, key: str = "") -> bool:
        """Choose one row alone, with the keys going to one of its cells; False where it isn't here."""
        place = self.records.place_of(record_id)
        if place is None:
            return False
        column = self.records.column_of(key) if key else max(self.currentIndex().column(), 0)
        index, how = self.records.index(place, column), QItemSelectionModel.SelectionFlag
        self.selectionModel().setCurrentIndex(index, how.ClearAndSelect | how.Rows)
        self.scrollTo(index, QAbstractItemView.ScrollHint.EnsureVisible)
        return True

    def edit_cell(self, record_id: int, key: str) -> bool:
        """Begin to edit one cell; False where that can't be."""
        return self.go_to(record_id, key) and bool(
            self.edit(self.currentIndex(), QAbstractItemView.EditTrigger.AllEditTriggers, QEvent(QEvent.Type.None_))
        )

    def keep_typed(self, record_id: int, key: str, text: str) -> None:
        """What was typed into a cell could not be saved: it stands there, and is open for writing again unless another
        cell is by now."""
        self.records.keep_typed(record_id, key, text)
        said = QApplication.activeModalWidget()
        if isinstance(said, QDialog) and said is not self.window():
            said.finished.connect(lambda *_args: self._write_again(record_id, key))  # a dialog takes the keys
        else:
            self._write_again(record_id, key)

    def _write_again(self, record_id: int, key: str) -> None:
        if self.state() != QAbstractItemView.State.EditingState:
            self.edit_cell(record_id, key)

    def leave_edit(self) -> bool:
        """Give up what is being typed into a cell; False where nothing was."""
        if self.state() != QAbstractItemView.State.EditingState:
            return False
        editor = QApplication.focusWidget()
        if isinstance(editor, QLineEdit) and self.isAncestorOf(editor):
            self.closeEditor(editor, _HINT.RevertModelCache)
        return True

    # Qt's side

    def _set_up(self, name: str) -> None:
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        trigger = QAbstractItemView.EditTrigger
        self.setEditTriggers(trigger.DoubleClicked | trigger.EditKeyPressed | trigger.AnyKeyPressed)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setMinimumSectionSize(ROW)
        rows.setDefaultSectionSize(ROW)
        self.verticalScrollBar().setSingleStep(ROW)
        header = named(self.horizontalHeader(), f"{name}.header")
        header.setHighlightSections(False)
        header.setMinimumSectionSize(NARROWEST)
        header.setFixedHeight(ROW)
        self.doubleClicked.connect(self._on_double_click)
        self._fit_columns()

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        """Tell once."""
        super().selectionChanged(selected, deselected)
        if not self._is_showing:
            self.chosen_changed.emit()

    def currentChanged(self, current: Index, previous: Index) -> None:
        """The frame moves."""
        super().currentChanged(current, previous)
        self.viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens what can't be edited and Delete takes out; letters that edit nothing are nobody's."""
        if self.state() == QAbstractItemView.State.EditingState:
            super().keyPressEvent(event)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self._on_enter()
        elif event.key() == Qt.Key.Key_Delete and self.chosen_ids():
            self.removed.emit()
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Letters edit; Qt would look through all rows."""

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        """After Tab the next cell to fill in is edited, after Enter the keys go to the row below."""
        if hint == _HINT.RevertModelCache:
            self.records.give_up(self.currentIndex())
        place, column = self.currentIndex().row(), self.currentIndex().column()
        step = {_HINT.EditNextItem: 1, _HINT.EditPreviousItem: -1}.get(hint, 0)
        super().closeEditor(editor, _HINT.NoHint if step else hint)
        if step:
            self._edit_beside(place, column, step)
        elif hint == _HINT.SubmitModelCache:
            self.go_on(place, column)
        waiting, self._waiting = self._waiting, None
        if waiting is not None:
            self.show_rows(waiting, again=True)

    def go_on(self, place: int, column: int) -> None:
        """A cell was filled in: the keys go to the one below."""
        if place + 1 < len(self.records.rows):
            self.setCurrentIndex(self.records.index(place + 1, column))

    def setColumnHidden(self, column: int, hide: bool) -> None:
        """The others use its room, or give it some."""
        if hide != self.isColumnHidden(column):
            super().setColumnHidden(column, hide)
            self._fit_columns()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Columns use the room there is."""
        super().resizeEvent(event)
        self._fit_columns()

    def _on_enter(self) -> None:
        if self.records.edited_text(self.currentIndex()) is not None:
            self.edit(self.currentIndex())
        elif (current := self.current_id()) is not None:
            self.opened.emit(current)

    def _on_double_click(self, index: QModelIndex) -> None:
        if self.records.edited_text(index) is None:
            self.opened.emit(self.records.rows[index.row()].id)

    def _edit_beside(self, place: int, column: int, step: int) -> None:
        places = range(column + step, len(self.records.columns) if step > 0 else -1, step)
        for beside in places:
            index = self.records.index(place, beside)
            if not self.isColumnHidden(beside) and self.records.edited_text(index) is not None:
                self.setCurrentIndex(index)
                self.edit(index)
                return

    def _fit_columns(self) -> None:
        columns = self.records.columns
        shown = [place for place in range(len(columns)) if not self.isColumnHidden(place)]
        spare = self.viewport().width() - sum(columns[place].width for place in shown)
        weights = {place: columns[place].stretch for place in shown if columns[place].stretch}
        if spare < 0:  # those that stretch give room as well, down to a share of their width
            weights = {place: columns[place].width - round(columns[place].width * LEAST) for place in weights}
            spare = max(spare, -sum(weights.values()))
        shares = sum(weights.values())
        for place in shown:
            more = spare * weights.get(place, 0) // shares if shares else 0
            self.setColumnWidth(place, columns[place].width + more)
