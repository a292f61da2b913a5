"""Doing things with points: forms are opened, services run in the background, a toast says what happened (TEAM-02)."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from shopdesk.domain.points import KINDS, PointKind, signed
from shopdesk.errors import N_, BadInput
from shopdesk.i18n import _, ngettext
from shopdesk.queries.boxes import find_box
from shopdesk.queries.orders import get_order_ids
from shopdesk.queries.points import PointRow
from shopdesk.services.desk import Desk
from shopdesk.services.exports import export_table
from shopdesk.services.points import dispute_points, said_rule, settle_points
from shopdesk.ui.background import Background
from shopdesk.ui.file_dialogs import choose_target
from shopdesk.ui.form_dialog import Field, FieldKind, Values
from shopdesk.ui.messages import Messages
from shopdesk.ui.moments import full_moment
from shopdesk.ui.order_forms.points_form import (
    ask_points,
    book_typed,
    points_fields,
    read_points,
    said_booked,
    what_is_wrong_with_points,
)
from shopdesk.ui.order_forms.writing_form import WritingForm
from shopdesk.ui.points.columns import state_text
from shopdesk.ui.points.reading import PointLine, PointList

_HEADER = (
    N_("#"), N_("Booked"), N_("Month"), N_("Person"), N_("Rule"), N_("Points"), N_("Counts"), N_("Booked on"),
    N_("Order"), N_("State"), N_("Note"), N_("Dispute"), N_("Settled how"), N_("Booked by"), N_("Settled by"),
)  # fmt: skip
_DIGITS = 18
"""Of the largest number that the database holds, at least."""


class NoSuchRecord(BadInput):
    template = N_("{kind}: {text} is not a number. A box is written 2026-11-22/3.")


class PointWork(QObject):
    """`page` is the widget over which forms lie; what is written is announced by the desk itself."""

    written = Signal(int)
    """This entry is to be shown as it is now."""

    def __init__(self, desk: Desk, background: Background, messages: Messages, page: QWidget) -> None:
        super().__init__(page)
        self._desk, self._background, self._messages, self._page = desk, background, messages, page

    def book(self, found: PointList) -> None:
        """Ask whose points, by which rule, on what: found by its number. It is there at once: one types on."""
        kinds = [(kind.value, _(KINDS[kind])) for kind in PointKind]
        fields = (
            Field("kind", N_("Booked on"), FieldKind.CHOICE, PointKind.ORDER.value, choices=kinds),
            Field("record", N_("Which one"), required=True, hint=N_("Of the order, the case …")),
            *points_fields(found.people, found.worth, None),
        )
        form = WritingForm(
            "points-new", N_("Book points"), fields, self._write_booked, background=self._background,
            messages=self._messages, save=N_("Book"), parent=self._page,
        )  # fmt: skip
        form.focus_on("record")
        form.written.connect(self._say_booked)
        form.open()

    def book_on(self, kind: PointKind, record_id: int) -> None:
        """The same for a record that another page names."""
        ask_points(
            kind, record_id, desk=self._desk, background=self._background, messages=self._messages,
            parent=self._page, on_booked=self.written.emit,
        )  # fmt: skip

    def dispute(self, row: PointRow) -> None:
        """The person concerned says why they are wrong."""

        def write(reason: str) -> None:
            self._run(
                lambda: dispute_points(self._desk, entry_id=row.id, reason=reason), row.id,
                _("The supervisor is told that entry {number} is wrong").format(number=row.id),
            )  # fmt: skip

        question = _("Why is {points} for “{rule}” wrong?")
        self._messages.ask_text(
            question.format(points=signed(row.points), rule=said_rule(row.rule)), _("Dispute it"), write,
        )  # fmt: skip

    def settle(self, row: PointRow) -> None:
        """A supervisor says what they come to after all."""

        def write(values: Values) -> None:
            settle_points(
                self._desk, entry_id=row.id, points=read_points(str(values["points"])) or 0,
                settlement=str(values["settlement"]), version=row.version,
            )  # fmt: skip

        usual = "0" if row.is_disputed else str(row.counted)
        title = _("Settle entry {number}: {person}, {rule}")
        form = WritingForm(
            "points-settle", title.format(number=row.id, person=row.person, rule=said_rule(row.rule)),
            (
                Field("points", N_("Counts after all"), value=usual, required=True,
                      hint=_("{points} was booked; 0 takes it back.").format(points=signed(row.points)),
                      check=what_is_wrong_with_points),
                Field("settlement", N_("Why"), required=True),
            ),
            write, background=self._background, messages=self._messages, save=N_("Settle it"), parent=self._page,
        )  # fmt: skip
        form.written.connect(lambda _none: self._say_settled(row.id))
        form.open()

    def export(self, found: PointList, month: str) -> None:
        """What is listed, as a file."""
        lines, zone = found.lines, found.zone
        suggested = "-".join(filter(None, (_("points"), month))) + ".xlsx"

        def write(path: Path) -> None:
            self._background.run_task(
                lambda: export_table(path, [_(title) for title in _HEADER], [_cells(line, zone) for line in lines]),
                lambda n: self._messages.toast(
                    ngettext("{n} entry written to {file}", "{n} entries written to {file}", n).format(
                        n=n, file=path.name
                    )
                ),
                self._messages.error, owner=self,
            )  # fmt: skip

        pattern = _("Tables (*.xlsx *.csv)")
        choose_target(self._page.window(), "points.export", _("Export points"), pattern, write, suggested=suggested)

    def _write_booked(self, values: Values) -> PointRow:
        kind = PointKind(str(values["kind"]))
        return book_typed(self._desk, kind, find_record(self._desk, kind, str(values["record"])), values)

    def _say_booked(self, row: PointRow) -> None:
        self._messages.toast(said_booked(row))
        self.written.emit(row.id)

    def _say_settled(self, number: int) -> None:
        self._messages.toast(_("Entry {number} is settled").format(number=number))
        self.written.emit(number)

    def _run(self, write: Any, number: int, said: str) -> None:
        def done(_result: object) -> None:
            self._messages.toast(said)
            self.written.emit(number)

        def refused(error: Exception) -> None:
            self._messages.error(error)
            self.written.emit(number)

        self._background.run_task(write, done, refused, owner=self)


def find_record(desk: Desk, kind: PointKind, text: str) -> int:
    """The id of what somebody names by its number. Raises OrderNotFound, NoSuchRecord."""
    typed = text.strip()
    if kind is PointKind.ORDER:
        return get_order_ids(desk.seen, [typed])[0]
    if kind is PointKind.BOX and "/" in typed:
        day, _slash, number = typed.partition("/")
        found = find_box(desk.seen, day=day, number=int(number)) if _is_day(day) and number.isdecimal() else None
        if found is not None:
            return found
    if not (typed.isascii() and typed.isdigit() and len(typed) <= _DIGITS):
        raise NoSuchRecord(kind=_(KINDS[kind]), text=typed)
    return int(typed)


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _cells(line: PointLine, zone: str) -> Sequence[str | int]:
    row = line.row
    return (
        row.id, full_moment(row.at, zone), row.month, row.person, said_rule(row.rule), row.points, row.counted,
        line.record, row.order_no, state_text(row), row.note, row.dispute, row.settlement, row.booked_by,
        row.settled_by,
    )  # fmt: skip
