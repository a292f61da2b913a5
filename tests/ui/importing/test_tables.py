"""The two tables of the import dialog."""

from pathlib import Path

import pytest
from PySide6.QtCore import QAbstractItemModel, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QWidget

from shopdesk.importing.errors import UnknownLayout
from shopdesk.ui.importing.files import BadRow, ImportFile, TableResult
from shopdesk.ui.importing.tables import (
    FILE_COLUMNS,
    MOST_ROWS,
    REJECTED_COLUMNS,
    RowsModel,
    fit_rows,
    rejected_cells,
    table_view,
)
from shopdesk.ui.theme import ROW, Theme

BAD = BadRow("one.csv", 4, "实付", "一\n百" * 200, "Not money.")


def made(**more: object) -> ImportFile:
    file = ImportFile(Path("/a/one.csv"))
    file.tables = [TableResult("taobao", "orders", "gb18030", 1200, 2, 1, 0, (BAD,))]
    for name, value in more.items():
        setattr(file, name, value)
    return file


@pytest.fixture
def model(host: QWidget, theme: Theme) -> RowsModel:
    return RowsModel(FILE_COLUMNS, theme, host)


def texts(model: QAbstractItemModel, row: int) -> list[str]:
    return [str(model.index(row, column).data()) for column in range(model.columnCount())]


def test_a_file_shows_its_numbers(model: RowsModel) -> None:
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.set_rows([made(), made(done=True)])
    assert texts(model, 0) == [
        "one.csv", "Taobao and Tmall · Orders", "gb18030", "1,200", "2", "1", "0", "1", "Ready",
    ]  # fmt: skip
    assert texts(model, 1)[-1] == "Imported"


@pytest.mark.parametrize(
    ("more", "what"),
    [
        ({"unknown": UnknownLayout(file="one.csv", header_row=1, header=(), sample=[])}, "Columns not known yet"),
        ({"shops": ("A", "B")}, "Which shop?"),
        ({}, "Refused"),
    ],
)
def test_a_refused_file_says_what_kind_of_trouble(
    model: RowsModel, theme: Theme, more: dict[str, object], what: str
) -> None:
    model.set_rows([made(tables=[], problem="No.", **more)])
    assert texts(model, 0)[1:] == [what, "", "", "", "", "", "", "Left out"]
    assert model.index(0, 1).data(Qt.ItemDataRole.ForegroundRole) == theme.colour("danger")


def test_numbers_stand_on_the_right_under_their_headings(model: RowsModel) -> None:
    model.set_rows([made()])
    role = Qt.ItemDataRole.TextAlignmentRole
    for column, declared in enumerate(FILE_COLUMNS):
        aligned = model.headerData(column, Qt.Orientation.Horizontal, role)
        assert bool(aligned & int(Qt.AlignmentFlag.AlignRight)) is declared.number
        assert (model.index(0, column).data(role) is not None) is declared.number


def test_a_huge_value_is_shown_on_one_line_and_exported_whole(host: QWidget, theme: Theme) -> None:
    model = RowsModel(REJECTED_COLUMNS, theme, host)
    model.set_rows([BAD])
    shown = str(model.index(0, 3).data())
    assert "\n" not in shown and shown.endswith("…") and len(shown) <= 201
    assert rejected_cells([BAD]) == [("one.csv", 4, "实付", BAD.value, "Not money.")]


def test_the_table_is_as_high_as_its_files_up_to_a_limit(host: QWidget, model: RowsModel) -> None:
    view = table_view("import.files", model, host)
    fit_rows(view, 2)
    two = view.height()
    fit_rows(view, 3)
    assert view.height() == two + ROW
    fit_rows(view, 100)
    assert view.height() == two + ROW * (MOST_ROWS - 2)
    model.set_rows([made()])
    assert not view.grab().isNull()
