"""What a packer needs to know about one slip (SHP-04)."""

import unicodedata
from dataclasses import dataclass
from typing import Any

from shopdesk.clock import Millis
from shopdesk.db.database import Database, rows_of
from shopdesk.domain.properties import read_properties
from shopdesk.domain.refund_states import is_refund_underway
from shopdesk.domain.statuses import Stage, Status
from shopdesk.errors import N_, NotFound


class SlipGone(NotFound):
    template = N_("This slip is no longer there. Scan it again.")


@dataclass(frozen=True, slots=True)
class PackItem:
    """One article of a slip: what it is, how many, how many of them are in the parcel."""

    id: int
    order_id: int
    order_no: str
    line_no: str
    sku: str
    barcode: str
    title: str
    style: str
    colour: str
    size: str
    shelf: str
    quantity: int
    packed: int
    variant_id: int | None
    weight: int | None
    """Grams a piece; None while unknown."""
    refund_state: str

    @property
    def is_done(self) -> bool:
        """All pieces are in the parcel."""
        return self.packed >= self.quantity

    @property
    def name(self) -> str:
        """Style, colour and size, or else the title: what it says on the shelf."""
        return _name(self.sku, self.style, self.colour, self.size) or self.title

    def answers_to(self, code: str) -> bool:
        """Whether this code is on the article: its SKU, its barcode or its line of the order."""
        return bool(code) and code in {fold_code(own) for own in (self.sku, self.barcode, self.line_no) if own}


@dataclass(frozen=True, slots=True)
class PackOrder:
    """One order of a slip, as far as it can stop the parcel."""

    id: int
    order_no: str
    status: Status
    status_text: str
    stage: Stage
    hold_reason: str
    """Of its first open hold, "" for none."""
    refund_state: str
    """The platform's word on a refund that is under way, "" for none."""
    close_reason: str


@dataclass(frozen=True, slots=True)
class PackSlip:
    """A slip on the packing table."""

    id: int
    version: int
    shop_id: int
    shop: str
    carrier: str
    waybill: str
    receiver: str
    region: str
    printed_at: Millis | None
    packer_id: int | None
    """Who packed it, or who is at it while `packed_at` is None."""
    packer: str
    packed_at: Millis | None
    weight: int | None
    shipped_at: Millis | None
    shipped_by: str
    cancelled_at: Millis | None
    cancel_reason: str
    orders: tuple[PackOrder, ...]
    items: tuple[PackItem, ...]

    @property
    def pieces(self) -> int:
        """How many pieces belong into the parcel."""
        return sum(item.quantity for item in self.items)

    @property
    def packed(self) -> int:
        """How many are in it."""
        return sum(min(item.packed, item.quantity) for item in self.items)

    @property
    def is_complete(self) -> bool:
        """Nothing is missing."""
        return all(item.is_done for item in self.items)

    @property
    def number(self) -> str:
        """What people call it: the number of its order, or of its first one and how many more."""
        first = self.orders[0].order_no if self.orders else str(self.id)
        return first if len(self.orders) < 2 else f"{first} +{len(self.orders) - 1}"


@dataclass(frozen=True, slots=True)
class Article:
    """What a scanned code is, where it isn't what the slip wants."""

    sku: str
    title: str
    style: str
    colour: str
    size: str

    @property
    def name(self) -> str:
        """Style, colour and size, or else the title."""
        return _name(self.sku, self.style, self.colour, self.size) or self.title


def _name(sku: str, style: str, colour: str, size: str) -> str:
    """`5815 灰 W7`; without a style its code stands for it, `5815-2-W7 灰`, since black W7 may be any shoe."""
    rest = (value for value in (colour, size) if style or value not in sku)
    return " ".join(dict.fromkeys(filter(None, (style or sku, *rest))))


_SLIP_SQL = """
SELECT s.id, s.version, s.shop_id, h.name, s.carrier, s.waybill, s.printed_at, s.packed_by_id,
  coalesce(p.name, '') AS name, s.packed_at, s.weight, s.shipped_at, coalesce(d.name, '') AS name, s.cancelled_at,
  s.cancel_reason
FROM slip s JOIN shop h ON h.id = s.shop_id
LEFT JOIN person p ON p.id = s.packed_by_id LEFT JOIN person d ON d.id = s.shipped_by_id
WHERE s.id = ?
"""

_ORDERS_SQL = """
SELECT o.id, o.order_no, o.status, o.status_text, o.stage,
  CASE WHEN o.held > 0 THEN coalesce((SELECT reason FROM hold WHERE order_id = o.id AND released_at IS NULL
    ORDER BY id LIMIT 1), '') ELSE '' END AS reason,
  o.refund_state, o.close_reason, o.receiver, o.province || ' ' || o.city || ' ' || o.district AS region,
  coalesce((SELECT string_agg(r.state, '
' ORDER BY r.id) FROM refund_request r
    WHERE r.shop_id = o.shop_id AND r.order_no = o.order_no), '') AS state
FROM orders o WHERE o.id IN (SELECT order_id FROM slip_item WHERE slip_id = ?) ORDER BY o.id
"""

_ITEMS_SQL = """
SELECT i.id, i.order_id, o.order_no, coalesce(l.line_no, '') AS line_no, coalesce(l.sku, '') AS sku,
  coalesce(v.barcode, '') AS barcode,
  coalesce(l.title, o.titles) AS title, coalesce(l.properties, '') AS properties, coalesce(v.style, '') AS style,
  coalesce(v.colour, '') AS colour,
  coalesce(v.size, '') AS size, coalesce(v.shelf, '') AS shelf, i.quantity, i.packed, v.id, v.weight,
  coalesce(l.refund_state, '') AS refund_state
FROM slip_item i JOIN orders o ON o.id = i.order_id
LEFT JOIN order_line l ON l.id = i.line_id
LEFT JOIN variant v ON v.shop_id = o.shop_id AND v.sku = l.sku AND l.sku <> ''
WHERE i.slip_id = ? ORDER BY o.id, coalesce(l.position, 0), i.id
"""


def fold_code(text: str) -> str:
    """A code as it is compared: half-width, capitals, without blanks around."""
    return unicodedata.normalize("NFKC", text).strip().upper()


def get_pack_slip(database: Database, slip_id: int) -> PackSlip:
    """One slip with its orders and articles; raises SlipGone."""
    rows = rows_of(database, _SLIP_SQL, (slip_id,))
    if not rows:
        raise SlipGone()
    head = rows[0]
    items = tuple(map(_item, rows_of(database, _ITEMS_SQL, (slip_id,))))
    found = rows_of(database, _ORDERS_SQL, (slip_id,))
    refunds = _refunds(items)
    orders = tuple(_order(row, refunds.get(row[0], "")) for row in found)
    receiver, region = (found[0][8], " ".join(found[0][9].split())) if found else ("", "")
    return PackSlip(*[*head[:6], receiver, region, *head[6:], orders, items])


def find_article(database: Database, shop_id: int, code: str) -> Article | None:
    """What else carries this code in the shop, by SKU or barcode."""
    text = unicodedata.normalize("NFKC", code).strip()
    rows = rows_of(
        database,
        "SELECT v.sku, p.title, v.style, v.colour, v.size FROM variant v JOIN product p ON p.id = v.product_id "
        "WHERE v.shop_id = ? AND (v.sku IN (?, ?) OR (v.barcode = ? AND v.barcode <> '')) ORDER BY v.id LIMIT 1",
        (shop_id, text, text.upper(), text),
    )
    return Article(*rows[0]) if rows else None


def _item(row: tuple[Any, ...]) -> PackItem:
    written = read_properties(row[7])
    style, colour, size = (known or said for known, said in zip(row[8:11], written, strict=True))
    return PackItem(*[*row[:7], style, colour, size, *row[11:]])


def _order(row: tuple[Any, ...], line_refund: str) -> PackOrder:
    states = (row[6], *row[10].split("\n"))
    refund = next(filter(is_refund_underway, states), line_refund)
    return PackOrder(row[0], row[1], Status(row[2]), row[3], Stage(row[4]), row[5], refund, row[7])


def _refunds(items: tuple[PackItem, ...]) -> dict[int, str]:
    """The first refund under way among the lines that are to be packed, by order."""
    found: dict[int, str] = {}
    for item in items:
        if is_refund_underway(item.refund_state):
            found.setdefault(item.order_id, item.refund_state)
    return found
