"""Painting flags: a filled pennant with a letter in it, so that colour is never the only sign.

The same shape everywhere on screen: table cells, chips, panels and menus.
"""

from collections.abc import Mapping

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QIcon, QPainter, QPainterPath, QPixmap, QPolygonF

from shopdesk.domain.flags import LOOKS, NAMES, Colour
from shopdesk.i18n import _, current_language
from shopdesk.ui.theme import Theme

WIDTH, HEIGHT = 24, 16
"""A pennant's usual size in px."""

FLAG_KEYS: Mapping[Colour, str] = {
    colour: f"Ctrl+{0 if colour is Colour.GREY else colour.value}" for colour in Colour if colour.value <= 9
}
"""The key that gives an order a flag: Ctrl and the flag's number."""


def flag_name(colour: Colour) -> str:
    """The colour's name in the language in use."""
    return _(NAMES[colour])


def flag_letter(colour: Colour) -> str:
    """The letter inside the pennant in the language in use."""
    return LOOKS[colour].letter(current_language())


class Pennants:
    """Pennants in the theme's colours; each is drawn once and kept, so that a delegate may ask for every cell."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self._pixmaps: dict[tuple[Colour, bool, str, int, int, float], QPixmap] = {}

    def paint(self, painter: QPainter, x: float, middle: float, colour: Colour) -> None:
        """Paint a pennant of the usual size with its left edge at `x`, centred on `middle` (px)."""
        scale = painter.device().devicePixelRatio()
        pixmap = self.pixmap(colour, scale=scale)
        painter.drawPixmap(QPointF(round(x), round(middle - HEIGHT / 2)), pixmap)

    def pixmap(self, colour: Colour, width: int = WIDTH, height: int = HEIGHT, scale: float = 1.0) -> QPixmap:
        """The pennant as a picture of `width` x `height` px at the screen's `scale`."""
        key = (colour, self._theme.dark, current_language(), width, height, scale)
        if key not in self._pixmaps:
            self._pixmaps[key] = self._draw(colour, width, height, scale)
        return self._pixmaps[key]

    def icon(self, colour: Colour) -> QIcon:
        """The pennant for a menu or a button, sharp at the usual scales; `setIconSize(Pennants.size())`."""
        icon = QIcon()
        for scale in (1.0, 1.25, 1.5, 2.0):
            icon.addPixmap(self.pixmap(colour, scale=scale))
        return icon

    @staticmethod
    def size() -> QSize:
        """The usual size, for `setIconSize`."""
        return QSize(WIDTH, HEIGHT)

    def _draw(self, colour: Colour, width: int, height: int, scale: float) -> QPixmap:
        pixmap = QPixmap(round(width * scale), round(height * scale))
        pixmap.setDevicePixelRatio(scale)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillPath(_shape(width, height), self._theme.flag(colour))
        painter.setPen(self._theme.flag_letter(colour))
        painter.setFont(self._letter_font(height))
        painter.drawText(QRectF(0, 0, width - height * 0.3, height), Qt.AlignmentFlag.AlignCenter, flag_letter(colour))
        painter.end()
        return pixmap

    def _letter_font(self, height: int) -> QFont:
        font = self._theme.font()
        font.setPixelSize(round(height * 0.72))
        font.setWeight(QFont.Weight.Bold)
        return font


def _shape(width: float, height: float) -> QPainterPath:
    notch = height * 0.3
    path = QPainterPath()
    path.addRoundedRect(QRectF(0, 0, width / 2, height), 2, 2)
    tail = QPainterPath()
    tail.addPolygon(
        QPolygonF(
            [
                QPointF(2, 0),
                QPointF(width, 0),
                QPointF(width - notch, height / 2),
                QPointF(width, height),
                QPointF(2, height),
                QPointF(2, 0),
            ]
        )
    )
    return path.united(tail)
