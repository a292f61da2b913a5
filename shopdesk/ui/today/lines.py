"""The list of due things: a dot, how many, what, since when, an arrow. Arrow keys move, Enter or a click opens."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QFrame, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from shopdesk.domain.due import DueKind
from shopdesk.i18n import _
from shopdesk.ui.controls import named
from shopdesk.ui.language import Retranslated
from shopdesk.ui.theme import Text, Theme
from shopdesk.ui.today.reading import Shown

Index = QModelIndex | QPersistentModelIndex
ROW, HEADING = 36, 32
DOT, FIGURE, ARROW, PAD, BAR = 8, 64, 16, 16, 3
"""px."""
_ROLE = Qt.ItemDataRole
_NOWHERE = QModelIndex()
_MIDDLE = Qt.AlignmentFlag.AlignVCenter


class DueModel(QAbstractListModel):
    """The lines, as they are said."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.lines: Sequence[Shown] = ()
        self._details: Callable[[Shown], str] = lambda _line: ""

    def show_lines(self, lines: Sequence[Shown], details: Callable[[Shown], str]) -> None:
        """Show these lines."""
        self.beginResetModel()
        self.lines, self._details = lines, details
        self.endResetModel()

    def detail(self, place: int) -> str:
        """What stands on the right of a line."""
        return self._details(self.lines[place])

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """How many lines."""
        return 0 if parent.isValid() else len(self.lines)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Titles of groups can't be chosen."""
        if self.lines[index.row()].row is None:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren

    def data(self, index: Index, role: int = _ROLE.DisplayRole) -> Any:
        """The whole line as one sentence, for screen readers and tests."""
        if role not in (_ROLE.DisplayRole, _ROLE.AccessibleTextRole):
            return None
        line = self.lines[index.row()]
        if line.row is None:
            return _(line.title)
        said = f"{_(line.title)}: {line.tally.count}"
        return ", ".join(filter(None, (said, self.detail(index.row()))))


class DueDelegate(QStyledItemDelegate):
    """Paints a line."""

    def __init__(self, theme: Theme, view: "DueList") -> None:
        super().__init__(view)
        self._theme, self._view = theme, view

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Titles of groups are a little lower."""
        return QSize(0, ROW if self._view.due.lines[index.row()].row is not None else HEADING)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Ground, then what the line says."""
        line, rect = self._view.due.lines[index.row()], option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if line.row is None:
            painter.setFont(self._theme.font(Text.SMALL))
            painter.setPen(self._theme.colour("muted"))
            painter.drawText(rect.adjusted(PAD, 0, 0, -6), Qt.AlignmentFlag.AlignBottom, _(line.title))
        else:
            self._paint_ground(painter, option)
            self._paint_line(painter, rect, line, self._view.due.detail(index.row()))
        painter.restore()

    def _paint_ground(self, painter: QPainter, option: QStyleOptionViewItem) -> None:
        chosen = bool(option.state & QStyle.StateFlag.State_Selected) and self._view.hasFocus()
        if chosen or option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(option.rect, self._theme.colour("selected" if chosen else "hover"))
        if chosen:
            painter.fillRect(option.rect.x(), option.rect.y(), BAR, option.rect.height(), self._theme.colour("accent"))

    def _paint_line(self, painter: QPainter, rect: QRect, line: Shown, detail: str) -> None:
        tone, middle = self._theme.colour(line.tone), rect.y() + rect.height() / 2
        muted = self._theme.colour("muted")
        self._paint_dot(painter, QPointF(rect.x() + PAD + DOT / 2, middle), line)
        font = self._theme.font(Text.FIGURES)
        font.setBold(line.tone == "danger")
        painter.setFont(font)
        painter.setPen(tone)
        left = rect.x() + PAD + DOT
        painter.drawText(
            QRect(left, rect.y(), FIGURE - 12, rect.height()),
            _MIDDLE | Qt.AlignmentFlag.AlignRight,
            f"{line.tally.count:,}",
        )
        right = rect.right() - PAD - ARROW
        arrow = self._theme.icons.pixmap("chevron-right", ARROW, "muted", self._view.devicePixelRatioF())
        painter.drawPixmap(QPointF(right, middle - ARROW / 2), arrow)
        painter.setPen(tone if line.tone != "text" else muted)
        width = painter.fontMetrics().horizontalAdvance(detail)
        painter.drawText(QRect(right - 12 - width, rect.y(), width, rect.height()), _MIDDLE, detail)
        painter.setFont(self._theme.font())
        painter.setPen(self._theme.colour("text"))
        room = QRect(left + FIGURE, rect.y(), right - 12 - width - 16 - left - FIGURE, rect.height())
        title = painter.fontMetrics().elidedText(_(line.title), Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, _MIDDLE, title)

    def _paint_dot(self, painter: QPainter, at: QPointF, line: Shown) -> None:
        """Full where it presses, a ring where not: colour is never the only sign."""
        is_plain = line.tone == "text"
        colour = self._theme.colour("faint" if is_plain else line.tone)
        painter.setPen(QPen(colour, 1.5))
        painter.setBrush(Qt.BrushStyle.NoBrush if is_plain else colour)
        painter.drawEllipse(at, DOT / 2 - 0.75, DOT / 2 - 0.75)


class DueList(Retranslated, QListView):
    """`opened` carries the `Shown` line."""

    opened = Signal(object)

    def __init__(self, name: str, theme: Theme) -> None:
        super().__init__()
        named(self, name)
        self.due = DueModel(self)
        self.setModel(self.due)
        self.setItemDelegate(DueDelegate(theme, self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor)
        self.clicked.connect(self._open)
        theme.changed.connect(self.viewport().update)
        self.retranslate()

    def retranslate(self) -> None:
        """Write every text again."""
        self.setAccessibleName(_("What is due"))
        self.viewport().update()

    def show_lines(self, lines: Sequence[Shown], details: Callable[[Shown], str]) -> None:
        """Show these lines; the one that was chosen stays chosen, or else what took its place."""
        kind, place, scrolled = self.kind, self.currentIndex().row(), self.verticalScrollBar().value()
        self.due.show_lines(lines, details)
        if not self.choose(kind):
            self._choose_from(min(max(place, 0), len(lines) - 1))
        self.verticalScrollBar().setValue(scrolled)

    @property
    def kind(self) -> DueKind | None:
        """Of the chosen line."""
        place = self.currentIndex().row()
        row = self.due.lines[place].row if 0 <= place < len(self.due.lines) else None
        return None if row is None else row.kind

    def choose(self, kind: DueKind | None) -> bool:
        """Go to the line of a kind; False where it isn't there."""
        place = next((n for n, line in enumerate(self.due.lines) if line.row and line.row.kind is kind), None)
        if place is not None:
            self.setCurrentIndex(self.due.index(place))
        return place is not None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Right):
            if not event.isAutoRepeat():
                self._open(self.currentIndex())
            event.accept()
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Letters are keys of the page."""

    def _choose_from(self, place: int) -> None:
        if place >= 0:
            rows = [n for n, line in enumerate(self.due.lines) if line.row is not None]
            nearest = min(rows, key=lambda n: abs(n - place), default=None)
            if nearest is not None:
                self.setCurrentIndex(self.due.index(nearest))

    def _open(self, index: QModelIndex) -> None:
        if index.isValid() and self.due.lines[index.row()].row is not None:
            self.opened.emit(self.due.lines[index.row()])
