"""Registering by keys alone (ORD-01 to ORD-05)."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QListWidget, QPushButton

from shopdesk.domain.flags import Colour
from shopdesk.domain.permissions import Role
from shopdesk.domain.statuses import Stage
from shopdesk.queries.orders import get_order
from shopdesk.services.desk import Desk
from shopdesk.services.holds import hold_orders
from shopdesk.services.people import add_person
from shopdesk.services.registering import register_orders
from shopdesk.ui.registering.side import ALL, HELD
from tests.factories import NOON, add_order
from tests.ui.registering.conftest import Window

Open = Callable[[], Window]
HOUR = 3_600_000
Key = Qt.Key


@pytest.fixture
def three(desk: Desk) -> list[int]:
    """Three paid orders, the oldest payment first: red and late, blue, red."""
    return [
        add_order(desk, order_no="T1", flag=1, memo="发顺丰", buyer="tb_one", paid_at=NOON - 25 * HOUR, postage=1_000),
        add_order(desk, order_no="T2", flag=4, paid_at=NOON - 22 * HOUR, buyer_message="快点"),
        add_order(desk, order_no="T3", flag=1, paid_at=NOON - HOUR, lines=2),
    ]


def stages(desk: Desk, ids: list[int]) -> list[Stage]:
    return [get_order(desk.database, order_id).stage for order_id in ids]


def test_the_oldest_payment_first_with_everything_on_one_screen(window: Open, three: list[int]) -> None:
    shown = window()
    assert shown.queue() == ["T1", "T2", "T3"]
    assert shown.in_view() == "T1"
    assert "1 h late" in str(shown.page.queue.orders.data(shown.page.queue.orders.index(0)))
    said = shown.says()
    for words in ("Customer of 小王", "真皮单鞋", "199.00", "张三", "示例路1号", "tb_one", "All checks passed"):
        assert words in said
    assert "Platform's postage\n10.00" in said
    assert "Booked: postage\n0.00" in said


def test_enter_registers_and_goes_on(window: Open, desk: Desk, three: list[int]) -> None:
    shown = window()
    shown.key(Key.Key_Return)
    assert shown.in_view() == "T2"
    now = get_order(desk.database, three[0])
    assert (now.stage, now.registrar, now.salesperson, now.memo) == (Stage.REGISTERED, "Owner", "小王", "发顺丰 D")
    assert shown.news()[0] == "Registered 1 order"
    assert "1 registered here" in shown.says("registering.foot")
    shown.undo()
    assert shown.queue() == ["T1", "T2", "T3"]
    assert get_order(desk.database, three[0]).memo == "发顺丰"


def test_whose_customer_is_said_by_a_digit(window: Open, desk: Desk, three: list[int]) -> None:
    shown = window()
    shown.page.go_to(three[1])
    shown.settle()
    assert "Whose customer?" in shown.says("registering.salesperson")
    shown.key(Key.Key_Return)
    assert stages(desk, three)[1] is Stage.NEW
    assert shown.news()[0] == "Whose customer? Press the number of the salesperson."
    shown.key(Key.Key_2)
    shown.key(Key.Key_Return)
    assert get_order(desk.database, three[1]).salesperson == "小赵"


def test_a_click_chooses_too_and_enter_is_still_the_queues(window: Open, desk: Desk, three: list[int]) -> None:
    shown = window()
    shown.page.go_to(three[1])
    shown.settle()
    choice = shown.page.findChild(QPushButton, "registering.salesperson1")
    assert choice is not None
    QTest.mouseClick(choice, Qt.MouseButton.LeftButton)
    shown.key(Key.Key_Return)
    assert get_order(desk.database, three[1]).salesperson == "小李"


def test_a_held_order_names_its_hold_and_a_key_clears_it(window: Open, desk: Desk, three: list[int]) -> None:
    hold_orders(desk, order_ids=[three[0]], reason="缺码")
    shown = window()
    assert shown.queue() == ["T2", "T3"]
    shown.key(Key.Key_V)
    assert shown.page.side.filter == HELD
    assert shown.in_view() == "T1"
    assert "缺码" in shown.says("registering.section.checks")
    shown.key(Key.Key_Return)
    assert shown.news()[0] == "On hold: 缺码. Clear that first."
    shown.key(Key.Key_A)
    shown.answer("买家补了尺码")
    assert not get_order(desk.database, three[0]).open_holds
    assert shown.page.empty.isVisible()
    shown.page.empty.clicked.emit()
    shown.settle()
    assert shown.queue() == ["T1", "T2", "T3"]


def test_hold_flag_and_memo_by_keys(window: Open, desk: Desk, three: list[int]) -> None:
    shown = window()
    shown.key(Key.Key_4, Qt.KeyboardModifier.ControlModifier)
    assert get_order(desk.database, three[0]).flag is Colour.BLUE
    shown.key(Key.Key_F2)
    assert shown.focus().objectName() == "registering.memo.text"
    shown.key(Key.Key_H)  # a letter in the memo, not the key for holding
    shown.key(Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert get_order(desk.database, three[0]).memo == "发顺丰h"
    assert shown.focus() is shown.page.queue
    shown.key(Key.Key_H)
    shown.answer("补邮费")
    assert get_order(desk.database, three[0]).open_holds[-1].reason == "补邮费"
    assert shown.in_view() == "T2"


def test_the_memo_line_is_copied(window: Open, desk: Desk, three: list[int]) -> None:
    shown = window()
    shown.key(Key.Key_C)
    assert QGuiApplication.clipboard().text() == "发顺丰 D"
    assert get_order(desk.database, three[0]).memo == "发顺丰"
    shown.page.foot.copies.setChecked(True)
    QGuiApplication.clipboard().setText("")
    shown.key(Key.Key_Return)
    assert QGuiApplication.clipboard().text() == "发顺丰 D"


def test_arrows_skip(window: Open, three: list[int]) -> None:
    shown = window()
    shown.key(Key.Key_Down)
    assert shown.in_view() == "T2"
    shown.key(Key.Key_Up)
    assert shown.in_view() == "T1"
    shown.page.actions_.by_name["skip"].trigger()
    shown.settle()
    assert shown.in_view() == "T2"


def test_all_that_are_clear_in_one_go(window: Open, desk: Desk, three: list[int]) -> None:
    held = add_order(desk, order_no="T4")
    hold_orders(desk, order_ids=[held], reason="缺码")
    shown = window()
    shown.key(Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    dialog = shown.dialog()
    assert "1 order stays behind" in shown.says() or dialog.findChild(QListWidget, "bulk.staying").count() == 1  # type: ignore[union-attr]
    go = dialog.findChild(QPushButton, "bulk.register")
    assert go is not None
    assert go.text() == "Register 2 orders"
    shown.key(Key.Key_Return)
    assert stages(desk, [*three, held]) == [Stage.REGISTERED, Stage.NEW, Stage.REGISTERED, Stage.NEW]
    assert shown.queue() == ["T2"]
    shown.undo()
    assert stages(desk, three) == [Stage.NEW] * 3


def test_the_preview_asks_whose_the_unclear_ones_are_and_opens_what_stays(
    window: Open, desk: Desk, three: list[int]
) -> None:
    held = add_order(desk, order_no="T4")
    hold_orders(desk, order_ids=[held], reason="缺码")
    shown = window()
    shown.page.register_all()
    shown.settle()
    choice = shown.dialog().findChild(type(shown.page.registering.preview._choices[1]), "bulk.group2.salesperson")  # type: ignore[union-attr]
    assert choice is not None
    choice.setCurrentText("小李")
    assert "Register 3 orders" in [each.text() for each in shown.dialog().findChildren(QPushButton)]
    staying = shown.dialog().findChild(QListWidget, "bulk.staying")
    assert staying is not None
    staying.itemActivated.emit(staying.item(0))
    shown.settle()
    assert shown.page.side.filter == ALL
    assert shown.in_view() == "T4"
    assert stages(desk, three) == [Stage.NEW] * 3


def test_who_was_quicker_is_told(window: Open, desk: Desk, three: list[int]) -> None:
    """Two people at one order: the second is told who and when."""
    shown = window()
    other = replace(desk, actor=add_person(desk, name="小陈", role="registrar"), announce=lambda _kinds: None)
    register_orders(other, order_ids=[three[0]])
    shown.key(Key.Key_Return)
    assert "Order T1 was registered by 小陈 on 2024-03-02 10:00" in shown.news()[0]
    assert shown.queue() == ["T2", "T3"]
    assert get_order(desk.database, three[0]).registrar == "小陈"


def test_a_scan_jumps_to_its_order(window: Open, desk: Desk, three: list[int]) -> None:
    hold_orders(desk, order_ids=[three[2]], reason="缺码")
    shown = window()
    assert shown.page.scanned("T3")
    shown.settle()
    assert shown.in_view() == "T3"
    assert not shown.page.scanned("YT99")


def test_nothing_left(window: Open, desk: Desk) -> None:
    shown = window()
    assert "Everything is registered." in shown.says()
    asked: list[bool] = []
    shown.page.import_requested.connect(lambda: asked.append(True))
    shown.page.empty.clicked.emit()
    assert asked == [True]
    shown.page.register()  # nothing to register does nothing
    order = add_order(desk, order_no="T9")
    shown.page.refresh()
    shown.settle()
    assert shown.in_view() == "T9"
    assert stages(desk, [order]) == [Stage.NEW]


def test_who_may_not_register_is_told_why(
    window: Open, desk: Desk, three: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    object.__setattr__(desk, "actor", replace(desk.actor, role=Role.WAREHOUSE))
    shown = window()
    assert not shown.page.actions_.by_name["register"].isEnabled()
    assert "may not register orders" in shown.page.actions_.by_name["register"].toolTip()
    shown.key(Key.Key_Return)
    assert "may not register orders" in shown.news()[0]
    assert stages(desk, three) == [Stage.NEW] * 3


def test_a_key_whose_action_is_greyed_says_who_may(window: Open, desk: Desk, three: list[int]) -> None:
    hold_orders(desk, order_ids=[three[0]], reason="缺码")
    object.__setattr__(desk, "actor", replace(desk.actor, role=Role.FINANCE))
    shown = window()
    shown.key(Key.Key_V)
    for key, control, said in (
        (Key.Key_4, True, "may not change flags and memos"),
        (Key.Key_R, True, "may not register orders"),
        (Key.Key_A, False, "may not release holds"),
    ):
        shown.key(key, Qt.KeyboardModifier.ControlModifier if control else Qt.KeyboardModifier.NoModifier)
        assert QApplication.activeModalWidget() is None
        assert said in shown.news()[-1], shown.news()
