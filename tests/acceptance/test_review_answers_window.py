"""Answers to reviews and ratings of our own in the window, by keys; what is stopped says where (REV-04 to REV-06)."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from shopdesk.domain.reviews import But, Decision, Kind, Result, State
from shopdesk.domain.script_topics import Topic
from shopdesk.queries.own_ratings import list_to_rate
from shopdesk.queries.scripts import find_script
from shopdesk.services.reviews import reply_review
from shopdesk.services.scripts import save_script
from shopdesk.ui.reviews.reply import ReplyForm
from tests.factories import NOON, add_order
from tests.hands import Hands, NoMouse
from tests.refund_window import said
from tests.review_window import at, bad, done, listed, put, row_of
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


@pytest.mark.rule("REV-04")
def test_many_are_rated_at_once_and_a_bad_review_stops_its_buyer(
    people: Refunders, tmp_path: Path, qtbot: QtBot
) -> None:
    old, fresh = done(people, 14.5, buyer="tb_a"), done(people, 2, buyer="tb_b")
    stopped = done(people, 3, buyer="tb_c")
    one, other = done(people, 5, buyer="tb_d"), done(people, 4, buyer="tb_d")
    review = bad(people, order_id=stopped)
    with window_on(people.supervisor, tmp_path, qtbot) as stand:
        page = at(stand)
        stand.keys("L")
        assert page.filters.is_rating and page.ratings.table.hasFocus()
        assert [line.id for line in page.ratings.found.rows] == [old, one, other, stopped, fresh], "nearest end first"
        stand.keys("Ctrl+A", "M")
        assert "3 buyers rated" in stand.news()
        assert any("2 were left" in each for each in stand.news())
        assert [line.id for line in page.ratings.found.rows] == [other, stopped]
        page.open_record("rate-list", "stopped")
        stand.settle()
        assert f"Stopped by review {review}" in page.ratings._said.text()
        stand.keys("M")
        assert len(list_to_rate(people.owner.database, now=NOON)) == 2
        stand.keys("J", "Down", "Tab")
        put(stand, "form.rating-decide.note", "已谈好")
        stand.keys("Return")
        assert "1 decided" in stand.news()
        page.open_record("rate-list", "all")
        stand.settle()
        page.ratings.table.go_to(stopped)
        stand.keys("M")
        assert [line.id for line in page.ratings.found.rows] == [other]
        stand.undo()
        assert stopped in [line.id for line in page.ratings.found.rows]
    row = next(row for row in list_to_rate(people.owner.database, now=NOON) if row.order_id == stopped)
    assert (row.decision, row.note) == (Decision.RATE, "已谈好")


@pytest.mark.rule("REV-04")
def test_an_agent_goes_from_what_stops_a_rating_to_the_review(people: Refunders, tmp_path: Path, qtbot: QtBot) -> None:
    review = bad(people, order_id=done(people, 3, buyer="tb_c"))
    with window_on(people.agent, tmp_path, qtbot) as stand:
        page = at(stand)
        page.open_record("rate-list", "all")
        stand.settle()
        stand.keys("J")
        assert QApplication.activeModalWidget() is None, "a supervisor decides"
        stand.keys("W")
        assert page.panel.review is not None and page.panel.review.row.id == review
        assert not page.filters.is_rating
        assert "Stopped by review" in said(page.panel), "the review tells of our rating as well"


@pytest.mark.rule("REV-05")
def test_words_of_the_library_are_filled_noted_copied_and_counted(
    people: Refunders, tmp_path: Path, qtbot: QtBot
) -> None:
    save_script(people.owner, topic=Topic.REVIEW, title="磨脚致歉", body="亲，{商品}让您不舒服了，非常抱歉。")
    save_script(people.owner, topic=Topic.REVIEW, title="感谢", body="感谢您的支持")
    review = bad(people)
    with window_on(people.agent, tmp_path, qtbot) as stand:
        page = at(stand, review)
        hands = Hands(stand)
        hands.keys("R", "text:gx", "Return")
        form = stand.dialog()
        assert isinstance(form, ReplyForm)
        hands.until(lambda: form.text.toPlainText() == "感谢您的支持")
        assert form.text.hasFocus()
        hands.keys("Ctrl+Return")
        hands.until(lambda: QApplication.activeModalWidget() is None)
        assert QGuiApplication.clipboard().text() == "感谢您的支持"
        assert "noted and copied" in stand.news()[-1]
        assert "感谢您的支持" in said(page.panel)
        QGuiApplication.clipboard().clear()
        at(stand, review)
        stand.keys("C")
        assert QGuiApplication.clipboard().text() == "感谢您的支持"
        assert hands.pressed < 8
    found = find_script(people.owner.database, Topic.REVIEW, "感谢")
    assert found is not None and found.used == 1
    assert row_of(people, review).replied_by == "小王"


@pytest.mark.rule("REV-05")
def test_an_answer_with_a_gap_or_with_who_the_buyer_is_is_stopped_and_says_where(
    people: Refunders, tmp_path: Path, qtbot: QtBot
) -> None:
    save_script(people.owner, topic=Topic.REVIEW, title="补偿", body="补您{?补偿金额}元")
    order = add_order(people.owner, buyer="tb_li", receiver="欧阳小红", phone="13911113801", address="文三路 90 号")
    review = bad(people, order_id=order)
    with window_on(people.agent, tmp_path, qtbot) as stand:
        at(stand, review)
        stand.keys("R", "text:bc", "Return")
        form = stand.dialog()
        assert isinstance(form, ReplyForm)
        stand.wait_for(lambda: "补偿金额" in form.text.textCursor().selectedText())
        stand.keys("Ctrl+Return")
        assert "Still open: ?补偿金额" in form.guard.text()
        form.text.setPlainText("  😀欧阳小红您好，请拨１３９ 1111 3801")
        stand.keys("Ctrl+Return")
        stand.wait_for(lambda: bool(form.text.extraSelections()))
        marked = [each.cursor.selectedText() for each in form.text.extraSelections()]
        assert marked == ["欧阳小红", "１３９ 1111 3801"]
        assert "name: 欧阳小红" in form.guard.text() and "phone number" in form.guard.text()
        assert form.text.textCursor().selectedText() == "欧阳小红", "typing takes its place"
        stand.keys("text:qin")
        stand.wait_for(lambda: len(form.text.extraSelections()) == 1)
        assert row_of(people, review).reply == ""
        form.text.setPlainText("亲，抱歉让您久等")
        stand.wait_for(lambda: not form.text.extraSelections())
        assert form.guard.isHidden()
        stand.keys("Ctrl+Return")
    assert row_of(people, review).reply == "亲，抱歉让您久等"


@pytest.mark.rule("REV-05")
def test_an_answer_that_somebody_else_wrote_meanwhile_is_not_overwritten(
    people: Refunders, tmp_path: Path, qtbot: QtBot
) -> None:
    review = bad(people)
    with window_on(people.agent, tmp_path, qtbot) as stand:
        at(stand, review)
        stand.keys("R", "Tab")
        form = stand.dialog()
        assert isinstance(form, ReplyForm)
        form.text.setPlainText("我写的")
        reply_review(people.other_agent, review_id=review, text="他写的")
        stand.keys("Ctrl+Return")
        assert "小陈 answered review" in form.guard.text() and form.text.toPlainText() == "我写的"
        stand.keys("Escape")
        page = at(stand, review)
        stand.keys("R")
        form = stand.dialog()
        assert isinstance(form, ReplyForm) and form.text.toPlainText() == "他写的" and form.text.hasFocus()
        form.text.setPlainText("改过的")
        stand.keys("Ctrl+Return")
        assert "改过的" in said(page.panel)
    assert row_of(people, review).reply == "改过的"


@pytest.mark.rule("REV-06")
def test_good_but_shows_its_words_and_is_said_or_denied_by_a_key(
    people: Refunders, tmp_path: Path, qtbot: QtBot
) -> None:
    review = bad(people, "款式好看，就是有点磨脚", kind=Kind.GOOD)
    praise = bad(people, "很喜欢", kind=Kind.GOOD)
    with window_on(people.agent, tmp_path, qtbot) as stand:
        page = at(stand)
        page.open_record("review-list", "but")
        stand.settle()
        assert listed(page) == [review]
        assert page.panel.said.marked() == ["有点磨脚"]
        assert page.panel.next.accessibleName() == "Answer it"
        stand.keys("F")
        assert (row_of(people, review).but, row_of(people, review).state) == (But.DENIED, State.CLOSED)
        stand.undo()
        assert (row_of(people, review).but, row_of(people, review).state) == (But.SAID, State.NEW)
        at(stand, praise)
        stand.keys("B")
        assert row_of(people, praise).state is State.NEW
        at(stand, praise)
        stand.keys("Return")
        form = stand.dialog()
        assert isinstance(form, ReplyForm)
        form.text.setPlainText("谢谢亲的喜欢")
        stand.keys("Ctrl+Return")
    assert (row_of(people, praise).state, row_of(people, praise).result) == (State.CLOSED, Result.EXPLAINED)


@pytest.mark.rule("REV-04")
def test_one_key_shows_the_order_in_either_view(people: Refunders, tmp_path: Path, qtbot: QtBot) -> None:
    reviewed, trade = add_order(people.owner, order_no="4001"), done(people, 3, order_no="4002", buyer="tb_c")
    bad(people, order_id=reviewed)
    with window_on(people.agent, tmp_path, qtbot) as stand:
        page = at(stand, 1)
        asked: list[tuple[str, object]] = []
        page.open_requested.connect(lambda kind, number: asked.append((kind, number)))
        stand.keys("G")
        page = at(stand)
        stand.keys("L")
        stand.keys("G")
        at(stand, 1)
        stand.keys("K")
        assert asked == [("order", reviewed), ("order", trade), ("case-new", reviewed)]
        assert stand.dialog().objectName() == "new-case"
        stand.keys("Escape")
