"""Exchanges, reissues and bank orders that have left without the buyer being told (SHP-07)."""

from collections.abc import Sequence
from typing import NamedTuple

from shopdesk.clock import Millis
from shopdesk.db.database import GIVEN, Database, listed, rows_of
from shopdesk.domain.origins import Origin
from shopdesk.domain.scripts import fill_blanks
from shopdesk.domain.statuses import Stage
from shopdesk.queries.shop_settings import get_setting
from shopdesk.settings import TOLD_TEXT

TOLD_KINDS = (Origin.BANK, Origin.EXCHANGE, Origin.REISSUE)
"""Orders of which no platform tells the buyer."""


class UntoldRow(NamedTuple):
    """One order that has left."""

    order_id: int
    order_no: str
    source_no: str
    origin: Origin
    shop: str
    buyer: str
    receiver: str
    item: str
    carrier: str
    waybill: str
    shipped_at: Millis | None


_KINDS = ", ".join(str(int(kind)) for kind in TOLD_KINDS)
UNTOLD = f"""
FROM orders o JOIN shop s ON s.id = o.shop_id
LEFT JOIN buyer b ON b.id = o.buyer_id
LEFT JOIN orders f ON f.id = o.source_id
WHERE o.origin > 0 AND o.origin IN ({_KINDS}) AND o.stage = {int(Stage.SHIPPED)}
  AND EXISTS (SELECT 1 FROM parcel p WHERE p.order_id = o.id AND p.waybill <> '')
  AND NOT EXISTS (SELECT 1 FROM contact c WHERE c.order_id = o.id AND c.kind = 'sent')
"""
"""Orders `o` whose buyer is still to be told."""
_SELECT = """
SELECT o.id, o.order_no, coalesce(f.order_no, '') AS order_no, o.origin, s.name, coalesce(b.platform_id,
  '') AS platform_id, o.receiver, o.titles,
  (SELECT carrier FROM parcel p WHERE p.order_id = o.id AND p.waybill <> '' ORDER BY p.id LIMIT 1) AS carrier,
  (SELECT string_agg(waybill, ' ' ORDER BY p.id) FROM parcel p WHERE p.order_id = o.id AND p.waybill <> '') AS waybill,
  o.shipped_at
"""


def list_untold(database: Database, *, order_ids: Sequence[int] = ()) -> list[UntoldRow]:
    """Whose buyer is still to be told, the longest waiting first; of these orders only, where some are named."""
    among, given = (f" AND o.id IN {GIVEN}", (listed(order_ids),)) if order_ids else ("", ())
    rows = rows_of(database, f"{_SELECT}{UNTOLD}{among} ORDER BY coalesce(o.shipped_at, o.created), o.id", given)
    return [UntoldRow._make((*row[:3], Origin(row[3]), *row[4:])) for row in rows]


def count_untold(database: Database) -> int:
    """How many buyers are still to be told."""
    return int(rows_of(database, f"SELECT count(*) {UNTOLD}")[0][0])


def told_texts(database: Database, rows: Sequence[UntoldRow]) -> dict[int, str]:
    """What to send to each of these buyers, by order: the shop's text with its blanks filled in."""
    text = get_setting(database, TOLD_TEXT)
    return {row.order_id: fill_blanks(text, **_values(row)) for row in rows}


def _values(row: UntoldRow) -> dict[str, str]:
    return {
        "buyer": row.buyer or row.receiver,
        "order_no": row.source_no or row.order_no,
        "carrier": row.carrier,
        "waybill": row.waybill,
        "item": row.item,
    }
