"""Looks out for damage to the shop's memory: after a bad end, every week, and when work meets it (DATA-01)."""

from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QWidget

from shopdesk.app.look import Look
from shopdesk.db.database import place_of
from shopdesk.db.errors import Damaged
from shopdesk.errors import ShopdeskError
from shopdesk.i18n import _, sentence
from shopdesk.services.backup_list import list_backups
from shopdesk.services.backups import SECOND_FOLDER
from shopdesk.services.damage import OpenMark, find_damage, full_check_due, is_damage, quick_check
from shopdesk.services.desk import Desk
from shopdesk.ui.background import Background
from shopdesk.ui.backup_preview import RestoreDialog
from shopdesk.ui.backup_runs import check_run, told
from shopdesk.ui.messages import Messages

FULL_AFTER, FULL_EVERY = 120_000, 3_600_000
"""Milliseconds after the start, and between two looks whether the weekly check is due."""


class DamageWatch(QObject):
    """Everything here happens in the background; what is found stands in a banner with the way back."""

    restore_requested = Signal(object)
    """The `Path` of a backup that is to take the shop's place."""

    def __init__(
        self, look: Look, desk: Desk, background: Background, messages: Messages, *, address: str, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._window = parent
        self._look, self._desk, self._background, self._messages = look, desk, background, messages
        self._address = address
        self._mark: OpenMark | None = None
        self._every = QTimer(self, interval=FULL_EVERY)
        self._every.timeout.connect(self.look)
        messages.ask_first(self._said_in_banner)
        messages.broke.connect(self.look_closely)

    def start(self, folder: Path | None) -> None:
        """Leave the mark in this PC's `folder` and look through the shop if the last run on it ended badly."""
        if folder is not None:
            self._mark = OpenMark(folder, self._address)
            if self._mark.put():
                self.look_quickly()
        self._every.start()
        QTimer.singleShot(FULL_AFTER, self, self.look)

    def stop(self) -> None:
        """A clean end."""
        self._every.stop()
        if self._mark is not None:
            self._mark.remove()

    def look_quickly(self) -> None:
        """After a bad end."""
        self._background.run_task(lambda: quick_check(self._desk), self._say, self._on_error, owner=self)

    def look_closely(self) -> None:
        """What no program expects may stand in a damaged file."""

        def say(damage: Damaged | None) -> None:
            if damage is not None:
                self._say([sentence(damage)])

        self._background.run_task(lambda: find_damage(self._address), say, self._on_error, owner=self)

    def look(self) -> None:
        """Check everything if that is due."""
        self._background.run_task(lambda: full_check_due(self._desk), self._begin, self._on_error, owner=self)

    def _begin(self, is_due: bool) -> None:
        if is_due:
            run = check_run(self._desk, self._address, weekly=True)
            self._background.follow(run, lambda answer: self._say(told(answer).get("problems", [])), owner=self)
            run.start()

    def _say(self, found: object) -> None:
        problems = [str(each) for each in found] if isinstance(found, list) else []
        if problems:
            restore = (_("Restore a backup…"), self.offer)
            self._messages.banner("damage", problems[0], "danger", action=restore)
        else:
            self._messages.clear_banner("damage")

    def _said_in_banner(self, error: ShopdeskError) -> bool:
        """Somebody's work met it: what is broken is kept when they go back. Another damaged file is his own matter."""
        if not is_damage(error) or str(error.values.get("file")) != place_of(self._desk.database):
            return False
        self._say([sentence(error)])
        return True

    def _on_error(self, error: Exception) -> None:
        if not isinstance(error, ShopdeskError):
            self._messages.error(error)
        else:
            self._said_in_banner(error)

    def offer(self) -> None:
        """Show the newest backup that is sound, and the others."""
        kept = str(self._look.settings.get(SECOND_FOLDER, ""))
        backups = list_backups(self._address, second=Path(kept) if kept else None)
        dialog = RestoreDialog(self._address, backups, self._background, parent=self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.restore_requested.connect(self.restore_requested)
        dialog.open()
