"""Forms about one order's late changes: the change note (ORD-14) and a later time (ORD-18, ORD-23)."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QComboBox, QLineEdit, QSpinBox, QWidget

from shopdesk.clock import Millis
from shopdesk.domain.properties import read_properties
from shopdesk.i18n import N_, _
from shopdesk.queries.change_notes import line_text
from shopdesk.queries.extensions import Deadline
from shopdesk.queries.orders import Line, OrderDetail
from shopdesk.services.extensions import BLANKS
from shopdesk.ui.blanks import listed_blanks, shown_blanks
from shopdesk.ui.form_dialog import Field, FieldKind, FormDialog, Values
from shopdesk.ui.order_forms.amounts import typed_moment, what_is_wrong_with_moment

NAME = "change_note"
MOST_PIECES = 999


class ChangeNoteForm(FormDialog):
    """What was bought (a line of the order) and what is wanted instead; another line brings its own values along."""

    def __init__(self, order: OrderDetail, on_save: Callable[[Values], object], parent: QWidget) -> None:
        self._lines = order.lines
        super().__init__(NAME, N_("Change note"), _note_fields(order), on_save, save=N_("Note it"), parent=parent)
        bought = self.findChild(QComboBox, f"form.{NAME}.wanted")
        if bought is not None:
            bought.currentIndexChanged.connect(self._show_line)

    def _show_line(self, place: int) -> None:
        line = self._lines[place]
        for key, value in read_properties(line.properties)._asdict().items():
            field = self.findChild(QLineEdit, f"form.{NAME}.{key}")
            if field is not None:
                field.setText(value)
        box = self.findChild(QSpinBox, f"form.{NAME}.quantity")
        if box is not None:
            box.setValue(line.quantity)


def _note_fields(order: OrderDetail) -> Sequence[Field]:
    lines = [(line_text(line), line_text(line)) for line in order.lines]
    wanted = (
        Field("wanted", N_("Bought"), FieldKind.CHOICE, lines[0][0], choices=lines)
        if lines
        else Field("wanted", N_("Bought"), value=order.titles, required=True)
    )
    first: Line | None = order.lines[0] if order.lines else None
    known = read_properties(first.properties if first else "")
    return (
        wanted,
        Field("style", N_("Changed to: style"), value=known.style),
        Field("colour", N_("Colour"), value=known.colour),
        Field("size", N_("Size"), value=known.size),
        Field(
            "quantity", N_("How many"), FieldKind.NUMBER, first.quantity if first else 1, lowest=1, highest=MOST_PIECES
        ),
        Field("reason", N_("Why, or who said so")),
    )


def extension_form(
    kind: Deadline, *, until: Millis, message: str, zone: str, on_save: Callable[[Values], object], parent: QWidget
) -> FormDialog:
    """A later time for one order or several. `message` is the script with its blanks."""
    title = N_("Extend the time to ship") if kind is Deadline.SHIP else N_("Extend the time to confirm receipt")
    return FormDialog(
        "extension",
        title,
        (
            Field(
                "until", N_("Until"), value=typed_moment(until, zone), required=True, check=what_is_wrong_with_moment,
                hint=N_("A day such as 2026-03-05, or with the time."),
            ),
            Field("reason", N_("Why"), required=True),
            Field(
                "message", N_("Message to the buyer"), FieldKind.MULTILINE, shown_blanks(message),
                hint=_("{blanks} are filled in for each order.").format(blanks=listed_blanks(BLANKS)),
            ),
            Field("told", N_("The buyer has been told"), FieldKind.CHECK, False),
        ),
        on_save,
        save=N_("Extend"),
        parent=parent,
    )  # fmt: skip
