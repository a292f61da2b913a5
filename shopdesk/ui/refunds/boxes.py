"""Widgets below and beside each other."""

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from shopdesk.ui.controls import named


def column(name: str, *parts: QWidget) -> QWidget:
    """Below each other."""
    made = named(QWidget(), name)
    layout = QVBoxLayout(made)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(6)
    for part in parts:
        layout.addWidget(part)
    return made


def line(*buttons: QPushButton) -> QWidget:
    """Beside each other, as wide as they need."""
    made = named(QWidget(), f"{buttons[0].objectName()}.line")
    layout = QHBoxLayout(made)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(4)
    for each in buttons:
        layout.addWidget(each)
    layout.addStretch(1)
    return made
