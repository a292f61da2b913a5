"""The navigation on the left: one button a page, with a badge of what is due there. Icons only in a narrow window."""

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QEnterEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QFrame, QVBoxLayout, QWidget

from shopdesk.i18n import _, ngettext
from shopdesk.ui.controls import named
from shopdesk.ui.language import Retranslated
from shopdesk.ui.page import Page
from shopdesk.ui.theme import RADIUS, Text, Theme

WIDE, NARROW = 176, 52
BUTTON_HEIGHT = 32
ICON = 18


class NavButton(Retranslated, QAbstractButton):
    """Icon, title and badge. In a narrow window the title becomes the tooltip."""

    def __init__(self, name: str, title: str, icon: str, theme: Theme, *, hint: str = "") -> None:
        super().__init__()
        self.setObjectName(name)
        self.setFixedHeight(BUTTON_HEIGHT)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self._title, self._icon, self._theme, self._hint = title, icon, theme, hint
        self._badge = self._late = 0
        self._is_narrow = False
        self.retranslate()

    @property
    def badge(self) -> int:
        """How many things are due."""
        return self._badge

    def set_badge(self, count: int, *, late: int = 0) -> None:
        """Show how many things are due, in red where some are late; 0 shows nothing."""
        self._badge, self._late = count, late
        self.retranslate()
        self.update()

    def set_narrow(self, is_narrow: bool) -> None:
        """Icon only, or icon and title."""
        self._is_narrow = is_narrow
        self.retranslate()
        self.update()

    def retranslate(self) -> None:
        """Write every text again."""
        title = _(self._title)
        self.setText(title)
        due = ngettext("{n} due", "{n} due", self._badge).format(n=self._badge) if self._badge else ""
        late = ngettext("{n} late", "{n} late", self._late).format(n=self._late) if self._late else ""
        self.setAccessibleName(", ".join(filter(None, (title, due, late))))
        hint = f"{title}  {self._hint}" if self._hint else title
        self.setToolTip(hint if self._is_narrow or self._hint else "")

    def sizeHint(self) -> QSize:
        """As high as a row; the column decides the width."""
        return QSize(NARROW if self._is_narrow else WIDE, BUTTON_HEIGHT)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Light up."""
        self.update()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Go dim."""
        self.update()
        super().leaveEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Ground, ring, icon, title, badge."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter)
        role = "text" if self.isChecked() else "muted"
        pixmap = self._theme.icons.pixmap(
            self._icon, ICON, "accent" if self.isChecked() else role, self.devicePixelRatioF()
        )
        middle = self.height() / 2
        left = (self.width() - ICON) / 2 if self._is_narrow else 10
        painter.drawPixmap(QPointF(left, middle - ICON / 2), pixmap)
        if self._is_narrow:
            self._paint_dot(painter)
        else:
            self._paint_title(painter, role)

    def _paint_ground(self, painter: QPainter) -> None:
        box = QRectF(self.rect())
        ground = self._ground()
        if ground is not None:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(ground)
            painter.drawRoundedRect(box, RADIUS, RADIUS)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            pen = painter.pen()
            pen.setStyle(Qt.PenStyle.SolidLine)
            pen.setColor(self._theme.colour("accent"))
            pen.setWidth(2)
            painter.setPen(pen)
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), RADIUS - 1, RADIUS - 1)

    def _ground(self) -> QColor | None:
        if self.isDown():
            return self._theme.colour("pressed")
        if self.isChecked():
            return self._theme.colour("selected")
        return self._theme.colour("hover") if self.underMouse() else None

    def _paint_title(self, painter: QPainter, role: str) -> None:
        painter.setPen(self._theme.colour(role))
        painter.setFont(self._theme.font())
        box = QRectF(10 + ICON + 10, 0, self.width() - 48, self.height())
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, self.text())
        if self._badge:
            font = self._theme.font(Text.SMALL)
            font.setBold(self._late > 0)
            painter.setFont(font)
            calm = "accent" if self.isChecked() else "muted"
            painter.setPen(self._theme.colour("danger" if self._late else calm))
            box = QRectF(0, 0, self.width() - 10, self.height())
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, badge_text(self._badge))

    def _paint_dot(self, painter: QPainter) -> None:
        if self._badge:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.colour("danger" if self._late else "accent"))
            painter.drawEllipse(QPointF(self.width() / 2 + 9, self.height() / 2 - 8), 3.5, 3.5)


def badge_text(count: int) -> str:
    """A count that always fits: 999 and 999+."""
    return str(count) if count < 1000 else "999+"


class Navigation(Retranslated, QFrame):
    """The column of pages; `chosen` carries a page's key."""

    chosen = Signal(str)

    def __init__(self, pages: tuple[Page, ...], theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("main.nav")
        self._theme = theme
        self._buttons: dict[str, NavButton] = {}
        self._foot: list[NavButton] = []
        self._group = QButtonGroup(self)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(8, 12, 8, 8)
        self._layout.setSpacing(2)
        for page in pages:
            self._add(page)
        self._layout.addStretch(1)
        self.set_narrow(False)
        theme.changed.connect(self.update)
        self.retranslate()

    def retranslate(self) -> None:
        """Write every text again."""
        self.setAccessibleName(_("Navigation"))

    def add_foot(self, name: str, title: str, icon: str, hint: str = "") -> NavButton:
        """A button at the bottom that is no page, such as Settings."""
        made = NavButton(f"main.nav.{name}", title, icon, self._theme, hint=hint)
        made.set_narrow(self.is_narrow)
        self._foot.append(made)
        self._layout.addWidget(made)
        return made

    @property
    def is_narrow(self) -> bool:
        """Icons only."""
        return self.maximumWidth() == NARROW

    def set_narrow(self, is_narrow: bool) -> None:
        """Icons only, or icons and titles."""
        self.setFixedWidth(NARROW if is_narrow else WIDE)
        for made in (*self._buttons.values(), *self._foot):
            made.set_narrow(is_narrow)

    def show_chosen(self, key: str) -> None:
        """Mark the page that is shown."""
        self._buttons[key].setChecked(True)

    def set_badge(self, key: str, count: int, *, late: int = 0) -> None:
        """How many things are due on a page, and how many of them are late."""
        if key in self._buttons:
            self._buttons[key].set_badge(count, late=late)

    def _add(self, page: Page) -> None:
        name = f"main.nav.{page.key}"
        made = named(NavButton(name, page.title, page.icon, self._theme, hint=page.key_sequence), name)
        made.setCheckable(True)
        made.clicked.connect(lambda: self.chosen.emit(page.key))
        self._group.addButton(made)
        self._buttons[page.key] = made
        self._layout.addWidget(made)
