"""Repairs: a board by state or a list by due date, and the chosen one beside it (REP-01 to REP-03)."""

from PySide6.QtCore import Signal

from shopdesk.i18n import _
from shopdesk.services.desk import Desk
from shopdesk.ui.background import Background
from shopdesk.ui.changes import Changes
from shopdesk.ui.messages import Messages
from shopdesk.ui.page import PageWidget
from shopdesk.ui.side_panel import SettingsStore
from shopdesk.ui.theme import Theme


class RepairsPage(PageWidget):
    """Everything is read in the background; a later reading overtakes an earlier one."""

    papers_requested = Signal(str, object)
    """ "labels" and the repairs' numbers in a list, or "dispatch" and a batch's number."""

    def __init__(
        self,
        *,
        desk: Desk,
        changes: Changes,
        background: Background,
        messages: Messages,
        theme: Theme,
        settings: SettingsStore,
    ) -> None:
        super().__init__()
        self.setObjectName("repairs")
        self._desk, self._background, self._messages, self._settings = desk, background, messages, settings
        del changes, theme

    def retranslate(self) -> None:
        """Write every text again."""
        self.setAccessibleName(_("Repairs"))

    def open_record(self, kind: str, record_id: object) -> None:
        """ "repair": its number. "repair-list": a word of `reading.Show` ("due", "late", "to-send", "back",
        "to-return", "estimates", "fees", "untold", "open", "over"). "repair-batch": a batch's number, or None for all
        batches. "repair-new": an order's id, {"box_item_id": 5} for something in a box, or None to find the order."""
