"""Copies of the shop's file that are whole and consistent, taken while others work (DATA-01)."""

import os
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

from peewee import Database

from shopdesk.db.database import file_of
from shopdesk.db.driver import sqlite3
from shopdesk.db.errors import Damaged, NotOurs, OnItself, storage_errors
from shopdesk.db.sqlite import APPLICATION_ID
from shopdesk.errors import OutputFailed

PAGES_A_STEP = 1024
Progress = Callable[[float], None]


def back_up(database: Database, target: Path, progress: Progress | None = None) -> Path:
    """Copy the open `database` to `target` by SQLite's online backup, by way of a side file renamed last,
    so that a copy that broke off never looks like a backup. Raises OutputFailed, OnItself, DiskFull ..."""
    part = target.with_name(target.name + ".part")
    try:
        if target.exists() and target.samefile(file_of(database)):
            raise OnItself(file=target)
        target.parent.mkdir(parents=True, exist_ok=True)
        part.unlink(missing_ok=True)
        with storage_errors(str(target)):
            _copy(database, part, progress)
        os.replace(part, target)
    except OSError as error:
        raise OutputFailed(path=target, reason=error.strerror or str(error)) from error
    finally:
        with suppress(OSError):  # where it could not be made
            part.unlink()
    return target


def _copy(database: Database, part: Path, progress: Progress | None) -> None:
    """Page by page, out of one read transaction: what others write meanwhile doesn't make it begin again."""

    def step(_status: int, remaining: int, total: int) -> None:
        if progress and total:
            progress(1 - remaining / total)

    with (
        closing(sqlite3.connect(str(file_of(database)), isolation_level=None)) as source,
        closing(sqlite3.connect(str(part), isolation_level=None)) as copy,
    ):
        source.execute(f"PRAGMA mmap_size = {1 << 30}")  # pages pass through once: caches only cost time
        copy.execute("PRAGMA cache_size = -2000")
        source.execute("BEGIN")
        pages = source.execute("PRAGMA page_count").fetchone()
        copy.execute("PRAGMA locking_mode = exclusive")
        copy.execute("PRAGMA journal_mode = off")
        copy.execute("PRAGMA synchronous = off")
        source.backup(copy, pages=PAGES_A_STEP, progress=step, sleep=0)
        if copy.execute("PRAGMA page_count").fetchone() != pages:
            raise Damaged(file=part, detail="page_count")
    _flush(part)


def _flush(file: Path) -> None:
    handle = os.open(file, os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def check_file(file: Path, *, thorough: bool = False) -> list[str]:
    """What SQLite finds wrong with a file (empty: nothing). Raises NotOurs for a file that isn't ours, Unreachable or
    Busy for one that can't be looked at."""
    with storage_errors(str(file)):
        connection = sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)
        try:
            if connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
                raise NotOurs(file=file)
            rows = connection.execute("PRAGMA integrity_check" if thorough else "PRAGMA quick_check").fetchall()
        except sqlite3.OperationalError:
            raise
        except sqlite3.DatabaseError as error:
            return [str(error)]
        finally:
            connection.close()
    return [row[0] for row in rows if row[0] != "ok"]
