"""The inputs of a form, one by one."""

from typing import Any

import pytest
from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit, QSpinBox, QTableWidget, QTableWidgetItem, QWidget
from pytestqt.qtbot import QtBot

from shopdesk.ui.form_inputs import Field, FieldKind, make_input


@pytest.fixture
def place(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    return made


@pytest.mark.parametrize(
    ("field", "value"),
    [
        (Field("a", "A"), ""),
        (Field("a", "A", value=" x "), "x"),
        (Field("a", "A", FieldKind.PASSWORD, value=" x "), " x "),
        (Field("a", "A", FieldKind.NUMBER), 0),
        (Field("a", "A", FieldKind.NUMBER, value=99, lowest=1, highest=30), 30),
        (Field("a", "A", FieldKind.CHOICE, choices=(("x", "X"), ("y", "Y"))), "x"),
        (Field("a", "A", FieldKind.CHOICE, value="y", choices=(("x", "X"), ("y", "Y"))), "y"),
        (Field("a", "A", FieldKind.CHOICE), ""),
        (Field("a", "A", FieldKind.MULTILINE, value="x\ny\n"), "x\ny"),
        (Field("a", "A", FieldKind.CHECK), False),
        (Field("a", "A", FieldKind.CHECK, value=True), True),
        (Field("a", "A", FieldKind.PAIRS), ()),
        (Field("a", "A", FieldKind.PAIRS, value=(("加急", "red"),)), (("加急", "red"),)),
    ],
)
def test_value_as_given(place: QWidget, field: Field, value: object) -> None:
    made = make_input(field, "form.a", place)
    made.retranslate()
    assert made.value() == value
    assert made.widget.objectName() == "form.a"
    assert made.widget.accessibleName() == "A"


def test_a_password_is_not_shown(place: QWidget) -> None:
    made = make_input(Field("a", "A", FieldKind.PASSWORD), "form.a", place)
    assert isinstance(made.widget, QLineEdit)
    assert made.widget.echoMode() is QLineEdit.EchoMode.Password


def test_one_writes_on_behind_the_text_that_is_there(place: QWidget) -> None:
    made = make_input(Field("a", "A", FieldKind.MULTILINE, value="x\ny"), "form.a", place)
    assert isinstance(made.widget, QPlainTextEdit)
    made.widget.insertPlainText("z")
    assert made.value() == "x\nyz"


def test_limits_of_a_number(place: QWidget) -> None:
    made = make_input(Field("a", "A", FieldKind.NUMBER, lowest=1, highest=500), "form.a", place)
    assert isinstance(made.widget, QSpinBox)
    made.widget.setValue(0)
    assert made.value() == 1


def table(place: QWidget, **more: Any) -> tuple[Any, QTableWidget]:
    field = Field("a", "A", FieldKind.PAIRS, value=(("加急", "red"),), columns=("Label", "Flag"), **more)
    made = make_input(field, "form.a", place)
    made.retranslate()
    assert isinstance(made.widget, QTableWidget)
    return made, made.widget


def test_pairs_grow_by_themselves(place: QWidget) -> None:
    made, widget = table(place)
    assert widget.rowCount() == 2
    widget.setItem(1, 0, QTableWidgetItem("预售"))
    widget.setItem(1, 1, QTableWidgetItem("blue"))
    assert widget.rowCount() == 3
    assert made.value() == (("加急", "red"), ("预售", "blue"))
    widget.setItem(0, 0, QTableWidgetItem("  "))
    assert made.value() == (("预售", "blue"),)
    header = widget.horizontalHeaderItem(1)
    assert header is not None
    assert header.text() == "Flag"


def test_the_empty_pair_is_seen_without_scrolling(place: QWidget) -> None:
    made, widget = table(place)
    place.resize(400, 900)
    place.show()
    for row in range(1, 8):
        widget.setItem(row, 0, QTableWidgetItem(f"标签{row}"))
    assert widget.rowCount() == 9
    assert widget.rowViewportPosition(8) + widget.rowHeight(8) <= widget.viewport().height()
    assert widget.verticalScrollBar().maximum() == 0
    assert len(made.value()) == 8


def test_pairs_with_choices(place: QWidget) -> None:
    made, widget = table(place, choices=(("grey", "Grey"), ("red", "Red")))
    combo = widget.cellWidget(0, 1)
    assert isinstance(combo, QComboBox)
    assert combo.accessibleName() == "Flag"
    combo.setCurrentIndex(0)
    assert made.value() == (("加急", "grey"),)


def test_what_is_wrong() -> None:
    needed = Field("a", "A", required=True)
    assert needed.what_is_wrong("") == "This is needed."
    assert needed.what_is_wrong(()) == "This is needed."
    assert needed.what_is_wrong("x") is None
    assert needed.what_is_wrong(0) is None
    checked = Field("a", "A", check=lambda value: None if value == "x" else "Only x will do.")
    assert checked.what_is_wrong("y") == "Only x will do."
    assert checked.what_is_wrong("x") is None
