"""The table itself: rows, headings that are moved, sized and chosen, and a selection that survives a refresh."""

from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtCore import QEvent, QItemSelection, QItemSelectionModel, QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication, QHeaderView, QLineEdit, QMenu, QTableView

from shopdesk.i18n import _
from shopdesk.ui.controls import named
from shopdesk.ui.flags import Pennants
from shopdesk.ui.language import Retranslated
from shopdesk.ui.orders.columns import BY_KEY, COLUMNS, fitted_widths
from shopdesk.ui.orders.delegate import OrderDelegate
from shopdesk.ui.orders.headings import Headings
from shopdesk.ui.orders.listing import Listing, places_now, runs
from shopdesk.ui.orders.table_model import OrdersModel
from shopdesk.ui.side_panel import SettingsStore
from shopdesk.ui.theme import ROW, Theme

_KEEP = "orders.columns"
NARROWEST = 36
"""px of any column."""
MOST_CHOSEN = 2_000
"""Chosen rows that are known one by one; more are only counted and added up."""


class Standing(NamedTuple):
    """Where the view stands, by orders and not by rows."""

    ranges: list[tuple[int, int]]
    ids: list[int]
    current: int | None
    current_row: int
    top: int | None
    top_row: int
    offset: int


class OrderTable(Retranslated, QTableView):
    """`selection_changed` comes once for any change of what is chosen; `opened` is Enter or a double click."""

    selection_changed = Signal()
    opened = Signal()
    peeked = Signal()
    """The space bar: show or hide the panel."""
    sort_requested = Signal(int)
    """A heading was clicked: its column."""
    key_unused = Signal(QKeySequence)
    """A key that did nothing: perhaps that of an action that can't be done just now."""

    def __init__(self, model: OrdersModel, theme: Theme, pennants: Pennants, settings: SettingsStore) -> None:
        super().__init__()
        self.setObjectName("orders.table")
        self.orders, self._theme, self._settings = model, theme, settings
        self._fits = True
        self._is_fitting = False
        self._is_renewing = False
        self._chosen_ids: list[int] = []
        self.delegate = OrderDelegate(model, theme, pennants, self)
        self.setHorizontalHeader(Headings(self))
        self.setModel(model)
        self.setItemDelegate(self.delegate)
        # Painting a heading asks whether its whole column is chosen, which would go through a million rows.
        self.horizontalHeader().setSelectionModel(QItemSelectionModel(model, self.horizontalHeader()))
        self._set_up()
        self._restore_columns()
        theme.changed.connect(self.viewport().update)
        self.retranslate()

    def retranslate(self) -> None:
        """Write every text again."""
        self.setAccessibleName(_("Orders"))
        self.orders.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(COLUMNS) - 1)

    # What is chosen

    def ranges(self) -> list[tuple[int, int]]:
        """The chosen rows as (first, last), from the top."""
        parts = self.selectionModel().selection()
        found = sorted((parts.at(n).top(), parts.at(n).bottom()) for n in range(parts.count()))
        joined: list[tuple[int, int]] = []
        for first, last in found:
            if joined and first <= joined[-1][1] + 1:
                joined[-1] = (joined[-1][0], max(last, joined[-1][1]))
            else:
                joined.append((first, last))
        return joined

    def chosen_count(self) -> int:
        """How many rows are chosen."""
        return sum(last - first + 1 for first, last in self.ranges())

    def chosen_ids(self) -> list[int]:
        """The ids of the chosen rows, from the top, as they were when they were chosen: whatever has happened in the
        shop since then, these are the orders that the user saw. Empty for more than MOST_CHOSEN."""
        return list(self._chosen_ids)

    def current_id(self) -> int | None:
        """The order of the current row, if it is chosen; else of the first chosen row."""
        index = self.currentIndex()
        ranges = self.ranges()
        if not ranges:
            return None
        inside = index.isValid() and any(first <= index.row() <= last for first, last in ranges)
        row = self.orders.row_at(index.row() if inside else ranges[0][0])
        return None if row is None else row.id

    def choose_row(self, place: int) -> None:
        """Choose one row and show it."""
        index, how = self.orders.index(place, self._first_column()), QItemSelectionModel.SelectionFlag
        self.selectionModel().setCurrentIndex(index, how.ClearAndSelect | how.Rows)  # whatever keys are held down
        self.scrollTo(index, QAbstractItemView.ScrollHint.EnsureVisible)

    # Refreshing in place

    def show_listing(self, listing: Listing) -> None:
        """Show another list from its top."""
        self._quietly(lambda: self.orders.show_listing(listing))
        self.scrollToTop()

    def renew(self, listing: Listing) -> None:
        """Show the same list as it is now, with the same orders chosen and in view."""
        standing = self._standing()

        def change() -> None:
            self.orders.renew(listing)
            self._stand(standing, listing)

        self._quietly(change)

    def moves_edited(self, listing: Listing) -> bool:
        """Whether a memo is being edited whose row would be another order's in this list."""
        place = self.currentIndex().row()
        if self.state() != QAbstractItemView.State.EditingState:
            return False
        shown, then = self.orders.row_at(place), listing.row(place) if place < listing.count else None
        return shown is None or then is None or shown.id != then.id

    def _quietly(self, change: Callable[[], object]) -> None:
        self._is_renewing = True
        try:
            change()
        finally:
            self._is_renewing = False
        self._note_chosen()

    def _note_chosen(self) -> None:
        places = [n for first, last in self.ranges() for n in range(first, last + 1)] if self._is_small() else []
        self._chosen_ids = [row.id for place in places if (row := self.orders.row_at(place)) is not None]
        self.selection_changed.emit()

    def _is_small(self) -> bool:
        return self.chosen_count() <= MOST_CHOSEN

    def _standing(self) -> Standing:
        top_row, current_row = self.rowAt(0), self.currentIndex().row()
        top, current = self.orders.row_at(max(top_row, 0)), self.orders.row_at(max(current_row, 0))
        offset = self.verticalScrollBar().value() - top_row * self.verticalHeader().defaultSectionSize()
        return Standing(
            self.ranges(),
            self.chosen_ids(),
            current.id if current and current_row >= 0 else None, current_row,
            top.id if top and self.verticalScrollBar().value() else None, top_row, offset,
        )  # fmt: skip

    def _stand(self, standing: Standing, listing: Listing) -> None:
        self._stand_at_top(standing, listing)
        if not standing.ids:
            return
        first, last = standing.ranges[0][0], standing.ranges[-1][1]
        places = places_now(listing, standing.ids, first, last)
        if not places and listing.count:
            places = {-1: min(first, listing.count - 1)}
        self._choose(sorted(places.values()))
        current = places.get(standing.current or 0, next(iter(sorted(places.values())), -1))
        if current >= 0:
            at = self.currentIndex()  # in another column what is being typed here would end
            index = self.orders.index(current, at.column() if at.isValid() else self._first_column())
            self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)

    def _stand_at_top(self, standing: Standing, listing: Listing) -> None:
        if standing.top is None:
            return
        place = places_now(listing, [standing.top], standing.top_row, standing.top_row).get(standing.top)
        if place is not None and place != standing.top_row:
            self.verticalScrollBar().setValue(place * self.verticalHeader().defaultSectionSize() + standing.offset)

    def _choose(self, places: list[int]) -> None:
        selection, last_column = QItemSelection(), len(COLUMNS) - 1
        for first, last in runs(places):
            selection.select(self.orders.index(first, 0), self.orders.index(last, last_column))
        if selection != self.selectionModel().selection():
            self.selectionModel().select(selection, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    # Columns

    def keep_state(self) -> None:
        """Remember order, widths and choice of columns; raises OutputFailed."""
        header = self.horizontalHeader()
        order = sorted(range(len(COLUMNS)), key=header.visualIndex)
        kept = [f"{COLUMNS[n].key}:{int(not self.isColumnHidden(n))}:{self._kept_width(n)}" for n in order]
        self._settings.set(_KEEP, kept)

    def reset_columns(self) -> None:
        """Order, widths and choice as they come."""
        header = self.horizontalHeader()
        for place, column in enumerate(COLUMNS):
            header.moveSection(header.visualIndex(place), place)
            self.setColumnHidden(place, not column.is_shown)
        self._fits = True
        self._after_choice()

    def show_column(self, key: str, shown: bool) -> None:
        """Show or hide a column; the last one stays."""
        if shown or sum(not self.isColumnHidden(n) for n in range(len(COLUMNS))) > 1:
            self.setColumnHidden(BY_KEY[key], not shown)
        self._after_choice()

    def fill_column_menu(self, menu: QMenu) -> None:
        """One line a column, checked while it is shown."""
        menu.clear()
        for place in sorted(range(len(COLUMNS)), key=self.horizontalHeader().visualIndex):
            column = COLUMNS[place]
            action = menu.addAction(_(column.title))
            action.setObjectName(f"orders.column.{column.key}")
            action.setCheckable(True)
            action.setChecked(not self.isColumnHidden(place))
            action.toggled.connect(lambda shown, key=column.key: self.show_column(key, shown))
        menu.addSeparator()
        again = QAction(_("Columns as they come"), menu)
        again.setObjectName("orders.column.reset")
        again.triggered.connect(self.reset_columns)
        menu.addAction(again)

    def show_sort(self, column: int, descending: bool) -> None:
        """Mark the heading that the list is sorted by."""
        header = self.horizontalHeader()
        header.setSortIndicator(column, Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder)

    def _kept_width(self, place: int) -> int:
        """0 for a column that was never sized by hand: it goes on fitting itself."""
        return 0 if self._fits else self.horizontalHeader().sectionSize(place) or COLUMNS[place].width

    def _restore_columns(self) -> None:
        header = self.horizontalHeader()
        for place, column in enumerate(COLUMNS):
            self.setColumnWidth(place, column.width)
            self.setColumnHidden(place, not column.is_shown)
        kept = self._settings.get(_KEEP, [])
        parts = [entry.split(":") for entry in kept if isinstance(entry, str)] if isinstance(kept, list) else []
        known = [part for part in parts if len(part) == 3 and part[0] in BY_KEY and part[1:] and part[2].isdigit()]
        for target, (key, shown, width) in enumerate(known):
            header.moveSection(header.visualIndex(BY_KEY[key]), target)
            self.setColumnHidden(BY_KEY[key], shown != "1")
            if int(width) >= NARROWEST:
                self._fits = False
                self.setColumnWidth(BY_KEY[key], int(width))
        self._after_choice()

    def _after_choice(self) -> None:
        self.delegate.first_column = self._first_column()
        self.delegate.shows_messages = not self.isColumnHidden(BY_KEY["message"])
        self._fit_columns()
        self.viewport().update()

    def _first_column(self) -> int:
        header = self.horizontalHeader()
        shown = [n for n in range(len(COLUMNS)) if not self.isColumnHidden(n)]
        return min(shown, key=header.visualIndex, default=0)

    def _fit_columns(self) -> None:
        """Share out the room that is left over, until somebody sizes a column by hand."""
        if not self._fits:
            return
        shown = [n for n in range(len(COLUMNS)) if not self.isColumnHidden(n)]
        self._is_fitting = True
        for place, width in fitted_widths(shown, self.viewport().width()).items():
            self.setColumnWidth(place, width)
        self._is_fitting = False

    def _on_resized(self, *_sizes: int) -> None:
        if not self._is_fitting and self.isVisible():
            self._fits = False

    # Qt's side

    def _set_up(self) -> None:
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setMouseTracking(True)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)  # so that scrolling moves what is painted
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setMinimumSectionSize(ROW)
        rows.setDefaultSectionSize(ROW)
        self.verticalScrollBar().setSingleStep(ROW)
        header = named(self.horizontalHeader(), "orders.table.header")
        header.setSectionsMovable(True)
        header.setSectionsClickable(True)
        header.setHighlightSections(False)
        header.setSortIndicatorShown(True)
        header.setMinimumSectionSize(NARROWEST)
        header.setFixedHeight(ROW)
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(self._open_column_menu)
        header.sectionClicked.connect(self.sort_requested)
        header.sectionResized.connect(self._on_resized)
        header.sectionMoved.connect(lambda *_args: self._after_choice())
        self.entered.connect(lambda index: self._hover(index.row()))
        self.doubleClicked.connect(lambda _index: self.opened.emit())

    def paintEvent(self, event: QPaintEvent) -> None:
        """The ground first, since nobody else paints it; then the cells."""
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), self._theme.colour("surface"))
        painter.end()
        super().paintEvent(event)

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        """Tell once."""
        super().selectionChanged(selected, deselected)
        if not self._is_renewing:
            self._note_chosen()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens, space peeks, Home and End go to the first and the last row; everything else is Qt's."""
        if self.state() == QAbstractItemView.State.EditingState:
            super().keyPressEvent(event)
        elif event.modifiers() or not self._on_plain_key(event.key()):
            super().keyPressEvent(event)
            self.key_unused.emit(QKeySequence(event.keyCombination()))

    def _on_plain_key(self, key: int) -> bool:
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit()
        elif key == Qt.Key.Key_Space:
            self.peeked.emit()
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up) and not self.ranges() and self.orders.rowCount():
            self.choose_row(max(self.currentIndex().row(), 0))
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End) and self.orders.rowCount():
            self.choose_row(0 if key == Qt.Key.Key_Home else self.orders.rowCount() - 1)
        else:
            return False
        return True

    def keyboardSearch(self, search: str) -> None:
        """Letters are commands here; Qt would look through a million rows."""

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is under the pointer any more."""
        self._hover(-1)
        super().leaveEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Below the last row nothing is hovered."""
        if not self.indexAt(event.position().toPoint()).isValid():
            self._hover(-1)
        super().mouseMoveEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Columns use the room there is."""
        super().resizeEvent(event)
        self._fit_columns()

    def _hover(self, place: int) -> None:
        before, self.delegate.hovered = self.delegate.hovered, place
        for row in {before, place} - {-1}:
            top = self.rowViewportPosition(row)
            self.viewport().update(0, top, self.viewport().width(), self.verticalHeader().defaultSectionSize())

    def _open_column_menu(self, at: QPoint) -> None:
        menu = named(QMenu(self), "orders.columns.menu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.fill_column_menu(menu)
        menu.popup(self.horizontalHeader().mapToGlobal(at))

    def edit_memo(self) -> bool:
        """Edit the memo of the current row in place; False where it can't be."""
        place, column = self.currentIndex().row(), BY_KEY["memo"]
        row = self.orders.row_at(place) if place >= 0 else None
        if row is None or self.isColumnHidden(column) or "\n" in row.memo:
            return False
        index: QModelIndex = self.orders.index(place, column)
        self.scrollTo(index)
        began: bool = self.edit(index, QAbstractItemView.EditTrigger.AllEditTriggers, QEvent(QEvent.Type.None_))
        editor = QApplication.focusWidget()
        if began and isinstance(editor, QLineEdit):
            editor.end(False)  # most memos are added to; Qt has chosen all of it, and the first letter would wipe it
        return began
