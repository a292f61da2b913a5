"""How the tests of both engines ask: of each row of a table, of all at once, at the shop's own moment."""

from collections.abc import Callable

from shopdesk.clock import Millis
from shopdesk.db.database import Database, rows_of
from shopdesk.queries import evidence, trail

DAY: Millis = 86_400_000
Read = Callable[[Database], object]


def now(database: Database) -> Millis:
    newest = trail.newest_moment(database)
    assert newest is not None
    return newest


def ids(database: Database, table: str) -> list[int]:
    return [row[0] for row in rows_of(database, f"SELECT id FROM {table} ORDER BY id")]


def of_each(table: str, read: Callable[[Database, int], object]) -> Read:
    return lambda database: [read(database, row_id) for row_id in ids(database, table)]


def of_all(table: str, read: Callable[[Database, list[int]], object]) -> Read:
    return lambda database: read(database, ids(database, table))


def files_of(kind: str, table: str) -> Read:
    return of_each(table, lambda database, at: evidence.list_evidence(database, kind=kind, record_id=at))
