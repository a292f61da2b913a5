"""Short news at the bottom left of the window: gone after five seconds, kept in a list."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QEnterEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from shopdesk.i18n import _
from shopdesk.ui.controls import button, label, named, say, tool_button
from shopdesk.ui.icons import Icons
from shopdesk.ui.language import Retranslated

SHOWN_FOR = 5_000
"""Milliseconds; the pointer or the focus on a toast keeps it."""
KEPT, AT_ONCE = 200, 3
WIDTH = 400
ABOVE_FOOT = 56
"""px that are left free below, for the page's buttons."""


class Kind(StrEnum):
    """What sort of news; each has its icon and its colour."""

    INFO = "info"
    GOOD = "good"
    WARNING = "warning"
    DANGER = "danger"


ICONS = {
    Kind.INFO: ("info-circle", "accent"),
    Kind.GOOD: ("circle-check", "good"),
    Kind.WARNING: ("alert-triangle", "warning"),
    Kind.DANGER: ("alert-circle", "danger"),
}


@dataclass(frozen=True, slots=True)
class News:
    """One thing that was said."""

    text: str
    kind: Kind
    at: datetime
    topic: str = ""
    """What is done in quick succession and said once at a time."""


class Toast(Retranslated, QFrame):
    """One piece of news with, where it can be undone, the button for that."""

    gone = Signal()

    def __init__(
        self,
        news: News,
        action: tuple[str, Callable[[], object]] | None,
        icons: Icons,
        name: str,
    ) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setProperty("card", True)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(news.text)
        self.news = news
        self._timer = QTimer(self, singleShot=True, interval=SHOWN_FOR)
        self._timer.timeout.connect(self.dismiss)
        self._close = tool_button(icons, "x", f"{name}.close", self)
        self._close.clicked.connect(self.dismiss)
        self._lay_out(action, icons)
        self.retranslate()
        self._timer.start()

    def retranslate(self) -> None:
        """Write every text again."""
        say(self._close, _("Close"))

    def dismiss(self) -> None:
        """Go away now."""
        self._timer.stop()
        self.hide()
        self.gone.emit()

    def enterEvent(self, event: QEnterEvent) -> None:
        """The pointer on it keeps it."""
        self._timer.stop()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Its time runs again."""
        if self.isVisible():
            self._timer.start()
        super().leaveEvent(event)

    def _lay_out(self, action: tuple[str, Callable[[], object]] | None, icons: Icons) -> None:
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 5, 5, 5)
        layout.setSpacing(8)
        name = self.objectName()
        sign = label(f"{name}.sign")
        icon, role = ICONS[self.news.kind]
        sign.setPixmap(icons.pixmap(icon, 16, role, self.devicePixelRatioF()))
        text = label(f"{name}.text", wrap=True)
        text.setText(self.news.text)
        layout.addWidget(sign)
        layout.addWidget(text, 1)
        if action is not None:
            layout.addWidget(self._action_button(*action))
        layout.addWidget(self._close)

    def _action_button(self, text: str, act: Callable[[], object]) -> QWidget:
        made = button(f"{self.objectName()}.action", "link")
        made.setText(text)
        made.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the focus in the list, where keys go on working
        made.clicked.connect(self.dismiss)
        made.clicked.connect(lambda *_args: act())
        return made


class Toasts(QObject):
    """Shows toasts over the lower left corner of `host` and keeps what was said."""

    said = Signal(object)

    def __init__(self, host: QWidget, icons: Icons) -> None:
        super().__init__(host)
        self._host = host
        self._icons = icons
        self._shown: list[Toast] = []
        self._count = 0
        self.history: deque[News] = deque(maxlen=KEPT)
        host.installEventFilter(self)

    @property
    def shown(self) -> list[Toast]:
        """What is on screen now, oldest first."""
        return list(self._shown)

    def show(
        self, text: str, kind: Kind, action: tuple[str, Callable[[], object]] | None = None, *, topic: str = ""
    ) -> Toast:
        """Say something; `action` is a button's text and what it does. News takes the place of older one with the same
        `topic`, and of the same words where neither has an action: each action undoes something else."""
        for toast in self.shown:
            is_again = action is None and (toast.news.text, toast.news.kind) == (text, kind)
            if is_again or (topic and toast.news.topic == topic):
                toast.dismiss()
        self._count += 1
        news = News(text, kind, datetime.now(), topic)
        toast = Toast(news, action, self._icons, f"main.toast.{self._count}")
        toast.setParent(self._host)
        toast.gone.connect(lambda: self._remove(toast))
        self.history.append(news)
        self._shown.append(toast)
        while len(self._shown) > AT_ONCE:
            self._shown[0].dismiss()
        toast.ensurePolished()
        self._place()  # shown elsewhere first, it could come up below the pointer, and that keeps it
        toast.show()
        self.said.emit(news)
        return toast

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay in the corner when the window changes its size."""
        if event.type() == QEvent.Type.Resize:
            self._place()
        return False

    def _remove(self, toast: Toast) -> None:
        if toast in self._shown:
            self._shown.remove(toast)
            toast.deleteLater()
            self._place()

    def _place(self) -> None:
        bottom = self._host.height() - ABOVE_FOOT
        for toast in reversed(self._shown):
            width = min(WIDTH, self._host.width() - 32)
            height = max(toast.heightForWidth(width), toast.sizeHint().height(), 40)
            toast.resize(width, height)
            toast.move(QPoint(16, bottom - height))
            toast.raise_()
            bottom -= height + 8


class NewsList(Retranslated, QFrame):
    """What was said lately, newest first; opened from the status bar, closed by Esc."""

    def __init__(self, toasts: Toasts, icons: Icons, host: QWidget) -> None:
        super().__init__(host, Qt.WindowType.Popup)
        self.setObjectName("main.news")
        self.setProperty("card", True)
        self._icons = icons
        self._title: QLabel = label("main.news.title", "section", parent=self)
        self._empty: QLabel = label("main.news.empty", "muted", parent=self)
        self._list = named(QListWidget(self), "main.news.list")
        self._list.setWordWrap(True)
        self._list.setIconSize(QSize(16, 16))
        self._list.setVisible(bool(toasts.history))
        self._empty.setVisible(not toasts.history)
        for news in reversed(toasts.history):
            self._list.addItem(self._item(news))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.addWidget(self._title)
        layout.addWidget(self._empty)
        layout.addWidget(self._list)
        self.resize(WIDTH, 320 if toasts.history else 64)
        self.retranslate()

    def retranslate(self) -> None:
        """Write every text again."""
        self._title.setText(_("Messages"))
        self._empty.setText(_("Nothing was said yet."))
        self._list.setAccessibleName(_("Messages"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes; a popup is no active window, so a shortcut would not be heard."""
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)

    def _item(self, news: News) -> QListWidgetItem:
        item = QListWidgetItem(f"{news.at:%H:%M}  {news.text}")
        item.setIcon(self._icons.icon(*ICONS[news.kind]))
        item.setToolTip(news.text)
        return item
