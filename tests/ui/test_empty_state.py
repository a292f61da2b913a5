"""An empty list: one sentence, one button."""

from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from shopdesk.ui.empty_state import EmptyState
from shopdesk.ui.theme import Scheme, Theme


def test_sentence_and_button(theme: Theme, qtbot: QtBot) -> None:
    empty = EmptyState("orders.empty", theme)
    qtbot.addWidget(empty)
    empty.say("No orders yet.", "Import files")
    text = empty.findChild(QLabel, "orders.empty.text")
    button = empty.findChild(QPushButton, "orders.empty.button")
    assert text is not None
    assert button is not None
    assert (text.text(), button.text(), empty.accessibleName()) == ("No orders yet.", "Import files", "No orders yet.")
    with qtbot.waitSignal(empty.clicked):
        button.click()


def test_without_a_button(theme: Theme, qtbot: QtBot) -> None:
    empty = EmptyState("orders.empty", theme)
    qtbot.addWidget(empty)
    empty.say("Nothing matches.", "Show all", "link")
    button = empty.findChild(QPushButton)
    assert button is not None
    assert button.property("link") is True
    assert button.property("main") is False
    empty.say("Nothing matches.")
    assert button.isHidden()


def test_the_picture_follows_the_look(theme: Theme, qtbot: QtBot) -> None:
    empty = EmptyState("orders.empty", theme)
    qtbot.addWidget(empty)
    picture = empty.findChild(QLabel, "orders.empty.picture")
    assert picture is not None
    light = picture.pixmap().toImage()
    theme.set_scheme(Scheme.DARK)
    assert picture.pixmap().toImage() != light


def test_a_long_sentence_is_shown_wholly(qtbot: QtBot, theme: Theme) -> None:
    empty = EmptyState("trail.empty", theme)
    qtbot.addWidget(empty)
    empty.say("Somebody in the warehouse may not search the trail. Ask somebody who may: owner, supervisor.")
    empty.resize(420, 400)
    empty.show()
    said = empty.findChild(QLabel, "trail.empty.text")
    assert said is not None
    assert said.height() >= said.heightForWidth(said.width())
