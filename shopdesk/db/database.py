"""The shop's memory: a SQLite file on this PC, or a PostgreSQL database that several PCs share (DATA-01, DATA-02).

Statements are written once, in the SQL that both engines take; `db/dialect.py` says what is put otherwise for
PostgreSQL. Whoever writes has the whole shop to himself until the end of the transaction, on either engine.
"""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeGuard

from peewee import Database, PostgresqlDatabase

from shopdesk.db.addresses import Address, address_of
from shopdesk.db.errors import storage_errors
from shopdesk.db.sqlite import open_file

if TYPE_CHECKING:
    # Loaded with its driver once a server is opened: a shop in a file starts sooner.
    from shopdesk.db.postgres import PostgresDatabase

__all__ = [
    "GIVEN",
    "GIVEN_TEXTS",
    "Database",
    "add_row",
    "address_in",
    "escaped",
    "file_of",
    "is_shared",
    "listed",
    "open_database",
    "place_of",
    "remembered_rows",
    "rows_of",
    "stream",
    "take_long",
    "tell",
]

GIVEN = "(SELECT value FROM json_each(?))"
"""Behind `IN`: the whole numbers of a list handed over by `listed`."""
GIVEN_TEXTS = "(SELECT value FROM json_each(?, '$'))"
"""Behind `IN`: the texts of a list handed over by `listed`."""
_PORTION = 2_000
"""Rows that `stream` reads at once."""


def open_database(address: "Path | str | Address", *, create: bool = False) -> Database:
    """Open a shop's database; with `create` an absent file is made, and an empty database on a server taken (empty:
    see migrate.upgrade). Raises StorageErrors; what is somebody else's stays untouched."""
    where = address_of(address)
    if not where.is_server:
        return open_file(where.file, create=create)
    from shopdesk.db.postgres import open_server

    return open_server(where)


def is_shared(database: Database) -> "TypeGuard[PostgresDatabase]":
    """Whether it lies on a server that several PCs share."""
    return isinstance(database, PostgresqlDatabase)  # any that we open is our PostgresDatabase


def file_of(database: Database) -> Path:
    """The file an open SQLite database lives in."""
    assert not is_shared(database), "there is no file"
    return Path(database.database)


def address_in(database: Database) -> Address:
    """The address by which an open database would be opened again."""
    return database.address if is_shared(database) else Address(file_of(database))


def place_of(database: Database) -> str:
    """Where it lies, as messages name it: the file, or the database and its server, without password."""
    return database.place if is_shared(database) else str(database.database)


def rows_of(database: Database, sql: str, params: tuple[Any, ...] | list[Any] = ()) -> list[tuple[Any, ...]]:
    """All rows of a hand-written statement, as tuples."""
    with storage_errors(place_of(database)):
        rows: list[tuple[Any, ...]] = database.execute_sql(sql, params).fetchall()
    return rows


def stream(database: Database, sql: str, params: tuple[Any, ...] | list[Any] = ()) -> Iterator[tuple[Any, ...]]:
    """The rows of a hand-written statement, some thousands at a time: a long list needs little memory, and other
    threads get their turn in between. They tell of one moment, whoever writes meanwhile. Raises StorageErrors."""
    with storage_errors(place_of(database)):
        if is_shared(database):
            for cursor in database.portions(sql, params, _PORTION):
                yield from cursor.fetchall()
            return
        found = database.execute_sql(sql, params)
        while rows := found.fetchmany(_PORTION):
            yield from rows


def remembered_rows(database: Database, sql: str) -> list[tuple[Any, ...]]:
    """All rows of a statement over settings, shops or people, which the window asks for at every turn: from a server
    they are read again only once somebody has changed any, as long as this program hears of it. A transaction reads
    them once."""
    if not is_shared(database):
        return rows_of(database, sql)
    name = f"{type(database).__name__}: {sql}"  # who reads through the mask sees other rows
    if database.in_transaction():
        return database.of_transaction.once(name, lambda: rows_of(database, sql))
    return database.remembered.rows(name, lambda: rows_of(database, sql))


def add_row(database: Database, sql: str, params: tuple[Any, ...] | list[Any]) -> int:
    """Run an INSERT of one row and return its id; call inside a transaction."""
    return int(database.execute_sql(f"{sql} RETURNING id", params).fetchone()[0])


def tell(database: Database, kinds: Iterable[str]) -> None:
    """Others hear, once it is stored, that this transaction changed things of these kinds. Where it tells nothing, they
    read everything again; a file's readers do so by themselves."""
    if is_shared(database):
        database.tell(kinds)


def take_long(database: Database) -> None:
    """Whoever waits to write, until this transaction ends, waits with more patience than usual. Call inside it."""
    if is_shared(database):
        from shopdesk.db.postgres_waiting import take_long as say_so

        say_so(database)


def listed(values: Iterable[int | str]) -> str:
    """A list as the one parameter that GIVEN or GIVEN_TEXTS stands for, however long."""
    text = json.dumps(list(values))
    return text if "\\u0000" not in text else json.dumps([str(value).replace("\0", "") for value in values])


LONGEST_FOUND = 5_000
"""Characters of a text that is looked for; SQLite takes no patterns above 50,000 bytes, and nobody types them."""


def escaped(text: str) -> str:
    """A text as `LIKE ? ESCAPE '\\'` finds just that, of an endless one its beginning."""
    return text[:LONGEST_FOUND].replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
