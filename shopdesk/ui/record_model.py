"""Rows in memory as Qt's table model, by declared columns."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from shopdesk.i18n import _
from shopdesk.ui.theme import Text, Theme

Index = QModelIndex | QPersistentModelIndex
_ROLE = Qt.ItemDataRole
_NOWHERE = QModelIndex()
_OF_UNSAVED = (_ROLE.DisplayRole, _ROLE.ToolTipRole, _ROLE.AccessibleTextRole, _ROLE.ForegroundRole)
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)


@dataclass(frozen=True, slots=True)
class RecordColumn:
    """One column. Texts are English sources, marked by N_; widths are px at 100 %."""

    key: str
    title: str
    width: int
    says: Callable[[Any], str]
    tip: Callable[[Any], str] | None = None
    """What the tooltip says, where that is more than the text."""
    edits: Callable[[Any], str | None] | None = None
    """The text to edit; None for a row in which it can't be. Without it no row's cell is edited."""
    choices: Callable[[], Sequence[str]] | None = None
    """What is offered while a cell is edited."""
    colour: Callable[[Any], str] | None = None
    """The role of the text's colour, "" for the usual one."""
    is_figure: bool = False
    is_muted: bool = False
    stretch: int = 0
    """Share of the room that is left over."""
    cuts_middle: bool = False


class RecordModel(QAbstractTableModel):
    """Shows a list of rows; `typed` carries a row's id, the column's key and the new text."""

    typed = Signal(int, str, str)

    def __init__(self, columns: Sequence[RecordColumn], theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self.rows: Sequence[Any] = ()
        self._theme = theme
        self._places: dict[int, int] = {}
        self._unsaved: dict[tuple[int, str], str] = {}

    def show_rows(self, rows: Sequence[Any]) -> None:
        """Show these rows, each with an `id`. The same ones in the same order are renewed in their place, so that
        a cell that is being edited stays open."""
        if rows and self.is_same(rows):
            self.rows = rows
            self.refresh()
            return
        self.beginResetModel()
        self.rows = rows
        self._places = {}
        self.endResetModel()

    def is_same(self, rows: Sequence[Any]) -> bool:
        """Whether these are the rows that are shown, whatever they say now."""
        return len(rows) == len(self.rows) and all(new.id == old.id for new, old in zip(rows, self.rows, strict=True))

    def place_of(self, record_id: int) -> int | None:
        """Where a row stands."""
        if not self._places:
            self._places = {row.id: place for place, row in enumerate(self.rows)}
        return self._places.get(record_id)

    def column_of(self, key: str) -> int:
        """Where a column stands."""
        return next(place for place, column in enumerate(self.columns) if column.key == key)

    def edited_text(self, index: Index) -> str | None:
        """The text to edit in a cell, one that was typed and could not be saved before all; None where nothing can be
        edited."""
        known = self._known_text(index)
        return known if known is None else self.unsaved_text(index) or known

    def keep_typed(self, record_id: int, key: str, text: str) -> None:
        """What was typed into a cell could not be saved: it stands there until it is, or is given up."""
        self._unsaved[record_id, key] = text
        self.refresh()

    def give_up(self, index: Index) -> None:
        """What stands unsaved in a cell is not wanted any more."""
        if self.unsaved_text(index) is not None:
            del self._unsaved[self.rows[index.row()].id, self.columns[index.column()].key]
            self.refresh()

    def unsaved_text(self, index: Index) -> str | None:
        """What was typed into a cell and could not be saved; None for nothing."""
        if not self._unsaved or not index.isValid() or index.row() >= len(self.rows):
            return None
        return self._unsaved.get((self.rows[index.row()].id, self.columns[index.column()].key))

    def _known_text(self, index: Index) -> str | None:
        if not index.isValid() or index.row() >= len(self.rows):
            return None
        edits = self.columns[index.column()].edits
        return None if edits is None else edits(self.rows[index.row()])

    def refresh(self) -> None:
        """The same rows say something else now: another language, another minute."""
        if self.rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.rows) - 1, len(self.columns) - 1))
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self.columns) - 1)

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """How many rows."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """How many columns."""
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = _ROLE.DisplayRole) -> Any:
        """Texts and looks of a cell."""
        column, row = self.columns[index.column()], self.rows[index.row()]
        unsaved = self.unsaved_text(index)
        if unsaved is not None and role in _OF_UNSAVED:
            return self._told_unsaved(unsaved, role)
        if role == _ROLE.DisplayRole:
            return column.says(row)
        if role in (_ROLE.ToolTipRole, _ROLE.AccessibleTextRole):
            return (column.tip(row) if column.tip else "") or column.says(row)
        return self.edited_text(index) if role == _ROLE.EditRole else self._look(column, row, role)

    def _told_unsaved(self, text: str, role: int) -> Any:
        if role == _ROLE.ForegroundRole:
            return self._theme.colour("danger")
        return text if role == _ROLE.DisplayRole else _("Not saved: {text}").format(text=text)

    def _look(self, column: RecordColumn, row: Any, role: int) -> Any:
        if role == _ROLE.ForegroundRole:
            wanted = (column.colour(row) if column.colour else "") or ("muted" if column.is_muted else "")
            return self._theme.colour(wanted) if wanted else None
        if role == _ROLE.FontRole and column.is_figure:
            return self._theme.font(Text.FIGURES)
        if role == _ROLE.TextAlignmentRole:
            return _RIGHT if column.is_figure else _LEFT
        return None

    def setData(self, index: Index, value: Any, role: int = _ROLE.EditRole) -> bool:
        """What was typed is passed on, if it is anything new."""
        before, unsaved = self._known_text(index), self.unsaved_text(index)
        if role != _ROLE.EditRole or before is None or (str(value).strip() == before and unsaved is None):
            return False
        self.give_up(index)
        if str(value).strip() == before:
            return False
        self.typed.emit(self.rows[index.row()].id, self.columns[index.column()].key, str(value).strip())
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Some cells are edited in their place."""
        plain = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren
        return plain | Qt.ItemFlag.ItemIsEditable if self.edited_text(index) is not None else plain

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _ROLE.DisplayRole) -> Any:
        """Headings, aligned as what is below them."""
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        if role in (_ROLE.DisplayRole, _ROLE.ToolTipRole, _ROLE.AccessibleTextRole):
            return _(self.columns[section].title)
        if role == _ROLE.TextAlignmentRole:
            return _RIGHT if self.columns[section].is_figure else _LEFT
        return None
