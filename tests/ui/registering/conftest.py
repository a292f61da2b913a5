"""The page of registering on a small real shop, in a window of its own."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from shopdesk.services.desk import Desk
from shopdesk.services.shop_settings import save_setting
from shopdesk.settings import FLAG_SALESPEOPLE
from shopdesk.ui.background import Background
from shopdesk.ui.banner import Banners
from shopdesk.ui.changes import Changes
from shopdesk.ui.flags import Pennants
from shopdesk.ui.messages import Messages
from shopdesk.ui.registering.page import RegisterPage
from shopdesk.ui.theme import Theme
from tests.factories import make_desk


@pytest.fixture
def changes() -> Changes:
    return Changes()


@pytest.fixture
def desk(tmp_path: Path, changes: Changes) -> Iterator[Desk]:
    """An empty shop whose writes reach `changes`; red is 小王's, blue is 小李's or 小赵's."""
    made = make_desk(tmp_path)
    save_setting(made, FLAG_SALESPEOPLE, {"red": ["小王"], "blue": ["小李", "小赵"]})
    yield Desk(made.database, made.actor, made.clock, lambda kinds: changes.announce(map(str, kinds)))
    made.database.close()


@pytest.fixture
def background(desk: Desk) -> Iterator[Background]:
    def give_back() -> None:
        desk.database.close()

    made = Background(after_each=give_back)
    yield made
    assert made.close()


class Window(QWidget):
    """The page, and what the clerk does with it."""

    def __init__(self, qtbot: QtBot, background: Background) -> None:
        super().__init__()
        self._qtbot, self._background = qtbot, background
        self.page: RegisterPage
        self.messages: Messages

    def settle(self) -> None:
        """Everything that was started is done and shown."""
        for _turn in range(3):
            self._qtbot.waitUntil(self._is_quiet, timeout=5000)
            self._qtbot.wait(5)
        self._qtbot.waitUntil(self._is_quiet, timeout=5000)

    def _is_quiet(self) -> bool:
        return not self._background.running and not self.page._timer.isActive()

    def key(self, key: Qt.Key, with_: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press a key where the focus is."""
        QTest.keyClick(self.focus(), key, with_)
        self.settle()

    def focus(self) -> QWidget:
        """What has the focus."""
        found = QApplication.focusWidget()
        assert found is not None
        return found

    def queue(self) -> list[str]:
        """The order numbers that are shown, from the top."""
        return [row.order_no for row in self.page.queue.orders.rows]

    def in_view(self) -> str:
        """The number of the order in the middle."""
        return "" if self.page.reading is None else self.page.reading.order.order_no

    def says(self, part: str = "registering") -> str:
        """Everything that a part of the page says."""
        inside = self.page if part == "registering" else self.page.findChild(QWidget, part)
        assert inside is not None
        labels: list[QLabel | QPushButton] = [*inside.findChildren(QLabel), *inside.findChildren(QPushButton)]
        return "\n".join(each.text() for each in labels if each.isVisibleTo(inside))

    def news(self) -> list[str]:
        """What toasts have said, the oldest first."""
        return [news.text for news in self.messages.toasts.history]

    def undo(self) -> None:
        """Press Undo in the newest toast."""
        found = self.messages.toasts.shown[-1].findChild(QPushButton)
        assert found is not None
        found.click()
        self.settle()

    def dialog(self) -> QDialog:
        """The open dialog."""
        found = QApplication.activeModalWidget()
        assert isinstance(found, QDialog)
        return found

    def answer(self, text: str | None = None) -> None:
        """Answer the open question."""
        dialog = self.dialog()
        if text is not None:
            line = dialog.findChild(QLineEdit)
            assert line is not None
            line.setText(text)
        dialog.accept()
        self.settle()


@pytest.fixture
def window(
    *,
    qtbot: QtBot,
    desk: Desk,
    changes: Changes,
    background: Background,
    theme: Theme,
    pennants: Pennants,
    settings: Any,
) -> Callable[[], Window]:
    """Opens the page in a window; orders put in before are there."""

    def opened() -> Window:
        host = Window(qtbot, background)
        host.resize(1200, 700)
        layout = QVBoxLayout(host)
        host.messages = Messages(host, Banners(host), theme.icons)
        background.on_unhandled(host.messages.error)
        host.page = RegisterPage(
            desk=desk, changes=changes, background=background, messages=host.messages, settings=settings, theme=theme,
            pennants=pennants,
        )  # fmt: skip
        layout.addWidget(host.page)
        qtbot.addWidget(host)
        host.show()
        qtbot.waitExposed(host)
        host.activateWindow()
        host.page.take_focus()
        host.settle()
        return host

    return opened
