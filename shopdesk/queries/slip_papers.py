"""Snapshots of slips for paper: many at a time, in the given order."""

from collections.abc import Iterable, Sequence
from typing import Any

from shopdesk.clock import Millis
from shopdesk.db.database import GIVEN, Database, listed, rows_of
from shopdesk.domain.documents import Item, OrderPaper, Party
from shopdesk.domain.flags import Colour
from shopdesk.domain.money import Money
from shopdesk.domain.statuses import Masking
from shopdesk.queries.notices import list_notices
from shopdesk.queries.shops import ShopRow, list_shops
from shopdesk.queries.slips import SlipRow, fetch_slips

_ORDERS_SQL = f"""
SELECT o.id, o.flag, coalesce(b.platform_id, '') AS platform_id, o.postcode, o.goods, o.postage, o.paid,
  coalesce(p.name, '') AS name,
  o.buyer_message, o.memo, o.paid_at, o.titles
FROM orders o LEFT JOIN buyer b ON b.id = o.buyer_id LEFT JOIN person p ON p.id = o.salesperson_id
WHERE o.id IN {GIVEN}
"""

_ITEMS_SQL = f"""
SELECT i.slip_id, o.order_no, i.line_id, coalesce(l.title, o.titles) AS title, coalesce(l.sku, '') AS sku,
  coalesce(l.properties, '') AS properties,
  i.quantity, coalesce(l.price, 0),
  coalesce((SELECT shelf FROM variant v WHERE v.shop_id = o.shop_id AND v.sku = l.sku AND l.sku <> ''), '') AS shelf
FROM slip_item i JOIN orders o ON o.id = i.order_id LEFT JOIN order_line l ON l.id = i.line_id
WHERE i.slip_id IN {GIVEN} ORDER BY i.id
"""

_PRINTS_SQL = f"""
SELECT order_id, slip_id, count(*) FROM print_record
WHERE document = 'slip' AND spoilt = 0 AND order_id IN {GIVEN} GROUP BY order_id, slip_id
"""


def get_slip_papers(
    database: Database, *, slip_ids: Sequence[int], printed_at: Millis, printed_by: str
) -> list[OrderPaper]:
    """What the slips will say if printed now, in the given order (SHP-01).

    `reprint` counts the earlier printings that came out; a slip without waybill is a plain one (ORD-17).
    """
    shops = {shop.id: shop for shop in list_shops(database)}
    slips = fetch_slips(database, slip_ids)
    facts = _Facts(database, slips)
    return [_paper(slip, shops[slip.shop_id], facts, printed_at, printed_by) for slip in slips]


class _Facts:
    """What a few queries tell of all these slips."""

    def __init__(self, database: Database, slips: Sequence[SlipRow]) -> None:
        order_ids = list({order.id for slip in slips for order in slip.orders})
        self.notices = list_notices(database, order_ids)
        found = rows_of(database, _ORDERS_SQL, (listed(order_ids),))
        self.orders: dict[int, tuple[Any, ...]] = {row[0]: row for row in found}
        self.items: dict[int, list[tuple[Any, ...]]] = {}
        for slip_id, *item in rows_of(database, _ITEMS_SQL, (listed(slip.id for slip in slips),)):
            self.items.setdefault(slip_id, []).append(tuple(item))
        prints = rows_of(database, _PRINTS_SQL, (listed(order_ids),))
        self._prints = {(order_id, slip_id): count for order_id, slip_id, count in prints}

    def reprint(self, slip: SlipRow) -> int:
        """How often it came out already; a printing from before there were slips counts as well."""
        first = slip.orders[0].id
        return int(self._prints.get((first, slip.id), 0) + self._prints.get((first, None), 0))


def _paper(slip: SlipRow, shop: ShopRow, facts: _Facts, printed_at: Millis, printed_by: str) -> OrderPaper:
    orders = [facts.orders[order.id] for order in slip.orders]
    first = orders[0]
    several = len(orders) > 1
    return OrderPaper(
        order_no=slip.order_no,
        shop=shop.name,
        platform=shop.platform,
        flag=Colour(first[1]),
        buyer=first[2],
        receiver=_receiver(slip, first[3]),
        sender=shop.sender,
        return_to=shop.return_to,
        items=_items(facts.items.get(slip.id, ()), several),
        goods=_sum(orders, 4),
        postage=_sum(orders, 5),
        paid=_sum(orders, 6),
        carrier=slip.carrier,
        waybill=slip.waybill,
        salesperson=first[7],
        buyer_message=_texts(orders, 8),
        memo=_texts(orders, 9),
        notices=tuple(dict.fromkeys(said for order in slip.orders for said in facts.notices.get(order.id, ()))),
        masked=slip.masking is not Masking.CLEAR,
        paid_at=first[10],
        printed_at=printed_at,
        printed_by=printed_by,
        reprint=facts.reprint(slip),
        together=tuple(order.order_no for order in slip.orders) if several else (),
        code=slip.code if slip.parts > 1 else "",
        wave=slip.wave_id or 0,
        position=slip.position,
        part=slip.part,
        parts=slip.parts,
        plain=not slip.waybill,
    )


def _receiver(slip: SlipRow, postcode: str) -> Party:
    """A platform's cipher tells nobody anything: on paper there is only the region."""
    if slip.masking is Masking.CIPHER:
        return Party("", "", slip.region, "")
    return Party(slip.receiver, slip.phone, slip.region, slip.address, postcode)


def _items(rows: Iterable[tuple[Any, ...]], several: bool) -> tuple[Item, ...]:
    found: list[Item] = []
    for order_no, line_id, title, sku, properties, quantity, price, shelf in rows:
        whose = order_no if several else ""
        if line_id is None:
            found += untold_items(title, quantity, whose)
        else:
            found.append(Item(title, sku, properties, quantity, Money(price), shelf, whose))
    return tuple(found)


def untold_items(titles: str, pieces: int, order_no: str = "") -> list[Item]:
    """The items of an order whose lines aren't known: one for each title the platform's file gave."""
    named = [title for title in titles.split("，") if title]
    if len(named) == 1:
        return [Item(named[0], "", "", max(pieces, 1), order_no=order_no)]
    return [Item(title, "", "", 1, order_no=order_no) for title in named]


def _sum(orders: Sequence[tuple[Any, ...]], place: int) -> Money:
    return Money(sum(order[place] for order in orders))


def _texts(orders: Sequence[tuple[Any, ...]], place: int) -> str:
    """What all the orders say there, each once."""
    return " / ".join(dict.fromkeys(order[place] for order in orders if order[place]))
