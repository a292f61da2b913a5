"""The queue on the left: what waits to be registered, the oldest payment first, late ones in red."""

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent, QKeySequence, QPainter
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from shopdesk.domain.deadlines import HOUR_MS, Urgency
from shopdesk.domain.flags import Colour
from shopdesk.domain.money import Money
from shopdesk.domain.properties import short_goods
from shopdesk.i18n import _
from shopdesk.queries.registering import QueueRow
from shopdesk.ui.controls import named
from shopdesk.ui.flags import WIDTH, Pennants, flag_name
from shopdesk.ui.language import Retranslated
from shopdesk.ui.moments import full_moment, span
from shopdesk.ui.order_forms.clocks import Clocks
from shopdesk.ui.theme import Text, Theme

Index = QModelIndex | QPersistentModelIndex
ROW_HIGH, PAD, ICON, BAR = 52, 10, 14, 3
"""px."""
NO_INDEX = QModelIndex()
_ROLES = {Urgency.LATE: "danger", Urgency.SOON: "warning", Urgency.CALM: "muted"}


class QueueModel(QAbstractListModel):
    """The rows as they are shown, and the clocks they are written by."""

    def __init__(self, clocks: Clocks, parent: QWidget) -> None:
        super().__init__(parent)
        self.rows: list[QueueRow] = []
        self.clocks = clocks

    def rowCount(self, parent: Index = NO_INDEX) -> int:
        """How many there are."""
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The row in words, for those who hear it, and its tooltip."""
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            words = (flag_name(Colour(row.flag)), row.order_no, row.buyer, row.hold_reason, self.time_left(row))
            return ", ".join(filter(None, words))
        if role == Qt.ItemDataRole.ToolTipRole:
            paid = full_moment(row.paid_at, self.clocks.zone)
            return "\n".join(filter(None, (row.order_no, row.shop, row.goods_text, paid, row.hold_reason)))
        return None

    def time_left(self, row: QueueRow) -> str:
        """`3 h`, or how late: `2 h late`."""
        left = row.paid_at + self.clocks.register_within * HOUR_MS - self.clocks.now
        return span(left) if left >= 0 else _("{span} late").format(span=span(-left))

    def show_rows(self, rows: Sequence[QueueRow], clocks: Clocks) -> None:
        """Show these from now on."""
        self.beginResetModel()
        self.rows, self.clocks = list(rows), clocks
        self.endResetModel()

    def place_of(self, order_id: int) -> int | None:
        """Where an order stands."""
        return next((place for place, row in enumerate(self.rows) if row.id == order_id), None)


class QueueDelegate(QStyledItemDelegate):
    """Two lines a row: flag, number and time left; goods, or why it is held, and what was paid."""

    def __init__(self, theme: Theme, pennants: Pennants, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme, self._pennants = theme, pennants

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """All rows are as high."""
        return QSize(0, ROW_HIGH)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """One row."""
        model = index.model()
        assert isinstance(model, QueueModel)
        row, rect, theme = model.rows[index.row()], option.rect, self._theme
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, theme.colour("selected"))
            painter.fillRect(QRect(rect.x(), rect.y(), BAR, rect.height()), theme.colour("accent"))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, theme.colour("hover"))
        painter.fillRect(QRect(rect.x(), rect.bottom(), rect.width(), 1), theme.colour("line"))
        half = rect.height() // 2
        self._paint_upper(painter, QRect(rect.x() + PAD, rect.y() + 4, rect.width() - 2 * PAD, half - 4), row, model)
        self._paint_lower(painter, QRect(rect.x() + PAD, rect.y() + half, rect.width() - 2 * PAD, half - 4), row)
        painter.restore()

    def _paint_upper(self, painter: QPainter, room: QRect, row: QueueRow, model: QueueModel) -> None:
        self._pennants.paint(painter, room.x(), room.y() + room.height() / 2, Colour(row.flag))
        urgency = model.clocks.pressing(row.paid_at)
        font = self._theme.font(Text.FIGURES)
        font.setWeight(QFont.Weight.Bold if urgency is Urgency.LATE else QFont.Weight.Normal)
        self._dip(painter, font, _ROLES[urgency])
        taken = _write(painter, room, model.time_left(row), Qt.AlignmentFlag.AlignRight)
        self._dip(painter, self._theme.font(Text.FIGURES), "text")
        _write(painter, room.adjusted(WIDTH + 8, 0, -taken - 8, 0), row.order_no)

    def _paint_lower(self, painter: QPainter, room: QRect, row: QueueRow) -> None:
        small = self._theme.font(Text.SMALL)
        self._dip(painter, small, "muted")
        taken = _write(painter, room, Money(row.paid).shown, Qt.AlignmentFlag.AlignRight)
        if row.hold_reason:
            top = room.y() + (room.height() - ICON) // 2
            icon = self._theme.icons.pixmap("player-pause", ICON, "warning", painter.device().devicePixelRatio())
            painter.drawPixmap(QPoint(room.x() + (WIDTH - ICON) // 2, top), icon)
            self._dip(painter, small, "warning")
        more = _(" and {n} more").format(n=row.lines - 1) if row.lines > 1 else ""
        told = row.hold_reason or " · ".join(filter(None, (row.buyer, short_goods(row.goods_text) + more)))
        _write(painter, room.adjusted(WIDTH + 8, 0, -taken - 8, 0), told)

    def _dip(self, painter: QPainter, font: QFont, role: str) -> None:
        painter.setFont(font)
        painter.setPen(self._theme.colour(role))


def _write(painter: QPainter, room: QRect, text: str, side: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft) -> int:
    """Write a line as far as it fits, a number without its middle; returns how wide it is."""
    cut = Qt.TextElideMode.ElideMiddle if text.isalnum() else Qt.TextElideMode.ElideRight
    shown = painter.fontMetrics().elidedText(" ".join(text.split()), cut, room.width())
    painter.drawText(room, side | Qt.AlignmentFlag.AlignVCenter, shown)
    return painter.fontMetrics().horizontalAdvance(shown)


class Queue(Retranslated, QListView):
    """`order_chosen` carries the id of the order that is worked on, None for none; Enter is `taken`."""

    order_chosen = Signal(object)
    taken = Signal()
    key_left = Signal(QKeySequence)

    def __init__(self, clocks: Clocks, theme: Theme, pennants: Pennants) -> None:
        super().__init__()
        named(self, "registering.queue")
        self._told: int | None = None
        self.orders = QueueModel(clocks, self)
        self.setModel(self.orders)
        self.setItemDelegate(QueueDelegate(theme, pennants, self))
        self.setUniformItemSizes(True)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        theme.changed.connect(self.viewport().update)
        self.retranslate()

    def retranslate(self) -> None:
        """Write every text again."""
        self.setAccessibleName(_("To register"))
        self.viewport().update()

    def current_id(self) -> int | None:
        """The order that is worked on."""
        place = self.currentIndex().row()
        return self.orders.rows[place].id if 0 <= place < len(self.orders.rows) else None

    def show_rows(self, rows: Sequence[QueueRow], clocks: Clocks) -> None:
        """Show these; what is in view stays where it is, or the one that takes the order's place comes into view."""
        place, before = max(self.currentIndex().row(), 0), self.current_id()
        scrolled, was_in_view = self.verticalScrollBar().value(), self._is_in_view()
        self.orders.show_rows(rows, clocks)
        found = None if before is None else self.orders.place_of(before)
        self._choose(min(place, len(rows) - 1) if found is None else found)
        if found is None:
            self.verticalScrollBar().setValue(scrolled)
            self.scrollTo(self.currentIndex())
        else:
            self.verticalScrollBar().setValue(scrolled + (found - place) * ROW_HIGH * (was_in_view and scrolled > 0))

    def _is_in_view(self) -> bool:
        return self.viewport().rect().intersects(self.visualRect(self.currentIndex()))

    def tick(self, clocks: Clocks) -> None:
        """Time has passed."""
        self.orders.clocks = clocks
        self.viewport().update()

    def go_to(self, order_id: int) -> bool:
        """Work on this order; False where it isn't shown."""
        place = self.orders.place_of(order_id)
        if place is not None:
            self._choose(place)
            self.scrollTo(self.currentIndex())
        return place is not None

    def step(self, by: int = 1) -> None:
        """To the next one, or back; from the last to the first."""
        if self.orders.rows:
            self._choose((self.currentIndex().row() + by) % len(self.orders.rows))
            self.scrollTo(self.currentIndex())

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Another order is worked on."""
        super().currentChanged(current, previous)
        self._tell()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter takes the order; letters are the page's, and one that comes here found its action greyed."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            if not event.isAutoRepeat():
                self.taken.emit()
        else:
            self.key_left.emit(QKeySequence(event.keyCombination()))
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Letters are keys of the page; Qt would look for rows that begin so."""

    def _choose(self, place: int) -> None:
        self.setCurrentIndex(self.orders.index(place) if place >= 0 else QModelIndex())
        self._tell()

    def _tell(self) -> None:
        if self.current_id() != self._told:
            self._told = self.current_id()
            self.order_chosen.emit(self._told)
