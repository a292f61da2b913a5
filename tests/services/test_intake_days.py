"""Days of intake: cash counted twice, closing that names what is open, corrections beside (RET-07, RET-08)."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from shopdesk.domain.money import ZERO, Money
from shopdesk.domain.permissions import Right
from shopdesk.queries.intake_days import IntakeDayRow, get_day, get_day_plan, get_left_open, list_corrections, list_days
from shopdesk.queries.people import find_person
from shopdesk.queries.trail import list_trail
from shopdesk.services.desk import Actor, Desk, NotAllowed, work
from shopdesk.services.intake_days import (
    BadDay,
    ConfirmedAlready,
    CorrectionIncomplete,
    DayClosed,
    DayNotClosed,
    DayToCome,
    ExplanationMissing,
    HandedAlready,
    HandedByYou,
    NotHanded,
    NothingToHand,
    OtherDaysBox,
    StillOpen,
    check_day_open,
    close_day,
    confirm_cash,
    correct_day,
    count_cash,
)
from shopdesk.services.people import add_person, deactivate
from tests.boxes import TODAY, add_box, add_box_item
from tests.factories import NOON, make_desk

As = Callable[[str], Desk]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = make_desk(tmp_path)
    yield made
    made.database.close()


@pytest.fixture
def acting(desk: Desk) -> As:
    """The same shop at other people's desks."""
    for name, role in (("小李", "agent"), ("小周", "agent"), ("主管", "supervisor")):
        add_person(desk, name=name, role=role)

    def of(name: str) -> Desk:
        found = find_person(desk.database, name)
        assert found is not None
        return replace(desk, actor=Actor(found.id, found.name, found.role))

    return of


def agrees(row: IntakeDayRow) -> bool:
    """The boxes' entries and both counts."""
    return row.cash == row.counted == row.confirmed


def close_all_the_same(desk: Desk) -> None:
    close_day(desk, day=TODAY, reason="停电")


def check(desk: Desk, day: str = TODAY, box_id: int | None = None) -> None:
    with work(desk, Right.INTAKE) as doing:
        check_day_open(doing, day, box_id=box_id)


def test_cash_is_counted_by_one_and_again_by_another(desk: Desk, acting: As) -> None:
    add_box(desk, cash=5_000)
    add_box(desk, number=2, cash=2_000)
    count_cash(acting("小李"), day=TODAY, counted=Money(7_000))
    row = get_day(desk.seen, day=TODAY)
    assert (row.cash, row.counted, row.handed_by, row.is_cash_handed) == (7_000, 7_000, "小李", True)
    assert get_left_open(desk.database, day=TODAY).cash_to_confirm == 7_000
    confirm_cash(acting("主管"), day=TODAY, confirmed=Money(7_000))
    row = get_day(desk.seen, day=TODAY)
    assert row.confirmed_by == "主管" and agrees(row)
    assert get_left_open(desk.database, day=TODAY).is_nothing
    deeds = [each.action for each in list_trail(desk.database, kind="intake_day", record_id=1)]
    assert sorted(deeds) == ["cash confirmed", "cash handed over"]


def test_sums_that_differ_need_an_explanation_each_time(desk: Desk, acting: As) -> None:
    add_box(desk, cash=5_000)
    with pytest.raises(ExplanationMissing):
        count_cash(acting("小李"), day=TODAY, counted=Money(4_000))
    count_cash(acting("小李"), day=TODAY, counted=Money(4_000), explanation="一张假币")
    with pytest.raises(ExplanationMissing):
        confirm_cash(acting("主管"), day=TODAY, confirmed=Money(3_000))
    confirm_cash(acting("主管"), day=TODAY, confirmed=Money(3_000), explanation="又少了十元")
    row = get_day(desk.seen, day=TODAY)
    assert row.explanation == "一张假币\n又少了十元"
    assert not agrees(row)


def test_who_hands_over_does_not_confirm(desk: Desk, acting: As) -> None:
    add_box(desk, cash=5_000)
    with pytest.raises(NotHanded):
        confirm_cash(acting("主管"), day=TODAY, confirmed=Money(5_000))
    count_cash(acting("主管"), day=TODAY, counted=Money(5_000))
    with pytest.raises(HandedByYou):
        confirm_cash(acting("主管"), day=TODAY, confirmed=Money(5_000))
    with pytest.raises(NotAllowed):
        confirm_cash(acting("小李"), day=TODAY, confirmed=Money(5_000))


def test_a_second_count_by_another_names_the_first(desk: Desk, acting: As) -> None:
    add_box(desk, cash=5_000)
    count_cash(acting("小李"), day=TODAY, counted=Money(5_000))
    with pytest.raises(HandedAlready, match="小李"):
        count_cash(acting("小周"), day=TODAY, counted=Money(5_000))
    count_cash(acting("小李"), day=TODAY, counted=Money(4_900), explanation="数错了")
    confirm_cash(acting("主管"), day=TODAY, confirmed=Money(4_900))
    with pytest.raises(ConfirmedAlready, match="主管"):
        count_cash(acting("小李"), day=TODAY, counted=Money(5_000))
    with pytest.raises(ConfirmedAlready, match="主管"):
        confirm_cash(desk, day=TODAY, confirmed=Money(4_900))


def test_what_is_found_later_is_counted_with_the_rest(desk: Desk, acting: As) -> None:
    add_box(desk, cash=5_000)
    count_cash(acting("小李"), day=TODAY, counted=Money(5_000))
    confirm_cash(acting("主管"), day=TODAY, confirmed=Money(5_000))
    add_box(desk, number=2, cash=1_000)
    assert get_left_open(desk.database, day=TODAY).cash_to_hand == 6_000
    with pytest.raises(NotHanded):
        confirm_cash(acting("主管"), day=TODAY, confirmed=Money(6_000))
    count_cash(acting("小周"), day=TODAY, counted=Money(6_000))
    assert get_left_open(desk.database, day=TODAY).cash_to_confirm == 6_000


def test_one_person_alone_counts_once(desk: Desk) -> None:
    add_box(desk, cash=5_000)
    count_cash(desk, day=TODAY, counted=Money(5_000))
    assert get_left_open(desk.database, day=TODAY).is_nothing
    assert agrees(get_day(desk.database, day=TODAY))


def test_no_money_needs_no_count(desk: Desk) -> None:
    add_box(desk)
    with pytest.raises(NothingToHand):
        count_cash(desk, day=TODAY, counted=ZERO)
    close_day(desk, day=TODAY)
    assert get_day(desk.database, day=TODAY).is_closed


def test_closing_names_all_that_is_open(desk: Desk, acting: As) -> None:
    add_box(desk, state="opened", cash=100)
    add_box(desk, number=2, state="unclaimed")
    add_box(desk, number=3, state="unclaimed", asker_id=1)
    add_box_item(desk, add_box(desk, number=4))
    add_box(desk, number=5, state="void", cash=900)
    with pytest.raises(StillOpen) as refused:
        close_day(acting("小李"), day=TODAY)
    assert refused.value.values["open"] == (
        "box 1 is not registered yet",
        "1.00 found in boxes was not handed over",
        "nobody is to ask whose box 2 is",
        "box 4 is not inspected",
    )
    with pytest.raises(NotAllowed):
        close_all_the_same(acting("小李"))
    assert not get_day(desk.database, day=TODAY).is_closed
    close_all_the_same(acting("主管"))
    row = get_day(desk.seen, day=TODAY)
    assert (row.closed_by, row.reason, row.left_open.registering) == ("主管", "停电", (1,))
    assert row.left_open.lines() == list(refused.value.values["open"])


def test_a_closed_day_stays_as_it_is(desk: Desk, acting: As) -> None:
    box = add_box(desk)
    check(desk)
    close_day(acting("小李"), day=TODAY)
    again: tuple[Callable[[], object], ...] = (
        lambda: check(desk),
        lambda: check(desk, box_id=box),
        lambda: close_day(desk, day=TODAY),
        lambda: count_cash(desk, day=TODAY, counted=Money(100), explanation="晚了"),
    )
    for attempt in again:
        with pytest.raises(DayClosed, match="小李"):
            attempt()
    check(desk, "2024-03-03")


def test_what_was_named_as_open_may_still_be_finished(desk: Desk, acting: As) -> None:
    box = add_box(desk, state="opened", cash=100)
    done = add_box(desk, number=2)
    close_all_the_same(acting("主管"))
    check(desk, box_id=box)
    for other in (done, None):
        with pytest.raises(DayClosed):
            check(desk, box_id=other)
    desk.database.execute_sql("UPDATE box SET state = 'registered' WHERE id = ?", (box,))
    with pytest.raises(DayClosed):
        check(desk, box_id=box)
    count_cash(acting("小李"), day=TODAY, counted=Money(100))
    confirm_cash(acting("主管"), day=TODAY, confirmed=Money(100))
    assert agrees(get_day(desk.database, day=TODAY))


def test_a_correction_stands_beside_the_closed_day(desk: Desk, acting: As) -> None:
    box, other = add_box(desk), add_box(desk, day="2024-03-01")
    with pytest.raises(DayNotClosed):
        correct_day(desk, day=TODAY, what="邮费", was="10", should_be="12", reason="看错")
    close_day(desk, day=TODAY)
    with pytest.raises(CorrectionIncomplete):
        correct_day(desk, day=TODAY, what="邮费", was="10", should_be="12", reason=" ")
    with pytest.raises(OtherDaysBox):
        correct_day(desk, day=TODAY, what="邮费", was="10", should_be="12", reason="看错", box_id=other)
    with pytest.raises(NotAllowed):
        correct_day(acting("小李"), day=TODAY, what="邮费", was="10", should_be="12", reason="看错")
    made = correct_day(acting("主管"), day=TODAY, what="邮费", was="10", should_be="12", reason="看错", box_id=box)
    [row] = list_corrections(desk.seen, day=TODAY)
    assert (row.id, row.number, row.was, row.should_be, row.person) == (made, 1, "10", "12", "主管")
    assert get_day(desk.seen, day=TODAY).corrections == 1
    assert [each.action for each in list_trail(desk.database, kind="box", record_id=box)] == ["correct"]


def test_days_that_are_none_or_to_come_are_refused(desk: Desk) -> None:
    for day in ("yesterday", "20240302", "2024-02-30"):
        with pytest.raises(BadDay):
            close_day(desk, day=day)
    with pytest.raises(DayToCome):
        close_day(desk, day="2024-03-03")
    close_day(desk, day="2024-02-29")


def test_days_are_listed_the_newest_first(desk: Desk) -> None:
    add_box(desk, day="2024-02-28")
    add_box(desk)
    close_day(desk, day="2024-03-01")
    assert [row.day for row in list_days(desk.seen)] == [TODAY, "2024-03-01", "2024-02-28"]
    assert [row.day for row in list_days(desk.seen, only_open=True)] == [TODAY, "2024-02-28"]
    assert [row.day for row in list_days(desk.seen, limit=1)] == [TODAY]


def test_a_day_has_its_hours(desk: Desk) -> None:
    plan = get_day_plan(desk.database, day=TODAY)
    assert (plan.start - NOON, plan.latest - NOON) == (6 * 3_600_000, 10 * 3_600_000)


def test_a_shop_that_one_person_is_left_in_needs_no_second(desk: Desk, acting: As) -> None:
    add_box(desk, cash=500)
    for name in ("小李", "小周", "主管"):
        deactivate(desk, person_id=acting(name).actor.id)
    count_cash(desk, day=TODAY, counted=Money(500))
    close_day(desk, day=TODAY)
