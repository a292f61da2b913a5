"""What every command is handed: which shop it works on, and the way into the window."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

import click

from shopdesk.errors import N_, Refused
from shopdesk.i18n import _
from shopdesk.paths import default_database, pc_settings_file

if TYPE_CHECKING:  # opening a shop costs a tenth of a second, which --help need not
    from shopdesk.services.desk import Desk


class NotAFile(Refused):
    template = N_("{address} is not a file, and this works on a file only. Name one.")


class View(NamedTuple):
    """A look and a language in which pictures are taken; `prefix` begins the names of their files."""

    prefix: str
    language: str
    look: str


class Windows(Protocol):
    """The ways into the window, handed in by the application: the command line itself knows no window."""

    def open(self, address: str, language: str) -> int:
        """Open the window on a shop, in a language ("" for the usual ones); returns the exit status."""

    def demo(self, look: str) -> int:
        """Open the window on a throw-away sample shop; `look` is light or dark."""

    def photograph(self, shops: Sequence[tuple[View, Desk]], folder: Path, files: Sequence[Path]) -> list[Path]:
        """Take pictures of shops' pages without a screen, each in its view, with `files` in the import dialog; returns
        the pictures."""


@dataclass(frozen=True, slots=True)
class Session:
    """One run of the program."""

    address: str
    """The shop's file or server as it was given, "" for the usual file."""
    windows: Windows
    person: str = ""
    """Who works (TEAM-01); "" for the owner of a shop without passwords."""

    @property
    def where(self) -> str:
        """The address of the shop it works on: the one given, else the one that this PC's window opens."""
        return self.address or usual_address()

    @property
    def file(self) -> Path:
        """The shop's file; raises NotAFile for the address of a server."""
        return database_file(self.where)

    def desk(self) -> Desk:
        """The shop, opened and closed with the command, with who works in it. The usual file is made at its first use
        (DATA-01), a named one only by `init`, so that a slip of the finger makes no empty shop. Raises SignInNeeded.
        """
        return self._signed_in(self.where, create=self.where == str(default_database()) and not self.address)

    def desk_at(self, address: str) -> Desk:
        """The shop at another address, to be copied, with who works in it; one that has moved away as well."""
        return self._signed_in(address, moved_too=True)

    def visitor(self) -> Desk:
        """The shop for somebody who can't sign in: for what proves by itself who does it."""
        from shopdesk.commands.sign_in import warn_of_clock

        desk = self.closing(_opened(self.where))
        warn_of_clock(desk)
        return desk

    def _signed_in(self, address: str, *, create: bool = False, moved_too: bool = False) -> Desk:
        from shopdesk.commands.sign_in import signed_in, warn_of_clock

        desk = self.closing(_opened(address, create=create, moved_too=moved_too))
        try:
            warn_of_clock(desk)
            return signed_in(desk, self.person)
        except BaseException:  # whoever goes on without it, to restore a damaged file, finds it closed
            desk.database.close()
            raise

    @staticmethod
    def closing(desk: Desk) -> Desk:
        """Have a desk closed when the command ends; meanwhile it waits for a server that is away."""
        from shopdesk.services.live import be_patient

        be_patient(desk.database)
        click.get_current_context().call_on_close(desk.database.close)
        return desk


def usual_address() -> str:
    """The shop that this PC's window opened last, without a password: a file or a server's address."""
    from shopdesk.pc_settings import LAST_SHOP, PcSettings

    return str(PcSettings(pc_settings_file()).get(LAST_SHOP, "")) or str(default_database())


def database_file(address: str) -> Path:
    """The file that an address means; raises NotAFile, NoAddress."""
    from shopdesk.db.addresses import address_of

    found = address_of(address or default_database())
    if found.is_server:
        raise NotAFile(address=found.url)
    return found.file


def _opened(address: str, *, create: bool = False, moved_too: bool = False) -> Desk:
    """The shop there. On a terminal the password of a server that lets nobody in without one is asked for."""
    from shopdesk.db.addresses import address_of
    from shopdesk.db.errors import WrongPassword
    from shopdesk.services.server_password import with_known_password
    from shopdesk.services.setup import open_desk

    where = with_known_password(address_of(address))
    try:
        return open_desk(where, create=create, moved_too=moved_too)
    except WrongPassword:
        if where.password or not sys.stdin.isatty():
            raise
    secret: str = click.prompt(_("Password of {name}").format(name=where.place), hide_input=True, err=True)
    return open_desk(where.with_password(secret), create=create, moved_too=moved_too)


def options(*decorators: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Several options as one decorator, in the order in which help shows them."""

    def decorate(function: Any) -> Any:
        for decorator in reversed(decorators):
            function = decorator(function)
        return function

    return decorate


def one_of(words: Iterable[StrEnum]) -> click.Choice[str]:
    """An option that takes one of these words; large or small letters."""
    return click.Choice([word.value for word in words], case_sensitive=False)
