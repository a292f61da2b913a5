"""Registering one order after the other, by keys alone (ORD-01 to ORD-05)."""

from collections.abc import Callable

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeySequence, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout

from shopdesk.domain.flags import Colour
from shopdesk.domain.permissions import Right
from shopdesk.errors import Refused
from shopdesk.i18n import N_, _, sentence
from shopdesk.queries.orders import HoldRow
from shopdesk.queries.registering import QueueRow, list_queue
from shopdesk.services.desk import Changed, Desk
from shopdesk.ui.background import Background
from shopdesk.ui.changes import Changes, concerns
from shopdesk.ui.controls import named
from shopdesk.ui.empty_state import EmptyState
from shopdesk.ui.flags import Pennants
from shopdesk.ui.messages import Kind, Messages
from shopdesk.ui.order_forms.buyer_card import BuyerCardView
from shopdesk.ui.order_forms.buyer_care import BuyerCare
from shopdesk.ui.order_forms.clocks import Clocks, read_clocks
from shopdesk.ui.order_forms.hold_clearing import HoldClearing
from shopdesk.ui.order_forms.registering import Registering
from shopdesk.ui.order_forms.work import OrderWork
from shopdesk.ui.page import InView, PageWidget
from shopdesk.ui.registering.actions import RegisterActions
from shopdesk.ui.registering.buyer_column import BuyerColumn
from shopdesk.ui.registering.foot import Foot
from shopdesk.ui.registering.order_view import OrderView
from shopdesk.ui.registering.reading import Reading, read_order
from shopdesk.ui.registering.side import ALL, HELD, READY, Side
from shopdesk.ui.rights import why_not_allowed
from shopdesk.ui.side_panel import SettingsStore
from shopdesk.ui.theme import Theme

TICK, READ_AFTER = 30_000, 20
"""Milliseconds between two looks at the clock, and after the last change until things are read again."""
_COPIES = "registering.copies_memo"
_CONCERNS = (
    Changed.ORDERS, Changed.BUYERS, Changed.CARE, Changed.SETTINGS, Changed.PEOPLE, Changed.CASES, Changed.BOXES,
    Changed.REFUNDS, Changed.REPAIRS, Changed.PARCELS,
)  # fmt: skip


class RegisterPage(PageWidget):
    """The queue on the left, the order in the middle, its buyer on the right, what can be done below."""

    import_requested = Signal()

    def __init__(
        self,
        *,
        desk: Desk,
        changes: Changes,
        background: Background,
        messages: Messages,
        settings: SettingsStore,
        theme: Theme,
        pennants: Pennants,
    ) -> None:
        super().__init__()
        self.setObjectName("registering")
        self._desk, self._background, self._messages, self._settings = desk, background, messages, settings
        self._rows: list[QueueRow] = []
        self._going: set[int] = set()
        self._awaited: int | None = None
        self._clocks = read_clocks(desk)
        self.reading: Reading | None = None
        self._build(theme, pennants)
        self._lay_out()
        self._connect(changes)
        self.retranslate()
        self.refresh()

    def retranslate(self) -> None:
        """Write every text again."""
        self.setAccessibleName(_("Register"))
        self._show_rows()
        self._show_empty()
        self._show_possible()

    # What the window asks

    def take_focus(self) -> None:
        """Keys go to the queue."""
        self.queue.setFocus()

    def scanned(self, code: str) -> bool:
        """The order of that number, if it waits here."""
        found = next((row.id for row in self._rows if row.order_no == code), None)
        return found is not None and self.go_to(found)

    def open_record(self, kind: str, record_id: object) -> None:
        """Work on this order; "ready" and "held" show those that are."""
        if record_id in (READY, HELD):
            self._choose_filter(str(record_id))
        elif isinstance(record_id, int):
            self._awaited = None if self.go_to(record_id) else record_id

    def in_view(self) -> InView:
        """The order that is worked on."""
        return InView(order_id=self.queue.current_id())

    def refresh(self) -> None:
        """Read the queue again, and the order in view."""
        self._timer.start()

    def keep_state(self) -> None:
        """Remember whether the memo line is copied."""
        self._settings.set(_COPIES, self.foot.copies.isChecked())

    def go_to(self, order_id: int) -> bool:
        """Work on an order; False where it doesn't wait here."""
        if not any(row.id == order_id for row in self._rows):
            return False
        if not self.queue.go_to(order_id):
            self._choose_filter(ALL)
            self.queue.go_to(order_id)
        return True

    def showEvent(self, event: QShowEvent) -> None:
        """What changed while another page was shown is read now."""
        super().showEvent(event)
        self.refresh()

    # How it is put together

    def _build(self, theme: Theme, pennants: Pennants) -> None:
        desk, background, messages = self._desk, self._background, self._messages
        self.actions_ = RegisterActions(self, desk, theme, pennants)
        self.side = Side(self._clocks, self.actions_, theme, pennants)
        self.queue = self.side.queue
        self.view = OrderView(desk, theme, pennants)
        self.buyer = BuyerCardView("registering.buyer", desk, theme, pennants)
        self._column = BuyerColumn(self.buyer)
        self.foot = Foot(self.actions_)
        self.foot.copies.setChecked(bool(self._settings.get(_COPIES, False)))
        self.empty = EmptyState("registering.empty", theme, "circle-check")
        self.work = OrderWork(desk, background, messages, self)
        self.clearing = HoldClearing(desk, background, messages, self)
        self.holds = HoldClearing(desk, background, messages, self)
        self.care = BuyerCare(desk, background, messages, self)
        self.registering = Registering(
            self, desk=desk, background=background, messages=messages, theme=theme, pennants=pennants
        )
        self._timer = QTimer(self, singleShot=True, interval=READ_AFTER)
        self._ticking = QTimer(self, interval=TICK)

    def _lay_out(self) -> None:
        work = named(QFrame(), "registering.work")
        work.setProperty("surface", True)
        middle = QVBoxLayout(work)
        middle.setContentsMargins(0, 0, 0, 0)
        middle.setSpacing(0)
        across = QHBoxLayout()
        across.setSpacing(0)
        across.addWidget(self.view, 1)
        across.addWidget(_line("registering.buyer.line"))
        across.addWidget(self._column)
        middle.addLayout(across, 1)
        middle.addWidget(self.foot)
        self._stack = named(QStackedWidget(), "registering.stack")
        self._stack.addWidget(work)
        self._stack.addWidget(self.empty)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.side)
        layout.addWidget(_line("registering.queue.line"))
        layout.addWidget(self._stack, 1)

    def _connect(self, changes: Changes) -> None:
        changes.changed.connect(self._on_changed)
        self._timer.timeout.connect(self._read)
        self._ticking.timeout.connect(self._tick)
        self._ticking.start()
        self.queue.order_chosen.connect(self._read_order)
        self.queue.taken.connect(self.register)
        self.queue.key_left.connect(self._say_why_not)
        self.side.filter_chosen.connect(self._choose_filter)
        self.registering.registered.connect(lambda ids: self.foot.count(len(ids)))
        self.registering.open_requested.connect(lambda order_id: self.open_record("to-register", order_id))
        self.empty.clicked.connect(self._on_empty)
        self.view.left.connect(self.take_focus)
        self.view.copy_requested.connect(self._copy)
        self.view.memo_saved.connect(
            lambda order_id, base, memo: self.work.save_memo(order_id, memo, base, self.view.memo.not_saved)
        )
        self.view.address_accepted.connect(self.work.use_address)
        self.view.receiver_edit_requested.connect(lambda order: self.work.edit_receiver(order, self))
        self.view.checks.clear_requested.connect(self._clear)
        self.view.checks.contact_requested.connect(self._note_contact)
        self.view.salesperson.changed.connect(self._show_possible)
        self.buyer.connect_care(lambda: self.care, self.queue.current_id)
        self.buyer.copied.connect(self._copy)
        self.buyer.open_requested.connect(lambda order_id: self.open_requested.emit("order", order_id))
        self.buyer.record_requested.connect(self.open_requested)
        self._connect_actions()

    def _connect_actions(self) -> None:
        does: dict[str, Callable[[], object]] = {
            "register": self.register,
            "skip": self.queue.step,
            "hold": lambda: self._with_order(lambda order_id: self.work.hold([order_id])),
            "memo": self.view.memo.start,
            "copy_memo": self.copy_memo,
            "all": self.register_all,
            "filter": lambda: self._choose_filter(self.side.next_filter()),
            "open": lambda: self._with_order(lambda order_id: self.open_requested.emit("order", order_id)),
        }
        for name, do in does.items():
            self.actions_.by_name[name].triggered.connect(lambda _on=False, do=do: do())
        for place, action in enumerate(self.actions_.salespeople):
            action.triggered.connect(lambda _on=False, place=place: self.view.salesperson.choose(place))
        for place, action in enumerate(self.actions_.checks):
            action.triggered.connect(lambda _on=False, place=place: self.view.checks.clear(place))
        for colour, action in self.actions_.flags.items():
            action.triggered.connect(lambda _on=False, to=colour: self._flag(to))

    # Reading

    def _on_changed(self, kinds: frozenset[str]) -> None:
        if concerns(kinds, *_CONCERNS):
            self.refresh()

    def _tick(self) -> None:
        self._clocks = read_clocks(self._desk)
        self.queue.tick(self._clocks)
        self.view.tick(self._clocks)

    def _read(self) -> None:
        def read() -> tuple[list[QueueRow], Clocks]:
            return list_queue(self._desk.seen), read_clocks(self._desk)

        self._background.run_task(read, self._take, owner=self)

    def _take(self, found: tuple[list[QueueRow], Clocks]) -> None:
        self._rows, self._clocks = found
        self._going &= {row.id for row in self._rows}
        before = self.queue.current_id()
        self._show_rows()
        awaited, self._awaited = self._awaited, None
        if awaited is not None:
            self.go_to(awaited)
        if self.queue.current_id() == before:
            self._read_order(before)

    def _read_order(self, order_id: object) -> None:
        self._show_empty()
        if isinstance(order_id, int):
            self._background.run_task(
                lambda: read_order(self._desk, order_id), self._show_order, lambda _gone: self.refresh(), owner=self
            )

    def _show_order(self, reading: Reading) -> None:
        if reading.order.id != self.queue.current_id():
            return  # the clerk has gone on meanwhile
        self.reading = reading
        self.view.show_order(reading, self._clocks)
        self._column.show_buyer(reading, self._clocks)
        self._show_possible()

    # What is shown

    def _show_rows(self) -> None:
        self.side.show_rows(self._rows, self._going, self._clocks)
        self._show_empty()

    def _show_empty(self) -> None:
        is_empty = not self.queue.orders.rows
        self._stack.setCurrentIndex(int(is_empty))
        if not is_empty:
            return
        self.reading = None
        if self._rows and not self._going:
            held = self.side.filter == READY
            self.empty.say(
                N_("Everything that is clear is registered. What is left is on hold.") if held
                else N_("Nothing is on hold."),
                N_("Show what is on hold") if held else N_("Show what is ready"),
            )  # fmt: skip
        else:
            self.empty.say(N_("Everything is registered."), N_("Import orders…"), "quiet")
        self._show_possible()

    def _show_possible(self) -> None:
        why = self._why_not()
        action = self.actions_.by_name["register"]
        action.setEnabled(not why)
        action.setToolTip(why)
        for name in ("skip", "hold", "memo", "copy_memo", "open"):
            self.actions_.by_name[name].setEnabled(self.reading is not None)

    def _why_not(self) -> str:
        """Why the order in view can't be registered as it stands; "" where it can."""
        reading = self.reading
        if reading is None or reading.order.id in self._going:
            return _("Choose an order first.")
        if reading.blocking:
            return _("On hold: {reason}. Clear that first.").format(reason=reading.blocking[0].reason)
        if reading.is_unclear and not self.view.salesperson.chosen:
            return _("Whose customer? Press the number of the salesperson.")
        return "" if reading.is_new else _("Registered already.")

    # What is done

    def register(self) -> None:
        """Register the order in view and go on to the next at once; a refusal is told and brings it back."""
        why, reading = why_not_allowed(self._desk, Right.REGISTER) or self._why_not(), self.reading
        if reading is None or reading.order.id != self.queue.current_id():
            return  # it is not on the screen yet: nothing is registered unseen
        if why:
            self._messages.toast(why, Kind.WARNING)
            return
        order_id = reading.order.id
        if self.foot.copies.isChecked():
            QGuiApplication.clipboard().setText(reading.memo_line)
        self._going.add(order_id)
        self.reading = None
        self._show_rows()

        def bring_back(error: Exception) -> None:
            self._going.discard(order_id)
            if isinstance(error, Refused):
                show = (_("Show"), lambda: self.open_record("to-register", order_id))
                self._messages.toast(sentence(error), Kind.WARNING, action=show)
            else:
                self._messages.error(error)
            self.refresh()

        self.registering.register_one(order_id, self.view.salesperson.chosen, bring_back)

    def _say_why_not(self, keys: QKeySequence) -> None:
        if reason := self.actions_.reason_for(keys):
            self._messages.toast(reason, Kind.WARNING)

    def register_all(self) -> None:
        """All that are clear, after a look at whose they are and what stays behind."""
        self.registering.look([row.id for row in self._rows if row.id not in self._going])

    def copy_memo(self) -> None:
        """The memo line to paste back into the platform."""
        if self.reading is not None:
            self._messages.copy(self.reading.memo_line)

    def _copy(self, text: str) -> None:
        QGuiApplication.clipboard().setText(text)
        self._messages.toast(_("Copied"), Kind.INFO)

    def _clear(self, hold: HoldRow) -> None:
        if self.reading is not None:
            self.holds.clear(self.reading.order, hold)

    def _note_contact(self, _hold: HoldRow) -> None:
        if self.reading is not None:
            self.holds.note_contact(self.reading.order)

    def _flag(self, colour: Colour) -> None:
        if self.reading is not None:
            order = self.reading.order
            self.work.flag([order.id], colour, shown={order.id: Colour(order.flag)})

    def _with_order(self, do: Callable[[int], object]) -> None:
        order_id = self.queue.current_id()
        if order_id is not None:
            do(order_id)

    # Which orders

    def _choose_filter(self, key: str) -> None:
        self.side.choose(key)
        self._show_rows()
        self.take_focus()

    def _on_empty(self) -> None:
        if not self._rows:
            self.import_requested.emit()
        else:
            self._choose_filter(HELD if self.side.filter == READY else READY)


def _line(name: str) -> QFrame:
    made = named(QFrame(), name)
    made.setProperty("upright", True)
    return made
