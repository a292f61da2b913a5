"""Money that no platform vouches for: somebody who may says that it has come in, how much and by which reference
(ORD-09)."""

from shopdesk.domain.holds import Hold
from shopdesk.domain.money import Money
from shopdesk.domain.origins import Origin
from shopdesk.domain.permissions import Right
from shopdesk.domain.settlements import BANK, CONFIRMED_BY_HAND
from shopdesk.domain.statuses import Stage, Status
from shopdesk.errors import N_, BadInput, Refused
from shopdesk.i18n import _
from shopdesk.queries.orders import OrderDetail, get_order
from shopdesk.queries.shop_settings import get_setting
from shopdesk.services.checks import check_orders
from shopdesk.services.desk import Changed, Desk, Work, work
from shopdesk.services.edits import save_edit
from shopdesk.services.holds import close_holds, count_holds
from shopdesk.services.manual_changes import CancelledAlready, PrintedAlready
from shopdesk.services.settlement import NotSettled, Receipt, remove_settlements, settle
from shopdesk.settings import OWN_ACCOUNTS


class NoTransfer(Refused):
    template = N_("Order {order_no} waits for no transfer: only bank, wholesale and phone orders do.")


class NothingReceived(BadInput):
    template = N_("Say how much came in for order {order_no}: more than 0.")


class ReferenceMissing(BadInput):
    template = N_("Say by which reference the transfer for order {order_no} is found again.")


def confirm_transfer(desk: Desk, *, order_id: int, amount: Money, reference: str, account: str = "") -> None:
    """Say that the money of an order has come in: it is settled thereby, and its hold is over.

    What counts is what was received (ORD-04): where that is less than the lines, a check holds the order again. The
    account is the shop's first one if none is named. Raises NoTransfer, NothingReceived, ReferenceMissing,
    CancelledAlready, AlreadySettled, NotAllowed.
    """
    with work(desk, Right.CONFIRM_MONEY, Changed.ORDERS) as doing:
        order = _awaiting(desk, order_id)
        if amount <= 0:
            raise NothingReceived(order_no=order.order_no)
        if not reference.strip():
            raise ReferenceMissing(order_no=order.order_no)
        after = {"paid": int(amount)}
        if order.status is Status.UNPAID:
            after |= {"status": int(Status.PAID), "paid_at": doing.at}
        save_edit(doing, "orders", order_id, after, action="received", kind="order")
        accounts: list[str] = get_setting(desk.database, OWN_ACCOUNTS)
        account = account.strip() or (accounts[0] if accounts else _("Bank account"))
        settle(doing, [order_id], Receipt(account, BANK, amount, reference.strip()), early=True)
        _close_hold(doing, order_id, _("Received: {amount}, {reference}").format(
            amount=amount.shown, reference=reference.strip()
        ))  # fmt: skip
        check_orders(doing, [order_id])


def undo_confirmation(desk: Desk, *, order_id: int, paid: Money) -> None:
    """Take a confirmation back while nothing is printed; `paid` is the amount from before it. Raises NotSettled,
    PrintedAlready."""
    with work(desk, Right.CONFIRM_MONEY, Changed.ORDERS) as doing:
        order = get_order(desk.database, order_id)
        if order.settlement is None:
            raise NotSettled(order_no=order.order_no)
        if order.stage >= Stage.PRINTED:
            raise PrintedAlready(order_no=order.order_no)
        remove_settlements(doing, [order_id], _("Confirmation undone"))
        after = {"paid": int(paid)} | ({} if paid else {"status": int(Status.UNPAID), "paid_at": None})
        save_edit(doing, "orders", order_id, after, action="received", kind="order", reason=_("Confirmation undone"))
        if order.origin is Origin.BANK:
            desk.database.execute_sql(
                "UPDATE hold SET released_at = NULL, released_by_id = NULL, release_reason = '' WHERE id = "
                "(SELECT max(id) FROM hold WHERE order_id = ? AND kind = ?)",
                (order_id, Hold.BANK.value),
            )
            count_holds(doing, order_id, "hold", _("Confirmation undone"))


def _awaiting(desk: Desk, order_id: int) -> OrderDetail:
    order = get_order(desk.database, order_id)
    if order.origin not in CONFIRMED_BY_HAND:
        raise NoTransfer(order_no=order.order_no)
    if order.status is Status.CLOSED:
        raise CancelledAlready(order_no=order.order_no, why=order.close_reason)
    return order


def _close_hold(doing: Work, order_id: int, reason: str) -> None:
    rows = doing.desk.database.execute_sql(
        "SELECT id FROM hold WHERE order_id = ? AND kind = ? AND released_at IS NULL", (order_id, Hold.BANK.value)
    ).fetchall()
    if rows:
        close_holds(doing, [row[0] for row in rows], reason)
        count_holds(doing, order_id, "release", reason)
