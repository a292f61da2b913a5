"""Looks after the trail while a shop is open: follows what is new, vouches for it, says what doesn't fit (TEAM-03)."""

from contextlib import suppress

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

from shopdesk.domain.permissions import Right
from shopdesk.errors import ShopdeskError
from shopdesk.i18n import _
from shopdesk.services.desk import Desk
from shopdesk.services.trail import Doubt, Verified, accept_trail, verify_trail, vouch, vouch_due
from shopdesk.ui.background import Background
from shopdesk.ui.messages import Messages

AFTER, EVERY = 30_000, 600_000
"""Milliseconds after the start, and between two looks whether an hour has passed or another day has begun."""
AT_END = 20_000
"""Rows that are followed at most while somebody waits for the program to end."""


class TrailWatch(QObject):
    """Everything here happens in the background; what is found stands in a banner."""

    def __init__(self, desk: Desk, background: Background, messages: Messages, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk, self._background, self._messages = desk, background, messages
        self._every = QTimer(self, interval=EVERY)
        self._every.timeout.connect(self.look)

    def start(self) -> None:
        """Begin: a look soon, then one every ten minutes."""
        self._every.start()
        QTimer.singleShot(AFTER, self, self.look)

    def look(self) -> None:
        """Follow what is new, and vouch where that is due."""
        self._background.run_task(
            lambda: (vouch if vouch_due(self._desk) else verify_trail)(self._desk), self._take, self._on_error,
            owner=self,
        )  # fmt: skip

    def stop(self) -> None:
        """The program ends: this PC vouches for the newest row. Raises nothing."""
        self._every.stop()
        with suppress(ShopdeskError):  # the shop is away or read-only, which is said elsewhere
            vouch(self._desk, most=AT_END)

    def _take(self, found: Verified) -> None:
        if not found.findings:
            self._messages.clear_banner("trail")
            return
        explained = found.findings[-1].doubt is Doubt.RESTORED
        shown = [found.findings[0], *(found.findings[-1:] if explained else ())]
        left = len(found.findings) - len(shown)
        text = " ".join(finding.text for finding in shown) + (_(" ({n} more)").format(n=left) if left else "")
        accept = (_("Accept…"), self._ask_why) if explained and self._desk.actor.may(Right.RESTORE) else None
        self._messages.banner("trail", text, "danger", action=accept)

    def _ask_why(self) -> None:
        self._messages.ask_text(_("Why is the trail as it is? This is kept in it."), _("Accept"), self._accept)

    def _accept(self, reason: str) -> None:
        self._background.run_task(
            lambda: accept_trail(self._desk, reason=reason), lambda _gone: self.look(), self._messages.error, owner=self
        )

    def _on_error(self, _error: Exception) -> None:
        """A server that is away, a full disk: said where somebody's work meets it."""
