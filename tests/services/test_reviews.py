"""Reviews entered, assigned, contacted, answered, closed (REV-01, REV-02, REV-05, REV-06)."""

from pathlib import Path
from typing import Any

import pytest

from shopdesk.db.database import rows_of
from shopdesk.db.errors import HalfCharacter
from shopdesk.domain.deadlines import DAY_MS, HOUR_MS
from shopdesk.domain.flags import Colour
from shopdesk.domain.points import PointKind
from shopdesk.domain.reviews import But, Cause, Kind, Result, State, Step
from shopdesk.i18n import sentence
from shopdesk.queries.contacts import list_contacts, list_next_contacts
from shopdesk.queries.points import list_points
from shopdesk.queries.review_people import list_workload, propose_follower, propose_review_points
from shopdesk.queries.reviews import ReviewNotFound, ReviewRow, get_review, get_review_row, list_reviews
from shopdesk.services.case_people import NoteMissing, TimePast
from shopdesk.services.clashes import Clash
from shopdesk.services.desk import Desk, NotAllowed
from shopdesk.services.edits import ReasonMissing
from shopdesk.services.review_steps import (
    NobodyFollows,
    ReviewStepNeedsMore,
    ReviewStepNotPossible,
    assign_review,
    close_review,
    note_review_contact,
    raise_late,
    take_step,
)
from shopdesk.services.reviews import (
    DeletedAlready,
    NoComplaintToSay,
    ReviewEmpty,
    ReviewNotPast,
    ReviewThere,
    SameKind,
    change_review,
    edit_review,
    enter_review,
    note_deleted,
    review_base,
    set_but,
)
from shopdesk.services.shop_settings import save_setting
from shopdesk.settings import FLAG_SALESPEOPLE
from tests.factories import NOON, add_order
from tests.services.refunders import Refunders, Time, make_refunders, refused


@pytest.fixture
def clock() -> Time:
    return Time()


@pytest.fixture
def people(tmp_path: Path, clock: Time) -> Refunders:
    return make_refunders(tmp_path, clock=clock)


def row_of(people: Refunders, review: int) -> ReviewRow:
    return get_review_row(people.owner.database, review)


def enter(desk: Desk, kind: Kind = Kind.BAD, said: str = "后跟磨脚", **told: Any) -> int:
    return enter_review(desk, kind=kind, said=said, at=NOON - HOUR_MS, **told)


def assigned(people: Refunders, **told: Any) -> int:
    review = enter(people.agent, **told)
    assign_review(people.supervisor, review_id=review, person_id=people.agent.actor.id)
    return review


def test_a_bad_review_of_an_order_is_to_be_assigned_by_tomorrow(people: Refunders) -> None:
    save_setting(people.owner, FLAG_SALESPEOPLE, {"red": ["小王", "小陈"]})
    order = add_order(people.owner, buyer="tb_li", flag=Colour.RED, memo="小陈的客")
    review = enter(people.agent, order_id=order)
    row = row_of(people, review)
    assert (row.state, row.kind, row.buyer, row.salesperson) == (State.NEW, Kind.BAD, "tb_li", "小陈")
    assert row.due_at is not None
    assert DAY_MS < row.due_at - NOON < 2 * DAY_MS
    assert row.change_until == NOON - HOUR_MS + 30 * DAY_MS
    assert get_review(people.owner.database, review).phone == "13800000000"
    assert propose_follower(people.owner.database, review_id=review, now=NOON) is not None


def test_the_salesperson_is_proposed_else_who_has_least_to_do(people: Refunders) -> None:
    order = add_order(people.owner, buyer="tb_li", salesperson_id=people.other_agent.actor.id)
    found = propose_follower(people.owner.database, review_id=enter(people.agent, order_id=order), now=NOON)
    assert found is not None
    assert (found.name, found.is_salesperson) == ("小陈", True)
    assigned(people, said="别的")
    other = propose_follower(people.owner.database, review_id=enter(people.agent, said="x"), now=NOON)
    assert other is not None
    assert not other.is_salesperson
    assert other.person_id != people.agent.actor.id
    load = {each.name: each.reviews for each in list_workload(people.owner.database, now=NOON)}
    assert load["小王"] == 1
    assert load["小陈"] == 0


def test_praise_is_closed_as_it_comes_but_not_if_it_complains(people: Refunders) -> None:
    good = row_of(people, enter(people.agent, Kind.GOOD, "很好，没有色差"))
    but = row_of(people, enter(people.agent, Kind.GOOD, "鞋子好看，就是有点磨脚"))
    assert (good.state, good.but, good.result) == (State.CLOSED, But.NO, None)
    assert (but.state, but.but, but.but_words) == (State.NEW, But.FOUND, "有点磨脚")
    assert but.cause is Cause.QUALITY
    assert [row.id for row in list_reviews(people.owner.database, only_but=True)] == [but.id]


def test_somebody_may_say_otherwise_than_the_words(people: Refunders) -> None:
    good = enter(people.agent, Kind.GOOD, "挺好的")
    but = enter(people.agent, Kind.GOOD, "有点磨脚")
    assert set_but(people.agent, review_id=good, complains=True, note="问了，尺码小")
    assert set_but(people.agent, review_id=but, complains=False)
    assert not set_but(people.agent, review_id=but, complains=False)
    assert (row_of(people, good).state, row_of(people, but).state) == (State.NEW, State.CLOSED)
    with pytest.raises(NoComplaintToSay):
        set_but(people.agent, review_id=enter(people.agent), complains=True)


def test_the_same_review_is_entered_once(people: Refunders) -> None:
    order = add_order(people.owner)
    first = enter(people.agent, order_id=order)
    with pytest.raises(ReviewThere) as caught:
        enter(people.other_agent, order_id=order)
    assert "小王" in sentence(caught.value)
    assert str(first) in sentence(caught.value)


def test_what_makes_no_review_is_refused(people: Refunders) -> None:
    with pytest.raises(ReviewEmpty):
        enter_review(people.agent, kind=Kind.BAD)
    with pytest.raises(ReviewNotPast):
        enter_review(people.agent, kind=Kind.BAD, said="x", at=NOON + 2 * DAY_MS)
    with pytest.raises(ReviewNotFound):
        take_step(people.agent, review_id=99, step=Step.RAISE, note="x")


@pytest.mark.parametrize("field", ["said", "later_said", "goods", "buyer", "order_no"])
def test_half_a_character_is_refused_and_nul_left_out(people: Refunders, field: str) -> None:
    with pytest.raises(HalfCharacter, match="Nothing was changed"):
        enter_review(people.agent, kind=Kind.BAD, **{"order_no": "1", field: "a\ud800b"})  # type: ignore[arg-type]
    assert list_reviews(people.owner.database) == []
    number = enter_review(people.agent, kind=Kind.BAD, **{"order_no": "1", field: "a\0b"})  # type: ignore[arg-type]
    assert row_of(people, number).kind is Kind.BAD


def test_an_order_nobody_knows_is_kept_as_its_number(people: Refunders) -> None:
    row = row_of(people, enter(people.agent, order_no="999"))
    assert (row.order_id, row.order_no) == (None, "999")
    order = add_order(people.owner, order_no="1000", buyer="tb_li")
    assert edit_review(people.agent, review_id=row.id, values={"order_no": "1000"}, base=review_base(row))
    assert (row_of(people, row.id).order_id, row_of(people, row.id).buyer) == (order, "tb_li")
    base = review_base(row_of(people, row.id))
    assert edit_review(people.agent, review_id=row.id, values={"order_no": "7"}, base=base)
    assert row_of(people, row.id).order_id is None


def test_two_changes_of_one_review_meet(people: Refunders) -> None:
    base = review_base(row_of(people, enter(people.agent)))
    assert edit_review(people.agent, review_id=1, values={"cause": Cause.SIZE}, base=base)
    assert edit_review(people.other_agent, review_id=1, values={"goods": "5815"}, base=base)
    row = row_of(people, 1)
    assert (row.cause, row.goods) == (Cause.SIZE, "5815")
    with pytest.raises(Clash) as caught:
        edit_review(people.other_agent, review_id=1, values={"cause": Cause.SLOW}, base=base)
    assert "小王" in sentence(caught.value)


def test_followed_up_from_assigned_to_closed(people: Refunders, clock: Time) -> None:
    order = add_order(people.owner, buyer="tb_li")
    review = assigned(people, order_id=order)
    row = row_of(people, review)
    assert (row.state, row.person) == (State.ASSIGNED, "小王")
    assert row.due_at is not None
    assert row.due_at - NOON < DAY_MS  # that day
    clock.at += HOUR_MS
    note_review_contact(people.agent, review_id=review, note="打了，没接", next_at=clock.at + HOUR_MS)
    row = row_of(people, review)
    assert (row.state, row.due_at, row.contacts) == (State.IN_WORK, clock.at + HOUR_MS, 1)
    assert [each.note for each in list_contacts(people.owner.database, order)] == ["打了，没接"]
    assert len(list_next_contacts(people.owner.database)) == 1
    clock.at += 2 * HOUR_MS
    assert row.is_late(clock.at)
    note_review_contact(people.agent, review_id=review, note="同意补差价")
    row = row_of(people, review)
    assert row.next_at is None
    assert row.due_at is not None
    assert row.due_at > NOON + 6 * DAY_MS  # the target
    close_review(people.supervisor, review_id=review, result=Result.SOLVED, explanation="补了 20 元")
    row = row_of(people, review)
    assert (row.state, row.result, row.explanation, row.closed_by) == (
        State.CLOSED,
        Result.SOLVED,
        "补了 20 元",
        "老李",
    )
    steps = [step.step for step in get_review(people.owner.database, review).steps]
    assert steps == ["come", "assign", "contact", "contact", "close"]


def test_closing_books_the_points_that_it_proposes(people: Refunders) -> None:
    database = people.owner.database
    review = assigned(people)
    note_review_contact(people.agent, review_id=review, note="打了")
    note_review_contact(people.other_agent, review_id=review, note="我来打")
    points = propose_review_points(database, review_id=review, result=Result.SOLVED)
    assert [(each.person_id, each.points) for each in points] == [
        (people.agent.actor.id, 2),
        (people.other_agent.actor.id, 2),
    ]
    close_review(people.supervisor, review_id=review, result=Result.SOLVED, explanation="好了", points=points)
    found = list_points(database, kind=PointKind.REVIEW, record_id=review)
    assert {(row.person_id, row.points) for row in found} == {(each.person_id, each.points) for each in points}


def test_unsolved_goes_up_by_hand_or_when_its_time_is_over(people: Refunders, clock: Time) -> None:
    first, second = assigned(people), assigned(people, said="别的")
    take_step(people.agent, review_id=first, step=Step.RAISE, note="买家不接电话")
    assert row_of(people, first).state is State.RAISED
    assert raise_late(people.agent) == []
    clock.at += 8 * DAY_MS
    assert raise_late(people.agent) == [second]
    assert raise_late(people.other_agent) == []
    row = row_of(people, second)
    assert (row.state, row.raised_at) == (State.RAISED, clock.at)
    note_review_contact(people.agent, review_id=second, note="又打了")
    assert row_of(people, second).state is State.RAISED
    close_review(people.supervisor, review_id=second, result=Result.NOT_WORKED, explanation="没人管")


def test_who_comes_second_is_told_who_was_first(people: Refunders) -> None:
    review = assigned(people)
    close_review(people.supervisor, review_id=review, result=Result.FAILED, explanation="买家不肯")
    said = refused(lambda: close_review(people.owner, review_id=review, result=Result.SOLVED, explanation="x"))
    assert "老李" in said
    assert "Open again" in said
    assert "老李" in refused(lambda: note_review_contact(people.agent, review_id=review, note="x"))
    version = row_of(people, review).version
    take_step(people.supervisor, review_id=review, step=Step.REOPEN, note="再试", version=version)
    with pytest.raises(ReviewStepNotPossible):
        take_step(people.supervisor, review_id=review, step=Step.REOPEN, note="再试", version=version)
    row = row_of(people, review)
    assert (row.state, row.person_id, row.result, row.closed_at) == (State.NEW, None, None, None)
    with pytest.raises(Clash):
        assign_review(people.supervisor, review_id=review, person_id=people.agent.actor.id, version=version)


def test_each_step_asks_for_what_it_needs(people: Refunders) -> None:
    review = enter(people.agent)
    with pytest.raises(NotAllowed):
        assign_review(people.agent, review_id=review, person_id=people.agent.actor.id)
    with pytest.raises(NobodyFollows):
        assign_review(people.supervisor, review_id=review, person_id=people.finance.actor.id)
    with pytest.raises(ReviewStepNotPossible, match="To assign"):
        note_review_contact(people.agent, review_id=review, note="x")
    with pytest.raises(ReviewStepNeedsMore):
        take_step(people.supervisor, review_id=review, step=Step.CLOSE, note="x")
    assign_review(people.supervisor, review_id=review, person_id=people.agent.actor.id)
    assert not assign_review(people.supervisor, review_id=review, person_id=people.agent.actor.id)
    with pytest.raises(NoteMissing):
        note_review_contact(people.agent, review_id=review, note=" ")
    with pytest.raises(TimePast):
        note_review_contact(people.agent, review_id=review, note="x", next_at=NOON)
    with pytest.raises(ReasonMissing):
        take_step(people.agent, review_id=review, step=Step.RAISE)
    with pytest.raises(ReasonMissing):
        close_review(people.supervisor, review_id=review, result=Result.SOLVED, explanation="")


def test_changed_to_good_by_the_buyer(people: Refunders, clock: Time) -> None:
    untouched, worked = enter(people.agent), assigned(people, said="别的")
    clock.at += DAY_MS
    change_review(people.agent, review_id=untouched, kind=Kind.GOOD, note="买家自己改的")
    change_review(people.agent, review_id=worked, kind=Kind.GOOD, said="客服很好")
    first, second = row_of(people, untouched), row_of(people, worked)
    assert (first.state, first.result, first.kind_before) == (State.CLOSED, Result.CHANGED, Kind.BAD)
    assert (second.state, second.said, second.changed_at) == (State.RAISED, "客服很好", clock.at)
    close_review(people.supervisor, review_id=worked, result=Result.CHANGED, explanation="打了两次电话")
    with pytest.raises(SameKind):
        change_review(people.agent, review_id=worked, kind=Kind.GOOD)
    change_review(people.agent, review_id=worked, kind=Kind.BAD)
    row = row_of(people, worked)
    assert (row.state, row.kind_before, row.result) == (State.NEW, Kind.GOOD, None)


def test_deleted_by_the_buyer(people: Refunders) -> None:
    untouched, worked = enter(people.agent), assigned(people, said="别的")
    for review in (untouched, worked):
        note_deleted(people.agent, review_id=review)
    assert (row_of(people, untouched).state, row_of(people, untouched).result) == (State.CLOSED, Result.DELETED)
    assert row_of(people, worked).state is State.RAISED
    with pytest.raises(DeletedAlready, match="小王"):
        note_deleted(people.agent, review_id=worked)


def test_lists(people: Refunders) -> None:
    order = add_order(people.owner, buyer="tb_li")
    first, second = assigned(people, order_id=order), enter(people.agent, Kind.NEUTRAL, "发货慢 100%")
    enter(people.agent, Kind.GOOD, "好")
    database = people.owner.database

    def ids(**asked: object) -> list[int]:
        return [row.id for row in list_reviews(database, **asked)]  # type: ignore[arg-type]

    assert ids(only_open=True) == [first, second]
    assert ids(states=[State.NEW], kinds=[Kind.NEUTRAL]) == [second]
    assert ids(person_id=people.agent.actor.id) == [first]
    assert ids(nobody=True) == [second]
    assert ids(order_id=order) == [first]
    assert ids(find="100%") == [second]
    assert ids(find="tb_l") == [first]
    assert len(ids(unknown_order=True)) == 2
    assert ids(only_open=True, limit=1) == [first]
    assert ids(due_before=NOON) == []
    assert ids(due_before=NOON + 3 * DAY_MS) == [first, second]
    assert rows_of(database, "SELECT count(*) FROM trail WHERE kind = 'review' AND action = 'come'")[0][0] == 3
