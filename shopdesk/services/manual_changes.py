"""Changing and cancelling orders entered by hand, before they are printed (ORD-15)."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from shopdesk.db.search import index_again
from shopdesk.domain.manual_orders import ManualItem, ManualOrder, item_text
from shopdesk.domain.memo import add_mark
from shopdesk.domain.money import Money
from shopdesk.domain.origins import Origin
from shopdesk.domain.permissions import Right
from shopdesk.domain.statuses import Stage, Status
from shopdesk.errors import N_, Refused
from shopdesk.i18n import _
from shopdesk.queries.orders import OrderDetail, get_order
from shopdesk.queries.shop_settings import get_setting
from shopdesk.services.checks import check_orders
from shopdesk.services.clashes import RECEIVER_UNIT, last_deed, merge_change
from shopdesk.services.desk import Changed, Desk, Work, need, work
from shopdesk.services.edits import Base, ReasonMissing, save_edit
from shopdesk.services.holds import close_holds, count_holds
from shopdesk.services.order_contents import read_contents, text_of, write_lines
from shopdesk.settings import REGISTERED_MARK


class NotManual(Refused):
    template = N_("Order {order_no} comes from a platform's file. Only orders entered by hand are changed here.")


class PrintedAlready(Refused):
    template = N_("Order {order_no} was printed already. Make a change note, or stop the parcel first.")


class CancelledAlready(Refused):
    template = N_("Order {order_no} is cancelled already ({why}).")


class CancelledBy(CancelledAlready):
    template = N_("{person} cancelled order {order_no} on {when} ({why}). Nothing was changed.")


def manual_base(known: OrderDetail) -> Base:
    """What the form of an order entered by hand begins with."""
    return Base(known.version, _values_of(known))


def change_order(
    desk: Desk, *, order_id: int, order: ManualOrder, reason: str, version: int | None = None, base: Base | None = None
) -> None:
    """Put other items, receiver, amount and memo into an order; kind, shop, number and link stay. With a `base`
    (`manual_base`) what others changed meanwhile stays.

    Raises ReasonMissing, NotManual, PrintedAlready, CancelledAlready, Clash, NotAllowed and what `read_contents` does.
    """
    if not reason.strip():
        raise ReasonMissing()
    with work(desk, Right.ENTER, Changed.ORDERS, Changed.BUYERS) as doing:
        known = get_changeable(desk, order_id)
        order = replace(order, kind=known.origin, shop_id=known.shop_id, source_id=known.source_id)
        contents = read_contents(doing, order)
        after = dict(contents.columns)
        if known.stage is not Stage.NEW:
            need(desk, Right.EDIT_REGISTERED)
            after["memo"] = add_mark(after["memo"], get_setting(desk.database, REGISTERED_MARK))
        if known.settlement is not None:
            after["paid"] = int(known.paid)
        mine = {**{name: after[name] for name in _TYPED}, "items": _told_items(_items(contents.lines))}
        if base is not None:
            write, version = _own_changes(doing, known, base, mine), None
            after = _kept_columns(after, write)
        else:
            write = mine
        after = {column: value for column, value in after.items() if getattr(known, column) != value}
        save_edit(doing, "orders", order_id, after, action="edit", kind="order", version=version, reason=reason.strip())
        if "items" in write:
            write_lines(doing, order_id, contents.lines)
        if "items" in write and text_of(known) != contents.text:
            items = {"before": {"items": text_of(known)}, "after": {"items": contents.text}}
            doing.note("items", "order", order_id, **items, reason=reason.strip())
        index_again(desk.database, [order_id])
        check_orders(doing, [order_id])


def cancel_order(desk: Desk, *, order_id: int, reason: str) -> None:
    """Cancel an order entered by hand before it is printed; its number stays taken. Needs a reason.

    Raises ReasonMissing, NotManual, PrintedAlready, CancelledAlready, NotAllowed.
    """
    if not reason.strip():
        raise ReasonMissing()
    with work(desk, Right.ENTER, Changed.ORDERS) as doing:
        if get_changeable(desk, order_id).stage is not Stage.NEW:
            need(desk, Right.EDIT_REGISTERED)
        _close(doing, order_id, reason.strip())


def undo_entry(desk: Desk, *, order_id: int, version: int) -> None:
    """Take back what was just entered, as long as nobody touched it since; raises Clash, PrintedAlready."""
    with work(desk, Right.ENTER, Changed.ORDERS) as doing:
        get_changeable(desk, order_id)
        _close(doing, order_id, _("Entry undone"), version)


def get_changeable(desk: Desk, order_id: int) -> OrderDetail:
    """An order entered by hand that is neither printed nor cancelled; raises NotManual, PrintedAlready,
    CancelledAlready."""
    order = get_order(desk.database, order_id)
    if order.origin is Origin.PLATFORM:
        raise NotManual(order_no=order.order_no)
    if order.stage is Stage.CLOSED or order.status is Status.CLOSED:
        raise _cancelled(desk, order)
    if order.stage >= Stage.PRINTED:
        raise PrintedAlready(order_no=order.order_no)
    return order


_TYPED = (*RECEIVER_UNIT, "paid", "memo")
_OF_ITEMS, _OF_RECEIVER = frozenset({"goods", "pieces", "titles"}), frozenset({*RECEIVER_UNIT, "postcode", "masking"})


def _values_of(order: OrderDetail) -> dict[str, Any]:
    return {**{name: getattr(order, name) for name in _TYPED}, "items": _told_items(_items(order.lines))}


def _items(lines: Iterable[Any]) -> list[tuple[ManualItem, Money]]:
    """Lines as they are stored, or as `read_contents` made them, with their prices."""
    return [
        (
            line.item if hasattr(line, "item") else ManualItem(line.sku, line.title, line.properties, line.quantity),
            line.price,
        )
        for line in lines
    ]


def _told_items(items: Iterable[tuple[ManualItem, Money]]) -> str:
    return "\n".join(f"{item_text(item)} {price.shown}" for item, price in items)


def _own_changes(doing: Work, known: OrderDetail, base: Base, mine: dict[str, Any]) -> dict[str, Any]:
    now = _values_of(get_order(doing.desk.seen, known.id))
    return merge_change(doing, "order", known.id, base, now=now, mine=mine, version=known.version)


def _kept_columns(after: dict[str, Any], write: dict[str, Any]) -> dict[str, Any]:
    """Of all columns those that the form changed, and what follows from them."""
    kept = {column: value for column, value in after.items() if column in write}
    if "items" in write:
        kept |= {column: after[column] for column in _OF_ITEMS}
    if _OF_RECEIVER & write.keys():
        kept |= {column: after[column] for column in _OF_RECEIVER}
    return {**kept, **{name: value for name, value in write.items() if name in _TYPED}}


def _cancelled(desk: Desk, order: OrderDetail) -> CancelledAlready:
    person, when = last_deed(desk, "order", order.id, "cancel")
    if person == "?":
        return CancelledAlready(order_no=order.order_no, why=order.close_reason)
    return CancelledBy(order_no=order.order_no, why=order.close_reason, person=person, when=when)


def _close(doing: Work, order_id: int, reason: str, version: int | None = None) -> None:
    after = {"status": int(Status.CLOSED), "stage": int(Stage.CLOSED), "close_reason": reason}
    save_edit(doing, "orders", order_id, after, action="cancel", kind="order", version=version, reason=reason)
    open_holds = doing.desk.database.execute_sql(
        "SELECT id FROM hold WHERE order_id = ? AND released_at IS NULL", (order_id,)
    ).fetchall()
    if open_holds:
        close_holds(doing, [row[0] for row in open_holds], reason)
        count_holds(doing, order_id, "release", reason)
