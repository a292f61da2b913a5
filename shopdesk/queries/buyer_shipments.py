"""Which number did it go out with? What left to a buyer, the newest first (SHP-13)."""

import re
from typing import NamedTuple

from shopdesk.clock import Millis
from shopdesk.db.database import GIVEN, Database, escaped, listed, rows_of
from shopdesk.db.search import find_order_ids
from shopdesk.domain.origins import Origin

MOST = 200
"""Shipments listed at most: more than any buyer has."""
_LOOKED_AT = 1_000
_NAMES = re.compile(r"[\u4e00-\u9fff]{2,4}：")


class Shipment(NamedTuple):
    """One waybill of an order; empty while the order has not left."""

    order_id: int
    order_no: str
    source_no: str
    origin: Origin
    shop: str
    buyer: str
    receiver: str
    phone: str
    item: str
    carrier: str
    waybill: str
    stage: int
    shipped_at: Millis | None
    created: Millis


_FITS = (
    "b.platform_id = ?1 OR o.order_no = ?1 OR o.receiver = ?1 OR o.phone = ?1 "
    "OR (length(?1) >= 4 AND o.phone LIKE ?2 ESCAPE '\\')"
)
_SQL = f"""
SELECT o.id, o.order_no, coalesce(f.order_no, '') AS order_no, o.origin, s.name,
  coalesce(b.platform_id, '') AS platform_id, o.receiver, o.phone,
  coalesce((SELECT string_agg(trim(CASE l.sku WHEN '' THEN l.title ELSE l.sku END || ' ' || l.properties)
    || ' ×' || l.quantity, '，' ORDER BY l.position, l.id) FROM order_line l WHERE l.order_id = o.id), o.titles)
    AS titles,
  coalesce(p.carrier, o.carrier) AS carrier, coalesce(p.waybill, '') AS waybill, o.stage,
  coalesce(k.shipped_at, o.shipped_at), o.created
FROM orders o JOIN shop s ON s.id = o.shop_id
LEFT JOIN buyer b ON b.id = o.buyer_id
LEFT JOIN orders f ON f.id = o.source_id
LEFT JOIN parcel p ON p.order_id = o.id
LEFT JOIN slip k ON k.id = p.slip_id
WHERE o.id IN {GIVEN} AND (p.waybill <> '' OR (o.origin > 0 AND o.status <> 4))
ORDER BY p.waybill IS NULL OR p.waybill = '', coalesce(k.shipped_at, o.shipped_at, o.created) DESC,
  p.id DESC NULLS LAST, o.id DESC
LIMIT ?
"""


def find_shipments(database: Database, who: str) -> list[Shipment]:
    """What left to a buyer, named by their id, an order's number, the receiver's name, or a phone or its tail.

    Newest first; exchanges and reissues that have not left yet stand at the end. Somebody found by one order is found
    with all their orders in that shop.
    """
    who = who.strip()
    if not who:
        return []
    ids = _orders_of(database, who)
    if not ids:
        return []
    rows = rows_of(database, _SQL, (listed(ids), MOST))
    return [Shipment._make((*row[:3], Origin(row[3]), *row[4:8], _plain(row[8]), *row[9:])) for row in rows]


def _plain(item: str) -> str:
    """`5815 颜色：深紫;尺码：W7 ×1` says no more than `5815 深紫 W7 ×1`."""
    return _NAMES.sub("", item).replace(";", " ")


def _orders_of(database: Database, who: str) -> list[int]:
    """Ids of the orders of whoever is meant: the full text proposes, the fields decide, and buyers bring their other
    orders along."""
    proposed = find_order_ids(database, who, most=_LOOKED_AT)
    rows = rows_of(
        database,
        "SELECT o.id, o.buyer_id FROM orders o LEFT JOIN buyer b ON b.id = o.buyer_id "
        f"WHERE o.id IN (SELECT value FROM json_each(?3)) AND ({_FITS})",
        (who, f"%{escaped(who)}", listed(proposed)),
    )
    rows += rows_of(  # a short id may be in more texts than are looked at
        database,
        "SELECT o.id, o.buyer_id FROM shop s CROSS JOIN buyer b ON b.shop_id = s.id AND b.platform_id = ? "
        "JOIN orders o ON o.buyer_id = b.id",
        (who,),
    )
    found = {row[0] for row in rows}
    buyers = listed({row[1] for row in rows if row[1] is not None})
    more = rows_of(
        database,
        f"SELECT id FROM orders WHERE buyer_id IN {GIVEN} UNION SELECT id FROM orders WHERE source_id IN {GIVEN} "
        f"UNION SELECT source_id FROM orders WHERE id IN {GIVEN} AND source_id IS NOT NULL",
        (buyers, listed(found), listed(found)),
    )
    return sorted(found | {row[0] for row in more})
