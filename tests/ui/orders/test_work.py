"""What clerks do with orders, through the page's actions."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from shopdesk.domain.flags import Colour
from shopdesk.domain.statuses import Stage
from shopdesk.queries.orders import get_order
from shopdesk.services.desk import Desk
from shopdesk.services.holds import hold_orders
from shopdesk.services.orders import set_flag
from shopdesk.services.shop_settings import save_setting
from shopdesk.settings import FLAG_SALESPEOPLE
from tests.factories import add_order
from tests.ui.orders.conftest import Window

Open = Callable[[], Window]


def stages(desk: Desk, ids: list[int]) -> list[Stage]:
    return [get_order(desk.database, order_id).stage for order_id in ids]


@pytest.fixture
def tidy() -> None:
    """Nothing is asked at the start."""
    assert QApplication.activeModalWidget() is None


def test_registering_one(window: Open, desk: Desk, three: list[int]) -> None:
    shown = window()
    shown.choose(2)
    shown.do("register")
    order = get_order(desk.database, three[0])
    assert (order.stage, order.registrar, order.memo) == (Stage.REGISTERED, "Owner", "发顺丰 D")
    assert shown.news()[0] == "Registered 1 order"


def test_registering_several_shows_what_stays_behind_first(window: Open, desk: Desk, three: list[int]) -> None:
    hold_orders(desk, order_ids=[three[1]], reason="缺码")
    shown = window()
    shown.page.table.selectAll()
    shown.do("register")
    assert stages(desk, three) == [Stage.NEW] * 3
    assert "1 order stays behind" in shown.asked()
    shown.press("bulk.register")
    assert stages(desk, three) == [Stage.REGISTERED, Stage.NEW, Stage.REGISTERED]
    assert shown.news()[0] == "Registered 2 orders"
    shown.undo()
    assert stages(desk, three) == [Stage.NEW] * 3


def test_one_that_can_not_be_registered_says_why(window: Open, desk: Desk) -> None:
    unpaid = add_order(desk, status=0, paid_at=None)
    shown = window()
    shown.page.commands.registering.register([unpaid])
    shown.settle()
    assert "not paid yet" in shown.asked()
    shown.answer()


def test_who_the_customer_belongs_to_is_asked(window: Open, desk: Desk, three: list[int]) -> None:
    save_setting(desk, FLAG_SALESPEOPLE, {"red": ["王敏", "李晓"]})
    shown = window()
    shown.choose(2)
    shown.do("register")
    assert "several people share its flag (王敏, 李晓)" in shown.asked()
    shown.answer("李晓")
    assert get_order(desk.database, three[0]).salesperson == "李晓"


def test_settling_from_the_list(window: Open, desk: Desk, three: list[int]) -> None:
    shown = window()
    shown.choose(2)
    assert shown.page.actions_.by_name["settle"].toolTip() == "Not registered yet."
    shown.do("register")
    shown.do("settle")
    shown.press("form.settle.save")
    assert stages(desk, three)[0] is Stage.SETTLED
    assert "1 order settled" in shown.news()
    assert shown.page.actions_.by_name["settle"].toolTip() == "Settled already."


@pytest.mark.parametrize(("key", "colour"), [(Qt.Key.Key_4, Colour.BLUE), (Qt.Key.Key_0, Colour.GREY)])
def test_a_key_a_flag(window: Open, desk: Desk, three: list[int], key: Qt.Key, colour: Colour) -> None:
    shown = window()
    shown.activateWindow()
    shown.choose(0, 1)
    shown.page.table.setFocus()
    QTest.keyClick(shown.page.table, key, Qt.KeyboardModifier.ControlModifier)
    shown.settle()
    assert shown.numbers("flag") == [colour, colour, Colour.RED]
    shown.undo()
    assert shown.numbers("flag") == [Colour.RED, Colour.YELLOW, Colour.RED]
    assert shown.page.table.chosen_ids() == [three[2], three[1]]


def test_a_flag_that_is_there_already_changes_nothing(window: Open, three: list[int]) -> None:
    shown = window()
    shown.choose(0)
    shown.page.actions_.flag(Colour.RED).trigger()
    shown.settle()
    assert shown.news()[0] == "Flagged Red already"


def test_hold_asks_why_and_can_be_undone(window: Open, three: list[int]) -> None:
    shown = window()
    shown.choose(0, 1)
    shown.do("hold")
    shown.answer("补邮费")
    assert shown.numbers("hold_reason") == ["补邮费", "补邮费", ""]
    assert shown.news()[0] == "2 orders are on hold: 补邮费"
    shown.undo()
    assert shown.numbers("held") == [0, 0, 0]


def test_hold_leaves_out_what_is_closed(window: Open, desk: Desk, three: list[int]) -> None:
    closed = add_order(desk, status=4)
    shown = window()
    shown.page.table.selectAll()
    shown.do("hold")
    assert "these 3 orders" in shown.asked()
    shown.answer("补邮费")
    assert shown.news()[0] == "3 orders are on hold: 补邮费"
    assert not get_order(desk.database, closed).holds


def test_release_takes_those_that_are_held(window: Open, desk: Desk, three: list[int]) -> None:
    hold_orders(desk, order_ids=[three[1]], reason="缺码")
    shown = window()
    shown.page.table.selectAll()
    shown.do("release")
    shown.answer("买家补了")
    assert shown.numbers("held") == [0, 0, 0]
    assert shown.news()[0] == "Released 1 order"


def test_a_memo_is_typed_in_its_row(window: Open, desk: Desk, three: list[int]) -> None:
    shown = window()
    shown.choose(2)
    shown.do("memo")
    editor = shown.page.table.findChild(QLineEdit, "orders.table.memo")
    assert isinstance(editor, QLineEdit)
    assert editor.text() == "发顺丰"
    editor.setText("发圆通")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    shown.settle()
    assert get_order(desk.database, three[0]).memo == "发圆通"
    shown.undo()
    assert get_order(desk.database, three[0]).memo == "发顺丰"


def test_a_memo_of_several_lines_is_written_in_the_panel(window: Open, desk: Desk) -> None:
    add_order(desk, memo="一\n二")
    shown = window()
    shown.activateWindow()
    shown.choose(0)
    shown.do("memo")
    assert shown.page.panel.memo.text.toPlainText() == "一\n二"
    assert shown.page.table.findChild(QLineEdit, "orders.table.memo") is None


def test_actions_say_why_not(window: Open, desk: Desk, three: list[int]) -> None:
    shown = window()
    actions = shown.page.actions_
    assert actions.by_name["register"].toolTip() == "Choose an order first."
    shown.choose(0)
    assert actions.by_name["register"].isEnabled()
    assert actions.by_name["slip"].toolTip().endswith("Print the slip there, or type the receiver in.")
    assert actions.by_name["release"].toolTip() == "Not on hold."
    shown.do("register")
    assert actions.by_name["register"].toolTip() == "Registered already."
    shown.page.table.selectAll()
    shown.settle()
    assert actions.by_name["memo"].toolTip() == "One order at a time."
    assert actions.by_name["slip"].isEnabled()


def test_an_error_is_a_sentence(window: Open, desk: Desk, three: list[int]) -> None:
    shown = window()
    shown.page.commands.work.save_memo(999, "neu")
    shown.settle()
    assert "no longer there" in shown.asked()
    shown.answer()


def test_a_release_can_be_undone(window: Open, desk: Desk, three: list[int]) -> None:
    hold_orders(desk, order_ids=three[:1], reason="缺货")
    shown = window()
    shown.choose(2)
    shown.do("release")
    shown.answer("到货")
    assert not get_order(desk.database, three[0]).open_holds
    shown.undo()
    assert [hold.reason for hold in get_order(desk.database, three[0]).open_holds] == ["缺货"]
    assert shown.news()[-1] == "On hold again"


def test_an_undo_that_is_too_late_says_so(window: Open, desk: Desk, three: list[int]) -> None:
    shown = window()
    shown.choose(0)
    shown.page.actions_.flag(Colour.BLUE).trigger()
    shown.settle()
    set_flag(desk, order_ids=three, colour=Colour.GREEN)
    shown.undo()
    assert "was changed again since then" in shown.asked()
    shown.answer()
    assert shown.messages.undo.entries == []
    assert get_order(desk.database, three[2]).flag is Colour.GREEN
