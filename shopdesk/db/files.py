"""Files that belong to records (photos, chat logs), named by the SHA-256 of what is in them (DATA-01).

The table `stored_file` says which there are. Of a shop in a file they lie in the folder `files` beside it, of a shop on
a server in the table itself. A file never changes: another content has another name.
"""

import hashlib
import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from peewee import Database

from shopdesk.db.backup import cannot_write
from shopdesk.db.database import file_of, is_shared, place_of, rows_of
from shopdesk.db.errors import storage_errors
from shopdesk.errors import N_, StorageError

_PART = ".part"


class FileLost(StorageError):
    template = N_("The stored file {name} of {place} is missing or changed. Restore a backup that has it.")


class FileFolder:
    """A folder of files named by their content, in subfolders of their first two letters."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, name: str) -> Path:
        """Where a file lies, or would."""
        return self.folder / name[:2] / name

    def put(self, content: bytes) -> str:
        """Keep a file, on the disk when this returns; its name. Raises OutputFailed, DiskFull."""
        name = name_of(content)
        target = self.path(name)
        part = target.with_name(f"{name}-{os.getpid()}{_PART}")
        try:
            if self.holds(name):
                return name
            target.parent.mkdir(parents=True, exist_ok=True)
            with part.open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            os.replace(part, target)
            _flush_folder(target.parent)
        except OSError as error:
            raise cannot_write(target, error) from error
        finally:
            with suppress(OSError):
                part.unlink()
        return name

    def get(self, name: str) -> bytes | None:
        """What is in a file; None for one that is missing or changed."""
        try:
            content = self.path(name).read_bytes()
        except OSError:
            return None
        return content if name_of(content) == name else None

    def holds(self, name: str) -> bool:
        """Whether it is there, unchanged."""
        return self.get(name) is not None

    def names(self) -> set[str]:
        """The files that are there."""
        return {file.name for file in self.folder.glob("??/*") if not file.name.endswith(_PART)}

    def forget_all_but(self, names: Iterable[str]) -> list[str]:
        """Remove what nobody needs; returns what went."""
        gone = sorted(self.names() - set(names))
        for name in gone:
            with suppress(OSError):
                self.path(name).unlink()
        return gone


def name_of(content: bytes) -> str:
    """The name of a file with that content."""
    return hashlib.sha256(content).hexdigest()


def folder_of(database: Database) -> FileFolder:
    """Where a shop in a file keeps its files."""
    return FileFolder(file_of(database).parent / "files")


def put_file(database: Database, content: bytes) -> str:
    """Keep a file and return its name; call inside the transaction of what refers to it. The same content is kept once.
    Raises OutputFailed, DiskFull."""
    name, held = name_of(content), None
    if is_shared(database):
        held = content
    else:
        folder_of(database).put(content)
    database.execute_sql(
        "INSERT INTO stored_file (hash, size, content) VALUES (?, ?, ?) ON CONFLICT (hash) DO UPDATE "
        "SET content = excluded.content WHERE stored_file.content IS NULL AND excluded.content IS NOT NULL",
        (name, len(content), held),
    )
    return name


def drop_files(database: Database, names: Iterable[str]) -> None:
    """Remove files that the shop has no row of any more. Call it in a transaction of its own, behind the one that took
    the rows away: that one may still go back, a file can't. On a server they went with their rows."""
    if is_shared(database):
        return
    folder, there = folder_of(database), set(list_files(database))
    for name in set(names) - there:
        with suppress(OSError):
            folder.path(name).unlink()


def get_file(database: Database, name: str) -> bytes:
    """What is in a file. Raises FileLost."""
    content = _content(database, name)
    if content is None or name_of(content) != name:
        raise FileLost(name=name, place=place_of(database))
    return content


def list_files(database: Database) -> list[str]:
    """The names of all files of the shop."""
    return [row[0] for row in rows_of(database, "SELECT hash FROM stored_file ORDER BY hash")]


def find_lost_files(database: Database) -> list[str]:
    """Those that are missing or changed."""
    if is_shared(database):  # the server looks for itself
        sql = "SELECT hash FROM stored_file WHERE encode(sha256(content), 'hex') IS DISTINCT FROM hash ORDER BY hash"
        return [row[0] for row in rows_of(database, sql)]
    return [name for name in list_files(database) if name_of(_content(database, name) or b"") != name]


def save_files(database: Database, folder: FileFolder) -> int:
    """Copy every file that `folder` lacks into it; returns how many. What is lost here can't be saved, which
    `find_lost_files` tells. Raises OutputFailed, DiskFull."""
    there, saved = folder.names(), 0
    for name in list_files(database):
        content = None if name in there else _content(database, name)
        if content is not None and name_of(content) == name:
            folder.put(content)
            saved += 1
    return saved


def bring_files(database: Database, folder: FileFolder) -> list[str]:
    """Take every file that is lost here from `folder`; returns those that it lacks too. On a server, call inside a
    transaction."""
    still_lost = []
    for name in find_lost_files(database):
        content = folder.get(name)
        if content is None:
            still_lost.append(name)
        elif is_shared(database):
            with storage_errors(place_of(database)):
                database.execute_sql("UPDATE stored_file SET content = ? WHERE hash = ?", (content, name))
        else:
            folder_of(database).put(content)
    return still_lost


def _content(database: Database, name: str) -> bytes | None:
    if not is_shared(database):
        return folder_of(database).get(name)
    rows = rows_of(database, "SELECT content FROM stored_file WHERE hash = ?", (name,))
    return bytes(rows[0][0]) if rows and rows[0][0] is not None else None


def _flush_folder(folder: Path) -> None:
    """So that the new name survives a power cut; Windows can't and needn't."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
