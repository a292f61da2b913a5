"""A guide in a window of its own, on a small real shop; tests import `people`, `background` and `stand` of conftest."""

from collections.abc import Callable
from typing import Any, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from shopdesk.services.desk import Desk
from shopdesk.ui.background import Background
from shopdesk.ui.banner import Banners
from shopdesk.ui.messages import Messages
from shopdesk.ui.parcels.guide_form import GuideForm
from shopdesk.ui.theme import Theme

Made = TypeVar("Made", bound=GuideForm)


class GuideStand:
    """Makes guides, and waits for what they read and write."""

    def __init__(self, desk: Desk, background: Background, theme: Theme, qtbot: QtBot) -> None:
        self.desk, self._background, self._theme, self._qtbot = desk, background, theme, qtbot
        self.told: list[tuple[Any, ...]] = []
        """What the guide has emitted: name of the signal, then its values."""

    def make(self, of: Callable[[Desk, Background, Messages, Theme], Made]) -> Made:
        """A guide in a window that is shown."""
        host = QWidget()
        host.resize(560, 760)
        self.messages = Messages(host, Banners(host), self._theme.icons)
        guide = of(self.desk, self._background, self.messages, self._theme)
        QVBoxLayout(host).addWidget(guide)
        self._qtbot.addWidget(host)
        for name in ("done", "open_requested", "cancelled"):
            getattr(guide, name).connect(lambda *values, name=name: self.told.append((name, *values)))
        with self._qtbot.waitActive(host):
            host.show()
        self.guide = guide
        return guide

    def settle(self) -> None:
        """Everything that was started is done and shown."""
        for _turn in range(4):
            self._qtbot.waitUntil(lambda: not self._background.running and not self.guide._timer.isActive())
            self._qtbot.wait(5)

    def begin(self, of: Callable[[Desk, Background, Messages, Theme], Made], order_id: int) -> Made:
        """A guide that has begun for an order."""
        guide = self.make(of)
        guide.start(order_id)
        self.settle()
        return guide

    def press(self, *keys: Qt.Key | str) -> None:
        """Keys and texts to where the focus is."""
        for key in keys:
            focus = QApplication.focusWidget()
            assert focus is not None
            QTest.keyClicks(focus, key) if isinstance(key, str) else QTest.keyClick(focus, key)
            self.settle()

    def said(self) -> str:
        """What can be read in the guide."""
        return "\n".join(each.text() for each in self.guide.findChildren(QLabel) if each.isVisibleTo(self.guide))
