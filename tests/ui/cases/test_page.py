"""The list of cases, what its page asks of others, and what it shows of clocks."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QSpinBox
from pytestqt.qtbot import QtBot

from shopdesk.domain.cases import Kind, Step
from shopdesk.domain.deadlines import HOUR_MS
from shopdesk.domain.money import Money
from shopdesk.domain.refunds import RefundKind
from shopdesk.domain.statuses import Status
from shopdesk.services.case_people import assign_case, call_back
from shopdesk.services.case_steps import send_back, take_step
from shopdesk.services.people import add_person
from shopdesk.services.refunds import ask_refund
from shopdesk.services.shop_settings import save_setting
from shopdesk.settings import PAID_CARRIERS
from shopdesk.ui.cases.new_case import NewCase
from tests.cases_stand import WAYBILL, CaseShop, cases, choose, fill, greyed, shown
from tests.factories import NOON, add_order, make_desk
from tests.window_stand import WindowStand, window_on


@pytest.fixture
def shop(tmp_path: Path) -> CaseShop:
    return CaseShop(make_desk(tmp_path))


@pytest.fixture
def window(shop: CaseShop, tmp_path: Path, qtbot: QtBot) -> Iterator[WindowStand]:
    with window_on(shop.desk, tmp_path, qtbot) as stand:
        yield stand


def test_the_list_is_filtered_by_state_person_time_kind_and_words(window: WindowStand, shop: CaseShop) -> None:
    shop.open(Kind.RETURN, 0, asked="偏小")
    shop.open(Kind.REFUND, 2, desk=shop.as_agent, asked="没有物流")
    assign_case(shop.desk, case_id=1, person_id=shop.agent.id)
    assign_case(shop.desk, case_id=1, person_id=shop.desk.actor.id)
    take_step(shop.desk, case_id=2, step=Step.AGREE)
    page = cases(window)

    def listed() -> list[int]:
        window.settle()
        return sorted(row.id for row in page.table.records.rows)

    assert listed() == [1, 2]
    assert page.filters.states.chip("asked").chip.count == 1
    window.click("cases.states.released")
    assert listed() == [2]
    window.click("cases.states.open")
    window.click("cases.whose.mine")
    assert listed() == [1]
    page.open_record("case-list", "late")
    assert listed() == []
    assert page.empty.isVisible()
    page.open_record("case-list", "all")
    page.filters.kind.setCurrentIndex(page.filters.kind.findData(Kind.REFUND.value))
    page.filters.kind.activated.emit(page.filters.kind.currentIndex())
    assert listed() == [2]
    page.open_record("case-list", "all")
    window.keys("Ctrl+F", "slow:4001", "Return")
    assert listed() == [1]
    page.search("tb_2")
    assert listed() == [2]


def test_what_is_done_elsewhere_is_asked_of_its_page(window: WindowStand, shop: CaseShop) -> None:
    shop.open(Kind.REFUND, 2)
    take_step(shop.desk, case_id=1, step=Step.AGREE, note="退全款")
    page = cases(window, 1)
    asked: list[tuple[str, object]] = []
    page.open_requested.disconnect()
    page.open_requested.connect(lambda kind, record_id: asked.append((kind, record_id)))
    window.keys("Return")
    refund_id = ask_refund(
        shop.desk, order_id=shop.orders[2], kind=RefundKind.ONLY, reason="late", amount=Money(19_900), case_id=1
    )
    page.refresh()
    window.settle()
    assert page.panel.next.text() == "Approve the refund  ↵"
    next_step = page.table.records.column_of("next")
    assert page.table.records.index(0, next_step).data() == "Approve the refund", "the list says the same"
    window.keys("R", "G")
    assert "A refund is under way" in greyed(page, "close")
    shop.open(Kind.RETURN, 0)
    send_back(shop.desk, case_id=2, carrier="", waybill=WAYBILL)
    page.open_record("case", 2)
    window.settle()
    assert page.panel.next.text() == "Goods arrived: to the intake  ↵"
    window.keys("Return")
    assert asked == [
        ("refund-new", (shop.orders[2], 1)), ("refund", refund_id), ("order", shop.orders[2]), ("box", None),
    ]  # fmt: skip


def test_a_closed_case_is_shown_in_whatever_list(window: WindowStand, shop: CaseShop) -> None:
    shop.open(Kind.REFUND, 0)
    shop.open(Kind.REFUND, 2)
    take_step(shop.desk, case_id=1, step=Step.CLOSE, note="买家不退了")
    page = cases(window)
    assert [row.id for row in page.table.records.rows] == [2]
    page.open_record("case", 1)
    window.settle()
    assert (page.table.current_id(), page.panel.next.isVisible()) == (1, False)
    assert "Close · Owner · 买家不退了" in shown(page)
    window.keys("Return")  # what can be done with it
    window.answer("买家又来问")
    assert shop.case().row.is_open
    page.search("2")
    window.settle()
    assert [row.id for row in page.table.records.rows] == [2], "found by its number"
    take_step(shop.desk, case_id=2, step=Step.CLOSE, note="买家不退了")
    page.search("tb_2")
    window.settle()
    assert [row.id for row in page.table.records.rows] == [2], "closed ones are found as well"
    assert page.filters.states.chip("open").chip.count == 0


def test_clocks_are_red_or_amber_and_the_platforms_is_told(window: WindowStand, shop: CaseShop) -> None:
    for order in (0, 1, 2):
        shop.open(Kind.REFUND, order)
    sql = "UPDATE cases SET due_at = ?, platform_due = ? WHERE id = ?"
    for number, hours in ((1, -2), (2, 3), (3, 30)):
        shop.desk.database.execute_sql(sql, (NOON + hours * HOUR_MS, NOON + hours * HOUR_MS, number))
    page = cases(window, 1)
    due = next(column for column in page.table.records.columns if column.key == "due")
    told = [(due.says(row), due.colour(row) if due.colour else "") for row in page.table.records.rows]
    assert told == [("2 h late", "danger"), ("13:00", "warning"), ("Mar 3", "")]
    assert "Platform's clock\n2 h late  (2024-03-02 08:00)" in shown(page)
    page.open_record("case-list", "due")
    window.settle()
    assert [row.id for row in page.table.records.rows] == [1, 2]


def test_freight_is_promised_where_the_shop_pays_for_carriers_of_its_list(window: WindowStand, shop: CaseShop) -> None:
    save_setting(shop.desk, PAID_CARRIERS, ["圆通速递"])
    shop.open(Kind.RETURN, 0, reason="wrong-item")
    page = cases(window, 1)
    assert "Our shop pays · paid back for: 圆通速递" in shown(page)
    line = page.panel.fields.typed["freight"]
    line.setFocus()
    window.keys("1", "2", "x", "Tab")
    assert "Type an amount such as 12.50." in shown(page)
    line.setFocus()
    window.keys("Backspace", "Tab")
    assert shop.case().row.freight == Money(1200)
    choose(page, window, "reason", "size")
    assert "The buyer is responsible for case 1" in window.asked()
    window.answer()
    assert page.panel.fields.choices["reason"].currentData() == "wrong-item"
    page.table.setFocus()
    window.undo()
    assert shop.case().row.freight == Money(0)


def test_who_was_not_content_is_asked_anew(window: WindowStand, shop: CaseShop) -> None:
    shop.open(Kind.REFUND, 0)
    take_step(shop.desk, case_id=1, step=Step.AGREE)
    take_step(shop.desk, case_id=1, step=Step.FULFIL, note="平台已退")
    page = cases(window, 1)
    page.open_record("case-list", "my-done")
    window.settle()
    assert page.panel.next.text() == "Called the buyer  ↵"
    window.keys("N")
    fill(window, solved="no", satisfied="no", note="没收到钱")
    assert shop.case().row.state.value == "asked"
    page.open_record("case", 1)
    window.settle()
    assert "not solved · not satisfied · Owner" in shown(page)
    take_step(shop.desk, case_id=1, step=Step.AGREE)
    take_step(shop.desk, case_id=1, step=Step.FULFIL, note="补付")
    call_back(shop.desk, case_id=1, solved=True)
    page.open_record("case-list", "closed")
    window.settle()
    assert [row.id for row in page.table.records.rows] == [1]


def test_an_undone_replacement_may_be_entered_again(window: WindowStand, shop: CaseShop) -> None:
    shop.open(Kind.REISSUE, 0, reason="missing")
    take_step(shop.desk, case_id=1, step=Step.AGREE)
    page = cases(window, 1)
    window.keys("Return")
    fill(window)
    assert page.panel.next.text() == "Ship the replacement  ↵"
    assert "was entered for it already" in greyed(page, "replace")
    window.undo()
    page.refresh()
    window.settle()
    assert greyed(page, "replace") == ""


def test_a_case_of_an_order_in_view_is_about_the_pieces_that_are_named(window: WindowStand, shop: CaseShop) -> None:
    order_id = add_order(shop.desk, order_no="4004", buyer="tb_3", lines=2, status=int(Status.SHIPPED))
    page = cases(window)
    page.open_record("case-new", order_id)
    window.settle()
    form = window.dialog()
    assert isinstance(form, NewCase)
    assert [box.value() for _line, box in form._pieces] == [1, 1]
    form._pieces[0][1].setValue(0)
    form.reason.setCurrentIndex(form.reason.findData("damage"))
    assert "Courier pays the freight, photos are needed before the goods travel" in window.asked()
    window.click("new-case.save")
    [item] = shop.case().items
    assert item.sku.endswith("-1"), "the second line alone"
    page.open_record("case-new", order_id)
    window.settle()
    window.click("new-case.save")
    assert "Order 4004 has an open case of this kind: Return, number 1 (Owner). Go on there." in window.asked()
    for box in window.dialog().findChildren(QSpinBox):
        box.setValue(0)
    window.click("new-case.save")
    assert "Say which pieces it is about." in window.asked()
    window.dialog().reject()


def test_an_order_is_found_by_phone_and_none_is_said(window: WindowStand, shop: CaseShop) -> None:
    cases(window)
    window.keys("Ctrl+N", "slow:13800000000")
    form = window.dialog()
    assert isinstance(form, NewCase)
    window.wait_for(lambda: form.table.rowCount() == 3)
    form.who.selectAll()
    window.keys("slow:nobody")
    window.wait_for(lambda: "No order has such a number, phone or buyer." in window.asked())
    window.keys("Return")
    window.click("new-case.save")
    assert "Find the order first" in window.asked()


def test_who_may_not_serve_reads_only(window: WindowStand, shop: CaseShop, tmp_path: Path, qtbot: QtBot) -> None:
    shop.open(Kind.RETURN, 0)
    packer = add_person(shop.desk, name="老钱", role="warehouse")
    with window_on(replace(shop.desk, actor=packer), tmp_path / "packer", qtbot) as packers:
        page = cases(packers, 1)
        assert page.panel.lines.texts["verified"].isReadOnly()
        assert not page.panel.fields.choices["kind"].isEnabled()
        assert not page.panel.next.isEnabled()
        assert "老钱 (Warehouse) may not note what was agreed with buyers" in greyed(page, "agree")
        packers.keys("A", "Ctrl+N", "E")
        assert shop.case().row.state.value == "asked"


def test_in_a_narrow_window_chips_are_cut_and_keep_their_counts(window: WindowStand, shop: CaseShop) -> None:
    shop.open(Kind.RETURN, 0)
    page = cases(window)
    window.window.resize(1000, 700)
    window.settle()
    chips = [page.filters.states.chip(state) for state in ("agreed", "released")]
    assert all(chip.width() < chip.sizeHint().width() for chip in chips), "their texts give way"
    last = page.filters.states.chip("closed")
    assert last.geometry().right() <= page.filters.states.width()
    window.window.resize(1366, 740)
    window.settle()
    assert all(chip.width() == chip.sizeHint().width() for chip in chips)


def test_a_size_typed_into_a_case_is_its_code_and_can_be_taken_back(window: WindowStand, shop: CaseShop) -> None:
    shop.open(Kind.EXCHANGE, 0)
    sku = shop.case().items[0].sku
    shop.desk.database.execute_sql("INSERT INTO product (shop_id, code, title) VALUES (1, 'P', '真皮单鞋')")
    for code, size in ((sku, "W7"), ("5815-1-W8", "W8")):
        sql = "INSERT INTO variant (product_id, shop_id, sku, colour, size) VALUES (1, 1, ?, '深紫', ?)"
        shop.desk.database.execute_sql(sql, (code, size))
    page = cases(window, 1)
    line = page.panel.fields.typed["wanted"]
    assert line.completer().model().rowCount() == 1, "the other sorts of the product are offered"
    line.setFocus()
    window.keys("text:W8", "Return")
    assert shop.case().row.wanted == "5815-1-W8x1"
    assert line.text() == "5815-1-W8x1"
    page.take_focus()
    window.undo()
    assert shop.case().row.wanted == ""
