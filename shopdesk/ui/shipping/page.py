"""The shipping page: the wave to come, the waves there are, and the slips of the chosen one (SHP-01 to SHP-03)."""

from collections.abc import Sequence

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QInputDialog, QSplitter, QStackedWidget, QTabBar, QVBoxLayout

from shopdesk.domain.slips import WaveKind
from shopdesk.errors import N_, NotFound
from shopdesk.i18n import _, ngettext
from shopdesk.queries.slips import SlipRow, find_slip
from shopdesk.services.desk import Changed, Desk
from shopdesk.ui.background import Background, Task
from shopdesk.ui.changes import Changes, concerns
from shopdesk.ui.controls import label, named, rule
from shopdesk.ui.messages import Messages
from shopdesk.ui.newest import Newest
from shopdesk.ui.order_forms.parcels import ParcelWork
from shopdesk.ui.page import InView, PageWidget
from shopdesk.ui.progress import inline_progress
from shopdesk.ui.record_table import RecordTable
from shopdesk.ui.shipping.columns import WAVES, wave_entries
from shopdesk.ui.shipping.commands import ShippingCommands
from shopdesk.ui.shipping.next_wave import NextWave
from shopdesk.ui.shipping.reading import NEXT, Overview, WaveFacts, read_overview, read_wave
from shopdesk.ui.shipping.register import RegisterDialog
from shopdesk.ui.shipping.wave_view import WaveView
from shopdesk.ui.shipping.waybill_entry import WaybillEntry
from shopdesk.ui.shipping.work import ShippingWork
from shopdesk.ui.theme import Theme

LIST_WIDTH = 312
TICK = 60_000
"""Milliseconds between two looks at the clock."""
_AT_HAND, _HISTORY = 0, 1


class ShippingPage(PageWidget):
    """Everything is read in the background; a later reading overtakes an earlier one."""

    wave_print_requested = Signal(int, list, str)
    """A wave, the slips to print, and why again ("" for the first time)."""
    register_print_requested = Signal(int)

    def __init__(
        self, *, desk: Desk, changes: Changes, background: Background, messages: Messages, theme: Theme
    ) -> None:
        super().__init__()
        self.setObjectName("shipping")
        self._desk, self._background, self._messages, self._theme = desk, background, messages, theme
        self._overview: Overview | None = None
        self._wave_id = NEXT
        self._awaited: int | None = None
        self._lists, self._is_stale = Newest(background, self), False
        self._goes_in = False
        """True until the wave that was just made is shown: the keys go into its slips."""
        self._register: RegisterDialog | None = None
        self._build(theme)
        self._lay_out()
        self._connect(changes)
        self.retranslate()
        self.refresh()

    # What the window asks of a page

    def retranslate(self) -> None:
        """Write every text again."""
        self.setAccessibleName(_("Shipping"))
        self.tabs.setAccessibleName(_("Which waves"))
        self.tabs.setTabText(_AT_HAND, _("At hand"))
        self.tabs.setTabText(_HISTORY, _("Older waves"))
        self.commands.retranslate()
        self._show_overview()

    def take_focus(self) -> None:
        """Into the slips of a wave, or the list of waves."""
        (self.view.table if self._wave_id != NEXT else self.waves).setFocus()

    def scanned(self, code: str) -> bool:
        """A known slip is shown; any other number is the waybill of the slip that waits next."""
        current = self.view.table.current()
        if self._wave_id != NEXT and current is not None and self.view.table.leave_edit():
            self.entry.give(current.slip, code)  # into the very cell that is open
            return True
        try:
            slip = find_slip(self._desk.seen, code)
        except NotFound:
            slip = None
        if slip is not None and slip.wave_id is not None:
            self._show_slip(slip)
            return True
        return self._wave_id != NEXT and self.entry.scan(code)

    def open_record(self, kind: str, record_id: object) -> None:
        """Show a wave."""
        if kind == "wave" and isinstance(record_id, int):
            self._choose_wave(record_id)

    def in_view(self) -> InView:
        """The chosen slip; of one with several orders the first."""
        slip = next(iter(self.view.chosen()), None)
        first = slip.orders[0] if slip is not None and slip.orders else None
        if slip is None or first is None:
            return InView()
        return InView(
            order_id=first.id, buyer_id=first.buyer_id, shop_id=slip.shop_id, waybill=slip.waybill, slip_id=slip.id
        )

    def refresh(self) -> None:
        """Read everything again."""
        wave_id, history = self._wave_id, self.tabs.currentIndex() == _HISTORY
        self._is_stale = False

        def read() -> tuple[Overview, WaveFacts | None]:
            overview = read_overview(self._desk, history=history)
            try:
                return overview, read_wave(self._desk, wave_id) if wave_id != NEXT else None
            except NotFound:  # it was taken back meanwhile
                return overview, None

        def take(found: tuple[Overview, WaveFacts | None]) -> None:
            self._take(*found)

        self._lists.read(read, take, self._messages.error)

    def showEvent(self, event: QShowEvent) -> None:
        """What changed while another page was shown is read now."""
        super().showEvent(event)
        if self._is_stale:
            self.refresh()

    # How it is put together

    def _build(self, theme: Theme) -> None:
        desk, messages = self._desk, self._messages
        self.commands = ShippingCommands(self, desk)
        self.waves = RecordTable("shipping.waves", N_("Waves"), WAVES, theme)
        self.waves.setMinimumWidth(LIST_WIDTH)
        self.tabs = named(QTabBar(self), "shipping.tabs")
        for _name in ("at-hand", "history"):
            self.tabs.addTab("")
        self._old = label("shipping.old", "warning", wrap=True, parent=self)
        self.next = NextWave(self.commands, theme, self)
        self.view = WaveView(self.commands, theme, desk.clock, self)
        self.stack = named(QStackedWidget(self), "shipping.stack")
        for shown in (self.next, self.view):
            self.stack.addWidget(shown)
        self._work = ShippingWork(desk, self._background, messages, self)
        self.entry = WaybillEntry(self, self.view, desk=desk, work=self._work, messages=messages, theme=theme)
        self.parcels = ParcelWork(self, desk=desk, background=self._background, messages=messages, theme=theme)
        self._ticking = QTimer(self, interval=TICK)

    def _lay_out(self) -> None:
        left = named(QFrame(self), "shipping.left")
        left.setProperty("surface", True)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(0)
        tabs, below = QHBoxLayout(), QHBoxLayout()
        tabs.setContentsMargins(8, 4, 8, 0)
        tabs.addWidget(self.tabs)
        tabs.addStretch(1)
        below.setContentsMargins(16, 8, 12, 8)
        below.addWidget(self._old)
        self._progress = QVBoxLayout()
        column.addLayout(tabs)
        column.addWidget(rule("shipping.left.rule", left))
        column.addWidget(self.waves, 1)
        column.addLayout(below)
        column.addLayout(self._progress)
        right = named(QFrame(self), "shipping.right")
        right.setProperty("surface", True)
        within = QVBoxLayout(right)
        within.setContentsMargins(0, 0, 0, 0)
        within.addWidget(self.stack)
        splitter = named(QSplitter(self), "shipping.splitter")
        splitter.setHandleWidth(1)
        splitter.addWidget(left)
        splitter.addWidget(right)
        splitter.setStretchFactor(1, 1)
        splitter.setChildrenCollapsible(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(splitter)

    def _connect(self, changes: Changes) -> None:
        changes.changed.connect(self._on_changed)
        self.tabs.currentChanged.connect(lambda _place: self.refresh())
        self.waves.chosen_changed.connect(self._on_chosen)
        self.waves.opened.connect(lambda _wave_id: self.take_focus())
        self.next.order_opened.connect(lambda order_id: self.open_requested.emit("order", order_id))
        self.next.register_requested.connect(lambda: self.open_requested.emit("to-register", None))
        self.view.typed.connect(self.entry.give)
        self._ticking.timeout.connect(self._tick)
        self._ticking.start()
        for key in ("P", "Shift+P"):
            action = self.commands.by_name["print" if key == "P" else "reprint"]
            QShortcut(QKeySequence(key), self.waves, action.trigger)
        self.commands.connect_all({
            "make": lambda: self._make(None, ""),
            "make-carrier": lambda: self._make(None, self.next.carrier),
            "make-urgent": lambda: self._make(WaveKind.URGENT, ""),
            "print": self._print,
            "reprint": self._reprint,
            "came-out": lambda: self._work.confirm(self._wave_id, None),
            "some-came-out": self._ask_came_out,
            "paste": self.entry.paste,
            "stock": self.entry.ask_stock,
            "file": self.entry.ask_file,
            "ranges": self.entry.open_ranges,
            "register": self.open_register,
            "take-out": lambda: self._work.take_out(self.view.chosen()),
            "cancel": self._ask_cancel,
            "together": lambda: self.parcels.together([one.id for slip in self.view.chosen() for one in slip.orders]),
            "split": lambda: self.parcels.split(self.view.chosen()[0].orders[0].id),
            "apart": lambda: self.parcels.take_apart(self.view.chosen()[0].id),
            "open": self._open_order,
            "unprinted": lambda: self._choose_wave(NEXT),
        })  # fmt: skip
        self.commands.enable(**{name.replace("-", "_"): False for name in _OF_A_WAVE})

    # Reading

    def _take(self, overview: Overview, facts: WaveFacts | None) -> None:
        self._overview = overview
        if facts is None:
            self._wave_id = NEXT
        self._show_overview()
        if facts is not None:
            self.view.show_wave(facts, overview.zone)
            self.stack.setCurrentWidget(self.view)
            self._ask_confirmation(facts)
        else:
            self.stack.setCurrentWidget(self.next)
            self.commands.enable(**{name.replace("-", "_"): False for name in _OF_A_WAVE})
        awaited, self._awaited = self._awaited, None
        if awaited is not None:
            self.view.table.go_to(awaited, "waybill")
        if self._goes_in and facts is not None:
            self._goes_in = False
            self.view.table.setFocus()
        if self._register is not None:
            self._register.refresh()

    def _show_overview(self) -> None:
        overview = self._overview
        if overview is None:
            return
        history = self.tabs.currentIndex() == _HISTORY
        now = self._desk.clock()
        self.waves.blockSignals(True)
        self.waves.show_rows(wave_entries(overview, now, history=history), again=True)
        self.waves.go_to(self._wave_id)
        self.waves.blockSignals(False)
        self.next.show_overview(overview, now)
        n = overview.old_unfinished
        said = ngettext("{n} slip in the history is unfinished", "{n} slips in the history are unfinished", n)
        self._old.setText(said.format(n=n))
        self._old.setVisible(bool(n))

    def _on_chosen(self) -> None:
        chosen = self.waves.current_id()
        if chosen is not None and chosen != self._wave_id:
            self._choose_wave(chosen)

    def _choose_wave(self, wave_id: int) -> None:
        self._wave_id = wave_id
        self.refresh()

    def _show_slip(self, slip: SlipRow) -> None:
        if slip.wave_id == self._wave_id and self.view.table.go_to(slip.id, "waybill"):
            return
        self._awaited = slip.id
        self.view.tabs.setCurrentIndex(0)
        self._choose_wave(slip.wave_id or NEXT)

    def _on_changed(self, kinds: frozenset[str]) -> None:
        if not concerns(kinds, Changed.SLIPS, Changed.ORDERS, Changed.SETTINGS, Changed.PAPERS):
            return
        if self.isVisible():
            self.refresh()
        else:
            self._is_stale = True

    def _tick(self) -> None:
        if self.isVisible():
            self.refresh()

    # What is done

    def _make(self, kind: WaveKind | None, carrier: str) -> None:
        def show(wave_id: int) -> None:
            self._goes_in = True
            self._choose_wave(wave_id)

        self._show_progress(self._work.make(kind, carrier, show))

    def _print(self) -> None:
        slips = self._shown_slips()
        self.wave_print_requested.emit(self._wave_id, [slip.id for slip in slips if slip.printed_at is None], "")

    def _reprint(self) -> None:
        slips = [slip for slip in self.view.chosen() if slip.printed_at is not None and slip.cancelled_at is None]
        ids, wave_id = [slip.id for slip in slips], self._wave_id
        question = ngettext("Why is this slip printed again?", "Why are these {n} slips printed again?", len(ids))
        self._messages.ask_text(
            question.format(n=len(ids)),
            _("Print again"),
            lambda reason: self.wave_print_requested.emit(wave_id, ids, reason),
            choices=(_("Paper jam"), _("Lost"), _("Unreadable"), _("Something on it changed")),
        )

    def _shown_slips(self) -> Sequence[SlipRow]:
        return [entry.slip for entry in self.view.table.records.rows if entry.slip.cancelled_at is None]

    def _ask_confirmation(self, facts: WaveFacts) -> None:
        """Paper that was sent to a printer may not have come out: it stays open until somebody says so."""
        n = facts.wave.unconfirmed
        if not n:
            self.view.question.hide()
            return
        said = ngettext("Did the slip that was printed come out?", "Did all {n} slips come out?", n)
        buttons = [
            (_("All came out"), self.commands.by_name["came-out"].trigger),
            (_("Only the first…"), self.commands.by_name["some-came-out"].trigger),
        ]
        self.view.question.say(said.format(n=n), "warning", buttons)

    def _ask_came_out(self) -> None:
        facts = self.view.facts
        if facts is None:
            return
        wave_id, n = facts.wave.id, facts.wave.unconfirmed
        asked = named(QInputDialog(self), "shipping.came-out")
        asked.setInputMode(QInputDialog.InputMode.IntInput)
        asked.setIntRange(0, n)
        asked.setIntValue(max(n - 1, 0))
        asked.setWindowTitle(_("What came out"))
        asked.setLabelText(_("How many slips came out, counted from the first? The others are printed again."))
        asked.intValueSelected.connect(lambda came_out: self._work.confirm(wave_id, came_out))
        asked.finished.connect(asked.deleteLater)
        asked.open()

    def _ask_cancel(self) -> None:
        slip = self.view.chosen()[0]
        question = _("Why is the slip of order {order_no} cancelled? Its parcel must not leave then.")
        self._messages.ask_text(
            question.format(order_no=slip.order_no),
            _("Cancel slip"),
            lambda reason: self._work.cancel(slip, reason),
            choices=(_("Refunded"), _("Out of stock"), _("Buyer changed the order"), _("Wrong address")),
        )

    def _open_order(self) -> None:
        orders = self.view.chosen()[0].orders
        if orders:
            self.open_requested.emit("order", orders[0].id)

    def open_register(self) -> RegisterDialog:
        """Show the issue register of the wave."""
        dialog = RegisterDialog(
            self._wave_id,
            desk=self._desk,
            work=self._work,
            background=self._background,
            messages=self._messages,
            theme=self._theme,
            parent=self,
        )
        wave_id = self._wave_id
        dialog.print_requested.connect(lambda: self.register_print_requested.emit(wave_id))
        dialog.finished.connect(self._forget_register)
        dialog.open()
        self._register = dialog
        return dialog

    def _forget_register(self) -> None:
        if self._register is not None:
            self._register.deleteLater()
            self._register = None

    def _show_progress(self, task: Task) -> None:
        self._progress.addWidget(inline_progress(task, self._theme.icons, "shipping.progress", self))


_OF_A_WAVE = (
    "print", "reprint", "came-out", "some-came-out", "paste", "stock", "file", "register", "take-out", "cancel", "open",
    "together", "split", "apart",
)  # fmt: skip
