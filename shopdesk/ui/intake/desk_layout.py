"""Where the parts of the intake desk lie: the box in the middle, whose it may be and its files on the right."""

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from shopdesk.i18n import _
from shopdesk.ui.controls import named, rule
from shopdesk.ui.intake.scan_line import FOOT

SIDE_LEAST = 268
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


def write_foot(buttons: Mapping[str, QPushButton], *, with_keys: bool) -> None:
    """What the buttons below do, with their keys where there is room."""
    for name, made in buttons.items():
        text, key = FOOT[name]
        shown_key = QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)
        said_key = {"register": "Enter", "strike-out": ""}.get(name, shown_key) if with_keys else ""
        made.setText(f"{_(text).rstrip('…')}  {said_key}".rstrip())
        made.setAccessibleName(_(text).rstrip("…"))
        made.setToolTip(shown_key)


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
