"""The navigation: pages, badges, narrow and wide."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from shopdesk.ui.navigation import NARROW, WIDE, NavButton, Navigation, badge_text
from shopdesk.ui.page import Page, PageWidget
from shopdesk.ui.theme import Theme

PAGES = (
    Page("orders", "Orders", "clipboard-list", PageWidget, key_sequence="Alt+1"),
    Page("shipping", "Shipping", "truck", PageWidget),
)


@pytest.fixture
def navigation(theme: Theme, qtbot: QtBot) -> Navigation:
    made = Navigation(PAGES, theme)
    qtbot.addWidget(made)
    made.resize(WIDE, 400)
    made.show()
    return made


def button(navigation: Navigation, key: str) -> NavButton:
    found = navigation.findChild(NavButton, f"main.nav.{key}")
    assert found is not None
    return found


def test_a_click_asks_for_the_page(navigation: Navigation, qtbot: QtBot) -> None:
    with qtbot.waitSignal(navigation.chosen) as chosen:
        QTest.mouseClick(button(navigation, "shipping"), Qt.MouseButton.LeftButton)
    assert chosen.args == ["shipping"]


def test_one_page_is_marked(navigation: Navigation) -> None:
    navigation.show_chosen("orders")
    navigation.show_chosen("shipping")
    assert not button(navigation, "orders").isChecked()
    assert button(navigation, "shipping").isChecked()


def test_the_keyboard_reaches_it(navigation: Navigation, qtbot: QtBot) -> None:
    made = button(navigation, "orders")
    assert made.focusPolicy() & Qt.FocusPolicy.TabFocus
    with qtbot.waitSignal(navigation.chosen):
        QTest.keyClick(made, Qt.Key.Key_Space)


def test_badges(navigation: Navigation) -> None:
    before = button(navigation, "orders").grab().toImage()
    navigation.set_badge("orders", 48)
    assert button(navigation, "orders").badge == 48
    assert button(navigation, "orders").accessibleName() == "Orders, 48 due"
    assert button(navigation, "orders").grab().toImage() != before
    navigation.set_badge("orders", 0)
    assert button(navigation, "orders").accessibleName() == "Orders"


def test_badges_always_fit() -> None:
    assert badge_text(999) == "999"
    assert badge_text(1000) == "999+"


def test_narrow_shows_icons_and_tooltips(navigation: Navigation) -> None:
    navigation.set_badge("orders", 3)
    navigation.set_narrow(True)
    assert navigation.is_narrow
    assert navigation.width() == NARROW
    assert button(navigation, "orders").toolTip() == "Orders  Alt+1"
    assert button(navigation, "orders").grab().width() < NARROW
    navigation.set_narrow(False)
    assert navigation.width() == WIDE


def test_the_focus_ring_shows(navigation: Navigation, qtbot: QtBot) -> None:
    made = button(navigation, "shipping")
    navigation.activateWindow()
    qtbot.waitActive(navigation)
    before = made.grab().toImage()
    made.setFocus(Qt.FocusReason.TabFocusReason)
    assert made.grab().toImage() != before


def test_the_foot(navigation: Navigation) -> None:
    made = navigation.add_foot("settings", "Settings", "settings", "Ctrl+,")
    assert made.objectName() == "main.nav.settings"
    assert made.toolTip() == "Settings  Ctrl+,"
    assert not made.isCheckable()
