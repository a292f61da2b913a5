"""Hands at the keyboard and at a scanner that types, and a camera where pictures are wanted: no mouse.

SHOPDESK_PICTURES=folder keeps a picture of every step there; SHOPDESK_PICTURES_AS="zh_CN dark" says how they look.
"""

import os
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtGui import QInputMethodEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.window_stand import WindowStand

MOUSE = (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick, QEvent.Type.Wheel)
FAST, SLOW = 5, 2_000
"""Milliseconds between two keys of a scanner, and between two scans."""


def wanted_look() -> tuple[str, str]:
    """Language and scheme of the pictures."""
    language, scheme = os.environ.get("SHOPDESK_PICTURES_AS", "en light").split()
    return language, scheme


class NoMouse(QObject):
    """Counts what a mouse would have sent."""

    def __init__(self) -> None:
        super().__init__()
        self.seen = 0

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        self.seen += event.type() in MOUSE
        return False


class Hands:
    """On one window."""

    def __init__(self, stand: WindowStand) -> None:
        self.stand, self._taken, self._now = stand, 0, 0.0
        self._folder = os.environ.get("SHOPDESK_PICTURES", "")
        self.pressed = 0
        """Keys so far; a scan is none."""
        stand.window.scanner._clock = lambda: self._now

    def keys(self, *keys: str) -> None:
        """Each a while after the last one, as hands do it; `text:` types what an input method writes, too."""
        for key in keys:
            self._now += SLOW
            kind, colon, text = key.partition(":")
            self.pressed += len(text) if colon else 1
            if kind == "text" and not text.isascii():
                self._commit(text)
            elif kind == "text":
                for sign in text:
                    self._now += SLOW
                    self.stand.keys(f"text:{sign}")
            else:
                self.stand.keys(key)

    def _commit(self, text: str) -> None:
        event = QInputMethodEvent()
        event.setCommitString(text)
        QCoreApplication.sendEvent(QApplication.focusWidget() or self.stand.window, event)
        self.stand.settle()

    def scan(self, code: str) -> None:
        """Keys as fast as a scanner's, then Enter, to whatever has the focus."""
        self._now += SLOW
        for key in [*code, QKeySequence("Return")]:
            self._now += FAST
            target = QApplication.focusWidget() or self.stand.window
            if isinstance(key, QKeySequence):
                QTest.keySequence(target, key)
            else:  # capitals come with Shift, so that they are no commands
                shift = Qt.KeyboardModifier.ShiftModifier if key.isupper() else Qt.KeyboardModifier.NoModifier
                QTest.keyClicks(target, key, shift)
        self.stand.settle()

    def until(self, holds: Callable[[], object]) -> None:
        """Until something is so, and shown."""
        self.stand.wait_for(lambda: bool(holds()))
        self.stand.settle()

    def look(self, step: str) -> None:
        """Take a picture of the window, or of the dialog over it."""
        if not self._folder:
            return
        self._taken += 1
        screen = self.stand.window.grab()
        screen.save(str(Path(self._folder) / f"{self._taken:02}-{step}.png"))
        modal = QApplication.activeModalWidget()
        if modal is not None:
            modal.grab().save(str(Path(self._folder) / f"{self._taken:02}-{step}-dialog.png"))
