"""Thin lines across the page for states that last: offline, sample shop, read-only."""

from collections.abc import Callable
from typing import Literal

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from shopdesk.ui.controls import button

BannerKind = Literal["info", "warning", "danger"]
NARROWEST = 240
"""px of a sentence that has to be broken."""


class BannerText(QLabel):
    """A sentence in one line where there is room, else in several: it never makes the window wider."""

    def __init__(self, name: str, text: str) -> None:
        super().__init__(text)
        self.setObjectName(name)
        self.setProperty("role", "body")
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setMinimumHeight(24)

    def sizeHint(self) -> QSize:
        """One line."""
        self.ensurePolished()
        return QSize(self.fontMetrics().horizontalAdvance(self.text()) + 2, self.fontMetrics().height())

    def minimumSizeHint(self) -> QSize:
        """Some words of it."""
        return QSize(min(NARROWEST, self.sizeHint().width()), self.sizeHint().height())


class Banner(QFrame):
    """One state, said in a sentence, with at most one button."""

    def __init__(
        self, key: str, text: str, kind: BannerKind, action: tuple[str, Callable[[], object]] | None = None
    ) -> None:
        super().__init__()
        name = f"main.banner.{key}"
        self.setObjectName(name)
        self.setProperty("banner", kind)
        self.setAccessibleName(text)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 2, 16, 2)
        layout.addWidget(BannerText(f"{name}.text", text))
        if action is not None:
            layout.addWidget(self._action_button(f"{name}.action", *action))
        layout.addStretch(1)

    def _action_button(self, name: str, text: str, act: Callable[[], object]) -> QWidget:
        made = button(name, "link")
        made.setText(text)
        made.clicked.connect(lambda *_args: act())
        return made


class Banners(QWidget):
    """The banners in force, one a key, in the order they came."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("main.banners")
        self._banners: dict[str, Banner] = {}
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)
        self.hide()

    def put(
        self, key: str, text: str, kind: BannerKind = "info", action: tuple[str, Callable[[], object]] | None = None
    ) -> None:
        """Show a state, or show it anew where it stands: somebody may be about to press another's button."""
        before, made = self._banners.get(key), Banner(key, text, kind, action)
        self._banners[key] = made
        self._layout.insertWidget(-1 if before is None else self._layout.indexOf(before), made)
        if before is not None:
            before.hide()  # first: what is shown makes room at once, and the page below would jump
            before.deleteLater()
        made.show()
        self.show()

    def clear(self, key: str) -> None:
        """The state is over; nothing happens if it never was."""
        banner = self._banners.pop(key, None)
        if banner is not None:
            banner.hide()
            banner.deleteLater()
        self.setVisible(bool(self._banners))

    def keys(self) -> list[str]:
        """The states in force."""
        return list(self._banners)
