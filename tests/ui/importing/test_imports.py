"""The action and the drop that open the import dialog."""

from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from shopdesk.ui.importing.imports import Imports
from shopdesk.ui.language import Language


@pytest.fixture
def imports(host: QWidget, language: Language, surroundings: dict[str, Any]) -> Imports:
    return Imports(host, language=language, **surroundings)


def test_the_action_opens_one_dialog(imports: Imports, host: QWidget, qtbot: QtBot) -> None:
    host.show()
    assert (imports.action.text(), imports.action.shortcut().toString()) == ("Import files…", "Ctrl+O")
    imports.action.trigger()
    dialog = imports.open()
    assert dialog.isVisible()
    assert imports.open() is dialog
    with qtbot.waitSignal(imports.imported, timeout=1000):
        dialog.imported.emit()
    dialog.close()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    again = imports.open()
    assert again.isVisible() and again is not dialog
    again.close()
    host.hide()
