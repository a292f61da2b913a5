"""Reviews: entered by hand, put right, answered in public, changed or deleted by their buyers (REV-01, REV-05, REV-06).

How they go from step to step is in `review_steps`, how files bring them in `review_writer`."""

from collections.abc import Mapping
from typing import Any

from shopdesk.clock import Millis
from shopdesk.db.database import rows_of
from shopdesk.domain.permissions import Right
from shopdesk.domain.private_data import PRIVATE, Found, find_private
from shopdesk.domain.review_keys import ReviewEntry
from shopdesk.domain.reviews import KINDS, But, Cause, Deed, Kind, Result, State, needs_work
from shopdesk.domain.script_blanks import gap_name, open_names
from shopdesk.errors import N_, BadInput, Refused
from shopdesk.i18n import _
from shopdesk.queries.orders import OrderNotFound
from shopdesk.queries.review_orders import find_review_orders, get_review_order
from shopdesk.queries.review_people import get_buyer_facts, list_own_traces
from shopdesk.queries.reviews import ReviewRow, get_review_row
from shopdesk.queries.script_values import fill_script
from shopdesk.queries.scripts import get_script
from shopdesk.services.clashes import last_deed
from shopdesk.services.desk import Changed, Desk, Work, work
from shopdesk.services.edits import Base, save_edit
from shopdesk.services.review_steps import write_state
from shopdesk.services.review_writer import follow_change, follow_deletion, is_to_come, join_order, write_reviews
from shopdesk.services.scripts import enter_use, has_gaps


class ReviewThere(Refused):
    template = N_("This review is there already: number {number}, {kind}, entered by {person} ({when}).")


class ReviewNotPast(BadInput):
    template = N_("{when} is still to come. Say when the buyer wrote the review.")


class ReviewEmpty(BadInput):
    template = N_("Say which order the review is of, or what the buyer wrote.")


class ReplyEmpty(BadInput):
    template = N_("Write the answer first.")


class ReplyTells(Refused):
    """`found` tells where."""

    template = N_("This answer tells everybody who the buyer is: {what}. Take it out, then send it.")
    found: tuple[Found, ...] = ()


class ReplyHasGaps(Refused):
    template = N_("This answer still has gaps: {gaps}. Write what belongs there, then send it.")


class RepliedAlready(Refused):
    template = N_("{person} answered review {number} already ({when}). Look at the answer, then change it.")


class NoComplaintToSay(Refused):
    template = N_("Review {number} is {kind}: it is followed up in any case. Only of a good one it is to be said.")


class SameKind(Refused):
    template = N_("Review {number} is {kind} already.")


class DeletedAlready(Refused):
    template = N_("{person} noted already ({when}) that the buyer deleted review {number}.")


def enter_review(
    desk: Desk,
    *,
    kind: Kind,
    said: str = "",
    at: Millis | None = None,
    order_id: int | None = None,
    order_no: str = "",
    later_said: str = "",
    stars: int = 0,
    cause: Cause | None = None,
    goods: str = "",
    buyer: str = "",
    shop_id: int | None = None,
) -> int:
    """Enter a review by hand, or as it was pasted; returns its id. An order that nobody knows (yet) is kept as its
    number. `at`: when the buyer wrote it, now if left out. Raises ReviewThere, ReviewEmpty, ReviewNotPast,
    OrderNotFound."""
    with work(desk, Right.SERVE, Changed.REVIEWS) as doing:
        moment = doing.at if at is None else at
        if is_to_come(moment, doing.at):
            raise ReviewNotPast(when=desk.shown(moment))
        order = get_review_order(desk.database, order_id) if order_id is not None else None
        if order_id is not None and order is None:
            raise OrderNotFound(order_no=order_no or order_id)
        number = order.order_no if order else order_no.strip()
        if not number and not said.strip():
            raise ReviewEmpty()
        entry = ReviewEntry(
            kind, moment, number, said.strip(), later_said.strip(), stars, goods.strip(), buyer.strip(),
            cause.value if cause else "",
        )  # fmt: skip
        _refuse_twice(desk, entry)
        return write_reviews(doing, [entry], shop_id=shop_id, order=order, by_hand=True).ids[0]


def review_base(row: ReviewRow) -> Base:
    """What a form about a review begins with."""
    return Base(row.version, {name: _stored(getattr(row, name)) for name in _EDITED})


_EDITED = ("order_no", "goods", "stars", "said", "later_said", "cause", "salesperson")
"""What can be put right; its kind is changed by `change_review`."""


def edit_review(desk: Desk, *, review_id: int, values: Mapping[str, Any], base: Base) -> bool:
    """Put right what was entered: order_no, goods, stars, said, later_said, cause, salesperson; False where nothing
    differs. With another order number it belongs to that order, as soon as there is one. Raises Clash, OddField."""
    after = {name: _stored(value) for name, value in values.items() if name in _EDITED}
    with work(desk, Right.SERVE, Changed.REVIEWS) as doing:
        row = get_review_row(desk.database, review_id)
        changed = save_edit(doing, "review", review_id, after, action="edit", kind="review", base=base)
        now = get_review_row(desk.database, review_id)
        if changed and now.order_no != row.order_no:
            order = find_review_orders(desk.database, [now.order_no], shop_id=now.shop_id).get(now.order_no)
            if order is not None:
                join_order(doing, now, order)
            elif now.order_id is not None:
                nobody = {"order_id": None, "buyer_id": None}
                save_edit(doing, "review", review_id, nobody, action="edit", kind="review")
    return changed


def set_but(desk: Desk, *, review_id: int, complains: bool, note: str = "") -> bool:
    """Somebody says whether a good review complains all the same (REV-06), whatever its words say; False where that
    stood there. One that does is followed up, one that doesn't is closed. Raises NoComplaintToSay."""
    with work(desk, Right.SERVE, Changed.REVIEWS) as doing:
        row = get_review_row(desk.database, review_id)
        if row.kind is not Kind.GOOD:
            raise NoComplaintToSay(number=review_id, kind=_(KINDS[row.kind]))
        but = But.SAID if complains else But.DENIED
        if row.but is but:
            return False
        works = needs_work(row.kind, but)
        to = row.state if works is row.is_open or (works and row.needs_work) else State.NEW if works else State.CLOSED
        write_state(doing, row, Deed.BUT.value, to, note.strip(), more={"but": but.value})
    return True


def change_review(desk: Desk, *, review_id: int, kind: Kind, said: str = "", note: str = "") -> None:
    """The buyer changed a review on the platform: from bad to good, or the other way. Raises SameKind."""
    with work(desk, Right.SERVE, Changed.REVIEWS) as doing:
        row = get_review_row(desk.database, review_id)
        if row.kind is kind and said.strip() in ("", row.said):
            raise SameKind(number=review_id, kind=_(KINDS[kind]))
        follow_change(doing, row, kind, note.strip(), {"said": said.strip()} if said.strip() else None)


def note_deleted(desk: Desk, *, review_id: int, note: str = "") -> None:
    """The buyer took a review away. Raises DeletedAlready."""
    with work(desk, Right.SERVE, Changed.REVIEWS) as doing:
        row = get_review_row(desk.database, review_id)
        if row.deleted_at is not None:
            person, when = last_deed(desk, "review", review_id, Deed.DELETED.value)
            raise DeletedAlready(number=review_id, person=person, when=when)
        follow_deletion(doing, row, note.strip())


def check_reply(desk: Desk, *, review_id: int, text: str) -> tuple[Found, ...]:
    """What of the buyer an answer would tell everybody, for a look at it while it is written (REV-05)."""
    row = get_review_row(desk.database, review_id)
    facts = get_buyer_facts(desk.database, order_id=row.order_id, buyer_id=row.buyer_id)
    return find_private(text, facts, own=list_own_traces(desk.database))


def reply_review(
    desk: Desk, *, review_id: int, text: str = "", script_id: int | None = None, version: int | None = None
) -> None:
    """Answer a review in public (REV-05); a good one that complains is done with it (REV-06). `script_id`: the words of
    the library that it was made from, which are filled and said as they are where there is no `text`. An answer is
    changed by who saw it: `version` is then the review's as it was seen. Raises ReplyTells, ReplyEmpty, ReplyHasGaps,
    RepliedAlready, ScriptHasGaps."""
    with work(desk, Right.SERVE, Changed.REVIEWS) as doing:
        row = get_review_row(desk.database, review_id)
        said = text.strip() or _from_script(doing, row, script_id)
        if not said:
            raise ReplyEmpty()
        gaps = open_names(text)
        if gaps:
            raise ReplyHasGaps(gaps=_(", ").join(map(gap_name, gaps)))
        found = check_reply(desk, review_id=review_id, text=said)
        if found:
            raise _telling(found)
        if row.reply and version != row.version:
            raise RepliedAlready(number=review_id, person=row.replied_by or "?", when=desk.shown(row.replied_at))
        after = {"reply": said, "replied_by_id": desk.actor.id, "replied_at": doing.at}
        is_done = row.kind is Kind.GOOD and row.is_open and row.state is not State.RAISED
        result = {"result": Result.EXPLAINED.value} if is_done else {}
        to = State.CLOSED if is_done else row.state
        write_state(doing, row, Deed.REPLY.value, to, said, more={**after, **result})
        if script_id is not None:
            doing.kinds.add(Changed.WORDS)
            enter_use(doing, script_id, order_id=row.order_id)


def _from_script(doing: Work, row: ReviewRow, script_id: int | None) -> str:
    """The words of the library, filled from the review's order."""
    if script_id is None:
        return ""
    desk = doing.desk
    filled = fill_script(
        desk.seen, script_id=script_id, now=doing.at, person=desk.actor.name, order_id=row.order_id,
        buyer_id=row.buyer_id, shop_id=row.shop_id,
    )  # fmt: skip
    if filled.gaps:
        raise has_gaps(get_script(desk.database, script_id).title, filled.gaps)
    return filled.text.strip()


def _telling(found: tuple[Found, ...]) -> ReplyTells:
    said = [_("{part}: {rest}").format(part=_(PRIVATE[each.kind]), rest=each.masked) for each in found]
    error = ReplyTells(what=_(", ").join(dict.fromkeys(said)))
    error.found = found
    return error


def _refuse_twice(desk: Desk, entry: ReviewEntry) -> None:
    """The same order, moment and text, by hand and by file alike."""
    rows = rows_of(
        desk.database,
        "SELECT id, kind, came_at FROM review WHERE order_no = ? AND said = ? AND (at = ? OR said <> '') "
        "AND goods = ? AND kind = ? ORDER BY id DESC",
        (entry.order_no, entry.said, entry.at, entry.goods, entry.kind.value),
    )
    for number, kind, came_at in rows[:1]:
        person, _when = last_deed(desk, "review", number, Deed.COME.value)
        raise ReviewThere(number=number, kind=_(KINDS[Kind(kind)]), person=person, when=desk.shown(came_at))


def _stored(value: Any) -> Any:
    if isinstance(value, str):
        return str(getattr(value, "value", value)).strip()
    return "" if value is None else value
