"""A print preview on a small shop whose printers are made up."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from shopdesk.domain.documents import Document, Paper, Party
from shopdesk.printing.printers import Printer
from shopdesk.services.desk import Desk
from shopdesk.services.shop_settings import save_shop
from shopdesk.ui.background import Background
from shopdesk.ui.banner import Banners
from shopdesk.ui.messages import Messages
from shopdesk.ui.print_preview import dialog
from shopdesk.ui.print_preview.dialog import PrintPreview
from shopdesk.ui.theme import Theme
from tests.factories import add_order, make_desk

HERE = Party("一号店", "0571-88880000", "浙江省 杭州市 余杭区", "示例小镇1幢")


class Printers:
    """Stands for the printing system: remembers what it was given; `error` is raised instead."""

    def __init__(self) -> None:
        self.found = [Printer("Zebra", True), Printer("Laser", False)]
        self.given: list[tuple[bytes, str, Paper]] = []
        self.error: Exception | None = None

    def find(self) -> list[Printer]:
        return self.found

    def send(self, pdf: bytes, *, printer: str, title: str, paper: Paper) -> None:
        if self.error is not None:
            raise self.error
        self.given.append((pdf, printer, paper))


@pytest.fixture
def printers(monkeypatch: pytest.MonkeyPatch) -> Printers:
    made = Printers()
    monkeypatch.setattr(dialog, "find_printers", made.find)
    monkeypatch.setattr(dialog, "send_to_printer", made.send)
    return made


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = make_desk(tmp_path)
    save_shop(made, shop_id=1, version=1, name="一号店", sender=HERE, return_to=HERE)
    yield made
    made.database.close()


@pytest.fixture
def background(qapp: QApplication, desk: Desk) -> Iterator[Background]:
    def give_back() -> None:
        desk.database.close()

    made = Background(after_each=give_back)
    made.on_unhandled(lambda error: pytest.fail(repr(error)))
    yield made
    assert made.close()


@pytest.fixture
def host(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    return made


class PrintShop:
    """A shop with one order and its printers; `open` shows a preview and waits until its pages are there."""

    def __init__(self, desk: Desk, printers: Printers, qtbot: QtBot, surroundings: dict[str, Any]) -> None:
        self.desk, self.printers, self._qtbot = desk, printers, qtbot
        self.settings: dict[str, Any] = surroundings["settings"]
        self._surroundings = surroundings
        self.order = add_order(desk, buyer="tb1", waybill="YT7453244865603")

    def open(self, *order_ids: int, document: Document = Document.SLIP, pages: bool = True) -> PrintPreview:
        """Without ids the preview of the one order."""
        made = PrintPreview(
            desk=self.desk, document=document, order_ids=order_ids or (self.order,), **self._surroundings
        )
        self._qtbot.addWidget(made)
        made.show()
        if pages:
            self._qtbot.waitUntil(lambda: made.pages.count > 0, timeout=10_000)
        wanted = len(self.printers.found) + 1
        self._qtbot.waitUntil(lambda: made.choices._printer.count() == wanted, timeout=10_000)
        return made


@pytest.fixture
def surroundings(host: QWidget, theme: Theme, background: Background, settings: dict[str, Any]) -> dict[str, Any]:
    """What the window hands to a preview."""
    messages = Messages(host, Banners(host), theme.icons)
    return {"theme": theme, "background": background, "messages": messages, "settings": settings}


@pytest.fixture
def shop(desk: Desk, printers: Printers, qtbot: QtBot, surroundings: dict[str, Any]) -> PrintShop:
    return PrintShop(desk, printers, qtbot, surroundings)
