"""The strip above a wave's slips: what to decide, or how the last scan went, in big type."""

from collections.abc import Callable, Sequence
from typing import Literal

from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QWidget

from shopdesk.ui.controls import button, label, restyle
from shopdesk.ui.theme import Text, Theme

Tone = Literal["info", "warning", "danger"]
_SHOWN_AT_MOST = 3


class Notice(QFrame):
    """Hidden while there is nothing to say. Buttons are (text, what it does)."""

    def __init__(self, name: str, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._text = label(f"{name}.text", wrap=True, parent=self)
        self._text.setFont(theme.font(Text.TITLE))
        self._buttons = [button(f"{name}.button{place}", "main" if place == 0 else "plain", self)
                         for place in range(_SHOWN_AT_MOST)]  # fmt: skip
        self._does: list[Callable[[], object]] = []
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 8, 12, 8)
        layout.setSpacing(8)
        layout.addWidget(self._text, 1)
        for place, made in enumerate(self._buttons):
            layout.addWidget(made)
            made.clicked.connect(lambda _checked=False, place=place: self._does[place]())
        self.hide()

    def say(
        self, text: str, tone: Tone = "info", buttons: Sequence[tuple[str, Callable[[], object]]] = (), *,
        sounds: bool = False,
    ) -> None:  # fmt: skip
        """Show this; `sounds` for a scan that went wrong."""
        self._give_back()
        self._text.setText(text)
        self.setAccessibleName(text)
        restyle(self, "notice", tone)
        self._does = [do for _said, do in buttons]
        for place, made in enumerate(self._buttons):
            made.setVisible(place < len(buttons))
            if place < len(buttons):
                made.setText(buttons[place][0])
        self.show()
        if sounds:
            QApplication.beep()

    def setVisible(self, visible: bool) -> None:
        """A strip that goes gives the keys back."""
        if not visible:
            self._give_back()
        super().setVisible(visible)

    def _give_back(self) -> None:
        """Its buttons change: the keys go to its focus proxy, lest they are nobody's."""
        focus = QApplication.focusWidget()
        if focus is not None and self.focusProxy() is not None and self.isAncestorOf(focus):
            self.setFocus()

    @property
    def text(self) -> str:
        """What it says, "" while it is hidden."""
        return "" if self.isHidden() else self._text.text()
