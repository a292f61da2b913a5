"""What a day of intake asks: the cash counted by each of the two, and what is put right later (RET-07, RET-08)."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from shopdesk.domain.manual_orders import AmountUnreadable, read_amount
from shopdesk.errors import N_
from shopdesk.i18n import _, sentence
from shopdesk.queries.boxes import BoxNotFound, find_box
from shopdesk.queries.intake_days import IntakeDayRow
from shopdesk.services.desk import Desk
from shopdesk.services.intake_days import confirm_cash, correct_day, count_cash
from shopdesk.ui.background import Background
from shopdesk.ui.form_dialog import Field, FieldKind, Values
from shopdesk.ui.messages import Messages
from shopdesk.ui.order_forms.writing_form import WritingForm

Written = Callable[[object], object]


def cash_form(
    row: IntakeDayRow,
    *,
    desk: Desk,
    background: Background,
    messages: Messages,
    on_written: Written,
    is_confirming: bool = False,
    parent: QWidget | None = None,
) -> WritingForm:
    """Ask for one's own count; the field is empty, so that nobody confirms without counting."""
    hint = _("Whoever hands it over counted {amount}.") if is_confirming else _("The boxes' entries say {amount}.")
    expected = row.counted if is_confirming else row.cash

    def write(values: Values) -> None:
        amount, why = read_amount(str(values["amount"])), str(values["explanation"])
        if is_confirming:
            confirm_cash(desk, day=row.day, confirmed=amount, explanation=why)
        else:
            count_cash(desk, day=row.day, counted=amount, explanation=why)

    title = _("Confirm the cash of {day}") if is_confirming else _("Hand over the cash of {day}")
    form = WritingForm(
        "intake-cash",
        title.format(day=row.day),
        (
            Field("amount", N_("Counted"), required=True, hint=hint.format(amount=expected.shown), check=_wrong),
            Field("explanation", N_("Explanation"), hint=N_("Needed where the sums differ.")),
        ),
        write,
        background=background,
        messages=messages,
        save=N_("Confirm") if is_confirming else N_("Hand over"),
        parent=parent,
    )
    form.written.connect(on_written)
    return form


def correction_form(
    day: str,
    *,
    desk: Desk,
    background: Background,
    messages: Messages,
    on_written: Written,
    parent: QWidget | None = None,
) -> WritingForm:
    """Ask what the register of a closed day should have said."""

    def write(values: Values) -> None:
        number = int(str(values["number"]))
        box_id = find_box(desk.seen, day=day, number=number) if number else None
        if number and box_id is None:
            raise BoxNotFound(number=f"{day} #{number}")
        said = {name: str(values[name]) for name in ("what", "was", "should_be", "reason")}
        correct_day(desk, day=day, box_id=box_id, **said)

    form = WritingForm(
        "intake-correction",
        _("Correct the intake of {day}").format(day=day),
        (
            Field("number", N_("Box"), FieldKind.NUMBER, value=0, hint=N_("Its number of that day; 0 for the day.")),
            Field("what", N_("What"), required=True, hint=N_("Such as: postage.")),
            Field("was", N_("The register says")),
            Field("should_be", N_("It should say"), required=True),
            Field("reason", N_("Reason"), required=True),
        ),
        write,
        background=background,
        messages=messages,
        parent=parent,
    )
    form.written.connect(on_written)
    return form


def _wrong(text: object) -> str | None:
    try:
        read_amount(str(text))
    except AmountUnreadable as error:
        return sentence(error)
    return None
