"""How much money stands in each state of refunds."""

from dataclasses import dataclass

from shopdesk.db.database import Database, rows_of
from shopdesk.domain.money import ZERO, Money
from shopdesk.domain.refunds import RefundState


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
