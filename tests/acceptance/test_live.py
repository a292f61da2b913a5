"""What one PC changes shows on the others within a second, and nobody loses his place (DATA-02)."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from shopdesk.domain.flags import Colour
from shopdesk.services.desk import Desk
from shopdesk.services.orders import set_flag, set_memo
from shopdesk.services.products import NewVariant, VariantChange, add_variant, change_variants, remove_variants
from shopdesk.services.registering import register_orders
from shopdesk.services.setup import open_desk
from shopdesk.services.waves import make_wave
from shopdesk.services.waybills import give_waybill
from shopdesk.ui.clash_dialog import ClashDialog
from shopdesk.ui.orders.columns import BY_KEY
from shopdesk.ui.registering.queue import ROW_HIGH
from shopdesk.ui.settlement.page import SETTLED
from tests.engines import shop_address
from tests.factories import NOON, add_order, make_desk
from tests.window_stand import WindowStand, window_on

pytestmark = pytest.mark.rule("DATA-02")

HOUR = 3_600_000
ORDERS = 60


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    made = make_desk(tmp_path)
    for number in range(ORDERS):
        add_order(made, buyer=f"buyer {number}", receiver=f"收件人{number}", created=NOON - number * 60_000)
    return made


@pytest.fixture
def other(desk: Desk, tmp_path: Path) -> Iterator[Desk]:
    """Another PC on the same shop."""
    made = open_desk(shop_address(tmp_path), clock=lambda: NOON)
    yield made
    made.database.close()


@pytest.fixture
def stand(desk: Desk, tmp_path: Path, qtbot: QtBot) -> Iterator[WindowStand]:
    with window_on(desk, tmp_path, qtbot, live=True) as made:
        yield made


def seconds_until(stand: WindowStand, shown: Callable[[], bool]) -> float:
    begun = time.monotonic()
    stand.wait_for(shown)
    return time.monotonic() - begun


def test_a_flag_changed_elsewhere_is_seen_within_a_second(stand: WindowStand, other: Desk) -> None:
    page: Any = stand.open("orders")
    table = page.table
    table.choose_row(40)
    row = table.orders.row_at(40)
    scrolled = table.verticalScrollBar().value()
    set_flag(other, order_ids=[row.id], colour=Colour.GREEN)
    assert seconds_until(stand, lambda: table.orders.row_at(40).flag == Colour.GREEN) < 1
    assert table.chosen_ids() == [row.id] and table.currentIndex().row() == 40
    assert table.verticalScrollBar().value() == scrolled > 0


def test_orders_that_come_and_go_elsewhere_leave_the_place_alone(stand: WindowStand, other: Desk) -> None:
    page: Any = stand.open("orders")
    table = page.table
    table.choose_row(30)
    chosen = table.chosen_ids()
    scrolled = table.verticalScrollBar().value()
    for number in range(3):
        add_order(other, created=NOON + number)  # on top of the list
    stand.wait_for(lambda: table.orders.rowCount() == ORDERS + 3)
    stand.settle()
    assert table.chosen_ids() == chosen and table.currentIndex().row() == 33
    assert scrolled <= table.verticalScrollBar().value() <= scrolled + 3 * table.rowHeight(0)


def test_a_memo_being_typed_in_the_list_stays_open(stand: WindowStand, other: Desk) -> None:
    page: Any = stand.open("orders")
    table = page.table
    table.choose_row(5)
    order_id = table.chosen_ids()[0]
    page.actions_.by_name["memo"].trigger()
    editor = QApplication.focusWidget()
    assert editor is not None and editor is not table
    stand.keys("text:half a ")
    set_flag(other, order_ids=[table.orders.row_at(7).id], colour=Colour.GREEN)
    stand.wait_for(lambda: table.orders.row_at(7).flag == Colour.GREEN)
    stand.settle()
    add_order(other, created=NOON + 1)  # on top: the row below the editor would be another order's
    stand.settle()
    assert QApplication.focusWidget() is editor
    stand.keys("text:memo", "Return")
    stand.wait_for(lambda: table.orders.row_at(6).memo == "half a memo")
    assert table.orders.row_at(6).id == order_id


def test_a_memo_that_another_writes_meanwhile_is_asked_about(stand: WindowStand, other: Desk) -> None:
    page: Any = stand.open("orders")
    table = page.table
    table.setCurrentIndex(table.orders.index(5, BY_KEY["memo"]))  # where a click into the memo leaves one
    order_id = table.chosen_ids()[0]
    set_memo(other, order_id=order_id, memo="began")
    stand.wait_for(lambda: table.orders.row_at(5).memo == "began")
    page.actions_.by_name["memo"].trigger()
    stand.keys("text: mine")
    set_memo(other, order_id=order_id, memo="theirs")
    stand.wait_for(lambda: table.orders.row_at(5).memo == "theirs")
    editor = QApplication.focusWidget()
    assert isinstance(editor, QLineEdit) and editor.text() == "began mine", "typed at its end, and still open"
    stand.keys("Return")
    stand.wait_for(lambda: isinstance(QApplication.activeModalWidget(), ClashDialog))
    stand.keys("Escape")
    stand.settle()
    assert page.panel.memo.text.toPlainText() == "began mine", "kept where it can be saved"
    assert table.orders.row_at(5).memo == "theirs"


def test_the_queue_of_registering_stays_where_it_is(stand: WindowStand, other: Desk) -> None:
    page: Any = stand.open("registering")
    queue = page.queue
    chosen = queue.orders.rows[20].id
    assert queue.go_to(chosen)
    stand.settle()
    scrolled = queue.verticalScrollBar().value()
    assert scrolled > 0
    page.view.memo.text.setPlainText("half a memo")
    register_orders(other, order_ids=[queue.orders.rows[3].id])
    assert seconds_until(stand, lambda: len(queue.orders.rows) == ORDERS - 1) < 1
    stand.settle()
    assert queue.current_id() == chosen and page.view.memo.text.toPlainText() == "half a memo"
    assert queue.verticalScrollBar().value() == scrolled - ROW_HIGH  # one above it has gone: it stands where it stood
    queue.verticalScrollBar().setValue(0)  # somebody looks at the beginning
    register_orders(other, order_ids=[queue.orders.rows[30].id])
    stand.wait_for(lambda: len(queue.orders.rows) == ORDERS - 2)
    stand.settle()
    assert queue.current_id() == chosen and queue.verticalScrollBar().value() == 0


def test_waves_and_slips_keep_chosen_lines(stand: WindowStand, desk: Desk, other: Desk) -> None:
    register_orders(desk, order_ids=list(range(1, 31)))
    wave_id = make_wave(desk).id
    page: Any = stand.open("shipping")
    stand.settle()
    page.waves.go_to(wave_id)
    stand.settle()
    table = page.view.table
    assert len(table.records.rows) > 10
    table.choose([row.id for row in table.records.rows[4:7]])
    table.setCurrentIndex(table.records.index(20, table.records.column_of("waybill")))
    table.choose([row.id for row in table.records.rows[4:7]])
    chosen, current, scrolled = table.chosen_ids(), table.current_id(), table.verticalScrollBar().value()
    slip = table.records.rows[0].id
    give_waybill(other, slip_id=slip, waybill="YT7453244865603")
    assert seconds_until(stand, lambda: table.records.rows[0].slip.waybill == "YT7453244865603") < 1
    stand.settle()
    assert (table.chosen_ids(), table.current_id(), table.verticalScrollBar().value()) == (chosen, current, scrolled)
    assert table.edit_cell(table.records.rows[9].id, "waybill")
    editor = QApplication.focusWidget()
    stand.keys("slow:YT745")
    give_waybill(other, slip_id=table.records.rows[1].id, waybill="YT7453244865604")
    stand.wait_for(lambda: any(row.slip.waybill == "YT7453244865604" for row in table.records.rows))
    stand.settle()
    assert QApplication.focusWidget() is editor and isinstance(editor, QLineEdit) and editor.text() == "YT745"


def test_products_keep_the_place_and_an_open_cell(stand: WindowStand, desk: Desk, other: Desk) -> None:
    for number in range(40):
        add_variant(desk, NewVariant(1, f"5815-{number:02}", values={"title": "真皮单鞋"}))
    page: Any = stand.open("products")
    table = page.table
    stand.wait_for(lambda: len(table.records.rows) == 40)
    rows = list(table.records.rows)
    table.go_to(rows[30].id, "shelf")
    stand.settle()
    scrolled = table.verticalScrollBar().value()
    change_variants(other, [VariantChange(rows[2].id, {"shelf": "A-01"})])
    assert seconds_until(stand, lambda: table.records.rows[2].shelf == "A-01") < 1
    stand.settle()
    assert table.current_id() == rows[30].id and table.verticalScrollBar().value() == scrolled > 0
    remove_variants(other, [rows[0].id])
    stand.wait_for(lambda: len(table.records.rows) == 39)
    stand.settle()
    assert table.current_id() == rows[30].id and table.verticalScrollBar().value() == scrolled - table.rowHeight(0)
    assert table.edit_cell(rows[30].id, "shelf")
    editor = QApplication.focusWidget()
    stand.keys("text:B-0")
    change_variants(other, [VariantChange(rows[3].id, {"shelf": "A-02"})])
    stand.wait_for(lambda: any(row.shelf == "A-02" for row in table.records.rows))
    stand.settle()
    assert QApplication.focusWidget() is editor and isinstance(editor, QLineEdit) and editor.text() == "B-0"


def test_settled_orders_keep_chosen_lines(stand: WindowStand, desk: Desk, other: Desk) -> None:
    register_orders(desk, order_ids=list(range(1, 31)))
    page: Any = stand.open("settlement")
    page.show_kind(SETTLED)
    page.totals.selectAll()
    stand.settle()
    table = page.settled if page.settled.records.rows else page.unsettled
    before = [row.id for row in table.records.rows]
    assert len(before) == 30
    table.setCurrentIndex(table.records.index(15, 0))
    table.choose(before[4:6])
    register_orders(other, order_ids=[40])
    stand.wait_for(lambda: len(table.records.rows) == 31)
    stand.settle()
    assert (table.chosen_ids(), table.current_id()) == (before[4:6], before[15])
