"""What the database does by itself: the counts of chips and tabs, the full-text index, and the lock on the trail.

All can be thrown away and made again from the tables, which is what happens around every migration: rebuilding a
table in SQLite silently drops its triggers, and a table can't be rebuilt while a view looks at it.
"""

from typing import NamedTuple

from peewee import Database

from shopdesk.db import postgres_derived, sqlite_derived
from shopdesk.db.database import is_shared

_NAMES = ("order_count", "order_text", "order_trigram")
"""What the names of derived tables begin with."""


def is_derived(table: str) -> bool:
    """Whether a table is made from the others, so that it is neither copied nor compared."""
    return table.startswith(_NAMES)


def has_derived(database: Database) -> bool:
    """Whether the derived things are there: a backup of a server is without, until it is opened as a shop."""
    return bool(database.table_exists("order_text"))


def drop_derived(database: Database) -> None:
    """Throw the triggers and the full text away. Call inside a transaction that ends with `make_derived`."""
    if not database.table_exists("orders"):
        return
    for statement in _engine(database).drop:
        database.execute_sql(statement)


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


class _Statements(NamedTuple):
    drop: list[str]
    make: list[str]


def _engine(database: Database) -> _Statements:
    if is_shared(database):
        return _Statements(postgres_derived.DROP, postgres_derived.MAKE)
    return _Statements(sqlite_derived.DROP, sqlite_derived.MAKE)
