"""The order list: which orders, in which order, a page at a time, at any size.

Two shapes serve every list. In the order of creation (the usual one) a page is fetched by key, so that page 9,000 costs
what page 1 costs. Searches and other sort orders fetch ids first (8 bytes an order) and then pages by id.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any, NamedTuple

from shopdesk.clock import Millis
from shopdesk.db.database import GIVEN, Database, listed, rows_of, stream
from shopdesk.db.search import MOST, find_order_ids
from shopdesk.domain.flags import Colour
from shopdesk.domain.origins import Origin
from shopdesk.domain.statuses import Stage, Status, Tray

MOST_FOUND = MOST
"""A search lists no more than its newest hits."""


@dataclass(frozen=True, slots=True)
class OrderFilter:
    """Which orders; what is left at its default asks for nothing."""

    shop_id: int | None = None
    flags: frozenset[Colour] = frozenset()
    tray: Tray | None = None
    status: Status | None = None
    stage: Stage | None = None
    origin: Origin | None = None
    since: Millis | None = None
    """Created at or after."""
    until: Millis | None = None
    """Created before."""
    order_nos: tuple[str, ...] = ()
    find: str = ""
    sort: str = "created"
    """A key of SORTS."""
    descending: bool = True


class Key(NamedTuple):
    """Where a row stands in the order of creation."""

    created: Millis
    id: int


class OrderRow(NamedTuple):
    """One row of the list. A plain tuple fetched as it is: a million of these are scrolled through."""

    id: int
    order_no: str
    shop: str
    flag: int
    flag_native: str
    buyer: str
    goods_text: str
    """The first item, or the titles that the file joined."""
    lines: int
    pieces: int
    paid: int
    created: Millis
    paid_at: Millis | None
    ship_by: Millis | None
    registered_at: Millis | None
    carrier: str
    waybill: str
    status: int
    stage: int
    tray: int
    held: int
    hold_reason: str
    memo: str
    buyer_message: str
    receiver: str
    phone: str
    region: str
    masking: int
    refund_state: str
    salesperson: str
    registrar: str
    origin: int = 0
    has_changes: int = 0
    """Whether a late change is noted and not yet packed (ORD-14)."""


_COLUMNS = """
o.id, o.order_no, s.name, o.flag, o.flag_native, coalesce(b.platform_id, '') AS platform_id,
coalesce(CASE l.sku WHEN '' THEN l.title ELSE l.sku END
  || CASE l.properties WHEN '' THEN '' ELSE ' ' || l.properties END, o.titles) AS titles,
(SELECT count(*) FROM order_line WHERE order_id = o.id), o.pieces, o.paid, o.created, o.paid_at, o.ship_by,
o.registered_at, coalesce(p.carrier, o.carrier) AS carrier, coalesce(p.waybill, '') AS waybill, o.status, o.stage,
o.tray, o.held,
CASE WHEN o.held > 0 THEN coalesce((SELECT reason FROM hold WHERE order_id = o.id AND released_at IS NULL
  ORDER BY id LIMIT 1), '') ELSE '' END AS reason, o.memo, o.buyer_message, o.receiver, o.phone,
o.province || ' ' || o.city || ' ' || o.district AS region, o.masking, o.refund_state,
coalesce(sp.name, '') AS name, coalesce(rg.name, '') AS name, o.origin,
EXISTS (SELECT 1 FROM change_note WHERE order_id = o.id AND done_at IS NULL)
"""

_JOINS = """
LEFT JOIN shop s ON s.id = o.shop_id
LEFT JOIN buyer b ON b.id = o.buyer_id
LEFT JOIN order_line l ON l.id = (SELECT id FROM order_line WHERE order_id = o.id ORDER BY position, id LIMIT 1)
LEFT JOIN parcel p ON p.id = (SELECT min(id) FROM parcel WHERE order_id = o.id)
LEFT JOIN person sp ON sp.id = o.salesperson_id
LEFT JOIN person rg ON rg.id = o.registrar_id
"""

SORTS = {
    "created": "o.created",
    "order_no": "o.order_no",
    "buyer": "(SELECT platform_id FROM buyer WHERE id = o.buyer_id)",
    "paid": "o.paid",
    "paid_at": "o.paid_at",
    "ship_by": "o.ship_by",
    "flag": "o.flag",
    "stage": "o.tray",
    "receiver": "o.receiver",
    "pieces": "o.pieces",
    "memo": "o.memo",
}
"""What a list can be sorted by: the column's key and its expression."""
_WITH_NOTHING = frozenset({"buyer", "paid_at", "ship_by"})
"""Sorts that some orders have no value for: it counts as the least."""


@dataclass(slots=True)
class _Where:
    parts: list[str] = field(default_factory=list)
    params: list[Any] = field(default_factory=list)

    def add(self, condition: str, *params: Any) -> None:
        self.parts.append(condition)
        self.params += params


def is_keyed(chosen: OrderFilter) -> bool:
    """Whether this list runs in the order of creation and is paged by key; else it is paged by ids (`find_ids`)."""
    return chosen.sort == "created" and not chosen.find.strip()


def _where(chosen: OrderFilter) -> _Where:
    where = _Where()
    if chosen.shop_id is not None:
        where.add("o.shop_id = ?", chosen.shop_id)
    if len(chosen.flags) == 1:
        where.add("o.flag = ?", int(next(iter(chosen.flags))))
    elif chosen.flags:
        where.add(f"o.flag IN ({', '.join('?' * len(chosen.flags))})", *sorted(map(int, chosen.flags)))
    for column in ("tray", "status", "stage", "origin"):
        wanted = getattr(chosen, column)
        if wanted is not None:
            where.add(f"o.{column} = ?", int(wanted))
    if chosen.since is not None:
        where.add("o.created >= ?", chosen.since)
    if chosen.until is not None:
        where.add("o.created < ?", chosen.until)
    if chosen.order_nos:
        where.add(f"o.order_no IN ({', '.join('?' * len(chosen.order_nos))})", *chosen.order_nos)
    return where


def count_orders(database: Database, chosen: OrderFilter) -> int:
    """How many orders a keyed list holds: from the kept counts where they can tell, else counted."""
    uncounted = (chosen.status, chosen.stage, chosen.origin, chosen.since, chosen.until)
    if uncounted == (None,) * 5 and not chosen.order_nos:
        return sum(
            n
            for flag, tray, n in _counts(database, chosen.shop_id)
            if (not chosen.flags or flag in chosen.flags) and (chosen.tray is None or tray == chosen.tray)
        )
    where = _where(chosen)
    return int(rows_of(database, f"SELECT count(*) FROM orders o{_sql(tuple(where.parts))}", where.params)[0][0])


def count_by_flag(database: Database, *, shop_id: int | None = None, tray: Tray | None = None) -> dict[Colour, int]:
    """How many orders carry each flag, within a tray; colours nobody carries are missing."""
    return _by_flag(_counts(database, shop_id), tray)


def _by_flag(read: Sequence[tuple[Any, ...]], tray: Tray | None) -> dict[Colour, int]:
    counts: dict[Colour, int] = {}
    for flag, at, n in read:
        if n and (tray is None or at == tray):
            counts[Colour(flag)] = counts.get(Colour(flag), 0) + n
    return counts


def count_by_tray(
    database: Database, *, shop_id: int | None = None, flags: frozenset[Colour] = frozenset()
) -> dict[Tray, int]:
    """How many orders lie in each tray, within some flags."""
    return _by_tray(_counts(database, shop_id), flags)


def _by_tray(read: Sequence[tuple[Any, ...]], flags: frozenset[Colour]) -> dict[Tray, int]:
    counts = dict.fromkeys(Tray, 0)
    for flag, tray, n in read:
        if not flags or flag in flags:
            counts[Tray(tray)] += n
    return counts


def count_both(
    database: Database, *, shop_id: int | None, flags: frozenset[Colour], tray: Tray | None
) -> tuple[dict[Colour, int], dict[Tray, int]]:
    """`count_by_flag` and `count_by_tray`, asked for at once."""
    read = _counts(database, shop_id)
    return _by_flag(read, tray), _by_tray(read, flags)


def _counts(database: Database, shop_id: int | None) -> list[tuple[Any, ...]]:
    if shop_id is None:
        return rows_of(database, "SELECT flag, tray, n FROM order_count")
    return rows_of(database, "SELECT flag, tray, n FROM order_count WHERE shop_id = ?", (shop_id,))


def fetch_page(
    database: Database, chosen: OrderFilter, *, after: Key | None = None, skip: int = 0, limit: int = 200
) -> list[OrderRow]:
    """`limit` rows of a keyed list, from `skip` rows behind `after` (None: the beginning). `skip` should stay small."""
    return list(map(OrderRow._make, rows_of(database, *page_statement(chosen, after=after, skip=skip, limit=limit))))


def page_statement(chosen: OrderFilter, *, after: Key | None, skip: int, limit: int) -> tuple[str, list[Any]]:
    """The SQL of a page and its values."""
    where = _where_after(chosen, after)
    return _page_sql(tuple(where.parts), chosen.descending), [*where.params, limit, skip]


def find_key(database: Database, chosen: OrderFilter, *, after: Key | None, skip: int) -> Key | None:
    """The key of the row that stands `skip` rows behind `after`, read from an index alone; None past the end."""
    return next(iter(fetch_keys(database, chosen, after=after, skip=skip, limit=1)), None)


def fetch_keys(database: Database, chosen: OrderFilter, *, after: Key | None, skip: int, limit: int) -> list[Key]:
    """The keys of `limit` rows of a keyed list, from `skip` rows behind `after`, read from an index alone."""
    where = _where_after(chosen, after)
    order = _direction(chosen.descending)
    sql = f"SELECT o.created, o.id FROM orders o{_sql(tuple(where.parts))} {order} LIMIT ? OFFSET ?"
    return list(map(Key._make, rows_of(database, sql, [*where.params, limit, skip])))


def find_place(database: Database, chosen: OrderFilter, order_id: int) -> int | None:
    """How many rows of a keyed list stand before this order; None where the list doesn't hold it."""
    where = _where(chosen)
    own = _Where([*where.parts, "o.id = ?"], [*where.params, order_id])
    rows = rows_of(database, f"SELECT o.created, o.id FROM orders o{_sql(tuple(own.parts))}", own.params)
    if not rows:
        return None
    _add_after(where, replace(chosen, descending=not chosen.descending), Key(*rows[0]))
    sql = f"SELECT count(*) FROM orders o{_sql(tuple(where.parts))}"
    return int(rows_of(database, sql, where.params)[0][0])


class Hits(NamedTuple):
    """The ids of a list that isn't keyed, in its order, and whether a search found more than it lists."""

    ids: array[int]
    has_more: bool


def find_hits(database: Database, chosen: OrderFilter) -> Hits:
    """The ids of a list, in its order. A search looks among its newest MOST hits and says when there are more."""
    where, has_more = _where(chosen), False
    if chosen.find.strip():
        found = find_order_ids(database, chosen.find)
        has_more = len(found) > MOST
        where.add(f"o.id IN {GIVEN}", listed(found[:MOST]))
    way = "DESC" if chosen.descending else "ASC"
    nothing = f"NULLS {'LAST' if chosen.descending else 'FIRST'}" if chosen.sort in _WITH_NOTHING else ""
    by = f"{SORTS[chosen.sort]} {way} {nothing}, o.id {way}"
    sql = f"SELECT o.id FROM orders o{_sql(tuple(where.parts))} ORDER BY {by}"
    return Hits(array("q", (row[0] for row in stream(database, sql, where.params))), has_more)


def find_ids(database: Database, chosen: OrderFilter) -> array[int]:
    """The ids of `find_hits` alone."""
    return find_hits(database, chosen).ids


def fetch_by_ids(database: Database, ids: Sequence[int]) -> list[OrderRow]:
    """The rows of these orders, in the given order; ones that are gone are left out."""
    sql = f"SELECT {_COLUMNS} FROM orders o {_JOINS} WHERE o.id IN {GIVEN}"
    rows = {row[0]: OrderRow._make(row) for row in rows_of(database, sql, (listed(ids),))}
    return [rows[order_id] for order_id in ids if order_id in rows]


def sum_orders(database: Database, chosen: OrderFilter, ids: Sequence[int] | None = None) -> int:
    """What the listed orders were paid, in fen: of the given ids, or of the whole list. Costs a pass over the list."""
    if ids is not None:
        sql = f"SELECT coalesce(sum(paid), 0) FROM orders WHERE id IN {GIVEN}"
        return int(rows_of(database, sql, (listed(ids),))[0][0])
    where = _where(chosen)
    sql = f"SELECT coalesce(sum(o.paid), 0) FROM orders o{_sql(tuple(where.parts))}"
    return int(rows_of(database, sql, where.params)[0][0])


def _where_after(chosen: OrderFilter, after: Key | None) -> _Where:
    """Which orders stand behind `after`. An end of the time that it has passed is left out: the database would begin
    there and walk to the page."""
    if after and chosen.descending and chosen.until is not None and after.created < chosen.until:
        chosen = replace(chosen, until=None)
    if after and not chosen.descending and chosen.since is not None and after.created >= chosen.since:
        chosen = replace(chosen, since=None)
    where = _where(chosen)
    _add_after(where, chosen, after)
    return where


def _add_after(where: _Where, chosen: OrderFilter, after: Key | None) -> None:
    if after is not None:
        where.add(f"(o.created, o.id) {'<' if chosen.descending else '>'} (?, ?)", after.created, after.id)


def _direction(descending: bool) -> str:
    way = "DESC" if descending else "ASC"
    return f"ORDER BY o.created {way}, o.id {way}"


def _sql(parts: tuple[str, ...]) -> str:
    return f" WHERE {' AND '.join(parts)}" if parts else ""


@lru_cache(maxsize=256)
def _page_sql(parts: tuple[str, ...], descending: bool) -> str:
    """Ids first by the index alone, then the joins for the rows of the page only."""
    direction = _direction(descending)
    page = f"SELECT o.id, o.created FROM orders o{_sql(parts)} {direction} LIMIT ? OFFSET ?"
    rows = f"SELECT {_COLUMNS} FROM ({page}) page CROSS JOIN orders o ON o.id = page.id {_JOINS}"
    return f"{rows} {direction.replace('o.', 'page.')}"  # the page's own columns: they stand in this order already
