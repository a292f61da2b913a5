"""What is open with each supplier: counts, sums, what runs out first (REP-04)."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from shopdesk.domain.money import ZERO
from shopdesk.errors import N_
from shopdesk.i18n import _, ngettext
from shopdesk.services.desk import Desk
from shopdesk.ui.background import Background
from shopdesk.ui.controls import label, rule
from shopdesk.ui.damage import possible
from shopdesk.ui.damage.actions import OF_SUPPLIERS
from shopdesk.ui.damage.batch_work import BatchWork
from shopdesk.ui.damage.columns import supplier_columns
from shopdesk.ui.damage.reading import NOBODY, DamageFilter, Moment, SupplierLine, read_suppliers, unread_moment
from shopdesk.ui.damage.work import DamageWork
from shopdesk.ui.empty_state import EmptyState
from shopdesk.ui.language import Retranslated
from shopdesk.ui.layouts import fill, foot, stacked, surface
from shopdesk.ui.messages import Messages
from shopdesk.ui.page_actions import ReasonedActions
from shopdesk.ui.record_table import RecordTable
from shopdesk.ui.theme import Theme


class SuppliersView(Retranslated, QWidget):
    """Enter lists a supplier's goods, B makes a batch of them."""

    list_wanted = Signal(object)
    """A `DamageFilter`."""
    batch_wanted = Signal(int)

    def __init__(self, *, desk: Desk, background: Background, messages: Messages, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("damage.suppliers")
        self._desk, self._background, self._messages = desk, background, messages
        self._moment = unread_moment(desk)
        self._rows: list[SupplierLine] = []
        self.actions_ = ReasonedActions(
            self, desk, messages, OF_SUPPLIERS, always=(), nothing=N_("Choose a supplier first.")
        )
        work = DamageWork(desk, background, messages, self)
        self._batches = BatchWork(desk, background, messages, work, self)
        columns = supplier_columns(lambda: self._moment)
        self.table = RecordTable("damage.suppliers.table", N_("Suppliers"), columns, theme)
        self.table.setSelectionMode(RecordTable.SelectionMode.SingleSelection)
        self.empty = EmptyState("damage.suppliers.empty", theme, "circle-check")
        self._said = label("damage.suppliers.said", "muted", parent=self)
        self._lay_out()
        self._connect()
        self.retranslate()

    def retranslate(self) -> None:
        """Write every text again."""
        self.setAccessibleName(_("By supplier"))
        self.actions_.retranslate()
        self.empty.say(N_("Nothing is on the damage list."))
        self._show()

    def take_focus(self) -> None:
        """Keys go to the list."""
        self.table.setFocus()

    def refresh(self) -> None:
        """Read everything again."""
        self._background.run_task(lambda: read_suppliers(self._desk), self._take, self._messages.unasked, owner=self)

    def _lay_out(self) -> None:
        self._stack = stacked("damage.suppliers.stack", self.table, self.empty)
        buttons = (self.actions_.button(possible.LIST_ALL, "quiet"), self.actions_.button(possible.BATCH, "main"))
        below = rule("damage.suppliers.rule"), foot(self._said, *buttons)
        fill(self, surface("damage.suppliers.content", self._stack, *below, tall=self._stack))

    def _connect(self) -> None:
        self.table.chosen_changed.connect(self._allow)
        self.table.opened.connect(lambda _id: self._list())
        self._batches.made.connect(self.batch_wanted)
        self.actions_.connect_all({possible.LIST_ALL: self._list, possible.BATCH: self._make})

    def _take(self, found: tuple[Moment, list[SupplierLine]]) -> None:
        self._moment, self._rows = found
        rows = self._rows
        self._show()
        if rows and not self.table.chosen_ids():
            self.table.go_to(self.table.current_id() or rows[0].id)

    def _show(self) -> None:
        self.table.show_rows(self._rows, again=True)
        self._stack.setCurrentWidget(self.table if self._rows else self.empty)
        n = len(self._rows)
        here = sum(each.row.here for each in self._rows)
        worth = sum((each.row.worth for each in self._rows), ZERO)
        said = ngettext("{n} supplier", "{n} suppliers", n).format(n=n)
        pieces = ngettext("{n} piece here", "{n} pieces here", here).format(n=here)
        cost = _("cost of all that is open {amount}").format(amount=worth.shown)
        self._said.setText(" · ".join((said, pieces, cost)) if n else "")
        self._allow()

    def _allow(self) -> None:
        found: SupplierLine | None = self.table.current() if self._rows else None
        if found is None:
            self.actions_.show_reasons(None)
            return
        why = ""
        if found.id == NOBODY:
            why = _("Nobody knows who made these: say it of each first.")
        elif not found.row.here:
            why = _("Nothing of this supplier is here.")
        self.actions_.show_reasons({possible.BATCH: why} if why else {})

    def _list(self) -> None:
        found: SupplierLine | None = self.table.current()
        if found is not None:
            self.list_wanted.emit(DamageFilter(supplier_id=found.id))

    def _make(self) -> None:
        found: SupplierLine | None = self.table.current()
        if found is not None:
            self._batches.make_of(found.id, found.row.supplier)
