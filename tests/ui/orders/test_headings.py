"""Headings make way for the arrow of the sorting."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QStandardItemModel
from PySide6.QtWidgets import QHeaderView, QStyleOptionHeader, QTableView
from pytestqt.qtbot import QtBot

from shopdesk.ui.orders.headings import ARROW, Headings

_ALIGN = Qt.ItemDataRole.TextAlignmentRole


def text(header: QHeaderView, place: int) -> str:
    """What is painted in a heading."""
    option = QStyleOptionHeader()
    header.initStyleOption(option)
    header.initStyleOptionForIndex(option, place)
    return str(option.text)


def test_figures_make_way_for_the_arrow_and_only_they(qtbot: QtBot) -> None:
    table, model = QTableView(), QStandardItemModel(1, 2)
    qtbot.addWidget(table)
    model.setHorizontalHeaderLabels(["备注", "实付"])
    right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
    model.setHeaderData(1, Qt.Orientation.Horizontal, right, _ALIGN)
    header = Headings(table)
    table.setHorizontalHeader(header)
    table.setModel(model)
    header.setSortIndicatorShown(True)
    header.setSortIndicator(1, Qt.SortOrder.DescendingOrder)
    assert (text(header, 0), text(header, 1)) == ("备注", "实付" + ARROW)
    header.setSortIndicator(0, Qt.SortOrder.AscendingOrder)
    assert (text(header, 0), text(header, 1)) == ("备注", "实付")
