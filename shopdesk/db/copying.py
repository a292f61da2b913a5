"""Copying a whole shop from one database to another, on either engine, out of one consistent snapshot (DATA-01,
DATA-03).

Every table is copied with its ids; what the database derives by itself is made again on the other side. Both sides have
taken the same steps (`migrate.upgrade`). What stored files hold is no row: see `db/files.py`.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from typing import Any

from peewee import Database

from shopdesk.db.database import file_of, is_shared, place_of, rows_of
from shopdesk.db.derived import drop_derived, is_derived, make_derived
from shopdesk.db.dialect import UNHURRIED
from shopdesk.db.driver import sqlite3
from shopdesk.db.errors import storage_errors

Row = tuple[Any, ...]
Progress = Callable[[float], None]

ROWS_AT_ONCE = 5_000
_OWN_BOOKS = frozenset({"schema_migration", "copy_progress", "moved_away"})
"""Each database keeps its own: which steps were taken there, whether it is a whole copy, where its shop has gone."""
_LEFT_BEHIND = frozenset({("stored_file", "content")})
"""Columns that are not copied with their rows."""

_REFERRED_LATER = "PRAGMA defer_foreign_keys = 1"
"""Until the transaction ends a row may refer to one that isn't there yet."""

_REFERENCES = """
SELECT t.name, k."table" FROM sqlite_master t JOIN pragma_foreign_key_list(t.name) k WHERE t.type = 'table'"""
_REFERENCES_ON_SERVER = """
SELECT t.relname::text, other.relname::text FROM pg_constraint k
JOIN pg_class t ON t.oid = k.conrelid JOIN pg_class other ON other.oid = k.confrelid
WHERE k.contype = 'f' AND t.relnamespace = current_schema()::regnamespace"""


def tables_of(database: Database) -> list[str]:
    """The tables that hold what people and files brought, each behind those it refers to."""
    with storage_errors(place_of(database)):
        known = {name for name in database.get_tables() if name not in _OWN_BOOKS and not is_derived(name)}
    referred = references(database)
    refers = {name: referred.get(name, set()) - {name} for name in known}
    ordered: list[str] = []
    while refers:
        ready = sorted(name for name, others in refers.items() if others <= set(ordered))
        assert ready, f"these tables refer to each other in a circle: {sorted(refers)}"
        ordered += ready
        refers = {name: others for name, others in refers.items() if name not in ready}
    return ordered


def references(database: Database) -> dict[str, set[str]]:
    """The tables that refer to others, and to which."""
    sql = _REFERENCES_ON_SERVER if is_shared(database) else _REFERENCES
    found: dict[str, set[str]] = {}
    for name, other in rows_of(database, sql):
        found.setdefault(name, set()).add(other)
    return found


def columns_of(database: Database, table: str) -> list[str]:
    """The columns that are copied, by name in one order on both engines: not the generated ones."""
    if is_shared(database):
        sql = (
            "SELECT column_name FROM information_schema.columns "
            "WHERE table_schema = current_schema() AND table_name = ? AND is_generated = 'NEVER'"
        )
    else:
        sql = "SELECT name FROM pragma_table_info(?)"  # leaves the generated ones out by itself
    return sorted(row[0] for row in rows_of(database, sql, (table,)) if (table, row[0]) not in _LEFT_BEHIND)


class Snapshot:
    """A shop as it was at one moment, whoever writes meanwhile. Made by `snapshot`."""

    def __init__(self, database: Database, connection: Any) -> None:
        self._database, self._connection = database, connection
        self._cursor: Any = None
        self.tables = tables_of(database)

    def columns(self, table: str) -> list[str]:
        """The columns that `rows` gives, in its order."""
        return columns_of(self._database, table)

    def count(self, table: str) -> int:
        """How many rows a table has."""
        return int(self._connection.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0])

    def rows(self, table: str, *, where: str = "") -> Iterator[list[Row]]:
        """A table's rows by rising id, some thousands at a time; one table after the other. `where` is SQL of ours that
        leaves some out."""
        columns = self.columns(table)
        condition = f" WHERE {where}" if where else ""
        order = "id" if "id" in columns else ", ".join(f'"{name}"' for name in columns)
        sql = f'SELECT {_listed(columns)} FROM "{table}"{condition} ORDER BY {order}'
        with storage_errors(place_of(self._database)):
            cursor = self._next_cursor()
            cursor.execute(sql)
            while portion := cursor.fetchmany(ROWS_AT_ONCE):
                yield portion

    def close(self) -> None:
        """No more rows are wanted."""
        if self._cursor is not None:
            self._cursor.close()

    def _next_cursor(self) -> Any:
        """On a server the rows stay there until they are fetched."""
        self.close()
        named = {"name": "copying"} if is_shared(self._database) else {}
        self._cursor = self._connection.cursor(**named)
        return self._cursor


@contextmanager
def snapshot(database: Database) -> Iterator[Snapshot]:
    """The shop as it is now, for as long as the block lasts, on a connection of its own. Raises StorageErrors."""
    with storage_errors(place_of(database)), closing(_reader(database)) as connection:
        if is_shared(database):
            connection.execute(f"BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; {UNHURRIED}")
        else:
            connection.execute("BEGIN")
        connection.execute("SELECT count(*) FROM schema_migration").fetchone()  # the first look fixes the moment
        with closing(Snapshot(database, connection)) as shop:
            yield shop


def _reader(database: Database) -> Any:
    if is_shared(database):
        return database.own_connection()
    return sqlite3.connect(str(file_of(database)), isolation_level=None)


def copy_tables(
    source: Database, target: Database, *, progress: Progress | None = None, derived: bool = True
) -> dict[str, int]:
    """Put everything of `source` into `target`, whose tables are empty, in one transaction; returns how many rows each
    table has got. Without `derived`, what the database makes of them waits until it is opened as a shop.

    `progress` is told the share done (0 to 1); what it raises ends the copying, and nothing is in `target` then. Raises
    StorageErrors of both.
    """
    with snapshot(source) as shop, storage_errors(place_of(target)), target.atomic():
        counts = {table: shop.count(table) for table in shop.tables}
        told = _Told(progress, sum(counts.values()))
        drop_derived(target)  # nothing is counted or indexed for search row by row
        copied = {}
        for table in counts:
            copied[table] = write_rows(target, table, shop.columns(table), told.passing(shop.rows(table)))
        if derived:
            finish_copy(target)
        told.all_done()
    return copied


def write_rows(target: Database, table: str, columns: Sequence[str], portions: Iterable[Sequence[Row]]) -> int:
    """Add rows to a table as they are, in one statement where the engine can; returns how many. Call inside a
    transaction."""
    rows = itertools.chain.from_iterable(portions)
    cursor = target.cursor()
    if not is_shared(target):
        target.execute_sql(_REFERRED_LATER)
        marks = ", ".join("?" * len(columns))
        cursor.executemany(f'INSERT INTO "{table}" ({_listed(columns)}) VALUES ({marks})', rows)
        return max(int(cursor.rowcount), 0)
    with cursor.copy(f'COPY "{table}" ({_listed(columns)}) FROM STDIN') as copy:
        for row in rows:
            copy.write_row(row)
    return max(int(cursor.rowcount), 0)


def finish_copy(target: Database) -> None:
    """After the last row: new ids come behind the copied ones, and counts, search and the lock on the trail are there
    again. Call inside the transaction."""
    if is_shared(target):
        for table in tables_of(target):
            _set_sequence(target, table)
    make_derived(target)


def empty_tables(target: Database, tables: Sequence[str] = ()) -> None:
    """Take every row out, the trail's too, since other rows come in their place; only from `tables` where they are
    named, with all that refer to them. Call inside a transaction, before the one or in the one that brings the others.
    """
    drop_derived(target)
    tables = tables or tables_of(target)
    if is_shared(target):
        target.execute_sql(f"TRUNCATE {_listed([*tables, 'order_count'])}")  # which refers to shops
        return
    target.execute_sql(_REFERRED_LATER)
    for table in reversed(tables):
        target.execute_sql(f'DELETE FROM "{table}"')


def _set_sequence(target: Database, table: str) -> None:
    if "id" not in columns_of(target, table):
        return
    target.execute_sql(
        f'SELECT setval(found.name, (SELECT coalesce(max(id), 0) + 1 FROM "{table}"), false) '
        "FROM (SELECT pg_get_serial_sequence(?, 'id') AS name) found WHERE found.name IS NOT NULL",
        (f'"{table}"',),
    )


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)


class _Told:
    """Tells how far it is while rows pass by; making the derived things is the last tenth."""

    def __init__(self, progress: Progress | None, rows: int) -> None:
        self._progress, self._rows, self._passed = progress, max(rows, 1), 0

    def passing(self, portions: Iterable[list[Row]]) -> Iterator[list[Row]]:
        for portion in portions:
            yield portion
            self._passed += len(portion)
            if self._progress:
                self._progress(0.9 * self._passed / self._rows)

    def all_done(self) -> None:
        if self._progress:
            self._progress(1)
