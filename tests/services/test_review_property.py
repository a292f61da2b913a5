"""Reviews under random hands: whatever people and files do, the table of steps holds (REV-02)."""

import random
from itertools import pairwise
from pathlib import Path

import pytest

from shopdesk.db.database import rows_of
from shopdesk.domain.deadlines import DAY_MS, HOUR_MS
from shopdesk.domain.permissions import Right
from shopdesk.domain.review_keys import ReviewEntry
from shopdesk.domain.reviews import But, Deed, Kind, Result, State, Step
from shopdesk.errors import ShopdeskError
from shopdesk.queries.reviews import get_review, list_reviews
from shopdesk.services.desk import Changed, Desk, work
from shopdesk.services.review_steps import assign_review, close_review, note_review_contact, raise_late, take_step
from shopdesk.services.review_writer import write_reviews
from shopdesk.services.reviews import change_review, enter_review, note_deleted, reply_review, set_but
from tests.factories import NOON, add_order
from tests.services.refunders import Refunders, Time, make_refunders

_TEXTS = ("好", "有点硬", "磨脚", "没有色差", "")


@pytest.fixture
def clock() -> Time:
    return Time(step=1000)


@pytest.fixture
def people(tmp_path: Path, clock: Time) -> Refunders:
    return make_refunders(tmp_path, clock=clock)


def one_deed(rng: random.Random, desk: Desk, orders: list[int], persons: list[int]) -> None:
    """Something that somebody or a file does."""
    kind, said = rng.choice(list(Kind)), rng.choice(_TEXTS)
    review = rng.randint(1, 6)
    deeds = (
        lambda: enter_review(desk, kind=kind, said=said, at=NOON, order_id=rng.choice(orders)),
        lambda: assign_review(desk, review_id=review, person_id=rng.choice(persons)),
        lambda: note_review_contact(desk, review_id=review, note="x", next_at=rng.choice((None, NOON + 90 * DAY_MS))),
        lambda: take_step(desk, review_id=review, step=rng.choice(list(Step)), note="x"),
        lambda: close_review(desk, review_id=review, result=rng.choice(list(Result)), explanation="x"),
        lambda: change_review(desk, review_id=review, kind=kind, said=said),
        lambda: note_deleted(desk, review_id=review),
        lambda: reply_review(desk, review_id=review, text="谢谢", version=rng.choice((None, 1, 2, 3))),
        lambda: set_but(desk, review_id=review, complains=rng.random() < 0.5),
        lambda: raise_late(desk),
        lambda: from_file(desk, ReviewEntry(kind, NOON - HOUR_MS, f"N{rng.randint(1, 3)}", said, goods="单鞋")),
    )
    rng.choice(deeds)()


def from_file(desk: Desk, entry: ReviewEntry) -> None:
    with work(desk, Right.IMPORT, Changed.REVIEWS) as doing:
        write_reviews(doing, [entry, entry])


@pytest.mark.parametrize("seed", range(6))
def test_whatever_people_do_a_review_stands_where_the_table_says(people: Refunders, clock: Time, seed: int) -> None:
    rng, desks = random.Random(seed), [people.agent, people.other_agent, people.supervisor, people.owner]
    orders = [add_order(people.owner, buyer=f"tb_{i}") for i in range(3)]
    persons = [people.agent.actor.id, people.supervisor.actor.id, people.finance.actor.id]
    done = 0
    for _ in range(120):
        clock.at += rng.choice((0, HOUR_MS, DAY_MS))
        try:
            one_deed(rng, rng.choice(desks), orders, persons)
            done += 1
        except ShopdeskError:
            continue
    assert done > 30
    database = people.owner.database
    for row in list_reviews(database):
        assert (row.state is State.CLOSED) is (row.closed_at is not None)
        assert (row.due_at is None) is (row.state is State.CLOSED)
        assert row.state not in (State.ASSIGNED, State.IN_WORK) or row.person_id is not None
        assert row.state is not State.RAISED or row.raised_at is not None
        assert row.is_open or not row.needs_work or row.result is not None
        assert row.kind is Kind.GOOD or row.but is But.NO
        assert row.next_at is None or row.is_open
        steps = get_review(database, row.id).steps
        assert all(step.step in {*Step, *Deed} for step in steps)
        moves = [(step.came_from, step.went_to) for step in steps]
        assert all(one[1] is two[0] for one, two in pairwise(moves) if two[0] is not None)
        assert not moves or moves[-1][1] is row.state
    keys = rows_of(database, "SELECT coalesce(shop_id, 0), key FROM review")
    assert len(keys) == len(set(keys))
