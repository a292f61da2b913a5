"""What somebody may not do with orders is greyed, before everything else that stands in its way."""

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QPlainTextEdit, QPushButton

from shopdesk.domain.flags import Colour
from shopdesk.services.desk import Actor, Desk

if TYPE_CHECKING:
    from tests.ui.orders.conftest import Window

Open = Callable[[], "Window"]
WHY = "老赵 (Warehouse) may not register orders. Ask somebody who may: Owner, Supervisor, Registrar."


@pytest.fixture
def desk(desk: Desk) -> Desk:
    """The desk as somebody of the warehouse has it."""
    return replace(desk, actor=Actor(2, "老赵", "warehouse"))


def test_the_right_is_the_first_reason(window: Open, three: list[int]) -> None:
    shown = window()
    actions = shown.page.actions_
    assert actions.reason("register") == "" or "老赵" in actions.reason("register")
    shown.choose(0)
    assert actions.reason("register") == WHY
    assert actions.by_name["register"].toolTip() == WHY
    assert actions.reason_for(QKeySequence("R")) == WHY
    assert not actions.flag(Colour.RED).isEnabled()
    assert actions.by_name["hold"].isEnabled()
    assert actions.by_name["packing_list"].isEnabled()
    assert three


def test_importing_stays_greyed_and_says_why(window: Open) -> None:
    shown = window()
    assert not shown.page.actions_.by_name["import"].isEnabled()
    assert "may not import files" in shown.page.actions_.by_name["import"].toolTip()
    button = shown.page.empty.findChild(QPushButton)
    assert button is not None and not button.isVisible()


def test_the_panel_is_read_only(window: Open, three: list[int]) -> None:
    shown = window()
    shown.choose(1)
    memo = shown.page.panel.memo.findChild(QPlainTextEdit)
    assert memo is not None and memo.isReadOnly() and "may not change flags and memos" in memo.toolTip()
    edit = shown.page.panel.findChild(QPushButton, "orders.panel.receiver.edit")
    assert edit is not None and not edit.isEnabled()
    assert three
