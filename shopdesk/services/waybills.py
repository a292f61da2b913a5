"""Giving slips their waybills: scanned, typed, pasted, from a file or from a number range (SHP-02)."""

from collections.abc import Sequence
from pathlib import Path

from shopdesk.db.search import index_again
from shopdesk.db.trail import Entry
from shopdesk.db.upsert import execute_many
from shopdesk.domain.merging import Difference
from shopdesk.domain.permissions import Right
from shopdesk.errors import N_, Refused
from shopdesk.importing.waybill_files import WaybillRow, read_waybill_file
from shopdesk.queries.orders import get_order_ids
from shopdesk.queries.slips import (
    SlipAmbiguous,
    SlipNotFound,
    SlipRow,
    fetch_slips,
    get_slip,
    list_open_slip_ids,
    list_slips,
)
from shopdesk.queries.waves import get_wave
from shopdesk.services.clashes import differing_clash
from shopdesk.services.desk import Changed, Desk, Work, need, work
from shopdesk.services.slip_writer import follow_orders
from shopdesk.services.waybill_checks import (
    Given,
    LeftAlready,
    WaybillConflicts,
    Wish,
    check_reason,
    check_waybills,
)

_KINDS = (Changed.SLIPS, Changed.ORDERS)
_PARCEL = (
    "INSERT INTO parcel (order_id, carrier, waybill, slip_id) "
    "SELECT DISTINCT order_id, ?, ?, slip_id FROM slip_item WHERE slip_id = ? "
    "ON CONFLICT (order_id, waybill) DO UPDATE SET slip_id = excluded.slip_id, carrier = excluded.carrier, "
    "version = parcel.version + 1"
)


class TooManyWaybills(Refused):
    template = N_("{n} waybills were given, but only {slips} slips wait for one. Nothing was changed.")


class NoneWaiting(Refused):
    template = N_("No slip of wave {wave} waits for a waybill.")


class NoWaybillThere(Refused):
    template = N_("Order {order_no} has no waybill to take off.")


def give_waybill(desk: Desk, *, slip_id: int, waybill: str, reason: str = "", shown: str | None = None) -> str:
    """Give one slip its number and return it folded. A slip that has another needs a `reason`; the old number stays in
    the trail and is free again. `shown` is the number it had on the screen: Clash where somebody gave it another since.

    Raises WaybillMissing, WaybillUnreadable, OtherCarriers, WaybillTaken, HasWaybill, SlipStopped, OrderRefunded,
    LeftAlready.
    """
    with work(desk, Right.WAYBILL, *_KINDS) as doing:
        follow_orders(doing)
        slip = get_slip(desk.database, slip_id)
        _check_shown(desk, slip, shown, waybill)
        given, conflicts = check_waybills(desk.database, [Wish(slip, waybill)], reason=reason)
        if conflicts:
            raise conflicts[0].why
        write_waybills(doing, given, reason=reason.strip())
    return given[0].waybill if given else slip.waybill


def give_waybills(desk: Desk, *, wave_id: int, waybills: Sequence[str], carrier: str = "") -> int:
    """Give a wave's waiting slips (of one carrier) these numbers in print order: all or none; returns how many.

    Blank lines are left out. Raises WaybillConflicts, which names every line that is wrong, TooManyWaybills and
    NoneWaiting.
    """
    with work(desk, Right.WAYBILL, *_KINDS) as doing:
        follow_orders(doing)
        lines = [(place, text) for place, text in enumerate(waybills, 1) if text.strip()]
        slips = waiting_slips(desk, wave_id, carrier)
        if len(lines) > len(slips):
            raise TooManyWaybills(n=len(lines), slips=len(slips))
        return _give(doing, [Wish(slip, text, place) for slip, (place, text) in zip(slips, lines, strict=False)])


def give_waybills_by_order(desk: Desk, *, rows: Sequence[WaybillRow], wave_id: int | None = None) -> int:
    """Give the slips of the named orders their waybills: all or none; returns how many were new.

    `wave_id`: only that wave's slips. Raises WaybillConflicts, OrderNotFound, SlipNotFound, SlipAmbiguous.
    """
    with work(desk, Right.WAYBILL, *_KINDS) as doing:
        follow_orders(doing)
        ids = get_order_ids(desk.database, [row.order_no for row in rows])
        slips = _slips_of(desk, ids, wave_id)
        wishes: dict[int, Wish] = {}
        for order_id, row in zip(ids, rows, strict=True):
            if order_id not in slips:
                raise SlipNotFound(code=row.order_no)
            wish = Wish(slips[order_id], row.waybill, row.row)
            before = wishes.setdefault(wish.slip.id, wish)
            if before.text != wish.text:  # two numbers for one parcel: both are checked, and told
                wishes[-row.row] = wish
        return _give(doing, list(wishes.values()))


def give_file(desk: Desk, *, wave_id: int, file: Path, carrier: str = "") -> int:
    """Give a wave's slips the waybills of a file: by its order numbers where it names them, else in print order.

    Raises BadInput and what `give_waybills` and `give_waybills_by_order` raise.
    """
    need(desk, Right.WAYBILL)
    rows = read_waybill_file(file)
    if any(row.order_no for row in rows):
        return give_waybills_by_order(desk, rows=rows, wave_id=wave_id)
    return give_waybills(desk, wave_id=wave_id, waybills=[row.waybill for row in rows], carrier=carrier)


def remove_waybill(desk: Desk, *, slip_id: int, reason: str, shown: str | None = None) -> None:
    """Take a slip's number off it, which is free again. Needs a reason. `shown` as for `give_waybill`. Raises
    NoWaybillThere, LeftAlready, Clash."""
    check_reason(reason)
    with work(desk, Right.WAYBILL, *_KINDS) as doing:
        slip = get_slip(desk.database, slip_id)
        if not slip.waybill:
            raise NoWaybillThere(order_no=slip.order_no)
        _check_shown(desk, slip, shown, "")
        if slip.shipped_at is not None:
            raise LeftAlready(order_no=slip.order_no, waybill=slip.waybill)
        write_waybills(doing, [Given(slip, "", slip.waybill)], reason=reason.strip())


def waiting_slips(desk: Desk, wave_id: int, carrier: str = "") -> list[SlipRow]:
    """The slips of a wave that wait for a number, in print order; `carrier`: whose name has this in it.

    Raises WaveNotFound, NoneWaiting.
    """
    get_wave(desk.database, wave_id)
    found = [slip for slip in list_slips(desk.database, wave_id=wave_id, waiting=True) if carrier in slip.carrier]
    if not found:
        raise NoneWaiting(wave=wave_id)
    return found


def write_waybills(doing: Work, given: Sequence[Given], *, reason: str = "", range_id: int | None = None) -> None:
    """Put numbers that were checked onto slips, their parcels and into the search."""
    database, person = doing.desk.database, doing.desk.actor.id
    execute_many(
        database,
        "UPDATE slip SET waybill = ?, waybill_at = ?, waybill_by_id = ?, waybill_range_id = ?, version = version + 1 "
        "WHERE id = ?",
        [(one.waybill, doing.at if one.waybill else None, person, range_id, one.slip.id) for one in given],
    )
    replaced = [(one.slip.id, one.before) for one in given if one.before]
    execute_many(database, "DELETE FROM parcel WHERE slip_id = ? AND waybill = ? AND import_id = 0", replaced)
    execute_many(database, "UPDATE parcel SET slip_id = NULL WHERE slip_id = ? AND waybill = ?", replaced)
    execute_many(database, _PARCEL, [(one.slip.carrier, one.waybill, one.slip.id) for one in given if one.waybill])
    orders = [(order.id, one) for one in given for order in one.slip.orders]
    index_again(database, [order_id for order_id, _one in orders])
    entries = [
        Entry(order_id, {"waybill": one.before}, {"waybill": one.waybill, "carrier": one.slip.carrier})
        for order_id, one in orders
    ]
    doing.note_all("waybill", "order", entries, reason=reason)


def _check_shown(desk: Desk, slip: SlipRow, shown: str | None, wanted: str) -> None:
    """Nobody's number is replaced unseen."""
    if shown is not None and slip.waybill not in (shown, wanted.strip()):
        values = ({"waybill": value} for value in (shown, slip.waybill, wanted.strip()))
        raise differing_clash(desk, "order", slip.orders[0].id, None, [Difference(("waybill",), *values)])


def _give(doing: Work, wishes: Sequence[Wish]) -> int:
    given, conflicts = check_waybills(doing.desk.database, wishes)
    if conflicts:
        raise WaybillConflicts(conflicts)
    write_waybills(doing, given)
    return len(given)


def _slips_of(desk: Desk, order_ids: Sequence[int], wave_id: int | None) -> dict[int, SlipRow]:
    """The one slip of each order, in that wave where one is named; raises SlipAmbiguous for a split one."""
    ids = list_open_slip_ids(desk.database, order_ids)
    slips = {slip.id: slip for slip in fetch_slips(desk.database, sorted({i for some in ids.values() for i in some}))}
    found = {}
    for order_id, slip_ids in ids.items():
        here = [slips[i] for i in slip_ids if wave_id is None or slips[i].wave_id == wave_id]
        if len(here) > 1:
            raise SlipAmbiguous(code=here[0].order_no, slips=", ".join(slip.code for slip in here))
        if here:
            found[order_id] = here[0]
    return found
