"""The articles of a slip as large rows: a tick, what it is, where it lies, how many are in."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from shopdesk.i18n import _
from shopdesk.queries.packing import PackItem, PackSlip
from shopdesk.ui.language import Retranslated
from shopdesk.ui.packing.answer_panel import sized
from shopdesk.ui.theme import Theme

ROW_HIGH, PAD, TICK = 64, 16, 32
"""px."""
COUNT_WIDE, SHELF_WIDE = 104, 128
_ITEM = Qt.ItemDataRole.UserRole
Index = QModelIndex | QPersistentModelIndex


class ItemDelegate(QStyledItemDelegate):
    """Paints one article."""

    def __init__(self, theme: Theme, view: QListWidget) -> None:
        super().__init__(view)
        self._theme, self._view = theme, view

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """All rows are as high."""
        return QSize(320, ROW_HIGH)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Ground, tick, texts, count."""
        item = index.data(_ITEM)
        if not isinstance(item, PackItem):
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = option.rect
        self._paint_ground(painter, option, item)
        box = QRect(rect.x() + PAD, rect.y() + (ROW_HIGH - TICK) // 2, TICK, TICK)
        icon, role = ("circle-check", "good") if item.is_done else ("circle", "faint")
        scale = self._view.devicePixelRatioF()
        painter.drawPixmap(box.topLeft(), self._theme.icons.pixmap(icon, TICK, role, scale))
        left = box.right() + 14
        right = rect.right() - COUNT_WIDE - SHELF_WIDE
        self._paint_texts(painter, item, QRect(left, rect.y(), right - left, ROW_HIGH))
        self._paint_shelf(painter, item, QRect(right, rect.y(), SHELF_WIDE, ROW_HIGH))
        self._paint_count(painter, item, QRect(rect.right() - COUNT_WIDE, rect.y(), COUNT_WIDE - PAD, ROW_HIGH))
        painter.restore()

    def _paint_ground(self, painter: QPainter, option: QStyleOptionViewItem, item: PackItem) -> None:
        rect, theme = option.rect, self._theme
        if item.is_done:
            painter.fillRect(rect, theme.colour("good_tint"))
        painter.fillRect(rect.x(), rect.bottom(), rect.width(), 1, theme.colour("line"))
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setPen(QPen(theme.colour("accent" if self._view.hasFocus() else "edge"), 2))
            painter.drawRoundedRect(rect.adjusted(2, 2, -2, -3), 4, 4)

    def _paint_texts(self, painter: QPainter, item: PackItem, room: QRect) -> None:
        below = " · ".join(part for part in (item.sku, item.title) if part and part not in item.name)
        for text, pixels, role, top, high in (
            (item.name, 24, "muted" if item.is_done else "text", 5, 34),
            (below, 15, "muted", 37, 22),
        ):
            painter.setFont(sized(self._theme, pixels, bold=pixels == 24))
            painter.setPen(self._theme.colour(role))
            shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room.width())
            place = QRect(room.x(), room.y() + top, room.width(), high)
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, shown)

    def _paint_shelf(self, painter: QPainter, item: PackItem, room: QRect) -> None:
        painter.setFont(sized(self._theme, 20))
        painter.setPen(self._theme.colour("muted"))
        shown = painter.fontMetrics().elidedText(item.shelf, Qt.TextElideMode.ElideRight, room.width() - 8)
        painter.drawText(room, Qt.AlignmentFlag.AlignCenter, shown)

    def _paint_count(self, painter: QPainter, item: PackItem, room: QRect) -> None:
        """More than one piece is written in full colour, so that nobody packs one."""
        painter.setFont(sized(self._theme, 28, bold=item.quantity > 1, figures=True))
        role = "good" if item.is_done else "warning" if item.quantity > 1 else "text"
        painter.setPen(self._theme.colour(role))
        text = f"{item.packed} / {item.quantity}"
        painter.drawText(room, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, text)


class PackItems(Retranslated, QListWidget):
    """Space or a click on the tick says that an article is in; Enter is the page's. `ticked` carries its id."""

    ticked = Signal(int)
    typed = Signal(QKeyEvent)
    """A key that means nothing here: digits go to the scale's field."""

    def __init__(self, name: str, theme: Theme) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setItemDelegate(ItemDelegate(theme, self))
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.setStyleSheet("QListView::item { padding: 0; border-radius: 0; }")
        self.itemClicked.connect(self._on_click)
        theme.changed.connect(self.viewport().update)
        self.retranslate()

    def retranslate(self) -> None:
        """Write every text again."""
        self.setAccessibleName(_("Pieces of the slip"))
        for place in range(self.count()):
            self._name(self.item(place))

    def show_slip(self, slip: PackSlip | None) -> None:
        """Show its articles; the row stays, or goes on to the first one that is missing."""
        row = self.currentRow()
        items = slip.items if slip is not None else ()
        same = [self.item(place).data(_ITEM).id for place in range(self.count())] == [item.id for item in items]
        if not same:
            self.clear()
            for _item in items:
                self.addItem(QListWidgetItem())
        for place, item in enumerate(items):
            self.item(place).setData(_ITEM, item)
            self._name(self.item(place))
        open_rows = [place for place, item in enumerate(items) if not item.is_done]
        if items and (not same or row < 0 or row not in open_rows):
            self.setCurrentRow(open_rows[0] if open_rows else max(row, 0) if same else 0)

    def step(self, by: int) -> None:
        """Go up or down."""
        if self.count():
            self.setCurrentRow(max(0, min(self.count() - 1, self.currentRow() + by)))

    def tick_current(self) -> None:
        """What Space does."""
        current = self.currentItem()
        if current is not None:
            self.ticked.emit(current.data(_ITEM).id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space ticks; arrows are Qt's; all else is handed on."""
        if event.key() == Qt.Key.Key_Space:
            self.tick_current()
        elif event.text().strip() or event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape):
            self.typed.emit(event)
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Letters are codes, not searches."""

    def _on_click(self, item: QListWidgetItem) -> None:
        x = self.viewport().mapFromGlobal(self.cursor().pos()).x()
        if x < PAD + TICK + PAD:
            self.ticked.emit(item.data(_ITEM).id)

    def _name(self, row: QListWidgetItem) -> None:
        item: PackItem = row.data(_ITEM)
        told = [item.name, _("{packed} of {n}").format(packed=item.packed, n=item.quantity), item.title]
        row.setData(Qt.ItemDataRole.AccessibleTextRole, ", ".join(filter(None, told)))
        row.setToolTip("\n".join(filter(None, (item.name, item.title, item.sku, item.barcode, item.shelf))))
