"""Chips: several may be checked, counts change under the pointer."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from shopdesk.domain.flags import BASIC, Colour
from shopdesk.ui.chips import Chip, ChipBar
from shopdesk.ui.flags import Pennants, flag_name
from shopdesk.ui.theme import Theme


@pytest.fixture
def bar(theme: Theme, pennants: Pennants, qtbot: QtBot) -> ChipBar:
    made = ChipBar("orders.flags", theme, pennants)
    made.set_chips([Chip(colour.code, flag_name(colour), 10, colour) for colour in BASIC])
    qtbot.addWidget(made)
    made.show()
    return made


def test_clicks_choose_several(bar: ChipBar, qtbot: QtBot) -> None:
    told: list[frozenset[str]] = []
    bar.chosen.connect(told.append)
    for key in ("red", "blue", "red"):
        QTest.mouseClick(bar.chip(key), Qt.MouseButton.LeftButton)
    assert told == [frozenset({"red"}), frozenset({"red", "blue"}), frozenset({"blue"})]
    assert bar.keys() == {"blue"}


def test_the_keyboard_chooses(bar: ChipBar, qtbot: QtBot) -> None:
    with qtbot.waitSignal(bar.chosen):
        QTest.keyClick(bar.chip("green"), Qt.Key.Key_Space)


def test_checking_by_program_tells_nobody(bar: ChipBar, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(bar.chosen, wait=1):
        bar.check(["yellow", "no-such"])
    assert bar.keys() == {"yellow"}


def test_new_counts_keep_marks_and_buttons(bar: ChipBar) -> None:
    bar.check(["red"])
    before, picture = bar.chip("red"), bar.chip("red").grab().toImage()
    bar.set_chips([Chip(colour.code, flag_name(colour), 1331, colour) for colour in BASIC])
    assert bar.chip("red") is before
    assert bar.keys() == {"red"}
    assert bar.chip("red").accessibleName() == "Red, 1331"
    assert bar.chip("red").grab().toImage() != picture


def test_chips_come_and_go_in_their_order(bar: ChipBar, qtbot: QtBot) -> None:
    gone = bar.chip("grey")
    bar.set_chips([Chip("cyan", "Cyan", 1, Colour.CYAN), Chip("red", "Red", 2, Colour.RED)])
    qtbot.waitUntil(lambda: bar.chip("cyan").x() < bar.chip("red").x())
    assert gone.isHidden()
    with pytest.raises(KeyError):
        bar.chip("grey")


def test_names_and_tooltips(bar: ChipBar) -> None:
    bar.set_chips([Chip("red", "Red", 2, Colour.RED, "Ctrl+2"), Chip("late", "Late")])
    assert bar.chip("red").objectName() == "orders.flags.red"
    assert bar.chip("red").toolTip() == "Red  Ctrl+2"
    assert bar.chip("late").accessibleName() == "Late"


def test_a_chip_is_as_wide_as_what_it_says(bar: ChipBar) -> None:
    bar.set_chips([Chip("a", "Late"), Chip("b", "Late", 5), Chip("c", "Late", 1_234_567)])
    widths = [bar.chip(key).sizeHint().width() for key in "abc"]
    assert widths == sorted(set(widths))
    assert bar.chip("a").sizeHint().height() == 28


def test_checked_and_focused_look_different(bar: ChipBar, qtbot: QtBot) -> None:
    bar.activateWindow()
    qtbot.waitActive(bar)
    chip = bar.chip("purple")
    plain = chip.grab().toImage()
    chip.setChecked(True)
    checked = chip.grab().toImage()
    chip.setFocus(Qt.FocusReason.TabFocusReason)
    focused = chip.grab().toImage()
    assert plain != checked != focused
