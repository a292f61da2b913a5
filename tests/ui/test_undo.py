"""One queue of what can be taken back, by the toast's button or by Ctrl+Z long after it."""

from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from shopdesk.errors import Refused
from shopdesk.ui.banner import Banners
from shopdesk.ui.messages import Kind, Messages
from shopdesk.ui.theme import Theme
from shopdesk.ui.undo import KEPT


class SomebodyWasQuicker(Refused):
    template = "Somebody changed order 4711 meanwhile."


@pytest.fixture
def host(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(900, 600)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


@pytest.fixture
def messages(host: QWidget, theme: Theme) -> Messages:
    return Messages(host, Banners(host), theme.icons)


@pytest.fixture
def undone() -> list[object]:
    return []


def press(widget: QWidget) -> None:
    QTest.keyClick(widget, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)


def test_the_key_takes_back_the_newest_first(messages: Messages, host: QWidget, undone: list[object]) -> None:
    for number in range(2):
        messages.toast(f"Flagged {number}", undo=partial(undone.append, number))
    messages.toast("Copied", Kind.INFO)
    for _press in range(3):
        press(host)
    assert undone == [1, 0]
    assert [toast.news.text for toast in messages.toasts.shown] == ["Copied"]


def test_it_works_when_the_toast_is_gone(messages: Messages, host: QWidget, undone: list[object]) -> None:
    messages.toast("3 orders flagged red", undo=partial(undone.append, "flags")).dismiss()
    assert messages.undo.action.text() == "Undo: 3 orders flagged red"
    press(host)
    assert undone == ["flags"]
    assert (messages.undo.action.text(), messages.undo.action.isEnabled()) == ("Undo", False)


def test_the_button_takes_back_its_own(messages: Messages, host: QWidget, undone: list[object]) -> None:
    toast = messages.toast("Flagged 0", undo=partial(undone.append, 0))
    messages.toast("Flagged 1", undo=partial(undone.append, 1))
    button = toast.findChild(QPushButton)
    assert button is not None
    button.click()
    assert undone == [0]
    assert [entry.text for entry in messages.undo.entries] == ["Flagged 1"]
    press(host)
    press(host)
    assert undone == [0, 1]
    assert messages.toasts.shown == []


def test_a_refusal_says_why_and_leaves_the_queue(messages: Messages, host: QWidget, qtbot: QtBot) -> None:
    def refuse() -> None:
        raise SomebodyWasQuicker()

    messages.toast("Flagged", undo=refuse)
    press(host)
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, QDialog) and dialog.accessibleName() == "Somebody changed order 4711 meanwhile."
    assert messages.undo.entries == []
    dialog.accept()
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is None)


def test_in_a_text_the_key_is_the_texts_own(messages: Messages, host: QWidget) -> None:
    line = QLineEdit(host)
    line.show()
    line.setFocus()
    QTest.keyClicks(line, "abc")
    messages.toast("Flagged", undo=lambda: pytest.fail("the text was meant"))
    press(line)
    assert line.text() == ""


def test_the_last_fifty_are_kept(messages: Messages, undone: list[object]) -> None:
    for number in range(KEPT + 5):
        messages.toast(f"Flagged {number}", undo=partial(undone.append, number))
    assert len(messages.undo.entries) == KEPT
    assert messages.undo.entries[-1].text == "Flagged 5"
