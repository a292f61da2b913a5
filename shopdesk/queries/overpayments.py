"""Postage paid too much, and how it was made good (ORD-21)."""

from dataclasses import dataclass

from shopdesk.clock import Millis
from shopdesk.db.database import Database, rows_of
from shopdesk.domain.money import ZERO, Money
from shopdesk.queries.orders import OrderDetail


@dataclass(frozen=True, slots=True)
class OverpaymentRow:
    """One amount made good."""

    id: int
    amount: Money
    way: str
    """`goods` or `payout`."""
    item: str
    """What is owed for it, "" for a payout."""
    reference: str
    person: str
    at: Millis


def list_overpayments(database: Database, order_id: int) -> list[OverpaymentRow]:
    """What was made good for one order, oldest first."""
    rows = rows_of(
        database,
        "SELECT v.id, v.amount, v.way, coalesce(w.item, '') AS item, v.reference, p.name, v.at FROM overpayment v "
        "JOIN person p ON p.id = v.person_id LEFT JOIN owed_item w ON w.id = v.owed_item_id "
        "WHERE v.order_id = ? ORDER BY v.id",
        (order_id,),
    )
    return [OverpaymentRow(row[0], Money(row[1]), *row[2:]) for row in rows]


def paid_too_much(order: OrderDetail) -> Money:
    """What came in beyond the goods and the postage that is really due, 0 or more. What was settled counts, else what
    the platform says was paid."""
    received = order.settlement.amount if order.settlement is not None else order.paid
    lines = sum((line.paid or line.goods for line in order.lines), ZERO)
    goods = lines or (order.paid - order.postage)
    return max(ZERO, received - goods - order.surcharge)


def left_to_return(database: Database, order: OrderDetail) -> Money:
    """`paid_too_much` without what was made good, or is asked for as a refund."""
    returned = sum((row.amount for row in list_overpayments(database, order.id)), ZERO)
    rows = rows_of(
        database,
        "SELECT coalesce(sum(amount), 0) FROM refund WHERE order_id = ? AND kind = 'overpaid' "
        "AND state IN ('asked', 'approved', 'paid')",
        (order.id,),
    )
    return max(ZERO, paid_too_much(order) - returned - int(rows[0][0]))
