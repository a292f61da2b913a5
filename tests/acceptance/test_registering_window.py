"""Registering and settling in the window by keys alone (ORD-01 to ORD-05, ORD-13)."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from shopdesk.clock import now
from shopdesk.domain.statuses import Stage
from shopdesk.queries.orders import OrderDetail, get_order
from shopdesk.services.desk import Desk
from shopdesk.services.holds import hold_orders
from shopdesk.services.registering import register_orders
from shopdesk.services.shop_settings import save_setting
from shopdesk.settings import FLAG_SALESPEOPLE
from shopdesk.ui.navigation import NavButton
from tests.factories import add_order, make_desk
from tests.window_stand import WindowStand, window_on

HOUR = 3_600_000


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = make_desk(tmp_path, clock=now)
    save_setting(made, FLAG_SALESPEOPLE, {"red": ["小王"], "blue": ["小李", "小赵"]})
    yield made
    made.database.close()


@pytest.fixture
def three(desk: Desk) -> list[int]:
    """Late and red; blue, which two people share; plain with postage."""
    moment = now()
    return [
        add_order(desk, order_no="L1", flag=1, memo="老客", created=moment - 26 * HOUR, paid_at=moment - 25 * HOUR,
                  address="示例路1号"),
        add_order(desk, order_no="B2", flag=4, created=moment - 9 * HOUR, paid_at=moment - 8 * HOUR,
                  address="示例路2号"),
        add_order(desk, order_no="P3", postage=1_000, paid=20_900, created=moment - 2 * HOUR, paid_at=moment - HOUR,
                  address="示例路3号"),
    ]  # fmt: skip


@pytest.fixture
def window(desk: Desk, three: list[int], tmp_path: Path, qtbot: QtBot) -> Iterator[WindowStand]:
    with window_on(desk, tmp_path, qtbot) as stand:
        yield stand


def at_work(stand: WindowStand, order_no: str) -> None:
    """The page of registering, with this order in the middle."""
    page = stand.open("registering")
    in_view(stand, order_no)
    page.take_focus()


def in_view(stand: WindowStand, order_no: str) -> None:
    page = stand.window.page
    stand.wait_for(lambda: page.reading is not None and page.reading.order.order_no == order_no)  # type: ignore[union-attr]


def says(stand: WindowStand, name: str) -> str:
    """What a part of the page says."""
    part = stand.window.findChild(QWidget, name)
    assert part is not None
    return "\n".join(label.text() for label in part.findChildren(QLabel) if label.isVisibleTo(part))


def order(desk: Desk, order_id: int) -> OrderDetail:
    return get_order(desk.database, order_id)


@pytest.mark.rule("ORD-01")
def test_late_orders_stand_out_before_anybody_opens_the_page(window: WindowStand) -> None:
    badge = window.window.findChild(NavButton, "main.nav.registering")
    assert badge is not None
    window.wait_for(lambda: badge.badge == 3)
    assert badge.accessibleName() == "Register, 3 due, 1 late"
    at_work(window, "L1")
    assert "late" in says(window, "registering.order")


@pytest.mark.rule("ORD-02")
@pytest.mark.rule("ORD-03")
@pytest.mark.rule("ORD-05")
def test_a_clerk_registers_by_enter_and_digits(window: WindowStand, desk: Desk, three: list[int]) -> None:
    at_work(window, "L1")
    window.keys("C")
    assert QGuiApplication.clipboard().text() == "老客 D"
    window.keys("Return")
    in_view(window, "B2")
    window.keys("2", "Return")
    in_view(window, "P3")
    window.keys("Return")
    window.wait_for(lambda: "Everything is registered." in says(window, "registering.empty"))
    found = [order(desk, each) for each in three]
    assert [each.stage for each in found] == [Stage.REGISTERED] * 3
    assert [each.registrar for each in found] == ["Owner"] * 3
    assert [each.salesperson for each in found] == ["小王", "小赵", "Owner"]
    assert [each.memo for each in found] == ["老客 D", "D", "D"]
    assert [int(each.flag) for each in found] == [1, 4, 0]
    window.undo()
    in_view(window, "P3")
    assert order(desk, three[2]).memo == ""


@pytest.mark.rule("ORD-04")
def test_postage_is_shown_as_the_platforms_and_booked_as_0(window: WindowStand) -> None:
    at_work(window, "L1")
    window.keys("End")
    in_view(window, "P3")
    told = says(window, "registering.section.money").split("\n")
    assert told[told.index("Platform's postage") + 1] == "10.00"
    assert told[told.index("Booked: received") + 1] == "209.00"
    assert told[told.index("Booked: postage") + 1] == "0.00"


@pytest.mark.rule("ORD-05")
def test_the_second_of_two_is_told_who_and_when(window: WindowStand, desk: Desk, three: list[int]) -> None:
    at_work(window, "L1")
    register_orders(desk, order_ids=[three[0]])  # another PC, unseen so far
    window.keys("Return")
    window.wait_for(lambda: any("L1 was registered by Owner on" in said for said in window.news()))
    in_view(window, "B2")


@pytest.mark.rule("ORD-03")
def test_all_that_are_clear_after_a_look(window: WindowStand, desk: Desk, three: list[int]) -> None:
    hold_orders(desk, order_ids=[three[2]], reason="缺码")
    window.shop.changes.announce(("orders",))
    at_work(window, "L1")
    window.keys("Ctrl+R")
    assert "1 order stays behind" in window.asked()
    window.keys("Return")
    window.wait_for(lambda: order(desk, three[0]).stage is Stage.REGISTERED)
    assert [order(desk, each).stage for each in three[1:]] == [Stage.NEW] * 2
    assert order(desk, three[0]).registrar == "Owner"


@pytest.mark.rule("ORD-13")
def test_what_is_registered_is_settled_and_totalled(window: WindowStand, desk: Desk, three: list[int]) -> None:
    register_orders(desk, order_ids=three, salesperson="小李")
    page = window.open("settlement")
    page.show_kind("unsettled")
    window.wait_for(lambda: len(page.unsettled.records.rows) == 3)
    page.unsettled.setFocus()
    window.keys("Ctrl+A", "S")
    assert "Settle 3 orders: 607.00" in window.dialog().windowTitle()
    window.click("form.settle.save")
    window.wait_for(lambda: len(page.settled.records.rows) == 3)
    assert [order(desk, each).stage for each in three] == [Stage.SETTLED] * 3
    page.show_kind("settled")
    totals = [(row.account, row.orders, row.amount) for row in page.totals.records.rows]
    assert totals == [("", 3, 60_700), ("支付宝", 3, 60_700)]


@pytest.mark.rule("ORD-04")
@pytest.mark.rule("ORD-13")
def test_the_money_really_received_is_typed_and_taken_back_with_a_reason(
    window: WindowStand, desk: Desk, three: list[int], tmp_path: Path
) -> None:
    register_orders(desk, order_ids=[three[2]])
    page = window.open("settlement")
    page.show_kind("unsettled")
    window.wait_for(lambda: len(page.unsettled.records.rows) == 1)
    page.unsettled.selectAll()
    window.keys("S", into=page.unsettled)
    amount = window.dialog().findChild(QLineEdit, "form.settle.amount")
    assert amount is not None
    assert amount.text() == "209.00"
    window.fill(amount="-5")
    assert "Type an amount" in window.asked()
    window.fill(amount="200", reference="0302-17")
    window.wait_for(lambda: len(page.settled.records.rows) == 1)
    page.show_kind("settled")
    page.export(tmp_path / "day.csv")
    window.settle()
    assert "200.00,0.00,209.00,10.00,0302-17" in (tmp_path / "day.csv").read_text("utf-8-sig")
    page.settled.selectAll()
    window.keys("Shift+S", into=page.settled)
    window.answer("金额错")
    window.wait_for(lambda: order(desk, three[2]).settlement is None)
    assert order(desk, three[2]).stage is Stage.REGISTERED
