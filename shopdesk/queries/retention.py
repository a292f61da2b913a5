"""Which orders are old enough for their personal data to go (DATA-06)."""

import json
from collections.abc import Iterable
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
    """Rows of the trail that tell personal data of these orders and buyers."""
    orders, buyers = listed(order_ids), listed(buyer_ids)
    rows = rows_of(
        database,
        "SELECT t.id, t.before, t.after, t.reason, o.receiver FROM trail t "
        "LEFT JOIN orders o ON t.kind = 'order' AND o.id = t.record_id WHERE t.wiped_at IS NULL "
        f"AND ((t.kind = 'order' AND t.record_id IN {GIVEN}) OR (t.kind = 'buyer' AND t.record_id IN {GIVEN})) "
        "ORDER BY t.id",
        (orders, buyers),
    )
    return [int(row_id) for row_id, *told in rows if _is_personal(*told)]


def _is_personal(before: str, after: str, reason: str, receiver: str | None) -> bool:
    if reason and (mask_text(reason) != reason or (receiver or "\0") in reason or _has_number(reason)):
        return True
    return any(not _stays(values, receiver) for values in (json.loads(before), json.loads(after)))


def _stays(values: dict[str, Any], receiver: str | None) -> bool:
    told = json.dumps(values, ensure_ascii=False)
    return _KEPT_KEYS.issuperset(values) and (not receiver or receiver not in told) and mask_text(told) == told


def _has_number(text: str) -> bool:
    """A run of digits that may be part of a phone."""
    run = 0
    for each in text:
        run = run + 1 if each.isdigit() else 0
        if run >= 7:
            return True
    return False
