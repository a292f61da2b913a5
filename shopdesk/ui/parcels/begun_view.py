"""Lists of what was begun about parcels; each is gone on with in its guide (SHP-10 to SHP-12)."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from shopdesk.clock import DEFAULT_ZONE
from shopdesk.domain.due import ParcelList
from shopdesk.domain.permissions import Right
from shopdesk.errors import N_
from shopdesk.i18n import _, ngettext
from shopdesk.services.desk import Desk
from shopdesk.ui.background import Background
from shopdesk.ui.button_grid import ButtonGrid
from shopdesk.ui.chips import Chip, ChipBar
from shopdesk.ui.controls import label, named, say, tool_button
from shopdesk.ui.flags import Pennants
from shopdesk.ui.language import Retranslated
from shopdesk.ui.layouts import column
from shopdesk.ui.messages import Messages
from shopdesk.ui.next_button import NextButton
from shopdesk.ui.order_forms.facts import Facts
from shopdesk.ui.page_actions import Declared, ReasonedActions
from shopdesk.ui.parcels.begun import KINDS, ListedBegun, WantedBegun, read_begun
from shopdesk.ui.parcels.list_view import ListView
from shopdesk.ui.parcels.reading import Clock
from shopdesk.ui.parcels.shows import Show
from shopdesk.ui.search_line import ListSearch
from shopdesk.ui.side_panel import SettingsStore, SidePanel
from shopdesk.ui.theme import Theme

NEXT, NEW, ORDER, CASE, COPY, FIND, PANEL = "next", "new", "order", "case", "copy", "find", "panel"
ALWAYS = frozenset({NEW, FIND, PANEL})
NAMES, NARROWEST = 104, 420
OPEN, ESCALATED, ALL = "open", "escalated", "all"


def declared(show: Show) -> Declared:
    """Text, key and right of what can be done in one of the lists."""
    return {
        NEXT: (N_("Go on"), "N", None),
        NEW: (KINDS[show].new, "Ctrl+N", Right.SERVE),
        ORDER: (N_("Show the order"), "G", None),
        CASE: (N_("Show the case"), "K", None),
        COPY: (N_("Copy number"), "Y", None),
        FIND: (N_("Search the list"), "Ctrl+F", None),
        PANEL: (N_("Show or hide the panel"), "V", None),
    }


class BegunHead(Retranslated, QWidget):
    """`wanted_changed` carries the `WantedBegun`; `left` is Enter in the search."""

    wanted_changed = Signal(object)
    left = Signal()

    def __init__(self, name: str, show: Show, actions: ReasonedActions, theme: Theme, pennants: Pennants) -> None:
        super().__init__()
        named(self, f"{name}.tools")
        self._show, self._wanted = show, WantedBegun()
        self.parts = ChipBar(f"{name}.parts", theme, pennants)
        self.line = ListSearch(f"{name}.search", self)
        self.line.setMinimumWidth(140)
        self.line.setMaximumWidth(260)
        self.panel = tool_button(theme.icons, "layout-sidebar-right", f"{name}.panel.toggle", self)
        self.line.searched.connect(self._search)
        self.line.left.connect(self.left)
        self.parts.chosen.connect(self._choose)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 16, 8)
        row.setSpacing(8)
        row.addWidget(self.parts)
        row.addWidget(self.line, 100)
        row.addStretch(1)
        row.addWidget(actions.button(NEW))
        row.addWidget(self.panel)
        self.setMinimumWidth(NARROWEST)
        self.retranslate()

    def retranslate(self) -> None:
        """Write every text again."""
        self.line.setPlaceholderText(_("Waybill, order, buyer"))
        self.line.setAccessibleName(_("Search the list"))
        self.line.setToolTip(_("Search the list") + "  Ctrl+F")
        say(self.panel, _("Show or hide the panel") + "  V")
        self._write()

    def show_wanted(self, wanted: WantedBegun) -> None:
        """This list is shown."""
        self._wanted = wanted
        self.line.show_find(wanted.find)
        self._write()

    def _choose(self, keys: frozenset[str]) -> None:
        was = _part_of(self._wanted)
        part = next(iter(keys - {was}), was)
        self._tell(WantedBegun(part != ALL, part == ESCALATED))

    def _search(self, find: str) -> None:
        self._tell(WantedBegun(not find, find=find))

    def _tell(self, wanted: WantedBegun) -> None:
        self.show_wanted(wanted)
        self.wanted_changed.emit(wanted)

    def _write(self) -> None:
        escalated = [Chip(ESCALATED, _("For the supervisor"))] if self._show is Show.INTERCEPTIONS else []
        self.parts.set_chips([Chip(OPEN, _("Still open")), *escalated, Chip(ALL, _("All"))])
        self.parts.check([_part_of(self._wanted)])


def _part_of(wanted: WantedBegun) -> str:
    return ESCALATED if wanted.escalated else OPEN if wanted.only_open else ALL


class BegunPanel(SidePanel):
    """What is known of one, and the way into its guide."""

    def __init__(self, name: str, show: Show, actions: ReasonedActions, messages: Messages, theme: Theme) -> None:
        super().__init__(f"{name}.panel", theme)
        self._kind, self._clock = KINDS[show], Clock(0, DEFAULT_ZONE)
        self._row: Any = None
        self._empty = label(f"{name}.panel.empty", "muted", wrap=True, parent=self)
        self.next = NextButton(f"{name}.panel.next", theme, actions.by_name[NEXT], self)
        self._facts = Facts(f"{name}.panel.facts", theme, name_width=NAMES)
        self._facts.copied.connect(messages.copy)
        others = ButtonGrid(f"{name}.panel.others", [actions.button(ORDER), actions.button(CASE)])
        self.add_section("next", "", column(f"{name}.panel.do", self._empty, self.next))
        self._own = self.add_section("about", N_("About"), column(f"{name}.panel.body", self._facts, others))
        self.retranslate()

    def retranslate(self) -> None:
        """Write every text again."""
        super().retranslate()
        if hasattr(self, "_own"):
            self._empty.setText(_("Choose one to see how it stands."))
            self._write()

    def show_row(self, row: Any, clock: Clock) -> None:
        """Show this one; None for none."""
        self._row, self._clock = row, clock
        self._write()

    def _write(self) -> None:
        row = self._row
        self._own.setVisible(row is not None)
        self.next.show_step("" if row is None else _("Go on") if self._kind.is_open(row) else _("Look at it"))
        self._empty.setVisible(row is None)
        self.title.setText(_("Nothing chosen") if row is None else row.waybill or row.order_no)
        if row is not None:
            self._facts.show_facts(self._kind.facts(row, self._clock))


class BegunView(ListView):
    """`guide_requested` carries kind and number of what is to be gone on with in its guide."""

    guide_requested = Signal(str, int)

    def __init__(
        self, show: Show, *, desk: Desk, background: Background, messages: Messages, theme: Theme,
        settings: SettingsStore, pennants: Pennants,
    ) -> None:  # fmt: skip
        self.show_, self._kind = show, KINDS[show]
        name = f"parcels.{show.value}"
        super().__init__(name, desk=desk, background=background, messages=messages, theme=theme, settings=settings)
        self.wanted = WantedBegun()
        self.listed = ListedBegun(self.wanted, [], Clock(desk.clock(), DEFAULT_ZONE))
        self.commands = ReasonedActions(
            self, desk, messages, declared(show), always=ALWAYS, nothing=N_("Choose one first.")
        )
        self.head = BegunHead(name, show, self.commands, theme, pennants)
        self.details = BegunPanel(name, show, self.commands, messages, theme)
        columns = self._kind.columns(lambda: self.listed.clock)
        self._put_together(
            self._kind.title, columns, self.head, panel=self.details, actions=self.commands, icon="route"
        )
        self._connect()
        self.retranslate()

    def retranslate(self) -> None:
        """Write every text again."""
        self.setAccessibleName(_(self._kind.title))
        self.commands.retranslate()
        self._say()

    def show_list(self, show: Show, part: str = "") -> None:
        """Open ones, or "escalated": those before a supervisor."""
        self._want(WantedBegun(escalated=part == ParcelList.ESCALATED.value))

    def search(self, text: str) -> None:
        """Among all of them."""
        self._want(WantedBegun(not text.strip(), find=text))

    def go_to(self, record_id: int) -> None:
        """This one in the list, if it is there, and in its guide."""
        if not self.table.go_to(record_id):
            self._awaited = record_id
            self.refresh()
        self.guide_requested.emit(self._kind.word, record_id)

    def refresh(self) -> None:
        """Read the list again."""
        wanted = self.wanted
        self._background.run_task(
            lambda: read_begun(self._desk, self.show_, wanted), self._take, self._messages.unasked, owner=self
        )

    # How it is put together

    def _connect(self) -> None:
        self.head.wanted_changed.connect(self._want)
        self.head.left.connect(self.take_focus)
        self.head.panel.clicked.connect(self.toggle_panel)
        self.table.chosen_changed.connect(self._on_chosen)
        self.table.opened.connect(lambda _id: self._go_on())
        self.empty.clicked.connect(self._leave_empty)
        self.commands.connect_all(
            {
                NEXT: self._go_on,
                NEW: self._begin,
                ORDER: lambda: self._with(lambda row: self.open_requested.emit("order", row.order_id)),
                CASE: lambda: self._with(lambda row: self.open_requested.emit("case", row.case_id)),
                COPY: lambda: self._with(lambda row: self._messages.copy(row.waybill)),
                FIND: self.head.line.start,
                PANEL: self.toggle_panel,
            }
        )

    def _want(self, wanted: WantedBegun) -> None:
        if wanted != self.wanted:
            self.wanted = wanted
            self.head.show_wanted(wanted)
        self.refresh()

    def _leave_empty(self) -> None:
        if self.wanted == WantedBegun():
            self._begin()
        else:
            self._want(WantedBegun())

    def _begin(self) -> None:
        self.open_requested.emit(f"{self._kind.word}-new", None)

    def _take(self, listed: ListedBegun) -> None:
        if listed.wanted != self.wanted:
            return  # another list was chosen meanwhile
        again = self._is_read and listed.wanted == self.listed.wanted
        self.listed = listed
        self._show_rows(listed.rows, again=again)
        self._find_awaited()
        self._on_chosen()

    def _find_awaited(self) -> None:
        awaited, everything = self._awaited, WantedBegun(only_open=False)
        if awaited is None:
            return
        if self.table.go_to(awaited) or self.wanted == everything:
            self._awaited = None
        else:
            self._want(everything)

    def _on_chosen(self) -> None:
        rows = self.table.chosen() if self.listed.rows else []
        self.commands.show_reasons(self._reasons(rows))
        self.details.show_row(self.table.current() if self.listed.rows else None, self.listed.clock)
        self._say()

    def _reasons(self, rows: list[Any]) -> dict[str, str] | None:
        if not rows:
            return None
        if len(rows) > 1:
            return dict.fromkeys((NEXT, ORDER, CASE, COPY), _("Choose one only."))
        return {CASE: _("It belongs to no case.")} if rows[0].case_id is None else {}

    def _say(self) -> None:
        n = len(self.listed.rows)
        self._said.setText(ngettext("{n} in the list", "{n} in the list", n).format(n=f"{n:,}") if n else "")
        is_plain = self.wanted == WantedBegun()
        nothing = self._kind.nothing if is_plain else N_("Nothing matches.")
        action = self._kind.new if is_plain else N_("Show what is open")
        self.empty.say(nothing if self._is_read else "", action if self._is_read else "", "quiet")

    def _with(self, do: Callable[[Any], object]) -> None:
        row = self._alone()
        if row is not None:
            do(row)

    def _go_on(self) -> None:
        """Enter in the list, or N: into the guide."""
        self._with(lambda row: self.guide_requested.emit(self._kind.word, row.id))
