"""Complaints: the list, unseen ones first, and the chosen one beside it (CMP-01, CMP-02)."""

from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QApplication

from shopdesk.domain.complaints import Step
from shopdesk.errors import N_
from shopdesk.i18n import _, ngettext
from shopdesk.services.desk import Changed, Desk
from shopdesk.ui.background import Background
from shopdesk.ui.changes import Changes, concerns
from shopdesk.ui.chosen_record import ChosenRecord
from shopdesk.ui.complaints import possible
from shopdesk.ui.complaints.actions import make_actions
from shopdesk.ui.complaints.columns import complaint_columns
from shopdesk.ui.complaints.filters import ComplaintFilters
from shopdesk.ui.complaints.panel import ComplaintPanel
from shopdesk.ui.complaints.possible import find_reasons, next_action
from shopdesk.ui.complaints.reading import (
    ComplaintFilter,
    ComplaintList,
    WholeComplaint,
    list_named,
    read_complaint,
    read_list,
)
from shopdesk.ui.complaints.work import ComplaintWork
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

PANEL_WIDTH = 400
"""px at first."""
GIVE_WAY = {1300: ("number_there", "came"), 1080: ("cause", "order_no", "files")}
"""Columns that the panel tells as well, by the px of the page under which the others need their room."""
TICK = 60_000
"""Milliseconds between two looks at the clock."""
_SHOWN = (Changed.COMPLAINTS, Changed.POINTS, Changed.ORDERS, Changed.CASES, Changed.PEOPLE, Changed.SETTINGS)


class ComplaintsPage(PageWidget):
    """Everything is read in the background; a later reading overtakes an earlier one."""

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
        self.setObjectName("complaints")
        self._desk, self._background, self._messages, self._settings = desk, background, messages, settings
        self._found = ComplaintList(unread_moment(desk))
        self._lists, self._is_stale, self._is_read = Newest(background, self), False, False
        self._build(theme, pennants)
        self._lay_out()
        self._connect(changes)
        self.retranslate()
        self.refresh()

    # What the window asks of a page

    def retranslate(self) -> None:
        """Write every text again."""
        self.setAccessibleName(_("Complaints"))
        self.actions_.retranslate()
        self._show_list()

    def take_focus(self) -> None:
        """Keys go to the list."""
        (self.empty if self._is_empty() else self.table).setFocus()

    def search(self, text: str) -> None:
        """Open and ended complaints that fit."""
        self.filters.choose(ComplaintFilter(find=text.strip()))

    def in_view(self) -> InView:
        """What the complaint in the panel is about."""
        if self.record.shown is None:
            return InView()
        of = self.record.shown.row
        return InView(
            order_id=of.order_id, case_id=of.case_id, buyer_id=of.buyer_id, shop_id=of.shop_id, said=of.said,
            complaint_id=of.id,
        )  # fmt: skip

    def open_record(self, kind: str, record_id: object) -> None:
        """Kind "complaint": show this one. "complaint-new": enter one about an order (its id), {"case_id": 3},
        {"buyer_id": 8}, or anything (None). "complaint-list": a list, named by an open State's value or "all", "over",
        "mine", "nobody", "unseen", "late", "due", "contact" (speak with today); with "my-" before it one's own."""
        if kind == "complaint" and isinstance(record_id, int):
            self._show_record(record_id)
        elif kind == "complaint-new":
            self.work.enter_of(record_id)
        elif kind == "complaint-list" and (chosen := list_named(str(record_id))) is not None:
            self.filters.choose(chosen)
            self.take_focus()

    def refresh(self) -> None:
        """Read what is shown again."""
        chosen, also, self._is_stale = self.filters.chosen, self.record.also, False
        self._lists.read(lambda: read_list(self._desk, chosen, also), self._take, self.record.lose_list)

    def showEvent(self, event: QShowEvent) -> None:
        """What changed while another page was shown is read now."""
        super().showEvent(event)
        if self._is_stale:
            self.refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow window some things are told beside the list only."""
        super().resizeEvent(event)
        for below, keys in GIVE_WAY.items():
            for key in keys:
                self.table.setColumnHidden(self.table.records.column_of(key), event.size().width() < below)

    def keep_state(self) -> None:
        """Remember the panel; raises OutputFailed."""
        self.splitter.keep_state()

    # How it is put together

    def _build(self, theme: Theme, pennants: Pennants) -> None:
        desk, background, messages = self._desk, self._background, self._messages
        self.actions_ = make_actions(self, desk, messages)
        self.work = ComplaintWork(desk, background, messages, self)
        self.filters = ComplaintFilters(self.actions_, theme, pennants)
        columns = complaint_columns(lambda: self._found)
        self.table = RecordTable("complaints.table", N_("Complaints"), columns, theme)
        self.empty = EmptyState("complaints.empty", theme, "speakerphone")
        self.panel = ComplaintPanel(
            self.actions_, desk=desk, background=background, messages=messages, theme=theme, pennants=pennants
        )
        self.record = ChosenRecord(
            self.table, lambda number: read_complaint(desk, number), self._show_complaint, background=background,
            messages=messages, owner=self,
        )  # fmt: skip
        self._said = label("complaints.said", "muted", parent=self)
        self._ticking = QTimer(self, interval=TICK)

    def _lay_out(self) -> None:
        self._stack = stacked("complaints.stack", self.table, self.empty)
        below = rule("complaints.foot.rule"), foot(self._said)
        content = surface("complaints.content", self._stack, *below, tall=self._stack)
        self.splitter = PanelSplitter("complaints.splitter", content, self.panel, self._settings)
        if self._settings.get("complaints.splitter.panel_width") is None:
            self.splitter.setSizes([10 * PANEL_WIDTH, PANEL_WIDTH])
        fill(self, self.filters, rule("complaints.rule"), self.splitter, tall=self.splitter)
        self.filters.panel.setChecked(not self.panel.isHidden())

    def _connect(self, changes: Changes) -> None:
        changes.changed.connect(self._on_changed)
        self.filters.changed.connect(self._on_filter)
        self.filters.left.connect(self.take_focus)
        self.filters.panel.toggled.connect(self.panel.setVisible)
        self.panel.closed.connect(lambda: self.filters.panel.setChecked(False))
        self.panel.after.open_requested.connect(self.open_requested)
        self.panel.files.counted.connect(self._on_files)
        self.table.opened.connect(lambda _id: self._do_next())
        self.empty.clicked.connect(self._on_empty)
        self.work.written.connect(lambda _id: self.refresh())
        self.work.entered.connect(self._show_record)
        self._ticking.timeout.connect(lambda: self.refresh() if self.isVisible() else None)
        self._ticking.start()
        self.actions_.connect_all(self._does())

    def _does(self) -> dict[str, Callable[[], object]]:
        work, filters = self.work, self.filters
        return {
            possible.NEXT_ACTION: self._do_next,
            possible.NEW: lambda: work.enter(self._found.shops, self._found.answer_days),
            possible.FIND: filters.search.start,
            possible.PANEL: filters.panel.click,
            possible.SEE: self._with(lambda complaint: work.step(complaint, Step.SEE)),
            possible.APPROVE: self._with(lambda complaint: work.step(complaint, Step.APPROVE)),
            possible.SEND: self._with(work.send),
            possible.SEND_BACK: self._with(lambda complaint: work.step_why(complaint, Step.SEND_BACK)),
            possible.REOPEN: self._with(lambda complaint: work.step_why(complaint, Step.REOPEN)),
            possible.ASSIGN: self._with(work.assign),
            possible.CONTACT: self._with(work.contact),
            possible.APPEAL: self._with(work.appeal),
            possible.CLOSE: self._with(work.close),
            possible.EDIT: self._with(work.edit),
            possible.POINTS: self._with(work.book_points),
            possible.COPY: self._with(lambda complaint: self._messages.copy(complaint.row.appeal)),
            possible.ORDER: self._with(lambda complaint: self.open_requested.emit("order", complaint.row.order_id)),
            possible.BUYER: self._with(lambda complaint: self.open_requested.emit("buyer", complaint.row.buyer_id)),
            possible.CASE: self._with(self._show_case),
        }

    def _with(self, do: Callable[[WholeComplaint], object]) -> Callable[[], object]:
        def with_shown() -> None:
            if self.record.current is not None:
                do(self.record.current)

        return with_shown

    # What is shown

    def _is_empty(self) -> bool:
        return self._is_read and not self._found.rows

    def _take(self, found: ComplaintList) -> None:
        self._found, self._is_read = found, True
        self.record.take_list(found.rows, self._show_list, is_added=found.is_added)

    def _show_list(self) -> None:
        found = self._found
        self.filters.show_found(found)
        self.table.show_rows(found.rows, again=True)
        is_here = self._stack.isAncestorOf(QApplication.focusWidget() or self)
        self._stack.setCurrentWidget(self.empty if self._is_empty() else self.table)
        if is_here:
            self.take_focus()
        if self.filters.chosen == ComplaintFilter():
            self.empty.say(N_("No complaint is open."), N_("New complaint…"), "main")
        else:
            self.empty.say(N_("No complaint is like that."), N_("Show all open ones"), "quiet")
        n, late = len(found.rows), sum(row.is_late(found.moment.now) for row in found.rows)
        unseen = sum(row.is_open and row.seen_at is None for row in found.rows)
        said = [ngettext("{n} complaint", "{n} complaints", n).format(n=n)] if n else []
        said += [_("{n} not seen by a supervisor").format(n=unseen)] if unseen else []
        said += [ngettext("{n} late", "{n} late", late).format(n=late)] if late else []
        self._said.setText(" · ".join(said))

    def _show_complaint(self, complaint: WholeComplaint | None) -> None:
        self.actions_.show_reasons(find_reasons(complaint, self._desk.actor) if complaint is not None else None)
        self.panel.show_complaint(complaint)

    def _show_record(self, complaint_id: int) -> None:
        """In the list, be it of its kind or not."""
        self.panel.show()
        self.filters.panel.setChecked(True)
        if not self.record.ask_for(complaint_id):
            self.refresh()
        self.table.setFocus()

    def _on_files(self, files: int) -> None:
        """A file was added or removed: what the appeal needs may be there now (CMP-02)."""
        if self.record.shown is not None and files != self.record.shown.row.files:
            self.record.read()

    def _on_filter(self) -> None:
        self.record.also = None
        self.refresh()

    def _on_changed(self, kinds: frozenset[str]) -> None:
        if not concerns(kinds, *_SHOWN):
            return
        if self.isVisible():
            self.refresh()
        else:
            self._is_stale = True

    def _on_empty(self) -> None:
        if self.filters.chosen == ComplaintFilter():
            self.actions_.by_name[possible.NEW].trigger()
        else:
            self.filters.choose(ComplaintFilter())

    # What is done

    def _do_next(self) -> None:
        """What the large button says; what isn't possible yet says why."""
        complaint = self.record.current
        if complaint is not None:
            self.actions_.by_name[next_action(complaint, self._desk.actor) or possible.REOPEN].trigger()

    def _show_case(self, complaint: WholeComplaint) -> None:
        """The case that it is about; else a new one about its order."""
        if complaint.row.case_id is not None:
            self.open_requested.emit("case", complaint.row.case_id)
        else:
            self.open_requested.emit("case-new", complaint.row.order_id)
