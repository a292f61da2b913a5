"""A barcode scanner types like a person, only faster, and ends with Enter. This tells the two apart.

The filter sits on whatever has the focus. The first key goes through; keys that follow within 35 ms are held back for
a moment: if the burst ends with Enter it was a scan, the field gets back what it held before, and `scanned` is
emitted; if it doesn't, the keys are handed on and nobody notices. Commands on single letters are safe, since scanners
type capitals with Shift.
"""

import re
import time
import unicodedata
from collections.abc import Callable

import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QApplication

from shopdesk.ui.typed_text import Snapshot, snapshot

GAP = 35
"""Milliseconds between two keys of a scanner, at most."""
HELD_FOR = 60
"""Milliseconds after which held keys are handed on: later than GAP, since the window may be busy."""
SHORTEST = 6
"""Characters of the shortest code."""
AGAIN_WITHIN = 1_000
"""Milliseconds in which the same code is one scan: scanners fire twice."""
TAKES_SCAN = "takes_scan"
"""Property of a field into which scans are meant to go, such as a list of waybills: there nothing is filtered."""

CODE = re.compile(r"(?=.*\d)[A-Za-z0-9][A-Za-z0-9:/_.%\-]{5,}")
_TYPING = (QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride, QEvent.Type.InputMethod)
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_MODIFIERS = (
    Qt.Key.Key_Shift,
    Qt.Key.Key_Control,
    Qt.Key.Key_Alt,
    Qt.Key.Key_AltGr,
    Qt.Key.Key_Meta,
    Qt.Key.Key_CapsLock,
)
_COMMAND_KEYS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier


def folded(text: str) -> str:
    """Full-width letters and digits as half-width ones, without blanks around: an input method may widen a scan."""
    return unicodedata.normalize("NFKC", text).strip()


def looks_like_code(text: str) -> bool:
    """Whether a typed text may be an order number or a waybill."""
    return CODE.fullmatch(folded(text)) is not None


def _now() -> float:
    return time.monotonic() * 1000


class Scanner(QObject):
    """`scanned` carries the code, folded. Tests hand in a clock in milliseconds."""

    scanned = Signal(str)

    def __init__(self, app: QApplication, parent: QObject, clock: Callable[[], float] = _now) -> None:
        super().__init__(parent)
        self._app = app
        self._clock = clock
        self._watched: QObject | None = None
        self._before: Snapshot | None = None
        self._burst = ""
        self._held: list[tuple[int, Qt.KeyboardModifier, str]] = []
        self._last = -1e9
        self._last_code, self._last_code_at = "", -1e9
        self._is_handing_on = self._is_stopped = False
        self._timer = QTimer(self, singleShot=True, interval=HELD_FOR)
        self._timer.timeout.connect(self._hand_on)
        app.focusObjectChanged.connect(self._watch)
        self._watch(QGuiApplication.focusObject())

    def stop(self) -> None:
        """Listen no longer: the window is closed, and another one may be open."""
        if not self._is_stopped:
            self._is_stopped = True
            self._app.focusObjectChanged.disconnect(self._watch)
            self._watch(None)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt's hook; True holds the event back."""
        if event.type() not in _TYPING or self._is_handing_on or not self._is_listening():
            return False
        if isinstance(event, QInputMethodEvent):
            text = event.commitString()
            is_typed = bool(text) and not event.preeditString()
            return is_typed and self._on_text(text, 0, Qt.KeyboardModifier.NoModifier)
        if not isinstance(event, QKeyEvent):
            return False
        return self._on_override(event) if event.type() == QEvent.Type.ShortcutOverride else self._on_key(event)

    def _watch(self, focus: QObject | None) -> None:
        self._hand_on()
        if self._watched is not None and shiboken6.isValid(self._watched):
            self._watched.removeEventFilter(self)
        self._watched = focus
        self._burst = ""
        if focus is not None:
            focus.installEventFilter(self)

    def _is_listening(self) -> bool:
        if QApplication.activeModalWidget() is not None or QApplication.activePopupWidget() is not None:
            return False
        return self._watched is not None and not self._watched.property(TAKES_SCAN)

    def _is_fast(self) -> bool:
        return self._clock() - self._last <= GAP

    def _on_override(self, event: QKeyEvent) -> bool:
        """Keys inside a burst are no commands."""
        is_inside = bool(self._burst) and self._is_fast()
        if is_inside and (_printable(event) or (event.key() in _ENTER and len(self._burst) >= SHORTEST)):
            event.accept()
            return True
        return False

    def _on_key(self, event: QKeyEvent) -> bool:
        if event.key() in _ENTER:
            return self._on_enter()
        if _printable(event):
            return self._on_text(event.text(), event.key(), event.modifiers())
        if event.key() not in _MODIFIERS:
            self._hand_on()
            self._burst = ""
        return False

    def _on_text(self, text: str, key: int, modifiers: Qt.KeyboardModifier) -> bool:
        is_fast = bool(self._burst) and self._is_fast()
        self._last = self._clock()
        if is_fast:
            self._burst += text
            self._held.append((key, modifiers, text))
            self._timer.start()
            return True
        self._hand_on()
        self._burst = text
        self._before = snapshot(self._watched)
        return False

    def _on_enter(self) -> bool:
        is_scan = len(self._burst) >= SHORTEST and self._is_fast()
        code, self._burst = self._burst, ""
        if not is_scan:
            self._hand_on()
            return False
        self._timer.stop()
        self._held.clear()
        if self._before is not None:
            self._before.restore()
        code = folded(code)
        if code and not self.is_again(code):
            self.scanned.emit(code)
        return True

    def is_again(self, code: str) -> bool:
        """Whether this very code came less than a second ago; it is the last one from now on."""
        now = self._clock()
        is_again = code == self._last_code and now - self._last_code_at <= AGAIN_WITHIN
        self._last_code, self._last_code_at = code, now
        return is_again

    def _hand_on(self) -> None:
        """Give the held keys to whom they were typed."""
        self._timer.stop()
        held, self._held = self._held, []
        if self._watched is None or not shiboken6.isValid(self._watched):
            return
        self._is_handing_on = True
        try:
            for key, modifiers, text in held:
                event = QKeyEvent(QEvent.Type.KeyPress, key, modifiers, text)
                QCoreApplication.sendEvent(self._watched, event)
        finally:
            self._is_handing_on = False


def _printable(event: QKeyEvent) -> bool:
    return bool(event.text()) and event.text().isprintable() and not event.modifiers() & _COMMAND_KEYS
