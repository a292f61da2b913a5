"""What must still be printed: a figure in the navigation, and a banner once a wave's time has passed (ORD-16)."""

from typing import NamedTuple

from PySide6.QtCore import QObject, QTimer

from shopdesk.domain.slips import WAVE_NAMES
from shopdesk.i18n import _, ngettext
from shopdesk.queries.shop_settings import get_setting
from shopdesk.queries.waves import CutOff, get_cut_off, list_unprinted
from shopdesk.services.desk import Changed, Desk
from shopdesk.settings import ZONE
from shopdesk.ui.background import Background
from shopdesk.ui.changes import Changes, concerns
from shopdesk.ui.main_window import MainWindow
from shopdesk.ui.moments import short_moment

EVERY, SOON = 60_000, 200
"""Milliseconds between two looks at the clock, and after a change until it is looked again."""


class _Standing(NamedTuple):
    due: int
    """Orders that could be printed before the next cut-off."""
    cut_off: CutOff
    zone: str


class CutOffWatch(QObject):
    """Looks in the background."""

    def __init__(self, window: MainWindow, desk: Desk, background: Background, changes: Changes) -> None:
        super().__init__(window)
        self._window, self._desk, self._background = window, desk, background
        self._soon = QTimer(self, singleShot=True, interval=SOON)
        self._soon.timeout.connect(self.look)
        self._every = QTimer(self, interval=EVERY)
        self._every.timeout.connect(self.look)
        changes.changed.connect(self._on_changed)

    def start(self) -> None:
        """Look now, and then as time goes by."""
        self._every.start()
        self._soon.start()

    def look(self) -> None:
        """Look now."""
        self._background.run_task(self._read, self._show, owner=self)

    def _read(self) -> _Standing:
        database, now = self._desk.seen, self._desk.clock()
        due = sum(not row.hold for row in list_unprinted(database, before=now + 1))
        return _Standing(due, get_cut_off(database, now=now), get_setting(database, ZONE))

    def _show(self, standing: _Standing) -> None:
        self._window.set_badge("shipping", standing.due)
        cut_off, n = standing.cut_off, standing.cut_off.unprinted
        if not n:
            self._window.messages.clear_banner("cut-off")
            return
        said = ngettext(
            "{wave} wave ({when}): {n} order registered before it is still unprinted.",
            "{wave} wave ({when}): {n} orders registered before it are still unprinted.",
            n,
        )
        when = short_moment(cut_off.at, self._desk.clock(), standing.zone)
        text = said.format(wave=_(WAVE_NAMES[cut_off.kind]), when=when, n=n)
        show = (_("Show"), lambda: self._window.open_record("wave", 0))
        self._window.messages.banner("cut-off", text, "warning", action=show)

    def _on_changed(self, kinds: frozenset[str]) -> None:
        if concerns(kinds, Changed.ORDERS, Changed.SLIPS, Changed.SETTINGS):
            self._soon.start()
