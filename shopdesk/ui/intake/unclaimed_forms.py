"""What working through the unclaimed asks: which order, by when to ask the carrier, and what about (RET-04, RET-05)."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from shopdesk.clock import Millis
from shopdesk.domain.intake import MatchedBy
from shopdesk.errors import N_
from shopdesk.i18n import _
from shopdesk.queries.boxes import BoxRow
from shopdesk.queries.orders import get_order_ids
from shopdesk.queries.people import PersonRow
from shopdesk.services.desk import Desk
from shopdesk.services.unclaimed import ask_about_missing, ask_courier, claim_box
from shopdesk.ui.background import Background
from shopdesk.ui.form_dialog import Field, FieldKind, Values
from shopdesk.ui.messages import Messages
from shopdesk.ui.order_forms.amounts import read_moment, typed_moment, what_is_wrong_with_moment
from shopdesk.ui.order_forms.writing_form import WritingForm


def claim_form(
    box: BoxRow, order_no: str, *, desk: Desk, background: Background, messages: Messages, parent: QWidget
) -> WritingForm:
    """Ask for an order that wasn't proposed; `written` carries its number and the case."""

    def write(values: Values) -> tuple[str, int]:
        named = str(values["order_no"])
        (order_id,) = get_order_ids(desk.seen, [named])
        return named, claim_box(desk, box_id=box.id, order_id=order_id, by=MatchedBy.HAND)

    return WritingForm(
        "unclaimed-claim",
        _("Whose is box {box}?").format(box=box.name),
        (Field("order_no", N_("Order no."), value=order_no, required=True),),
        write,
        background=background,
        messages=messages,
        save=N_("Claim"),
        parent=parent,
    )


def ask_form(
    box: BoxRow,
    people: Sequence[PersonRow],
    by: Millis,
    zone: str,
    *,
    desk: Desk,
    background: Background,
    messages: Messages,
    parent: QWidget,
) -> WritingForm:
    """Who asks the carrier about a box, and by when (RET-05)."""

    def write(values: Values) -> None:
        ask_courier(
            desk,
            box_id=box.id,
            by=read_moment(str(values["by"]), zone, desk.clock()),
            note=str(values["note"]),
            asker_id=int(str(values["asker"])),
        )

    asker = str(box.asker_id or desk.actor.id)
    choices = [(str(person.id), person.name) for person in people]
    return WritingForm(
        "unclaimed-ask",
        _("Ask the carrier about box {box}").format(box=box.name),
        (
            Field("by", N_("By"), value=typed_moment(by, zone), required=True, check=what_is_wrong_with_moment),
            Field("asker", N_("Who asks"), FieldKind.CHOICE, value=asker, choices=choices),
            Field("note", N_("What is known, or was asked"), FieldKind.MULTILINE),
        ),
        write,
        background=background,
        messages=messages,
        parent=parent,
    )


def missing_form(
    order_no: str,
    note: str,
    by: Millis,
    zone: str,
    *,
    desk: Desk,
    background: Background,
    messages: Messages,
    parent: QWidget,
) -> WritingForm:
    """No box of an order is here, though its buyer says it was signed for: a task for the carrier's answer (RET-04).
    `written` carries the order's number."""

    def write(values: Values) -> str:
        named = str(values["order_no"])
        (order_id,) = get_order_ids(desk.seen, [named])
        until = read_moment(str(values["by"]), zone, desk.clock())
        ask_about_missing(desk, order_id=order_id, by=until, note=str(values["note"]))
        return named

    form = WritingForm(
        "unclaimed-missing",
        _("Ask the carrier about a parcel that isn't here"),
        (
            Field("order_no", N_("Order no."), value=order_no, required=True),
            Field("by", N_("By"), value=typed_moment(by, zone), required=True, check=what_is_wrong_with_moment),
            Field("note", N_("What is known, or was asked"), FieldKind.MULTILINE, value=note),
        ),
        write,
        background=background,
        messages=messages,
        save=N_("Ask"),
        parent=parent,
    )
    if order_no:
        form.focus_on("note")
    return form
