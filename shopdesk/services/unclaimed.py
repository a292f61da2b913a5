"""Boxes of which nobody knows whose they are: left, asked about, claimed, given up (RET-03, RET-04, RET-05)."""

from typing import Any

from shopdesk.clock import Millis
from shopdesk.domain.intake import BOX_STATES, BoxState, MatchedBy
from shopdesk.domain.permissions import Right
from shopdesk.errors import N_, NotFound, Refused, Word
from shopdesk.queries.boxes import BoxRow, get_box, list_box_items
from shopdesk.queries.match_candidates import propose_for
from shopdesk.queries.people import get_person
from shopdesk.queries.shop_settings import get_setting
from shopdesk.services.box_checks import check_free, check_not_over, get_opened, registered_already, write_box
from shopdesk.services.box_matches import enter_match
from shopdesk.services.boxes import NothingListed, enter_registration
from shopdesk.services.case_people import TimePast
from shopdesk.services.clashes import last_deed
from shopdesk.services.contacts import enter_contact
from shopdesk.services.desk import Changed, Desk, Work, work
from shopdesk.services.edits import ReasonMissing
from shopdesk.settings import UNCLAIMED_ASK_DAYS

COURIER = "courier"
"""The contact that stands for a query at the carrier about a parcel that isn't here (RET-04)."""
_DAY = 86_400_000


class AlreadyClaimed(Refused):
    template = N_("Box {box} was claimed by {person} ({when}) for order {order_no}. Nothing was changed.")


class BoxKnown(Refused):
    template = N_("Box {box} was matched with order {order_no}. Take the match back first, if it isn't that order's.")


class NotUnclaimed(Refused):
    template = N_("Box {box} isn't among the unclaimed parcels: {state}.")


class LeftAlready(Refused):
    template = N_("Box {box} was left among the unclaimed parcels by {person} already ({when}).")


class NobodyAsks(NotFound):
    template = N_("There is nobody here by that name who could ask. Choose somebody who works here.")


def leave_unclaimed(desk: Desk, *, box_id: int, asker_id: int | None = None) -> None:
    """Nobody knows whose it is: it waits among the unclaimed, and somebody has to ask (RET-03): whoever leaves it,
    where nobody is named. What is in it is written down first: it tells whose it may be.

    Raises NothingListed, BoxKnown, LeftAlready, RegisteredAlready, BoxStruckOut, BoxGivenUp, DayClosed.
    """
    with work(desk, Right.INTAKE, Changed.BOXES) as doing:
        row = get_box(desk.database, box_id).row
        if row.state is BoxState.UNCLAIMED:
            person, when = last_deed(desk, "box", box_id, "unclaimed")
            raise LeftAlready(box=row.name, person=person, when=when)
        row = get_opened(doing, box_id)
        if row.order_id is not None:
            raise BoxKnown(box=row.name, order_no=row.order_no)
        if not get_box(desk.database, box_id).items:
            raise NothingListed(box=row.name)
        by = doing.at + get_setting(desk.database, UNCLAIMED_ASK_DAYS) * _DAY
        asker = _asker(doing, asker_id)
        after = {"state": BoxState.UNCLAIMED.value, "asker_id": asker, "ask_by": by}
        write_box(doing, box_id, after | _seen(desk, box_id))
        doing.note("unclaimed", "box", box_id, after={"asker_id": asker, "ask_by": by})


def claim_box(desk: Desk, *, box_id: int, order_id: int, by: MatchedBy = MatchedBy.HAND) -> int:
    """Its owner was found: strike it off and open or join the case; returns the case's id (RET-04). The first of two
    claims counts.

    Raises AlreadyClaimed, NotUnclaimed, RegisteredAlready, BoxStruckOut, BoxGivenUp, OrderNotFound, NotLookedAt,
    NothingListed where nothing in it waits for its owner any more.
    """
    with work(desk, Right.INTAKE, Changed.BOXES, Changed.CASES, Changed.ORDERS) as doing:
        row = _get_unclaimed(desk, box_id)
        enter_match(doing, box_id, order_id, by)
        write_box(doing, box_id, {"claimed_by_id": desk.actor.id, "claimed_at": doing.at})
        cases = enter_registration(doing, box_id)
        if not cases:
            raise NothingListed(box=row.name)
        order_no = get_box(desk.database, box_id).row.order_no
        doing.note("claim", "box", box_id, after={"order_no": order_no})
        doing.note("claim", "order", order_id, after={"box": row.name})
    return cases[0]


def ask_courier(desk: Desk, *, box_id: int, by: Millis, note: str = "", asker_id: int | None = None) -> None:
    """Somebody has to ask the carrier whose it is, by that moment (RET-05). Raises NotUnclaimed, NobodyAsks,
    TimePast."""
    with work(desk, Right.INTAKE, Changed.BOXES) as doing:
        row = _get_unclaimed(desk, box_id)
        _check_later(doing, by)
        after: dict[str, Any] = {"ask_by": by, "asker_id": _asker(doing, asker_id or row.asker_id)}
        if note.strip():
            after["note"] = "\n".join(filter(None, (row.note, note.strip())))
        write_box(doing, box_id, after)
        doing.note("ask courier", "box", box_id, before={"ask_by": row.ask_by}, after=after)


def ask_about_missing(desk: Desk, *, order_id: int, by: Millis, note: str = "") -> int:
    """No box of it is here, though the buyer says it was signed for: ask the carrier by that moment (RET-04). Returns
    the contact that is due then. Raises TimePast."""
    with work(desk, Right.SERVE, Changed.CARE) as doing:
        _check_later(doing, by)
        return enter_contact(doing, kind=COURIER, note=note, order_id=order_id, next_at=by)


def give_up(desk: Desk, *, box_id: int, reason: str) -> None:
    """Nobody could find out whose it is; a supervisor says so. Raises ReasonMissing, NotUnclaimed, BoxGivenUp,
    ItemInCase."""
    if not reason.strip():
        raise ReasonMissing()
    with work(desk, Right.OVERRULE, Changed.BOXES) as doing:
        _get_unclaimed(desk, box_id)
        for item in list_box_items(desk.database, box_id=box_id):
            check_free(item)  # of somebody who is known: it would never be inspected
        write_box(doing, box_id, {"state": BoxState.GIVEN_UP.value, "reason": reason.strip()})
        doing.note("give up", "box", box_id, reason=reason.strip())


def escalate_box(desk: Desk, *, box_id: int, note: str = "") -> bool:
    """Bring an unclaimed box before the supervisor now; after some days (setting) it is there by itself (RET-05).
    False where it was brought before. Raises NotUnclaimed."""
    with work(desk, Right.INTAKE, Changed.BOXES) as doing:
        row = _get_unclaimed(desk, box_id)
        if row.escalated_at is not None:
            return False
        write_box(doing, box_id, {"escalated_at": doing.at})
        doing.note("escalate", "box", box_id, reason=note.strip())
    return True


def put_aside(desk: Desk, *, box_id: int) -> bool:
    """The best proposal was looked at and isn't it: only a better one is told of again. False where it was so before.
    Raises NotUnclaimed."""
    with work(desk, Right.INTAKE, Changed.BOXES) as doing:
        _get_unclaimed(desk, box_id)
        seen = _seen(desk, box_id)
        sql = "SELECT proposed_id, proposed_score FROM box WHERE id = ?"
        before = desk.database.execute_sql(sql, (box_id,)).fetchone()
        if tuple(before) == tuple(seen.values()):
            return False
        write_box(doing, box_id, seen)
        doing.note("put aside", "box", box_id, after={"proposed_id": seen["proposed_id"]})
    return True


def _get_unclaimed(desk: Desk, box_id: int) -> BoxRow:
    """A box that is among the unclaimed; refuses the second person by name."""
    row = get_box(desk.database, box_id).row
    check_not_over(desk, row)
    if row.state is BoxState.REGISTERED:
        if row.claimed_at is None:
            raise registered_already(desk, row)
        when = desk.shown(row.claimed_at)
        raise AlreadyClaimed(box=row.name, person=row.claimed_by, when=when, order_no=row.order_no)
    if row.state is not BoxState.UNCLAIMED:
        raise NotUnclaimed(box=row.name, state=Word(BOX_STATES[row.state]))
    return row


def _check_later(doing: Work, by: Millis) -> None:
    if by <= doing.at:
        raise TimePast(when=doing.desk.shown(by))


def _asker(doing: Work, person_id: int | None) -> int:
    if person_id is None:
        return doing.desk.actor.id
    person = get_person(doing.desk.database, person_id)
    if person is None or not person.active:
        raise NobodyAsks()
    return person.id


def _seen(desk: Desk, box_id: int) -> dict[str, Any]:
    """The best proposal as it is now."""
    best = next(iter(propose_for(desk.database, box_id, limit=1)), None)
    return {"proposed_id": best.order_id if best else None, "proposed_score": best.score if best else 0}
