"""The forms of damage: what is credited, pieces split off, an entry changed, a batch made and sent (REP-04)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from shopdesk.errors import N_
from shopdesk.i18n import _
from shopdesk.queries.damage_batches import DamageBatchRow
from shopdesk.queries.damage_list import DamageRow
from shopdesk.queries.products import SupplierRow
from shopdesk.ui.background import Background
from shopdesk.ui.clash_dialog import Opened
from shopdesk.ui.damage.reading import Known
from shopdesk.ui.damage.typed import shown_day, what_is_wrong_with_day
from shopdesk.ui.form_dialog import Field, FieldKind, Values
from shopdesk.ui.messages import Messages
from shopdesk.ui.order_forms.amounts import what_is_wrong_with_amount
from shopdesk.ui.order_forms.fault_field import WordInput, fault_field
from shopdesk.ui.order_forms.writing_form import WritingForm

Write = Callable[[Values], object]
NEW_BATCH = "new"


@dataclass(frozen=True, slots=True)
class Forms:
    """Makes them: what each needs of the window."""

    background: Background
    messages: Messages
    parent: QWidget

    def credited(self, row: DamageRow, write: Write) -> WritingForm:
        """How much, usually what it cost."""
        hint = _("It cost {amount}.").format(amount=row.worth.shown) if row.worth else _("Nobody knows what it cost.")
        return self._form(
            "damage-credit", _title(row, N_("Entry {number} is credited: {item}")),
            (
                Field("amount", N_("Credited (yuan)"), value=row.worth.yuan if row.worth else "", required=True,
                      hint=hint, check=what_is_wrong_with_amount),
                Field("said", N_("What the supplier says"), value=row.answer),
            ),
            write, save=N_("Credited"),
        )  # fmt: skip

    def split(self, row: DamageRow, write: Write) -> WritingForm:
        """How many pieces get an entry of their own."""
        field = Field(
            "quantity", N_("Pieces that get an entry of their own"), FieldKind.NUMBER, value=1, lowest=1,
            highest=row.quantity - 1, hint=N_("They stay in the same batch, and get their own answer."),
        )  # fmt: skip
        return self._form("damage-split", _title(row, N_("Split entry {number}: {item}")), (field,), write,
                          save=N_("Split"))  # fmt: skip

    def changed(
        self, row: DamageRow, known: Known, opened: Opened, write: Write
    ) -> WritingForm:  # fmt: skip
        """All that was written down of an entry."""
        count = Field("quantity", N_("Pieces"), FieldKind.NUMBER, value=row.quantity, lowest=1, highest=9_999)
        fields = (
            fault_field(known.faults, row.fault, required=False),
            supplier_field(known.suppliers, row.supplier_id),
            Field("cost", N_("Cost of a piece (yuan)"), value=row.cost.yuan if row.cost else "",
                  check=_amount_or_nothing),
            count,
            Field("received_at", N_("Came on"), value=shown_day(row.received_at, known.zone),
                  check=what_is_wrong_with_day, hint=N_("The supplier's days are counted from this day.")),
            Field("expires_at", N_("Taken back until"), value=shown_day(row.expires_at, known.zone),
                  check=what_is_wrong_with_day, hint=N_("Another supplier or day of receipt sets it anew.")),
            Field("title", N_("Goods"), value=row.title),
            Field("style", N_("Style"), value=row.style),
            Field("colour", N_("Colour"), value=row.colour),
            Field("size", N_("Size"), value=row.size),
            Field("note", N_("Note"), value=row.note),
        )  # fmt: skip
        return self._form("damage-edit", _title(row, N_("Change entry {number}: {item}")), fields, write, opened=opened)

    def batch_for(
        self, suppliers: Sequence[SupplierRow], batches: Sequence[DamageBatchRow], supplier_id: int | None,
        write: Write,
    ) -> WritingForm:  # fmt: skip
        """Into which batch: a new one of a supplier, or one that is still here."""
        known = [(str(row.id), _batch_name(row)) for row in batches if supplier_id in (None, row.supplier_id)]
        new = [
            (f"{NEW_BATCH}:{each.id}", _("A new one for {supplier}").format(supplier=each.name))
            for each in suppliers
            if supplier_id in (None, each.id)
        ]
        field = Field("batch", N_("Return batch"), FieldKind.CHOICE, choices=[*known, *new], required=True,
                      hint=N_("Entries without a supplier get the batch's."))  # fmt: skip
        return self._form("damage-batch", _("Into which batch?"), (field,), write, save=N_("Put in"))

    def new_batch(self, suppliers: Sequence[SupplierRow], write: Write) -> WritingForm:
        """For whom it is, and what of theirs goes along."""
        fields = (
            Field("supplier", N_("Supplier"), FieldKind.CHOICE, required=True,
                  choices=[(str(each.id), each.name) for each in suppliers]),
            Field("all", N_("With everything of this supplier that is listed"), FieldKind.CHECK, value=True),
            Field("note", N_("Note"), hint=N_("It stands on the list that goes along.")),
        )  # fmt: skip
        return self._form("damage-new-batch", _("New return batch"), fields, write, save=N_("Make the batch"))

    def sent(self, batch: DamageBatchRow, carriers: Sequence[str], write: Write) -> WritingForm:
        """By which parcel it goes; by none, where somebody takes it along."""
        title = _("Batch {batch} goes to {supplier}").format(batch=batch.id, supplier=batch.supplier)
        carrier = Field("carrier", N_("Carrier"), make=lambda field, parent: WordInput(field, parent, carriers))
        hint = N_("Leave it empty where somebody takes the goods along.")
        return self._form(
            "damage-send", title, (Field("waybill", N_("Waybill"), hint=hint), carrier), write, save=N_("Sent")
        )

    def note(self, batch: DamageBatchRow, opened: Opened, write: Write) -> WritingForm:
        """What stands on the list of a batch."""
        title = _("Batch {batch} for {supplier}: note").format(batch=batch.id, supplier=batch.supplier)
        hint = N_("It stands on the list that goes along.")
        field = Field("note", N_("Note"), FieldKind.MULTILINE, batch.note, hint=hint)
        return self._form("damage-note", title, (field,), write, opened=opened)

    def _form(
        self, name: str, title: str, fields: Sequence[Field], write: Write, *, save: str = N_("Save"),
        opened: Opened | None = None,
    ) -> WritingForm:  # fmt: skip
        return WritingForm(
            name, title, fields, write, background=self.background, messages=self.messages, save=save, opened=opened,
            parent=self.parent,
        )  # fmt: skip


def supplier_field(suppliers: Sequence[SupplierRow], chosen: int | None, nobody: str = "") -> Field:
    """Who takes it back; `nobody` is what stands for none of them."""
    choices = [("", nobody or _("Nobody knows")), *((str(each.id), each.name) for each in suppliers)]
    value = "" if chosen is None else str(chosen)
    return Field("supplier_id", N_("Supplier"), FieldKind.CHOICE, value, choices=choices)


def _amount_or_nothing(text: object) -> str | None:
    return what_is_wrong_with_amount(text) if str(text).strip() else None


def _title(row: DamageRow, source: str) -> str:
    return _(source).format(number=row.id, item=row.name)


def _batch_name(row: DamageBatchRow) -> str:
    return _("Batch {batch} for {supplier}, {n} pieces in it").format(batch=row.id, supplier=row.supplier, n=row.pieces)
