"""Parcels leave with the courier (SHP-05)."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from shopdesk.clock import to_local
from shopdesk.domain.permissions import Right
from shopdesk.domain.statuses import Stage
from shopdesk.errors import N_, Refused
from shopdesk.queries.packing import PackSlip, get_pack_slip
from shopdesk.queries.shipping_lists import list_waiting_ids
from shopdesk.queries.shop_settings import get_setting
from shopdesk.services.case_replacements import settle_replacements
from shopdesk.services.desk import Changed, Desk, Work, need, work
from shopdesk.services.edits import ReasonMissing, save_edit
from shopdesk.services.owed_items import mark_forgotten
from shopdesk.services.packing import find_pack_slip
from shopdesk.services.packing_stops import AlreadyShipped, SlipCancelled, check_refunds
from shopdesk.services.parcels import check_goods, check_orders_open, lower_orders, move_orders
from shopdesk.services.tracking_rows import follow_slip, unfollow_slip
from shopdesk.settings import PACK_CHECK, ZONE


class NoWaybill(Refused):
    template = N_("Slip {number} has no waybill yet. Give it one, then mark it as shipped.")


class NotChecked(Refused):
    template = N_("Slip {number} is not packed. Pack it first; a supervisor may let it go with a reason.")


class NotShipped(Refused):
    template = N_("Slip {number} has not left, so there is nothing to undo.")


class LeftBefore(Refused):
    template = N_(
        "Slip {number} left on {when}. Only today's parcels can be taken back; stop it at the courier instead."
    )


class NothingWaits(Refused):
    template = N_("No packed parcel waits for {carrier}.")


@dataclass(slots=True)
class Leaving:
    """What left: the slips' ids, the orders that are shipped now, and who stayed behind why."""

    slip_ids: list[int] = field(default_factory=list)
    order_ids: list[int] = field(default_factory=list)
    refused: list[tuple[int, Refused]] = field(default_factory=list)
    forgotten: list[int] = field(default_factory=list)
    """Orders that left without what was owed with them; their flags are yellow now (ORD-20)."""


def ship_slips(desk: Desk, slip_ids: Sequence[int], *, reason: str = "", skip_refused: bool = False) -> Leaving:
    """Mark slips as shipped; an order is once all its parcels have left. All or none, unless `skip_refused`.

    Unpacked ones only leave where the pack check is switched off, or with the `reason` of somebody who may overrule;
    one whose refund is under way only with such a reason.
    Raises NoWaybill, NotChecked, AlreadyShipped, SlipCancelled, StopParcel, OnHold.
    """
    left = Leaving()
    with work(desk, Right.SHIP, Changed.SLIPS, Changed.ORDERS) as doing:
        for slip_id in dict.fromkeys(slip_ids):
            slip = get_pack_slip(desk.database, slip_id)
            try:
                _check(desk, slip, reason.strip())
            except Refused as refusal:
                if not skip_refused:
                    raise
                left.refused.append((slip_id, refusal))
                continue
            after = {"shipped_at": doing.at, "shipped_by_id": desk.actor.id}
            save_edit(doing, "slip", slip_id, after, action="ship", kind="slip", reason=reason.strip())
            left.slip_ids.append(slip_id)
            follow_slip(doing, slip_id)
            left.order_ids += _ship_orders(doing, slip)
        left.forgotten = mark_forgotten(doing, left.order_ids)
        settle_replacements(doing, left.order_ids)
    return left


def ship_scanned(desk: Desk, *, code: str, reason: str = "") -> tuple[PackSlip, Leaving]:
    """One parcel whose waybill or slip was scanned as the courier takes it. Raises UnknownCode too."""
    need(desk, Right.SHIP)
    slip = find_pack_slip(desk, code)
    left = ship_slips(desk, [slip.id], reason=reason)
    return get_pack_slip(desk.database, slip.id), left


def ship_carrier(desk: Desk, *, carrier: str) -> Leaving:
    """Everything packed that waits for this carrier and may leave; what is held or has no waybill stays behind. Raises
    NothingWaits."""
    need(desk, Right.SHIP)
    ids = list_waiting_ids(desk.database, carrier=carrier)
    if not ids:
        raise NothingWaits(carrier=carrier or "?")
    return ship_slips(desk, ids, skip_refused=True)


def unship_slips(desk: Desk, *, slip_ids: Sequence[int], reason: str) -> int:
    """Take back that parcels left, on the same day only; returns how many. Needs a reason; a flag that turned yellow
    meanwhile stays so. Raises NotShipped, LeftBefore."""
    if not reason.strip():
        raise ReasonMissing()
    with work(desk, Right.SHIP, Changed.SLIPS, Changed.ORDERS) as doing:
        for slip_id in slip_ids:
            slip = get_pack_slip(desk.database, slip_id)
            _check_today(doing, slip)
            after = {"shipped_at": None, "shipped_by_id": None}
            save_edit(doing, "slip", slip_id, after, action="unship", kind="slip", reason=reason.strip())
            unfollow_slip(doing, slip.waybill)
            stage = Stage.PRINTED if slip.packed_at is None else Stage.PACKED
            lower_orders(doing, [order.id for order in slip.orders], stage, reason.strip())
    return len(slip_ids)


def _check(desk: Desk, slip: PackSlip, reason: str) -> None:
    if slip.cancelled_at is not None:
        raise SlipCancelled(number=slip.number, when=desk.shown(slip.cancelled_at), reason=slip.cancel_reason or "-")
    if slip.shipped_at is not None:
        raise AlreadyShipped(number=slip.number, person=slip.shipped_by, when=desk.shown(slip.shipped_at))
    check_orders_open(slip.orders)
    check_goods(desk, slip.id)
    if not slip.waybill:
        raise NoWaybill(number=slip.number)
    check_refunds(desk, slip, reason)
    if slip.packed_at is None and get_setting(desk.database, PACK_CHECK):
        if not reason:
            raise NotChecked(number=slip.number)
        need(desk, Right.OVERRULE)


def _ship_orders(doing: Work, slip: PackSlip) -> list[int]:
    return move_orders(doing, [order.id for order in slip.orders], Stage.SHIPPED, "shipped_at")


def _check_today(doing: Work, slip: PackSlip) -> None:
    if slip.shipped_at is None:
        raise NotShipped(number=slip.number)
    zone = get_setting(doing.desk.database, ZONE)
    if to_local(slip.shipped_at, zone).date() != to_local(doing.at, zone).date():
        raise LeftBefore(number=slip.number, when=doing.desk.shown(slip.shipped_at))
