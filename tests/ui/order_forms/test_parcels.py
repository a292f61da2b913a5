"""Splitting an order into parcels: pieces typed for the further ones, the rest in the first (SHP-01)."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from shopdesk.queries.orders import get_order
from shopdesk.queries.slips import list_split_lines
from shopdesk.ui.order_forms.parcels import MOST_PARCELS, SplitDialog
from shopdesk.ui.theme import Theme
from tests.factories import add_order, make_desk


@pytest.fixture
def dialog(tmp_path: Path, qtbot: QtBot, theme: Theme) -> Iterator[SplitDialog]:
    """An order of two lines: three pieces and one."""
    desk = make_desk(tmp_path)
    order_id = add_order(desk, lines=2)
    desk.database.execute_sql("UPDATE order_line SET quantity = 3 WHERE id = 1")
    host = QWidget()
    qtbot.addWidget(host)
    yield SplitDialog(get_order(desk.database, order_id), list_split_lines(desk.database, order_id), theme, host)
    desk.database.close()


def test_what_is_put_elsewhere_leaves_the_first_parcel(dialog: SplitDialog) -> None:
    assert not dialog._yes.isEnabled(), "nothing in the second one yet"
    dialog.put(1, 1, 2)
    assert [line.parts for line in dialog.lines] == [(1, 2), (1, 0)]
    dialog.put(1, 1, 9)
    assert dialog.lines[0].parts == (1, 2), "more than was bought is refused"
    assert dialog._yes.isEnabled()


def test_a_typed_number_counts_and_other_text_does_not(dialog: SplitDialog) -> None:
    dialog.table.records.typed.emit(1, "1", "x")
    assert dialog.lines[0].parts == (3, 0)
    dialog.table.records.typed.emit(1, "1", "3")
    assert dialog.lines[0].parts == (0, 3)
    dialog.table.records.typed.emit(1, "1", "")
    assert dialog.lines[0].parts == (3, 0)


def test_further_parcels_up_to_a_limit(dialog: SplitDialog) -> None:
    while dialog._more.isEnabled():
        dialog._more.click()
    assert len(dialog.lines[0].parts) == MOST_PARCELS
    assert dialog._yes.text() == f"Split into {MOST_PARCELS} parcels"


def test_the_parts_are_told_without_what_is_empty(dialog: SplitDialog, qtbot: QtBot) -> None:
    dialog.put(1, 1, 2)
    with qtbot.waitSignal(dialog.split) as told:
        dialog._yes.click()
    assert told.args == [[{1: 1, 2: 1}, {1: 2}]]
