"""The packing page in a window of its own, on a small shop with one slip of three articles."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from shopdesk.services.desk import Desk
from shopdesk.ui.background import Background
from shopdesk.ui.banner import Banners
from shopdesk.ui.changes import Changes
from shopdesk.ui.messages import Messages
from shopdesk.ui.packing.page import PackingPage
from shopdesk.ui.sounds import Sounds
from shopdesk.ui.theme import Theme
from tests.factories import add_order, add_slip, make_desk

WAYBILL = "YT7453244856560"
NUMBER = "3821113838621007025"


@pytest.fixture
def changes() -> Changes:
    return Changes()


@pytest.fixture
def desk(tmp_path: Path, changes: Changes) -> Iterator[Desk]:
    """A shop whose writes reach `changes`."""
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
def slip(desk: Desk) -> int:
    """Two pairs, one sock set, one pair: articles S0 ×2 and S1, 500 g a piece, in a slip with a waybill."""
    order = add_order(desk, order_no=NUMBER, lines=2, buyer="tb_1")
    database = desk.database
    database.execute_sql("UPDATE order_line SET sku = 'S' || position, quantity = 2 - position")
    database.execute_sql("INSERT INTO product (shop_id, code, title) VALUES (1, 'P', '真皮单鞋')")
    for sku, size in (("S0", "W7"), ("S1", "W6"), ("S9", "W9")):
        database.execute_sql(
            "INSERT INTO variant (product_id, shop_id, sku, style, colour, size, weight, shelf) "
            "VALUES (1, 1, ?, '5815', '灰', ?, 500, 'A-3')",
            (sku, size),
        )
    return add_slip(desk, order, waybill=WAYBILL)


class Table(QWidget):
    """The page, and what a packer sees and hears of it."""

    page: PackingPage
    messages: Messages

    def __init__(self, qtbot: QtBot, background: Background) -> None:
        super().__init__()
        self._qtbot, self._background = qtbot, background
        self.heard: list[str] = []

    def play(self, file: Path) -> bool:
        self.heard.append(file.stem)
        return True

    def settle(self) -> None:
        """Everything asked for is done and shown."""
        for _turn in range(3):
            self._qtbot.waitUntil(self._is_quiet, timeout=5000)
            self._qtbot.wait(5)

    def _is_quiet(self) -> bool:
        return not self._background.running and not self.page.station.work.is_busy

    def scan(self, *codes: str) -> None:
        """What the window's scanner hands to the page."""
        for code in codes:
            assert self.page.scanned(code)
        self.settle()

    def key(self, key: Qt.Key) -> None:
        """A key to whatever has the focus."""
        focus = QApplication.focusWidget()
        assert focus is not None
        QTest.keyClick(focus, key)
        self.settle()

    def enter(self, text: str) -> None:
        """By hand, then Enter."""
        focus = QApplication.focusWidget()
        assert focus is not None
        QTest.keyClicks(focus, text)
        self.key(Qt.Key.Key_Return)

    def said(self, part: str = "packing.answer") -> tuple[str, str]:
        """The band: the word in big type and the sentence."""
        texts = (self.part(QLabel, f"{part}.{name}").text() for name in ("title", "detail"))
        title, detail = texts
        return title, detail

    def tone(self) -> str:
        answer = self.page.station.answer.answer
        return answer.tone.value if answer else ""

    def part(self, kind: type[Any], name: str) -> Any:
        found = self.findChild(kind, name)
        assert found is not None, name
        return found

    def press(self, name: str) -> None:
        self.part(QPushButton, name).click()
        self.settle()

    def answer(self, text: str) -> None:
        """Answer the open question."""
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, QDialog)
        line = dialog.findChild(QLineEdit)
        assert line is not None
        line.setText(text)
        dialog.accept()
        self.settle()


@pytest.fixture
def table(
    *, qtbot: QtBot, desk: Desk, changes: Changes, background: Background, theme: Theme, settings: Any
) -> Callable[[], Table]:
    """Opens the page."""

    def opened() -> Table:
        host = Table(qtbot, background)
        host.resize(1190, 660)
        layout = QVBoxLayout(host)
        host.messages = Messages(host, Banners(host), theme.icons)
        background.on_unhandled(host.messages.error)
        host.page = PackingPage(
            desk=desk, changes=changes, background=background, messages=host.messages, settings=settings, theme=theme,
            sounds=Sounds(settings, None, host.play),
        )  # fmt: skip
        layout.addWidget(host.page)
        qtbot.addWidget(host)
        host.show()
        qtbot.waitActive(host)
        host.page.take_focus()
        host.settle()
        return host

    return opened
