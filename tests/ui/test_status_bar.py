"""The line at the bottom."""

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from shopdesk.ui.background import Background
from shopdesk.ui.status_bar import Standing, StatusBar
from shopdesk.ui.theme import Scheme, Theme


@pytest.fixture
def bar(background: Background, theme: Theme, qtbot: QtBot) -> StatusBar:
    made = StatusBar(background, theme)
    qtbot.addWidget(made)
    return made


def hidden(bar: StatusBar) -> dict[str, bool]:
    names = ("shop", "person", "database", "backup")
    parts = {name: bar.findChild(QLabel, f"main.status.{name}") for name in names}
    return {name: part.isHidden() for name, part in parts.items() if part is not None}


def test_what_is_not_known_is_not_said(bar: StatusBar) -> None:
    assert all(hidden(bar).values())
    bar.show_standing(Standing(shop="Shoes"))
    assert hidden(bar) == {"shop": False, "person": True, "database": True, "backup": True}
    bar.show_standing(Standing(shop="Shoes", database="shop.db"))
    assert hidden(bar)["backup"] is False


def test_the_bell_asks_for_the_list(bar: StatusBar, qtbot: QtBot) -> None:
    with qtbot.waitSignal(bar.news_requested):
        bar.news_button.click()


def test_pictures_follow_the_look(bar: StatusBar, theme: Theme) -> None:
    picture = bar.findChild(QLabel, "main.status.shop.sign")
    assert picture is not None
    light = picture.pixmap().toImage()
    theme.set_scheme(Scheme.DARK)
    assert picture.pixmap().toImage() != light
