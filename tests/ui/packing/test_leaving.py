"""Leaving: scanned out, all taken, taken back; the lists and the file (SHP-05, SHP-06)."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox, QFileDialog, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from shopdesk.queries.packing import get_pack_slip
from shopdesk.queries.shipping_lists import ShippingList
from shopdesk.services.desk import Desk
from shopdesk.ui.form_dialog import FormDialog
from shopdesk.ui.packing.page import LEAVING
from tests.factories import NOON, add_order, add_slip
from tests.ui.packing.conftest import WAYBILL, Table

Open = Callable[[], Table]


@pytest.fixture
def ready(desk: Desk) -> list[int]:
    """Three packed parcels: two of one carrier, one of them without a waybill."""
    made = []
    for n, (carrier, waybill) in enumerate((("圆通速递", WAYBILL), ("圆通速递", ""), ("顺丰速运", "SF1000000000001"))):
        order = add_order(desk, order_no=f"A{n}")
        made.append(add_slip(desk, order, waybill=waybill, carrier=carrier, packed_at=NOON, packed_by_id=1))
        desk.database.execute_sql("UPDATE orders SET stage = 4 WHERE id = ?", (order,))
    return made


@pytest.fixture
def leaving(table: Open, ready: list[int]) -> Table:
    window = table()
    window.page.tabs.setCurrentIndex(LEAVING)
    window.settle()
    return window


def gone(desk: Desk, slip: int) -> bool:
    return get_pack_slip(desk.database, slip).shipped_at is not None


def counts(window: Table) -> dict[str, str]:
    names = window.page.leaving.names
    return dict(names.item(n).text().rsplit("  ", 1) for n in range(names.count()))


def test_scanned_out_one_after_the_other(leaving: Table, desk: Desk, ready: list[int]) -> None:
    for code in (WAYBILL, "SF1000000000001"):
        leaving.page.scanned(code)
    leaving.settle()
    assert [gone(desk, slip) for slip in ready] == [True, False, True]
    assert leaving.said("packing.leaving.answer") == ("Gone", "Order A2 has left with 顺丰速运.")
    assert leaving.heard == ["right", "right"]
    leaving.scan(WAYBILL)
    assert leaving.said("packing.leaving.answer")[0] == "Gone already"
    leaving.scan("A1")
    assert leaving.said("packing.leaving.answer")[0] == "No waybill"
    assert leaving.heard[-2:] == ["wrong", "wrong"]


def test_taken_back_with_a_reason(leaving: Table, desk: Desk, ready: list[int]) -> None:
    leaving.scan(WAYBILL)
    leaving.press("packing.leaving.answer.way")
    leaving.answer("没拿走")
    assert leaving.said("packing.leaving.answer") == ("Here again", "Order A0 has not left.")
    assert not gone(desk, ready[0])
    leaving.scan(WAYBILL, WAYBILL)
    desk.database.execute_sql("UPDATE slip SET shipped_at = shipped_at - 86400000")
    leaving.press("packing.leaving.answer.way")
    leaving.answer("没拿走")
    assert "Only today's parcels" in leaving.said("packing.leaving.answer")[1]


def test_a_supervisor_lets_an_unpacked_one_go(leaving: Table, desk: Desk, ready: list[int]) -> None:
    desk.database.execute_sql("UPDATE slip SET packed_at = NULL")
    leaving.scan(WAYBILL)
    assert leaving.said("packing.leaving.answer")[0] == "Not packed"
    leaving.press("packing.leaving.answer.way")
    leaving.answer("急件")
    assert gone(desk, ready[0])


def test_typed_codes_do_as_well(leaving: Table, desk: Desk, ready: list[int]) -> None:
    leaving.page.leaving.code.setFocus()
    leaving.enter(WAYBILL)
    assert gone(desk, ready[0])


def test_keys_go_round_in_the_order_of_what_is_seen_and_back_after_a_scan(
    leaving: Table, desk: Desk, ready: list[int]
) -> None:
    part = leaving.page.leaving
    part.code.setFocus()
    seen = []
    for _turn in range(4):
        leaving.key(Qt.Key.Key_Tab)
        focus = QApplication.focusWidget()
        assert focus is not None
        seen.append(focus.objectName())
    assert seen == ["packing.leaving.file", *(f"packing.leaving.carriers.{n}.take" for n in range(2)),
                    "packing.leaving.lists"]  # fmt: skip
    leaving.scan(WAYBILL)
    assert part.code.hasFocus()
    part.way_action.trigger()
    leaving.answer("没拿走")
    assert not gone(desk, ready[0])


def test_what_waits_by_carrier_and_all_taken(leaving: Table, desk: Desk, ready: list[int]) -> None:
    rows = [row.accessibleName() for row in leaving.page.leaving.carriers.rows if row.isVisible()]
    assert sorted(rows) == ["圆通速递, 1", "顺丰速运, 1"]
    place = rows.index("圆通速递, 1")
    assert leaving.part(QLabel, f"packing.leaving.carriers.{place}.without").text() == "1 has no waybill"
    leaving.press(f"packing.leaving.carriers.{place}.take")
    assert [gone(desk, slip) for slip in ready] == [True, False, False]
    assert leaving.messages.toasts.history[0].text == "1 parcel left with 圆通速递"
    assert leaving.said("packing.leaving.answer")[0] == "Some stay here"
    undo = leaving.messages.toasts.shown[-1].findChild(QPushButton)
    assert undo is not None
    undo.click()
    leaving.settle()
    assert not gone(desk, ready[0])


def test_the_lists_with_their_counts(leaving: Table, desk: Desk) -> None:
    assert counts(leaving)["Printed, not shipped"] == "3"
    assert [row.row.order_no for row in leaving.page.leaving.table.records.rows] == ["A0", "A1", "A2"]
    desk.database.execute_sql("UPDATE orders SET status = 3 WHERE order_no = 'A1'")
    leaving.page.refresh()
    leaving.settle()
    assert counts(leaving)["Received, not shipped"] == "1"
    assert leaving.page.tabs.tabText(1) == "Leaving  1"
    places = [
        which for which in range(5) if leaving.page.leaving.names.item(which).text().startswith("Received, not shipped")
    ]
    leaving.page.leaving.names.setCurrentRow(places[0])
    leaving.settle()
    assert leaving.page.leaving.names.chosen is ShippingList.RECEIVED_NOT_SHIPPED
    assert [row.row.order_no for row in leaving.page.leaving.table.records.rows] == ["A1"]
    leaving.page.leaving.names.setCurrentRow(5)
    leaving.settle()
    assert leaving.part(QLabel, "packing.leaving.nothing").isVisible()


def test_a_row_opens_its_order(leaving: Table, desk: Desk) -> None:
    opened: list[tuple[str, object]] = []
    leaving.page.open_requested.connect(lambda kind, record: opened.append((kind, record)))
    leaving.page.leaving.table.opened.emit(1)
    assert opened == [("order", 2)]


def test_the_file_for_the_platform(leaving: Table, desk: Desk, tmp_path: Path, qtbot: QtBot) -> None:
    leaving.press("packing.leaving.file")
    form = QApplication.activeModalWidget()
    assert isinstance(form, FormDialog)
    form.save()
    assert "has no parcel to tell" in leaving.part(QLabel, "form.shipping_file.refusal").text()
    leaving.part(QComboBox, "form.shipping_file.what").setCurrentIndex(1)
    form.save()
    dialog = leaving.part(QFileDialog, "packing.file")
    dialog.fileSelected.emit(str(tmp_path / "a.csv"))
    dialog.close()
    leaving.settle()
    assert WAYBILL in (tmp_path / "a.csv").read_text("utf-8-sig")
    assert leaving.messages.toasts.history[0].text == "2 orders in a.csv"


def test_the_tab_is_kept(leaving: Table, settings: dict[str, object]) -> None:
    leaving.page.keep_state()
    assert settings["packing.tab"] == LEAVING
