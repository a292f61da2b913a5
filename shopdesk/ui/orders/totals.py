"""What the chosen or listed orders were paid, added up in the background."""

from PySide6.QtCore import QObject, QTimer, Signal

from shopdesk.domain.money import Money
from shopdesk.queries.order_lists import sum_orders
from shopdesk.services.desk import Desk
from shopdesk.ui.background import Background
from shopdesk.ui.orders.listing import Listing

ADD_UP_AFTER = 200
"""Milliseconds after the last change of the selection."""
AT_ONCE = 5_000
"""Ids in one statement."""


class Totals(QObject):
    """`added_up` carries Money, for what was last asked."""

    added_up = Signal(object)

    def __init__(self, desk: Desk, background: Background, parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self._background = desk, background
        self._turn = 0
        self._asked: tuple[Listing, list[tuple[int, int]]] | None = None
        self._timer = QTimer(self, singleShot=True, interval=ADD_UP_AFTER)
        self._timer.timeout.connect(self._add_up)

    def ask(self, listing: Listing, ranges: list[tuple[int, int]]) -> None:
        """Add up these rows of a list, soon; no rows: all of it."""
        self._turn += 1
        self._asked = (listing, ranges)
        self._timer.start()

    def _add_up(self) -> None:
        if self._asked is None:
            return
        (listing, ranges), turn = self._asked, self._turn

        def take(amount: Money) -> None:
            if turn == self._turn:
                self.added_up.emit(amount)

        self._background.run_task(lambda: add_up(self._desk, listing, ranges), take, owner=self)


def add_up(desk: Desk, listing: Listing, ranges: list[tuple[int, int]]) -> Money:
    """The sum of some rows, or of the whole list where `ranges` is empty or covers it."""
    everything = [(0, listing.count - 1)]
    if not listing.count:
        return Money(0)
    if ranges in ([], everything) and not listing.chosen.find:
        return Money(sum_orders(desk.seen, listing.chosen))
    total = 0
    for first, last in ranges or everything:
        for start in range(first, last + 1, AT_ONCE):
            ids = listing.ids(start, min(start + AT_ONCE - 1, last))
            total += sum_orders(desk.seen, listing.chosen, ids)
    return Money(total)
