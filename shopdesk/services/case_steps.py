"""Cases go on step by step, as the table in domain.cases allows (RET-09 to RET-13, RET-16)."""

from typing import Any

from shopdesk.clock import Millis
from shopdesk.db.database import Database, rows_of
from shopdesk.domain.case_clocks import Limits, after_workdays, due_of
from shopdesk.domain.cases import (
    COMES_BACK,
    RULES,
    STATES,
    CaseDoubt,
    CaseFacts,
    State,
    Step,
    after,
    doubt_about,
    steps_for,
)
from shopdesk.domain.money import Money
from shopdesk.domain.permissions import Right
from shopdesk.domain.reasons import REASONS
from shopdesk.domain.refunds import REFUND_STATES, RefundState
from shopdesk.domain.waybills import fold_waybill
from shopdesk.errors import N_, Refused
from shopdesk.i18n import _
from shopdesk.queries.cases import CaseRow, get_case_row, is_fulfilled
from shopdesk.queries.people import list_people
from shopdesk.queries.shop_settings import get_setting
from shopdesk.services.desk import Changed, Desk, Work, work
from shopdesk.services.edits import ReasonMissing, save_edit
from shopdesk.settings import (
    CASE_ANSWER_HOURS,
    CASE_CALL_DAYS,
    CASE_REFUND_HOURS,
    CASE_TRAVEL_DAYS,
    REPAIR_DAYS,
    RETURN_DAYS,
    ZONE,
)


class StepNotPossible(Refused):
    template = N_(
        "Case {number} stands at “{state}” since {when} ({person}), so “{step}” can't be done. What can: {steps}."
    )


class NotItsKind(Refused):
    template = N_("No goods come back in case {number}, so “{step}” can't be done. Change the kind of the case first.")


class FollowsByItself(Refused):
    template = N_("“{step}” of case {number} follows from the work at the intake: register, inspect, approve it there.")


class ApprovedByAnother(Refused):
    template = N_("{person} inspected the goods of case {number}. Somebody else has to approve them.")


class PhotosMissing(Refused):
    template = N_(
        "Case {number} ({reason}) needs photos before the goods travel. Add them, or let a supervisor agree, with a "
        "reason."
    )


class RefundUnderWay(Refused):
    template = N_("Case {number} has a refund of {amount} under way ({state}). Pay it or refuse it first.")


class WaybillMissing(Refused):
    template = N_("Say the waybill by which the buyer sends it back.")


class SolvedMissing(Refused):
    template = N_("Say whether the buyer's matter is solved: that is what the call is for.")


_ENDS = frozenset({Step.REFUSE, Step.WITHDRAW, Step.CLOSE, Step.FULFIL})
"""Not while money is under way."""


def take_step(desk: Desk, *, case_id: int, step: Step, note: str = "", version: int | None = None) -> State:
    """Somebody takes a step; returns where the case stands now. `version` is that of the case as it was seen: who comes
    second is refused by name. The right is the step's own (domain.cases.RULES).

    Raises StepNotPossible, NotItsKind, FollowsByItself, ReasonMissing, PhotosMissing, RefundUnderWay, WaybillMissing
    (use `send_back`), SolvedMissing (use `call_back`), Clash."""
    rule = RULES[step]
    with work(desk, rule.right, Changed.CASES) as doing:
        row = get_case_row(desk.database, case_id)
        _refuse_doubt(doing, row, step)
        if rule.by_itself:
            raise FollowsByItself(step=_(rule.title), number=case_id)
        if step is Step.SEND:
            raise WaybillMissing()
        if step is Step.CALL:
            raise SolvedMissing()
        if rule.needs_reason and not note.strip():
            raise ReasonMissing()
        if step in _ENDS:
            _check_money(desk, case_id)
        if step is Step.AGREE:
            _check_photos(desk, row, note)
        return _go(doing, row, step, note.strip(), version=version)


def move(doing: Work, case_id: int, step: Step, note: str = "") -> State:
    """The same as part of a larger work: by what happened, not by a button. Raises StepNotPossible,
    ApprovedByAnother."""
    row = get_case_row(doing.desk.database, case_id)
    _refuse_doubt(doing, row, step)
    return _go(doing, row, step, note.strip())


def receive(doing: Work, case_id: int, note: str = "") -> State:
    """Goods of a case arrived, whatever it stood at."""
    return move(doing, case_id, Step.RECEIVE, note)


def note_inspected(doing: Work, case_id: int) -> State:
    """Some of its box items were inspected: once all are, the case stands at INSPECTED. Call it after each."""
    row = get_case_row(doing.desk.database, case_id)
    if row.state is not State.RECEIVED or _waits(doing.desk.database, case_id, "inspected_at"):
        return row.state
    return _go(doing, row, Step.INSPECT, "")


def note_approved(doing: Work, case_id: int) -> State:
    """Some of its box items were approved: counts what was received, and once all are the refund or replacement is
    released (RET-09), or the case is done where the buyer has it already (RET-12). Call it after each; that nobody
    approves what he inspected is looked at there, item by item."""
    database = doing.desk.database
    database.execute_sql(_COUNT_RECEIVED, (case_id,))
    row = get_case_row(database, case_id)
    if row.state is not State.INSPECTED or _waits(database, case_id, "approved_at"):
        return row.state
    return _go(doing, row, Step.APPROVE, "")


def fulfil_if_settled(doing: Work, case_id: int) -> State:
    """Once a refund is paid, or a replacement or what was mended has left: a released case whose buyer has what was
    agreed is done."""
    row = get_case_row(doing.desk.database, case_id)
    if row.state is State.RELEASED and is_fulfilled(doing.desk.database, case_id):
        return _go(doing, row, Step.FULFIL, "")
    return row.state


def fall_back_if_unsettled(doing: Work, case_id: int) -> State:
    """A payment came back: a case that was done by it is released again, so that it is paid anew."""
    row = get_case_row(doing.desk.database, case_id)
    if row.state in (State.DONE, State.CLOSED) and not is_fulfilled(doing.desk.database, case_id):
        return _go(doing, row, Step.FALL_BACK, "")
    return row.state


def send_back(desk: Desk, *, case_id: int, carrier: str, waybill: str, version: int | None = None) -> State:
    """The buyer told the waybill of what they send back (RET-13); again: another one was meant. Raises WaybillMissing,
    StepNotPossible, NotItsKind, PhotosMissing, Clash."""
    number = fold_waybill(waybill)
    if not number:
        raise WaybillMissing()
    with work(desk, Right.SERVE, Changed.CASES) as doing:
        row = get_case_row(desk.database, case_id)
        _refuse_doubt(doing, row, Step.SEND)
        if row.state is State.ASKED:
            _check_photos(desk, row, "")
        after_sending = {"carrier": carrier.strip(), "waybill": number, "sent_at": row.sent_at or doing.at}
        note = f"{carrier.strip()} {number}".strip()
        return _go(doing, row, Step.SEND, note, version=version, more=after_sending)


def tell(doing: Work, case_id: int, deed: str, note: str = "") -> None:
    """A line in a case's history that is no step; `deed` is a word of domain.cases.DEEDS."""
    doing.kinds.add(Changed.CASES)
    state = get_case_row(doing.desk.database, case_id).state
    _write_step(doing, case_id, deed, note, came_from=state, went_to=state)


def facts_of(database: Database, row: CaseRow, *, solved: bool | None = None) -> CaseFacts:
    """What the table of steps asks of a case. Where only one person works, nobody else can approve."""
    sql = "SELECT inspected_by_id FROM box_item WHERE case_id = ? AND approved_at IS NULL AND inspected_at IS NOT NULL"
    found = rows_of(database, f"{sql} ORDER BY inspected_at DESC LIMIT 1", (row.id,))
    inspector = found[0][0] if found and len(list_people(database)) > 1 else None
    return CaseFacts(
        row.kind, row.state, inspector, is_fulfilled(database, row.id), row.approved_at is not None, solved
    )


def limits_of(database: Database) -> Limits:
    """How long each state may last in this shop."""
    return Limits(
        answer_hours=get_setting(database, CASE_ANSWER_HOURS),
        send_days=get_setting(database, RETURN_DAYS),
        travel_days=get_setting(database, CASE_TRAVEL_DAYS),
        refund_hours=get_setting(database, CASE_REFUND_HOURS),
        call_days=get_setting(database, CASE_CALL_DAYS),
        repair_days=get_setting(database, REPAIR_DAYS),
        zone=get_setting(database, ZONE),
    )


def finish_call(doing: Work, case_id: int, note: str, *, solved: bool, satisfied: bool | None) -> State:
    """The buyer was called: part of `case_people.call_back`."""
    row = get_case_row(doing.desk.database, case_id)
    _refuse_doubt(doing, row, Step.CALL)
    said = {
        "called_by_id": doing.desk.actor.id,
        "called_at": doing.at,
        "solved": 1 if solved else 2,
        "satisfied": 0 if satisfied is None else 1 if satisfied else 2,
    }
    return _go(doing, row, Step.CALL, note, solved=solved, more=said)


_COUNT_RECEIVED = """
UPDATE case_item SET received = (SELECT coalesce(sum(b.good + b.faulty), 0) FROM box_item b
  WHERE b.case_id = case_item.case_id AND b.line_id = case_item.line_id AND b.approved_at IS NOT NULL)
WHERE case_id = ? AND line_id IS NOT NULL"""


def _go(
    doing: Work,
    row: CaseRow,
    step: Step,
    note: str,
    *,
    solved: bool | None = None,
    version: int | None = None,
    more: dict[str, Any] | None = None,
) -> State:
    """Write where a case stands after a step, its deadline, its history and the trail."""
    doing.kinds.add(Changed.CASES)
    database = doing.desk.database
    to = after(step, facts_of(database, row, solved=solved))
    limits = limits_of(database)
    received_at = _received_at(row, step, doing.at)
    values: dict[str, Any] = {
        "state": to.value,
        "due_at": due_of(
            to, limits, at=doing.at, received_at=received_at, platform_due=row.platform_due, kind=row.kind
        ),
        **_moments(doing, row, step, note, to=to),
        **(more or {}),
    }
    if not save_edit(doing, "cases", row.id, values, action=step.value, kind="case", version=version, reason=note):
        doing.note(step.value, "case", row.id, reason=note)  # it was done, though nothing is otherwise
    _write_step(doing, row.id, step.value, note, came_from=row.state, went_to=to)
    if step is Step.INSPECT_AGAIN:
        _count_again(doing, row.id)
    return to


def _moments(doing: Work, row: CaseRow, step: Step, note: str, *, to: State) -> dict[str, Any]:
    """What else a step sets."""
    limits = limits_of(doing.desk.database)
    values: dict[str, Any] = {}
    if step is Step.RECEIVE:  # what came is to be approved, whatever was approved before
        values |= {"received_at": _received_at(row, step, doing.at), "approved_at": None}
    if step is Step.APPROVE:
        values["approved_at"] = doing.at
    if step is Step.AGREE and note:
        values["agreed"] = note
    if step is Step.FULFIL and note:
        values["done"] = note
    if to is State.DONE:
        call_at = after_workdays(doing.at, limits.call_days, limits.zone)
        values |= {"call_at": call_at, "called_at": None, "called_by_id": None, "solved": 0, "satisfied": 0}
    if to is State.CLOSED:
        values |= {"closed_by_id": doing.desk.actor.id, "closed_at": doing.at, "outcome": note, "answer_by": None}
    elif row.state is State.CLOSED:
        values |= {"closed_by_id": None, "closed_at": None, "outcome": ""}
    return values


def _received_at(row: CaseRow, step: Step, at: Millis) -> Millis | None:
    """From the first box on, as long as nothing was approved."""
    if step is not Step.RECEIVE:
        return row.received_at
    return row.received_at if row.state in (State.RECEIVED, State.INSPECTED) and row.received_at is not None else at


def _write_step(doing: Work, case_id: int, step: str, note: str, *, came_from: State, went_to: State) -> None:
    doing.desk.database.execute_sql(
        "INSERT INTO case_step (case_id, step, came_from, went_to, note, person_id, at) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (case_id, step, came_from.value, went_to.value, note, doing.desk.actor.id, doing.at),
    )


def _count_again(doing: Work, case_id: int) -> None:
    """What was inspected and not approved is to be inspected again."""
    rows = doing.desk.database.execute_sql(
        "UPDATE box_item SET inspected_by_id = NULL, inspected_at = NULL, good = 0, faulty = 0, version = version + 1 "
        "WHERE case_id = ? AND approved_at IS NULL AND inspected_at IS NOT NULL RETURNING id",
        (case_id,),
    ).fetchall()
    for (item_id,) in rows:
        doing.note(Step.INSPECT_AGAIN.value, "box_item", int(item_id))


def _waits(database: Database, case_id: int, moment: str) -> bool:
    """Whether anything that came back for a case is still without this moment."""
    sql = f"SELECT 1 FROM box_item WHERE case_id = ? AND {moment} IS NULL LIMIT 1"
    return bool(rows_of(database, sql, (case_id,)))


def _refuse_doubt(doing: Work, row: CaseRow, step: Step) -> None:
    desk = doing.desk
    facts = facts_of(desk.database, row)
    doubt = doubt_about(step, facts, person_id=desk.actor.id)
    title = _(RULES[step].title).rstrip("…")
    if doubt is CaseDoubt.SAME_PERSON:
        raise ApprovedByAnother(person=desk.actor.name, number=row.id)
    if doubt is CaseDoubt.KIND:
        raise NotItsKind(number=row.id, step=title)
    if doubt is CaseDoubt.STATE:
        can = [_(RULES[each].title).rstrip("…") for each in steps_for(facts, person_id=desk.actor.id)]
        person, when = _last_step(desk, row.id)
        raise StepNotPossible(
            number=row.id, state=_(STATES[row.state]), when=when, person=person, step=title, steps=_(", ").join(can)
        )


def _last_step(desk: Desk, case_id: int) -> tuple[str, str]:
    rows = rows_of(
        desk.database,
        "SELECT p.name, s.at FROM case_step s JOIN person p ON p.id = s.person_id WHERE s.case_id = ? "
        "AND s.came_from <> s.went_to ORDER BY s.id DESC LIMIT 1",
        (case_id,),
    )
    return (rows[0][0], desk.shown(rows[0][1])) if rows else ("?", "–")


def _check_photos(desk: Desk, row: CaseRow, note: str) -> None:
    """Quality and damage are seen before the goods travel (RET-10); a supervisor may say why not."""
    if row.reason is None or not REASONS[row.reason].needs_photos or row.kind not in COMES_BACK:
        return
    sql = "SELECT 1 FROM evidence WHERE kind = 'case' AND record_id = ? AND removed_at IS NULL AND media LIKE 'image/%'"
    if rows_of(desk.database, f"{sql} LIMIT 1", (row.id,)) or (note.strip() and desk.actor.may(Right.OVERRULE)):
        return
    raise PhotosMissing(number=row.id, reason=_(REASONS[row.reason].title))


def _check_money(desk: Desk, case_id: int) -> None:
    """A case doesn't end while money that was asked for in it may still go."""
    rows = rows_of(
        desk.database,
        "SELECT amount, state FROM refund WHERE case_id = ? AND state IN (?, ?) LIMIT 1",
        (case_id, RefundState.ASKED.value, RefundState.APPROVED.value),
    )
    if rows:
        state = _(REFUND_STATES[RefundState(rows[0][1])])
        raise RefundUnderWay(number=case_id, amount=Money(rows[0][0]).shown, state=state)
