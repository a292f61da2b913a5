"""Says across the page when this PC's clock was set back or settings can't be read; work goes on."""

from PySide6.QtCore import QObject, QTimer

from shopdesk.app.look import Look
from shopdesk.errors import ShopdeskError
from shopdesk.i18n import _, sentence
from shopdesk.queries.shop_settings import OddSettings, find_odd_settings
from shopdesk.services.clocks import ClockBehind, find_clock_behind
from shopdesk.services.desk import Desk
from shopdesk.services.shop_settings import save_setting
from shopdesk.ui.background import Background
from shopdesk.ui.messages import Messages

EVERY = 60_000
"""Milliseconds between two looks at the clock."""


class ClockBanner(QObject):
    """Looks now and every minute until `stop`."""

    def __init__(self, look: Look, desk: Desk, background: Background, messages: Messages, parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self._background, self._messages = desk, background, messages
        self._timer = QTimer(self, interval=EVERY)
        self._timer.timeout.connect(self.look)
        self._timer.start()
        look.language.changed.connect(self.look)
        self.look()

    def stop(self) -> None:
        """The window has ended."""
        self._timer.stop()

    def look(self) -> None:
        """Times of new entries would be wrong; nothing else depends on them. What somebody wrote into the settings by
        hand doesn't count; it is said until it is set again."""

        def read() -> tuple[ClockBehind | None, OddSettings | None]:
            return find_clock_behind(self._desk), find_odd_settings(self._desk.seen)

        if self._timer.isActive():
            self._background.run_task(read, self._show, owner=self)

    def _show(self, found: tuple[ClockBehind | None, OddSettings | None]) -> None:
        if not self._timer.isActive():
            return
        behind, odd = found
        if behind is not None:
            self._messages.banner("clock", sentence(behind), "warning")
        else:
            self._messages.clear_banner("clock")
        if odd is not None:
            keep = (_("Keep the usual values"), lambda: self._keep_usual(odd))
            self._messages.banner("settings", sentence(odd), "warning", action=keep)
        else:
            self._messages.clear_banner("settings")

    def _keep_usual(self, odd: OddSettings) -> None:
        try:
            for setting in odd.odd:
                save_setting(self._desk, setting, setting.default)
        except ShopdeskError as error:
            self._messages.error(error)
        self.look()
