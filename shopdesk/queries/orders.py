"""One order with everything about it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from shopdesk.clock import Millis
from shopdesk.db.database import GIVEN, Database, listed, rows_of
from shopdesk.domain.flags import Colour
from shopdesk.domain.money import Money
from shopdesk.domain.origins import Origin
from shopdesk.domain.statuses import Masking, Stage, Status, Tray
from shopdesk.errors import N_, NotFound

if TYPE_CHECKING:
    # What looks for addresses in texts is loaded with the first order that is shown: the window is there sooner.
    from shopdesk.domain.address_changes import Address


class OrderNotFound(NotFound):
    template = N_("There is no order {order_no} here. Check the number, or import the file it is in.")


class OrderAmbiguous(NotFound):
    template = N_("Order {order_no} exists in several shops ({shops}). Name the shop as well.")


@dataclass(frozen=True, slots=True)
class Line:
    """One bought item."""

    line_no: str
    title: str
    sku: str
    properties: str
    quantity: int
    price: Money
    goods: Money
    paid: Money
    refund_state: str
    shelf: str


@dataclass(frozen=True, slots=True)
class ParcelRow:
    """One waybill of an order."""

    carrier: str
    waybill: str


@dataclass(frozen=True, slots=True)
class HoldRow:
    """One hold; open while `released_at` is None."""

    id: int
    kind: str
    reason: str
    person: str
    at: Millis
    released_by: str
    released_at: Millis | None
    signature: str
    amount: Money
    """What is due before it may go on; 0 for nothing."""
    automatic: bool
    """Made by a check."""


@dataclass(frozen=True, slots=True)
class PrintRow:
    """One printing that came out."""

    document: str
    paper: str
    person: str
    at: Millis
    reason: str


@dataclass(frozen=True, slots=True)
class RefundRow:
    """One refund request as the platform's file tells it."""

    refund_no: str
    kind: str
    state: str
    amount: Money
    reason: str
    return_waybill: str
    deadline: Millis | None


@dataclass(frozen=True, slots=True)
class SettlementRow:
    """The money really received (ORD-13)."""

    account: str
    method: str
    amount: Money
    reference: str
    person: str
    at: Millis


@dataclass(frozen=True, slots=True)
class OrderDetail:
    """Everything about one order."""

    id: int
    version: int
    shop: str
    shop_id: int
    platform: str
    order_no: str
    status: Status
    status_text: str
    stage: Stage
    tray: Tray
    flag: Colour
    flag_native: str
    salesperson: str
    registrar: str
    registered_at: Millis | None
    buyer_id: int | None
    buyer: str
    buyer_orders: int
    """How many orders this buyer has, this one included (ORD-19)."""
    receiver: str
    phone: str
    province: str
    city: str
    district: str
    address: str
    postcode: str
    masking: Masking
    goods: Money
    postage: Money
    paid: Money
    buyer_message: str
    memo: str
    memo_native: str
    titles: str
    pieces: int
    created: Millis
    paid_at: Millis | None
    ship_by: Millis | None
    shipped_at: Millis | None
    done_at: Millis | None
    refund_state: str
    close_reason: str
    origin: Origin
    source_id: int | None
    """The order that an exchange or reissue belongs to."""
    source_no: str
    warehouse: str
    carrier: str
    """The carrier chosen at this desk; "" while none is."""
    surcharge: Money
    lines: tuple[Line, ...]
    parcels: tuple[ParcelRow, ...]
    holds: tuple[HoldRow, ...]
    prints: tuple[PrintRow, ...]
    refunds: tuple[RefundRow, ...]
    settlement: SettlementRow | None

    @property
    def open_holds(self) -> tuple[HoldRow, ...]:
        """The holds that keep it from the warehouse."""
        return tuple(hold for hold in self.holds if hold.released_at is None)

    @property
    def region(self) -> str:
        """Province, city and district, as far as they are known."""
        return " ".join(filter(None, (self.province, self.city, self.district)))

    @property
    def goes_to(self) -> "Address":
        """Where the parcel goes as things are."""
        from shopdesk.domain.address_changes import Address

        return Address(self.receiver, self.phone, self.province, self.city, self.district, self.address)

    @property
    def asked_address(self) -> "Address | None":
        """The parts of another address that the memo or else the buyer's message asks for (ORD-22)."""
        from shopdesk.domain.address_changes import find_address_change

        return find_address_change(self.memo, self.goes_to) or find_address_change(self.buyer_message, self.goes_to)


_ORDER_SQL = """
SELECT o.id, o.version, s.name, o.shop_id, s.platform, o.order_no, o.status, o.status_text, o.stage, o.tray, o.flag,
  o.flag_native, coalesce(sp.name, '') AS name, coalesce(rg.name, '') AS name, o.registered_at, o.buyer_id,
  coalesce(b.platform_id, '') AS platform_id, (SELECT count(*) FROM orders n WHERE n.buyer_id = o.buyer_id),
  o.receiver, o.phone,
  o.province, o.city, o.district, o.address, o.postcode, o.masking, o.goods, o.postage, o.paid, o.buyer_message, o.memo,
  o.memo_native, o.titles, o.pieces, o.created, o.paid_at, o.ship_by, o.shipped_at, o.done_at, o.refund_state,
  o.close_reason, o.origin, o.source_id,
  coalesce((SELECT f.order_no FROM orders f WHERE f.id = o.source_id), '') AS order_no,
  o.warehouse, o.carrier, o.surcharge
FROM orders o JOIN shop s ON s.id = o.shop_id
LEFT JOIN buyer b ON b.id = o.buyer_id
LEFT JOIN person sp ON sp.id = o.salesperson_id
LEFT JOIN person rg ON rg.id = o.registrar_id
WHERE o.id = ?
"""


_KINDS: dict[int, Callable[[Any], Any]] = {
    6: Status, 8: Stage, 9: Tray, 10: Colour, 25: Masking, 26: Money, 27: Money, 28: Money, 41: Origin, 46: Money,
}  # fmt: skip
"""Columns that are more than a number or a text, by their place."""


def get_order(database: Database, order_id: int) -> OrderDetail:
    """One order, whole; raises OrderNotFound."""
    rows = rows_of(database, _ORDER_SQL, (order_id,))
    if not rows:
        raise OrderNotFound(order_no=order_id)
    row: list[Any] = list(rows[0])
    for place, kind in _KINDS.items():
        row[place] = kind(row[place])
    row += [_lines(database, order_id), _parcels(database, order_id), _holds(database, order_id)]
    row += [_prints(database, order_id), _refunds(database, row[3], row[5])]
    row.append(_settlement(database, order_id))
    return OrderDetail(*row)


def find_order_id(database: Database, order_no: str, *, shop: str = "") -> int | None:
    """The id of an order by its number; raises OrderAmbiguous where several shops have it and none is named."""
    rows = rows_of(
        database,
        # Shops outside, of which there are few: each looks its order up in the index, which begins with the shop.
        "SELECT o.id, s.name FROM shop s CROSS JOIN orders o ON o.shop_id = s.id AND o.order_no = ? "
        "WHERE ? IN ('', s.name) ORDER BY s.id",
        (order_no.strip(), shop),
    )
    if len(rows) > 1:
        raise OrderAmbiguous(order_no=order_no, shops=", ".join(row[1] for row in rows))
    return rows[0][0] if rows else None


def get_order_ids(database: Database, order_nos: Sequence[str], *, shop: str = "") -> list[int]:
    """The ids of these orders, in this order; raises OrderNotFound for the first that isn't there."""
    ids = []
    for order_no in order_nos:
        order_id = find_order_id(database, order_no, shop=shop)
        if order_id is None:
            raise OrderNotFound(order_no=order_no)
        ids.append(order_id)
    return ids


def find_order_by_waybill(database: Database, waybill: str) -> int | None:
    """The newest order that left with this waybill."""
    rows = rows_of(
        database, "SELECT order_id FROM parcel WHERE waybill = ? ORDER BY id DESC LIMIT 1", (waybill.strip(),)
    )
    return rows[0][0] if rows else None


def list_ready_ids(database: Database) -> list[int]:
    """Orders that can be registered as they stand: paid, new, not held; oldest payment first (ORD-01)."""
    sql = "SELECT id FROM orders WHERE tray = ? ORDER BY coalesce(paid_at, created), id"
    rows = rows_of(database, sql, (Tray.TO_REGISTER,))
    return [row[0] for row in rows]


def list_open_hold_ids(database: Database, order_ids: Sequence[int]) -> list[int]:
    """The holds of these orders that nobody has released."""
    sql = f"SELECT id FROM hold WHERE order_id IN {GIVEN} AND released_at IS NULL ORDER BY id"
    return [int(hold_id) for (hold_id,) in rows_of(database, sql, (listed(order_ids),))]


def _lines(database: Database, order_id: int) -> tuple[Line, ...]:
    rows = rows_of(
        database,
        "SELECT l.line_no, l.title, l.sku, l.properties, l.quantity, l.price, l.goods, l.paid, l.refund_state, "
        "coalesce((SELECT shelf FROM variant v WHERE v.shop_id = o.shop_id AND v.sku = l.sku), '') AS shelf "
        "FROM order_line l JOIN orders o ON o.id = l.order_id WHERE l.order_id = ? ORDER BY l.position, l.id",
        (order_id,),
    )
    return tuple(Line(*[*row[:5], *map(Money, row[5:8]), *row[8:]]) for row in rows)


def _parcels(database: Database, order_id: int) -> tuple[ParcelRow, ...]:
    rows = rows_of(database, "SELECT carrier, waybill FROM parcel WHERE order_id = ? ORDER BY id", (order_id,))
    return tuple(ParcelRow(*row) for row in rows)


def _holds(database: Database, order_id: int) -> tuple[HoldRow, ...]:
    rows = rows_of(
        database,
        "SELECT h.id, h.kind, h.reason, p.name, h.at, coalesce(r.name, '') AS name, h.released_at, h.signature, "
        "h.amount, h.automatic FROM hold h "
        "JOIN person p ON p.id = h.person_id LEFT JOIN person r ON r.id = h.released_by_id "
        "WHERE h.order_id = ? ORDER BY h.id",
        (order_id,),
    )
    return tuple(HoldRow(*[*row[:8], Money(row[8]), bool(row[9])]) for row in rows)


def _settlement(database: Database, order_id: int) -> SettlementRow | None:
    rows = rows_of(
        database,
        "SELECT s.account, s.method, s.amount, s.reference, p.name, s.at FROM settlement s "
        "JOIN person p ON p.id = s.person_id WHERE s.order_id = ?",
        (order_id,),
    )
    return next((SettlementRow(account, how, Money(fen), *rest) for account, how, fen, *rest in rows), None)


def _prints(database: Database, order_id: int) -> tuple[PrintRow, ...]:
    rows = rows_of(
        database,
        "SELECT r.document, r.paper, p.name, r.at, r.reason FROM print_record r JOIN person p ON p.id = r.person_id "
        "WHERE r.order_id = ? AND r.spoilt = 0 ORDER BY r.id",
        (order_id,),
    )
    return tuple(PrintRow(*row) for row in rows)


def _refunds(database: Database, shop_id: int, order_no: str) -> tuple[RefundRow, ...]:
    rows = rows_of(
        database,
        "SELECT refund_no, kind, state, amount, reason, return_waybill, deadline FROM refund_request "
        "WHERE shop_id = ? AND order_no = ? ORDER BY requested_at NULLS FIRST, id",
        (shop_id, order_no),
    )
    return tuple(RefundRow(no, kind, state, Money(fen), *rest) for no, kind, state, fen, *rest in rows)
