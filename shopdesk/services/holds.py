"""Holding orders back from the warehouse, and letting them go on."""

from collections.abc import Iterable, Sequence

from shopdesk.db.database import GIVEN, listed, rows_of
from shopdesk.domain.holds import Hold, kind_of
from shopdesk.domain.money import ZERO, Money
from shopdesk.domain.permissions import Right
from shopdesk.domain.privacy import mask_text
from shopdesk.domain.statuses import Stage
from shopdesk.errors import N_, NotFound, Refused
from shopdesk.services.desk import Changed, Desk, Work, need, work
from shopdesk.services.edits import ReasonMissing, save_edit


class OnHold(Refused):
    template = N_("Order {order_no} is on hold ({reason}). Release the hold first.")

    def __init__(self, *, order_no: str, reason: str) -> None:
        """It is told to the packing table too, which need not read a phone in the reason (DATA-06)."""
        super().__init__(order_no=order_no, reason=mask_text(reason))


class NotHeld(Refused):
    template = N_("Order {order_no} is not on hold.")


class HoldGone(NotFound):
    template = N_("This hold is no longer open. Look at the order again.")


class ClearedAlready(HoldGone):
    template = N_("{person} cleared this hold of order {order_no} on {when}. Nothing was changed.")


class ReleasedAlready(NotHeld):
    template = N_("Order {order_no} is not on hold: {person} released it on {when}. Nothing was changed.")


class PostageUnpaid(Refused):
    template = N_("Order {order_no} waits for money. Say what was paid and how.")


def hold_orders(desk: Desk, *, order_ids: Sequence[int], reason: str, kind: str = Hold.MANUAL) -> int:
    """Keep orders from the warehouse until somebody releases them; returns how many. Needs a reason; raises Gone."""
    if not reason.strip():
        raise ReasonMissing()
    with work(desk, Right.HOLD, Changed.ORDERS) as doing:
        for order_id in order_ids:
            put_hold(doing, order_id, kind, reason.strip())
    return len(order_ids)


def put_hold(doing: Work, order_id: int, kind: str, reason: str, amount: Money = ZERO) -> None:
    """Keep one order as part of a larger work; `amount` is the money it waits for. Raises Gone."""
    doing.desk.database.execute_sql(  # a hold of nothing inserts nothing, and counting it says that it is gone
        "INSERT INTO hold (order_id, kind, reason, person_id, at, amount) "
        "SELECT id, ?, ?, ?, ?, ? FROM orders WHERE id = ?",
        (str(kind), reason, doing.desk.actor.id, doing.at, int(amount), order_id),
    )
    count_holds(doing, order_id, "hold", reason)


def release_orders(desk: Desk, *, order_ids: Sequence[int], reason: str) -> int:
    """Release every open hold of these orders; returns how many orders.

    Needs a reason, and the right to each hold's kind; raises NotHeld, NotAllowed.
    """
    if not reason.strip():
        raise ReasonMissing()
    with work(desk, Right.RELEASE, Changed.ORDERS) as doing:
        for order_id in order_ids:
            holds = desk.database.execute_sql(
                "SELECT id, kind FROM hold WHERE order_id = ? AND released_at IS NULL", (order_id,)
            ).fetchall()
            if not holds:
                raise _not_held(desk, order_id)
            for kind in {kind for _id, kind in holds}:
                need(desk, kind_of(kind).right)
            close_holds(doing, [hold_id for hold_id, _kind in holds], reason.strip())
            count_holds(doing, order_id, "release", reason.strip())
    return len(order_ids)


def clear_hold(desk: Desk, *, hold_id: int, reason: str = "") -> int:
    """Clear one hold, for which its kind names the right; returns its order. A check that found it doesn't hold the
    same again. One by hand needs a reason; postage is confirmed instead (services.hold_answers). Raises HoldGone,
    NotAllowed, ReasonMissing, PostageUnpaid."""
    row = desk.database.execute_sql(
        "SELECT order_id, kind FROM hold WHERE id = ? AND released_at IS NULL", (hold_id,)
    ).fetchone()
    if row is None:
        raise gone(desk, hold_id)
    order_id, kind = row
    if kind == Hold.POSTAGE:
        raise PostageUnpaid(order_no=_number_of(desk, int(order_id)))
    if kind == Hold.MANUAL and not reason.strip():
        raise ReasonMissing()
    with work(desk, kind_of(kind).right, Changed.ORDERS) as doing:
        if not close_holds(doing, [hold_id], reason.strip()):
            raise gone(desk, hold_id)
        count_holds(doing, int(order_id), "release", reason.strip())
    return int(order_id)


def take_holds_back(desk: Desk, *, order_ids: Sequence[int], reason: str) -> int:
    """Undo of hold_orders by the same person: lift what they put on these orders for this reason and is still open;
    other holds stay. Returns how many orders; raises HoldGone where one of them was lifted meanwhile."""
    with work(desk, Right.HOLD, Changed.ORDERS) as doing:
        for order_id in order_ids:
            newest = desk.database.execute_sql(
                "SELECT max(id) FROM hold WHERE order_id = ? AND kind = ? AND reason = ? AND person_id = ? "
                "AND released_at IS NULL",
                (order_id, str(Hold.MANUAL), reason.strip(), desk.actor.id),
            ).fetchone()[0]
            if newest is None or not close_holds(doing, [newest], ""):
                raise HoldGone()
            count_holds(doing, order_id, "hold undone", reason.strip())
    return len(order_ids)


def open_holds_again(desk: Desk, *, hold_ids: Sequence[int]) -> int:
    """Undo of a release by the same person: these holds are open as before. Returns how many; raises HoldGone where
    somebody has dealt with one since, or its order has left the shop."""
    with work(desk, Right.RELEASE, Changed.ORDERS) as doing:
        rows = rows_of(
            desk.database,
            "SELECT h.id, h.order_id, h.reason FROM hold h JOIN orders o ON o.id = h.order_id "
            f"WHERE h.id IN {GIVEN} AND h.released_by_id = ? AND o.stage < ?",
            (listed(hold_ids), desk.actor.id, int(Stage.PRINTED)),
        )
        if len(rows) != len(set(hold_ids)):
            raise HoldGone()
        for hold_id, order_id, reason in rows:
            desk.database.execute_sql(
                "UPDATE hold SET released_by_id = NULL, released_at = NULL, release_reason = '' WHERE id = ?",
                (hold_id,),
            )
            count_holds(doing, order_id, "hold", reason)
    return len(rows)


def close_holds(doing: Work, hold_ids: Iterable[int], reason: str) -> int:
    """Mark open holds as cleared by the acting person; returns how many were still open. Count them afterwards."""
    return sum(
        doing.desk.database.execute_sql(
            "UPDATE hold SET released_by_id = ?, released_at = ?, release_reason = ? "
            "WHERE id = ? AND released_at IS NULL",
            (doing.desk.actor.id, doing.at, reason, hold_id),
        ).rowcount
        for hold_id in hold_ids
    )


def count_holds(doing: Work, order_id: int, action: str, reason: str) -> None:
    """Bring an order's count of open holds up to date; the trail says what was done and why. Raises Gone."""
    sql = "SELECT count(*) FROM hold WHERE order_id = ? AND released_at IS NULL"
    held = int(doing.desk.database.execute_sql(sql, (order_id,)).fetchone()[0])
    save_edit(doing, "orders", order_id, {"held": held}, action=action, kind="order", reason=reason)


def gone(desk: Desk, hold_id: int) -> HoldGone:
    """Why a hold is no longer open: who cleared it and when, as far as it is known."""
    row = desk.database.execute_sql(
        "SELECT o.order_no, p.name, h.released_at FROM hold h JOIN orders o ON o.id = h.order_id "
        "JOIN person p ON p.id = h.released_by_id WHERE h.id = ? AND h.released_at IS NOT NULL",
        (hold_id,),
    ).fetchone()
    return ClearedAlready(order_no=row[0], person=row[1], when=desk.shown(row[2])) if row else HoldGone()


def _not_held(desk: Desk, order_id: int) -> NotHeld:
    row = desk.database.execute_sql(
        "SELECT p.name, h.released_at FROM hold h JOIN person p ON p.id = h.released_by_id "
        "WHERE h.order_id = ? AND h.released_at IS NOT NULL ORDER BY h.released_at DESC, h.id DESC LIMIT 1",
        (order_id,),
    ).fetchone()
    order_no = _number_of(desk, order_id)
    if row is None:
        return NotHeld(order_no=order_no)
    return ReleasedAlready(order_no=order_no, person=row[0], when=desk.shown(row[1]))


def _number_of(desk: Desk, order_id: int) -> str:
    """The number by which people know this order."""
    row = desk.database.execute_sql("SELECT order_no FROM orders WHERE id = ?", (order_id,)).fetchone()
    return str(row[0]) if row else str(order_id)
