"""Points: booked by supervisors, disputed by whom they concern, settled for their own month (TEAM-02, REV-07)."""

from dataclasses import replace
from pathlib import Path

import pytest

from shopdesk.db.database import rows_of
from shopdesk.domain.deadlines import DAY_MS
from shopdesk.domain.permissions import Right
from shopdesk.domain.points import PointKind
from shopdesk.domain.review_points import PointProposal
from shopdesk.domain.reviews import Kind
from shopdesk.queries.points import PointsNotFound, get_points, list_points, sum_points
from shopdesk.services.desk import Desk, NotAllowed, work
from shopdesk.services.edits import ReasonMissing
from shopdesk.services.point_sheets import NoPoints, preview_points_sheet, print_points_sheet, sum_seen_points
from shopdesk.services.points import (
    DisputedAlready,
    NobodyOfThatName,
    NothingToBookOn,
    NotYourPoints,
    OddPoints,
    OddSettlement,
    OwnPoints,
    PointsThere,
    RuleUnknown,
    SettledAlready,
    book_points,
    book_review_points,
    dispute_points,
    enter_points,
    see_points,
    settle_points,
)
from shopdesk.services.reviews import enter_review
from shopdesk.services.shop_settings import save_setting
from shopdesk.settings import POINT_MERITS, POINT_MISTAKES
from tests.factories import NOON, add_order
from tests.services.refunders import Refunders, Time, at_once, make_refunders, refused


@pytest.fixture
def clock() -> Time:
    return Time()


@pytest.fixture
def people(tmp_path: Path, clock: Time) -> Refunders:
    return make_refunders(tmp_path, clock=clock)


def book(people: Refunders, rule: str = "size", **given: object) -> int:
    order = given.pop("order", None) or add_order(people.owner)
    told = {"person_id": people.agent.actor.id, "kind": PointKind.ORDER, "record_id": order, **given}
    return book_points(people.supervisor, rule=rule, **told)  # type: ignore[arg-type]


def test_booked_by_the_table(people: Refunders) -> None:
    order = add_order(people.owner)
    entry = book(people, order=order, note=" W7 写成 W6 ")
    row = get_points(people.owner.database, entry)
    assert (row.person, row.rule, row.points, row.counted, row.month) == ("小王", "size", -2, -2, "2024-03")
    assert (row.kind, row.record_id, row.note, row.booked_by) == (PointKind.ORDER, order, "W7 写成 W6", "老李")
    assert row.order_no
    assert get_points(people.owner.database, book(people, points=-5)).points == -5


def test_only_supervisors_book_and_never_their_own(people: Refunders) -> None:
    order = add_order(people.owner)
    told = {"rule": "helped", "kind": PointKind.ORDER, "record_id": order}
    with pytest.raises(NotAllowed):
        book_points(people.agent, person_id=people.other_agent.actor.id, **told)  # type: ignore[arg-type]
    said = refused(lambda: book_points(people.supervisor, person_id=people.supervisor.actor.id, **told))  # type: ignore[arg-type]
    assert people.owner.actor.name in said
    with pytest.raises(OwnPoints):
        book_points(people.owner, person_id=people.owner.actor.id, **told)  # type: ignore[arg-type]
    with work(people.agent, Right.SERVE) as doing, pytest.raises(NotAllowed):
        enter_points(doing, person_id=people.agent.actor.id, **told)  # type: ignore[arg-type]


def test_what_cannot_be_booked(people: Refunders) -> None:
    for error, given in (
        (RuleUnknown, {"rule": "laziness"}),
        (OddPoints, {"points": 2}),
        (OddPoints, {"points": 0}),
        (OddPoints, {"points": -101}),
        (NobodyOfThatName, {"person_id": 999}),
        (NothingToBookOn, {"record_id": 999}),
        (NothingToBookOn, {"kind": PointKind.CASE}),
    ):
        with pytest.raises(error):
            book(people, **given)
    assert list_points(people.owner.database) == []


def test_the_same_twice_is_refused_by_name(people: Refunders) -> None:
    order = add_order(people.owner)
    entry = book(people, order=order)
    told = {"person_id": people.agent.actor.id, "kind": PointKind.ORDER, "record_id": order}
    with pytest.raises(PointsThere, match="老李"):
        book_points(people.owner, rule="size", **told)  # type: ignore[arg-type]
    book_points(people.owner, rule="carrier", **told)  # type: ignore[arg-type]
    settle_points(people.owner, entry_id=entry, points=0, settlement="录错了")
    book_points(people.owner, rule="size", **told)  # type: ignore[arg-type]


def test_two_supervisors_at_once(people: Refunders, tmp_path: Path) -> None:
    order, both = add_order(people.owner), [people.supervisor, people.owner]
    told = {"person_id": people.agent.actor.id, "kind": PointKind.ORDER, "record_id": order}
    heard = at_once(tmp_path, both, lambda who: book_points(who, rule="size", **told))  # type: ignore[arg-type]
    assert heard == ["", "PointsThere"]
    (row,) = list_points(people.owner.database)
    heard = at_once(tmp_path, both, lambda who: settle_points(who, entry_id=row.id, points=0, settlement="录错"))
    assert heard == ["", "SettledAlready"]


def test_the_shop_has_its_own_table(people: Refunders) -> None:
    save_setting(people.owner, POINT_MISTAKES, {"上班迟到": 3, "size": 0})
    save_setting(people.owner, POINT_MERITS, {})
    assert get_points(people.owner.database, book(people, "上班迟到")).points == -3
    said = refused(lambda: book(people, "size"))
    assert "上班迟到" in said


def test_disputed_by_whom_it_concerns_alone(people: Refunders) -> None:
    entry = book(people)
    with pytest.raises(PointsNotFound):
        dispute_points(people.other_agent, entry_id=entry, reason="x")
    with pytest.raises(NotYourPoints, match="小王"):
        dispute_points(people.owner, entry_id=entry, reason="x")
    with pytest.raises(ReasonMissing):
        dispute_points(people.agent, entry_id=entry, reason=" ")
    dispute_points(people.agent, entry_id=entry, reason="买家自己写错了")
    with pytest.raises(DisputedAlready):
        dispute_points(people.agent, entry_id=entry, reason="还是不对")
    (row,) = list_points(people.owner.database, only_disputed=True)
    assert (row.is_disputed, row.counted) == (True, -2)


def test_settled_late_counts_for_its_own_month(people: Refunders, clock: Time) -> None:
    entry = book(people)
    clock.at += 30 * DAY_MS
    book(people, "late")
    dispute_points(people.agent, entry_id=entry, reason="不是我")
    clock.at += 5 * DAY_MS
    with pytest.raises(NotAllowed):
        settle_points(people.agent, entry_id=entry, points=0, settlement="x")
    with pytest.raises(ReasonMissing):
        settle_points(people.supervisor, entry_id=entry, points=0, settlement="")
    for odd in (-3, 1):
        with pytest.raises(OddSettlement):
            settle_points(people.supervisor, entry_id=entry, points=odd, settlement="x")
    settle_points(people.supervisor, entry_id=entry, points=-1, settlement="各担一半")
    (march,), (_april,) = (sum_points(people.owner.database, month=month) for month in ("2024-03", "2024-04"))
    assert (march.person, march.total, march.mistakes, march.merits, march.disputed) == ("小王", -1, -1, 0, 0)
    assert get_points(people.owner.database, entry).month == "2024-03"


def test_settled_once_but_by_who_saw_it(people: Refunders) -> None:
    entry = book(people)
    settle_points(people.supervisor, entry_id=entry, points=0, settlement="录错了")
    with pytest.raises(SettledAlready, match="老李"):
        settle_points(people.owner, entry_id=entry, points=-1, settlement="x")
    with pytest.raises(SettledAlready):
        dispute_points(people.agent, entry_id=entry, reason="x")
    version = get_points(people.owner.database, entry).version
    settle_points(people.owner, entry_id=entry, points=-1, settlement="看了聊天记录", version=version)
    with pytest.raises(SettledAlready):
        settle_points(people.supervisor, entry_id=entry, points=0, settlement="x", version=version)
    assert get_points(people.owner.database, entry).counted == -1


def test_a_supervisor_does_not_settle_their_own(people: Refunders) -> None:
    entry = book_points(
        people.owner, person_id=people.supervisor.actor.id, rule="late", kind=PointKind.ORDER,
        record_id=add_order(people.owner),
    )  # fmt: skip
    dispute_points(people.supervisor, entry_id=entry, reason="系统没开")
    with pytest.raises(OwnPoints):
        settle_points(people.supervisor, entry_id=entry, points=0, settlement="x")
    settle_points(people.owner, entry_id=entry, points=0, settlement="是的")


def test_alone_in_the_shop_one_books_for_oneself(people: Refunders) -> None:
    people.owner.database.execute_sql("UPDATE person SET active = FALSE WHERE role = 'supervisor'")
    order = add_order(people.owner)
    entry = book_points(
        people.owner, person_id=people.owner.actor.id, rule="late", kind=PointKind.ORDER, record_id=order
    )
    assert [row.id for row in see_points(people.owner)] == [entry]


def test_everybody_sees_their_own(people: Refunders) -> None:
    mine, others = book(people), book(people, person_id=people.other_agent.actor.id)

    def seen(desk: Desk, **asked: int) -> list[int]:
        return [row.id for row in see_points(desk, **asked)]  # type: ignore[arg-type]

    assert seen(people.agent) == seen(people.agent, person_id=people.agent.actor.id) == [mine]
    assert seen(people.supervisor) == [others, mine]
    assert seen(people.supervisor, person_id=people.other_agent.actor.id) == [others]
    assert seen(people.finance) == []
    with pytest.raises(NotAllowed):
        seen(people.agent, person_id=people.other_agent.actor.id)
    assert [each.person for each in sum_seen_points(people.agent, month="2024-03")] == ["小王"]
    assert len(sum_seen_points(people.owner, month="2024-03")) == 2
    told = rows_of(people.owner.database, "SELECT count(*) FROM trail WHERE kind <> 'points' AND after LIKE '%小陈%'")
    before = rows_of(people.owner.database, "SELECT count(*) FROM trail WHERE kind = 'person' AND after LIKE '%小陈%'")
    assert told == before  # an order's history doesn't tell of anybody's mistakes


def test_what_a_review_proposes_is_booked_once(people: Refunders) -> None:
    review = enter_review(people.agent, kind=Kind.BAD, said="开胶", at=NOON)
    agent, helper = people.agent.actor.id, people.other_agent.actor.id
    solved = (PointProposal(agent, "review-solved", 2), PointProposal(helper, "review-helped", 2))
    with work(people.supervisor, Right.OVERRULE) as doing:
        assert len(book_review_points(doing, review, solved)) == 2
        assert book_review_points(doing, review, solved) == []
        assert len(book_review_points(doing, review, (PointProposal(agent, "review-failed", -2),))) == 1
    found = {(row.person, row.rule): row.counted for row in list_points(people.owner.database)}
    assert found == {("小王", "review-solved"): 0, ("小陈", "review-helped"): 0, ("小王", "review-failed"): -2}
    save_setting(people.owner, POINT_MISTAKES, {"size": 2})
    with work(people.supervisor, Right.OVERRULE) as doing:
        assert book_review_points(doing, review, (PointProposal(agent, "review-not-worked", -3),)) == []


def test_closing_a_review_books_nobody_their_own_points(people: Refunders) -> None:
    review = enter_review(people.agent, kind=Kind.BAD, said="开胶", at=NOON)
    own = PointProposal(people.supervisor.actor.id, "review-solved", 2)
    with pytest.raises(OwnPoints), work(people.supervisor, Right.OVERRULE) as doing:
        book_review_points(doing, review, (own,))
    with work(people.owner, Right.OVERRULE) as doing:
        book_review_points(doing, review, (own._replace(rule="review-failed", points=-2),))
    with work(people.supervisor, Right.OVERRULE) as doing:
        assert book_review_points(doing, review, ()) == []
    (row,) = list_points(people.owner.database)
    assert (row.person, row.counted) == ("老李", -2)


def test_the_month_on_paper(people: Refunders) -> None:
    with pytest.raises(NoPoints):
        preview_points_sheet(people.supervisor, month="2024-03")
    entry = book(people, note="W7 写成 W6")
    book(people, person_id=people.other_agent.actor.id)
    dispute_points(people.agent, entry_id=entry, reason="买家改的")
    drawn: list[bytes] = []
    sheet = print_points_sheet(people.supervisor, month="2024-03", deliver=drawn.append)
    assert ([each.person for each in sheet.people], sheet.disputed) == (["小王", "小陈"], 1)
    assert drawn[0].startswith(b"%PDF")
    assert preview_points_sheet(people.supervisor, month="2024-03") == drawn[0]
    own = print_points_sheet(people.agent, month="2024-03")
    assert [each.person for each in own.people] == ["小王"]
    assert own.people[0].lines[0].record.startswith("order ")
    with pytest.raises(NotAllowed):
        print_points_sheet(people.agent, month="2024-03", person_id=people.other_agent.actor.id)
    with pytest.raises(NoPoints):
        print_points_sheet(people.finance, month="2024-03")
    stranger = replace(people.agent, actor=replace(people.agent.actor, role="visitor"))
    with pytest.raises(NotAllowed):
        print_points_sheet(stranger, month="2024-03")
