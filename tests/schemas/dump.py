"""Writes a database as SQL text for this folder: `python -m tests.schemas.dump SHOP.db > tests/schemas/0001.sql`.

Only what a program wrote is kept: full text, triggers and views derive from it and are made again by the migration.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

from shopdesk.db.database import Database, open_database

_DERIVED = ("order_text", "order_trigram", "sqlite_")


def dump(database: Database) -> Iterator[str]:
    """Statements that make the tables, their indexes and their rows."""
    yield f"PRAGMA application_id = {database.execute_sql('PRAGMA application_id').fetchone()[0]};"
    made = database.execute_sql(
        "SELECT type, name, sql FROM sqlite_master WHERE type IN ('table', 'index') AND sql IS NOT NULL ORDER BY rowid"
    ).fetchall()
    for kind, name, sql in made:
        if name.startswith(_DERIVED):
            continue
        yield f"{sql};"
        if kind == "table":
            yield from _rows(database, name)


def _rows(database: Database, table: str) -> Iterator[str]:
    columns = [row[1] for row in database.execute_sql(f"PRAGMA table_info({table})")]  # generated ones are left out
    quoted = " || ', ' || ".join(f'quote("{column}")' for column in columns)
    names = ", ".join(f'"{column}"' for column in columns)
    for (values,) in database.execute_sql(f'SELECT {quoted} FROM "{table}"'):
        yield f'INSERT INTO "{table}" ({names}) VALUES ({values});'


if __name__ == "__main__":
    sys.stdout.write("\n".join(dump(open_database(Path(sys.argv[1])))) + "\n")
