"""A repair as a card of the board: what it is, whose, and what is pressing."""

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from shopdesk.domain.repairs import HERE, Estimate
from shopdesk.i18n import _
from shopdesk.queries.repairs import RepairRow
from shopdesk.ui.moments import short_moment, span
from shopdesk.ui.repairs.reading import Moment
from shopdesk.ui.theme import RADIUS, Text, Theme

Index = QModelIndex | QPersistentModelIndex
ROW = Qt.ItemDataRole.UserRole
HIGH, GAP, PAD, BAR = 78, 6, 8, 4
"""px: a card with the gap below it, the gap, the room inside, the bar of a late one."""
_NOWHERE = QModelIndex()


def due_text(row: RepairRow, moment: Moment) -> str:
    """When it is to be back, or how late it is; "" while nobody waits for a supplier."""
    if not row.is_away or row.due_at is None:
        return ""
    if row.is_late(moment.now):
        return _("{span} late").format(span=span(moment.now - row.due_at))
    return _("by {when}").format(when=short_moment(row.due_at, moment.now, moment.zone))


def pressing_words(row: RepairRow) -> list[str]:
    """What somebody has to do beside the repair itself."""
    said = []
    if row.is_open and row.estimate_state is Estimate.ASKED:
        said.append(_("{amount} asked").format(amount=row.estimate.shown))
    elif row.is_open and row.owed:
        said.append(_("{amount} to pay").format(amount=row.owed.shown))
    if row.to_tell:
        said.append(_("tell the buyer"))
    if row.waits_for_approval:
        said.append(_("not approved"))
    return said


def place_text(row: RepairRow) -> str:
    """Its supplier, and the batch that it waits in."""
    batch = _("batch {batch}").format(batch=row.batch_id) if row.batch_id is not None and row.state in HERE else ""
    return " · ".join(filter(None, (row.supplier, batch)))


def told(row: RepairRow, moment: Moment) -> str:
    """The card in one line, for tooltips and screen readers."""
    who = row.buyer or row.order_no
    parts = (row.name, row.fault, who, due_text(row, moment), place_text(row), *pressing_words(row))
    return " · ".join(filter(None, parts))


def cut_name(row: RepairRow, metrics: QFontMetrics, width: int) -> str:
    """The goods in a line of so many px: colour and size tell pieces of a batch apart, so the title is cut first."""
    kind = " ".join(filter(None, (row.colour, row.size)))
    title = row.name.removesuffix(kind).rstrip()
    room = width - metrics.horizontalAdvance(f" {kind}")
    if metrics.horizontalAdvance(row.name) <= width:
        return row.name
    if not kind or room < width // 3:
        return metrics.elidedText(row.name, Qt.TextElideMode.ElideRight, width)
    return f"{metrics.elidedText(title, Qt.TextElideMode.ElideRight, room)} {kind}"


class Cards(QAbstractListModel):
    """The repairs of one column."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.rows: list[RepairRow] = []
        self._moment: Moment | None = None

    def show_rows(self, rows: Sequence[RepairRow], moment: Moment) -> None:
        """Show these; the same ones are renewed in their place."""
        self._moment = moment
        if [row.id for row in rows] == [row.id for row in self.rows]:
            self.rows = list(rows)
            if rows:
                self.dataChanged.emit(self.index(0), self.index(len(rows) - 1))
            return
        self.beginResetModel()
        self.rows = list(rows)
        self.endResetModel()

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """How many."""
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The row itself, and what it says."""
        row = self.rows[index.row()]
        if role == ROW:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return row.name
        spoken = (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole)
        return told(row, self._moment) if role in spoken and self._moment is not None else None


class CardDelegate(QStyledItemDelegate):
    """Ground and frame, and up to four lines."""

    def __init__(self, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme
        self.moment: Moment | None = None

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """All cards are as high."""
        return QSize(60, HIGH)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """One card."""
        row, moment = index.data(ROW), self.moment
        if moment is None:
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        room = option.rect.adjusted(2, 1, -2, -GAP)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        pressing = moment.pressing(row)
        ground = "selected" if chosen else "hover" if hovered else f"{pressing}_tint" if pressing else "raised"
        painter.setBrush(self._theme.colour(ground))
        edge = "accent" if chosen else pressing or "line"
        painter.setPen(QPen(self._theme.colour(edge), 2 if chosen else 1))
        painter.drawRoundedRect(room, RADIUS, RADIUS)
        if pressing:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.colour(pressing))
            painter.drawRoundedRect(QRect(room.x(), room.y() + 6, BAR, room.height() - 12), 2, 2)
        self._write(painter, room.adjusted(PAD + 2, 5, -PAD, -5), row, moment)
        painter.restore()

    def _write(self, painter: QPainter, room: QRect, row: RepairRow, moment: Moment) -> None:
        due = due_text(row, moment)
        words = _(", ").join(pressing_words(row))
        lines = (
            (row.name, "text", Text.BODY),
            (" · ".join(filter(None, (row.fault, row.buyer or row.order_no))), "muted", Text.SMALL),
            (due or place_text(row), moment.pressing(row) or "muted", Text.SMALL),
            (words, "warning", Text.SMALL),
        )
        shown = [each for each in lines if each[0]]
        high = room.height() // 4
        for place, (text, role, kind) in enumerate(shown):
            painter.setFont(self._theme.font(kind))
            painter.setPen(self._theme.colour(role))
            line = QRect(room.x(), room.y() + place * high, room.width(), high)
            metrics = painter.fontMetrics()
            cut = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room.width())
            cut = cut_name(row, metrics, room.width()) if text == row.name else cut
            painter.drawText(line, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), cut)
