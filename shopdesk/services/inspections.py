"""Received goods: inspected by one person, approved into stock by another (RET-09, RET-12)."""

from collections.abc import Iterable
from typing import Any

from shopdesk.domain.intake import BoxState, Condition, Destination
from shopdesk.domain.manual_orders import MOST_PIECES
from shopdesk.domain.permissions import Right
from shopdesk.errors import N_, BadInput, Refused
from shopdesk.queries.inspections import InspectionRow, get_inspection
from shopdesk.queries.people import is_one_person_shop
from shopdesk.services.case_steps import note_approved, note_inspected
from shopdesk.services.clashes import strict_clash
from shopdesk.services.damage_list import enter_damage, follow_repair
from shopdesk.services.desk import Changed, Desk, Work, work
from shopdesk.services.edits import save_edit
from shopdesk.services.repairs import enter_repair


class BoxNotRegistered(Refused):
    template = N_("{item} can't be inspected yet: box {number} of {day} is not registered. Register it first.")


class InspectedAlready(Refused):
    template = N_("{person} inspected {item} already ({when}): {good} good, {faulty} faulty.")


class GoodsApproved(Refused):
    template = N_("{person} approved {item} already ({when}). Nothing was changed.")


class OddCount(BadInput):
    template = N_("{item} can't be counted as {good} good and {faulty} faulty pieces. Count again.")


class CountDiffers(Refused):
    template = N_(
        "{quantity} of {item} were registered, and {counted} are counted. Say in a note what happened to the others."
    )


class NotWhatWasSent(Refused):
    template = N_(
        "{item} is not what was sent, so it can't go into stock. Send it back to the buyer, or list the damage."
    )


class NeverLeft(Refused):
    template = N_(
        "{pieces} of {item} can't go into stock: {shipped} of order {order_no} left the shop, and {before} came back "
        "before. Nothing enters stock that never left."
    )


class NoLine(Refused):
    template = N_(
        "{item} can't go into stock: nobody said which order's line it is. Say so in box {number} of {day} first, or "
        "let it go elsewhere."
    )


class NotInspected(Refused):
    template = N_("{item} was not inspected yet. Let somebody inspect it first.")


class InspectedByYou(Refused):
    template = N_("You inspected {item} yourself ({when}). Let somebody else approve it.")


def inspect_item(
    desk: Desk,
    *,
    item_id: int,
    good: int,
    faulty: int = 0,
    goes_to: Destination = Destination.STOCK,
    faulty_to: Destination = Destination.DAMAGE,
    note: str = "",
    version: int | None = None,
) -> None:
    """Say how many pieces of an item are good and faulty, and where they go. Once all that came back for a case is
    inspected, the case moves on. Whoever inspects what another has inspected hands in the `version` that was seen.

    Raises BoxNotRegistered, InspectedAlready, GoodsApproved, OddCount, CountDiffers, NotWhatWasSent, NoLine, NeverLeft,
    Clash.
    """
    with work(desk, Right.INTAKE, Changed.BOXES, Changed.CASES) as doing:
        row = get_inspection(desk.database, item_id=item_id)
        _check_turn(desk, row, version)
        _check_count(row, good, faulty, note)
        after = {
            "good": good, "faulty": faulty, "goes_to": goes_to.value if good else "",
            "faulty_to": faulty_to.value if faulty else "", "inspected_by_id": desk.actor.id, "inspected_at": doing.at,
        }  # fmt: skip
        if faulty and note.strip() and not row.fault:
            after["fault"] = note.strip()
        save_edit(doing, "box_item", item_id, after, action="inspect", kind="box_item", reason=note.strip())
        _check_stock(get_inspection(desk.database, item_id=item_id))
        if row.case_id is not None:
            note_inspected(doing, row.case_id)


def approve_items(desk: Desk, *, item_ids: Iterable[int]) -> int:
    """Take inspected items into stock, repair or damage, or let them go back to the buyer; returns how many pieces.
    Never by who inspected them, except where only one person works (RET-09, TEAM-01). All of them or none.

    Raises NotInspected, GoodsApproved, InspectedByYou, NotWhatWasSent, NoLine, NeverLeft.
    """
    with work(desk, Right.STOCK_IN, Changed.BOXES, Changed.CASES) as doing:
        pieces, cases = 0, dict[int, None]()
        for item_id in dict.fromkeys(item_ids):
            row = get_inspection(desk.database, item_id=item_id)
            _approve(doing, row)
            pieces += row.good + row.faulty
            if row.case_id is not None:
                cases[row.case_id] = None
        for case_id in cases:
            note_approved(doing, case_id)
    return pieces


def _approve(doing: Work, row: InspectionRow) -> None:
    desk = doing.desk
    if row.approved_at is not None:
        raise _approved(desk, row)
    if row.inspected_at is None or row.box_state is not BoxState.REGISTERED:
        raise NotInspected(item=row.name)
    if row.inspected_by_id == desk.actor.id and not is_one_person_shop(desk.database):
        raise InspectedByYou(item=row.name, when=desk.shown(row.inspected_at))
    _check_stock(row)
    after = {"approved_by_id": desk.actor.id, "approved_at": doing.at}
    save_edit(doing, "box_item", row.id, after, action="approve goods", kind="box_item")
    repair_id = enter_repair(doing, item_id=row.id)
    if repair_id is not None and Destination.REPAIR in (to for _pieces, to in row.parts):
        follow_repair(doing, repair_id)
    enter_damage(doing, item_id=row.id)
    if row.order_id is not None:
        told: dict[str, Any] = {"item": row.name, "good": row.good, "faulty": row.faulty}
        told |= {name: to.value for name, to in (("goes_to", row.goes_to), ("faulty_to", row.faulty_to)) if to}
        doing.note("approve goods", "order", row.order_id, after=told)


def _check_turn(desk: Desk, row: InspectionRow, version: int | None) -> None:
    """Whether it is this person's turn to inspect."""
    if row.approved_at is not None:
        raise _approved(desk, row)
    if row.box_state is not BoxState.REGISTERED:
        raise BoxNotRegistered(item=row.name, number=row.number, day=row.day)
    if version is not None and version != row.version:
        raise strict_clash(desk, "box_item", row.id)
    if version is None and row.inspected_at is not None and row.inspected_by_id != desk.actor.id:
        when = desk.shown(row.inspected_at)
        raise InspectedAlready(person=row.inspected_by, item=row.name, when=when, good=row.good, faulty=row.faulty)


def _check_count(row: InspectionRow, good: int, faulty: int, note: str) -> None:
    if min(good, faulty) < 0 or good + faulty > MOST_PIECES:
        raise OddCount(item=row.name, good=good, faulty=faulty)
    expected = 0 if row.condition is Condition.EMPTY else row.quantity
    if good + faulty != expected and not note.strip():
        raise CountDiffers(item=row.name, quantity=expected, counted=good + faulty)


def _check_stock(row: InspectionRow) -> None:
    """Nothing enters stock that never left: with what came back before, no more pieces than were shipped."""
    to_stock = sum(pieces for pieces, to in row.parts if to is Destination.STOCK)
    if not to_stock:
        return
    if row.condition is Condition.WRONG:
        raise NotWhatWasSent(item=row.name)
    if not row.is_known:
        raise NoLine(item=row.name, number=row.number, day=row.day)
    if row.stays > row.can_stay:
        raise NeverLeft(
            pieces=to_stock, item=row.name, shipped=row.shipped, order_no=row.order_no, before=row.came_back
        )


def _approved(desk: Desk, row: InspectionRow) -> GoodsApproved:
    return GoodsApproved(person=row.approved_by, item=row.name, when=desk.shown(row.approved_at))
