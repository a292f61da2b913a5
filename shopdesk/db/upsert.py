"""Bulk upserts: one declaration, many rows, on either engine.

SQLite takes the rows one by one through a compiled statement; a server takes them by COPY into a table of the
transaction's own, and one statement for all. The statements are put together from column names of our own tables, never
from anything a user typed. Written by hand because model-level bulk inserts cost five to seven times the raw work, and
imports live on this path.
"""

import re
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from operator import itemgetter
from typing import Any, get_type_hints

from peewee import Database

from shopdesk.db.database import is_shared

Row = Sequence[Any]

_GIVEN = re.compile(r"\bgiven\.(\w+)")


@dataclass(frozen=True)
class Upsert:
    """An INSERT that updates the row with the same `key` instead, but only where something differs.

    `fields` is what a row holds, in order: names with `str` or `int`; all are used. Expressions call them `given.NAME`.
    `values` are the inserted columns with their expressions; `updates` the columns to change with theirs (over
    `excluded` and the table), none: the old row stays; `unless` a condition under which the old row stays; `source` a
    table that values come from too, `where` which of its rows; `also` what to set besides where something did differ.
    """

    table: str
    fields: Mapping[str, type]
    values: Mapping[str, str]
    key: Sequence[str]
    updates: Mapping[str, str] = field(default_factory=dict)
    unless: str = ""
    source: str = ""
    where: str = ""
    also: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def for_a_row(self) -> str:
        """The statement whose marks are the fields of one row."""
        values = ", ".join(self.values.values())
        rows = f"SELECT {values} FROM {self.source} WHERE {self.where}" if self.source else f"VALUES ({values})"
        places = {name: f"?{place}" for place, name in enumerate(self.fields, 1)}
        return _GIVEN.sub(lambda found: places[found[1]], self._insert(rows))

    @cached_property
    def for_a_table(self) -> str:
        """The statement that takes all rows of a table `given`, in their order. OFFSET keeps the planner, which knows
        nothing of `given`, from reading the whole source."""
        rows = f"SELECT {', '.join(self.values.values())} FROM given"
        if self.source:
            name = self.source.split()[-1]
            rows += f", LATERAL (SELECT * FROM {self.source} WHERE {self.where} OFFSET 0) {name}"
        return self._insert(f"{rows} ORDER BY given.ctid")

    @cached_property
    def key_of(self) -> Callable[[Row], Hashable]:
        """What tells which rows meant for the same row of the table."""
        said = " ".join([*(self.values[column] for column in self.key), self.where])
        names = list(self.fields)
        return itemgetter(*sorted({names.index(name) for name in _GIVEN.findall(said)}))

    def _insert(self, rows: str) -> str:
        insert = f"INSERT INTO {self.table} ({', '.join(self.values)}) {rows} ON CONFLICT ({', '.join(self.key)})"
        if not self.updates:
            return f"{insert} DO NOTHING"
        sets = ", ".join(f"{column} = {expression}" for column, expression in {**self.updates, **self.also}.items())
        old = ", ".join(f"{self.table}.{column}" for column in self.updates)
        new = ", ".join(self.updates.values())
        guard = f" AND NOT ({self.unless})" if self.unless else ""
        return f"{insert} DO UPDATE SET {sets} WHERE ({old}) IS DISTINCT FROM ({new}){guard}"


def fields_of(record: type, *, without: Iterable[str] = ()) -> dict[str, type]:
    """The fields of a record whose rows are upserted as they are."""
    hints = get_type_hints(record)
    return {name: str if kind is str else int for name, kind in hints.items() if name not in without}


def upsert_rows(database: Database, upsert: Upsert, rows: Iterable[Row]) -> int:
    """Insert or update each row inside the open transaction, in their order; returns how many were inserted or
    changed."""
    if not is_shared(database):
        return execute_many(database, upsert.for_a_row, rows)
    portions = _without_repeats(rows, upsert.key_of) if upsert.updates else [list(rows)]
    return sum(_copy(database, upsert, portion) for portion in portions if portion)


def _without_repeats(rows: Iterable[Row], key_of: Callable[[Row], Hashable]) -> Iterator[list[Row]]:
    """The rows in portions none of which has two rows of one key: one statement changes no row twice."""
    waiting = list(rows)
    while waiting:
        portion: dict[Hashable, Row] = {}
        later = [row for row in waiting if portion.setdefault(key_of(row), row) is not row]
        yield list(portion.values())
        waiting = later


def _copy(database: Database, upsert: Upsert, rows: list[Row]) -> int:
    columns = ", ".join(f"{name} {'text' if kind is str else 'bigint'}" for name, kind in upsert.fields.items())
    database.execute_sql(f"CREATE TEMPORARY TABLE given ({columns}) ON COMMIT DROP")
    cursor: Any = database.cursor()
    with cursor.copy("COPY given FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)
    changed = database.execute_sql(upsert.for_a_table).rowcount
    database.execute_sql("DROP TABLE given")
    return int(changed)


def execute_many(database: Database, sql: str, rows: Iterable[Row]) -> int:
    """Run `sql` for each row inside the open transaction; returns how many rows were inserted or changed."""
    if is_shared(database):
        return database.execute_many(sql, rows)
    cursor = database.cursor()
    cursor.executemany(sql, rows)
    return max(int(cursor.rowcount), 0)
