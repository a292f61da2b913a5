"""Parts below and beside each other, as pages and panels have them."""

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from shopdesk.ui.controls import named

Part = QWidget | QLayout


def fill(host: QWidget, *parts: Part, tall: Part | None = None) -> None:
    """All of the host, below each other without gaps; `tall` takes what height is left."""
    layout = QVBoxLayout(host)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(0)
    for part in parts:
        if isinstance(part, QLayout):
            layout.addLayout(part, int(part is tall))
        else:
            layout.addWidget(part, int(part is tall))


def surface(name: str, *parts: Part, tall: Part | None = None) -> QFrame:
    """A ground for these parts."""
    made = named(QFrame(), name)
    made.setProperty("surface", True)
    fill(made, *parts, tall=tall)
    return made


def stacked(name: str, *parts: QWidget) -> QStackedWidget:
    """One of them at a time."""
    made = named(QStackedWidget(), name)
    for part in parts:
        made.addWidget(part)
    return made


def foot(*parts: QWidget) -> QHBoxLayout:
    """What is said below a list; the first part takes what width is left."""
    made = QHBoxLayout()
    made.setContentsMargins(16, 6, 16, 6)
    made.setSpacing(8)
    for place, part in enumerate(parts):
        made.addWidget(part, int(place == 0))
    return made


def column(name: str, *parts: QWidget) -> QWidget:
    """Below each other, within a section of a panel."""
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
