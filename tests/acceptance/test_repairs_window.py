"""Repairs in the window: the board and the list, by hand and from a box, the memo (REP-01, REP-02)."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QComboBox
from pytestqt.qtbot import QtBot

from shopdesk.domain.deadlines import DAY_MS
from shopdesk.domain.repairs import State, Step, Warranty
from shopdesk.pc_settings import PcSettings
from shopdesk.queries.orders import get_order
from shopdesk.queries.repairs import get_repair, list_repairs
from shopdesk.services.repair_steps import take_step
from shopdesk.services.repairs import edit_repair, repair_base
from shopdesk.ui.repairs.card import cut_name
from tests.factories import make_desk
from tests.repair_stand import RepairShop
from tests.repair_window import cards, entered, shown
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
def test_states_without_repairs_leave_their_room_to_the_others(shop: RepairShop, stand: WindowStand) -> None:
    stand.window.resize(1900, 900)
    entered(shop)
    board = stand.open("repairs").views.board
    full, bare = (board.columns[key].width() for key in ("received", "labelled"))
    assert bare < 160 and full > 300
    card = board.columns["received"].cards.index(0)
    assert " · 开胶 · " in card.data(Qt.ItemDataRole.AccessibleTextRole)
    row, metrics = board.current(), board.fontMetrics()
    wide = metrics.horizontalAdvance(row.name)
    kind = f"{row.colour} {row.size}"
    assert cut_name(row, metrics, wide) == row.name
    cut = cut_name(row, metrics, wide - 20)
    assert cut.endswith(f"… {kind}") and metrics.horizontalAdvance(cut) <= wide - 20, "which piece it is stays readable"


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
    asked: Any = QApplication.focusWidget()
    assert "颜色" not in asked.currentText() and "深紫" in asked.currentText(), "a kind as people say it"
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
    assert page.panel.isHidden(), "beside products there is no repair to show"
    (line,) = page.views.products._rows
    assert (line.of.repairs, line.of.faults) == (3, (("开胶", 2), ("断跟", 1)))
    stand.keys("Return")
    assert len(page.views.listed.rows) == 3 and page.views.board.isVisible() and page.panel.isVisible()


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


@pytest.mark.rule("REP-01")
def test_keys_that_are_quicker_than_the_reading_mean_the_repair_that_is_chosen(
    shop: RepairShop, stand: WindowStand
) -> None:
    one, two = entered(shop), entered(shop)
    shop.sent(one, two)
    page = stand.open("repairs")
    page.views.go_to(one)
    stand.keys("Down", "K", "C")  # nobody waits between them
    assert [shop.row(each).state for each in (one, two)] == [State.AT_FACTORY, State.CHECKED]
