"""Settings, People: entering them, their passwords, and what others than owners see of it."""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QDialog, QLabel, QLineEdit, QPushButton, QTableWidget
from pytestqt.qtbot import QtBot

from shopdesk.domain.permissions import Right
from shopdesk.queries.people import find_person, is_sign_in_needed
from shopdesk.services.desk import Actor, Desk, work
from shopdesk.services.people import add_person, set_password
from shopdesk.services.recovery import void_code
from shopdesk.services.sign_in import recover, sign_in
from shopdesk.ui.idle import LOCK_AFTER
from shopdesk.ui.messages import Messages
from shopdesk.ui.recovery_code import RecoveryCode
from shopdesk.ui.settings_dialog.people import People
from shopdesk.ui.settings_dialog.role_rights import RoleRights

PASSWORD = "correct horse"


class Shown:
    """The section, and what one does in it."""

    def __init__(self, section: People) -> None:
        self.section = section

    def rows(self) -> list[list[str]]:
        table = self.section.findChild(QTableWidget, "settings.people.table")
        assert table is not None
        return [
            [item.text() if (item := table.item(row, column)) else "" for column in range(table.columnCount())]
            for row in range(table.rowCount())
        ]

    def choose(self, row: int) -> None:
        self.section._table.setCurrentCell(row, 0)

    def button(self, name: str) -> QPushButton:
        found = self.section.findChild(QPushButton, f"settings.people.{name}")
        assert found is not None
        return found

    def fill(self, name: str, /, **typed: str | bool) -> QDialog:
        """Press a button and save the form it opens, filled in."""
        self.button(name).click()
        form = QApplication.activeModalWidget()
        assert isinstance(form, QDialog)
        for key, value in typed.items():
            widget = (
                next(each for each in form.findChildren(QLineEdit) if each.objectName().endswith(f".{key}"))
                if (isinstance(value, str) and key != "role")
                else None
            )
            if widget is not None:
                widget.setText(str(value))
            elif key == "role":
                combo = next(each for each in form.findChildren(QComboBox) if each.objectName().endswith(".role"))
                combo.setCurrentIndex(combo.findData(value))
            else:
                check = next(each for each in form.findChildren(QCheckBox) if each.objectName().endswith(f".{key}"))
                check.setChecked(bool(value))
        save = next(each for each in form.findChildren(QPushButton) if each.objectName().endswith(".save"))
        QTest.mouseClick(save, Qt.MouseButton.LeftButton)
        return form

    def take_code(self) -> str:
        """The recovery code that is shown, written down."""
        dialog = next(shown for shown in self.section.findChildren(RecoveryCode) if shown.isVisible())
        code = dialog.findChild(QLineEdit)
        assert code is not None
        written = code.text()
        QTest.keyClick(dialog, Qt.Key.Key_Return)
        return written

    def said(self) -> str:
        """What an open form or the section complains of."""
        form = QApplication.activeModalWidget()
        assert form is not None
        labels = form.findChildren(QLabel)
        return " ".join(label.text() for label in labels if label.property("role") == "danger" and label.isVisible())


@pytest.fixture
def shown(desk: Desk, settings: Any, messages: Messages, qtbot: QtBot) -> Callable[[], Shown]:
    """Opens the section as whoever the desk's actor is."""

    def opened(actor: Actor | None = None) -> Shown:
        section = People(replace(desk, actor=actor or desk.actor), settings, messages)
        qtbot.addWidget(section)
        section.show()
        return Shown(section)

    return opened


def test_a_one_person_shop_sees_its_owner_and_where_to_add_the_second(shown: Callable[[], Shown]) -> None:
    people = shown()
    assert people.rows() == [["Owner", "Owner", "", ""]]
    assert "Nobody signs in yet" in people.section._note.text()
    assert people.section._rows["lock"].isHidden()
    people.fill("add", name="小李", role="registrar")
    assert people.rows()[1] == ["小李", "Registrar", "", ""]


def test_what_is_wrong_is_said_in_the_form(shown: Callable[[], Shown]) -> None:
    people = shown()
    form = people.fill("add", name="owner", role="agent")
    assert "among the people already" in people.said()
    form.reject()
    people.choose(0)
    form = people.fill("password", new="correct horse", again="other horse")
    assert "not the same" in people.said()
    form.reject()
    form = people.fill("edit", role="agent")
    assert "the only owner" in people.said()
    form.reject()
    people.button("remove").click()
    assert "the only owner" in people.section._refusal.text()


def test_the_first_password_is_the_owners(shown: Callable[[], Shown], desk: Desk) -> None:
    add_person(desk, name="小李", role="agent")
    people = shown()
    people.choose(1)
    form = people.fill("password", new=PASSWORD, again=PASSWORD)
    assert "Give an owner a password first: Owner" in people.said()
    form.reject()
    people.choose(0)
    assert not people.button("pin").isEnabled()
    assert not people.section._rows["lock"].isVisible()
    people.fill("password", new=PASSWORD, again=PASSWORD)
    assert is_sign_in_needed(desk.database)
    assert people.section._rows["lock"].isVisible()
    assert re.fullmatch(r"(\w{5}-){3}\w{5}", people.take_code())
    assert people.rows()[0][2] == "Password"
    people.fill("pin", new="5815", again="5815")
    assert people.rows()[0][2] == "Password, PIN"
    people.fill("pin", new="", again="")
    assert people.rows()[0][2] == "Password"


def test_an_owner_makes_a_new_recovery_code(shown: Callable[..., Shown], desk: Desk) -> None:
    clerk = add_person(desk, name="小李", role="agent")
    assert not shown().button("new_code").isVisible()
    first = set_password(desk, person_id=1, password=PASSWORD)
    people = shown()
    people.button("new_code").click()
    question = QApplication.activeModalWidget()
    assert question is not None
    QTest.keyClick(question, Qt.Key.Key_Return)
    assert people.take_code() != first
    void_code_for(desk)
    people.section.retranslate()
    assert "can't get in" in people.section._recovery.text()
    people.button("new_code").click()
    _owner, code = recover(desk, name="Owner", code=people.take_code().lower(), new="another horse")
    assert code
    assert not shown(clerk).button("new_code").isVisible()


def void_code_for(desk: Desk) -> None:
    with work(desk, Right.PEOPLE) as doing:
        void_code(doing)


def test_rights_are_given_by_name(shown: Callable[[], Shown], desk: Desk) -> None:
    add_person(desk, name="小李", role="agent")
    people = shown()
    people.choose(1)
    people.fill("edit", name="李丽", **{"edit-registered": True})
    assert people.rows()[1] == ["李丽", "Agent", "", "change registered orders"]
    person = find_person(desk.database, "李丽")
    assert person is not None and person.extra == {Right.EDIT_REGISTERED}


def test_whoever_has_left_stays_in_the_list(shown: Callable[[], Shown], desk: Desk) -> None:
    add_person(desk, name="小李", role="agent")
    people = shown()
    people.choose(1)
    people.button("remove").click()
    assert people.rows()[1][2] == "has left"
    assert people.button("remove").text() == "Is back"
    people.button("remove").click()
    assert people.rows()[1][2] == ""


def test_others_change_their_own_password_and_pin_only(shown: Callable[..., Shown], desk: Desk) -> None:
    clerk = add_person(desk, name="小李", role="agent")
    for person_id in (1, clerk.id):
        set_password(desk, person_id=person_id, password=PASSWORD)
    people = shown(clerk)
    assert people.section.chosen is not None and people.section.chosen.name == "小李"
    assert people.button("password").isEnabled()
    assert not people.button("add").isEnabled()
    assert "may not decide who works here" in people.button("add").toolTip()
    form = people.fill("password", old="wrong horse", new="another horse", again="another horse")
    assert "don't go together" in people.said()
    form.reject()
    people.fill("password", old=PASSWORD, new="another horse", again="another horse")
    assert sign_in(desk, name="小李", secret="another horse").id == clerk.id
    people.fill("pin", old="another horse", new="5815", again="5815")
    assert sign_in(desk, name="小李", secret="5815").id == clerk.id
    people.choose(0)
    assert not people.button("password").isEnabled()


def test_the_lock_of_this_pc(shown: Callable[[], Shown], desk: Desk, settings: Any) -> None:
    set_password(desk, person_id=1, password=PASSWORD)
    people = shown()
    people.section._rows["lock"].input.widget.setValue(5)  # type: ignore[attr-defined]
    people.section.save()
    assert settings[LOCK_AFTER] == 5


@pytest.mark.parametrize(("typed", "limit"), [("50", 50), ("37", 37), ("No limit", 0), ("", 0), (" 500 ", 500)])
def test_how_many_cases_somebody_holds_is_chosen_or_typed(
    shown: Callable[[], Shown], desk: Desk, typed: str, limit: int
) -> None:
    people = shown()
    people.fill("add", name="小李", role="agent")
    people.choose(1)
    fill_limit(people, typed)
    person = find_person(desk.database, "小李")
    assert person is not None and person.case_limit == limit


@pytest.mark.parametrize("typed", ["501", "-1", "many", "2.5"])
def test_what_is_no_limit_is_said_in_the_form(shown: Callable[[], Shown], desk: Desk, typed: str) -> None:
    people = shown()
    people.choose(0)
    fill_limit(people, typed)
    assert "Choose no limit, or a number from 1 to 500." in people.said()
    active = QApplication.activeModalWidget()
    assert isinstance(active, QDialog)
    active.reject()


def fill_limit(people: Shown, typed: str) -> None:
    """Press Edit, type into the list, save."""
    people.button("edit").click()
    form = QApplication.activeModalWidget()
    assert isinstance(form, QDialog)
    combo = form.findChild(QComboBox, "form.person.case_limit")
    assert combo is not None
    combo.setCurrentText(typed)
    save = next(each for each in form.findChildren(QPushButton) if each.objectName().endswith(".save"))
    QTest.mouseClick(save, Qt.MouseButton.LeftButton)


def test_the_rights_by_role_can_be_read(qtbot: QtBot) -> None:
    dialog = RoleRights()
    qtbot.addWidget(dialog)
    dialog.show()
    table = dialog.findChild(QTableWidget)
    assert table is not None and table.rowCount() == len(Right)
    row = list(Right).index(Right.PEOPLE)
    marks = [item.text() if (item := table.item(row, column)) else "" for column in range(table.columnCount())]
    assert marks == ["✓", "", "", "", "", ""]
    dialog.close()


def test_whoever_was_added_is_chosen_for_a_password(shown: Callable[[], Shown]) -> None:
    here = shown()
    here.fill("add", name="小周", role="warehouse")
    assert here.section.chosen is not None
    assert here.section.chosen.name == "小周"
