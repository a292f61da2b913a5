"""Our own ratings: nearest end first, stopped where a bad review is in sight (REV-03, REV-04)."""

from pathlib import Path

import pytest

from shopdesk.clock import Millis
from shopdesk.domain.deadlines import DAY_MS, HOUR_MS
from shopdesk.domain.origins import Origin
from shopdesk.domain.reviews import Decision, Kind, Result
from shopdesk.domain.statuses import Status
from shopdesk.i18n import sentence
from shopdesk.queries.own_ratings import count_to_rate, list_to_rate
from shopdesk.services.desk import Desk, NotAllowed
from shopdesk.services.edits import ReasonMissing
from shopdesk.services.own_ratings import (
    DecidedAlready,
    NotToRate,
    RatedAlready,
    RateFirst,
    RatingStopped,
    decide_rating,
    mark_rated,
    unmark_rated,
)
from shopdesk.services.review_steps import close_review
from shopdesk.services.reviews import change_review, enter_review
from tests.factories import NOON, add_order
from tests.services.refunders import Refunders, Time, make_refunders


@pytest.fixture
def clock() -> Time:
    return Time()


@pytest.fixture
def people(tmp_path: Path, clock: Time) -> Refunders:
    return make_refunders(tmp_path, clock=clock)


def done(desk: Desk, days: float = 1, **columns: object) -> int:
    """An order whose trade was completed so many days ago."""
    at = NOON - int(days * DAY_MS)
    return add_order(desk, status=Status.DONE, done_at=at, created=at - DAY_MS, **columns)  # type: ignore[arg-type]


def ids(people: Refunders, now: Millis = NOON) -> list[int]:
    return [row.order_id for row in list_to_rate(people.owner.database, now=now)]


def bad_review(people: Refunders, order: int, kind: Kind = Kind.BAD) -> int:
    return enter_review(people.agent, kind=kind, said="硬", at=NOON - HOUR_MS, order_id=order)


def test_completed_trades_nearest_end_first(people: Refunders) -> None:
    fresh, old = done(people.owner, 1), done(people.owner, 14)
    done(people.owner, 16)
    add_order(people.owner, status=Status.SHIPPED)
    add_order(people.owner, status=Status.CLOSED, done_at=NOON - DAY_MS)
    done(people.owner, 1, origin=Origin.EXCHANGE)
    assert ids(people) == [old, fresh]
    row = list_to_rate(people.owner.database, now=NOON)[0]
    assert row.rate_by == NOON + DAY_MS
    counts = count_to_rate(people.owner.database, now=NOON)
    assert (counts.waiting, counts.soon, counts.stopped) == (2, 1, 0)


def test_rated_once_and_taken_back(people: Refunders) -> None:
    first, second = done(people.owner), done(people.owner)
    assert mark_rated(people.agent, order_ids=[first, second, first]).done == (first, second)
    assert ids(people) == []
    again = mark_rated(people.other_agent, order_ids=[first])
    assert isinstance(again.left[0][1], RatedAlready)
    assert "小王" in sentence(again.left[0][1])
    assert unmark_rated(people.other_agent, order_ids=[first]) == 0
    assert unmark_rated(people.agent, order_ids=[first]) == 1
    assert unmark_rated(people.supervisor, order_ids=[second]) == 1
    assert sorted(ids(people)) == [first, second]


def test_what_is_too_late_or_not_completed_is_not_rated(people: Refunders) -> None:
    late, open_ = done(people.owner, 16), add_order(people.owner, status=Status.SHIPPED)
    left = mark_rated(people.agent, order_ids=[late, open_]).left
    assert [type(why) for _order, why in left] == [NotToRate, NotToRate]


def test_of_several_trades_one_goes_first(people: Refunders) -> None:
    second, first = done(people.owner, 2, buyer="tb_li"), done(people.owner, 3, buyer="tb_li")
    other = done(people.owner, 1, buyer="tb_wang")
    rows = {row.order_id: row for row in list_to_rate(people.owner.database, now=NOON)}
    assert (rows[first].trades, rows[first].first_no) == (2, "")
    assert rows[second].first_no == rows[first].order_no
    found = mark_rated(people.agent, order_ids=[second, first, other])
    assert sorted(found.done) == sorted([first, other])
    assert [(order, type(why)) for order, why in found.left] == [(second, RateFirst)]
    assert mark_rated(people.agent, order_ids=[second]).done == (second,)


@pytest.mark.parametrize("kind", [Kind.BAD, Kind.NEUTRAL])
def test_a_bad_review_in_sight_stops_all_trades_of_the_buyer(people: Refunders, kind: Kind) -> None:
    reviewed, other = done(people.owner, 3, buyer="tb_li"), done(people.owner, 2, buyer="tb_li")
    free = done(people.owner, 1, buyer="tb_wang")
    bad_review(people, reviewed, kind)
    found = mark_rated(people.agent, order_ids=[reviewed, other, free])
    assert found.done == (free,)
    assert {type(why) for _order, why in found.left} == {RatingStopped}
    with pytest.raises(RatingStopped):
        mark_rated(people.agent, order_ids=[reviewed], skip_refused=False)
    assert count_to_rate(people.owner.database, now=NOON).stopped == 2


def test_a_supervisor_decides(people: Refunders, clock: Time) -> None:
    order = done(people.owner, 3, buyer="tb_li")
    bad_review(people, order)
    with pytest.raises(NotAllowed):
        decide_rating(people.agent, order_ids=[order], decision=Decision.RATE, note="x")
    with pytest.raises(ReasonMissing):
        decide_rating(people.supervisor, order_ids=[order], decision=Decision.RATE, note="")
    assert decide_rating(people.supervisor, order_ids=[order], decision=Decision.WAIT, note="等一等") == 1
    assert decide_rating(people.supervisor, order_ids=[order], decision=Decision.WAIT, note="等一等") == 0
    with pytest.raises(DecidedAlready, match="老李"):
        decide_rating(people.owner, order_ids=[order], decision=Decision.RATE, note="评吧")
    (row,) = list_to_rate(people.owner.database, now=NOON)
    assert (row.decision, row.is_stopped) == (Decision.WAIT, True)
    decide_rating(people.owner, order_ids=[order], decision=Decision.RATE, note="评吧", version=row.version)
    assert mark_rated(people.agent, order_ids=[order]).done == (order,)


def test_a_review_that_comes_later_stops_again(people: Refunders, clock: Time) -> None:
    order = done(people.owner, 3, buyer="tb_li")
    bad_review(people, order)
    decide_rating(people.supervisor, order_ids=[order], decision=Decision.RATE, note="评吧")
    clock.at += HOUR_MS
    enter_review(people.agent, kind=Kind.NEUTRAL, said="还是硬", order_id=order)
    assert mark_rated(people.agent, order_ids=[order]).done == ()


def test_a_review_made_good_stops_nothing(people: Refunders, clock: Time) -> None:
    order = done(people.owner, 3, buyer="tb_li")
    review = bad_review(people, order)
    change_review(people.agent, review_id=review, kind=Kind.GOOD, said="很好")
    assert mark_rated(people.agent, order_ids=[order]).done == (order,)


def test_a_closed_one_stops_as_long_as_it_can_be_changed(people: Refunders, clock: Time) -> None:
    order = done(people.owner, 3, buyer="tb_li")
    review = bad_review(people, order)
    close_review(people.supervisor, review_id=review, result=Result.FAILED, explanation="不肯")
    assert list_to_rate(people.owner.database, now=NOON)[0].is_stopped
    late = done(people.owner, -31, buyer="tb_li")
    (row,) = list_to_rate(people.owner.database, now=NOON + 32 * DAY_MS)
    assert (row.order_id, row.is_stopped) == (late, False)


def test_the_counts_say_what_the_list_says(people: Refunders, clock: Time) -> None:
    orders = [done(people.owner, days, buyer=f"tb_{days % 3}") for days in range(1, 17)]
    for order in orders[:4]:
        bad_review(people, order)
    decide_rating(people.supervisor, order_ids=[orders[0]], decision=Decision.RATE, note="评吧")
    decide_rating(people.supervisor, order_ids=[orders[7]], decision=Decision.WAIT, note="等")
    mark_rated(people.agent, order_ids=orders)
    rows = list_to_rate(people.owner.database, now=NOON)
    counts = count_to_rate(people.owner.database, now=NOON)
    assert counts.waiting == len(rows) > 5
    assert counts.stopped == sum(row.is_stopped for row in rows) > 0
    assert counts.soon == sum(row.rate_by - NOON <= DAY_MS for row in rows)
