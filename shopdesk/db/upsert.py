"""Bulk upserts: one compiled statement, rows by `executemany`.

The statements are put together from column names of our own tables, never from anything a user typed. Written by hand
because model-level bulk inserts cost five to seven times the raw work, and imports live on this path.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from peewee import Database

from shopdesk.db.postgres import PostgresDatabase


def upsert_sql(
    table: str,
    values: Mapping[str, str],
    *,
    key: Sequence[str],
    updates: Mapping[str, str],
    unless: str = "",
    source: str = "",
    also: Mapping[str, str] | None = None,
) -> str:
    """An INSERT that updates the row with the same `key` instead, but only where something differs.

    `values` are the inserted columns with their expressions (`?` or a subselect); `updates` the columns to change with
    theirs (over `excluded` and the table); `unless` a condition under which the old row stays; `source` a `FROM ...
    WHERE ...` to select the values from; `also` what to set besides where something did differ.
    """
    columns, expressions = ", ".join(values), ", ".join(values.values())
    rows = f"SELECT {expressions} {source}" if source else f"VALUES ({expressions})"
    insert = f"INSERT INTO {table} ({columns}) {rows} ON CONFLICT ({', '.join(key)})"
    if not updates:
        return f"{insert} DO NOTHING"
    sets = ", ".join(f"{column} = {expression}" for column, expression in {**updates, **(also or {})}.items())
    old = ", ".join(f"{table}.{column}" for column in updates)
    new = ", ".join(updates.values())
    guard = f" AND NOT ({unless})" if unless else ""
    return f"{insert} DO UPDATE SET {sets} WHERE ({old}) IS DISTINCT FROM ({new}){guard}"


def execute_many(database: Database, sql: str, rows: Iterable[Sequence[Any]]) -> int:
    """Run `sql` for each row inside the open transaction; returns how many rows were inserted or changed."""
    if isinstance(database, PostgresDatabase):
        return database.execute_many(sql, rows)
    cursor = database.cursor()
    cursor.executemany(sql, rows)
    return max(int(cursor.rowcount), 0)
