"""Copies of a shop that are whole and consistent, taken while others work, and checked before they count (DATA-01).

A backup is always a SQLite file: of a file its pages, of a shop on a server its rows. It opens like any shop.
"""

import errno
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from io import FileIO
from pathlib import Path
from typing import Any

from peewee import Database, SqliteDatabase

from shopdesk.db.copying import copy_tables, tables_of
from shopdesk.db.database import file_of, is_shared
from shopdesk.db.driver import sqlite3
from shopdesk.db.errors import Damaged, DiskFull, NotOurs, OnItself, OthersFile, is_known, storage_errors
from shopdesk.db.sqlite import APPLICATION_ID, is_ours
from shopdesk.db.steps import applied, take_steps
from shopdesk.errors import OutputFailed

PAGES_A_STEP = 1024
BYTES_A_STEP = 8 << 20
_TRIES = 5
_QUICK = {"application_id": APPLICATION_ID, "journal_mode": "off", "synchronous": "off", "cache_size": -64_000}
"""For a file that is thrown away if anything goes wrong."""
Progress = Callable[[float], None]
"""Told the share done (0 to 1); what it raises ends the copy, and nothing of it stays."""


def back_up(database: Database, target: Path, progress: Progress | None = None, *, check: bool = True) -> Path:
    """Copy the open `database` to `target`, by way of a side file renamed last, so that a copy that broke off never
    looks like a backup. With `check` the copy is opened and looked through first. Raises OutputFailed, OnItself,
    OthersFile, DiskFull, Damaged ..."""
    with _side_file(database, target) as part, storage_errors(str(target)):
        if is_shared(database):
            counts = _dump(database, part, progress)
        else:
            counts = _copy(database, part, tables_of(database) if check else [], progress)
        flush(part)
        if check:
            _look_through(part, counts, target)
    return target


@contextmanager
def _side_file(database: Database, target: Path) -> Iterator[Path]:
    """The file to write to, which takes the place of `target` at the end of the block, and is gone after an error."""
    part = target.with_name(target.name + ".part")
    try:
        if not is_shared(database) and target.exists() and target.samefile(file_of(database)):
            raise OnItself(file=target)
        if target.exists() and not (target.is_file() and is_ours(target)):  # a device, or somebody else's work
            raise OthersFile(file=target)
        target.parent.mkdir(parents=True, exist_ok=True)
        part.unlink(missing_ok=True)
        yield part
        os.replace(part, target)
    except OSError as error:
        raise cannot_write(target, error) from error
    finally:
        for left in (part, part.with_name(part.name + "-journal")):
            with suppress(OSError):  # where it could not be made
                left.unlink()


def cannot_write(target: Path, error: OSError) -> DiskFull | OutputFailed:
    """Why a file can't be written, for somebody to do something about it."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT if hasattr(errno, "EDQUOT") else errno.ENOSPC):
        return DiskFull(file=target)
    return OutputFailed(path=target, reason=error.strerror or str(error))


def _copy(database: Database, part: Path, tables: list[str], progress: Progress | None) -> dict[str, int]:
    """Everything out of one read transaction, and how many rows these tables have in it: what others write meanwhile
    doesn't make it begin again."""
    file = file_of(database)
    with closing(sqlite3.connect(str(file), isolation_level=None)) as source:
        if _hold_still(source, file):
            size = source.execute("PRAGMA page_count").fetchone()[0] * source.execute("PRAGMA page_size").fetchone()[0]
            _copy_bytes(file, part, size, progress)
        else:
            source.execute("BEGIN")
            _copy_pages(source, part, progress)
        return _counts(source, tables)


def _hold_still(source: Any, file: Path) -> bool:
    """Begin a read transaction in which the file itself holds all that it sees, and stays so; False (and none begun)
    where others keep something beside it.

    SQLite never writes into the file what is newer than somebody's read transaction. So once everything that stands in
    the log is in the file too, it stays as it is while we read.
    """
    for _attempt in range(_TRIES):
        source.execute("BEGIN")
        is_wal = source.execute("PRAGMA journal_mode").fetchone()[0] == "wal"
        source.execute("SELECT count(*) FROM sqlite_master").fetchone()
        if not is_wal:
            return True
        with closing(sqlite3.connect(str(file), isolation_level=None)) as other:
            busy, logged, done = other.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
        if not busy and logged == done:
            return True
        source.execute("ROLLBACK")
    return False


def _copy_bytes(file: Path, part: Path, size: int, progress: Progress | None) -> None:
    at = 0
    with part.open("wb", buffering=0) as copy:
        while at < size:
            passed = _pass_on(file, at, min(BYTES_A_STEP, size - at), copy)
            if not passed:
                raise Damaged(file=file, detail="page_count")
            at += passed
            if progress:
                progress(at / size)


_opened: dict[tuple[int, int], int] = {}
"""Files that were read past SQLite, by device and inode. They stay open: closing one would drop the locks that SQLite
holds on it anywhere in this process."""


def _pass_on(file: Path, at: int, count: int, copy: FileIO) -> int:
    """Append a piece of `file` to `copy`; returns how many bytes it was. Linux does it without coming by here."""
    if sys.platform == "win32":
        with file.open("rb", buffering=0) as opened:
            opened.seek(at)
            return _write_all(copy, opened.read(count))
    found = file.stat()
    key = (found.st_dev, found.st_ino)
    if key not in _opened:
        _opened[key] = os.open(file, os.O_RDONLY | os.O_CLOEXEC)
    if hasattr(os, "sendfile") and sys.platform.startswith("linux"):
        return os.sendfile(copy.fileno(), _opened[key], at, count)
    return _write_all(copy, os.pread(_opened[key], count, at))


def _write_all(copy: FileIO, content: bytes) -> int:
    rest = memoryview(content)
    while rest:
        rest = rest[copy.write(rest) :]
    return len(content)


def _copy_pages(source: Any, part: Path, progress: Progress | None) -> None:
    """By SQLite's online backup: slower, but it also takes what only stands in the log."""

    def step(_status: int, remaining: int, total: int) -> None:
        if progress and total:
            progress(1 - remaining / total)

    with closing(sqlite3.connect(str(part), isolation_level=None)) as copy:
        source.execute(f"PRAGMA mmap_size = {1 << 30}")  # pages pass through once: caches only cost time
        copy.execute("PRAGMA cache_size = -2000")
        pages = source.execute("PRAGMA page_count").fetchone()
        copy.execute("PRAGMA locking_mode = exclusive")
        copy.execute("PRAGMA journal_mode = off")
        copy.execute("PRAGMA synchronous = off")
        source.backup(copy, pages=PAGES_A_STEP, progress=step, sleep=0)
        if copy.execute("PRAGMA page_count").fetchone() != pages:
            raise Damaged(file=part, detail="page_count")


def _dump(database: Database, part: Path, progress: Progress | None) -> dict[str, int]:
    """A shop on a server as a file that has taken the same steps; what derives is made once it is opened as a shop."""
    copy = SqliteDatabase(str(part), pragmas=_QUICK)
    with closing(copy):
        with copy.atomic():
            take_steps(copy, until=applied(database)[-1])
        return copy_tables(database, copy, progress=progress, derived=False)


def _look_through(part: Path, counts: dict[str, int], target: Path) -> None:
    """Raises Damaged for a copy that is not what was copied."""
    problems = check_file(part, still=True)
    if problems:
        raise Damaged(file=target, detail=problems[0])
    with closing(open_still(part)) as copy:
        found = _counts(copy, list(counts))
    wrong = next((table for table in counts if counts[table] != found[table]), None)
    if wrong:
        raise Damaged(file=target, detail=f"{wrong}: {found[wrong]} / {counts[wrong]}")


def _counts(connection: Any, tables: list[str]) -> dict[str, int]:
    return {table: int(connection.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0]) for table in tables}


def flush(file: Path) -> None:
    """Return once a file is on the disk."""
    handle = os.open(file, os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def copy_file(source: Path, target: Path) -> None:
    """A copy of a file that nobody writes to; it appears only when it is whole and on disk. Raises OSError."""
    part = target.with_name(f"{target.name}-{os.getpid()}.part")
    try:
        shutil.copyfile(source, part)
        flush(part)
        os.replace(part, target)
    finally:
        with suppress(OSError):
            part.unlink()


def open_still(file: Path) -> Any:
    """A connection of the driver's to a file that nobody writes to, such as a backup: nothing is made beside it, and no
    share is asked for locks. The caller closes it."""
    return sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro&immutable=1", uri=True)


def check_file(file: Path, *, thorough: bool = False, still: bool = False) -> list[str]:
    """What SQLite finds wrong with a file (empty: nothing); `still` for one that nobody writes to. Raises NotOurs for a
    file that isn't ours, Unreachable or Busy for one that can't be looked at."""
    with storage_errors(str(file)):
        connection = open_still(file) if still else sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)
        try:
            if connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
                raise NotOurs(file=file)
            rows = connection.execute("PRAGMA integrity_check" if thorough else "PRAGMA quick_check").fetchall()
        except (sqlite3.DatabaseError, UnicodeDecodeError) as error:  # what SQLite says may quote what was damaged
            if isinstance(error, sqlite3.OperationalError) and is_known(error):
                raise
            return [str(error)]
        finally:
            connection.close()
    return [row[0] for row in rows if row[0] != "ok"]
