"""Nobody there for a while."""

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from shopdesk.ui import idle
from shopdesk.ui.idle import IdleWatch


@pytest.fixture
def watch(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> IdleWatch:
    """A minute lasts 50 ms."""
    monkeypatch.setattr(idle, "MINUTE", 50)
    return IdleWatch(qapp, QObject(qapp))


def test_it_tells_when_nobody_touches_anything(watch: IdleWatch, qtbot: QtBot) -> None:
    with qtbot.waitSignal(watch.idle):
        watch.watch(1)
    watch.watch(0)


def test_a_key_begins_the_time_anew(watch: IdleWatch, qtbot: QtBot) -> None:
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.show()
    watch.watch(2)
    with qtbot.assertNotEmitted(watch.idle):
        for _press in range(6):
            qtbot.wait(30)
            QTest.keyClick(widget, Qt.Key.Key_A)
    watch.watch(0)


def test_off_is_off(watch: IdleWatch, qtbot: QtBot) -> None:
    watch.watch(1)
    watch.watch(0)
    with qtbot.assertNotEmitted(watch.idle, wait=80):
        pass
