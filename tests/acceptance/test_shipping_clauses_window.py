"""In the window: who may not ship and sees why, what is printed without a waybill and by whom, slips that are history,
and the way from a parcel to be stopped to its order."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QPlainTextEdit
from pytestqt.qtbot import QtBot

from shopdesk.db.database import add_row
from shopdesk.domain.documents import Paper, Party
from shopdesk.printing.printers import Printer
from shopdesk.queries.slips import list_slips
from shopdesk.services.desk import Actor, Desk
from shopdesk.services.shop_settings import save_shop
from shopdesk.services.waves import make_wave
from shopdesk.ui.packing.page import LEAVING
from shopdesk.ui.print_preview import dialog
from shopdesk.ui.print_preview.dialog import PrintPreview
from tests.factories import NOON, add_order, make_desk
from tests.window_stand import WindowStand, window_on

YTO, WAYBILL, DAY = "圆通速递", "YT7453244865601", 86_400_000
HERE = Party("一号店", "0571-88880000", "浙江省 杭州市 余杭区", "示例小镇1幢")


class Shop:
    """Two registered orders for one carrier, a clock that can be moved on, and whoever sits down at the window."""

    def __init__(self, folder: Path, qtbot: QtBot) -> None:
        self._folder, self._qtbot, self.now = folder, qtbot, NOON
        self.desk = make_desk(folder, clock=lambda: self.now)
        save_shop(self.desk, shop_id=1, version=1, name="一号店", sender=HERE, return_to=HERE)
        for place in (1, 2):
            columns: dict[str, Any] = {"order_no": f"100{place}", "paid_at": NOON - DAY + place, "carrier": YTO}
            add_order(
                self.desk, stage=1, registered_at=NOON - DAY, buyer=f"b{place}", address=f"路{place}号", **columns
            )

    def window(self, role: str = "owner") -> Any:
        """The window of somebody of this role."""
        return window_on(self._as(role), self._folder, self._qtbot)

    def _as(self, role: str) -> Desk:
        if role == "owner":
            return self.desk
        person_id = add_row(self.desk.database, "INSERT INTO person (name, role) VALUES (?, ?)", ("小陈", role))
        return replace(self.desk, actor=Actor(person_id, "小陈", role))


@pytest.fixture
def shop(tmp_path: Path, qtbot: QtBot) -> Iterator[Shop]:
    made = Shop(tmp_path, qtbot)
    yield made
    made.desk.database.close()


def print_wave(window: WindowStand) -> None:
    window.keys("Ctrl+P")
    found = window.dialog()
    assert isinstance(found, PrintPreview)
    window.wait_for(lambda: found.pages.count > 0 and found.choices.printer == "Zebra")
    leave = found.findChild(QAbstractButton, "preview.refused.leave_out")
    if leave is not None and leave.isVisible():
        reasons = found.findChild(QPlainTextEdit, "preview.refused.reasons")
        assert reasons is not None and "ask a supervisor to print it plain" in reasons.toPlainText()
        leave.click()
    found.print()
    window.settle()


@pytest.mark.rule("ORD-17", "TEAM-01")
@pytest.mark.parametrize(("role", "printed"), [("registrar", [True, False]), ("supervisor", [True, True])])
def test_what_waits_for_its_waybill_is_printed_by_a_supervisor(
    shop: Shop, monkeypatch: pytest.MonkeyPatch, role: str, printed: list[bool]
) -> None:
    papers: list[Paper] = []
    monkeypatch.setattr(dialog, "find_printers", lambda: [Printer("Zebra", True)])
    monkeypatch.setattr(dialog, "send_to_printer", lambda _pdf, *, printer, title, paper: papers.append(paper))
    with shop.window(role) as window:
        window.open("shipping")
        window.keys("Ctrl+N")
        window.scan(WAYBILL)
        print_wave(window)
        slips = list_slips(shop.desk.database, wave_id=1)
        assert [slip.printed_at is not None for slip in slips] == printed and len(papers) == 1
        assert [slip.plain_at is not None for slip in slips] == [False, printed[1]]


@pytest.mark.rule("TEAM-01")
@pytest.mark.parametrize(
    ("role", "page", "names", "reason"),
    [
        ("warehouse", "shipping", ("shipping.make.button",), "may not make waves"),
        ("agent", "shipping", ("shipping.make.button",), "may not make waves"),
        ("registrar", "packing", ("packing.finish", "packing.tick_all"), "may not pack parcels"),
        ("finance", "products", ("products.add.button", "products.import.button"), "may not change products"),
        ("warehouse", "settlement", ("settlement.settle.button",), "may not settle orders"),
    ],
)
def test_each_page_greys_what_one_may_not_do_and_says_who_may(
    shop: Shop, role: str, page: str, names: tuple[str, ...], reason: str
) -> None:
    with shop.window(role) as window:
        shown = window.open(page)
        for name in names:
            button = shown.findChild(QAbstractButton, name)
            assert button is not None, [each.objectName() for each in shown.findChildren(QAbstractButton)]
            assert not button.isEnabled()
            assert reason in button.toolTip() and "Ask somebody who may" in button.toolTip()


@pytest.mark.rule("SHP-06")
def test_slips_become_history_after_ten_days_and_unfinished_ones_are_told_every_day(shop: Shop) -> None:
    make_wave(shop.desk)
    shop.now += 9 * DAY
    with shop.window() as window:
        page = window.open("shipping")
        assert 1 in [entry.id for entry in page.waves.records.rows]
        shop.now += 2 * DAY
        page.refresh()
        window.settle()
        assert 1 not in [entry.id for entry in page.waves.records.rows]
        old = page.findChild(QLabel, "shipping.old")
        assert old is not None and old.isVisible()
        assert old.text() == "2 slips in the history are unfinished"
        page.tabs.setCurrentIndex(1)
        window.settle()
        assert [entry.id for entry in page.waves.records.rows] == [1]


@pytest.mark.rule("SHP-05")
def test_a_parcel_to_be_stopped_is_listed_and_leads_to_its_order(shop: Shop) -> None:
    make_wave(shop.desk)
    shop.desk.database.execute_sql("UPDATE orders SET status = 4, close_reason = '不要了' WHERE id = 2")
    with shop.window() as window:
        page = window.open("packing")
        page.tabs.setCurrentIndex(LEAVING)
        window.settle()
        names = page.leaving.names
        names.setFocus()
        for _row in range(names.count()):
            if names.currentItem().text().startswith("To be stopped"):
                break
            QTest.keyClick(names, Qt.Key.Key_Down)
        window.settle()
        assert names.currentItem().text() == "To be stopped  1"
        page.leaving.table.go_to(0)
        window.keys("Return", into=page.leaving.table)
        orders = window.window.findChild(type(window.open("orders")))
        assert orders is not None
        window.wait_for(
            lambda: orders.panel.everything is not None and orders.panel.everything.order.order_no == "1002"
        )
