"""What is near its end: orders that can't be shipped in time (ORD-18), orders that the platform will soon confirm by
itself, and orders completed without the goods having arrived (ORD-23)."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QTabBar, QVBoxLayout, QWidget

from shopdesk.clock import Millis, iso
from shopdesk.domain.permissions import Right
from shopdesk.domain.statuses import STAGES
from shopdesk.i18n import N_, _, ngettext
from shopdesk.queries.extensions import (
    Deadline,
    DeadlineRow,
    list_done_early,
    list_receipt_deadlines,
    list_ship_deadlines,
)
from shopdesk.queries.shop_settings import get_setting
from shopdesk.services.desk import Desk
from shopdesk.services.exports import export_table
from shopdesk.settings import ZONE
from shopdesk.ui.background import Background
from shopdesk.ui.controls import button, fit_on_screen, label, named
from shopdesk.ui.file_dialogs import choose_target
from shopdesk.ui.language import Retranslated
from shopdesk.ui.messages import Messages
from shopdesk.ui.moments import full_moment, short_moment, span
from shopdesk.ui.order_forms.care import OrderCare
from shopdesk.ui.record_table import RecordColumn, RecordTable
from shopdesk.ui.rights import apply_right
from shopdesk.ui.theme import Theme

LISTS = {
    Deadline.SHIP: (N_("To ship in time"), N_("Every order can be shipped in time.")),
    Deadline.RECEIPT: (N_("Confirming themselves soon"), N_("No order is about to confirm itself.")),
    Deadline.DONE: (N_("Completed without arriving"), N_("No order was completed before its goods arrived.")),
}
"""The lists in the order of their tabs: name, and what an empty one says."""
WHY = {"not-shipped": N_("not shipped by us"), "refund-open": N_("refund open")}
HEADER = ("order_no", "shop", "buyer", "goods", "stage", "due", "extended_until", "reason", "told_at", "why")
"""Columns of the exported list."""


class DeadlinesDialog(Retranslated, QDialog):
    """Enter shows the order; several rows may be extended at once."""

    open_requested = Signal(int)

    def __init__(
        self,
        desk: Desk,
        background: Background,
        messages: Messages,
        care: OrderCare,
        *,
        theme: Theme,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("deadlines")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._desk, self._background, self._messages, self._care = desk, background, messages, care
        self._zone, self._now = get_setting(desk.seen, ZONE), desk.clock()
        self._rows: dict[Deadline, list[DeadlineRow]] = {kind: [] for kind in LISTS}
        self._build(theme)
        self._lay_out()
        self.retranslate()
        fit_on_screen(self, 960, 560)
        self.read()

    @property
    def kind(self) -> Deadline:
        """The list that is shown."""
        return list(LISTS)[self.tabs.currentIndex()]

    def retranslate(self) -> None:
        """Write every text again."""
        self.setWindowTitle(_("Deadlines"))
        self.setAccessibleName(_("Deadlines"))
        self.tabs.setAccessibleName(_("Lists"))
        self._open.setText(_("Show order"))
        self._extend.setText(_("Extend…"))
        self._told.setText(_("Buyer told"))
        self._export.setText(_("Export…"))
        self._close.setText(_("Close"))
        self._show()

    def read(self) -> None:
        """Read the lists again."""
        database, now = self._desk.seen, self._desk.clock()

        def find() -> dict[Deadline, list[DeadlineRow]]:
            return {
                Deadline.SHIP: list_ship_deadlines(database, now=now),
                Deadline.RECEIPT: list_receipt_deadlines(database, now=now),
                Deadline.DONE: list_done_early(database),
            }

        self._now = now
        self._background.run_task(find, self._take, self._messages.error, owner=self)

    def _build(self, theme: Theme) -> None:
        self.tabs = named(QTabBar(self), "deadlines.lists")
        for _kind in LISTS:
            self.tabs.addTab("")
        self.tabs.setDrawBase(False)
        self.tabs.currentChanged.connect(lambda _place: self._show())
        self.table = RecordTable("deadlines.table", N_("Orders"), self._columns(), theme)
        self.table.opened.connect(lambda _id: self._open_order())
        self.table.chosen_changed.connect(self._say_possible)
        self._said = label("deadlines.said", "muted", parent=self)
        self._open, self._extend, self._told, self._export, self._close = (
            button(f"deadlines.{name}", "main" if name == "open" else "plain", self)
            for name in ("open", "extend", "told", "export", "close")
        )
        self._open.clicked.connect(self._open_order)
        self._extend.clicked.connect(self._extend_chosen)
        self._told.clicked.connect(self._tell_chosen)
        self._export.clicked.connect(self._ask_export)
        self._close.clicked.connect(self.reject)
        for made in (self._extend, self._told):
            apply_right(made, self._desk, Right.SERVE)
        apply_right(self._export, self._desk, Right.EXPORT)
        for keys, do in (("T", self._extend_chosen), ("Ctrl+PgDown", self._next_list), ("F5", self.read)):
            QShortcut(QKeySequence(keys), self).activated.connect(do)

    def _lay_out(self) -> None:
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self._said, 1)
        for made in (self._export, self._told, self._extend, self._close, self._open):
            foot.addWidget(made)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 16)
        layout.setSpacing(8)
        layout.addWidget(self.tabs)
        layout.addWidget(self.table, 1)
        layout.addLayout(foot)
        self.table.setFocus()

    def _columns(self) -> Sequence[RecordColumn]:
        return (
            RecordColumn(
                "due", N_("Time"), 84, self._due, tip=lambda row: full_moment(row.due, self._zone),
                colour=lambda row: "danger" if row.due < self._now and row.until is None else "", is_figure=True,
            ),
            RecordColumn("order_no", N_("Order"), 140, lambda row: row.order_no, cuts_middle=True),
            RecordColumn("buyer", N_("Buyer"), 100, lambda row: row.buyer),
            RecordColumn("goods", N_("Goods"), 110, lambda row: row.goods, stretch=2),
            RecordColumn("stage", N_("Stage"), 84, lambda row: _(STAGES[row.stage])),
            RecordColumn(
                "until", N_("Extended to"), 96, self._until, tip=lambda row: full_moment(row.until, self._zone)
            ),
            RecordColumn("why", N_("Why"), 120, self._why, stretch=1, is_muted=True),
        )  # fmt: skip

    def _due(self, row: DeadlineRow) -> str:
        if self.kind is Deadline.DONE:
            return short_moment(row.due, self._now, self._zone)
        if row.due < self._now:
            return _("{span} late").format(span=span(self._now - row.due))
        return _("in {span}").format(span=span(row.due - self._now))

    def _until(self, row: DeadlineRow) -> str:
        return "" if row.until is None else short_moment(row.until, self._now, self._zone)

    def _why(self, row: DeadlineRow) -> str:
        if row.why:
            return _(WHY[row.why])
        if row.until is None:
            return _("no extension yet") if self.kind is Deadline.SHIP else ""
        return " · ".join((row.reason, _("buyer told") if row.told_at is not None else _("buyer not told yet")))

    def _take(self, rows: dict[Deadline, list[DeadlineRow]]) -> None:
        self._rows = rows
        self._show(again=True)

    def _show(self, *, again: bool = False) -> None:
        for place, (kind, (name, _nothing)) in enumerate(LISTS.items()):
            self.tabs.setTabText(place, _("{name}  {n}").format(name=_(name), n=len(self._rows[kind])))
        rows = self._rows[self.kind]
        self.table.show_rows(rows, again=again)
        if rows and self.table.current() is None:
            self.table.go_to(rows[0].id)
        open_ones = sum(1 for row in rows if row.until is None)
        said = ngettext("{n} order, {open} without an extension", "{n} orders, {open} without an extension", len(rows))
        self._said.setText(said.format(n=len(rows), open=open_ones) if rows else _(LISTS[self.kind][1]))
        self._say_possible()

    def _say_possible(self) -> None:
        chosen = self.table.chosen()
        self._open.setEnabled(bool(chosen))
        self._extend.setEnabled(bool(chosen) and self.kind is not Deadline.DONE)
        self._told.setEnabled(any(row.extension_id is not None and row.told_at is None for row in chosen))
        self._export.setEnabled(bool(self._rows[self.kind]))

    def _open_order(self) -> None:
        row = self.table.current()
        if row is not None:
            self.open_requested.emit(row.id)
            self.accept()

    def _extend_chosen(self) -> None:
        if self._extend.isEnabled():
            self._care.extend(self.table.chosen_ids(), self.kind, over=self, then=self.read)

    def _tell_chosen(self) -> None:
        ids = [row.extension_id for row in self.table.chosen() if row.extension_id is not None]
        self._care.tell(ids, then=self.read)

    def _next_list(self) -> None:
        self.tabs.setCurrentIndex((self.tabs.currentIndex() + 1) % len(LISTS))

    def _ask_export(self) -> None:
        choose_target(
            self, "deadlines.target", _("Export list"), _("Tables (*.xlsx *.csv)"), self._write,
            suggested=f"deadlines-{self.kind.value}.xlsx",
        )  # fmt: skip

    def _write(self, path: Path) -> None:
        rows = [cells(row, self._zone) for row in self._rows[self.kind]]

        def said(n: int) -> None:
            self._messages.toast(ngettext("{n} row in {file}", "{n} rows in {file}", n).format(n=n, file=path.name))

        self._background.run_task(lambda: export_table(path, HEADER, rows), said, self._messages.error, owner=self)


def cells(row: DeadlineRow, zone: str) -> list[str]:
    """A row of the exported list."""

    def told(moment: Millis | None) -> str:
        return iso(moment, zone) or ""

    times = (told(row.due), told(row.until))
    return [
        row.order_no,
        row.shop,
        row.buyer,
        row.goods,
        row.stage.code,
        *times,
        row.reason,
        told(row.told_at),
        row.why,
    ]
