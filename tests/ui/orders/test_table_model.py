"""The model without a window."""

from array import array

from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from shopdesk.domain.flags import Colour
from shopdesk.queries.order_lists import OrderFilter
from shopdesk.services.clashes import Base
from shopdesk.services.desk import Desk
from shopdesk.services.orders import set_memo
from shopdesk.ui.order_forms.clocks import Clocks
from shopdesk.ui.orders.columns import BY_KEY, COLUMNS
from shopdesk.ui.orders.listing import IdListing, KeyedListing
from shopdesk.ui.orders.table_model import OrdersModel
from tests.factories import NOON, add_order

Role = Qt.ItemDataRole
FATAL = QAbstractItemModelTester.FailureReportingMode.Fatal


def test_it_is_a_model_by_qts_rules(qtbot: QtBot, desk: Desk, clocks: Clocks, three: list[int]) -> None:
    model = OrdersModel(clocks)
    tester = QAbstractItemModelTester(model, FATAL)
    assert (model.rowCount(), model.columnCount()) == (0, len(COLUMNS))
    model.show_listing(KeyedListing(desk, OrderFilter()))
    assert model.rowCount() == 3
    add_order(desk, created=NOON)
    model.renew(KeyedListing(desk, OrderFilter()))
    assert model.rowCount() == 4
    model.renew(KeyedListing(desk, OrderFilter(flags=frozenset({Colour.RED}))))
    assert model.rowCount() == 2
    model.show_listing(IdListing(desk, OrderFilter(find="x"), array("q")))
    assert (model.rowCount(), model.row_at(0)) == (0, None)
    assert tester.model() is model


def test_cells_say_what_columns_say(desk: Desk, clocks: Clocks, three: list[int]) -> None:
    model = OrdersModel(clocks)
    model.show_listing(KeyedListing(desk, OrderFilter()))
    goods, receiver, flag = (model.index(2, BY_KEY["goods"]), model.index(0, BY_KEY["receiver"]), model.index(2, 0))
    assert model.data(goods).endswith("深紫 W7 · 2 pcs")
    assert "hides the receiver" in model.data(receiver, Role.ToolTipRole)
    assert model.data(flag, Role.AccessibleTextRole) == "Red"
    assert model.data(goods, Role.FontRole) is None


def test_headings(clocks: Clocks) -> None:
    model, across = OrdersModel(clocks), Qt.Orientation.Horizontal
    assert model.headerData(BY_KEY["paid"], across) == "Paid"
    assert model.headerData(BY_KEY["flag"], across) == ""
    assert model.headerData(BY_KEY["flag"], across, Role.AccessibleTextRole) == "Flag"
    alignment = Qt.AlignmentFlag(model.headerData(BY_KEY["paid"], across, Role.TextAlignmentRole))
    assert alignment & Qt.AlignmentFlag.AlignRight
    assert model.headerData(0, Qt.Orientation.Vertical) is None


def test_a_memo_typed_into_its_row_is_passed_on(qtbot: QtBot, desk: Desk, clocks: Clocks, three: list[int]) -> None:
    model = OrdersModel(clocks)
    model.show_listing(KeyedListing(desk, OrderFilter()))
    memo = model.index(2, BY_KEY["memo"])
    assert model.flags(memo) & Qt.ItemFlag.ItemIsEditable
    assert not model.flags(model.index(2, 0)) & Qt.ItemFlag.ItemIsEditable
    assert not model.setData(memo, "发顺丰")
    with qtbot.waitSignal(model.memo_typed) as typed:
        assert model.setData(memo, "发圆通")
    assert typed.args == [three[0], Base(None, {"memo": "发顺丰"}), "发圆通"]


def test_a_memo_of_several_lines_is_one_line_in_its_row(desk: Desk, clocks: Clocks, three: list[int]) -> None:
    set_memo(desk, order_id=three[2], memo="一\n二")
    model = OrdersModel(clocks)
    model.show_listing(KeyedListing(desk, OrderFilter()))
    assert model.text_at(0, BY_KEY["memo"]) == "一 二"


def test_time_passes(desk: Desk, clocks: Clocks, three: list[int]) -> None:
    model = OrdersModel(clocks)
    model.show_listing(KeyedListing(desk, OrderFilter()))
    assert model.text_at(1, BY_KEY["left"]) == "6 h late"
    model.tick(Clocks(NOON + 3_600_000, clocks.zone, 24, 4))
    assert model.text_at(1, BY_KEY["left"]) == "7 h late"
