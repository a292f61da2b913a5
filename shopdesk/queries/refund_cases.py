"""The cases that refunds are for."""

from dataclasses import dataclass

from shopdesk.clock import Millis
from shopdesk.db.database import Database, rows_of
from shopdesk.domain.cases import State
from shopdesk.domain.reasons import Party
from shopdesk.domain.refunds import blame_for


@dataclass(frozen=True, slots=True)
class RefundCase:
    """What a refund has to know of its case."""

    id: int
    shop_id: int | None
    order_id: int | None
    replacement_id: int | None
    buyer_id: int | None
    state: State
    blame: Party | None
    """Who a supervisor said is responsible, or who is by its reason."""
    received_at: Millis | None
    refund_no: str


def find_refund_case(database: Database, case_id: int) -> RefundCase | None:
    """The case that a refund is for."""
    rows = rows_of(
        database,
        "SELECT id, shop_id, order_id, replacement_id, buyer_id, state, blame, reason, received_at, refund_no "
        "FROM cases WHERE id = ?",
        (case_id,),
    )
    for number, shop, order, replacement, buyer, state, blame, reason, received_at, refund_no in rows:
        responsible = Party(blame) if blame else blame_for(reason)
        return RefundCase(number, shop, order, replacement, buyer, State(state), responsible, received_at, refund_no)
    return None
