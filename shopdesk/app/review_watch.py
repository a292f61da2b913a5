"""Brings before the supervisor what nobody solved in its time, while a shop is open (REV-02)."""

from PySide6.QtCore import QObject, QTimer

from shopdesk.domain.permissions import Right
from shopdesk.errors import ShopdeskError
from shopdesk.i18n import ngettext
from shopdesk.services.desk import Desk
from shopdesk.services.review_steps import raise_late
from shopdesk.ui.background import Background
from shopdesk.ui.messages import Kind, Messages

AFTER, EVERY = 30_000, 1_800_000
"""Milliseconds after the start, and between two looks."""


class ReviewWatch(QObject):
    """Looks in the background. Whoever has no right to serve leaves it to others; supervisors are told."""

    def __init__(self, desk: Desk, background: Background, messages: Messages, parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self._background, self._messages = desk, background, messages
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
        """Raise what is late."""
        if self._desk.actor.may(Right.SERVE):
            self._background.run_task(lambda: raise_late(self._desk), self._tell, self._on_error, owner=self)

    def _tell(self, raised: list[int]) -> None:
        n = len(raised)
        if n and self._desk.actor.may(Right.OVERRULE):
            said = ngettext(
                "{n} review was not solved in its time: it is before you now",
                "{n} reviews were not solved in their time: they are before you now",
                n,
            )
            self._messages.toast(said.format(n=n), Kind.WARNING)

    def _on_error(self, error: Exception) -> None:
        """What isn't an expected refusal is said; a server that is away is said elsewhere."""
        if not isinstance(error, ShopdeskError):
            self._messages.error(error)
