"""An answer that was overtaken by a later question is dropped."""

import threading
from collections.abc import Callable

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from shopdesk.errors import Refused
from shopdesk.ui.background import Background
from shopdesk.ui.newest import Newest


@pytest.fixture
def settle(background: Background, qtbot: QtBot) -> Callable[[], None]:
    return lambda: qtbot.waitUntil(lambda: not background.running)


def test_the_answer_to_a_single_question_comes(background: Background, settle: Callable[[], None]) -> None:
    owner, told = QObject(), list[object]()
    Newest(background, owner).read(lambda: 7, told.append, told.append)
    settle()
    assert told == [7]


def test_what_is_asked_later_overtakes_even_where_it_is_answered_first(
    background: Background, settle: Callable[[], None]
) -> None:
    owner, gate, told = QObject(), threading.Event(), list[object]()
    newest = Newest(background, owner)
    newest.read(lambda: (gate.wait(), "old")[1], told.append, told.append)
    newest.read(lambda: "new", told.append, told.append)
    gate.set()
    settle()
    assert told == ["new"]


def test_the_error_of_what_was_overtaken_is_dropped_and_the_newest_ones_is_told(
    background: Background, settle: Callable[[], None]
) -> None:
    def fail() -> object:
        raise refusal

    refusal, owner, taken, lost = Refused(), QObject(), list[object](), list[Exception]()
    newest = Newest(background, owner)
    newest.read(fail, taken.append, lost.append)
    newest.read(lambda: "new", taken.append, lost.append)
    settle()
    assert (taken, lost) == (["new"], [])
    newest.read(fail, taken.append, lost.append)
    settle()
    assert lost == [refusal]


def test_what_is_not_wanted_any_more_is_forgotten(background: Background, settle: Callable[[], None]) -> None:
    owner, told = QObject(), list[object]()
    newest = Newest(background, owner)
    newest.read(lambda: 7, told.append, told.append)
    newest.forget()
    settle()
    assert told == []
