"""Complaints in the window, by keys: from any page, told at once, put right by two, back to the writer, lists of Today
(CMP-01, CMP-02)."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from shopdesk.domain.complaints import Cause, State, Step
from shopdesk.domain.deadlines import DAY_MS, HOUR_MS
from shopdesk.domain.points import PointKind
from shopdesk.domain.reviews import Kind
from shopdesk.queries.complaints import ComplaintRow, get_complaint_row, list_complaints
from shopdesk.queries.points import list_points
from shopdesk.services.complaint_steps import take_step, write_appeal
from shopdesk.services.complaints import complaint_base, edit_complaint, open_complaint
from shopdesk.services.desk import Desk
from shopdesk.services.evidence import add_evidence
from shopdesk.services.reviews import enter_review
from shopdesk.services.setup import open_desk
from shopdesk.ui.complaints.page import ComplaintsPage
from tests.engines import shop_address
from tests.factories import add_order
from tests.hands import NoMouse
from tests.refund_window import said
from tests.review_window import put
from tests.services.refunders import Refunders, Time, add_case, make_refunders
from tests.window_stand import WindowStand, window_on

LINE = "main.banner.complaints"


@pytest.fixture
def clock() -> Time:
    return Time()


@pytest.fixture
def people(tmp_path: Path, clock: Time) -> Iterator[Refunders]:
    made = make_refunders(tmp_path, clock=clock)
    yield made
    made.owner.database.close()


@pytest.fixture(autouse=True)
def no_mouse(qapp: QApplication) -> Iterator[None]:
    made = NoMouse()
    qapp.installEventFilter(made)
    yield
    qapp.removeEventFilter(made)
    assert made.seen == 0


def at(stand: WindowStand, number: int | None = None) -> ComplaintsPage:
    stand.keys("Alt+C")
    page = stand.window.page
    assert isinstance(page, ComplaintsPage)
    if number is not None:
        page.open_record("complaint", number)
        stand.settle()
        stand.wait_for(lambda: page.panel.complaint is not None and page.panel.complaint.row.id == number)
    return page


def listed(page: ComplaintsPage) -> list[int]:
    return [row.id for row in page.table.records.rows]


def row_of(people: Refunders, number: int = 1) -> ComplaintRow:
    return get_complaint_row(people.owner.database, number)


def banner(stand: WindowStand) -> str:
    line = stand.window.findChild(QWidget, LINE)
    return said(line) if line is not None and line.isVisible() else ""


@pytest.fixture
def elsewhere(people: Refunders, tmp_path: Path) -> Iterator[Desk]:
    """The agent at another PC."""
    made = open_desk(shop_address(tmp_path), clock=people.owner.clock)
    yield replace(made, actor=people.agent.actor)
    made.database.close()


def proved(people: Refunders, number: int) -> None:
    add_evidence(people.agent, kind="complaint", record_id=number, file="签收记录".encode(), name="底单.txt")


@pytest.mark.rule("CMP-01")
def test_one_is_entered_about_what_is_in_view(people: Refunders, tmp_path: Path, qtbot: QtBot) -> None:
    order = add_order(people.owner, order_no="4001", buyer="tb_li")
    case = add_case(people.owner, order)
    with window_on(people.agent, tmp_path, qtbot) as stand:
        stand.window.open_record("order", order)
        stand.settle()
        stand.keys("Ctrl+Alt+C")
        stand.wait_for(lambda: QApplication.activeModalWidget() is not None)
        assert stand.dialog().objectName() == "form.complaint-new"
        stand.keys("Down", "Ctrl+Return")
        stand.wait_for(lambda: bool(list_complaints(people.owner.database)))
        stand.window.open_record("case", case)
        stand.settle()
        stand.keys("Ctrl+Alt+C")
        stand.wait_for(lambda: QApplication.activeModalWidget() is not None)
        assert f"Case {case}" in stand.dialog().windowTitle()
        stand.keys("End", "Ctrl+Return")
        stand.wait_for(lambda: len(list_complaints(people.owner.database)) == 2)
        stand.window.open_record("complaint-new", {"buyer_id": row_of(people).buyer_id})
        stand.wait_for(lambda: QApplication.activeModalWidget() is not None)
        assert "tb_li" in stand.dialog().windowTitle()
        stand.keys("Down", "Down", "Down", "Ctrl+Return")
        stand.wait_for(lambda: len(list_complaints(people.owner.database)) == 3)
    first, second, third = row_of(people), row_of(people, 2), row_of(people, 3)
    assert (third.buyer, third.order_no, third.cause) == ("tb_li", "", Cause.LATE)
    assert (first.order_no, first.buyer, first.cause, first.case_id) == ("4001", "tb_li", Cause.QUALITY, None)
    assert (second.case_id, second.order_no, second.cause) == (case, "4001", Cause.OTHER)


@pytest.mark.rule("CMP-01")
def test_the_supervisor_is_told_on_every_page_until_seen(
    people: Refunders, elsewhere: Desk, tmp_path: Path, qtbot: QtBot
) -> None:
    with window_on(people.supervisor, tmp_path, qtbot, live=True) as stand:
        assert banner(stand) == ""
        open_complaint(elsewhere, cause=Cause.SERVICE, said="客服态度差")
        stand.wait_for(lambda: bool(banner(stand)))
        assert stand.window.page_key == "orders" and "1 complaint that no supervisor has seen" in banner(stand)
        stand.click(f"{LINE}.action")
        page = stand.window.page
        assert isinstance(page, ComplaintsPage) and listed(page) == [1]
        stand.wait_for(lambda: page.panel.complaint is not None)
        stand.keys("S")
        stand.wait_for(lambda: not banner(stand))
    row = get_complaint_row(elsewhere.database, 1)
    assert (row.state, row.seen_by) == (State.OPEN, people.supervisor.actor.name)


@pytest.mark.rule("CMP-01")
def test_who_is_no_supervisor_sees_their_own_and_no_line(people: Refunders, tmp_path: Path, qtbot: QtBot) -> None:
    mine = open_complaint(people.supervisor, cause=Cause.LATE, said="晚发货", person_id=people.agent.actor.id)
    open_complaint(people.supervisor, cause=Cause.LATE, said="晚发货二")
    with window_on(people.agent, tmp_path, qtbot) as stand:
        page = at(stand, mine)
        assert banner(stand) == ""
        page.open_record("complaint-list", "my-open")
        stand.settle()
        assert listed(page) == [mine]
        stand.keys("X")
        assert QApplication.activeModalWidget() is None
        assert "may not" in page.actions_.why_not("close")


@pytest.mark.rule("CMP-02")
def test_an_appeal_goes_back_and_who_wrote_it_does_not_approve(people: Refunders, tmp_path: Path, qtbot: QtBot) -> None:
    number = open_complaint(people.supervisor, cause=Cause.QUALITY, said="假货")
    write_appeal(people.supervisor, complaint_id=number, text="有质检报告")
    proved(people, number)
    with window_on(people.supervisor, tmp_path, qtbot) as stand:
        page = at(stand, number)
        stand.keys("Return")
        assert "You wrote this appeal" in stand.news()[-1] and people.owner.actor.name in stand.news()[-1]
        stand.keys("B")
        stand.answer("请附检测编号")
        stand.wait_for(lambda: row_of(people).state is State.OPEN)
    with window_on(people.agent, tmp_path, qtbot) as stand:
        page = at(stand, number)
        assert "请附检测编号" in said(page.panel)
        stand.keys("W")
        put(stand, "form.complaint-appeal.text", "质检报告编号 123")
        stand.keys("Ctrl+Return")
        stand.wait_for(lambda: row_of(people).state is State.DRAFTED)
    with window_on(people.supervisor, tmp_path, qtbot) as stand:
        at(stand, number)
        assert "1 appeal to approve" in banner(stand)
        stand.keys("Return")
        stand.wait_for(lambda: row_of(people).state is State.APPROVED)
        stand.wait_for(lambda: not banner(stand))


@pytest.mark.rule("CMP-02")
def test_what_is_too_late_is_not_sent_until_the_deadline_is_moved(
    people: Refunders, tmp_path: Path, qtbot: QtBot, clock: Time
) -> None:
    number = open_complaint(people.supervisor, cause=Cause.QUALITY, said="假货", due_at=clock() + HOUR_MS)
    write_appeal(people.agent, complaint_id=number, text="有质检报告")
    proved(people, number)
    take_step(people.supervisor, complaint_id=number, step=Step.APPROVE)
    clock.at += DAY_MS
    with window_on(people.agent, tmp_path, qtbot) as stand:
        page = at(stand, number)
        assert "late" in said(page.panel)
        stand.keys("Return")
        assert "Its time ended" in stand.news()[-1] and row_of(people).state is State.APPROVED
        stand.keys("E")
        put(stand, "form.complaint-edit.due_at", "2024-03-10 18:00")
        stand.keys("Ctrl+Return")
        stand.wait_for(lambda: (row_of(people).due_at or 0) > clock())
        stand.settle()
        stand.wait_for(lambda: page.panel.complaint is not None and page.panel.complaint.row == row_of(people))
        stand.keys("Return")
        stand.wait_for(lambda: row_of(people).state is State.SENT)


def test_two_who_put_one_right_lose_nothing(people: Refunders, tmp_path: Path, qtbot: QtBot) -> None:
    number = open_complaint(people.supervisor, cause=Cause.QUALITY, said="假货", number="TS1")
    with window_on(people.agent, tmp_path, qtbot) as stand:
        at(stand, number)
        stand.keys("E")
        base = complaint_base(row_of(people))
        edit_complaint(people.supervisor, complaint_id=number, values={"cause": "description"}, base=base)
        put(stand, "form.complaint-edit.number", "TS2")
        stand.keys("Ctrl+Return")
        stand.wait_for(lambda: row_of(people).number == "TS2")
    assert row_of(people).cause is Cause.DESCRIPTION


@pytest.mark.rule("TEAM-02")
def test_points_are_booked_on_what_is_in_view(people: Refunders, tmp_path: Path, qtbot: QtBot) -> None:
    order = add_order(people.owner, order_no="4001")
    with window_on(people.supervisor, tmp_path, qtbot) as stand:
        stand.keys("Alt+3", "Ctrl+Alt+P")
        assert "Choose what the points are about first" in stand.news()[-1]
        stand.window.open_record("order", order)
        stand.settle()
        stand.keys("Ctrl+Alt+P")
        stand.wait_for(lambda: QApplication.activeModalWidget() is not None)
        assert "4001" in stand.dialog().windowTitle()
        stand.keys("Down", "Down", "Tab", "Down", "Return")
        stand.wait_for(lambda: bool(list_points(people.owner.database)))
        review = enter_review(people.agent, kind=Kind.BAD, said="磨脚", at=people.owner.clock() - HOUR_MS)
        stand.window.open_record("review", review)
        stand.settle()
        stand.wait_for(lambda: bool(stand.window.page and stand.window.page.in_view().review_id == review))
        stand.keys("Ctrl+Alt+P")
        stand.wait_for(lambda: QApplication.activeModalWidget() is not None)
        stand.keys("Down", "Down", "Tab", "Down", "Down", "Return")
        stand.wait_for(lambda: len(list_points(people.owner.database)) == 2)
    second, first = list_points(people.owner.database)
    assert (first.kind, first.record_id, first.points, first.rule) == (PointKind.ORDER, order, -1, "salesperson")
    assert (second.kind, second.record_id, second.rule) == (PointKind.REVIEW, review, "amount")


@pytest.mark.rule("CMP-01")
def test_what_can_not_be_entered_is_said_in_the_form(people: Refunders, tmp_path: Path, qtbot: QtBot) -> None:
    open_complaint(people.other_agent, cause=Cause.LATE, said="晚发货", number="TS1")
    with window_on(people.agent, tmp_path, qtbot) as stand:
        at(stand)
        stand.keys("Ctrl+N", "text:99999", "Tab", "Ctrl+Return")
        assert "This is needed." in stand.asked()
        stand.keys("Down", "Ctrl+Return")
        assert "99999" in stand.asked()
        put(stand, "form.complaint-new.order_no", "")
        stand.keys("Ctrl+Return")
        assert "Say which order, buyer or case the complaint is about" in stand.asked()
        put(stand, "form.complaint-new.number", "TS1")
        stand.keys("Ctrl+Return")
        assert "TS1 is there already" in stand.asked() and people.other_agent.actor.name in stand.asked()
        put(stand, "form.complaint-new.number", "TS2")
        put(stand, "form.complaint-new.due_at", "yesterday")
        stand.keys("Ctrl+Return")
        assert "Type a day or a moment" in stand.asked()
        put(stand, "form.complaint-new.due_at", "2024-02-01 10:00")
        stand.keys("Ctrl+Return")
        assert "is over" in stand.asked()
        put(stand, "form.complaint-new.due_at", "")
        stand.keys("Ctrl+Return")
        stand.wait_for(lambda: len(list_complaints(people.owner.database)) == 2)
    assert row_of(people, 2).number == "TS2"


@pytest.mark.rule("CMP-02")
def test_who_comes_second_is_told_by_whom(people: Refunders, tmp_path: Path, qtbot: QtBot) -> None:
    number = open_complaint(people.agent, cause=Cause.QUALITY, said="假货")
    with window_on(people.supervisor, tmp_path, qtbot) as stand:
        page = at(stand, number)
        take_step(people.owner, complaint_id=number, step=Step.SEE)
        stand.keys("S")
        assert people.owner.actor.name in stand.asked() and "In work" in stand.asked()
        stand.keys("Escape")
        stand.wait_for(lambda: people.owner.actor.name in said(page.panel))


@pytest.mark.rule("CMP-01")
def test_the_trail_of_a_complaint_opens_it(people: Refunders, tmp_path: Path, qtbot: QtBot) -> None:
    open_complaint(people.agent, cause=Cause.QUALITY, said="假货")
    with window_on(people.supervisor, tmp_path, qtbot) as stand:
        trail = stand.open("trail")
        row = next(row for row in trail.table.records.rows if row.kind == "complaint")
        trail.table.go_to(row.id)
        trail.table.setFocus()
        stand.keys("Return")
        page = stand.window.page
        assert isinstance(page, ComplaintsPage) and listed(page) == [1]


@pytest.mark.rule("CMP-02")
def test_in_a_narrow_window_who_approves_reads_the_appeal_before_its_files(
    people: Refunders, tmp_path: Path, qtbot: QtBot
) -> None:
    open_complaint(people.agent, cause=Cause.QUALITY, said="开胶")
    with window_on(people.supervisor, tmp_path, qtbot) as stand:
        page = at(stand, 1)
        stand.window.resize(1024, 700)
        stand.wait_for(lambda: page.table.isColumnHidden(page.table.records.column_of("order_no")))
        stand.settle()
        assert page.table.horizontalScrollBar().maximum() == 0, "nothing is beside the list"
        assert page.panel._appeal.mapTo(page, QPoint()).y() < page.panel.files.mapTo(page, QPoint()).y()
