"""The look of a short table in a section: lines of which one is chosen and none is written in."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget

from shopdesk.ui.theme import ROW


def set_up_lines(table: QTableWidget, *, stretch: int) -> None:
    """`stretch`: the column that takes the room that is left."""
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setTabKeyNavigation(False)
    table.setStyleSheet("QTableWidget::item { padding: 0 6px; }")  # as its headings have it
    table.setShowGrid(False)
    table.verticalHeader().hide()
    table.verticalHeader().setDefaultSectionSize(ROW)
    heads = table.horizontalHeader()
    heads.setFixedHeight(ROW)
    heads.setHighlightSections(False)
    heads.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    heads.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
    heads.setSectionResizeMode(stretch, QHeaderView.ResizeMode.Stretch)
