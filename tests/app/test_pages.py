"""The pages of an empty shop: each says one sentence and leads on."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from shopdesk.app.look import make_look
from shopdesk.app.shop_window import ShopWindow
from shopdesk.pc_settings import PcSettings
from tests.factories import make_desk

SAYS = {
    "today": ("today.empty.text", "today.empty.button"),
    "orders": ("orders.empty.text", "orders.empty.button"),
    "registering": ("registering.empty.text", "registering.empty.button"),
    "shipping": ("shipping.next.nothing", "shipping.next.register"),
    "packing": ("packing.empty.text", "packing.empty.button"),
    "parcels": ("parcels.list.empty.text", "parcels.list.empty.button"),
    "cases": ("cases.empty.text", "cases.empty.button"),
    "complaints": ("complaints.empty.text", "complaints.empty.button"),
    "points": ("points.empty.text", "points.empty.button"),
    "damage": ("damage.empty.text", "damage.empty.button"),
    "products": ("products.empty.text", "products.empty.button"),
    "settlement": ("settlement.empty.text", "settlement.empty.button"),
}
LEADS_TO = {"today": "orders", "shipping": "registering", "packing": "shipping"}


@pytest.fixture
def shop(qapp: QApplication, tmp_path: Path) -> Iterator[ShopWindow]:
    look = make_look(PcSettings(tmp_path / "settings.toml"), language="en")
    made = ShopWindow(look, make_desk(tmp_path), str(tmp_path / "shop.db"))
    made.show()
    yield made
    made.window.close()
    made.end()


def test_every_page_of_an_empty_shop_leads_on(shop: ShopWindow, qtbot: QtBot) -> None:
    for key, (sentence, action) in SAYS.items():
        page = shop.window.show_page(key)
        said, leads = page.findChild(QLabel, sentence), page.findChild(QPushButton, action)
        assert said is not None and leads is not None, key
        qtbot.waitUntil(lambda leads=leads: leads.isVisible())  # type: ignore[misc]
        assert said.text().rstrip("…").endswith(".") and leads.text(), key


def test_the_way_to_another_page(shop: ShopWindow, qtbot: QtBot) -> None:
    for key, goal in LEADS_TO.items():
        leads = shop.window.show_page(key).findChild(QPushButton, SAYS[key][1])
        assert leads is not None
        qtbot.waitUntil(lambda leads=leads: leads.isVisible())  # type: ignore[misc]
        leads.click()
        assert shop.window.show_page(goal).isVisible()
