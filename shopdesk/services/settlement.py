"""Settling registered orders: account, method, and the money really received (ORD-04, ORD-13)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from shopdesk.clock import shown
from shopdesk.db.database import GIVEN, listed
from shopdesk.db.trail import Entry
from shopdesk.db.upsert import execute_many
from shopdesk.domain.money import Money
from shopdesk.domain.permissions import Right
from shopdesk.domain.settlements import CONFIRMED_BY_HAND, settled_as
from shopdesk.domain.statuses import Stage, Status
from shopdesk.errors import N_, Refused
from shopdesk.queries.settlements import Due, list_due
from shopdesk.queries.shop_settings import get_setting
from shopdesk.services.desk import Changed, Desk, Work, need, work
from shopdesk.services.edits import ReasonMissing
from shopdesk.settings import SETTLE_ACCOUNTS, SETTLE_IN_WAVES, ZONE

REFERENCE_LENGTH = 200


class NotYetRegistered(Refused):
    template = N_("Order {order_no} is not registered yet. Register it first, then settle it.")


class AlreadySettled(Refused):
    template = N_("Order {order_no} was settled by {person} on {when}. Nothing was changed.")


class NotSettled(Refused):
    template = N_("Order {order_no} is not settled.")


class ClosedOnPlatform(Refused):
    template = N_("Order {order_no} is closed on the platform. Its money goes back; it is not settled.")


class AccountMissing(Refused):
    template = N_("Order {order_no}: say which account its money came to.")


class OneAmountOnly(Refused):
    template = N_("An amount is for one order. Settle several at what was paid, or one by one.")


class AmountImpossible(Refused):
    template = N_("{amount} can't have been received. Give an amount of 0 or more.")


class SlipPrinted(Refused):
    template = N_("Order {order_no} is in a wave or printed already: its settlement stays. Take it out there first.")


@dataclass(frozen=True, slots=True)
class Receipt:
    """How money came in; what is empty is the platform's usual, no amount means what was paid."""

    account: str = ""
    method: str = ""
    amount: Money | None = None
    reference: str = ""


def settle_orders(
    desk: Desk,
    *,
    order_ids: Sequence[int],
    account: str = "",
    method: str = "",
    amount: Money | None = None,
    reference: str = "",
) -> int:
    """Settle registered orders, all or none (ORD-13); returns how many.

    What is left empty is the usual of the order's platform, the amount what was paid. An amount is for one order.
    Money that no platform vouches for needs the right to confirm it (ORD-09). Raises NotYetRegistered, AlreadySettled,
    ClosedOnPlatform, AccountMissing, OneAmountOnly, AmountImpossible.
    """
    with work(desk, Right.SETTLE, Changed.ORDERS) as doing:
        receipt = Receipt(account.strip(), method.strip(), amount, reference.strip()[:REFERENCE_LENGTH])
        return settle(doing, order_ids, receipt)


def settle(doing: Work, order_ids: Sequence[int], receipt: Receipt, *, early: bool = False) -> int:
    """`settle_orders` as part of a larger work, which has checked the right to it. `early`: a transfer may be confirmed
    before its order is registered; `promote_settled` follows then."""
    orders = list_due(doing.desk.database, order_ids)
    if receipt.amount is not None:
        if receipt.amount < 0:
            raise AmountImpossible(amount=receipt.amount.shown)
        if len(orders) > 1:
            raise OneAmountOnly()
    if any(order.origin in CONFIRMED_BY_HAND for order in orders):
        need(doing.desk, Right.CONFIRM_MONEY)
    accounts = get_setting(doing.desk.database, SETTLE_ACCOUNTS)
    zone = get_setting(doing.desk.database, ZONE)
    _save(doing, [(order, _receipt(order, receipt, accounts, zone, early=early)) for order in orders], automatic=False)
    return len(orders)


def settle_usual(doing: Work, order_ids: Sequence[int]) -> list[int]:
    """Settle those of these orders that are registered and need nobody to look: the platforms' on their usual account,
    exchanges and reissues at 0. Returns the ids of those it settled; none where Settings say so. A wave calls it
    within its own work."""
    database = doing.desk.database
    if not order_ids or not get_setting(database, SETTLE_IN_WAVES):
        return []
    accounts = get_setting(database, SETTLE_ACCOUNTS)
    made = []
    for order in list_due(database, order_ids):
        account, method = settled_as(order.origin, order.platform, accounts)
        usual = order.origin not in CONFIRMED_BY_HAND and (account or order.paid == 0)
        if order.stage is Stage.REGISTERED and order.settled_at is None and usual and order.status is not Status.CLOSED:
            made.append((order, Receipt(account, method, order.paid)))
    _save(doing, made, automatic=True)
    return [order.id for order, _receipt in made]


def promote_settled(doing: Work, order_ids: Sequence[int]) -> None:
    """Orders that were settled before they were registered are settled ones from then on (ORD-09)."""
    doing.desk.database.execute_sql(
        "UPDATE orders SET stage = ?, version = version + 1 WHERE stage = ? AND id IN "
        f"(SELECT order_id FROM settlement WHERE order_id IN {GIVEN})",
        (int(Stage.SETTLED), int(Stage.REGISTERED), listed(order_ids)),
    )


def unsettle_orders(desk: Desk, *, order_ids: Sequence[int], reason: str) -> int:
    """Take settlements back while nothing is printed, all or none; returns how many. Needs a reason and the right to
    confirm money. Raises ReasonMissing, NotSettled, SlipPrinted."""
    if not reason.strip():
        raise ReasonMissing()
    with work(desk, Right.CONFIRM_MONEY, Changed.ORDERS) as doing:
        orders = list_due(desk.database, order_ids)
        for order in orders:
            if order.settled_at is None:
                raise NotSettled(order_no=order.order_no)
            if order.stage > Stage.SETTLED or order.on_slip:
                raise SlipPrinted(order_no=order.order_no)
        remove_settlements(doing, [order.id for order in orders], reason.strip())
    return len(orders)


def remove_settlements(doing: Work, order_ids: Sequence[int], reason: str = "") -> None:
    """Take settlements away within a larger work: settled orders are registered ones again."""
    orders = [order for order in list_due(doing.desk.database, order_ids) if order.settled_at is not None]
    ids = [(order.id,) for order in orders]
    execute_many(doing.desk.database, "DELETE FROM settlement WHERE order_id = ?", ids)
    _move(doing, orders, Stage.SETTLED, Stage.REGISTERED)
    entries = [
        Entry(order.id, _told(order, Receipt(order.account, order.method, order.received)), {}) for order in orders
    ]
    doing.note_all("unsettle", "order", entries, reason=reason)


def _receipt(order: Due, given: Receipt, accounts: Mapping[str, str], zone: str, *, early: bool) -> Receipt:
    """How this order is settled, or why it can't be."""
    if order.settled_at is not None:
        raise AlreadySettled(order_no=order.order_no, person=order.settled_by, when=shown(order.settled_at, zone))
    if order.stage is Stage.NEW and not early:
        raise NotYetRegistered(order_no=order.order_no)
    if order.status is Status.CLOSED:
        raise ClosedOnPlatform(order_no=order.order_no)
    amount = order.paid if given.amount is None else given.amount
    account, method = settled_as(order.origin, order.platform, accounts)
    account, method = given.account or account, given.method or method
    if not account and amount:
        raise AccountMissing(order_no=order.order_no)
    return Receipt(account, method, amount, given.reference)


def _save(doing: Work, settled: Sequence[tuple[Due, Receipt]], *, automatic: bool) -> None:
    person = doing.desk.actor.id
    execute_many(
        doing.desk.database,
        "INSERT INTO settlement (order_id, account, method, amount, reference, automatic, person_id, at) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (order.id, how.account, how.method, how.amount, how.reference, int(automatic), person, doing.at)
            for order, how in settled
        ],
    )
    _move(doing, [order for order, _how in settled], Stage.REGISTERED, Stage.SETTLED)
    doing.note_all("settle", "order", [Entry(order.id, {}, _told(order, how)) for order, how in settled])


def _move(doing: Work, orders: Sequence[Due], before: Stage, after: Stage) -> None:
    """Only between these two stages: an order printed before it was settled stays where it is."""
    rows = [(int(after), order.id, int(before)) for order in orders]
    sql = "UPDATE orders SET stage = ?, version = version + 1 WHERE id = ? AND stage = ?"
    execute_many(doing.desk.database, sql, rows)


def _told(order: Due, how: Receipt) -> dict[str, object]:
    """What the trail keeps of a settlement: with it the postage that the platform names, which is booked as 0."""
    told: dict[str, object] = {"account": how.account, "method": how.method, "amount": int(how.amount or 0)}
    told |= {"booked_postage": 0, "platform_postage": int(order.postage)}
    return told | ({"reference": how.reference} if how.reference else {})
