"""Postage paid too much: made good in goods, or paid out (ORD-21)."""

from shopdesk.domain.money import Money
from shopdesk.domain.owed_items import Owed
from shopdesk.domain.permissions import Right
from shopdesk.errors import N_, Refused
from shopdesk.queries.orders import OrderDetail, get_order
from shopdesk.queries.overpayments import left_to_return
from shopdesk.queries.refunds import get_money_back
from shopdesk.services.desk import Changed, Desk, Work, work
from shopdesk.services.owed_items import NoBuyer, enter_owed_item


class NothingOverpaid(Refused):
    template = N_("Order {order_no} has nothing left that was paid too much.")


class TooMuchReturned(Refused):
    template = N_("Order {order_no}: at most {left} was paid too much and not yet made good, not {amount}.")


class AmountMissing(Refused):
    template = N_("Say how much, more than 0.")


class ReferenceMissing(Refused):
    template = N_("Say how it was paid out: the transfer's number or the account.")


def compensate_in_goods(desk: Desk, *, order_id: int, amount: Money, item: str, quantity: int = 1) -> int:
    """Make it good with something that goes along with the next parcel; returns the owed item. Raises NothingOverpaid,
    TooMuchReturned, ItemMissing, NoBuyer."""
    with work(desk, Right.SERVE, Changed.CARE, Changed.ORDERS) as doing:
        order = _checked(doing, order_id, amount)
        if order.buyer_id is None:
            raise NoBuyer(order_no=order.order_no)
        owed_id = enter_owed_item(
            doing, buyer_id=order.buyer_id, kind=Owed.POSTAGE, item=item, quantity=quantity, order_id=order_id,
            amount=amount, note="",
        )  # fmt: skip
        _record(doing, order_id, amount, "goods", owed_id=owed_id)
    return owed_id


def pay_out(desk: Desk, *, order_id: int, amount: Money, reference: str) -> None:
    """Record that it was paid back, with the payment's reference. Raises NothingOverpaid, TooMuchReturned,
    ReferenceMissing."""
    with work(desk, Right.PAY, Changed.CARE, Changed.ORDERS) as doing:
        order = _checked(doing, order_id, amount)
        if not reference.strip():
            raise ReferenceMissing()
        back = get_money_back(desk.database, order_id)
        if amount > back.left:  # refunds that were asked for count as well (REF-04)
            raise TooMuchReturned(order_no=order.order_no, left=back.left.shown, amount=amount.shown)
        _record(doing, order_id, amount, "payout", reference=reference.strip())


def _checked(doing: Work, order_id: int, amount: Money) -> OrderDetail:
    order = get_order(doing.desk.database, order_id)
    left = left_to_return(doing.desk.database, order)
    if amount <= 0:
        raise AmountMissing()
    if not left:
        raise NothingOverpaid(order_no=order.order_no)
    if amount > left:
        raise TooMuchReturned(order_no=order.order_no, left=left.shown, amount=amount.shown)
    return order


def _record(
    doing: Work, order_id: int, amount: Money, way: str, *, owed_id: int | None = None, reference: str = ""
) -> None:
    doing.desk.database.execute_sql(
        "INSERT INTO overpayment (order_id, amount, way, owed_item_id, reference, person_id, at) "
        "VALUES (?, ?, ?, ?, ?, ?, ?)",
        (order_id, int(amount), way, owed_id, reference, doing.desk.actor.id, doing.at),
    )
    doing.note("overpaid", "order", order_id, after={"amount": int(amount), "way": way}, reason=reference)
