"""Our own ratings of buyers: marked as given, stopped where a bad review is in sight, decided by a supervisor (REV-03,
REV-04)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from shopdesk.db.database import GIVEN, listed, rows_of
from shopdesk.domain.permissions import Right
from shopdesk.domain.reviews import Decision
from shopdesk.errors import N_, Refused
from shopdesk.i18n import _
from shopdesk.queries.orders import get_order
from shopdesk.queries.own_ratings import RateRow, list_to_rate
from shopdesk.queries.shop_settings import get_setting
from shopdesk.services.clashes import last_deed
from shopdesk.services.desk import Changed, Desk, Work, work
from shopdesk.services.edits import ReasonMissing, save_edit
from shopdesk.settings import REVIEW_RATE_DAYS


class RatedAlready(Refused):
    template = N_("The buyer of order {order_no} was rated by {person} ({when}) already.")


class RatingStopped(Refused):
    template = N_(
        "The buyer of order {order_no} wrote a neutral or bad review (number {review}). A supervisor has to decide "
        "whether we rate as usual."
    )


class RateFirst(Refused):
    template = N_("This buyer has several trades. Rate order {first} first, then order {order_no}.")


class NotToRate(Refused):
    template = N_("Order {order_no} can't be rated: it isn't completed, or its {days} days are over.")


class DecidedAlready(Refused):
    template = N_("{person} decided about order {order_no} already ({when}). Look at the list again.")


@dataclass(frozen=True, slots=True)
class Rated:
    """What marking many at once did."""

    done: tuple[int, ...]
    left: tuple[tuple[int, Refused], ...]
    """Orders that were not marked, and why."""


def mark_rated(desk: Desk, *, order_ids: Sequence[int], skip_refused: bool = True) -> Rated:
    """Note that these buyers were given a good rating on the platform. Whoever has a bad review in sight waits for a
    supervisor, and of a buyer with several trades one goes first (REV-04); they are left, and told. With
    `skip_refused` False the first of them is raised, and nothing is marked: RatingStopped, RateFirst, RatedAlready,
    NotToRate."""
    with work(desk, Right.SERVE, Changed.REVIEWS) as doing:
        ids = list(dict.fromkeys(order_ids))
        rows = {row.order_id: row for row in list_to_rate(desk.database, now=doing.at, order_ids=ids)}
        refusals = [(order_id, _refusal(doing, order_id, rows.get(order_id))) for order_id in ids]
        left = tuple((order_id, why) for order_id, why in refusals if why is not None)
        if left and not skip_refused:
            raise left[0][1]
        done = tuple(order_id for order_id, why in refusals if why is None)
        for order_id in done:
            _write(doing, order_id, "rated", {"rated_by_id": desk.actor.id, "rated_at": doing.at})
    return Rated(done, left)


def unmark_rated(desk: Desk, *, order_ids: Sequence[int]) -> int:
    """Take back what was marked by mistake; returns how many. Only one's own marks, or any by a supervisor."""
    with work(desk, Right.SERVE, Changed.REVIEWS) as doing:
        rows = rows_of(
            desk.database,
            f"SELECT id, order_id, rated_by_id FROM own_rating WHERE rated_at IS NOT NULL AND order_id IN {GIVEN} "
            "ORDER BY id",
            (listed(order_ids),),
        )
        may_all = desk.actor.may(Right.OVERRULE)
        back = [order_id for _id, order_id, person in rows if may_all or person == desk.actor.id]
        for order_id in back:
            _write(doing, order_id, "rating undone", {"rated_by_id": None, "rated_at": None})
    return len(back)


def decide_rating(
    desk: Desk, *, order_ids: Sequence[int], decision: Decision, note: str, version: int | None = None
) -> int:
    """A supervisor decides whether buyers with a bad review in sight are rated as usual, or wait (REV-04); returns how
    many decisions are new. `version` is that of a decision that is changed: who decides second without having seen it
    is refused. Raises ReasonMissing, DecidedAlready, NotToRate."""
    with work(desk, Right.OVERRULE, Changed.REVIEWS) as doing:
        if not note.strip():
            raise ReasonMissing()
        ids = list(dict.fromkeys(order_ids))
        rows = {row.order_id: row for row in list_to_rate(desk.database, now=doing.at, order_ids=ids)}
        after = {"decision": decision.value, "note": note.strip()}
        changed = 0
        for order_id in ids:
            row = rows.get(order_id)
            if row is None:
                raise _not_to_rate(doing, order_id)
            if (row.decision, row.note) == (decision, note.strip()):
                continue
            if row.decision is not Decision.NONE and row.version != version:
                raise _decided(doing, row)
            told = {**after, "decided_by_id": desk.actor.id, "decided_at": doing.at}
            _write(doing, order_id, "decide rating", told, reason=note.strip())
            changed += 1
    return changed


def _refusal(doing: Work, order_id: int, row: RateRow | None) -> Refused | None:
    if row is None:
        return _not_to_rate(doing, order_id)
    if row.is_stopped:
        return RatingStopped(order_no=row.order_no, review=row.review_id or "–")
    return RateFirst(order_no=row.order_no, first=row.first_no) if row.first_no else None


def _not_to_rate(doing: Work, order_id: int) -> Refused:
    database = doing.desk.database
    order_no = get_order(database, order_id).order_no
    rows = rows_of(
        database,
        "SELECT p.name AS person, w.rated_at FROM own_rating w JOIN person p ON p.id = w.rated_by_id "
        "WHERE w.order_id = ? AND w.rated_at IS NOT NULL",
        (order_id,),
    )
    if rows:
        return RatedAlready(order_no=order_no, person=rows[0][0], when=doing.desk.shown(rows[0][1]))
    return NotToRate(order_no=order_no, days=get_setting(database, REVIEW_RATE_DAYS))


def _decided(doing: Work, row: RateRow) -> Refused:
    rows = rows_of(doing.desk.database, "SELECT id FROM own_rating WHERE order_id = ?", (row.order_id,))
    _person, when = last_deed(doing.desk, "own_rating", rows[0][0], "decide rating") if rows else ("?", "–")
    return DecidedAlready(order_no=row.order_no, person=row.decided_by or _("somebody"), when=when)


def _write(doing: Work, order_id: int, action: str, after: dict[str, Any], *, reason: str = "") -> None:
    database = doing.desk.database
    database.execute_sql("INSERT INTO own_rating (order_id) VALUES (?) ON CONFLICT DO NOTHING", (order_id,))
    rating_id = rows_of(database, "SELECT id FROM own_rating WHERE order_id = ?", (order_id,))[0][0]
    save_edit(doing, "own_rating", rating_id, after, action=action, kind="own_rating", reason=reason)
