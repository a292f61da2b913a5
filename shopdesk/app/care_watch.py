"""How many buyers are to be written to today, beside the page of buyers (CRM-05)."""

from PySide6.QtCore import QObject, QTimer

from shopdesk.domain.permissions import Right
from shopdesk.errors import ShopdeskError
from shopdesk.queries.care_lists import list_care
from shopdesk.services.desk import Desk
from shopdesk.ui.background import Background
from shopdesk.ui.main_window import MainWindow

AFTER, EVERY = 10_000, 1_800_000
"""Milliseconds after the start, and between two looks: the list changes by the day. Once its page is open that counts
at every change."""


class CareWatch(QObject):
    """Looks in the background, for who may write to buyers."""

    def __init__(self, window: MainWindow, desk: Desk, background: Background) -> None:
        super().__init__(window)
        self._window, self._desk, self._background = window, desk, background
        self._every = QTimer(self, interval=EVERY)
        self._every.timeout.connect(self.look)

    def start(self) -> None:
        """Look soon, and then as time goes by."""
        self._every.start()
        QTimer.singleShot(AFTER, self, self.look)

    def stop(self) -> None:
        """The window has ended."""
        self._every.stop()

    def look(self) -> None:
        """Count, and show it in the navigation."""
        if self._desk.actor.may(Right.SERVE):
            self._background.run_task(
                lambda: len(list_care(self._desk.seen, now=self._desk.clock())),
                lambda n: self._window.set_badge("buyers", n), self._on_error, owner=self,
            )  # fmt: skip

    def _on_error(self, error: Exception) -> None:
        """What isn't an expected refusal is said; a server that is away is said elsewhere."""
        if not isinstance(error, ShopdeskError):
            self._window.messages.error(error)
