"""What packing and leaving share: what stops a parcel, and how orders follow their slips."""

from collections.abc import Iterable, Sequence

from shopdesk.domain.statuses import Stage, Status
from shopdesk.errors import N_, Refused
from shopdesk.queries.changed_goods import list_changed_goods
from shopdesk.queries.packing import PackOrder
from shopdesk.services.desk import Desk, Work
from shopdesk.services.edits import save_edit
from shopdesk.services.holds import OnHold


class StopParcel(Refused):
    template = N_("Stop the parcel: order {order_no} is not to be sent ({why}). Put the goods back and tell the desk.")


class GoodsChanged(Refused):
    template = N_(
        "The goods of order {order_no} were changed after its slip was made. Stop this parcel and cancel its slip; it "
        "comes into the next wave as it is now."
    )


def check_goods(desk: Desk, slip_id: int) -> None:
    """Raises GoodsChanged where the slip no longer holds what was bought."""
    for order_no in list_changed_goods(desk.database, [slip_id]).values():
        raise GoodsChanged(order_no=order_no)


def check_orders_open(orders: Iterable[PackOrder]) -> None:
    """Raises StopParcel for an order that was closed on the platform meanwhile, OnHold for one that was held since."""
    for order in orders:
        if order.status is Status.CLOSED or order.stage is Stage.CLOSED:
            raise StopParcel(order_no=order.order_no, why=order.close_reason or order.status_text or "-")
        if order.hold_reason:
            raise OnHold(order_no=order.order_no, reason=order.hold_reason)


def move_orders(doing: Work, order_ids: Sequence[int], stage: Stage, moment: str) -> list[int]:
    """Bring orders to `stage` once all their parcels are there (`moment` is the slip's column that tells); returns
    those that are."""
    moved = []
    for order_id in order_ids:
        behind = doing.desk.database.execute_sql(
            f"SELECT 1 FROM slip_item i JOIN slip s ON s.id = i.slip_id "
            f"WHERE i.order_id = ? AND s.cancelled_at IS NULL AND s.{moment} IS NULL LIMIT 1",
            (order_id,),
        ).fetchone()
        if behind is None:
            if _stage_of(doing, order_id) < stage:
                save_edit(doing, "orders", order_id, {"stage": int(stage)}, action="stage", kind="order")
            moved.append(order_id)
    return moved


def lower_orders(doing: Work, order_ids: Sequence[int], stage: Stage, reason: str) -> None:
    """Take orders back to `stage`, if they are beyond it: a parcel of theirs is open or here again."""
    for order_id in order_ids:
        if _stage_of(doing, order_id) > stage:
            after = {"stage": int(stage)}
            save_edit(doing, "orders", order_id, after, action="stage", kind="order", reason=reason)


def _stage_of(doing: Work, order_id: int) -> int:
    return int(doing.desk.database.execute_sql("SELECT stage FROM orders WHERE id = ?", (order_id,)).fetchone()[0])
