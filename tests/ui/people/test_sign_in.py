"""Signing in by keyboard: a name, a password or PIN, and waiting after wrong ones."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from shopdesk.services.desk import Actor, Desk
from shopdesk.services.people import add_person, set_password, set_pin
from shopdesk.services.recovery import make_recovery_code
from shopdesk.ui.form_dialog import FormDialog
from shopdesk.ui.language import Language
from shopdesk.ui.people.sign_in import SignInWindow
from shopdesk.ui.recovery_code import RecoveryCode
from tests.factories import make_desk

PASSWORD = "correct horse"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = make_desk(tmp_path)
    add_person(made, name="小李", role="agent")
    add_person(made, name="从不登录", role="agent")
    for person_id in (1, 2):
        set_password(made, person_id=person_id, password=PASSWORD)
    set_pin(made, person_id=2, pin="5815")
    yield made
    made.database.close()


class Gate:
    """The window, and what a user sees and does in it."""

    def __init__(self, window: SignInWindow, qtbot: QtBot) -> None:
        self.window, self._qtbot = window, qtbot
        self.came_in: list[Actor] = []
        window.signed_in.connect(self.came_in.append)

    def names(self) -> list[str]:
        return [self.window.list.item(row).text() for row in range(self.window.list.count())]

    def refusal(self) -> str:
        said = self.window.findChild(QLabel, "sign_in.refusal")
        assert said is not None
        return said.text() if said.isVisible() else ""

    def type_name(self, name: str) -> None:
        """As an input method does it."""
        self.window.name.setText(name)
        self.window.name.textEdited.emit(name)

    def type_secret(self, secret: str) -> None:
        """Type it with Enter and wait for what comes of it."""
        QTest.keyClicks(self.window.secret, secret)
        QTest.keyClick(self.window.secret, Qt.Key.Key_Return)
        self._qtbot.waitUntil(lambda: not self.window._background.running)


@pytest.fixture
def gate(desk: Desk, language: Language, qtbot: QtBot) -> Iterator[Gate]:
    window = SignInWindow(desk, language)
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    yield Gate(window, qtbot)
    window.finish()


def test_those_who_can_sign_in_are_listed(gate: Gate) -> None:
    assert gate.names() == ["Owner", "小李  ·  Agent"]
    assert gate.window.name.hasFocus()
    assert gate.window.chosen_name() == "Owner"


def test_a_name_is_found_by_typing_or_by_arrows(gate: Gate) -> None:
    QTest.keyClicks(gate.window.name, "xl")
    assert (gate.names(), gate.window.chosen_name()) == (["小李  ·  Agent"], "小李")
    QTest.keyClick(gate.window.name, Qt.Key.Key_Escape)
    assert (gate.names(), gate.window.name.text()) == (["Owner", "小李  ·  Agent"], "")
    QTest.keyClick(gate.window.name, Qt.Key.Key_Down)
    assert gate.window.chosen_name() == "小李"
    QTest.keyClick(gate.window.name, Qt.Key.Key_Down)
    assert gate.window.chosen_name() == "Owner"
    QTest.keyClick(gate.window.name, Qt.Key.Key_Return)
    assert gate.window.secret.hasFocus()


def test_password_and_pin_let_in(gate: Gate) -> None:
    gate.type_secret(PASSWORD)
    gate.type_name("小李")
    gate.type_secret("5815")
    assert [actor.name for actor in gate.came_in] == ["Owner", "小李"]
    assert gate.window.secret.text() == ""


def test_a_wrong_password_says_so_and_is_typed_again(gate: Gate) -> None:
    gate.type_secret("wrong horse")
    assert "don't go together" in gate.refusal()
    assert gate.window.secret.hasFocus() and gate.window.secret.text() == ""
    gate.type_secret(PASSWORD)
    assert (len(gate.came_in), gate.refusal()) == (1, "")


def test_the_wait_runs_down(gate: Gate) -> None:
    for _time in range(3):
        gate.type_secret("wrong horse")
    gate.type_secret(PASSWORD)
    assert "Wait 5 seconds" in gate.refusal()
    enter = gate.window.findChild(QPushButton, "sign_in.enter")
    assert enter is not None and not enter.isEnabled()
    gate.window._tick()
    assert "Wait 4 seconds" in gate.refusal()
    QTest.keyClicks(gate.window.secret, PASSWORD)
    QTest.keyClick(gate.window.secret, Qt.Key.Key_Return)
    assert gate.came_in == [] and not gate.window._background.running
    for _second in range(4):
        gate.window._tick()
    assert (gate.refusal(), enter.isEnabled()) == ("", True)


def test_somebody_without_a_password_is_told_what_to_do(gate: Gate) -> None:
    gate.type_name("从不登录")
    assert gate.names() == []
    gate.type_secret(PASSWORD)
    assert "从不登录 has no password" in gate.refusal()


def test_nothing_typed_goes_to_what_is_missing(gate: Gate) -> None:
    gate.window.try_secret()
    assert gate.window.secret.hasFocus()
    QTest.keyClicks(gate.window.name, "nobody")
    gate.window.name.clear()
    gate.window.try_secret()
    assert gate.window.name.hasFocus()


def test_who_worked_last_types_the_secret_only(desk: Desk, language: Language, qtbot: QtBot) -> None:
    window = SignInWindow(desk, language, person="小李")
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.secret.hasFocus)
    assert window.chosen_name() == "小李"
    QTest.keyClick(window.secret, Qt.Key.Key_Up)
    assert window.chosen_name() == "Owner", "somebody else is an arrow away"
    assert window.secret.hasFocus()
    window.finish()


def test_the_only_one_types_the_secret_at_once(tmp_path: Path, language: Language, qtbot: QtBot) -> None:
    alone = make_desk(tmp_path)
    set_password(alone, person_id=1, password=PASSWORD)
    window = SignInWindow(alone, language)
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.secret.hasFocus)
    window.finish()
    alone.database.close()


def test_both_languages(gate: Gate) -> None:
    box = gate.window.findChild(QComboBox, "sign_in.language")
    assert box is not None
    box.setCurrentIndex(box.findData("zh_CN"))
    box.activated.emit(box.currentIndex())
    assert gate.window.name.accessibleName() != ""
    assert gate.names()[1].startswith("小李")


def test_closing_by_hand_gives_up(gate: Gate, qtbot: QtBot) -> None:
    with qtbot.waitSignal(gate.window.given_up):
        gate.window.close()
    with qtbot.assertNotEmitted(gate.window.given_up):
        gate.window.close()


def test_an_owner_who_forgot_the_password_gets_in_by_the_recovery_code(gate: Gate, desk: Desk) -> None:
    code = make_recovery_code(desk)
    gate.type_name("小李")
    forgotten = gate.window.findChild(QPushButton, "sign_in.forgotten")
    assert forgotten is not None
    forgotten.click()
    form = QApplication.activeModalWidget()
    assert isinstance(form, FormDialog)
    lines = {line.objectName().rsplit(".", 1)[1]: line for line in form.findChildren(QLineEdit)}
    assert lines["name"].text() == "Owner" and form.focusWidget() is lines["code"]
    for key, text in (("code", "AAAAA"), ("new", "another horse"), ("again", "another horse")):
        QTest.keyClicks(lines[key], text)
    QTest.keyClick(lines["again"], Qt.Key.Key_Return)
    assert any("don't go together" in said.text() for said in form.findChildren(QLabel))
    lines["code"].setText(code)
    QTest.keyClick(lines["again"], Qt.Key.Key_Return)
    shown = gate.window.findChild(RecoveryCode)
    assert shown is not None and not gate.came_in
    assert shown.findChild(QLineEdit).text() not in ("", code)  # type: ignore[union-attr]
    QTest.keyClick(shown, Qt.Key.Key_Return)
    assert [actor.name for actor in gate.came_in] == ["Owner"]
