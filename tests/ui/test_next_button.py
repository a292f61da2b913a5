"""The large button of a panel."""

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from shopdesk.ui.next_button import NextButton
from shopdesk.ui.theme import Theme


def test_it_says_what_is_next_or_why_not(qtbot: QtBot, theme: Theme) -> None:
    panel, action, done = QWidget(), QAction(), list[bool]()
    qtbot.addWidget(panel)
    action.triggered.connect(lambda: done.append(True))
    made = NextButton("repairs.panel.next", theme, action, panel)
    made.show_step("Send the batch")
    assert (made.text(), made.accessibleName(), made.isHidden()) == ("Send the batch  ↵", "Send the batch", False)
    made.click()
    assert len(done) == 1
    made.show_step("Send the batch", "It is empty.")
    made.click()
    assert (made.isEnabled(), made.toolTip(), len(done)) == (False, "It is empty.", 1)
    made.show_step("")
    assert made.isHidden()
