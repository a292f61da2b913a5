"""Reading the trail: who did what, when."""

import json
from dataclasses import dataclass
from typing import Any

from shopdesk.clock import Millis
from shopdesk.db.database import Database, rows_of

LOOKED_AT = 2_000
"""Rows of the trail that are looked at for the newest moment: one wrong clock of long ago is not told for ever."""


@dataclass(frozen=True, slots=True)
class TrailRow:
    """One change of one record."""

    at: Millis
    person: str
    action: str
    before: dict[str, Any]
    after: dict[str, Any]
    reason: str


def list_trail(database: Database, *, kind: str, record_id: int) -> list[TrailRow]:
    """What happened to one record, newest first."""
    rows = rows_of(
        database,
        "SELECT t.at, p.name, t.action, t.before, t.after, t.reason FROM trail t JOIN person p ON p.id = t.person_id "
        "WHERE t.kind = ? AND t.record_id = ? ORDER BY t.id DESC",
        (kind, record_id),
    )
    return [TrailRow(at, who, act, json.loads(old), json.loads(new), why) for at, who, act, old, new, why in rows]


def newest_moment(database: Database) -> Millis | None:
    """The latest moment that the last rows of the trail tell of; None for an empty trail."""
    sql = f"SELECT max(at) FROM (SELECT at FROM trail ORDER BY id DESC LIMIT {LOOKED_AT}) AS last"
    newest: Millis | None = rows_of(database, sql)[0][0]
    return newest
