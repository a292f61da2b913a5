"""Complaints under random hands: whatever people do, the table of steps and the appeal's conditions hold (CMP-02)."""

import random
from collections import Counter
from itertools import pairwise
from pathlib import Path

from shopdesk.db.database import rows_of
from shopdesk.domain.complaints import CLOSINGS, ENDED, RULES, Cause, Deed, State, Step
from shopdesk.domain.deadlines import DAY_MS, HOUR_MS
from shopdesk.domain.money import Money
from shopdesk.domain.permissions import Role, may
from shopdesk.errors import ShopdeskError
from shopdesk.queries.complaints import count_complaints, get_complaint, get_complaint_row, list_complaints
from shopdesk.services.complaint_steps import close_complaint, take_step, write_appeal
from shopdesk.services.complaints import (
    assign_complaint,
    complaint_base,
    edit_complaint,
    note_complaint_contact,
    open_complaint,
)
from shopdesk.services.desk import Desk
from shopdesk.services.evidence import add_evidence, remove_evidence
from tests.factories import NOON, add_order
from tests.services.refunders import Refunders, Time, make_refunders

_LIKELY = (4, 3, 6, 8, 5, 4, 8, 1, 1, 3, 8, 1)


def one_deed(rng: random.Random, desk: Desk, orders: list[int], persons: list[int], at: int) -> None:
    """Something that somebody does."""
    complaint = rng.randint(1, 5)
    version = rng.choice((None, None, None, 1, 2, 5))
    deeds = (
        lambda: open_complaint(desk, cause=rng.choice(list(Cause)), order_id=rng.choice(orders), number=f"TS{at}"),
        lambda: take_step(desk, complaint_id=complaint, step=rng.choice(list(Step)), note="x", version=version),
        lambda: take_step(desk, complaint_id=complaint, step=Step.APPROVE),
        lambda: take_step(desk, complaint_id=complaint, step=Step.SEND),
        lambda: write_appeal(desk, complaint_id=complaint, text=f"理由 {at}", version=version),
        lambda: close_complaint(
            desk, complaint_id=complaint, step=rng.choice((*CLOSINGS, Step.SEE)), result="x", cost=Money(5)
        ),
        lambda: close_complaint(desk, complaint_id=complaint, step=Step.WIN, result="x"),
        lambda: assign_complaint(desk, complaint_id=complaint, person_id=rng.choice(persons)),
        lambda: note_complaint_contact(desk, complaint_id=complaint, note="x", next_at=at + 90 * DAY_MS),
        lambda: edit_complaint(
            desk, complaint_id=complaint, values={"due_at": at + rng.choice((-1, 5, 5)) * DAY_MS},
            base=complaint_base(get_complaint_row(desk.database, complaint)),
        ),
        lambda: add_evidence(desk, kind="complaint", record_id=complaint, file=str(at).encode(), name="a.txt"),
        lambda: remove_evidence(desk, evidence_id=rng.randint(1, 9)),
    )  # fmt: skip
    rng.choices(deeds, weights=_LIKELY)[0]()


def live(people: Refunders, clock: Time, seed: int) -> Counter[State]:
    rng, desks = random.Random(seed), [people.agent, people.other_agent, people.supervisor, people.owner]
    orders = [add_order(people.owner, buyer=f"tb_{i}") for i in range(4)]
    persons = [people.agent.actor.id, people.supervisor.actor.id, people.finance.actor.id]
    database, reached = people.owner.database, Counter[State]()
    for _ in range(300):
        clock.at += rng.choice((0, 0, HOUR_MS, 5 * HOUR_MS))
        before = {row.id: row for row in list_complaints(database)}
        try:
            one_deed(rng, rng.choice(desks), orders, persons, clock.at)
        except ShopdeskError:
            assert {row.id: row for row in list_complaints(database)} == before, "all or nothing"
            continue
        for row in list_complaints(database):
            if row.id not in before or row.state is not before[row.id].state:
                reached[row.state] += 1
            if row.state is State.SENT and before[row.id].state is not State.SENT:
                assert row.files and row.due_at is not None and row.sent_at is not None and row.sent_at <= row.due_at
                assert row.approved_at is not None and row.approved_by != row.appeal_by
    return reached


def check(people: Refunders) -> None:
    database = people.owner.database
    roles = dict(rows_of(database, "SELECT name, role FROM person"))
    for row in list_complaints(database):
        assert (row.state in ENDED) is (row.closed_at is not None)
        assert row.due_at is not None
        assert (row.approved_at is not None) or row.state not in (State.APPROVED, State.SENT, State.WON)
        assert row.seen_at is not None or row.state in (State.NEW, State.DRAFTED)
        assert row.state is not State.NEW or row.seen_at is None
        assert row.next_at is None or row.is_open
        steps = get_complaint(database, row.id).steps
        assert all(step.step in {*Step, *Deed} for step in steps)
        for one, two in pairwise(steps):
            assert one.went_to is two.came_from
        assert steps[-1].went_to is row.state
        for step in steps:
            if step.step in set(Step):
                rule = RULES[Step(step.step)]
                assert step.came_from in rule.came_from and step.went_to is rule.to
                assert may(Role(roles[step.person]), rule.right)
    counts = count_complaints(database, now=NOON)
    assert sum(counts.by_state.values()) == len(list_complaints(database, only_open=True))


def test_whatever_people_do_a_complaint_stands_where_the_table_says(tmp_path: Path) -> None:
    reached = Counter[State]()
    for seed in range(4):
        clock = Time(step=1000)
        people = make_refunders(tmp_path / str(seed), clock=clock)
        reached += live(people, clock, seed)
        check(people)
        people.owner.database.close()
    assert set(reached) == set(State)
