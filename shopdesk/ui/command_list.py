"""The list of commands below the top box: found by words or by the initials of their pinyin."""

import sys
import threading
from collections.abc import Iterable

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QIcon, QPainter
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from shopdesk.domain.pinyin import initials
from shopdesk.i18n import _, current_language
from shopdesk.ui.page import Command
from shopdesk.ui.theme import Text, Theme

LISTED = 12
ROW = 30
COMMAND = Qt.ItemDataRole.UserRole
"""Where a line keeps its `Command`; None for the search."""


def warm_up() -> None:
    """Read the pinyin table (0.2 s) while the user looks at the list, not at the first letter."""
    if "pypinyin" not in sys.modules and not current_language().startswith("en"):
        threading.Thread(target=initials, args=("登记",), name="pinyin", daemon=True).start()


def matching(commands: Iterable[Command], text: str) -> list[Command]:
    """Commands that hold every word, best first: those beginning with the text, then the others, then by initials."""
    wanted = text.casefold().strip()
    ranked = [(_rank(command, wanted), place, command) for place, command in enumerate(commands)]
    return [command for rank, _place, command in sorted(ranked, key=lambda found: found[:2]) if rank < _NO_MATCH]


_NO_MATCH = 9


def _rank(command: Command, wanted: str) -> int:
    name = command.text.casefold()
    if not wanted:
        return 0
    if name.startswith(wanted):
        return 1
    if all(word in name for word in wanted.split()):
        return 2
    compact = wanted.replace(" ", "")
    is_latin = compact.isascii() and compact.isalnum()
    return 3 if is_latin and not name.isascii() and compact in initials(command.text) else _NO_MATCH


class CommandList(QListWidget):
    """Lies over the page right below the box; it never takes the focus."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("main.box.list")
        self._icons = theme.icons
        self.setProperty("card", True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.setItemDelegate(_Line(theme, self))
        self.hide()

    def fill(self, commands: list[Command], text: str) -> None:
        """The search first, if there is a text, then the commands."""
        self.clear()
        if text:
            self._add(self._icons.icon("search"), _("Search “{text}”").format(text=text), None)
            self.setCurrentRow(0)
        for command in commands:
            icon = command.action.icon()
            self._add(self._icons.icon("command") if icon.isNull() else icon, command.text, command)

    def place_below(self, box: QWidget) -> None:
        """Right under the box, over the page, as high as its lines need."""
        window = box.window()
        if self.parentWidget() is not window:
            self.setParent(window)
        self.setAccessibleName(_("Commands"))
        below = box.mapTo(window, QPoint(0, box.height() + 4))
        height = min(self.count(), LISTED) * ROW + 10
        self.setGeometry(below.x(), below.y(), max(box.width(), 320), height)
        self.setVisible(self.count() > 0)
        self.raise_()

    def _add(self, icon: QIcon, text: str, command: Command | None) -> None:
        item = QListWidgetItem(icon, text)
        item.setSizeHint(QSize(0, ROW))
        item.setData(COMMAND, command)
        self.addItem(item)


class _Line(QStyledItemDelegate):
    """Icon and text on the left, where the command belongs and its key on the right."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint one line."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRect(option.rect).adjusted(4, 1, -4, -1)
        self._paint_ground(painter, box, option.state)
        icon = index.data(Qt.ItemDataRole.DecorationRole)
        icon.paint(painter, QRect(box.left() + 6, box.top() + (box.height() - 16) // 2, 16, 16))
        right = self._paint_right(painter, box, index.data(COMMAND))
        painter.setFont(self._theme.font())
        painter.setPen(self._theme.colour("text"))
        space = QRect(box.left() + 30, box.top(), right - box.left() - 38, box.height())
        text = painter.fontMetrics().elidedText(index.data(), Qt.TextElideMode.ElideRight, space.width())
        painter.drawText(space, Qt.AlignmentFlag.AlignVCenter, text)
        painter.restore()

    def _paint_ground(self, painter: QPainter, box: QRect, state: QStyle.StateFlag) -> None:
        if state & (QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_MouseOver):
            is_chosen = bool(state & QStyle.StateFlag.State_Selected)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.colour("selected" if is_chosen else "hover"))
            painter.drawRoundedRect(box, 4, 4)

    def _paint_right(self, painter: QPainter, box: QRect, command: Command | None) -> int:
        """Paint the key and the group; the px where the text has to end."""
        painter.setFont(self._theme.font(Text.SMALL))
        painter.setPen(self._theme.colour("muted"))
        said = "   ".join(part for part in (command.group, command.shortcut) if part) if command else "⏎"
        width = painter.fontMetrics().horizontalAdvance(said)
        place = QRect(box.right() - 8 - width, box.top(), width, box.height())
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, said)
        return place.left()
