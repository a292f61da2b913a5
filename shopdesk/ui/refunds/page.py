"""Refunds: who asks, who approves, what finance has to pay within 24 hours, and what came back (REF-01 to REF-08)."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QApplication

from shopdesk.clock import DEFAULT_ZONE
from shopdesk.domain.money import ZERO
from shopdesk.domain.permissions import Right
from shopdesk.domain.refund_steps import RefundStep
from shopdesk.errors import N_
from shopdesk.i18n import _, ngettext
from shopdesk.queries.refund_sums import RefundSum
from shopdesk.queries.refunds import RefundNotFound, RefundRow
from shopdesk.services.desk import Changed, Desk, not_allowed
from shopdesk.ui.background import Background
from shopdesk.ui.changes import Changes, concerns
from shopdesk.ui.controls import label, rule
from shopdesk.ui.empty_state import EmptyState
from shopdesk.ui.flags import Pennants
from shopdesk.ui.layouts import fill, foot, stacked, surface
from shopdesk.ui.messages import Messages
from shopdesk.ui.page import InView, PageWidget
from shopdesk.ui.record_table import RecordTable
from shopdesk.ui.refunds.columns import refund_columns
from shopdesk.ui.refunds.commands import RefundCommands
from shopdesk.ui.refunds.finance import Finance
from shopdesk.ui.refunds.form import RefundForm
from shopdesk.ui.refunds.head import RefundHead
from shopdesk.ui.refunds.panel import RefundPanel
from shopdesk.ui.refunds.possible import allow
from shopdesk.ui.refunds.reading import MOST, NOTHING, NUMBER, Clock, Due, Listed, Show, Wanted, read_list
from shopdesk.ui.refunds.sides import RefundSides
from shopdesk.ui.refunds.steps import RefundSteps
from shopdesk.ui.side_panel import SettingsStore
from shopdesk.ui.theme import Theme

AGAIN_AFTER = 60_000
"""Milliseconds between two looks at the clock."""


class RefundsPage(PageWidget):
    """The list on the left, everything about the chosen refund or a new one on the right."""

    papers_requested = Signal(object)
    """Print a list of these refunds: their numbers in a list."""

    def __init__(
        self,
        *,
        desk: Desk,
        changes: Changes,
        background: Background,
        messages: Messages,
        theme: Theme,
        settings: SettingsStore,
        pennants: Pennants,
    ) -> None:
        super().__init__()
        self.setObjectName("refunds")
        self._desk, self._background, self._messages, self._theme = desk, background, messages, theme
        self._wanted, self._typed = Wanted(), set[int]()
        self._listed = Listed(self._wanted, [], {}, {}, Clock(desk.clock(), DEFAULT_ZONE), RefundSum())
        self._awaited: int | None = None
        self._is_read = False
        self._build(theme, pennants)
        self._lay_out(settings)
        self._connect(changes)
        self.retranslate()
        self.refresh()

    # What the window asks of a page

    def retranslate(self) -> None:
        """Write every text again."""
        self.setAccessibleName(_("Refunds"))
        self.commands.retranslate()
        self._show()

    def take_focus(self) -> None:
        """Keys go to the list, or to the form that is open."""
        if self.sides.is_asking:
            self.form.fields.amount.setFocus() if self.form.finder.isHidden() else self.form.finder.setFocus()
        else:
            (self.table if self._stack.currentWidget() is self.table else self.empty).setFocus()

    def search(self, text: str) -> None:
        """Search everything, whatever was chosen before."""
        self._want(Wanted(Show.ALL if text.strip() else Show.OPEN, find=text))

    def scanned(self, code: str) -> bool:
        """While the order of a new refund is looked for, a code is that order's."""
        if not self.sides.is_asking or self.form.finder.isHidden():
            return False
        self.form.finder.take_code(code)
        return True

    def open_record(self, kind: str, record_id: object) -> None:
        """ "refund": its number. "refund-list": a word of `reading.Show` or `reading.Due` ("to-approve", "waiting",
        "to-pay", "failed", "late", "due" ...). "refund-new": (order id, case id or None), or None to find the order."""
        if kind == "refund-list":
            self.show_list(str(record_id))
        elif kind == "refund-new":
            self.ask_new(record_id)
        elif isinstance(record_id, int):
            self._leave_form()
            self._show_panel(True)  # who asks for one wants to see it, however narrow the window is
            self.take_focus()
            if not self.table.go_to(record_id):
                self._awaited = record_id
                self._want(Wanted())

    def show_list(self, word: str) -> None:
        """One of the lists by its word."""
        self._leave_form()
        self.take_focus()
        if word in {Due.LATE.value, Due.TODAY.value}:
            self._want(Wanted(Show.OPEN, Due(word)))
        else:
            self._want(Wanted(Show(word)))

    def ask_new(self, given: object = None) -> None:
        """Ask for a refund: of this order and case, or of one to be found."""
        refusal = not_allowed(self._desk.actor, Right.SERVE)
        if refusal is not None:
            self._messages.error(refusal)
            return
        order_id, case_id = given if isinstance(given, tuple) else (None, None)
        if order_id is not None:
            self.form.open_for(order_id, case_id)
        else:
            self.form.open_empty()
        self._show_form()

    def in_view(self) -> InView:
        """The chosen refund, with its order and case."""
        row = self.table.current() if self._listed.rows else None
        return InView() if row is None else InView(order_id=row.order_id, case_id=row.case_id, refund_id=row.id)

    def refresh(self) -> None:
        """Read the list again."""
        wanted = self._wanted
        self._background.run_task(lambda: read_list(self._desk, wanted), self._take, self._messages.error, owner=self)

    def showEvent(self, event: QShowEvent) -> None:
        """What changed while another page was shown is read now."""
        super().showEvent(event)
        self.refresh()
        self.panel.read_again()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow window there is less beside each other."""
        super().resizeEvent(event)
        self.sides.fit(event.size().width())
        self.head.panel.setChecked(self.sides.is_panel_shown)

    def keep_state(self) -> None:
        """Widths."""
        self._leave_form()
        self.sides.keep_state()

    # How it is put together

    def _build(self, theme: Theme, pennants: Pennants) -> None:
        desk, background, messages = self._desk, self._background, self._messages
        self.commands = RefundCommands(self, desk)
        self.steps = RefundSteps(desk, background, messages, self)
        self.finance = Finance(desk, background, messages, self)
        self.table = RecordTable("refunds.table", N_("Refunds"), refund_columns(lambda: self._listed.clock), theme)
        self.empty = EmptyState("refunds.empty", theme, "receipt-refund")
        self.head = RefundHead(self.commands, theme, pennants)
        self._said = label("refunds.said", "muted", parent=self)
        self.panel = RefundPanel(desk, background, messages, theme, self.commands)
        self.form = RefundForm(desk, background, messages, theme)
        self._clock_timer = QTimer(self, interval=AGAIN_AFTER)
        self._clock_timer.start()

    def _lay_out(self, settings: SettingsStore) -> None:
        self._stack = stacked("refunds.stack", self.table, self.empty)
        below = rule("refunds.foot.rule"), foot(self._said)
        content = surface("refunds.content", self.head, rule("refunds.rule"), self._stack, *below, tall=self._stack)
        self.sides = RefundSides(content, self.panel, self.form, settings)
        fill(self, self.sides)

    def _connect(self, changes: Changes) -> None:
        changes.changed.connect(self._on_changed)
        self._clock_timer.timeout.connect(lambda: self.refresh() if self.isVisible() else None)
        self.head.wanted_changed.connect(self._want)
        self.head.left.connect(self.take_focus)
        self.table.chosen_changed.connect(self._on_chosen)
        self.table.opened.connect(lambda _id: self._go_to_next_step())
        self.table.records.typed.connect(self._on_typed)
        self.empty.clicked.connect(self._leave_empty)
        self.panel.shown_changed.connect(self._allow)
        self.panel.next.pay_requested.connect(self.steps.pay)
        self.panel.next.left.connect(self.take_focus)
        self.head.panel.setChecked(self.sides.is_panel_shown)
        self.head.panel.clicked.connect(self._show_panel)
        self.panel.closed.connect(lambda: self._show_panel(False))
        self.steps.paid.connect(self._on_paid)
        self.steps.unpaid.connect(self._on_unpaid)
        self.form.closed.connect(self._leave_form)
        self.form.asked.connect(lambda number: self.open_record("refund", number))
        self.commands.connect_all(self._deeds())

    def _deeds(self) -> dict[str, Callable[[], object]]:
        whys = (RefundStep.REFUSE, RefundStep.WITHDRAW, RefundStep.LET_THROUGH, RefundStep.FAIL)
        return {
            "approve": lambda: self.steps.approve(self.table.chosen()),
            "pay": self._go_to_next_step,
            "check": lambda: self._with(self.steps.check),
            "change": self._change_payee,
            **{step.value: partial(self._ask_why, step) for step in whys},
            "again": lambda: self._with(self._ask_again),
            "copy": self.panel.copy_answer,
            "see": self.panel.see_payee,
            "order": lambda: self._with(lambda row: self.open_requested.emit("order", row.order_id)),
            "case": lambda: self._with(lambda row: self.open_requested.emit("case", row.case_id)),
            "find": self.head.line.setFocus,
            "new": self.ask_new,
            "print": lambda: self.papers_requested.emit([row.id for row in self._meant()]),
            "export": self.finance.export,
            "export-all": lambda: self.finance.export(everything=True),
            "results": self.finance.take_results,
        }

    # Which list

    def _want(self, wanted: Wanted) -> None:
        self._wanted = wanted
        self.head.show_wanted(wanted)
        self.refresh()

    def _leave_empty(self) -> None:
        if self._wanted == Wanted():
            self.ask_new()
        else:
            self._want(Wanted())

    def _on_changed(self, kinds: frozenset[str]) -> None:
        if concerns(kinds, Changed.REFUNDS, Changed.CASES, Changed.ORDERS, Changed.SETTINGS) and self.isVisible():
            self.refresh()
            self.panel.read_again()

    def _take(self, listed: Listed) -> None:
        if listed.wanted != self._wanted:
            return  # another list was chosen meanwhile
        again = self._is_read and listed.wanted == self._listed.wanted
        self._listed, self._is_read = listed, True
        self.head.show_counts(listed)
        self.table.show_rows(listed.rows, again=again)
        self._find_awaited()
        if listed.rows and self.table.current() is None:
            self.table.go_to(listed.rows[0].id)
        self._show()

    def _find_awaited(self) -> None:
        awaited = self._awaited
        if awaited is None:
            return
        if self.table.go_to(awaited):
            self._awaited = None
        elif self._wanted == Wanted():
            self._want(Wanted(Show.ALL))
        elif not self._wanted.find:  # older than what is listed
            self._want(Wanted(Show.ALL, find=f"{NUMBER}{awaited}"))
        else:
            self._awaited = None
            self._messages.error(RefundNotFound(number=awaited))

    # What is shown

    def _show(self) -> None:
        rows = self._listed.rows
        is_here = self._stack.isAncestorOf(QApplication.focusWidget() or self)
        self._stack.setCurrentWidget(self.table if rows or not self._is_read else self.empty)
        if is_here:
            self.take_focus()
        if not rows:
            is_plain = self._wanted == Wanted()
            nothing = N_("No refund matches.") if self._wanted.find or self._wanted.due else NOTHING[self._wanted.show]
            self.empty.say(nothing, N_("New refund") if is_plain else N_("Show open refunds"), "quiet")
            self.panel.show_refund(None)
        self._on_chosen()

    def _on_chosen(self) -> None:
        row = self.table.current()
        self.panel.show_refund(row.id if row is not None and self._listed.rows else None)
        self._say_sum()
        self._allow()

    def _say_sum(self) -> None:
        chosen = self.table.chosen()
        if len(chosen) > 1 or (chosen and len(self._listed.rows) == 1):
            n, amount = len(chosen), sum((row.amount for row in chosen), ZERO)
            said = ngettext("{n} refund chosen: {sum}", "{n} refunds chosen: {sum}", n)
            self._said.setText(said.format(n=n, sum=amount.shown))
            return
        n, whole = self._listed.whole.refunds, self._listed.whole.amount.shown
        said = ngettext("{n} refund: {sum}", "{n} refunds: {sum}", n).format(n=f"{n:,}", sum=whole)
        shown = len(self._listed.rows)
        if n > shown >= MOST:
            said += " · " + _("the newest {n} are listed").format(n=f"{shown:,}")
        self._said.setText(said if n else "")

    # What can be done

    def _allow(self) -> None:
        rows = self.table.chosen() if self._listed.rows else []
        allow(self.commands, rows, self.panel.shown, is_asking=self.sides.is_asking)
        self.commands.allow("print", None if self._listed.rows else _("There is nothing to print."))

    def _meant(self) -> list[RefundRow]:
        """Several that are chosen, else all that are listed."""
        chosen = self.table.chosen()
        return chosen if len(chosen) > 1 else self._listed.rows

    def _with(self, do: Callable[[RefundRow], object]) -> None:
        rows = self.table.chosen()
        if len(rows) == 1:
            do(rows[0])

    def _ask_why(self, step: RefundStep) -> None:
        self._with(lambda row: self.steps.ask_why(step, row))

    def _change_payee(self) -> None:
        shown = self.panel.shown
        if shown is not None and self.table.current_id() == shown.row.id:
            self.steps.change_payee(shown.row, shown.view)

    def _go_to_next_step(self) -> None:
        """Enter in the list, or P: to the one thing that is next, with all that has to be seen beside it."""
        self._leave_form()
        self._show_panel(True)
        self.panel.next.take_focus()

    def _show_panel(self, is_shown: bool) -> None:
        self.sides.show_panel(is_shown)
        self.head.panel.setChecked(is_shown)

    def _on_typed(self, refund_id: int, _key: str, text: str) -> None:
        place = self.table.records.place_of(refund_id)
        if place is not None and text:
            self._typed.add(refund_id)
            self.steps.pay(self._listed.rows[place], text)

    def _on_paid(self, refund_id: int) -> None:
        self._typed.discard(refund_id)
        if self.panel.next.paid(refund_id):
            self.take_focus()

    def _on_unpaid(self, refund_id: int, reference: str) -> None:
        if refund_id in self._typed:
            self._typed.discard(refund_id)
            self.table.records.keep_typed(refund_id, "reference", reference)

    def _ask_again(self, row: RefundRow) -> None:
        self.form.open_again(row)
        self._show_form()

    # The form in the panel's place

    def _show_form(self) -> None:
        self.sides.ask()
        self._hide_columns(True)
        self._allow()

    def _leave_form(self) -> None:
        if self.sides.is_asking:
            self.sides.leave()
            self._hide_columns(False)
            self._allow()
            self.take_focus()

    def _hide_columns(self, is_hidden: bool) -> None:
        """The form takes more room than the panel."""
        for key in ("channel", "asked", "reference"):
            self.table.setColumnHidden(self.table.records.column_of(key), is_hidden)
