"""The made-up shop of `big_shop.py` on a PostgreSQL server: the same rows in the same tables."""

from contextlib import closing
from typing import Any

from psycopg import Connection

from shopdesk.db import row_marks
from shopdesk.db.database import open_database
from shopdesk.db.derived import make_derived
from shopdesk.db.driver import sqlite3
from shopdesk.db.migrate import upgrade
from tests.bench.big_shop import make_big_shop

_PORTION = 10_000
_OWN = ("order_count", "order_text", "order_trigram", "schema_migration", "sqlite_", *row_marks.NAMES)


def fill_big_server(url: str, connection: Connection[Any], orders: int) -> None:
    """Make the shop of that many orders in the empty database at `url`; `connection` is a superuser's there."""
    database = open_database(url)
    upgrade(database)
    connection.execute("SET session_replication_role = replica")  # nothing is checked or counted row by row
    with closing(sqlite3.connect(make_big_shop(orders))) as file:
        for (table,) in file.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
            if not table.startswith(_OWN):
                _copy(file, connection, table)
    with database.atomic():
        make_derived(database)
    connection.execute("VACUUM ANALYZE")
    database.close()


def _copy(file: Any, connection: Connection[Any], table: str) -> None:
    rows = file.execute(f"SELECT * FROM {table}")
    names = [column[0] for column in rows.description if column[0] != "tray"]  # generated there too
    rows = file.execute(f"SELECT {', '.join(names)} FROM {table}")
    quoted = ", ".join(f'"{name}"' for name in names)
    with connection.cursor().copy(f"COPY {table} ({quoted}) FROM STDIN") as copy:
        while portion := rows.fetchmany(_PORTION):
            for row in portion:
                copy.write_row(row)
    if "id" in names:
        last = f"(SELECT coalesce(max(id), 0) + 1 FROM {table})"
        connection.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), {last}, false)")
