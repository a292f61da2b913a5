"""Clearing holds in the window, by keys and buttons (ORD-02, ORD-07, ORD-08, ORD-12, ORD-22)."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QComboBox, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from shopdesk.clock import now
from shopdesk.domain.permissions import Right
from shopdesk.domain.statuses import Stage
from shopdesk.queries.contacts import list_contacts
from shopdesk.queries.orders import get_order
from shopdesk.queries.slips import list_open_slip_ids
from shopdesk.services.checks import check_orders
from shopdesk.services.desk import Actor, Desk, work
from shopdesk.services.shop_settings import save_setting
from shopdesk.settings import FLAG_SALESPEOPLE
from tests.factories import add_order, make_desk
from tests.window_stand import WindowStand, window_on

HOUR = 3_600_000


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = make_desk(tmp_path, clock=now)
    yield made
    made.database.close()


def paid_order(desk: Desk, **columns: object) -> int:
    """A fresh paid order, checked as an import would have."""
    fresh = now() - HOUR
    made = add_order(desk, **{"created": fresh, "paid_at": fresh, **columns})  # type: ignore[arg-type]
    with work(desk, Right.VIEW) as doing:
        check_orders(doing, [made])
    return made


@pytest.fixture
def opened(desk: Desk, tmp_path: Path, qtbot: QtBot) -> Iterator[Callable[[int], WindowStand]]:
    """Opens the window, with this order in the panel."""
    with ExitStack() as stack:

        def open_it(order_id: int) -> WindowStand:
            stand = stack.enter_context(window_on(desk, tmp_path, qtbot))
            show(stand, order_id)
            return stand

        yield open_it


def show(stand: WindowStand, order_id: int) -> None:
    """The orders page with this order in its panel and the keys going to the table."""
    page = stand.open("orders")
    page.open_record("order", order_id)
    stand.settle()
    stand.wait_for(lambda: page.panel.everything is not None and page.panel.everything.order.id == order_id)
    page.table.setFocus()


def panel(stand: WindowStand) -> str:
    """What the panel says."""
    shown = stand.open("orders").panel
    stand.wait_for(lambda: not shown._timer.isActive())
    stand.settle()
    return "\n".join(each.text() for each in shown.findChildren(QLabel) if each.isVisibleTo(shown))


def kinds(desk: Desk, order_id: int) -> list[str]:
    return [hold.kind for hold in get_order(desk.database, order_id).open_holds]


def choose(stand: WindowStand, name: str, value: str) -> None:
    """Choose in a field of the open form."""
    combo = stand.dialog().findChild(QComboBox, name)
    assert combo is not None, name
    combo.setCurrentIndex(combo.findData(value))


@pytest.mark.rule("ORD-08")
def test_postage_is_talked_about_then_confirmed(opened: Callable[[int], WindowStand], desk: Desk) -> None:
    order = paid_order(desk, province="香港特别行政区")
    window = opened(order)
    assert "Postage due to 香港: 30.00" in panel(window)
    window.click("orders.panel.hold1.contact")
    window.answer("买家说今天补")
    assert [contact.note for contact in list_contacts(desk.database, order)] == ["买家说今天补"]
    assert "Owner · 买家说今天补" in panel(window)
    window.keys("A")
    choose(window, "form.postage.way", "微信")
    window.fill(amount="10.00")
    assert "30.00 is due, 10.00 was paid" in window.asked()
    window.fill(amount="30.00")
    window.settle()
    assert kinds(desk, order) == []
    assert "30.00 微信" in panel(window)


@pytest.mark.rule("ORD-08", "ORD-12")
def test_who_may_not_clear_it_reads_why(desk: Desk, tmp_path: Path, qtbot: QtBot) -> None:
    order = paid_order(desk, province="香港特别行政区")
    with window_on(replace(desk, actor=Actor(desk.actor.id, "小陈", "agent")), tmp_path, qtbot) as stand:
        show(stand, order)
        button = stand.open("orders").panel.findChild(QPushButton, "orders.panel.hold1.button")
        assert not button.isEnabled()
        assert "confirm that money came in" in button.toolTip()


@pytest.mark.rule("ORD-12")
def test_orders_of_one_buyer_ship_together(opened: Callable[[int], WindowStand], desk: Desk) -> None:
    first, second = paid_order(desk, buyer="tb_1", order_no="A1"), paid_order(desk, buyer="tb_1", order_no="A2")
    window = opened(first)
    assert "Same buyer and address as A2: ship together?" in panel(window)
    window.keys("A")
    window.keys("Return", into=window.dialog())
    window.settle()
    assert (kinds(desk, first), kinds(desk, second)) == ([], [])
    slips = list_open_slip_ids(desk.database, [first, second])
    assert slips[first] == slips[second]


@pytest.mark.rule("ORD-12")
def test_or_separately_with_undo(opened: Callable[[int], WindowStand], desk: Desk) -> None:
    first, _second = paid_order(desk, buyer="tb_1", order_no="A1"), paid_order(desk, buyer="tb_1", order_no="A2")
    window = opened(first)
    window.keys("A")
    choose(window, "form.together.how", "separately")
    window.keys("Return", into=window.dialog())
    window.settle()
    assert kinds(desk, first) == []
    window.undo()
    assert kinds(desk, first) == ["together"]


@pytest.mark.rule("ORD-12")
def test_another_size_is_settled_with_the_buyer(opened: Callable[[int], WindowStand], desk: Desk) -> None:
    order = paid_order(desk, buyer_message="要W8不要W7")
    window = opened(order)
    said = panel(window)
    assert "The buyer asks for size W8, bought was W7" in said
    assert "Understood: Size W8" in said
    window.keys("A")
    window.answer("买家还是要W7")
    assert kinds(desk, order) == []


@pytest.mark.rule("ORD-07")
def test_a_carrier_is_chosen_where_words_disagree(opened: Callable[[int], WindowStand], desk: Desk) -> None:
    order = paid_order(desk, memo="发中通", buyer_message="发申通")
    window = opened(order)
    window.keys("A")
    choose(window, "form.carrier.carrier", "德邦快递")
    window.keys("Return", into=window.dialog())
    window.settle()
    assert (kinds(desk, order), get_order(desk.database, order).carrier) == ([], "德邦快递")


@pytest.mark.rule("ORD-02")
def test_whose_customer_it_is_gets_asked(opened: Callable[[int], WindowStand], desk: Desk) -> None:
    save_setting(desk, FLAG_SALESPEOPLE, {"yellow": ["李晓", "王敏"]})
    order = paid_order(desk, flag=2)
    window = opened(order)
    assert "Several people share its flag: 李晓, 王敏" in panel(window)
    window.keys("A")
    choose(window, "form.salesperson.name", "王敏")
    window.keys("Return", into=window.dialog())
    window.settle()
    now_ = get_order(desk.database, order)
    assert (now_.open_holds, now_.salesperson, now_.stage) == ((), "王敏", Stage.NEW)


@pytest.mark.rule("ORD-22")
def test_the_address_asked_for_is_used(opened: Callable[[int], WindowStand], desk: Desk) -> None:
    order = paid_order(desk, memo="改地址：文二路88号")
    window = opened(order)
    window.click("orders.panel.hold1.button")
    window.settle()
    now_ = get_order(desk.database, order)
    assert (now_.address, now_.open_holds) == ("文二路88号", ())
