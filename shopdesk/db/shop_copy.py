"""Copying a whole shop so that a copy that was broken off goes on, and every row is compared (DATA-03).

Tables are written one after the other, each in a transaction of its own. Until the last of them is there and found the
same on both sides, the target says of itself that it is no shop yet (`copy_progress`). A shop that has moved says where
to (`moved_away`), and takes no more writes.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, islice, zip_longest
from typing import Any

import peewee
from peewee import Database

from shopdesk.db.copying import (
    Progress,
    Row,
    Snapshot,
    empty_tables,
    finish_copy,
    references,
    snapshot,
    tables_of,
    write_rows,
)
from shopdesk.db.database import file_of, is_shared, place_of, rows_of
from shopdesk.db.derived import drop_derived
from shopdesk.db.dialect import without_nul
from shopdesk.db.driver import sqlite3
from shopdesk.db.errors import MOVED, MovedAway, storage_errors
from shopdesk.db.files import FileLost, find_lost_files, get_file, put_file
from shopdesk.db.migrate import applied, upgrade
from shopdesk.errors import N_, Refused, StorageError

Portions = Iterator[list[Row]]
READ_AGAIN = 0.35
"""The share of the time that comparing takes."""
_LINE = re.compile(r"^COPY \w+, line (\d+)", re.MULTILINE)


def _of_a_value() -> tuple[type[Exception], ...]:
    """What the drivers raise about a value; the server's is loaded when something breaks."""
    import psycopg

    return psycopg.DataError, sqlite3.DataError, peewee.DataError, OverflowError


def _of_a_row() -> tuple[type[Exception], ...]:
    """Likewise about a row."""
    import psycopg

    return *_of_a_value(), psycopg.IntegrityError, sqlite3.IntegrityError, peewee.IntegrityError


class TargetNotEmpty(Refused):
    template = N_(
        "{target} holds a shop already, which stays as it is. Copy into an empty database, or a file that isn't there "
        "yet."
    )


class OntoItself(Refused):
    template = N_("{target} is the shop itself. Name another place for its copy.")


class CopyOfAnother(Refused):
    template = N_(
        "{target} holds a copy of {source} that was broken off. Finish that one: shopdesk copy {source} {target}; or "
        "name an empty database."
    )


class NotWhole(StorageError):
    template = N_(
        "{file} holds a copy of {source} that isn't whole yet. Finish it: shopdesk copy {source} {address}; until then "
        "work where the shop was."
    )


class CannotTake(StorageError):
    template = N_(
        "{target} can't take row {row} of table {table}: {detail}. The shop stays where it was. Correct the row there, "
        "then copy again: it goes on from this table."
    )


class CopyDiffers(StorageError):
    template = N_(
        "{target} is not the same as {source}: table {table}, row {row}. The shop stays where it was. Copy again; only "
        "what differs is copied."
    )


@dataclass(frozen=True, slots=True)
class Content:
    """What a table holds: how many rows, and the SHA-256 over all of them in one form for both engines."""

    rows: int
    digest: str


# What a database says of itself


def is_moved(database: Database) -> str:
    """The address that a shop has moved to; "" for one that is where it is."""
    if not _has(database, "moved_away"):
        return ""
    return str(rows_of(database, "SELECT address FROM moved_away")[0][0])


def copied_from(database: Database) -> str:
    """Where a copy that isn't whole yet comes from; "" for a whole shop."""
    if not _has(database, "copy_progress"):
        return ""
    return str(rows_of(database, "SELECT digest FROM copy_progress WHERE name = ''")[0][0])


def refuse_no_shop(database: Database, address: str) -> None:
    """Raise MovedAway or NotWhole for what may not be worked in."""
    moved_to, source = is_moved(database), copied_from(database)
    if moved_to:
        raise MovedAway(file=place_of(database), detail=moved_to)
    if source:
        raise NotWhole(file=place_of(database), source=source, address=address)


def mark_moved(database: Database, address: str) -> None:
    """From now on nobody works here, whoever has it open: each change leaves a row in the trail, which takes none.
    Call inside a transaction."""
    database.execute_sql("CREATE TABLE moved_away (address TEXT NOT NULL)")
    database.execute_sql("INSERT INTO moved_away (address) VALUES (?)", (address,))
    if not is_shared(database):
        said = f"{MOVED} {address}".replace("'", "''")  # not every SQLite takes more than a literal there
        database.execute_sql(
            f"CREATE TRIGGER trail_has_moved BEFORE INSERT ON trail BEGIN SELECT RAISE(ABORT, '{said}'); END"
        )
        return
    database.execute_sql(
        "CREATE FUNCTION trail_has_moved() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{MOVED} %', (SELECT address FROM moved_away) USING ERRCODE = 'SD001'; END $$"
    )
    database.execute_sql(
        "CREATE TRIGGER trail_has_moved BEFORE INSERT ON trail FOR EACH STATEMENT EXECUTE FUNCTION trail_has_moved()"
    )


def is_same(one: Database, other: Database) -> bool:
    """Whether both are the same place, by whatever names."""
    if is_shared(one) != is_shared(other):
        return False
    if not is_shared(one):
        return file_of(one).samefile(file_of(other))
    asked = "SELECT pg_postmaster_start_time()::text, current_database()::text, current_schema()::text"
    return rows_of(one, asked) == rows_of(other, asked)


def is_empty(database: Database) -> bool:
    """Whether there is nothing in it: no table, or ours without a row."""
    if not applied(database):
        return not database.get_tables()
    return not any(rows_of(database, f'SELECT 1 FROM "{table}" LIMIT 1') for table in tables_of(database))


# Copying


class ShopCopy:
    """A copy under way from `source` to `target`."""

    def __init__(self, source: Database, target: Database, *, source_url: str, progress: Progress) -> None:
        """`source_url` names the source in the target until the copy is whole."""
        self._source, self._target, self._source_url = source, target, source_url
        self._progress = progress
        self._passed, self._rows = 0, 1
        self._without_nul: set[str] = set()
        """Tables with NUL characters in their texts, which no text on a server can hold: they are left out, as they are
        where such a text is typed."""
        self.lost_files: list[str] = []
        """Stored files that were lost before, so that they could not be copied."""

    def run(self) -> dict[str, Content]:
        """Bring everything over that isn't there yet and compare it; returns what each table holds. The target is a
        whole copy then, but no shop before `finish`.

        What `progress` raises ends it; called again it goes on. Raises TargetNotEmpty, OntoItself, CopyOfAnother,
        CannotTake, CopyDiffers, StorageErrors.
        """
        self._begin()
        with snapshot(self._source) as shop:
            self._rows = max(1, sum(shop.count(table) for table in shop.tables))
            known = self._still_good(shop)
            found = {table: known.get(table) or self._copy(shop, table) for table in shop.tables}
            self._compare(shop, found)
        self._bring_files()
        return found

    def _bring_files(self) -> None:
        """What stored files hold; their names say whether it is the same."""
        for name in find_lost_files(self._target):
            try:
                content = get_file(self._source, name)
            except FileLost:
                self.lost_files.append(name)
                continue
            with storage_errors(place_of(self._target)), self._target.atomic():
                put_file(self._target, content)

    def finish(self) -> None:
        """Counts, search and the lock on the trail are made, and the target is a shop."""
        with storage_errors(place_of(self._target)), self._target.atomic():
            finish_copy(self._target)
            self._target.execute_sql("DROP TABLE copy_progress")

    def _begin(self) -> None:
        target = self._target
        if is_same(self._source, target):
            raise OntoItself(target=place_of(target))
        begun = copied_from(target)
        if begun and begun != self._source_url:
            raise CopyOfAnother(target=place_of(target), source=begun)
        if begun:
            return
        if applied(target) and not is_empty(target):
            raise TargetNotEmpty(target=place_of(target))
        with storage_errors(place_of(target)), target.atomic():  # at no moment it looks like an empty shop
            upgrade(target)
            drop_derived(target)
            target.execute_sql(
                "CREATE TABLE copy_progress (name VARCHAR(200) PRIMARY KEY, rows BIGINT NOT NULL, digest TEXT NOT NULL)"
            )
            self._note("", Content(0, self._source_url))

    def _still_good(self, shop: Snapshot) -> dict[str, Content]:
        """What an earlier turn has brought and is the same here and there; all the rest is emptied."""
        sql = "SELECT name, rows, digest FROM copy_progress WHERE name <> ''"
        noted = {row[0]: Content(int(row[1]), str(row[2])) for row in rows_of(self._target, sql)}
        with snapshot(self._target) as copy:
            good = {
                table: noted[table]
                for table in shop.tables
                if table in noted and self._told(shop, table) == noted[table] == self._told(copy, table)
            }
        bad = _with_those_that_refer(self._target, [table for table in shop.tables if table not in good])
        if noted and bad:
            self._empty(bad)
        return {table: content for table, content in good.items() if table not in bad}

    def _empty(self, tables: list[str]) -> None:
        with storage_errors(place_of(self._target)), self._target.atomic():
            empty_tables(self._target, tables)
            for table in tables:
                self._target.execute_sql("DELETE FROM copy_progress WHERE name = ?", (table,))

    def _copy(self, shop: Snapshot, table: str) -> Content:
        digest = _Digest()
        columns = shop.columns(table)
        try:
            with storage_errors(place_of(self._target)), self._target.atomic():
                coming = self._telling(self._rows_of(shop, table), first=0, share=1 - READ_AGAIN)
                write_rows(self._target, table, columns, digest.passing(coming))
                content = digest.content()
                self._note(table, content)
        except _of_a_row() as error:
            if "NUL" in str(error) and table not in self._without_nul:
                self._without_nul.add(table)
                return self._copy(shop, table)
            row = self._refused_row(shop, table, error, digest.last)
            where = row[columns.index("id")] if row and "id" in columns else "?"
            words = str(error).strip().splitlines()[0]
            raise CannotTake(target=place_of(self._target), table=table, row=where, detail=words) from error
        return content

    def _refused_row(self, shop: Snapshot, table: str, error: Exception, last: list[Row]) -> Row | None:
        """A server names the line of what it was sent; else it is one of those that were last on their way."""
        named = _LINE.search(getattr(getattr(error, "diag", None), "context", None) or "")
        if named:
            line = int(named[1])
            return next(islice(chain.from_iterable(shop.rows(table)), line - 1, line), None)
        for row in last:
            try:
                with self._target.atomic() as trial:
                    write_rows(self._target, table, shop.columns(table), [[row]])
                    trial.rollback()
            except _of_a_value():
                return row
            except _of_a_row():  # it misses others, which aren't there
                continue
        return None

    def _rows_of(self, shop: Snapshot, table: str) -> Portions:
        if table not in self._without_nul:
            return shop.rows(table)
        return ([without_nul(row) for row in portion] for portion in shop.rows(table))

    def _note(self, table: str, content: Content) -> None:
        sql = "INSERT INTO copy_progress (name, rows, digest) VALUES (?, ?, ?)"
        self._target.execute_sql(sql, (table, content.rows, content.digest))

    # Comparing

    def _compare(self, shop: Snapshot, found: dict[str, Content]) -> None:
        """Read all of the target again."""
        self._passed = 0
        with snapshot(self._target) as copy:
            for table, content in found.items():
                if self._told(copy, table, self._telling) == content:
                    continue
                row = _first_difference(self._rows_of(shop, table), copy.rows(table), shop.columns(table))
                with self._target.atomic():
                    self._target.execute_sql("DELETE FROM copy_progress WHERE name = ?", (table,))
                raise CopyDiffers(target=place_of(self._target), source=place_of(self._source), table=table, row=row)

    @staticmethod
    def _told(shop: Snapshot, table: str, telling: Callable[[Portions], Portions] = iter) -> Content:
        digest = _Digest()
        for _portion in digest.passing(telling(shop.rows(table))):
            pass
        return digest.content()

    def _telling(self, portions: Portions, *, first: float = 1 - READ_AGAIN, share: float = READ_AGAIN) -> Portions:
        """While rows pass by, tell how far it is: between `first` and as much more as `share` says."""
        for portion in portions:
            yield portion
            self._passed += len(portion)
            self._progress(first + share * min(1.0, self._passed / self._rows))


class _Digest:
    """Counts rows that pass and hashes them in one form: on one engine yes is a truth value, on the other a 1."""

    def __init__(self) -> None:
        self._rows, self._hash = 0, hashlib.sha256()
        self.last: list[Row] = []
        """Those that passed last."""

    def passing(self, portions: Portions) -> Portions:
        """The same rows."""
        for portion in portions:
            self._rows += len(portion)
            self.last = portion
            self._hash.update("".join(map(canonical, portion)).encode("utf-8", "surrogatepass"))
            yield portion

    def content(self) -> Content:
        """What has passed so far."""
        return Content(self._rows, self._hash.hexdigest())


def canonical(row: Iterable[Any]) -> str:
    """A row as both engines give it: every value by its kind, texts as they are."""
    written = repr(tuple(row))
    if "True" in written or "False" in written or "memoryview" in written:
        written = repr(tuple(_plain(value) for value in row))
    return written + "\n"


def _plain(value: Any) -> Any:
    if isinstance(value, bool):
        return int(value)
    return bytes(value) if isinstance(value, memoryview) else value


def _first_difference(here: Iterable[list[Row]], there: Iterable[list[Row]], columns: list[str]) -> object:
    """The id of the first row that isn't the same on both sides."""
    at = columns.index("id") if "id" in columns else 0
    for one, other in zip_longest(chain.from_iterable(here), chain.from_iterable(there)):
        if one is None or other is None or canonical(one) != canonical(other):
            return min(row[at] for row in (one, other) if row is not None)
    return "?"


def _with_those_that_refer(database: Database, tables: list[str]) -> list[str]:
    """These tables and all that refer to one of them, each behind those it refers to."""
    chosen: set[str] = set(tables)
    ordered, referred = tables_of(database), references(database)
    for table in ordered:
        if referred.get(table, set()) & chosen:
            chosen.add(table)
    return [table for table in ordered if table in chosen]


def _has(database: Database, table: str) -> bool:
    with storage_errors(place_of(database)):
        return bool(database.table_exists(table))
