"""The whole window on a small real shop, driven as a user would: keys, buttons, dialogs."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from shopdesk.app.look import make_look
from shopdesk.app.shop_window import ShopWindow
from shopdesk.db.database import Database
from shopdesk.db.postgres import PostgresDatabase
from shopdesk.pc_settings import PcSettings
from shopdesk.services.desk import Desk
from tests.timers import something_is_about_to_happen

_PATIENCE = 30_000
BY_HAND = 45
"""Milliseconds between two keys."""


class WindowStand:
    """A shop's window and what a test asks of it. Widgets are named as in the program: `shipping.make`."""

    def __init__(self, qtbot: QtBot, shop: ShopWindow) -> None:
        self._qtbot, self.shop, self.window = qtbot, shop, shop.window

    @property
    def desk(self) -> Desk:
        """The shop that the window writes to."""
        return self.shop.desk

    def settle(self) -> None:
        """Everything that was started is done and shown."""
        for _turn in range(3):  # what is done announces things that start others, each through the event loop
            self._qtbot.waitUntil(self._is_still, timeout=_PATIENCE)
            self._qtbot.wait(5)
        self._qtbot.waitUntil(self._is_still, timeout=_PATIENCE)
        if QApplication.activeWindow() is None:  # a dialog has closed, and there is no desktop to activate another
            (QApplication.activeModalWidget() or self.window).activateWindow()
            self._qtbot.wait(5)

    def _is_still(self) -> bool:
        return not self.shop.background.running and not something_is_about_to_happen()

    def wait_for(self, holds: Callable[[], bool]) -> None:
        """Until something is so."""
        self._qtbot.waitUntil(holds, timeout=_PATIENCE)

    def open(self, page: str) -> Any:
        """Go to a page."""
        shown = self.window.show_page(page)
        self.settle()
        shown.take_focus()
        return shown

    def keys(self, *keys: str, into: QWidget | None = None) -> None:
        """Type keys or texts to where the focus is: `Ctrl+N`, `Return`, `text:A-1`; `slow:YT74…` for a long text that a
        hand types, as no scanner would."""
        for key in keys:
            kind, colon, text = key.partition(":")
            delay = BY_HAND if kind == "slow" else -1
            for part in text if colon else [QKeySequence(key)]:
                target = into or QApplication.focusWidget() or self.window  # a first letter may open an editor
                if isinstance(part, str):
                    QTest.keyClicks(target, part, delay=delay)
                else:
                    QTest.keySequence(target, part)
                QCoreApplication.processEvents()  # nobody types the next cell before the last one is closed
        self.settle()

    def scan(self, code: str) -> None:
        """A scanner fires a code at the page that is shown."""
        self.window.scanner.scanned.emit(code)
        self.settle()

    def click(self, name: str) -> None:
        """Press a button by its name, in the open dialog or else in the window."""
        made = self.dialog().findChild(QAbstractButton, name) if QApplication.activeModalWidget() else None
        found = made or self.window.findChild(QAbstractButton, name)
        assert found is not None, name
        assert found.isEnabled(), f"{name}: {found.toolTip()}"
        found.click()
        self.settle()

    def dialog(self) -> QDialog:
        """The dialog that is open."""
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, QDialog), self.news()
        return dialog

    def asked(self) -> str:
        """What the open dialog says."""
        return "\n".join(label.text() for label in self.dialog().findChildren(QLabel))

    def answer(self, text: str | None = None) -> None:
        """Answer the open question: with a text, or as it stands."""
        dialog = self.dialog()
        if text is not None:
            line = dialog.findChild(QLineEdit)
            assert line is not None
            line.setText(text)
        dialog.accept()
        self.settle()

    def fill(self, **values: str) -> None:
        """Fill fields of the open form by key, and save it."""
        dialog = self.dialog()
        for key, value in values.items():
            name = f"{dialog.objectName()}.{key}"
            field = dialog.findChild(QLineEdit, name) or dialog.findChild(QLineEdit, f"{name}.line")
            assert field is not None, key
            field.setText(value)
        self.click(f"{dialog.objectName()}.save")

    def news(self) -> list[str]:
        """What toasts have said, the newest last."""
        return [news.text for news in self.window.messages.toasts.history]

    def undo(self) -> None:
        """Ctrl+Z, wherever the focus is."""
        self.keys("Ctrl+Z")


def _address(database: Database) -> str:
    return database.address.url if isinstance(database, PostgresDatabase) else str(database.database)


@contextmanager
def window_on(
    desk: Desk, folder: Path, qtbot: QtBot, *, language: str = "en", scheme: str = "light", live: bool = False
) -> Iterator[WindowStand]:
    """The window on this shop, shown and ready; closed afterwards. With `live` it hears what others change."""
    look = make_look(PcSettings(folder / "settings.toml"), scheme=scheme, language=language)
    shop = ShopWindow(look, desk, _address(desk.database))
    shop.window.resize(1366, 740)
    with qtbot.waitActive(shop.window):
        shop.window.show()
        shop.window.activateWindow()
    stand = WindowStand(qtbot, shop)
    if live:
        shop.listen()
    stand.settle()
    try:
        yield stand
    finally:
        open_dialog = QApplication.activeModalWidget()
        if open_dialog is not None:
            open_dialog.close()
        shop.window.close()
        shop.end()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
