"""Forms from declared fields: values, what is wrong, refusals."""

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPlainTextEdit, QScrollArea
from pytestqt.qtbot import QtBot

from shopdesk.errors import Refused, ShopdeskError
from shopdesk.ui.form_dialog import Field, FieldKind, FormDialog, Values


class Taken(Refused):
    """The name is in use."""

    template = "There is a shop {name} already. Choose another name."


FIELDS = (
    Field("name", "Name", required=True, hint="As it stands on the slip."),
    Field("days", "Days to return", FieldKind.NUMBER, value=7, highest=30),
    Field("platform", "Platform", FieldKind.CHOICE, value="jd", choices=(("taobao", "Taobao"), ("jd", "JD"))),
    Field("form", "Print a return form", FieldKind.CHECK, value=True),
    Field("note", "Note", FieldKind.MULTILINE, value="a\nb"),
    Field(
        "phone",
        "Phone",
        check=lambda value: None if str(value).isdigit() else "A phone number has digits only.",
        value="138",
    ),
)


class Form:
    """An open form and what it saved."""

    def __init__(self, qtbot: QtBot, refusal: ShopdeskError | None = None) -> None:
        self.saved: list[Values] = []
        self.refusal = refusal
        self.dialog = FormDialog("shop", "New shop", FIELDS, self.save, save="Create")
        self.dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
        qtbot.addWidget(self.dialog)
        self.dialog.open()
        qtbot.waitActive(self.dialog)

    def save(self, values: Values) -> None:
        if self.refusal is not None:
            raise self.refusal
        self.saved.append(values)

    def part(self, kind: type[Any], name: str) -> Any:
        found = self.dialog.findChild(kind, f"form.shop.{name}")
        assert found is not None
        return found


@pytest.fixture
def form(qtbot: QtBot) -> Form:
    return Form(qtbot)


def test_enter_saves_what_was_typed(form: Form) -> None:
    QTest.keyClicks(form.part(QLineEdit, "name"), " Shoes ")
    QTest.keyClick(form.part(QLineEdit, "name"), Qt.Key.Key_Return)
    assert form.saved == [{"name": "Shoes", "days": 7, "platform": "jd", "form": True, "note": "a\nb", "phone": "138"}]
    assert not form.dialog.isVisible()


def test_esc_leaves(form: Form) -> None:
    QTest.keyClick(form.dialog, Qt.Key.Key_Escape)
    assert form.saved == []
    assert not form.dialog.isVisible()


def test_what_is_wrong_stands_under_its_field(form: Form) -> None:
    form.part(QLineEdit, "phone").setText("abc")
    form.dialog.save()
    assert form.saved == []
    assert form.dialog.isVisible()
    assert form.part(QLabel, "name.message").text() == "This is needed."
    assert form.part(QLabel, "phone.message").text() == "A phone number has digits only."
    assert form.part(QLineEdit, "name").property("wrong") is True
    assert form.part(QLabel, "name.hint").isHidden()
    assert QApplication.focusWidget() is form.part(QLineEdit, "name")
    form.part(QLineEdit, "name").setText("Shoes")
    form.part(QLineEdit, "phone").setText("1")
    form.dialog.save()
    assert form.part(QLabel, "name.message").isHidden()
    assert len(form.saved) == 1


def test_a_refusal_is_said_and_the_form_stays(qtbot: QtBot) -> None:
    form = Form(qtbot, Taken(name="Shoes"))
    form.part(QLineEdit, "name").setText("Shoes")
    form.dialog.save()
    assert form.dialog.isVisible()
    assert form.part(QLabel, "refusal").text() == "There is a shop Shoes already. Choose another name."
    form.dialog.show_wrong({"name": "Taken."})
    assert form.part(QLabel, "name.message").text() == "Taken."
    form.refusal = None
    form.dialog.save()
    assert form.saved


def test_labels_are_accessible_names(form: Form) -> None:
    assert form.dialog.windowTitle() == "New shop"
    assert form.part(QLineEdit, "name").accessibleName() == "Name"
    assert form.part(QLabel, "name.label").text() == "Name"
    assert form.part(QLabel, "form.label").isHidden()


def test_where_enter_begins_a_line_the_key_that_saves_is_said(form: Form) -> None:
    note = form.dialog.findChild(QPlainTextEdit, "form.shop.note")
    assert note is not None and note.placeholderText() == "Ctrl+Enter saves"


def test_every_field_is_seen_without_scrolling_where_there_is_room(qtbot: QtBot) -> None:
    many = [Field(f"field{number}", f"Field {number}") for number in range(7)]
    dialog = FormDialog("many", "Many", many, lambda _values: None)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(dialog)
    with qtbot.waitExposed(dialog):
        dialog.show()
    area = dialog.findChild(QScrollArea, "form.many.area")
    assert area is not None
    assert area.verticalScrollBar().maximum() == 0
