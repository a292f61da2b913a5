"""Points for a mistake or a merit, booked on the record in view; every page can ask for them (TEAM-02, REV-07)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from shopdesk.domain.permissions import Right
from shopdesk.domain.points import PointKind, signed
from shopdesk.i18n import N_, _
from shopdesk.queries.people import PersonRow, list_others_who_may, list_people
from shopdesk.queries.points import PointRow, get_points
from shopdesk.services.clashes import name_of
from shopdesk.services.desk import Desk
from shopdesk.services.points import book_points, rule_table, said_rule, see_points
from shopdesk.ui.background import Background
from shopdesk.ui.form_dialog import Field, FieldKind, Values
from shopdesk.ui.messages import Messages
from shopdesk.ui.order_forms.writing_form import WritingForm


@dataclass(frozen=True, slots=True)
class _Known:
    """What the form offers."""

    name: str
    """Of what the points are about."""
    people: Sequence[PersonRow]
    worth: Mapping[str, int]
    booked: Sequence[PointRow]


def ask_points(
    kind: PointKind,
    record_id: int,
    *,
    desk: Desk,
    background: Background,
    messages: Messages,
    parent: QWidget,
    person_id: int | None = None,
    on_booked: Callable[[int], object] | None = None,
) -> None:
    """Ask whose points, by which rule and why, and book them; `person_id` is proposed. The form comes once what it
    offers is read."""

    def write(values: Values) -> PointRow:
        return book_typed(desk, kind, record_id, values)

    def show(known: _Known) -> None:
        fields = points_fields(known.people, known.worth, person_id)
        form = WritingForm(
            "points-book", _("Points: {record}").format(record=known.name), fields, write, background=background,
            messages=messages, save=N_("Book"), parent=parent,
        )  # fmt: skip
        if fields[0].value:
            form.focus_on("rule")
        if known.booked:
            form.show_refusal(_("Booked already: {points}").format(points=_said_all(known.booked)))
        form.written.connect(lambda row: _say(row, messages, on_booked))
        form.open()

    background.run_task(lambda: _read(desk, kind, record_id), show, messages.error, owner=parent)


def points_fields(people: Sequence[PersonRow], worth: Mapping[str, int], person_id: int | None) -> tuple[Field, ...]:
    """Who, by which rule, how many, why."""
    chosen = str(person_id) if person_id is not None and any(each.id == person_id for each in people) else ""
    names = [("", "–"), *((str(each.id), each.name) for each in people)]
    rules = [("", "–"), *((rule, f"{said_rule(rule)}  {signed(points)}") for rule, points in worth.items())]
    return (
        Field("person", N_("Person"), FieldKind.CHOICE, chosen, choices=names, required=True),
        Field("rule", N_("Rule"), FieldKind.CHOICE, "", choices=rules, required=True),
        Field("points", N_("Points"), hint=N_("Left out: what the rule counts."), check=what_is_wrong_with_points),
        Field("note", N_("Note")),
    )  # fmt: skip


def book_typed(desk: Desk, kind: PointKind, record_id: int, values: Values) -> PointRow:
    """Book what was typed into `points_fields`."""
    made = book_points(
        desk, person_id=int(str(values["person"])), rule=str(values["rule"]), kind=kind, record_id=record_id,
        note=str(values["note"]), points=read_points(str(values["points"])),
    )  # fmt: skip
    return get_points(desk.seen, made)


def bookable(desk: Desk) -> tuple[list[PersonRow], dict[str, int]]:
    """Whose points the person at the desk can book, and the table of rules. One's own only where nobody else could."""
    is_alone = not list_others_who_may(desk.seen, Right.OVERRULE, but=desk.actor.id)
    people = [each for each in list_people(desk.seen) if is_alone or each.id != desk.actor.id]
    return people, rule_table(desk.seen)


def read_points(text: str) -> int | None:
    """`2`, `+2`, `-2`, `−2`; None for nothing. ValueError for anything else."""
    typed = text.strip().replace("−", "-").replace("－", "-").replace("＋", "+")
    return int(typed) if typed else None


def what_is_wrong_with_points(text: object) -> str | None:
    """The sentence under the field; None for a number or nothing."""
    try:
        read_points(str(text))
    except ValueError:
        return _("Type a number such as -2.")
    return None


def said_booked(row: PointRow) -> str:
    """What a toast says of points just booked."""
    return _("{points} for {person}: {rule}").format(
        points=signed(row.points), person=row.person, rule=said_rule(row.rule)
    )


def _read(desk: Desk, kind: PointKind, record_id: int) -> _Known:
    people, worth = bookable(desk)
    booked = see_points(desk, kind=kind, record_id=record_id)
    return _Known(name_of(desk, kind.value, record_id), people, worth, booked)


def _said_all(booked: Sequence[PointRow]) -> str:
    return _(", ").join(f"{each.person} {signed(each.counted)} ({said_rule(each.rule)})" for each in booked)


def _say(row: object, messages: Messages, on_booked: Callable[[int], object] | None) -> None:
    assert isinstance(row, PointRow)
    messages.toast(said_booked(row))
    if on_booked is not None:
        on_booked(row.id)
