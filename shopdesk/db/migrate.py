"""Bringing a database up to date: numbered, frozen steps behind a backup (DATA-01)."""

import re
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import peewee
from peewee import Database

from shopdesk.db.backup import back_up, check_file, copy_file, open_still
from shopdesk.db.database import file_of, is_shared, place_of
from shopdesk.db.derived import drop_derived, has_derived, make_derived
from shopdesk.db.errors import Damaged, NewerDatabase, NotOurs, storage_errors
from shopdesk.db.steps import applied, steps, take_steps
from shopdesk.paths import server_backups

__all__ = ["applied", "make_what_is_missing", "refuse_newer", "steps", "upgrade"]


def upgrade(database: Database) -> list[str]:
    """Take the steps that are missing and return their names.

    A database with data is backed up first, a file beside itself, and put back if a step fails. What derives from the
    tables is made again where it is missing, as in a backup of a server. Raises NewerDatabase for one that knows steps
    this program doesn't, NotOurs for one with tables that aren't ours, Damaged for one that fails its check.
    """
    if not _missing(database):
        make_what_is_missing(database)
        return []
    backup: Path | None = None
    try:
        with _tables_may_be_rebuilt(database), storage_errors(place_of(database)), database.atomic():
            missing = _missing(database)  # once more behind the lock: another program may have been first
            if missing and missing != steps():
                backup = _backup_before(database, missing[0])
            if missing:
                _take(database)
    except BaseException:
        if backup and not is_shared(database):  # a server takes everything back by itself
            _put_back(database, backup)
        raise
    return missing


def make_what_is_missing(database: Database) -> None:
    """Make what derives from the tables, where a database that has taken all steps is without."""
    if has_derived(database):
        return
    with storage_errors(place_of(database)), database.atomic():
        if not has_derived(database):  # another program may have been first
            make_derived(database)


@contextmanager
def _tables_may_be_rebuilt(database: Database) -> Iterator[None]:
    """A rebuilt table is gone for a moment, which those that refer to it must not mind; `_take` checks at the end. The
    switch works outside a transaction only. PostgreSQL rebuilds no tables."""
    if is_shared(database):
        yield
        return
    database.execute_sql("PRAGMA foreign_keys = 0")
    try:
        yield
    finally:
        database.execute_sql("PRAGMA foreign_keys = 1")


def refuse_newer(file: Path) -> None:
    """Raise NewerDatabase for a backup written by a newer program, NotOurs for one in which no shop ever was; neither
    is opened as a shop."""
    with storage_errors(str(file)), closing(open_still(file)) as opened:
        table = opened.execute("SELECT 1 FROM sqlite_master WHERE name = 'schema_migration'").fetchone()
        rows = opened.execute("SELECT name FROM schema_migration ORDER BY name").fetchall() if table else []
    if not rows:
        raise NotOurs(file=file)
    _refuse_unknown([row[0] for row in rows], file)


def _refuse_unknown(have: list[str], file: Path | str) -> None:
    newer = [name for name in have if name not in steps()]
    if newer:
        raise NewerDatabase(file=file, step=newer[-1])


def _missing(database: Database) -> list[str]:
    have, known = applied(database), steps()
    _refuse_unknown(have, place_of(database))
    if not have and database.get_tables():
        raise NotOurs(file=place_of(database))
    return [name for name in known if name not in have]


def _take(database: Database) -> None:
    """All missing steps and what derives from the tables. Call inside a transaction: half a migration isn't there."""
    drop_derived(database)
    take_steps(database)
    make_derived(database)
    if is_shared(database):
        return
    lost = database.execute_sql("PRAGMA foreign_key_check").fetchone()
    if lost:
        raise peewee.IntegrityError(f"a step left {lost[0]} row {lost[1]} without its {lost[2]}")


def _backup_before(database: Database, step: str) -> Path:
    found = re.match(r"\d+", step)
    number = found[0] if found else step
    if is_shared(database):
        return back_up(database, server_backups(database.place) / f"{database.address.database}.before-{number}.db")
    file = file_of(database)
    problems = check_file(file)
    if problems:
        raise Damaged(file=file, detail=problems[0])
    return back_up(database, file.with_name(f"{file.stem}.before-{number}{file.suffix}"))


def _put_back(database: Database, backup: Path) -> None:
    """The transaction was rolled back; should the file be hurt all the same, the backup takes its place."""
    file = file_of(database)
    database.close()
    if not check_file(file):
        return
    copy_file(file, file.with_name(file.name + ".damaged"))
    for part in ("-wal", "-shm"):  # they belong to the damaged file
        file.with_name(file.name + part).unlink(missing_ok=True)
    copy_file(backup, file)
