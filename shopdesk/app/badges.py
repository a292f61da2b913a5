"""How much is due on pages, shown in the navigation before anybody opens them."""

from typing import NamedTuple

from PySide6.QtCore import QObject, QTimer

from shopdesk.domain.deadlines import HOUR_MS
from shopdesk.queries.registering import count_queue
from shopdesk.queries.shipping_lists import count_to_pack
from shopdesk.queries.shop_settings import get_setting
from shopdesk.services.desk import Changed, Desk
from shopdesk.settings import REGISTER_WITHIN_HOURS
from shopdesk.ui.background import Background
from shopdesk.ui.changes import Changes, concerns
from shopdesk.ui.main_window import MainWindow

EVERY, SOON = 60_000, 200
"""Milliseconds between two looks at the clock, and after a change until it is counted."""


class _Due(NamedTuple):
    """What is counted."""

    to_register: int
    late: int
    to_pack: int


class Badges(QObject):
    """Orders to register, red once one of them is late (ORD-01), and slips to pack."""

    def __init__(self, window: MainWindow, desk: Desk, background: Background, changes: Changes) -> None:
        super().__init__(window)
        self._window, self._desk, self._background = window, desk, background
        self._soon = QTimer(self, singleShot=True, interval=SOON)
        self._soon.timeout.connect(self.count)
        self._every = QTimer(self, interval=EVERY)
        self._every.timeout.connect(self.count)
        changes.changed.connect(self._on_changed)
        self._every.start()
        self._soon.start()

    def count(self) -> None:
        """Count in the background."""
        self._background.run_task(self._read, self._show, owner=self)

    def _read(self) -> _Due:
        database = self._desk.seen
        late_before = self._desk.clock() - get_setting(database, REGISTER_WITHIN_HOURS) * HOUR_MS
        return _Due(*count_queue(database, late_before=late_before), count_to_pack(database))

    def _show(self, due: _Due) -> None:
        self._window.set_badge("registering", due.to_register, late=due.late)
        self._window.set_badge("packing", due.to_pack)

    def _on_changed(self, kinds: frozenset[str]) -> None:
        if concerns(kinds, Changed.ORDERS, Changed.SLIPS, Changed.SETTINGS):
            self._soon.start()
