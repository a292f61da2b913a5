"""The guide for parcels that are to be brought back (SHP-11)."""

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from shopdesk.domain.cases import Kind as CaseKind
from shopdesk.domain.deadlines import DAY_MS, HOUR_MS
from shopdesk.domain.interceptions import State
from shopdesk.domain.statuses import Stage, Status
from shopdesk.queries.cases import get_case_row
from shopdesk.queries.interceptions import InterceptionRow, list_interceptions
from shopdesk.services import interceptions as deeds
from shopdesk.ui.background import Background
from shopdesk.ui.parcels.interception_guide import InterceptionGuide
from shopdesk.ui.theme import Theme
from tests.factories import NOON, add_order
from tests.services.refunders import Refunders, add_request, approved
from tests.ui.parcels.guide_stand import GuideStand

WAYBILL = "YT7453244865603"
GONE: dict[str, Any] = {"status": int(Status.SHIPPED), "stage": int(Stage.SHIPPED), "shipped_at": NOON - DAY_MS}


@pytest.fixture
def order(people: Refunders) -> int:
    return add_order(people.owner, order_no="4001", buyer="tb_1", waybill=WAYBILL, **GONE)


def only(people: Refunders) -> InterceptionRow:
    (row,) = list_interceptions(people.owner.database)
    return row


def test_it_is_asked_for_with_what_the_platform_says_already(stand: GuideStand, order: int, people: Refunders) -> None:
    add_request(
        people.owner, "4001", reason="不想要了", state="买家已经申请退款，等待卖家同意", deadline=NOON + 3 * DAY_MS
    )
    approved(people, order, 19_900)
    guide = stand.begin(InterceptionGuide, order)
    said = stand.said()
    assert "4001 · tb_1" in said and "waits until it is known" in said and "The platform decides by itself" in said
    assert guide.asked_of.hasFocus() and guide.reason.text() == "不想要了"
    stand.press("Miss Liu, ticket 88", Qt.Key.Key_Return)
    row = only(people)
    assert (row.state, row.asked_of, row.reason) == (State.ASKED, "Miss Liu, ticket 88", "不想要了")
    assert row.refund_id is not None and "late" not in stand.said()
    assert guide.promised_by.hasFocus()


def test_why_it_comes_back_has_to_be_said(stand: GuideStand, order: int, people: Refunders) -> None:
    guide = stand.begin(InterceptionGuide, order)
    stand.press(Qt.Key.Key_Return)
    assert guide.reason.hasFocus() and "why" in guide.said.text()
    assert list_interceptions(people.owner.database) == []


def test_a_promise_that_is_kept_releases_the_refund(stand: GuideStand, order: int, people: Refunders) -> None:
    approved(people, order, 19_900)
    deeds.ask_interception(people.other_agent, order_id=order, reason="不要了")
    guide = stand.begin(InterceptionGuide, order)  # who begins anew goes on with it
    stand.press("Miss Liu", Qt.Key.Key_Return)
    assert guide.promised_at.hasFocus() and "such as" in guide.said.text()
    stand.press("03-04 18:00", Qt.Key.Key_Return)
    row = only(people)
    assert (row.state, row.promised_by) == (State.PROMISED, "Miss Liu") and row.promised_at == row.due_at
    stand.press(Qt.Key.Key_Return)  # it comes back
    assert only(people).state is State.SUCCEEDED and "its refund may go" in stand.said()
    stand.press(Qt.Key.Key_Return)
    assert stand.told[-1] == ("done", "case", only(people).case_id)


def test_one_that_fails_becomes_a_refusal_with_its_text(stand: GuideStand, order: int, people: Refunders) -> None:
    deeds.ask_interception(people.agent, order_id=order, reason="不要了")
    guide = stand.begin(InterceptionGuide, order)
    guide.main.setFocus()
    stand.press(Qt.Key.Key_F)
    assert guide.note.hasFocus() and "answered" in guide.said.text()
    stand.press("already out for delivery")
    guide.main.setFocus()
    stand.press(Qt.Key.Key_F)
    assert only(people).state is State.FAILED and "Please refuse it" in stand.said()
    stand.press(Qt.Key.Key_Return)
    assert QGuiApplication.clipboard().text().startswith("Dear tb_1, your parcel 圆通速递")
    assert only(people).told_at == NOON
    stand.press(Qt.Key.Key_Return)
    row = only(people)
    assert row.state is State.REFUSED
    assert get_case_row(people.owner.database, row.case_id or 0).kind is CaseKind.REFUSAL


def test_what_others_did_first_is_told_and_shown(stand: GuideStand, order: int, people: Refunders) -> None:
    made = deeds.ask_interception(people.agent, order_id=order, reason="不要了")
    guide = stand.begin(InterceptionGuide, order)
    deeds.note_success(people.other_agent, interception_id=made)
    guide.main.setFocus()
    stand.press(Qt.Key.Key_W)
    guide.note.setText("x")
    guide.commands.by_name["withdraw"].trigger()
    stand.settle()
    dialog = QApplication.activeModalWidget()
    assert dialog is not None
    dialog.close()
    guide.refresh()
    stand.settle()
    assert "Comes back" in stand.said() and "小陈" in stand.said()


def test_what_is_late_stands_out(stand: GuideStand, order: int, people: Refunders) -> None:
    deeds.ask_interception(people.agent, order_id=order, reason="不要了", platform_due=NOON + 20 * HOUR_MS)
    stand.begin(InterceptionGuide, order)
    said = stand.said()
    assert "A supervisor has to see to it" in said and "Platform decides" in said


def test_who_may_only_look_sees_why(
    people: Refunders, order: int, background: Background, theme: Theme, qtbot: QtBot
) -> None:
    made = deeds.ask_interception(people.agent, order_id=order, reason="不要了")
    stand = GuideStand(people.finance, background, theme, qtbot)
    guide = stand.make(InterceptionGuide)
    guide.show_record(made)
    stand.settle()
    assert "Carrier asked to stop it" in stand.said()
    assert not guide.main.isEnabled() and "may not" in guide.main.toolTip()
    guide.setFocus()
    guide.commands.by_name["back"].trigger()
    stand.settle()
    assert only(people).state is State.ASKED
