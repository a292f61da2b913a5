"""The table: what must stay cheap however long the list is, and what keys do."""

from array import array
from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from shopdesk.queries.order_lists import OrderFilter
from shopdesk.services.desk import Desk
from shopdesk.ui.flags import Pennants
from shopdesk.ui.order_forms.clocks import Clocks
from shopdesk.ui.orders.listing import IdListing
from shopdesk.ui.orders.table import MOST_CHOSEN, OrderTable
from shopdesk.ui.orders.table_model import Index, OrdersModel
from shopdesk.ui.theme import Theme
from tests.factories import add_order

ROWS = 100_000


class CountingModel(OrdersModel):
    """Counts how often Qt asks about a cell."""

    asked = 0

    def flags(self, index: Index) -> Qt.ItemFlag:
        """As always."""
        self.asked += 1
        return super().flags(index)


@pytest.fixture
def table(qtbot: QtBot, desk: Desk, clocks: Clocks, theme: Theme, settings: Any) -> Iterator[OrderTable]:
    """A hundred thousand rows, all of them the same order."""
    made = OrderTable(CountingModel(clocks), theme, Pennants(theme), settings)
    qtbot.addWidget(made)
    made.resize(900, 600)
    made.show_listing(IdListing(desk, OrderFilter(), array("q", [add_order(desk)] * ROWS)))
    made.show()
    qtbot.waitExposed(made)
    yield made


def test_choosing_everything_goes_through_nothing(table: OrderTable) -> None:
    model = table.orders
    assert isinstance(model, CountingModel)
    model.asked = 0
    table.selectAll()
    QApplication.processEvents()
    assert table.ranges() == [(0, ROWS - 1)]
    assert table.chosen_count() == ROWS > MOST_CHOSEN
    assert table.chosen_ids() == []
    assert 0 < model.asked < 5_000


def test_scrolling_paints_only_what_comes_into_view(table: OrderTable) -> None:
    QApplication.processEvents()
    table.delegate.forget()
    table.verticalScrollBar().setValue(90)
    QApplication.processEvents()
    assert 0 < len(table.delegate._rows) <= 5


def test_a_row_is_chosen_alone_whatever_keys_are_held(table: OrderTable) -> None:
    table.choose_row(3)
    QTest.keyPress(table, Qt.Key.Key_Control, Qt.KeyboardModifier.ControlModifier)
    table.choose_row(9)
    QTest.keyRelease(table, Qt.Key.Key_Control)
    assert table.ranges() == [(9, 9)]


def test_letters_do_not_search(table: OrderTable) -> None:
    table.choose_row(3)
    QTest.keyClick(table, Qt.Key.Key_7)
    assert table.ranges() == [(3, 3)]


def test_rows_under_the_pointer_are_marked_and_forgotten(table: OrderTable) -> None:
    QTest.mouseMove(table.viewport(), table.visualRect(table.orders.index(4, 1)).center())
    table.entered.emit(table.orders.index(4, 1))
    assert table.delegate.hovered == 4
    QApplication.sendEvent(table, _leave())
    assert table.delegate.hovered == -1


def test_columns_fill_the_room_there_is(table: OrderTable) -> None:
    for width in (1400, 1000):
        table.resize(width, 600)
        QApplication.processEvents()
        shown = [n for n in range(table.orders.columnCount()) if not table.isColumnHidden(n)]
        assert 0 <= table.viewport().width() - sum(map(table.columnWidth, shown)) < len(shown) * 4


def _leave() -> Any:
    from PySide6.QtCore import QEvent

    return QEvent(QEvent.Type.Leave)
