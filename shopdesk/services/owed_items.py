"""Owed items: promised, put into a parcel, struck off when packed, or forgotten (ORD-20)."""

from collections.abc import Iterable, Sequence

from shopdesk.db.database import GIVEN, add_row, listed, rows_of
from shopdesk.domain.flags import Colour
from shopdesk.domain.holds import Hold
from shopdesk.domain.manual_orders import MOST_PIECES
from shopdesk.domain.money import ZERO, Money
from shopdesk.domain.owed_items import Owed
from shopdesk.domain.permissions import Right
from shopdesk.domain.statuses import Stage
from shopdesk.errors import N_, Refused
from shopdesk.queries.buyer_joins import list_members, same_as
from shopdesk.queries.orders import OrderDetail, get_order
from shopdesk.queries.owed_items import OwedRow, get_owed_item, list_owed_items
from shopdesk.services.checks import check_orders
from shopdesk.services.desk import Changed, Desk, Work, work
from shopdesk.services.edits import ReasonMissing, save_edit
from shopdesk.services.holds import close_holds, count_holds
from shopdesk.services.order_contents import OddQuantity


class ItemMissing(Refused):
    template = N_("Say what is owed, for example: socks, black.")


class NoBuyer(Refused):
    template = N_("Order {order_no} names no buyer, so nothing can be owed with it. Name the buyer instead.")


class StruckAlready(Refused):
    template = N_("{item} was struck off by {person} before. Nothing was changed.")


class TravelsAlready(Refused):
    template = N_("{item} goes with order {order_no} already. Take it out there first.")


class OtherBuyer(Refused):
    template = N_("{item} is owed to {buyer}, who isn't the buyer of order {order_no}.")


class LeftTheDesk(Refused):
    template = N_("Order {order_no} is packed already, so {item} can't go with it. It stays for the next order.")


def add_owed_item(
    desk: Desk,
    *,
    kind: Owed,
    item: str,
    quantity: int = 1,
    order_id: int | None = None,
    buyer_id: int | None = None,
    amount: Money = ZERO,
    note: str = "",
    along: bool = False,
) -> int:
    """Promise something to the buyer of an order, or to a buyer; returns its id. `along`: it goes with that order's
    own parcel, else with the next one. Raises ItemMissing, NoBuyer, LeftTheDesk."""
    with work(desk, Right.SERVE, Changed.CARE, Changed.ORDERS) as doing:
        if buyer_id is None:
            order = get_order(desk.database, order_id or 0)
            buyer_id = order.buyer_id
            if buyer_id is None:
                raise NoBuyer(order_no=order.order_no)
        owed_id = enter_owed_item(
            doing, buyer_id=buyer_id, kind=kind, item=item, quantity=quantity, order_id=order_id, amount=amount,
            note=note,
        )  # fmt: skip
        if along and order_id is not None:
            _put_in(doing, [owed_id], get_order(desk.database, order_id))
    return owed_id


def enter_owed_item(
    doing: Work, *, buyer_id: int, kind: Owed, item: str, quantity: int, order_id: int | None, amount: Money, note: str
) -> int:
    """Promise something as part of a larger work; the buyer's open orders are checked again."""
    if not item.strip() or quantity < 1:
        raise ItemMissing()
    if quantity > MOST_PIECES:
        raise OddQuantity(quantity=quantity, item=item.strip(), most=MOST_PIECES)
    values = (buyer_id, order_id, kind.value, item.strip(), quantity, int(amount), note.strip())
    owed_id = add_row(
        doing.desk.database,
        "INSERT INTO owed_item (buyer_id, order_id, kind, item, quantity, amount, note, person_id, at) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (*values, doing.desk.actor.id, doing.at),
    )
    after = {"kind": kind.value, "item": item.strip(), "quantity": quantity}
    doing.note("owe", "owed_item", owed_id, after=after, reason=note.strip())
    doing.note("owe", "buyer", buyer_id, after=after, reason=note.strip())
    if order_id is not None:
        doing.note("owe", "order", order_id, after=after, reason=note.strip())
    _check_buyer(doing, buyer_id)
    return owed_id


def put_in(desk: Desk, *, owed_ids: Iterable[int], order_id: int) -> int:
    """Have owed items go with an order's parcel, which clears the hold that asked; returns how many.

    Raises StruckAlready, TravelsAlready, OtherBuyer, LeftTheDesk.
    """
    with work(desk, Right.SERVE, Changed.CARE, Changed.ORDERS) as doing:
        return _put_in(doing, list(dict.fromkeys(owed_ids)), get_order(desk.database, order_id))


def _put_in(doing: Work, owed_ids: Sequence[int], order: OrderDetail) -> int:
    items = [get_owed_item(doing.desk.database, owed_id) for owed_id in owed_ids]
    members = list_members(doing.desk.database, order.buyer_id) if order.buyer_id is not None else ()
    for item in items:
        _check_travel(item, order, members)
        save_edit(
            doing, "owed_item", item.id, {"travels_id": order.id}, action="put in", kind="owed_item",
            version=item.version,
        )  # fmt: skip
        doing.note("put in", "order", order.id, after={"item": item.item, "quantity": item.quantity})
    if all(item.travels_id is not None for item in list_owed_items(doing.desk.database, buyer_id=order.buyer_id)):
        _clear_hold(doing, order.id, ", ".join(item.item for item in items))
    if order.buyer_id is not None:
        _check_buyer(doing, order.buyer_id)
    return len(items)


def take_out(desk: Desk, *, owed_id: int, order_id: int | None = None) -> bool:
    """Not with that parcel after all; it stays for the next order. False where it went with none. `order_id` is the
    order it was seen with: raises TravelsAlready where somebody put it into another one since."""
    with work(desk, Right.SERVE, Changed.CARE, Changed.ORDERS) as doing:
        item = get_owed_item(desk.database, owed_id)
        if order_id is not None and item.travels_id not in (None, order_id):
            raise TravelsAlready(item=item.item, order_no=item.travels_no)
        after = {"travels_id": None, "slip_id": None}
        changed = save_edit(doing, "owed_item", owed_id, after, action="take out", kind="owed_item")
        if changed and item.travels_id is not None:
            doing.note("take out", "order", item.travels_id, after={"item": item.item, "quantity": item.quantity})
        _check_buyer(doing, item.buyer_id)
    return changed


def leave_out(desk: Desk, *, order_id: int, reason: str = "") -> bool:
    """Send nothing owed with this order: clears the hold that asked, and the items wait for the next order. False
    where none asked."""
    with work(desk, Right.SERVE, Changed.CARE, Changed.ORDERS) as doing:
        return _clear_hold(doing, order_id, reason.strip())


def strike_by_hand(desk: Desk, *, owed_id: int, reason: str) -> None:
    """Strike an item off that no parcel carried. Needs a reason; raises StruckAlready."""
    if not reason.strip():
        raise ReasonMissing()
    with work(desk, Right.SERVE, Changed.CARE, Changed.ORDERS) as doing:
        item = get_owed_item(desk.database, owed_id)
        if not item.is_open:
            raise StruckAlready(item=item.item, person=item.struck_by)
        _strike(doing, item, reason.strip(), slip_id=item.slip_id)
        _check_buyer(doing, item.buyer_id)


def strike_off(doing: Work, slip_id: int) -> list[int]:
    """A slip's parcel is packed: what was owed and travels in it is struck off; returns the ids. Part of packing."""
    doing.kinds |= {Changed.CARE}
    struck = []
    for owed_id in _travelling(doing, slip_id):
        _strike(doing, get_owed_item(doing.desk.database, owed_id), "", slip_id=slip_id)
        struck.append(owed_id)
    return struck


def mark_forgotten(doing: Work, order_ids: Sequence[int]) -> list[int]:
    """These orders' parcels leave: where something owed should have gone along, or nobody decided about it, the order's
    flag turns yellow and the item waits for the next order. Returns the orders. Part of shipping."""
    database, given = doing.desk.database, (listed(order_ids),)
    found = {int(row[0]) for sql in (_FORGOTTEN_SQL, _FORGOTTEN_ELSEWHERE_SQL) for row in rows_of(database, sql, given)}
    forgotten = [order_id for order_id in dict.fromkeys(order_ids) if order_id in found]
    for order_id in forgotten:
        doing.kinds |= {Changed.CARE, Changed.ORDERS}
        reason = ", ".join(item for (item,) in rows_of(database, _LEFT_BEHIND_SQL, (order_id,)))
        save_edit(
            doing, "orders", order_id, {"flag": int(Colour.YELLOW)}, action="forgotten", kind="order", reason=reason
        )
        database.execute_sql(
            "UPDATE owed_item SET travels_id = NULL, slip_id = NULL, version = version + 1 "
            "WHERE struck_at IS NULL AND travels_id = ?",
            (order_id,),
        )
    return forgotten


_OPEN_FOR = "w.struck_at IS NULL AND (w.travels_id = o.id OR (w.travels_id IS NULL AND w.at <= o.created))"
_FORGOTTEN_SQL = f"""
SELECT o.id FROM json_each(?) said JOIN orders o ON o.id = said.value
WHERE EXISTS (SELECT 1 FROM owed_item w WHERE w.struck_at IS NULL AND w.travels_id = o.id)
  OR (EXISTS (SELECT 1 FROM owed_item w WHERE w.buyer_id = o.buyer_id AND {_OPEN_FOR})
      AND NOT EXISTS (SELECT 1 FROM hold h WHERE h.order_id = o.id AND h.kind = '{Hold.OWED.value}'
                      AND h.released_at IS NOT NULL))
"""
"""Orders of which something owed should have gone along: it was put into them, or it was owed before they were made and
nobody said `not this time`."""
_THESE = "(SELECT value FROM json_each(?1))"
_OF_THESE = same_as(f"(SELECT a.buyer_id FROM orders a WHERE a.id IN {_THESE})")
_FORGOTTEN_ELSEWHERE_SQL = f"""
SELECT DISTINCT o.id FROM {_OF_THESE} t JOIN owed_item w ON w.buyer_id = t.other_id
JOIN orders o ON o.buyer_id = t.buyer_id AND {_OPEN_FOR}
WHERE o.id IN {_THESE} AND NOT EXISTS (SELECT 1 FROM hold h WHERE h.order_id = o.id AND h.kind = '{Hold.OWED.value}'
  AND h.released_at IS NOT NULL)
"""
"""The same of what is owed to the buyer under another name (CRM-01)."""
_OF_ONE = same_as("(SELECT a.buyer_id FROM orders a WHERE a.id = ?1)")
_LEFT_BEHIND_SQL = (
    f"SELECT w.item FROM orders o JOIN owed_item w ON w.buyer_id = o.buyer_id AND {_OPEN_FOR} WHERE o.id = ?1 "
    f"UNION ALL SELECT w.item FROM {_OF_ONE} t JOIN owed_item w ON w.buyer_id = t.other_id "
    f"JOIN orders o ON o.buyer_id = t.buyer_id AND {_OPEN_FOR} WHERE o.id = ?1"
)


def _check_travel(item: OwedRow, order: OrderDetail, members: Sequence[int]) -> None:
    if not item.is_open:
        raise StruckAlready(item=item.item, person=item.struck_by)
    if item.travels_id not in (None, order.id):
        raise TravelsAlready(item=item.item, order_no=item.travels_no)
    if item.buyer_id not in members:
        raise OtherBuyer(item=item.item, buyer=item.buyer, order_no=order.order_no)
    if order.stage >= Stage.PACKED:
        raise LeftTheDesk(item=item.item, order_no=order.order_no)


def _travelling(doing: Work, slip_id: int) -> list[int]:
    rows = doing.desk.database.execute_sql(
        "SELECT w.id FROM owed_item w WHERE w.struck_at IS NULL AND (w.slip_id = ?1 OR (w.slip_id IS NULL AND "
        "w.travels_id IN (SELECT order_id FROM slip_item WHERE slip_id = ?1))) ORDER BY w.id",
        (slip_id,),
    )
    return [int(row[0]) for row in rows]


def _strike(doing: Work, item: OwedRow, reason: str, *, slip_id: int | None) -> None:
    after = {"struck_at": doing.at, "struck_by_id": doing.desk.actor.id, "struck_reason": reason, "slip_id": slip_id}
    save_edit(doing, "owed_item", item.id, after, action="strike", kind="owed_item", reason=reason)
    told = {"item": item.item, "quantity": item.quantity}
    doing.note("strike", "buyer", item.buyer_id, after=told, reason=reason)
    if item.travels_id is not None:
        doing.note("strike", "order", item.travels_id, after=told, reason=reason)


def _clear_hold(doing: Work, order_id: int, reason: str) -> bool:
    rows = doing.desk.database.execute_sql(
        "SELECT id FROM hold WHERE order_id = ? AND kind = ? AND released_at IS NULL", (order_id, Hold.OWED.value)
    ).fetchall()
    if not close_holds(doing, [row[0] for row in rows], reason):
        return False
    count_holds(doing, order_id, "release", reason)
    return True


def _check_buyer(doing: Work, buyer_id: int) -> None:
    """The checks of this buyer's orders that wait at the desk, which may ask about what is owed."""
    rows = doing.desk.database.execute_sql(
        f"SELECT id FROM orders WHERE buyer_id IN {GIVEN} AND stage < ?",
        (listed(list_members(doing.desk.database, buyer_id)), int(Stage.PRINTED)),
    )
    check_orders(doing, [int(row[0]) for row in rows])
