"""The tabs over the table: where orders stand, and how many there are."""

from collections.abc import Mapping

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QHBoxLayout, QSizePolicy, QWidget

from shopdesk.domain.statuses import Tray
from shopdesk.i18n import _
from shopdesk.ui.language import Retranslated
from shopdesk.ui.order_forms.words import TRAYS
from shopdesk.ui.theme import RADIUS, Text, Theme

HEIGHT = 36
_PAD, _GAP, _LINE = 8, 5, 2


def short_count(count: int) -> str:
    """A count that fits a tab: in full below 100,000, then `412k`."""
    if count < 100_000:
        return f"{count:,}"
    return f"{count / 1_000_000:.1f}M" if count >= 1_000_000 else f"{count // 1000}k"


class TrayTab(QAbstractButton):
    """One tab: a word, a pale count, and a line under the chosen one."""

    def __init__(self, key: str, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName(f"orders.tab.{key}")
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._theme = theme
        self._count: int | None = None
        self.shows_count = True

    def show_tab(self, text: str, count: int | None) -> None:
        """Say this from now on."""
        self._count = count
        self.setText(text)
        self.setAccessibleName(text if count is None else f"{text}, {count}")
        self.setToolTip(f"{text} {count:,}" if count and count >= 100_000 else "")
        self.updateGeometry()
        self.update()

    def full_width(self) -> int:
        """px with the count, shown or not."""
        return self._width(short_count(self._count) if self._count else "")

    def sizeHint(self) -> QSize:
        """Word and count."""
        return QSize(self._width(self._figures()), HEIGHT)

    def _width(self, figures: str) -> int:
        metrics = self.fontMetrics()
        room = _GAP + metrics.horizontalAdvance(figures) if figures else 0
        return 2 * _PAD + metrics.horizontalAdvance(self.text()) + room

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and right are the row's."""
        if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def minimumSizeHint(self) -> QSize:
        """Words are not squeezed."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Word, count, line."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        room = QRectF(self.rect()).adjusted(_PAD, 0, -_PAD, -1)
        painter.setFont(self._theme.font())
        painter.setPen(self._theme.colour("text" if self.isChecked() or self.underMouse() else "muted"))
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self.text())
        painter.setFont(self._theme.font(Text.FIGURES))
        painter.setPen(self._theme.colour("muted"))
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, self._figures())
        if self.isChecked():
            line = QRectF(_PAD - 2, self.height() - _LINE, self.width() - 2 * _PAD + 4, _LINE)
            painter.fillRect(line, self._theme.colour("accent"))
        if self.hasFocus():
            painter.setPen(QPen(self._theme.colour("accent"), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(2, 4, -2, -5), RADIUS, RADIUS)

    def _figures(self) -> str:
        return short_count(self._count) if self._count and self.shows_count else ""


class TrayTabs(Retranslated, QWidget):
    """`tray_chosen` carries a Tray, or None for all. Left and right go from tab to tab."""

    tray_chosen = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("orders.tabs")
        self._counts: dict[Tray, int] | None = None
        self._group = QButtonGroup(self)
        self._tabs: dict[Tray | None, TrayTab] = {}
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.setSizeConstraint(QHBoxLayout.SizeConstraint.SetNoConstraint)
        for number, tray in enumerate(TRAYS):
            made = TrayTab("all" if tray is None else tray.code, theme, self)
            self._tabs[tray] = made
            self._group.addButton(made, number)
            layout.addWidget(made)
        layout.addStretch(1)
        self._tabs[None].setChecked(True)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._group.idClicked.connect(lambda number: self.tray_chosen.emit(list(TRAYS)[number]))
        theme.changed.connect(self.update)
        self.retranslate()

    def retranslate(self) -> None:
        """Write every text again."""
        self.setAccessibleName(_("Where orders stand"))
        for tray, tab in self._tabs.items():
            tab.show_tab(_(TRAYS[tray]), self._count(tray))
        self._make_room()

    def show_counts(self, counts: Mapping[Tray, int]) -> None:
        """How many orders lie in each tray."""
        self._counts = dict(counts)
        self.retranslate()

    def show_chosen(self, tray: Tray | None) -> None:
        """Mark this one, telling nobody."""
        self._tabs[tray].setChecked(True)

    def tab(self, tray: Tray | None) -> TrayTab:
        """One tab."""
        return self._tabs[tray]

    def full_width(self) -> int:
        """px of all tabs with their counts."""
        return sum(tab.full_width() for tab in self._tabs.values())

    def sizeHint(self) -> QSize:
        """All tabs with their counts."""
        return QSize(self.full_width(), HEIGHT)

    def minimumSizeHint(self) -> QSize:
        """What doesn't fit is cut off; counts go first."""
        return QSize(120, HEIGHT)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Counts are shown where they fit."""
        super().resizeEvent(event)
        self._make_room()

    def showEvent(self, event: QShowEvent) -> None:
        """Only now is it known how wide it is."""
        super().showEvent(event)
        self._make_room()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """To the next tab."""
        step = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}.get(Qt.Key(event.key()), 0)
        if not step:
            super().keyPressEvent(event)
            return
        tabs = list(self._tabs.values())
        there = tabs[(self._group.checkedId() + step) % len(tabs)]
        there.setFocus(Qt.FocusReason.TabFocusReason)
        there.click()

    def _count(self, tray: Tray | None) -> int | None:
        if self._counts is None:
            return None
        return sum(self._counts.values()) if tray is None else self._counts.get(tray, 0)

    def _make_room(self) -> None:
        fits = self.full_width() <= self.width() or not self.isVisible()
        for tab in self._tabs.values():
            tab.shows_count = fits
            tab.updateGeometry()
            tab.update()
