"""What is done about claims: the forms, and what is said once it is written (SHP-08)."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from shopdesk.domain.claims import KINDS, Kind
from shopdesk.domain.manual_orders import read_item
from shopdesk.domain.money import Money
from shopdesk.errors import N_
from shopdesk.i18n import _, ngettext
from shopdesk.queries.claims import ClaimRow
from shopdesk.services.claim_exports import export_claims
from shopdesk.services.claims import (
    ask_carrier,
    claim_base,
    edit_claim,
    note_answer,
    note_found,
    note_paid,
    note_refused,
    pay_back,
    register_claim,
    reship,
)
from shopdesk.services.desk import Desk
from shopdesk.ui.background import Background
from shopdesk.ui.clash_dialog import Opened
from shopdesk.ui.file_dialogs import choose_target
from shopdesk.ui.form_dialog import Field, FieldKind, Values
from shopdesk.ui.messages import Messages
from shopdesk.ui.moments import DAY
from shopdesk.ui.order_forms.amounts import what_is_wrong_with_amount
from shopdesk.ui.order_forms.writing_form import WritingForm

_DAYS = (1, 2, 3, 5, 7, 15)
_EMPTY = N_("May stay empty.")


def _amount(key: str, title: str, value: Money | None = None, hint: str = "", *, required: bool = True) -> Field:
    return Field(
        key, title, value="" if value is None else value.shown.replace(",", ""), required=required, hint=hint,
        check=lambda text: what_is_wrong_with_amount(text) if text else None,
    )  # fmt: skip


class ClaimWork(QObject):
    """`page` is what forms open over; what is written is announced by the desk itself."""

    registered = Signal(int)
    """The number of a new claim."""
    open_requested = Signal(str, object)

    def __init__(self, desk: Desk, background: Background, messages: Messages, page: QWidget) -> None:
        super().__init__(page)
        self._desk, self._background, self._messages, self._page = desk, background, messages, page

    def register(self) -> WritingForm:
        """A parcel that is watched or not, by its number."""

        def write(values: Values) -> int:
            typed = str(values["amount"])
            return register_claim(
                self._desk, kind=Kind(str(values["kind"])), waybill=str(values["waybill"]),
                carrier=str(values["carrier"]), amount=Money.typed(typed) if typed else None, note=str(values["note"]),
            )  # fmt: skip

        kinds = [(kind.value, _(title)) for kind, title in KINDS.items()]
        fields = (
            Field("waybill", N_("Waybill"), required=True),
            Field("kind", N_("What happened"), FieldKind.CHOICE, Kind.LOST.value, choices=kinds),
            _amount("amount", N_("Amount asked for"), hint=N_("Yuan; empty: what was paid for the order."),
                    required=False),
            Field("carrier", N_("Carrier"), hint=N_("Empty: as the parcel has it.")),
            Field("note", N_("Note")),
        )  # fmt: skip

        def said(number: object) -> None:
            self._messages.toast(_("Claim {number} is registered").format(number=number))
            self.registered.emit(int(str(number)))

        return self._open("claim-new", _("Into the lost register"), fields, write, said)

    def ask(self, row: ClaimRow) -> WritingForm:
        """The carrier was asked, or asked again: the clock begins."""

        def write(values: Values) -> None:
            days = int(str(values["days"]))
            by = self._desk.clock() + days * DAY if days else None
            ask_carrier(self._desk, claim_id=row.id, note=str(values["note"]), answer_by=by)

        days = [("0", _("as usual")), *((str(n), ngettext("in {n} day", "in {n} days", n).format(n=n)) for n in _DAYS)]
        fields = (
            Field("note", N_("Who was asked, and what was said"), hint=_EMPTY),
            Field("days", N_("To answer in"), FieldKind.CHOICE, "0", choices=days),
        )
        return self._form(row, "ask", _("carrier asked"), fields, write)

    def answer(self, row: ClaimRow) -> WritingForm:
        """What the carrier offers."""

        def write(values: Values) -> None:
            offered, said = Money.typed(str(values["offered"])), str(values["answer"])
            note_answer(self._desk, claim_id=row.id, offered=offered, answer=said)

        fields = (
            _amount("offered", N_("It offers"), row.amount, N_("Yuan. One that gives nothing refuses (R).")),
            Field("answer", N_("What it said"), hint=_EMPTY),
        )
        return self._form(row, "answer", _("the carrier answered"), fields, write)

    def paid(self, row: ClaimRow) -> WritingForm:
        """Its money is here."""

        def write(values: Values) -> None:
            amount, reference = Money.typed(str(values["amount"])), str(values["reference"])
            note_paid(self._desk, claim_id=row.id, amount=amount, reference=reference)

        fields = (
            _amount("amount", N_("Carrier paid"), row.answered or row.amount),
            Field("reference", N_("Reference"), hint=N_("The payment's number, or the account.")),
        )
        return self._form(row, "paid", _("the carrier paid"), fields, write)

    def refused(self, row: ClaimRow) -> None:
        """It pays nothing, or the shop gives up."""
        usual = (_("Handed in too late"), _("The carrier says that it was delivered"), _("Not worth it"))
        self._ask(
            row, _("Why does the carrier pay nothing?"), _("It refuses"),
            lambda text: note_refused(self._desk, claim_id=row.id, reason=text), choices=usual,
        )  # fmt: skip

    def found(self, row: ClaimRow) -> None:
        """It turned up."""
        self._ask(
            row, _("It turned up: what is known?"), _("It turned up"),
            lambda text: note_found(self._desk, claim_id=row.id, note=text), required=False,
        )  # fmt: skip

    def reship(self, row: ClaimRow) -> WritingForm:
        """The goods once more, by a case of their own."""

        def write(values: Values) -> int:
            items = [read_item(line) for line in str(values["items"]).splitlines() if line.strip()]
            return reship(self._desk, claim_id=row.id, items=items)

        hint = N_("Empty: everything the order had. Else a line each, as code and quantity: 5815-1-W7x1.")
        fields = (Field("items", N_("What is sent again"), FieldKind.MULTILINE, hint=hint),)

        def said(order_id: object) -> None:
            show = (_("Show the order"), lambda: self.open_requested.emit("order", order_id))
            self._messages.toast(_("Claim {number}: sent again by a new order").format(number=row.id), action=show)

        return self._form(row, "reship", _("send it again"), fields, write, said=said, save=N_("Send again"))

    def pay_back(self, row: ClaimRow) -> WritingForm:
        """The buyer's money, by a refund that is approved and paid as any other."""

        def write(values: Values) -> int:
            typed = str(values["amount"])
            return pay_back(self._desk, claim_id=row.id, amount=Money.typed(typed) if typed else None)

        hint = N_("Yuan; empty: all that is left of what was paid.")
        fields = (_amount("amount", N_("Amount paid back"), hint=hint, required=False),)

        def said(refund_id: object) -> None:
            show = (_("Show the refund"), lambda: self.open_requested.emit("refund", refund_id))
            told = _("Claim {number}: refund {refund} is asked for").format(number=row.id, refund=refund_id)
            self._messages.toast(told, action=show)

        save = N_("Ask for the refund")
        return self._form(row, "refund", _("pay the buyer back"), fields, write, said=said, save=save)

    def edit(self, row: ClaimRow) -> WritingForm:
        """Amount, carrier and note; what somebody else changed meanwhile stays."""
        opened = Opened(claim_base(row))

        def write(values: Values) -> bool:
            wanted = {
                "amount": Money.typed(str(values["amount"])), "carrier": values["carrier"], "note": values["note"]
            }  # fmt: skip
            return edit_claim(self._desk, claim_id=row.id, values=wanted, base=opened.base)

        fields = (
            _amount("amount", N_("Amount asked for"), row.amount),
            Field("carrier", N_("Carrier"), value=row.carrier),
            Field("note", N_("Note"), value=row.note),
        )
        return self._form(row, "edit", _("change"), fields, write, opened=opened)

    def export(self, rows: Sequence[ClaimRow], month: str) -> None:
        """The listed ones as a file."""
        ids = [row.id for row in rows]
        name = _("lost register {month}").format(month=month) + ".xlsx"
        choose_target(
            self._page, "claims.target", _("The lost register as a file"), "Excel (*.xlsx);;CSV (*.csv)",
            lambda path: self.write_file(path, ids), suggested=name,
        )  # fmt: skip

    def write_file(self, path: Path, ids: Sequence[int]) -> None:
        """These claims, CSV or XLSX by the file's name."""

        def said(n: int) -> None:
            told = ngettext("{n} claim in {file}", "{n} claims in {file}", n)
            self._messages.toast(told.format(n=n, file=path.name))

        self._background.run_task(
            lambda: export_claims(self._desk, path=path, claim_ids=ids), said, self._messages.error, owner=self
        )

    # How they are asked and told

    def _form(
        self, row: ClaimRow, name: str, what: str, fields: Sequence[Field], write: Callable[[Values], object], *,
        said: Callable[[object], object] | None = None, save: str = N_("Save"), opened: Opened | None = None,
    ) -> WritingForm:  # fmt: skip
        title = _("Claim {number}: {what}").format(number=row.id, what=what)
        told = said if said is not None else lambda _result: self._messages.toast(title)
        return self._open(f"claim-{name}", title, fields, write, told, save=save, opened=opened)

    def _open(
        self, name: str, title: str, fields: Sequence[Field], write: Callable[[Values], object],
        said: Callable[[object], object], *, save: str = N_("Save"), opened: Opened | None = None,
    ) -> WritingForm:  # fmt: skip
        form = WritingForm(
            name, title, fields, write, background=self._background, messages=self._messages, save=save,
            opened=opened, parent=self._page,
        )  # fmt: skip
        form.written.connect(said)
        form.open()
        return form

    def _ask(
        self, row: ClaimRow, question: str, verb: str, write: Callable[[str], object], *,
        choices: tuple[str, ...] = (), required: bool = True,
    ) -> None:  # fmt: skip
        head = _("Claim {number}: {what}").format(number=row.id, what=row.waybill)

        def save(text: str) -> None:
            self._background.run_task(
                lambda: write(text), lambda _done: self._messages.toast(f"{head} · {verb}"), self._messages.error,
                owner=self,
            )  # fmt: skip

        self._messages.ask_text(f"{head}\n{question}", verb, save, choices=choices, required=required)
