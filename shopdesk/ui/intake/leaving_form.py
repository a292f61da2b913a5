"""Leaving a box among the unclaimed: who has to ask whose it is (RET-03)."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from shopdesk.errors import N_
from shopdesk.i18n import _
from shopdesk.queries.boxes import BoxRow
from shopdesk.queries.people import PersonRow, list_people
from shopdesk.services.desk import Desk
from shopdesk.ui.background import Background
from shopdesk.ui.form_dialog import Field, FieldKind, FormDialog


def leaving_form(
    row: BoxRow, desk: Desk, background: Background, leave: Callable[[int], object], parent: QWidget
) -> None:
    """Opens the form once it is known who works here; whoever leaves the box is proposed, so that Enter will do."""

    def show(people: list[PersonRow]) -> None:
        choices = tuple((str(person.id), person.name) for person in people)
        field = Field("asker", N_("Who asks whose it is"), FieldKind.CHOICE, value=str(desk.actor.id), choices=choices)
        FormDialog(
            "leave-unclaimed",
            _("Leave No. {n} unclaimed").format(n=row.number),
            (field,),
            lambda values: leave(int(str(values["asker"]))),
            save=N_("Leave unclaimed"),
            parent=parent,
        ).open()

    background.run_task(lambda: list_people(desk.seen), show, owner=parent)
