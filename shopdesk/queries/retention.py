"""Which orders are old enough for their personal data to go (DATA-06)."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from shopdesk.clock import Millis
from shopdesk.db.database import GIVEN, Database, listed, rows_of
from shopdesk.domain.privacy import mask_text
from shopdesk.domain.statuses import Stage, Status

_HAS_DATA = "(o.receiver || o.phone || o.address || o.postcode || o.receiver_native || o.buyer_message || o.memo <> '')"
_OPEN = f"""(
  (o.status < {int(Status.SHIPPED)} AND o.stage < {int(Stage.SHIPPED)}) OR o.held > 0
  OR EXISTS (SELECT 1 FROM owed_item w WHERE w.struck_at IS NULL AND (w.order_id = o.id OR w.travels_id = o.id))
  OR EXISTS (SELECT 1 FROM change_note n WHERE n.order_id = o.id AND n.done_at IS NULL)
)"""
"""Not finished: neither shipped nor closed, held, or with something owed or noted for the packer."""
_OLD = f"FROM orders o WHERE o.created < ? AND {_HAS_DATA}"
_KEPT_KEYS = frozenset(
    {
        "flag", "stage", "document", "carrier", "paid", "salesperson_id", "registrar_id", "amount", "way", "kind",
        "slip", "waybill", "wave", "quantity", "held", "item", "items", "file", "lines", "parts", "orders", "order_no",
        "account", "method", "until", "extension", "weight", "postage", "goods", "surcharge", "position",
    }
)  # fmt: skip
"""What a row of the trail may tell and still stay: everything else about an old order goes, known or not."""

_TOLD = (
    ("order", "orders", GIVEN),
    ("slip", "orders", f"(SELECT slip_id FROM slip_item WHERE order_id IN {GIVEN})"),
    ("change_note", "orders", f"(SELECT id FROM change_note WHERE order_id IN {GIVEN})"),
    ("owed_item", "orders", f"(SELECT id FROM owed_item WHERE order_id IN {GIVEN})"),
    ("buyer", "buyers", GIVEN),
    ("owed_item", "buyers", f"(SELECT id FROM owed_item WHERE buyer_id IN {GIVEN})"),
)
"""Kinds of records whose rows in the trail tell of orders or buyers, and which of them."""
_TOLD_SQL = (
    " UNION ".join(  # a server would look at the whole trail for conditions with OR
        "SELECT t.id, t.kind, t.record_id, t.before, t.after, t.reason, o.receiver FROM trail t "
        "LEFT JOIN orders o ON t.kind = 'order' AND o.id = t.record_id "
        f"WHERE t.wiped_at IS NULL AND t.kind = '{kind}' AND t.record_id IN {which}"
        for kind, _whose, which in _TOLD
    )
    + " ORDER BY 1"
)


class Old(NamedTuple):
    """How many orders are that old."""

    orders: int
    """Whose personal data can go."""
    left: int
    """Not finished: theirs stays."""


def count_old(database: Database, before: Millis) -> Old:
    """Orders made before a moment that still have personal data."""
    sql = f"SELECT count(*), coalesce(sum(CASE WHEN {_OPEN} THEN 1 ELSE 0 END), 0) {_OLD}"
    whole, left = rows_of(database, sql, (before,))[0]
    return Old(int(whole) - int(left), int(left))


def list_old_ids(database: Database, before: Millis) -> list[int]:
    """The ids of the finished ones, the oldest first."""
    return [int(row[0]) for row in rows_of(database, f"SELECT o.id {_OLD} AND NOT {_OPEN} ORDER BY o.id", (before,))]


def list_old_buyers(database: Database, order_ids: Iterable[int], before: Millis) -> list[int]:
    """The buyers of these orders who have no other order that still tells who they are; blocked ones stay known."""
    ids = listed(order_ids)
    rows = rows_of(
        database,
        "SELECT DISTINCT b.id FROM orders a JOIN buyer b ON b.id = a.buyer_id "
        f"WHERE a.id IN {GIVEN} AND b.blocked = '' "
        f"AND NOT EXISTS (SELECT 1 FROM orders o WHERE o.buyer_id = b.id AND o.id NOT IN {GIVEN} "
        f"AND (o.created >= ? OR {_HAS_DATA})) "
        "AND NOT EXISTS (SELECT 1 FROM owed_item w WHERE w.buyer_id = b.id AND w.struck_at IS NULL) ORDER BY b.id",
        (ids, ids, before),
    )
    return [int(row[0]) for row in rows]


def list_personal_rows(database: Database, order_ids: Iterable[int], buyer_ids: Iterable[int]) -> list[int]:
    """Rows of the trail that tell personal data of these orders, of what hangs on them, and of these buyers."""
    given = {"orders": listed(order_ids), "buyers": listed(buyer_ids)}
    rows = rows_of(database, _TOLD_SQL, [given[whose] for _kind, whose, _which in _TOLD])
    names = _names(rows)
    return [
        row_id
        for row_id, kind, record_id, before, after, reason, _receiver in rows
        if _is_personal(kind, before, after, reason, names[kind, record_id])
    ]


def _names(rows: Iterable[tuple[Any, ...]]) -> Mapping[tuple[str, int], set[str]]:
    """Who received an order, now and before its address was changed."""
    found: defaultdict[tuple[str, int], set[str]] = defaultdict(set)
    for _row_id, kind, record_id, before, after, _reason, receiver in rows:
        said = (receiver, json.loads(before).get("receiver"), json.loads(after).get("receiver"))
        found[kind, record_id].update(str(name) for name in said if name)
    return found


def _is_personal(kind: str, before: str, after: str, reason: str, names: set[str]) -> bool:
    """Why money or goods of an order were changed stays where it names nobody; other reasons go, known or not."""
    if reason and (kind != "order" or _tells(reason, names) or _has_number(reason)):
        return True
    return any(not _stays(values, names) for values in (json.loads(before), json.loads(after)))


def _stays(values: dict[str, Any], names: set[str]) -> bool:
    return _KEPT_KEYS.issuperset(values) and not _tells(json.dumps(values, ensure_ascii=False), names)


def _tells(text: str, names: set[str]) -> bool:
    return mask_text(text) != text or any(name in text for name in names)


def _has_number(text: str) -> bool:
    """A run of digits that may be part of a phone."""
    run = 0
    for each in text:
        run = run + 1 if each.isdigit() else 0
        if run >= 7:
            return True
    return False
