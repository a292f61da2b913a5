"""Everything that can be done on the shipping page: texts, keys, rights, buttons."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QPushButton, QWidget

from shopdesk.domain.permissions import Right
from shopdesk.errors import N_
from shopdesk.i18n import _
from shopdesk.services.desk import Desk
from shopdesk.ui.controls import button
from shopdesk.ui.rights import apply_right

DECLARED: dict[str, tuple[str, str, Right | None]] = {
    "make": (N_("Make wave"), "Ctrl+N", Right.WAVE),
    "make-carrier": (N_("Only this carrier"), "Ctrl+Alt+N", Right.WAVE),
    "make-urgent": (N_("Urgent wave"), "Ctrl+Shift+N", Right.WAVE),
    "print": (N_("Print…"), "Ctrl+P", Right.PRINT),
    "reprint": (N_("Print again…"), "Ctrl+Shift+P", Right.PRINT),
    "came-out": (N_("All came out"), "Ctrl+Return", Right.PRINT),
    "some-came-out": (N_("Only the first…"), "", Right.PRINT),
    "paste": (N_("Paste waybills"), "Ctrl+V", Right.WAYBILL),
    "stock": (N_("Waybills from stock…"), "Ctrl+G", Right.WAYBILL),
    "file": (N_("Waybills from a file…"), "Ctrl+O", Right.WAYBILL),
    "ranges": (N_("Number ranges…"), "", None),
    "register": (N_("Issue register…"), "Ctrl+I", None),
    "take-out": (N_("Take out of the wave"), "Ctrl+Backspace", Right.WAVE),
    "cancel": (N_("Cancel slip…"), "Ctrl+Delete", Right.WAVE),
    "together": (N_("Ship together"), "Ctrl+T", Right.WAVE),
    "split": (N_("Split into parcels…"), "", Right.WAVE),
    "apart": (N_("Take apart"), "", Right.WAVE),
    "open": (N_("Show the order"), "Ctrl+Down", None),
    "unprinted": (N_("Show what is unprinted"), "", None),
}
"""Text, key, and the right that it needs."""


class ShippingCommands(QObject):
    """Actions by name, and buttons that follow them."""

    def __init__(self, page: QWidget, desk: Desk) -> None:
        super().__init__(page)
        self._page = page
        self.by_name: dict[str, QAction] = {}
        for name, (_text, key, right) in DECLARED.items():
            action = QAction(page)
            action.setObjectName(f"shipping.{name}")
            action.setAutoRepeat(False)
            if key:
                action.setShortcut(QKeySequence(key))
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            page.addAction(action)
            if right is not None:
                apply_right(action, desk, right)
            self.by_name[name] = action
        self._buttons: list[tuple[QPushButton, QAction]] = []

    def retranslate(self) -> None:
        """Write every text again."""
        for name, (text, _key, _right) in DECLARED.items():
            self.by_name[name].setText(_(text))
        for made, action in self._buttons:
            self._follow(made, action)

    def connect_all(self, does: Mapping[str, Callable[[], object]]) -> None:
        """What each does."""
        for name, do in does.items():
            self.by_name[name].triggered.connect(lambda _checked=False, do=do: do())

    def enable(self, **possible: bool) -> None:
        """Which can be done now; dashes in names are underscores here."""
        for name, can_be in possible.items():
            self.by_name[name.replace("_", "-")].setEnabled(can_be)

    def button(self, name: str, *, main: bool = False) -> QPushButton:
        """A button for an action: enabled with it, and saying the same."""
        action = self.by_name[name]
        made = button(f"shipping.{name}.button", "main" if main else "plain", self._page)
        made.clicked.connect(action.trigger)
        action.changed.connect(lambda: self._follow(made, action))
        self._buttons.append((made, action))
        return made

    @staticmethod
    def _follow(made: QPushButton, action: QAction) -> None:
        keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        made.setText(action.text())
        made.setEnabled(action.isEnabled())
        made.setToolTip(f"{action.text().rstrip('…')}  {keys}".strip() if action.isEnabled() else action.toolTip())
