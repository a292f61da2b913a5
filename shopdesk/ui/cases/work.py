"""Doing things with a case: forms are opened, services run in the background, a toast says what happened."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from shopdesk.domain.cases import RULES, STATES, Kind, State, Step
from shopdesk.domain.manual_orders import read_item
from shopdesk.i18n import N_, _
from shopdesk.queries.orders import OrderDetail, get_order
from shopdesk.queries.wanted import find_wanted_of
from shopdesk.services.case_people import ask_again, assign_case, call_back, finish_contact, log_contact
from shopdesk.services.case_replacements import allow_early, replace
from shopdesk.services.case_steps import send_back, take_step
from shopdesk.services.cases import edit_case
from shopdesk.services.clashes import Base
from shopdesk.services.desk import Desk
from shopdesk.services.manual_changes import undo_entry
from shopdesk.ui.background import Background
from shopdesk.ui.cases.forms import NO, YES, Forms, ReplacementForm, typed_moment_of
from shopdesk.ui.cases.lines import whole_base
from shopdesk.ui.cases.reading import WholeCase
from shopdesk.ui.form_dialog import Values
from shopdesk.ui.messages import Kind as News
from shopdesk.ui.messages import Messages
from shopdesk.ui.order_forms.lost_form import copy_lost_form
from shopdesk.ui.order_forms.writing_form import WritingForm
from shopdesk.ui.saving import Saving

Result = TypeVar("Result")
_AGREES: Mapping[Kind, tuple[str, ...]] = {
    Kind.RETURN: (N_("Refund once the goods are back"),),
    Kind.EXCHANGE: (N_("Exchange once the goods are back"),),
    Kind.REISSUE: (N_("What was missing is sent"),),
    Kind.REFUND: (N_("Refund at once"),),
    Kind.REFUSAL: (N_("Refund once the goods are back"),),
    Kind.PRICE: (N_("The difference is paid back"),),
    Kind.REPAIR: (N_("Mended once the goods are here"),),
}
"""What is usually agreed."""
_ASKS: Mapping[Step, tuple[str, tuple[str, ...]]] = {
    Step.AGREE: (N_("What is agreed in case {number}?"), ()),
    Step.REFUSE: (N_("Why is case {number} refused?"), (N_("Worn"), N_("Too late"), N_("Not ours"))),
    Step.WITHDRAW: (N_("Why does the buyer withdraw case {number}?"), (N_("The buyer keeps it"),)),
    Step.INSPECT_AGAIN: (
        N_("Why are the goods of case {number} inspected again?"),
        (N_("Miscounted"), N_("Not everything was looked at")),
    ),
    Step.FULFIL: (
        N_("Why is nothing more due in case {number}?"),
        (N_("The buyer was paid on the platform"), N_("Settled with the buyer")),
    ),
    Step.CLOSE: (N_("Why is case {number} closed?"), (N_("Solved"), N_("The buyer doesn't answer"))),
    Step.REOPEN: (N_("Why is case {number} opened again?"), (N_("The buyer asks again"),)),
}
"""The question of a step, and the usual answers."""


class CaseWork(QObject):
    """`page` is the widget over which forms lie; what is written is announced by the desk itself."""

    written = Signal(int)
    """Something was done with this case: it is to be shown as it is now."""

    def __init__(self, desk: Desk, background: Background, messages: Messages, page: QWidget) -> None:
        super().__init__(page)
        self._desk, self._background, self._messages = desk, background, messages
        self._forms = Forms(background, messages, page, desk.clock)
        self._saving = Saving(background, messages, page)

    def copy_lost_form(self, case: WholeCase) -> None:
        """What the buyer is told to write who lost the return form (RET-14)."""
        if case.row.order_id is not None:
            copy_lost_form(
                case.row.order_id, desk=self._desk, background=self._background, messages=self._messages, owner=self
            )

    # Steps

    def take(self, case: WholeCase, step: Step) -> None:
        """Ask what a step needs, then take it."""
        if step is Step.SEND:
            self.send(case)
        elif step is Step.CALL:
            self.call(case)
        else:
            question, usual = _ASKS[step]
            known = {Step.AGREE: case.detail.agreed, Step.FULFIL: case.detail.done}
            self._messages.ask_text(
                _(question).format(number=case.row.id), _(RULES[step].title).rstrip("…"),
                lambda note: self._take(case, step, note), value=known.get(step, ""),
                choices=tuple(_(each) for each in usual or _AGREES[case.row.kind]),
                required=case.photos_missing if step is Step.AGREE else step is not Step.WITHDRAW,
            )  # fmt: skip

    def send(self, case: WholeCase, waybill: str = "") -> None:
        """Ask for carrier and waybill of what the buyer sends back (RET-13)."""
        row = case.row

        def write(values: Values) -> State:
            carrier, number = str(values["carrier"]), str(values["waybill"])
            return send_back(self._desk, case_id=row.id, carrier=carrier, waybill=number, version=row.version)

        self._open(self._forms.sent(case, write, waybill), case, lambda state: self._stands(row.id, state))

    def call(self, case: WholeCase) -> None:
        """Ask what the buyer said (RET-16)."""
        row = case.row

        def write(values: Values) -> State:
            said = {YES: True, NO: False}.get(str(values["satisfied"]))
            return call_back(
                self._desk, case_id=row.id, solved=values["solved"] == YES, satisfied=said, note=str(values["note"])
            )

        self._open(self._forms.called(case, write), case, lambda state: self._stands(row.id, state))

    def _take(self, case: WholeCase, step: Step, note: str) -> None:
        row = case.row
        self._run(
            lambda: take_step(self._desk, case_id=row.id, step=step, note=note, version=row.version),
            case,
            lambda state: self._stands(row.id, state),
        )

    # What is written in its place

    def save_lines(self, case_id: int, base: Base, typed: dict[str, str], not_saved: Callable[[], object]) -> None:
        """Write what differs; where two wrote the same line, somebody chooses."""
        self._saving.save(
            lambda base: edit_case(self._desk, case_id=case_id, values=typed, base=base),
            base,
            lambda _changed: self._said(case_id, _("Case {number} saved").format(number=case_id)),
            on_unsaved=not_saved,
        )

    def save_field(self, case: WholeCase, key: str, value: object, not_saved: Callable[[], object]) -> None:
        """Kind, reason, who is responsible, freight ... as they were chosen; Undo chooses what was before."""
        number = case.row.id
        before = whole_base(case.detail).values[key]
        written = [value]

        def write(base: Base) -> bool:
            if key == "wanted":  # a size of the same product stands for its code
                written[:] = [find_wanted_of(self._desk.seen, str(value), case.detail)]
            return edit_case(self._desk, case_id=number, values={key: written[0]}, base=base)

        def done(changed: bool) -> None:
            if changed:
                said = _("Case {number} saved").format(number=number)
                self._messages.toast(said, undo=lambda: self._put_back(number, key, written[0], before))
            self.written.emit(number)

        self._saving.save(write, whole_base(case.detail), done, on_unsaved=not_saved)

    def _put_back(self, number: int, key: str, value: object, before: object) -> None:
        """Undo, as long as nobody changed it since."""
        self._saving.save(
            lambda base: edit_case(self._desk, case_id=number, values={key: before}, base=base),
            Base(None, {key: value}),
            lambda _changed: self._said(number, _("Case {number} is as before").format(number=number), News.INFO),
        )

    # People and contacts

    def hand_over(self, case: WholeCase) -> None:
        """Ask who is in charge from now on (RET-15, CRM-04)."""
        number = case.row.id

        def write(values: Values) -> str:
            person_id = int(str(values["person"]))
            assign_case(self._desk, case_id=number, person_id=person_id, note=str(values["note"]))
            return next(each.name for each in case.people if each.id == person_id)

        self._open(
            self._forms.handed(case, write), case,
            lambda name: self._toast(_("Case {number}: {person} is in charge").format(number=number, person=name)),
        )  # fmt: skip

    def ask_again(self, case: WholeCase) -> None:
        """Note a repeated question (RET-15)."""
        number = case.row.id

        def write(values: Values) -> int:
            return ask_again(
                self._desk, case_id=number, note=str(values["note"]), answer=str(values["answer"]),
                answer_by=typed_moment_of(values, "answer_by", case, self._desk.clock),
            )  # fmt: skip

        self._open(
            self._forms.asked_again(case, write), case,
            lambda count: self._toast(_("Case {number}: asked {n} times").format(number=number, n=count)),
        )  # fmt: skip

    def log_contact(self, case: WholeCase) -> None:
        """Note what was said, and when to speak again (CRM-03)."""
        number = case.row.id

        def write(values: Values) -> int:
            next_at = typed_moment_of(values, "next_at", case, self._desk.clock)
            return log_contact(self._desk, case_id=number, note=str(values["note"]), next_at=next_at)

        self._open(self._forms.contact(case, write), case, lambda _id: self._toast(_("Contact noted")))

    def finish_contact(self, case: WholeCase) -> None:
        """The next contact is no longer needed."""
        contact = case.next_contact
        if contact is not None:
            self._run(
                lambda: finish_contact(self._desk, contact_id=contact.id), case,
                lambda _was_open: self._toast(_("The next contact is done")),
            )  # fmt: skip

    # What goes to the buyer

    def allow_early(self, case: WholeCase) -> None:
        """Ask why the replacement may go before the goods are back (RET-12)."""
        number = case.row.id
        self._messages.ask_text(
            _("Why may the replacement of case {number} go before the goods are back?").format(number=number),
            _("Let it go"),
            lambda reason: self._run(
                lambda: allow_early(self._desk, case_id=number, reason=reason), case,
                lambda _was: self._toast(_("Case {number} may be replaced before the goods are back").format(
                    number=number)),
            ),
            choices=(_("The buyer needs it at once"), _("Our mistake"), _("The parcel is seen on its way")),
        )  # fmt: skip

    def replace(self, case: WholeCase) -> None:
        """Enter the exchange or reissue, with what is wanted filled in (RET-12)."""
        number, row = case.row.id, case.row
        known = case.meant
        if not known and row.kind is Kind.REISSUE:
            known = "\n".join(f"{each.sku or each.title}x{each.quantity}" for each in case.detail.items)

        def write(values: Values) -> OrderDetail:
            text = find_wanted_of(self._desk.seen, str(values["items"]), case.detail)
            is_same = row.kind is Kind.REISSUE and text == known and not row.wanted  # the very goods of the case
            items = [] if is_same else [read_item(line) for line in text.splitlines() if line.strip()]
            made = replace(self._desk, case_id=number, items=items, again=form.again)
            return get_order(self._desk.seen, made)

        form: ReplacementForm = self._forms.replaced(case, write, known)
        self._open(form, case, self._say_replaced)

    def _say_replaced(self, order: OrderDetail) -> None:
        self._messages.toast(
            _("Order {order_no} entered").format(order_no=order.order_no), undo=lambda: self._undo_replacement(order)
        )

    def _undo_replacement(self, order: OrderDetail) -> None:
        said = _("Order {order_no} is cancelled").format(order_no=order.order_no)
        self._background.run_task(
            lambda: undo_entry(self._desk, order_id=order.id, version=order.version),
            lambda _done: self._toast(said, News.INFO), self._messages.error, owner=self,
        )  # fmt: skip

    # How

    def _open(self, form: WritingForm, case: WholeCase, say: Callable[[Any], object]) -> None:
        def written(result: object) -> None:
            say(result)
            self.written.emit(case.row.id)

        form.written.connect(written)
        form.open()

    def _run(self, write: Callable[[], Result], case: WholeCase, say: Callable[[Result], object]) -> None:
        def done(result: Result) -> None:
            say(result)
            self.written.emit(case.row.id)

        def refused(error: Exception) -> None:
            self._messages.error(error)
            self.written.emit(case.row.id)  # somebody else was quicker: what is so now is shown

        self._background.run_task(write, done, refused, owner=self)

    def _stands(self, number: int, state: State) -> None:
        self._toast(_("Case {number}: {state}").format(number=number, state=_(STATES[state])))

    def _said(self, number: int, text: str, kind: News = News.GOOD) -> None:
        self._toast(text, kind)
        self.written.emit(number)

    def _toast(self, text: str, kind: News = News.GOOD) -> None:
        self._messages.toast(text, kind)
