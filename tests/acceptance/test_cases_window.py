"""After-sales cases in the window, by keys and buttons (RET-10 to RET-13, RET-15, RET-16, CRM-03, CRM-04)."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QStandardItemModel
from PySide6.QtWidgets import QComboBox, QLabel
from pytestqt.qtbot import QtBot

from shopdesk.domain.cases import Kind, State, Step
from shopdesk.domain.deadlines import HOUR_MS
from shopdesk.domain.reasons import Cover
from shopdesk.queries.extensions import list_extensions
from shopdesk.queries.orders import get_order
from shopdesk.services.boxes import open_box, register_box
from shopdesk.services.case_steps import send_back, take_step
from shopdesk.services.cases import edit_case
from shopdesk.services.clashes import Base
from shopdesk.ui.cases.asked import AskedDialog
from shopdesk.ui.cases.new_case import NewCase
from shopdesk.ui.intake.inspection import InspectionDialog
from tests.cases_stand import WAYBILL, CaseShop, cases, choose, fill, greyed, shown
from tests.factories import NOON, make_desk
from tests.window_stand import WindowStand, window_on


@pytest.fixture
def shop(tmp_path: Path) -> CaseShop:
    return CaseShop(make_desk(tmp_path))


@pytest.fixture
def window(shop: CaseShop, tmp_path: Path, qtbot: QtBot) -> Iterator[WindowStand]:
    with window_on(shop.desk, tmp_path, qtbot) as stand:
        yield stand


@pytest.fixture
def agents(shop: CaseShop, tmp_path: Path, qtbot: QtBot) -> Iterator[WindowStand]:
    """小李's window."""
    with window_on(shop.as_agent, tmp_path, qtbot) as stand:
        yield stand


@pytest.mark.rule("RET-16")
def test_a_case_from_the_question_to_the_call_by_keyboard(window: WindowStand, shop: CaseShop) -> None:
    page = cases(window)
    window.keys("Ctrl+N", "slow:tb_2")
    form = window.dialog()
    assert isinstance(form, NewCase)
    window.wait_for(lambda: form.table.rowCount() == 1)
    window.settle()
    window.keys("Return", "Return")  # into the list, and the order is taken
    form.kind.setCurrentIndex(form.kind.findData(Kind.REFUND.value))
    form.reason.setCurrentIndex(form.reason.findData("late"))
    form.asked.setFocus()
    form.asked.setPlainText("一直没有物流")
    window.keys("Return", into=form.asked)
    assert shop.case().row.order_id == shop.orders[2]
    assert (page.panel.next.text(), page.table.current_id()) == ("Agree  ↵", 1)
    window.keys("E")
    for key, text in (("verified", "快递停滞"), ("proposed", "退全款")):
        page.panel.lines.texts[key].setPlainText(text)
    window.keys("Ctrl+Return")
    window.keys("Return")  # the next action: agree
    window.answer("退全款，不用退货")
    found = shop.case()
    assert (found.row.asked, found.verified, found.proposed) == ("一直没有物流", "快递停滞", "退全款")
    assert (found.agreed, found.row.state) == ("退全款，不用退货", State.RELEASED)
    assert page.panel.next.text() == "Ask for the refund  ↵"
    window.keys("D")
    window.answer("平台已退")
    assert (shop.case().done, shop.case().row.state) == ("平台已退", State.DONE)
    window.keys("Return")  # call the buyer
    fill(window, solved="yes", satisfied="yes", note="很快")
    found = shop.case()
    assert (found.row.state, found.solved, found.satisfied, found.called_by) == (State.CLOSED, True, True, "Owner")
    history = [(line.step, line.person) for line in found.steps]
    assert history == [("call", "Owner"), ("fulfil", "Owner"), ("agree", "Owner"), ("open", "Owner")]
    assert page.table.records.rows == [] and page.empty.isVisible()
    page.open_record("case", 1)
    window.settle()
    assert "Called the buyer · Owner · 很快" in shown(page)


@pytest.mark.rule("RET-16")
def test_a_line_that_two_people_wrote_is_decided_and_nothing_is_lost(window: WindowStand, shop: CaseShop) -> None:
    shop.open(asked="偏小")
    page = cases(window, 1)
    lines = page.panel.lines
    lines.texts["verified"].setPlainText("量过，偏小一码")
    lines.texts["proposed"].setPlainText("换大一码")
    base = lines._base
    edit_case(shop.as_agent, case_id=1, values={"verified": "没有照片", "done": "已回电"},
              base=Base(base.version, dict(base.values)))  # fmt: skip
    page.refresh()
    window.settle()
    lines.texts["verified"].setFocus()
    window.keys("Ctrl+Return")
    dialog = window.dialog()
    assert "没有照片" in "\n".join(label.text() for label in dialog.findChildren(QLabel))
    window.keys("Esc")
    assert lines.typed["verified"] == "量过，偏小一码", "gone back: what was typed is still there"
    lines.texts["verified"].setFocus()
    window.keys("Ctrl+Return")
    window.keys("Right", "Return", into=window.dialog())
    found = shop.case()
    assert (found.proposed, found.done) == ("换大一码", "已回电")
    assert "量过，偏小一码" in found.verified


@pytest.mark.rule("RET-10")
def test_the_reason_says_who_pays_and_quality_waits_for_photos(agents: WindowStand, shop: CaseShop) -> None:
    shop.open(Kind.RETURN, 2, desk=shop.as_agent, reason="size")
    page = cases(agents, 1)
    assert page.panel.fields.choices["blame"].currentText() == "Buyer (by the reason)"
    assert "The buyer pays" in shown(page)
    assert "Ask somebody who may" in page.panel.fields.choices["blame"].toolTip()
    choose(page, agents, "reason", "quality")
    assert "Our shop pays" in shown(page)
    assert not page.panel.next.isEnabled()
    assert "Photos are needed" in greyed(page, "send")
    agents.keys("A")
    assert "Photos are needed before the goods travel: add them below." in agents.news()
    shop.photo()
    page.panel.files.refresh()
    agents.settle()
    assert page.panel.next.isEnabled()
    page.table.setFocus()
    agents.keys("Return")
    agents.answer("收到后退款")
    assert shop.case().row.state is State.AGREED
    agents.undo()
    agents.settle()
    assert shop.case().row.reason == "size", "Undo takes the chosen reason back"


@pytest.mark.rule("RET-11")
def test_insurance_pays_a_return_and_its_clock_is_shown(window: WindowStand, shop: CaseShop) -> None:
    shop.open(Kind.EXCHANGE, 0, reason="size")
    shop.open(Kind.RETURN, 2, reason="mind")
    page = cases(window, 1)
    choose(page, window, "cover", Cover.INSURANCE.value)
    assert "Freight insurance pays for return and refund only" in window.asked()
    window.answer()
    assert page.panel.fields.choices["cover"].currentData() == "", "what is stored is shown again"
    page.open_record("case", 2)
    window.settle()
    choose(page, window, "cover", Cover.INSURANCE.value)
    page.table.setFocus()
    window.keys("S")
    fill(window, waybill=WAYBILL, carrier="圆通速递")
    assert shop.case(2).covered_by is not None
    assert "Freight insurance pays by 2024-03-12" in shown(page)
    assert "The buyer pays; Freight insurance pays it back" in shown(page)


@pytest.mark.rule("RET-12")
def test_a_supervisor_lets_the_replacement_go_before_the_goods_are_back(window: WindowStand, shop: CaseShop) -> None:
    shop.open(Kind.EXCHANGE, 0, desk=shop.as_agent, reason="wrong-item", wanted="5815-1-W8,黑色 W8x1")
    take_step(shop.as_agent, case_id=1, step=Step.AGREE)
    page = cases(window, 1)
    assert "a supervisor may let it go before" in greyed(page, "replace")
    window.keys("L")
    window.answer("周末婚礼要穿")
    assert (shop.case().early_by, shop.case().early_reason) == ("Owner", "周末婚礼要穿")
    assert page.panel.next.text() == "Enter the replacement  ↵"
    page.table.setFocus()
    window.keys("Return")
    assert window.dialog().objectName() == "form.case-replacement"
    fill(window)
    found = shop.case()
    made = get_order(shop.desk.database, found.row.replacement_id or 0)
    assert "周末婚礼要穿" in made.memo
    assert [line.sku for line in made.lines] == ["5815-1-W8"]
    assert found.row.state is State.AGREED, "the goods are still waited for"
    assert made.order_no in greyed(page, "replace")


@pytest.mark.rule("RET-12")
def test_who_is_in_charge_or_no_supervisor_allows_nothing_early(
    window: WindowStand, shop: CaseShop, tmp_path: Path, qtbot: QtBot
) -> None:
    shop.open(Kind.EXCHANGE, 0, wanted="5815-1-W8,黑色 W8x1")
    take_step(shop.desk, case_id=1, step=Step.AGREE)
    page = cases(window, 1)
    assert "another supervisor has to allow it" in greyed(page, "early")
    with window_on(shop.as_agent, tmp_path / "agent", qtbot) as agents:
        assert "小李 (Agent) may not" in greyed(cases(agents, 1), "early")


@pytest.mark.rule("RET-13")
def test_a_return_request_is_on_the_days_list_with_agreement_and_waybill(window: WindowStand, shop: CaseShop) -> None:
    shop.open(Kind.RETURN, 0, asked="偏小")
    shop.open(Kind.RETURN, 2, asked="不喜欢")
    page = cases(window, 1)
    assert list_extensions(shop.desk.database, order_id=shop.orders[0])
    window.keys("Return")
    window.answer("收到后退款")
    assert page.panel.next.text() == "Sent by the buyer  ↵"
    window.scan(WAYBILL)  # a number that nobody knows, while a case waits for one
    fill(window, carrier="圆通速递")
    assert (shop.case().row.state, shop.case().row.waybill) == (State.SENT, WAYBILL)
    window.scan(WAYBILL)
    assert page.panel.case is not None and page.panel.case.row.id == 1, "now it is known"
    window.keys("Y")
    dialog = window.dialog()
    assert isinstance(dialog, AskedDialog)
    window.wait_for(lambda: len(dialog.rows) == 2)
    first = [dialog.table.item(0, column).text() for column in range(dialog.table.columnCount())]  # type: ignore[union-attr]
    assert first[1:8] == ["tb_1", "4001", "Return", "偏小", "收到后退款", f"圆通速递 {WAYBILL}", "2024-03-18"]
    assert "2 buyers asked · 2 still lack the agreement or the waybill" in window.asked()
    window.click("cases.asked-on.check")  # it was read on the platform
    window.wait_for(lambda: dialog.rows[0].checked_at is not None)
    assert dialog.table.item(0, 5).text().startswith("收到后退款  ✓ Owner ")  # type: ignore[union-attr]
    assert "2 buyers asked · 1 still lacks the agreement or the waybill" in window.asked()
    dialog.table.setFocus()
    window.keys("Down", "Return")
    assert page.table.current_id() == 2


@pytest.mark.rule("RET-15")
def test_one_buyer_one_person_and_a_repeated_question_is_marked(window: WindowStand, shop: CaseShop) -> None:
    shop.open(Kind.RETURN, 0, desk=shop.as_agent, asked="偏小")
    shop.open(Kind.RETURN, 1, asked="这双也偏小")
    page = cases(window, 2)
    assert shop.case(2).row.person == "小李", "whoever asks for the buyer's second case"
    window.keys("Q")
    fill(window, note="什么时候处理")
    assert "Answer it, or say by when" in window.asked()
    fill(window, answer_by="03-02 18:00")
    found = shop.case(2).row
    assert (found.questions, found.answer_by) == (2, NOON + 8 * HOUR_MS)
    assert "2 times · answer by 2024-03-02 18:00" in shown(page)
    row = next(row for row in page.table.records.rows if row.id == 2)
    assert page.table.records.columns[1].says(row) == "×2 tb_1"
    page.table.setFocus()
    window.keys("H")
    fill(window, note="我来答复")
    assert [shop.case(number).row.person for number in (1, 2)] == ["Owner", "Owner"], "both cases of the buyer"
    assert "Handed over · Owner · 小李 → Owner · 我来答复" in shown(page)


@pytest.mark.rule("CRM-04")
def test_a_full_person_is_given_no_more(window: WindowStand, shop: CaseShop) -> None:
    shop.open(Kind.RETURN, 0, desk=shop.as_agent)
    shop.open(Kind.RETURN, 2)
    shop.desk.database.execute_sql("UPDATE person SET case_limit = 1 WHERE id = ?", (shop.agent.id,))
    cases(window, 2)
    window.keys("H")
    choice = window.dialog().findChild(QComboBox, "form.case-person.person")
    assert choice is not None
    model = choice.model()
    assert isinstance(model, QStandardItemModel)
    assert (choice.itemText(0), model.item(0).isEnabled()) == ("小李  (1 of 1)", False)
    assert choice.itemData(0, 3) == "小李 holds as many cases as allowed: 1."
    window.click("form.case-person.save")
    assert "This is needed." in window.asked()
    assert shop.case(2).row.person == "Owner"


@pytest.mark.rule("CRM-03")
def test_who_is_to_be_spoken_with_again_is_a_list_of_its_own(window: WindowStand, shop: CaseShop) -> None:
    shop.open(Kind.RETURN, 0)
    shop.open(Kind.RETURN, 2)
    page = cases(window, 1)
    window.keys("T")
    fill(window, note="答应下午回电", next_at="gestern")
    assert "Type a day or a moment" in window.asked()
    fill(window, next_at="03-02 15:00")
    assert "答应下午回电 · Owner\nNext: 2024-03-02 15:00" in shown(page)
    page.open_record("case-list", "contact")
    window.settle()
    assert [row.id for row in page.table.records.rows] == [1]
    assert page.filters.when.chip("contact").chip.count == 1
    window.keys("T")
    fill(window, note="已回电", next_at="")
    assert page.table.records.rows == [], "it is done"
    assert [each.done_at is not None for each in shop.case().contacts] == [False, True]


@pytest.mark.rule("RET-09")
def test_goods_that_are_here_are_inspected_from_their_case(window: WindowStand, shop: CaseShop) -> None:
    for order, waybill in ((0, WAYBILL), (2, "YT7453244865604")):
        number = shop.open(Kind.RETURN, order)
        send_back(shop.desk, case_id=number, carrier="圆通速递", waybill=waybill)
        register_box(shop.desk, box_id=open_box(shop.desk, scan=waybill), all_there=True)
    page = cases(window, 2)
    assert (shop.case(2).row.state, page.panel.next.text()) == (State.RECEIVED, "Inspect the goods  ↵")
    window.keys("Return")
    dialog = window.dialog()
    assert isinstance(dialog, InspectionDialog)
    window.wait_for(lambda: [row.order_no for row in dialog.rows] == ["4003"])  # of this case alone
    dialog.inspect(0)
    fill(window)
    dialog.reject()
    window.settle()
    assert shop.case(2).row.state is State.INSPECTED
    page = cases(window, 2)
    assert page.panel.next.text() == "Approve into stock  ↵"
