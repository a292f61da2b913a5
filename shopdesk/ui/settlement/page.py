"""Settlement: what came to which account on a day, order by order, and what nobody has settled yet (ORD-13)."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QDate
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QDateEdit,
    QHBoxLayout,
    QSplitter,
)

from shopdesk.clock import day_end, day_start, iso, to_local
from shopdesk.domain.money import ZERO, Money
from shopdesk.domain.permissions import Right
from shopdesk.i18n import N_, _, ngettext
from shopdesk.queries.settlements import SettledRow, Total, UnsettledRow, list_unsettled, stream_settled, total_settled
from shopdesk.services.desk import Changed, Desk
from shopdesk.services.exports import Cell, export_table
from shopdesk.ui.background import Background
from shopdesk.ui.changes import Changes, concerns
from shopdesk.ui.chips import Chip, ChipBar
from shopdesk.ui.controls import label, named, rule, say, tool_button
from shopdesk.ui.empty_state import EmptyState
from shopdesk.ui.file_dialogs import choose_target
from shopdesk.ui.flags import Pennants
from shopdesk.ui.layouts import fill, foot, stacked, surface
from shopdesk.ui.messages import Messages
from shopdesk.ui.order_forms.clocks import Clocks, read_clocks
from shopdesk.ui.order_forms.settling import Settling, method_name
from shopdesk.ui.page import InView, PageWidget
from shopdesk.ui.page_actions import Declared, PageActions
from shopdesk.ui.record_table import RecordTable
from shopdesk.ui.settlement.columns import TOTALS, TotalRow, settled_columns, unsettled_columns
from shopdesk.ui.theme import Theme

TOTALS_WIDTH = 330
"""px."""
SETTLED, UNSETTLED = "settled", "unsettled"
DECLARED: Declared = {
    "settle": (N_("Settle…"), "S", Right.SETTLE),
    "unsettle": (N_("Take back…"), "Shift+S", Right.CONFIRM_MONEY),
    "export": (N_("Export…"), "Ctrl+E", Right.EXPORT),
}
EXPORTED = (
    N_("Order"), N_("Shop"), N_("Buyer"), N_("Account"), N_("Method"), N_("Received"), N_("Postage booked"), N_("Paid"),
    N_("Platform's postage"), N_("Reference"), N_("By"), N_("When"),
)  # fmt: skip


class Found(NamedTuple):
    """What was read of a day."""

    totals: list[Total]
    settled: list[SettledRow]
    unsettled: list[UnsettledRow]
    clocks: Clocks


class SettlementPage(PageWidget):
    """Totals by account on the left, the orders of the chosen one on the right."""

    def __init__(
        self,
        *,
        desk: Desk,
        changes: Changes,
        background: Background,
        messages: Messages,
        theme: Theme,
        pennants: Pennants,
    ) -> None:
        super().__init__()
        self.setObjectName("settlement")
        self._desk, self._background, self._messages = desk, background, messages
        self._clocks = read_clocks(desk)
        self._found = Found([], [], [], self._clocks)
        self._kind = SETTLED
        self.settling = Settling(desk, background, messages, self)
        self._build(theme, pennants)
        self._lay_out()
        self._connect(changes)
        self.retranslate()
        self.refresh()

    def retranslate(self) -> None:
        """Write every text again."""
        self.setAccessibleName(_("Settlement"))
        say(self._earlier, _("The day before"))
        say(self._later, _("The day after"))
        self._day.setAccessibleName(_("Day"))
        self.actions_.retranslate()
        self._show()

    @property
    def day(self) -> date:
        """The day that is shown."""
        chosen = self._day.date()
        return date(chosen.year(), chosen.month(), chosen.day())

    def show_day(self, day: date) -> None:
        """Show another day."""
        self._day.setDate(QDate(day.year, day.month, day.day))

    def open_record(self, kind: str, record_id: object) -> None:
        """`unsettled`: the orders that nobody has settled yet."""
        if kind == UNSETTLED:
            self.show_kind(UNSETTLED)

    def in_view(self) -> InView:
        """The order that keys go to."""
        return InView(order_id=(self.settled if self._kind == SETTLED else self.unsettled).current_id())

    def take_focus(self) -> None:
        """Keys go to the orders."""
        (self.settled if self._kind == SETTLED else self.unsettled).setFocus()

    def refresh(self) -> None:
        """Read the day again."""
        zone, day = self._clocks.zone, self.day
        since, until = day_start(day, zone), day_end(day, zone)

        def read() -> Found:
            database = self._desk.seen
            return Found(
                total_settled(database, since=since, until=until),
                list(stream_settled(database, since=since, until=until)),
                list_unsettled(database),
                read_clocks(self._desk),
            )

        self._background.run_task(read, lambda found: self._take(day, found), owner=self)

    def showEvent(self, event: QShowEvent) -> None:
        """What changed while another page was shown is read now."""
        super().showEvent(event)
        self.refresh()

    # How it is put together

    def _build(self, theme: Theme, pennants: Pennants) -> None:
        today = to_local(self._desk.clock(), self._clocks.zone).date()
        self._day = named(QDateEdit(QDate(today.year, today.month, today.day)), "settlement.day")
        self._day.setCalendarPopup(True)
        self._day.setDisplayFormat("yyyy-MM-dd")
        self._earlier = tool_button(theme.icons, "chevron-up", "settlement.earlier", self)
        self._later = tool_button(theme.icons, "chevron-down", "settlement.later", self)
        self._chips = ChipBar("settlement.kind", theme, pennants)
        self.totals = RecordTable("settlement.totals", N_("Totals by account"), TOTALS, theme)
        self.settled = RecordTable(
            "settlement.settled", N_("Settled orders"), settled_columns(lambda: self._clocks), theme
        )
        self.unsettled = RecordTable(
            "settlement.unsettled", N_("Unsettled orders"), unsettled_columns(self._now), theme
        )
        self.empty = EmptyState("settlement.empty", theme, "cash")
        self._said = label("settlement.said", "muted", parent=self)
        self.actions_ = PageActions(self, self._desk, DECLARED, is_within=False)

    def _now(self) -> Clocks:
        return self._clocks

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setContentsMargins(16, 8, 16, 8)
        top.setSpacing(8)
        for part in (self._earlier, self._day, self._later, self._chips):
            top.addWidget(part)
        top.addStretch(1)
        for name in ("export", "unsettle", "settle"):
            top.addWidget(self.actions_.button(name, "main" if name == "settle" else "plain"))
        self._stack = stacked("settlement.stack", self.settled, self.unsettled, self.empty)
        self._splitter = named(QSplitter(), "settlement.splitter")
        self._splitter.setHandleWidth(1)
        self._splitter.setChildrenCollapsible(False)
        self._splitter.addWidget(self.totals)
        self._splitter.addWidget(self._stack)
        self._splitter.setStretchFactor(1, 1)
        self._splitter.setSizes([TOTALS_WIDTH, 3 * TOTALS_WIDTH])
        below = rule("settlement.foot.rule"), foot(self._said)
        above = top, rule("settlement.rule")
        fill(self, surface("settlement.content", *above, self._splitter, *below, tall=self._splitter))

    def _connect(self, changes: Changes) -> None:
        changes.changed.connect(self._on_changed)
        self._day.dateChanged.connect(self.refresh)
        self._earlier.clicked.connect(lambda: self._day.setDate(self._day.date().addDays(-1)))
        self._later.clicked.connect(lambda: self._day.setDate(self._day.date().addDays(1)))
        self._chips.chosen.connect(lambda keys: self.show_kind(next(iter(keys - {self._kind}), self._kind)))
        self.totals.chosen_changed.connect(self._show_orders)
        self.empty.clicked.connect(lambda: self.show_kind(UNSETTLED if self._kind == SETTLED else SETTLED))
        for table in (self.settled, self.unsettled):
            table.chosen_changed.connect(self._show_possible)
            table.opened.connect(lambda order_id: self.open_requested.emit("order", order_id))
        self.actions_.connect_all({
            "settle": lambda: self.settling.settle(self.unsettled.chosen_ids()),
            "unsettle": lambda: self.settling.unsettle(self.settled.chosen_ids()),
            "export": self._ask_file,
        })  # fmt: skip

    # What is shown

    def show_kind(self, kind: str) -> None:
        """SETTLED or UNSETTLED."""
        self._kind = kind
        self._show()
        self.take_focus()

    def _on_changed(self, kinds: frozenset[str]) -> None:
        if concerns(kinds, Changed.ORDERS, Changed.SETTINGS):
            self.refresh()

    def _take(self, day: date, found: Found) -> None:
        if day != self.day:
            return  # another day was chosen meanwhile
        self._found, self._clocks = found, found.clocks
        rows = [TotalRow(n, *total) for n, total in enumerate(found.totals, 1)]
        orders, amount = sum(row.orders for row in rows), sum((row.amount for row in rows), ZERO)
        whole = [TotalRow(0, "", "", orders, Money(amount))] if rows else []
        self.totals.show_rows([*whole, *rows], again=bool(self.totals.records.rows))
        self._show()

    def _show(self) -> None:
        settled, unsettled = self._found.settled, self._found.unsettled
        self._chips.set_chips(
            [Chip(SETTLED, _("Settled"), len(settled)), Chip(UNSETTLED, _("Unsettled"), len(unsettled))]
        )
        self._chips.check([self._kind])
        self.totals.setVisible(self._kind == SETTLED and bool(settled))
        for part in (self._day, self._earlier, self._later):
            part.setEnabled(self._kind == SETTLED)
        self.unsettled.show_rows(unsettled, again=True)
        self._show_orders()

    def _show_orders(self) -> None:
        total = self.totals.current()
        settled = self._found.settled
        if total is not None and total.id:
            settled = [row for row in settled if (row.account, row.method) == (total.account, total.method)]
        self.settled.show_rows(settled, again=True)
        rows: Sequence[SettledRow | UnsettledRow] = settled if self._kind == SETTLED else self._found.unsettled
        if rows:
            self._stack.setCurrentWidget(self.settled if self._kind == SETTLED else self.unsettled)
        else:
            self._stack.setCurrentWidget(self.empty)
            nothing = N_("Nothing was settled on this day."), N_("Show what is not settled")
            everything = N_("Everything that is registered is settled."), N_("Show what was settled")
            self.empty.say(*(nothing if self._kind == SETTLED else everything), "quiet")
        self._show_possible()

    def _show_possible(self) -> None:
        is_settled = self._kind == SETTLED
        table = self.settled if is_settled else self.unsettled
        chosen = table.chosen()
        rows = chosen or table.records.rows
        amount = Money(sum(row.amount if is_settled else row.paid for row in rows))
        said = (
            ngettext("{n} order chosen: {sum}", "{n} orders chosen: {sum}", len(rows)) if chosen
            else ngettext("{n} order: {sum}", "{n} orders: {sum}", len(rows))
        )  # fmt: skip
        self._said.setText(said.format(n=len(rows), sum=amount.shown) if rows else "")
        can = self.actions_.by_name
        can["settle"].setEnabled(not is_settled and bool(chosen))
        can["unsettle"].setEnabled(is_settled and bool(chosen))
        can["export"].setEnabled(bool(self._found.settled))

    # Taking it away

    def _ask_file(self) -> None:
        name = _("settlement {day}").format(day=self.day.isoformat()) + ".xlsx"
        choose_target(
            self, "settlement.file", _("Export settlements"), "Excel (*.xlsx);;CSV (*.csv)", self.export, suggested=name
        )

    def export(self, path: Path) -> None:
        """Write the day's settlements to a file by its ending."""
        rows, zone = self._found.settled, self._clocks.zone

        def say_done(n: int) -> None:
            said = ngettext("Exported {n} order to {file}", "Exported {n} orders to {file}", n)
            self._messages.toast(said.format(n=n, file=path.name))

        header = [_(title) for title in EXPORTED]
        self._background.run_task(
            lambda: export_table(path, header, (_cells(row, zone) for row in rows)),
            say_done, self._messages.error, owner=self,
        )  # fmt: skip


def _cells(row: SettledRow, zone: str) -> list[Cell]:
    """One settlement under EXPORTED."""
    amounts = [Decimal(amount.yuan) for amount in (row.amount, row.postage, row.paid, row.platform_postage)]
    who = [row.reference, row.settled_by, iso(row.settled_at, zone) or ""]
    return [row.order_no, row.shop, row.buyer, row.account, method_name(row.method), *amounts, *who]
