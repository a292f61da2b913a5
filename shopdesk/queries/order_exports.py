"""Orders as the command line and export files tell them: streamed, whole, with their lines (DATA-05)."""

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any, NamedTuple

from shopdesk.db.database import GIVEN, Database, listed, place_of, rows_of
from shopdesk.db.errors import Damaged
from shopdesk.domain.flags import Colour
from shopdesk.domain.money import Money
from shopdesk.domain.origins import Origin
from shopdesk.domain.statuses import Stage, Status
from shopdesk.queries.order_lists import Key, OrderFilter, OrderRow, fetch_by_ids, fetch_page, find_ids, is_keyed

CHUNK = 500


class LineExport(NamedTuple):
    """One item of an exported order."""

    title: str
    sku: str
    properties: str
    quantity: int
    price: Money


class OrderExport(NamedTuple):
    """One exported order; times are milliseconds, amounts Money, words are codes."""

    shop: str
    platform: str
    order_no: str
    status: str
    stage: str
    flag: str
    salesperson: str
    registrar: str
    buyer: str
    receiver: str
    phone: str
    province: str
    city: str
    district: str
    address: str
    postcode: str
    goods: Money
    postage: Money
    paid: Money
    buyer_message: str
    memo: str
    created_at: int
    paid_at: int | None
    carrier: str
    waybill: str
    holds: tuple[str, ...]
    lines: tuple[LineExport, ...]
    origin: str
    source: str
    """The number of the order that an exchange or reissue belongs to."""
    warehouse: str


_SQL = f"""
SELECT o.id, s.name, s.platform, o.order_no, o.status, o.stage, o.flag, coalesce(sp.name, '') AS name,
  coalesce(rg.name, '') AS name,
  coalesce(b.platform_id, '') AS platform_id, o.receiver, o.phone, o.province, o.city, o.district, o.address,
  o.postcode, o.goods,
  o.postage, o.paid, o.buyer_message, o.memo, o.created, o.paid_at,
  coalesce((SELECT p.carrier FROM parcel p WHERE p.order_id = o.id ORDER BY p.id LIMIT 1), o.carrier) AS carrier,
  coalesce((SELECT string_agg(waybill, ' ' ORDER BY id) FROM parcel WHERE order_id = o.id), '') AS waybill, o.held,
  o.origin, coalesce((SELECT f.order_no FROM orders f WHERE f.id = o.source_id), '') AS order_no, o.warehouse
FROM orders o JOIN shop s ON s.id = o.shop_id
LEFT JOIN buyer b ON b.id = o.buyer_id
LEFT JOIN person sp ON sp.id = o.salesperson_id
LEFT JOIN person rg ON rg.id = o.registrar_id
WHERE o.id IN {GIVEN}
"""


def stream_orders(database: Database, chosen: OrderFilter, *, limit: int | None = None) -> Iterator[OrderExport]:
    """The orders of a list in its order, a chunk at a time; no limit unless given."""
    left = limit
    for ids in _id_chunks(database, chosen):
        wanted = ids if left is None else ids[:left]
        yield from export_orders(database, wanted)
        if left is not None:
            left -= len(wanted)
            if left <= 0:
                return


def stream_rows(database: Database, chosen: OrderFilter, *, limit: int | None = None) -> Iterator[OrderRow]:
    """The rows of a list as the orders page shows them, a chunk at a time."""
    rows = (row for ids in _id_chunks(database, chosen) for row in fetch_by_ids(database, ids))
    return islice(rows, limit)


def _id_chunks(database: Database, chosen: OrderFilter) -> Iterator[Sequence[int]]:
    if not is_keyed(chosen):
        ids = find_ids(database, chosen)
        yield from (ids[start : start + CHUNK] for start in range(0, len(ids), CHUNK))
        return
    after: Key | None = None
    while rows := fetch_page(database, chosen, after=after, limit=CHUNK):
        yield [row.id for row in rows]
        last = Key(rows[-1].created, rows[-1].id)
        if after is not None and (last >= after if chosen.descending else last <= after):
            raise Damaged(file=place_of(database), detail="orders_created")  # an index in a circle would never end
        after = last


def export_orders(database: Database, ids: Sequence[int]) -> list[OrderExport]:
    """These orders, in the given order."""
    given = listed(ids)
    lines = _lines(database, given)
    holds = _holds(database, given)
    found = {row[0]: row for row in rows_of(database, _SQL, (given,))}
    return [_export(found[i], holds.get(i, ()), lines.get(i, ())) for i in ids if i in found]


def _export(row: Sequence[Any], holds: tuple[str, ...], lines: tuple[LineExport, ...]) -> OrderExport:
    _, shop, platform, order_no, status, stage, flag, *texts, held, origin, source, warehouse = row
    amounts = 10
    texts[amounts : amounts + 3] = map(Money, texts[amounts : amounts + 3])
    words = (Status(status).code, Stage(stage).code, Colour(flag).code)
    by_hand = (Origin(origin).code, source, warehouse)
    return OrderExport._make((shop, platform, order_no, *words, *texts, holds if held else (), lines, *by_hand))


def _lines(database: Database, given: str) -> dict[int, tuple[LineExport, ...]]:
    sql = (
        "SELECT order_id, title, sku, properties, quantity, price FROM order_line "
        f"WHERE order_id IN {GIVEN} ORDER BY order_id, position, id"
    )
    found: dict[int, tuple[LineExport, ...]] = {}
    for order_id, title, sku, properties, quantity, price in rows_of(database, sql, (given,)):
        found[order_id] = (*found.get(order_id, ()), LineExport(title, sku, properties, quantity, Money(price)))
    return found


def _holds(database: Database, given: str) -> dict[int, tuple[str, ...]]:
    sql = f"SELECT order_id, reason FROM hold WHERE released_at IS NULL AND order_id IN {GIVEN} ORDER BY id"
    found: dict[int, tuple[str, ...]] = {}
    for order_id, reason in rows_of(database, sql, (given,)):
        found[order_id] = (*found.get(order_id, ()), reason)
    return found
