"""The register of parcels that carriers lost, emptied or broke: asked, answered, paid, the buyer made good (SHP-08)."""

from collections.abc import Callable

from PySide6.QtCore import Signal

from shopdesk.clock import DEFAULT_ZONE, iso
from shopdesk.errors import N_
from shopdesk.i18n import _, ngettext
from shopdesk.queries.claims import ClaimNotFound, ClaimRow
from shopdesk.services.desk import Desk
from shopdesk.ui.background import Background
from shopdesk.ui.flags import Pennants
from shopdesk.ui.messages import Messages
from shopdesk.ui.page_actions import ReasonedActions
from shopdesk.ui.parcels import claim_actions as does
from shopdesk.ui.parcels.claim_columns import claim_columns
from shopdesk.ui.parcels.claim_head import ClaimHead
from shopdesk.ui.parcels.claim_panel import ClaimPanel
from shopdesk.ui.parcels.claim_reading import NOTHING, ListedClaims, Part, WantedClaims, read_claims
from shopdesk.ui.parcels.claim_work import ClaimWork
from shopdesk.ui.parcels.list_view import ListView
from shopdesk.ui.parcels.month import MonthDialog
from shopdesk.ui.parcels.reading import Clock
from shopdesk.ui.parcels.shows import Show
from shopdesk.ui.side_panel import SettingsStore
from shopdesk.ui.theme import Theme


class ClaimView(ListView):
    """The register beside one claim."""

    papers_requested = Signal(str)
    """Look at and print a month, `2026-11`."""
    wanted: WantedClaims
    listed: ListedClaims

    def __init__(
        self, *, desk: Desk, background: Background, messages: Messages, theme: Theme, settings: SettingsStore,
        pennants: Pennants,
    ) -> None:  # fmt: skip
        super().__init__(
            "parcels.claims", desk=desk, background=background, messages=messages, theme=theme, settings=settings
        )
        self.wanted = WantedClaims()
        self.listed = ListedClaims(self.wanted, [], {}, Clock(desk.clock(), DEFAULT_ZONE))
        self.commands = ReasonedActions(
            self, desk, messages, does.DECLARED, always=does.ALWAYS, nothing=N_("Choose a claim first.")
        )
        self.details = ClaimPanel(desk, background, messages, theme, self.commands)
        self.work = ClaimWork(desk, background, messages, self)
        columns = claim_columns(lambda: self.listed.clock)
        head = ClaimHead(self.commands, theme, pennants)
        self._put_together(N_("Lost register"), columns, head, panel=self.details, actions=self.commands, icon="route")
        self._connect()
        self.retranslate()

    def retranslate(self) -> None:
        """Write every text again."""
        self.setAccessibleName(_("Lost register"))
        self.commands.retranslate()
        self._say()

    def show_list(self, show: Show, part: str = "") -> None:
        """A part of the register by its word."""
        self._want(WantedClaims(Part(part)))

    def search(self, text: str) -> None:
        """In the whole register."""
        self._want(WantedClaims(Part.ALL, text) if text.strip() else WantedClaims())

    def go_to(self, record_id: int) -> None:
        """This claim: among the open ones, else among all."""
        self.open_panel()
        self.take_focus()
        if not self.table.go_to(record_id):
            self._awaited = record_id
            self.refresh()

    def refresh(self) -> None:
        """Read the list again."""
        wanted = self.wanted
        self._background.run_task(
            lambda: read_claims(self._desk, wanted), self._take, self._messages.unasked, owner=self
        )

    # How it is put together

    def _connect(self) -> None:
        self.work.registered.connect(self.go_to)
        self.work.open_requested.connect(self.open_requested)
        self.commands.connect_all(self._deeds())

    def _deeds(self) -> dict[str, Callable[[], object]]:
        work = self.work
        return {
            does.NEXT: self._go_on,
            does.ASK: lambda: self._with(work.ask),
            does.ANSWER: lambda: self._with(work.answer),
            does.PAID: lambda: self._with(work.paid),
            does.REFUSED: lambda: self._with(work.refused),
            does.FOUND: lambda: self._with(work.found),
            does.RESHIP: lambda: self._with(work.reship),
            does.REFUND: lambda: self._with(work.pay_back),
            does.EDIT: lambda: self._with(work.edit),
            does.ORDER: lambda: self._with(lambda row: self.open_requested.emit("order", row.order_id)),
            does.CASE: lambda: self._with(lambda row: self.open_requested.emit("case", row.case_id)),
            does.COPY: lambda: self._with(lambda row: self._messages.copy(row.waybill)),
            does.NEW: work.register,
            does.MONTH: self.show_month,
            does.EXPORT: lambda: work.export(self._meant(), self._month()),
            does.FIND: self.head.line.start,
            does.PANEL: self.toggle_panel,
        }

    # Which list

    def _leave_empty(self) -> None:
        if self.wanted == WantedClaims():
            self.work.register()
        else:
            self._want(WantedClaims())

    def _find_awaited(self) -> None:
        awaited = self._awaited
        if awaited is None:
            return
        if self.table.go_to(awaited):
            self._awaited = None
        elif self.wanted != WantedClaims(Part.ALL):
            self._want(WantedClaims(Part.ALL))
        else:
            self._awaited = None
            self._messages.error(ClaimNotFound(number=awaited))

    # What is shown

    def _on_chosen(self) -> None:
        rows = self.table.chosen() if self.listed.rows else []
        self.commands.show_reasons(does.reasons(rows))
        row = self.table.current() if self.listed.rows else None
        self.details.show_claim(row, self.listed.clock)
        self._say()

    def _say(self) -> None:
        """How many are chosen, or listed, and what they come to."""
        chosen = self.table.chosen()
        rows = chosen if len(chosen) > 1 else self.listed.rows
        n, asked = len(rows), ListedClaims(self.wanted, rows, {}, self.listed.clock).asked.shown
        said = ngettext("{n} claim: {sum}", "{n} claims: {sum}", n).format(n=n, sum=asked)
        self._said.setText(said if n else "")
        is_plain = self.wanted == WantedClaims()
        nothing = N_("No claim matches.") if self.wanted.find else NOTHING[self.wanted.part]
        action = N_("Register a parcel…") if is_plain else N_("Show what is open")
        self._say_empty(nothing, action)

    # What is done

    def show_month(self) -> MonthDialog:
        """What a month's came to, to look at, print and export."""
        dialog = MonthDialog(self._desk, self._background, self._messages, month=self._month(), parent=self)
        dialog.papers_requested.connect(self.papers_requested)
        dialog.open()
        return dialog

    def _month(self) -> str:
        clock = self.listed.clock
        return (iso(clock.now, clock.zone) or "")[:7]

    def _meant(self) -> list[ClaimRow]:
        """Several that are chosen, else all that are listed."""
        chosen = self.table.chosen()
        return chosen if len(chosen) > 1 else list(self.listed.rows)

    def _go_on(self) -> None:
        """Enter in the list, or N: what is next."""
        self.open_panel()
        row = self._alone()
        if row is not None:
            action = does.next_step(row, self.listed.clock).action
            if action:
                self.commands.by_name[action].trigger()
