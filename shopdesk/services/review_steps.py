"""Reviews go on step by step, as the table in domain.reviews allows (REV-02, REV-03, REV-07)."""

from collections.abc import Mapping, Sequence
from typing import Any

from shopdesk.clock import Millis
from shopdesk.db.database import Database, rows_of
from shopdesk.domain.permissions import Right, may
from shopdesk.domain.review_clocks import Limits, due_of, target_of
from shopdesk.domain.review_points import PointProposal
from shopdesk.domain.reviews import DEEDS, RULES, STATES, Deed, Result, State, Step, after, steps_for
from shopdesk.errors import N_, NotFound, Refused
from shopdesk.i18n import _
from shopdesk.queries.people import get_person
from shopdesk.queries.reviews import ReviewRow, get_review_row, list_reviews
from shopdesk.queries.shop_settings import get_setting
from shopdesk.services.case_people import NoteMissing, TimePast
from shopdesk.services.contacts import enter_contact
from shopdesk.services.desk import Changed, Desk, Work, work
from shopdesk.services.edits import ReasonMissing, save_edit
from shopdesk.services.points import book_review_points
from shopdesk.settings import REVIEW_CHANGE_DAYS, REVIEW_RATE_DAYS, REVIEW_TARGET_DAYS, ZONE

CONTACT = "review"
"""The contact by which a buyer was spoken with about a review."""


class ReviewStepNotPossible(Refused):
    template = N_(
        "Review {number} stands at “{state}” since {when} ({person}), so “{step}” can't be done. What can: {steps}."
    )


class ReviewStepNeedsMore(Refused):
    template = N_("“{step}” of review {number} needs more: {what}.")


class NobodyFollows(NotFound):
    template = N_("There is nobody here who could follow reviews up by that name. Choose an agent who works here.")


_ELSEWHERE: Mapping[Step, str] = {
    Step.ASSIGN: N_("who follows it up"),
    Step.CLOSE: N_("what came of it"),
}
"""Steps that no button takes alone, and what they need."""


def limits_of(database: Database) -> Limits:
    """The shop's times (REV-03)."""
    rate, change, target = (
        get_setting(database, each) for each in (REVIEW_RATE_DAYS, REVIEW_CHANGE_DAYS, REVIEW_TARGET_DAYS)
    )
    return Limits(rate, change, target, get_setting(database, ZONE))


def assign_review(desk: Desk, *, review_id: int, person_id: int, note: str = "", version: int | None = None) -> bool:
    """Put a review into somebody's hands, who is to contact the buyer that day (REV-02); False where it is theirs
    already. See queries.review_people for whom to propose. Raises NobodyFollows, ReviewStepNotPossible, Clash."""
    with work(desk, Right.OVERRULE, Changed.REVIEWS) as doing:
        row = get_review_row(desk.database, review_id)
        refuse_step(doing, row, Step.ASSIGN)
        person = get_person(desk.database, person_id)
        if person is None or not person.active or not may(person.role, Right.SERVE, person.extra):
            raise NobodyFollows()
        if row.person_id == person_id and row.state in (State.ASSIGNED, State.IN_WORK):
            return False
        more = {
            "person_id": person_id, "assigned_by_id": desk.actor.id, "assigned_at": doing.at, "raised_at": None,
        }  # fmt: skip
        said = _("{before} → {after}").format(before=row.person or "–", after=person.name)
        enter_step(doing, row, Step.ASSIGN, " · ".join(filter(None, (said, note.strip()))), version=version, more=more)
    return True


def note_review_contact(
    desk: Desk, *, review_id: int, note: str, next_at: Millis | None = None, version: int | None = None
) -> int:
    """Somebody spoke with the buyer about a review; returns the contact's id. What was to be said until now is done;
    `next_at` is when to speak again. Raises NoteMissing, TimePast, ReviewStepNotPossible, Clash."""
    if not note.strip():
        raise NoteMissing()
    with work(desk, Right.SERVE, Changed.REVIEWS, Changed.CARE) as doing:
        row = get_review_row(desk.database, review_id)
        if next_at is not None and next_at <= doing.at:
            raise TimePast(when=desk.shown(next_at))
        enter_step(doing, row, Step.CONTACT, note.strip(), version=version, next_at=next_at)
        _end_contacts(doing, review_id)
        return enter_contact(
            doing, kind=CONTACT, note=note, order_id=row.order_id, buyer_id=row.buyer_id, next_at=next_at,
            review_id=review_id,
        )  # fmt: skip


def take_step(desk: Desk, *, review_id: int, step: Step, note: str = "", version: int | None = None) -> State:
    """Somebody takes a step that needs no more than a note: up to the supervisor, open again; returns where the review
    stands now. `version` is that of the review as it was seen: who comes second is refused by name. Raises
    ReviewStepNotPossible, ReviewStepNeedsMore (use assign_review, close_review), ReasonMissing, Clash."""
    rule = RULES[step]
    with work(desk, rule.right, Changed.REVIEWS) as doing:
        row = get_review_row(desk.database, review_id)
        refuse_step(doing, row, step)
        if step in _ELSEWHERE:
            raise ReviewStepNeedsMore(step=_(rule.title).rstrip("…"), number=review_id, what=_(_ELSEWHERE[step]))
        if rule.needs_note and not note.strip():
            raise ReasonMissing()
        return enter_step(doing, row, step, note.strip(), version=version)


def close_review(
    desk: Desk, *, review_id: int, result: Result, explanation: str, points: Sequence[PointProposal] = (),
    version: int | None = None,
) -> None:  # fmt: skip
    """The supervisor closes it, with what came of it and an explanation (REV-02), and books the points that they chose
    of those proposed (REV-07; queries.review_people.propose_review_points). Raises ReasonMissing,
    ReviewStepNotPossible, Clash, OwnPoints."""
    with work(desk, Right.OVERRULE, Changed.REVIEWS, Changed.CARE) as doing:
        if not explanation.strip():
            raise ReasonMissing()
        row = get_review_row(desk.database, review_id)
        enter_closing(doing, row, result, explanation.strip(), version=version)
        book_review_points(doing, review_id, points, explanation.strip())


def enter_closing(
    doing: Work, row: ReviewRow, result: Result, explanation: str, *, step: str = Step.CLOSE.value,
    version: int | None = None,
) -> None:  # fmt: skip
    """Close it as part of a larger work."""
    more = {"result": result.value, "explanation": explanation}
    refuse_step(doing, row, Step.CLOSE)
    write_state(doing, row, step, State.CLOSED, explanation, version=version, more=more)


def raise_late(desk: Desk) -> list[int]:
    """Reviews that nobody solved in their time go up to the supervisor by themselves (REV-02); returns which."""
    with work(desk, Right.SERVE, Changed.REVIEWS) as doing:
        limits, database = limits_of(desk.database), desk.database
        rows = list_reviews(database, states=(State.ASSIGNED, State.IN_WORK), only_open=True)
        late = [row for row in rows if target_of(limits, written_at=row.at, came_at=row.came_at) < doing.at]
        for row in late:
            write_state(doing, row, Deed.LATE.value, State.RAISED, "")
    return [row.id for row in late]


def enter_step(
    doing: Work,
    row: ReviewRow,
    step: Step,
    note: str = "",
    *,
    version: int | None = None,
    more: Mapping[str, Any] | None = None,
    next_at: Millis | None = None,
) -> State:
    """Take a step as part of a larger work; returns where the review stands then. Raises ReviewStepNotPossible."""
    refuse_step(doing, row, step)
    to = after(step, row.state)
    write_state(doing, row, step.value, to, note, version=version, more=more, next_at=next_at)
    return to


def write_state(
    doing: Work,
    row: ReviewRow,
    step: str,
    to: State,
    note: str,
    *,
    version: int | None = None,
    more: Mapping[str, Any] | None = None,
    next_at: Millis | None = None,
) -> None:
    """Where it stands from now on, by when the next is to be done, and a line in its history; `step` is a word of Step
    or Deed. Nothing is to be said to the buyer of a closed one any more."""
    doing.kinds.add(Changed.REVIEWS)
    due = due_of(
        to, limits_of(doing.desk.database), at=doing.at, written_at=row.at, came_at=row.came_at, next_at=next_at
    )
    keeps = to is row.state and (step in set(Deed) or to is State.RAISED)
    values: dict[str, Any] = {"state": to.value, "due_at": row.due_at if keeps else due}
    if to is State.RAISED and row.state is not State.RAISED:
        values["raised_at"] = doing.at
    if to is State.CLOSED and row.is_open:
        values |= {"closed_at": doing.at, "closed_by_id": doing.desk.actor.id}
    elif to is not State.CLOSED and not row.is_open:
        values |= {"closed_at": None, "closed_by_id": None, "result": "", "explanation": ""}
    if to is State.NEW and row.state is not State.NEW:
        values |= {"person_id": None, "assigned_by_id": None, "assigned_at": None, "raised_at": None}
    values |= more or {}
    if not save_edit(doing, "review", row.id, values, action=step, kind="review", version=version, reason=note):
        doing.note(step, "review", row.id, reason=note)  # it was done, though nothing is otherwise
    write_history(doing, row.id, step, (row.state, to), note)
    if to is State.CLOSED:
        _end_contacts(doing, row.id)
    if row.order_id is not None and to is not row.state:
        told = {"review": row.id, "state": to.value}
        doing.note("review", "order", row.order_id, after=told, reason=note)


def write_history(doing: Work, review_id: int, step: str, states: tuple[State | None, State], note: str) -> None:
    """A line in a review's history: where it stood, and where it stands."""
    came_from, to = states
    doing.desk.database.execute_sql(
        "INSERT INTO review_step (review_id, step, came_from, went_to, note, person_id, at) "
        "VALUES (?, ?, ?, ?, ?, ?, ?)",
        (review_id, step, came_from.value if came_from else "", to.value, note, doing.desk.actor.id, doing.at),
    )


def refuse_step(doing: Work, row: ReviewRow, step: Step) -> None:
    """Raises ReviewStepNotPossible, naming who was first, where the table says no."""
    if row.state in RULES[step].came_from:
        return
    person, when = _last_step(doing.desk, row.id)
    can = [_(RULES[each].title).rstrip("…") for each in steps_for(row.state)]
    raise ReviewStepNotPossible(
        number=row.id, state=_(STATES[row.state]), when=when, person=person, step=_(RULES[step].title).rstrip("…"),
        steps=_(", ").join(can),
    )  # fmt: skip


def said_of(step: str) -> str:
    """What a line of the history is called."""
    if step in set(Step):
        return _(RULES[Step(step)].title).rstrip("…")
    return _(DEEDS[Deed(step)]) if step in set(Deed) else step


def _last_step(desk: Desk, review_id: int) -> tuple[str, str]:
    rows = rows_of(
        desk.database,
        "SELECT p.name AS name, t.at FROM review_step t JOIN person p ON p.id = t.person_id WHERE t.review_id = ? "
        "AND t.came_from <> t.went_to ORDER BY t.id DESC LIMIT 1",
        (review_id,),
    )
    return (rows[0][0], desk.shown(rows[0][1])) if rows else ("?", "–")


def _end_contacts(doing: Work, review_id: int) -> None:
    doing.desk.database.execute_sql(
        "UPDATE contact SET done_at = ?, done_by_id = ? "
        "WHERE review_id = ? AND next_at IS NOT NULL AND done_at IS NULL",
        (doing.at, doing.desk.actor.id, review_id),
    )
