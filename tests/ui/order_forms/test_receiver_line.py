"""A receiver pasted as one line."""

import pytest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from shopdesk.ui.form_inputs import Field
from shopdesk.ui.order_forms.receiver_line import ReceiverLine, read_receiver, what_receiver_lacks


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("李四 13912345678 江苏省苏州市吴中区金枫路8号", None),
        ("江苏省苏州市吴中区金枫路８号，李四，１３９１２３４５６７８", None),
        ("李四 13912345678", "There is no address in this. Write name, phone and address in one line."),
        ("江苏省苏州市吴中区金枫路8号", "Not found in this: name, phone."),
        ("13912345678 金枫路8号", "Not found in this: name."),
    ],
)
def test_what_is_missing_is_said(text: str, said: str | None) -> None:
    assert what_receiver_lacks(text) == said


def test_blanks_and_line_ends_do_not_matter() -> None:
    found = read_receiver("  李四\n13912345678\t 金枫路8号 ")
    assert found is not None
    assert (found.receiver, found.phone, found.address) == ("李四", "13912345678", "金枫路8号")


def test_what_was_understood_is_shown_while_one_types(qtbot: QtBot) -> None:
    window = QWidget()
    window.setObjectName("row")
    qtbot.addWidget(window)
    field = ReceiverLine(Field("receiver", "Receiver"), window)
    field.retranslate()
    understood = window.findChild(QLabel, "row.understood")
    assert understood is not None and understood.isHidden()
    field.line.setText("李四 13912345678 江苏省苏州市吴中区金枫路8号")
    assert understood.text() == "李四 · 13912345678 · 江苏省 苏州市 吴中区 · 金枫路8号"
    assert not understood.isHidden()
    assert (field.value(), field.line.accessibleName()) == (field.line.text(), "Receiver")
