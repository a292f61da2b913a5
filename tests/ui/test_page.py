"""What every page can do without saying so, and how a command is told."""

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from shopdesk.ui.page import Command, PageWidget


def test_a_page_that_does_nothing_harms_nothing(qtbot: QtBot) -> None:
    page = PageWidget()
    qtbot.addWidget(page)
    page.search("x")
    page.refresh()
    page.open_record("order", 1)
    page.keep_state()
    assert page.scanned("YT7453244865603") is False


@pytest.mark.parametrize(
    ("text", "said"), [("&Register", "Register"), ("Import…", "Import"), ("Save as...", "Save as"), ("A && B", "A & B")]
)
def test_a_commands_text(qapp: QApplication, text: str, said: str) -> None:
    assert Command(QAction(text), "Orders").text == said


def test_a_commands_key(qapp: QApplication) -> None:
    action = QAction("Refresh")
    assert Command(action, "").shortcut == ""
    action.setShortcut("F5")
    assert Command(action, "").shortcut == "F5"
