"""Orders by hand in the window, by keys: entered, confirmed, linked, told, looked up."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QMenu, QPlainTextEdit, QPushButton, QTableWidget
from pytestqt.qtbot import QtBot

from shopdesk.clock import now
from shopdesk.domain.origins import Origin
from shopdesk.domain.statuses import Stage, Status
from shopdesk.queries.order_links import list_linked
from shopdesk.queries.orders import OrderDetail, get_order
from shopdesk.queries.untold import count_untold
from shopdesk.services.desk import Desk
from shopdesk.services.products import learn_variants
from tests.factories import add_order, make_desk
from tests.window_stand import WindowStand, window_on

DAY = 86_400_000
TO = "李四 １3912345678 江苏省苏州市吴中区金枫路8号"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = make_desk(tmp_path, clock=now)
    yield made
    made.database.close()


@pytest.fixture
def source(desk: Desk) -> int:
    """An order of tb_li with two lines that left yesterday as YT7001; its items are known at 199.00."""
    order = add_order(
        desk, buyer="tb_li", order_no="OLD", lines=2, waybill="YT7001", status=int(Status.SHIPPED), flag=1,
        stage=int(Stage.SHIPPED), created=now() - 2 * DAY, paid_at=now() - 2 * DAY, shipped_at=now() - DAY,
    )  # fmt: skip
    with desk.database.atomic():
        learn_variants(desk.database, shop_id=1, after_line=0)
    desk.database.execute_sql("UPDATE variant SET price = 19900")
    return order


@pytest.fixture
def window(desk: Desk, source: int, tmp_path: Path, qtbot: QtBot) -> Iterator[WindowStand]:
    with window_on(desk, tmp_path, qtbot) as stand:
        show(stand, source)
        yield stand


def show(stand: WindowStand, order_id: int) -> None:
    """The orders page with this order in its panel and the keys going to the table."""
    page = stand.open("orders")
    page.open_record("order", order_id)
    stand.settle()
    stand.wait_for(lambda: page.panel.everything is not None and page.panel.everything.order.id == order_id)
    page.table.setFocus()


def new_order(stand: WindowStand, downs: int) -> None:
    """Ctrl+N, then so many entries down."""
    stand.keys("Ctrl+N")
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    for _step in range(downs):
        QTest.keyClick(menu, Qt.Key.Key_Down)
    QTest.keyClick(menu, Qt.Key.Key_Return)
    stand.settle()


def part(stand: WindowStand, kind: type[Any], name: str) -> Any:
    found = stand.dialog().findChild(kind, name)
    assert found is not None, name
    return found


def take_item(stand: WindowStand, text: str) -> None:
    """Type into the search of items, Enter."""
    search = part(stand, QLineEdit, "form.manual-order.items.row.search")
    search.setFocus()
    search.setText(text)
    stand.keys("Return", into=search)


def fill_receiver(stand: WindowStand, text: str) -> None:
    part(stand, QLineEdit, "form.manual-order.receiver.row.line").setText(text)


def newest(desk: Desk) -> OrderDetail:
    return get_order(desk.database, desk.database.execute_sql("SELECT max(id) FROM orders").fetchone()[0])


def panel(stand: WindowStand) -> str:
    shown = stand.open("orders").panel
    stand.wait_for(lambda: not shown._timer.isActive())
    stand.settle()
    said = [*shown.findChildren(QLabel), *shown.findChildren(QPushButton)]
    return "\n".join(each.text() for each in said if each.isVisibleTo(shown))


@pytest.mark.rule("ORD-04", "ORD-09")
def test_a_bank_order_is_entered_by_keys_and_waits_for_its_money(window: WindowStand, desk: Desk) -> None:
    new_order(window, 0)
    take_item(window, "5815-")
    offered = QApplication.activePopupWidget()
    assert offered is not None
    QTest.keyClick(offered, Qt.Key.Key_Return)
    fill_receiver(window, TO)
    assert "李四 · 13912345678 · 江苏省 苏州市 吴中区 · 金枫路8号" in window.asked()
    window.fill(paid="１９９，０", buyer="tb_x", memo="周一发")
    assert "is not an amount" in window.asked()
    window.fill(paid="１９９．００")
    order = newest(desk)
    assert (order.origin, order.buyer, order.phone, order.goods, order.postage, order.paid) == (
        Origin.BANK, "tb_x", "13912345678", 19_900, 0, 19_900,
    )  # fmt: skip
    assert (order.memo, order.stage) == ("银:周一发 D", Stage.REGISTERED)
    assert "Bank transfer of 199.00 is not confirmed" in window.news()[0] + window.news()[-1]
    said = panel(window)
    assert order.order_no in said
    assert "Confirm transfer…" in said


@pytest.mark.rule("ORD-09")
def test_the_transfer_is_confirmed_and_taken_back(window: WindowStand, desk: Desk) -> None:
    new_order(window, 0)
    take_item(window, "鞋带一副")
    fill_receiver(window, TO)
    window.fill(paid="199")
    order_id = newest(desk).id
    show(window, order_id)
    window.open("orders").actions_.by_name["confirm_transfer"].trigger()
    window.settle()
    window.click("form.transfer.save")
    assert "This is needed." in window.asked()
    window.fill(reference="工行 0921")
    order = get_order(desk.database, order_id)
    assert order.settlement is not None
    assert (order.settlement.reference, order.settlement.person, order.stage) == ("工行 0921", "Owner", Stage.SETTLED)
    window.undo()
    assert get_order(desk.database, order_id).settlement is None


@pytest.mark.rule("ORD-10")
def test_a_large_wholesale_order_says_that_its_list_is_missing(window: WindowStand, desk: Desk) -> None:
    new_order(window, 1)
    take_item(window, "鞋带一副")
    part(window, QTableWidget, "form.manual-order.items.row.lines").item(0, 1).setText("１1")
    fill_receiver(window, TO)
    window.fill(paid="1,100.00")
    order = newest(desk)
    assert (order.salesperson, order.pieces, order.memo.split(" D")[0]) == ("Owner", 11, "批发 附清单")
    show(window, order.id)
    assert "Not printed yet; it goes with the parcel." in panel(window)
    confirm = window.window.findChild(QPushButton, "orders.panel.links.confirm")
    assert isinstance(confirm, QPushButton)
    assert not confirm.focusPolicy() & Qt.FocusPolicy.ClickFocus  # keys stay the list's once it is gone
    window.click("orders.panel.links.confirm")
    assert window.dialog().objectName() == "form.transfer"
    window.fill(reference="工行 0922")
    assert get_order(desk.database, order.id).stage == Stage.SETTLED


@pytest.mark.rule("ORD-06")
def test_an_exchange_is_made_from_the_order_and_links_back(window: WindowStand, desk: Desk, source: int) -> None:
    window.keys("X")
    assert "OLD" in window.dialog().windowTitle()
    window.click("form.manual-order.save")
    assert "This is needed." in window.asked()
    window.keys("Space", into=part(window, QTableWidget, "form.manual-order.items.row.lines"))
    window.fill(reason="偏大")
    (exchange,) = list_linked(desk.database, source)
    order = get_order(desk.database, exchange.id)
    assert (order.origin, order.warehouse, order.paid, order.goods) == (Origin.EXCHANGE, "503", 0, 0)
    assert (order.buyer, order.receiver, len(order.lines)) == ("tb_li", "张三", 1)
    show(window, order.id)
    assert "Warehouse\n503" in panel(window)
    window.click("orders.panel.links.link0")
    assert f"Exchange {order.order_no} · Registered" in panel(window)
    assert window.open("orders").panel.everything.order.id == source


@pytest.mark.rule("ORD-11")
def test_a_reissue_warns_before_it_is_made_twice_and_is_undone(window: WindowStand, desk: Desk, source: int) -> None:
    for _time in range(2):
        show(window, source)
        window.keys("Shift+X")
        window.keys("Space", into=part(window, QTableWidget, "form.manual-order.items.row.lines"))
        window.click("form.manual-order.save")
    assert "is already in order" in window.asked()
    assert part(window, QPushButton, "form.manual-order.save").text() == "Enter it again"
    window.click("form.manual-order.save")
    first, second = (get_order(desk.database, each.id) for each in list_linked(desk.database, source))
    assert first.memo.startswith("补:5815-") and first.memo.split(" D")[0].endswith("深紫 W7×1")
    assert (first.salesperson, second.origin) == ("Owner", Origin.REISSUE)
    window.undo()
    assert get_order(desk.database, second.id).status is Status.CLOSED


def test_an_order_by_hand_is_edited_and_cancelled_with_a_reason(window: WindowStand, desk: Desk, source: int) -> None:
    window.keys("X")
    window.keys("Space", into=part(window, QTableWidget, "form.manual-order.items.row.lines"))
    window.click("form.manual-order.save")
    order_id = newest(desk).id
    show(window, order_id)
    window.keys("E")
    part(window, QTableWidget, "form.manual-order.items.row.lines").item(0, 1).setText("2")
    window.fill(reason="换两双")
    assert get_order(desk.database, order_id).pieces == 2
    assert "5815" in panel(window) and "换两双" in panel(window)
    show(window, order_id)
    window.open("orders").actions_.by_name["cancel_order"].trigger()
    window.settle()
    window.answer("不换了")
    assert get_order(desk.database, order_id).close_reason == "不换了"


def shipped_exchange(window: WindowStand, desk: Desk) -> OrderDetail:
    """An exchange that has left as YT7002."""
    window.keys("X")
    window.keys("Space", into=part(window, QTableWidget, "form.manual-order.items.row.lines"))
    window.click("form.manual-order.save")
    order = newest(desk)
    desk.database.execute_sql("UPDATE orders SET stage = 5, shipped_at = ? WHERE id = ?", (now(), order.id))
    desk.database.execute_sql(
        "INSERT INTO parcel (order_id, carrier, waybill) VALUES (?, '圆通速递', 'YT7002')", (order.id,)
    )
    return order


@pytest.mark.rule("SHP-07")
def test_buyers_are_told_with_one_key_and_listed_until_then(window: WindowStand, desk: Desk) -> None:
    order = shipped_exchange(window, desk)
    window.open("orders").actions_.by_name["untold"].trigger()
    window.settle()
    table = part(window, QTableWidget, "untold.rows")
    assert (table.rowCount(), table.item(0, 5).text()) == (1, order.order_no)
    assert "圆通速递 YT7002" in part(window, QPlainTextEdit, "untold.text").toPlainText()
    window.keys("Return", into=table)
    assert "圆通速递 YT7002" in QGuiApplication.clipboard().text()
    assert (count_untold(desk.database), table.rowCount()) == (0, 0)
    assert "Everybody has been told." in window.asked()
    window.click("untold.undo")
    assert (count_untold(desk.database), table.rowCount()) == (1, 1)
    window.dialog().reject()


@pytest.mark.rule("SHP-13")
def test_which_number_is_answered_and_copied_by_keys(window: WindowStand, desk: Desk, source: int) -> None:
    order = shipped_exchange(window, desk)
    show(window, source)
    window.keys("Ctrl+Shift+F")
    table = part(window, QTableWidget, "which-number.found")
    rows = [[table.item(row, column).text() for column in (0, 3, 5)] for row in range(table.rowCount())]
    assert rows == [["YT7002", "Exchange", order.order_no], ["YT7001", "", "OLD"]]
    window.keys("Down", "Return")
    assert QGuiApplication.clipboard().text() == "圆通速递 YT7002"
    who = part(window, QLineEdit, "which-number.who")
    who.setFocus()
    who.clear()
    window.keys("text:nobody", "Return", into=who)
    assert "Nothing has left" in window.asked()
    who.clear()
    window.keys("text:OLD", "Return", into=who)
    assert table.rowCount() == 2
    window.click("which-number.open")
    assert order.order_no in panel(window)
