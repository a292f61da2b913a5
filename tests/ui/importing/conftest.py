"""An import dialog on a small shop, with our own command line stood in for unless a test wants the real one."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from shopdesk.services.desk import Desk
from shopdesk.ui.background import Background, Task
from shopdesk.ui.banner import Banners
from shopdesk.ui.importing.dialog import ImportDialog
from shopdesk.ui.importing.run import start_process
from shopdesk.ui.messages import Messages
from shopdesk.ui.theme import Theme
from tests.factories import make_desk


class Commands:
    """Stands for our command line: remembers how it was started, and is ended by the test."""

    def __init__(self) -> None:
        self.calls: list[list[str]] = []
        self.tasks: list[Task] = []
        self.real = False

    def start(self, arguments: Sequence[str], title: str) -> Task:
        self.calls.append(list(arguments))
        if self.real:
            return start_process(arguments, title)
        task = _Stopped(title, can_cancel=True)
        self.tasks.append(task)
        return task

    def answer(self, *tables: dict[str, Any]) -> None:
        """End the last one with these results."""
        self.tasks[-1]._end(lambda: self.tasks[-1].done.emit({"files": list(tables)}))

    def fail(self, error: Exception) -> None:
        """End the last one with an error."""
        self.tasks[-1]._end(lambda: self.tasks[-1].failed.emit(error))


class _Stopped(Task):
    def cancel(self) -> None:
        self._end(self.cancelled.emit)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = make_desk(tmp_path)
    yield made
    made.database.close()


@pytest.fixture
def host(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    return made


@pytest.fixture
def commands() -> Commands:
    return Commands()


@pytest.fixture
def surroundings(
    desk: Desk, host: QWidget, theme: Theme, background: Background, settings: dict[str, Any]
) -> dict[str, Any]:
    """What the window hands to whatever imports."""
    return {
        "desk": desk,
        "database": str(desk.database.database),
        "theme": theme,
        "background": background,
        "messages": Messages(host, Banners(host), theme.icons),
        "settings": settings,
    }


@pytest.fixture
def make_dialog(
    qtbot: QtBot, background: Background, surroundings: dict[str, Any], commands: Commands
) -> Callable[[], ImportDialog]:
    """Makes an import dialog; what it says goes to the host."""
    background.on_unhandled(lambda error: pytest.fail(repr(error)))

    def make() -> ImportDialog:
        made = ImportDialog(**surroundings, start=commands.start)
        qtbot.addWidget(made)
        made.show()
        return made

    return make
