"""A month's points on paper, and in sums: everybody their own, a supervisor everybody's (TEAM-02)."""

from collections.abc import Callable

from shopdesk.domain.documents import Document
from shopdesk.domain.permissions import Right
from shopdesk.domain.points_sheet import PersonPoints, PointLine, PointsSheet
from shopdesk.errors import N_, Refused
from shopdesk.printing.formats import NO_OFFSET, Offset
from shopdesk.queries.points import PointRow, PointSum, list_points, sum_points
from shopdesk.services.clashes import name_of
from shopdesk.services.desk import Changed, Desk, work
from shopdesk.services.points import said_rule, whose_points


class NoPoints(Refused):
    template = N_("Nothing was booked for {month}.")


def sum_seen_points(desk: Desk, *, month: str, person_id: int | None = None) -> list[PointSum]:
    """What a month's points come to, person by person, as the acting person may see them. Raises NotAllowed."""
    return sum_points(desk.seen, month=month, person_id=whose_points(desk, person_id))


def preview_points_sheet(desk: Desk, *, month: str, person_id: int | None = None, offset: Offset = NO_OFFSET) -> bytes:
    """The sheet as it would be printed now, recording nothing. Raises NoPoints, NotAllowed."""
    return _draw(_read(desk, month, person_id), offset)


def print_points_sheet(
    desk: Desk,
    *,
    month: str,
    person_id: int | None = None,
    offset: Offset = NO_OFFSET,
    deliver: Callable[[bytes], None] | None = None,
) -> PointsSheet:
    """A month's points on A4, of everybody for a supervisor, else one's own; returns what it tells. `month` is
    `2026-11`. Raises NoPoints, NotAllowed."""
    with work(desk, Right.PRINT, Changed.PAPERS) as doing:
        sheet = _read(desk, month, person_id)
        pdf = _draw(sheet, offset)
        doing.note("print", "shop", 0, after={"document": Document.POINTS_SHEET.value, "list": month})
        if deliver is not None:
            deliver(pdf)
    return sheet


def _read(desk: Desk, month: str, person_id: int | None) -> PointsSheet:
    rows = list_points(desk.on_paper, month=month, person_id=whose_points(desk, person_id))
    if not rows:
        raise NoPoints(month=month)
    people = {row.person_id: row.person for row in sorted(rows, key=lambda row: row.person_id)}
    mine = {each: tuple(_line(desk, row) for row in reversed(rows) if row.person_id == each) for each in people}
    found = tuple(PersonPoints(name, mine[each]) for each, name in people.items())
    return PointsSheet(month, found, desk.clock(), desk.actor.name)


def _line(desk: Desk, row: PointRow) -> PointLine:
    return PointLine(
        row.id, row.at, said_rule(row.rule), name_of(desk, row.kind.value, row.record_id), row.note, row.points,
        row.counted, row.booked_by, row.dispute, row.settlement, row.settled_by, row.is_disputed,
    )  # fmt: skip


def _draw(sheet: PointsSheet, offset: Offset) -> bytes:
    from shopdesk.printing.points_sheet import render_points_sheet  # reportlab takes longer than most commands

    return render_points_sheet(sheet, offset=offset)
