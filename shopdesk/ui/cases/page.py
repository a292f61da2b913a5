"""After-sales cases: the list by state, and the chosen one beside it with what is next in large (RET-09 to RET-16)."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent

from shopdesk.domain.cases import State, Step
from shopdesk.errors import N_
from shopdesk.i18n import _, ngettext
from shopdesk.queries.box_scans import read_scan
from shopdesk.services.clashes import Base
from shopdesk.services.desk import Changed, Desk
from shopdesk.ui.background import Background
from shopdesk.ui.cases import actions, possible
from shopdesk.ui.cases.actions import CaseActions
from shopdesk.ui.cases.asked import AskedDialog
from shopdesk.ui.cases.columns import case_columns
from shopdesk.ui.cases.elsewhere import SHOWN_ELSEWHERE, record_of
from shopdesk.ui.cases.filters import CaseFilters
from shopdesk.ui.cases.lines import Texts
from shopdesk.ui.cases.new_case import NewCase
from shopdesk.ui.cases.panel import CasePanel
from shopdesk.ui.cases.possible import STEPS, find_reasons, next_action
from shopdesk.ui.cases.reading import CaseFilter, CaseList, When, WholeCase, Whose, read_case, read_list
from shopdesk.ui.cases.work import CaseWork
from shopdesk.ui.changes import Changes, concerns
from shopdesk.ui.chosen_record import ChosenRecord
from shopdesk.ui.controls import label, rule
from shopdesk.ui.empty_state import EmptyState
from shopdesk.ui.flags import Pennants
from shopdesk.ui.layouts import fill, foot, stacked, surface
from shopdesk.ui.messages import Messages
from shopdesk.ui.newest import Newest
from shopdesk.ui.page import InView, PageWidget
from shopdesk.ui.page_moment import unread_moment
from shopdesk.ui.record_table import RecordTable
from shopdesk.ui.side_panel import PanelSplitter, SettingsStore
from shopdesk.ui.theme import Theme

PANEL_WIDTH = 420
"""px at first."""
NARROW_BELOW = 1100
"""px of the page under which the list needs the room of a column."""
TICK = 60_000
"""Milliseconds between two looks at the clock."""
MY = "my-"
_LISTS = {
    "all": CaseFilter(),
    "mine": CaseFilter(whose=Whose.MINE),
    "nobody": CaseFilter(whose=Whose.NOBODY),
    "due": CaseFilter(when=When.DUE),
    "late": CaseFilter(when=When.LATE),
    "contact": CaseFilter(when=When.CONTACT),
    "again": CaseFilter(when=When.AGAIN),
    "calls": CaseFilter(state=State.DONE.value, when=When.DUE),
    **{state.value: CaseFilter(state=state.value) for state in State},
}


class CasesPage(PageWidget):
    """Everything is read in the background; a later reading overtakes an earlier one."""

    points_requested = Signal()

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
        self.setObjectName("cases")
        self._desk, self._background, self._messages, self._settings = desk, background, messages, settings
        self._found = CaseList(unread_moment(desk))
        self._lists, self._is_stale = Newest(background, self), False
        self._build(theme, pennants)
        self._lay_out()
        self._connect(changes)
        self.retranslate()
        self.refresh()

    # What the window asks of a page

    def retranslate(self) -> None:
        """Write every text again."""
        self.setAccessibleName(_("Cases"))
        self.actions_.retranslate()
        self._show_list()

    def take_focus(self) -> None:
        """Keys go to the list."""
        (self.table if self._found.rows else self.empty).setFocus()

    def search(self, text: str) -> None:
        """Open and closed cases that fit."""
        self.filters.choose(CaseFilter(find=text.strip()))

    def scanned(self, code: str) -> bool:
        """The waybill of a case's parcel shows the case; a new one is noted where the buyer is to send."""
        scan = read_scan(self._desk.seen, code)
        if scan.case_ids:
            self._show_record(scan.case_ids[0])
            return True
        case = self.record.current
        if case is None or scan.order_ids or scan.box_id is not None or not scan.waybill:
            return False
        if self.actions_.why_not(Step.SEND.value):
            return False
        self.work.send(case, scan.waybill)
        return True

    def in_view(self) -> InView:
        """The case in the panel; its shop and buyer count where it has no order."""
        row = self.record.shown.row if self.record.shown is not None else None
        if row is None:
            return InView()
        return InView(order_id=row.order_id, case_id=row.id, buyer_id=row.buyer_id, shop_id=row.shop_id)

    def open_record(self, kind: str, record_id: object) -> None:
        """Kind "case": show this one. "case-new": begin one for this order. "case-list": a list, named by a State's
        value or "all", "mine", "nobody", "due", "late", "contact" (speak with today), "again" (asked again, not
        answered), "calls" (call back today), "asked" (who asked today); with "my-" before it only one's own."""
        if kind == "case" and isinstance(record_id, int):
            self._show_record(record_id)
        elif kind == "case-new":
            self.begin(record_id if isinstance(record_id, int) else None)
        elif kind == "case-list" and record_id == "asked":
            self.list_asked()
        elif kind == "case-list" and str(record_id).removeprefix(MY) in _LISTS:
            chosen = _LISTS[str(record_id).removeprefix(MY)]
            is_mine = str(record_id).startswith(MY)
            self.filters.choose(replace(chosen, whose=Whose.MINE) if is_mine else chosen)
            self.table.setFocus()

    def refresh(self) -> None:
        """Read list and case again."""
        chosen, also, self._is_stale = self.filters.chosen, self.record.also, False
        self._lists.read(lambda: read_list(self._desk, chosen, also), self._take, self.record.lose_list)

    def showEvent(self, event: QShowEvent) -> None:
        """What changed while another page was shown is read now."""
        super().showEvent(event)
        if self._is_stale:
            self.refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow window the reason is told beside the list only."""
        super().resizeEvent(event)
        self.table.setColumnHidden(self.table.records.column_of("reason"), event.size().width() < NARROW_BELOW)

    def keep_state(self) -> None:
        """Remember the panel; raises OutputFailed."""
        self.splitter.keep_state()

    # How it is put together

    def _build(self, theme: Theme, pennants: Pennants) -> None:
        desk, background, messages = self._desk, self._background, self._messages
        self.actions_ = CaseActions(self, desk, messages)
        self.work = CaseWork(desk, background, messages, self)
        self.filters = CaseFilters(self.actions_, theme, pennants)
        self.table = RecordTable("cases.table", N_("Cases"), case_columns(lambda: self._found), theme)
        self.table.setSelectionMode(RecordTable.SelectionMode.SingleSelection)
        self.empty = EmptyState("cases.empty", theme, "arrows-exchange")
        self.panel = CasePanel(self.actions_, desk=desk, background=background, messages=messages, theme=theme)
        self.record = ChosenRecord(
            self.table, lambda number: read_case(desk, number), self._show_case, background=background,
            messages=messages, owner=self,
        )  # fmt: skip
        self._said = label("cases.said", "muted", parent=self)
        self._ticking = QTimer(self, interval=TICK)

    def _lay_out(self) -> None:
        self._stack = stacked("cases.stack", self.table, self.empty)
        below = rule("cases.foot.rule"), foot(self._said)
        content = surface("cases.content", self._stack, *below, tall=self._stack)
        self.splitter = PanelSplitter("cases.splitter", content, self.panel, self._settings)
        if self._settings.get("cases.splitter.panel_width") is None:
            self.splitter.setSizes([10 * PANEL_WIDTH, PANEL_WIDTH])
        fill(self, self.filters, rule("cases.rule"), self.splitter, tall=self.splitter)
        self.filters.panel.setChecked(not self.panel.isHidden())

    def _connect(self, changes: Changes) -> None:
        changes.changed.connect(self._on_changed)
        self.filters.changed.connect(self._on_filter)
        self.filters.left.connect(self.take_focus)
        self.filters.panel.toggled.connect(self.panel.setVisible)
        self.panel.closed.connect(lambda: self.filters.panel.setChecked(False))
        self.table.opened.connect(lambda _case_id: self._do_next())
        self.empty.clicked.connect(self._on_empty)
        self.panel.fields.changed.connect(self._save_field)
        self.panel.lines.saved.connect(self._save_lines)
        self.panel.lines.left.connect(self.take_focus)
        self.panel.files.counted.connect(self._on_files)
        self.panel.links.open_requested.connect(self.open_requested)
        self.work.written.connect(self.record.read)
        self._ticking.timeout.connect(self._tick)
        self._ticking.start()
        self.actions_.connect_all({
            actions.NEXT_ACTION: self._do_next,
            actions.NEW: self.begin,
            actions.FIND: self.filters.search.start,
            actions.ASKED: self.list_asked,
            actions.PANEL: self.filters.panel.click,
            actions.LINES: self._write_lines,
            possible.REPLACE: lambda: self._with(self.work.replace),
            possible.EARLY: lambda: self._with(self.work.allow_early),
            possible.HAND_OVER: lambda: self._with(self.work.hand_over),
            possible.CONTACT: lambda: self._with(self.work.log_contact),
            possible.ASK_AGAIN: lambda: self._with(self.work.ask_again),
            possible.CONTACT_DONE: lambda: self._with(self.work.finish_contact),
            possible.POINTS: self.points_requested.emit,
            possible.LOST_FORM: lambda: self._with(self.work.copy_lost_form),
            **{step.value: self._taking(step) for step in STEPS},
            **{action: self._showing(action) for action in SHOWN_ELSEWHERE},
        })  # fmt: skip

    def _taking(self, step: Step) -> Callable[[], object]:
        return lambda: self._with(lambda case: self.work.take(case, step))

    def _showing(self, action: str) -> Callable[[], object]:
        return lambda: self._with(lambda case: self.open_requested.emit(*record_of(action, case)))

    def _with(self, do: Callable[[WholeCase], object]) -> None:
        if self.record.current is not None:
            do(self.record.current)

    # What is shown

    def _take(self, found: CaseList) -> None:
        self._found = found
        self.record.take_list(found.rows, self._show_list, is_added=found.is_added)

    def _show_list(self) -> None:
        found, chosen = self._found, self.filters.chosen
        self.filters.show_found(found)
        self.table.show_rows(found.rows, again=True)
        self._stack.setCurrentWidget(self.table if found.rows else self.empty)
        if chosen == CaseFilter():
            self.empty.say(N_("There is no open case."), N_("Open one…"), "main")
        else:
            self.empty.say(N_("No case is like that."), N_("Show all open ones"), "quiet")
        n, late = len(found.rows), sum(found.moment.pressing(row.due_at) == "danger" for row in found.rows)
        said = [ngettext("{n} case", "{n} cases", n).format(n=n)] if n else []
        said += [ngettext("{n} late", "{n} late", late).format(n=late)] if late else []
        self._said.setText(" · ".join(said))

    def _show_case(self, case: WholeCase | None) -> None:
        self.actions_.show_case(find_reasons(case, self._desk.actor) if case else None)
        self.panel.show_case(case)

    def _show_record(self, case_id: int) -> None:
        """In the list, be it of its kind or not."""
        self.panel.show()
        self.filters.panel.setChecked(True)
        if not self.record.ask_for(case_id):
            self.refresh()
        self.table.setFocus()

    def _on_filter(self) -> None:
        self.record.also = None
        self.refresh()

    def _on_changed(self, kinds: frozenset[str]) -> None:
        if not concerns(kinds, Changed.CASES, Changed.REFUNDS, Changed.BOXES, Changed.CARE, Changed.PEOPLE,
                        Changed.SETTINGS, Changed.REPAIRS, Changed.PARCELS):  # fmt: skip
            return
        if self.isVisible():
            self.refresh()
        else:
            self._is_stale = True

    def _on_files(self, n: int) -> None:
        """A photo that was missing may be there now, and the goods may travel (RET-10)."""
        if self.record.shown is not None and n != self.record.shown.files:
            self.record.read()

    def _tick(self) -> None:
        if self.isVisible():
            self.refresh()

    def _on_empty(self) -> None:
        if self.filters.chosen == CaseFilter():
            self.actions_.by_name[actions.NEW].trigger()
        else:
            self.filters.choose(CaseFilter())

    # What is done

    def begin(self, order_id: int | None = None) -> None:
        """Ask what a new case is about."""
        form = NewCase(self._desk, self._background, self._messages, order_id=order_id, parent=self)
        form.written.connect(self._say_opened)
        form.open()

    def list_asked(self) -> None:
        """Show who asked today (RET-13)."""
        dialog = AskedDialog(self._desk, self._background, self._messages, self)
        dialog.opened.connect(self._show_record)
        dialog.open()

    def _say_opened(self, case_id: int) -> None:
        self._messages.toast(_("Case {number} is open").format(number=case_id))
        self._show_record(case_id)

    def _do_next(self) -> None:
        """What the large button says; what isn't possible yet says why."""
        case = self.record.current
        if case is not None:
            self.actions_.by_name[next_action(case.row, case) or Step.REOPEN.value].trigger()

    def _write_lines(self) -> None:
        self.panel.show()
        self.filters.panel.setChecked(True)
        self.panel.lines.start()

    def _save_field(self, key: str, value: object) -> None:
        if self.record.shown is not None:  # what was typed is about the case in the panel
            self.work.save_field(self.record.shown, key, value, self.panel.fields.show_stored)

    def _save_lines(self, case_id: int, base: Base, typed: Texts) -> None:
        lines = self.panel.lines
        self.work.save_lines(case_id, base, typed, lambda: lines.not_saved(case_id, base, typed))
