"""Small changes of orders: flag and memo."""

from collections.abc import Mapping, Sequence

from shopdesk.domain.flags import Colour
from shopdesk.domain.permissions import Right
from shopdesk.errors import N_, Refused
from shopdesk.services.checks import check_orders
from shopdesk.services.desk import Changed, Desk, Work, work
from shopdesk.services.edits import Base, save_edit


class ChangedSince(Refused):
    template = N_(
        "Order {order_no} was changed again since then. Nothing was undone; look at it and change it by hand."
    )


def set_flag(desk: Desk, *, order_ids: Sequence[int], colour: Colour, shown: Mapping[int, Colour] | None = None) -> int:
    """Give orders a flag, all or none; returns how many had another one. `shown` are the flags that whoever decides has
    seen: Clash where somebody gave one of these orders yet another flag since."""
    with work(desk, Right.MARK, Changed.ORDERS) as doing:
        known = shown or {}
        bases = {order_id: Base(None, {"flag": int(flag)}) for order_id, flag in known.items()}
        changed = sum(
            save_edit(
                doing, "orders", order_id, {"flag": int(colour)}, action="flag", kind="order", base=bases.get(order_id)
            )
            for order_id in order_ids
        )
        check_orders(doing, order_ids)
        return changed


def set_memo(desk: Desk, *, order_id: int, memo: str, version: int | None = None, base: Base | None = None) -> bool:
    """Rewrite the desk's memo of an order; False where it read so already. Raises Clash."""
    with work(desk, Right.MARK, Changed.ORDERS) as doing:
        changed = save_edit(
            doing, "orders", order_id, {"memo": memo}, action="memo", kind="order", version=version, base=base,
            searched=True,
        )  # fmt: skip
        check_orders(doing, [order_id])
        return changed


def set_flags_back(desk: Desk, *, before: Mapping[Colour, Sequence[int]], colour: Colour) -> int:
    """Undo of set_flag: give each order its own flag again, as long as all still have `colour`; raises ChangedSince."""
    with work(desk, Right.MARK, Changed.ORDERS) as doing:
        for order_id in (order_id for ids in before.values() for order_id in ids):
            _check_still(doing, order_id, "flag", int(colour))
        changed = sum(
            save_edit(doing, "orders", order_id, {"flag": int(own)}, action="flag", kind="order")
            for own, ids in before.items()
            for order_id in ids
        )
        check_orders(doing, [order_id for ids in before.values() for order_id in ids])
        return changed


def set_memo_back(desk: Desk, *, order_id: int, before: str, memo: str) -> bool:
    """Undo of set_memo: the memo as it was, as long as it still reads `memo`; raises ChangedSince."""
    with work(desk, Right.MARK, Changed.ORDERS) as doing:
        _check_still(doing, order_id, "memo", memo)
        changed = save_edit(doing, "orders", order_id, {"memo": before}, action="memo", kind="order", searched=True)
        check_orders(doing, [order_id])
        return changed


def _check_still(doing: Work, order_id: int, column: str, value: object) -> None:
    """Nobody changed it in between; `column` is ours, never a user's."""
    sql = f"SELECT order_no, {column} FROM orders WHERE id = ?"
    row = doing.desk.database.execute_sql(sql, (order_id,)).fetchone()
    if row is None or row[1] != value:
        raise ChangedSince(order_no=row[0] if row else order_id)
