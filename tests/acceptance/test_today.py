"""Today: everything due or late, for me and for the shop; every number opens its list (TEAM-04, CRM-03)."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from shopdesk.domain.cases import Kind
from shopdesk.domain.deadlines import DAY_MS, HOUR_MS
from shopdesk.domain.due import DUE, DueKind
from shopdesk.domain.statuses import Stage, Status
from shopdesk.services.case_people import log_contact
from shopdesk.services.cases import open_case
from shopdesk.services.desk import Desk
from shopdesk.services.people import add_person
from shopdesk.services.registering import register_orders
from shopdesk.ui.navigation import NavButton
from shopdesk.ui.orders.page import OrdersPage
from shopdesk.ui.registering.page import RegisterPage
from shopdesk.ui.settings_dialog.dialog import SettingsDialog
from shopdesk.ui.today.page import MINE, SHOP, TodayPage
from tests.command_line import CommandLine
from tests.engines import shop_address
from tests.factories import NOON, add_order, make_desk
from tests.window_stand import WindowStand, window_on

SHIPPED: dict[str, Any] = {"status": int(Status.SHIPPED), "stage": int(Stage.SHIPPED), "shipped_at": NOON - DAY_MS}


def paid(hours_ago: int) -> dict[str, Any]:
    return {"created": NOON - hours_ago * HOUR_MS, "paid_at": NOON - hours_ago * HOUR_MS}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """Two orders to register, one of them late; one held; a case of the agent whose buyer is to be called at noon."""
    made = make_desk(tmp_path)
    agent = replace(made, actor=add_person(made, name="小王", role="agent"))
    add_order(made, order_no="late", buyer="tb_1", **paid(30))
    add_order(made, order_no="soon", buyer="tb_2", **paid(20))
    held = add_order(made, order_no="held", **paid(2), held=1)
    made.database.execute_sql(
        "INSERT INTO hold (order_id, kind, reason, person_id, at) VALUES (?, 'manual', '等买家回复', 1, ?)",
        (held, NOON),
    )
    left = add_order(made, order_no="left", buyer="tb_3", **SHIPPED)
    case_id = open_case(agent, kind=Kind.RETURN, order_id=left, asked="想退")
    log_contact(agent, case_id=case_id, kind="phone", note="下午再打", next_at=NOON + 2 * HOUR_MS)
    yield made
    made.database.close()


@pytest.fixture
def window(desk: Desk, tmp_path: Path, qtbot: QtBot) -> Iterator[WindowStand]:
    with window_on(desk, tmp_path, qtbot) as stand:
        yield stand


def go_to_today(window: WindowStand) -> TodayPage:
    window.keys("Alt+0")
    page = window.window.page
    assert isinstance(page, TodayPage)
    return page


def said(page: TodayPage) -> list[str]:
    """The lines as a screen reader tells them."""
    model = page.lines.due
    return [str(model.data(model.index(place), Qt.ItemDataRole.DisplayRole)) for place in range(model.rowCount())]


def head(page: TodayPage) -> str:
    texts = [page.greeting.text(), *(figure.text() for figure in page.figures.values())]
    return "  ".join(texts)


def open_line(window: WindowStand, page: TodayPage, kind: DueKind) -> None:
    assert page.lines.choose(kind), said(page)
    page.lines.setFocus()
    window.keys("Return")


@pytest.mark.rule("TEAM-04")
def test_what_is_late_comes_first_and_the_head_adds_up(window: WindowStand) -> None:
    page = go_to_today(window)
    assert head(page) == "Good morning.  Late 1  Today 1  With others 0"
    lines = said(page)
    assert lines[0] == "Orders to register: 2, 1 is late · since Yest. 04:00"
    assert "Orders on hold: 1, by Mar 3" in lines
    assert not any(line.startswith("Cases whose") for line in lines), "it is the agent's"
    badge = window.window.findChild(NavButton, "main.nav.today")
    assert badge is not None
    window.wait_for(lambda: badge.accessibleName() == "Today, 2 due, 1 late")


@pytest.mark.rule("TEAM-04")
def test_arrow_keys_choose_a_line_and_enter_opens_its_list(window: WindowStand) -> None:
    page = go_to_today(window)
    window.keys("Return")
    opened = window.window.page
    assert isinstance(opened, RegisterPage)
    assert len(opened.queue.orders.rows) == 2
    go_to_today(window)
    window.keys("Down")
    assert page.lines.kind is DueKind.HELD
    window.keys("Return")
    orders = window.window.page
    assert isinstance(orders, OrdersPage)
    assert orders.table.orders.rowCount() == 1


@pytest.mark.rule("TEAM-04")
def test_a_click_opens_too(window: WindowStand) -> None:
    page = go_to_today(window)
    assert page.lines.choose(DueKind.HELD)
    at = page.lines.visualRect(page.lines.currentIndex()).center()
    QTest.mouseClick(page.lines.viewport(), Qt.MouseButton.LeftButton, pos=at)
    window.settle()
    assert window.window.page_key == "orders"


@pytest.mark.rule("TEAM-04")
def test_for_the_shop_shows_what_is_others(window: WindowStand) -> None:
    page = go_to_today(window)
    assert page.whose == MINE
    window.keys("M")
    assert page.whose == SHOP
    assert "Cases whose next step is due: 1, by Mar 3" not in said(page)
    assert "Buyers to speak with again: 1, by 12:00" in said(page)
    window.keys("M")
    assert page.whose == MINE


@pytest.mark.rule("TEAM-04")
def test_every_kind_opens_a_list_that_some_page_has(window: WindowStand) -> None:
    known = {kind for declared in window.window._declared.values() for kind in declared.kinds} | {"backups"}
    assert {line.opens for line in DUE.values()} <= known


@pytest.mark.rule("TEAM-04")
def test_what_others_do_is_shown_at_once(window: WindowStand, desk: Desk) -> None:
    page = go_to_today(window)
    order_id = desk.database.execute_sql("SELECT id FROM orders WHERE order_no = 'late'").fetchone()[0]
    register_orders(window.desk, order_ids=[order_id])
    window.wait_for(lambda: "Orders to register: 1, by 14:00" in said(page))
    assert page.lines.kind is DueKind.TO_REGISTER, "the same line stays chosen"


@pytest.mark.rule("TEAM-04")
def test_nothing_due_says_that_all_is_done(tmp_path: Path, qtbot: QtBot) -> None:
    empty = make_desk(tmp_path)
    with window_on(empty, tmp_path, qtbot) as window:
        assert window.window.page_key == "orders", "a new shop begins where orders are imported"
        page = go_to_today(window)
        text = page.findChild(QLabel, "today.empty.text")
        leads = page.findChild(QPushButton, "today.empty.button")
        assert text is not None and leads is not None and text.isVisible()
        assert text.text() == "All done. Nothing is due."
        window.keys("Return")
        assert window.window.page_key == "orders"
    empty.database.close()


@pytest.mark.rule("TEAM-04")
def test_a_shop_that_was_not_backed_up_for_long_says_so(desk: Desk, tmp_path: Path, qtbot: QtBot) -> None:
    later = replace(desk, clock=lambda: NOON + 3 * DAY_MS)
    with window_on(later, tmp_path, qtbot) as window:
        page = go_to_today(window)
        open_line(window, page, DueKind.BACKUP)
        dialog = window.dialog()
        assert isinstance(dialog, SettingsDialog)
        assert dialog.section == "backups"


@pytest.mark.rule("CRM-03")
def test_whom_to_speak_with_again_is_listed_opened_and_done(window: WindowStand) -> None:
    page = go_to_today(window)
    window.keys("M")
    open_line(window, page, DueKind.CONTACTS)
    (row,) = page.contacts.table.records.rows
    assert (row.buyer, row.note, row.person) == ("tb_3", "下午再打", "小王")
    window.keys("Return")
    assert window.window.page_key == "cases"
    go_to_today(window)
    assert page.contacts.isVisible(), "one goes on where one was"
    window.keys("D")
    window.wait_for(lambda: not page.contacts.table.records.rows)
    window.keys("Esc")
    assert not any(line.startswith("Buyers to speak") for line in said(page))


@pytest.mark.rule("TEAM-04", "CRM-03")
def test_the_command_line_tells_the_same(desk: Desk, tmp_path: Path) -> None:
    shop = CommandLine(shop_address(tmp_path))
    rows = {row["kind"]: row for row in shop.done("today", "--format", "jsonl").lines}
    assert {"to-register", "held", "contacts"} <= set(rows)
    assert rows["to-register"]["count"] == 2
    assert list(rows["contacts"]) == ["kind", "count", "late", "today", "due", "since", "waits"]
    mine = {row["kind"] for row in shop.done("today", "--mine", "--format", "jsonl").lines}
    assert "contacts" not in mine, "the agent's, not the owner's"
    assert "Orders to register" in shop.done("today").out
