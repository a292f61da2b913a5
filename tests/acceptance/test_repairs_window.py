"""Repairs in the window: the board and the list, batches by scan, memo and buyer, costs (REP-01 to REP-03)."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QComboBox
from pytestqt.qtbot import QtBot

from shopdesk.domain.deadlines import DAY_MS
from shopdesk.domain.money import Money
from shopdesk.domain.reasons import Party
from shopdesk.domain.repairs import Estimate, State, Step, Warranty
from shopdesk.queries.orders import get_order
from shopdesk.queries.repair_batches import get_repair_batch
from shopdesk.queries.repairs import get_repair, list_repairs
from shopdesk.services.repair_batches import come_back, dispatch, make_batch
from shopdesk.services.repair_costs import answer_estimate, ask_estimate
from shopdesk.services.repair_steps import take_step
from shopdesk.services.repairs import edit_repair, open_repair, repair_base
from shopdesk.settings import PcSettings
from tests.factories import make_desk
from tests.repair_stand import RepairShop
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


def entered(shop: RepairShop, *, fault: str = "开胶", days_ago: int = 10, supplier: int | None = None) -> int:
    """A repair by hand of an order of its own."""
    order_id = shop.order(days_ago=days_ago)
    return open_repair(shop.desk, order_id=order_id, fault=fault, supplier_id=supplier)


def shown(stand: WindowStand, repair_id: int) -> Any:
    """The page with this repair beside it."""
    stand.window.open_record("repair", repair_id)
    stand.settle()
    page = stand.window.page
    stand.wait_for(lambda: page is not None and page.panel.repair is not None and page.panel.repair.row.id == repair_id)
    return page


def cards(page: Any) -> dict[str, list[int]]:
    """What stands on the board, by column."""
    return {
        key: [row.id for row in column.cards.rows]
        for key, column in page.views.board.columns.items()
        if column.cards.rows
    }


def batches(stand: WindowStand, batch_id: int | None = None) -> Any:
    """The view of batches, this one chosen."""
    stand.open("repairs")
    stand.window.open_record("repair-batch", batch_id)
    stand.settle()
    view = stand.window.page.views.batches  # type: ignore[union-attr]
    stand.wait_for(lambda: batch_id is None or (view.batch() is not None and view.batch().id == batch_id))
    return view


@pytest.mark.rule("REP-01")
def test_arrows_go_from_card_to_card_and_enter_does_what_is_next(shop: RepairShop, stand: WindowStand) -> None:
    here, labelled, away, late = (entered(shop) for _each in range(4))
    take_step(shop.desk, repair_id=labelled, step=Step.LABEL)
    shop.sent(late)
    shop.now += 8 * DAY_MS
    shop.sent(away)
    page = stand.open("repairs")
    assert cards(page) == {"received": [here], "labelled": [labelled], "at-factory": [late, away]}
    column = page.views.board.columns["at-factory"]
    assert "late" in column.cards.index(0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert page.views.listed.moment.pressing(shop.row(late)) == "danger"
    assert page.views.listed.moment.pressing(shop.row(away)) == ""
    page.views.go_to(here)
    stand.keys("Right", "Right")
    assert page.views.current_id() == late
    stand.keys("Down")
    assert page.views.current_id() == away
    stand.keys("Return")
    assert shop.row(away).state is State.BACK
    assert cards(page)["back"] == [away] and page.views.current_id() == away, "the card is followed to its column"
    stand.keys("C")
    assert shop.row(away).state is State.CHECKED
    stand.keys("Left")
    assert page.views.current_id() == late
    steps = [(step.step, step.person) for step in get_repair(shop.desk.database, away).steps][:2]
    assert steps == [("check", "Owner"), ("come-back", "Owner")]


@pytest.mark.rule("REP-01")
def test_one_key_changes_to_the_list_by_due_date_and_that_is_remembered(
    shop: RepairShop, tmp_path: Path, qtbot: QtBot
) -> None:
    here, second, first = (entered(shop) for _each in range(3))
    shop.sent(first)
    shop.now += DAY_MS
    shop.sent(second)
    with window_on(shop.desk, tmp_path, qtbot) as stand:
        page = stand.open("repairs")
        page.views.go_to(second)
        stand.keys("V")
        assert page.views.table.isVisible()
        assert [row.id for row in page.views.table.records.rows] == [first, second, here]
        assert page.views.current_id() == second
        stand.keys("Up", "Return")
        assert shop.row(first).state is State.BACK
    assert PcSettings(tmp_path / "settings.toml").get("repairs.view") == "list"
    with window_on(shop.desk, tmp_path, qtbot) as stand:
        page = stand.open("repairs")
        assert page.views.table.isVisible()
        stand.keys("V")
        assert page.views.board.isVisible()


@pytest.mark.rule("REP-01")
def test_a_label_is_scanned_on_any_page_and_shows_its_repair(shop: RepairShop, stand: WindowStand) -> None:
    entered(shop)
    wanted = entered(shop)
    stand.open("orders")
    stand.scan(shop.row(wanted).code)
    page = stand.window.page
    assert page is not None and page.objectName() == "repairs"
    stand.wait_for(lambda: page.panel.repair is not None and page.panel.repair.row.id == wanted)  # type: ignore[attr-defined]
    stand.scan("WX20200101-77")
    assert "There is no repair WX20200101-77 here" in stand.asked()


@pytest.mark.rule("REP-01")
def test_what_cannot_be_done_says_why(shop: RepairShop, stand: WindowStand) -> None:
    page = shown(stand, entered(shop))
    stand.keys("C")
    assert "this is for: Back from the factory" in stand.news()[-1]
    stand.keys("R")
    assert QApplication.activeModalWidget() is not None, "it may go back unmended, with a reason"
    stand.fill(waybill="YT7453244865603", note="")
    assert "This is needed." in stand.asked()
    stand.keys("Escape")
    assert page.panel.next.text().startswith("Print the label")


@pytest.mark.rule("REP-01")
def test_a_repair_is_entered_by_hand_for_a_line_of_an_order(shop: RepairShop, stand: WindowStand) -> None:
    order_id = shop.order(lines=2, days_ago=200)
    order = get_order(shop.desk.database, order_id)
    stand.open("repairs")
    stand.keys("Ctrl+N")
    stand.keys("Ctrl+Return")
    assert "Find the order, or say in words what it is." in stand.asked()
    stand.keys(f"slow:{order.order_no}", "Return")
    stand.wait_for(lambda: isinstance(QApplication.focusWidget(), QComboBox))
    stand.keys("Down", "Tab", "Tab", "text:heel off", "Ctrl+Return")
    (row,) = list_repairs(shop.desk.database)
    assert (row.sku, row.fault, row.warranty) == (order.lines[1].sku, "heel off", Warranty.NO)
    assert row.supplier == "", "nobody says who makes this line's product"
    stand.keys("Ctrl+N")
    stand.keys("Tab", "text:Umbrella", "Tab", "text:rib", "Ctrl+Return")
    titles = {row.title for row in list_repairs(shop.desk.database)}
    assert "Umbrella" in titles


@pytest.mark.rule("REP-01")
def test_a_repair_begins_with_what_lies_in_a_box(shop: RepairShop, stand: WindowStand) -> None:
    from shopdesk.domain.intake import Wish

    item = shop.box_item(shop.order(), wish=Wish.UNKNOWN)
    stand.window.open_record("repair-new", {"box_item_id": item})
    stand.settle()
    stand.keys("Ctrl+Return")
    (row,) = list_repairs(shop.desk.database)
    assert (row.box_item_id, row.fault) == (item, "开胶")
    page: Any = stand.window.page
    assert "is not inspected and approved yet" in page.actions_.why_not("into-batch")


@pytest.mark.rule("REP-01")
def test_what_cannot_be_mended_goes_on_in_its_case(shop: RepairShop, stand: WindowStand) -> None:
    page = shown(stand, shop.came().id)
    stand.keys("X")
    stand.answer("Can't be mended")
    row = shop.row(1)
    assert row.state is State.REPLACED
    assert cards(page) == {"over": [1]}, "the buyer is still to be told"
    stand.keys("T")
    assert shop.row(1).told_state == "replaced"
    page = shown(stand, 1)
    stand.keys("Return")
    cases: Any = stand.window.page
    assert cases.objectName() == "cases" and row.case_id is not None
    stand.wait_for(lambda: cases.panel.case is not None and cases.panel.case.row.id == row.case_id)


@pytest.mark.rule("REP-02")
def test_the_memo_line_is_copied_and_added_by_a_key(shop: RepairShop, stand: WindowStand) -> None:
    repair = entered(shop)
    shop.sent(repair)
    page = shown(stand, repair)
    stand.keys("M")
    line = QGuiApplication.clipboard().text()
    assert line == "3-2 真皮单鞋 深紫 W7 开胶: at the factory for repair"
    stand.keys("Ctrl+M")
    order_id = shop.row(repair).order_id
    assert order_id is not None
    assert line in get_order(shop.desk.database, order_id).memo.splitlines()
    assert page.actions_.why_not("add-memo") == "The order's memo has this line."


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
    stand.keys("S")
    stand.fill(waybill="YT7453244865603")
    assert {shop.row(each).state for each in (one, two)} == {State.AT_FACTORY}
    assert get_repair_batch(shop.desk.database, 1).waybill == "YT7453244865603"
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


@pytest.mark.rule("REP-01")
def test_two_who_change_one_repair_lose_nothing(shop: RepairShop, stand: WindowStand) -> None:
    repair = entered(shop)
    shown(stand, repair)
    stand.keys("E")
    row = shop.row(repair)
    edit_repair(shop.acting("小吴"), repair_id=repair, values={"note": "急"}, base=repair_base(row))
    stand.fill(accessories="鞋盒")
    assert (shop.row(repair).note, shop.row(repair).accessories) == ("急", "鞋盒")


@pytest.mark.rule("REP-01")
def test_what_a_product_had_to_be_mended_for(shop: RepairShop, stand: WindowStand) -> None:
    for fault in ("开胶", "开胶", "断跟"):
        entered(shop, fault=fault)
    page = stand.open("repairs")
    stand.keys("H")
    (line,) = page.views.products._rows
    assert (line.of.repairs, line.of.faults) == (3, (("开胶", 2), ("断跟", 1)))
    stand.keys("Return")
    assert len(page.views.listed.rows) == 3 and page.views.board.isVisible()


@pytest.mark.rule("REP-01")
def test_labels_of_several_are_printed_together(shop: RepairShop, stand: WindowStand) -> None:
    ids = [entered(shop) for _each in range(3)]
    page = stand.open("repairs")
    asked: list[object] = []
    page.papers_requested.connect(lambda what, of: asked.append((what, of)))
    stand.keys("V", "Ctrl+A", "L")
    assert asked == [("labels", ids)]
    stand.keys("Escape")
    stand.keys("W")
    assert {shop.row(each).state for each in ids} == {State.WAITING}


@pytest.mark.rule("REP-01")
def test_an_empty_page_offers_a_first_repair(shop: RepairShop, stand: WindowStand) -> None:
    page = stand.open("repairs")
    assert page.views.empty.isVisible()
    stand.keys("Return")
    assert stand.dialog().windowTitle() == "New repair"
    stand.keys("Escape")
    page.search("nobody")
    stand.settle()
    page.views.empty.setFocus()
    stand.keys("Return")
    assert page.head.search.text() == ""
