"""A small shop on a page that stands in a window of its own."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from shopdesk.clock import DEFAULT_ZONE
from shopdesk.services.desk import Desk
from shopdesk.ui.background import Background
from shopdesk.ui.banner import Banners
from shopdesk.ui.changes import Changes
from shopdesk.ui.flags import Pennants
from shopdesk.ui.messages import Messages
from shopdesk.ui.order_forms.clocks import Clocks
from shopdesk.ui.orders.page import OrdersPage
from shopdesk.ui.theme import Theme
from tests.factories import NOON, add_order, make_desk

HOUR = 3_600_000


@pytest.fixture
def changes() -> Changes:
    return Changes()


@pytest.fixture
def desk(tmp_path: Path, changes: Changes) -> Iterator[Desk]:
    """An empty shop whose writes reach `changes`."""
    made = make_desk(tmp_path)
    yield Desk(made.database, made.actor, made.clock, lambda kinds: changes.announce(map(str, kinds)))
    made.database.close()


@pytest.fixture
def background(desk: Desk) -> Iterator[Background]:
    def give_back() -> None:
        desk.database.close()

    made = Background(after_each=give_back)
    yield made
    assert made.close()


@pytest.fixture
def clocks() -> Clocks:
    """Noon of the test shop, 24 hours to register, amber for the last four."""
    return Clocks(NOON, DEFAULT_ZONE, 24, 4)


class Window(QWidget):
    """A page, and what the user would see of it."""

    def __init__(self, qtbot: QtBot, background: Background) -> None:
        super().__init__()
        self._qtbot, self._background = qtbot, background
        self.page: OrdersPage
        self.messages: Messages

    def settle(self) -> None:
        """Everything that was started is done and shown."""
        for _turn in range(3):  # what is done announces things that start others, each through the event loop
            self._qtbot.waitUntil(self._is_quiet, timeout=5000)
            self._qtbot.wait(5)
        self._qtbot.waitUntil(self._is_quiet, timeout=5000)

    def _is_quiet(self) -> bool:
        page = self.page
        timers = (page.panel._timer, page._totals._timer, page.filters._timer)
        return not self._background.running and not any(timer.isActive() for timer in timers)

    def choose(self, *places: int) -> None:
        """Choose these rows and no others."""
        self.page.table._choose(sorted(places))
        self.page.table.selectionModel().setCurrentIndex(
            self.page.table.orders.index(places[0], 1), self.page.table.selectionModel().SelectionFlag.NoUpdate
        )
        self.settle()

    def do(self, name: str) -> None:
        """Trigger an action and wait for it."""
        self.page.actions_.by_name[name].trigger()
        self.settle()

    def undo(self) -> None:
        """Press Undo in the newest toast."""
        button = self.messages.toasts.shown[-1].findChild(QPushButton)
        assert button is not None
        button.click()
        self.settle()

    def answer(self, text: str | None = None) -> QDialog:
        """Answer the open question: with a text, or by its main button."""
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, QDialog)
        if text is not None:
            line = dialog.findChild(QLineEdit)
            assert line is not None
            line.setText(text)
        dialog.accept()
        self.settle()
        return dialog

    def press(self, name: str) -> None:
        """Press a button of the open dialog and wait for what it does."""
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, QDialog)
        button = dialog.findChild(QPushButton, name)
        assert button is not None
        button.click()
        self.settle()

    def asked(self) -> str:
        """What the open dialog says."""
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, QDialog)
        return "\n".join(label.text() for label in dialog.findChildren(QLabel))

    def news(self) -> list[str]:
        """What toasts have said, newest first."""
        return [news.text for news in self.messages.toasts.history]

    def numbers(self, field: str = "order_no") -> list[Any]:
        """One field of every row, from the top."""
        model = self.page.table.orders
        return [getattr(model.row_at(place), field) for place in range(model.rowCount())]

    def panel_text(self) -> str:
        """Everything the panel says."""
        labels = self.page.panel.findChildren(QLabel)
        return "\n".join(label.text() for label in labels if label.isVisibleTo(self.page.panel))


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
        host.page = OrdersPage(
            desk=desk, changes=changes, background=background, messages=host.messages, settings=settings, theme=theme,
            pennants=pennants,
        )  # fmt: skip
        for timer in (host.page._totals._timer, host.page.panel._timer, host.page.filters._timer):
            timer.setInterval(5)  # nobody holds a key down here
        layout.addWidget(host.page)
        qtbot.addWidget(host)
        host.show()
        qtbot.waitExposed(host)
        host.settle()
        return host

    return opened


@pytest.fixture
def three(desk: Desk) -> list[int]:
    """Three paid orders, oldest first: red, yellow on hold for its memo, red with a cipher for its receiver."""
    return [
        add_order(desk, flag=1, buyer="tb_one", lines=2, memo="发顺丰", buyer_message="快点", created=NOON - 3 * HOUR),
        add_order(desk, flag=2, buyer="tb_two", created=NOON - 2 * HOUR, paid_at=NOON - 30 * HOUR),
        add_order(desk, flag=1, receiver="##abc", masking=2, created=NOON - HOUR, waybill="YT1"),
    ]
