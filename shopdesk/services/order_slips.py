"""Slips of orders that are printed by themselves, outside any wave."""

from collections.abc import Sequence

from shopdesk.domain.permissions import Right
from shopdesk.domain.statuses import Stage, Status
from shopdesk.queries.slips import SlipRow, fetch_slips
from shopdesk.queries.wave_candidates import Candidate, list_chosen_candidates
from shopdesk.services.desk import Work
from shopdesk.services.settlement import settle_usual
from shopdesk.services.slip_writer import write_single_slips
from shopdesk.services.wave_candidates import WaitsForWaybill


def make_order_slips(doing: Work, order_ids: Sequence[int]) -> list[SlipRow]:
    """The slips of these orders, made where an order that may leave has none; an order that may not leave yet gets
    none. Raises WaitsForWaybill where the acting person may not print without one (ORD-17)."""
    database = doing.desk.database
    settle_usual(doing, order_ids)
    found = list_chosen_candidates(database, order_ids)
    made = write_single_slips(doing, [order for order in found if order.slip_id is None and _may_leave(order)])
    there = [order.slip_id for order in found if order.slip_id is not None]
    slips = fetch_slips(database, list(dict.fromkeys([*there, *made])))
    if not doing.desk.actor.may(Right.PRINT_PLAIN):
        for slip in slips:
            if slip.waiting:
                raise WaitsForWaybill(order_no=slip.order_no)
    return slips


def _may_leave(order: Candidate) -> bool:
    """Registered and settled, not gone already."""
    settled = order.settled or order.stage >= Stage.SETTLED
    return settled and Stage.REGISTERED <= order.stage <= Stage.PRINTED and order.status is not Status.CLOSED
