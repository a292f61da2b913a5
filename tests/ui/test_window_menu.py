"""The menu: look, language, the window's own commands."""

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from shopdesk.i18n import LANGUAGES
from shopdesk.ui.theme import Scheme, Theme
from shopdesk.ui.window_menu import KEYS, WindowMenu


@pytest.fixture
def menu(theme: Theme, qtbot: QtBot) -> WindowMenu:
    holder = QWidget()
    qtbot.addWidget(holder)
    made = WindowMenu(theme, holder)
    made.holder = holder  # type: ignore[attr-defined]
    return made


def action(menu: WindowMenu, name: str) -> QAction:
    return next(one for one in menu.commands() if one.objectName() == name)


def test_a_look_is_chosen(menu: WindowMenu, qtbot: QtBot) -> None:
    with qtbot.waitSignal(menu.look_chosen) as chosen:
        action(menu, "main.look.dark").trigger()
    assert chosen.args == [Scheme.DARK]


def test_a_language_is_chosen(menu: WindowMenu, qtbot: QtBot) -> None:
    with qtbot.waitSignal(menu.language_chosen) as chosen:
        action(menu, "main.language.zh_CN").trigger()
    assert chosen.args == ["zh_CN"]


def test_languages_are_called_by_their_own_names(menu: WindowMenu) -> None:
    assert [action(menu, f"main.language.{code}").text() for code in LANGUAGES] == list(LANGUAGES.values())


def test_what_is_in_force_is_ticked(menu: WindowMenu) -> None:
    menu.show_chosen(Scheme.SYSTEM, "zh_CN")
    ticked = {one.objectName() for one in menu.commands() if one.isChecked()}
    assert ticked == {"main.look.system", "main.language.zh_CN"}


def test_keys_do_not_clash(menu: WindowMenu) -> None:
    keys = [one.shortcut().toString() for one in menu.actions_by_name.values()]
    assert len(set(keys)) == len(KEYS)
    assert not any(key.startswith("Ctrl+") and key[-1].isdigit() for key in keys)


def test_more_actions_come_first(menu: WindowMenu) -> None:
    more = QAction("Import files", menu)
    menu.add(more)
    assert menu.menu().actions()[0] is more
