"""The large button of a panel."""

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QSizePolicy, QWidget

from shopdesk.ui.controls import Button, named
from shopdesk.ui.theme import Text, Theme

_LARGE = "min-height: 40px;"


class NextButton(Button):
    """What is next with the record beside the list. It does what Enter does in the list, and its text says what."""

    def __init__(self, name: str, theme: Theme, action: QAction, parent: QWidget) -> None:
        super().__init__(parent)
        named(self, name)
        self.setAutoDefault(False)
        self.setProperty("main", True)
        self.setFont(theme.font(Text.TITLE))
        self.setStyleSheet(_LARGE)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)  # no wider than the panel
        self.clicked.connect(action.trigger)

    def show_step(self, title: str, why_not: str = "") -> None:
        """What is next, "" for nothing; greyed with the reason where it can't be done yet."""
        self.setVisible(bool(title))
        self.setText(f"{title}  ↵")
        self.setAccessibleName(title)
        self.setEnabled(not why_not)
        self.setToolTip(why_not)
