"""What stops a packer: every refusal of the packing table, and the checks that lead to them (SHP-04)."""

from shopdesk.domain.permissions import Right
from shopdesk.errors import N_, NotFound, Refused
from shopdesk.i18n import _
from shopdesk.queries.packing import PackSlip, get_pack_slip
from shopdesk.services.desk import Desk, Work, need
from shopdesk.services.parcels import StopParcel, check_goods, check_orders_open

WANTED_AT_MOST = 4
"""Articles that a refusal names."""


class UnknownCode(NotFound):
    template = N_("{code} is no waybill, order number or slip here. Scan the slip of the parcel.")


class SlipCancelled(Refused):
    template = N_("Put the goods back: slip {number} was cancelled on {when} ({reason}).")


class AlreadyPacked(Refused):
    template = N_("Slip {number} was packed by {person} on {when}. To open the parcel again, choose Pack again.")


class AlreadyShipped(Refused):
    template = N_("Slip {number} left on {when} ({person}). Nothing was changed.")


class NotPrintedYet(Refused):
    template = N_("Slip {number} was never printed. Print it in its wave, then pack it.")


class BeingPacked(Refused):
    template = N_("{person} is packing slip {number}. Leave it to them, or take it over.")


class SlipChanged(Refused):
    template = N_("Slip {number} was changed at another place meanwhile. Scan it again.")


class WrongItem(Refused):
    template = N_("Wrong item: {scanned}. Wanted: {wanted}.")


class TooMany(Refused):
    template = N_("{item} is complete: {n} of {n} are in the parcel. Take this one out.")


class NotComplete(Refused):
    template = N_("Something is missing: {wanted}. Scan or tick it before finishing slip {number}.")


class OtherSlip(Refused):
    template = N_("This is another slip. Finish slip {number} first ({wanted}), or set it aside.")


class WeightMissing(Refused):
    template = N_("Weigh the parcel of slip {number} first.")


class WeightOff(Refused):
    template = N_("The parcel weighs {measured} g and should weigh {expected} g. Look inside, or say why it is right.")


class NotPacked(Refused):
    template = N_("Slip {number} is not packed, so there is nothing to open again.")


def wanted(slip: PackSlip) -> str:
    """What is still missing, in words."""
    missing = [item for item in slip.items if not item.is_done]
    named = [
        _("{item} ×{n}").format(item=item.name, n=item.quantity - item.packed) for item in missing[:WANTED_AT_MOST]
    ]
    rest = len(missing) - WANTED_AT_MOST
    return _(", ").join([*named, _("… and {n} more").format(n=rest)] if rest > 0 else named) or _(
        "nothing, it is complete"
    )


def on_the_table(doing: Work, slip_id: int, version: int | None) -> PackSlip:
    """The slip that this person is packing, as it stands; raises what stops it, BeingPacked and SlipChanged."""
    desk = doing.desk
    slip = get_pack_slip(desk.database, slip_id)
    check_state(desk, slip)
    check_orders_open(slip.orders)
    check_goods(desk, slip_id)
    if slip.packer_id not in (None, desk.actor.id):
        raise BeingPacked(person=slip.packer, number=slip.number)
    if version is not None and slip.version != version:
        raise SlipChanged(number=slip.number)
    return slip


def check_state(desk: Desk, slip: PackSlip) -> None:
    if slip.cancelled_at is not None:
        raise SlipCancelled(number=slip.number, when=desk.shown(slip.cancelled_at), reason=slip.cancel_reason or "-")
    if slip.shipped_at is not None:
        raise AlreadyShipped(number=slip.number, person=slip.shipped_by, when=desk.shown(slip.shipped_at))
    if slip.packed_at is not None:
        check_orders_open(slip.orders)  # a parcel to be stopped is to be opened for nothing else
        raise AlreadyPacked(number=slip.number, person=slip.packer, when=desk.shown(slip.packed_at))


def check_packable(desk: Desk, slip: PackSlip, reason: str) -> None:
    check_state(desk, slip)
    check_orders_open(slip.orders)
    check_goods(desk, slip.id)
    if slip.printed_at is None:
        raise NotPrintedYet(number=slip.number)
    check_refunds(desk, slip, reason)


def check_refunds(desk: Desk, slip: PackSlip, reason: str) -> None:
    """Raises StopParcel for an order whose money is asked back, unless somebody who may overrule says why not."""
    refunded = next((order for order in slip.orders if order.refund_state), None)
    if refunded is None:
        return
    if not reason:
        raise StopParcel(order_no=refunded.order_no, why=refunded.refund_state, refund=True)
    need(desk, Right.OVERRULE)
