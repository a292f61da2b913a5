"""How much is due on pages, shown in the navigation before anybody opens them."""

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, QTimer

from shopdesk.domain.deadlines import HOUR_MS
from shopdesk.domain.due import DUE, DueKind
from shopdesk.queries.shop_settings import get_setting
from shopdesk.services.desk import OF_TODAY, Desk
from shopdesk.settings import REGISTER_WITHIN_HOURS
from shopdesk.ui.background import Background
from shopdesk.ui.changes import Changes, concerns
from shopdesk.ui.main_window import MainWindow

if TYPE_CHECKING:
    # Loaded when it is first counted: the window is there sooner.
    from shopdesk.queries.due import DueRow

EVERY, SOON = 60_000, 200
"""Milliseconds between two looks at the clock, and after a change until it is counted."""


def _opening(*lists: str) -> frozenset[DueKind]:
    """Every kind that opens one of these lists."""
    return frozenset(kind for kind, line in DUE.items() if line.opens in lists)


OF_PAGES: Mapping[str, Collection[DueKind]] = {
    "today": frozenset(DueKind),
    "intake": {
        DueKind.BOXES_OPENED, DueKind.TO_INSPECT, DueKind.TO_APPROVE, DueKind.UNCLAIMED, DueKind.ESCALATED,
        DueKind.CASH, DueKind.DAYS_OPEN,
    },
    "cases": {DueKind.CASES_DUE, DueKind.CASES_OF_NOBODY},
    "refunds": {DueKind.REFUNDS_TO_APPROVE, DueKind.REFUNDS_TO_PAY, DueKind.REFUNDS_FAILED},
    "repairs": _opening("repair-list", "repair-batch"),
    "damage": _opening("damage-list", "damage-batch"),
    "parcels": _opening("parcel-list", "claim-list"),
    "reviews": _opening("review-list", "rate-list"),
    "complaints": _opening("complaint-list"),
    "buyers": _opening("care-list"),
    "points": _opening("points-list"),
}  # fmt: skip
"""What is late or due today of these kinds, for whoever works here, stands beside the page; red once some is late."""


class _Due(NamedTuple):
    """What is counted."""

    to_register: int
    late: int
    to_pack: int
    today: "list[DueRow]"


class Badges(QObject):
    """Orders to register, red once one of them is late (ORD-01), slips to pack, and what Today tells (TEAM-04)."""

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
        from shopdesk.queries.registering import count_queue
        from shopdesk.queries.shipping_lists import count_to_pack
        from shopdesk.services.today import read_today

        database = self._desk.seen
        late_before = self._desk.clock() - get_setting(database, REGISTER_WITHIN_HOURS) * HOUR_MS
        to_register, late = count_queue(database, late_before=late_before)
        return _Due(to_register, late, count_to_pack(database), read_today(self._desk))

    def _show(self, due: _Due) -> None:
        from shopdesk.services.today import add_up

        self._window.set_badge("registering", due.to_register, late=due.late)
        self._window.set_badge("packing", due.to_pack)
        for page, kinds in OF_PAGES.items():
            sums = add_up((row for row in due.today if row.kind in kinds), mine=True)
            self._window.set_badge(page, sums.late + sums.today, late=sums.late)

    def _on_changed(self, kinds: frozenset[str]) -> None:
        if concerns(kinds, *OF_TODAY):
            self._soon.start()
