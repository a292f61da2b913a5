"""Backups that a running shop makes by itself: every few hours and after the close of the day (DATA-01)."""

from PySide6.QtCore import QObject, QTimer, Signal

from shopdesk.app.look import Look
from shopdesk.errors import ShopdeskError
from shopdesk.i18n import _, sentence
from shopdesk.services.backups import SECOND_FOLDER, backup_due
from shopdesk.services.desk import Desk
from shopdesk.ui.background import Background
from shopdesk.ui.backup_runs import backup_run, told
from shopdesk.ui.messages import Messages

AFTER, EVERY, AGAIN = 20_000, 300_000, 3_600_000
"""Milliseconds after the start, between two looks whether one is due, and after one that failed."""


class BackupWatch(QObject):
    """Looks in the background; the backup itself is a run of our own command."""

    backed_up = Signal()

    def __init__(
        self, look: Look, desk: Desk, background: Background, messages: Messages, *, address: str, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._look, self._desk, self._background, self._messages = look, desk, background, messages
        self._address = address
        self._every = QTimer(self, interval=EVERY)
        self._every.timeout.connect(self.look)
        self._rest = QTimer(self, singleShot=True, interval=AGAIN)
        self._is_running = False

    def start(self) -> None:
        """Look soon, and then as time goes by."""
        self._every.start()
        QTimer.singleShot(AFTER, self, self.look)

    def stop(self) -> None:
        """The window has ended."""
        self._every.stop()

    def look(self) -> None:
        """Back up if one is due."""
        if not self._is_running and not self._rest.isActive():
            self._background.run_task(lambda: backup_due(self._desk), self._begin, self._on_error, owner=self)

    def _begin(self, is_due: bool) -> None:
        if not is_due or self._is_running:
            return
        self._is_running = True
        second = str(self._look.settings.get(SECOND_FOLDER, ""))
        run = backup_run(self._desk, self._address, second=second, if_due=True)
        run.finished.connect(self._end)
        self._background.follow(run, self._on_done, self._on_error, owner=self)
        run.start()

    def _end(self) -> None:
        self._is_running = False

    def _on_done(self, answer: object) -> None:
        self._messages.clear_banner("backup")
        problem = str(told(answer).get("problem", ""))
        if problem:
            self._messages.banner("second-folder", problem, "warning")
        elif told(answer).get("file"):
            self._messages.clear_banner("second-folder")
        self.backed_up.emit()

    def _on_error(self, error: Exception) -> None:
        """Said once, in a line that stays until one succeeds; tried again in an hour."""
        self._rest.start()
        if not isinstance(error, ShopdeskError):
            self._messages.error(error)
        elif not error.is_quiet:
            text = _("The shop could not be backed up: {reason}").format(reason=sentence(error))
            self._messages.banner("backup", text, "danger")
