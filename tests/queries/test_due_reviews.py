"""What is due of reviews, complaints and points counts what the lists show (TEAM-04)."""

from dataclasses import replace

import pytest

from shopdesk.clock import day_end, to_local
from shopdesk.domain.complaints import State as ComplaintState
from shopdesk.domain.due import DUE, DueKind
from shopdesk.domain.points import month_of
from shopdesk.domain.reviews import Kind, State
from shopdesk.queries.complaints import list_complaints
from shopdesk.queries.due import Tally
from shopdesk.queries.own_ratings import count_to_rate, list_to_rate
from shopdesk.queries.people import find_person
from shopdesk.queries.points import list_points
from shopdesk.queries.reviews import list_reviews
from shopdesk.services.desk import Actor, Desk
from shopdesk.services.sample_desk import AGENT, SUPERVISOR
from shopdesk.services.setup import open_desk
from tests.command_line import sample_shop
from tests.queries.test_due import due


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """The sample shop."""
    return open_desk(sample_shop(tmp_path_factory.mktemp("due")).address)


def acting(desk: Desk, name: str) -> Desk:
    """The same shop as this person sees it."""
    person = find_person(desk.database, name)
    assert person is not None
    return replace(desk, actor=Actor(person.id, name, person.role))


def counted(desk: Desk, kind: DueKind, name: str = SUPERVISOR) -> tuple[Tally, Tally]:
    """For the shop, and for this person."""
    row = due(acting(desk, name), kind, now=desk.clock())
    return row.shop, row.mine


def test_complaints(desk: Desk) -> None:
    database, agent = desk.database, acting(desk, AGENT).actor.id

    def listed(state: ComplaintState) -> int:
        return sum(row.seen_at is not None for row in list_complaints(database, states=(state,)))

    unseen, _mine = counted(desk, DueKind.COMPLAINTS_UNSEEN)
    assert unseen.count == unseen.late == len(list_complaints(database, unseen=True)) > 0
    assert counted(desk, DueKind.COMPLAINTS_UNSEEN, AGENT)[1] == Tally()
    shop, mine = counted(desk, DueKind.APPEALS_TO_APPROVE)
    assert shop.count == mine.count == listed(ComplaintState.DRAFTED) > 0
    assert counted(desk, DueKind.APPEALS_TO_APPROVE, AGENT)[1].count == 0
    for kind, state in (
        (DueKind.APPEALS_TO_SEND, ComplaintState.APPROVED),
        (DueKind.COMPLAINTS_TO_ANSWER, ComplaintState.OPEN),
        (DueKind.COMPLAINTS_WAITING, ComplaintState.SENT),
    ):
        assert counted(desk, kind)[0].count == listed(state)
        held = [row for row in list_complaints(database, states=(state,)) if row.holder_id == agent and row.seen_at]
        assert counted(desk, kind, AGENT)[1].count == len(held)
    parts = [kind for kind in DueKind if DUE[kind].opens == "complaint-list"]
    assert sum(counted(desk, kind)[0].count for kind in parts) == len(list_complaints(database, only_open=True))


def test_reviews(desk: Desk) -> None:
    for kind, state in (
        (DueKind.REVIEWS_TO_CONTACT, State.ASSIGNED),
        (DueKind.REVIEWS_IN_WORK, State.IN_WORK),
        (DueKind.REVIEWS_RAISED, State.RAISED),
    ):
        shop, mine = counted(desk, kind, AGENT)
        found = list_reviews(desk.database, states=(state,))
        assert (shop.count, shop.late) == (len(found), sum(row.is_late(desk.clock()) for row in found))
        is_for_all = kind is DueKind.REVIEWS_RAISED
        assert mine.count == (0 if is_for_all else sum(row.person == AGENT for row in found))
    new = list_reviews(desk.database, states=(State.NEW,))
    answers = sum(row.kind is Kind.GOOD for row in new)
    assert counted(desk, DueKind.REVIEWS_TO_ANSWER)[0].count == answers > 0
    assert counted(desk, DueKind.REVIEWS_TO_ASSIGN)[0].count == len(new) - answers > 0


def test_ratings(desk: Desk) -> None:
    now = desk.clock()
    rows = list_to_rate(desk.database, now=now)
    stopped, _mine = counted(desk, DueKind.RATINGS_STOPPED)
    assert stopped.count == sum(row.is_stopped for row in rows) == count_to_rate(desk.database, now=now).stopped
    tonight = day_end(to_local(now).date())
    shop, _mine = counted(desk, DueKind.TO_RATE, AGENT)
    assert shop.count == shop.today == sum(row.rate_by < tonight for row in rows)


def test_points(desk: Desk) -> None:
    shop, mine = counted(desk, DueKind.POINTS_DISPUTED)
    disputed = list_points(desk.database, only_disputed=True)
    agent = acting(desk, AGENT).actor.id
    assert shop.count == mine.count == len(disputed) > 0
    seen, nobodys = counted(desk, DueKind.POINTS_DISPUTED, AGENT)
    assert (seen.count, nobodys.count) == (sum(row.person_id == agent for row in disputed), 0), "who may settle none"
    month = month_of(desk.clock(), "Asia/Shanghai")
    nobodys, mine = counted(desk, DueKind.POINTS_OF_MONTH, AGENT)
    assert (nobodys.count, mine.count) == (0, len(list_points(desk.database, month=month, person_id=agent)))
    assert mine.count > 0, "something is told"


def test_a_complaint_of_nobody_is_with_the_supervisor_who_took_note(desk: Desk) -> None:
    supervisor = acting(desk, SUPERVISOR).actor.id
    with desk.database.atomic() as transaction:
        before = counted(desk, DueKind.COMPLAINTS_TO_ANSWER)[1].count
        desk.database.execute_sql(
            "INSERT INTO complaint (number, cause, state, opened_by_id, opened_at, seen_by_id, seen_at) "
            "VALUES ('TS-77', 'quality', 'open', 1, 1, ?, 2)",
            (supervisor,),
        )
        assert counted(desk, DueKind.COMPLAINTS_TO_ANSWER)[1].count == before + 1
        (row,) = list_complaints(desk.database, find="TS-77")
        assert (row.person_id, row.holder_id) == (None, supervisor)
        transaction.rollback()
