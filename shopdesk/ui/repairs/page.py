"""Repairs: a board by state or a list by due date, batches, products; the chosen one beside it (REP-01 to REP-03)."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QShowEvent

from shopdesk.domain.permissions import Right
from shopdesk.domain.repair_texts import parse_repair_code
from shopdesk.domain.repairs import State, Step
from shopdesk.i18n import _, ngettext
from shopdesk.queries.repairs import read_repair_scan
from shopdesk.services.desk import Changed, Desk, not_allowed
from shopdesk.ui.background import Background
from shopdesk.ui.changes import Changes, concerns
from shopdesk.ui.chosen_record import ChosenRecord
from shopdesk.ui.controls import label, rule
from shopdesk.ui.flags import Pennants
from shopdesk.ui.layouts import fill, foot, surface
from shopdesk.ui.messages import Messages
from shopdesk.ui.page import InView, PageWidget, view_of
from shopdesk.ui.repairs import actions, possible
from shopdesk.ui.repairs.actions import RepairActions
from shopdesk.ui.repairs.head import RepairHead
from shopdesk.ui.repairs.new_repair import Beginning, NewRepair, begin
from shopdesk.ui.repairs.panel import WIDTH, RepairPanel
from shopdesk.ui.repairs.possible import STEPS, find_reasons, next_action
from shopdesk.ui.repairs.reading import Listed, Show, Wanted, read_list
from shopdesk.ui.repairs.views import RepairViews
from shopdesk.ui.repairs.whole import WholeRepair, read_repair
from shopdesk.ui.repairs.work import RepairWork
from shopdesk.ui.side_panel import PanelSplitter, SettingsStore
from shopdesk.ui.theme import Theme

TICK = 60_000
"""Milliseconds between two looks at the clock."""


class RepairsPage(PageWidget):
    """Everything is read in the background; a later reading overtakes an earlier one."""

    papers_requested = Signal(str, object)
    """ "labels" and the repairs' numbers in a list, or "dispatch" and a batch's number."""

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
        self.setObjectName("repairs")
        self._desk, self._background, self._messages, self._settings = desk, background, messages, settings
        self._wanted = Wanted()
        self._awaited: int | None = None
        """The repair that is to be chosen once it is in the list."""
        self._is_stale = False
        self._pending: list[tuple[int, Callable[[], object]]] = []
        """What waits until these repairs are read, in its order."""
        self._build(theme, pennants)
        self._lay_out()
        self._connect(changes)
        self.retranslate()
        self.refresh()

    # What the window asks of a page

    def retranslate(self) -> None:
        """Write every text again."""
        self.setAccessibleName(_("Repairs"))
        self.actions_.retranslate()
        self._write()

    def take_focus(self) -> None:
        """Keys go to the cards, the list or the batches."""
        self.views.take_focus()

    def search(self, text: str) -> None:
        """Open and closed repairs that fit."""
        self._want(Wanted(find=text.strip()))

    def scanned(self, code: str) -> bool:
        """A label is for the batch that is shown, else it shows its repair; a waybill is for the parcel that goes back
        to the buyer."""
        if parse_repair_code(code) is not None:
            if self.views.currentWidget() is self.views.batches and self.views.batches.take_code(code):
                return True
            self._background.run_task(
                lambda: read_repair_scan(self._desk.seen, code), self._show_record, self._messages.error, owner=self
            )
            return True
        repair = self.record.current
        if repair is not None and repair.row.state is State.CHECKED and not self.actions_.why_not(possible.RETURN):
            self.work.send(repair, code)
            return True
        return False

    def open_record(self, kind: str, record_id: object) -> None:
        """ "repair": its number. "repair-list": a word of `reading.Show` ("due", "late", "to-send", "back",
        "to-return", "estimates", "fees", "untold", "open", "over"). "repair-batch": a batch's number, or None for all
        batches. "repair-new": an order's id, {"box_item_id": 5} for something in a box, or None to find the order."""
        if kind == "repair" and isinstance(record_id, int):
            self._show_record(record_id)
        elif kind == "repair-list":
            self._want(Wanted(Show(str(record_id))))
            self.take_focus()
        elif kind == "repair-batch":
            self._show_batches(record_id if isinstance(record_id, int) else None)
        elif kind == "repair-new":
            self.begin(record_id)

    def in_view(self) -> InView:
        """The repair that keys go to."""
        row = self.views.current()
        return InView() if row is None else view_of(row, repair_id=row.id)

    def refresh(self) -> None:
        """Read list, batches and repair again."""
        wanted = self._wanted
        self._is_stale = False
        self._background.run_task(lambda: read_list(self._desk, wanted), self._take, self._messages.unasked, owner=self)
        self.views.refresh_aside()

    def showEvent(self, event: QShowEvent) -> None:
        """What changed while another page was shown is read now."""
        super().showEvent(event)
        if self._is_stale:
            self.refresh()

    def keep_state(self) -> None:
        """Remember the panel; raises OutputFailed."""
        self.splitter.keep_state()
        self._settings.set("repairs.splitter.panel_shown", self.head.panel.isChecked())

    # How it is put together

    def _build(self, theme: Theme, pennants: Pennants) -> None:
        desk, background, messages = self._desk, self._background, self._messages
        self.actions_ = RepairActions(self, desk, messages)
        self.work = RepairWork(desk, background, messages, self)
        self.head = RepairHead(self.actions_, theme, pennants)
        self.views = RepairViews(
            desk=desk, background=background, messages=messages, theme=theme, settings=self._settings
        )
        self.panel = RepairPanel(self.actions_, desk=desk, background=background, messages=messages, theme=theme)
        self.record = ChosenRecord(
            self.views, lambda number: read_repair(desk, number), self._show_repair, background=background,
            messages=messages, owner=self,
        )  # fmt: skip
        self._said = label("repairs.said", "muted", parent=self)
        self._ticking = QTimer(self, interval=TICK)

    def _lay_out(self) -> None:
        below = rule("repairs.foot.rule"), foot(self._said)
        content = surface("repairs.content", self.views, *below, tall=self.views)
        self.splitter = PanelSplitter("repairs.splitter", content, self.panel, self._settings)
        if self._settings.get("repairs.splitter.panel_width") is None:
            self.splitter.setSizes([10 * WIDTH, WIDTH])
        fill(self, self.head, rule("repairs.rule"), self.splitter, tall=self.splitter)
        self.head.panel.setChecked(not self.panel.isHidden())

    def _connect(self, changes: Changes) -> None:
        changes.changed.connect(self._on_changed)
        self.head.wanted_changed.connect(self._on_wanted)
        self.head.left.connect(self.take_focus)
        self.head.panel.clicked.connect(self._fit_panel)
        self.panel.closed.connect(lambda: self.head.panel.setChecked(False))
        self.views.opened.connect(self.actions_.by_name[actions.NEXT].trigger)
        self.views.currentChanged.connect(lambda _place: self._mark_view())
        self.views.batches.papers_requested.connect(self.papers_requested)
        self.views.products.opened.connect(self.search)
        self.views.empty.clicked.connect(self._on_empty)
        self.work.begun.connect(self._on_begun)
        self.work.written.connect(lambda _id: self.record.read())
        self._ticking.timeout.connect(lambda: self.refresh() if self.isVisible() else None)
        self._ticking.start()
        self.addActions(list(self.views.batches.commands.by_name.values()))
        self.actions_.connect_all(self._deeds(), self._when_read)

    def _deeds(self) -> dict[str, Callable[[], object]]:
        work = self.work
        of_repair: dict[str, Callable[[WholeRepair], object]] = {
            possible.BATCH: work.into_batch,
            possible.SHOW_BATCH: lambda repair: self._show_batches(repair.row.batch_id),
            possible.RETURN: work.send,
            possible.ASK: work.ask_cost,
            possible.ANSWER: work.answer_cost,
            possible.FEE: work.set_fee,
            possible.PAID: work.pay,
            possible.TELL: work.tell,
            possible.COPY_TEXT: lambda repair: self._messages.copy(repair.text),
            possible.COPY_MEMO: lambda repair: self._messages.copy(repair.memo),
            possible.ADD_MEMO: work.add_memo,
            possible.EDIT: work.change,
            possible.ORDER: lambda repair: self.open_requested.emit("order", repair.row.order_id),
            possible.CASE: lambda repair: self.open_requested.emit("case", repair.row.case_id),
            **{step.value: self._taking(step) for step in STEPS},
        }
        return {
            actions.NEXT: self._do_next,
            actions.NEW: self.begin,
            actions.FIND: self.head.search.start,
            actions.PANEL: self.head.panel.click,
            actions.VIEW: self._switch_view,
            actions.BATCHES: lambda: self._show_batches(None),
            actions.PRODUCTS: self._show_products,
            possible.LABELS: lambda: self.papers_requested.emit("labels", [row.id for row in self.views.chosen()]),
            **{name: partial(self._with, do) for name, do in of_repair.items()},
        }

    def _taking(self, step: Step) -> Callable[[WholeRepair], object]:
        def take(repair: WholeRepair) -> None:
            rows = self.views.chosen()
            if len(rows) > 1 and step in (Step.WAIT, Step.COME_BACK, Step.CHECK):
                self.work.take_all(rows, step)
            else:
                self.work.take(repair, step)

        return take

    def _with(self, do: Callable[[WholeRepair], object]) -> None:
        if self.record.current is not None:
            do(self.record.current)

    # Which list, and what is chosen in it

    def _want(self, wanted: Wanted) -> None:
        self.head.show_wanted(wanted)
        self._on_wanted(wanted)

    def _on_wanted(self, wanted: Wanted) -> None:
        self._wanted = wanted
        self.views.show_cards()
        self.refresh()

    def _show_batches(self, batch_id: int | None) -> None:
        self.views.show_batches(batch_id)
        self.record.read()

    def _show_products(self) -> None:
        self.views.show_products()
        self.record.read()

    def _switch_view(self) -> None:
        self.views.switch()
        self.record.read()

    def _mark_view(self) -> None:
        shown = self.views.currentWidget()
        self.head.mark({actions.BATCHES: shown is self.views.batches, actions.PRODUCTS: shown is self.views.products})
        self._fit_panel()

    def _fit_panel(self) -> None:
        """Beside products there is no repair to show, and they need the room."""
        is_wanted = self.head.panel.isChecked()
        self.panel.setVisible(is_wanted and self.views.currentWidget() is not self.views.products)

    def _take(self, listed: Listed) -> None:
        if listed.wanted != self._wanted:
            return  # another list was chosen meanwhile
        self.head.show_found(listed)
        self.views.show_listed(listed)
        if self._awaited is not None:
            self._find_awaited(self._awaited)
        self._write()
        self.record.read()

    def _write(self) -> None:
        self.views.say_empty(self._wanted)
        rows, moment = self.views.listed.rows, self.views.listed.moment
        late = sum(row.is_late(moment.now) for row in rows)
        said = [ngettext("{n} repair", "{n} repairs", len(rows)).format(n=len(rows))] if rows else []
        said += [ngettext("{n} late", "{n} late", late).format(n=late)] if late else []
        self._said.setText(" · ".join(said))

    def _show_repair(self, repair: WholeRepair | None) -> None:
        self.actions_.show_repair(find_reasons(repair) if repair else None)
        self.panel.show_repair(repair)
        self._pending = [each for each in self._pending if repair is not None and each[0] == repair.row.id]
        while self._pending and self.record.is_fresh:
            self._pending.pop(0)[1]()

    def _when_read(self, do: Callable[[], object]) -> None:
        """Do it with the repair that is chosen now, once it is read and what was wanted before is done."""
        current = self.views.current_id()
        if current is None or (self.record.is_fresh and self.record.current is not None):
            do()
        else:
            self._pending.append((current, do))

    def _on_begun(self) -> None:
        self.record.is_fresh = False

    def _show_record(self, repair_id: int) -> None:
        """In the list, be it open or not."""
        self.views.show_cards()
        self.panel.show()
        self.head.panel.setChecked(True)
        if self.views.go_to(repair_id):
            self.record.read()
        else:
            self._awaited = repair_id
            self._want(Wanted())
        self.take_focus()

    def _find_awaited(self, repair_id: int) -> None:
        """Among the open ones first, else by its number."""
        if self.views.go_to(repair_id) or self._wanted != Wanted():
            self._awaited = None
        else:
            self._want(Wanted(find=f"#{repair_id}"))

    def _on_changed(self, kinds: frozenset[str]) -> None:
        wanted = (Changed.REPAIRS, Changed.ORDERS, Changed.CASES, Changed.BOXES, Changed.PRODUCTS, Changed.SETTINGS)
        if not concerns(kinds, *wanted):
            return
        if self.isVisible():
            self.refresh()
        else:
            self._is_stale = True

    def _on_empty(self) -> None:
        if self._wanted == Wanted():
            self.actions_.by_name[actions.NEW].trigger()
        else:
            self._want(Wanted())

    # What is done

    def begin(self, given: object = None) -> None:
        """Enter a repair by hand: of this order, of something in a box, or of an order to be found."""
        refusal = not_allowed(self._desk.actor, Right.INTAKE)
        if refusal is not None:
            self._messages.error(refusal)
            return
        order_id = given if isinstance(given, int) else None
        item = given.get("box_item_id") if isinstance(given, dict) else None

        def show(begun: Beginning) -> None:
            form = NewRepair(self._desk, self._background, self._messages, begun, self)
            form.written.connect(self._say_entered)
            form.open()

        self._background.run_task(
            lambda: begin(self._desk, order_id=order_id, box_item_id=item), show, self._messages.error, owner=self
        )

    def _say_entered(self, repair_id: int) -> None:
        self._messages.toast(_("Repair {number} entered").format(number=repair_id))
        self._show_record(repair_id)

    def _do_next(self) -> None:
        """The large button; Enter on a card."""
        repair = self.record.current
        if repair is None:
            return
        action = next_action(repair.row)
        if not action:
            return
        if action == possible.SHOW_BATCH and self.views.currentWidget() is self.views.batches:
            self.views.batches.commands.by_name["send"].trigger()
        elif action == possible.SHOW_BATCH:
            self._show_batches(repair.row.batch_id)
        else:
            self.actions_.by_name[action].trigger()
