"""Where the shop's data lie, its backups, and whether it is sound (DATA-01)."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
)

from shopdesk.domain.permissions import Right
from shopdesk.errors import ShopdeskError
from shopdesk.i18n import N_, _, sentence
from shopdesk.queries.shop_settings import get_setting
from shopdesk.services.backup_list import Backup, backup_folder, list_backups
from shopdesk.services.backups import SECOND_FOLDER, made_elsewhere, make_second_folder
from shopdesk.services.damage import last_check
from shopdesk.services.desk import Desk
from shopdesk.settings import BACKUP_HOURS, EVENING_CUT_OFF, ZONE
from shopdesk.ui.background import Background, Task
from shopdesk.ui.backup_preview import RestoreDialog, backup_text
from shopdesk.ui.backup_runs import backup_run, check_run, told
from shopdesk.ui.controls import button, label, named, restyle
from shopdesk.ui.file_dialogs import choose_folder, choose_target
from shopdesk.ui.form_inputs import Field, FieldKind
from shopdesk.ui.messages import Messages
from shopdesk.ui.moments import full_moment
from shopdesk.ui.progress import ProgressRow
from shopdesk.ui.rights import apply_right
from shopdesk.ui.settings_dialog.section import Section
from shopdesk.ui.side_panel import SettingsStore
from shopdesk.ui.theme import Theme

LONGEST_HOURS = 24
LIST_HIGH = 96
"""px at least: the button below it is to be seen on a small screen too."""


class Backups(Section):
    """Backing up, checking and the second folder don't wait for Save; how often does."""

    key, title, icon = "backups", N_("Database and backup"), "database"
    right = Right.VIEW
    restore_requested = Signal(object)
    """The `Path` of a backup that is to take the shop's place; the application closes the shop and does it."""
    backed_up = Signal()

    def __init__(
        self,
        desk: Desk,
        *,
        address: str,
        theme: Theme,
        background: Background,
        messages: Messages,
        settings: SettingsStore,
    ) -> None:
        super().__init__()
        self._desk, self._address, self._settings = desk, address, settings
        self._theme, self._background, self._messages = theme, background, messages
        self._zone = get_setting(desk.database, ZONE)
        self._hours = get_setting(desk.database, BACKUP_HOURS)
        self._place = label("settings.backups.place", wrap=True, parent=self)
        self._place.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._last = label("settings.backups.last", "muted", wrap=True, parent=self)
        self._result: QLabel = label("settings.backups.result", wrap=True, parent=self)
        self._now = button("settings.backups.now", parent=self)
        self._elsewhere = button("settings.backups.elsewhere", parent=self)
        self._check = button("settings.backups.check", parent=self)
        self._checked = label("settings.backups.checked", "muted", wrap=True, parent=self)
        self._second = label("settings.backups.second", "muted", wrap=True, parent=self)
        self._choose = button("settings.backups.choose", parent=self)
        self._forget = button("settings.backups.forget", parent=self)
        self._list = named(QListWidget(self), "settings.backups.list")
        self._restore = button("settings.backups.restore", parent=self)
        self._lay_out()
        self._connect()
        self.retranslate()

    def retranslate(self) -> None:
        """Write every text again."""
        super().retranslate()
        self._place.setText(_("The shop lies in {file}").format(file=self._address))
        self._now.setText(_("Back up now"))
        self._elsewhere.setText(_("Back up elsewhere…"))
        self._check.setText(_("Check the shop"))
        self._choose.setText(_("Choose…"))
        self._forget.setText(_("Do without"))
        self._restore.setText(_("Restore…"))
        self._list.setAccessibleName(_("Backups"))
        self._show_second()
        self._show_check()
        self._show_backups()

    def save(self) -> None:
        """How often, for everybody."""
        if self._may_set and self.number("hours") != self._hours:
            self.keep(self._desk, BACKUP_HOURS, self.number("hours"))

    def back_up(self, target: Path | None = None) -> None:
        """Copy the shop, into its folder of backups or to a place of its own."""
        run = backup_run(self._desk, self._address, target=target, second=self._second_folder)
        self._begin(run)
        self._background.follow(run, self._on_backed_up, self._on_error, owner=self)
        run.start()

    def check_file(self) -> None:
        """Look through the whole shop."""
        run = check_run(self._desk, self._address, weekly=True)
        self._begin(run)
        self._background.follow(run, self._on_checked, self._on_error, owner=self)
        run.start()

    def choose_target(self) -> None:
        """Ask where to put a backup, such as on a stick."""
        pattern = _("Shops (*.db);;All files (*)")
        choose_target(
            self, "settings.backups.target", _("Back up elsewhere"), pattern, self.back_up, suggested="shop-copy.db"
        )

    def ask_to_restore(self) -> None:
        """Show what is in the chosen backup before it takes the shop's place."""
        if self._list.currentRow() < 0 or not self._desk.actor.may(Right.RESTORE):
            return
        backup: Backup = self._list.currentItem().data(Qt.ItemDataRole.UserRole)
        dialog = RestoreDialog(
            self._address, self._backups(), self._background, chosen=backup.file, zone=self._zone, parent=self
        )
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.restore_requested.connect(self.restore_requested)
        dialog.open()

    @property
    def _may_set(self) -> bool:
        return self._desk.actor.may(Right.SETTINGS)

    @property
    def _second_folder(self) -> str:
        return str(self._settings.get(SECOND_FOLDER, ""))

    def _backups(self) -> list[Backup]:
        second = Path(self._second_folder) if self._second_folder else None
        return list_backups(self._address, zone=self._zone, second=second)

    def _lay_out(self) -> None:
        self._work = QVBoxLayout()
        self.body.addWidget(self._place)
        self.body.addWidget(self._last)
        self.body.addLayout(_row(self._now, self._elsewhere, self._check))
        self.body.addLayout(self._work)
        self.body.addWidget(self._result)
        self.body.addWidget(self._checked)
        self.add_row(
            Field(
                "hours", N_("Back up every (hours)"), FieldKind.NUMBER, self._hours, lowest=1, highest=LONGEST_HOURS,
                hint=N_("And after the evening wave, while the program runs."),
            )
        ).setEnabled(self._may_set)  # fmt: skip
        self.add_note(N_("Second folder"), "section")
        self.body.addWidget(self._second)
        self.body.addLayout(_row(self._choose, self._forget))
        self.add_note(N_("Backups"), "section")
        self._list.setMinimumHeight(LIST_HIGH)
        self._list.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self.body.addWidget(self._list, 1)
        self.body.addWidget(self._restore, 0, Qt.AlignmentFlag.AlignLeft)
        self._result.hide()

    def _connect(self) -> None:
        self._now.clicked.connect(lambda *_args: self.back_up())
        self._elsewhere.clicked.connect(self.choose_target)
        self._check.clicked.connect(self.check_file)
        self._restore.clicked.connect(self.ask_to_restore)
        self._choose.clicked.connect(
            lambda *_args: choose_folder(self, "settings.backups.folder", _("Second folder"), self._take_second)
        )
        self._forget.clicked.connect(lambda *_args: self._keep_second(""))
        for made, right in (
            (self._now, Right.BACKUP), (self._elsewhere, Right.BACKUP), (self._restore, Right.RESTORE),
            (self._choose, Right.BACKUP), (self._forget, Right.BACKUP),
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
        task.finished.connect(lambda: self._enable(True))
        task.cancelled.connect(lambda: self._say(_("Cancelled. Nothing half done was kept."), "muted"))
        self._work.addWidget(ProgressRow(task, self._theme.icons, name="settings.backups.work", since=300, parent=self))

    def _enable(self, enabled: bool) -> None:
        for made in (self._now, self._elsewhere, self._check):
            made.setEnabled(enabled)

    def _on_backed_up(self, answer: object) -> None:
        self._enable(True)
        found = told(answer)
        problem = str(found.get("problem", ""))
        made = _("Backed up to {file}").format(file=found.get("file", ""))
        self._say(problem or made, "warning" if problem else "good")
        self._show_backups()
        self.backed_up.emit()

    def _on_checked(self, answer: object) -> None:
        problems = told(answer).get("problems", [])
        found = [str(each) for each in problems] if isinstance(problems, list) else []
        self._enable(True)
        if found:
            self._say("\n".join([*found[:5], _("Restore the newest good backup.")]), "danger")
        else:
            self._say(_("The shop is sound, and the trail is unbroken."), "good")
        self._show_check()

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

    def _take_second(self, chosen: Path) -> None:
        try:
            self._keep_second(str(make_second_folder(chosen)))
        except ShopdeskError as error:
            self._say(sentence(error), "danger")

    def _keep_second(self, folder: str) -> None:
        self._settings.set(SECOND_FOLDER, folder)
        self._show_second()
        self._show_backups()

    def _show_second(self) -> None:
        folder = self._second_folder
        self._forget.setVisible(bool(folder))
        if not folder:
            text, role = _("None. A folder on another disk keeps the backups when this PC breaks."), "muted"
        elif Path(folder).is_dir():
            text, role = folder, "body"
        else:
            away = _("{folder} is away; it gets the next backup once it is back.")
            text, role = away.format(folder=folder), "warning"
        self._second.setText(text)
        restyle(self._second, "role", role)

    def _show_check(self) -> None:
        last = last_check(self._desk)
        if last is None:
            self._checked.setText(_("The whole shop is checked once a week; it was not yet."))
            return
        when = full_moment(last[0], self._zone)
        good = _("Last checked {when}: sound.").format(when=when)
        bad = _("Last checked {when}: {problem}").format(when=when, problem="\n".join(last[1][:5]))
        self._checked.setText(bad if last[1] else good)
        restyle(self._checked, "role", "danger" if last[1] else "muted")

    def _show_backups(self) -> None:
        found = self._backups()
        self._list.clear()
        for backup in found:
            item = QListWidgetItem(backup_text(backup, self._zone), self._list)
            item.setData(Qt.ItemDataRole.UserRole, backup)
            item.setToolTip(str(backup.file))
        self._restore.setEnabled(False)
        self._last.setText("\n".join(self._sentences(bool(found))))

    def _sentences(self, has_some: bool) -> list[str]:
        by_itself = _("Backed up by itself every {n} hours and after the evening wave ({time}) into {folder}").format(
            n=self._hours, time=get_setting(self._desk.database, EVENING_CUT_OFF), folder=backup_folder(self._address)
        )
        said = [by_itself] if has_some else [_("There is no backup yet."), by_itself]
        others = made_elsewhere(self._desk)
        if others:
            pc, at = others[0]
            said.append(_("The PC {pc} has one of {when}.").format(pc=pc, when=full_moment(at, self._zone)))
        return said


def _row(*buttons: QPushButton) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(8)
    for made in buttons:
        row.addWidget(made)
    row.addStretch(1)
    return row
