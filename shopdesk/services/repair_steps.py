"""Repairs go on step by step, as the table in domain.repairs allows (REP-01, REP-03)."""

from collections.abc import Mapping
from typing import Any

from shopdesk.clock import Millis
from shopdesk.db.database import rows_of
from shopdesk.db.search import index_again
from shopdesk.domain.permissions import Right
from shopdesk.domain.repairs import (
    ENDS,
    HERE,
    RULES,
    STATES,
    Estimate,
    RepairDoubt,
    State,
    Step,
    after,
    doubt_about,
    steps_for,
)
from shopdesk.domain.waybills import fits, fold_waybill
from shopdesk.errors import N_, BadInput, Refused
from shopdesk.i18n import _
from shopdesk.queries.repairs import RepairRow, get_repair_row
from shopdesk.services.damage_list import follow_repair
from shopdesk.services.desk import Changed, Desk, Work, work
from shopdesk.services.edits import ReasonMissing, save_edit
from shopdesk.services.repair_cases import check_case, follow_case
from shopdesk.services.tracking import NotANumber
from shopdesk.services.tracking_rows import follow_parcel

KINDS = (Changed.REPAIRS, Changed.CASES, Changed.ORDERS)
"""What shows repairs: their page, their case, an order's panel."""
DEEDS: Mapping[str, str] = {
    "open": N_("Entered"),
    "edit": N_("Changed"),
    "estimate": N_("The buyer is asked about the cost"),
    "agree": N_("The buyer agreed to the cost"),
    "decline": N_("The buyer declined the cost"),
    "fee": N_("Repair fee"),
    "paid": N_("The buyer paid"),
    "told": N_("Buyer told"),
    "batch": N_("Into a batch"),
    "out of batch": N_("Out of the batch"),
}
"""What else a repair's history tells: no steps, the repair stays where it stands."""


class RepairStepNotPossible(Refused):
    template = N_(
        "Repair {number} stands at “{state}” since {when} ({person}), so “{step}” can't be done. What can: {steps}."
    )


class NotWithSupplier(Refused):
    template = N_("{item} (repair {number}) is not with the supplier: it came back {when}. Nothing was booked.")


class StepNeedsMore(Refused):
    template = N_("“{step}” of repair {number} needs more: {what}.")


class NotApprovedYet(Refused):
    template = N_(
        "{item} (repair {number}) came in box {box} and is not inspected and approved yet. Do that at the intake first."
    )


class RepairFeeUnpaid(Refused):
    template = N_(
        "The buyer has not paid the {fee} for repair {number} yet. Note how it was paid, or let a supervisor say that "
        "somebody else pays."
    )


class ReturnWaybillMissing(Refused):
    template = N_("Say by which waybill it goes back to the buyer.")


class WaybillOfAnother(Refused):
    template = N_("{waybill} carries order {order_no} of another buyer. Look at the label of this parcel again.")


class SignedBefore(Refused):
    template = N_(
        "{waybill} was signed for {when}, before repair {number} came. Scan the label of the parcel in which it goes."
    )


class OddRepairPieces(BadInput):
    template = N_("{quantity} pieces of {item} can't be mended: {bought} were bought, and {open} are being mended.")


class BuyerWaits(Refused):
    template = N_(
        "The buyer of repair {number} was asked whether mending it for {amount} is agreed. Wait for the answer."
    )


_ELSEWHERE: Mapping[Step, str] = {
    Step.DISPATCH: N_("it goes with its batch, whose carrier and waybill are noted"),
    Step.RETURN: N_("carrier and waybill of the parcel by which it goes"),
}
"""Steps that no button takes alone, and what they need."""


def take_step(desk: Desk, *, repair_id: int, step: Step, note: str = "", version: int | None = None) -> State:
    """Somebody takes a step; returns where the repair stands now. `version` is that of the repair as it was seen: who
    comes second is refused by name. The right is the step's own (domain.repairs.RULES). What is replaced or refunded
    goes on in its case, which is released for it.

    Raises RepairStepNotPossible, NotWithSupplier, StepNeedsMore (use `dispatch`, `return_to_buyer`), ReasonMissing,
    NotApprovedYet, OddRepairPieces, Clash, and NobodysRepair for what is nobody's."""
    rule = RULES[step]
    with work(desk, rule.right, *KINDS) as doing:
        row = get_repair_row(desk.database, repair_id)
        refuse_doubt(doing, row, step)
        if step in _ELSEWHERE:
            raise StepNeedsMore(step=_(rule.title).rstrip("…"), number=repair_id, what=_(_ELSEWHERE[step]))
        if rule.needs_note and not note.strip():
            raise ReasonMissing()
        return enter_step(doing, row, step, note.strip(), version=version)


def return_to_buyer(
    desk: Desk, *, repair_id: int, carrier: str, waybill: str, note: str = "", version: int | None = None
) -> State:
    """It goes back to the buyer by a parcel of its own (REP-01); its case is done by it. What was not checked as right
    needs a `note` that says why. Raises RepairStepNotPossible, ReasonMissing, ReturnWaybillMissing, NotANumber,
    WaybillOfAnother, SignedBefore, RepairFeeUnpaid, NotApprovedYet, Clash."""
    number = fold_waybill(waybill, carrier)
    with work(desk, Right.INTAKE, *KINDS) as doing:
        row = get_repair_row(desk.database, repair_id)
        refuse_doubt(doing, row, Step.RETURN)
        if not number:
            raise ReturnWaybillMissing()
        if not fits(number, ""):
            raise NotANumber(waybill=waybill.strip(), carrier=carrier.strip() or "?")
        if row.state is not State.CHECKED and not note.strip():
            raise ReasonMissing()
        if row.owed:
            raise RepairFeeUnpaid(number=repair_id, fee=row.owed.shown)
        _write_parcel(doing, row, carrier.strip(), number)
        if row.order_id is not None:
            follow_parcel(doing, waybill=number, carrier=carrier.strip(), order_id=row.order_id)
        more = {"carrier": carrier.strip(), "waybill": number}
        said = " ".join(filter(None, (carrier.strip(), number, note.strip())))
        return enter_step(doing, row, Step.RETURN, said, version=version, more=more)


def enter_step(
    doing: Work,
    row: RepairRow,
    step: Step,
    note: str = "",
    *,
    version: int | None = None,
    more: Mapping[str, Any] | None = None,
    batch_id: int | None = None,
) -> State:
    """Take a step as part of a larger work; returns where the repair stands then. Raises RepairStepNotPossible,
    NotWithSupplier, NotApprovedYet."""
    doing.kinds |= set(KINDS)
    refuse_doubt(doing, row, step)
    check_case(doing, row, step)
    if step in (Step.WAIT, Step.DISPATCH, Step.RETURN):
        _check_approved(row)
    if step is Step.REOPEN and row.box_item_id is None:
        check_pieces(doing, row.line_id, row.name, row.quantity)
    to = after(step, row.facts)
    values = {"state": to.value, **_moments(doing, row, step, note, to), **(more or {})}
    if not save_edit(doing, "repair", row.id, values, action=step.value, kind="repair", version=version, reason=note):
        doing.note(step.value, "repair", row.id, reason=note)  # it was done, though nothing is otherwise
    write_step(doing, row, step.value, note, to=to, batch_id=batch_id or row.batch_id)
    if row.order_id is not None and to is not row.state:
        told = {"repair": row.id, "item": row.name, "state": to.value}
        doing.note("repair", "order", row.order_id, after=told, reason=note)
    follow_case(doing, row, step, note)
    if step in (Step.COME_BACK, Step.REPLACE, Step.REFUND, Step.REOPEN):
        follow_repair(doing, row.id)
    return to


def write_step(
    doing: Work, row: RepairRow, step: str, note: str, *, to: State | None = None, batch_id: int | None = None
) -> None:
    """A line in a repair's history; `step` is a word of Step, or of DEEDS."""
    values = (row.id, step, row.state.value, (to or row.state).value, note, batch_id, doing.desk.actor.id, doing.at)
    doing.desk.database.execute_sql(
        "INSERT INTO repair_step (repair_id, step, came_from, went_to, note, batch_id, person_id, at) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        values,
    )


def refuse_doubt(doing: Work, row: RepairRow, step: Step) -> None:
    """Raises RepairStepNotPossible, NotWithSupplier where the table says no."""
    doubt = doubt_about(step, row.facts)
    if doubt is None:
        return
    if doubt is RepairDoubt.NOT_AWAY:
        raise NotWithSupplier(item=row.name, number=row.id, when=doing.desk.shown(row.back_at))
    raise not_possible(doing.desk, row, step)


def not_possible(desk: Desk, row: RepairRow, step: Step) -> RepairStepNotPossible:
    """The refusal that says where it stands, since when and by whom, and what can be done."""
    can = [_(RULES[each].title).rstrip("…") for each in steps_for(row.facts)]
    person, when = _last_step(desk, row.id)
    return RepairStepNotPossible(
        number=row.id, state=_(STATES[row.state]), when=when, person=person, step=_(RULES[step].title).rstrip("…"),
        steps=_(", ").join(can),
    )  # fmt: skip


def check_pieces(doing: Work, line_id: int | None, name: str, quantity: int, *, but: int = 0) -> None:
    """No more pieces of a line are mended at a time than were bought; `but`: besides this repair. Raises
    OddRepairPieces."""
    rows = rows_of(doing.desk.database, "SELECT quantity FROM order_line WHERE id = ?", (line_id,))
    marks = ", ".join("?" * len(ENDS))
    sums = rows_of(
        doing.desk.database,
        f"SELECT coalesce(sum(quantity), 0) FROM repair WHERE line_id = ? AND id <> ? AND state NOT IN ({marks})",
        (line_id, but, *(state.value for state in ENDS)),
    )
    bought, mended = (int(rows[0][0]) if rows else None), int(sums[0][0])
    if quantity < 1 or (bought is not None and quantity + mended > bought):
        shown = "?" if bought is None else bought
        raise OddRepairPieces(quantity=quantity, item=name or "?", bought=shown, open=mended)


def check_estimate(row: RepairRow) -> None:
    """What the buyer was asked about doesn't go to the factory before the answer. Raises BuyerWaits."""
    if row.estimate_state is Estimate.ASKED:
        raise BuyerWaits(number=row.id, amount=row.estimate.shown)


def _check_approved(row: RepairRow) -> None:
    if row.waits_for_approval:
        raise NotApprovedYet(item=row.name, number=row.id, box=row.box)


def _moments(doing: Work, row: RepairRow, step: Step, note: str, to: State) -> dict[str, Any]:
    """What else a step sets."""
    values: dict[str, Any] = {}
    if step is Step.LABEL:
        values["labelled_at"] = doing.at
    if step is Step.COME_BACK:
        values["back_at"] = doing.at
    if step is Step.CHECK:
        values |= {"checked_by_id": doing.desk.actor.id, "checked_at": doing.at, "check_note": note}
    if step in (Step.SEND_AGAIN, Step.REOPEN) and to in HERE:
        values |= {"batch_id": None, "due_at": None, "dispatched_at": None, "back_at": None}
    if step in (Step.SEND_AGAIN, Step.REOPEN):
        values |= {"checked_by_id": None, "checked_at": None, "check_note": "", "carrier": "", "waybill": ""}
    if to in ENDS and row.batch_id is not None and row.state in HERE:
        values["batch_id"] = None
    values["closed_at"] = _closed_at(row, to, doing.at)
    return values


def _closed_at(row: RepairRow, to: State, at: Millis) -> Millis | None:
    if to not in ENDS:
        return None
    return row.closed_at if to is row.state else at


def _write_parcel(doing: Work, row: RepairRow, carrier: str, waybill: str) -> None:
    """The parcel stands with its order, so that search finds it and a scan knows it."""
    database = doing.desk.database
    taken = rows_of(
        database,
        "SELECT o.order_no FROM parcel p JOIN orders o ON o.id = p.order_id WHERE p.waybill = ? "
        "AND coalesce(o.buyer_id, -o.id) <> coalesce(?, 0) AND o.id <> coalesce(?, 0) ORDER BY p.id LIMIT 1",
        (waybill, row.buyer_id, row.order_id),
    )
    if taken:
        raise WaybillOfAnother(waybill=waybill, order_no=taken[0][0])
    signed = rows_of(database, "SELECT signed_at FROM tracking WHERE waybill = ? AND signed_at < ?", (waybill, row.at))
    if signed:
        raise SignedBefore(waybill=waybill, when=doing.desk.shown(signed[0][0]), number=row.id)
    if row.order_id is None:
        return
    database.execute_sql(
        "INSERT INTO parcel (order_id, carrier, waybill) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
        (row.order_id, carrier, waybill),
    )
    index_again(database, [row.order_id])


def _last_step(desk: Desk, repair_id: int) -> tuple[str, str]:
    rows = rows_of(
        desk.database,
        "SELECT p.name AS name, t.at FROM repair_step t JOIN person p ON p.id = t.person_id WHERE t.repair_id = ? "
        "AND (t.came_from <> t.went_to OR t.step = 'open') ORDER BY t.id DESC LIMIT 1",
        (repair_id,),
    )
    return (rows[0][0], desk.shown(rows[0][1])) if rows else ("?", "–")
