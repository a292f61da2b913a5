"""Writing and verifying the trail's chain (TEAM-03).

A row is chained over a seal of its values, not over the values themselves: when personal data is wiped later (DATA-06)
they go together with the salt, the seal stays, and the chain holds.
"""

import hashlib
import json
import secrets
from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

from peewee import Database

from shopdesk.clock import Millis
from shopdesk.db.database import place_of, rows_of
from shopdesk.db.errors import Damaged, storage_errors
from shopdesk.db.upsert import execute_many

BATCH = 5_000
"""Rows read at once when the chain is followed."""
_NOTHING = "{}"
_INSERT = (
    "INSERT INTO trail (at, person_id, action, kind, record_id, before, after, reason, salt, seal, chain) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_LINKS = (
    "SELECT id, at, person_id, action, kind, record_id, before, after, reason, salt, seal, wiped_at, chain FROM trail "
    "WHERE id > ? ORDER BY id LIMIT ?"
)
_KEPT = ("id", "at", "person_id", "action", "kind", "record_id", "seal", "chain")
WIPED = " AND ".join(
    [
        "old.wiped_at IS NULL",
        "new.wiped_at IS NOT NULL",
        f"new.before = '{_NOTHING}'",
        f"new.after = '{_NOTHING}'",
        "new.reason = ''",
        "new.salt = ''",
        *(f"new.{name} = old.{name}" for name in _KEPT),
    ]
)
"""The one change that the lock on the trail lets through: the values of a row go, all else stays."""
_WIPE = (
    f"UPDATE trail SET before = '{_NOTHING}', after = '{_NOTHING}', reason = '', salt = '', wiped_at = ? WHERE id = ?"
)


class Entry(NamedTuple):
    """One record's change, to stand in the trail."""

    record_id: int
    before: Mapping[str, Any]
    after: Mapping[str, Any]


class Link(NamedTuple):
    """A place in the chain: a row and the chain up to it."""

    id: int
    chain: str


BEGINNING = Link(0, "")


class Followed(NamedTuple):
    """A stretch of the chain that was followed."""

    last: Link
    rows: int
    broken: list[int]
    """Rows that are not as they were written, or whose row before is gone."""
    wiped: list[Millis]
    """When each wiped row among them was wiped."""


def append_trails(
    database: Database, entries: Iterable[Entry], *, at: Millis, person_id: int, action: str, kind: str, reason: str
) -> None:
    """Add a row for each record behind the last, all by one person; call inside the transaction of the changes."""
    chain = newest_link(database).chain
    reason = reason.replace("\0", "")  # which a server would not keep, so that the seal would not fit
    rows = []
    for entry in entries:
        head, values = (at, person_id, action, kind, entry.record_id), (_json(entry.before), _json(entry.after), reason)
        salt = secrets.token_hex(16)
        seal = _digest([salt, *values])
        chain = _digest([chain, *head, seal])
        rows.append((*head, *values, salt, seal, chain))
    execute_many(database, _INSERT, rows)


def newest_link(database: Database) -> Link:
    """Where the trail ends now."""
    rows = rows_of(database, "SELECT id, chain FROM trail ORDER BY id DESC LIMIT 1")
    return Link(*rows[0]) if rows else BEGINNING


def find_link(database: Database, trail_id: int) -> Link | None:
    """The chain at a row; None where there is no such row."""
    rows = rows_of(database, "SELECT id, chain FROM trail WHERE id = ?", (trail_id,))
    return Link(*rows[0]) if rows else None


def follow_chain(database: Database, after: Link, limit: int = BATCH) -> Followed:
    """Look at the next `limit` rows behind `after`; `rows` is 0 at the end."""
    with storage_errors(place_of(database)):
        rows = database.execute_sql(_LINKS, (after.id, limit)).fetchall()
    chain, broken, wiped = after.chain, [], []
    for row_id, *head, before, after_, reason, salt, seal, wiped_at, found in rows:
        if wiped_at is not None:
            wiped.append(wiped_at)
        sealed = wiped_at is not None or _digest([salt, before, after_, reason]) == seal
        if not sealed or _digest([chain, *head, seal]) != found:
            broken.append(int(row_id))
        chain = found
    last = Link(rows[-1][0], chain) if rows else after
    if rows and last.id <= after.id:
        raise Damaged(file=place_of(database), detail="trail")  # a table in a circle would never end
    return Followed(last, len(rows), broken, wiped)


def first_broken_link(database: Database) -> int | None:
    """The id of the first row that doesn't fit the chain; None for an unbroken trail."""
    last = BEGINNING
    while (part := follow_chain(database, last)).rows:
        if part.broken:
            return part.broken[0]
        last = part.last
    return None


def wipe_rows(database: Database, row_ids: Iterable[int], at: Millis) -> None:
    """Throw away what stands in these rows; that they were there, whose they are and the chain stay."""
    execute_many(database, _WIPE, [(at, row_id) for row_id in row_ids])


_json: Callable[[Mapping[str, Any]], str] = json.JSONEncoder(ensure_ascii=False, sort_keys=True, default=str).encode
_listed: Callable[[list[Any]], str] = json.JSONEncoder(ensure_ascii=False).encode
"""Made once: `json.dumps` would make an encoder a row."""


def _digest(parts: list[Any]) -> str:
    return hashlib.sha256(_listed(parts).encode()).hexdigest()
