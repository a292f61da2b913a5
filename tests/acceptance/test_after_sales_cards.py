"""Cases, boxes and refunds beside the order and its buyer: each opens from there, and new ones begin there (ORD-19)."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from shopdesk.domain.cases import Kind
from shopdesk.domain.deadlines import DAY_MS
from shopdesk.domain.statuses import Stage, Status
from shopdesk.services.cases import open_case
from shopdesk.services.desk import Desk
from shopdesk.ui.orders.page import OrdersPage
from shopdesk.ui.registering.page import RegisterPage
from tests.boxes import TODAY, add_box
from tests.factories import NOON, add_order, make_desk
from tests.services.refunders import ask
from tests.window_stand import WindowStand, window_on

OF_ORDER, OF_BUYER = "orders.panel.after", "registering.buyer.after"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """An order that left, with a case, a box and a refund; its buyer bought again."""
    made = make_desk(tmp_path)
    left: dict[str, Any] = {"status": int(Status.SHIPPED), "stage": int(Stage.SHIPPED), "shipped_at": NOON - DAY_MS}
    order_id = add_order(made, order_no="left", buyer="tb_1", **left)
    open_case(replace(made, clock=lambda: NOON - 2 * DAY_MS), kind=Kind.EXCHANGE, order_id=order_id, asked="换大一码")
    add_box(made, number=7, order_id=order_id, buyer_id=1)
    ask(made, order_id, 5_000)
    add_order(made, order_no="new", buyer="tb_1")
    yield made
    made.database.close()


@pytest.fixture
def window(desk: Desk, tmp_path: Path, qtbot: QtBot) -> Iterator[WindowStand]:
    with window_on(desk, tmp_path, qtbot) as stand:
        yield stand


def links(part: QObject, name: str) -> list[QPushButton]:
    """The links that are shown."""
    found = [part.findChild(QPushButton, f"{name}.{place}") for place in range(6)]
    return [each for each in found if each is not None and not each.isHidden()]


def show_order(window: WindowStand, order_no: str) -> OrdersPage:
    sql = "SELECT id FROM orders WHERE order_no = ?"
    window.window.open_record("order", window.desk.database.execute_sql(sql, (order_no,)).fetchone()[0])
    window.settle()
    page = window.window.page
    assert isinstance(page, OrdersPage)
    return page


@pytest.mark.rule("ORD-19")
def test_the_panel_tells_of_case_box_and_refund_and_opens_each(window: WindowStand) -> None:
    page = show_order(window, "left")
    case, refund, box = (link.accessibleName() for link in links(page.panel, OF_ORDER))
    assert case == "Case 1 · Exchange · To answer · late since Yest. 10:00"
    assert refund.startswith("Refund 50.00 · To approve")
    assert box == f"Box {TODAY} #7 · Registered · 0 pieces"
    for place, key in enumerate(("cases", "refunds", "intake")):
        links(show_order(window, "left").panel, OF_ORDER)[place].click()
        window.settle()
        assert window.window.page_key == key


@pytest.mark.rule("ORD-19")
def test_the_buyers_other_orders_stand_beside_a_new_one(window: WindowStand) -> None:
    page = show_order(window, "new")
    assert not links(page.panel, OF_ORDER)
    assert len(links(page.panel, "orders.panel.buyer.card.after")) == 3
    register = window.open("registering")
    assert isinstance(register, RegisterPage)
    shown = links(register, OF_BUYER)
    assert [link.accessibleName().split()[0] for link in shown] == ["Case", "Refund", "Box"]
    shown[0].click()
    window.settle()
    assert window.window.page_key == "cases"


@pytest.mark.rule("RET-16", "REF-01")
def test_a_case_and_a_refund_begin_from_an_order(window: WindowStand) -> None:
    page = show_order(window, "left")
    page.table.setFocus()
    window.keys("C")
    assert window.window.page_key == "cases"
    assert "5815-" in window.asked(), "of this order"
    window.dialog().reject()
    window.settle()
    page = show_order(window, "left")
    page.table.setFocus()
    window.keys("Shift+C")
    refunds = window.window.page
    assert refunds is not None and window.window.page_key == "refunds"
    assert "left" in "\n".join(label.text() for label in refunds.findChildren(QLabel))
