"""The board: a column a state, a card a repair; arrows go from card to card (REP-01)."""

from collections.abc import Sequence

from PySide6.QtCore import QItemSelection, QModelIndex, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QListView, QScrollArea, QVBoxLayout, QWidget

from shopdesk.domain.repairs import ENDS, STATES, State
from shopdesk.i18n import N_, _
from shopdesk.queries.repairs import RepairRow
from shopdesk.ui.controls import label, named
from shopdesk.ui.language import Retranslated
from shopdesk.ui.repairs.card import CardDelegate, Cards
from shopdesk.ui.repairs.reading import Moment
from shopdesk.ui.theme import Theme

WIDE, NARROW = 116, 76
"""px that a column has at least, and what one without cards has."""
OVER = "over"
COLUMNS: tuple[str, ...] = (*(state.value for state in State if state not in ENDS), OVER)
"""States in the order of a repair's way, and what is over but has something left to do."""
_OVER = N_("Over")


def column_of(row: RepairRow) -> str:
    """In which column it stands."""
    return OVER if row.state in ENDS else row.state.value


class Column(QListView):
    """Cards below each other. `sideways` carries -1 or 1; `entered`: keys go to a card of this column now."""

    sideways = Signal(int)
    entered = Signal()

    def __init__(self, name: str, theme: Theme) -> None:
        super().__init__()
        named(self, name)
        self.cards = Cards(self)
        self.delegate = CardDelegate(theme, self)
        self.setModel(self.cards)
        self.setItemDelegate(self.delegate)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setStyleSheet("QListView { background: transparent; } QListView::item { padding: 0; }")
        theme.changed.connect(self.viewport().update)

    def minimumSizeHint(self) -> QSize:
        """A column may be narrow; its host says how narrow."""
        return QSize(40, 80)

    def sizeHint(self) -> QSize:
        """It asks for no room that cards of other columns need."""
        return self.minimumSizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and right leave the column."""
        if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.sideways.emit(1 if event.key() == Qt.Key.Key_Right else -1)
        else:
            super().keyPressEvent(event)

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        """A card was chosen here."""
        super().selectionChanged(selected, deselected)
        if selected.indexes():
            self.entered.emit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """By Tab: the first card is chosen where none is."""
        super().focusInEvent(event)
        if self.cards.rows and not self.selectedIndexes():
            self.choose(max(0, self.currentIndex().row()))

    def choose(self, place: int) -> None:
        """This card, and into view."""
        index = self.cards.index(min(place, len(self.cards.rows) - 1))
        self.setCurrentIndex(index)
        self.scrollTo(index)

    def current(self) -> RepairRow | None:
        """The card that is chosen."""
        chosen = self.selectedIndexes()
        return self.cards.rows[chosen[0].row()] if chosen else None


class Board(Retranslated, QScrollArea):
    """`chosen_changed` comes for any change of the chosen card; `opened` is Enter or a double click."""

    chosen_changed = Signal()
    opened = Signal(int)

    def __init__(self, name: str, theme: Theme) -> None:
        super().__init__()
        named(self, name)
        self._is_showing = False
        self._counts = dict.fromkeys(COLUMNS, 0)
        self.columns = {key: Column(f"{name}.{key}", theme) for key in COLUMNS}
        self._heads = {key: label(f"{name}.{key}.head", "section", wrap=True, parent=self) for key in COLUMNS}
        self._hosts = {key: self._host(key) for key in COLUMNS}
        self._lay_out()
        for key, column in self.columns.items():
            column.sideways.connect(lambda step, key=key: self._go_sideways(key, step))
            column.entered.connect(lambda key=key: self._on_entered(key))
            column.activated.connect(lambda index, key=key: self._on_activated(key, index))
        self.retranslate()

    def retranslate(self) -> None:
        """Write every text again."""
        self.setAccessibleName(_("Repairs by state"))
        for key, head in self._heads.items():
            title = _(_OVER) if key == OVER else _(STATES[State(key)])
            head.setText(f"{title}  {self._counts[key] or ''}")
            self.columns[key].setAccessibleName(f"{title}, {self._counts[key]}")
            self.columns[key].viewport().update()

    def show_rows(self, rows: Sequence[RepairRow], moment: Moment) -> None:
        """Show these, in their order; the same card stays chosen, or the next one where it is gone."""
        had, stood = self.current(), self._place()
        self._is_showing = True
        for key, column in self.columns.items():
            of_column = [row for row in rows if column_of(row) == key]
            self._counts[key] = len(of_column)
            column.delegate.moment = moment
            column.cards.show_rows(of_column, moment)
            self._hosts[key].setMinimumWidth(WIDE if of_column else NARROW)
            self._hosts[key].setVisible(key != OVER or bool(of_column))
            self._columns.setStretch(COLUMNS.index(key), int(bool(of_column)))
        self.retranslate()
        if had is None or not self.go_to(had.id):
            self._choose_near(stood)
        self._is_showing = False
        self.chosen_changed.emit()

    def current(self) -> RepairRow | None:
        """The chosen card's repair."""
        return next((row for column in self.columns.values() if (row := column.current()) is not None), None)

    def current_id(self) -> int | None:
        """Its number."""
        row = self.current()
        return None if row is None else row.id

    def go_to(self, repair_id: int) -> bool:
        """Choose this card; False where it isn't here."""
        for key, column in self.columns.items():
            for place, row in enumerate(column.cards.rows):
                if row.id == repair_id:
                    has_focus = self._has_keys()
                    column.choose(place)
                    self._on_entered(key)
                    self.ensureWidgetVisible(self._hosts[key], 0, 0)
                    if has_focus:
                        column.setFocus()
                    return True
        return False

    def take_focus(self) -> None:
        """Keys go to the chosen card, or to the first one."""
        chosen = next((column for column in self.columns.values() if column.current() is not None), None)
        column = chosen or next((each for each in self.columns.values() if each.cards.rows), None)
        if column is not None:
            column.setFocus()

    def _has_keys(self) -> bool:
        return any(column.hasFocus() for column in self.columns.values())

    def _place(self) -> tuple[str, int]:
        """Where the chosen card stands."""
        for key, column in self.columns.items():
            chosen = column.selectedIndexes()
            if chosen:
                return key, chosen[0].row()
        return COLUMNS[0], 0

    def _choose_near(self, stood: tuple[str, int]) -> None:
        """The card that has taken the place of one that is gone, else the first of all."""
        key, place = stood
        near = self.columns[key] if self.columns[key].cards.rows else None
        column = near or next((each for each in self.columns.values() if each.cards.rows), None)
        if column is not None:
            self.go_to(column.cards.rows[min(place if near else 0, len(column.cards.rows) - 1)].id)

    def _go_sideways(self, key: str, step: int) -> None:
        """To the next column that has cards, at the same height."""
        place, at = self.columns[key].currentIndex().row(), COLUMNS.index(key) + step
        while 0 <= at < len(COLUMNS):
            column = self.columns[COLUMNS[at]]
            if column.cards.rows:
                column.setFocus()
                column.choose(max(0, place))
                self.ensureWidgetVisible(self._hosts[COLUMNS[at]], 0, 0)
                return
            at += step

    def _on_entered(self, key: str) -> None:
        for other, column in self.columns.items():
            if other != key and column.selectedIndexes():
                column.clearSelection()
        if not self._is_showing:
            self.chosen_changed.emit()

    def _on_activated(self, key: str, index: QModelIndex | QPersistentModelIndex) -> None:
        self.opened.emit(self.columns[key].cards.rows[index.row()].id)

    def _host(self, key: str) -> QWidget:
        made = named(QWidget(), f"{self.objectName()}.{key}.host")
        self._heads[key].setFixedHeight(36)
        self._heads[key].setAlignment(Qt.AlignmentFlag.AlignTop)
        layout = QVBoxLayout(made)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self._heads[key])
        layout.addWidget(self.columns[key], 1)
        return made

    def _lay_out(self) -> None:
        inner = named(QWidget(), f"{self.objectName()}.inner")
        self._columns = QHBoxLayout(inner)
        self._columns.setContentsMargins(16, 10, 16, 8)
        self._columns.setSpacing(10)
        for host in self._hosts.values():
            self._columns.addWidget(host)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(inner)
        for ground in (inner, self.viewport()):
            ground.setAutoFillBackground(False)
