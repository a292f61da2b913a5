"""What tests of the window stand on: one look for the session, and nothing left open or running after a test."""

import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from shopdesk.ui.background import Background
from shopdesk.ui.flags import Pennants
from shopdesk.ui.language import Language
from shopdesk.ui.theme import Scheme, Theme


class Settings(dict[str, Any]):
    """A PC's settings without a file."""

    def set(self, key: str, value: Any) -> None:
        """Keep a value."""
        self[key] = value


@pytest.fixture(scope="session")
def session_theme(qapp: QApplication) -> Theme:
    return Theme(qapp, Scheme.LIGHT)


@pytest.fixture
def theme(session_theme: Theme) -> Theme:
    """The light look; a test may switch it."""
    if session_theme.scheme is not Scheme.LIGHT:
        session_theme.set_scheme(Scheme.LIGHT)
    return session_theme


@pytest.fixture
def pennants(theme: Theme) -> Pennants:
    return Pennants(theme)


@pytest.fixture
def language(qapp: QApplication) -> Iterator[Language]:
    """English, and English again afterwards."""
    made = Language(qapp, "en")
    yield made
    made.use("en")
    made.deleteLater()


@pytest.fixture
def settings() -> Settings:
    return Settings()


@pytest.fixture
def background(qapp: QApplication) -> Iterator[Background]:
    made = Background()
    yield made
    assert made.close()


@pytest.fixture
def wait_gone(qtbot: QtBot) -> Callable[[QObject], None]:
    """Waits until Qt has deleted something."""
    return lambda gone: qtbot.waitUntil(lambda: not shiboken6.isValid(gone))


@pytest.fixture(autouse=True)
def nothing_left(qapp: QApplication) -> Iterator[None]:
    """No window stays open, no thread of ours goes on."""
    yield
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    left = [widget.objectName() for widget in qapp.topLevelWidgets() if widget.isVisible()]
    for widget in qapp.topLevelWidgets():
        widget.close()
    assert left == []
    assert [thread.name for thread in threading.enumerate() if thread.name.startswith("shopdesk")] == []
