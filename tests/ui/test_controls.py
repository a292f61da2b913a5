"""Named labels and buttons."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QHBoxLayout, QMenu, QWidget
from pytestqt.qtbot import QtBot

from shopdesk.ui.controls import (
    TITLE,
    ButtonLook,
    button,
    fit_on_screen,
    label,
    named,
    number_box,
    restyle,
    rule,
    say,
    tool_button,
)
from shopdesk.ui.theme import Theme


def test_labels_take_nothing_for_markup(qtbot: QtBot) -> None:
    made = label("orders.sum", "muted", wrap=True)
    qtbot.addWidget(made)
    made.setText("<b>x</b>")
    assert made.textFormat() is Qt.TextFormat.PlainText
    assert (made.objectName(), made.property("role"), made.wordWrap()) == ("orders.sum", "muted", True)


@pytest.mark.parametrize("look", ["main", "quiet", "link", "danger"])
def test_looks_of_buttons(qtbot: QtBot, theme: Theme, look: ButtonLook) -> None:
    plain, made = button("a"), button("b", look)
    for one in (plain, made):
        qtbot.addWidget(one)
        one.setText("Register")
    assert made.property(look) is True
    assert plain.property(look) is None
    assert plain.grab().toImage() != made.grab().toImage()
    assert plain.sizeHint().height() == 28


def test_icon_buttons_speak(qtbot: QtBot, theme: Theme) -> None:
    made = tool_button(theme.icons, "x", "panel.close")
    qtbot.addWidget(made)
    say(made, "Close")
    assert (made.toolTip(), made.accessibleName()) == ("Close", "Close")
    assert not made.icon().isNull()


def test_restyle_is_seen_at_once(qtbot: QtBot, theme: Theme) -> None:
    made = button("a")
    made.setText("Register")
    qtbot.addWidget(made)
    before = made.grab().toImage()
    restyle(made, "main", True)
    assert made.grab().toImage() != before


def test_a_number_box_keeps_its_limits(qtbot: QtBot, theme: Theme) -> None:
    made = number_box("settings.days", 1, 30)
    qtbot.addWidget(made)
    made.setValue(99)
    made.show()
    made.resize(100, 40)
    assert (made.value(), made.objectName(), made.height()) == (30, "settings.days", 28)


def test_named_and_rule(qtbot: QtBot) -> None:
    widget, line = named(QWidget(), "orders"), rule("orders.rule")
    qtbot.addWidget(widget)
    qtbot.addWidget(line)
    assert widget.objectName() == "orders"
    assert line.height() == 1


def test_enter_presses_the_button_that_has_the_focus_and_not_the_default(qtbot: QtBot) -> None:
    dialog = QDialog()
    qtbot.addWidget(dialog)
    cancel, delete = button("cancel", parent=dialog), button("delete", "danger", dialog)
    delete.setDefault(True)
    layout = QHBoxLayout(dialog)
    pressed: list[str] = []
    for made in (cancel, delete):
        layout.addWidget(made)
        made.clicked.connect(lambda _checked, made=made: pressed.append(made.objectName()))
    dialog.show()
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
        QTest.keyClick(cancel, key)
    assert pressed == ["cancel"] * 3
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    assert pressed[3:] == ["delete"]


def test_enter_on_a_button_with_a_menu_is_left_to_qt(qtbot: QtBot) -> None:
    made = button("flag")
    qtbot.addWidget(made)
    menu = QMenu(made)
    made.setMenu(menu)
    made.show()
    QTest.keyClick(made, Qt.Key.Key_Return)
    assert not menu.isVisible()


def test_a_window_is_no_larger_than_its_screen(qtbot: QtBot) -> None:
    made = QWidget()
    qtbot.addWidget(made)
    room = made.screen().availableGeometry()
    fit_on_screen(made, 300, 200)
    assert (made.width(), made.height()) == (300, 200)
    fit_on_screen(made, 9_000, 9_000)
    assert room.width() - 20 < made.width() < room.width()
    assert made.height() == room.height() - TITLE
