"""Parcels by what is wrong with them: standing still, passed on, not delivered, still open, to call, nobody's."""

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import Signal

from shopdesk.clock import DEFAULT_ZONE
from shopdesk.errors import N_
from shopdesk.i18n import _, ngettext
from shopdesk.queries.tracking import ParcelRow, get_parcel_by_id
from shopdesk.services.desk import Desk
from shopdesk.ui.background import Background
from shopdesk.ui.messages import Messages
from shopdesk.ui.page_actions import ReasonedActions
from shopdesk.ui.parcels import parcel_actions as does
from shopdesk.ui.parcels.columns import OF_LISTS, SOME, parcel_columns
from shopdesk.ui.parcels.list_view import ListView
from shopdesk.ui.parcels.parcel_head import ParcelHead
from shopdesk.ui.parcels.parcel_panel import ParcelPanel
from shopdesk.ui.parcels.parcel_work import ParcelWork
from shopdesk.ui.parcels.reading import A_PAGE, Clock, Listed, Wanted, read_list
from shopdesk.ui.parcels.shows import PARCELS, Show
from shopdesk.ui.side_panel import SettingsStore
from shopdesk.ui.theme import Theme

NOTHING: Mapping[Show, str] = {
    Show.STALLED: N_("No parcel stands still."),
    Show.FORWARDED: N_("No parcel was passed on to another carrier."),
    Show.TROUBLED: N_("No carrier says that anything is wrong."),
    Show.UNCLOSED: N_("Nothing was delivered whose trade is still open."),
    Show.CALLS: N_("No buyer is to be called."),
    Show.NOBODYS: N_("Carriers told of no number that we don't know."),
    Show.FOUND: N_("No parcel matches."),
}


class ParcelView(ListView):
    """`wanted_changed` tells the page which list is shown: a search has one of its own."""

    wanted_changed = Signal(object)
    import_requested = Signal()
    wanted: Wanted
    listed: Listed
    head: ParcelHead

    def __init__(
        self, *, desk: Desk, background: Background, messages: Messages, theme: Theme, settings: SettingsStore
    ) -> None:
        super().__init__(
            "parcels.list", desk=desk, background=background, messages=messages, theme=theme, settings=settings
        )
        self.wanted, self._most = Wanted(), A_PAGE
        self._goes_on: int | None = None
        """The parcel that Enter was pressed on before it was read."""
        self.listed = Listed(self.wanted, [], [], Clock(desk.clock(), DEFAULT_ZONE))
        nothing = N_("Choose a parcel first.")
        self.commands = ReasonedActions(self, desk, messages, does.DECLARED, always=does.ALWAYS, nothing=nothing)
        head = ParcelHead(self.commands, theme)
        self.details = ParcelPanel(desk, background, messages, theme, self.commands)
        self.work = ParcelWork(desk, background, messages, self)
        columns = parcel_columns(lambda: self.listed.clock)
        self._put_together(N_("Parcels"), columns, head, panel=self.details, actions=self.commands, icon="route")
        self._connect()
        self.retranslate()
        self._show_columns()

    def retranslate(self) -> None:
        """Write every text again."""
        self.setAccessibleName(_("Parcels"))
        self.commands.retranslate()
        self._say()

    def show_list(self, show: Show, part: str = "") -> None:
        """One of the lists, as a whole."""
        if show in PARCELS and show is not Show.FOUND:
            self._want(Wanted(show))

    def search(self, text: str) -> None:
        """Among all parcels."""
        self._want(Wanted(Show.FOUND, find=text) if text.strip() else Wanted())

    def go_to(self, record_id: int) -> None:
        """This parcel, wherever it stands: in the list that is shown, else found by its number."""
        self.open_panel()
        self.take_focus()
        if not self.table.go_to(record_id):
            self._awaited = record_id
            self._background.run_task(
                lambda: get_parcel_by_id(self._desk.seen, record_id).waybill, self.search, self._messages.error,
                owner=self,
            )  # fmt: skip

    def refresh(self) -> None:
        """Read as much of the list again as was read."""
        wanted, most = self.wanted, self._most
        self._background.run_task(
            lambda: read_list(self._desk, wanted, most), self._take, self._messages.unasked, owner=self
        )
        self.details.read_again()

    # How it is put together

    def _connect(self) -> None:
        self.table.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        self.details.shown_changed.connect(self._on_shown)
        self.commands.connect_all(self._deeds())

    def _deeds(self) -> dict[str, Callable[[], object]]:
        work, chosen = self.work, self.table.chosen
        guides = (does.INTERCEPT, does.DETOUR, does.SHORTAGE)
        return {
            does.NEXT: self._go_on,
            does.ASK: lambda: work.ask(chosen()),
            does.CALLED: lambda: work.called(chosen()),
            does.FORWARD: lambda: self._with(work.forward),
            does.NOTE: lambda: self._with(lambda row: work.note(row, self.listed.clock.zone)),
            does.LOST: lambda: work.lose(chosen()),
            does.FOUND: self._find_again,
            does.CLOSE: lambda: work.close(chosen()),
            does.REOPEN: lambda: self._with(work.reopen),
            does.POLL: lambda: self._with(work.poll),
            **{name: partial(self._guide, name) for name in guides},
            does.BEGUN: self._go_on_with_begun,
            does.ORDER: lambda: self._with(lambda row: self.open_requested.emit("order", row.order_id)),
            does.COPY: lambda: self._with(self._copy),
            does.GROUPS: lambda: self.head.groups.showPopup() if self.head.groups.isVisible() else None,
            does.DAYS: lambda: self.head.days.showPopup() if self.head.days.isVisible() else None,
            does.FIND: self.head.line.start,
            does.PANEL: self.toggle_panel,
            does.BRING: self.import_requested.emit,
        }

    # Which list

    def _show_wanted(self) -> None:
        super()._show_wanted()
        self._most = A_PAGE
        self._show_columns()
        self.wanted_changed.emit(self.wanted)

    def _leave_empty(self) -> None:
        if self.wanted == Wanted():
            self.import_requested.emit()
        else:
            self._want(Wanted())

    def _on_scrolled(self, value: int) -> None:
        """As one comes to the end, more is read."""
        bar = self.table.verticalScrollBar()
        is_end = value >= bar.maximum() > 0
        if is_end and not self.listed.is_whole and len(self.listed.rows) >= self._most:
            self._most *= 2
            self.refresh()

    def _find_awaited(self) -> None:
        if self._awaited is not None and self.table.go_to(self._awaited):
            self._awaited = None

    def _show_columns(self) -> None:
        wanted = OF_LISTS[self.wanted.show]
        for key in SOME:
            self.table.setColumnHidden(self.table.records.column_of(key), key not in wanted)

    # What is shown

    def _on_chosen(self) -> None:
        row = self.table.current()
        self.details.show_parcel(row.id if row is not None and self.listed.rows else None)
        self._allow()
        self._say()

    def _allow(self) -> None:
        rows = self.table.chosen() if self.listed.rows else []
        self.commands.show_reasons(does.reasons(rows, self.details.shown))
        self.details.follow()

    def _say(self) -> None:
        """How many are chosen, or listed."""
        chosen, rows = self.table.chosen(), self.listed.rows
        if len(chosen) > 1:
            n = len(chosen)
            self._said.setText(ngettext("{n} parcel chosen", "{n} parcels chosen", n).format(n=n))
        elif rows:
            n = len(rows)
            said = ngettext("{n} parcel", "{n} parcels", n).format(n=f"{n:,}")
            self._said.setText(said if self.listed.is_whole else _("the first {n}; more as you go down").format(n=n))
        else:
            self._said.setText("")
        is_plain = self.wanted == Wanted()
        action = N_("Take in a file of events…") if is_plain else N_("Show what stands still")
        self._say_empty(NOTHING[self.wanted.show], action)

    # What is done

    def _go_on(self) -> None:
        """Enter in the list, or N: what is next, with all that has to be seen beside it; once it is read."""
        shown, row = self.details.shown, self._alone()
        self.open_panel()
        if row is None:
            return
        if shown is None or shown.row.id != row.id:
            self._goes_on = row.id
            return
        step = does.next_step(shown)
        if step.action:
            self.commands.by_name[step.action].trigger()

    def _on_shown(self) -> None:
        self._allow()
        shown, awaited = self.details.shown, self._goes_on
        self._goes_on = None
        if shown is not None and shown.row.id == awaited:
            self._go_on()

    def _go_on_with_begun(self) -> None:
        shown = self.details.shown
        found = does.begun_of(shown) if shown is not None else None
        if found is not None:
            self.open_requested.emit(*found)

    def _find_again(self) -> None:
        shown, row = self.details.shown, self._alone()
        if shown is not None and row is not None and shown.row.id == row.id and shown.open_claim is not None:
            self.work.find_again(row, shown.open_claim.id)

    def _guide(self, kind: str) -> None:
        self._with(lambda row: self.open_requested.emit(f"{kind}-new", row.order_id))

    def _copy(self, row: ParcelRow) -> None:
        self._messages.copy(row.forwarded_waybill or row.waybill)
