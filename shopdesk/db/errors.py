"""What can be wrong with the shop's memory, said so that somebody can do something about it."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import peewee

from shopdesk.db.driver import sqlite3
from shopdesk.errors import N_, StorageError


class DiskFull(StorageError):
    template = N_("The disk that holds {file} is full. Nothing was changed. Free some space, then try again.")


class ReadOnly(StorageError):
    template = N_("{file} can't be written: it, its folder or its drive is read-only. Nothing was changed.")


class Damaged(StorageError):
    template = N_("{file} is damaged ({detail}). Restore the newest good backup; the damaged file is kept.")


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


class NewerDatabase(StorageError):
    template = N_(
        "{file} was written by a newer shopdesk (it has step {step}). Update this program, then open it again."
    )


class NetworkShare(StorageError):
    template = N_(
        "{file} lies on a network share, where SQLite files get damaged. Keep it on this PC's own disk, or use a "
        "PostgreSQL server for several PCs."
    )


_BY_TEXT: tuple[tuple[str, type[StorageError]], ...] = (
    ("disk is full", DiskFull),
    ("no space", DiskFull),
    ("readonly", ReadOnly),
    ("read-only", ReadOnly),
    ("malformed", Damaged),
    ("not a database", NotOurs),
    ("locked", Busy),
    ("busy", Busy),
    ("unable to open", Unreachable),
    ("disk i/o error", Unreachable),
)

_NO_ROOM = 64 << 10
"""Bytes. SQLite's shared memory alone needs half of it."""


@contextmanager
def storage_errors(file: str) -> Iterator[None]:
    """Turn the driver's errors about the world (full disk, damaged file ...) into ours; bugs pass through."""
    try:
        yield
    except (peewee.DatabaseError, sqlite3.DatabaseError) as error:  # bulk writes go past peewee to the driver
        found = _about_the_world(error, file)
        if found is None:
            raise
        raise found from error


def _about_the_world(error: BaseException | None, file: str) -> StorageError | None:
    """What the error says of the world, or the one on whose heels it came: a full disk makes SQLite roll back by
    itself, so that the rollback that follows fails as well and is all that arrives here."""
    while error is not None:
        if isinstance(error, StorageError):
            return error
        for part, kind in _BY_TEXT:
            if isinstance(error, peewee.DatabaseError | sqlite3.DatabaseError) and part in str(error).lower():
                return _closer_look(kind, file)(file=file, detail=str(error))
        error = error.__context__
    return None


def _closer_look(kind: type[StorageError], file: str) -> type[StorageError]:
    """Where SQLite only says that it can't open a file, a full or read-only drive is the usual cause."""
    folder = Path(file).parent
    if kind is not Unreachable or not folder.is_dir():
        return kind
    if not os.access(folder, os.W_OK):
        return ReadOnly
    return DiskFull if shutil.disk_usage(folder).free < _NO_ROOM else kind
