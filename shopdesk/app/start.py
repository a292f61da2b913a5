"""From an address to a shop's window, by way of the first start where there is no shop yet."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject

from shopdesk.app.look import Look
from shopdesk.app.shop_window import ShopWindow
from shopdesk.clock import to_local
from shopdesk.commands.session import database_file
from shopdesk.errors import ShopdeskError
from shopdesk.i18n import _, sentence
from shopdesk.services.backups import list_backups, restore
from shopdesk.services.desk import Desk
from shopdesk.services.setup import create_desk, open_desk
from shopdesk.ui.processes import ProcessTask
from shopdesk.ui.questions import Question
from shopdesk.ui.start.first_start import FirstStart

LAST_SHOP = "database"
"""PC setting: the shop's file that was opened last, where it isn't the usual one."""


class Start(QObject):
    """From an address to a shop's window, by way of the first start where there is no shop yet."""

    def __init__(self, look: Look, address: str) -> None:
        super().__init__()
        self._look = look
        self._address = address or str(look.settings.get(LAST_SHOP, ""))
        self._file = database_file(self._address)
        self._first: FirstStart | None = None
        self.shop: ShopWindow | None = None

    def go(self) -> None:
        """Open the shop, or ask how to begin. Raises StorageErrors for a shop that can't be opened."""
        if self._file.exists() and self._file.stat().st_size:
            self._open(open_desk(self._file))
        else:
            self._ask_how()

    def end(self) -> None:
        """Let go of the shop."""
        if self.shop is not None:
            self.shop.end()

    def restore(self, backup: Path) -> None:
        """Close the shop, put a backup in its place, open it again; a refusal is said in the window."""
        assert self.shop is not None
        self._look.app.setQuitOnLastWindowClosed(False)
        self.shop.window.close()
        if self.shop.window.isVisible():  # work is running, and the window asks whether to stop it
            self._look.app.setQuitOnLastWindowClosed(True)
            return
        self.shop.end()
        refusal: ShopdeskError | None = None
        try:
            restore(self._file, backup)
        except ShopdeskError as error:
            refusal = error
        shop = self._open(open_desk(self._file))
        self._look.app.setQuitOnLastWindowClosed(True)
        if refusal is not None:
            shop.window.messages.error(refusal)
        else:
            shop.window.messages.toast(_("The backup is in place; what was there is kept beside it."))

    def offer_backup(self, damage: ShopdeskError) -> bool:
        """Where a shop can't be opened: offer its newest backup; whether the shop is open now."""
        backups = list_backups(self._file)
        if not backups:
            return False
        when = to_local(backups[0].at).strftime("%Y-%m-%d %H:%M")
        details = _("Restore the backup of {when}? The damaged file is kept beside it.").format(when=when)
        question = Question(sentence(damage), _("Restore"), details=details)
        if question.exec() != Question.DialogCode.Accepted:
            return False
        restore(self._file, backups[0].file)
        self._open(open_desk(self._file))
        return True

    def _open(self, desk: Desk) -> ShopWindow:
        self.shop = ShopWindow(self._look, desk, str(self._file))
        self.shop.restore_requested.connect(self.restore)
        self.shop.show()
        if self._first is not None:
            self._first.close()
            self._first = None
        return self.shop

    def _ask_how(self) -> None:
        first = FirstStart(theme=self._look.theme, language=self._look.language, database=self._file)
        first.sample_requested.connect(self._begin_sample)
        first.empty_requested.connect(lambda: self._try(self._begin_empty))
        first.import_requested.connect(lambda files: self._try(lambda: self._begin_import(files)))
        first.open_requested.connect(lambda file: self._try(lambda: self._open_other(file)))
        self._first = first
        first.show()

    def _try(self, begin: Callable[[], object]) -> None:
        assert self._first is not None
        try:
            begin()
        except ShopdeskError as error:
            self._first.show_refusal(sentence(error))

    def _begin_sample(self) -> None:
        """The sample is made by a process of its own, so that the window goes on."""
        assert self._first is not None
        arguments = ["--database", str(self._file), "init", "--sample"]
        task = ProcessTask([*arguments, "--json"], _("Making the sample shop"), parent=self)
        task.done.connect(lambda _told: self._try(lambda: self._open(open_desk(self._file))))
        task.failed.connect(lambda error: self._try(lambda: _raise(error)))
        self._first.show_work(task)
        task.start()

    def _begin_empty(self) -> None:
        """An empty shop begins with its addresses."""
        self._open(create_desk(self._file)).open_settings().show_section("shops")

    def _begin_import(self, files: Sequence[Path]) -> None:
        self._open(create_desk(self._file)).imports.open(files)

    def _open_other(self, file: Path) -> None:
        desk = open_desk(file)
        self._file = file
        self._look.settings.set(LAST_SHOP, str(file))
        self._open(desk)


def _raise(error: Exception) -> None:
    raise error
