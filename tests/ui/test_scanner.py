"""The scanner is told from hands, whatever has the focus."""

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAction, QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from shopdesk.ui import scanner as module
from shopdesk.ui.scanner import TAKES_SCAN, Scanner, folded, looks_like_code

FAST, SLOW = 8, 120
WAYBILL = "YT7453244865603"


class Desk:
    """A window with fields, a scanner, and a clock that moves by hand."""

    def __init__(self, app: QApplication, qtbot: QtBot) -> None:
        self.now = 0.0
        self.qtbot = qtbot
        self.window = QWidget()
        self.line, self.text = QLineEdit(), QPlainTextEdit()
        self.spin, self.list = QSpinBox(), QListWidget()
        layout = QVBoxLayout(self.window)
        for part in (self.line, self.text, self.spin, self.list):
            layout.addWidget(part)
        self.list.addItems(["3", "Y", "T"])
        qtbot.addWidget(self.window)
        self.window.show()
        self.window.activateWindow()
        qtbot.waitActive(self.window)
        self.scanner = Scanner(app, self.window, lambda: self.now)
        self.scans: list[str] = []
        self.scanner.scanned.connect(self.scans.append)

    def focus(self, widget: QWidget) -> None:
        widget.setFocus()
        self.qtbot.waitUntil(lambda: QApplication.focusWidget() is widget)

    def type(self, text: str, gap: float, *, enter: bool = True) -> None:
        """Keys into whatever has the focus, `gap` ms apart."""
        for character in text:
            self.now += gap
            self.key(character)
        if enter:
            self.now += gap
            QTest.keyClick(self.target(), Qt.Key.Key_Return)

    def key(self, character: str) -> None:
        shift = Qt.KeyboardModifier.ShiftModifier if character.isupper() else Qt.KeyboardModifier.NoModifier
        if character.isascii():
            QTest.keyClicks(self.target(), character, shift)
        else:
            event = QInputMethodEvent("", [])
            event.setCommitString(character)
            QApplication.sendEvent(self.target(), event)

    def target(self) -> QWidget:
        widget = QApplication.focusWidget()
        assert widget is not None
        return widget

    def scan(self, code: str = WAYBILL) -> None:
        """A scan, some time after whatever came before."""
        self.now += 500
        self.type(code, FAST)


@pytest.fixture
def desk(qapp: QApplication, qtbot: QtBot) -> Desk:
    return Desk(qapp, qtbot)


def test_a_scan_into_a_field_leaves_the_field_alone(desk: Desk) -> None:
    desk.line.setText("顺丰 S")
    desk.focus(desk.line)
    desk.line.setCursorPosition(2)
    desk.scan()
    assert desk.scans == [WAYBILL]
    assert (desk.line.text(), desk.line.cursorPosition()) == ("顺丰 S", 2)


def test_a_selection_that_the_first_key_replaced_comes_back(desk: Desk) -> None:
    desk.line.setText("顺丰 S")
    desk.focus(desk.line)
    desk.line.selectAll()
    desk.scan()
    assert desk.line.text() == "顺丰 S"
    assert desk.line.selectedText() == "顺丰 S"


def test_a_scan_into_a_memo_leaves_it_alone(desk: Desk) -> None:
    desk.text.setPlainText("第一行\n第二行")
    desk.focus(desk.text)
    cursor = desk.text.textCursor()
    cursor.setPosition(2)
    desk.text.setTextCursor(cursor)
    desk.scan()
    assert desk.scans == [WAYBILL]
    assert desk.text.toPlainText() == "第一行\n第二行"


def test_a_scan_into_a_number_field_leaves_it_alone(desk: Desk) -> None:
    desk.spin.setMaximum(10**9)
    desk.spin.setValue(7)
    desk.focus(desk.spin)
    desk.scan("3821113838621")
    assert desk.scans == ["3821113838621"]
    assert desk.spin.value() == 7


def test_a_scan_with_the_focus_on_a_list(desk: Desk) -> None:
    activated: list[object] = []
    desk.list.itemActivated.connect(activated.append)
    desk.focus(desk.list)
    desk.scan()
    assert desk.scans == [WAYBILL]
    assert activated == []


def test_typing_by_hand_is_typing(desk: Desk, qtbot: QtBot) -> None:
    entered: list[bool] = []
    desk.line.returnPressed.connect(lambda: entered.append(True))
    desk.focus(desk.line)
    desk.type("3821113838621", SLOW)
    assert desk.scans == []
    assert desk.line.text() == "3821113838621"
    assert entered == [True]


def test_two_keys_hit_at_once_are_not_lost(desk: Desk, qtbot: QtBot) -> None:
    desk.focus(desk.line)
    desk.type("a", SLOW, enter=False)
    desk.type("bc", FAST, enter=False)
    desk.type("de", SLOW, enter=False)
    assert desk.line.text() == "abcde"
    desk.type("fg", FAST, enter=False)
    qtbot.waitUntil(lambda: desk.line.text() == "abcdefg")


def test_a_short_burst_and_enter_is_typing(desk: Desk) -> None:
    entered: list[bool] = []
    desk.line.returnPressed.connect(lambda: entered.append(True))
    desk.focus(desk.line)
    desk.type("12345", FAST)
    assert desk.scans == []
    assert desk.line.text() == "12345"
    assert entered == [True]


def test_a_fast_word_with_a_late_enter_is_typing(desk: Desk) -> None:
    desk.focus(desk.line)
    desk.type("1234567", FAST, enter=False)
    desk.now += SLOW
    QTest.keyClick(desk.line, Qt.Key.Key_Return)
    assert desk.scans == []
    assert desk.line.text() == "1234567"


def test_editing_keys_between_are_typing(desk: Desk) -> None:
    desk.focus(desk.line)
    desk.type("123456", FAST, enter=False)
    QTest.keyClick(desk.line, Qt.Key.Key_Backspace)
    QTest.keyClick(desk.line, Qt.Key.Key_Return)
    assert desk.scans == []
    assert desk.line.text() == "12345"


def test_leaving_the_field_hands_the_held_keys_on(desk: Desk) -> None:
    desk.focus(desk.line)
    desk.type("123456", FAST, enter=False)
    desk.focus(desk.list)
    assert desk.line.text() == "123456"


def test_firing_twice_is_one_scan(desk: Desk) -> None:
    desk.focus(desk.line)
    desk.scan()
    desk.type(WAYBILL, FAST)
    assert desk.scans == [WAYBILL]
    desk.now += 1_200
    desk.scan()
    assert desk.scans == [WAYBILL, WAYBILL]


def test_two_codes_after_each_other_are_two_scans(desk: Desk) -> None:
    desk.focus(desk.line)
    desk.scan("3821113838621")
    desk.type(WAYBILL, FAST)
    assert desk.scans == ["3821113838621", WAYBILL]
    assert desk.line.text() == ""


def test_full_width_from_an_input_method_is_folded(desk: Desk) -> None:
    desk.focus(desk.line)
    desk.scan("ＹＴ７４５３２４４８６５６０３")
    assert desk.scans == [WAYBILL]
    assert desk.line.text() == ""


def test_letters_of_a_code_are_no_commands(desk: Desk) -> None:
    done: list[str] = []
    for key in ("T", "7", "Return"):
        action = QAction(desk.window)
        action.setShortcut(key)
        action.triggered.connect(lambda *_args, key=key: done.append(key))
        desk.window.addAction(action)
    desk.focus(desk.list)
    desk.scan("yt77777t")
    assert desk.scans == ["yt77777t"]
    assert done == []


def test_a_command_typed_alone_still_works(desk: Desk) -> None:
    done: list[str] = []
    action = QAction(desk.window)
    action.setShortcut("R")
    action.triggered.connect(lambda: done.append("R"))
    desk.window.addAction(action)
    desk.focus(desk.list)
    desk.now += 500
    QTest.keyClick(desk.list, Qt.Key.Key_R)
    assert done == ["R"]


def test_a_field_meant_for_scans_gets_them(desk: Desk) -> None:
    desk.line.setProperty(TAKES_SCAN, True)
    desk.focus(desk.line)
    desk.scan()
    assert desk.scans == []
    assert desk.line.text() == WAYBILL


def test_an_open_dialog_takes_what_is_scanned(desk: Desk, qtbot: QtBot) -> None:
    dialog = QDialog(desk.window)
    line = QLineEdit(dialog)
    qtbot.addWidget(dialog)
    dialog.open()
    qtbot.waitActive(dialog)
    desk.focus(line)
    desk.type(WAYBILL, FAST, enter=False)
    assert desk.scans == []
    assert line.text() == WAYBILL
    dialog.close()


def test_a_field_that_is_deleted_meanwhile_does_no_harm(desk: Desk, qtbot: QtBot) -> None:
    desk.focus(desk.line)
    desk.type("1234567", FAST, enter=False)
    desk.line.deleteLater()
    qtbot.wait(module.HELD_FOR + 20)
    desk.focus(desk.list)
    desk.scan()
    assert desk.scans == [WAYBILL]


def test_other_events_pass(desk: Desk) -> None:
    assert not desk.scanner.eventFilter(desk.line, QEvent(QEvent.Type.Paint))
    preedit = QInputMethodEvent("ni", [])
    assert not desk.scanner.eventFilter(desk.line, preedit)


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        (WAYBILL, True),
        ("210324-137383117442221", True),
        ("SDR1:taobao/5bqX/E2022%2F1", True),
        ("３８２１１１３８３８６２１", True),
        ("12345", False),
        ("abcdefgh", False),
        ("深紫 W7 5815", False),
        ("tb 72 78 y", False),
    ],
)
def test_looks_like_code(text: str, answer: bool) -> None:
    assert looks_like_code(text) is answer


def test_folded() -> None:
    assert folded("　ＡＢ１２　") == "AB12"


def test_once_stopped_it_hears_nothing_and_holds_nothing_back(desk: Desk) -> None:
    desk.focus(desk.line)
    desk.scanner.stop()
    desk.focus(desk.text)
    desk.focus(desk.line)
    desk.type(WAYBILL, FAST, enter=False)
    assert desk.line.text() == WAYBILL
    assert desk.scans == []
