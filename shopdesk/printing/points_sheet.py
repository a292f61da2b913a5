"""A month's points, person by person, on A4: what each was for, what it counts, room to sign (TEAM-02)."""

from collections.abc import Iterator

from shopdesk.domain.points import signed
from shopdesk.domain.points_sheet import PersonPoints, PointLine, PointsSheet
from shopdesk.i18n import _, ngettext
from shopdesk.printing.columns import Row, space
from shopdesk.printing.fonts import BOLD, REGULAR
from shopdesk.printing.formats import NO_OFFSET, Offset
from shopdesk.printing.rows import bar, day, joined, leading, line, rule, signatures
from shopdesk.printing.sheet import THIN, Pen
from shopdesk.printing.tables import INNER, TEXT, Column, Head, Said, headings, put, render_table, table_row, wrapped
from shopdesk.printing.wrapping import fitted

_NUMBER = Column(0, 86, right=True)
_DAY = Column(102, 130)
_RULE = Column(240, 300)
_RECORD = Column(552, 330)
_NOTE = Column(894, 364)
_BOOKED = Column(1268, 110, right=True)
_COUNTS = Column(1390, INNER - 1390, right=True)


def render_points_sheet(sheet: PointsSheet, *, offset: Offset = NO_OFFSET) -> bytes:
    """The sheet as a PDF, in the language in use; the same input gives the same bytes."""
    entries = sum(len(each.lines) for each in sheet.people)
    below = joined((
        ngettext("{n} person", "{n} people", len(sheet.people)).format(n=len(sheet.people)),
        ngettext("{n} entry", "{n} entries", entries).format(n=entries),
    ))  # fmt: skip
    title = _("Points of {month}").format(month=sheet.month)
    right = sheet.people[0].person if len(sheet.people) == 1 else ""
    return render_table(
        _("Points"), Head(title, right, below), _rows(sheet), printed_at=sheet.printed_at,
        printed_by=sheet.printed_by, offset=offset,
    )  # fmt: skip


def _rows(sheet: PointsSheet) -> Iterator[Row]:
    if sheet.disputed:
        said = ngettext(
            "{n} entry is disputed and not settled: its points may change",
            "{n} entries are disputed and not settled: their points may change", sheet.disputed,
        )  # fmt: skip
        yield from bar(said.format(n=sheet.disputed), INNER, 28)
    yield space(14)
    if len(sheet.people) > 1:
        yield line(_("By person"), 32, BOLD, keep=True)
        for each in sheet.people:
            yield _sum_row(each)
        yield space(30)
    columns = headings((
        (_NUMBER, _("#")), (_DAY, _("Day")), (_RULE, _("Rule")), (_RECORD, _("On")), (_NOTE, _("Note")),
        (_BOOKED, _("Booked")), (_COUNTS, _("Counts")),
    ))  # fmt: skip
    for each in sheet.people:
        yield from _person(each, columns)
    yield rule(INNER, above=4, below=8, thick=4, keep=True)
    yield signatures((_("Made by, date"), _("Seen by, date")), INNER, TEXT)


def _person(each: PersonPoints, columns: Row) -> Iterator[Row]:
    heads = (line(_("{person}, continued").format(person=each.person), 32, BOLD), columns)
    yield line(each.person, 32, BOLD, keep=True)
    yield columns
    for shown in each.lines:
        yield _line(shown)._replace(heads=heads)
    yield _sum_row(each)
    yield space(24)


def _sum_row(each: PersonPoints) -> Row:
    sums = _("merits {merits}, mistakes {mistakes}").format(merits=signed(each.merits), mistakes=signed(each.mistakes))
    said = joined((each.person, sums))

    def draw(pen: Pen, x: int, y: int) -> None:
        size = fitted(said, _COUNTS.x - _DAY.x - 20, (TEXT, 22, 18, 14), 1, REGULAR).size
        pen.text(x + _DAY.x, y + 8, said, size, REGULAR)
        put(pen, (x, y + 8), _COUNTS, Said(signed(each.total), TEXT, BOLD))
        pen.fill(x, y + leading(TEXT) + 14, INNER, THIN)

    return Row(leading(TEXT) + 18, draw, keep=True)


def _line(shown: PointLine) -> Row:
    dispute = _("Disputed: {reason}").format(reason=shown.dispute) if shown.dispute else ""
    settled = _("{person} settled it: {reason}").format(person=shown.settled_by, reason=shown.settlement)
    booked_by = _("Booked by {person}").format(person=shown.booked_by)
    cells = {
        _NUMBER: [Said(str(shown.number), TEXT, BOLD)],
        _DAY: wrapped(_DAY, day(shown.at)),
        _RULE: [*wrapped(_RULE, shown.rule, TEXT), *wrapped(_RULE, booked_by)],
        _RECORD: wrapped(_RECORD, shown.record),
        _NOTE: [
            *wrapped(_NOTE, shown.note),
            *wrapped(_NOTE, dispute, face=BOLD if shown.is_disputed else REGULAR),
            *wrapped(_NOTE, settled if shown.settlement else ""),
        ],
        _BOOKED: [Said(signed(shown.booked), TEXT)],
        _COUNTS: [Said("?" if shown.is_disputed else signed(shown.counted), TEXT, BOLD)],
    }
    return table_row(cells)
