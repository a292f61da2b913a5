"""The batches that go back to suppliers, and what those answer (REP-04)."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from shopdesk.domain.damage_list import Answer
from shopdesk.errors import N_
from shopdesk.i18n import _, ngettext
from shopdesk.queries.damage_batches import DamageBatchNotFound
from shopdesk.queries.damage_list import DamageRow
from shopdesk.services.desk import Desk
from shopdesk.ui.background import Background
from shopdesk.ui.controls import label, rule
from shopdesk.ui.damage import actions, possible
from shopdesk.ui.damage.actions import ALWAYS_OF_BATCHES, OF_BATCHES
from shopdesk.ui.damage.batch_panel import BatchPanel
from shopdesk.ui.damage.batch_work import BatchWork
from shopdesk.ui.damage.columns import batch_columns
from shopdesk.ui.damage.possible import find_batch_reasons, next_of_batch
from shopdesk.ui.damage.reading import BatchesFound, WholeBatch, read_batch, read_batches, unread_moment
from shopdesk.ui.damage.work import DamageWork
from shopdesk.ui.empty_state import EmptyState
from shopdesk.ui.language import Retranslated
from shopdesk.ui.layouts import fill, foot, stacked, surface
from shopdesk.ui.messages import Messages
from shopdesk.ui.newest import Newest
from shopdesk.ui.page_actions import ReasonedActions
from shopdesk.ui.record_table import RecordTable
from shopdesk.ui.side_panel import PanelSplitter, SettingsStore
from shopdesk.ui.theme import Theme

PANEL_WIDTH = 520
"""px at first: the panel has the batch's lines."""
GIVES_WAY = {"parcel": 1300, "credited": 1050}
"""Columns that the panel tells too, and px of the view under which the list needs their room."""


class BatchesView(Retranslated, QWidget):
    """Everything is read in the background; a later reading overtakes an earlier one."""

    opens = Signal(int)
    """An entry that is to be shown in the list."""
    papers_requested = Signal(int)
    """The list of this batch is to be printed."""

    def __init__(
        self, *, desk: Desk, background: Background, messages: Messages, theme: Theme, settings: SettingsStore
    ) -> None:
        super().__init__()
        self.setObjectName("damage.batches")
        self._desk, self._background, self._messages, self._settings = desk, background, messages, settings
        self._found = BatchesFound(unread_moment(desk))
        self._wanted: int | None = None
        self._hurried: int | None = None
        """The batch whose next step was asked for before it was read."""
        self._lists = Newest(background, self)
        self._build(theme)
        self._lay_out()
        self._connect()
        self.retranslate()

    def retranslate(self) -> None:
        """Write every text again."""
        self.setAccessibleName(_("Return batches"))
        self.actions_.retranslate()
        self.empty.say(N_("There is no return batch."), N_("New batch…"), "main")
        self._show_list()

    def take_focus(self) -> None:
        """Keys go to the list."""
        (self.table if self._found.rows else self.empty).setFocus()

    def show_batch(self, batch_id: int | None) -> None:
        """Choose this batch; without one the first, which is not sent yet."""
        self._wanted = batch_id if batch_id is not None else self._wanted
        self.panel.setVisible(True)
        self.refresh()

    def find_waybill(self, code: str) -> int | None:
        """The batch that went by this parcel, as far as it is listed."""
        folded = code.strip().upper()
        return next((row.id for row in self._found.rows if row.waybill and row.waybill.upper() == folded), None)

    def refresh(self) -> None:
        """Read everything again."""
        self._lists.read(lambda: read_batches(self._desk), self._take, self._messages.unasked)

    def keep_state(self) -> None:
        """Remember the panel; raises OutputFailed."""
        self.splitter.keep_state()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow window some things are told beside the list only."""
        super().resizeEvent(event)
        for key, width in GIVES_WAY.items():
            self.table.setColumnHidden(self.table.records.column_of(key), event.size().width() < width)

    # How it is put together

    def _build(self, theme: Theme) -> None:
        desk, background, messages = self._desk, self._background, self._messages
        self.actions_ = ReasonedActions(
            self, desk, messages, OF_BATCHES, always=ALWAYS_OF_BATCHES, nothing=N_("Choose a batch first.")
        )
        self.work = DamageWork(desk, background, messages, self)
        self.batches = BatchWork(desk, background, messages, self.work, self)
        columns = batch_columns(lambda: self._found.moment)
        self.table = RecordTable("damage.batches.table", N_("Return batches"), columns, theme)
        self.table.setSelectionMode(RecordTable.SelectionMode.SingleSelection)
        self.empty = EmptyState("damage.batches.empty", theme, "package-export")
        self.panel = BatchPanel(self.actions_, theme)
        self._said = label("damage.batches.said", "muted", parent=self)

    def _lay_out(self) -> None:
        self._stack = stacked("damage.batches.stack", self.table, self.empty)
        below = rule("damage.batches.rule"), foot(self._said, self.actions_.button(actions.NEW))
        content = surface("damage.batches.content", self._stack, *below, tall=self._stack)
        self.splitter = PanelSplitter("damage.batches.splitter", content, self.panel, self._settings)
        if self._settings.get("damage.batches.splitter.panel_width") is None:
            self.splitter.setSizes([2 * PANEL_WIDTH, PANEL_WIDTH])
        fill(self, self.splitter)

    def _connect(self) -> None:
        self.table.chosen_changed.connect(self._on_chosen)
        self.table.opened.connect(lambda _id: self._do_next())
        self.panel.lines_changed.connect(self._allow)
        self.panel.lines.opened.connect(self.opens)
        self.panel.lines.removed.connect(self.actions_.by_name[possible.OUT].trigger)
        self.empty.clicked.connect(self.actions_.by_name[actions.NEW].trigger)
        self.batches.made.connect(self.show_batch)
        self.work.written.connect(lambda _id: self.refresh())
        lines, one, batch = self._with_lines, self._with_line, self._with_batch
        self.actions_.connect_all({
            actions.NEXT: self._do_next,
            actions.NEW: self.batches.ask_new,
            actions.PANEL: lambda: self.panel.setVisible(self.panel.isHidden()),
            possible.PRINT: batch(lambda whole: self.papers_requested.emit(whole.row.id)),
            possible.SEND: batch(lambda whole: self.batches.send(whole.row)),
            possible.ANSWERS: self.panel.go_to_lines,
            possible.ACCEPTED: lines(lambda rows: self.work.answer(rows, Answer.ACCEPTED)),
            possible.REFUSED: lines(lambda rows: self.work.answer(rows, Answer.REFUSED)),
            possible.REPLACED: lines(lambda rows: self.work.answer(rows, Answer.REPLACED)),
            possible.CREDITED: one(self.work.credit),
            possible.WRITE_OFF: one(lambda row: self.work.ask_why(possible.WRITE_OFF, row)),
            possible.OUT: one(self.batches.take_out),
            possible.ENTRY: one(lambda row: self.opens.emit(row.id)),
            possible.NOTE: batch(lambda whole: self.batches.note(whole.row)),
            possible.CALL_OFF: batch(lambda whole: self.batches.call_off(whole.row)),
        })  # fmt: skip

    def _meant(self) -> list[DamageRow]:
        batch = self.panel.batch
        return self.panel.chosen_lines() or (batch.waiting if batch is not None else [])

    def _with_lines(self, do: Callable[[Sequence[DamageRow]], object]) -> Callable[[], object]:
        return lambda: do(self._meant()) if self._meant() else None

    def _with_line(self, do: Callable[[DamageRow], object]) -> Callable[[], object]:
        return lambda: do(self._meant()[0]) if len(self._meant()) == 1 else None

    def _with_batch(self, do: Callable[[WholeBatch], object]) -> Callable[[], object]:
        return lambda: do(self.panel.batch) if self.panel.batch is not None else None

    # What is shown

    def _take(self, found: BatchesFound) -> None:
        self._found = found
        self._show_list()
        wanted, self._wanted = self._wanted, None
        if wanted is not None and not self.table.go_to(wanted):
            self._messages.unasked(DamageBatchNotFound(number=wanted))
        elif found.rows and not self.table.chosen_ids():
            self.table.go_to(self.table.current_id() or found.rows[0].id)
        self._read()

    def _show_list(self) -> None:
        rows = self._found.rows
        self.table.show_rows(rows, again=True)
        self._stack.setCurrentWidget(self.table if rows else self.empty)
        here, waiting = sum(row.is_open for row in rows), sum(row.unanswered for row in rows if row.sent_at)
        said = [ngettext("{n} batch", "{n} batches", len(rows)).format(n=len(rows))] if rows else []
        said += [ngettext("{n} not sent yet", "{n} not sent yet", here).format(n=here)] if here else []
        said += [ngettext("{n} answer missing", "{n} answers missing", waiting).format(n=waiting)] if waiting else []
        self._said.setText(" · ".join(said))

    def _on_chosen(self) -> None:
        batch = self.panel.batch
        if batch is None or self.table.current_id() != batch.row.id:
            self._read()

    def _read(self) -> None:
        row = self.table.current() if self._found.rows else None
        if row is None:
            self._show(None)
            return

        def take(batch: WholeBatch) -> None:
            if self.table.current_id() == batch.row.id:
                self._show(batch)

        self._background.run_task(lambda: read_batch(self._desk, row), take, self._messages.unasked, owner=self)

    def _show(self, batch: WholeBatch | None) -> None:
        self.panel.show_batch(batch)
        self._allow()
        if batch is not None and self._hurried == batch.row.id:
            self._do_next()

    def _allow(self) -> None:
        self.actions_.show_reasons(find_batch_reasons(self.panel.batch, self.panel.chosen_lines()))
        self.panel.follow()

    def _do_next(self) -> None:
        """What the large button says; of a batch that is still being read, once it is there."""
        batch, current = self.panel.batch, self.table.current_id()
        self._hurried = None
        if batch is not None and batch.row.id == current:
            self.actions_.by_name[next_of_batch(batch) or possible.PRINT].trigger()
        else:
            self._hurried = current
