"""The left side of the page: which orders are shown, all at once, and the queue."""

from collections.abc import Collection, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout

from shopdesk.i18n import _
from shopdesk.queries.registering import QueueRow
from shopdesk.ui.chips import Chip, ChipBar
from shopdesk.ui.controls import button, rule
from shopdesk.ui.flags import Pennants
from shopdesk.ui.language import Retranslated
from shopdesk.ui.order_forms.clocks import Clocks
from shopdesk.ui.registering.actions import RegisterActions
from shopdesk.ui.registering.queue import Queue
from shopdesk.ui.theme import Theme

WIDTH = 280
"""px."""
READY, HELD, ALL = "ready", "held", "all"


class Side(Retranslated, QFrame):
    """`filter_chosen` carries READY, HELD or ALL."""

    filter_chosen = Signal(str)

    def __init__(self, clocks: Clocks, actions: RegisterActions, theme: Theme, pennants: Pennants) -> None:
        super().__init__()
        self.setObjectName("registering.side")
        self.setProperty("surface", True)
        self.setFixedWidth(WIDTH)
        self.filter = READY
        self._counts = (0, 0)
        self._action = actions.by_name["all"]
        self.queue = Queue(clocks, theme, pennants)
        self._chips = ChipBar("registering.filter", theme, pennants)
        self._chips.chosen.connect(self._on_chip)
        self._all = button("registering.all.button", parent=self)
        self._all.clicked.connect(self._action.trigger)
        top = QVBoxLayout()
        top.setContentsMargins(12, 12, 12, 8)
        top.setSpacing(8)
        top.addWidget(self._chips)
        top.addWidget(self._all)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(rule("registering.side.rule"))
        column.addWidget(self.queue, 1)
        self.retranslate()

    def retranslate(self) -> None:
        """Write every text again."""
        self.setAccessibleName(_("To register"))
        self._all.setText(_("All that are clear…") + "  Ctrl+R")
        self._all.setAccessibleName(_("Register all that are clear"))
        self._write()

    def show_rows(self, rows: Sequence[QueueRow], but: Collection[int], clocks: Clocks) -> None:
        """Show those of the queue that are asked for, but not these, which are being written."""
        ready = [row for row in rows if not row.hold_reason and row.id not in but]
        held = [row for row in rows if row.hold_reason and row.id not in but]
        self._counts = len(ready), len(held)
        waiting = [row for row in rows if row.id not in but]
        self.queue.show_rows({READY: ready, HELD: held, ALL: waiting}[self.filter], clocks)
        self._write()

    def choose(self, key: str) -> None:
        """Show these from the next `show_rows` on."""
        self.filter = key

    def next_filter(self) -> str:
        """The one behind the one that is shown."""
        ways = (READY, HELD, ALL)
        return ways[(ways.index(self.filter) + 1) % len(ways)]

    def _write(self) -> None:
        ready, held = self._counts
        chips = ((READY, _("Clear"), ready), (HELD, _("Held"), held), (ALL, _("All"), ready + held))
        self._chips.set_chips([Chip(key, text, n, shortcut="V") for key, text, n in chips])
        self._chips.check([self.filter])
        self._all.setEnabled(ready > 0 and self._action.isEnabled())

    def _on_chip(self, keys: frozenset[str]) -> None:
        self.filter_chosen.emit(next(iter(keys - {self.filter}), self.filter))
