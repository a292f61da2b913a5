"""A row of chips to filter by: pennant or word, and how many. Several may be chosen; none means all."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from shopdesk.domain.flags import Colour
from shopdesk.ui.controls import named
from shopdesk.ui.flags import HEIGHT, WIDTH, Pennants
from shopdesk.ui.language import Retranslated
from shopdesk.ui.theme import CONTROL, RADIUS, Text, Theme

_PAD, _GAP = 8, 6
_EDGE = 4
"""px that stay free on the right of a chip that gives way."""
_LEAST = 48
"""px of text that stay of a chip that gives way."""


@dataclass(frozen=True, slots=True)
class Chip:
    """One chip. With a `flag` it shows the pennant, else the text; the text is its name for all."""

    key: str
    text: str
    count: int | None = None
    flag: Colour | None = None
    shortcut: str = ""
    """Shown in the tooltip only."""


class ChipButton(Retranslated, QAbstractButton):
    """A checkable chip."""

    def __init__(self, chip: Chip, name: str, theme: Theme, pennants: Pennants, *, gives_way: bool = False) -> None:
        super().__init__()
        self.setObjectName(name)
        self._gives_way = gives_way
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        wide = QSizePolicy.Policy.Maximum if gives_way else QSizePolicy.Policy.Fixed
        self.setSizePolicy(wide, QSizePolicy.Policy.Fixed)
        self._theme, self._pennants = theme, pennants
        self.chip = chip
        self.show_chip(chip)

    def show_chip(self, chip: Chip) -> None:
        """Say something else from now on: another count, another language."""
        self.chip = chip
        self.retranslate()
        self.updateGeometry()
        self.update()

    def retranslate(self) -> None:
        """Write every text again."""
        chip = self.chip
        self.setAccessibleName(chip.text if chip.count is None else f"{chip.text}, {chip.count}")
        self.setToolTip("  ".join(part for part in (chip.text, chip.shortcut) if part))

    def sizeHint(self) -> QSize:
        """Pennant or text, and the count."""
        width = _PAD * 2 + self._sign_width()
        if self._count():
            width += _GAP + self._figures_width()
        return QSize(width, CONTROL)

    def minimumSizeHint(self) -> QSize:
        """Chips are not squeezed, save those that may give way: their text is cut then, never the count."""
        whole = self.sizeHint()
        return whole if not self._gives_way else QSize(whole.width() - max(0, self._sign_width() - _LEAST), CONTROL)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Frame, sign, count."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_frame(painter)
        painter.setPen(self._theme.colour("text" if self.isEnabled() else "faint"))
        if self.chip.flag is not None:
            scale = self.devicePixelRatioF()
            pixmap = self._pennants.pixmap(self.chip.flag, scale=scale)
            painter.drawPixmap(QPointF(_PAD, (self.height() - HEIGHT) / 2), pixmap)
        else:
            painter.setFont(self._theme.font())
            room, text = self._sign_room(), self.chip.text
            if room < self._sign_width():
                text = self.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room)
            painter.drawText(QRectF(_PAD, 0, self.width(), self.height()), Qt.AlignmentFlag.AlignVCenter, text)
        self._paint_count(painter)

    def _paint_count(self, painter: QPainter) -> None:
        painter.setFont(self._theme.font(Text.FIGURES))
        painter.setPen(self._theme.colour("text" if self.chip.count else "muted"))
        place = QRectF(_PAD + self._sign_room() + _GAP, 0, self.width(), self.height())
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, self._count())

    def _paint_frame(self, painter: QPainter) -> None:
        ground, edge, width = "surface", "line", 1
        if self.isChecked():
            ground, edge = "selected", "accent"
        elif self.isDown() or self.underMouse():
            ground = "hover"
        if self.hasFocus():
            edge, width = "accent", 2
        painter.setBrush(self._theme.colour(ground))
        painter.setPen(QPen(self._theme.colour(edge), width))
        inset = width / 2
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(inset, inset, -inset, -inset), RADIUS, RADIUS)

    def _count(self) -> str:
        return "" if self.chip.count is None else f"{self.chip.count:,}"

    def _sign_width(self) -> int:
        return WIDTH if self.chip.flag is not None else self.fontMetrics().horizontalAdvance(self.chip.text)

    def _sign_room(self) -> int:
        """The sign's width, or what a chip that gives way has left for it beside its count."""
        count = self._count()
        beside = _GAP + self.fontMetrics().horizontalAdvance(count) if count else 0
        room = self.width() - _PAD - beside - _EDGE
        return min(self._sign_width(), max(0, room)) if self._gives_way else self._sign_width()

    def _figures_width(self) -> int:
        """A little room for growing, so that the row does not jitter when counts change."""
        digits = "0" * max(2, len(self._count().replace(",", "")))
        return max(self.fontMetrics().horizontalAdvance(digits), self.fontMetrics().horizontalAdvance(self._count()))


class ChipBar(QWidget):
    """`chosen` carries the frozenset of the checked chips' keys whenever the user changes it."""

    chosen = Signal(frozenset)

    def __init__(
        self, name: str, theme: Theme, pennants: Pennants, parent: QWidget | None = None, *, gives_way: bool = False
    ) -> None:
        """`gives_way`: in a narrow window long texts are cut; the tooltip has them."""
        super().__init__(parent)
        self.setObjectName(name)
        self._gives_way = gives_way
        self._theme, self._pennants = theme, pennants
        self._buttons: dict[str, ChipButton] = {}
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(4)
        self._layout.addStretch(1)
        theme.changed.connect(self.update)

    def set_chips(self, chips: Sequence[Chip]) -> None:
        """Show these chips in this order; those that stay keep their mark and the focus."""
        keys = [chip.key for chip in chips]
        for key in [key for key in self._buttons if key not in keys]:
            gone = self._buttons.pop(key)
            gone.hide()
            gone.deleteLater()
        for place, chip in enumerate(chips):
            if chip.key in self._buttons:
                self._buttons[chip.key].show_chip(chip)
            else:
                self._add(chip)
            self._layout.removeWidget(self._buttons[chip.key])
            self._layout.insertWidget(place, self._buttons[chip.key])

    def chip(self, key: str) -> ChipButton:
        """The chip of a key."""
        return self._buttons[key]

    def keys(self) -> frozenset[str]:
        """What is checked."""
        return frozenset(key for key, made in self._buttons.items() if made.isChecked())

    def check(self, keys: Iterable[str]) -> None:
        """Check these and no others, without telling anybody."""
        wanted = frozenset(keys)
        for key, made in self._buttons.items():
            made.setChecked(key in wanted)

    def _add(self, chip: Chip) -> None:
        name = f"{self.objectName()}.{chip.key}"
        made = named(ChipButton(chip, name, self._theme, self._pennants, gives_way=self._gives_way), name)
        made.clicked.connect(lambda: self.chosen.emit(self.keys()))
        made.setParent(self)
        self._buttons[chip.key] = made
