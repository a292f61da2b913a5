"""The forms of complaints: a new one, put right, handed over, spoken about, appeal, how it ended (CMP-01, CMP-02)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from shopdesk.clock import Clock, Millis
from shopdesk.domain.complaints import CAUSES, CLOSINGS, RULES, Cause, State, Step
from shopdesk.i18n import N_, _
from shopdesk.queries.shops import ShopRow
from shopdesk.ui.background import Background
from shopdesk.ui.clash_dialog import Opened
from shopdesk.ui.complaints.reading import WholeComplaint
from shopdesk.ui.form_dialog import Field, FieldKind, Values
from shopdesk.ui.messages import Messages
from shopdesk.ui.order_forms.amounts import (
    read_moment,
    typed_moment,
    what_is_wrong_with_amount,
    what_is_wrong_with_moment,
)
from shopdesk.ui.order_forms.writing_form import WritingForm

Write = Callable[[Values], object]
WIDE = 560
"""px of a form in which one writes at length."""


@dataclass(frozen=True, slots=True)
class About:
    """What a new complaint is about, as far as it is known before anything is typed."""

    order_no: str = ""
    order_id: int | None = None
    case_id: int | None = None
    buyer_id: int | None = None
    name: str = ""
    """Of the case or the buyer, for the title."""


@dataclass(frozen=True, slots=True)
class Forms:
    """Makes them: what each needs of the window."""

    background: Background
    messages: Messages
    parent: QWidget

    def new(self, about: About, shops: Sequence[ShopRow], answer_days: int, write: Write) -> WritingForm:
        """What came in, as the platform or the authority says it (CMP-01)."""
        named = [("", "–"), *((str(shop.id), shop.name) for shop in shops)]
        shop = [Field("shop", N_("Shop"), FieldKind.CHOICE, choices=named)] if len(shops) > 1 else []
        is_known = bool(about.order_no or about.name)
        usual = _("Such as 03-05 18:00; if left out in {n} days.").format(n=answer_days)
        title = _("New complaint: {about}").format(about=about.name) if about.name else N_("New complaint")
        made = self._form(
            "complaint-new", title,
            (
                Field("order_no", N_("Order"), value=about.order_no, hint=N_("Buyer and shop follow from it.")),
                Field("cause", N_("Cause"), FieldKind.CHOICE, "", choices=[("", "–"), *_causes()], required=True),
                Field("said", N_("What it says"), FieldKind.MULTILINE),
                Field("number", N_("Platform's number")),
                Field("due_at", N_("Answer until"), hint=usual, check=_wrong_moment),
                *shop,
            ),
            write, save=N_("Enter the complaint"),
        )  # fmt: skip
        if is_known:
            made.focus_on("cause")
        return made

    def edited(self, complaint: WholeComplaint, write: Write, opened: Opened) -> WritingForm:
        """What was entered wrong, or the platform gave more time."""
        row = complaint.row
        due = typed_moment(row.due_at, complaint.moment.zone) if row.due_at is not None else ""
        return self._form(
            "complaint-edit", _("Complaint {number}: put right").format(number=row.id),
            (
                Field("due_at", N_("Answer until"), value=due, required=True, check=_wrong_moment),
                Field("order_no", N_("Order"), value=row.order_no),
                Field("cause", N_("Cause"), FieldKind.CHOICE, row.cause.value, choices=_causes()),
                Field("said", N_("What it says"), FieldKind.MULTILINE, row.said),
                Field("number", N_("Platform's number"), value=row.number),
            ),
            write, opened=opened,
        )  # fmt: skip

    def assigned(self, complaint: WholeComplaint, write: Write) -> WritingForm:
        """Who works on it."""
        row = complaint.row
        people = [(str(each.id), each.name) for each in complaint.people]
        return self._form(
            "complaint-assign", _("Complaint {number}: in whose hands?").format(number=row.id),
            (
                Field("person", N_("Person"), FieldKind.CHOICE, str(row.person_id or ""), choices=people,
                      required=True),
                Field("note", N_("What the other has to know")),
            ),
            write, save=N_("Hand it over"),
        )  # fmt: skip

    def contact(self, complaint: WholeComplaint, write: Write) -> WritingForm:
        """What was spoken about, and when next (CRM-03)."""
        return self._form(
            "complaint-contact", _("Complaint {number}: spoke with the buyer").format(number=complaint.row.id),
            (
                Field("note", N_("What was said"), FieldKind.MULTILINE, required=True),
                Field("next_at", N_("Speak again"), hint=N_("A day or a moment, such as 03-05 18:00."),
                      check=_wrong_moment),
            ),
            write,
        )  # fmt: skip

    def appeal(self, complaint: WholeComplaint, write: Write) -> WritingForm:
        """What the platform is told; a supervisor approves it then (CMP-02)."""
        row = complaint.row
        hint = N_("Its proofs belong under Evidence. Another person approves it before it is sent.")
        return self._form(
            "complaint-appeal", _("Appeal of complaint {number}").format(number=row.id),
            (
                Field("text", N_("Appeal"), FieldKind.MULTILINE, row.appeal, required=True, hint=hint),
            ),
            write, save=N_("Ask for approval"), width=WIDE,
        )  # fmt: skip

    def closed(self, complaint: WholeComplaint, write: Write) -> WritingForm:
        """How it ended, what came of it and what it cost."""
        row = complaint.row
        ends = [step for step in CLOSINGS if row.state in RULES[step].came_from]
        usual = Step.WIN if row.state is State.SENT else Step.SETTLE
        choices = [(step.value, _(RULES[step].title).rstrip("…")) for step in ends]
        return self._form(
            "complaint-close", _("Close complaint {number}").format(number=row.id),
            (
                Field("end", N_("How it ended"), FieldKind.CHOICE, usual.value, choices=choices),
                Field("result", N_("What came of it"), FieldKind.MULTILINE),
                Field("cost", N_("Cost (yuan)"), value="0", hint=N_("What the shop paid for it."),
                      check=what_is_wrong_with_amount),
            ),
            write, save=N_("Close it"),
        )  # fmt: skip

    def _form(
        self, name: str, title: str, fields: Sequence[Field], write: Write, *, save: str = N_("Save"),
        width: int = 440, opened: Opened | None = None,
    ) -> WritingForm:  # fmt: skip
        return WritingForm(
            name, title, fields, write, background=self.background, messages=self.messages, save=save, width=width,
            opened=opened, parent=self.parent,
        )  # fmt: skip


def typed_time(values: Values, key: str, zone: str, clock: Clock) -> Millis | None:
    """The moment that was typed; None for an empty field."""
    text = str(values[key]).strip()
    return read_moment(text, zone, clock()) if text else None


def _wrong_moment(text: object) -> str | None:
    return what_is_wrong_with_moment(text) if str(text).strip() else None


def _causes() -> list[tuple[str, str]]:
    return [(cause.value, _(CAUSES[cause])) for cause in Cause]
