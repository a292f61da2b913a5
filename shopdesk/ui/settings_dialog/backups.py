"""Where the shop's data lie, its backups, and whether the file is sound (DATA-01)."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QListWidget, QListWidgetItem, QVBoxLayout

from shopdesk.domain.permissions import Right
from shopdesk.errors import ShopdeskError
from shopdesk.i18n import N_, _, sentence
from shopdesk.queries.shop_settings import get_setting
from shopdesk.services.backups import Backup, backup_folder, backup_now, check, list_backups
from shopdesk.services.desk import Desk
from shopdesk.settings import ZONE
from shopdesk.ui.background import Background, Task
from shopdesk.ui.controls import button, label, named, restyle
from shopdesk.ui.file_dialogs import choose_target
from shopdesk.ui.messages import Messages
from shopdesk.ui.moments import full_moment
from shopdesk.ui.progress import ProgressRow
from shopdesk.ui.rights import apply_right
from shopdesk.ui.settings_dialog.section import Section
from shopdesk.ui.theme import Theme


class Backups(Section):
    """Nothing here waits for Save: backing up and checking happen when asked for."""

    key, title, icon = "backups", N_("Database and backup"), "database"
    right = Right.VIEW
    restore_requested = Signal(object)
    """The `Path` of a backup that is to take the shop's place; the application closes the shop and does it."""
    backed_up = Signal()

    def __init__(self, desk: Desk, database: Path, theme: Theme, background: Background, messages: Messages) -> None:
        super().__init__()
        self._desk, self._database = desk, database
        self._theme, self._background, self._messages = theme, background, messages
        self._zone = get_setting(desk.seen, ZONE)
        self._place = label("settings.backups.place", wrap=True, parent=self)
        self._place.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._last = label("settings.backups.last", "muted", wrap=True, parent=self)
        self._result: QLabel = label("settings.backups.result", wrap=True, parent=self)
        self._now = button("settings.backups.now", parent=self)
        self._elsewhere = button("settings.backups.elsewhere", parent=self)
        self._check = button("settings.backups.check", parent=self)
        self._list = named(QListWidget(self), "settings.backups.list")
        self._restore = button("settings.backups.restore", parent=self)
        self._lay_out()
        self._connect()
        self.retranslate()

    def retranslate(self) -> None:
        """Write every text again."""
        super().retranslate()
        self._place.setText(_("The shop lies in {file}").format(file=self._database))
        self._now.setText(_("Back up now"))
        self._elsewhere.setText(_("Back up elsewhere…"))
        self._check.setText(_("Check the file"))
        self._restore.setText(_("Restore…"))
        self._list.setAccessibleName(_("Backups"))
        self._show_backups()

    def back_up(self, target: Path | None = None) -> None:
        """Copy the shop in the background."""
        task = self._background.run_task(
            lambda: backup_now(self._desk, target),
            self._on_backed_up,
            self._on_error,
            owner=self,
            title=_("Backing up"),
        )
        self._begin(task)

    def check_file(self) -> None:
        """Look through the whole file in the background."""
        task = self._background.run_task(
            lambda: check(self._desk), self._on_checked, self._on_error, owner=self, title=_("Checking the file")
        )
        self._begin(task)

    def choose_target(self) -> None:
        """Ask where to put a backup, such as on a stick."""
        suggested = f"{self._database.stem}-copy{self._database.suffix}"
        pattern = _("Shops (*.db);;All files (*)")
        choose_target(
            self, "settings.backups.target", _("Back up elsewhere"), pattern, self.back_up, suggested=suggested
        )

    def ask_to_restore(self) -> None:
        """Ask before a backup takes the shop's place."""
        if self._list.currentRow() < 0 or not self._desk.actor.may(Right.RESTORE):
            return
        backup: Backup = self._list.currentItem().data(Qt.ItemDataRole.UserRole)
        self._messages.confirm(
            _("Go back to the backup of {when}?").format(when=full_moment(backup.at, self._zone)),
            _("Restore"),
            lambda: self.restore_requested.emit(backup.file),
            details=_("What was done since then will be gone from the shop. A copy of the shop as it is now is kept."),
            danger=True,
        )

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for made in (self._now, self._elsewhere, self._check):
            buttons.addWidget(made)
        buttons.addStretch(1)
        self._work = QVBoxLayout()
        self.body.addWidget(self._place)
        self.body.addWidget(self._last)
        self.body.addLayout(buttons)
        self.body.addLayout(self._work)
        self.body.addWidget(self._result)
        self.add_note(N_("Backups"), "section")
        self.body.addWidget(self._list, 1)
        self.body.addWidget(self._restore, 0, Qt.AlignmentFlag.AlignLeft)
        self._result.hide()

    def _connect(self) -> None:
        self._now.clicked.connect(lambda *_args: self.back_up())
        self._elsewhere.clicked.connect(self.choose_target)
        self._check.clicked.connect(self.check_file)
        self._restore.clicked.connect(self.ask_to_restore)
        for made, right in (
            (self._now, Right.BACKUP), (self._elsewhere, Right.BACKUP), (self._restore, Right.RESTORE),
        ):  # fmt: skip
            apply_right(made, self._desk, right)
        self._list.itemActivated.connect(lambda *_args: self.ask_to_restore())
        self._list.itemSelectionChanged.connect(lambda: self._restore.setEnabled(self._list.currentRow() >= 0))

    def _begin(self, task: Task) -> None:
        self._result.hide()
        pressed = next((made for made in (self._now, self._elsewhere, self._check) if made.hasFocus()), None)
        self._enable(False)
        if pressed is not None:  # what can't be pressed loses the focus: Enter would close the dialog
            task.finished.connect(pressed.setFocus)
        self._work.addWidget(ProgressRow(task, self._theme.icons, name="settings.backups.work", since=300, parent=self))

    def _enable(self, enabled: bool) -> None:
        for made in (self._now, self._elsewhere, self._check):
            made.setEnabled(enabled)

    def _on_backed_up(self, made: Path) -> None:
        self._enable(True)
        self._say(_("Backed up to {file}").format(file=made), "good")
        self._show_backups()
        self.backed_up.emit()

    def _on_checked(self, found: list[str]) -> None:
        self._enable(True)
        if found:
            self._say("\n".join([*found[:5], _("Restore the newest good backup.")]), "danger")
        else:
            self._say(_("The file is sound, and the trail is unbroken."), "good")

    def _on_error(self, error: Exception) -> None:
        self._enable(True)
        if isinstance(error, ShopdeskError):
            self._say(sentence(error), "danger")
        else:
            self._messages.error(error)

    def _say(self, text: str, role: str) -> None:
        self._result.setText(text)
        restyle(self._result, "role", role)
        self._result.show()

    def _show_backups(self) -> None:
        found = list_backups(self._database, zone=self._zone)
        self._list.clear()
        for backup in found:
            text = f"{full_moment(backup.at, self._zone)}    {_size(backup.size)}"
            item = QListWidgetItem(text, self._list)
            item.setData(Qt.ItemDataRole.UserRole, backup)
            item.setToolTip(str(backup.file))
        self._restore.setEnabled(False)
        folder = backup_folder(self._database)
        last = _("Backed up by itself about once a day into {folder}").format(folder=folder)
        none_yet = _("There is no backup yet.")
        self._last.setText(last if found else f"{none_yet} {last}")


def _size(size: int) -> str:
    return f"{size / 1_000_000:,.1f} MB"
