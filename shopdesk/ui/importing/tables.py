"""The two tables of the import dialog: files with their numbers, and rows that were rejected."""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from shopdesk.i18n import N_, _
from shopdesk.ui.controls import named
from shopdesk.ui.importing.files import BadRow, ImportFile
from shopdesk.ui.theme import ROW, Text, Theme

Index = QModelIndex | QPersistentModelIndex
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_ROLE = Qt.ItemDataRole
PADDING = 8
MOST_ROWS = 8
"""Files shown before their table scrolls."""


class Column(NamedTuple):
    """One column: its title (marked by N_), its text for a row, px of width (0: what is left)."""

    title: str
    text: Callable[[Any], str]
    width: int
    number: bool = False
    colour: Callable[[Any], str] = lambda _row: ""
    """The role of its text's colour, "" for the usual one."""


class RowsModel(QAbstractTableModel):
    """Rows in memory, shown by declared columns."""

    def __init__(self, columns: Sequence[Column], theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self.rows: Sequence[Any] = ()
        self._theme = theme

    def set_rows(self, rows: Sequence[Any]) -> None:
        """Show these rows instead."""
        self.beginResetModel()
        self.rows = tuple(rows)
        self.endResetModel()

    def refresh(self) -> None:
        """The same rows say something else now; what is selected stays so."""
        if self.rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.rows) - 1, len(self.columns) - 1))
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self.columns) - 1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """How many rows."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """How many columns."""
        return 0 if parent.isValid() else len(self.columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _ROLE.DisplayRole) -> Any:
        """Titles, aligned as what is below them."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        column = self.columns[section]
        if role == _ROLE.DisplayRole:
            return _(column.title)
        if role == _ROLE.TextAlignmentRole:
            return _RIGHT if column.number else int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        return None

    def data(self, index: Index, role: int = _ROLE.DisplayRole) -> Any:
        """Text, alignment and colour of a cell."""
        column, row = self.columns[index.column()], self.rows[index.row()]
        if role in (_ROLE.DisplayRole, _ROLE.ToolTipRole):
            return column.text(row)
        if role == _ROLE.TextAlignmentRole:
            return _RIGHT if column.number else None
        if role == _ROLE.ForegroundRole and (colour := column.colour(row)):
            return self._theme.colour(colour)
        if role == _ROLE.FontRole and column.number:
            return self._theme.font(Text.FIGURES)
        return None


class CellDelegate(QStyledItemDelegate):
    """Text with the same room beside it as the headings have."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Ground as the style draws it, then the text."""
        self.initStyleOption(option, index)
        text, option.text = option.text, ""
        style = option.widget.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, option.widget)
        painter.save()
        painter.setFont(option.font)
        painter.setPen(index.data(_ROLE.ForegroundRole) or option.palette.text().color())
        room = option.rect.adjusted(PADDING, 0, -PADDING, 0)
        shown = option.fontMetrics.elidedText(text, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, int(option.displayAlignment), shown)
        painter.restore()


def table_view(name: str, model: RowsModel, parent: QWidget) -> QTableView:
    """A quiet table over a model: whole rows, no grid, the columns of width 0 share what is left."""
    view = named(QTableView(parent), name)
    view.setModel(model)
    view.setItemDelegate(CellDelegate(view))
    view.setShowGrid(False)
    view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    view.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    view.setTabKeyNavigation(False)
    view.setWordWrap(False)
    view.verticalHeader().hide()
    view.verticalHeader().setDefaultSectionSize(ROW)
    header = view.horizontalHeader()
    header.setHighlightSections(False)
    for number, column in enumerate(model.columns):
        if column.width:
            view.setColumnWidth(number, column.width)
        else:
            header.setSectionResizeMode(number, QHeaderView.ResizeMode.Stretch)
    return view


def fit_rows(view: QTableView, count: int) -> None:
    """Make a table as high as its rows, up to MOST_ROWS."""
    head = view.horizontalHeader().sizeHint().height()
    view.setFixedHeight(head + min(count, MOST_ROWS) * ROW + 4)


def _number(what: str) -> Callable[[ImportFile], str]:
    return lambda file: f"{file.count(what):,}" if file.tables else ""


def _what(file: ImportFile) -> str:
    if file.unknown is not None:
        return _("Columns not known yet")
    if file.shops:
        return _("Which shop?")
    if file.problem:
        return _("Refused")
    return file.describe()


def _state(file: ImportFile) -> str:
    if file.done:
        return _("Imported")
    if file.problem:
        return _("Left out")
    return _("Ready") if file.tables else ""


def _state_colour(file: ImportFile) -> str:
    return "good" if file.done else "danger" if file.problem else "muted"


FILE_COLUMNS = (
    Column(N_("File"), lambda file: file.path.name, 0),
    Column(N_("What it is"), _what, 190, colour=lambda file: "danger" if file.problem else ""),
    Column(N_("Encoding"), lambda file: file.encoding, 80),
    Column(N_("Rows"), _number("rows"), 64, number=True),
    Column(N_("Added"), _number("created"), 64, number=True),
    Column(N_("Changed"), _number("updated"), 76, number=True),
    Column(N_("As before"), _number("unchanged"), 84, number=True),
    Column(
        N_("Rejected"),
        lambda file: f"{len(file.rejected):,}" if file.tables else "",
        78,
        number=True,
        colour=lambda file: "danger" if file.rejected else "",
    ),
    Column(N_("State"), _state, 84, colour=_state_colour),
)

REJECTED_COLUMNS = (
    Column(N_("File"), lambda bad: bad.file, 170),
    Column(N_("Row"), lambda bad: str(bad.row), 56, number=True),
    Column(N_("Column"), lambda bad: bad.column, 112),
    Column(N_("Value"), lambda bad: _short(bad.value), 140),
    Column(N_("Reason"), lambda bad: bad.reason, 0),
)


def _short(value: str) -> str:
    """A value on one line; a cell may hold a whole book."""
    line = " ".join(value[:200].split())
    return f"{line}…" if len(value) > 200 else line


def rejected_cells(rows: Sequence[BadRow]) -> list[tuple[str, int, str, str, str]]:
    """Rejected rows for a file, in the order of REJECTED_COLUMNS."""
    return [(bad.file, bad.row, bad.column, bad.value, bad.reason) for bad in rows]
