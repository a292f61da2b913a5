"""Everything that can be done on the shipping page: texts, keys, rights, buttons."""

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QPushButton, QWidget

from shopdesk.domain.permissions import Right
from shopdesk.errors import N_
from shopdesk.services.desk import Desk
from shopdesk.ui.page_actions import Declared, PageActions, key_text

DECLARED: Declared = {
    "make": (N_("Make wave"), "Ctrl+N", Right.WAVE),
    "make-carrier": (N_("Only this carrier"), "Ctrl+Alt+N", Right.WAVE),
    "make-urgent": (N_("Urgent wave"), "Ctrl+Shift+N", Right.WAVE),
    "print": (N_("Print…"), "Ctrl+P", Right.PRINT),
    "reprint": (N_("Print again…"), "Ctrl+Shift+P", Right.PRINT),
    "came-out": (N_("All came out"), "Ctrl+Return", Right.PRINT),
    "some-came-out": (N_("Only the first…"), "", Right.PRINT),
    "paste": (N_("Paste waybills"), "Ctrl+V", Right.WAYBILL),
    "stock": (N_("Waybills from stock…"), "Ctrl+G", Right.WAYBILL),
    "file": (N_("Waybills from a file…"), "Ctrl+Shift+V", Right.WAYBILL),
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


class ShippingCommands(PageActions):
    """The page's actions."""

    def __init__(self, page: QWidget, desk: Desk) -> None:
        super().__init__(page, desk, DECLARED)

    def enable(self, **possible: bool) -> None:
        """Which can be done now; dashes in names are underscores here."""
        for name, can_be in possible.items():
            self.by_name[name.replace("_", "-")].setEnabled(can_be)

    def follow(self, made: QPushButton, action: QAction) -> None:
        """Keys of more than one letter: in the tooltip only."""
        made.setText(action.text())
        made.setEnabled(action.isEnabled())
        said = f"{action.text().rstrip('…')}  {key_text(action)}".strip()
        made.setToolTip(said if action.isEnabled() else action.toolTip())
