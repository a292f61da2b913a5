"""The batches that go to factories, and what is in the chosen one; labels are scanned in and out (REP-03)."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from shopdesk.domain.permissions import Right
from shopdesk.errors import N_
from shopdesk.i18n import _
from shopdesk.queries.repair_batches import RepairBatchRow
from shopdesk.queries.repairs import RepairRow
from shopdesk.services.desk import Desk
from shopdesk.ui.background import Background
from shopdesk.ui.controls import label, named, rule
from shopdesk.ui.empty_state import EmptyState
from shopdesk.ui.language import Retranslated
from shopdesk.ui.layouts import fill, stacked, surface
from shopdesk.ui.messages import Messages
from shopdesk.ui.moments import short_moment
from shopdesk.ui.page_actions import Declared, PageActions
from shopdesk.ui.record_table import RecordColumn, RecordTable
from shopdesk.ui.repairs.batch_reading import BatchList, read_batches, read_pieces
from shopdesk.ui.repairs.batch_work import BatchWork
from shopdesk.ui.repairs.columns import piece_columns
from shopdesk.ui.repairs.reading import unread_moment
from shopdesk.ui.search_line import SearchLine
from shopdesk.ui.theme import Text, Theme

DECLARED: Declared = {
    "new": (N_("New batch…"), "Ctrl+Shift+N", Right.INTAKE),
    "fill": (N_("Put in what waits"), "U", Right.INTAKE),
    "out": (N_("Take out"), "Delete", Right.INTAKE),
    "send": (N_("Send it off…"), "S", Right.INTAKE),
    "back": (N_("All is back"), "Ctrl+Shift+K", Right.INTAKE),
    "list": (N_("Print list…"), "D", Right.PRINT),
    "labels": (N_("Labels…"), "Ctrl+P", Right.PRINT),
    "change": (N_("Due day…"), "Ctrl+E", Right.INTAKE),
    "cancel": (N_("Call off…"), "Ctrl+Delete", Right.INTAKE),
    "scan": (N_("Scan a label"), "J", None),
}
"""Text, key, and the right that it needs."""
NARROW_BELOW = 780
"""px of width."""
_SHOWN = ("fill", "send", "list", "labels", "back", "out", "change", "cancel")


class BatchesView(Retranslated, QWidget):
    """`chosen_changed`: another repair of a batch is chosen; `papers_requested` as the page's."""

    chosen_changed = Signal()
    opened = Signal(int)
    papers_requested = Signal(str, object)

    def __init__(self, desk: Desk, background: Background, messages: Messages, theme: Theme) -> None:
        super().__init__()
        named(self, "repairs.batches")
        self._desk, self._background, self._messages = desk, background, messages
        self._listed = BatchList(unread_moment(desk))
        self._pieces: list[RepairRow] = []
        self._pieces_of: int | None = None
        self._awaited: int | None = None
        self.commands = PageActions(self, desk, DECLARED, is_within=False)
        self.work = BatchWork(desk, background, messages, self)
        self.table = RecordTable("repairs.batches.table", N_("Batches"), self._columns(), theme)
        self.table.setSelectionMode(RecordTable.SelectionMode.SingleSelection)
        self.pieces = RecordTable(
            "repairs.batches.pieces", N_("What is in the batch"), piece_columns(lambda: self._listed.moment), theme
        )
        self.pieces.setSelectionMode(RecordTable.SelectionMode.SingleSelection)
        self.empty = EmptyState("repairs.batches.empty", theme, "truck")
        self.scan = named(SearchLine(self), "repairs.batches.scan")
        self.title = label("repairs.batches.title", "title", parent=self)
        self.title.setFont(theme.font(Text.TITLE))
        self._lay_out()
        self._connect()
        self.retranslate()

    def retranslate(self) -> None:
        """Write every text again."""
        self.setAccessibleName(_("Batches"))
        self.commands.retranslate()
        self.empty.say(N_("No batch went to a factory yet."), N_("New batch"))
        self._write()

    # What the page asks

    def take_focus(self) -> None:
        """Keys go to the batches."""
        (self.table if self._listed.batches else self.empty).setFocus()

    def refresh(self) -> None:
        """Read batches and the chosen one's repairs again."""
        self._background.run_task(lambda: read_batches(self._desk), self._take, self._messages.unasked, owner=self)

    def show_batch(self, batch_id: int | None) -> None:
        """Choose this one once it is read."""
        self._awaited = batch_id
        self.refresh()

    def take_code(self, code: str) -> bool:
        """A repair's label: into the chosen batch, or back from it; False where no batch is chosen."""
        batch = self.batch()
        if batch is None or batch.cancelled_at is not None:
            return False
        self.work.scan(batch, code)
        return True

    def current(self) -> RepairRow | None:
        """The chosen repair of the chosen batch."""
        return self.pieces.current() if self._pieces else None

    def batch(self) -> RepairBatchRow | None:
        """The chosen batch."""
        return self.table.current() if self._listed.batches else None

    def showEvent(self, event: QShowEvent) -> None:
        """What can be done here can be done now."""
        super().showEvent(event)
        self._allow()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Buttons find their room."""
        super().resizeEvent(event)
        self._arrange()

    def hideEvent(self, event: QHideEvent) -> None:
        """Its keys are others' now."""
        super().hideEvent(event)
        self._allow()

    # How it is put together

    def _columns(self) -> tuple[RecordColumn, ...]:
        def moment(at: int | None) -> str:
            return short_moment(at, self._listed.moment.now, self._listed.moment.zone)

        def back(row: RepairBatchRow) -> str:
            return f"{row.repairs - row.away} / {row.repairs}" if row.dispatched_at is not None else str(row.repairs)

        return (
            RecordColumn("id", N_("#"), 48, lambda row: str(row.id), is_figure=True),
            RecordColumn("supplier", N_("Supplier"), 140, lambda row: row.supplier, stretch=3),
            RecordColumn("state", N_("State"), 120, self._state, stretch=1,
                         colour=lambda row: "danger" if self._listed.is_late(row) else ""),
            RecordColumn("repairs", N_("Back / of"), 76, back, is_figure=True),
            RecordColumn("due", N_("Back by"), 84, lambda row: moment(row.due_at), is_figure=True,
                         colour=lambda row: "danger" if self._listed.is_late(row) else ""),
            RecordColumn("sent", N_("Sent"), 84, lambda row: moment(row.dispatched_at), is_muted=True),
            RecordColumn("waybill", N_("Parcel"), 150, lambda row: f"{row.carrier} {row.waybill}".strip(), stretch=2),
            RecordColumn("note", N_("Note"), 120, lambda row: row.note, is_muted=True, stretch=2),
        )  # fmt: skip

    def _state(self, row: RepairBatchRow) -> str:
        if row.cancelled_at is not None:
            return _("Called off")
        if row.is_open:
            return _("Being filled")
        if self._listed.is_late(row):
            return _("Late")
        return _("At the factory") if row.away else _("All back")

    def _lay_out(self) -> None:
        head, self._tools = QHBoxLayout(), QGridLayout()
        for row in (head, self._tools):
            row.setSpacing(8)
        head.addWidget(self.title, 1)
        head.addWidget(self.scan, 1)
        self._buttons = [self.commands.button(name, "main" if name == "send" else "quiet") for name in _SHOWN]
        self._arrange()
        bar = QVBoxLayout()
        bar.setContentsMargins(16, 8, 16, 8)
        bar.setSpacing(6)
        bar.addLayout(head)
        bar.addLayout(self._tools)
        below = surface("repairs.batches.below", bar, rule("repairs.batches.rule"), self.pieces, tall=self.pieces)
        above = QHBoxLayout()
        above.setContentsMargins(16, 6, 16, 6)
        above.addWidget(self.commands.button("new"))
        above.addStretch(1)
        upper = surface("repairs.batches.above", above, self.table, tall=self.table)
        both = named(QSplitter(Qt.Orientation.Vertical), "repairs.batches.both")
        both.addWidget(upper)
        both.addWidget(below)
        both.setChildrenCollapsible(False)
        both.setSizes([200, 300])
        self._stack = stacked("repairs.batches.stack", both, self.empty)
        fill(self, self._stack)

    def _arrange(self) -> None:
        """The buttons in one line, in a narrow window in two."""
        beside = len(self._buttons) // (2 if self.width() < NARROW_BELOW else 1)
        for place, made in enumerate(self._buttons):
            self._tools.addWidget(made, place // beside, place % beside)
        self._tools.setColumnStretch(len(self._buttons), 1)

    def _connect(self) -> None:
        self.table.chosen_changed.connect(self._on_batch)
        self.table.opened.connect(lambda _id: self.scan.setFocus())
        self.pieces.chosen_changed.connect(self._on_piece)
        self.pieces.opened.connect(self.opened)
        self.pieces.removed.connect(self.commands.by_name["out"].trigger)
        self.scan.left.connect(self._take_scan)
        self.empty.clicked.connect(self.commands.by_name["new"].trigger)
        self.work.made.connect(self.show_batch)
        self.work.took.connect(lambda _id: self.scan.clear())
        self.commands.connect_all({
            "new": lambda: self.work.make(self._listed),
            "fill": lambda: self._with(lambda batch: self.work.fill(batch, self._waiting(batch))),
            "out": self._take_out,
            "send": lambda: self._with(lambda batch: self.work.send(batch, self._listed.carriers)),
            "back": lambda: self._with(
                lambda batch: self.work.come_back(batch, [row for row in self._pieces if row.is_away])),
            "list": lambda: self._with(lambda batch: self.papers_requested.emit("dispatch", batch.id)),
            "labels": lambda: self.papers_requested.emit("labels", [row.id for row in self._pieces]),
            "change": lambda: self._with(lambda batch: self.work.change(batch, self._listed)),
            "cancel": lambda: self._with(self.work.cancel),
            "scan": self.scan.setFocus,
        })  # fmt: skip

    # What is shown

    def _take(self, listed: BatchList) -> None:
        self._listed = listed
        self._stack.setCurrentIndex(0 if listed.batches else 1)
        self.table.show_rows(listed.batches, again=True)
        if self._awaited is not None and self.table.go_to(self._awaited):
            self._awaited = None
        elif listed.batches and self.table.current_id() is None:
            self.table.go_to(listed.batches[0].id)
        self._read_pieces()

    def _on_batch(self) -> None:
        if self.table.current_id() != self._pieces_of:
            self._read_pieces()

    def _read_pieces(self) -> None:
        batch = self.batch()
        if batch is None:
            self._show_pieces(None, [])
            return

        def take(rows: list[RepairRow]) -> None:
            if self.table.current_id() == batch.id:
                self._show_pieces(batch.id, rows)

        self._background.run_task(lambda: read_pieces(self._desk, batch.id), take, self._messages.unasked, owner=self)

    def _show_pieces(self, batch_id: int | None, rows: list[RepairRow]) -> None:
        again, self._pieces_of, self._pieces = batch_id == self._pieces_of, batch_id, rows
        self.pieces.show_rows(rows, again=again)
        if rows and self.pieces.current_id() is None:
            self.pieces.go_to(rows[0].id)
        self._write()
        self.chosen_changed.emit()

    def _on_piece(self) -> None:
        self._allow()
        self.chosen_changed.emit()

    def _write(self) -> None:
        batch = self.batch()
        self.title.setText(
            _("Batch {number} · {supplier}").format(number=batch.id, supplier=batch.supplier) if batch else ""
        )
        is_open = batch is not None and batch.is_open
        hint = _("Scan a label to put it in") if is_open else _("Scan a label: it is back")
        self.scan.setPlaceholderText(f"{hint}  J")
        self.scan.setAccessibleName(hint)
        self.table.records.refresh()
        self._allow()

    # What can be done

    def _allow(self) -> None:
        batch = self.batch()
        none = _("Choose a batch.") if batch is None else ""
        gone = none or self._why_gone()
        empty = none or ("" if self._pieces else _("Nothing is in it."))
        is_away = any(row.is_away for row in self._pieces)
        reasons = {
            "fill": gone or ("" if batch and self._waiting(batch) else _("Nothing waits for this supplier.")),
            "out": gone or ("" if self.current() else _("Choose a repair of the batch.")),
            "send": gone or empty,
            "back": none or ("" if is_away else _("Nothing of it is at the factory.")),
            "list": empty,
            "labels": empty,
            "change": none,
            "cancel": gone,
        }
        hidden = "" if self.isVisible() else _("Show the batches first: B.")
        for name, action in self.commands.by_name.items():
            said = hidden or reasons.get(name, "")
            action.setEnabled(not said)
            action.setToolTip(said)
            action.setStatusTip(said)

    def _why_gone(self) -> str:
        batch = self.batch()
        if batch is None or batch.is_open:
            return ""
        return _("It was called off.") if batch.cancelled_at is not None else _("It has gone to the factory.")

    def _waiting(self, batch: RepairBatchRow) -> list[RepairRow]:
        return self._listed.waiting_for(batch.supplier_id)

    def _with(self, do: Callable[[RepairBatchRow], object]) -> None:
        batch = self.batch()
        if batch is not None:
            do(batch)

    def _take_out(self) -> None:
        batch, row = self.batch(), self.current()
        if batch is not None and row is not None:
            self.work.take_out(batch, row)

    def _take_scan(self) -> None:
        code = self.scan.text().strip()
        if code and not self.take_code(code):
            self._messages.toast(_("Choose a batch."))
        elif not code:
            self.pieces.setFocus()
