"""Which orders are old enough for their personal data to go (DATA-06)."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
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
  OR EXISTS (SELECT 1 FROM cases c WHERE c.order_id = o.id AND c.closed_at IS NULL)
  OR EXISTS (SELECT 1 FROM refund r WHERE r.order_id = o.id AND r.state IN ('asked', 'approved'))
  OR EXISTS (SELECT 1 FROM repair m WHERE m.order_id = o.id AND m.closed_at IS NULL)
  OR EXISTS (SELECT 1 FROM claim l WHERE l.order_id = o.id AND l.closed_at IS NULL)
  OR EXISTS (SELECT 1 FROM interception i WHERE i.order_id = o.id AND i.closed_at IS NULL)
  OR EXISTS (SELECT 1 FROM detour d WHERE d.order_id = o.id AND d.done_at IS NULL)
  OR EXISTS (SELECT 1 FROM shortage g WHERE g.order_id = o.id AND g.closed_at IS NULL)
  OR EXISTS (SELECT 1 FROM complaint q WHERE q.order_id = o.id AND q.closed_at IS NULL)
  OR EXISTS (SELECT 1 FROM review v WHERE v.order_id = o.id AND v.closed_at IS NULL)
  OR EXISTS (SELECT 1 FROM box x WHERE x.order_id = o.id AND x.state IN ('opened', 'unclaimed'))
  OR EXISTS (SELECT 1 FROM box_item i JOIN box y ON y.id = i.box_id
    WHERE i.order_id = o.id AND y.state IN ('opened', 'unclaimed'))
)"""
"""Not finished: neither shipped nor closed, held, with something owed or noted for the packer, or with a case, a refund
or a repair, or with a box, that somebody still works on."""
_OLD = f"FROM orders o WHERE o.created < ? AND {_HAS_DATA}"
_KEPT_KEYS = frozenset(
    {
        "flag", "stage", "document", "carrier", "paid", "salesperson_id", "registrar_id", "amount", "way", "kind",
        "slip", "waybill", "wave", "quantity", "held", "item", "items", "file", "lines", "parts", "orders", "order_no",
        "account", "method", "until", "extension", "weight", "postage", "goods", "surcharge", "position",
        "repair", "fault", "state", "batch_id", "supplier_id", "warranty", "estimate", "estimate_state", "fee",
        "fee_by", "due_at", "dispatched_at", "back_at", "labelled_at", "checked_at", "checked_by_id", "closed_at",
        "told_state", "told_at", "case_id", "forwarded_carrier", "forwarded_waybill", "called_by_id", "called_at",
        "looked_by_id", "looked_at", "look_again_at", "poll_after", "shortage", "packaging", "departed", "arrived",
        "expected", "spread", "verdict", "certainty", "remedy", "claim_id", "damage", "cost", "credited",
        "received_at", "expires_at", "answered_at", "answered_by_id", "review", "result", "person_id", "assigned_at",
        "assigned_by_id", "raised_at", "kind_before", "changed_at", "deleted_at", "closed_by_id", "but", "stars",
        "decision", "decided_at", "decided_by_id", "rated_at", "rated_by_id", "complaint", "number",
        "seen_at", "seen_by_id", "appeal_at", "appeal_by_id", "approved_at", "approved_by_id", "sent_at", "person",
        "record", "rule", "points", "month", "settled_points", "disputed_at", "settled_at", "settled_by_id",
    }
)  # fmt: skip
"""What a row of the trail may tell and still stay: everything else about an old order goes, known or not."""

_BOXES = f"""
SELECT id FROM box WHERE order_id IN {GIVEN} OR (order_id IS NULL AND id IN
  (SELECT box_id FROM box_item WHERE order_id IN {GIVEN}))
ORDER BY id
"""
_LONE_BOXES = """
SELECT b.id FROM box b WHERE b.order_id IS NULL AND b.at < ? AND b.state NOT IN ('opened', 'unclaimed')
  AND b.sender_name || b.sender_phone || b.sender_address || b.buyer_name || b.note <> ''
  AND NOT EXISTS (SELECT 1 FROM box_item i WHERE i.box_id = b.id AND i.order_id IS NOT NULL)
ORDER BY b.id
"""
_CASES = f"""
SELECT id FROM cases WHERE order_id IN {GIVEN} OR (order_id IS NULL AND closed_at IS NOT NULL AND buyer_id IN {GIVEN})
ORDER BY id
"""
_LONE_CASES = """
SELECT c.id FROM cases c WHERE c.order_id IS NULL AND c.buyer_id IS NULL AND c.closed_at < ?
  AND c.asked || c.verified || c.proposed || c.agreed || c.done || c.outcome || c.early_reason <> ''
ORDER BY c.id
"""

POINTS_OF: Mapping[str, tuple[str, ...]] = {
    whose: tuple(f"kind = '{kind}' AND record_id IN {which}" for kind, which in booked_on)
    for whose, booked_on in {
        "orders": (
            ("order", GIVEN),
            ("slip", f"(SELECT slip_id FROM slip_item WHERE order_id IN {GIVEN})"),
            *(
                (kind, f"(SELECT id FROM {kind} WHERE order_id IN {GIVEN})")
                for kind in ("review", "complaint", "refund", "repair", "claim", "interception", "shortage")
            ),
        ),
        "buyers": tuple(
            (kind, f"(SELECT id FROM {kind} WHERE buyer_id IN {GIVEN})") for kind in ("complaint", "repair")
        ),
        "boxes": (("box", GIVEN),),
        "cases": (("case", GIVEN),),
    }.items()
}
"""Points that were booked on what hangs on given orders, buyers, boxes and cases."""
_TOLD = (
    ("order", "orders", GIVEN),
    ("slip", "orders", f"(SELECT slip_id FROM slip_item WHERE order_id IN {GIVEN})"),
    ("change_note", "orders", f"(SELECT id FROM change_note WHERE order_id IN {GIVEN})"),
    ("owed_item", "orders", f"(SELECT id FROM owed_item WHERE order_id IN {GIVEN})"),
    ("buyer", "buyers", GIVEN),
    ("owed_item", "buyers", f"(SELECT id FROM owed_item WHERE buyer_id IN {GIVEN})"),
    ("refund", "orders", f"(SELECT id FROM refund WHERE order_id IN {GIVEN})"),
    ("tracking", "orders", f"(SELECT id FROM tracking WHERE order_id IN {GIVEN})"),
    ("box", "boxes", GIVEN),
    ("box_item", "boxes", f"(SELECT id FROM box_item WHERE box_id IN {GIVEN})"),
    ("case", "cases", GIVEN),
    ("claim", "orders", f"(SELECT id FROM claim WHERE order_id IN {GIVEN})"),
    ("interception", "orders", f"(SELECT id FROM interception WHERE order_id IN {GIVEN})"),
    ("detour", "orders", f"(SELECT id FROM detour WHERE order_id IN {GIVEN})"),
    ("shortage", "orders", f"(SELECT id FROM shortage WHERE order_id IN {GIVEN})"),
    ("repair", "orders", f"(SELECT id FROM repair WHERE order_id IN {GIVEN})"),
    ("damage", "orders", f"(SELECT id FROM damage WHERE order_id IN {GIVEN})"),
    ("review", "orders", f"(SELECT id FROM review WHERE order_id IN {GIVEN})"),
    ("own_rating", "orders", f"(SELECT id FROM own_rating WHERE order_id IN {GIVEN})"),
    ("complaint", "orders", f"(SELECT id FROM complaint WHERE order_id IN {GIVEN})"),
    ("complaint", "buyers", f"(SELECT id FROM complaint WHERE buyer_id IN {GIVEN})"),
    *(
        ("points", whose, f"(SELECT id FROM point_entry WHERE {which})")
        for whose, each in POINTS_OF.items()
        for which in each
    ),
    ("repair", "buyers", f"(SELECT id FROM repair WHERE buyer_id IN {GIVEN})"),
)
"""Kinds of records whose rows in the trail tell of orders or buyers, and which of them."""
_TOLD_SQL = (
    " UNION ".join(  # a server would look at the whole trail for conditions with OR
        "SELECT t.id, t.kind, t.record_id, t.before, t.after, t.reason, o.receiver FROM trail t "
        "LEFT JOIN orders o ON t.kind = 'order' AND o.id = t.record_id "
        f"WHERE t.wiped_at IS NULL AND t.kind = '{kind}' AND t.record_id IN {which}"
        for kind, _whose, which in _TOLD
    )
    + " UNION SELECT t.id, t.kind, t.record_id, t.before, t.after, t.reason, NULL FROM intake_correction c "
    "JOIN intake_day d ON d.day = c.day "
    "JOIN trail t ON t.kind = 'intake_day' AND t.record_id = d.id AND t.at = c.at AND t.wiped_at IS NULL "
    f"WHERE c.box_id IN {GIVEN} ORDER BY 1"
)
"""What was put right about a box stands with its day as well."""


class Given(NamedTuple):
    """Records whose personal data goes, by their ids."""

    orders: Sequence[int] = ()
    buyers: Sequence[int] = ()
    boxes: Sequence[int] = ()
    cases: Sequence[int] = ()


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


def _still_old(database: Database, order_ids: Sequence[int], before: Millis) -> list[int]:
    """Those of them that nobody has taken up again since they were listed."""
    sql = f"SELECT o.id {_OLD} AND NOT {_OPEN} AND o.id IN {GIVEN} ORDER BY o.id"
    return [int(row[0]) for row in rows_of(database, sql, (before, listed(order_ids)))]


def list_old_buyers(database: Database, order_ids: Iterable[int], before: Millis) -> list[int]:
    """The buyers of these orders who have no other order that still tells who they are; blocked ones stay known."""
    ids = listed(order_ids)
    rows = rows_of(
        database,
        "SELECT DISTINCT b.id FROM orders a JOIN buyer b ON b.id = a.buyer_id "
        f"WHERE a.id IN {GIVEN} AND b.blocked = '' "
        f"AND NOT EXISTS (SELECT 1 FROM orders o WHERE o.buyer_id = b.id AND o.id NOT IN {GIVEN} "
        f"AND (o.created >= ? OR {_HAS_DATA})) "
        "AND NOT EXISTS (SELECT 1 FROM owed_item w WHERE w.buyer_id = b.id AND w.struck_at IS NULL) "
        "AND NOT EXISTS (SELECT 1 FROM cases c WHERE c.buyer_id = b.id AND c.closed_at IS NULL) "
        "AND NOT EXISTS (SELECT 1 FROM complaint q WHERE q.buyer_id = b.id AND q.closed_at IS NULL) ORDER BY b.id",
        (ids, ids, before),
    )
    return [int(row[0]) for row in rows]


def list_given(database: Database, order_ids: Sequence[int], before: Millis) -> Given:
    """These orders, where they are finished, with their old buyers, and the boxes and cases that hang on them."""
    order_ids = _still_old(database, order_ids, before)
    ids, buyers = listed(order_ids), list_old_buyers(database, order_ids, before)
    boxes = [int(row[0]) for row in rows_of(database, _BOXES, (ids, ids))]
    cases = [int(row[0]) for row in rows_of(database, _CASES, (ids, listed(buyers)))]
    return Given(order_ids, buyers, boxes, cases)


def list_lone(database: Database, before: Millis) -> Given:
    """Boxes and cases older than a moment that hang on no order, so that none takes them along: given up, struck out,
    closed."""
    boxes = [int(row[0]) for row in rows_of(database, _LONE_BOXES, (before,))]
    return Given(boxes=boxes, cases=[int(row[0]) for row in rows_of(database, _LONE_CASES, (before,))])


def list_personal_rows(database: Database, given: Given) -> list[int]:
    """Rows of the trail that tell personal data of these records, and of what hangs on them."""
    ids = {whose: listed(getattr(given, whose)) for whose in Given._fields}
    rows = rows_of(database, _TOLD_SQL, [*(ids[whose] for _kind, whose, _which in _TOLD), ids["boxes"]])
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
