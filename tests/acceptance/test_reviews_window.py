"""Reviews in the window, by keys: entered, assigned, changed, closed with points (REV-01 to REV-03, REV-07)."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from shopdesk.domain.deadlines import DAY_MS
from shopdesk.domain.flags import Colour
from shopdesk.domain.reviews import Cause, Kind, State
from shopdesk.queries.points import list_points
from shopdesk.queries.reviews import get_review, list_reviews
from shopdesk.services.review_steps import assign_review, note_review_contact
from shopdesk.services.reviews import change_review, edit_review, review_base
from shopdesk.services.shop_settings import save_setting
from shopdesk.settings import FLAG_SALESPEOPLE
from shopdesk.ui.reviews.assigning import AssignForm
from tests.factories import NOON, add_order
from tests.hands import NoMouse
from tests.refund_window import said
from tests.review_window import at, bad, listed, put, row_of
from tests.services.refunders import Refunders, Time, make_refunders
from tests.window_stand import window_on


@pytest.fixture
def clock() -> Time:
    return Time()


@pytest.fixture
def people(tmp_path: Path, clock: Time) -> Iterator[Refunders]:
    made = make_refunders(tmp_path, clock=clock)
    yield made
    made.owner.database.close()


@pytest.fixture(autouse=True)
def no_mouse(qapp: QApplication) -> Iterator[NoMouse]:
    made = NoMouse()
    qapp.installEventFilter(made)
    yield made
    qapp.removeEventFilter(made)
    assert made.seen == 0


@pytest.mark.rule("REV-01")
def test_one_is_entered_by_hand_of_an_order_with_whose_customer(
    people: Refunders, tmp_path: Path, qtbot: QtBot
) -> None:
    save_setting(people.owner, FLAG_SALESPEOPLE, {"red": ["小王", "小陈"]})
    add_order(people.owner, order_no="4001", buyer="tb_li", flag=Colour.RED, memo="小陈的客")
    with window_on(people.agent, tmp_path, qtbot) as stand:
        page = at(stand)
        stand.keys("Ctrl+N", "text:4001", "Tab", "Down", "Tab")
        put(stand, "form.review-new.said", "后跟磨脚")
        stand.keys("Ctrl+Return")
        stand.wait_for(lambda: page.panel.review is not None)
        assert listed(page) == [1]
        told = said(page.panel)
        assert "小陈's customer" in told and "13800000000" in told and "tb_li" in told
        assert page.panel.review is not None and page.panel.review.flag is Colour.RED
        stand.keys("Ctrl+N", "text:4001", "Tab", "Down", "Tab")
        put(stand, "form.review-new.said", "后跟磨脚")
        stand.keys("Ctrl+Return")
        assert "there already: number 1" in stand.asked() and "小王" in stand.asked()
        stand.keys("Escape")
    row = row_of(people, 1)
    assert (row.kind, row.said, row.buyer, row.salesperson, row.state) == (
        Kind.BAD, "后跟磨脚", "tb_li", "小陈", State.NEW,
    )  # fmt: skip


@pytest.mark.rule("REV-01")
def test_one_is_pasted_and_its_order_may_come_later(people: Refunders, tmp_path: Path, qtbot: QtBot) -> None:
    text = (
        "订单编号：3821113838627025\n差评\n评价内容：鞋底开胶\n追评：客服不理人\n评价时间：2024-03-01 10:05\n买家：t**8"
    )
    with window_on(people.agent, tmp_path, qtbot) as stand:
        page = at(stand)
        QGuiApplication.clipboard().setText(text)
        stand.keys("Ctrl+Shift+V")
        assert stand.dialog().objectName() == "form.review-new"
        stand.keys("Ctrl+Return")
        stand.wait_for(lambda: page.panel.review is not None)
        assert "3821113838627025: not here yet" in said(page.panel)
        page.open_record("review-list", "unknown")
        stand.settle()
        assert listed(page) == [1]
    row = row_of(people, 1)
    assert (row.kind, row.said, row.later_said, row.buyer) == (Kind.BAD, "鞋底开胶", "客服不理人", "t**8")
    assert row.cause is Cause.QUALITY


@pytest.mark.rule("REV-02")
def test_several_are_assigned_at_once_with_the_workload_in_view(
    people: Refunders, tmp_path: Path, qtbot: QtBot
) -> None:
    held = bad(people, "硬")
    assign_review(people.supervisor, review_id=held, person_id=people.agent.actor.id)
    order = add_order(people.owner, buyer="tb_li", salesperson_id=people.other_agent.actor.id)
    first, second = bad(people, order_id=order), bad(people, "色差大")
    with window_on(people.supervisor, tmp_path, qtbot) as stand:
        page = at(stand)
        page.open_record("review-list", "new")
        stand.settle()
        assert sorted(listed(page)) == [first, second]
        stand.keys("Ctrl+A", "A")
        form = stand.dialog()
        assert isinstance(form, AssignForm)
        table = form.table
        lines = [
            [str(table.model().index(row, column).data()) for column in range(5)] for row in range(table.rowCount())
        ]
        assert lines[0][0] == "Each as proposed"
        assert ["小王", "1", "0", "0"] in [line[:4] for line in lines]
        assert next(line for line in lines if line[0] == "小陈")[4] == "proposed for 1"
        place = next(place for place, line in enumerate(lines) if line[0] == "小陈")
        stand.keys(*["Down"] * place, "Return")
        assert "2 reviews assigned" in stand.news()
    assert {row_of(people, each).person for each in (first, second)} == {"小陈"}
    assert {row_of(people, each).state for each in (first, second)} == {State.ASSIGNED}


@pytest.mark.rule("REV-02")
def test_an_agent_sees_why_assigning_and_closing_are_the_supervisors(
    people: Refunders, tmp_path: Path, qtbot: QtBot
) -> None:
    review = bad(people)
    with window_on(people.agent, tmp_path, qtbot) as stand:
        page = at(stand, review)
        assert not page.panel.next.isEnabled()
        assert "supervisor" in page.panel.next.toolTip()
        stand.keys("A")
        stand.keys("X")
        assert QApplication.activeModalWidget() is None
        assert row_of(people, review).state is State.NEW


@pytest.mark.rule("REV-02")
def test_who_comes_second_is_told_and_sees_what_is_so(people: Refunders, tmp_path: Path, qtbot: QtBot) -> None:
    review = bad(people)
    with window_on(people.supervisor, tmp_path, qtbot) as stand:
        page = at(stand, review)
        stand.keys("X")
        put(stand, "form.review-close.explanation", "补偿已给")
        assign_review(people.owner, review_id=review, person_id=people.agent.actor.id)
        stand.keys("Ctrl+Return")
        assert "Owner" in stand.asked(), "somebody was quicker, by name"
        stand.keys("Escape")
        page.refresh()
        stand.settle()
        assert "小王" in said(page.panel)
    assert row_of(people, review).state is State.ASSIGNED


@pytest.mark.rule("REV-03")
def test_the_nearest_end_is_first_late_is_red_and_the_clocks_are_told(
    people: Refunders, clock: Time, tmp_path: Path, qtbot: QtBot
) -> None:
    clock.at = NOON - 3 * DAY_MS
    late = bad(people, "旧的", order_id=add_order(people.owner))
    clock.at = NOON
    fresh = bad(people, "新的")
    closing = bad(people, "快到期", hours=24 * 28)
    with window_on(people.supervisor, tmp_path, qtbot) as stand:
        page = at(stand)
        assert listed(page)[0] == late and set(listed(page)) == {late, fresh, closing}
        column = page.table.records.column_of("due")
        cell = page.table.records.index(0, column)
        assert "late" in cell.data()
        assert cell.data(Qt.ItemDataRole.ForegroundRole) == page.panel._theme.colour("danger")
        page.open_record("review-list", "late")
        stand.settle()
        assert listed(page) == [late]
        page.open_record("review-list", "closing")
        stand.settle()
        assert listed(page) == [closing]
        assert "48 h left" in said(page.panel) or "47 h left" in said(page.panel) or "2 d left" in said(page.panel)
        assert "Solved by" in said(page.panel) and "Next step" in said(page.panel)


@pytest.mark.rule("REV-03")
def test_what_the_buyer_changed_or_deleted_is_told_apart(people: Refunders, tmp_path: Path, qtbot: QtBot) -> None:
    review = bad(people)
    assign_review(people.supervisor, review_id=review, person_id=people.agent.actor.id)
    with window_on(people.agent, tmp_path, qtbot) as stand:
        page = at(stand, review)
        stand.keys("H")
        put(stand, "form.review-changed.said", "客服很好，改好评")
        stand.keys("Ctrl+Return")
        stand.wait_for(lambda: row_of(people, review).kind is Kind.GOOD)
        at(stand, review)
        assert "Changed from Bad to Good" in said(page.panel)
        stand.keys("D", "Return")
        assert row_of(people, review).deleted_at is not None
        at(stand, review)
        assert "Deleted by the buyer" in said(page.panel)
        page.open_record("review-list", "changed")
        stand.settle()
        assert listed(page) in ([review], [])


@pytest.mark.rule("REV-07")
def test_closing_proposes_points_and_books_those_that_stay_checked(
    people: Refunders, tmp_path: Path, qtbot: QtBot
) -> None:
    review = bad(people)
    assign_review(people.supervisor, review_id=review, person_id=people.agent.actor.id)
    note_review_contact(people.agent, review_id=review, note="同意换货")
    note_review_contact(people.other_agent, review_id=review, note="催了仓库")
    with window_on(people.supervisor, tmp_path, qtbot) as stand:
        page = at(stand, review)
        assert page.panel.next.accessibleName() == "Close it"
        stand.keys("Return")
        put(stand, "form.review-close.explanation", "换货签收，满意")
        stand.keys("Tab")
        boxes = [box for box, _proposal in stand.dialog()._rows[2].input._boxes]  # type: ignore[attr-defined]
        assert [box.text() for box in boxes] == ["小王  +2  (Review solved)", "小陈  +2  (Helped with a review)"]
        stand.keys("Tab", "Space", "Ctrl+Return")
        assert "Review 1: Dealt with" in stand.news()
        page.open_record("review-list", "closed")
        stand.settle()
        assert "换货签收，满意" in said(page.panel) and "老李" in said(page.panel)
    assert [(each.person, each.points) for each in list_points(people.owner.database)] == [("小王", 2)]


@pytest.mark.rule("REV-01")
def test_what_two_put_right_is_merged_and_the_words_key_knows_the_buyers_text(
    people: Refunders, tmp_path: Path, qtbot: QtBot
) -> None:
    order = add_order(people.owner, buyer="tb_li")
    review = bad(people, "身高175，太紧", order_id=order)
    with window_on(people.agent, tmp_path, qtbot) as stand:
        page = at(stand, review)
        view = page.in_view()
        assert (view.order_id, view.said) == (order, "身高175，太紧")
        stand.keys("E")
        base = review_base(row_of(people, review))
        edit_review(people.other_agent, review_id=review, values={"goods": "单鞋"}, base=base)
        put(stand, "form.review-edit.later_said", "又开胶了")
        stand.keys("Ctrl+Return")
        assert QApplication.activeModalWidget() is None
        assert "又开胶了" in page.panel.later.toPlainText()
    row = row_of(people, review)
    assert (row.goods, row.later_said) == ("单鞋", "又开胶了")


@pytest.mark.rule("REV-01")
def test_nothing_open_offers_the_import_and_search_finds_what_is_over(
    people: Refunders, tmp_path: Path, qtbot: QtBot
) -> None:
    review = bad(people, "妈妈很喜欢", kind=Kind.GOOD)
    with window_on(people.agent, tmp_path, qtbot) as stand:
        page = at(stand)
        assert page.empty.isVisibleTo(page) and "No review is open" in said(page.empty)
        page.search("妈妈")
        stand.settle()
        assert listed(page) == [review]
        change_review(people.agent, review_id=review, kind=Kind.BAD)
        page.refresh()
        stand.settle()
        assert listed(page) == [review]
    assert len(list_reviews(people.owner.database, only_open=True)) == 1
    assert get_review(people.owner.database, review).row.kind_before is Kind.GOOD


@pytest.mark.rule("REV-02")
def test_what_nobody_solved_in_its_time_goes_up_by_itself(
    people: Refunders, clock: Time, tmp_path: Path, qtbot: QtBot
) -> None:
    review = bad(people)
    assign_review(people.supervisor, review_id=review, person_id=people.agent.actor.id)
    clock.at = NOON + 10 * DAY_MS
    with window_on(people.finance, tmp_path, qtbot) as stand:
        stand.shop.reviews.look()
        stand.settle()
        assert row_of(people, review).state is State.ASSIGNED, "left to those who may serve"
    with window_on(people.supervisor, tmp_path, qtbot) as stand:
        stand.shop.reviews.look()
        stand.settle()
        assert any("1 review was not solved in its time" in each for each in stand.news())
        page = at(stand)
        page.open_record("review-list", "raised")
        stand.settle()
        assert listed(page) == [review]
        stand.shop.reviews.look()
        stand.settle()
        assert len(stand.news()) == 1


def test_in_a_narrow_window_who_follows_it_is_still_in_the_list(
    people: Refunders, tmp_path: Path, qtbot: QtBot
) -> None:
    bad(people)
    with window_on(people.supervisor, tmp_path, qtbot) as stand:
        page = at(stand)
        stand.window.resize(1024, 700)
        stand.wait_for(lambda: page.table.isColumnHidden(page.table.records.column_of("order_no")))
        stand.settle()
        assert page.table.horizontalScrollBar().maximum() == 0, "nothing is beside the list"
