"""What somebody may not do stays greyed and says why."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from shopdesk.domain.permissions import Right
from shopdesk.i18n import use_language
from shopdesk.services.desk import Actor, Desk
from shopdesk.ui.rights import apply_right, why_not_allowed
from tests.factories import make_desk

WHY = "小李 (Agent) may not make waves. Ask somebody who may: Owner, Supervisor, Registrar."


@pytest.fixture
def agent(tmp_path: Path) -> Desk:
    """The desk as an agent has it, who may mark but makes no waves."""
    return replace(make_desk(tmp_path), actor=Actor(2, "小李", "agent"))


@pytest.fixture
def host(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    return made


def test_the_sentence_names_who_may(agent: Desk) -> None:
    assert why_not_allowed(agent, Right.WAVE) == WHY
    assert why_not_allowed(agent, Right.MARK) == ""


def test_an_action_stays_greyed_whatever_enables_it(agent: Desk, host: QWidget) -> None:
    action = QAction("Make wave", host)
    assert not apply_right(action, agent, Right.WAVE)
    action.setEnabled(True)
    action.setToolTip("Make a wave")
    assert (action.isEnabled(), action.toolTip(), action.statusTip()) == (False, WHY, WHY)


def test_a_button_stays_greyed_whatever_enables_it(agent: Desk, host: QWidget) -> None:
    button = QPushButton("Make wave", host)
    assert not apply_right(button, agent, Right.WAVE)
    button.setEnabled(True)
    button.setToolTip("Make a wave")
    assert (button.isEnabled(), button.toolTip()) == (False, WHY)


def test_what_one_may_do_is_left_alone(agent: Desk, host: QWidget) -> None:
    action, button = QAction("Flag", host), QPushButton("Flag", host)
    assert apply_right(action, agent, Right.MARK)
    assert apply_right(button, agent, Right.MARK)
    action.setEnabled(False)
    action.setEnabled(True)
    assert (action.isEnabled(), button.isEnabled(), button.toolTip()) == (True, True, "")


def test_a_right_given_by_name_counts(agent: Desk, host: QWidget) -> None:
    named = replace(agent, actor=Actor(2, "小李", "agent", frozenset({Right.WAVE})))
    action = QAction("Make wave", host)
    assert apply_right(action, named, Right.WAVE)


def test_the_reason_follows_the_language(agent: Desk, host: QWidget) -> None:
    action = QAction("Make wave", host)
    apply_right(action, agent, Right.WAVE)
    use_language("zh_CN")
    action.setText("出波次")
    assert action.toolTip() == why_not_allowed(agent, Right.WAVE)
