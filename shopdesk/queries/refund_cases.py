"""The cases that refunds are for."""

from dataclasses import dataclass

from shopdesk.clock import Millis
from shopdesk.db.database import Database, rows_of
from shopdesk.domain.cases import State
from shopdesk.domain.reasons import Party
from shopdesk.domain.refunds import blame_for
from shopdesk.domain.statuses import Status


@dataclass(frozen=True, slots=True)
class RefundCase:
    """What a refund has to know of its case."""

    id: int
    shop_id: int | None
    order_id: int | None
    replacement_id: int | None
    replacement_no: str
    """The order that goes to the buyer instead; empty for none, or one that was cancelled."""
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
        "SELECT c.id, c.shop_id, c.order_id, c.replacement_id, coalesce(o.order_no, '') AS order_no, c.buyer_id, "
        "c.state, c.blame, c.reason, c.received_at, c.refund_no "
        "FROM cases c LEFT JOIN orders o ON o.id = c.replacement_id AND o.status <> ? WHERE c.id = ?",
        (int(Status.CLOSED), case_id),
    )
    for number, shop, order, other, other_no, buyer, state, blame, reason, received_at, refund_no in rows:
        responsible = Party(blame) if blame else blame_for(reason)
        return RefundCase(
            number, shop, order, other, other_no, buyer, State(state), responsible, received_at, refund_no
        )
    return None
