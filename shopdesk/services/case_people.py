"""Who is in charge of a case, what the buyer asks again, and the call afterwards (RET-15, RET-16, CRM-03, CRM-04)."""

from collections.abc import Sequence

from shopdesk.clock import Millis
from shopdesk.db.database import GIVEN, Database, listed, rows_of
from shopdesk.domain.cases import State
from shopdesk.domain.permissions import Right, may
from shopdesk.errors import N_, NotFound, Refused
from shopdesk.i18n import _
from shopdesk.queries.buyer_joins import list_members
from shopdesk.queries.cases import CaseRow, count_held, get_case_row
from shopdesk.queries.people import PersonRow, get_person
from shopdesk.services.buyer_joins import give_person
from shopdesk.services.case_steps import finish_call, tell
from shopdesk.services.contacts import enter_contact, record_of
from shopdesk.services.desk import Changed, Desk, Work, work
from shopdesk.services.edits import save_edit

CALL = "call"
"""The contact by which a buyer was called afterwards."""
QUESTION = "question"
"""The contact by which a buyer asked again."""


class PersonFull(Refused):
    template = N_(
        "{person} holds {held} open cases of at most {limit}, so no more can be given to them. Choose another."
    )


class NobodyThere(NotFound):
    template = N_("There is nobody here who could be in charge of cases by that name. Choose an agent who works here.")


class CaseClosed(Refused):
    template = N_("Case {number} was closed by {person} ({when}). Open it again first.")


class AnswerMissing(Refused):
    template = N_("Case {number}: the buyer asks for the {count}. time. Answer it, or say by when it will be answered.")


class NoteMissing(Refused):
    template = N_("Say what was spoken about.")


class TimePast(Refused):
    template = N_("{when} is over. Choose a later time.")


class ContactGone(NotFound):
    template = N_("There is no such contact any more. Look at the list again.")


def choose_person(doing: Work, buyer_id: int | None, *, by_hand: bool) -> int | None:
    """Who is in charge of a new case: whoever is of its buyer (RET-15), else who opens it by hand; nobody where they
    left or are full (CRM-04). The buyer keeps the person."""
    database, actor = doing.desk.database, doing.desk.actor
    known = _person_of(database, buyer_id)
    if known is not None:
        return known if _has_room(database, known) else None
    if not by_hand or not actor.may(Right.SERVE) or not _has_room(database, actor.id):
        return None
    if buyer_id is not None:
        give_person(doing, list_members(database, buyer_id), actor.id)
    return actor.id


def assign_case(desk: Desk, *, case_id: int, person_id: int, note: str = "") -> bool:
    """Put somebody in charge: of the buyer, so all the buyer's open cases go along (RET-15). False where they were.
    Raises PersonFull (CRM-04), NobodyThere, CaseClosed."""
    with work(desk, Right.SERVE, Changed.CASES, Changed.BUYERS) as doing:
        row = get_open_case(doing, case_id)
        person = get_person(desk.database, person_id)
        if person is None or not person.active or not may(person.role, Right.SERVE, person.extra):
            raise NobodyThere()
        moving = [each for each in _cases_along(desk.database, row) if each[1] != person_id]
        check_room(desk.database, person, len(moving))
        for each, _before in moving:
            _hand_over(doing, each, person, note.strip())
        if row.buyer_id is not None:
            give_person(doing, list_members(desk.database, row.buyer_id), person_id)
    return bool(moving)


def check_room(database: Database, person: PersonRow, more: int) -> None:
    """Raises PersonFull where somebody would hold more open cases than they may (CRM-04)."""
    limit, held = _limit(database, person.id), count_held(database, person.id)
    if more and limit and held + more > limit:
        raise PersonFull(person=person.name, held=held, limit=limit)


def ask_again(desk: Desk, *, case_id: int, note: str, answer: str = "", answer_by: Millis | None = None) -> int:
    """The buyer asks once more; returns how often that is now. From the second time on it takes the answer, or a time
    for one (RET-15). Raises NoteMissing, AnswerMissing, TimePast, CaseClosed."""
    if not note.strip():
        raise NoteMissing()
    with work(desk, Right.SERVE, Changed.CASES, Changed.CARE) as doing:
        row = get_open_case(doing, case_id)
        count = row.questions + 1
        if count > 1 and not answer.strip() and answer_by is None:
            raise AnswerMissing(number=case_id, count=count)
        _check_later(doing, answer_by)
        said = "\n".join(filter(None, (note.strip(), answer.strip())))
        _end_contacts(doing, case_id)
        after = {"questions": count, "answer_by": None if answer.strip() else answer_by}
        save_edit(doing, "cases", case_id, after, action="ask-again", kind="case", reason=note.strip())
        next_at = after["answer_by"]
        enter_contact(doing, kind=QUESTION, note=said, next_at=next_at, **_whose(row))
        tell(doing, case_id, "ask-again", said)
    return count


def log_contact(desk: Desk, *, case_id: int, note: str, next_at: Millis | None = None, kind: str = "case") -> int:
    """Somebody spoke with the buyer about a case; returns the contact's id. What was to be said until now is done, a
    question that waited is answered, and `next_at` is when to speak again (CRM-03). Raises NoteMissing, TimePast."""
    if not note.strip():
        raise NoteMissing()
    with work(desk, Right.SERVE, Changed.CASES, Changed.CARE) as doing:
        row = get_case_row(desk.database, case_id)
        _check_later(doing, next_at)
        _end_contacts(doing, case_id)
        if row.answer_by is not None:
            save_edit(doing, "cases", case_id, {"answer_by": None}, action="contact", kind="case", reason=note.strip())
            tell(doing, case_id, "answer", note.strip())
        return enter_contact(doing, kind=kind, note=note, next_at=next_at, **_whose(row))


def finish_contact(desk: Desk, *, contact_id: int) -> bool:
    """The next contact is no longer needed; False where it was done already. Raises ContactGone."""
    with work(desk, Right.SERVE, Changed.CASES, Changed.CARE, Changed.REVIEWS, Changed.COMPLAINTS) as doing:
        rows = rows_of(
            desk.database,
            "SELECT done_at, review_id, complaint_id, case_id, order_id, buyer_id FROM contact WHERE id = ?",
            (contact_id,),
        )
        if not rows:
            raise ContactGone()
        done_at, *about = rows[0]
        if done_at is not None:
            return False
        _mark_done(doing, "id = ?", contact_id)
        doing.note("next contact done", *record_of(*about))
    return True


def call_back(desk: Desk, *, case_id: int, solved: bool, satisfied: bool | None = None, note: str = "") -> State:
    """The buyer was called afterwards (RET-16): solved closes the case, else it is asked anew. Raises
    StepNotPossible."""
    with work(desk, Right.SERVE, Changed.CASES, Changed.CARE) as doing:
        row = get_case_row(desk.database, case_id)
        state = finish_call(doing, case_id, note.strip(), solved=solved, satisfied=satisfied)
        _end_contacts(doing, case_id)
        enter_contact(doing, kind=CALL, note=note, **_whose(row))
    return state


def _hand_over(doing: Work, case_id: int, person: PersonRow, note: str) -> None:
    row = get_case_row(doing.desk.database, case_id)
    after = {"person_id": person.id}
    save_edit(doing, "cases", case_id, after, action="hand over case", kind="case", reason=note)
    said = _("{before} → {after}").format(before=row.person or "–", after=person.name)
    tell(doing, case_id, "hand-over", " · ".join(filter(None, (said, note))))


def get_open_case(doing: Work, case_id: int) -> CaseRow:
    """A case that is still to be brought to its end. Raises CaseClosed, CaseNotFound."""
    desk = doing.desk
    row = get_case_row(desk.database, case_id)
    if row.closed_at is not None:
        sql = "SELECT p.name FROM cases c JOIN person p ON p.id = c.closed_by_id WHERE c.id = ?"
        person = next((name for (name,) in rows_of(desk.database, sql, (case_id,))), "?")
        raise CaseClosed(number=case_id, person=person, when=desk.shown(row.closed_at))
    return row


def _cases_along(database: Database, row: CaseRow) -> Sequence[tuple[int, int | None]]:
    """The case and the other open ones of its buyer, under whatever name, with who is in charge of each."""
    if row.buyer_id is None:
        return [(row.id, row.person_id)]
    sql = f"SELECT id, person_id FROM cases WHERE buyer_id IN {GIVEN} AND closed_at IS NULL ORDER BY id"
    found = rows_of(database, sql, (listed(list_members(database, row.buyer_id)),))
    return [(int(case_id), person_id) for case_id, person_id in found]


def _person_of(database: Database, buyer_id: int | None) -> int | None:
    """Who is in charge of a buyer and still works here."""
    sql = "SELECT p.id FROM buyer b JOIN person p ON p.id = b.person_id WHERE b.id = ? AND p.active"
    return next((int(person_id) for (person_id,) in rows_of(database, sql, (buyer_id,))), None)


def _has_room(database: Database, person_id: int) -> bool:
    limit = _limit(database, person_id)
    return not limit or count_held(database, person_id) < limit


def _limit(database: Database, person_id: int) -> int:
    rows = rows_of(database, "SELECT case_limit FROM person WHERE id = ?", (person_id,))
    return int(rows[0][0]) if rows else 0


def _whose(row: CaseRow) -> dict[str, int | None]:
    return {"case_id": row.id, "order_id": row.order_id, "buyer_id": row.buyer_id}


def _check_later(doing: Work, moment: Millis | None) -> None:
    if moment is not None and moment <= doing.at:
        raise TimePast(when=doing.desk.shown(moment))


def _end_contacts(doing: Work, case_id: int) -> None:
    _mark_done(doing, "case_id = ? AND next_at IS NOT NULL AND done_at IS NULL", case_id)


def _mark_done(doing: Work, where: str, value: int) -> None:
    """`where` is ours, never typed."""
    doing.desk.database.execute_sql(
        f"UPDATE contact SET done_at = ?, done_by_id = ? WHERE {where}", (doing.at, doing.desk.actor.id, value)
    )
