"""Points are booked, disputed and settled (TEAM-02, REV-07).

Only supervisors book and settle, nobody their own where somebody else could. An entry counts for its own month,
whenever it is settled. What is told of points stands with the points alone: everybody sees their own.
"""

from collections.abc import Mapping, Sequence

from shopdesk.db.database import Database, add_row, rows_of
from shopdesk.domain.permissions import Right
from shopdesk.domain.points import (
    KINDS,
    LONGEST_RULE,
    MOST,
    RULES,
    PointKind,
    can_book,
    can_settle,
    month_of,
    signed,
    worth_of,
)
from shopdesk.domain.review_points import PointProposal
from shopdesk.errors import N_, BadInput, NotFound, Refused
from shopdesk.i18n import _
from shopdesk.queries.people import get_person, list_others_who_may
from shopdesk.queries.points import PointRow, PointsNotFound, get_points, list_points
from shopdesk.queries.shop_settings import get_setting
from shopdesk.services.clashes import name_of
from shopdesk.services.desk import Changed, Desk, Work, need, work
from shopdesk.services.edits import ReasonMissing, save_edit
from shopdesk.settings import POINT_MERITS, POINT_MISTAKES, ZONE

_TABLES: Mapping[PointKind, str] = {
    **{kind: kind.value for kind in PointKind},
    PointKind.ORDER: "orders",
    PointKind.CASE: "cases",
}


class RuleUnknown(NotFound):
    template = N_("The table of points has no rule {rule}. It has: {rules}.")


class OddPoints(BadInput):
    template = N_("“{rule}” counts {usual}: {points} can't be booked by it. Say at most {most}, of the same sign.")


class NobodyOfThatName(NotFound):
    template = N_("Nobody who works here is meant by that. Choose somebody from the list of people.")


class NothingToBookOn(NotFound):
    template = N_("{kind} {number} is not there. Points are booked on what they are about.")


class PointsThere(Refused):
    template = N_(
        "{booker} booked {points} for {person} on this already: “{rule}” ({when}). Settle those if they should count "
        "otherwise."
    )


class OwnPoints(Refused):
    template = N_("Nobody books or settles their own points. Ask {others}.")


class NotYourPoints(Refused):
    template = N_("These are the points of {person}, who alone can dispute them. You can settle them.")


class DisputedAlready(Refused):
    template = N_("You disputed these points already ({when}). A supervisor settles them.")


class SettledAlready(Refused):
    template = N_("{person} settled these points already: they count {points} ({when}).")


class OddSettlement(BadInput):
    template = N_("{booked} was booked: it can count that much, less or nothing, but not {points}.")


def rule_table(database: Database) -> dict[str, int]:
    """What each rule of the shop's table counts; mistakes below 0."""
    return worth_of(get_setting(database, POINT_MISTAKES), get_setting(database, POINT_MERITS))


def said_rule(rule: str) -> str:
    """What people call a rule."""
    return _(RULES[rule]) if rule in RULES else rule


def see_points(
    desk: Desk,
    *,
    month: str = "",
    person_id: int | None = None,
    only_disputed: bool = False,
    kind: PointKind | None = None,
    record_id: int | None = None,
    limit: int | None = None,
) -> list[PointRow]:
    """Points as the acting person may see them: their own, a supervisor everybody's. Raises NotAllowed for somebody
    else's."""
    return list_points(
        desk.seen, month=month, person_id=whose_points(desk, person_id), only_disputed=only_disputed, kind=kind,
        record_id=record_id, limit=limit,
    )  # fmt: skip


def whose_points(desk: Desk, person_id: int | None) -> int | None:
    """Whose points somebody is shown who asks for those of `person_id` (None: everybody's). Raises NotAllowed."""
    if desk.actor.may(Right.OVERRULE):
        return person_id
    need(desk, Right.VIEW)
    if person_id is not None and person_id != desk.actor.id:
        need(desk, Right.OVERRULE)
    return desk.actor.id


def book_points(
    desk: Desk,
    *,
    person_id: int,
    rule: str,
    kind: PointKind,
    record_id: int,
    note: str = "",
    points: int | None = None,
) -> int:
    """Book points for somebody on what they are about; returns the entry's id. `points` left out: what the rule
    counts. Raises RuleUnknown, OddPoints, NobodyOfThatName, NothingToBookOn, PointsThere, OwnPoints."""
    with work(desk, Right.OVERRULE, Changed.POINTS) as doing:
        _refuse_own(desk, person_id)
        return enter_points(
            doing, person_id=person_id, rule=rule, kind=kind, record_id=record_id, note=note, points=points
        )


def enter_points(
    doing: Work,
    *,
    person_id: int,
    rule: str,
    kind: PointKind,
    record_id: int,
    note: str = "",
    points: int | None = None,
) -> int:
    """Book points as part of a larger work, which only a supervisor does. Raises as `book_points`."""
    need(doing.desk, Right.OVERRULE)
    desk, database, kind = doing.desk, doing.desk.database, PointKind(kind)
    doing.kinds.add(Changed.POINTS)
    amount = _checked(database, rule, points)
    person = get_person(database, person_id)
    if person is None:
        raise NobodyOfThatName()
    if not rows_of(database, f"SELECT 1 FROM {_TABLES[kind]} WHERE id = ?", (record_id,)):
        raise NothingToBookOn(kind=_(KINDS[kind]), number=record_id)
    _refuse_twice(desk, person_id, rule, kind, record_id)
    month = month_of(doing.at, get_setting(database, ZONE))
    row = {
        "person_id": person_id, "month": month, "rule": rule, "points": amount, "kind": kind.value,
        "record_id": record_id, "note": note.strip(), "booked_by_id": desk.actor.id, "at": doing.at,
    }  # fmt: skip
    marks = ", ".join("?" * len(row))
    made = add_row(database, f"INSERT INTO point_entry ({', '.join(row)}) VALUES ({marks})", tuple(row.values()))
    told = {"person": person.name, "rule": rule, "points": amount, "record": name_of(desk, kind.value, record_id)}
    doing.note("book", "points", made, after=told, reason=note.strip())
    return made


def book_review_points(doing: Work, review_id: int, proposals: Sequence[PointProposal], note: str = "") -> list[int]:
    """Book what closing a review proposes (REV-07), as part of it: what is out of use in the table or booked already
    is left out; returns the entries' ids. What an earlier closing booked and this one doesn't counts nothing more,
    but for one's own, which another settles. Raises OwnPoints."""
    database = doing.desk.database
    worth, meant = rule_table(database), {(each.person_id, each.rule) for each in proposals}
    there = [row for row in list_points(database, kind=PointKind.REVIEW, record_id=review_id) if row.counted]
    for row in there:
        is_over = row.rule.startswith("review-") and (row.person_id, row.rule) not in meant
        if is_over and not _others_than(doing.desk, row.person_id):
            _write_settlement(doing, row, 0, _("The review was closed otherwise."))
    known = {(row.person_id, row.rule) for row in there}
    new = [each for each in proposals if each.rule in worth and each.points and each[:2] not in known]
    for each in new:
        _refuse_own(doing.desk, each.person_id)
    return [
        enter_points(
            doing, person_id=each.person_id, rule=each.rule, kind=PointKind.REVIEW, record_id=review_id, note=note,
            points=each.points,
        )
        for each in new
    ]  # fmt: skip


def dispute_points(desk: Desk, *, entry_id: int, reason: str) -> None:
    """Say that points booked for oneself are wrong, and why; a supervisor settles it. Raises PointsNotFound,
    NotYourPoints, ReasonMissing, DisputedAlready, SettledAlready."""
    with work(desk, Right.VIEW, Changed.POINTS) as doing:
        row = get_points(desk.database, entry_id)
        if row.person_id != desk.actor.id:
            if desk.actor.may(Right.OVERRULE):
                raise NotYourPoints(person=row.person)
            raise PointsNotFound(number=entry_id)  # that others have any is nobody's business
        if not reason.strip():
            raise ReasonMissing()
        _refuse_settled(desk, row, None)
        if row.disputed_at is not None:
            raise DisputedAlready(when=desk.shown(row.disputed_at))
        after = {"dispute": reason.strip(), "disputed_at": doing.at}
        save_edit(doing, "point_entry", entry_id, after, action="dispute", kind="points")


def settle_points(desk: Desk, *, entry_id: int, points: int, settlement: str, version: int | None = None) -> None:
    """Say what disputed points come to after all, or take a booking back (0); they count for their own month. What is
    settled already is settled anew by who saw it: `version` is then the entry's as it was seen. Raises PointsNotFound,
    ReasonMissing, OddSettlement, OwnPoints, SettledAlready."""
    with work(desk, Right.OVERRULE, Changed.POINTS) as doing:
        row = get_points(desk.database, entry_id)
        _refuse_own(desk, row.person_id)
        if not settlement.strip():
            raise ReasonMissing()
        if not can_settle(row.points, points):
            raise OddSettlement(booked=signed(row.points), points=signed(points))
        _refuse_settled(desk, row, version)
        _write_settlement(doing, row, points, settlement.strip())


def _write_settlement(doing: Work, row: PointRow, points: int, settlement: str) -> None:
    doing.kinds.add(Changed.POINTS)
    after = {
        "settled_points": points, "settlement": settlement, "settled_by_id": doing.desk.actor.id,
        "settled_at": doing.at,
    }  # fmt: skip
    save_edit(doing, "point_entry", row.id, after, action="settle", kind="points")


def _checked(database: Database, rule: str, points: int | None) -> int:
    """How many points are booked by a rule."""
    table = rule_table(database)
    if rule not in table or len(rule) > LONGEST_RULE:
        raise RuleUnknown(rule=rule, rules=_(", ").join(f"{each} ({said_rule(each)})" for each in table))
    amount = table[rule] if points is None else points
    if not can_book(amount, table[rule]):
        raise OddPoints(rule=said_rule(rule), usual=signed(table[rule]), points=signed(amount), most=MOST)
    return amount


def _refuse_twice(desk: Desk, person_id: int, rule: str, kind: PointKind, record_id: int) -> None:
    rows = list_points(desk.database, person_id=person_id, rules=(rule,), kind=kind, record_id=record_id)
    for row in rows:
        if row.counted:
            raise PointsThere(
                booker=row.booked_by, points=signed(row.counted), person=row.person, rule=said_rule(rule),
                when=desk.shown(row.at),
            )  # fmt: skip


def _refuse_own(desk: Desk, person_id: int) -> None:
    others = _others_than(desk, person_id)
    if others:
        raise OwnPoints(others=_(", ").join(others))


def _others_than(desk: Desk, person_id: int) -> list[str]:
    """Who decides about somebody's points where that is whoever acts; none where these may do it themselves."""
    if person_id != desk.actor.id:
        return []
    return list(list_others_who_may(desk.database, Right.OVERRULE, but=person_id))


def _refuse_settled(desk: Desk, row: PointRow, version: int | None) -> None:
    if row.settled_at is not None and version != row.version:
        raise SettledAlready(person=row.settled_by, points=signed(row.counted), when=desk.shown(row.settled_at))
