"""Toasts: shown in the corner, gone by themselves, kept in a list."""

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QCursor, QEnterEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QListWidget, QPushButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from shopdesk.ui import toasts as module
from shopdesk.ui.theme import Theme
from shopdesk.ui.toasts import ABOVE_FOOT, AT_ONCE, KEPT, Kind, NewsList, Toasts


@pytest.fixture
def host(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(900, 600)
    QCursor.setPos(880, 10)
    made.show()
    return made


@pytest.fixture
def toasts(host: QWidget, theme: Theme) -> Toasts:
    return Toasts(host, theme.icons)


def test_a_toast_lies_in_the_lower_left_corner(toasts: Toasts, host: QWidget) -> None:
    toast = toasts.show("12 orders registered", Kind.GOOD)
    assert toast.isVisible()
    assert toast.x() == 16
    assert toast.geometry().bottom() == host.height() - ABOVE_FOOT - 1
    host.resize(700, 400)
    assert toast.geometry().bottom() == 400 - ABOVE_FOOT - 1


def test_it_goes_by_itself(toasts: Toasts, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "SHOWN_FOR", 20)
    toasts.show("Registered", Kind.GOOD)
    qtbot.waitUntil(lambda: toasts.shown == [])
    assert [news.text for news in toasts.history] == ["Registered"]


def test_the_pointer_anywhere_else_on_the_page_does_not_keep_it(
    toasts: Toasts, host: QWidget, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "SHOWN_FOR", 20)
    QCursor.setPos(host.mapToGlobal(QPoint(300, 200)))
    toasts.show("Registered", Kind.GOOD, ("Undo", lambda: None))
    qtbot.waitUntil(lambda: toasts.shown == [])


def test_the_pointer_keeps_it(toasts: Toasts, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "SHOWN_FOR", 20)
    toast = toasts.show("Registered", Kind.GOOD)
    middle = QPointF(5, 5)
    toast.enterEvent(QEnterEvent(middle, middle, middle))
    with qtbot.assertNotEmitted(toast.gone, wait=50):
        pass
    toast.leaveEvent(QEvent(QEvent.Type.Leave))
    qtbot.waitUntil(lambda: toasts.shown == [])


def test_undo_acts_once_and_the_toast_goes(toasts: Toasts, qtbot: QtBot) -> None:
    undone: list[str] = []
    toast = toasts.show("Registered", Kind.GOOD, ("Undo", lambda: undone.append("undo")))
    button = toast.findChild(QPushButton, f"{toast.objectName()}.action")
    assert button is not None
    assert button.text() == "Undo"
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert undone == ["undo"]
    assert toasts.shown == []


def test_a_click_on_undo_leaves_the_focus_where_it_was(toasts: Toasts, host: QWidget, qtbot: QtBot) -> None:
    other, line = QLineEdit(host), QLineEdit(host)
    for place in (other, line):
        place.show()
    host.activateWindow()
    qtbot.waitUntil(host.isActiveWindow)
    line.setFocus()
    toast = toasts.show("Flagged", Kind.GOOD, ("Undo", lambda: None))
    button = toast.findChild(QPushButton, f"{toast.objectName()}.action")
    assert button is not None
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert toasts.shown == []
    assert line.hasFocus()


def test_closing_by_hand(toasts: Toasts) -> None:
    toast = toasts.show("Registered", Kind.INFO)
    close = toast.findChild(QToolButton, f"{toast.objectName()}.close")
    assert close is not None
    assert close.accessibleName() == "Close"
    close.click()
    assert toasts.shown == []


def test_three_at_once_above_each_other(toasts: Toasts) -> None:
    for number in range(5):
        toasts.show(f"News {number}", Kind.GOOD)
    assert [toast.news.text for toast in toasts.shown] == ["News 2", "News 3", "News 4"]
    tops = [toast.y() for toast in toasts.shown]
    assert len(toasts.shown) == AT_ONCE
    assert tops == sorted(tops)


def test_long_text_wraps_and_markup_is_text(toasts: Toasts) -> None:
    toast = toasts.show("<b>五八一五</b> " * 40, Kind.WARNING)
    text = toast.findChild(QLabel, f"{toast.objectName()}.text")
    assert text is not None
    assert text.textFormat() is Qt.TextFormat.PlainText
    assert toast.height() > 80


def test_the_list_of_news(toasts: Toasts, host: QWidget, theme: Theme, qtbot: QtBot) -> None:
    for number in range(KEPT + 5):
        toasts.show(f"News {number}", Kind.GOOD)
    news = NewsList(toasts, theme.icons, host)
    qtbot.addWidget(news)
    listed = news.findChild(QListWidget, "main.news.list")
    assert listed is not None
    assert listed.count() == KEPT
    assert listed.item(0).text().endswith(f"News {KEPT + 4}")


def test_an_empty_list_says_so(toasts: Toasts, host: QWidget, theme: Theme, qtbot: QtBot) -> None:
    news = NewsList(toasts, theme.icons, host)
    qtbot.addWidget(news)
    empty = news.findChild(QLabel, "main.news.empty")
    assert empty is not None
    assert not empty.isHidden()
    assert empty.text() == "Nothing was said yet."


def test_the_same_said_again_stands_there_once(toasts: Toasts) -> None:
    for _time in range(3):
        toasts.show("Registered already.", Kind.WARNING)
    toasts.show("Registered already.", Kind.GOOD)
    assert [toast.news.kind for toast in toasts.shown] == [Kind.WARNING, Kind.GOOD]
    assert len(toasts.history) == 4
    for _time in range(2):
        toasts.show("2 orders flagged red", Kind.GOOD, ("Undo", lambda: None))
    assert len(toasts.shown) == AT_ONCE


def test_a_newer_one_of_the_same_topic_takes_the_place_of_the_older(toasts: Toasts) -> None:
    def act() -> None:
        pass

    toasts.show("Registered 1 order", Kind.GOOD, ("Undo", act), topic="registered")
    toasts.show("Copied", Kind.INFO)
    toasts.show("Registered 1 order", Kind.GOOD, ("Undo", act), topic="registered")
    assert [toast.news.text for toast in toasts.shown] == ["Copied", "Registered 1 order"]
    assert len(toasts.history) == 3
