"""What an empty list shows: one sentence and one button."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from shopdesk.i18n import _
from shopdesk.ui.controls import ButtonLook, button, label, named
from shopdesk.ui.language import Retranslated
from shopdesk.ui.theme import Theme

PICTURE = 40


class EmptyState(Retranslated, QWidget):
    """`clicked` is the button's. Sentence and button text are English sources, marked by N_."""

    clicked = Signal()

    def __init__(self, name: str, theme: Theme, icon: str = "inbox", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._theme, self._icon = theme, icon
        self._sentence, self._action = "", ""
        self._picture = named(QLabel(self), f"{name}.picture")
        self._text = label(f"{name}.text", "muted", wrap=True, parent=self)
        self._button = button(f"{name}.button", "main", self)
        self._button.clicked.connect(self.clicked)
        layout = QVBoxLayout(self)
        layout.setSpacing(12)
        layout.addStretch(2)
        layout.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addWidget(self._text)  # the whole width: aligned, a second line would be cut off
        layout.addWidget(self._button, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(3)
        self._text.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._text.setMinimumWidth(360)
        self.setFocusProxy(self._button)
        theme.changed.connect(self._draw)
        self._draw()

    def say(self, sentence: str, action: str = "", look: ButtonLook = "main") -> None:
        """What to show; without an action there is no button."""
        self._sentence, self._action = sentence, action
        for name in ("main", "quiet", "link"):
            self._button.setProperty(name, name == look)
        self._button.style().unpolish(self._button)
        self._button.style().polish(self._button)
        self.retranslate()

    @property
    def offers(self) -> str:
        """What its button does; "" where it has none."""
        return self._action

    def retranslate(self) -> None:
        """Write every text again."""
        self._text.setText(_(self._sentence) if self._sentence else "")
        self._button.setText(_(self._action) if self._action else "")
        self._button.setVisible(bool(self._action))
        self.setAccessibleName(self._text.text())

    def _draw(self) -> None:
        self._picture.setPixmap(self._theme.icons.pixmap(self._icon, PICTURE, "faint", self.devicePixelRatioF()))
