"""Repairs in the window: batches by scan, what is late, what the buyer is asked and pays (REP-03)."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QComboBox
from pytestqt.qtbot import QtBot

from shopdesk.domain.deadlines import DAY_MS
from shopdesk.domain.money import Money
from shopdesk.domain.reasons import Party
from shopdesk.domain.repairs import Estimate, State, Step
from shopdesk.queries.repair_batches import get_repair_batch
from shopdesk.services.repair_batches import come_back, dispatch, make_batch
from shopdesk.services.repair_costs import answer_estimate, ask_estimate
from shopdesk.services.repair_steps import take_step
from shopdesk.services.repairs import edit_repair, repair_base
from tests.factories import make_desk
from tests.repair_stand import RepairShop
from tests.repair_window import batches, entered, shown
from tests.window_stand import WindowStand, window_on


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[RepairShop]:
    desk = make_desk(tmp_path)
    yield RepairShop(desk)
    desk.database.close()


@pytest.fixture
def stand(shop: RepairShop, tmp_path: Path, qtbot: QtBot) -> Iterator[WindowStand]:
    """The owner's window, on another page."""
    with window_on(shop.desk, tmp_path, qtbot) as made:
        yield made


@pytest.mark.rule("REP-03")
def test_labels_are_scanned_into_a_batch_and_out_of_it(shop: RepairShop, stand: WindowStand) -> None:
    one, two, other = entered(shop), entered(shop), entered(shop, supplier=shop.other_supplier)
    view = batches(stand)
    stand.keys("Return" if not view.table.isVisible() else "Ctrl+Shift+N")
    assert "New batch" in stand.dialog().windowTitle()
    stand.keys("Ctrl+Return")
    assert [row.id for row in view._pieces] == [one, two], "what waits for the supplier went in"
    view.pieces.setFocus()
    stand.keys("Delete")
    assert shop.row(one).batch_id is None
    stand.scan(shop.row(one).code)
    assert shop.row(one).batch_id == 1
    assert f"(repair {one}) is in batch 1" in stand.news()[-1]
    stand.scan(shop.row(other).code)
    assert "goes to 海宁织里服饰, and batch 1 is for 温岭足意鞋厂" in stand.asked()
    stand.keys("Return")
    stand.click("repairs.panel.next")
    stand.fill(waybill="SF1234567890123")
    assert get_repair_batch(shop.desk.database, 1).carrier == "顺丰速运", "its number says so"
    assert {shop.row(each).state for each in (one, two)} == {State.AT_FACTORY}
    assert get_repair_batch(shop.desk.database, 1).waybill == "SF1234567890123"
    stand.scan(shop.row(two).code)
    assert shop.row(two).state is State.BACK
    assert view.table.records.index(0, view.table.records.column_of("repairs")).data() == "1 / 2"
    stand.scan(shop.row(two).code + "0")
    assert "There is no repair" in stand.asked()


@pytest.mark.rule("REP-03")
def test_a_repair_scanned_into_the_wrong_batch_is_told_and_nothing_booked(shop: RepairShop, stand: WindowStand) -> None:
    one, two = entered(shop), entered(shop)
    first = shop.sent(one)
    second = shop.sent(two)
    batches(stand, second)
    stand.scan(shop.row(one).code)
    assert f"went with batch {first} to 温岭足意鞋厂" in stand.asked()
    assert f"not with batch {second}. Nothing was booked" in stand.asked()
    assert shop.row(one).state is State.AT_FACTORY


@pytest.mark.rule("REP-03")
def test_a_batch_is_filled_changed_called_off_and_its_papers_are_shown(shop: RepairShop, stand: WindowStand) -> None:
    one = entered(shop)
    batch = make_batch(shop.desk, supplier_id=shop.supplier)
    view = batches(stand, batch)
    assert view.commands.by_name["send"].toolTip() == "Nothing is in it."
    stand.keys("U")
    assert shop.row(one).batch_id == batch
    stand.undo()
    assert shop.row(one).batch_id is None
    stand.keys("U")
    stand.keys("Ctrl+E")
    stand.fill(due_at="2024-03-20", note="加急")
    found = get_repair_batch(shop.desk.database, batch)
    assert found.note == "加急" and found.due_at is not None
    stand.keys("D")
    assert "Repair" in stand.dialog().windowTitle() or stand.dialog().objectName()
    stand.keys("Escape")
    stand.keys("Ctrl+P")
    stand.dialog()
    stand.keys("Escape")
    stand.keys("Ctrl+Delete")
    stand.answer("Wrong supplier")
    assert get_repair_batch(shop.desk.database, batch).cancelled_at is not None
    assert shop.row(one).state is State.WAITING


@pytest.mark.rule("REP-03")
def test_late_and_due_ones_have_their_lists_and_the_supplier_is_chosen(shop: RepairShop, stand: WindowStand) -> None:
    late, due, other = entered(shop), entered(shop), entered(shop, supplier=shop.other_supplier)
    shop.sent(late)
    shop.now += DAY_MS
    shop.sent(due)
    batch = make_batch(shop.desk, supplier_id=shop.other_supplier, repair_ids=[other])
    dispatch(shop.desk, batch_id=batch)
    shop.now += 7 * DAY_MS
    page = stand.open("repairs")
    for word, wanted in {"late": [late], "due": [late, due], "untold": [late, due, other], "to-send": []}.items():
        page.open_record("repair-list", word)
        stand.settle()
        assert [row.id for row in page.views.listed.rows] == wanted, word
        assert page.head.shows.chip(word).chip.count == len(wanted)
    page.open_record("repair-list", "open")
    stand.settle()
    page.head.supplier.setCurrentIndex(page.head.supplier.findData(shop.other_supplier))
    page.head.supplier.activated.emit(page.head.supplier.currentIndex())
    stand.settle()
    assert [row.id for row in page.views.listed.rows] == [other]
    page.search("开胶")
    stand.settle()
    assert len(page.views.listed.rows) == 3


@pytest.mark.rule("REP-03")
def test_the_buyer_is_asked_declines_and_somebody_else_pays(shop: RepairShop, stand: WindowStand) -> None:
    repair = entered(shop, days_ago=200)
    page = shown(stand, repair)
    stand.keys("A")
    stand.fill(amount="abc")
    assert "Type an amount" in stand.asked()
    stand.fill(amount="45.5")
    assert shop.row(repair).estimate == Money(4_550)
    assert page.panel.next.text().startswith("Note the buyer's answer")
    stand.keys("T")
    assert "45.50. Do you agree" in QGuiApplication.clipboard().text()
    stand.keys("I")
    assert "wait for the answer" in stand.news()[-1]
    stand.keys("Y")
    stand.keys("Down", "Ctrl+Return")
    assert shop.row(repair).estimate_state is Estimate.DECLINED
    stand.keys("Z")
    stand.fill(fee="45.5")
    assert "did not agree to pay" in stand.asked()
    combo = stand.dialog().findChild(QComboBox)
    assert combo is not None
    combo.setCurrentIndex(combo.findData(Party.SHOP.value))
    stand.keys("Ctrl+Return")
    row = shop.row(repair)
    assert (row.fee, row.fee_by) == (Money(4_550), Party.SHOP)
    stand.keys("P")
    assert stand.news()[-1] == "The buyer has nothing to pay."


@pytest.mark.rule("REP-03")
def test_under_warranty_nobody_is_asked_and_the_panel_says_why(shop: RepairShop, stand: WindowStand) -> None:
    page = shown(stand, entered(shop))
    stand.keys("A")
    assert stand.news()[-1] == "It is under warranty: the buyer doesn't pay."
    told = page.panel._facts["known"].findChildren(type(page.panel._text))
    assert any("90 days of our shop, until 2024-05-21" in each.text() for each in told)
    assert not any("as entered" in each.text() for each in told)
    row = shop.row(page.panel.repair.row.id)
    edit_repair(stand.desk, repair_id=row.id, values={"warranty": "no"}, base=repair_base(row))
    said = "Not under warranty, as entered. By the days: ordered "
    stand.wait_for(lambda: any(each.text().startswith(said) for each in told))


@pytest.mark.rule("REP-03")
def test_a_fee_is_noted_by_who_may_confirm_money_only(shop: RepairShop, tmp_path: Path, qtbot: QtBot) -> None:
    repair = entered(shop, days_ago=200)
    ask_estimate(shop.desk, repair_id=repair, amount=Money(3_000))
    answer_estimate(shop.desk, repair_id=repair, agreed=True)
    shop.sent(repair)
    come_back(shop.desk, repair_ids=[repair])
    take_step(shop.desk, repair_id=repair, step=Step.CHECK)
    with window_on(shop.acting("小李"), tmp_path, qtbot) as stand:
        page = shown(stand, repair)
        assert not page.panel.next.isEnabled()
        assert "小李" in page.panel.next.toolTip() or "may" in page.panel.next.toolTip()
        stand.keys("R")
        assert "has to pay 30.00 first" in stand.news()[-1]
    with window_on(shop.acting("老周"), tmp_path, qtbot) as stand:
        page = shown(stand, repair)
        stand.keys("Return")
        stand.answer("Alipay 123")
        assert shop.row(repair).fee_reference == "Alipay 123"
        stand.scan("YT7453244865603")
        stand.keys("Return")
        assert shop.row(repair).state is State.RETURNED
        assert shop.row(repair).waybill == "YT7453244865603"
