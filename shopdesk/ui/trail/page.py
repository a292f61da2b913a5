"""The trail: who did what when, searched, opened, exported and verified (TEAM-03)."""

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QPushButton

from shopdesk.domain.permissions import Right
from shopdesk.i18n import N_, _, ngettext, sentence
from shopdesk.queries.people import list_people
from shopdesk.queries.shop_settings import get_setting
from shopdesk.queries.trail import PAGE, TrailEntry, TrailFilter, count_trail, list_trail_kinds, search_trail
from shopdesk.services.desk import Desk, not_allowed
from shopdesk.services.trail import Verified, verify_trail
from shopdesk.services.trail_export import export_trail, kind_name
from shopdesk.services.trail_words import what_happened
from shopdesk.settings import ZONE
from shopdesk.ui.background import Background, ThreadTask
from shopdesk.ui.changes import Changes
from shopdesk.ui.controls import button, label, restyle, rule
from shopdesk.ui.empty_state import EmptyState
from shopdesk.ui.file_dialogs import choose_target
from shopdesk.ui.layouts import fill, stacked, surface
from shopdesk.ui.messages import Messages
from shopdesk.ui.moments import full_moment, short_moment
from shopdesk.ui.newest import Newest
from shopdesk.ui.page import PageWidget
from shopdesk.ui.page_actions import add_action
from shopdesk.ui.record_table import RecordColumn, RecordTable
from shopdesk.ui.rights import apply_right
from shopdesk.ui.theme import Theme
from shopdesk.ui.trail.filter_bar import TrailFilterBar

OPENS = frozenset({"order", "wave", "variant", "script", "buyer", "review", "complaint", "points"})
"""Kinds of things that a page shows."""


class _Found(NamedTuple):
    rows: list[TrailEntry]
    total: int
    """How many there are in all."""
    people: list[str]
    kinds: list[str]


class TrailPage(PageWidget):
    """A page of rows is read at a time, by key; more are read as the end of the list comes into view."""

    def __init__(
        self, *, desk: Desk, changes: Changes, background: Background, messages: Messages, theme: Theme
    ) -> None:
        super().__init__()
        self.setObjectName("trail")
        self._desk, self._background, self._messages = desk, background, messages
        self._zone = get_setting(desk.seen, ZONE)
        self._lists, self._more = Newest(background, self), Newest(background, self)
        self._count, self._reads = 0, False
        self._verified: Verified | None = None
        self.filter = TrailFilterBar(desk.clock(), self._zone)
        self.table = RecordTable("trail.table", N_("Trail"), self._columns(), theme)
        self.empty = EmptyState("trail.empty", theme, "search")
        self._said = label("trail.said", "muted", parent=self)
        self._result = label("trail.result", "muted", wrap=True, parent=self)
        self._export = add_action(self, "trail.export", "Ctrl+E")
        self._verify = add_action(self, "trail.verify")
        for action in (self._export, self._verify):
            apply_right(action, desk, Right.TRAIL)
        self._buttons = {action: self._button(action) for action in (self._verify, self._export)}
        self._lay_out()
        self._connect(changes)
        self.retranslate()
        self.refresh()

    def retranslate(self) -> None:
        """Write every text again."""
        self.setAccessibleName(_("Trail"))
        self._export.setText(_("Export…"))
        self._verify.setText(_("Verify all"))
        for action, made in self._buttons.items():
            made.setText(action.text().rstrip("…"))
            made.setToolTip(action.toolTip())
            made.setEnabled(action.isEnabled())
        self._show_count()
        self._show_result()

    def take_focus(self) -> None:
        """Keys go to the record that is looked for."""
        self.filter.record.setFocus()

    def search(self, text: str) -> None:
        """Look for a word."""
        self.filter.clear()
        self.filter.word.setText(text)

    def scanned(self, code: str) -> bool:
        """A scanned number shows what happened to that record."""
        self.filter.clear()
        self.filter.record.setText(code)
        return True

    def refresh(self) -> None:
        """Read the newest rows again."""
        if not self._desk.actor.may(Right.TRAIL):
            refusal = not_allowed(self._desk.actor, Right.TRAIL)
            self.empty.say(sentence(refusal) if refusal else "")
            self._stack.setCurrentWidget(self.empty)
            self.filter.setEnabled(False)
            return
        self._more.forget()  # rows below those that are replaced
        self._reads = False
        chosen, database = self.filter.chosen, self._desk.seen

        def find() -> _Found:
            rows = search_trail(database, chosen)
            people = [person.name for person in list_people(database, with_inactive=True)]
            return _Found(rows, count_trail(database, chosen), people, list_trail_kinds(database))

        self._lists.read(find, self._take, self._messages.error)

    # How it is put together

    def _columns(self) -> list[RecordColumn]:
        return [
            RecordColumn("at", N_("When"), 104, self._moment, tip=lambda row: full_moment(row.change.at, self._zone)),
            RecordColumn("person", N_("Person"), 88, lambda row: row.change.person),
            RecordColumn("kind", N_("Kind"), 88, lambda row: kind_name(row.kind), is_muted=True),
            RecordColumn("record", N_("Record"), 168, lambda row: row.record, cuts_middle=True),
            RecordColumn("change", N_("What changed"), 360, lambda row: what_happened(row.change), stretch=1),
        ]

    def _moment(self, row: TrailEntry) -> str:
        return short_moment(row.change.at, self._desk.clock(), self._zone)

    def _button(self, action: QAction) -> QPushButton:
        made = button(f"{action.objectName()}.button", "plain", self)
        made.clicked.connect(action.trigger)
        return made

    def _lay_out(self) -> None:
        self._stack = stacked("trail.stack", self.table, self.empty)
        foot = QHBoxLayout()
        foot.setContentsMargins(16, 8, 12, 8)
        foot.setSpacing(8)
        foot.addWidget(self._said)
        foot.addWidget(self._result, 1)
        for made in self._buttons.values():
            foot.addWidget(made)
        below = rule("trail.foot.rule"), foot
        fill(self, surface("trail.content", self.filter, rule("trail.rule"), self._stack, *below, tall=self._stack))

    def _connect(self, changes: Changes) -> None:
        changes.changed.connect(lambda _kinds: self.refresh() if self.isVisible() and self._is_at_top() else None)
        self.filter.changed.connect(self.refresh)
        self.filter.entered.connect(self.table.setFocus)
        self.table.opened.connect(self._open)
        self.table.verticalScrollBar().valueChanged.connect(self._read_more)
        self.empty.clicked.connect(self.filter.clear)
        does: dict[QAction, Callable[[], object]] = {self._export: self._ask_file, self._verify: self.verify}
        for action, do in does.items():
            action.triggered.connect(lambda _on=False, do=do: do())

    # What is shown

    def _is_at_top(self) -> bool:
        return self.table.verticalScrollBar().value() == 0

    def _take(self, found: _Found) -> None:
        self._count = found.total
        self.filter.offer(found.people, found.kinds)
        self.table.show_rows(found.rows, again=bool(self.table.records.rows))
        if found.rows and self.table.current_id() is None:
            self.table.go_to(found.rows[0].id)
        self._stack.setCurrentWidget(self.table if found.rows else self.empty)
        if not found.rows:
            if self.filter.chosen == TrailFilter():
                self.empty.say(N_("Nothing has happened here yet."))
            else:
                self.empty.say(N_("Nothing in the trail fits what is looked for."), N_("Show everything"), "plain")
        self._show_count()

    def _read_more(self, value: int) -> None:
        rows, bar = self.table.records.rows, self.table.verticalScrollBar()
        if self._reads or not rows or len(rows) >= self._count or value < bar.maximum() - bar.pageStep():
            return
        self._reads = True
        chosen, last = self.filter.chosen, rows[-1].id

        def take(more: list[TrailEntry]) -> None:
            self._reads = False
            self.table.show_rows([*self.table.records.rows, *more], again=True)
            self._show_count()

        self._more.read(lambda: search_trail(self._desk.seen, chosen, before=last, limit=5 * PAGE), take, self._fail)

    def _fail(self, error: Exception) -> None:
        self._reads = False
        self._messages.error(error)

    def _show_count(self) -> None:
        said = ngettext("{n} row", "{n} rows", self._count)
        self._said.setText(said.format(n=f"{self._count:,}") if self.table.records.rows else "")

    def _open(self, row_id: int) -> None:
        place = self.table.records.place_of(row_id)
        row = self.table.records.rows[place] if place is not None else None
        if row is None:
            return
        if row.kind in OPENS and row.record_id:
            self.open_requested.emit(row.kind, row.record_id)
        else:
            self._messages.toast(_("This is not on a page of its own: {what}").format(what=kind_name(row.kind)))

    # Verifying and taking away

    def verify(self) -> ThreadTask:
        """Follow the whole chain in the background."""
        self._verify.setEnabled(False)
        started: list[ThreadTask] = []

        def report(share: float) -> None:
            if started:
                started[0].progressed.emit(share, "")

        task = self._background.run_task(
            lambda: verify_trail(self._desk, whole=True, progress=report),
            self._take_verified, self._fail_verify, owner=self, title=_("Verifying the trail"),
        )  # fmt: skip
        started.append(task)
        return task

    def _take_verified(self, found: Verified) -> None:
        self._verified = found
        self._verify.setEnabled(True)
        self._show_result()

    def _fail_verify(self, error: Exception) -> None:
        self._verify.setEnabled(True)
        self._messages.error(error)

    def _show_result(self) -> None:
        found = self._verified
        if found is None:
            self._result.setText("")
            return
        sound = ngettext("{n} row looked at: all fit.", "{n} rows looked at: all fit.", found.rows)
        said = [finding.text for finding in found.findings] or [sound.format(n=f"{found.rows:,}")]
        if found.unjudged:
            said.append(_("Signatures of {pcs} can only be judged there.").format(pcs=_(", ").join(found.unjudged)))
        self._result.setText(" ".join(said))
        restyle(self._result, "role", "danger" if found.findings else "good")

    def _ask_file(self) -> None:
        choose_target(
            self, "trail.file", _("Export the trail"), "Excel (*.xlsx);;CSV (*.csv)", self.export,
            suggested=_("trail") + ".xlsx",
        )  # fmt: skip

    def export(self, path: Path) -> None:
        """Write what is looked for to a file by its ending."""
        chosen = self.filter.chosen

        def say_done(n: int) -> None:
            said = ngettext("Exported {n} row to {file}", "Exported {n} rows to {file}", n)
            self._messages.toast(said.format(n=n, file=path.name))

        self._background.run_task(
            lambda: export_trail(self._desk, path=path, chosen=chosen), say_done, self._messages.error, owner=self,
            title=_("Exporting the trail"),
        )  # fmt: skip
