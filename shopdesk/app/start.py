"""From an address to a shop's window, by way of the first start where there is no shop yet."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import shiboken6
from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QWidget

from shopdesk.app.look import Look
from shopdesk.app.server_ways import ServerWays
from shopdesk.app.shop_window import ShopWindow
from shopdesk.db.addresses import Address, address_of
from shopdesk.db.errors import MovedAway
from shopdesk.errors import OutputFailed, ShopdeskError, StorageError
from shopdesk.i18n import _, sentence
from shopdesk.paths import default_database
from shopdesk.pc_settings import LAST_SHOP
from shopdesk.services.backup_list import Backup, list_backups
from shopdesk.services.backups import SECOND_FOLDER
from shopdesk.services.damage import is_damage
from shopdesk.services.desk import NOBODY, Actor, Desk
from shopdesk.services.server_password import use_password, with_known_password
from shopdesk.services.setup import NoShopThere, create_desk, open_desk
from shopdesk.services.sign_in import leave
from shopdesk.ui.background import Background
from shopdesk.ui.backup_preview import RestoreDialog
from shopdesk.ui.people.sign_in import SignInWindow
from shopdesk.ui.processes import ProcessTask
from shopdesk.ui.restoring import Restoring
from shopdesk.ui.start.first_start import FirstStart

LAST_PERSON = "last_person"
"""PC setting: who signed in here last."""
AGAIN_IN = 1_000
"""Milliseconds after which a window that can't be closed yet is asked again."""


class Start(QObject):
    """From an address to a shop's window, by way of the first start where there is no shop yet."""

    def __init__(self, look: Look, address: str) -> None:
        super().__init__()
        self._look = look
        usual = str(look.settings.get(LAST_SHOP, "")) or default_database()
        self._shop = with_known_password(address_of(address or usual))
        self._servers = ServerWays(look)
        self._servers.chosen.connect(self.work_at)
        self._servers.begun.connect(self._begin_at)
        self._servers.file_requested.connect(lambda file: self.work_at(address_of(file)))
        self._first: FirstStart | None = None
        self._away: list[QWidget] = []
        self.shop: ShopWindow | None = None
        self.gate: SignInWindow | None = None
        """The window in which somebody signs in, while there is one."""

    def go(self) -> None:
        """Open the shop, or ask how to begin; on a server that lets nobody in, wait at its gate. Raises StorageErrors
        for a file that can't be opened."""
        file = self._shop.file
        if not self._shop.is_server and not (file.exists() and file.stat().st_size):
            self._ask_how()
            return
        try:
            self._enter(open_desk(self._shop))
        except NoShopThere:
            self._ask_how()
        except MovedAway as moved:
            self._shop = address_of(str(moved.values["address"]))
            self.go()
        except StorageError as error:
            if not self._shop.is_server:
                raise
            self._servers.wait(self._shop, error)

    def work_at(self, address: Address) -> None:
        """Open the shop at another address, which this PC works in from now on; what is open is closed first. A refusal
        is said, and everything stays as it was."""
        self._change_to(address, lambda: self._enter(open_desk(address)))

    def _begin_at(self, address: Address) -> None:
        """A new shop in an empty database, which begins with its addresses."""
        self._change_to(address, self._begin_empty)

    def _change_to(self, address: Address, begin: Callable[[], object]) -> None:
        before, desk = self._shop, None if self.shop is None else self.shop.desk
        self._look.app.setQuitOnLastWindowClosed(False)
        if self.shop is None or self._close_shop():
            self._shop = address
            use_password(address)
            try:
                begin()
                self._remember()
            except ShopdeskError as error:
                self._shop = before
                use_password(before)
                self._stay(desk, error)
        self._look.app.setQuitOnLastWindowClosed(True)

    def _stay(self, desk: Desk | None, error: ShopdeskError) -> None:
        if desk is not None:
            again = replace(open_desk(self._shop), actor=desk.actor)
            self._enter(again, lambda shop: shop.window.messages.error(error))
        elif self._first is not None:
            self._first.show_refusal(sentence(error))
        else:
            self._servers.wait(self._shop, error)

    def _remember(self) -> None:
        """This PC's window and commands open this shop from now on."""
        usual = self._shop.url == str(default_database())
        self._look.settings.set(LAST_SHOP, None if usual else self._shop.url)

    def end(self) -> None:
        """Let go of the shop."""
        self._servers.close()
        if self.gate is not None:
            self.gate.close()
        if self.shop is not None:
            self.shop.end()

    def restore(self, backup: Path) -> None:
        """Close the shop, put a backup in its place, open it again; a refusal is said in the window."""
        assert self.shop is not None
        self._look.app.setQuitOnLastWindowClosed(False)
        actor = self.shop.desk.actor
        if not self._close_shop():  # work is running, and the window asks whether to stop it
            self._look.app.setQuitOnLastWindowClosed(True)
            return
        try:
            Restoring(self._where, backup).run()
        except ShopdeskError as error:
            refusal = error
            desk = open_desk(self._shop)
            self._enter(replace(desk, actor=actor), lambda shop: shop.window.messages.error(refusal))
        else:
            self._enter_restored()
        self._look.app.setQuitOnLastWindowClosed(True)

    def _enter_restored(self) -> None:
        said = _("The backup is in place; what was there is kept beside it.")
        self._enter(open_desk(self._shop), lambda shop: shop.window.messages.toast(said))

    def ask_who(self) -> None:
        """Hide the shop until somebody has signed in: whoever worked goes on where they were, anybody else begins."""
        assert self.shop is not None
        if self.gate is not None:
            return
        shop = self.shop
        self._put_away()
        self.gate = self._make_gate(shop.desk, shop.desk.actor.name, self._come_in)

    def work_as(self, actor: Actor) -> None:
        """The shop's window anew for somebody else, or for the same person with other rights."""
        assert self.shop is not None
        self._look.app.setQuitOnLastWindowClosed(False)
        if self.shop.presence.running_work():
            QTimer.singleShot(AGAIN_IN, self.shop, lambda: self.work_as(actor))
        elif self._close_shop():
            self._open(replace(open_desk(self._shop), actor=actor))
        self._look.app.setQuitOnLastWindowClosed(True)

    def offer_backup(self, damage: ShopdeskError) -> bool:
        """Where a shop can't be opened: offer its newest good backup, or another; whether the shop is open now. The
        damaged file is kept beside it. Raises what restoring raises."""
        backups = self._backups()
        if not backups or not is_damage(damage):
            return False
        chosen = self._choose_backup(backups, sentence(damage))
        if chosen is None:
            return False
        Restoring(self._where, chosen).run()
        self._enter_restored()
        return True

    def _backups(self) -> list[Backup]:
        second = str(self._look.settings.get(SECOND_FOLDER, ""))
        return list_backups(self._where, second=Path(second) if second else None)

    def _choose_backup(self, backups: list[Backup], reason: str) -> Path | None:
        chosen: list[Path] = []
        background = Background()
        dialog = RestoreDialog(self._where, backups, background, reason=reason)
        dialog.restore_requested.connect(chosen.append)
        dialog.exec()
        background.close()
        dialog.deleteLater()
        return chosen[0] if chosen else None

    def _restore_lost(self) -> None:
        """There is no shop here (any more): a backup becomes it. Raises what restoring raises."""
        chosen = self._choose_backup(self._backups(), "")
        if chosen is not None:
            Restoring(self._where, chosen).run()
            self._enter_restored()

    @property
    def _where(self) -> str:
        """The address of the shop, without a password."""
        return self._shop.url

    def _enter(self, desk: Desk, then: Callable[[ShopWindow], object] = lambda _shop: None) -> None:
        """Open the shop for whoever acts, once it is known who that is."""
        if desk.actor != NOBODY:
            then(self._open(desk))
            return

        def come_in(actor: Actor) -> None:
            shop = self._open(replace(desk, actor=actor))
            self._close_gate(actor)
            then(shop)

        self.gate = self._make_gate(desk, str(self._look.settings.get(LAST_PERSON, "")), come_in)
        self._close_first()

    def _make_gate(self, desk: Desk, person: str, come_in: Callable[[Actor], None]) -> SignInWindow:
        gate = SignInWindow(desk, self._look.language, person=person)
        gate.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        gate.signed_in.connect(come_in)
        gate.given_up.connect(self._give_up)
        gate.show()
        gate.activateWindow()
        return gate

    def _come_in(self, actor: Actor) -> None:
        """Somebody signed in while the shop was put away."""
        shop, gate = self.shop, self.gate
        assert shop is not None and gate is not None
        if actor == shop.desk.actor:
            self._bring_back()
        elif shop.presence.running_work():
            said = _("“{work}” is still running for {name}. Wait until it is done, or let {name} sign in.")
            gate.show_refusal(said.format(work=shop.presence.running_work(), name=shop.desk.actor.name))
            return
        else:
            leave(shop.desk)
            self._away = []
            self.work_as(actor)
        self._close_gate(actor)

    def _on_actor_changed(self, actor: Actor) -> None:
        """While the shop is put away nothing of it may come back by itself."""
        if self.gate is None:
            self.work_as(actor)

    def _put_away(self) -> None:
        """Nothing of the shop is to be seen, and nothing of it takes keys."""
        windows = [window for window in self._look.app.topLevelWidgets() if window.isVisible()]
        self._away = [window for window in windows if window.windowType() != Qt.WindowType.Popup]
        for window in windows:
            window.hide()

    def _bring_back(self) -> None:
        assert self.shop is not None
        for window in [self.shop.window, *self._away]:
            if shiboken6.isValid(window):
                window.show()
        self._away = []
        self.shop.window.activateWindow()

    def _close_gate(self, actor: Actor) -> None:
        gate, self.gate = self.gate, None
        if gate is not None:
            with suppress(OutputFailed):  # being unable to remember the name is no reason to keep somebody out
                self._look.settings.set(LAST_PERSON, actor.name)
            gate.finish()

    def _give_up(self) -> None:
        """Nobody signed in: the program ends with its last window."""
        self.gate = None
        if self.shop is not None and not self.shop.window.isVisible():
            self.shop.window.close()

    def _close_shop(self) -> bool:
        """Close the window and let go of the shop; False where work is running that somebody has to decide about."""
        shop = self.shop
        assert shop is not None
        if not shop.window.close():
            return False
        shop.end()
        shop.window.deleteLater()
        shop.deleteLater()
        return True

    def _open(self, desk: Desk) -> ShopWindow:
        shop = self.shop = ShopWindow(self._look, desk, self._where)
        shop.restore_requested.connect(self.restore)
        shop.shop_chosen.connect(self.work_at)
        shop.shop_begun.connect(self._begin_at)
        shop.presence.sign_in_requested.connect(self.ask_who)
        shop.presence.actor_changed.connect(self._on_actor_changed)
        shop.show()
        self._close_first()
        return shop

    def _close_first(self) -> None:
        self._servers.end()
        if self._first is not None:
            self._first.close()
            self._first = None

    def _ask_how(self) -> None:
        first = FirstStart(theme=self._look.theme, language=self._look.language, database=self._shop.place)
        first.sample_requested.connect(self._begin_sample)
        first.empty_requested.connect(lambda: self._try(self._begin_empty))
        first.import_requested.connect(lambda files: self._try(lambda: self._begin_import(files)))
        first.restore_requested.connect(lambda: self._try(self._restore_lost))
        first.server_requested.connect(lambda: self._servers.ask(first))
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
        arguments = ["--database", self._where, "init", "--sample"]
        task = ProcessTask([*arguments, "--json"], _("Making the sample shop"), parent=self)
        task.done.connect(lambda _told: self._try(lambda: self._enter(open_desk(self._shop))))
        task.failed.connect(lambda error: self._try(lambda: _raise(error)))
        self._first.show_work(task)
        task.start()

    def _begin_empty(self) -> None:
        """An empty shop begins with its addresses."""
        self._open(create_desk(self._shop)).open_settings().show_section("shops")

    def _begin_import(self, files: Sequence[Path]) -> None:
        self._open(create_desk(self._shop)).imports.open(files)

    def _open_other(self, file: Path) -> None:
        desk = open_desk(file)
        self._shop = address_of(file)
        self._remember()
        self._enter(desk)


def _raise(error: Exception) -> None:
    raise error
