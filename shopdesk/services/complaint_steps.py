"""Complaints go on step by step, as the table in domain.complaints allows; an appeal is written, approved by another
and sent in time (CMP-01, CMP-02)."""

from collections.abc import Mapping
from typing import Any

from shopdesk.db.database import rows_of
from shopdesk.domain.complaints import CLOSINGS, DEEDS, DONE, ENDED, RULES, STATES, Deed, State, Step, steps_for
from shopdesk.domain.money import ZERO, Money
from shopdesk.domain.permissions import Right
from shopdesk.errors import N_, BadInput, Refused
from shopdesk.i18n import _
from shopdesk.queries.complaints import ComplaintRow, get_complaint_row
from shopdesk.queries.people import list_others_who_may
from shopdesk.services.desk import Changed, Desk, Work, work
from shopdesk.services.edits import ReasonMissing, checked_amount, save_edit


class ComplaintStepNotPossible(Refused):
    template = N_(
        "Complaint {number} stands at “{state}” since {when} ({person}), so “{step}” can't be done. What can: {steps}."
    )


class ComplaintOver(Refused):
    template = N_("Complaint {number} is over ({state}, {person}, {when}). Open it again before it goes on.")


class ComplaintStepNeedsMore(Refused):
    template = N_("“{step}” of complaint {number} needs more: {what}.")


class AppealEmpty(BadInput):
    template = N_("Write the appeal first.")


class AppealWithoutEvidence(Refused):
    template = N_(
        "The appeal of complaint {number} has nothing to prove it. Add chat logs, photos or the carrier's record first."
    )


class OwnAppeal(Refused):
    template = N_("{person} wrote the appeal of complaint {number}, so somebody else approves it: {others}.")


class AppealTooLate(Refused):
    template = N_(
        "The appeal of complaint {number} had to be sent until {when}. If the platform gave more time, change the "
        "deadline; if not, close the complaint as lost."
    )


_ELSEWHERE: Mapping[Step, str] = {
    Step.DRAFT: N_("the text of the appeal"),
    **dict.fromkeys(CLOSINGS, N_("what came of it, and what it cost")),
}
"""Steps that no button takes alone, and what they need."""
_ANEW: Mapping[Step, tuple[str, ...]] = {
    Step.DRAFT: ("approved_by_id", "approved_at"),
    Step.SEND_BACK: ("approved_by_id", "approved_at"),
    Step.REOPEN: ("approved_by_id", "approved_at", "sent_at", "closed_by_id", "closed_at"),
}
"""What counts no more after a step: an appeal that is written anew has to be approved anew."""


def take_step(desk: Desk, *, complaint_id: int, step: Step, note: str = "", version: int | None = None) -> State:
    """Somebody takes a step that needs no more than a note: taken note, approved, back to its writer, sent, open
    again; returns where the complaint stands now. `version` is that of the complaint as it was seen: who comes second
    is refused by name. Raises ComplaintStepNotPossible, ComplaintStepNeedsMore (use `write_appeal`,
    `close_complaint`), ReasonMissing, AppealWithoutEvidence, OwnAppeal, AppealTooLate, Clash."""
    rule = RULES[step]
    with work(desk, rule.right, Changed.COMPLAINTS) as doing:
        row = get_complaint_row(desk.database, complaint_id)
        refuse_step(doing, row, step)
        if step in _ELSEWHERE:
            what = _(_ELSEWHERE[step])
            raise ComplaintStepNeedsMore(step=_(rule.title).rstrip("…"), number=complaint_id, what=what)
        if rule.needs_note and not note.strip():
            raise ReasonMissing()
        _check_appeal(doing, row, step)
        more: dict[str, Any] = {}
        if step is Step.APPROVE:
            more = {"approved_by_id": desk.actor.id, "approved_at": doing.at}
        elif step is Step.SEND:
            more = {"sent_at": doing.at}
        elif step is Step.REOPEN:
            more = {"result": "", "cost": 0}
        return _enter(doing, row, step, note.strip(), version=version, more=more)


def write_appeal(desk: Desk, *, complaint_id: int, text: str, version: int | None = None) -> None:
    """Write the appeal, or write it anew; it waits for approval then (CMP-02). What somebody else wrote is changed by
    who saw it: `version` is then the complaint's. Raises AppealEmpty, ComplaintStepNotPossible, Clash."""
    with work(desk, Right.SERVE, Changed.COMPLAINTS) as doing:
        if not text.strip():
            raise AppealEmpty()
        row = get_complaint_row(desk.database, complaint_id)
        refuse_step(doing, row, Step.DRAFT)
        more = {"appeal": text.strip(), "appeal_by_id": desk.actor.id, "appeal_at": doing.at}
        _enter(doing, row, Step.DRAFT, "", version=version, more=more)


def close_complaint(
    desk: Desk, *, complaint_id: int, step: Step, result: str, cost: Money = ZERO, version: int | None = None
) -> State:
    """The supervisor ends a complaint: `step` is one of domain.complaints.CLOSINGS, `result` what came of it, `cost`
    what the shop paid for it; returns where it stands. Nothing is to be said to its buyer any more. Raises
    ComplaintStepNotPossible, ComplaintStepNeedsMore (no such end), ReasonMissing, AmountBelowZero, Clash."""
    with work(desk, Right.OVERRULE, Changed.COMPLAINTS, Changed.CARE) as doing:
        row = get_complaint_row(desk.database, complaint_id)
        refuse_step(doing, row, step)
        if step not in CLOSINGS:
            ends = _(", ").join(_(RULES[each].title).rstrip("…") for each in CLOSINGS)
            raise ComplaintStepNeedsMore(step=_(RULES[step].title).rstrip("…"), number=complaint_id, what=ends)
        if RULES[step].needs_note and not result.strip():
            raise ReasonMissing()
        more = {"result": result.strip(), "cost": int(checked_amount(cost))}
        return _enter(doing, row, step, result.strip(), version=version, more=more)


def write_history(doing: Work, complaint_id: int, step: str, states: tuple[State | None, State], note: str) -> None:
    """A line in a complaint's history: where it stood, and where it stands."""
    came_from, to = states
    doing.desk.database.execute_sql(
        "INSERT INTO complaint_step (complaint_id, step, came_from, went_to, note, person_id, at) "
        "VALUES (?, ?, ?, ?, ?, ?, ?)",
        (complaint_id, step, came_from.value if came_from else "", to.value, note, doing.desk.actor.id, doing.at),
    )


def tell_order(doing: Work, row: ComplaintRow, state: State) -> None:
    """Where a complaint stands is told beside its order."""
    if row.order_id is not None:
        doing.note("complaint", "order", row.order_id, after={"complaint": row.id, "state": state.value})


def seen_by(doing: Work, row: ComplaintRow) -> dict[str, Any]:
    """A supervisor who does anything about a complaint has taken note of it (CMP-01)."""
    if row.seen_at is not None or not doing.desk.actor.may(Right.OVERRULE):
        return {}
    return {"seen_by_id": doing.desk.actor.id, "seen_at": doing.at}


def enter_seen(doing: Work, complaint_id: int) -> None:
    """Whoever may approve and did something else about a complaint has taken note of it."""
    row = get_complaint_row(doing.desk.database, complaint_id)
    found = seen_by(doing, row)
    if found and row.state is State.NEW:
        _enter(doing, row, Step.SEE, "", version=None, more={})
    elif found:
        save_edit(doing, "complaint", complaint_id, found, action=Step.SEE.value, kind="complaint")


def refuse_step(doing: Work, row: ComplaintRow, step: Step) -> None:
    """Raises ComplaintStepNotPossible, naming who was first, where the table says no."""
    if row.state in RULES[step].came_from:
        return
    person, when = _last_step(doing.desk, row.id)
    can = [_(RULES[each].title).rstrip("…") for each in steps_for(row.state)]
    raise ComplaintStepNotPossible(
        number=row.id, state=_(STATES[row.state]), when=when, person=person, step=_(RULES[step].title).rstrip("…"),
        steps=_(", ").join(can),
    )  # fmt: skip


def refuse_over(doing: Work, row: ComplaintRow) -> None:
    """Raises ComplaintOver, naming who ended it."""
    if not row.is_open:
        person, when = _last_step(doing.desk, row.id)
        raise ComplaintOver(number=row.id, state=_(STATES[row.state]), person=person, when=when)


def said_of(step: str) -> str:
    """What a line of the history is called."""
    if step in set(Step):
        return _(DONE[Step(step)])
    return _(DEEDS[Deed(step)]) if step in set(Deed) else step


def end_contacts(doing: Work, complaint_id: int) -> None:
    """What was to be said to the buyer is done."""
    doing.desk.database.execute_sql(
        "UPDATE contact SET done_at = ?, done_by_id = ? "
        "WHERE complaint_id = ? AND next_at IS NOT NULL AND done_at IS NULL",
        (doing.at, doing.desk.actor.id, complaint_id),
    )


def _enter(
    doing: Work, row: ComplaintRow, step: Step, note: str, *, version: int | None, more: Mapping[str, Any]
) -> State:
    """The row, its history, and its order's trail."""
    to = RULES[step].to
    values = {"state": to.value, **seen_by(doing, row), **dict.fromkeys(_ANEW.get(step, ())), **more}
    if to in ENDED:
        values |= {"closed_at": doing.at, "closed_by_id": doing.desk.actor.id}
        end_contacts(doing, row.id)
    save_edit(doing, "complaint", row.id, values, action=step.value, kind="complaint", version=version, reason=note)
    write_history(doing, row.id, step.value, (row.state, to), note)
    if to is not row.state:
        tell_order(doing, row, to)
    return to


def _check_appeal(doing: Work, row: ComplaintRow, step: Step) -> None:
    """An appeal is approved with its evidence and by another, and sent with it and in time (CMP-02)."""
    if step not in (Step.APPROVE, Step.SEND):
        return
    if not row.files:
        raise AppealWithoutEvidence(number=row.id)
    if step is Step.APPROVE:
        _refuse_own(doing.desk, row)
    if row.due_at is not None and row.due_at < doing.at:
        raise AppealTooLate(number=row.id, when=doing.desk.shown(row.due_at))


def _refuse_own(desk: Desk, row: ComplaintRow) -> None:
    if row.appeal_by_id != desk.actor.id:
        return
    others = list_others_who_may(desk.database, Right.OVERRULE, but=desk.actor.id)
    if others:
        raise OwnAppeal(person=row.appeal_by, number=row.id, others=_(", ").join(others))


def _last_step(desk: Desk, complaint_id: int) -> tuple[str, str]:
    rows = rows_of(
        desk.database,
        "SELECT p.name AS name, t.at FROM complaint_step t JOIN person p ON p.id = t.person_id "
        "WHERE t.complaint_id = ? AND t.came_from <> t.went_to ORDER BY t.id DESC LIMIT 1",
        (complaint_id,),
    )
    return (rows[0][0], desk.shown(rows[0][1])) if rows else ("?", "–")
