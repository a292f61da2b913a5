"""Slips of orders that are printed by themselves, outside any wave."""

from collections.abc import Sequence

from shopdesk.db.database import Database
from shopdesk.domain.permissions import Right
from shopdesk.domain.statuses import Stage, Status
from shopdesk.queries.slips import SlipRow, fetch_slips, list_open_slip_ids
from shopdesk.queries.wave_candidates import Candidate, list_chosen_candidates
from shopdesk.services.desk import Work
from shopdesk.services.settlement import settle_usual
from shopdesk.services.slip_writer import follow_orders, write_single_slips
from shopdesk.services.wave_candidates import WaitsForWaybill


def make_order_slips(doing: Work, order_ids: Sequence[int]) -> list[SlipRow]:
    """The slips of these orders, made where an order that may leave has none; an order that may not leave yet gets
    none. Raises WaitsForWaybill where the acting person may not print without one (ORD-17)."""
    database = doing.desk.database
    settle_usual(doing, order_ids)
    follow_orders(doing)
    found = list_chosen_candidates(database, order_ids)
    write_single_slips(doing, [order for order in found if order.slip_id is None and _may_leave(order)])
    slips = leaving_slips(database, order_ids)
    if not doing.desk.actor.may(Right.PRINT_PLAIN):
        for slip in slips:
            if slip.waiting:
                raise WaitsForWaybill(order_no=slip.order_no)
    return slips


def leaving_slips(database: Database, order_ids: Sequence[int]) -> list[SlipRow]:
    """The slips of these orders, in their order, all of whose orders are registered and not closed."""
    ids = list_open_slip_ids(database, order_ids)
    slips = fetch_slips(database, list(dict.fromkeys(i for order_id in order_ids for i in ids.get(order_id, ()))))
    return [slip for slip in slips if all(order.stage > Stage.NEW for order in slip.orders) and not slip.refunded]


def travel_with_new(database: Database, order_ids: Sequence[int]) -> set[int]:
    """Those of these orders that share a slip with one that isn't registered."""
    ids = list_open_slip_ids(database, order_ids)
    slips = fetch_slips(database, sorted({i for some in ids.values() for i in some}))
    return {
        order.id for slip in slips if any(other.stage is Stage.NEW for other in slip.orders) for order in slip.orders
    }


def _may_leave(order: Candidate) -> bool:
    """Registered and settled, not gone already."""
    settled = order.settled or order.stage >= Stage.SETTLED
    return settled and Stage.REGISTERED <= order.stage <= Stage.PRINTED and order.status is not Status.CLOSED
