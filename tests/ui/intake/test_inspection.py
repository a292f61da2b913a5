"""Received goods in their dialog: inspected by one, approved by another (RET-09)."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QLineEdit, QPushButton, QSpinBox, QWidget
from pytestqt.qtbot import QtBot

from shopdesk.domain.intake import Destination
from shopdesk.domain.statuses import Status
from shopdesk.queries.inspections import Progress, get_inspection
from shopdesk.queries.people import find_person
from shopdesk.services.desk import Actor, Desk
from shopdesk.services.inspections import inspect_item
from shopdesk.services.people import add_person
from shopdesk.ui.background import Background
from shopdesk.ui.banner import Banners
from shopdesk.ui.form_dialog import FormDialog
from shopdesk.ui.intake.inspection import InspectionDialog
from shopdesk.ui.language import Language
from shopdesk.ui.messages import Messages
from shopdesk.ui.theme import Theme
from tests.boxes import add_box, add_box_item
from tests.factories import NOON, add_order, make_desk


@dataclass
class Stand:
    """A shop with an order that left, and a window."""

    desk: Desk
    background: Background
    messages: Messages
    host: QWidget
    qtbot: QtBot
    order: int

    def settle(self) -> None:
        for _turn in range(3):
            self.qtbot.waitUntil(lambda: not self.background.running)
            self.qtbot.wait(1)

    def came_back(self, number: int, **columns: object) -> int:
        return add_box_item(self.desk, add_box(self.desk, number=number), order_id=self.order, **columns)

    def acting(self, name: str) -> Desk:
        found = find_person(self.desk.database, name)
        assert found is not None
        return replace(self.desk, actor=Actor(found.id, found.name, found.role))

    def open(self, desk: Desk) -> InspectionDialog:
        dialog = InspectionDialog(desk, self.background, self.messages, parent=self.host)
        dialog.open()
        self.settle()
        return dialog

    def save(self, **numbers: int) -> None:
        form = QApplication.activeModalWidget()
        assert isinstance(form, FormDialog)
        for key, value in numbers.items():
            box = form.findChild(QSpinBox, f"form.inspection.{key}")
            assert box is not None
            box.setValue(value)
        form.save()
        self.settle()


@pytest.fixture
def stand(tmp_path: Path, background: Background, theme: Theme, qtbot: QtBot) -> Iterator[Stand]:
    desk, host = make_desk(tmp_path), QWidget()
    qtbot.addWidget(host)
    with qtbot.waitExposed(host):
        host.show()
    order = add_order(desk, status=int(Status.SHIPPED), shipped_at=NOON)
    desk.database.execute_sql("UPDATE order_line SET quantity = 9")
    yield Stand(desk, background, Messages(host, Banners(host), theme.icons), host, qtbot, order)
    desk.database.close()


@pytest.fixture
def staff(stand: Stand) -> None:
    for name, role in (("小李", "agent"), ("小吴", "warehouse")):
        add_person(stand.desk, name=name, role=role)


def pressed(dialog: QDialog, name: str) -> QPushButton:
    found = dialog.findChild(QPushButton, f"intake.inspection.{name}")
    assert found is not None
    return found


@pytest.mark.usefixtures("staff")
def test_enter_inspects_and_another_approves_what_is_chosen(stand: Stand, language: Language) -> None:
    items = [stand.came_back(1, quantity=2), stand.came_back(2)]
    clerk = stand.open(stand.acting("小李"))
    assert clerk.tabs.tabText(0) == "To inspect (2)"
    for _item in items:
        QTest.keyClick(clerk.table, Qt.Key.Key_Return)
        stand.save()
    assert clerk.tabs.tabText(1) == "To approve (2)"
    clerk.tabs.setCurrentIndex(1)
    assert not pressed(clerk, "approve").isEnabled()
    assert "may not approve goods into stock" in pressed(clerk, "approve").toolTip()
    clerk.reject()
    packer = stand.open(stand.acting("小吴"))
    packer.tabs.setCurrentIndex(1)
    packer.table.selectAll()
    packer.refresh()  # what is chosen stays chosen
    stand.settle()
    pressed(packer, "approve").click()
    stand.settle()
    assert [get_inspection(stand.desk.database, item_id=item).approved_by for item in items] == ["小吴", "小吴"]
    assert stand.messages.toasts.history[-1].text == "3 pieces approved"
    language.use("zh_CN")
    packer.reject()


@pytest.mark.usefixtures("staff")
def test_nobody_approves_his_own_inspection(stand: Stand) -> None:
    item = stand.came_back(1)
    inspect_item(stand.acting("小吴"), item_id=item, good=1)
    dialog = stand.open(stand.acting("小吴"))
    dialog.tabs.setCurrentIndex(1)
    QTest.keyClick(dialog.table, Qt.Key.Key_Return)
    stand.settle()
    told = QApplication.activeModalWidget()
    assert isinstance(told, QDialog)
    assert "You inspected" in "\n".join(each.text() for each in told.findChildren(QLabel))
    told.close()
    dialog.reject()


@pytest.mark.usefixtures("staff")
def test_the_form_is_filled_in_and_asks_where_the_count_differs(stand: Stand) -> None:
    item = stand.came_back(1, quantity=3, condition="faulty", wish="repair", fault="开胶")
    dialog = stand.open(stand.desk)
    pressed(dialog, "inspect").click()
    stand.save(faulty=2)
    form = QApplication.activeModalWidget()
    assert isinstance(form, FormDialog)
    refusal = form.findChild(QLabel, "form.inspection.refusal")
    assert refusal is not None
    assert "Say in a note" in refusal.text()
    note = form.findChild(QLineEdit, "form.inspection.note")
    assert note is not None
    assert note.text() == ""
    note.setText("少一只")
    stand.save(faulty=2)
    row = get_inspection(stand.desk.database, item_id=item)
    assert (row.good, row.faulty, row.faulty_to, row.fault) == (0, 2, Destination.REPAIR, "开胶")
    dialog.reject()


def test_one_person_alone_inspects_and_that_is_all(stand: Stand) -> None:
    item = stand.came_back(1)
    dialog = stand.open(stand.desk)
    assert not dialog.tabs.isVisible()
    dialog.inspect()
    stand.save()
    assert get_inspection(stand.desk.database, item_id=item).progress is Progress.APPROVED
    assert dialog.rows == []
    dialog.inspect()  # nothing is left to do
    dialog.reject()
