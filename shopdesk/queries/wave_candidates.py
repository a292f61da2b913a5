"""Orders that could go into a wave, with what may keep them from it."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

from shopdesk.db.database import GIVEN, Database, listed, rows_of
from shopdesk.domain.origins import Origin
from shopdesk.domain.statuses import Masking, Stage, Status, Tray


class Candidate(NamedTuple):
    """An order, or a part of a split one, that could be printed now; its slip is None until one is made."""

    order_id: int
    order_no: str
    shop_id: int
    stage: Stage
    status: Status
    closed_why: str
    hold: str
    """The reason of its oldest open hold; empty while none is open."""
    origin: Origin
    masking: Masking
    receiver: str
    address: str
    carrier: str
    waybill: str
    """A number that the platform's file brought already."""
    pieces: int
    settled: bool
    listed: bool
    """Its packing list was printed."""
    shelf: str
    """Where its first item lies."""
    since: int
    slip_id: int | None
    wave_id: int | None
    printed: bool
    platform: str
    paid: int
    """Fen."""


_SQL = """
SELECT o.id, o.order_no, o.shop_id, o.stage, o.status,
  CASE WHEN o.close_reason <> '' THEN o.close_reason ELSE o.status_text END AS close_reason,
  CASE WHEN o.held > 0 THEN coalesce((SELECT reason FROM hold WHERE order_id = o.id AND released_at IS NULL
    ORDER BY id LIMIT 1), '-') ELSE '' END AS reason,
  o.origin, o.masking, o.receiver, o.province || o.city || o.district || o.address AS address,
  coalesce(nullif(s.carrier, ''), (SELECT carrier FROM parcel
    WHERE order_id = o.id AND slip_id IS NULL AND carrier <> '' ORDER BY id LIMIT 1), o.carrier) AS carrier,
  coalesce((SELECT max(waybill) FROM parcel WHERE order_id = o.id AND slip_id IS NULL HAVING count(*) = 1), '')
    AS waybill,
  CASE WHEN s.id IS NULL THEN CASE WHEN o.pieces > 1 THEN o.pieces ELSE 1 END
    ELSE (SELECT coalesce(sum(quantity), 0) FROM slip_item WHERE slip_id = s.id AND order_id = o.id) END,
  EXISTS (SELECT 1 FROM settlement WHERE order_id = o.id),
  EXISTS (SELECT 1 FROM print_record WHERE order_id = o.id AND document = 'packing-list' AND spoilt = 0),
  coalesce((SELECT v.shelf FROM order_line l JOIN variant v ON v.shop_id = o.shop_id AND v.sku = l.sku
    WHERE l.order_id = o.id AND l.sku <> '' ORDER BY l.position, l.id LIMIT 1), '') AS shelf,
  coalesce(o.paid_at, o.created), s.id, s.wave_id, s.printed_at IS NOT NULL, h.platform, o.paid
FROM ({chosen}) c JOIN orders o ON o.id = c.order_id JOIN shop h ON h.id = o.shop_id
LEFT JOIN slip s ON s.id = c.slip_id
"""

_SLIPS_OF = """
SELECT {order} AS order_id, (SELECT i.slip_id FROM slip_item i JOIN slip x ON x.id = i.slip_id
  WHERE i.order_id = {order} AND x.cancelled_at IS NULL ORDER BY i.slip_id LIMIT 1) AS slip_id
"""

_WAITING = f"""
SELECT order_id, slip_id FROM (
  {_SLIPS_OF.format(order="w.id")} FROM orders w
  WHERE w.tray IN ({int(Tray.TO_REGISTER)}, {int(Tray.HELD)}, {int(Tray.REGISTERED)})
) AS seen WHERE slip_id IS NULL
UNION ALL
SELECT DISTINCT i.order_id, x.id FROM slip x JOIN slip_item i ON i.slip_id = x.id
WHERE x.printed_at IS NULL AND x.shipped_at IS NULL AND x.cancelled_at IS NULL AND x.wave_id IS NULL
"""
"""Whatever has no slip yet, and the slips that wait for a wave: orders shipped together, parts of a split one."""

_LIVE = """
SELECT DISTINCT i.order_id, x.id AS slip_id FROM slip_item i JOIN slip x ON x.id = i.slip_id
WHERE x.cancelled_at IS NULL
"""


def list_candidates(database: Database) -> list[Candidate]:
    """Everything that waits for a wave or stands before it, the oldest payment first."""
    return _candidates(rows_of(database, _SQL.format(chosen=_WAITING)))


def list_slip_candidates(database: Database, slip_ids: Sequence[int]) -> list[Candidate]:
    """The orders of these slips, printed or not."""
    chosen = f"SELECT DISTINCT order_id, slip_id FROM slip_item WHERE slip_id IN {GIVEN}"
    return _candidates(rows_of(database, _SQL.format(chosen=chosen), (listed(slip_ids),)))


def list_chosen_candidates(database: Database, order_ids: Sequence[int]) -> list[Candidate]:
    """These orders whatever their state, each with its slip or slips, and the orders that travel with them."""
    chosen = (
        f"{_LIVE} AND x.id IN (SELECT slip_id FROM slip_item WHERE order_id IN {GIVEN}) UNION ALL "
        f"SELECT id, NULL FROM orders WHERE id IN {GIVEN} AND NOT EXISTS ({_LIVE} AND i.order_id = orders.id)"
    )
    return _candidates(rows_of(database, _SQL.format(chosen=chosen), (listed(order_ids),) * 2))


_KINDS: dict[int, Callable[[Any], Any]] = {
    3: Stage, 4: Status, 7: Origin, 8: Masking, 14: bool, 15: bool, 20: bool,
}  # fmt: skip


def _candidates(rows: Iterable[Sequence[Any]]) -> list[Candidate]:
    found = []
    for row in rows:
        values = list(row)
        for place, kind in _KINDS.items():
            values[place] = kind(values[place])
        found.append(Candidate._make(values))
    return sorted(found, key=lambda one: (one.since, one.order_id, one.slip_id or 0))
