"""The overview of keys comes from the actions."""

import pytest
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from shopdesk.ui.page import Command
from shopdesk.ui.shortcuts import ShortcutsDialog, keys_by_group


@pytest.fixture
def commands(qapp: QApplication) -> list[Command]:
    def command(text: str, group: str, *keys: str) -> Command:
        action = QAction(text)
        action.setShortcuts([QKeySequence(key) for key in keys])
        return Command(action, group)

    return [
        command("Refresh", "Everywhere", "F5", "Ctrl+R"),
        command("Register", "Orders", "R"),
        command("Hold", "Orders"),
        command("Quit", "Everywhere", "Ctrl+Q"),
    ]


def test_grouped_in_their_order_without_the_keyless(commands: list[Command]) -> None:
    assert keys_by_group(commands) == {
        "Everywhere": [("Refresh", "F5 · Ctrl+R"), ("Quit", "Ctrl+Q")],
        "Orders": [("Register", "R")],
    }


def test_the_dialog_shows_them(commands: list[Command], qtbot: QtBot) -> None:
    dialog = ShortcutsDialog(commands)
    qtbot.addWidget(dialog)
    texts = [label.text() for label in dialog.findChildren(QLabel)]
    assert {"Everywhere", "Refresh", "F5 · Ctrl+R", "Orders", "R"} <= set(texts)
    assert "Hold" not in texts
    close = dialog.findChild(QPushButton, "main.shortcuts.close")
    assert close is not None
    with qtbot.waitSignal(dialog.accepted):
        close.click()
