"""Writing and verifying the trail's chain (TEAM-03)."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from peewee import Database

from shopdesk.clock import Millis
from shopdesk.db.database import place_of
from shopdesk.db.errors import storage_errors
from shopdesk.db.upsert import execute_many

_INSERT = (
    "INSERT INTO trail (at, person_id, action, kind, record_id, before, after, reason, chain) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
)


class Entry(NamedTuple):
    """One record's change, to stand in the trail."""

    record_id: int
    before: Mapping[str, Any]
    after: Mapping[str, Any]


def append_trails(
    database: Database, entries: Iterable[Entry], *, at: Millis, person_id: int, action: str, kind: str, reason: str
) -> None:
    """Add a row for each record behind the last, all by one person; call inside the transaction of the changes."""
    last = database.execute_sql("SELECT chain FROM trail ORDER BY id DESC LIMIT 1").fetchone()
    chain = last[0] if last else ""
    rows = []
    for entry in entries:
        row = (at, person_id, action, kind, entry.record_id, _json(entry.before), _json(entry.after), reason)
        chain = _chain(chain, row)
        rows.append((*row, chain))
    execute_many(database, _INSERT, rows)


def first_broken_link(database: Database) -> int | None:
    """The id of the first row whose chain doesn't follow from the one before; None for an unbroken trail."""
    chain = ""
    with storage_errors(place_of(database)):
        rows = database.execute_sql(
            "SELECT id, at, person_id, action, kind, record_id, before, after, reason, chain FROM trail ORDER BY id"
        )
        for row_id, *content, found in rows:
            chain = _chain(chain, tuple(content))
            if chain != found:
                return int(row_id)
    return None


def _json(values: Mapping[str, Any]) -> str:
    return json.dumps(values, ensure_ascii=False, sort_keys=True, default=str)


def _chain(before: str, row: tuple[Any, ...]) -> str:
    return hashlib.sha256(json.dumps([before, *row], ensure_ascii=False).encode()).hexdigest()
