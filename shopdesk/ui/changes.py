"""What changed in the shop's data, told to the pages.

A write announces the kinds of things it changed ("orders", "flags"); a page listens and decides whether to read again.
Announcements come from any thread and arrive in the window's own; several in a row arrive as one. Changes made by
other programs and other PCs are noticed by asking for the data's version now and then.
"""

import threading
from collections.abc import Callable, Iterable

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

ANYTHING = "anything"
"""The kind told when somebody else changed the data: nobody knows what."""

POLL_EVERY = 500
"""Milliseconds between two looks at the data's version."""


def concerns(kinds: frozenset[str], *wanted: str) -> bool:
    """Whether a change may touch what a page shows."""
    return ANYTHING in kinds or not kinds.isdisjoint(wanted)


class Changes(QObject):
    """`changed` carries a frozenset of kinds. `lost` carries the error when the data can't be reached any more, `found`
    tells that it can again."""

    changed = Signal(frozenset)
    lost = Signal(object)
    found = Signal()
    _woken = Signal()
    _told_lost = Signal(object)
    _told_found = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lock = threading.Lock()
        self._waiting: set[str] = set()
        self._version: Callable[[], object] | None = None
        self._seen: object = None
        self._is_lost = False
        self._timer = QTimer(self, interval=POLL_EVERY)
        self._timer.timeout.connect(self.look)
        self._woken.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self._told_lost.connect(self._report_lost, Qt.ConnectionType.QueuedConnection)
        self._told_found.connect(self._report_found, Qt.ConnectionType.QueuedConnection)

    def announce(self, kinds: Iterable[str]) -> None:
        """Tell that things of these kinds changed; from any thread."""
        with self._lock:
            first = not self._waiting
            self._waiting.update(kinds)
            wake = first and bool(self._waiting)
        if wake:
            self._woken.emit()

    def announce_foreign(self, kinds: Iterable[str]) -> None:
        """Tell what others changed, nothing where nobody knows what; from any thread."""
        self.announce(tuple(kinds) or (ANYTHING,))

    def announce_lost(self, error: Exception) -> None:
        """Tell that the data can't be reached; from any thread."""
        self._told_lost.emit(error)

    def announce_found(self) -> None:
        """Tell that it can again; from any thread."""
        self._told_found.emit()

    def watch(self, data_version: Callable[[], object], every: int = POLL_EVERY) -> None:
        """Look every `every` ms whether `data_version()` gives another value than before; it must be quick."""
        self._version = data_version
        self._seen = None
        self._timer.start(every)
        self.look()

    def stop(self) -> None:
        """Look no more; announcements still arrive."""
        self._timer.stop()
        self._version = None

    @Slot()
    def look(self) -> None:
        """Look now: what the timer does, and what a window does when it comes to the front."""
        if self._version is None:
            return
        try:
            version = self._version()
        except Exception as error:  # the way to the data may break in any way its driver knows
            self._report_lost(error)
            return
        self._report_found()
        if self._seen is not None and version != self._seen:
            self.announce((ANYTHING,))
        self._seen = version

    @Slot(object)
    def _report_lost(self, error: Exception) -> None:
        if not self._is_lost:
            self._is_lost = True
            self.lost.emit(error)

    @Slot()
    def _report_found(self) -> None:
        if self._is_lost:
            self._is_lost = False
            self.found.emit()

    @Slot()
    def _deliver(self) -> None:
        with self._lock:
            kinds = frozenset(self._waiting)
            self._waiting.clear()
        if kinds:
            self.changed.emit(kinds)
