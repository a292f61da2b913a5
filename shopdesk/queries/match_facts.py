"""What is compared of boxes and of orders to find out whose a box is (RET-03)."""

from collections import defaultdict
from collections.abc import Collection
from functools import lru_cache

from shopdesk.clock import Millis
from shopdesk.db.database import GIVEN, Database, listed, rows_of
from shopdesk.db.masking import unmasked
from shopdesk.domain.cases import COMES_BACK, Kind, State
from shopdesk.domain.likeness import Goods
from shopdesk.domain.matching import Clues, OrderFacts
from shopdesk.domain.platform_requests import Progress, read_kind, read_progress
from shopdesk.domain.properties import read_properties

_STILL_TO_COME = frozenset({State.ASKED, State.AGREED, State.SENT})
_UNDERWAY = frozenset({Progress.ASKED, Progress.AGREED, Progress.SENT})


@lru_cache(20_000)
def goods_of(*, title: str, properties: str = "", style: str = "", codes: tuple[str, ...] = ()) -> Goods:
    """A bought thing as it is compared."""
    read = read_properties(properties)
    return Goods(style or read.style, read.colour, read.size, tuple(filter(None, codes)), title)


def is_expected(kind: str, state: str, goods_state: str, waybill: str, finished_at: Millis | None) -> bool:
    """Whether goods are still to come by the platform's words on a request."""
    progress = read_progress(state, waybill=waybill, is_finished=finished_at is not None)
    return progress in _UNDERWAY and read_kind(kind, goods_state=goods_state) in COMES_BACK


def get_clues(database: Database, box_ids: Collection[int]) -> dict[int, Clues]:
    """What boxes tell of whose they are, by their ids; read past a mask."""
    database = unmasked(database)
    items: dict[int, list[Goods]] = defaultdict(list)
    rows = rows_of(
        database,
        "SELECT box_id, style, colour, size, sku, title FROM box_item WHERE box_id IN " + GIVEN + " ORDER BY id",
        (listed(box_ids),),
    )
    for box_id, style, colour, size, sku, title in rows:
        items[box_id].append(Goods(style, colour, size, (sku,) if sku else (), title))
    return {
        box_id: Clues(at, waybill, phone, name, region, address, buyer, tuple(items[box_id]), shop_id)
        for box_id, at, waybill, phone, name, region, address, buyer, shop_id in rows_of(
            database,
            "SELECT id, at, waybill, sender_phone, sender_name, sender_region, sender_address, buyer_name, shop_id "
            f"FROM box WHERE id IN {GIVEN} ORDER BY id",
            (listed(box_ids),),
        )
    }


_ORDERS = f"""
SELECT o.id, o.order_no, o.shop_id, o.receiver, o.phone, o.province, o.city, o.district, o.address,
  coalesce(b.platform_id, '') AS platform_id, o.created, o.shipped_at
FROM orders o LEFT JOIN buyer b ON b.id = o.buyer_id WHERE o.id IN {GIVEN} ORDER BY o.id
"""
_LINES = f"""
SELECT l.order_id, l.title, l.properties, coalesce(v.style, '') AS style, l.sku, l.product_code,
  coalesce(v.barcode, '') AS barcode
FROM order_line l JOIN orders o ON o.id = l.order_id LEFT JOIN variant v ON v.shop_id = o.shop_id AND v.sku = l.sku
WHERE l.order_id IN {GIVEN} ORDER BY l.order_id, l.position, l.id
"""
_PARCELS = f"SELECT order_id, waybill FROM parcel WHERE order_id IN {GIVEN} ORDER BY id"
_REQUESTS = f"""
SELECT o.id, r.return_waybill, r.kind, r.state, r.goods_state, r.finished_at
FROM orders o JOIN refund_request r ON r.shop_id = o.shop_id AND r.order_no = o.order_no
WHERE o.id IN {GIVEN} ORDER BY r.id
"""
_CASES = f"SELECT order_id, waybill, kind, state FROM cases WHERE order_id IN {GIVEN} ORDER BY id"
_BOXES = f"SELECT order_id FROM box WHERE order_id IN {GIVEN} AND state = 'registered' AND id <> ?"


def get_facts(database: Database, order_ids: Collection[int], *, but_box: int = 0) -> list[OrderFacts]:
    """What is known of these orders, read past a mask; `but_box` doesn't count as one of theirs."""
    if not order_ids:
        return []
    database = unmasked(database)
    ids = (listed(order_ids),)
    goods: dict[int, list[Goods]] = defaultdict(list)
    for order_id, title, properties, style, *codes in rows_of(database, _LINES, ids):
        goods[order_id].append(goods_of(title=title, properties=properties, style=style, codes=tuple(codes)))
    own: dict[int, list[str]] = defaultdict(list)
    for order_id, waybill in rows_of(database, _PARCELS, ids):
        own[order_id].append(waybill)
    returning, expected = _get_returns(database, ids)
    came_back = {row[0] for row in rows_of(database, _BOXES, (*ids, but_box))}
    return [
        OrderFacts(
            order_id, order_no, shop_id, receiver, phone, province, city, district, address, buyer,
            tuple(goods[order_id]), created, shipped_at or (created if own[order_id] else None), tuple(own[order_id]),
            tuple(returning[order_id]), order_id in expected, order_id in came_back,
        )
        for order_id, order_no, shop_id, receiver, phone, province, city, district, address, buyer, created, shipped_at
        in rows_of(database, _ORDERS, ids)
    ]  # fmt: skip


def _get_returns(database: Database, ids: tuple[str]) -> tuple[dict[int, list[str]], set[int]]:
    """Waybills by which orders travel back, and orders whose goods are still to come."""
    returning: dict[int, list[str]] = defaultdict(list)
    expected: set[int] = set()
    for order_id, waybill, kind, state, goods_state, finished_at in rows_of(database, _REQUESTS, ids):
        returning[order_id] += [waybill] if waybill else []
        if is_expected(kind, state, goods_state, waybill, finished_at):
            expected.add(order_id)
    for order_id, waybill, kind, state in rows_of(database, _CASES, ids):
        returning[order_id] += [waybill] if waybill else []
        if Kind(kind) in COMES_BACK and State(state) in _STILL_TO_COME:
            expected.add(order_id)
    return returning, expected
