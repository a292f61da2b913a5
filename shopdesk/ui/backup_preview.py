"""Choosing a backup and seeing what is in it before it takes the shop's place (DATA-01)."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from shopdesk.clock import DEFAULT_ZONE
from shopdesk.errors import ShopdeskError
from shopdesk.i18n import _, sentence
from shopdesk.services.backup_list import Backup, Where
from shopdesk.services.backup_preview import Content, Loss, facts, look_into, said_loss, what_is_lost
from shopdesk.ui.background import Background
from shopdesk.ui.controls import button, label, named, restyle
from shopdesk.ui.file_dialogs import choose_file
from shopdesk.ui.language import Retranslated
from shopdesk.ui.moments import full_moment

WIDTH, LIST_HEIGHT = 560, 132

Seen = tuple[Content, Loss | None]


class RestoreDialog(Retranslated, QDialog):
    """Choose, look, restore. It only says which backup is wanted; the application puts it in the shop's place."""

    restore_requested = Signal(object)
    """The `Path` of the chosen backup."""

    def __init__(
        self,
        where: Where,
        backups: Sequence[Backup],
        background: Background,
        *,
        chosen: Path | None = None,
        reason: str = "",
        zone: str = DEFAULT_ZONE,
        parent: QWidget | None = None,
    ) -> None:
        """`chosen` is looked into at once, else the newest that is sound; `reason` says why a backup is offered."""
        super().__init__(parent)
        self.setObjectName("restore")
        self.setMinimumWidth(WIDTH)
        self._where, self._background, self._zone = where, background, zone
        self._looking, self._seeks = 0, chosen is None
        self._first = next((place for place, backup in enumerate(backups) if not backup.hurt), 0)
        self._chosen: Path | None = None
        self._reason = label("restore.reason", "danger", wrap=True, parent=self)
        self._reason.setText(reason)
        self._reason.setVisible(bool(reason))
        self._list = named(QListWidget(self), "restore.list")
        self._list.setFixedHeight(LIST_HEIGHT)
        self._facts = label("restore.facts", wrap=True, parent=self)
        self._facts.setMinimumHeight(132)
        self._facts.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._loss = label("restore.loss", "warning", wrap=True, parent=self)
        self._other = button("restore.other", "link", self)
        self._cancel = button("restore.cancel", parent=self)
        self._restore = button("restore.restore", "danger", self)
        self._lay_out()
        for backup in backups:
            self._add(backup.file, backup_text(backup, zone))
        self._connect()
        self.retranslate()
        self._begin(chosen)

    def retranslate(self) -> None:
        """Write every text again."""
        self.setWindowTitle(_("Restore a backup"))
        self.setAccessibleName(_("Restore a backup"))
        self._list.setAccessibleName(_("Backups"))
        self._other.setText(_("Another file…"))
        self._cancel.setText(_("Cancel"))
        self._restore.setText(_("Restore"))

    def _lay_out(self) -> None:
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self._other)
        foot.addStretch(1)
        for made in (self._cancel, self._restore):
            made.setMinimumWidth(88)
            foot.addWidget(made)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 20, 20, 16)
        layout.setSpacing(12)
        for part in (self._reason, self._list, self._facts, self._loss):
            layout.addWidget(part)
        layout.addLayout(foot)

    def _connect(self) -> None:
        self._list.currentItemChanged.connect(lambda item, _before: self._look_at(item))
        self._list.itemPressed.connect(lambda *_args: self._stop_seeking())
        self._other.clicked.connect(lambda *_args: self._choose_other())
        self._cancel.clicked.connect(self.reject)
        self._restore.clicked.connect(lambda *_args: self._take())

    def _begin(self, chosen: Path | None) -> None:
        files = [self._list.item(row).data(Qt.ItemDataRole.UserRole) for row in range(self._list.count())]
        self._restore.setEnabled(False)
        self._loss.hide()
        if chosen is not None and chosen not in files:
            self._add(chosen, str(chosen))
            files.append(chosen)
        if files:
            self._list.setCurrentRow(files.index(chosen) if chosen is not None else self._first)
        else:
            self._facts.setText(_("There is no backup yet."))

    def _add(self, file: Path, text: str) -> QListWidgetItem:
        item = QListWidgetItem(text, self._list)
        item.setData(Qt.ItemDataRole.UserRole, file)
        item.setToolTip(str(file))
        return item

    def _choose_other(self) -> None:
        pattern = _("Shops (*.db);;All files (*)")
        choose_file(
            self, "restore.file", _("Choose a backup"), pattern,
            lambda file: self._list.setCurrentItem(self._add(file, str(file))),
        )  # fmt: skip

    def _look_at(self, item: QListWidgetItem | None) -> None:
        """Look through a backup in the background; what was chosen meanwhile counts."""
        if item is None:
            return
        file: Path = item.data(Qt.ItemDataRole.UserRole)
        self._looking += 1
        number, where = self._looking, self._where
        self._chosen = None
        self._restore.setEnabled(False)
        self._loss.hide()
        self._say(_("Looking through {file} …").format(file=file.name), "muted")

        def look() -> Seen:
            content = look_into(file)
            return content, what_is_lost(where, content)

        self._background.run_task(
            look,
            lambda seen: self._show(number, file, seen),
            lambda error: self._refuse(number, error),
            owner=self,
        )

    def _stop_seeking(self) -> None:
        """Somebody chooses."""
        self._seeks = False

    def _show(self, number: int, file: Path, seen: Seen) -> None:
        if number != self._looking:
            return
        content, loss = seen
        self._chosen, self._seeks = file, False
        self._say("\n".join(facts(content, self._zone)), "body")
        self._loss.setText(said_loss(loss))
        is_harmless = loss is not None and not (loss.is_other_shop or loss.orders or loss.changes)
        restyle(self._loss, "role", "muted" if is_harmless else "danger" if loss and loss.is_other_shop else "warning")
        self._loss.show()
        self._restore.setEnabled(True)

    def _refuse(self, number: int, error: Exception) -> None:
        if not isinstance(error, ShopdeskError):
            raise error
        if number != self._looking:
            return
        self._say(sentence(error), "danger")
        if self._seeks and self._list.currentRow() + 1 < self._list.count():
            self._list.setCurrentRow(self._list.currentRow() + 1)

    def _say(self, text: str, role: str) -> None:
        self._facts.setText(text)
        restyle(self._facts, "role", role)

    def _take(self) -> None:
        chosen = self._chosen
        if chosen is not None:
            self.accept()
            self.restore_requested.emit(chosen)


def backup_text(backup: Backup, zone: str) -> str:
    """A backup in a list: when, how large, whether it was looked through, where else it is."""
    size = _("{size} MB").format(size=f"{backup.size / 1_000_000:,.1f}")
    known = _("checked") if backup.checked else _("of a damaged shop") if backup.hurt else _("not checked yet")
    notes = [known]
    if backup.copied:
        notes.append(_("also in the second folder"))
    return f"{full_moment(backup.at, zone)}    {size}    {_(', ').join(notes)}"
