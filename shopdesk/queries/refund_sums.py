"""How much money stands in each state of refunds."""

from dataclasses import dataclass

from shopdesk.db.database import Database, rows_of
from shopdesk.domain.money import ZERO, Money
from shopdesk.domain.refunds import RefundState

ASKED_AGAIN = (
    "EXISTS (SELECT 1 FROM refund n WHERE n.order_id = r.order_id AND n.id > r.id "
    "AND n.state IN ('asked', 'approved', 'paid'))"
)
"""Of a payment that came back (`refund r`): money of the order was asked for after it, so nobody has to see to it."""


@dataclass(frozen=True, slots=True)
class RefundSum:
    """Refunds of one state."""

    refunds: int = 0
    amount: Money = ZERO


def sum_refunds(database: Database) -> dict[RefundState, RefundSum]:
    """How many there are of each state, and what they come to."""
    rows = rows_of(database, "SELECT state, count(*), sum(amount) FROM refund GROUP BY state ORDER BY state")
    found = {RefundState(state): RefundSum(count, Money(amount)) for state, count, amount in rows}
    return {state: found.get(state, RefundSum()) for state in RefundState}


def find_came_back(database: Database) -> dict[int, Money]:
    """The refunds whose payment came back and that nobody has asked for again, with their amounts."""
    sql = f"SELECT r.id, r.amount FROM refund r WHERE r.state = 'failed' AND NOT {ASKED_AGAIN} ORDER BY r.id"
    return {number: Money(amount) for number, amount in rows_of(database, sql)}
