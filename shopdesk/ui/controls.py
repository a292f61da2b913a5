"""Named labels and buttons in the looks that the style sheet knows."""

from typing import Literal, TypeVar

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QSpinBox, QToolButton, QWidget

from shopdesk.ui.icons import Icons

LabelRole = Literal["body", "title", "small", "muted", "section", "danger", "warning", "good"]
ButtonLook = Literal["plain", "main", "quiet", "link", "danger"]
Widget = TypeVar("Widget", bound=QWidget)
TITLE = 40
"""px that a window's own title takes at most."""


def named(widget: Widget, name: str) -> Widget:
    """The widget, with its objectName: tests and screen readers find it by that."""
    widget.setObjectName(name)
    return widget


def label(name: str, role: LabelRole = "body", *, wrap: bool = False, parent: QWidget | None = None) -> QLabel:
    """A label of plain text; data from outside is never taken for markup."""
    made = named(QLabel(parent), name)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(wrap)
    made.setProperty("role", role)
    return made


class Button(QPushButton):
    """Enter presses the button that has the focus; a dialog's default is for Enter everywhere else. Qt's own way would
    make the first button of a dialog its default."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter is a click."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.menu() is None:
            if not event.isAutoRepeat():
                self.click()
        else:
            super().keyPressEvent(event)


def button(name: str, look: ButtonLook = "plain", parent: QWidget | None = None) -> QPushButton:
    """A button with text; a page has one `main` button at most."""
    made: QPushButton = named(Button(parent), name)
    made.setAutoDefault(False)
    if look != "plain":
        made.setProperty(look, True)
    return made


def tool_button(icons: Icons, icon: str, name: str, parent: QWidget | None = None) -> QToolButton:
    """A quiet square button with an icon only; give it a tooltip and an accessible name in `retranslate()`."""
    made = named(QToolButton(parent), name)
    made.setIconSize(QSize(16, 16))
    made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    icons.put(made, icon)
    return made


def number_box(name: str, lowest: int, highest: int, parent: QWidget | None = None) -> QSpinBox:
    """A spin box for whole numbers. Style sheets don't reach the room before its digits, so it is set here."""
    made = named(QSpinBox(parent), name)
    made.setRange(lowest, highest)
    made.lineEdit().setTextMargins(6, 0, 0, 0)
    return made


def say(widget: QWidget, text: str) -> None:
    """Text for those who see no text: tooltip and accessible name of a button with an icon only."""
    widget.setToolTip(text)
    widget.setAccessibleName(text)


def rule(name: str, parent: QWidget | None = None) -> QFrame:
    """A thin line across."""
    made = named(QFrame(parent), name)
    made.setProperty("rule", True)
    made.setFixedHeight(1)
    return made


def restyle(widget: QWidget, key: str, value: object) -> None:
    """Set a property that the style sheet looks at, and have it look again."""
    if widget.property(key) != value:
        widget.setProperty(key, value)
        widget.style().unpolish(widget)
        widget.style().polish(widget)


def fit_on_screen(window: QWidget, width: int, height: int) -> None:
    """Give a window this size in px, or what the screen has: its title and its foot must both be seen."""
    room = window.screen().availableGeometry()
    window.resize(min(width, room.width() - 16), min(height, room.height() - TITLE))


def grow_to_fit(window: QWidget) -> None:
    """Give a window the height that its texts need at its width: they may have become longer."""
    layout = window.layout()
    if layout is not None:
        layout.activate()
        window.resize(window.width(), max(window.height(), layout.totalHeightForWidth(window.width())))
