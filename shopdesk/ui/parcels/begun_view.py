"""Lists of what was begun about parcels; each is gone on with in its guide (SHP-10 to SHP-12)."""

from typing import Any

from PySide6.QtCore import Signal

from shopdesk.clock import DEFAULT_ZONE
from shopdesk.domain.due import ParcelList
from shopdesk.errors import N_
from shopdesk.i18n import _, ngettext
from shopdesk.services.desk import Desk
from shopdesk.ui.background import Background
from shopdesk.ui.flags import Pennants
from shopdesk.ui.messages import Messages
from shopdesk.ui.page_actions import ReasonedActions
from shopdesk.ui.parcels.begun import KINDS, ListedBegun, WantedBegun, read_begun
from shopdesk.ui.parcels.begun_actions import ALWAYS, CASE, COPY, FIND, NEW, NEXT, ORDER, PANEL, declared
from shopdesk.ui.parcels.begun_head import BegunHead
from shopdesk.ui.parcels.begun_panel import BegunPanel
from shopdesk.ui.parcels.list_view import ListView
from shopdesk.ui.parcels.reading import Clock
from shopdesk.ui.parcels.shows import Show
from shopdesk.ui.side_panel import SettingsStore
from shopdesk.ui.theme import Theme


class BegunView(ListView):
    """`guide_requested` carries kind and number of what is to be gone on with in its guide."""

    guide_requested = Signal(str, int)
    wanted: WantedBegun
    listed: ListedBegun

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
        head = BegunHead(name, show, self.commands, theme, pennants)
        self.details = BegunPanel(name, show, self.commands, messages, theme)
        columns = self._kind.columns(lambda: self.listed.clock)
        self._put_together(self._kind.title, columns, head, panel=self.details, actions=self.commands, icon="route")
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

    def _leave_empty(self) -> None:
        if self.wanted == WantedBegun():
            self._begin()
        else:
            self._want(WantedBegun())

    def _begin(self) -> None:
        self.open_requested.emit(f"{self._kind.word}-new", None)

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
        self._say_empty(nothing, action)

    def _go_on(self) -> None:
        """Enter in the list, or N: into the guide."""
        self._with(lambda row: self.guide_requested.emit(self._kind.word, row.id))
