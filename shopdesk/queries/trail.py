"""Reading the trail: who did what, when (TEAM-03)."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from shopdesk.clock import Millis
from shopdesk.db.database import GIVEN, Database, escaped, listed, rows_of, stream
from shopdesk.db.masking import is_masked, is_shown

LOOKED_AT = 2_000
"""Rows of the trail that are looked at for the newest moment: one wrong clock of long ago is not told for ever."""
FOUND_MASKED = 20_000
"""Rows that a word finds for somebody behind the mask, the newest: whether they see it is looked at in each."""
PAGE = 200
"""Rows fetched at once for a list."""


@dataclass(frozen=True, slots=True)
class TrailRow:
    """One change of one record."""

    at: Millis
    person: str
    action: str
    before: dict[str, Any]
    after: dict[str, Any]
    reason: str
    kind: str = "order"
    wiped_at: Millis | None = None
    """When what stood in it was wiped with the buyer's other data (DATA-06)."""


class TrailFilter(NamedTuple):
    """Which rows; what is left at its default asks for nothing."""

    person: str = ""
    since: Millis | None = None
    """At or after."""
    until: Millis | None = None
    """Before."""
    kind: str = ""
    record: str = ""
    """The number of an order, a waybill, the name of a person or shop, or a record's own number."""
    word: str = ""
    """Anywhere in what was done, what it was before and after, or the reason."""


@dataclass(frozen=True, slots=True)
class TrailEntry:
    """One row of the trail as a search shows it."""

    id: int
    kind: str
    record_id: int
    record: str
    """The number of an order, waybill of a slip, code of a variant, name of a person, shop or supplier, else its id."""
    change: TrailRow


_ENTRY = """
SELECT t.id, t.kind, t.record_id,
  coalesce(o.order_no, nullif(l.waybill, ''), w.name, s.name, nullif(v.sku, ''), u.name,
    CASE WHEN t.record_id = 0 THEN '' ELSE CAST(t.record_id AS TEXT) END) AS order_no,
  t.at, p.name, t.action, t.before, t.after, t.reason, t.wiped_at
FROM trail t JOIN person p ON p.id = t.person_id
LEFT JOIN orders o ON t.kind = 'order' AND o.id = t.record_id
LEFT JOIN slip l ON t.kind = 'slip' AND l.id = t.record_id
LEFT JOIN person w ON t.kind = 'person' AND w.id = t.record_id
LEFT JOIN shop s ON t.kind = 'shop' AND s.id = t.record_id
LEFT JOIN variant v ON t.kind = 'variant' AND v.id = t.record_id
LEFT JOIN supplier u ON t.kind = 'supplier' AND u.id = t.record_id
"""
_RECORDS = """
SELECT 'order', id FROM orders WHERE order_no = ?1
UNION SELECT 'slip', id FROM slip WHERE waybill = ?1
UNION SELECT 'order', order_id FROM parcel WHERE waybill = ?1
UNION SELECT 'person', id FROM person WHERE name = ?1
UNION SELECT 'shop', id FROM shop WHERE name = ?1
UNION SELECT 'supplier', id FROM supplier WHERE name = ?1
UNION SELECT 'buyer', id FROM buyer WHERE platform_id = ?1
UNION SELECT 'variant', id FROM variant WHERE sku = ?1
"""


def list_trail(database: Database, *, kind: str, record_id: int) -> list[TrailRow]:
    """What happened to one record, newest first."""
    rows = rows_of(
        database,
        "SELECT t.at, p.name, t.action, t.before, t.after, t.reason, t.kind, t.wiped_at FROM trail t "
        "JOIN person p ON p.id = t.person_id WHERE t.kind = ? AND t.record_id = ? ORDER BY t.id DESC",
        (kind, record_id),
    )
    return [_row(row) for row in rows]


def search_trail(
    database: Database, chosen: TrailFilter, *, before: int | None = None, limit: int = PAGE
) -> list[TrailEntry]:
    """The newest rows that fit, behind the row `before` (its id; None: from the newest)."""
    conditions, params = _where(database, chosen)
    if before is not None:
        conditions, params = [*conditions, "t.id < ?"], [*params, before]
    sql = f"{_ENTRY} WHERE {' AND '.join(conditions)} ORDER BY t.id DESC LIMIT ?"
    return [_entry(*row) for row in rows_of(database, sql, [*params, limit])]


def stream_entries(database: Database, chosen: TrailFilter) -> Iterator[TrailEntry]:
    """All rows that fit, in the order in which they happened."""
    conditions, params = _where(database, chosen)
    rows = stream(database, f"{_ENTRY} WHERE {' AND '.join(conditions)} ORDER BY t.id", params)
    return (_entry(*row) for row in rows)


def count_trail(database: Database, chosen: TrailFilter) -> int:
    """How many rows fit."""
    conditions, params = _where(database, chosen)
    sql = f"SELECT count(*) FROM trail t JOIN person p ON p.id = t.person_id WHERE {' AND '.join(conditions)}"
    return int(rows_of(database, sql, params)[0][0])


def list_trail_kinds(database: Database) -> list[str]:
    """The kinds of things that the trail tells of."""
    sql = (
        "WITH RECURSIVE k (kind) AS (SELECT min(kind) FROM trail UNION ALL "
        "SELECT (SELECT min(kind) FROM trail WHERE kind > k.kind) FROM k WHERE k.kind IS NOT NULL) "
        "SELECT kind FROM k WHERE kind IS NOT NULL"
    )  # one look into the index a kind, however long the trail
    return [row[0] for row in rows_of(database, sql)]


def newest_moment(database: Database) -> Millis | None:
    """The latest moment that the last rows of the trail tell of; None for an empty trail."""
    sql = f"SELECT max(at) FROM (SELECT at FROM trail ORDER BY id DESC LIMIT {LOOKED_AT}) newest"
    newest: Millis | None = rows_of(database, sql)[0][0]
    return newest


def _where(database: Database, chosen: TrailFilter) -> tuple[list[str], list[Any]]:
    found: list[tuple[str, list[Any]]] = [("1 = 1", [])]
    if chosen.person:
        ids = rows_of(database, "SELECT id FROM person WHERE name = ?", (chosen.person,))
        found.append(("t.person_id = ?", [ids[0][0] if ids else 0]))
    if chosen.since is not None:
        found.append(("t.at >= ?", [chosen.since]))
    if chosen.until is not None:
        found.append(("t.at < ?", [chosen.until]))
    if chosen.kind:
        found.append(("t.kind || '' = ?", [chosen.kind]))  # its index is not in the order of the list
    if chosen.record.strip():
        found.append(_records(database, chosen.record.strip()))
    for word in chosen.word.split():
        parts = " OR ".join(f"t.{column} LIKE ? ESCAPE '\\'" for column in ("action", "before", "after", "reason"))
        found.append((f"({parts})", [f"%{escaped(word)}%"] * 4))
    conditions, params = [sql for sql, _params in found], [value for _sql, values in found for value in values]
    if not chosen.word.strip() or not is_masked(database):
        return conditions, params
    return [f"t.id IN {GIVEN}"], [listed(_shown_ids(database, chosen.word, conditions, params))]


def _shown_ids(database: Database, word: str, conditions: Sequence[str], params: Sequence[Any]) -> list[int]:
    """Rows in which somebody behind the mask sees what they look for: nobody finds a phone out digit by digit."""
    sql = (
        "SELECT t.id, t.kind, t.action, t.before, t.after, t.reason FROM trail t JOIN person p ON p.id = t.person_id "
        f"WHERE {' AND '.join(conditions)} ORDER BY t.id DESC LIMIT ?"
    )
    rows = rows_of(database, sql, [*params, FOUND_MASKED])
    return [
        row[0] for row in rows if all(is_shown(each, *(str(said or "") for said in row[2:])) for each in word.split())
    ]


def _records(database: Database, text: str) -> tuple[str, list[Any]]:
    """The records that a number or name means; nothing where there is none."""
    found = rows_of(database, _RECORDS, (text,))
    if not found:
        return "1 = 0", []
    sql = " OR ".join("(t.kind = ? AND t.record_id = ?)" for _each in found)
    return f"({sql})", [value for row in found for value in row]


def _entry(row_id: int, kind: str, record_id: int, record: str, *change: Any) -> TrailEntry:
    *told, wiped_at = change
    return TrailEntry(row_id, kind, record_id, record, _row((*told, kind, wiped_at)))


def _row(told: Sequence[Any]) -> TrailRow:
    at, person, action, before, after, reason, kind, wiped_at = told
    return TrailRow(at, person, action, json.loads(before), json.loads(after), reason, kind, wiped_at)
