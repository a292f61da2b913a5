"""What can be wrong with the shop's memory, said so that somebody can do something about it."""

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TypeGuard

import peewee

from shopdesk.db.driver import sqlite3
from shopdesk.errors import N_, StorageError

if TYPE_CHECKING:
    import psycopg


class DiskFull(StorageError):
    template = N_("The disk that holds {file} is full. Nothing was changed. Free some space, then try again.")


class ReadOnly(StorageError):
    template = N_("{file} can't be written: it, its folder or its drive is read-only. Nothing was changed.")


class Damaged(StorageError):
    template = N_("{file} is damaged ({detail}). Restore the newest good backup; the damaged file is kept.")


class TooLarge(StorageError):
    template = N_(
        "A text or a number is larger than {file} can hold ({detail}). Nothing was changed; shorten it, then try again."
    )


class HalfCharacter(StorageError):
    template = N_("A text holds half a character, which {file} can't keep. Nothing was changed; type the text again.")


class Busy(StorageError):
    template = N_(
        "Another program has been writing to {file} for too long. Nothing was changed; try again in a moment."
    )


class Unreachable(StorageError):
    template = N_("{file} can't be opened ({detail}). Check that the drive is there and the folder exists.")


class NotOurs(StorageError):
    template = N_("{file} is not a shopdesk database. Choose another file; if it was one, restore a backup.")


class NoDatabase(StorageError):
    template = N_("There is no shop at {file} yet. Make one first: shopdesk --database {file} init")


class OnItself(StorageError):
    template = N_("{file} is the shop itself and no place for its backup. Name another file.")


class OthersFile(StorageError):
    template = N_("{file} is there already and no backup, so it stays as it is. Name another file.")


class NewerDatabase(StorageError):
    template = N_(
        "{file} was written by a newer shopdesk (it has step {step}). Update this program, then open it again."
    )


class NetworkShare(StorageError):
    template = N_(
        "{file} lies on a network share, where SQLite files get damaged. Keep it on this PC's own disk, or use a "
        "PostgreSQL server for several PCs."
    )


class ServerAway(StorageError):
    template = N_("The server can't be reached ({file}: {detail}). Nothing was changed; it goes on once it is back.")
    is_quiet = True


class OnlyFollows(ServerAway):
    template = N_(
        "The server {file} only follows another one, or is set to be only read, so nothing can be stored there. Name "
        "the one that is written to, or wait until this one takes its place."
    )


class NotStored(ServerAway):
    template = N_(
        "The server can't be reached ({file}), so this was not stored. What you typed is still there: store it again "
        "once the server answers."
    )


class FollowsTooFar(StorageError):
    template = N_("{file} doesn't have yet what the shop has. Look whether its copying is stuck.")


class NotACopy(StorageError):
    template = N_("{file} doesn't follow the shop's server. Name the address of a copy that does, or none.")


class CommitUnknown(StorageError):
    template = N_(
        "The server {server} went away just as this was being stored. Look whether it is there before you do it again."
    )


class WrongPassword(StorageError):
    template = N_("{file} refuses this name and password. Check both, or ask who looks after the server.")


class PasswordNeeded(WrongPassword):
    template = N_("{file} asks for a password. Type it; commands read it from SHOPDESK_DB_PASSWORD.")


class NoSuchDatabase(StorageError):
    template = N_("The server has no such database ({file}). Create it first, or correct its name.")


class NotPermitted(StorageError):
    template = N_("This name may not do that in {file} ({detail}). Ask who looks after the server for the right to it.")


class ServerFull(StorageError):
    template = N_("{file} takes no more connections. Close the program on a PC that needs it least, then try again.")


class ServerTooOld(StorageError):
    template = N_("{server} runs PostgreSQL {version}. Use {lowest} or newer.")


class NoChineseSearch(StorageError):
    template = N_(
        "{server} takes Chinese characters for signs (lc_ctype C, or no UTF8), so nothing could be found. Make a "
        "database with other settings (CREATE DATABASE shop TEMPLATE template0 LC_CTYPE 'C.UTF-8' ENCODING 'UTF8')."
    )


MOVED = "this shop has moved to"
"""What a shop that has moved answers to whoever still writes to it, before the address."""


class MovedAway(StorageError):
    template = N_(
        "The shop in {file} has moved to {address}; what is here is kept as it was then. Open it there: "
        "shopdesk --database {address}"
    )

    def __init__(self, *, file: object, detail: str) -> None:
        super().__init__(file=file, address=detail.rpartition(MOVED)[2].strip())


_BY_STATE: tuple[tuple[str, type[StorageError]], ...] = (
    ("08", ServerAway),
    ("57P0", ServerAway),
    ("28", WrongPassword),
    ("3D000", NoSuchDatabase),
    ("22003", TooLarge),
    ("54000", TooLarge),
    ("42501", NotPermitted),
    ("3F000", NotPermitted),  # no schema to make tables in
    ("P0001", NotPermitted),  # a trigger of whoever looks after the server
    ("42P07", NotOurs),  # something of that name, which is no table of ours
    ("42809", NotOurs),
    ("53100", DiskFull),
    ("53300", ServerFull),
    ("25006", ServerAway),
    ("55P03", Busy),
    ("40", Busy),
    ("57014", Busy),
    ("XX00", Damaged),
    ("SD001", MovedAway),
)
"""What PostgreSQL's codes begin with."""

_BY_REFUSAL: tuple[tuple[str, type[StorageError]], ...] = (
    ("session is read-only", OnlyFollows),
    ("too many", ServerFull),
    ("permission denied for database", NotPermitted),
    ("no password supplied", PasswordNeeded),
    ("password", WrongPassword),
    ("role ", WrongPassword),
    ("no pg_hba.conf entry", WrongPassword),
    ("does not exist", NoSuchDatabase),
    ("remaining connection slots", ServerFull),
)
"""A connection that is refused comes without a code."""

_UNREACHED = ("Connection refused", "timed out", "timeout expired", "No route to host", "unreachable", "starting up")
"""What says of one host among several that it can't be reached."""

_BY_TEXT: tuple[tuple[str, type[StorageError]], ...] = (
    (MOVED, MovedAway),
    ("disk is full", DiskFull),
    ("no space", DiskFull),
    ("readonly", ReadOnly),
    ("read-only", ReadOnly),
    ("too big", TooLarge),
    ("malformed", Damaged),
    ("could not decode", Damaged),
    ("unsupported file format", Damaged),
    ("not a database", NotOurs),
    ("locked", Busy),
    ("busy", Busy),
    ("unable to open", Unreachable),
    ("disk i/o error", Unreachable),
)


def is_known(error: Exception) -> bool:
    """Whether it is clear what SQLite complains of; else it is about what stands in the file."""
    return any(part in str(error).lower() for part, _kind in _BY_TEXT)


_NO_ROOM = 64 << 10
"""Bytes. SQLite's shared memory alone needs half of it."""


@contextmanager
def storage_errors(place: str) -> Iterator[None]:
    """Turn the drivers' errors about the world (full disk, damaged file, a server that is away ...) into ours; bugs
    pass through. `place` is the file, or the database and its server."""
    try:
        yield
    except (peewee.DatabaseError, sqlite3.DatabaseError, *_server_errors()) as error:  # bulk writes go past peewee
        found = _about_the_world(error, place)
        if found is None:
            raise
        raise found from error
    except UnicodeEncodeError as error:
        raise HalfCharacter(file=place) from error
    except OverflowError as error:
        if _OF_SQLITE not in str(error):
            raise
        raise TooLarge(file=place, detail=str(error)) from error


_OF_SQLITE = "SQLite"
"""Its driver says so of a number that doesn't fit into a column; a server has a code for it."""


def _server_errors() -> "tuple[type[psycopg.Error], ...]":
    """What the server's driver raises, once it is loaded: a shop in a file does without it."""
    kind = getattr(sys.modules.get("psycopg"), "Error", None)
    return () if kind is None else (kind,)


def _is_of_server(error: BaseException | None) -> "TypeGuard[psycopg.Error]":
    return isinstance(error, _server_errors())


def _about_the_world(error: BaseException | None, place: str) -> StorageError | None:
    """What the error says of the world, or the one on whose heels it came: a full disk makes SQLite roll back by
    itself, so that the rollback that follows fails as well and is all that arrives here."""
    while error is not None:
        if isinstance(error, StorageError):
            return error
        if _is_of_server(error):
            kind = _of_server(error)
            if kind is not None:
                return kind(file=place, detail=str(error).strip().splitlines()[0] if str(error).strip() else "")
        elif not _is_of_server(error.__context__):
            found = _of_file(error, place)
            if found is not None:
                return found
        error = error.__context__
    return None


def _of_server(error: "psycopg.Error") -> type[StorageError] | None:
    if error.sqlstate:
        return next((kind for state, kind in _BY_STATE if error.sqlstate.startswith(state)), None)
    if not any(kind.__name__ == "OperationalError" for kind in type(error).__mro__):
        return None
    text = str(error)
    kind = next((kind for part, kind in _BY_REFUSAL if part in text), ServerAway)
    # With one of several hosts away, another that takes over may not have heard of the database yet.
    return ServerAway if kind is NoSuchDatabase and any(part in text for part in _UNREACHED) else kind


def _of_file(error: BaseException, file: str) -> StorageError | None:
    for part, kind in _BY_TEXT:
        if isinstance(error, peewee.DatabaseError | sqlite3.DatabaseError) and part in str(error).lower():
            return _closer_look(kind, file)(file=file, detail=str(error))
    return None


def _closer_look(kind: type[StorageError], file: str) -> type[StorageError]:
    """Where SQLite only says that it can't open a file, a full or read-only drive is the usual cause."""
    folder = Path(file).parent
    if kind is not Unreachable or not folder.is_dir():
        return kind
    if not os.access(folder, os.W_OK):
        return ReadOnly
    return DiskFull if shutil.disk_usage(folder).free < _NO_ROOM else kind
