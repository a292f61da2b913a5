"""What each product had to be mended for, within a period (REP-01)."""

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from shopdesk.domain.deadlines import DAY_MS
from shopdesk.errors import N_
from shopdesk.i18n import _
from shopdesk.queries.repair_batches import ProductRepairs, list_product_repairs
from shopdesk.services.desk import Desk
from shopdesk.ui.background import Background
from shopdesk.ui.controls import named
from shopdesk.ui.empty_state import EmptyState
from shopdesk.ui.language import Retranslated
from shopdesk.ui.layouts import fill, stacked
from shopdesk.ui.messages import Messages
from shopdesk.ui.record_table import RecordColumn, RecordTable
from shopdesk.ui.theme import Theme

PERIODS = (30, 90, 365)
"""Days."""
MOST_FAULTS = 4


@dataclass(frozen=True, slots=True)
class ProductLine:
    """A row of the table."""

    id: int
    of: ProductRepairs


def product_columns() -> tuple[RecordColumn, ...]:
    """One product a row, the most repairs first."""
    return (
        RecordColumn("title", N_("Product"), 200, lambda row: row.of.title, stretch=4),
        RecordColumn("repairs", N_("Times mended"), 92, lambda row: str(row.of.repairs), is_figure=True),
        RecordColumn("pieces", N_("Pieces"), 56, lambda row: str(row.of.pieces), is_figure=True),
        RecordColumn("faults", N_("Faults"), 200, _faults, stretch=4),
        RecordColumn("warranty", N_("Under warranty"), 108, lambda row: str(row.of.under_warranty), is_figure=True),
        RecordColumn("replaced", N_("Replaced"), 76, lambda row: str(row.of.replaced or ""), is_figure=True),
        RecordColumn("refunded", N_("Refunded"), 80, lambda row: str(row.of.refunded or ""), is_figure=True),
        RecordColumn("fees", N_("Fees we bore"), 96, lambda row: row.of.fees.shown, is_figure=True),
        RecordColumn("days", N_("Days away"), 84, lambda row: "" if row.of.days is None else f"{row.of.days:.1f}",
                     is_figure=True),
    )  # fmt: skip


class ProductsView(Retranslated, QWidget):
    """`opened` carries a product's title: its repairs are wanted."""

    opened = Signal(str)

    def __init__(self, desk: Desk, background: Background, messages: Messages, theme: Theme) -> None:
        super().__init__()
        named(self, "repairs.products")
        self._desk, self._background, self._messages = desk, background, messages
        self._rows: list[ProductLine] = []
        self.period = named(QComboBox(self), "repairs.products.period")
        self.period.addItems([""] * len(PERIODS))
        self.period.setCurrentIndex(len(PERIODS) - 1)
        self.table = RecordTable("repairs.products.table", N_("Repairs by product"), product_columns(), theme)
        self.table.setSelectionMode(RecordTable.SelectionMode.SingleSelection)
        self.empty = EmptyState("repairs.products.empty", theme, "tool")
        self._stack = stacked("repairs.products.stack", self.table, self.empty)
        self.period.activated.connect(lambda _place: self.refresh())
        self.table.opened.connect(self._open)
        head = QHBoxLayout()
        head.setContentsMargins(16, 8, 16, 8)
        head.addWidget(self.period)
        head.addStretch(1)
        fill(self, head, self._stack, tall=self._stack)
        self.retranslate()

    def retranslate(self) -> None:
        """Write every text again."""
        self.setAccessibleName(_("Repairs by product"))
        self.period.setAccessibleName(_("Period"))
        for place, days in enumerate(PERIODS):
            self.period.setItemText(place, _("The last {n} days").format(n=days))
        self.empty.say(N_("Nothing was mended in this time."))

    def take_focus(self) -> None:
        """Keys go to the table."""
        (self.table if self._rows else self.period).setFocus()

    def refresh(self) -> None:
        """Read it again."""
        days = PERIODS[self.period.currentIndex()]

        def read() -> list[ProductRepairs]:
            now = self._desk.clock()
            return list_product_repairs(self._desk.seen, since=now - days * DAY_MS, until=now + 1)

        self._background.run_task(read, self._take, self._messages.unasked, owner=self)

    def _take(self, found: list[ProductRepairs]) -> None:
        self._rows = [ProductLine(place, each) for place, each in enumerate(found)]
        self.table.show_rows(self._rows, again=True)
        self._stack.setCurrentIndex(0 if found else 1)
        if found and self.table.current_id() is None:
            self.table.go_to(0)
            if self.period.hasFocus():
                self.table.setFocus()

    def _open(self, place: int) -> None:
        self.opened.emit(self._rows[place].of.title)


def _faults(row: ProductLine) -> str:
    shown = _(", ").join(f"{fault} ×{n}" for fault, n in row.of.faults[:MOST_FAULTS])
    return shown + (" …" if len(row.of.faults) > MOST_FAULTS else "")
