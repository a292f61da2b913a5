"""The one box: commands by words and initials, search by Enter."""

import sys
import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from shopdesk.i18n import use_language
from shopdesk.ui.command_box import CommandBox
from shopdesk.ui.command_list import LISTED, matching, warm_up
from shopdesk.ui.page import Command
from shopdesk.ui.theme import Theme


def command(text: str, key: str = "", group: str = "订单") -> Command:
    action = QAction(text)
    action.setShortcut(key)
    return Command(action, group)


COMMANDS = ("登记(&R)", "打印发货单…", "导出列表", "Export list", "Print slips")


@pytest.fixture
def commands(qapp: QApplication) -> list[Command]:
    return [command(text) for text in COMMANDS]


@pytest.fixture
def box(theme: Theme, commands: list[Command], qtbot: QtBot) -> Iterator[CommandBox]:
    window = QWidget()
    window.resize(700, 500)
    layout = QVBoxLayout(window)
    made = CommandBox(theme, lambda: commands, window)
    layout.addWidget(made)
    layout.addWidget(QLineEdit())
    layout.addStretch(1)
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitActive(window)
    yield made


def listed(box: CommandBox) -> list[str]:
    return [box.list.item(row).text() for row in range(box.list.count())]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", ["登记(R)", "打印发货单", "导出列表", "Export list", "Print slips"]),
        ("登", ["登记(R)"]),
        ("dj", ["登记(R)"]),
        ("dyfhd", ["打印发货单"]),
        ("DY", ["打印发货单"]),
        ("list", ["Export list"]),
        ("slips pri", ["Print slips"]),
        ("print", ["Print slips"]),
        ("el", []),
        ("xyz", []),
    ],
)
def test_matching(commands: list[Command], text: str, found: list[str]) -> None:
    assert [command.text for command in matching(commands, text)] == found


def test_beginnings_come_first() -> None:
    found = matching([command("Reprint"), command("Print")], "print")
    assert [command.text for command in found] == ["Print", "Reprint"]


def test_the_table_is_read_ahead_for_chinese_only(monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[str] = []
    monkeypatch.setattr(threading.Thread, "start", lambda thread: started.append(thread.name))
    monkeypatch.delitem(sys.modules, "pypinyin", raising=False)
    warm_up()
    assert started == []
    use_language("zh_CN")
    warm_up()
    assert started == ["pinyin"]
    monkeypatch.setitem(sys.modules, "pypinyin", sys)
    warm_up()
    assert started == ["pinyin"]


def test_ctrl_k_lists_every_command(box: CommandBox) -> None:
    box.start()
    assert box.hasFocus()
    assert box.list.isVisible()
    assert len(listed(box)) == len(COMMANDS)
    assert box.list.currentItem() is None
    assert box.list.geometry().top() > box.geometry().bottom()


def test_plain_text_and_enter_is_a_search(box: CommandBox, qtbot: QtBot) -> None:
    box.start()
    QTest.keyClicks(box, "dj")
    assert listed(box) == ["Search “dj”", "登记(R)"]
    with qtbot.waitSignal(box.search_requested) as searched:
        QTest.keyClick(box, Qt.Key.Key_Return)
    assert searched.args == ["dj"]
    assert not box.list.isVisible()
    assert box.text() == "dj"


def test_arrows_choose_a_command(box: CommandBox, commands: list[Command], qtbot: QtBot) -> None:
    box.start()
    QTest.keyClicks(box, "dj")
    QTest.keyClick(box, Qt.Key.Key_Down)
    with qtbot.waitSignal(commands[0].action.triggered):
        QTest.keyClick(box, Qt.Key.Key_Return)
    assert box.text() == ""
    assert not box.hasFocus()


def test_arrows_go_round(box: CommandBox) -> None:
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_Up)
    assert box.list.currentRow() == len(COMMANDS) - 1
    QTest.keyClick(box, Qt.Key.Key_Down)
    assert box.list.currentRow() == 0


def test_a_greater_than_sign_means_commands_only(box: CommandBox, commands: list[Command], qtbot: QtBot) -> None:
    box.start()
    QTest.keyClicks(box, ">print")
    assert listed(box) == ["Print slips"]
    with qtbot.waitSignal(commands[4].action.triggered):
        QTest.keyClick(box, Qt.Key.Key_Return)


def test_a_click_runs_a_command(box: CommandBox, commands: list[Command], qtbot: QtBot) -> None:
    box.start()
    place = box.list.visualItemRect(box.list.item(1)).center()
    with qtbot.waitSignal(commands[1].action.triggered):
        QTest.mouseClick(box.list.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)


def test_esc_closes_then_clears_then_leaves(box: CommandBox, qtbot: QtBot) -> None:
    box.start()
    QTest.keyClicks(box, "dj")
    QTest.keyClick(box, Qt.Key.Key_Escape)
    assert not box.list.isVisible()
    assert box.text() == "dj"
    with qtbot.waitSignal(box.search_requested) as searched:
        QTest.keyClick(box, Qt.Key.Key_Escape)
    assert searched.args == [""]
    assert box.text() == ""
    QTest.keyClick(box, Qt.Key.Key_Escape)
    assert not box.hasFocus()


def test_elsewhere_there_is_no_list(box: CommandBox) -> None:
    box.start()
    other = box.window().findChild(QLineEdit, "")
    assert other is not None
    other.setFocus()
    assert not box.list.isVisible()


def test_long_lists_scroll(box: CommandBox, commands: list[Command]) -> None:
    commands.extend(command(f"Go to page {number}") for number in range(30))
    box.start()
    assert len(listed(box)) == len(COMMANDS) + 30
    assert box.list.height() < (LISTED + 1) * 30
    QTest.keyClicks(box, "go")
    assert len(listed(box)) == LISTED + 1


def test_lines_are_painted_with_group_and_key(theme: Theme, box: CommandBox, commands: list[Command]) -> None:
    plain = box.list
    commands[0].action.setShortcut("Ctrl+R")
    box.start()
    before = plain.grab().toImage()
    commands[0].action.setShortcut("")
    box.start()
    assert plain.grab().toImage() != before
    assert commands[0].group == "订单"


def test_hint_and_names(box: CommandBox) -> None:
    assert box.placeholderText() == "Scan, search or type a command"
    box.set_hint("Order number or memo")
    assert box.placeholderText() == "Order number or memo"
    assert box.accessibleName() == "Scan, search or command"
    assert "Ctrl+K" in box.toolTip()
