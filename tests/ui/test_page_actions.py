"""Actions of a page with their buttons."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from shopdesk.domain.permissions import Right
from shopdesk.services.desk import Actor, Desk
from shopdesk.ui.banner import Banners
from shopdesk.ui.messages import Messages
from shopdesk.ui.page_actions import Declared, PageActions, ReasonedActions
from shopdesk.ui.theme import Theme
from tests.factories import make_desk

DECLARED: Declared = {
    "pay": ("Pay…", "P", None),
    "print": ("Print…", "Ctrl+P", None),
    "wave": ("Make wave", "", Right.WAVE),
}


@pytest.fixture
def agent(tmp_path: Path) -> Desk:
    return replace(make_desk(tmp_path), actor=Actor(2, "小李", "agent"))


@pytest.fixture
def page(qtbot: QtBot) -> QWidget:
    made = QWidget()
    made.setObjectName("refunds")
    qtbot.addWidget(made)
    return made


def test_a_button_says_a_short_key_and_hints_at_a_long_one(agent: Desk, page: QWidget) -> None:
    actions = PageActions(page, agent, DECLARED)
    pay, printing = actions.button("pay"), actions.button("print")
    actions.retranslate()
    assert (pay.objectName(), pay.text(), pay.accessibleName()) == ("refunds.pay.button", "Pay  P", "Pay")
    assert (printing.text(), printing.toolTip()) == ("Print", "Print  Ctrl+P")


def test_a_button_is_its_action(agent: Desk, page: QWidget) -> None:
    done: list[str] = []
    actions = PageActions(page, agent, DECLARED)
    actions.connect_all({"pay": lambda: done.append("paid")})
    pay = actions.button("pay")
    pay.click()
    actions.by_name["pay"].setToolTip("Nothing is to be paid.")
    actions.by_name["pay"].setEnabled(False)
    assert done == ["paid"]
    assert (pay.isEnabled(), pay.toolTip()) == (False, "Nothing is to be paid.")


def test_what_one_may_not_do_is_greyed_with_who_may(agent: Desk, page: QWidget) -> None:
    made = PageActions(page, agent, DECLARED).button("wave")
    assert not made.isEnabled()
    assert "may not make waves" in made.accessibleDescription()


def test_a_reasoned_action_says_why_not_and_does_nothing(agent: Desk, page: QWidget, theme: Theme) -> None:
    messages = Messages(page, Banners(page), theme.icons)
    done: list[str] = []
    actions = ReasonedActions(page, agent, messages, DECLARED, always={"print"}, nothing="Choose one first.")
    actions.connect_all({name: (lambda name=name: done.append(name)) for name in DECLARED})  # type: ignore[misc]
    pay, printing, wave = (actions.button(name) for name in DECLARED)
    actions.show_reasons(None)
    assert (pay.isEnabled(), pay.toolTip()) == (False, "Choose one first.") and printing.isEnabled()
    actions.by_name["pay"].trigger()
    assert done == [] and messages.toasts.history[-1].text == "Choose one first."
    actions.show_reasons({"print": "There is no paper."})
    assert pay.isEnabled() and printing.toolTip() == printing.accessibleDescription() == "There is no paper."
    assert not wave.isEnabled() and actions.why_not("wave") == wave.toolTip(), "who has not the right sees who has"
    for action in actions.by_name.values():
        action.trigger()
    assert done == ["pay"]
