"""The forms of the steps that need more than a key: sent back, handed over, asked again, spoken with, called."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QStandardItemModel
from PySide6.QtWidgets import QComboBox, QPlainTextEdit, QWidget

from shopdesk.clock import Clock, Millis
from shopdesk.domain.cases import Kind
from shopdesk.errors import ShopdeskError
from shopdesk.i18n import N_, _, ngettext
from shopdesk.queries.case_lists import CasePerson
from shopdesk.services.manual_orders import AlreadySent
from shopdesk.ui.background import Background
from shopdesk.ui.cases.reading import WholeCase
from shopdesk.ui.form_dialog import Field, FieldKind, Values
from shopdesk.ui.form_inputs import Input
from shopdesk.ui.messages import Messages
from shopdesk.ui.order_forms.amounts import read_moment, what_is_wrong_with_moment
from shopdesk.ui.order_forms.writing_form import WritingForm

YES, NO = "yes", "no"
Write = Callable[[Values], object]
MOST_OFFERED = 12
"""So many sorts are named."""


@dataclass(frozen=True, slots=True)
class Forms:
    """Makes them: what each needs of the window."""

    background: Background
    messages: Messages
    parent: QWidget
    clock: Clock

    def sent(self, case: WholeCase, write: Write, waybill: str = "") -> WritingForm:
        """Who carries it, and its number (RET-13)."""
        row, paid = case.row, case.paid_carriers
        carriers = _("Freight is paid back for: {carriers}.").format(carriers=_(", ").join(paid)) if paid else ""
        form = self._form(
            "case-sent", _("Case {number}: sent by the buyer").format(number=row.id),
            (
                Field("waybill", N_("Waybill"), value=waybill or row.waybill, required=True,
                      hint=N_("By which the buyer sends it back.")),
                Field("carrier", N_("Carrier"), value=row.carrier, hint=carriers),
            ),
            write,
        )  # fmt: skip
        if waybill:
            form.focus_on("carrier")
        return form

    def handed(self, case: WholeCase, write: Write) -> WritingForm:
        """Who is in charge from now on; full persons are greyed with their limit (CRM-04)."""
        others = [each for each in case.people if each.id != case.row.person_id]
        return self._form(
            "case-person", _("Case {number}: hand over").format(number=case.row.id),
            (
                Field("person", N_("In charge from now on"), required=True,
                      hint=N_("All open cases of this buyer go along."),
                      make=lambda field, parent: PersonInput(field, parent, others)),
                Field("note", N_("Note"), hint=N_("What the other has to know.")),
            ),
            write, save=N_("Hand over the case"),
        )  # fmt: skip

    def asked_again(self, case: WholeCase, write: Write) -> WritingForm:
        """A repeated question with its answer, or a time for one (RET-15)."""
        number, count = case.row.id, case.row.questions + 1
        return self._form(
            "case-again", _("Case {number}: the buyer asks for the {count}. time").format(number=number, count=count),
            (
                Field("note", N_("What the buyer asks"), FieldKind.MULTILINE, required=True),
                Field("answer", N_("Answer"), FieldKind.MULTILINE, hint=N_("What the buyer was told.")),
                self._moment("answer_by", N_("Will be answered by"), N_("Where there is no answer yet.")),
            ),
            write,
        )  # fmt: skip

    def contact(self, case: WholeCase, write: Write) -> WritingForm:
        """What was spoken about, and when next (CRM-03)."""
        return self._form(
            "case-contact", _("Case {number}: spoke with the buyer").format(number=case.row.id),
            (
                Field("note", N_("What was said"), FieldKind.MULTILINE, required=True),
                self._moment("next_at", N_("Speak again"), N_("A day or a moment, such as 03-05 18:00.")),
            ),
            write,
        )  # fmt: skip

    def called(self, case: WholeCase, write: Write) -> WritingForm:
        """The call afterwards (RET-16)."""
        answers = [("", _("Not said")), (YES, _("Yes")), (NO, _("No"))]
        return self._form(
            "case-call", _("Case {number}: called the buyer").format(number=case.row.id),
            (
                Field("solved", N_("Solved"), FieldKind.CHOICE, YES, choices=answers[1:],
                      hint=N_("Yes closes the case; no opens it anew.")),
                Field("satisfied", N_("Satisfied"), FieldKind.CHOICE, "", choices=answers),
                Field("note", N_("What the buyer said")),
            ),
            write,
        )  # fmt: skip

    def replaced(self, case: WholeCase, write: Write, items: str) -> "ReplacementForm":
        """What goes to the buyer instead (RET-12)."""
        row = case.row
        title = _("Case {number}: exchange") if row.kind is Kind.EXCHANGE else _("Case {number}: reissue")
        field = Field(
            "items", N_("What goes to the buyer"), FieldKind.MULTILINE, items, required=True,
            hint=_what_may_go(case),
        )  # fmt: skip
        form = ReplacementForm(
            "case-replacement", title.format(number=row.id), (field,), write, background=self.background,
            messages=self.messages, save=N_("Enter the replacement"), parent=self.parent,
        )  # fmt: skip
        text = form.findChild(QPlainTextEdit)
        if text is not None:
            text.selectAll()  # typing writes it anew
        return form

    def _moment(self, key: str, title: str, hint: str) -> Field:
        return Field(key, title, hint=hint, check=lambda text: what_is_wrong_with_moment(text) if text else None)

    def _form(
        self, name: str, title: str, fields: Sequence[Field], write: Write, *, save: str = N_("Save")
    ) -> WritingForm:
        return WritingForm(
            name, title, fields, write, background=self.background, messages=self.messages, save=save,
            parent=self.parent,
        )  # fmt: skip


def _what_may_go(case: WholeCase) -> str:
    """How an item is written, and the other sorts of what comes back."""
    how = _("One item a line: code and quantity, such as 5815-1-W8x1.")
    names = [sort.name for sort in case.sorts]
    if not names:
        return how
    more = " …" if len(names) > MOST_OFFERED else ""
    offered = _(", ").join(names[:MOST_OFFERED]) + more
    return _("{how} Or only what is different: {offered}.").format(how=how, offered=offered)


class ReplacementForm(WritingForm):
    """What went for the same order before is entered again only where that is meant."""

    again = False

    def refuse(self, error: ShopdeskError) -> None:
        """The button says so then."""
        super().refuse(error)
        self.again = isinstance(error, AlreadySent)
        self._save.setText(_("Enter it again") if self.again else _(self._save_text))


class PersonInput(Input):
    """Who works here, with how many cases they hold; those who are full can't be chosen."""

    def __init__(self, field: Field, parent: QWidget, people: Sequence[CasePerson]) -> None:
        self._combo = QComboBox(parent)
        super().__init__(field, self._combo)
        model = self._combo.model()
        for place, person in enumerate(people):
            held = ngettext("{n} case", "{n} cases", person.held).format(n=person.held)
            if person.limit:
                held = _("{held} of {limit}").format(held=person.held, limit=person.limit)
            self._combo.addItem(f"{person.name}  ({held})", person.id)
            if person.is_full and isinstance(model, QStandardItemModel):
                model.item(place).setEnabled(False)
                said = _("{person} holds as many cases as allowed: {limit}.").format(
                    person=person.name, limit=person.limit
                )
                self._combo.setItemData(place, said, Qt.ItemDataRole.ToolTipRole)
        free = next((place for place, person in enumerate(people) if not person.is_full), -1)
        self._combo.setCurrentIndex(free)

    def value(self) -> str:
        """The chosen person's id, "" where nobody is free."""
        chosen = self._combo.currentData()
        return "" if chosen is None else str(chosen)


def typed_moment_of(values: Values, key: str, case: WholeCase, clock: Clock) -> Millis | None:
    """The moment that was typed; None for an empty field."""
    text = str(values[key]).strip()
    return read_moment(text, case.moment.zone, clock()) if text else None
