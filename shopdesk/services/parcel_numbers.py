"""Which parcel is meant, where somebody names an order or a waybill (SHP-08 to SHP-12)."""

from dataclasses import dataclass

from shopdesk.db.database import Database, rows_of
from shopdesk.domain.waybills import fold_waybill
from shopdesk.errors import N_, Refused
from shopdesk.i18n import _


@dataclass(frozen=True, slots=True)
class Parcel:
    """A parcel that is out of the house."""

    waybill: str
    carrier: str
    order_id: int | None
    """None for a number that no order of ours has."""


class NoParcelNamed(Refused):
    template = N_("Nobody knows by which waybill it went. Say it.")


class SeveralParcels(Refused):
    template = N_("Order {order_no} went in several parcels: {waybills}. Say which one.")


class OrdersParcelIs(Refused):
    template = N_("Waybill {waybill} belongs to order {theirs}, not to order {order_no}. Name one of the two.")


def whose_parcel(database: Database, *, order_id: int | None, waybill: str, carrier: str = "") -> Parcel:
    """The parcel of an order, or of a waybill. A waybill that nobody knows is taken as it is.

    Raises NoParcelNamed, SeveralParcels, OrdersParcelIs."""
    number = fold_waybill(waybill, carrier)
    if not number:
        return _of_order(database, order_id, carrier)
    orders = {found: (name, own) for found, name, own in _orders_of(database, number)}
    if order_id is None or order_id in orders or not orders:
        found = order_id if order_id is not None else next(iter(orders), None)
        own = orders[found][1] if found in orders else ""
        return Parcel(number, carrier.strip() or own, found)
    name = rows_of(database, "SELECT order_no FROM orders WHERE id = ?", (order_id,))
    theirs = next(iter(orders.values()))[0]
    raise OrdersParcelIs(waybill=number, theirs=theirs, order_no=name[0][0] if name else order_id)


def _orders_of(database: Database, waybill: str) -> list[tuple[int, str, str]]:
    """The orders in it, whichever of its numbers is named: its own, or the one by which another carrier goes on."""
    rows = rows_of(
        database,
        "SELECT o.id, o.order_no, p.carrier FROM parcel p JOIN orders o ON o.id = p.order_id WHERE p.waybill = ? "
        "UNION ALL SELECT o.id, o.order_no, t.carrier FROM tracking t JOIN orders o ON o.id = t.order_id "
        "WHERE t.waybill = ? "
        "UNION ALL SELECT o.id, o.order_no, t.forwarded_carrier FROM tracking t JOIN orders o ON o.id = t.order_id "
        "WHERE t.forwarded_waybill = ? AND t.forwarded_waybill <> ''",
        (waybill, waybill, waybill),
    )
    return [(int(found), name, carrier) for found, name, carrier in rows]


def _of_order(database: Database, order_id: int | None, carrier: str) -> Parcel:
    rows = rows_of(
        database,
        "SELECT p.waybill, p.carrier, o.order_no FROM parcel p JOIN orders o ON o.id = p.order_id "
        "WHERE p.order_id = ? AND p.waybill <> '' ORDER BY p.id",
        (order_id,),
    )
    if not rows:
        raise NoParcelNamed()
    if len(rows) > 1:
        raise SeveralParcels(order_no=rows[0][2], waybills=_(", ").join(row[0] for row in rows))
    return Parcel(rows[0][0], carrier.strip() or rows[0][1], order_id)
