"""Parts of the scripts page: measures as typed, months, a sheet of sizes, the lines of gaps (CRM-02, PRD-02)."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from shopdesk.domain.script_blanks import fill
from shopdesk.domain.sizes import Measure, SizeChart, SizeRow
from shopdesk.services.size_tables import BadRange
from shopdesk.ui.filled_text import GapLines, Saying
from shopdesk.ui.scripts.size_grid import SizeGrid, cells_of
from shopdesk.ui.scripts.size_line import SizeLine, read_measure
from shopdesk.ui.scripts.uses import months_before
from shopdesk.ui.theme import Theme

M = SizeRow("M", "170/88A", {Measure.HEIGHT: (165, 170)})
L = SizeRow("L", "175/92A", {Measure.HEIGHT: (172, 176)})
CHART = SizeChart("男装", (Measure.HEIGHT,), (M, L))


@pytest.mark.parametrize(
    ("measure", "text", "value"),
    [
        (Measure.HEIGHT, "175", 175), (Measure.HEIGHT, "1.75", 175), (Measure.HEIGHT, "1.75米", 175),
        (Measure.HEIGHT, "175cm", 175), (Measure.WEIGHT, "140斤", 70), (Measure.WEIGHT, "70 kg", 70),
        (Measure.FOOT, "24.5", 245), (Measure.FOOT, "245mm", 245), (Measure.FOOT, "24.5厘米", 245),
        (Measure.HEIGHT, "abc", None), (Measure.HEIGHT, "17", None), (Measure.WEIGHT, "", None),
    ],
)  # fmt: skip
def test_a_number_is_read_with_its_unit_or_without(measure: Measure, text: str, value: float | None) -> None:
    assert read_measure(measure, text) == value


def test_months_go_over_the_year() -> None:
    assert months_before(date(2024, 3, 31), 0) == date(2024, 3, 1)
    assert months_before(date(2024, 1, 15), 1) == date(2023, 12, 1)
    assert months_before(date(2023, 12, 1), -1) == date(2024, 1, 1)
    assert months_before(date(2024, 3, 31), 27) == date(2021, 12, 1)


def type_in(grid: SizeGrid, row: int, column: int, text: str) -> None:
    item = grid.item(row, column)
    assert item is not None
    item.setText(text)


@pytest.fixture
def grid(qtbot: QtBot) -> SizeGrid:
    made = SizeGrid()
    qtbot.addWidget(made)
    made.show_rows(CHART.measures, [cells_of(row) for row in CHART.rows])
    return made


def test_a_sheet_gives_back_what_it_shows(grid: SizeGrid) -> None:
    assert grid.rows("男装") == (M, L)
    assert grid.rowCount() == 3, "an empty row waits below"


def test_rows_are_made_and_taken_by_keys(grid: SizeGrid) -> None:
    grid.setCurrentCell(1, 2)
    QTest.keyClick(grid, Qt.Key.Key_Insert)
    assert (grid.currentRow(), grid.currentColumn()) == (1, 0)
    assert [row.size for row in grid.rows("")] == ["M", "L"], "an empty row between is none"
    grid.setCurrentCell(0, 0)
    QTest.keyClick(grid, Qt.Key.Key_Delete, Qt.KeyboardModifier.ControlModifier)
    assert [row.size for row in grid.rows("")] == ["L"]
    grid.setCurrentCell(1, 2)
    QTest.keyClick(grid, Qt.Key.Key_Delete)
    assert grid.rows("")[0].ranges == {}


def test_what_is_no_measure_is_named(grid: SizeGrid) -> None:
    type_in(grid, 1, 2, "高个")
    with pytest.raises(BadRange) as caught:
        grid.rows("男装")
    assert "L of 男装: Height 高个 is no measure" in str(caught.value)


def test_the_last_row_grows(grid: SizeGrid) -> None:
    type_in(grid, 2, 0, "XL")
    assert grid.rowCount() == 4


def test_between_two_sizes_both_are_proposed(qtbot: QtBot) -> None:
    line = SizeLine("sizes")
    qtbot.addWidget(line)
    line.show_chart(CHART)
    assert line.fills() == {}
    line.said.setText("身高171")
    assert line.fills()["小一码"] == "M" and line.fills()["大一码"] == "L" and "尺码" not in line.fills()
    line.fields[Measure.HEIGHT].setText("174")
    assert line.fills()["尺码"] == "L"
    line.fields[Measure.HEIGHT].setText("17")
    assert line.fields[Measure.HEIGHT].property("wrong") and line.fills() == {}


def test_gaps_are_typed_one_after_the_other(theme: Theme, qtbot: QtBot) -> None:
    saying = Saying("say", theme)
    qtbot.addWidget(saying)
    saying.show_filled(fill("{订单号} {?金额}元", {}))
    saying.show()
    done: list[bool] = []
    saying.done.connect(lambda: done.append(True))
    lines = saying.gaps.lines
    lines["订单号"].setText("1")
    QTest.keyClick(lines["订单号"], Qt.Key.Key_Return)
    assert lines["?金额"].property("wrong") and not lines["订单号"].property("wrong") and not done
    lines["?金额"].setText("20")
    assert not lines["?金额"].property("wrong")
    QTest.keyClick(lines["?金额"], Qt.Key.Key_Return)
    assert done and saying.filled.text == "1 20元" and saying.view.toPlainText() == "1 20元"


def test_gaps_of_another_script_get_lines_of_their_own(qtbot: QtBot) -> None:
    lines = GapLines("gaps")
    qtbot.addWidget(lines)
    lines.show_gaps(["订单号"], {"订单号": "1"})
    assert lines.given() == {"订单号": "1"}
    lines.show_gaps(["?金额"], {})
    assert list(lines.lines) == ["?金额"] and lines.given() == {}
    lines.show_gaps([], {})
    assert lines.isHidden()


def test_what_is_measured_can_be_read_in_a_small_window(qtbot: QtBot) -> None:
    line = SizeLine("sizes")
    qtbot.addWidget(line)
    line.resize(700, 60)
    line.show()
    for field in line.fields.values():
        assert field.width() > field.fontMetrics().horizontalAdvance(field.placeholderText())
