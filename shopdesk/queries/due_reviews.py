"""What is due of reviews, complaints and points: one statement a kind, each of what its list shows (TEAM-04).

They are said as those of `queries.due`: `due`, `since` and `mine` of each thing, `:names` for values.
"""

from collections.abc import Mapping
from typing import NamedTuple

from shopdesk.clock import Millis
from shopdesk.db.database import Database
from shopdesk.domain.complaints import State as ComplaintState
from shopdesk.domain.deadlines import DAY_MS
from shopdesk.domain.due_reviews import ReviewDue
from shopdesk.domain.reviews import Kind, State
from shopdesk.queries.own_ratings import BAD, STOPPED, TO_RATE
from shopdesk.queries.shop_settings import get_setting
from shopdesk.settings import REVIEW_RATE_DAYS


class DueSource(NamedTuple):
    """A statement, and when what it finds is this person's; "" where the line's right says so."""

    sql: str
    mine: str = ""


def _complaints(where: str, mine: str = "c.person_id = :person", *, due: str = "c.due_at") -> DueSource:
    sql = f"SELECT {due} AS due, c.opened_at AS since, {{mine}} AS mine FROM complaint c WHERE c.closed_at IS NULL"
    return DueSource(f"{sql} AND {where}", mine)


def _reviews(where: str, mine: str = "r.person_id = :person") -> DueSource:
    sql = "SELECT r.due_at AS due, r.came_at AS since, {mine} AS mine FROM review r WHERE r.closed_at IS NULL"
    return DueSource(f"{sql} AND {where}", mine)


_SEEN = "c.seen_at IS NOT NULL AND c.state = "
_GOOD = f"r.kind = '{Kind.GOOD}'"
_TO_RATE = TO_RATE.replace("?", ":rate_since", 1).replace("?", ":now", 1)
SOURCES: Mapping[ReviewDue, DueSource] = {
    ReviewDue.COMPLAINTS_UNSEEN: _complaints("c.seen_at IS NULL", "", due="c.opened_at"),
    ReviewDue.APPEALS_TO_APPROVE: _complaints(
        f"{_SEEN} '{ComplaintState.DRAFTED}'", "{allowed} AND c.appeal_by_id <> :person"
    ),
    ReviewDue.APPEALS_TO_SEND: _complaints(
        f"{_SEEN} '{ComplaintState.APPROVED}'", "coalesce(c.person_id, c.appeal_by_id) = :person"
    ),
    ReviewDue.COMPLAINTS_TO_ANSWER: _complaints(f"{_SEEN} '{ComplaintState.OPEN}'"),
    ReviewDue.COMPLAINTS_WAITING: _complaints(f"c.state = '{ComplaintState.SENT}'", due="NULL"),
    ReviewDue.REVIEWS_TO_ASSIGN: _reviews(f"r.state = '{State.NEW}' AND NOT {_GOOD}", ""),
    ReviewDue.REVIEWS_TO_CONTACT: _reviews(f"r.state = '{State.ASSIGNED}'"),
    ReviewDue.REVIEWS_IN_WORK: _reviews(f"r.state = '{State.IN_WORK}'"),
    ReviewDue.REVIEWS_RAISED: _reviews(f"r.state = '{State.RAISED}'", ""),
    ReviewDue.REVIEWS_TO_ANSWER: _reviews(f"r.state = '{State.NEW}' AND {_GOOD}", ""),
    ReviewDue.TO_RATE: DueSource(
        "SELECT o.done_at + :rate_within AS due, o.done_at AS since, {mine} AS mine "
        f"{_TO_RATE} AND o.done_at + :rate_within < :tomorrow"
    ),
    ReviewDue.RATINGS_STOPPED: DueSource(
        "SELECT due, since, {mine} AS mine FROM ("
        f"{BAD.replace('?', ':now')} SELECT o.done_at + :rate_within AS due, o.done_at AS since {_TO_RATE} "
        f"AND {STOPPED}) AS stopped"
    ),
    ReviewDue.POINTS_DISPUTED: DueSource(
        "SELECT NULL AS due, e.disputed_at AS since, {mine} AS mine FROM point_entry e "
        "WHERE e.disputed_at IS NOT NULL AND e.settled_at IS NULL",
        "{allowed} AND e.person_id <> :person",
    ),
    ReviewDue.POINTS_OF_TODAY: DueSource(
        "SELECT NULL AS due, e.at AS since, {mine} AS mine FROM point_entry e "
        "WHERE e.at >= :today AND e.person_id = :person",
        "e.person_id = :person",
    ),
}
"""A complaint that nobody has seen is late at once (CMP-01)."""


def values_of(database: Database, *, now: Millis) -> dict[str, int]:
    """What these statements need beyond the values of `queries.due`."""
    within = get_setting(database, REVIEW_RATE_DAYS) * DAY_MS
    return {"rate_within": within, "rate_since": now - within}
