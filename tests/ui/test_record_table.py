"""A table of rows in memory that is filled in like a sheet."""

from typing import NamedTuple

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from shopdesk.ui.record_table import RecordColumn, RecordTable
from shopdesk.ui.theme import Theme


class Row(NamedTuple):
    id: int
    name: str
    shelf: str


COLUMNS = (
    RecordColumn("name", "Name", 100, lambda row: row.name, stretch=1, tip=lambda row: f"all of {row.name}"),
    RecordColumn("shelf", "Shelf", 80, lambda row: row.shelf, edits=lambda row: row.shelf if row.id != 3 else None,
                 choices=lambda: ["A-1", "B-2"]),
    RecordColumn("more", "More", 60, lambda row: "5", edits=lambda _row: "5", is_figure=True),
)  # fmt: skip
ROWS = [Row(1, "one", "A"), Row(2, "two", "B"), Row(3, "three", "C")]


@pytest.fixture
def table(theme: Theme, qtbot: QtBot) -> RecordTable:
    made = RecordTable("t", "Things", COLUMNS, theme)
    qtbot.addWidget(made)
    made.show_rows(ROWS)
    made.resize(400, 300)
    made.show()
    made.activateWindow()
    qtbot.waitActive(made)
    made.setFocus()
    return made


def typed(table: RecordTable) -> list[tuple[int, str, str]]:
    found: list[tuple[int, str, str]] = []
    table.records.typed.connect(lambda *what: found.append(what))
    return found


def press(*keys: Qt.Key | str) -> None:
    for key in keys:
        target = QApplication.focusWidget()
        assert target is not None
        if isinstance(key, str):
            QTest.keyClicks(target, key)
        else:
            QTest.keyClick(target, key)
        QCoreApplication.processEvents()


def test_typing_edits_tab_goes_on_to_the_next_cell_and_enter_below(table: RecordTable) -> None:
    found = typed(table)
    table.go_to(1, "shelf")
    press("Z", Qt.Key.Key_Tab)
    assert isinstance(QApplication.focusWidget(), QLineEdit)
    assert table.currentIndex().column() == 2
    press("9", Qt.Key.Key_Return)
    assert found == [(1, "shelf", "Z"), (1, "more", "9")]
    assert (table.current_id(), table.currentIndex().column()) == (2, 2)


def test_what_is_not_changed_or_can_not_be_edited_is_not_told(table: RecordTable) -> None:
    found = typed(table)
    table.go_to(1, "shelf")
    press(Qt.Key.Key_F2, Qt.Key.Key_Return)
    assert not table.edit_cell(3, "shelf")
    assert not table.edit_cell(99, "shelf")
    assert found == []


def test_a_refresh_keeps_what_is_chosen_and_a_cell_that_is_open(table: RecordTable) -> None:
    table.go_to(2, "shelf")
    press("X")
    table.show_rows([Row(1, "ONE", "A"), Row(2, "two", "B"), Row(3, "three", "C")], again=True)
    editor = QApplication.focusWidget()
    assert isinstance(editor, QLineEdit), "the same rows: the cell stays open"
    assert editor.text() == "X", "with what was typed"
    table.show_rows([ROWS[1], ROWS[2]], again=True)
    assert len(table.records.rows) == 3, "other rows wait until it is closed"
    press(Qt.Key.Key_Escape)
    assert [row.id for row in table.records.rows] == [2, 3]
    assert (table.chosen_ids(), table.current_id()) == ([2], 2)


def test_a_refresh_leaves_a_text_that_the_next_key_replaces(table: RecordTable) -> None:
    found = typed(table)
    table.go_to(2, "shelf")
    press(Qt.Key.Key_F2)
    table.show_rows(ROWS, again=True)
    editor = QApplication.focusWidget()
    assert isinstance(editor, QLineEdit)
    assert editor.selectedText() == "B"
    table.show_rows([ROWS[0], Row(2, "two", "B-9"), ROWS[2]], again=True)
    assert (editor.text(), editor.selectedText()) == ("B-9", "B-9"), "somebody else's change is shown"
    press("A-1", Qt.Key.Key_Return)
    assert found == [(2, "shelf", "A-1")]


def test_rows_that_waited_do_not_come_after_newer_ones(table: RecordTable) -> None:
    table.go_to(1, "shelf")
    press("X")
    table.show_rows([ROWS[0], ROWS[1]], again=True)
    table.show_rows([ROWS[0], ROWS[1], Row(3, "newer", "C")], again=True)
    press(Qt.Key.Key_Escape)
    assert [row.name for row in table.records.rows] == ["one", "two", "newer"]


def test_enter_and_delete_tell_where_nothing_is_edited(table: RecordTable, qtbot: QtBot) -> None:
    table.go_to(3, "name")
    with qtbot.waitSignal(table.opened) as opened:
        press(Qt.Key.Key_Return)
    assert opened.args == [3]
    with qtbot.waitSignal(table.removed):
        press(Qt.Key.Key_Delete)


def test_columns_fill_the_room_and_give_room(table: RecordTable) -> None:
    assert sum(table.columnWidth(place) for place in range(3)) == table.viewport().width()
    table.resize(214, 300)
    assert table.columnWidth(0) < 100
    assert table.columnWidth(1) == 80, "only those that stretch give room"


def test_room_of_a_hidden_column_goes_to_the_others(table: RecordTable) -> None:
    wide = table.columnWidth(0)
    table.setColumnHidden(1, True)
    assert table.columnWidth(0) == wide + 80
    table.setColumnHidden(1, False)
    assert table.columnWidth(0) == wide


def test_cells_say_their_tips_and_headings(table: RecordTable) -> None:
    index = table.records.index(0, 0)
    assert table.records.data(index, Qt.ItemDataRole.ToolTipRole) == "all of one"
    assert table.records.headerData(1, Qt.Orientation.Horizontal) == "Shelf"
    assert table.accessibleName() == "Things"
    assert table.records.place_of(2) == 1


def test_a_scan_can_leave_an_open_cell(table: RecordTable) -> None:
    assert not table.leave_edit()
    found = typed(table)
    table.edit_cell(1, "shelf")
    press("Q")
    assert table.leave_edit()
    assert found == []
    assert QApplication.focusWidget() is table


def test_one_enter_is_enough_where_something_is_offered(table: RecordTable, qtbot: QtBot) -> None:
    found = typed(table)
    table.go_to(2, "shelf")
    press("A")
    editor = QApplication.focusWidget()
    assert isinstance(editor, QLineEdit)
    popup = editor.completer().popup()
    assert popup is not None
    qtbot.waitUntil(popup.isVisible)
    QTest.keyClick(popup, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: found == [(2, "shelf", "A")])
    assert table.current_id() == 3 and table.hasFocus()
