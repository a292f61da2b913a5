"""The first window: it says what is wanted, in either language."""

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QFileDialog, QFrame, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from shopdesk.ui.background import Task
from shopdesk.ui.language import Language
from shopdesk.ui.start.first_start import FirstStart
from shopdesk.ui.theme import Scheme, Theme

PLACE = Path("/data/shop.db")


@pytest.fixture
def start(qtbot: QtBot, theme: Theme, language: Language) -> FirstStart:
    made = FirstStart(theme=theme, language=language, database=PLACE)
    qtbot.addWidget(made)
    made.show()
    return made


def text(start: FirstStart, name: str) -> str:
    found = start.findChild(QLabel, name)
    assert found is not None
    return found.text()


@pytest.mark.parametrize(("card", "signal"), [("sample", "sample_requested"), ("empty", "empty_requested")])
def test_a_choice_is_made_by_mouse_and_by_key(start: FirstStart, qtbot: QtBot, card: str, signal: str) -> None:
    with qtbot.waitSignal(getattr(start, signal), timeout=1000):
        QTest.mouseClick(start.cards[card], Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(getattr(start, signal), timeout=1000):
        QTest.keyClick(start.cards[card], Qt.Key.Key_Space)


def test_import_asks_for_files_and_hands_them_over(start: FirstStart, qtbot: QtBot, tmp_path: Path) -> None:
    file = tmp_path / "orders.csv"
    file.write_text("x")
    start.cards["import"].click()
    dialog = start.findChild(QFileDialog, "start.files")
    assert dialog is not None
    with qtbot.waitSignal(start.import_requested, timeout=1000) as told:
        dialog.filesSelected.emit([str(file)])
    assert told.args == [[file]]
    dialog.close()


def test_another_file_can_be_opened(start: FirstStart, qtbot: QtBot, tmp_path: Path) -> None:
    button = start.findChild(QPushButton, "start.open")
    assert button is not None
    button.click()
    dialog = start.findChild(QFileDialog, "start.file")
    assert dialog is not None
    with qtbot.waitSignal(start.open_requested, timeout=1000) as told:
        dialog.fileSelected.emit(str(tmp_path / "other.db"))
    assert told.args == [tmp_path / "other.db"]
    dialog.close()


def test_the_language_is_switched_at_once(start: FirstStart, qtbot: QtBot) -> None:
    languages = start.findChild(QComboBox, "start.language")
    assert languages is not None
    languages.setCurrentIndex(languages.findData("zh_CN"))
    languages.activated.emit(languages.currentIndex())
    assert start._language.code == "zh_CN"
    languages.setCurrentIndex(languages.findData("en"))
    languages.activated.emit(languages.currentIndex())
    assert start.windowTitle() == "Welcome to shopdesk"


def test_it_says_where_the_shop_will_lie(start: FirstStart) -> None:
    assert str(PLACE) in text(start, "start.place")
    assert start.cards["sample"].accessibleName() == "See a sample shop"
    assert "made-up orders" in start.cards["sample"].accessibleDescription()


def test_while_a_shop_is_made_nothing_else_can_be_chosen(start: FirstStart, qtbot: QtBot) -> None:
    task = Task("Making the sample shop", can_cancel=True)
    start.show_work(task)
    assert not start.cards["empty"].isEnabled()
    work = start.findChild(QWidget, "start.work")
    qtbot.waitUntil(lambda: work is not None and work.isVisible(), timeout=2000)
    task.cancelled.emit()
    task.finished.emit()
    assert start.cards["empty"].isEnabled()


def test_a_refusal_is_said_in_the_window(start: FirstStart) -> None:
    start.show_refusal("The disk is full.")
    assert text(start, "start.refusal") == "The disk is full."
    start.show_work(Task("again"))
    refusal = start.findChild(QLabel, "start.refusal")
    assert refusal is not None
    assert refusal.isHidden()


def test_cards_follow_the_look_and_keep_one_height(start: FirstStart, theme: Theme) -> None:
    before = start.cards["sample"].grab().toImage()
    theme.set_scheme(Scheme.DARK)
    assert start.cards["sample"].grab().toImage() != before
    assert len({card.height() for card in start.cards.values()}) == 1


def _dragged(*paths: Path) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return data


def test_files_can_be_dropped(start: FirstStart, qtbot: QtBot, tmp_path: Path) -> None:
    file = tmp_path / "orders.csv"
    file.write_text("x")
    data, action, none = _dragged(file, tmp_path), Qt.DropAction.CopyAction, Qt.KeyboardModifier.NoModifier
    left = Qt.MouseButton.LeftButton
    enter = QDragEnterEvent(QPoint(10, 10), action, data, left, none)
    QApplication.sendEvent(start, enter)
    veil = start.findChild(QFrame, "drop")
    assert veil is not None
    assert veil.isVisible()
    assert veil.size() == start.size()
    QApplication.sendEvent(start, QDragLeaveEvent())
    assert not veil.isVisible()
    QApplication.sendEvent(start, enter)
    with qtbot.waitSignal(start.import_requested, timeout=1000) as told:
        QApplication.sendEvent(start, QDropEvent(QPointF(10, 10), action, data, left, none))
    assert told.args == [[file]]


def test_what_is_no_file_is_not_taken(start: FirstStart, qtbot: QtBot, tmp_path: Path) -> None:
    data, action, none = _dragged(tmp_path), Qt.DropAction.CopyAction, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(10, 10), action, data, Qt.MouseButton.LeftButton, none)
    enter.ignore()
    QApplication.sendEvent(start, enter)
    assert not enter.isAccepted()
    with qtbot.assertNotEmitted(start.import_requested):
        QApplication.sendEvent(start, QDropEvent(QPointF(1, 1), action, data, Qt.MouseButton.LeftButton, none))
