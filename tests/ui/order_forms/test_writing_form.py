"""A form that writes in the background keeps what was typed until that is done."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from shopdesk.errors import Refused
from shopdesk.ui.background import Background
from shopdesk.ui.banner import Banners
from shopdesk.ui.form_dialog import Field, Values
from shopdesk.ui.messages import Messages
from shopdesk.ui.order_forms.writing_form import WritingForm
from shopdesk.ui.theme import Theme


class Taken(Refused):
    template = "{name} is taken."


def write(values: Values) -> str:
    if values["name"] == "taken":
        raise Taken(name=values["name"])
    return f"made {values['name']}"


@pytest.fixture
def form(qtbot: QtBot, background: Background, theme: Theme) -> Callable[[], WritingForm]:
    def opened() -> WritingForm:
        host = QWidget()
        qtbot.addWidget(host)
        messages = Messages(host, Banners(host), theme.icons)
        made = WritingForm(
            "x", "X", [Field("name", "Name", required=True)], write, background=background, messages=messages
        )
        made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
        qtbot.addWidget(made)
        made.open()
        return made

    return opened


def type_and_save(form: WritingForm, text: str) -> None:
    line = form.findChild(QLineEdit, "form.x.name")
    assert line is not None
    line.setText(text)
    form.save()


def test_what_was_written_is_handed_on_and_the_form_closes(form: Callable[[], WritingForm], qtbot: QtBot) -> None:
    shown = form()
    with qtbot.waitSignal(shown.accepted), qtbot.waitSignal(shown.written) as told:
        type_and_save(shown, "one")
    assert told.args == ["made one"]


def test_a_refusal_is_said_and_the_form_stays(form: Callable[[], WritingForm], qtbot: QtBot) -> None:
    shown = form()
    type_and_save(shown, "taken")
    save = shown.findChild(QPushButton, "form.x.save")
    assert save is not None
    assert not save.isEnabled()
    qtbot.waitUntil(save.isEnabled)
    refusal = shown.findChild(QLabel, "form.x.refusal")
    assert refusal is not None
    assert (refusal.text(), shown.isVisible()) == ("taken is taken.", True)
    with qtbot.waitSignal(shown.accepted):
        type_and_save(shown, "two")


def test_what_is_missing_is_not_written(form: Callable[[], WritingForm]) -> None:
    shown = form()
    type_and_save(shown, "")
    assert shown.isVisible()
    shown.reject()
