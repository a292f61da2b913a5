"""Closing a day in its dialog: cash by two, what is open named, corrections beside (RET-07, RET-08)."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from shopdesk.queries.intake_days import get_day, list_corrections
from shopdesk.queries.people import find_person
from shopdesk.services.desk import Actor, Desk
from shopdesk.services.intake_days import close_day, count_cash
from shopdesk.services.people import add_person
from shopdesk.ui.background import Background
from shopdesk.ui.banner import Banners
from shopdesk.ui.intake.closing import ClosingDialog
from shopdesk.ui.language import Language
from shopdesk.ui.messages import Messages
from shopdesk.ui.theme import Theme
from tests.boxes import TODAY, add_box
from tests.factories import make_desk


@dataclass
class Stand:
    """A shop, a window, and who sits at it."""

    desk: Desk
    background: Background
    messages: Messages
    host: QWidget
    qtbot: QtBot

    def settle(self) -> None:
        for _turn in range(3):
            self.qtbot.waitUntil(lambda: not self.background.running)
            self.qtbot.wait(1)

    def acting(self, name: str) -> Desk:
        found = find_person(self.desk.database, name)
        assert found is not None
        return replace(self.desk, actor=Actor(found.id, found.name, found.role))

    def open(self, desk: Desk) -> ClosingDialog:
        dialog = ClosingDialog(desk, self.background, self.messages, day=TODAY, parent=self.host)
        dialog.open()
        self.settle()
        return dialog

    def press(self, dialog: QDialog, name: str) -> None:
        pressed(dialog, name).click()
        self.settle()

    def fill(self, **values: str) -> None:
        form = QApplication.activeModalWidget()
        assert isinstance(form, QDialog)
        for key, value in values.items():
            line = form.findChild(QLineEdit, f"{form.objectName()}.{key}")
            assert line is not None, key
            line.setText(value)
        form.save()  # type: ignore[attr-defined]
        self.settle()


@pytest.fixture
def stand(tmp_path: Path, background: Background, theme: Theme, qtbot: QtBot) -> Iterator[Stand]:
    desk, host = make_desk(tmp_path), QWidget()
    qtbot.addWidget(host)
    with qtbot.waitExposed(host):
        host.show()
    yield Stand(desk, background, Messages(host, Banners(host), theme.icons), host, qtbot)
    desk.database.close()


@pytest.fixture
def staff(stand: Stand) -> None:
    for name, role in (("小李", "agent"), ("主管", "supervisor")):
        add_person(stand.desk, name=name, role=role)


def pressed(dialog: QDialog, name: str) -> QPushButton:
    found = dialog.findChild(QPushButton, f"intake.closing.{name}")
    assert found is not None
    return found


def said(dialog: QDialog, name: str) -> str:
    found = dialog.findChild(QLabel, f"intake.closing.{name}")
    assert found is not None
    return found.text() if found.isVisible() else ""


@pytest.mark.usefixtures("staff")
def test_cash_goes_from_hand_to_hand_and_the_day_is_closed(stand: Stand) -> None:
    add_box(stand.desk, cash=5_000)
    clerk = stand.open(stand.acting("小李"))
    assert "50.00 found in boxes was not handed over" in said(clerk, "open")
    assert not pressed(clerk, "confirm").isEnabled()
    assert not pressed(clerk, "close-day").isEnabled()
    assert "ask a supervisor" in pressed(clerk, "close-day").toolTip()
    stand.press(clerk, "hand")
    stand.fill(amount="fifty")
    stand.fill(amount="49")  # the sums differ: it asks why
    assert QApplication.activeModalWidget() is not clerk
    stand.fill(explanation="少一元")
    assert "Handed over: 49.00 (小李)" in said(clerk, "cash")
    clerk.reject()
    boss = stand.open(stand.acting("主管"))
    stand.press(boss, "confirm")
    stand.fill(amount="49")
    assert said(boss, "open") == ""
    stand.press(boss, "close-day")
    assert get_day(stand.desk.database, day=TODAY).closed_by == "主管"
    assert stand.messages.toasts.history[-1].text == f"The intake of {TODAY} is closed"


@pytest.mark.usefixtures("staff")
def test_a_supervisor_closes_all_the_same_and_says_why(stand: Stand) -> None:
    add_box(stand.desk, state="opened")
    boss = stand.open(stand.acting("主管"))
    assert pressed(boss, "close-day").text() == "Close all the same…"
    stand.press(boss, "close-day")
    question = QApplication.activeModalWidget()
    assert isinstance(question, QDialog)
    assert "box 1 is not registered yet" in "\n".join(each.text() for each in question.findChildren(QLabel))
    line = question.findChild(QLineEdit)
    assert line is not None
    line.setText("停电")
    question.accept()
    stand.settle()
    assert get_day(stand.desk.database, day=TODAY).reason == "停电"


def test_a_closed_day_is_only_corrected(stand: Stand, language: Language) -> None:
    add_box(stand.desk)
    close_day(stand.desk, day=TODAY)
    dialog = stand.open(stand.desk)
    assert not pressed(dialog, "close-day").isVisible()
    assert not pressed(dialog, "hand").isEnabled()
    stand.press(dialog, "correct")
    stand.fill(what="postage", was="10", should_be="12", reason="misread")
    assert "Corrected: postage: 10 → 12 (misread; Owner)" in said(dialog, "closed")
    language.use("zh_CN")
    assert len(list_corrections(stand.desk.database)) == 1
    dialog.reject()


def test_one_person_alone_sees_no_second_count(stand: Stand) -> None:
    add_box(stand.desk, cash=500)
    count_cash(stand.desk, day=TODAY, counted=get_day(stand.desk.database, day=TODAY).cash)
    dialog = stand.open(stand.desk)
    assert not pressed(dialog, "confirm").isVisible()
    assert pressed(dialog, "close-day").text() == "Close the day"
    dialog.reject()


def test_what_another_closed_meanwhile_is_said(stand: Stand) -> None:
    dialog = stand.open(stand.desk)
    close_day(stand.desk, day=TODAY)
    stand.press(dialog, "close-day")
    told = QApplication.activeModalWidget()
    assert isinstance(told, QDialog)
    assert "was closed by Owner" in "\n".join(each.text() for each in told.findChildren(QLabel))
    told.close()
    assert not pressed(dialog, "close-day").isVisible()
    dialog.reject()
