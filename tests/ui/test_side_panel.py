"""The panel: sections, hiding, remembered width."""

from collections.abc import Callable, Iterator

import pytest
import shiboken6
from PySide6.QtWidgets import QFrame, QLabel, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from shopdesk.ui.side_panel import PanelSplitter, SidePanel
from shopdesk.ui.theme import PANEL_WIDTH, Theme
from tests.ui.conftest import Settings

Split = Callable[[SidePanel], PanelSplitter]


@pytest.fixture
def panel(theme: Theme) -> Iterator[SidePanel]:
    made = SidePanel("orders.panel", theme)
    yield made
    if shiboken6.isValid(made):
        made.close()


def test_sections_stand_below_each_other(panel: SidePanel) -> None:
    panel.resize(360, 600)
    buyer = panel.add_section("buyer", "Buyer", QLabel("tb72"))
    goods = panel.add_section("goods", "Goods", QLabel("5815"))
    panel.show()
    assert buyer.objectName() == "orders.panel.buyer"
    assert buyer.accessibleName() == "Buyer"
    assert buyer.y() < goods.y()
    assert panel.findChild(QFrame, "orders.panel.goods.rule") is not None
    panel.close()


def test_closing_hides_and_tells(panel: SidePanel, qtbot: QtBot) -> None:
    panel.show()
    close = panel.findChild(QToolButton, "orders.panel.close")
    assert close is not None
    with qtbot.waitSignal(panel.closed):
        close.click()
    assert panel.isHidden()


@pytest.fixture
def split(qtbot: QtBot, settings: Settings) -> Iterator[Split]:
    """Makes shown splitters and keeps them for the test."""
    made: list[PanelSplitter] = []

    def split_with(panel: SidePanel) -> PanelSplitter:
        made.append(PanelSplitter("orders.splitter", QWidget(), panel, settings))
        qtbot.addWidget(made[-1])
        made[-1].resize(1200, 600)
        made[-1].show()
        return made[-1]

    yield split_with


def test_the_panel_is_360_wide_at_first(panel: SidePanel, split: Split) -> None:
    made = split(panel)
    assert panel.width() == pytest.approx(PANEL_WIDTH, abs=80)
    made.resize(1400, 600)
    before = panel.width()
    made.resize(1600, 600)
    assert panel.width() == before


def test_width_and_visibility_are_remembered(theme: Theme, panel: SidePanel, settings: Settings, split: Split) -> None:
    made = split(panel)
    made.setSizes([780, 420])
    made.keep_state()
    assert settings.get("orders.splitter.panel_shown") is True
    assert settings["orders.splitter.panel_width"] == panel.width()
    panel.close_panel()
    made.keep_state()
    assert settings.get("orders.splitter.panel_shown") is False
    again = SidePanel("orders.panel", theme)
    split(again)
    assert again.isHidden()


def test_nonsense_in_the_settings_is_no_trouble(panel: SidePanel, settings: Settings, split: Split) -> None:
    settings["orders.splitter.panel_width"] = "wide"
    split(panel)
    assert panel.width() > 200
