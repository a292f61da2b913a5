"""Small changes of orders: flag, memo, address."""

from collections.abc import Sequence
from typing import Any

from shopdesk.domain.address_changes import Address
from shopdesk.domain.flags import Colour
from shopdesk.domain.permissions import Right
from shopdesk.services.desk import Changed, Desk, work
from shopdesk.services.edits import ReasonMissing, save_edit
from shopdesk.services.order_writer import RECEIVER

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
