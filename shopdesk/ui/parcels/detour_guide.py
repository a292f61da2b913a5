"""The guide for detours (SHP-10)."""

from shopdesk.services.desk import Desk
from shopdesk.ui.background import Background
from shopdesk.ui.messages import Messages
from shopdesk.ui.parcels.guide import Guide
from shopdesk.ui.theme import Theme


class DetourGuide(Guide):
    """To be filled."""

    def __init__(self, desk: Desk, background: Background, messages: Messages, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("parcels.detour")
        self._desk, self._background, self._messages, self._theme = desk, background, messages, theme
