"""The numbered, frozen steps that a database has taken or still has to take."""

import importlib.resources
from pathlib import Path

import peewee
from peewee import Database

from shopdesk.db.database import is_shared, place_of
from shopdesk.db.errors import NotOurs, storage_errors


def folder() -> Path:
    """Where the steps' scripts lie."""
    return Path(str(importlib.resources.files("shopdesk.db") / "migrations"))


def steps() -> list[str]:
    """The names of all steps this program knows, in order."""
    return sorted(file.stem for file in folder().glob("[0-9]*.py"))


def applied(database: Database) -> list[str]:
    """The steps a database has taken, in order; none for an empty file."""
    with storage_errors(place_of(database)):
        if not database.table_exists("schema_migration"):
            return []
        try:
            rows = database.execute_sql("SELECT name FROM schema_migration ORDER BY name").fetchall()
        except peewee.ProgrammingError as error:  # another program's table of that name
            raise NotOurs(file=place_of(database)) from error
    return [row[0] for row in rows]


def take_steps(database: Database, until: str | None = None) -> None:
    """Take the steps that are missing, up to and with `until`. Call inside a transaction: half a step isn't there."""
    from playhouse.migrations import Runner  # with the server's driver; a shop that has all steps needs neither

    Runner(database, str(folder())).up(until)
    if is_shared(database):
        _sort_as_sqlite(database)


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
