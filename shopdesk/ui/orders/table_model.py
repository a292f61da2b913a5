"""The order list as Qt's table model: a million rows, of which only those in view are fetched."""

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from shopdesk.domain.flags import Colour
from shopdesk.i18n import _
from shopdesk.queries.order_lists import OrderRow
from shopdesk.services.clashes import Base
from shopdesk.ui.order_forms.clocks import Clocks
from shopdesk.ui.orders.columns import BY_KEY, COLUMNS
from shopdesk.ui.orders.listing import Listing

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole

_DISPLAY, _EDIT, _TIP, _ACCESSIBLE, _ALIGN = (
    int(Role.DisplayRole),
    int(Role.EditRole),
    int(Role.ToolTipRole),
    int(Role.AccessibleTextRole),
    int(Role.TextAlignmentRole),
)
_MEMO, _LEFT, _FLAG = BY_KEY["memo"], BY_KEY["left"], BY_KEY["flag"]
_NOWHERE = QModelIndex()
_PLAIN = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren
_EDITABLE = _PLAIN | Qt.ItemFlag.ItemIsEditable
"""Made once: Qt asks for every cell that it paints."""


class OrdersModel(QAbstractTableModel):
    """Shows a `Listing`. The delegate asks `row_at` and `text_at` directly, which is much cheaper than `data`."""

    memo_typed = Signal(int, object, str)
    """An order's id, what its row's editor began with (a `Base`) and the new memo; whoever listens writes it."""

    def __init__(self, clocks: Clocks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.clocks = clocks
        self._listing: Listing | None = None
        self._count = 0
        self._texts: dict[int, str] = {}
        self._began: OrderRow | None = None
        """The row whose memo is being typed, as the editor showed it."""

    # What is shown

    @property
    def listing(self) -> Listing | None:
        """What is shown; None before the first."""
        return self._listing

    def flags_shown(self) -> dict[int, Colour]:
        """The flag of each order that came into view, as it stands here."""
        return {} if self._listing is None else self._listing.flags_shown()

    def show_listing(self, listing: Listing) -> None:
        """Show another list, from its top."""
        self.beginResetModel()
        self._listing, self._count = listing, listing.count
        self._texts.clear()
        self.endResetModel()

    def renew(self, listing: Listing) -> None:
        """Show the same list as it is now: rows may have changed, come and gone, but the view stays where it is."""
        before, after = self._count, listing.count
        if after > before:
            self.beginInsertRows(_NOWHERE, before, after - 1)
            self._count = after
            self.endInsertRows()
        elif after < before:
            self.beginRemoveRows(_NOWHERE, after, before - 1)
            self._count = after
            self.endRemoveRows()
        self._listing = listing
        self._texts.clear()
        self._say_changed(0, len(COLUMNS) - 1)

    def begin_memo(self, place: int) -> None:
        """An editor shows the memo of this row from now on."""
        self._began = self.row_at(place)

    def tick(self, clocks: Clocks) -> None:
        """Time has passed, the rules about it have changed, or the language has."""
        self.clocks = clocks
        self._texts.clear()
        self._say_changed(0, len(COLUMNS) - 1)

    def row_at(self, place: int) -> OrderRow | None:
        """The row at a place; None past the end and for an order that is gone."""
        listing = self._listing
        return listing.row(place) if listing is not None and place < listing.count else None

    def text_at(self, place: int, column: int) -> str:
        """What a cell says."""
        key = place * 32 + column
        text = self._texts.get(key)
        if text is None:
            if len(self._texts) > 65_536:
                self._texts.clear()
            row = self.row_at(place)
            text = self._texts[key] = "" if row is None else _one_line(COLUMNS[column].says(row, self.clocks))
        return text

    # Qt's side

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Rows of the list."""
        return 0 if parent.isValid() else self._count

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """Every column there is; the view hides some."""
        return 0 if parent.isValid() else len(COLUMNS)

    def data(self, index: Index, role: int = _DISPLAY) -> Any:
        """Texts; everything that has to do with looks is the delegate's."""
        if role == _DISPLAY and index.isValid():
            return self._whole_text(index.row(), index.column())
        if role in (_TIP, _ACCESSIBLE) and index.isValid():
            return self._tip(index.row(), index.column())
        if role == _EDIT and index.isValid() and index.column() == _MEMO:
            row = self.row_at(index.row())
            return row.memo if row else ""
        return None

    def setData(self, index: Index, value: Any, role: int = _EDIT) -> bool:
        """A memo typed into its row is passed on; the row shows it once it is written."""
        row = self.row_at(index.row()) if index.isValid() and role == _EDIT and index.column() == _MEMO else None
        began = self._began if row and self._began and self._began.id == row.id else row
        if began is None or str(value) == began.memo:
            return False
        self.memo_typed.emit(began.id, Base(None, {"memo": began.memo}), str(value))
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        """A memo of one line is edited in its row."""
        column = index.column()
        if column == _MEMO:
            return _EDITABLE
        return _PLAIN if column >= 0 else Qt.ItemFlag.NoItemFlags

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> Any:
        """Headings; rows have none."""
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(COLUMNS):
            return None
        if role in (_DISPLAY, _ACCESSIBLE):
            return _(COLUMNS[section].title) if section != _FLAG or role == _ACCESSIBLE else ""
        if role == _TIP:
            return _(COLUMNS[section].title)
        if role == _ALIGN:
            side = Qt.AlignmentFlag.AlignRight if COLUMNS[section].is_figure else Qt.AlignmentFlag.AlignLeft
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        return None

    def _whole_text(self, place: int, column: int) -> str:
        row = self.row_at(place)
        return "" if row is None else self.text_at(place, column) + COLUMNS[column].tail(row, self.clocks)

    def _tip(self, place: int, column: int) -> str:
        row = self.row_at(place)
        if row is None:
            return ""
        return COLUMNS[column].tip(row, self.clocks) or self._whole_text(place, column)

    def _say_changed(self, first: int, last: int) -> None:
        if self._count:
            self.dataChanged.emit(self.index(0, first), self.index(self._count - 1, last))


def _one_line(text: str) -> str:
    return " ".join(text.split("\n")) if "\n" in text else text
