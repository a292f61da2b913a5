"""Saying what came back in which state, and where it goes (RET-09)."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from shopdesk.domain.inspections import usual_findings
from shopdesk.domain.intake import CONDITIONS, DESTINATIONS, WISHES, Destination
from shopdesk.domain.manual_orders import MOST_PIECES
from shopdesk.i18n import N_, _
from shopdesk.queries.inspections import InspectionRow
from shopdesk.queries.people import is_one_person_shop
from shopdesk.services.desk import Desk
from shopdesk.services.inspections import approve_items, inspect_item
from shopdesk.ui.background import Background
from shopdesk.ui.form_dialog import Field, FieldKind, Values
from shopdesk.ui.messages import Messages
from shopdesk.ui.order_forms.writing_form import WritingForm


def inspection_form(
    row: InspectionRow,
    *,
    desk: Desk,
    background: Background,
    messages: Messages,
    on_written: Callable[[object], object],
    parent: QWidget | None = None,
) -> WritingForm:
    """Two counts and where they go, filled in as it usually is. In a one-person shop that is the approval as well."""

    def write(values: Values) -> None:
        inspect_item(
            desk,
            item_id=row.id,
            good=int(str(values["good"])),
            faulty=int(str(values["faulty"])),
            goes_to=Destination(str(values["goes_to"])),
            faulty_to=Destination(str(values["faulty_to"])),
            note=str(values["note"]),
            version=row.version,
        )
        if is_one_person_shop(desk.seen):
            approve_items(desk, item_ids=[row.id])

    form = WritingForm(
        "inspection",
        _("Inspect {item} ×{n}, box {number} of {day}").format(
            item=row.name, n=row.quantity, number=row.number, day=row.day
        ),
        _fields(row),
        write,
        background=background,
        messages=messages,
        parent=parent,
    )
    form.written.connect(on_written)
    return form


def _fields(row: InspectionRow) -> tuple[Field, ...]:
    usual = usual_findings(condition=row.condition, wish=row.wish, quantity=row.quantity, can_stay=row.can_stay)
    is_again = row.inspected_at is not None
    good, faulty = (row.good, row.faulty) if is_again else (usual.good, usual.faulty)
    goes_to, faulty_to = row.goes_to or usual.goes_to, row.faulty_to or usual.faulty_to
    places = tuple((place.value, _(DESTINATIONS[place])) for place in Destination)
    return (
        Field("good", N_("Good pieces"), FieldKind.NUMBER, value=good, highest=MOST_PIECES, hint=_registered(row)),
        Field("goes_to", N_("Good ones go to"), FieldKind.CHOICE, value=goes_to.value, choices=places),
        Field("faulty", N_("Faulty pieces"), FieldKind.NUMBER, value=faulty, highest=MOST_PIECES),
        Field("faulty_to", N_("Faulty ones go to"), FieldKind.CHOICE, value=faulty_to.value, choices=places),
        Field("note", N_("Note"), hint=N_("What is wrong, or why the count differs.")),
    )


def _registered(row: InspectionRow) -> str:
    """What the registering clerk wrote down, and how many pieces may enter stock."""
    condition = _(CONDITIONS[row.condition]) if row.condition is not None else "–"
    return _("Registered: {condition}, {wish}. {shipped} shipped, {before} came back before.").format(
        condition=condition, wish=_(WISHES[row.wish]), shipped=row.shipped, before=row.came_back
    )
