"""Putting slips into the database, many at a time."""

from collections import Counter
from collections.abc import Iterable, Sequence

from shopdesk.db.database import GIVEN, GIVEN_TEXTS, add_row, listed, rows_of
from shopdesk.db.upsert import execute_many
from shopdesk.queries.wave_candidates import Candidate
from shopdesk.services.desk import Work

_SLIP = (
    "INSERT INTO slip (shop_id, wave_id, position, carrier, waybill, waybill_at, created_at) "
    "VALUES (?, ?, ?, ?, ?, ?, ?)"
)
_LINES = (
    "INSERT INTO slip_item (slip_id, order_id, line_id, quantity, packed) "
    "SELECT ?, order_id, id, quantity, 0 FROM order_line WHERE order_id = ? ORDER BY position, id"
)
_WHOLE = (
    "INSERT INTO slip_item (slip_id, order_id, line_id, quantity, packed) SELECT ?, o.id, NULL, "
    "CASE WHEN o.pieces > 1 THEN o.pieces ELSE 1 END, 0 "
    "FROM orders o WHERE o.id = ? AND NOT EXISTS (SELECT 1 FROM order_line WHERE order_id = o.id)"
)


_FIRST = (
    "(SELECT o.carrier FROM slip_item i JOIN orders o ON o.id = i.order_id WHERE i.slip_id = slip.id "
    "AND o.carrier <> '' ORDER BY i.id LIMIT 1)"
)
_FOLLOW = (
    f"UPDATE slip SET carrier = {_FIRST}, version = version + 1 WHERE printed_at IS NULL AND shipped_at IS NULL "
    f"AND cancelled_at IS NULL AND waybill = '' AND {_FIRST} <> carrier AND NOT EXISTS (SELECT 1 FROM slip_item i "
    "JOIN orders o ON o.id = i.order_id WHERE i.slip_id = slip.id AND o.carrier = slip.carrier)"
)

_WHOLE_SLIPS = (
    "(SELECT i.slip_id, i.order_id FROM slip s JOIN slip_item i ON i.slip_id = s.id WHERE s.printed_at IS NULL "
    "AND s.shipped_at IS NULL AND s.cancelled_at IS NULL GROUP BY i.slip_id, i.order_id "
    "HAVING NOT EXISTS (SELECT 1 FROM slip_item j JOIN slip t ON t.id = j.slip_id WHERE j.order_id = i.order_id "
    "AND t.id <> i.slip_id AND t.cancelled_at IS NULL))"
)
_FOLLOW_GOODS = (
    f"UPDATE slip_item SET quantity = l.quantity, packed = 0 FROM order_line l, {_WHOLE_SLIPS} w "
    "WHERE l.id = slip_item.line_id AND w.slip_id = slip_item.slip_id AND w.order_id = slip_item.order_id "
    "AND l.quantity <> slip_item.quantity",
    "INSERT INTO slip_item (slip_id, order_id, line_id, quantity, packed) "
    f"SELECT w.slip_id, w.order_id, l.id, l.quantity, 0 FROM {_WHOLE_SLIPS} w JOIN order_line l "
    "ON l.order_id = w.order_id WHERE NOT EXISTS (SELECT 1 FROM slip_item i WHERE i.order_id = w.order_id "
    "AND i.slip_id = w.slip_id AND i.line_id = l.id)",
    "DELETE FROM slip_item WHERE line_id IS NULL AND (slip_id, order_id) IN "
    f"{_WHOLE_SLIPS} AND EXISTS (SELECT 1 FROM order_line l WHERE l.order_id = slip_item.order_id)",
)


def write_slips(doing: Work, wave_id: int, parcels: Sequence[Sequence[Candidate]]) -> None:
    """Put parcels into a wave in this order: slips that are there move in, the others are made, with the waybill that
    the platform's file brought where nobody else has it."""
    places = list(enumerate(parcels, 1))
    there = [(place, parcel) for place, parcel in places if parcel[0].slip_id is not None]
    new = [(place, parcel[0]) for place, parcel in places if parcel[0].slip_id is None]
    move_slips(doing, [parcel[0].slip_id or 0 for _place, parcel in there], wave_id, [place for place, _p in there])
    _fill_carriers(doing, [parcel[0] for _place, parcel in there])
    _write_new(doing, wave_id, new)


def write_single_slips(doing: Work, orders: Sequence[Candidate]) -> list[int]:
    """A slip for each order, in no wave; returns their ids."""
    return _write_new(doing, None, [(0, order) for order in orders])


def _write_new(doing: Work, wave_id: int | None, places: Sequence[tuple[int, Candidate]]) -> list[int]:
    """Slips for orders at places of a wave, in this order; returns their ids."""
    database = doing.desk.database
    known = _free_waybills(doing, [order for _place, order in places])
    last = int(database.execute_sql("SELECT coalesce(max(id), 0) FROM slip").fetchone()[0])
    rows = []
    for place, order in places:
        waybill = order.waybill if order.waybill in known else ""
        at = doing.at if waybill else None
        rows.append((order.shop_id, wave_id, place, order.carrier, waybill, at, doing.at))
    execute_many(database, _SLIP, rows)
    ids = [row[0] for row in database.execute_sql("SELECT id FROM slip WHERE id > ? ORDER BY id", (last,)).fetchall()]
    fill_slips(doing, [(slip_id, order.order_id) for slip_id, (_place, order) in zip(ids, places, strict=True)])
    _tie_parcels(doing, [(i, order) for i, (_place, order) in zip(ids, places, strict=True) if order.waybill in known])
    return ids


def write_slip(
    doing: Work, *, shop_id: int, carrier: str, wave_id: int | None = None, position: int = 0, waybill: str = ""
) -> int:
    """One slip with nothing on it yet; returns its id."""
    at = doing.at if waybill else None
    row = (shop_id, wave_id, position, carrier, waybill, at, doing.at)
    return add_row(doing.desk.database, _SLIP, row)


def fill_slips(doing: Work, pairs: Sequence[tuple[int, int]]) -> None:
    """Put whole orders onto slips: (slip id, order id)."""
    execute_many(doing.desk.database, _LINES, pairs)
    execute_many(doing.desk.database, _WHOLE, pairs)


def move_slips(doing: Work, slip_ids: Sequence[int], wave_id: int | None, places: Sequence[int] = ()) -> None:
    """Put slips into a wave at these places, or out of any."""
    rows = [(wave_id, place, slip_id) for slip_id, place in zip(slip_ids, places or [0] * len(slip_ids), strict=True)]
    execute_many(
        doing.desk.database, "UPDATE slip SET wave_id = ?, position = ?, version = version + 1 WHERE id = ?", rows
    )


def follow_orders(doing: Work) -> None:
    """Open slips without a number go with the carrier that their order was given since; one that any of its orders
    still wants stays. Those not printed hold what was bought as it stands now; parts of a split order stay as they
    are and are stopped: see queries.changed_goods."""
    doing.desk.database.execute_sql(_FOLLOW)
    for sql in _FOLLOW_GOODS:
        doing.desk.database.execute_sql(sql)


def remove_slips(doing: Work, slip_ids: Iterable[int]) -> None:
    """Take slips that were never printed away, with the numbers they had."""
    database, given = doing.desk.database, (listed(slip_ids),)
    database.execute_sql(f"UPDATE print_record SET slip_id = NULL WHERE slip_id IN {GIVEN}", given)
    database.execute_sql(f"UPDATE owed_item SET slip_id = NULL WHERE slip_id IN {GIVEN}", given)
    database.execute_sql(f"DELETE FROM parcel WHERE slip_id IN {GIVEN} AND import_id = 0", given)
    database.execute_sql(f"UPDATE parcel SET slip_id = NULL WHERE slip_id IN {GIVEN}", given)
    database.execute_sql(f"DELETE FROM slip_item WHERE slip_id IN {GIVEN}", given)
    database.execute_sql(f"DELETE FROM slip WHERE id IN {GIVEN}", given)


def _fill_carriers(doing: Work, orders: Sequence[Candidate]) -> None:
    """A slip made before its carrier was chosen learns it now."""
    rows = [(order.carrier, order.slip_id) for order in orders]
    execute_many(doing.desk.database, "UPDATE slip SET carrier = ? WHERE id = ? AND carrier = ''", rows)


def _free_waybills(doing: Work, orders: Sequence[Candidate]) -> set[str]:
    """Of the numbers that files brought, those that are on one order only and on no slip."""
    counts = Counter(order.waybill for order in orders if order.waybill)
    taken = rows_of(doing.desk.database, f"SELECT waybill FROM slip WHERE waybill IN {GIVEN_TEXTS}", (listed(counts),))
    return {waybill for waybill, n in counts.items() if n == 1} - {row[0] for row in taken}


def _tie_parcels(doing: Work, pairs: Sequence[tuple[int, Candidate]]) -> None:
    rows = [(slip_id, order.order_id, order.waybill) for slip_id, order in pairs]
    execute_many(doing.desk.database, "UPDATE parcel SET slip_id = ? WHERE order_id = ? AND waybill = ?", rows)
