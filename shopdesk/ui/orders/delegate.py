"""Paints the order list. A page is some 400 cells, so a cell must cost a few microseconds: what can be known of a row
or a text is worked out once and kept."""

from typing import NamedTuple

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter
from PySide6.QtWidgets import QLineEdit, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from shopdesk.domain.deadlines import Urgency
from shopdesk.domain.flags import Colour
from shopdesk.domain.statuses import Masking, Tray
from shopdesk.i18n import _
from shopdesk.ui.controls import named
from shopdesk.ui.flags import WIDTH, Pennants
from shopdesk.ui.orders.columns import BY_KEY, COLUMNS, TAILED, Cut
from shopdesk.ui.orders.table_model import Index, OrdersModel
from shopdesk.ui.theme import Text, Theme

PAD = 8
ICON = 14
BAR = 3
"""px: room beside a text, an icon in a cell, the bar in front of a chosen row."""
_SELECTED = 0x8000
"""QStyle.State_Selected as a number; Python's own flags are slow to compare."""
_MOST_KEPT = 20_000
_HELD_ICON = "player-pause"
_FLAG, _LEFT, _MEMO, _RECEIVER, _STATUS, _GOODS = (
    BY_KEY[key] for key in ("flag", "left", "memo", "receiver", "status", "goods")
)


class Fitted(NamedTuple):
    """A text as it fits into a width, and how wide that is."""

    text: str
    width: float


class RowLook(NamedTuple):
    """What all cells of a row share."""

    colour: Colour
    ground: QColor | None
    urgency: Urgency
    has_message: bool
    is_masked: bool
    is_held: bool
    is_changed: bool = False


class OrderDelegate(QStyledItemDelegate):
    """`hovered` is the row under the pointer and `first_column` the leftmost one: the view sets both."""

    def __init__(self, model: OrdersModel, theme: Theme, pennants: Pennants, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._model, self._theme, self._pennants = model, theme, pennants
        self.hovered = -1
        self.first_column = 0
        self.is_tinted = True
        self.shows_messages = False
        """True where buyers' messages have a column of their own."""
        self._rows: dict[int, RowLook] = {}
        self._fitted: dict[tuple[str, int, int], Fitted] = {}
        self._dress()
        theme.changed.connect(self._dress)
        for signal in (model.dataChanged, model.modelReset, model.rowsInserted, model.rowsRemoved):
            signal.connect(self.forget)

    def forget(self) -> None:
        """What was worked out about rows is no longer true."""
        self._rows.clear()

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """One cell."""
        place, column = index.row(), index.column()
        look = self._rows.get(place) or self._look(place)
        rect = option.rect
        left, top, width, height = rect.x(), rect.y(), rect.width(), rect.height()
        if option.state.value & _SELECTED:
            painter.fillRect(rect, self._selected)
            if column == self.first_column:
                painter.fillRect(left, top, BAR, height, self._accent)
        elif place == self.hovered:
            painter.fillRect(rect, self._hover)
        elif look.ground is not None:
            painter.fillRect(rect, look.ground)
        if column == _FLAG:
            self._pennants.paint(painter, left + (width - WIDTH) // 2 + 1, top + height / 2, look.colour)
        else:
            self._paint_text(painter, place, column, look, (left, top, width, height))

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        """A memo of one line is edited in its row."""
        row = self._model.row_at(index.row())
        editor = named(QLineEdit(parent), "orders.table.memo")
        editor.setAccessibleName(_("Memo of order {order_no}").format(order_no=row.order_no if row else ""))
        return editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """A refresh doesn't wipe out what is being typed."""
        if not (isinstance(editor, QLineEdit) and editor.isModified()):
            super().setEditorData(editor, index)
            self._model.begin_memo(index.row())

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        """At least wide enough to write in."""
        rect = option.rect
        editor.setGeometry(rect.x(), rect.y(), max(rect.width(), 240), rect.height())

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        """Tab would jump to the next cell and edit that; here it just ends the editing."""
        if event.type() == QEvent.Type.KeyPress and event.key() in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):  # type: ignore[attr-defined]
            return False
        return super().eventFilter(editor, event)

    def _paint_text(
        self, painter: QPainter, place: int, column: int, look: RowLook, cell: tuple[int, int, int, int]
    ) -> None:
        left, top, width, height = cell
        declared = COLUMNS[column]
        room = width - 2 * PAD
        icon = self._icon(column, look)
        if icon:
            room -= ICON + 4
            at = left + PAD if icon == _HELD_ICON else left + width - PAD - ICON
            pixmap = self._theme.icons.pixmap(icon, ICON, "muted", painter.device().devicePixelRatio())
            painter.drawPixmap(at, top + (height - ICON) // 2, pixmap)
            left += ICON + 4 if icon == _HELD_ICON else 0
        text = self._model.text_at(place, column)
        if not text or room <= 0:
            return
        font, pen = self._font_and_pen(column, look)
        tail = self._tail(place, column) if column in TAILED else ""
        baseline = top + (height + self._drop) // 2
        tail_width = self._fit(tail, 10_000, font).width if tail else 0
        fitted = self._fit(text, int(room - tail_width), font, declared.cut)
        painter.setFont(self._fonts[font])
        painter.setPen(pen)
        x = left + width - PAD - int(fitted.width) if declared.is_figure else left + PAD
        painter.drawText(x, baseline, fitted.text)
        if tail:
            painter.drawText(x + int(fitted.width), baseline, tail)

    def _font_and_pen(self, column: int, look: RowLook) -> tuple[int, QColor]:
        """Two colours of text in a row at most: what is urgent takes the place of what is muted."""
        if look.urgency is not Urgency.CALM:
            if column == _LEFT:
                return (_BOLD, self._danger) if look.urgency is Urgency.LATE else (_PLAIN, self._warning)
            return (_FIGURES if COLUMNS[column].is_figure else _PLAIN), self._text
        if COLUMNS[column].is_muted:
            return _FIGURES, self._muted
        return (_FIGURES if COLUMNS[column].is_figure else _PLAIN), self._text

    def _icon(self, column: int, look: RowLook) -> str:
        if column == _MEMO and look.has_message and not self.shows_messages:
            return "message"
        if column == _STATUS and look.is_held:
            return _HELD_ICON
        if column == _GOODS and look.is_changed:
            return "arrows-exchange"
        return "eye-off" if column == _RECEIVER and look.is_masked else ""

    def _tail(self, place: int, column: int) -> str:
        row = self._model.row_at(place)
        return "" if row is None else COLUMNS[column].tail(row, self._model.clocks)

    def _look(self, place: int) -> RowLook:
        row = self._model.row_at(place)
        if row is None:
            return RowLook(Colour.GREY, None, Urgency.CALM, False, False, False)
        colour = Colour(row.flag)
        ground = self._tints[colour] if self.is_tinted and colour is not Colour.GREY else None
        urgent = self._model.clocks.urgency(row)
        masked, held = row.masking != Masking.CLEAR, row.tray == Tray.HELD
        changed = bool(row.has_changes)
        look = RowLook(colour, ground, urgent, bool(row.buyer_message), masked, held, changed)
        if len(self._rows) > _MOST_KEPT:
            self._rows.clear()
        self._rows[place] = look
        return look

    def _fit(self, text: str, width: int, font: int, cut: Cut = Cut.END) -> Fitted:
        key = (text, width, font)
        fitted = self._fitted.get(key)
        if fitted is None:
            if len(self._fitted) > _MOST_KEPT:
                self._fitted.clear()
            fitted = self._fitted[key] = _fit(text, width, self._metrics[font], cut)
        return fitted

    def _dress(self) -> None:
        theme = self._theme
        bold = theme.font(Text.FIGURES)
        bold.setWeight(QFont.Weight.Bold)
        self._fonts = (theme.font(), theme.font(Text.FIGURES), bold)
        self._metrics = tuple(QFontMetricsF(font) for font in self._fonts)
        self._drop = round(self._metrics[0].capHeight()) + 1
        self._text, self._muted, self._accent = (theme.colour(role) for role in ("text", "muted", "accent"))
        self._danger, self._warning = theme.colour("danger"), theme.colour("warning")
        self._selected, self._hover = theme.colour("selected"), theme.colour("hover")
        self._tints = {colour: theme.tint(colour) for colour in Colour}
        self._rows.clear()
        self._fitted.clear()


_PLAIN, _FIGURES, _BOLD = range(3)


def _fit(text: str, width: int, metrics: QFontMetricsF, cut: Cut) -> Fitted:
    full = metrics.horizontalAdvance(text)
    if full <= width:
        return Fitted(text, full)
    mode = Qt.TextElideMode.ElideMiddle if cut is Cut.MIDDLE else Qt.TextElideMode.ElideRight
    shown = metrics.elidedText(text, mode, max(width, 0))
    return Fitted(shown, metrics.horizontalAdvance(shown))
