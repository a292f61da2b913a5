"""What went wrong between the table and the courier: the lists of SHP-05 and SHP-06, and what waits to leave."""

from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple

from shopdesk.clock import Millis
from shopdesk.db.database import Database, rows_of
from shopdesk.domain.refund_states import NONE, OVER, UNDERWAY
from shopdesk.domain.statuses import Stage, Status
from shopdesk.queries.changed_goods import PIECES_DIFFER
from shopdesk.queries.slips import history_start


class ShippingList(StrEnum):
    """The value is the command line's word."""

    SHIPPED_NOT_PACKED = "shipped-not-packed"
    """Marked as shipped, here or on the platform, but never packed."""
    RECEIVED_NOT_SHIPPED = "received-not-shipped"
    """The buyer has confirmed receipt, the desk never saw it leave."""
    PRINTED_NOT_SHIPPED = "printed-not-shipped"
    """On paper, but not gone."""
    NO_WAYBILL = "no-waybill"
    """On paper, but without a waybill (ORD-17)."""
    PLATFORM_SHIPPED = "platform-shipped"
    """The platform says shipped, the desk doesn't."""
    UNFINISHED = "unfinished"
    """Older than the days after which slips are history, and still here (SHP-06)."""
    TO_STOP = "to-stop"
    """Still here, but an order in it was closed or changed meanwhile, or money is going back: packing refuses it."""


class ShippingRow(NamedTuple):
    """One order of a list, with its slip if it has one."""

    order_id: int
    slip_id: int | None
    shop: str
    platform: str
    order_no: str
    buyer: str
    status: int
    stage: int
    flag: int
    carrier: str
    waybill: str
    created: Millis
    paid_at: Millis | None
    printed_at: Millis | None
    packed_at: Millis | None
    packer: str
    shipped_at: Millis | None


class Waiting(NamedTuple):
    """Packed parcels that wait for one carrier."""

    carrier: str
    ready: int
    """With a waybill."""
    without_waybill: int


_UNDER_WAY = "o.stage > 0 AND o.stage < 5"
"""Registered and not shipped: written just as the index of them is."""
_ON_PAPER = f"o.stage IN ({int(Stage.PRINTED)}, {int(Stage.PACKED)})"
"""Of those, each stage by name: the index then leaves the others alone."""
_NOT_DONE = f"o.status < {int(Status.DONE)}"
_OPEN = "s.shipped_at IS NULL AND s.cancelled_at IS NULL"

_COLUMNS = """
o.id, s.id, h.name, h.platform, o.order_no, coalesce(b.platform_id, '') AS platform_id, o.status, o.stage, o.flag,
coalesce(s.carrier, p.carrier, o.carrier) AS carrier, coalesce(s.waybill, p.waybill, '') AS waybill, o.created,
o.paid_at, s.printed_at, s.packed_at, coalesce(k.name, '') AS name, s.shipped_at
"""
_JOINS = """
JOIN shop h ON h.id = o.shop_id
LEFT JOIN buyer b ON b.id = o.buyer_id
LEFT JOIN person k ON k.id = s.packed_by_id AND s.packed_at IS NOT NULL
LEFT JOIN parcel p ON p.id = (SELECT min(id) FROM parcel WHERE order_id = o.id)
"""
_OF_SLIPS = "FROM slip s CROSS JOIN slip_item i ON i.slip_id = s.id CROSS JOIN orders o ON o.id = i.order_id"
"""Slips first: few are asked for, out of all that ever were."""
PACKED = f"{_OPEN} AND +s.packed_at IS NOT NULL"
"""Slips `s` packed and still here. The plus keeps the database from reading all that was ever packed."""
_OF_ORDERS = """FROM orders o LEFT JOIN slip_item i ON i.order_id = o.id
  AND EXISTS (SELECT 1 FROM slip y WHERE y.id = i.slip_id AND y.cancelled_at IS NULL)
LEFT JOIN slip s ON s.id = i.slip_id"""
_AT_HAND = "(s.id IS NOT NULL OR o.created >= ?)"
"""An order older than the history that never had a slip here went another way: nobody can do anything about it here."""
_NO_SLIP = """NOT EXISTS (SELECT 1 FROM slip_item x JOIN slip y ON y.id = x.slip_id
  WHERE x.order_id = o.id AND y.cancelled_at IS NULL)"""
_OF_LINES = f"{_OF_SLIPS} LEFT JOIN order_line l ON l.id = i.line_id"
_OF_BOUGHT = f"""FROM (SELECT DISTINCT i.slip_id, i.order_id FROM slip s CROSS JOIN slip_item i ON i.slip_id = s.id
  WHERE {_OPEN} AND s.printed_at IS NOT NULL AND i.line_id IS NOT NULL) AS held
CROSS JOIN order_line l ON l.order_id = held.order_id
CROSS JOIN slip s ON s.id = held.slip_id CROSS JOIN orders o ON o.id = held.order_id"""
"""What was bought of the orders in each slip on paper: every line once, however many pieces lie in the slip. Lines
first: what differs is looked for in them, and hardly any does."""


def _refunding(column: str) -> str:
    """The same as `is_refund_underway`, for the database."""
    has = " OR ".join(f"instr(lower({column}), '{word}') > 0" for word in UNDERWAY)
    lacks = [f"instr(lower({column}), '{word}') = 0" for word in OVER]
    lacks += [f"trim({column}) NOT LIKE '{word}%'" for word in NONE]
    return f"({column} <> '' AND ({has}) AND {' AND '.join(lacks)})"


_STOPPED = (
    f"(o.status = {int(Status.CLOSED)} OR o.stage = {int(Stage.CLOSED)} "
    f"OR {_refunding('o.refund_state')} OR {_refunding('l.refund_state')} OR EXISTS (SELECT 1 FROM refund_request r "
    f"WHERE r.shop_id = o.shop_id AND r.order_no = o.order_no AND {_refunding('r.state')} LIMIT 1 OFFSET 0))"
)
"""OFFSET keeps a server from reading every request there ever was instead of these orders' own."""

_PARTS: Mapping[ShippingList, tuple[tuple[str, str], ...]] = {
    ShippingList.SHIPPED_NOT_PACKED: (
        (_OF_SLIPS, "s.packed_at IS NULL AND s.shipped_at IS NOT NULL AND s.cancelled_at IS NULL"),
        (_OF_SLIPS, f"{_OPEN} AND s.packed_at IS NULL AND o.status = {int(Status.SHIPPED)}"),
    ),
    ShippingList.RECEIVED_NOT_SHIPPED: (
        (_OF_ORDERS, f"{_UNDER_WAY} AND o.status = {int(Status.DONE)} AND {_AT_HAND}"),
    ),
    ShippingList.PRINTED_NOT_SHIPPED: (
        (_OF_SLIPS, f"{_OPEN} AND s.printed_at IS NOT NULL AND {_NOT_DONE}"),
        (_OF_ORDERS, f"{_UNDER_WAY} AND {_ON_PAPER} AND {_NOT_DONE} AND {_NO_SLIP}"),
    ),
    ShippingList.NO_WAYBILL: ((_OF_SLIPS, f"{_OPEN} AND s.printed_at IS NOT NULL AND s.waybill = '' AND {_NOT_DONE}"),),
    ShippingList.PLATFORM_SHIPPED: ((_OF_ORDERS, f"{_UNDER_WAY} AND o.status = {int(Status.SHIPPED)} AND {_AT_HAND}"),),
    ShippingList.UNFINISHED: ((_OF_SLIPS, f"{_OPEN} AND s.created_at < ?"),),
    ShippingList.TO_STOP: (
        (_OF_LINES, f"{_OPEN} AND {_STOPPED}"),
        (_OF_BOUGHT, PIECES_DIFFER),
    ),
}


_USUAL = frozenset({ShippingList.PRINTED_NOT_SHIPPED, ShippingList.NO_WAYBILL})
"""Lists of what simply waits: nothing went wrong."""


def list_shipping(
    database: Database, which: ShippingList, *, now: Millis, limit: int | None = None
) -> list[ShippingRow]:
    """The orders of one list, the oldest first."""
    sql, params = union_of(which, _COLUMNS, history_start(database, now=now))
    most = "" if limit is None else f"LIMIT {limit:d}"
    rows = rows_of(database, f"{sql} ORDER BY 12, 1, 2 NULLS FIRST {most}", params)
    return [ShippingRow(*row) for row in rows]


def count_shipping(database: Database, *, now: Millis) -> dict[ShippingList, int]:
    """How many stand on each list."""
    counts, before = {}, history_start(database, now=now)
    for which in ShippingList:
        sql, params = union_of(which, "o.id, s.id", before)
        counts[which] = int(rows_of(database, f"SELECT count(*) FROM ({sql}) AS listed", params)[0][0])
    return counts


def count_wrong(database: Database, *, now: Millis) -> int:
    """How many orders stand on any of these lists, but those of what simply waits; each counts once."""
    parts = [
        union_of(which, "+o.id", history_start(database, now=now))  # the plus: not in the order of ids, which reads all
        for which in ShippingList
        if which not in _USUAL
    ]
    sql = " UNION ".join(part for part, _params in parts)
    params = [value for _part, values in parts for value in values]
    return int(rows_of(database, f"SELECT count(*) FROM ({sql}) AS listed", params)[0][0])


def count_to_pack(database: Database) -> int:
    """How many slips are on paper and not packed yet."""
    sql = f"SELECT count(*) FROM slip s WHERE {_OPEN} AND s.packed_at IS NULL AND s.printed_at IS NOT NULL"
    return int(rows_of(database, sql)[0][0])


def list_waiting(database: Database) -> list[Waiting]:
    """Packed parcels that have not left, by carrier."""
    rows = rows_of(
        database,
        f"SELECT s.carrier, sum(CASE WHEN s.waybill <> '' THEN 1 ELSE 0 END), "
        f"sum(CASE WHEN s.waybill = '' THEN 1 ELSE 0 END) FROM slip s WHERE {PACKED} "
        "GROUP BY s.carrier ORDER BY s.carrier",
    )
    return [Waiting(*row) for row in rows]


def list_waiting_ids(database: Database, *, carrier: str) -> list[int]:
    """The packed slips that wait for a carrier, in the order in which they were packed."""
    sql = f"SELECT s.id FROM slip s WHERE {PACKED} AND s.carrier = ? ORDER BY s.packed_at, s.id"
    return [row[0] for row in rows_of(database, sql, (carrier,))]


def union_of(which: ShippingList, columns: str, before: Millis) -> tuple[str, tuple[int, ...]]:
    """A list's statement with these columns of orders `o` and slips `s`, and its values; `before`: what was made
    earlier is history. An order and slip that several parts find stand there once."""
    joins = _JOINS if columns == _COLUMNS else ""
    parts = [f"SELECT {columns} {source} {joins} WHERE {where}" for source, where in _PARTS[which]]
    params = (before,) * sum(where.count("?") for _source, where in _PARTS[which])
    return (" UNION " if len(parts) > 1 else "").join(parts).replace("SELECT", "SELECT DISTINCT", 1), params
