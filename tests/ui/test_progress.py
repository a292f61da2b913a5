"""Progress: nothing for quick work, a row for longer work, the status bar for long work."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QLabel, QProgressBar, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from shopdesk.ui.background import Background, Task
from shopdesk.ui.progress import ProgressRow, RunningWork, inline_progress
from shopdesk.ui.theme import Theme

WaitGone = Callable[[QObject], None]


class Stoppable(Task):
    """A task that stops when it is asked to."""

    def cancel(self) -> None:
        """Stop at once."""
        self._end(self.cancelled.emit)


@pytest.fixture
def place(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.show()
    return made


def row(task: Task, theme: Theme, place: QWidget) -> ProgressRow:
    return ProgressRow(task, theme.icons, name="import.progress", parent=place)


def test_it_shows_how_far_and_what(theme: Theme, place: QWidget, qtbot: QtBot) -> None:
    task = Task("Import", can_cancel=True)
    shown = row(task, theme, place)
    qtbot.waitUntil(shown.isVisible)
    bar = shown.findChild(QProgressBar, "import.progress.bar")
    text = shown.findChild(QLabel, "import.progress.text")
    assert bar is not None
    assert text is not None
    assert (bar.maximum(), text.text()) == (0, "Import")
    task.progressed.emit(0.42, "orders.csv")
    assert (bar.value(), bar.maximum(), text.text()) == (420, 1000, "orders.csv")
    task.progressed.emit(-1, "")
    assert (bar.maximum(), text.text()) == (0, "Import")
    assert bar.accessibleName() == "Progress of Import"


def test_cancel(theme: Theme, place: QWidget, qtbot: QtBot, wait_gone: WaitGone) -> None:
    task = Stoppable("Import", can_cancel=True)
    shown = row(task, theme, place)
    cancel = shown.findChild(QToolButton, "import.progress.cancel")
    assert cancel is not None
    with qtbot.waitSignal(task.cancelled):
        cancel.click()
    wait_gone(shown)


def test_what_can_not_be_cancelled_has_no_button(theme: Theme, place: QWidget, qtbot: QtBot) -> None:
    shown = row(Task("Read"), theme, place)
    qtbot.waitUntil(shown.isVisible)
    cancel = shown.findChild(QToolButton, "import.progress.cancel")
    assert cancel is not None
    assert not cancel.isVisible()


def test_quick_work_shows_nothing(theme: Theme, place: QWidget, wait_gone: WaitGone) -> None:
    task = Task("Import")
    shown = inline_progress(task, theme.icons, "import.progress", place)
    assert not shown.isVisible()
    task._end(lambda: task.done.emit(None))
    wait_gone(shown)


def test_long_work_moves_to_the_status_bar(
    theme: Theme, place: QWidget, background: Background, qtbot: QtBot, wait_gone: WaitGone
) -> None:
    work = RunningWork(background, theme.icons, place)
    work.show()
    task = Task("Import", can_cancel=True)
    inline = ProgressRow(task, theme.icons, name="import.progress", since=1, until=60, parent=place)
    background.started.disconnect(work.take)
    work.take(task, after=60)
    qtbot.waitUntil(inline.isVisible)
    moved = work.findChild(ProgressRow)
    assert moved is not None
    assert not moved.isVisible()
    wait_gone(inline)
    qtbot.waitUntil(moved.isVisible)
    task._end(lambda: task.done.emit(None))
    wait_gone(moved)


def test_work_without_a_title_stays_unseen(theme: Theme, place: QWidget, background: Background, qtbot: QtBot) -> None:
    work = RunningWork(background, theme.icons, place)
    task = background.run_task(lambda: None)
    assert work.findChild(ProgressRow) is None
    with qtbot.waitSignal(task.finished):
        pass


def test_the_status_bar_hears_of_every_task(theme: Theme, place: QWidget, background: Background) -> None:
    work = RunningWork(background, theme.icons, place)
    task = Task("Import")
    background.follow(task)
    assert work.findChild(ProgressRow, "main.status.work.1") is not None
    task._end(lambda: task.done.emit(None))
