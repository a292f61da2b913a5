"""What was in an order's parcels, and what it weighs: the evidence of a shortage (SHP-12)."""

from dataclasses import dataclass
from typing import Any

from shopdesk.clock import Millis
from shopdesk.db.database import Database, rows_of
from shopdesk.domain.learned_weights import Learned, choose_weight
from shopdesk.domain.money import Money
from shopdesk.domain.waybills import fold_waybill


@dataclass(frozen=True, slots=True)
class ContentLine:
    """Pieces of one bought line in a parcel."""

    order_id: int
    line_id: int | None
    """None for an order whose lines nobody knows."""
    title: str
    sku: str
    properties: str
    quantity: int
    """How many of it belong into the parcel."""
    is_ticked: bool
    """The packer ticked or scanned all of them."""
    value: Money
    """What was paid for one."""
    is_sold: bool
    """Its product isn't taken down."""
    variant_id: int | None
    grams: int | None
    """Of one piece; None while nobody knows."""
    doubt: float
    """Grams that this may be off."""
    is_typed: bool
    """Somebody typed the weight; else it was learned."""


@dataclass(frozen=True, slots=True)
class Packing:
    """One parcel of an order: a slip, or a waybill that came by a file."""

    slip_id: int | None
    waybill: str
    carrier: str
    weight: int | None
    """Grams on our scale."""
    packed_at: Millis | None
    lines: tuple[ContentLine, ...]

    def holds(self, line_ids: set[int]) -> bool:
        """Whether all these lines are in it, or it may be so."""
        own = {line.line_id for line in self.lines}
        return None in own or line_ids <= own


def list_packings(database: Database, *, order_id: int, waybill: str = "") -> list[Packing]:
    """The parcels of an order with what belongs into each, the oldest first; only that of a `waybill` where one is
    named. An order without slips is one parcel with everything in it."""
    wanted = fold_waybill(waybill)
    slips = rows_of(
        database,
        "SELECT s.id, s.waybill, s.carrier, s.weight, s.packed_at FROM slip s WHERE s.cancelled_at IS NULL "
        "AND s.id IN (SELECT slip_id FROM slip_item WHERE order_id = ?) ORDER BY s.id",
        (order_id,),
    )
    found = [Packing(*[*row, _lines(database, _SLIP_SQL, row[0])]) for row in slips]
    if not found:
        parcels = rows_of(
            database,
            "SELECT waybill, carrier FROM parcel WHERE order_id = ? AND waybill <> '' ORDER BY id",
            (order_id,),
        ) or [("", "")]
        lines = _lines(database, _ORDER_SQL, order_id)
        found = [Packing(None, number, carrier, None, None, lines) for number, carrier in parcels]
    return [each for each in found if not wanted or fold_waybill(each.waybill) == wanted]


_OF_LINE = """
  l.id, coalesce(l.title, o.titles) AS title, coalesce(l.sku, '') AS sku, coalesce(l.properties, '') AS properties,
  {quantity} AS pieces, {ticked} AS ticked, coalesce(l.paid, 0), coalesce(l.quantity, 1), coalesce(p.on_sale, TRUE),
  v.id, v.weight, w.grams, w.spread, w.parcels
"""
_KNOWN = """
LEFT JOIN variant v ON v.shop_id = o.shop_id AND v.sku = l.sku AND l.sku <> ''
LEFT JOIN product p ON p.id = v.product_id LEFT JOIN learned_weight w ON w.variant_id = v.id
"""
_SLIP_SQL = f"""
SELECT i.order_id, {_OF_LINE.format(quantity="i.quantity", ticked="i.packed")}
FROM slip_item i JOIN orders o ON o.id = i.order_id LEFT JOIN order_line l ON l.id = i.line_id {_KNOWN}
WHERE i.slip_id = ? ORDER BY i.order_id, coalesce(l.position, 0), i.id
"""
_ORDER_SQL = f"""
SELECT o.id, {_OF_LINE.format(quantity="l.quantity", ticked="0")}
FROM orders o JOIN order_line l ON l.order_id = o.id {_KNOWN}
WHERE o.id = ? ORDER BY l.position, l.id
"""


def _lines(database: Database, sql: str, record_id: int) -> tuple[ContentLine, ...]:
    return tuple(map(_line, rows_of(database, sql, (record_id,))))


def _line(row: tuple[Any, ...]) -> ContentLine:
    order_id, line_id, title, sku, properties, pieces, ticked, paid, bought, is_sold, variant_id, typed, *known = row
    learned = Learned(*known) if known[0] is not None else None
    weight = choose_weight(typed, learned)
    return ContentLine(
        order_id, line_id, title, sku, properties, pieces, pieces > 0 and ticked >= pieces,
        Money(paid // max(1, bought)), bool(is_sold), variant_id, weight[0] if weight else None,
        weight[1] if weight else 0.0, weight is not None and weight[0] == typed,
    )  # fmt: skip
