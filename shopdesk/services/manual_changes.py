"""Changing and cancelling orders entered by hand, before they are printed (ORD-15)."""

from dataclasses import replace

from shopdesk.db.search import index_again
from shopdesk.domain.manual_orders import ManualOrder
from shopdesk.domain.memo import add_mark
from shopdesk.domain.origins import Origin
from shopdesk.domain.permissions import Right
from shopdesk.domain.statuses import Stage, Status
from shopdesk.errors import N_, Refused
from shopdesk.i18n import _
from shopdesk.queries.orders import OrderDetail, get_order
from shopdesk.queries.shop_settings import get_setting
from shopdesk.services.checks import check_orders
from shopdesk.services.desk import Changed, Desk, Work, need, work
from shopdesk.services.edits import ReasonMissing, save_edit
from shopdesk.services.holds import close_holds, count_holds
from shopdesk.services.order_contents import read_contents, text_of, write_lines
from shopdesk.settings import REGISTERED_MARK


class NotManual(Refused):
    template = N_("Order {order_no} comes from a platform's file. Only orders entered by hand are changed here.")


class PrintedAlready(Refused):
    template = N_("Order {order_no} was printed already. Make a change note, or stop the parcel first.")


class CancelledAlready(Refused):
    template = N_("Order {order_no} is cancelled already ({why}).")


def change_order(desk: Desk, *, order_id: int, order: ManualOrder, reason: str, version: int | None = None) -> None:
    """Put other items, receiver, amount and memo into an order; kind, shop, number and link stay.

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
        after = {column: value for column, value in after.items() if getattr(known, column) != value}
        save_edit(doing, "orders", order_id, after, action="edit", kind="order", version=version, reason=reason.strip())
        write_lines(doing, order_id, contents.lines)
        if text_of(known) != contents.text:
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
        raise CancelledAlready(order_no=order.order_no, why=order.close_reason)
    if order.stage >= Stage.PRINTED:
        raise PrintedAlready(order_no=order.order_no)
    return order


def _close(doing: Work, order_id: int, reason: str, version: int | None = None) -> None:
    after = {"status": int(Status.CLOSED), "stage": int(Stage.CLOSED), "close_reason": reason}
    save_edit(doing, "orders", order_id, after, action="cancel", kind="order", version=version, reason=reason)
    open_holds = doing.desk.database.execute_sql(
        "SELECT id FROM hold WHERE order_id = ? AND released_at IS NULL", (order_id,)
    ).fetchall()
    if open_holds:
        close_holds(doing, [row[0] for row in open_holds], reason)
        count_holds(doing, order_id, "release", reason)
