"""Who looked at a masked phone and address, and who took lists with plain ones away: both stand in the trail (DATA-06).

What is masked for whom is decided in one place, `Desk.seen`.
"""

from shopdesk.domain.permissions import Right
from shopdesk.queries.orders import OrderDetail, get_order
from shopdesk.services.desk import Desk, work

LOOKED, EXPORTED = "looked", "exported"


def may_look_up(desk: Desk) -> bool:
    """Whether the acting person sees masks and may lift one order's."""
    return not desk.actor.may(Right.SEE_BUYERS) and desk.actor.may(Right.LOOK_UP)


def look_up(desk: Desk, *, order_id: int, reason: str = "") -> OrderDetail:
    """One order with its phone and address as they are; who looked stands in the trail. Raises OrderNotFound."""
    with work(desk, Right.LOOK_UP) as doing:
        order = get_order(desk.database, order_id)
        doing.note(LOOKED, "order", order_id, reason=reason.strip())
    return order


def note_export(desk: Desk, name: str, rows: int) -> None:
    """Somebody who sees plain phones and addresses took a list of them away as a file: which list, how many rows."""
    if not desk.actor.may(Right.SEE_BUYERS):
        return
    with work(desk, Right.SEE_BUYERS) as doing:
        doing.note(EXPORTED, "list", 0, after={"list": name, "rows": rows})
