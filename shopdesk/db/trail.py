"""Writing and verifying the trail's chain (TEAM-03)."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from peewee import Database

from shopdesk.clock import Millis
from shopdesk.db.errors import storage_errors
from shopdesk.db.tables import Trail


def append_trail(
    database: Database,
    *,
    at: Millis,
    person_id: int,
    action: str,
    kind: str,
    record_id: int,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    reason: str,
) -> None:
    """Add one row behind the last; call inside the transaction of the change it tells of."""
    last = database.execute_sql("SELECT chain FROM trail ORDER BY id DESC LIMIT 1").fetchone()
    row = (at, person_id, action, kind, record_id, _json(before), _json(after), reason)
    chain = _chain(last[0] if last else "", row)
    fields = [
        Trail.at,
        Trail.person,
        Trail.action,
        Trail.kind,
        Trail.record_id,
        Trail.before,
        Trail.after,
        Trail.reason,
    ]
    database.execute(Trail.insert_many([(*row, chain)], fields=[*fields, Trail.chain]))


def first_broken_link(database: Database) -> int | None:
    """The id of the first row whose chain doesn't follow from the one before; None for an unbroken trail."""
    chain = ""
    with storage_errors(str(database.database)):
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
