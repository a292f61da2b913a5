"""The settings of orders by hand."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QSpinBox
from pytestqt.qtbot import QtBot

from shopdesk.queries.shop_settings import get_setting
from shopdesk.services.desk import Desk
from shopdesk.settings import AFTER_SALES_WAREHOUSE, PACKING_LIST_ABOVE, TOLD_TEXT
from shopdesk.ui.settings_dialog.by_hand import ByHand
from tests.factories import make_desk


@pytest.fixture
def own_desk(tmp_path: Path) -> Iterator[Desk]:
    made = make_desk(tmp_path)
    yield made
    made.database.close()


@pytest.fixture
def section(own_desk: Desk, qtbot: QtBot) -> ByHand:
    made = ByHand(own_desk)
    qtbot.addWidget(made)
    return made


def part(section: ByHand, kind: type[Any], name: str) -> Any:
    found = section.findChild(kind, f"settings.by-hand.{name}")
    assert found is not None
    return found


def test_what_is_typed_is_kept_for_everybody(own_desk: Desk, section: ByHand) -> None:
    warehouse, above = part(section, QLineEdit, "warehouse"), part(section, QSpinBox, "list_above")
    text = part(section, QPlainTextEdit, "told_text")
    assert (warehouse.text(), above.value()) == ("503", 10)
    warehouse.setText("售后仓")
    above.setValue(20)
    text.setPlainText("{buyer}: {waybill}")
    assert section.check()
    section.save()
    kept = [get_setting(own_desk.database, each) for each in (AFTER_SALES_WAREHOUSE, TOLD_TEXT)]
    assert (kept, get_setting(own_desk.database, PACKING_LIST_ABOVE)) == (["售后仓", "{buyer}: {waybill}"], 20)


@pytest.mark.parametrize("text", ["", "{number} is gone"])
def test_a_text_that_cannot_be_filled_in_is_refused(section: ByHand, text: str) -> None:
    told = part(section, QPlainTextEdit, "told_text")
    told.setPlainText(text)
    assert not section.check()
