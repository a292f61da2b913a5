"""What another page shows of a case: which record, of which kind."""

from shopdesk.domain.cases import State
from shopdesk.domain.refunds import OPEN
from shopdesk.ui.cases.possible import BUYER, CALL_BACK, COMPLAINT, GUIDES, INTAKE, ORDER, REFUND, REPAIR, next_action
from shopdesk.ui.cases.reading import WholeCase

SHOWN_ELSEWHERE = (INTAKE, ORDER, REFUND, REPAIR, CALL_BACK, BUYER, COMPLAINT, *GUIDES)
"""Actions that leave the page."""


def record_of(action: str, case: WholeCase) -> tuple[str, object]:
    """Kind and id, as `open_requested` carries them."""
    row = case.row
    if action == INTAKE:  # goods that are here are inspected and approved there; else their box is opened
        is_here = row.state in (State.RECEIVED, State.INSPECTED)
        return ("case-goods", row.id) if is_here else ("box", case.box_id)
    if action == ORDER:
        goes = next_action(row, case) == ORDER and row.replacement_id is not None
        return "order", row.replacement_id if goes else row.order_id
    if action == REPAIR:
        return ("repair", case.repair.id) if case.repair is not None else ("repair-new", row.order_id)
    begun: dict[str, tuple[str, object]] = {
        BUYER: ("buyer", row.buyer_id),
        COMPLAINT: ("complaint-new", {"case_id": row.id}),
        **{guide: (guide, row.order_id) for guide in GUIDES},
    }
    if action in begun:
        return begun[action]
    if action == CALL_BACK:
        return "interception", case.interception.id if case.interception is not None else None
    known = next((each.id for each in case.refunds if each.state in OPEN), None)
    return ("refund", known) if known is not None else ("refund-new", (row.order_id, row.id))
