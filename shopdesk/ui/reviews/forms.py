"""The forms of what needs more than a key: spoken with the buyer, changed by the buyer, put right, closed, decided."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QCheckBox, QComboBox, QVBoxLayout, QWidget

from shopdesk.clock import Clock, Millis
from shopdesk.domain.review_points import PointProposal
from shopdesk.domain.reviews import CAUSES, KINDS, RESULTS, Cause, Decision, Kind, Result
from shopdesk.i18n import N_, _
from shopdesk.services.desk import Desk
from shopdesk.services.points import said_rule
from shopdesk.ui.background import Background
from shopdesk.ui.clash_dialog import Opened
from shopdesk.ui.controls import label, named
from shopdesk.ui.form_dialog import Field, FieldKind, Values
from shopdesk.ui.form_inputs import Input
from shopdesk.ui.messages import Messages
from shopdesk.ui.order_forms.amounts import read_moment, what_is_wrong_with_moment
from shopdesk.ui.order_forms.writing_form import WritingForm
from shopdesk.ui.reviews.reading import WholeReview

Write = Callable[[Values], object]
MOST_STARS = 5


@dataclass(frozen=True, slots=True)
class Forms:
    """Makes them: what each needs of the window."""

    desk: Desk
    background: Background
    messages: Messages
    parent: QWidget

    def contact(self, review: WholeReview, write: Write) -> WritingForm:
        """What was spoken about, and when next (REV-02)."""
        return self._form(
            "review-contact", _("Review {number}: spoke with the buyer").format(number=review.row.id),
            (
                Field("note", N_("What was said"), FieldKind.MULTILINE, required=True),
                Field("next_at", N_("Speak again"), hint=N_("A day or a moment, such as 03-05 18:00."),
                      check=lambda text: what_is_wrong_with_moment(text) if text else None),
            ),
            write,
        )  # fmt: skip

    def changed(self, review: WholeReview, write: Write) -> WritingForm:
        """What the buyer made of it."""
        row = review.row
        usual = Kind.GOOD if row.kind is not Kind.GOOD else Kind.BAD
        return self._form(
            "review-changed", _("Review {number}: changed by the buyer").format(number=row.id),
            (
                Field("kind", N_("It is now"), FieldKind.CHOICE, usual.value, choices=_kinds()),
                Field("said", N_("What it says now"), FieldKind.MULTILINE, hint=N_("Empty where the text stayed.")),
                Field("note", N_("Note")),
            ),
            write,
        )  # fmt: skip

    def edited(self, review: WholeReview, write: Write, opened: Opened) -> WritingForm:
        """What was entered wrong (REV-01)."""
        row = review.row
        causes = [("", "–"), *((cause.value, _(CAUSES[cause])) for cause in Cause)]
        return self._form(
            "review-edit", _("Review {number}: put right").format(number=row.id),
            (
                Field("order_no", N_("Order"), value=row.order_no,
                      hint=N_("It belongs to that order as soon as it is here.")),
                Field("said", N_("What the buyer wrote"), FieldKind.MULTILINE, row.said),
                Field("later_said", N_("Added later"), FieldKind.MULTILINE, row.later_said),
                Field("cause", N_("Cause"), FieldKind.CHOICE, row.cause.value if row.cause else "", choices=causes),
                Field("goods", N_("Goods"), value=row.goods),
                Field("stars", N_("Stars"), FieldKind.NUMBER, row.stars, highest=MOST_STARS),
                Field("salesperson", N_("Whose customer"), value=row.salesperson),
            ),
            write, opened=opened,
        )  # fmt: skip

    def closed(self, review: WholeReview, write: Write) -> "ClosingForm":
        """What came of it, why, and which points that means (REV-02, REV-07)."""
        row = review.row
        usual = Result.DELETED if row.deleted_at else Result.CHANGED if row.kind_before else Result.SOLVED
        if row.kind is Kind.GOOD and row.kind_before is None:
            usual = Result.EXPLAINED
        points = Field(
            "points", N_("Points to book"),
            make=lambda field, parent: PointsInput(field, parent, review, self.desk.actor.id),
        )  # fmt: skip
        return ClosingForm(
            "review-close", _("Close review {number}").format(number=row.id),
            (
                Field("result", N_("What came of it"), FieldKind.CHOICE, usual.value,
                      choices=[(result.value, _(RESULTS[result])) for result in Result]),
                Field("explanation", N_("Explanation"), FieldKind.MULTILINE, required=True,
                      hint=N_("What was done, and why it ends so.")),
                points,
            ),
            write, background=self.background, messages=self.messages, save=N_("Close it"), parent=self.parent,
        )  # fmt: skip

    def decided(self, many: int, write: Write) -> WritingForm:
        """Whether buyers with a bad review in sight are rated as usual (REV-04)."""
        title = _("Rate this buyer?") if many == 1 else _("Rate these {n} buyers?").format(n=many)
        choices = [(Decision.WAIT.value, _("Wait")), (Decision.RATE.value, _("Rate as usual"))]
        return self._form(
            "rating-decide", title,
            (
                Field("decision", N_("Decision"), FieldKind.CHOICE, Decision.WAIT.value, choices=choices),
                Field("note", N_("Why"), required=True),
            ),
            write, save=N_("Decide"),
        )  # fmt: skip

    def _form(
        self, name: str, title: str, fields: Sequence[Field], write: Write, *, save: str = N_("Save"),
        opened: Opened | None = None,
    ) -> WritingForm:  # fmt: skip
        return WritingForm(
            name, title, fields, write, background=self.background, messages=self.messages, save=save,
            opened=opened, parent=self.parent,
        )  # fmt: skip


class ClosingForm(WritingForm):
    """The points go by the result that is chosen."""

    def __init__(
        self, name: str, title: str, fields: Sequence[Field], write: Write, *, background: Background,
        messages: Messages, save: str, parent: QWidget,
    ) -> None:  # fmt: skip
        super().__init__(name, title, fields, write, background=background, messages=messages, save=save, parent=parent)
        inputs = {row.field.key: row.input for row in self._rows}
        points, result = inputs["points"], inputs["result"].widget
        assert isinstance(points, PointsInput) and isinstance(result, QComboBox)
        result.currentIndexChanged.connect(lambda _place: points.show_result(Result(result.currentData())))
        points.show_result(Result(result.currentData()))
        self.focus_on("explanation")


class PointsInput(Input):
    """The points that a result proposes: those that stay checked are booked."""

    def __init__(self, field: Field, parent: QWidget, review: WholeReview, me: int) -> None:
        self._host = named(QWidget(parent), "form.review-close.points")
        super().__init__(field, self._host)
        self._review, self._me = review, me
        self._boxes: list[tuple[QCheckBox, PointProposal]] = []
        self._nothing = label("form.review-close.points.nothing", "muted", wrap=True, parent=self._host)
        self._layout = QVBoxLayout(self._host)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(4)
        self._layout.addWidget(self._nothing)

    def value(self) -> tuple[PointProposal, ...]:
        """Those that are checked."""
        return tuple(proposal for box, proposal in self._boxes if box.isChecked())

    def show_result(self, result: Result) -> None:
        """What this result proposes."""
        for box, _proposal in self._boxes:
            box.hide()
            box.deleteLater()
        self._boxes = [(self._box(place, each), each) for place, each in enumerate(self._review.points(result))]
        for box, _proposal in self._boxes:
            self._layout.addWidget(box)
        self._nothing.setVisible(not self._boxes)
        self._nothing.setText(_("None: nobody followed it up, or this result counts nothing."))

    def _box(self, place: int, proposal: PointProposal) -> QCheckBox:
        made = named(QCheckBox(self._host), f"form.review-close.points.{place}")
        name = self._review.name_of(proposal.person_id)
        made.setText(f"{name}  {proposal.points:+d}  ({said_rule(proposal.rule)})")
        is_own = proposal.person_id == self._me
        made.setChecked(not is_own)
        made.setEnabled(not is_own)
        made.setToolTip(_("Nobody books points for themselves.") if is_own else "")
        return made


def typed_moment_of(values: Values, key: str, zone: str, clock: Clock) -> Millis | None:
    """The moment that was typed; None for an empty field."""
    text = str(values[key]).strip()
    return read_moment(text, zone, clock()) if text else None


def _kinds() -> list[tuple[str, str]]:
    return [(kind.value, _(KINDS[kind])) for kind in Kind]
