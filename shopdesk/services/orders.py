"""Small changes of orders: flag and memo."""

from collections.abc import Sequence

from shopdesk.domain.flags import Colour
from shopdesk.domain.permissions import Right
from shopdesk.services.desk import Changed, Desk, work
from shopdesk.services.edits import save_edit
from shopdesk.services.order_edits import change_address as change_address


def set_flag(desk: Desk, *, order_ids: Sequence[int], colour: Colour) -> int:
    """Give orders a flag; returns how many had another one."""
    with work(desk, Right.MARK, Changed.ORDERS) as doing:
        return sum(
            save_edit(doing, "orders", order_id, {"flag": int(colour)}, action="flag", kind="order")
            for order_id in order_ids
        )


def set_memo(desk: Desk, *, order_id: int, memo: str, version: int | None = None) -> bool:
    """Rewrite the desk's memo of an order; False where it read so already."""
    with work(desk, Right.MARK, Changed.ORDERS) as doing:
        return save_edit(
            doing, "orders", order_id, {"memo": memo}, action="memo", kind="order", version=version, searched=True
        )
