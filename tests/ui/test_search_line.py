"""Lines in which people type what they look for."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from shopdesk.ui.search_line import ListSearch

Made = tuple[ListSearch, list[str]]


@pytest.fixture
def made(qtbot: QtBot) -> Iterator[Made]:
    page, told = QWidget(), list[str]()
    qtbot.addWidget(page)
    line = ListSearch("repairs.search", page)

    def hear(find: str) -> None:
        told.append(find)

    line.searched.connect(hear)
    line.left.connect(lambda: told.append("left"))
    yield line, told


def test_what_is_typed_is_told_once_hands_rest(made: Made, qtbot: QtBot) -> None:
    line, told = made
    QTest.keyClicks(line, " YT1 ")
    assert told == []
    qtbot.waitUntil(lambda: told == ["YT1"])
    QTest.keyClick(line, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: told == ["YT1", ""])


def test_who_leaves_for_the_list_has_it_found_first(made: Made) -> None:
    line, told = made
    QTest.keyClicks(line, "YT1")
    QTest.keyClick(line, Qt.Key.Key_Return)
    QTest.keyClick(line, Qt.Key.Key_Down)
    assert told == ["YT1", "left", "left"], "it is told once"


def test_what_is_shown_is_told_to_nobody(made: Made) -> None:
    line, told = made
    QTest.keyClicks(line, "YT1")
    line.show_find("")
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert (line.text(), told) == ("", ["left"]), "another list was chosen meanwhile"
