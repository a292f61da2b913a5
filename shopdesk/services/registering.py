"""Registering orders: the signed-in person enters a paid order under the salesperson its flag names.

ORD-01 to ORD-03, ORD-05.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from shopdesk.clock import Millis, to_local
from shopdesk.domain.flags import Colour
from shopdesk.domain.memo import add_mark
from shopdesk.domain.permissions import Right
from shopdesk.domain.statuses import Stage, Status
from shopdesk.errors import N_, Refused
from shopdesk.queries.orders import OrderDetail, get_order
from shopdesk.queries.shop_settings import get_setting
from shopdesk.services.desk import Changed, Desk, Work, work
from shopdesk.services.edits import save_edit
from shopdesk.services.holds import OnHold
from shopdesk.services.people import enter_person
from shopdesk.settings import FLAG_SALESPEOPLE, REGISTERED_MARK, ZONE


class AlreadyRegistered(Refused):
    template = N_("Order {order_no} was registered by {person} on {when}. Nothing was changed.")


class NotPaid(Refused):
    template = N_("Order {order_no} is not paid yet. Register it once the payment is in.")


class OrderClosed(Refused):
    template = N_("Order {order_no} is closed on the platform ({why}). It is not to be registered.")


class SalespersonUnclear(Refused):
    template = N_("Order {order_no}: several people share its flag ({names}). Say whose customer it is.")


@dataclass(slots=True)
class Registration:
    """What registering did: the orders' ids, and who was refused why."""

    registered: list[int] = field(default_factory=list)
    refused: list[tuple[int, Refused]] = field(default_factory=list)


def register_orders(
    desk: Desk, *, order_ids: Sequence[int], salesperson: str = "", skip_refused: bool = False
) -> Registration:
    """Register orders under the acting person (ORD-03), who can't be chosen.

    The first order that may not be registered refuses them all, unless `skip_refused`. The flag stays as it is; the
    memo gets the registered mark to copy to the platform (ORD-05).
    """
    result = Registration()
    with work(desk, Right.REGISTER, Changed.ORDERS) as doing:
        for order_id in order_ids:
            try:
                _register(doing, order_id, salesperson)
                result.registered.append(order_id)
            except Refused as refusal:
                if not skip_refused:
                    raise
                result.refused.append((order_id, refusal))
    return result


def find_refusals(desk: Desk, *, order_ids: Sequence[int], salesperson: str = "") -> list[tuple[int, Refused]]:
    """Which of these orders can't be registered as they stand, and why, in the given order; writes nothing."""
    return [(order_id, why) for order_id in order_ids if (why := _refusal(desk, order_id, salesperson)) is not None]


def _refusal(desk: Desk, order_id: int, salesperson: str) -> Refused | None:
    try:
        order = get_order(desk.database, order_id)
        _check(desk, order)
        if not salesperson:
            _salesperson(desk, order)
    except Refused as refusal:
        return refusal
    return None


def _register(doing: Work, order_id: int, salesperson: str) -> None:
    desk = doing.desk
    order = get_order(desk.database, order_id)
    _check(desk, order)
    mark = get_setting(desk.database, REGISTERED_MARK)
    after = {
        "stage": int(Stage.REGISTERED),
        "registrar_id": desk.actor.id,
        "registered_at": doing.at,
        "salesperson_id": _person_id(doing, salesperson.strip() or _salesperson(desk, order)),
        "memo": add_mark(order.memo, mark),
    }
    save_edit(doing, "orders", order_id, after, action="register", kind="order", version=order.version, searched=True)


def _check(desk: Desk, order: OrderDetail) -> None:
    if order.stage is not Stage.NEW:
        when = _shown(desk, order.registered_at)
        raise AlreadyRegistered(order_no=order.order_no, person=order.registrar or "?", when=when)
    if order.status is Status.UNPAID:
        raise NotPaid(order_no=order.order_no)
    if order.status is Status.CLOSED:
        raise OrderClosed(order_no=order.order_no, why=order.close_reason or order.status_text)
    if order.open_holds:
        raise OnHold(order_no=order.order_no, reason=order.open_holds[0].reason)


def _salesperson(desk: Desk, order: OrderDetail) -> str:
    """By the flag table (ORD-02): one name, or the one that the memo mentions; no flag or no table: the owner."""
    names = get_setting(desk.database, FLAG_SALESPEOPLE).get(order.flag.code, [])
    if order.flag is Colour.GREY or not names:
        return ""
    mentioned = [name for name in names if name in order.memo]
    if len(names) > 1 and len(mentioned) != 1:
        raise SalespersonUnclear(order_no=order.order_no, names=", ".join(names))
    return mentioned[0] if mentioned else names[0]


def _person_id(doing: Work, name: str) -> int:
    """The person of that name, entered as an agent when new; the owner for no name."""
    find = "SELECT id FROM person WHERE name = ?" if name else "SELECT id FROM person WHERE role = 'owner' ORDER BY id"
    params = (name,) if name else ()
    row = doing.desk.database.execute_sql(find, params).fetchone()
    return int(row[0]) if row else enter_person(doing, name=name, role="agent").id


def _shown(desk: Desk, moment: Millis | None) -> str:
    return "?" if moment is None else to_local(moment, get_setting(desk.database, ZONE)).strftime("%Y-%m-%d %H:%M")
