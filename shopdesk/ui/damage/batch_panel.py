"""One return batch beside the list: what is next in large, its lines, what the supplier says to them (REP-04)."""

from PySide6.QtCore import Signal

from shopdesk.errors import N_
from shopdesk.i18n import _
from shopdesk.queries.damage_list import DamageRow
from shopdesk.ui.damage import possible
from shopdesk.ui.damage.actions import NEXT
from shopdesk.ui.damage.columns import line_columns
from shopdesk.ui.damage.reading import WholeBatch
from shopdesk.ui.damage.told import batch_facts, batch_head, history_facts
from shopdesk.ui.layouts import column, line
from shopdesk.ui.next_button import NextButton
from shopdesk.ui.order_forms.facts import Facts, wrapping
from shopdesk.ui.page_actions import ReasonedActions
from shopdesk.ui.record_table import RecordTable
from shopdesk.ui.side_panel import SidePanel
from shopdesk.ui.theme import ROW, Theme

NAMES = 104
"""px of the names of facts."""
MOST_LINES = 12
"""Lines that are seen without scrolling."""
_HERE = (possible.PRINT, possible.OUT, possible.NOTE, possible.CALL_OFF)
_AWAY = (
    (possible.ACCEPTED, possible.REFUSED, possible.CREDITED),
    (possible.REPLACED, possible.WRITE_OFF, possible.ENTRY),
)


class BatchPanel(SidePanel):
    """Filled by `show_batch`. Answers are for the chosen lines, else for all that wait for one."""

    lines_changed = Signal()
    _is_made = False

    def __init__(self, actions: ReasonedActions, theme: Theme) -> None:
        super().__init__("damage.batch", theme)
        self._actions = actions
        self.batch: WholeBatch | None = None
        self._moves_lines = False
        self.next = NextButton("damage.batch.next", theme, actions.by_name[NEXT], self)
        self._nothing = wrapping("damage.batch.nothing", "muted", self)
        self._hint = wrapping("damage.batch.hint", "small", self)
        self._facts = Facts("damage.batch.facts", theme, name_width=NAMES)
        self._history = Facts("damage.batch.history", theme, name_width=NAMES)
        self.lines = RecordTable("damage.batch.lines", N_("In this batch"), line_columns(), theme)
        self.lines.chosen_changed.connect(self._on_lines)
        self._fill()
        self._is_made = True
        self.retranslate()

    def retranslate(self) -> None:
        """Write every text again."""
        super().retranslate()
        if self._is_made:
            self._nothing.setText(_("Choose a batch to see what is next."))
            self.show_batch(self.batch)

    def chosen_lines(self) -> list[DamageRow]:
        """The lines that are chosen, as far as any are."""
        return self.lines.chosen() if self.batch is not None else []

    def go_to_lines(self) -> None:
        """Keys go to the lines, to the first that waits for an answer."""
        waiting = self.batch.waiting if self.batch is not None else []
        if waiting and not self.lines.chosen_ids():
            self.lines.go_to(waiting[0].id)
        self.lines.setFocus()

    def show_batch(self, batch: WholeBatch | None) -> None:
        """Show a batch, or that none is chosen; another one begins with no line chosen."""
        is_same = batch is not None and self.batch is not None and batch.row.id == self.batch.row.id
        self.batch = batch
        for section in self._own_sections[1:]:
            section.setVisible(batch is not None)
        self._nothing.setVisible(batch is None)
        self.next.show_step("")
        self.title.setText(batch_head(batch.row, batch.moment) if batch else _("No batch"))
        self._facts.show_facts(batch_facts(batch) if batch else [])
        self._show_lines(batch, is_same=is_same)
        if batch is not None:
            self._show_steps(batch)
            self._history.show_facts(history_facts(batch.history, batch.moment))

    def follow(self) -> None:
        """What can be done has changed."""
        batch = self.batch
        name = possible.next_of_batch(batch) if batch is not None else ""
        said = self._actions.why_not(name) if name else ""
        self.next.show_step(possible.next_title(name), said)

    def _show_lines(self, batch: WholeBatch | None, *, is_same: bool) -> None:
        rows = list(batch.lines) if batch else []
        self._moves_lines = True
        self.lines.show_rows(rows, again=is_same)
        if not is_same:
            self.lines.clearSelection()
        self._moves_lines = False
        self.lines.setFixedHeight(ROW * (min(max(len(rows), 1), MOST_LINES) + 1) + 2)
        self._on_lines()

    def _show_steps(self, batch: WholeBatch) -> None:
        row = batch.row
        for name in (possible.OUT, possible.CALL_OFF):
            self._buttons[name].setVisible(row.is_open)
        for lines in self._answers:
            lines.setVisible(row.sent_at is not None)
        self._hint.setVisible(bool(batch.waiting) and row.sent_at is not None)
        self._hint.setText(_("Answers are for the chosen lines; for all that wait, where none is chosen."))

    def _on_lines(self) -> None:
        if not self._moves_lines:
            self.lines_changed.emit()

    def _fill(self) -> None:
        names = [*_HERE, *(name for row in _AWAY for name in row)]
        self._buttons = {name: self._actions.button(name) for name in names}
        self._answers = [line(*(self._buttons[name] for name in row)) for row in _AWAY]
        here = line(*(self._buttons[name] for name in _HERE))
        do = column("damage.batch.do.body", self._nothing, self.next, self._facts, here)
        body = column("damage.batch.lines.body", self.lines, *self._answers, self._hint)
        self._own_sections = (
            self.add_section("do", N_("Next step"), do),
            self.add_section("lines", N_("In this batch"), body),
            self.add_section("history", N_("History"), self._history),
        )
        here.setVisible(True)
