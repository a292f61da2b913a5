"""Where the parts of the intake desk lie: the box in the middle, whose it may be and its files on the right."""

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from shopdesk.ui.controls import named, rule

SIDE_LEAST = 288
"""px."""


def middle_of(
    parent: QWidget,
    head: tuple[QLabel, QLabel, QWidget],
    parts: tuple[QWidget, QWidget, QWidget, QWidget],
    buttons: Mapping[str, QPushButton],
) -> QWidget:
    """Number, state and scan field; answer, form, items and doubts; buttons."""
    middle = named(QWidget(parent), "intake.middle")
    top = QHBoxLayout()
    top.setSpacing(12)
    number, state, scan = head
    top.addWidget(number)
    top.addWidget(state)
    top.addWidget(scan, 1)
    foot = QHBoxLayout()
    foot.setSpacing(8)
    for name, made in buttons.items():
        if name == "leave":
            foot.addStretch(1)
        foot.addWidget(made)
    answer, form, items, doubts = parts
    layout = QVBoxLayout(middle)
    layout.setContentsMargins(16, 10, 16, 10)
    layout.setSpacing(8)
    layout.addLayout(top)
    layout.addWidget(answer)
    layout.addWidget(form)
    layout.addWidget(items, 1)
    layout.addWidget(doubts)
    layout.addWidget(rule("intake.foot.rule"))
    layout.addLayout(foot)
    return middle


def side_of(parent: QWidget, candidates: QWidget, files: QWidget) -> QWidget:
    """Candidates above, files below."""
    side = named(QWidget(parent), "intake.side")
    side.setMinimumWidth(SIDE_LEAST)
    area = named(QScrollArea(side), "intake.candidates.area")
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(candidates)
    for ground in (candidates, area.viewport()):
        ground.setAutoFillBackground(False)
    layout = QVBoxLayout(side)
    layout.setContentsMargins(12, 10, 12, 10)
    layout.setSpacing(8)
    layout.addWidget(area, 3)
    layout.addWidget(rule("intake.side.rule"))
    layout.addWidget(files, 2)
    return side
