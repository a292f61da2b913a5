"""What the database does by itself: the counts of chips and tabs, the full-text index, the lock on the trail, and in a
file the notes of what changed since a backup.

All can be thrown away and made again from the tables, which is what happens around every migration: rebuilding a
table in SQLite silently drops its triggers, and a table can't be rebuilt while a view looks at it.
"""

from typing import NamedTuple

from peewee import Database

from shopdesk.db import postgres_derived, row_marks, sqlite_derived
from shopdesk.db.database import is_shared

_NAMES = ("order_count", "order_text", "order_trigram", *row_marks.NAMES)
"""What the names of derived tables begin with."""


def is_derived(table: str) -> bool:
    """Whether a table is made from the others, so that it is neither copied nor compared."""
    return table.startswith(_NAMES)


def has_derived(database: Database) -> bool:
    """Whether the derived things are there: a backup of a server is without, until it is opened as a shop."""
    return bool(database.table_exists("order_text" if is_shared(database) else row_marks.NAMES[0]))


def drop_derived(database: Database) -> None:
    """Throw the triggers and the full text away. Call inside a transaction that ends with `make_derived`."""
    if not database.table_exists("orders"):
        return
    for statement in _engine(database).drop:
        database.execute_sql(statement)
    if not is_shared(database):
        row_marks.drop_marks(database)


def make_derived(database: Database) -> None:
    """Throw the triggers, counts and full text away and make them again. Call inside a transaction."""
    drop_derived(database)
    database.execute_sql("DELETE FROM order_count")
    database.execute_sql(
        "INSERT INTO order_count (shop_id, flag, tray, n) "
        "SELECT shop_id, flag, tray, count(*) FROM orders GROUP BY shop_id, flag, tray"
    )
    for statement in _engine(database).make:
        database.execute_sql(statement)
    if not is_shared(database):
        row_marks.make_marks(database)


class _Statements(NamedTuple):
    drop: list[str]
    make: list[str]


def _engine(database: Database) -> _Statements:
    if is_shared(database):
        return _Statements(postgres_derived.DROP, postgres_derived.MAKE)
    return _Statements(sqlite_derived.DROP, sqlite_derived.MAKE)
