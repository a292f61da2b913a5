"""Parcels that are closed: weighed, done, opened again (SHP-04)."""

from dataclasses import dataclass

from shopdesk.domain.parcel_weights import Tolerance, expected_weight, piece_weight
from shopdesk.domain.permissions import Right
from shopdesk.domain.statuses import Stage
from shopdesk.queries.packing import PackSlip, get_pack_slip
from shopdesk.queries.shop_settings import get_setting
from shopdesk.services.desk import Changed, Desk, Work, work
from shopdesk.services.edits import ReasonMissing, save_edit
from shopdesk.services.owed_items import strike_off
from shopdesk.services.packing_stops import (
    AlreadyShipped,
    NotComplete,
    NotPacked,
    WeightMissing,
    WeightOff,
    on_the_table,
    wanted,
)
from shopdesk.services.parcels import lower_orders, move_orders
from shopdesk.settings import PACK_WEIGHING, PACKAGING_GRAMS, WEIGHT_TOLERANCE_GRAMS, WEIGHT_TOLERANCE_PERCENT


@dataclass(frozen=True, slots=True)
class Packed:
    """A parcel that is ready to leave."""

    slip: PackSlip
    expected: int | None
    """Grams it should weigh; None while a piece's weight is unknown."""
    weighed_piece: int | None = None
    """Grams a piece, learned from a parcel that holds only pieces of one article of unknown weight."""
    struck: int = 0
    """How many owed items went along."""


def finish_slip(
    desk: Desk, *, slip_id: int, weight: int | None = None, reason: str = "", version: int | None = None
) -> Packed:
    """The parcel is closed: everything is in it. `weight` in grams, off the expected one only with a `reason`.

    What was owed and travels in it is struck off, its change notes are done, its orders are packed once all their
    parcels are. Raises NotComplete, WeightMissing, WeightOff, SlipChanged, and what stops a parcel.
    """
    with work(desk, Right.PACK, Changed.SLIPS, Changed.ORDERS) as doing:
        slip = on_the_table(doing, slip_id, version)
        if not slip.is_complete:
            raise NotComplete(number=slip.number, wanted=wanted(slip))
        expected = get_expected_weight(desk, slip)
        _check_weight(desk, slip, weight, expected, reason.strip())
        after = {"packed_at": doing.at, "packed_by_id": desk.actor.id, "weight": weight}
        save_edit(doing, "slip", slip.id, after, action="pack", kind="slip", reason=reason.strip())
        packed_ids = move_orders(doing, [order.id for order in slip.orders], Stage.PACKED, "packed_at")
        struck = strike_off(doing, slip.id)
        _end_change_notes(doing, packed_ids)
    done = get_pack_slip(desk.database, slip_id)
    return Packed(done, expected, _weighed_piece(desk, slip, weight), len(struck))


def unpack_slip(desk: Desk, *, slip_id: int, reason: str) -> PackSlip:
    """Open a packed parcel again; its pieces are counted anew. Needs a reason; raises NotPacked, AlreadyShipped."""
    if not reason.strip():
        raise ReasonMissing()
    with work(desk, Right.PACK, Changed.SLIPS, Changed.ORDERS, Changed.CARE) as doing:
        slip = get_pack_slip(desk.database, slip_id)
        if slip.shipped_at is not None:
            raise AlreadyShipped(number=slip.number, person=slip.shipped_by, when=desk.shown(slip.shipped_at))
        if slip.packed_at is None:
            raise NotPacked(number=slip.number)
        after = {"packed_at": None, "packed_by_id": None, "weight": None}
        save_edit(doing, "slip", slip.id, after, action="unpack", kind="slip", reason=reason.strip())
        desk.database.execute_sql("UPDATE slip_item SET packed = 0 WHERE slip_id = ?", (slip.id,))
        _owe_again(doing, slip)
        lower_orders(doing, [order.id for order in slip.orders], Stage.PRINTED, reason.strip())
    return get_pack_slip(desk.database, slip_id)


def keep_piece_weight(desk: Desk, *, slip_id: int) -> int | None:
    """Keep what a packed parcel says about the weight of its only article; returns grams a piece, None where it says
    nothing."""
    with work(desk, Right.PRODUCTS, Changed.PRODUCTS) as doing:
        slip = get_pack_slip(desk.database, slip_id)
        grams = _weighed_piece(desk, slip, slip.weight)
        if grams is not None and slip.items[0].variant_id is not None:
            after = {"weight": grams}
            save_edit(doing, "variant", slip.items[0].variant_id, after, action="weigh", kind="variant")
    return grams


def get_expected_weight(desk: Desk, slip: PackSlip) -> int | None:
    """Grams that the parcel should weigh; None while the weight of a piece is unknown."""
    pieces = [(item.weight, item.quantity) for item in slip.items]
    return expected_weight(pieces, get_setting(desk.database, PACKAGING_GRAMS))


def _check_weight(desk: Desk, slip: PackSlip, weight: int | None, expected: int | None, reason: str) -> None:
    database = desk.database
    if weight is None:
        if get_setting(database, PACK_WEIGHING) == "required":
            raise WeightMissing(number=slip.number)
        return
    tolerance = Tolerance(
        get_setting(database, WEIGHT_TOLERANCE_GRAMS), get_setting(database, WEIGHT_TOLERANCE_PERCENT)
    )
    if expected is not None and not tolerance.allows(expected, weight) and not reason:
        raise WeightOff(measured=weight, expected=expected)


def _weighed_piece(desk: Desk, slip: PackSlip, weight: int | None) -> int | None:
    if weight is None or len(slip.items) != 1 or slip.items[0].variant_id is None or slip.items[0].weight:
        return None
    return piece_weight(weight, get_setting(desk.database, PACKAGING_GRAMS), slip.items[0].quantity)


def _end_change_notes(doing: Work, order_ids: list[int]) -> None:
    """What the buyer changed is in the parcel now (ORD-14)."""
    for order_id in order_ids:
        sql = "SELECT id, changed_to FROM change_note WHERE order_id = ? AND done_at IS NULL"
        for note_id, changed_to in doing.desk.database.execute_sql(sql, (order_id,)).fetchall():
            after = {"done_at": doing.at, "done_by_id": doing.desk.actor.id}
            save_edit(doing, "change_note", note_id, after, action="change made", kind="change_note")
            doing.note("change made", "order", order_id, after={"changed_to": changed_to})
            doing.kinds.add(Changed.CARE)


def _owe_again(doing: Work, slip: PackSlip) -> None:
    """What packing struck off is out of the parcel again, and the changes are to be made anew."""
    database = doing.desk.database
    database.execute_sql(
        "UPDATE owed_item SET struck_at = NULL, struck_by_id = NULL, struck_reason = '', version = version + 1 "
        "WHERE slip_id = ? AND struck_at = ?",
        (slip.id, slip.packed_at),
    )
    for order in slip.orders:
        database.execute_sql(
            "UPDATE change_note SET done_at = NULL, done_by_id = NULL, version = version + 1 "
            "WHERE order_id = ? AND done_at = ?",
            (order.id, slip.packed_at),
        )
