"""The guide for interceptions (SHP-11)."""

from shopdesk.services.desk import Desk
from shopdesk.ui.background import Background
from shopdesk.ui.messages import Messages
from shopdesk.ui.parcels.guide import Guide
from shopdesk.ui.theme import Theme


class InterceptionGuide(Guide):
    """To be filled."""

    def __init__(self, desk: Desk, background: Background, messages: Messages, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("parcels.interception")
        self._desk, self._background, self._messages, self._theme = desk, background, messages, theme
