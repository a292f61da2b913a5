"""The guide for parcels that their carrier can't deliver (SHP-10)."""

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from shopdesk.domain.deadlines import DAY_MS
from shopdesk.domain.detours import Way
from shopdesk.domain.statuses import Stage, Status
from shopdesk.queries.detours import get_detour, list_detours
from shopdesk.services.detours import decide_detour
from shopdesk.ui.parcels.detour_guide import DetourGuide
from tests.factories import NOON, add_order
from tests.services.refunders import Refunders
from tests.ui.parcels.guide_stand import GuideStand

WAYBILL = "YT7453244865603"
GONE: dict[str, Any] = {"status": int(Status.SHIPPED), "stage": int(Stage.SHIPPED), "shipped_at": NOON - 8 * DAY_MS}
FAR: dict[str, Any] = {"province": "新疆维吾尔自治区", "city": "喀什地区", "carrier": "圆通速递"}


@pytest.fixture
def order(people: Refunders) -> int:
    return add_order(people.owner, order_no="4001", buyer="tb_1", waybill=WAYBILL, **GONE, **FAR)


def test_both_ways_are_seen_with_reasons_and_enter_decides(stand: GuideStand, order: int, people: Refunders) -> None:
    guide = stand.begin(DetourGuide, order)
    said = stand.said()
    assert "4001 · tb_1 · 一号店" in said and WAYBILL in said and "邮政快递包裹" in said and "this is proposed" in said
    assert guide.way is Way.POST and guide.chosen_radio.hasFocus()
    assert "Together" in said and "until" in said  # why, and the longer time to confirm
    stand.press(Qt.Key.Key_Return)
    (row,) = list_detours(people.owner.database)
    assert (row.way, row.proposed, row.person) == (Way.POST, Way.POST, "小王")
    assert "Dear tb_1" in stand.said() and guide.copy_button.hasFocus()
    stand.press(Qt.Key.Key_C)
    assert QGuiApplication.clipboard().text().startswith("Dear tb_1, 圆通速递 can't deliver")


def test_what_is_worth_more_goes_the_safer_way_as_one_types(stand: GuideStand, order: int) -> None:
    guide = stand.begin(DetourGuide, order)
    guide.value.setFocus()
    guide.value.selectAll()
    stand.press("3000")
    assert guide.way is Way.BRING_BACK and guide.value.hasFocus()
    assert "A case is opened" in stand.said()
    guide.value.setText("")
    stand.press("x")
    assert "12.50" in guide.said.text()


def test_otherwise_than_proposed_needs_a_reason(stand: GuideStand, order: int, people: Refunders) -> None:
    guide = stand.begin(DetourGuide, order)
    stand.press(Qt.Key.Key_Up)
    assert guide.way is Way.BRING_BACK
    stand.press(Qt.Key.Key_Return)
    assert "say why" in guide.said.text() and guide.reason.hasFocus()
    stand.press("buyer wants it soon")
    stand.press(Qt.Key.Key_Return)
    (row,) = list_detours(people.owner.database)
    assert (row.way, row.reason) == (Way.BRING_BACK, "buyer wants it soon") and row.case_id is not None
    guide.commands.by_name["case"].trigger()
    assert stand.told[-1] == ("open_requested", "case", row.case_id)


def test_the_new_number_is_noted_and_shown(stand: GuideStand, order: int, people: Refunders) -> None:
    made = decide_detour(people.other_agent, order_id=order, way=Way.POST)
    guide = stand.begin(DetourGuide, order)  # who begins anew goes on with what was decided
    assert "小陈" in stand.said() and guide.new_carrier.text() == "邮政快递包裹"
    stand.press(Qt.Key.Key_Return)
    guide.new_waybill.setFocus()
    stand.press("9876543210987")
    stand.press(Qt.Key.Key_Return)
    assert get_detour(people.owner.database, made).new_waybill == "9876543210987"
    assert stand.told == [("done", "detour", made)] and "9876543210987" in stand.said()
    assert not guide.new_waybill.isVisible()


def test_the_order_is_found_first_and_esc_leaves(stand: GuideStand, order: int, qtbot: QtBot) -> None:
    guide = stand.make(DetourGuide)
    guide.start(None)
    assert guide.finder.line.hasFocus()
    stand.press("4001")
    stand.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: guide.chosen_radio.hasFocus() and guide.chosen_radio.isVisible())
    stand.press(Qt.Key.Key_Escape)
    assert stand.told == [("cancelled",)]
