"""Guides on the page of parcels: what is late, what is refused, what the evidence says (SHP-10 to SHP-12)."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from shopdesk.domain.cases import Kind as CaseKind
from shopdesk.domain.cases import State as CaseState
from shopdesk.domain.deadlines import DAY_MS, HOUR_MS
from shopdesk.domain.detours import Way
from shopdesk.domain.interceptions import State
from shopdesk.domain.refunds import RefundState
from shopdesk.domain.shortages import Packaging, Remedy, Verdict
from shopdesk.domain.statuses import Stage, Status
from shopdesk.queries.cases import get_case_row, list_cases
from shopdesk.queries.detours import list_detours
from shopdesk.queries.interceptions import get_interception, list_interceptions
from shopdesk.queries.refunds import get_refund
from shopdesk.queries.shortages import list_shortages
from shopdesk.services import interceptions as deeds
from shopdesk.services.cases import open_case
from tests.factories import NOON, add_order
from tests.services.refunders import Refunders, approved, make_refunders
from tests.services.short_parcels import send
from tests.window_stand import WindowStand, window_on

WAYBILL = "YT7453244865603"
GONE: dict[str, Any] = {"status": int(Status.SHIPPED), "stage": int(Stage.SHIPPED), "shipped_at": NOON - 3 * DAY_MS}


@pytest.fixture
def people(tmp_path: Path) -> Iterator[Refunders]:
    made = make_refunders(tmp_path)
    yield made
    made.owner.database.close()


@pytest.fixture
def order(people: Refunders) -> int:
    """To Kashgar, where some carriers don't go."""
    far: dict[str, Any] = {"province": "新疆维吾尔自治区", "city": "喀什地区", "carrier": "圆通速递"}
    return add_order(people.owner, order_no="4001", buyer="tb_1", waybill=WAYBILL, **GONE, **far)


def page(stand: WindowStand) -> Any:
    """The page that is shown."""
    return stand.window.page


def begin(stand: WindowStand, kind: str, order_id: int | None) -> Any:
    """The guide of this kind on the page of parcels, as other pages open it."""
    opened = stand.open("parcels")
    opened.open_record(f"{kind}-new", order_id)
    stand.settle()
    stand.wait_for(lambda: not opened.guides.guide._timer.isActive())
    stand.settle()
    return opened.guides.guide


def said(guide: Any) -> str:
    return "\n".join(each.text() for each in guide.findChildren(QLabel) if each.isVisibleTo(guide))


def choose(stand: WindowStand, guide: Any, key: str) -> None:
    """A key of the guide, while no field is typed into."""
    guide.main.setFocus()
    stand.keys(key)


@pytest.mark.rule("SHP-11")
def test_a_refund_waits_and_is_never_refused_by_itself(
    people: Refunders, order: int, tmp_path: Path, qtbot: QtBot
) -> None:
    refund = approved(people, order, 19_900)
    due = NOON + 30 * HOUR_MS
    made = deeds.ask_interception(people.agent, order_id=order, reason="不要了", platform_due=due)
    late = make_late(people, NOON + 10 * DAY_MS)
    with window_on(late.agent, tmp_path, qtbot) as stand:
        guide = begin(stand, "interception", order)  # who begins anew goes on where it stands
        text = said(guide)
        assert "A supervisor has to see to it" in text and "late" in text and "To pay" in text
        assert get_refund(people.owner.database, refund).state is RefundState.APPROVED
        choose(stand, guide, "B")
        assert get_interception(people.owner.database, made).state is State.SUCCEEDED
        assert "its refund may go" in said(guide)
    assert get_refund(people.owner.database, refund).state is RefundState.APPROVED


def make_late(people: Refunders, at: int) -> Refunders:
    """The same people, later."""
    return Refunders(*(replace(getattr(people, name), clock=lambda: at) for name in Refunders.__slots__))


@pytest.mark.rule("SHP-11")
def test_a_parcel_that_was_signed_for_is_not_called_back(
    people: Refunders, order: int, tmp_path: Path, qtbot: QtBot
) -> None:
    with people.owner.database.atomic():
        people.owner.database.execute_sql(
            "INSERT INTO tracking (waybill, carrier, state, order_id, signed_at, moved_at, last_text) "
            "VALUES (?, '圆通速递', 'signed', ?, ?, ?, '已签收')",
            (WAYBILL, order, NOON - HOUR_MS, NOON - HOUR_MS),
        )
    with window_on(people.agent, tmp_path, qtbot) as stand:
        guide = begin(stand, "interception", order)
        assert "已签收" in said(guide)
        guide.reason.setText("不要了")
        stand.keys("Return")
        assert "was signed for" in stand.asked() and "Open a return instead" in stand.asked()
        stand.dialog().close()
        assert guide.reason.text() == "不要了", "what was typed is still there"
    assert list_interceptions(people.owner.database) == []


@pytest.mark.rule("SHP-11")
def test_it_is_begun_from_the_case_and_the_buyer_may_keep_it(
    people: Refunders, order: int, tmp_path: Path, qtbot: QtBot
) -> None:
    case = open_case(people.agent, kind=CaseKind.REFUND, order_id=order, asked="不要了")
    with window_on(people.agent, tmp_path, qtbot) as stand:
        cases = stand.open("cases")
        cases.open_record("case", case)
        stand.settle()
        stand.keys("Shift+I")
        guide = page(stand).guides.guide
        guide.reason.setText("买家不要了")
        stand.keys("Return")
        guide.note.setText("已经派送")
        choose(stand, guide, "F")
        choose(stand, guide, "T")
        choose(stand, guide, "K")
        (row,) = list_interceptions(people.owner.database)
        assert (row.state, row.case_id, row.told_at) == (State.KEPT, case, NOON)
        assert "somebody decides" in said(guide)
        stand.keys("Return")  # done: the case
        stand.wait_for(lambda: page(stand).objectName() == "cases")


@pytest.mark.rule("SHP-12")
def test_what_we_packed_short_is_sent_again(people: Refunders, tmp_path: Path, qtbot: QtBot) -> None:
    order = send(people.owner, weight=None)
    with window_on(people.agent, tmp_path, qtbot) as stand:
        guide = begin(stand, "shortage", order)
        stand.keys("Tab", "Space")
        guide.evidence.radios[Packaging.INTACT].setFocus()
        stand.keys("Space")
        guide.evidence.departed.setFocus()
        stand.keys("text:900", "Return")
        stand.wait_for(lambda: guide.whole is not None)
        assert guide.whole.row.verdict is Verdict.PACKED_SHORT and "It never left us" in said(guide)
        stand.keys("Return")
        stand.wait_for(lambda: not guide.whole.row.is_open)
        row = guide.whole.row
        case = get_case_row(people.owner.database, row.case_id)
        assert (row.remedy, row.claim_id, case.kind) == (Remedy.REISSUE, None, CaseKind.REISSUE)
        assert case.state is CaseState.RELEASED and case.replacement_id is not None
        assert "left out" in QGuiApplication.clipboard().text()
        assert "×1" not in QGuiApplication.clipboard().text(), "of one piece no buyer needs the number"


@pytest.mark.rule("SHP-12")
def test_wrong_units_are_caught_and_unknown_weights_asked(people: Refunders, tmp_path: Path, qtbot: QtBot) -> None:
    order = send(people.owner, weights=(800, None))
    with window_on(people.agent, tmp_path, qtbot) as stand:
        guide = begin(stand, "shortage", order)
        stand.keys("Tab", "Space")
        stand.wait_for(lambda: guide.triage is not None)
        assert "Weigh a piece" in said(guide)
        stand.keys("Tab", "text:x")  # the line for one piece's weight came beside the tick
        stand.wait_for(lambda: "no weight" in guide.said.text())
        stand.keys("Backspace", "text:300")
        stand.wait_for(lambda: guide.triage is not None and guide.triage.traces.expected == 1200)
        for wrong in ("0", "5", "1190kg"):
            guide.evidence.departed.setFocus()
            guide.evidence.departed.selectAll()
            stand.keys(f"text:{wrong}")
            stand.wait_for(lambda: bool(guide.said.text()))
            stand.keys("Return")
            assert list_shortages(people.owner.database) == [], wrong


@pytest.mark.rule("SHP-12")
def test_of_several_parcels_one_says_which(people: Refunders, tmp_path: Path, qtbot: QtBot) -> None:
    order = add_order(people.owner, order_no="4009", lines=2, waybill="YT1", **GONE)
    with people.owner.database.atomic():
        people.owner.database.execute_sql(
            "INSERT INTO parcel (order_id, carrier, waybill) VALUES (?, '圆通速递', 'YT2')", (order,)
        )
    with window_on(people.agent, tmp_path, qtbot) as stand:
        guide = begin(stand, "shortage", order)
        assert guide.parcel.isVisible() and guide.parcel.count() == 2
        guide.parcel.setFocus()
        stand.keys("Down")
        guide.lines.take_focus()
        stand.keys("Space", "Return")
        stand.wait_for(lambda: guide.whole is not None)
        assert list_shortages(people.owner.database)[0].waybill == "YT2"
        guide = begin(stand, "shortage", order)  # the other one can be entered still
        assert guide.whole is None and guide.parcel.waybill == "YT1"


@pytest.mark.rule("SHP-10")
def test_the_other_way_needs_a_reason_and_opens_its_case(
    people: Refunders, order: int, tmp_path: Path, qtbot: QtBot
) -> None:
    with window_on(people.agent, tmp_path, qtbot) as stand:
        orders = stand.open("orders")
        orders.open_record("order", order)
        stand.settle()
        made = stand.window.findChild(QPushButton, "orders.panel.after.detour-new")
        assert made is not None and made.isVisible() and made.isEnabled()
        made.click()
        stand.settle()
        guide = page(stand).guides.guide
        stand.wait_for(lambda: guide._proposal is not None)
        assert guide.way is Way.POST
        stand.keys("Up", "Return")
        assert "say why" in guide.said.text()
        stand.keys("slow:the buyer is in no hurry", "Return")
        stand.wait_for(lambda: guide._decided is not None)
        (row,) = list_detours(people.owner.database)
        assert (row.way, row.proposed, row.reason) == (Way.BRING_BACK, Way.POST, "the buyer is in no hurry")
        (case,) = list_cases(people.owner.database, order_id=order)
        assert (case.id, case.kind, case.state, case.waybill) == (
            row.case_id, CaseKind.EXCHANGE, CaseState.SENT, WAYBILL,
        )  # fmt: skip
        guide.copy_button.setFocus()
        stand.keys("C")
        assert "brought back" in QGuiApplication.clipboard().text()


@pytest.mark.rule("SHP-10")
def test_the_order_and_the_new_number_are_scanned(people: Refunders, order: int, tmp_path: Path, qtbot: QtBot) -> None:
    with window_on(people.agent, tmp_path, qtbot) as stand:
        guide = begin(stand, "detour", None)
        assert guide.finder.line.hasFocus()
        stand.scan(WAYBILL)
        stand.wait_for(lambda: guide._proposal is not None)
        assert "Costs" not in said(guide) and "邮政快递包裹" in said(guide)
        stand.keys("Return")
        stand.wait_for(lambda: guide._decided is not None)
        stand.scan("9876543210987")  # the new label, wherever the focus is
        stand.keys("Return")
        stand.wait_for(lambda: list_detours(people.owner.database)[0].done_at is not None)
        assert list_detours(people.owner.database)[0].new_waybill == "9876543210987"


@pytest.mark.rule("SHP-11")
def test_what_was_begun_is_gone_on_with_from_its_list(
    people: Refunders, order: int, tmp_path: Path, qtbot: QtBot
) -> None:
    deeds.ask_interception(people.other_agent, order_id=order, reason="不要了", asked_of="工单 88")
    with window_on(people.agent, tmp_path, qtbot) as stand:
        opened = stand.open("parcels")
        opened.open_record("parcel-list", "interceptions")
        stand.settle()
        stand.keys("Return")
        stand.wait_for(lambda: opened.guides.isVisible() and opened.guides.guide.shown is not None)
        assert "工单 88" in said(opened.guides.guide) and "小陈" in said(opened.guides.guide)
        choose(stand, opened.guides.guide, "B")
        assert list_interceptions(people.owner.database)[0].state is State.SUCCEEDED
        stand.keys("Ctrl+K", "text:>something was", "Return")  # the other guides are among the commands
        stand.wait_for(lambda: opened.guides.guide.objectName() == "parcels.shortage")
        assert opened.guides.guide.finder.line.hasFocus()


@pytest.mark.rule("SHP-10")
def test_who_may_not_serve_sees_why(people: Refunders, order: int, tmp_path: Path, qtbot: QtBot) -> None:
    with window_on(people.finance, tmp_path, qtbot) as stand:
        orders = stand.open("orders")
        orders.open_record("order", order)
        stand.settle()
        made = stand.window.findChild(QPushButton, "orders.panel.after.detour-new")
        assert made is not None and not made.isEnabled() and made.toolTip()
