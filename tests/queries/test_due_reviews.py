"""What is due of reviews, complaints and points counts what the lists show (TEAM-04)."""

import pytest

from shopdesk.clock import day_end, to_local
from shopdesk.domain.complaints import State as ComplaintState
from shopdesk.domain.due_reviews import LINES, ReviewDue
from shopdesk.domain.permissions import Right
from shopdesk.domain.reviews import Kind, State
from shopdesk.queries import due, due_reviews
from shopdesk.queries.complaints import list_complaints
from shopdesk.queries.due import Tally
from shopdesk.queries.own_ratings import count_to_rate, list_to_rate
from shopdesk.queries.people import find_person
from shopdesk.queries.points import list_points
from shopdesk.queries.reviews import list_reviews
from shopdesk.services.desk import Desk
from shopdesk.services.sample_desk import AGENT, SUPERVISOR
from shopdesk.services.setup import open_desk
from tests.command_line import sample_shop

RIGHTS = {AGENT: frozenset({Right.SERVE}), SUPERVISOR: frozenset({Right.SERVE, Right.OVERRULE})}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """The sample shop."""
    return open_desk(sample_shop(tmp_path_factory.mktemp("due")).address)


def counted(desk: Desk, kind: ReviewDue, name: str = SUPERVISOR) -> tuple[Tally, Tally]:
    """For the shop, and for this person."""
    now, person = desk.clock(), find_person(desk.database, name)
    assert person is not None
    values = due._values(desk.database, now, person.id) | due_reviews.values_of(desk.database, now=now)
    source = due._Source(*due_reviews.SOURCES[kind])
    return due._tallies(desk.database, source, values, RIGHTS[name], LINES[kind].right)


def test_every_kind_has_its_line_and_its_statement(desk: Desk) -> None:
    assert set(LINES) == set(due_reviews.SOURCES) == set(ReviewDue)
    for kind in ReviewDue:
        counted(desk, kind)


def test_complaints(desk: Desk) -> None:
    database = desk.database

    def listed(state: ComplaintState) -> int:
        return sum(row.seen_at is not None for row in list_complaints(database, states=(state,)))

    unseen, _mine = counted(desk, ReviewDue.COMPLAINTS_UNSEEN)
    assert unseen.count == unseen.late == len(list_complaints(database, unseen=True)) > 0
    assert counted(desk, ReviewDue.COMPLAINTS_UNSEEN, AGENT)[1] == Tally()
    shop, mine = counted(desk, ReviewDue.APPEALS_TO_APPROVE)
    assert shop.count == mine.count == listed(ComplaintState.DRAFTED) > 0
    assert counted(desk, ReviewDue.APPEALS_TO_APPROVE, AGENT)[1].count == 0
    for kind, state in (
        (ReviewDue.APPEALS_TO_SEND, ComplaintState.APPROVED),
        (ReviewDue.COMPLAINTS_TO_ANSWER, ComplaintState.OPEN),
        (ReviewDue.COMPLAINTS_WAITING, ComplaintState.SENT),
    ):
        assert counted(desk, kind)[0].count == listed(state)
    parts = [kind for kind in ReviewDue if LINES[kind].opens == "complaint-list"]
    assert sum(counted(desk, kind)[0].count for kind in parts) == len(list_complaints(database, only_open=True))


def test_reviews(desk: Desk) -> None:
    for kind, state in (
        (ReviewDue.REVIEWS_TO_CONTACT, State.ASSIGNED),
        (ReviewDue.REVIEWS_IN_WORK, State.IN_WORK),
        (ReviewDue.REVIEWS_RAISED, State.RAISED),
    ):
        shop, mine = counted(desk, kind, AGENT)
        found = list_reviews(desk.database, states=(state,))
        assert (shop.count, shop.late) == (len(found), sum(row.is_late(desk.clock()) for row in found))
        is_for_all = kind is ReviewDue.REVIEWS_RAISED
        assert mine.count == (0 if is_for_all else sum(row.person == AGENT for row in found))
    new = list_reviews(desk.database, states=(State.NEW,))
    answers = sum(row.kind is Kind.GOOD for row in new)
    assert counted(desk, ReviewDue.REVIEWS_TO_ANSWER)[0].count == answers > 0
    assert counted(desk, ReviewDue.REVIEWS_TO_ASSIGN)[0].count == len(new) - answers > 0


def test_ratings(desk: Desk) -> None:
    now = desk.clock()
    rows = list_to_rate(desk.database, now=now)
    stopped, _mine = counted(desk, ReviewDue.RATINGS_STOPPED)
    assert stopped.count == sum(row.is_stopped for row in rows) == count_to_rate(desk.database, now=now).stopped
    tonight = day_end(to_local(now).date())
    shop, _mine = counted(desk, ReviewDue.TO_RATE, AGENT)
    assert shop.count == shop.today == sum(row.rate_by < tonight for row in rows)


def test_points(desk: Desk) -> None:
    shop, mine = counted(desk, ReviewDue.POINTS_DISPUTED)
    assert shop.count == mine.count == len(list_points(desk.database, only_disputed=True)) > 0
    assert counted(desk, ReviewDue.POINTS_OF_TODAY, AGENT)[0].count == 0
