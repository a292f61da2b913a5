"""Two records of buyers that are one person, joined by hand and let go again (CRM-01).

Joined records stay as they are, each with its orders in its shop. As one buyer they have one page, one person in charge
of what they ask (RET-15) and what is owed to them together; who is blocked under one name is blocked under all.
"""

from collections.abc import Sequence

from shopdesk.db.database import GIVEN, add_row, listed, rows_of
from shopdesk.domain.permissions import Right
from shopdesk.domain.statuses import Stage
from shopdesk.errors import N_, Refused
from shopdesk.queries.buyer_joins import JoinRow, list_joins, list_members
from shopdesk.queries.buyers import BuyerNotFound
from shopdesk.services.checks import check_orders
from shopdesk.services.clashes import last_deed
from shopdesk.services.desk import Changed, Desk, Work, work
from shopdesk.services.edits import ReasonMissing, save_edit


class JoinToItself(Refused):
    template = N_("{buyer} can't be joined to itself. Choose the other record that is the same person.")


class JoinedAlready(Refused):
    template = N_("{buyer} and {other} are one buyer already: {person} joined them ({when}).")


class NotJoined(Refused):
    template = N_("{buyer} is joined to no other record.")


class LetGoAlready(Refused):
    template = N_("{person} let {buyer} go again already ({when}).")


def join_buyers(desk: Desk, *, kept_id: int, joined_id: int, reason: str) -> int:
    """Say that two records are one person; returns the id of the join. Where either is joined to others already, all
    of them become one. Needs a reason.

    Raises JoinToItself, JoinedAlready with who joined them, BuyerNotFound.
    """
    if not reason.strip():
        raise ReasonMissing()
    with work(desk, Right.BUYERS, Changed.BUYERS, Changed.ORDERS) as doing:
        kept, joined = _together(desk, kept_id), _together(desk, joined_id)
        if kept_id == joined_id:
            raise JoinToItself(buyer=_name(desk, kept_id))
        if kept[0] == joined[0]:
            raise _joined_already(desk, kept_id, joined_id)
        join_id = _enter(doing, kept[0], joined[0], reason.strip())
        _share_person(doing, [*kept, *joined])
        _check_again(doing, [*kept, *joined])
    return join_id


def undo_join(desk: Desk, *, join_id: int, reason: str = "") -> None:
    """Let a joined record go again, with what was joined to it. Raises LetGoAlready with who did, NotJoined."""
    with work(desk, Right.BUYERS, Changed.BUYERS, Changed.ORDERS) as doing:
        row = next((each for each in list_joins(desk.database, with_undone=True) if each.id == join_id), None)
        if row is None:
            raise NotJoined(buyer=join_id)
        if row.undone_at is not None:
            raise LetGoAlready(person=row.undone_by, buyer=row.joined, when=desk.shown(row.undone_at))
        _let_go(doing, row, reason.strip())


def let_go(desk: Desk, *, buyer_id: int, reason: str = "") -> None:
    """Undo the join by which this record was joined to another. Raises NotJoined, LetGoAlready."""
    with work(desk, Right.BUYERS, Changed.BUYERS, Changed.ORDERS) as doing:
        rows = [each for each in list_joins(desk.database, buyer_id=buyer_id) if each.joined_id == buyer_id]
        if not rows:
            raise _not_joined(desk, buyer_id)
        _let_go(doing, rows[0], reason.strip())


def _enter(doing: Work, kept_id: int, joined_id: int, reason: str) -> int:
    desk = doing.desk
    join_id = add_row(
        desk.database,
        "INSERT INTO buyer_join (kept_id, joined_id, reason, person_id, at) VALUES (?, ?, ?, ?, ?)",
        (kept_id, joined_id, reason, desk.actor.id, doing.at),
    )
    _tell(doing, "join", kept_id, joined_id, reason)
    return join_id


def _let_go(doing: Work, row: JoinRow, reason: str) -> None:
    desk = doing.desk
    members = list_members(desk.database, row.kept_id)
    desk.database.execute_sql(
        "UPDATE buyer_join SET undone_by_id = ?, undone_at = ? WHERE id = ?", (desk.actor.id, doing.at, row.id)
    )
    _tell(doing, "let go", row.kept_id, row.joined_id, reason)
    _check_again(doing, members)


def _tell(doing: Work, action: str, kept_id: int, joined_id: int, reason: str) -> None:
    """With either record, for each is asked about by itself."""
    for own, other in ((kept_id, joined_id), (joined_id, kept_id)):
        doing.note(action, "buyer", own, after={"with": _name(doing.desk, other)}, reason=reason)


def _share_person(doing: Work, members: Sequence[int]) -> None:
    """One buyer, one person in charge (RET-15): the kept record's, else the first that has one. Open cases stay with
    whoever has them, until somebody hands one over."""
    database = doing.desk.database
    in_charge = dict(
        rows_of(
            database,
            "SELECT b.id, b.person_id FROM buyer b JOIN person p ON p.id = b.person_id "
            f"WHERE p.active AND b.id IN {GIVEN}",
            (listed(members),),
        )
    )
    person = next((in_charge[each] for each in members if each in in_charge), None)
    if person is not None:
        give_person(doing, members, int(person))


def give_person(doing: Work, members: Sequence[int], person_id: int) -> None:
    """Put somebody in charge of all records of a buyer, inside another work."""
    for each in members:
        save_edit(doing, "buyer", each, {"person_id": person_id}, action="edit", kind="buyer")


def _check_again(doing: Work, members: Sequence[int]) -> None:
    """What waits at the desk may be blocked, or may take along what is owed."""
    rows = rows_of(
        doing.desk.database,
        f"SELECT id FROM orders WHERE buyer_id IN {GIVEN} AND stage < ?",
        (listed(members), int(Stage.PRINTED)),
    )
    check_orders(doing, [int(row[0]) for row in rows])


def _together(desk: Desk, buyer_id: int) -> tuple[int, ...]:
    members = list_members(desk.database, buyer_id)
    if not members:
        raise BuyerNotFound(buyer=buyer_id)
    return members


def _name(desk: Desk, buyer_id: int) -> str:
    rows = rows_of(desk.database, "SELECT platform_id FROM buyer WHERE id = ?", (buyer_id,))
    return str(rows[0][0]) if rows else str(buyer_id)


def _joined_already(desk: Desk, kept_id: int, joined_id: int) -> JoinedAlready:
    rows = list_joins(desk.database, buyer_id=kept_id)
    of_both = {kept_id, joined_id}
    row = next((each for each in rows if {each.kept_id, each.joined_id} == of_both), rows[0])
    return JoinedAlready(
        buyer=_name(desk, joined_id), other=_name(desk, kept_id), person=row.person, when=desk.shown(row.at)
    )


def _not_joined(desk: Desk, buyer_id: int) -> Refused:
    """Who let it go, where it was joined once."""
    rows = list_joins(desk.database, buyer_id=buyer_id, with_undone=True)
    gone = next((each for each in rows if each.joined_id == buyer_id), None)
    if gone is None:
        return NotJoined(buyer=_name(desk, buyer_id))
    person, when = last_deed(desk, "buyer", buyer_id, "let go")
    return LetGoAlready(person=person, buyer=gone.joined, when=when)
