"""Entering orders that no platform's file brings (ORD-06, ORD-09 to ORD-11)."""

import re
from typing import Any

from shopdesk.clock import to_local
from shopdesk.db.database import add_row
from shopdesk.db.search import index_again
from shopdesk.domain.flags import Colour
from shopdesk.domain.holds import Hold
from shopdesk.domain.manual_orders import RULES, ManualOrder, number_stem
from shopdesk.domain.origins import Origin
from shopdesk.domain.permissions import Right
from shopdesk.domain.statuses import Status
from shopdesk.errors import N_, Refused
from shopdesk.i18n import _
from shopdesk.queries.orders import find_order_id
from shopdesk.queries.shop_settings import get_setting
from shopdesk.queries.shops import list_shops
from shopdesk.services.checks import check_orders
from shopdesk.services.desk import Changed, Desk, Work, work
from shopdesk.services.holds import put_hold
from shopdesk.services.order_contents import Contents, read_contents, write_lines
from shopdesk.services.registering import register_entered
from shopdesk.settings import FLAG_SALESPEOPLE, ZONE

_DIGITS = re.compile(r"[0-9]{1,12}")


class NumberTaken(Refused):
    template = N_("There is an order {order_no} in this shop already. Leave the number out to get a new one.")


class AlreadySent(Refused):
    """The same item for the same order; entering it again has to be meant."""

    template = N_(
        "{item} is already in order {order_no} for the same order, entered by {person}. Enter it again only if it is "
        "meant twice."
    )


def enter_order(desk: Desk, *, order: ManualOrder, again: bool = False) -> int:
    """Enter an order; returns its id. Who may register has registered it thereby, unless a check holds it.

    `again` says that the same exchange or reissue twice is meant. Raises NumberTaken, AlreadySent, NotAllowed and what
    `read_contents` raises.
    """
    with work(desk, Right.ENTER, Changed.ORDERS, Changed.BUYERS) as doing:
        return enter_new_order(doing, order, again=again)


def enter_new_order(doing: Work, order: ManualOrder, *, again: bool = False) -> int:
    """Enter an order as part of a larger work."""
    contents = read_contents(doing, order)
    if not again:
        _check_new(doing, order, contents)
    order_id = _insert(doing, order, contents)
    write_lines(doing, order_id, contents.lines)
    index_again(doing.desk.database, [order_id])
    told = {"origin": order.kind.code, "items": contents.text, "paid": order.paid.yuan}
    doing.note("entered", "order", order_id, after=told, reason=order.reason.strip())
    if order.kind is Origin.BANK:
        reason = _("Bank transfer of {amount} is not confirmed").format(amount=order.paid.shown)
        put_hold(doing, order_id, Hold.BANK, reason, order.paid)  # nothing leaves before the money is seen (ORD-09)
    check_orders(doing, [order_id])
    register_entered(doing, order_id)
    return order_id


def _check_new(doing: Work, order: ManualOrder, contents: Contents) -> None:
    """The same item goes out once for an order, as an exchange or as a reissue (ORD-06, ORD-11)."""
    if not RULES[order.kind].is_free:
        return
    for item in (line.item for line in contents.lines):
        row = doing.desk.database.execute_sql(
            "SELECT o.order_no, coalesce(p.name, '?') FROM orders o JOIN order_line l ON l.order_id = o.id "
            "LEFT JOIN trail t ON t.kind = 'order' AND t.record_id = o.id AND t.action = 'entered' "
            "LEFT JOIN person p ON p.id = t.person_id "
            "WHERE o.source_id = ? AND o.origin = ? AND o.status <> ? AND l.sku = ? AND l.properties = ? "
            "AND (l.sku <> '' OR l.title = ?) LIMIT 1",
            (order.source_id, int(order.kind), int(Status.CLOSED), item.sku, item.properties, item.title),
        ).fetchone()
        if row is not None:
            raise AlreadySent(item=item.sku or item.title or item.properties, order_no=row[0], person=row[1])


def _insert(doing: Work, order: ManualOrder, contents: Contents) -> int:
    flag = order.flag if order.flag is not None else contents.source.flag if contents.source else Colour.GREY
    is_paid = RULES[order.kind].is_free or order.paid > 0
    row: dict[str, Any] = {
        "shop_id": order.shop_id,
        "order_no": _number(doing, order),
        "origin": int(order.kind),
        "source_id": order.source_id,
        "status": int(Status.PAID if is_paid else Status.UNPAID),
        "flag": int(flag),
        "salesperson_id": _salesperson_id(doing, order, contents, flag),
        "created": doing.at,
        "paid_at": doing.at if is_paid else None,
        "has_totals": 1,
        **contents.columns,
    }
    marks = ", ".join("?" * len(row))
    sql = f"INSERT INTO orders ({', '.join(row)}) VALUES ({marks})"
    return add_row(doing.desk.database, sql, tuple(row.values()))


def _number(doing: Work, order: ManualOrder) -> str:
    """The number given, or the next of the desk's own; unique within the shop."""
    database, given = doing.desk.database, order.order_no.strip()
    if given:
        shop = next(shop.name for shop in list_shops(database) if shop.id == order.shop_id)
        if find_order_id(database, given, shop=shop) is not None:
            raise NumberTaken(order_no=given)
        return given
    stem = number_stem(order.kind, to_local(doing.at, get_setting(database, ZONE)).date())
    rows = database.execute_sql(
        "SELECT order_no FROM orders WHERE shop_id = ? AND order_no > ? AND order_no < ?",
        (order.shop_id, stem, stem + ":"),  # a colon comes after the digits
    ).fetchall()
    used = [int(digits[0]) for (order_no,) in rows if (digits := _DIGITS.match(order_no, len(stem)))]
    return f"{stem}{max(used, default=0) + 1:03d}"


def _salesperson_id(doing: Work, order: ManualOrder, contents: Contents, flag: Colour) -> int | None:
    """Who sold it: of a reissue who enters it (ORD-11), of an exchange who sold the first order, of wholesale the owner
    (ORD-10); else by the flag, where it names one person (ORD-02)."""
    if order.kind is Origin.REISSUE:
        return doing.desk.actor.id
    by_flag = get_setting(doing.desk.database, FLAG_SALESPEOPLE).get(flag.code, []) if flag is not Colour.GREY else []
    names = [contents.source.salesperson] if order.kind is Origin.EXCHANGE and contents.source else by_flag
    if order.kind is not Origin.WHOLESALE and len(names) == 1 and names[0]:
        row = doing.desk.database.execute_sql("SELECT id FROM person WHERE name = ?", (names[0],)).fetchone()
        if row is not None:
            return int(row[0])
    row = doing.desk.database.execute_sql("SELECT id FROM person WHERE role = 'owner' ORDER BY id LIMIT 1").fetchone()
    return int(row[0]) if row else None
