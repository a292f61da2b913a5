"""The side of a page is hidden and shown again by its button."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from shopdesk.ui.side_panel import SidePanel
from tests.factories import make_desk
from tests.window_stand import window_on


@pytest.mark.parametrize("page", ["orders", "cases", "repairs", "damage", "reviews", "complaints", "points"])
def test_its_button_hides_the_side_and_shows_it_again(page: str, tmp_path: Path, qtbot: QtBot) -> None:
    desk = make_desk(tmp_path)
    with window_on(desk, tmp_path, qtbot) as stand:
        shown = stand.window.show_page(page)
        stand.settle()
        toggle = shown.findChild(QAbstractButton, f"{page}.panel.toggle")
        panel = shown.findChild(SidePanel, f"{page}.panel")
        assert toggle is not None and panel is not None
        was = panel.isHidden()
        toggle.click()
        assert panel.isHidden() is not was
        toggle.click()
        assert panel.isHidden() is was
    desk.database.close()
