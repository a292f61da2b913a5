"""Bringing a database up to date: numbered, frozen steps behind a backup (DATA-01)."""

import importlib.resources
import re
import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import peewee
from peewee import Database
from playhouse.migrations import Runner

from shopdesk.db.backup import back_up, check_file
from shopdesk.db.database import file_of, is_shared, place_of
from shopdesk.db.derived import drop_derived, make_derived
from shopdesk.db.driver import sqlite3
from shopdesk.db.errors import Damaged, NewerDatabase, NotOurs, storage_errors


def steps() -> list[str]:
    """The names of all steps this program knows, in order."""
    return sorted(file.stem for file in _folder().glob("[0-9]*.py"))


def applied(database: Database) -> list[str]:
    """The steps a database has taken, in order; none for an empty file."""
    with storage_errors(place_of(database)):
        if not database.table_exists("schema_migration"):
            return []
        rows = database.execute_sql("SELECT name FROM schema_migration ORDER BY name").fetchall()
    return [row[0] for row in rows]


def upgrade(database: Database) -> list[str]:
    """Take the steps that are missing and return their names.

    A database with data is backed up beside itself first and put back if a step fails. Raises NewerDatabase for one
    that knows steps this program doesn't, NotOurs for one with tables that aren't ours, Damaged for one that fails its
    check.
    """
    if not _missing(database):
        return []
    backup: Path | None = None
    try:
        with _tables_may_be_rebuilt(database), storage_errors(place_of(database)), database.atomic():
            missing = _missing(database)  # once more behind the lock: another program may have been first
            if missing and missing != steps() and not is_shared(database):
                backup = _backup_before(database, missing[0])
            if missing:
                _take(database)
    except BaseException:
        if backup:
            _put_back(database, backup)
        raise
    return missing


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
    """Raise NewerDatabase for a file written by a newer program, without opening it as a shop."""
    with storage_errors(str(file)), closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as opened:
        table = opened.execute("SELECT 1 FROM sqlite_master WHERE name = 'schema_migration'").fetchone()
        rows = opened.execute("SELECT name FROM schema_migration ORDER BY name").fetchall() if table else []
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
    Runner(database, str(_folder())).up()
    if is_shared(database):
        _sort_as_sqlite(database)
    make_derived(database)
    if is_shared(database):
        return
    lost = database.execute_sql("PRAGMA foreign_key_check").fetchone()
    if lost:
        raise peewee.IntegrityError(f"a step left {lost[0]} row {lost[1]} without its {lost[2]}")


def _sort_as_sqlite(database: Database) -> None:
    """Texts are compared by their characters' numbers, whatever the server's language: lists look the same on both
    engines."""
    columns = database.execute_sql(
        "SELECT table_name, column_name, data_type, character_maximum_length FROM information_schema.columns "
        "WHERE table_schema = current_schema() AND data_type IN ('text', 'character varying') "
        "AND coalesce(collation_name, '') <> 'C' AND table_name IN (SELECT tablename FROM pg_tables)"
    ).fetchall()
    for table, column, kind, length in columns:
        sized = f"{kind} ({length})" if length else kind
        database.execute_sql(f'ALTER TABLE {table} ALTER COLUMN "{column}" TYPE {sized} COLLATE "C"')


def _folder() -> Path:
    return Path(str(importlib.resources.files("shopdesk.db") / "migrations"))


def _backup_before(database: Database, step: str) -> Path:
    file = file_of(database)
    problems = check_file(file)
    if problems:
        raise Damaged(file=file, detail=problems[0])
    number = re.match(r"\d+", step)
    return back_up(database, file.with_name(f"{file.stem}.before-{number[0] if number else step}{file.suffix}"))


def _put_back(database: Database, backup: Path) -> None:
    """The transaction was rolled back; should the file be hurt all the same, the backup takes its place."""
    file = file_of(database)
    database.close()
    if not check_file(file):
        return
    shutil.copy2(file, file.with_name(file.name + ".damaged"))
    for part in ("-wal", "-shm"):  # they belong to the damaged file
        file.with_name(file.name + part).unlink(missing_ok=True)
    shutil.copy2(backup, file)
