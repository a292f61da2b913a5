"""Later times promised to buyers: to ship by (ORD-18), to confirm receipt by (ORD-23)."""

from collections.abc import Iterable, Sequence

from shopdesk.clock import Millis, shown
from shopdesk.db.database import Database
from shopdesk.domain import deadlines
from shopdesk.domain.permissions import Right
from shopdesk.domain.scripts import fill_blanks
from shopdesk.domain.statuses import Stage, Status
from shopdesk.errors import N_, Refused
from shopdesk.i18n import _
from shopdesk.queries.extensions import Deadline, confirmation_of
from shopdesk.queries.orders import OrderDetail, get_order
from shopdesk.queries.shop_settings import get_setting
from shopdesk.services.desk import Changed, Desk, Work, work
from shopdesk.services.edits import ReasonMissing
from shopdesk.settings import EXTENSION_MESSAGE, SHIP_WITHIN_HOURS, ZONE

USUAL_MESSAGE = N_(
    "Dear {buyer}, your order {order_no} will be shipped by {until} at the latest ({reason}). "
    "We are sorry for the wait."
)
BLANKS = ("buyer", "order_no", "until", "reason")
"""What is filled in."""


class NotLater(Refused):
    template = N_("Order {order_no} has time until {due} as it is. Choose a later time than that and than now.")


class ShippedAlready(Refused):
    template = N_("Order {order_no} has left or is over: there is nothing to extend until it ships.")


class NotShipped(Refused):
    template = N_("Order {order_no} is not on its way, so its time to confirm receipt can't be extended.")


def extend_orders(
    desk: Desk,
    *,
    order_ids: Sequence[int],
    until: Millis,
    reason: str,
    kind: Deadline = Deadline.SHIP,
    message: str = "",
    told: bool = False,
) -> int:
    """Record a later time for orders, all or none; returns how many. `message` is a text with blanks, each order's own
    is kept filled in; empty: the shop's. `told`: the buyers know. Raises NotLater, ShippedAlready, NotShipped."""
    if not reason.strip():
        raise ReasonMissing()
    with work(desk, Right.SERVE, Changed.CARE, Changed.ORDERS) as doing:
        for order_id in dict.fromkeys(order_ids):
            order = get_order(desk.database, order_id)
            _check(desk, order, kind, until, doing.at)
            text = fill_message(desk.database, order, until=until, reason=reason.strip(), text=message)
            enter_extension(doing, order_id, kind, until, reason.strip(), message=text, told=told)
    return len(set(order_ids))


def enter_extension(
    doing: Work, order_id: int, kind: Deadline, until: Millis, reason: str, *, message: str = "", told: bool = False
) -> None:
    """A later time as part of a larger work, which looks itself whether it is later."""
    doing.kinds |= {Changed.CARE, Changed.ORDERS}
    doing.desk.database.execute_sql(
        "INSERT INTO extension (order_id, kind, until, reason, message, told_at, person_id, at) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (order_id, kind.value, until, reason, message, doing.at if told else None, doing.desk.actor.id, doing.at),
    )
    doing.note("extend", "order", order_id, after={"kind": kind.value, "until": until, "told": told}, reason=reason)


def mark_told(desk: Desk, *, extension_ids: Iterable[int]) -> int:
    """The buyers know of these extensions now; returns of how many that is news."""
    told = 0
    with work(desk, Right.SERVE, Changed.CARE, Changed.ORDERS) as doing:
        for extension_id in extension_ids:
            row = desk.database.execute_sql(
                "UPDATE extension SET told_at = ? WHERE id = ? AND told_at IS NULL RETURNING order_id",
                (doing.at, extension_id),
            ).fetchone()
            if row:
                told += 1
                doing.note("told", "order", int(row[0]), after={"extension": extension_id})
    return told


def fill_message(database: Database, order: OrderDetail, *, until: Millis, reason: str, text: str = "") -> str:
    """What the buyer of this order is told, with the blanks filled in; `text` is the shop's script where empty."""
    script = text.strip() or get_setting(database, EXTENSION_MESSAGE).strip() or _(USUAL_MESSAGE)
    when = shown(until, get_setting(database, ZONE))
    return fill_blanks(script, buyer=order.buyer, order_no=order.order_no, until=when, reason=reason)


def _check(desk: Desk, order: OrderDetail, kind: Deadline, until: Millis, now: Millis) -> None:
    if kind is Deadline.SHIP:
        if order.stage >= Stage.SHIPPED or order.status >= Status.SHIPPED:
            raise ShippedAlready(order_no=order.order_no)
        due = deadlines.ship_by(order.ship_by, order.paid_at, get_setting(desk.database, SHIP_WITHIN_HOURS))
    else:
        if order.status is not Status.SHIPPED:
            raise NotShipped(order_no=order.order_no)
        due = confirmation_of(desk.database, order)
    if until <= max(due or 0, now):
        raise NotLater(order_no=order.order_no, due=desk.shown(max(due or 0, now)))
