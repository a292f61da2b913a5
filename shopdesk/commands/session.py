"""What every command is handed: which shop it works on, and the way into the window."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

import click

from shopdesk.errors import N_, Refused
from shopdesk.paths import default_database

if TYPE_CHECKING:  # opening a shop costs a tenth of a second, which --help need not
    from shopdesk.services.desk import Desk

_FILE_SCHEMES = ("sqlite:///", "file://")


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
    def file(self) -> Path:
        """The shop's file; raises NotAFile for the address of a server."""
        return database_file(self.address)

    def desk(self) -> Desk:
        """The shop, opened and closed with the command, with who works in it. The usual file is made at its first use
        (DATA-01), a named one only by `init`, so that a slip of the finger makes no empty shop. Raises SignInNeeded.
        """
        from shopdesk.commands.sign_in import signed_in, warn_of_clock
        from shopdesk.services.setup import open_desk

        desk = self.closing(open_desk(self.address or self.file, create=not self.address))
        warn_of_clock(desk)
        return signed_in(desk, self.person)

    def visitor(self) -> Desk:
        """The shop for somebody who can't sign in: for what proves by itself who does it."""
        from shopdesk.commands.sign_in import warn_of_clock
        from shopdesk.services.setup import open_desk

        desk = self.closing(open_desk(self.address or self.file))
        warn_of_clock(desk)
        return desk

    @staticmethod
    def closing(desk: Desk) -> Desk:
        """Have a desk closed when the command ends."""
        click.get_current_context().call_on_close(desk.database.close)
        return desk


def database_file(address: str) -> Path:
    """The file that an address means; raises NotAFile."""
    for scheme in _FILE_SCHEMES:
        if address.startswith(scheme):
            return Path(address.removeprefix(scheme))
    if "://" in address:
        raise NotAFile(address=address)
    return Path(address).expanduser() if address else default_database()


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
