"""Everything about the chosen order."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPushButton, QToolButton

from shopdesk.clock import DEFAULT_ZONE
from shopdesk.queries.orders import get_order
from shopdesk.services.desk import Desk
from shopdesk.services.holds import hold_orders
from shopdesk.services.orders import set_memo
from shopdesk.services.registering import register_orders
from shopdesk.ui.form_dialog import FormDialog
from shopdesk.ui.order_forms.clocks import Clocks
from tests.factories import NOON, add_order
from tests.ui.orders.conftest import HOUR, Window

Open = Callable[[], Window]


def press(window: Window, name: str) -> None:
    """Press a button of the panel."""
    found = window.page.panel.findChild(QPushButton, name) or window.page.panel.findChild(QToolButton, name)
    assert found is not None, name
    found.click()
    window.settle()


def test_without_an_order_it_says_so(window: Open, three: list[int]) -> None:
    shown = window()
    assert "Choose an order to see everything about it." in shown.panel_text()


def test_it_says_everything(window: Open, desk: Desk, three: list[int]) -> None:
    add_order(desk, buyer="tb_one", status=3)
    register_orders(desk, order_ids=[three[0]])
    shown = window()
    shown.choose(shown.numbers("id").index(three[0]))
    text = shown.panel_text()
    order = get_order(desk.database, three[0])
    bought = (order.order_no, "深紫", "398.00", "Registered", "Owner · Registered")
    whose = ("tb_one", "2 orders so far", "快点", "张三", "13800000000", "示例路1号")
    for told in bought + whose:
        assert told in text, told
    assert shown.page.panel.memo.text.toPlainText() == "发顺丰 D"


def test_it_follows_the_selection_and_changes(window: Open, desk: Desk, three: list[int]) -> None:
    shown = window()
    shown.choose(0)
    assert "YT1" in shown.panel_text()
    assert "hides the receiver" in shown.panel_text()
    QTest.keyClick(shown.page.table, Qt.Key.Key_Down)
    shown.settle()
    assert "tb_two" in shown.panel_text()
    assert "YT1" not in shown.panel_text()
    set_memo(desk, order_id=three[1], memo="新备注")
    shown.settle()
    assert shown.page.panel.memo.text.toPlainText() == "新备注"
    assert "Memo: – → 新备注" in shown.panel_text()


def test_clocks_tick(window: Open, three: list[int]) -> None:
    shown = window()
    shown.choose(1)
    assert "Registering is 6 h 0 min late" in shown.panel_text()
    shown.page.panel.tick(Clocks(NOON + HOUR, DEFAULT_ZONE, 24, 4))
    assert "Registering is 7 h 0 min late" in shown.panel_text()


def test_a_held_order_is_released_here(window: Open, desk: Desk, three: list[int]) -> None:
    hold_orders(desk, order_ids=[three[0]], reason="缺码")
    shown = window()
    shown.choose(2)
    assert "缺码" in shown.panel_text()
    press(shown, "orders.panel.hold1.button")
    shown.answer("补了")
    assert get_order(desk.database, three[0]).open_holds == ()
    assert "Released: 补了" in shown.panel_text()


def test_a_memo_is_written_here(window: Open, desk: Desk, three: list[int]) -> None:
    shown = window()
    shown.choose(2)
    memo = shown.page.panel.memo
    QTest.keyClick(shown.page.table, Qt.Key.Key_Return)
    memo.text.setPlainText("发圆通 明天")
    set_memo(desk, order_id=three[1], memo="something else")
    shown.settle()
    assert memo.text.toPlainText() == "发圆通 明天"  # another order's change takes nothing away
    QTest.keyClick(memo.text, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    shown.settle()
    assert get_order(desk.database, three[0]).memo == "发圆通 明天"
    assert not memo.is_changed


def test_esc_gives_a_memo_up(window: Open, desk: Desk, three: list[int]) -> None:
    shown = window()
    shown.choose(2)
    memo = shown.page.panel.memo
    memo.text.setPlainText("nothing")
    QTest.keyClick(memo.text, Qt.Key.Key_Escape)
    assert memo.text.toPlainText() == "发顺丰"


def test_the_memo_is_as_high_as_its_text(window: Open, three: list[int]) -> None:
    shown = window()
    shown.choose(2)
    text = shown.page.panel.memo.text
    low = text.height()
    text.setPlainText("改地址：上海市徐汇区漕溪北路示例小区8号601 周若兰 13900001234 " * 2)
    shown.settle()
    assert text.height() > low
    assert text.verticalScrollBar().maximum() == 0
    text.setPlainText("很长。" * 400)
    shown.settle()
    assert text.height() < low * 4
    assert text.verticalScrollBar().maximum() > 0


def test_an_address_in_the_memo_is_compared_and_taken(window: Open, desk: Desk) -> None:
    order_id = add_order(desk, memo="改地址：李四 13900000001 江苏省苏州市姑苏区观前街8号")
    shown = window()
    shown.choose(0)
    text = shown.panel_text()
    assert "张三 → 李四" in text
    assert "示例路1号 → 观前街8号" in text
    card, values = shown.page.panel._offer, shown.page.panel._offered
    assert card.button.y() > values.geometry().bottom()
    assert values.width() > card.width() - 32  # the button takes nothing from the columns
    press(shown, "orders.panel.address.button")
    order = get_order(desk.database, order_id)
    assert (order.receiver, order.phone, order.city, order.address) == ("李四", "13900000001", "苏州市", "观前街8号")
    assert shown.page.panel._offer.isHidden()
    assert "Address: 示例路1号 → 观前街8号" in shown.panel_text()


def test_facts_are_copied(window: Open, three: list[int]) -> None:
    shown = window()
    shown.choose(2)
    press(shown, "orders.panel.receiver.facts.2.copy")
    assert QGuiApplication.clipboard().text() == "张三 13800000000 浙江省 杭州市 西湖区 示例路1号"
    press(shown, "orders.panel.copy")
    assert QGuiApplication.clipboard().text() == shown.numbers()[2]


def test_hidden_it_reads_nothing_until_it_is_shown(window: Open, three: list[int]) -> None:
    shown = window()
    QTest.keyClick(shown.page.table, Qt.Key.Key_Space)
    assert shown.page.panel.isHidden()
    shown.choose(0)
    assert shown.page.panel.title.text() == ""
    QTest.keyClick(shown.page.table, Qt.Key.Key_Space)
    shown.settle()
    assert shown.page.panel.title.text() == shown.numbers()[0]


def test_a_hidden_receiver_can_be_typed_in(window: Open, desk: Desk) -> None:
    hidden = add_order(desk, masking=2, receiver="##a", phone="$$b", address="##c")
    shown = window()
    shown.choose(0)
    press(shown, "orders.panel.receiver.edit")
    form = shown.page.findChild(FormDialog, "form.receiver")
    assert form is not None
    typed = {row.field.key: row.input.widget for row in form._rows}
    assert "##" not in "".join(str(value) for value in form.values().values())
    for key, text in (("receiver", "周若兰"), ("phone", "13900001234"), ("address", "漕溪北路8号")):
        edit = typed[key]
        assert isinstance(edit, QLineEdit)
        edit.setText(text)
    form.save()
    assert form.isVisible(), "a reason is needed"
    reason = typed["reason"]
    assert isinstance(reason, QLineEdit)
    reason.setText("买家来电")
    form.save()
    shown.settle()
    order = get_order(desk.database, hidden)
    assert (order.receiver, order.phone, order.address, order.masking) == ("周若兰", "13900001234", "漕溪北路8号", 0)
    assert order.region == "浙江省 杭州市 西湖区"
    assert "周若兰" in shown.panel_text()
