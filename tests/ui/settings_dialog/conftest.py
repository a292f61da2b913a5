"""The settings dialog on a small real shop."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from shopdesk.services.desk import Desk
from shopdesk.ui.background import Background
from shopdesk.ui.banner import Banners
from shopdesk.ui.flags import Pennants
from shopdesk.ui.language import Language
from shopdesk.ui.messages import Messages
from shopdesk.ui.settings_dialog.dialog import SettingsDialog
from shopdesk.ui.theme import Theme
from tests.factories import make_desk


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = make_desk(tmp_path)
    yield made
    made.database.close()


@pytest.fixture
def background(qapp: QApplication, desk: Desk) -> Iterator[Background]:
    def give_back() -> None:
        desk.database.close()

    made = Background(after_each=give_back)
    made.on_unhandled(lambda error: pytest.fail(repr(error)))
    yield made
    assert made.close()


@pytest.fixture
def messages(qtbot: QtBot, theme: Theme) -> Messages:
    host = QWidget()
    qtbot.addWidget(host)
    return Messages(host, Banners(host), theme.icons)


@pytest.fixture
def look(theme: Theme, language: Language, pennants: Pennants, messages: Messages) -> dict[str, Any]:
    return {"theme": theme, "language": language, "pennants": pennants, "messages": messages}


@pytest.fixture
def open_settings(
    qtbot: QtBot, desk: Desk, look: dict[str, Any], background: Background, settings: Any
) -> Callable[[], SettingsDialog]:
    """Opens the dialog; each call makes a new one."""
    address = str(desk.database.database)

    def open_it() -> SettingsDialog:
        made = SettingsDialog(desk=desk, database=address, background=background, settings=settings, **look)
        qtbot.addWidget(made)
        made.show()
        return made

    return open_it


@pytest.fixture
def dialog(open_settings: Callable[[], SettingsDialog]) -> SettingsDialog:
    return open_settings()
