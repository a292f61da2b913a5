"""The pane of the unclaimed: found for a caller, worked through, claimed by one key (RET-03, RET-04, RET-05)."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from shopdesk.domain.intake import BoxState
from shopdesk.domain.statuses import Status
from shopdesk.queries.boxes import get_box
from shopdesk.services.box_items import ItemEntry, add_item
from shopdesk.services.boxes import box_base, fill_box, open_box
from shopdesk.services.desk import Desk
from shopdesk.services.people import add_person
from shopdesk.services.unclaimed import claim_box, leave_unclaimed
from shopdesk.ui.background import Background
from shopdesk.ui.banner import Banners
from shopdesk.ui.changes import Changes
from shopdesk.ui.intake.unclaimed import UnclaimedPane
from shopdesk.ui.intake.unclaimed_groups import ESCALATED, NEWS
from shopdesk.ui.language import Language
from shopdesk.ui.messages import Messages
from shopdesk.ui.theme import Theme
from tests.factories import NOON, add_order, make_desk

DAY = 86_400_000
BACK = "SF1234567890123"


@dataclass
class Stand:
    """The pane on a small shop."""

    desk: Desk
    background: Background
    messages: Messages
    pane: UnclaimedPane
    qtbot: QtBot

    def settle(self) -> None:
        for _turn in range(4):
            self.qtbot.waitUntil(lambda: not self.background.running)
            self.qtbot.wait(1)
        if QApplication.activeWindow() is None:  # a dialog has closed, and there is no desktop to activate another
            (QApplication.activeModalWidget() or self.pane.window()).activateWindow()
            self.qtbot.wait(5)

    def press(self, key: Qt.Key) -> None:
        self.pane.table.setFocus()
        QTest.keyClick(self.pane.table, key)
        self.settle()

    def box(self, scan: str = "", **values: str) -> int:
        """A box left among the unclaimed."""
        made = open_box(self.desk, scan=scan)
        if values:
            fill_box(self.desk, box_id=made, values=values, base=box_base(get_box(self.desk.seen, made).row))
        add_item(self.desk, box_id=made, item=ItemEntry(style="5815", colour="深紫", size="W7"))
        leave_unclaimed(self.desk, box_id=made)
        self.settle()
        return made

    def listed(self) -> list[int]:
        return [one.id for one in self.pane.table.records.rows]

    def told(self) -> list[str]:
        return [news.text for news in self.messages.toasts.history]

    def says(self, name: str) -> str:
        found = self.pane.findChild(QLabel, f"intake.unclaimed.{name}")
        assert found is not None
        return found.text() if found.isVisible() else ""

    def fill(self, **values: str) -> None:
        form = QApplication.activeModalWidget()
        assert isinstance(form, QDialog)
        for key, value in values.items():
            line = form.findChild(QLineEdit, f"{form.objectName()}.{key}")
            assert line is not None, key
            line.setText(value)
        form.save()  # type: ignore[attr-defined]
        self.settle()

    def refund_file(self, waybill: str, order_no: str) -> None:
        """The platform's file names the waybill of a return."""
        sql = (
            "INSERT INTO refund_request (shop_id, refund_no, order_no, kind, state, return_waybill) "
            "VALUES (?, ?, ?, ?, ?, ?)"
        )
        self.desk.database.execute_sql(sql, (1, "R1", order_no, "退货退款", "待商家收货", waybill))


@pytest.fixture
def stand(tmp_path: Path, background: Background, theme: Theme, qtbot: QtBot) -> Iterator[Stand]:
    changes = Changes()
    made = make_desk(tmp_path)
    desk = replace(made, announce=lambda kinds: changes.announce(map(str, kinds)))
    host = QWidget()
    messages = Messages(host, Banners(host), theme.icons)
    pane = UnclaimedPane(desk=desk, changes=changes, background=background, messages=messages, theme=theme)
    pane.setParent(host)
    host.resize(1180, 640)
    pane.resize(1180, 640)
    qtbot.addWidget(host)
    with qtbot.waitActive(host):
        host.show()
        host.activateWindow()
    yield Stand(desk, background, messages, pane, qtbot)
    desk.database.close()


@pytest.fixture
def orders(stand: Stand) -> None:
    """王小红 and 李小兰, whose parcels left yesterday."""
    left: dict[str, Any] = {"status": int(Status.SHIPPED), "created": NOON - 2 * DAY, "shipped_at": NOON - DAY}
    where: dict[str, Any] = {"province": "广东省", "city": "广州市", "district": "天河区"}
    add_order(stand.desk, order_no="4001", buyer="tb_red", receiver="王小红", phone="13812348888", **left, **where)
    add_order(stand.desk, order_no="4002", buyer="tb_blue", receiver="李小兰", phone="13700002222", **left, **where)


@pytest.mark.usefixtures("language", "orders")
def test_news_stands_first_and_is_claimed_by_one_key(stand: Stand) -> None:
    first, second = stand.box(sender_name="赵六"), stand.box(BACK)
    assert stand.listed() == [first, second]
    stand.refund_file(BACK, "4002")
    stand.pane.refresh()
    stand.settle()
    assert stand.listed() == [second, first]
    assert stand.pane.table.records.rows[0].is_news
    stand.pane.show_kind(NEWS)
    assert stand.listed() == [second]
    stand.pane.table.go_to(second)
    stand.settle()
    assert "A return request names waybill" in stand.says("card.why")
    stand.press(Qt.Key.Key_C)
    row = get_box(stand.desk.database, second).row
    assert (row.state, row.order_no, row.claimed_by) == (BoxState.REGISTERED, "4002", stand.desk.actor.name)
    assert stand.told()[-1] == f"Box {row.name} claimed for order 4002, case 1"
    stand.pane.show_kind("all")
    assert stand.listed() == [first]


@pytest.mark.usefixtures("language", "orders")
@pytest.mark.parametrize("text", [BACK, "0123", "13812348888", "8888", "王小红", "王小", "4001"])
def test_found_for_a_caller(stand: Stand, text: str) -> None:
    found = stand.box(BACK, sender_name="王小红", sender_phone="138****8888")
    stand.box("YT5550000000001", sender_name="赵六", sender_phone="13955556666")
    stand.pane.look_for(text)
    stand.settle()
    assert stand.listed() == [found]
    stand.pane.look_for("")
    stand.settle()
    assert len(stand.listed()) == 2


@pytest.mark.usefixtures("language", "orders")
def test_asked_by_an_orders_number_that_order_is_proposed_first(stand: Stand) -> None:
    box_id = stand.box("", sender_name="王小*")
    stand.pane.look_for("4001")
    stand.settle()
    assert stand.listed() == [box_id]
    assert stand.pane.card.chosen is not None
    assert stand.pane.card.chosen.order_no == "4001"


@pytest.mark.usefixtures("language", "orders")
def test_none_found_makes_a_task_for_the_carriers_answer(stand: Stand) -> None:
    stand.pane.look_for("SF0000000000000")
    stand.settle()
    assert stand.pane.empty.isVisible()
    stand.pane.empty.clicked.emit()
    stand.fill(order_no="4009")
    assert QApplication.activeModalWidget() is not None, "there is no such order"
    stand.fill(order_no="4001")
    found = stand.desk.database.execute_sql("SELECT kind, note FROM contact").fetchall()
    assert [tuple(row) for row in found] == [("courier", "SF0000000000000")]
    assert stand.told()[-1] == "The carrier is to be asked about order 4001"


@pytest.mark.usefixtures("language", "orders")
def test_what_is_due_is_worked_through_by_a_key(stand: Stand) -> None:
    boxes = [stand.box(f"YT100000000000{n}", sender_name="赵六") for n in range(4)]
    for box_id in (boxes[1], boxes[3]):
        stand.desk.database.execute_sql("UPDATE box SET ask_by = ? WHERE id = ?", (NOON - 1, box_id))
    stand.pane.refresh()
    stand.settle()
    assert stand.listed() == [boxes[1], boxes[3], boxes[0], boxes[2]]
    assert stand.says("said") == "2 boxes to see to today"
    stand.pane.table.go_to(boxes[1])
    stand.press(Qt.Key.Key_N)
    assert stand.pane.table.current_id() == boxes[3]
    stand.press(Qt.Key.Key_K)
    stand.fill(by="2024-03-05")
    assert (get_box(stand.desk.database, boxes[3]).row.ask_by or 0) > NOON
    stand.press(Qt.Key.Key_N)
    assert stand.pane.table.current_id() == boxes[1]
    stand.press(Qt.Key.Key_E)
    stand.pane.show_kind(ESCALATED)
    assert stand.listed() == [boxes[1]]
    assert (
        stand.pane.table.records.data(stand.pane.table.records.index(0, 0), Qt.ItemDataRole.ForegroundRole) is not None
    )


@pytest.mark.usefixtures("language", "orders")
def test_a_colleague_was_quicker_and_is_named(stand: Stand) -> None:
    box_id = stand.box(BACK, sender_name="王小红", sender_phone="13812348888")
    colleague = replace(
        stand.desk, actor=add_person(stand.desk, name="小李", role="warehouse"), announce=lambda _k: None
    )
    stand.settle()
    assert stand.pane.card.chosen is not None
    claim_box(colleague, box_id=box_id, order_id=2)
    stand.press(Qt.Key.Key_C)
    dialog = QApplication.activeModalWidget()
    said = "\n".join(label.text() for label in dialog.findChildren(QLabel)) if dialog else ""
    assert "was claimed by 小李 (2024-03-02 10:00) for order 4002. Nothing was changed." in said
    dialog.close()  # type: ignore[union-attr]
    stand.settle()
    assert stand.listed() == []


@pytest.mark.usefixtures("language", "orders")
def test_only_a_supervisor_gives_up_and_says_why(stand: Stand) -> None:
    box_id = stand.box(BACK)
    stand.pane.table.go_to(box_id)
    stand.press(Qt.Key.Key_G)
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, QDialog)
    line = dialog.findChild(QLineEdit)
    assert line is not None
    line.setText("快递查无此件")
    dialog.accept()
    stand.settle()
    assert get_box(stand.desk.database, box_id).row.reason == "快递查无此件"
    assert stand.pane.empty.isVisible()


@pytest.mark.usefixtures("orders")
def test_in_chinese_too_and_a_clerk_cannot_give_up(stand: Stand, language: Language) -> None:
    stand.box(BACK)
    language.use("zh_CN")
    stand.settle()
    for made in stand.pane.findChildren(QPushButton):
        assert made.text() or made.objectName().endswith("empty.button"), made.objectName()
