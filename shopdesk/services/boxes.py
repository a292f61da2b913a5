"""Boxes that came back: numbered, written down, registered, struck out (RET-01, RET-02, RET-14).

What is in them is written down in `box_items`, whose they are in `box_matches`.
"""

from collections.abc import Mapping
from typing import Any

from shopdesk.clock import to_local
from shopdesk.db.database import add_row, rows_of
from shopdesk.domain.box_scans import ScanKind, is_waybill
from shopdesk.domain.intake import BoxState, Condition
from shopdesk.domain.money import Money
from shopdesk.domain.permissions import Right
from shopdesk.domain.properties import Properties, write_properties
from shopdesk.domain.waybills import fold_waybill
from shopdesk.errors import N_, Refused
from shopdesk.queries.box_scans import Scan, read_scan
from shopdesk.queries.boxes import BoxItemRow, BoxNotFound, BoxRow, get_box
from shopdesk.queries.shop_settings import get_setting
from shopdesk.services.box_checks import (
    OddCode,
    RepairLabel,
    box_here,
    check_free,
    get_changeable,
    get_opened,
    registered_already,
    write_box,
)
from shopdesk.services.box_items import enter_looks
from shopdesk.services.box_matches import NotMatched, take_scan
from shopdesk.services.case_arrivals import CameBack, take_in
from shopdesk.services.clashes import merge_change
from shopdesk.services.desk import Changed, Desk, Work, work
from shopdesk.services.edits import Base, ReasonMissing, checked_amount, save_edit
from shopdesk.services.intake_days import check_day_open
from shopdesk.services.interceptions import note_return
from shopdesk.services.repairs import enter_repair
from shopdesk.settings import ZONE


class NothingListed(Refused):
    template = N_("Nothing is written down for box {box}. Add what is in it, or that it is empty.")


class NotLookedAt(Refused):
    template = N_("{items}: say in what condition it is, or take it out. It was filled in from the order.")


_TEXTS = ("carrier", "sender_name", "sender_phone", "sender_region", "sender_address", "buyer_name", "note")
_AMOUNTS = ("postage", "cash")
_FIELDS = ("waybill", *_TEXTS, *_AMOUNTS)


def box_base(row: BoxRow) -> Base:
    """What a form about a box begins with."""
    return Base(row.version, {name: getattr(row, name) for name in _FIELDS})


def open_box(desk: Desk, *, scan: str = "", carrier: str = "", shop_id: int | None = None) -> int:
    """Open a box: it gets the day's next number (RET-01); returns its id. What the scanned code proves is filled in at
    once: order, lines and the buyer's wish (RET-14). A code that names an order which was not imported is noted.

    Raises BoxHere where a box with this waybill was opened before, OddCode, RepairLabel, BoxNotFound for a label of no
    box, DayClosed.
    """
    with work(desk, Right.INTAKE, Changed.BOXES) as doing:
        found = read_scan(desk.database, scan, carrier=carrier.strip())
        if found.box_id is not None:
            raise box_here(desk, found.box_id)
        if found.kind is ScanKind.LABEL:
            raise BoxNotFound(number=found.text)
        if found.kind is ScanKind.REPAIR:
            raise RepairLabel(code=found.text)
        if found.kind in (ScanKind.OTHER, ScanKind.GOODS):
            raise OddCode(code=found.text)
        box_id = _number(doing, found, carrier.strip(), shop_id)
        take_scan(doing, get_box(desk.database, box_id).row, found)
    return box_id


def _number(doing: Work, scan: Scan, carrier: str, shop_id: int | None) -> int:
    """A new box under the day's next number. Who writes is alone, so that none is given twice or left out."""
    database = doing.desk.database
    day = to_local(doing.at, get_setting(database, ZONE)).date().isoformat()
    check_day_open(doing, day)
    number = rows_of(database, "SELECT coalesce(max(number), 0) + 1 FROM box WHERE day = ?", (day,))[0][0]
    values = (day, number, BoxState.OPENED.value, shop_id or scan.shop_id, carrier or scan.carrier, scan.waybill)
    box_id = add_row(
        database,
        "INSERT INTO box (day, number, state, shop_id, carrier, waybill, person_id, at) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (*values, doing.desk.actor.id, doing.at),
    )
    told = {"day": day, "number": number, "carrier": carrier or scan.carrier, "waybill": scan.waybill}
    doing.note("open", "box", box_id, after={name: value for name, value in told.items() if value})
    return box_id


def fill_box(desk: Desk, *, box_id: int, values: Mapping[str, Any], base: Base) -> bool:
    """Change carrier, waybill, sender_name, sender_phone, sender_region, sender_address, buyer_name, postage, cash or
    note; only what differs from `base` (`box_base`) is written. False where nothing did. What a new waybill proves is
    filled in as if it had been scanned.

    Raises Clash, BoxHere, OddCode, AmountBelowZero, BoxStruckOut, BoxGivenUp, DayClosed.
    """
    with work(desk, Right.INTAKE, Changed.BOXES) as doing:
        row = get_changeable(doing, box_id)
        now = box_base(get_box(desk.seen, box_id).row).values
        write = merge_change(doing, "box", box_id, base, now=now, mine=_read(values, row), version=row.version)
        if not write:
            return False
        if write.keys() & set(_AMOUNTS):
            get_changeable(doing, box_id, is_money=True)
        scan = _new_waybill(doing, row, write)
        save_edit(doing, "box", box_id, write, action="fill", kind="box")
        if scan is not None and row.order_id is None and row.state is BoxState.OPENED:
            take_scan(doing, get_box(desk.database, box_id).row, scan)
    return True


def _read(values: Mapping[str, Any], row: BoxRow) -> dict[str, Any]:
    """What was typed, as it is kept."""
    mine: dict[str, Any] = {name: str(values[name]).strip() for name in _TEXTS if name in values}
    for name in _AMOUNTS:
        if name in values:
            mine[name] = checked_amount(Money(int(values[name])))
    if "waybill" in values:
        mine["waybill"] = fold_waybill(str(values["waybill"]), mine.get("carrier", row.carrier))
    return mine


def _new_waybill(doing: Work, row: BoxRow, write: Mapping[str, Any]) -> Scan | None:
    """What a waybill means that was typed in; None where none was. Raises BoxHere, OddCode."""
    waybill = write.get("waybill", "")
    if not waybill:
        return None
    if not is_waybill(waybill):
        raise OddCode(code=waybill)
    scan = read_scan(doing.desk.database, waybill, carrier=write.get("carrier", row.carrier))
    if scan.box_id not in (None, row.id):
        raise box_here(doing.desk, scan.box_id or 0)
    return scan


def register_box(desk: Desk, *, box_id: int, all_there: bool = False) -> tuple[int, ...]:
    """Everything in it is written down: each item's wish opens or joins a case; returns these cases' ids (RET-02).
    `all_there`: what was filled in from the order is really in it, as new.

    Raises NotMatched, NothingListed, NotLookedAt, RegisteredAlready, AmongUnclaimed, BoxStruckOut, BoxGivenUp,
    DayClosed.
    """
    with work(desk, Right.INTAKE, Changed.BOXES, Changed.CASES, Changed.ORDERS) as doing:
        get_opened(doing, box_id)
        box = get_box(desk.database, box_id)
        if not box.items:
            raise NothingListed(box=box.row.name)
        if all_there:
            enter_looks(doing, box_id, Condition.GOOD)
        return enter_registration(doing, box_id)


def enter_registration(doing: Work, box_id: int) -> tuple[int, ...]:
    """Register a box as part of a larger work (a claim): () where nothing is in it.

    Raises RegisteredAlready, NotMatched, NotLookedAt.
    """
    doing.kinds |= {Changed.BOXES, Changed.CASES, Changed.ORDERS}
    box = get_box(doing.desk.database, box_id)
    row = box.row
    if row.state is BoxState.REGISTERED:
        raise registered_already(doing.desk, row)
    if row.order_id is None and (not box.items or any(item.order_id is None for item in box.items)):
        raise NotMatched(box=row.name)
    unseen = [item.name for item in box.items if item.condition is None]
    if unseen:
        raise NotLookedAt(items=", ".join(unseen))
    write_box(doing, box_id, {"state": BoxState.REGISTERED.value, "registered_at": doing.at})
    note_return(doing, row.waybill, box=row.name)
    cases = [take_in(doing, box_id=box_id, item=_came_back(doing, item)) for item in box.items if item.case_id is None]
    for item in box.items:
        enter_repair(doing, item_id=item.id)
    case_ids = tuple(dict.fromkeys(cases))
    doing.note("register", "box", box_id, after={"pieces": row.pieces, "cases": list(case_ids)})
    for order_id in dict.fromkeys(item.order_id for item in box.items if item.order_id is not None):
        doing.note("box registered", "order", order_id, after={"box": row.name})
    return case_ids


def _came_back(doing: Work, item: BoxItemRow) -> CameBack:
    """An item as a case takes it."""
    properties = write_properties("", Properties(item.style, item.colour, item.size))
    if item.line_id is not None:
        sql = "SELECT properties FROM order_line WHERE id = ?"
        properties = rows_of(doing.desk.database, sql, (item.line_id,))[0][0]
    return CameBack(
        item.id, item.order_id or 0, item.wish, item.wish_to, item.line_id, item.title, item.sku, properties,
        item.quantity,
    )  # fmt: skip


def void_box(desk: Desk, *, box_id: int, reason: str) -> None:
    """Strike out a box whose number was given by mistake; it stays in the register. Needs a reason.

    Raises ReasonMissing, RegisteredAlready, ItemInCase, BoxStruckOut, BoxGivenUp, DayClosed.
    """
    if not reason.strip():
        raise ReasonMissing()
    with work(desk, Right.INTAKE, Changed.BOXES) as doing:
        row = get_changeable(doing, box_id, is_money=True)
        if row.state is BoxState.REGISTERED:
            raise registered_already(desk, row)
        for item in get_box(desk.database, box_id).items:
            check_free(item)
        after = {"state": BoxState.VOID.value, "reason": reason.strip()}
        write_box(doing, box_id, after)
        doing.note("strike out", "box", box_id, before={"waybill": row.waybill}, reason=reason.strip())
