"""Papers of what came back, printed: the day's register and box labels (RET-01, RET-06).

Both may be printed as often as wanted, as neither lets anything leave; the trail keeps each time.
"""

from collections.abc import Callable, Sequence
from datetime import date

from shopdesk.db.database import add_row
from shopdesk.db.trail import Entry
from shopdesk.domain.documents import Document, Paper
from shopdesk.domain.intake import BoxState
from shopdesk.domain.intake_papers import BoxLabel, IntakeRegister
from shopdesk.domain.permissions import Right
from shopdesk.errors import N_, Refused, ShopdeskError
from shopdesk.printing.formats import NO_OFFSET, Offset
from shopdesk.printing.papers import Progress
from shopdesk.queries.boxes import BoxNotFound, get_box
from shopdesk.queries.intake_days import get_day
from shopdesk.queries.intake_papers import get_intake_register, list_box_labels
from shopdesk.services.desk import Changed, Desk, Work, work
from shopdesk.services.intake_days import BadDay

Deliver = Callable[[bytes], None] | None


class NothingCame(Refused):
    template = N_("No box was opened on {day}, so there is no register to print. Choose another day.")


class NoBoxChosen(Refused):
    template = N_("There is nothing to print: no box was chosen. Choose at least one and try again.")


class NothingInBox(Refused):
    template = N_("Nothing in box {box} is written down yet, so its label can't be printed. Enter what is in it first.")


class StruckOut(Refused):
    template = N_("Box {box} was struck out: it gets no label.")


def preview_intake_register(desk: Desk, *, day: str, offset: Offset = NO_OFFSET) -> bytes:
    """A day's register as it would be printed now, recording nothing. Raises BadDay, NothingCame."""
    return _draw_register(_register(desk, day), offset)


def print_intake_register(desk: Desk, *, day: str, offset: Offset = NO_OFFSET, deliver: Deliver = None) -> bytes:
    """The register of a day, `2026-11-22`, as an A4 PDF (RET-01). Raises BadDay, NothingCame."""
    with work(desk, Right.PRINT, Changed.PAPERS) as doing:
        pdf = _draw_register(_register(desk, day), offset)
        told = {"document": Document.INTAKE_REGISTER.value}
        doing.note("print", "intake_day", _day_id(doing, day), after=told)
        if deliver is not None:
            deliver(pdf)
    return pdf


def find_unlabelled(desk: Desk, *, box_ids: Sequence[int]) -> dict[int, ShopdeskError]:
    """Why some of these boxes can't have a label: box -> the error that printing it would raise."""
    found: dict[int, ShopdeskError] = {}
    for box_id in box_ids:
        try:
            _check_box(desk, box_id)
        except (BoxNotFound, StruckOut, NothingInBox) as error:
            found[box_id] = error
    return found


def preview_box_labels(
    desk: Desk,
    *,
    box_ids: Sequence[int],
    paper: Paper,
    offset: Offset = NO_OFFSET,
    progress: Progress | None = None,
) -> bytes:
    """Labels as they would be printed now, recording nothing. Raises NoBoxChosen, BoxNotFound, StruckOut,
    NothingInBox."""
    return _draw_labels(_labels(desk, box_ids), paper, offset, progress)


def print_box_labels(
    desk: Desk,
    *,
    box_ids: Sequence[int],
    paper: Paper,
    offset: Offset = NO_OFFSET,
    progress: Progress | None = None,
    deliver: Deliver = None,
) -> bytes:
    """The labels of boxes, one for each place to which something of a box goes (RET-06).

    Raises NoBoxChosen, BoxNotFound, StruckOut, NothingInBox.
    """
    with work(desk, Right.PRINT, Changed.PAPERS) as doing:
        pdf = _draw_labels(_labels(desk, box_ids), paper, offset, progress)
        told = {"document": Document.BOX_LABEL.value}
        doing.note_all("print", "box", [Entry(box_id, {}, told) for box_id in dict.fromkeys(box_ids)])
        if deliver is not None:
            deliver(pdf)
    return pdf


def _register(desk: Desk, day: str) -> IntakeRegister:
    try:
        date.fromisoformat(day)
    except ValueError as error:
        raise BadDay(day=day) from error
    found = get_intake_register(desk.on_paper, day=day, printed_at=desk.clock(), printed_by=desk.actor.name)
    if not found.boxes:
        raise NothingCame(day=day)
    return found


def _day_id(doing: Work, day: str) -> int:
    """The day's own record, made where nobody has counted or closed yet."""
    found = get_day(doing.desk.database, day=day).id
    return found or add_row(doing.desk.database, "INSERT INTO intake_day (day) VALUES (?)", [day])


def _labels(desk: Desk, box_ids: Sequence[int]) -> list[BoxLabel]:
    if not box_ids:
        raise NoBoxChosen()
    for box_id in box_ids:
        _check_box(desk, box_id)
    return list_box_labels(desk.on_paper, box_ids=box_ids, printed_at=desk.clock(), printed_by=desk.actor.name)


def _check_box(desk: Desk, box_id: int) -> None:
    box = get_box(desk.database, box_id)
    if box.row.state is BoxState.VOID:
        raise StruckOut(box=box.row.name)
    if not box.items:
        raise NothingInBox(box=box.row.name)


def _draw_register(register: IntakeRegister, offset: Offset) -> bytes:
    from shopdesk.printing.intake_register import render_intake_register  # reportlab takes longer than most commands

    return render_intake_register(register, offset=offset)


def _draw_labels(labels: list[BoxLabel], paper: Paper, offset: Offset, progress: Progress | None) -> bytes:
    from shopdesk.printing.box_label import render_labels

    return render_labels(labels, paper, offset=offset, progress=progress)
