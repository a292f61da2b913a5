"""Small changes of orders: flag, memo, address, holds."""

from collections.abc import Sequence
from typing import Any

from shopdesk.domain.address_changes import Address
from shopdesk.domain.flags import Colour
from shopdesk.domain.permissions import Right
from shopdesk.errors import N_, Refused
from shopdesk.services.desk import Changed, Desk, Work, work
from shopdesk.services.edits import save_edit
from shopdesk.services.order_writer import RECEIVER


class ReasonMissing(Refused):
    template = N_("Say why: this change is kept with its reason.")


class OnHold(Refused):
    template = N_("Order {order_no} is on hold: {reason}. Release the hold first.")


class NotHeld(Refused):
    template = N_("Order {order_no} is not on hold.")


_KEEP_THE_PLATFORMS = (
    "UPDATE orders SET receiver_native = json_object("
    + ", ".join(f"'{column}', {column}" for column in RECEIVER)
    + ") WHERE id = ? AND receiver_native = ''"
)
"""Imports leave a typed receiver alone as long as the platform's is this one."""


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


def change_address(desk: Desk, *, order_id: int, change: Address, reason: str, version: int | None = None) -> bool:
    """Put the filled-in parts of `change` in place of the order's (ORD-22); empty parts stay. Needs a reason."""
    if not reason.strip():
        raise ReasonMissing()
    after: dict[str, Any] = {part: value for part in Address.__slots__ if (value := getattr(change, part))}
    if not after:
        return False
    if change.receiver and change.phone and change.address:
        after["masking"] = 0
    with work(desk, Right.EDIT_NEW, Changed.ORDERS) as doing:
        desk.database.execute_sql(_KEEP_THE_PLATFORMS, (order_id,))
        return save_edit(
            doing,
            "orders",
            order_id,
            after,
            action="address",
            kind="order",
            version=version,
            reason=reason,
            searched=True,
        )


def hold_orders(desk: Desk, *, order_ids: Sequence[int], reason: str, kind: str = "manual") -> int:
    """Keep orders from the warehouse until somebody releases them; returns how many. Needs a reason; raises Gone."""
    if not reason.strip():
        raise ReasonMissing()
    with work(desk, Right.HOLD, Changed.ORDERS) as doing:
        for order_id in order_ids:
            desk.database.execute_sql(  # a hold of nothing inserts nothing, and counting it says that it is gone
                "INSERT INTO hold (order_id, kind, reason, person_id, at) "
                "SELECT id, ?, ?, ?, ? FROM orders WHERE id = ?",
                (kind, reason.strip(), desk.actor.id, doing.at, order_id),
            )
            _count_holds(doing, order_id, "hold", reason.strip())
    return len(order_ids)


def release_orders(desk: Desk, *, order_ids: Sequence[int], reason: str) -> int:
    """Release every open hold of these orders; returns how many orders. Needs a reason; raises NotHeld."""
    if not reason.strip():
        raise ReasonMissing()
    with work(desk, Right.RELEASE, Changed.ORDERS) as doing:
        for order_id in order_ids:
            released = desk.database.execute_sql(
                "UPDATE hold SET released_by_id = ?, released_at = ?, release_reason = ? "
                "WHERE order_id = ? AND released_at IS NULL",
                (desk.actor.id, doing.at, reason.strip(), order_id),
            ).rowcount
            if not released:
                raise NotHeld(order_no=_order_no(doing, order_id))
            _count_holds(doing, order_id, "release", reason.strip())
    return len(order_ids)


def _count_holds(doing: Work, order_id: int, action: str, reason: str) -> None:
    sql = "SELECT count(*) FROM hold WHERE order_id = ? AND released_at IS NULL"
    held = int(doing.desk.database.execute_sql(sql, (order_id,)).fetchone()[0])
    save_edit(doing, "orders", order_id, {"held": held}, action=action, kind="order", reason=reason)


def _order_no(doing: Work, order_id: int) -> str:
    """The number by which people know this order."""
    row = doing.desk.database.execute_sql("SELECT order_no FROM orders WHERE id = ?", (order_id,)).fetchone()
    return str(row[0]) if row else str(order_id)
