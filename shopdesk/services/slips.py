"""Slips: shipping orders together, splitting one into parcels, stopping a parcel (SHP-01)."""

from collections.abc import Mapping, Sequence

from shopdesk.db.trail import Entry
from shopdesk.db.upsert import execute_many
from shopdesk.domain.holds import Hold
from shopdesk.domain.permissions import Right
from shopdesk.domain.statuses import Stage, Status
from shopdesk.errors import N_, Refused
from shopdesk.queries.orders import OrderDetail, get_order
from shopdesk.queries.slips import SlipRow, fetch_slips, get_slip, list_open_slip_ids, list_slip_items
from shopdesk.services.desk import Changed, Desk, Work, work
from shopdesk.services.edits import ReasonMissing
from shopdesk.services.holds import close_holds, count_holds
from shopdesk.services.slip_prints import set_stages, take_back_stages
from shopdesk.services.slip_writer import fill_slips, move_slips, remove_slips, write_slip
from shopdesk.services.wave_candidates import AlreadyShipped, OnPaperAlready, OrderStopped
from shopdesk.services.waybill_checks import LeftAlready, SlipStopped

_KINDS = (Changed.SLIPS, Changed.ORDERS)


class OneOrderOnly(Refused):
    template = N_("Choose at least two orders that are to travel together.")


class OtherShop(Refused):
    template = N_("Orders {first} and {other} are of different shops. They can't travel together.")


class OtherReceiver(Refused):
    template = N_(
        "Orders {first} and {other} are of different buyers or go to different addresses. Say why they are to travel "
        "together."
    )


class NotPaidYet(Refused):
    template = N_("Order {order_no} is not paid yet. It can't be put onto a slip.")


class WaybillThere(Refused):
    template = N_("Order {order_no} has waybill {waybill} already. Take it off first, so that it isn't lost.")


class PartsWrong(Refused):
    template = N_(
        "Order {order_no}: the parts don't add up to what was bought. Put every piece into one part, and something "
        "into each."
    )


class TogetherAlready(Refused):
    template = N_("Order {order_no} travels together with others. Take them apart first.")


class NothingToTakeApart(Refused):
    template = N_("The slip of order {order_no} is a plain one: one order, one parcel.")


def ship_together(desk: Desk, *, order_ids: Sequence[int], reason: str = "") -> int:
    """Put orders of one shop, buyer and address onto one slip with one waybill; returns the slip's id.

    Their "more orders to this address" holds are cleared; they are printed once all are registered. Another buyer or
    address needs a `reason`. Raises OneOrderOnly, OtherShop, OtherReceiver, OnPaperAlready, WaybillThere, NotPaidYet.
    """
    with work(desk, Right.WAVE, *_KINDS) as doing:
        orders = [get_order(desk.database, order_id) for order_id in dict.fromkeys(order_ids)]
        _check_together(orders, reason.strip())
        before = _open_slips(desk, orders)
        place = next((slip for slip in before if slip.wave_id is not None), None)
        carrier = next(filter(None, (*(slip.carrier for slip in before), *(order.carrier for order in orders))), "")
        remove_slips(doing, [slip.id for slip in before])
        slip_id = write_slip(
            doing,
            shop_id=orders[0].shop_id,
            carrier=carrier,
            wave_id=place.wave_id if place else None,
            position=place.position if place else 0,
        )
        fill_slips(doing, [(slip_id, order.id) for order in orders])
        _clear_together(doing, orders, reason.strip())
        _note(doing, "ship together", orders, {"orders": [order.order_no for order in orders]}, reason.strip())
    return slip_id


def split_order(desk: Desk, *, order_id: int, parts: Sequence[Mapping[int, int]]) -> list[int]:
    """Split an order into parcels: each part says how many pieces of which line (order_line id) go into it, all parts
    together just what was bought; returns the slips' ids.

    Raises PartsWrong, TogetherAlready, OnPaperAlready, WaybillThere, NotPaidYet.
    """
    with work(desk, Right.WAVE, *_KINDS) as doing:
        order = get_order(desk.database, order_id)
        _check_open(order)
        _check_parts(desk, order, parts)
        before = _open_slips(desk, [order])
        if any(len(slip.orders) > 1 for slip in before):
            raise TogetherAlready(order_no=order.order_no)
        place = next((slip for slip in before if slip.wave_id is not None), None)
        carrier = before[0].carrier if before else order.carrier
        remove_slips(doing, [slip.id for slip in before])
        made = [write_slip(doing, shop_id=order.shop_id, carrier=carrier) for _part in parts]
        rows = [
            (slip_id, order_id, line, pieces)
            for slip_id, part in zip(made, parts, strict=True)
            for line, pieces in part.items()
            if pieces
        ]
        _write_items(doing, rows)
        if place is not None:
            _into_wave(doing, made, place)
        _note(doing, "split", [order], {"parts": [list(part.values()) for part in parts]})
    return made


def take_apart(desk: Desk, *, slip_id: int) -> list[int]:
    """Undo ship_together or split_order while nothing is printed; returns the orders' ids.

    Raises NothingToTakeApart, OnPaperAlready, WaybillThere, SlipStopped.
    """
    with work(desk, Right.WAVE, *_KINDS) as doing:
        slip = get_slip(desk.database, slip_id)
        if slip.cancelled_at is not None:
            raise SlipStopped(order_no=slip.order_no, why=slip.cancel_reason)
        if len(slip.orders) < 2 and slip.parts < 2:
            raise NothingToTakeApart(order_no=slip.order_no)
        orders = [get_order(desk.database, order.id) for order in slip.orders]
        before = _open_slips(desk, orders)
        remove_slips(doing, [one.id for one in before])
        if slip.wave_id is not None:
            made = [write_slip(doing, shop_id=slip.shop_id, carrier=slip.carrier) for _order in orders]
            fill_slips(doing, [(i, order.id) for i, order in zip(made, orders, strict=True)])
            _into_wave(doing, made, slip)
        _note(doing, "take apart", orders, {})
    return [order.id for order in orders]


def cancel_slip(desk: Desk, *, slip_id: int, reason: str) -> None:
    """Stop a parcel that has not left. Needs a reason.

    Orders closed on the platform are closed here; the others go back to where their next wave takes them, a part of a
    split order as a new slip. A number that was on paper stays on the cancelled slip, so that whoever scans the parcel
    is told; one that wasn't is free again. Raises ReasonMissing, SlipStopped, LeftAlready.
    """
    if not reason.strip():
        raise ReasonMissing()
    with work(desk, Right.WAVE, *_KINDS) as doing:
        slip = get_slip(desk.database, slip_id)
        if slip.cancelled_at is not None:
            raise SlipStopped(order_no=slip.order_no, why=slip.cancel_reason)
        if slip.shipped_at is not None:
            raise LeftAlready(order_no=slip.order_no, waybill=slip.waybill)
        _cancel(doing, slip, reason.strip())
        if slip.parts > 1 and not slip.refunded:
            again = write_slip(doing, shop_id=slip.shop_id, carrier=slip.carrier)
            items = list_slip_items(desk.database, slip.id)
            _write_items(doing, [(again, item.order_id, item.line_id, item.quantity) for item in items])
        _follow(doing, slip)
        entries = [Entry(order.id, {"slip": slip.code}, {"wave": slip.wave_id}) for order in slip.orders]
        doing.note_all("cancel slip", "order", entries, reason=reason.strip())


def _cancel(doing: Work, slip: SlipRow, reason: str) -> None:
    database = doing.desk.database
    database.execute_sql(
        "UPDATE slip SET cancelled_at = ?, cancel_reason = ?, version = version + 1 WHERE id = ?",
        (doing.at, reason, slip.id),
    )
    database.execute_sql("UPDATE print_record SET unconfirmed = 0 WHERE slip_id = ?", (slip.id,))
    database.execute_sql("UPDATE owed_item SET slip_id = NULL WHERE slip_id = ? AND struck_at IS NULL", (slip.id,))
    if slip.printed_at is None:
        database.execute_sql("UPDATE slip SET waybill = '' WHERE id = ?", (slip.id,))
        database.execute_sql("DELETE FROM parcel WHERE slip_id = ? AND import_id = 0", (slip.id,))
        database.execute_sql("UPDATE parcel SET slip_id = NULL WHERE slip_id = ?", (slip.id,))


def _follow(doing: Work, slip: SlipRow) -> None:
    """Orders closed on the platform are closed here once no parcel of theirs is open; the others go back."""
    closed = {
        order.id: order.stage
        for order in slip.orders
        if order.status is Status.CLOSED and not list_open_slip_ids(doing.desk.database, [order.id])
    }
    set_stages(doing, closed, Stage.CLOSED)
    take_back_stages(doing, [order.id for order in slip.orders if order.status is not Status.CLOSED])


def _check_together(orders: Sequence[OrderDetail], reason: str) -> None:
    if len(orders) < 2:
        raise OneOrderOnly()
    first = orders[0]
    for order in orders:
        _check_open(order)
        if order.shop_id != first.shop_id:
            raise OtherShop(first=first.order_no, other=order.order_no)
        same = (order.buyer_id, order.goes_to) == (first.buyer_id, first.goes_to)
        if not same and not reason:
            raise OtherReceiver(first=first.order_no, other=order.order_no)


def _check_open(order: OrderDetail) -> None:
    if order.status is Status.CLOSED or order.stage is Stage.CLOSED:
        raise OrderStopped(order_no=order.order_no, why=order.close_reason or order.status_text)
    if order.status is Status.UNPAID:
        raise NotPaidYet(order_no=order.order_no)
    if order.stage >= Stage.SHIPPED or order.status in (Status.SHIPPED, Status.DONE):
        raise AlreadyShipped(order_no=order.order_no)
    if order.stage >= Stage.PRINTED:
        raise OnPaperAlready(order_no=order.order_no)


def _check_parts(desk: Desk, order: OrderDetail, parts: Sequence[Mapping[int, int]]) -> None:
    rows = desk.database.execute_sql("SELECT id, quantity FROM order_line WHERE order_id = ?", (order.id,)).fetchall()
    bought = dict(rows)
    given = {line: sum(part.get(line, 0) for part in parts) for part in parts for line in part}
    sound = all(pieces >= 0 for part in parts for pieces in part.values()) and all(sum(p.values()) > 0 for p in parts)
    whole = {line: pieces for line, pieces in given.items() if pieces} == {i: n for i, n in bought.items() if n}
    if len(parts) < 2 or not sound or not whole:
        raise PartsWrong(order_no=order.order_no)


def _open_slips(desk: Desk, orders: Sequence[OrderDetail]) -> list[SlipRow]:
    """The slips that these orders have, none of them printed or numbered, nor shared with an order that isn't named."""
    named = {order.id for order in orders}
    ids = list_open_slip_ids(desk.database, named)
    slips = fetch_slips(desk.database, sorted({slip_id for some in ids.values() for slip_id in some}))
    for slip in slips:
        if slip.printed_at is not None:
            raise OnPaperAlready(order_no=slip.order_no)
        if slip.waybill:
            raise WaybillThere(order_no=slip.order_no, waybill=slip.waybill)
        if not {order.id for order in slip.orders} <= named:
            raise TogetherAlready(order_no=slip.order_no)
    return slips


def _clear_together(doing: Work, orders: Sequence[OrderDetail], reason: str) -> None:
    for order in orders:
        holds = [hold.id for hold in order.open_holds if hold.kind == Hold.TOGETHER]
        if holds:
            close_holds(doing, holds, reason)
            count_holds(doing, order.id, "release", reason)


def _into_wave(doing: Work, slip_ids: Sequence[int], place: SlipRow) -> None:
    """The first takes the place of a slip that is gone, the others come last."""
    row = doing.desk.database.execute_sql(
        "SELECT max(position) FROM slip WHERE wave_id = ?", (place.wave_id,)
    ).fetchone()
    end = max(row[0] or 0, place.position)
    places = [place.position, *(end + i for i in range(1, len(slip_ids)))]
    move_slips(doing, slip_ids, place.wave_id, places)


def _write_items(doing: Work, rows: Sequence[tuple[int, int, int | None, int]]) -> None:
    execute_many(
        doing.desk.database, "INSERT INTO slip_item (slip_id, order_id, line_id, quantity) VALUES (?, ?, ?, ?)", rows
    )


def _note(doing: Work, action: str, orders: Sequence[OrderDetail], after: dict[str, object], reason: str = "") -> None:
    doing.note_all(action, "order", [Entry(order.id, {}, after) for order in orders], reason=reason)
