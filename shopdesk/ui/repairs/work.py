"""Doing things with a repair: forms are opened, services run in the background, a toast says what happened."""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from shopdesk.domain.reasons import PARTIES, Party
from shopdesk.domain.repairs import RULES, STATES, State, Step
from shopdesk.i18n import N_, _, ngettext
from shopdesk.queries.repairs import RepairRow
from shopdesk.services.desk import Desk
from shopdesk.services.repair_batches import add_to_batch, make_batch, remove_from_batch
from shopdesk.services.repair_costs import answer_estimate, ask_estimate, pay_fee, set_fee
from shopdesk.services.repair_news import add_to_memo, told
from shopdesk.services.repair_steps import return_to_buyer, take_step
from shopdesk.services.repairs import edit_repair
from shopdesk.ui.background import Background
from shopdesk.ui.clash_dialog import Opened
from shopdesk.ui.form_dialog import Values
from shopdesk.ui.messages import Kind as News
from shopdesk.ui.messages import Messages
from shopdesk.ui.order_forms.amounts import read_moment
from shopdesk.ui.order_forms.record_work import Outcome, RecordWork
from shopdesk.ui.repairs.forms import NEW, YES, Forms, carrier_of, typed_money
from shopdesk.ui.repairs.told import typed_day
from shopdesk.ui.repairs.whole import WholeRepair

_WHYS: Mapping[Step, tuple[str, tuple[str, ...]]] = {
    Step.SEND_AGAIN: (
        N_("Why does repair {number} go to the factory once more?"),
        (N_("Not mended properly"), N_("Another fault"), N_("Mended the wrong thing")),
    ),
    Step.REPLACE: (
        N_("Why is repair {number} replaced?"),
        (N_("Can't be mended"), N_("Takes too long"), N_("Mending costs more than it is worth")),
    ),
    Step.REFUND: (
        N_("Why is repair {number} refunded?"),
        (N_("Can't be mended"), N_("Takes too long"), N_("The buyer wants the money back")),
    ),
    Step.CANCEL: (
        N_("Why is repair {number} called off?"),
        (N_("The buyer doesn't want it"), N_("Nothing is broken"), N_("Entered twice")),
    ),
    Step.REOPEN: (N_("Why is repair {number} opened again?"), (N_("The fault is back"), N_("Closed by mistake"))),
}
"""The question of a step, and the usual answers."""


class RepairWork(RecordWork):
    """Forms over the page of repairs, and what they write."""

    begun = Signal()
    """Something is being written; `written` follows, whatever comes of it."""

    def __init__(self, desk: Desk, background: Background, messages: Messages, page: QWidget) -> None:
        super().__init__(desk, background, messages, page)
        self._forms = Forms(background, messages, page)

    # Steps

    def take(self, repair: WholeRepair, step: Step) -> None:
        """Ask what a step needs, then take it."""
        number = repair.row.id
        if step not in _WHYS:
            self._take(repair, step, "")
            return
        question, usual = _WHYS[step]
        self._messages.ask_text(
            _(question).format(number=number), _(RULES[step].title).rstrip("…"),
            lambda note: self._take(repair, step, note), choices=tuple(_(each) for each in usual),
        )  # fmt: skip

    def into_batch(self, repair: WholeRepair) -> None:
        """Ask which batch takes it; a new one is made by it (REP-03)."""
        row = repair.row

        def write(values: Values) -> int:
            chosen = str(values["batch"])
            if chosen.startswith(NEW):
                return make_batch(self._desk, supplier_id=int(chosen.removeprefix(NEW)), repair_ids=[row.id])
            add_to_batch(self._desk, batch_id=int(chosen), repair_ids=[row.id])
            return int(chosen)

        def say(batch_id: int) -> None:
            said = _("Repair {number} is in batch {batch}").format(number=row.id, batch=batch_id)
            self._messages.toast(said, undo=lambda: self._take_out(row.id, batch_id))

        self._open(self._forms.into_batch(repair, write), row.id, say)

    def send(self, repair: WholeRepair, waybill: str = "") -> None:
        """Ask for the parcel by which it goes back to the buyer (REP-01)."""
        row = repair.row

        def write(values: Values) -> State:
            return return_to_buyer(
                self._desk, repair_id=row.id, carrier=carrier_of(values, repair.carriers),
                waybill=str(values["waybill"]), note=str(values["note"]), version=row.version,
            )  # fmt: skip

        self._open(self._forms.sent(repair, write, waybill), row.id, lambda state: self._stands(row.id, state))

    def _take(self, repair: WholeRepair, step: Step, note: str) -> None:
        row = repair.row
        self._run(
            lambda: take_step(self._desk, repair_id=row.id, step=step, note=note, version=row.version),
            row.id,
            lambda state: self._stands(row.id, state),
        )

    def take_all(self, rows: Sequence[RepairRow], step: Step) -> None:
        """A step of several, one after the other; the first refusal ends it."""

        def write() -> int:
            for row in rows:
                take_step(self._desk, repair_id=row.id, step=step, version=row.version)
            return len(rows)

        def say(n: int) -> None:
            said = ngettext("{n} repair: {step}", "{n} repairs: {step}", n)
            self._toast(said.format(n=n, step=_(RULES[step].title).rstrip("…")))

        self._run(write, rows[0].id, say)

    # Cost

    def ask_cost(self, repair: WholeRepair) -> None:
        """Ask what mending would cost the buyer (REP-03)."""
        row = repair.row

        def write(values: Values) -> str:
            amount = typed_money(values, "amount")
            ask_estimate(self._desk, repair_id=row.id, amount=amount, version=row.version)
            return amount.shown

        def say(amount: str) -> None:
            self._toast(_("Repair {number}: ask the buyer about {amount}").format(number=row.id, amount=amount))

        self._open(self._forms.asked(repair, write), row.id, say)

    def answer_cost(self, repair: WholeRepair) -> None:
        """Note whether the buyer agrees (REP-03)."""
        row = repair.row

        def write(values: Values) -> bool:
            agreed = values["agreed"] == YES
            answer_estimate(self._desk, repair_id=row.id, agreed=agreed, note=str(values["note"]), version=row.version)
            return agreed

        def say(agreed: bool) -> None:
            said = _("Repair {number}: the buyer pays {amount}") if agreed else _("Repair {number}: the buyer declined")
            self._toast(said.format(number=row.id, amount=row.estimate.shown))

        self._open(self._forms.answered(repair, write), row.id, say)

    def set_fee(self, repair: WholeRepair) -> None:
        """Ask what it did cost and who pays (REP-03)."""
        row = repair.row

        def write(values: Values) -> str:
            fee, party = typed_money(values, "fee"), Party(str(values["fee_by"]))
            set_fee(self._desk, repair_id=row.id, fee=fee, fee_by=party, version=row.version)
            return _("Repair {number}: {fee}, paid by: {party}").format(
                number=row.id, fee=fee.shown, party=_(PARTIES[party])
            )

        self._open(self._forms.fee(repair, write), row.id, self._toast)

    def pay(self, repair: WholeRepair) -> None:
        """Note how the buyer paid (REP-03)."""
        row = repair.row

        def write(reference: str) -> None:
            self._run(
                lambda: pay_fee(self._desk, repair_id=row.id, reference=reference), row.id,
                lambda _done: self._toast(
                    _("Repair {number}: {fee} paid").format(number=row.id, fee=row.owed.shown)
                ),
            )  # fmt: skip

        question = _("How did the buyer pay {fee} for repair {number}?")
        self._messages.ask_text(
            question.format(fee=row.owed.shown, number=row.id), _("It is paid"), write,
            choices=(_("Alipay"), _("WeChat"), _("Platform's extra payment")),
        )  # fmt: skip

    # What is written about it

    def tell(self, repair: WholeRepair) -> None:
        """The buyer's text to the clipboard, and noted as told (REP-03)."""
        number = repair.row.id

        def say(text: str) -> None:
            if text:
                QGuiApplication.clipboard().setText(text)
            self._toast(_("Copied for the buyer and noted as told: {text}").format(text=text))

        self._run(lambda: told(self._desk, repair_id=number), number, say)

    def add_memo(self, repair: WholeRepair) -> None:
        """The line below the order's memo (REP-02)."""
        number = repair.row.id

        def say(is_new: bool) -> None:
            self._toast(_("The order's memo has the line") if is_new else _("The order's memo had the line already"))

        self._run(lambda: add_to_memo(self._desk, repair_id=number), number, say)

    def change(self, repair: WholeRepair) -> None:
        """Change what is known of it; who changed the same meanwhile is shown (DATA-02)."""
        row, zone = repair.row, repair.moment.zone

        def write(values: Values, opened: Opened) -> bool:
            day = str(values["due_at"])
            kept = day == typed_day(row.due_at, zone)
            due = row.due_at if kept else read_moment(day, zone, self._desk.clock()) if day else None
            supplier = str(values["supplier_id"])
            typed = dict(values) | {"due_at": due, "supplier_id": int(supplier) if supplier else None}
            return edit_repair(self._desk, repair_id=row.id, values=typed, base=opened.base)

        def say(changed: bool) -> None:
            if changed:
                self._toast(_("Repair {number} saved").format(number=row.id))

        self._open(self._forms.changed(repair, write), row.id, say)

    # How

    def _take_out(self, repair_id: int, batch_id: int) -> None:
        said = _("Repair {number} is out of batch {batch}").format(number=repair_id, batch=batch_id)
        self._run(
            lambda: remove_from_batch(self._desk, batch_id=batch_id, repair_id=repair_id), repair_id,
            lambda _done: self._toast(said, News.INFO),
        )  # fmt: skip

    def _run(self, write: Callable[[], Outcome], number: int, say: Callable[[Outcome], object]) -> None:
        self.begun.emit()
        super()._run(write, number, say)

    def _stands(self, number: int, state: State) -> None:
        self._toast(_("Repair {number}: {state}").format(number=number, state=_(STATES[state])))
