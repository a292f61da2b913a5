"""What is due of reviews, complaints and points: one statement a kind, each of what its list shows."""

from collections.abc import Mapping

from shopdesk.domain.complaints import State as ComplaintState
from shopdesk.domain.due import DueKind
from shopdesk.domain.reviews import Kind, State
from shopdesk.queries.complaints import HOLDER
from shopdesk.queries.own_ratings import BAD, STOPPED, TO_RATE


def _complaints(where: str, *, due: str = "c.due_at") -> str:
    return (
        f"SELECT {due} AS due, c.opened_at AS since, {{mine}} AS mine FROM complaint c "
        f"WHERE c.closed_at IS NULL AND {where}"
    )


def _reviews(where: str) -> str:
    return (
        "SELECT r.due_at AS due, r.came_at AS since, {mine} AS mine FROM review r "
        f"WHERE r.closed_at IS NULL AND {where}"
    )


_SEEN = "c.seen_at IS NOT NULL AND c.state = "
_GOOD = f"r.kind = '{Kind.GOOD}'"
_TO_RATE = TO_RATE.replace("?", ":rate_since", 1).replace("?", ":now", 1)
SOURCES: Mapping[DueKind, str] = {
    DueKind.COMPLAINTS_UNSEEN: _complaints("c.seen_at IS NULL", due="c.opened_at"),
    DueKind.APPEALS_TO_APPROVE: _complaints(f"{_SEEN} '{ComplaintState.DRAFTED}'"),
    DueKind.APPEALS_TO_SEND: _complaints(f"{_SEEN} '{ComplaintState.APPROVED}'"),
    DueKind.COMPLAINTS_TO_ANSWER: _complaints(f"{_SEEN} '{ComplaintState.OPEN}'"),
    DueKind.COMPLAINTS_WAITING: _complaints(f"c.state = '{ComplaintState.SENT}'", due="NULL"),
    DueKind.REVIEWS_TO_ASSIGN: _reviews(f"r.state = '{State.NEW}' AND NOT {_GOOD}"),
    DueKind.REVIEWS_TO_CONTACT: _reviews(f"r.state = '{State.ASSIGNED}'"),
    DueKind.REVIEWS_IN_WORK: _reviews(f"r.state = '{State.IN_WORK}'"),
    DueKind.REVIEWS_RAISED: _reviews(f"r.state = '{State.RAISED}'"),
    DueKind.REVIEWS_TO_ANSWER: _reviews(f"r.state = '{State.NEW}' AND {_GOOD}"),
    DueKind.TO_RATE: (
        "SELECT o.done_at + :rate_within AS due, o.done_at AS since, {mine} AS mine "
        f"{_TO_RATE} AND o.done_at + :rate_within < :tomorrow"
    ),
    DueKind.RATINGS_STOPPED: (
        "SELECT due, since, {mine} AS mine FROM ("
        f"{BAD.replace('?', ':now')} SELECT o.done_at + :rate_within AS due, o.done_at AS since {_TO_RATE} "
        f"AND {STOPPED}) AS stopped"
    ),
    DueKind.POINTS_DISPUTED: (
        "SELECT NULL AS due, e.disputed_at AS since, {mine} AS mine FROM point_entry e "
        "WHERE e.disputed_at IS NOT NULL AND e.settled_at IS NULL AND ({allowed} OR e.person_id = :person)"
    ),
    DueKind.POINTS_OF_MONTH: (
        "SELECT NULL AS due, e.at AS since, {mine} AS mine FROM point_entry e "
        "WHERE e.month = :month AND e.person_id = :person"
    ),
}
"""A complaint that nobody has seen is late at once (CMP-01). Who isn't a supervisor sees their own points only."""

_MINE = "r.person_id = :person"
MINE: Mapping[DueKind, str] = {
    DueKind.APPEALS_TO_APPROVE: "{allowed} AND c.appeal_by_id <> :person",
    **dict.fromkeys(
        (DueKind.APPEALS_TO_SEND, DueKind.COMPLAINTS_TO_ANSWER, DueKind.COMPLAINTS_WAITING), f"{HOLDER} = :person"
    ),
    DueKind.REVIEWS_TO_CONTACT: _MINE,
    DueKind.REVIEWS_IN_WORK: _MINE,
    DueKind.POINTS_DISPUTED: "{allowed} AND e.person_id <> :person",
    DueKind.POINTS_OF_MONTH: "TRUE",
}
"""When it is this person's, where their rights don't say so."""
