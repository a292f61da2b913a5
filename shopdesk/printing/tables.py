"""A4 sheets with one table: a head, columns under headings that stand on each page again, a foot."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from shopdesk.clock import Millis
from shopdesk.domain.documents import Paper
from shopdesk.domain.repair_papers import Home
from shopdesk.i18n import _
from shopdesk.printing.columns import Row, draw_page, in_pages, space
from shopdesk.printing.fonts import BOLD, REGULAR
from shopdesk.printing.formats import FORMATS, Offset
from shopdesk.printing.rows import full_address, joined, leading, moment, text_rows
from shopdesk.printing.sheet import THIN, Pen, Sheets
from shopdesk.printing.wrapping import Lines, fitted, wrap

FORM = FORMATS[Paper.A4]
TEXT, SMALL, BIG = 26, 22, 44
HEAD, FOOT = 150, 40
INNER = FORM.width - 2 * FORM.margin


class Column(NamedTuple):
    """A column: where it begins, how wide it is (dots), and whether numbers stand at its right edge."""

    x: int
    width: int
    right: bool = False


class Said(NamedTuple):
    """A line of a cell."""

    text: str
    size: int = SMALL
    face: str = REGULAR


class Head(NamedTuple):
    """What stands above the table on each page."""

    title: str
    right: str
    """At the right edge, bold."""
    below: str


def render_table(
    name: str, head: Head, rows: Iterable[Row], *, printed_at: Millis, printed_by: str, offset: Offset
) -> bytes:
    """The sheets as a PDF, called `name`; the same input gives the same bytes."""
    sheets = Sheets(name)
    top = _head_height(head)
    pages = in_pages(rows, FORM.height - 2 * FORM.margin - top - FOOT)
    printed = _("Printed {time} by {name}").format(time=moment(printed_at), name=printed_by or "-")
    for number, page in enumerate(pages, 1):
        pen = sheets.pen(FORM.height)
        _draw_head(pen, head)
        draw_page(pen, page, FORM.margin, FORM.margin + top, INNER)
        y = FORM.height - FORM.margin - 26
        pen.text(FORM.margin, y, printed, SMALL)
        place = _("Page {page}/{pages}").format(page=number, pages=len(pages))
        pen.text_right(FORM.margin + INNER, y, place, SMALL, BOLD)
        sheets.add(pen, FORM.width, FORM.height, offset)
    return sheets.finished()


def homes_rows(homes: Iterable[Home]) -> list[Row]:
    """Whose goods these are and where they go back to, a line for each."""
    rows = []
    for home in homes:
        where = joined((home.address.name, home.address.phone, full_address(home.address)), "  ")
        said = _("From {shop}, back to: {where}") if where else _("From {shop}")
        rows += text_rows(said.format(shop=home.shop, where=where), INNER, TEXT, BOLD)
    return [*rows, space(8)] if rows else []


def headings(titles: Sequence[tuple[Column, str]]) -> Row:
    """The columns' titles above a rule."""

    def draw(pen: Pen, x: int, y: int) -> None:
        for column, text in titles:
            put(pen, (x, y + 4), column, Said(text, fitted(text, column.width, (SMALL, 18, 16, 14), 1).size))
        pen.fill(x, y + leading(SMALL) + 8, INNER, THIN)

    return Row(leading(SMALL) + 12, draw, keep=True)


def table_row(cells: Mapping[Column, Sequence[Said]], *, least: int = 0, below: int = 0) -> Row:
    """One line of the table above a rule, as high as its highest cell, at least `least` dots, and `below` under it."""
    height = max(least, *(sum(leading(each.size) for each in lines) for lines in cells.values())) + 14 + below

    def draw(pen: Pen, x: int, y: int) -> None:
        for column, lines in cells.items():
            top = y + 6
            for each in lines:
                put(pen, (x, top), column, each)
                top += leading(each.size)
        pen.fill(x, y + height - THIN, INNER, THIN)

    return Row(height, draw)


def wrapped(column: Column, text: str, size: int = SMALL, face: str = REGULAR) -> list[Said]:
    """A text in as many lines as its column needs; none for no text."""
    return [Said(each, size, face) for each in wrap(text, column.width, size, face)]


def put(pen: Pen, at: tuple[int, int], column: Column, said: Said) -> None:
    """A text in its column of the row that begins at `at`."""
    x, y = at
    if column.right:
        size = fitted(said.text, column.width, (said.size, 26, 22, 18, 14), 1, said.face).size
        pen.text_right(x + column.x + column.width, y, said.text, size, said.face)
    else:
        pen.text(x + column.x, y, said.text, said.size, said.face)


def _head_lines(head: Head) -> tuple[Lines, Lines]:
    """The title and what stands below it; more than a line each only where no smaller type helps."""
    title = fitted(head.title, INNER - 420, (BIG, 36, 30, 24), 1, BOLD)
    return title, fitted(head.below, INNER, (TEXT, SMALL, 18), 1)


def _head_height(head: Head) -> int:
    return HEAD + sum(leading(found.size) * max(0, len(found.lines) - 1) for found in _head_lines(head))


def _draw_head(pen: Pen, head: Head) -> None:
    x, y = FORM.margin, FORM.margin
    title, below = _head_lines(head)
    pen.text_right(x + INNER, y + 4, head.right, fitted(head.right, 400, (38, 30, 24), 1, BOLD).size, BOLD)
    for place, shown in enumerate(title.lines):
        pen.text(x, y + place * leading(title.size), shown, title.size, BOLD)
    top = y + 64 + leading(title.size) * (len(title.lines) - 1)
    for place, shown in enumerate(below.lines):
        pen.text(x, top + place * leading(below.size), shown, below.size)
    pen.fill(x, y + _head_height(head) - 16, INNER, 4)
