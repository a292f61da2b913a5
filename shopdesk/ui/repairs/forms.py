"""The forms of the steps that need more than a key: into a batch, sent to the buyer, cost, fee, what is known."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from shopdesk.domain.money import Money
from shopdesk.domain.reasons import PARTIES, Party
from shopdesk.domain.repairs import WARRANTIES, State, Warranty, usual_payer
from shopdesk.domain.waybills import fold_waybill, looks_like
from shopdesk.errors import N_
from shopdesk.i18n import _, ngettext
from shopdesk.queries.repair_batches import RepairBatchRow
from shopdesk.services.repairs import repair_base
from shopdesk.ui.background import Background
from shopdesk.ui.clash_dialog import Opened
from shopdesk.ui.form_dialog import Field, FieldKind, Values
from shopdesk.ui.messages import Messages
from shopdesk.ui.order_forms.amounts import what_is_wrong_with_amount, what_is_wrong_with_moment
from shopdesk.ui.order_forms.fault_field import fault_field
from shopdesk.ui.order_forms.writing_form import WritingForm
from shopdesk.ui.repairs.told import typed_day
from shopdesk.ui.repairs.whole import WholeRepair

YES, NO, NEW = "yes", "no", "new:"
Write = Callable[[Values], object]


def carrier_of(values: Values, carriers: Sequence[str]) -> str:
    """Whose waybill it is: as chosen, save where the number must be another carrier's. Who scans doesn't choose."""
    chosen = str(values["carrier"])
    other = looks_like(fold_waybill(str(values["waybill"]), chosen), chosen)
    return next((name for name in carriers if other in name), other) if other else chosen


def optional_day(text: object) -> str | None:
    """What is wrong with a day that may stay empty."""
    return what_is_wrong_with_moment(text) if str(text).strip() else None


def carrier_field(carriers: Sequence[str]) -> Field:
    """Who carries it; in somebody's hands as well."""
    choices = [*((name, name) for name in carriers), ("", _("By hand, no parcel"))]
    return Field("carrier", N_("Carrier"), FieldKind.CHOICE, choices[0][0], choices=choices)


@dataclass(frozen=True, slots=True)
class Forms:
    """Makes them: what each needs of the window."""

    background: Background
    messages: Messages
    parent: QWidget

    def into_batch(self, repair: WholeRepair, write: Write) -> WritingForm:
        """Which batch takes it: one that has not gone, or a new one (REP-03)."""
        row = repair.row
        choices = [(str(each.id), batch_text(each)) for each in repair.batches]
        for supplier in repair.suppliers:
            if row.supplier_id in (None, supplier.id):
                choices.append((f"{NEW}{supplier.id}", _("A new batch for {supplier}").format(supplier=supplier.name)))
        first = choices[0][0] if choices else ""
        hint = "" if choices else N_("There is no supplier yet: enter one on the page of products.")
        field = Field("batch", N_("Batch"), FieldKind.CHOICE, first, choices=choices, hint=hint, required=True)
        title = _("Repair {number}: into a batch").format(number=row.id)
        return self._form("repair-batch", title, (field,), write, save=N_("Put it in"))

    def sent(self, repair: WholeRepair, write: Write, waybill: str = "") -> WritingForm:
        """The parcel by which it goes back (REP-01)."""
        is_checked = repair.row.state is State.CHECKED
        hint = "" if is_checked else N_("Needed: it was not checked as right.")
        fields = (
            Field("waybill", N_("Waybill"), value=waybill, required=True, hint=N_("Scan or type it.")),
            Field("carrier", N_("Carrier"), FieldKind.CHOICE, repair.carriers[0] if repair.carriers else "",
                  choices=[(name, name) for name in repair.carriers]),
            Field("note", N_("Note"), required=not is_checked, hint=hint),
        )  # fmt: skip
        title = _("Repair {number}: sent to the buyer").format(number=repair.row.id)
        form = self._form("repair-return", title, fields, write, save=N_("It is sent"))
        if waybill:
            form.focus_on("carrier")
        return form

    def asked(self, repair: WholeRepair, write: Write) -> WritingForm:
        """What mending would cost the buyer (REP-03)."""
        known = repair.row.estimate.shown if repair.row.estimate else ""
        field = Field(
            "amount", N_("What it costs the buyer"), value=known, required=True, check=what_is_wrong_with_amount,
            hint=N_("The text that asks is ready to copy then."),
        )  # fmt: skip
        title = _("Repair {number}: ask about the cost").format(number=repair.row.id)
        return self._form("repair-estimate", title, (field,), write)

    def answered(self, repair: WholeRepair, write: Write) -> WritingForm:
        """Whether the buyer agrees (REP-03)."""
        choices = [(YES, _("Agrees to pay")), (NO, _("Doesn't agree"))]
        fields = (
            Field("agreed", _("The buyer, about {amount}").format(amount=repair.row.estimate.shown), FieldKind.CHOICE,
                  YES, choices=choices),
            Field("note", N_("What the buyer said")),
        )  # fmt: skip
        title = _("Repair {number}: the buyer's answer").format(number=repair.row.id)
        return self._form("repair-answer", title, fields, write)

    def fee(self, repair: WholeRepair, write: Write) -> WritingForm:
        """What it did cost, and who pays (REP-03)."""
        row = repair.row
        payer = row.fee_by or usual_payer(row.warranty) or Party.SHOP
        fields = (
            Field("fee", N_("Repair fee"), value=row.fee.shown if row.fee else "", required=True,
                  check=what_is_wrong_with_amount),
            Field("fee_by", N_("Who pays"), FieldKind.CHOICE, payer.value,
                  choices=[(party.value, _(title)) for party, title in PARTIES.items()],
                  hint=N_("The buyer pays no more than was agreed, and nothing under warranty.")),
        )  # fmt: skip
        title = _("Repair {number}: fee").format(number=row.id)
        return self._form("repair-fee", title, fields, write)

    def changed(self, repair: WholeRepair, write: Callable[[Values, Opened], object]) -> WritingForm:
        """What is known of it; where two changed one field, somebody chooses."""
        row = repair.row
        opened = Opened(repair_base(row))
        suppliers = [("", "–"), *((str(each.id), each.name) for each in repair.suppliers)]
        due = typed_day(row.due_at, repair.moment.zone)
        fields = (
            fault_field(repair.faults, row.fault),
            Field("title", N_("Goods"), value=row.title),
            Field("accessories", N_("With it"), value=row.accessories),
            Field("quantity", N_("Pieces"), FieldKind.NUMBER, row.quantity, lowest=1, highest=999),
            warranty_field(row.warranty, with_auto=False),
            Field("supplier_id", N_("Supplier"), FieldKind.CHOICE, str(row.supplier_id or ""), choices=suppliers),
            Field("due_at", N_("Back by"), value=due, check=optional_day, hint=N_("A day such as 2026-03-05.")),
            Field("note", N_("Note"), value=row.note),
        )
        title = _("Repair {number}").format(number=row.id)
        return self._form("repair", title, fields, lambda values: write(values, opened), opened=opened)

    def _form(
        self,
        name: str,
        title: str,
        fields: Sequence[Field],
        write: Write,
        *,
        save: str = N_("Save"),
        opened: Opened | None = None,
    ) -> WritingForm:
        return WritingForm(
            name, title, fields, write, background=self.background, messages=self.messages, save=save, opened=opened,
            parent=self.parent,
        )  # fmt: skip


def warranty_field(value: Warranty | None, *, with_auto: bool) -> Field:
    """Under warranty or not; `with_auto`: or as it follows from the order's day."""
    choices = [(each.value, _(title)) for each, title in WARRANTIES.items()]
    if with_auto:
        choices.insert(0, ("", _("As the order's day says")))
    return Field("warranty", N_("Warranty"), FieldKind.CHOICE, value.value if value else "", choices=choices)


def batch_text(batch: RepairBatchRow) -> str:
    """A batch as it is offered: whose, and how much is in it."""
    n = ngettext("{n} repair", "{n} repairs", batch.repairs).format(n=batch.repairs)
    return _("Batch {number} · {supplier} · {n}").format(number=batch.id, supplier=batch.supplier, n=n)


def typed_money(values: Values, key: str) -> Money:
    """An amount that was checked."""
    return Money.typed(str(values[key]).strip())
