"""Rows that several papers share: paragraphs, black bars, rules, who gets it, what must not be missed."""

from collections.abc import Iterable, Iterator, Sequence

from shopdesk.clock import Millis, to_local
from shopdesk.domain.documents import OrderPaper, Party
from shopdesk.domain.flags import LOOKS, Colour
from shopdesk.i18n import _, current_language, ngettext
from shopdesk.printing.columns import Row
from shopdesk.printing.fonts import BOLD, REGULAR
from shopdesk.printing.sheet import THIN, Pen
from shopdesk.printing.wrapping import Lines, width_of, wrap

LEADING = 1.22
"""Line height against type size."""


def leading(size: int) -> int:
    """The height of a line set in `size`."""
    return round(size * LEADING)


def line(text: str, size: int, face: str = REGULAR, *, indent: int = 0, keep: bool = False) -> Row:
    """One line of text."""
    lead = (leading(size) - size) // 2

    def draw(pen: Pen, x: int, y: int) -> None:
        pen.text(x + indent, y + lead, text, size, face)

    return Row(leading(size), draw, keep)


def paragraph(set_lines: Lines, face: str = REGULAR, *, indent: int = 0, keep: bool = False) -> list[Row]:
    """Lines under one another; `keep` binds the last one to what follows."""
    last = len(set_lines.lines) - 1
    return [
        line(text, set_lines.size, face, indent=indent, keep=keep or i < min(last, 3))
        for i, text in enumerate(set_lines.lines)
    ]


def text_rows(
    text: str, room: int, size: int, face: str = REGULAR, *, indent: int = 0, keep: bool = False
) -> list[Row]:
    """`text` wrapped to the column."""
    return paragraph(Lines(size, wrap(text, room - indent, size, face)), face, indent=indent, keep=keep)


def rule(room: int, *, above: int = 6, below: int = 6, thick: int = THIN, keep: bool = False) -> Row:
    """A line across the column."""

    def draw(pen: Pen, x: int, y: int) -> None:
        pen.fill(x, y + above, room, thick)

    return Row(above + thick + below, draw, keep)


def code_and_title(code: str, title: str, room: int, sizes: tuple[int, int], *, indent: int = 0) -> list[Row]:
    """What an article is called, its code bold: side by side where they fit, else the title below. Kept together."""
    big, small = sizes
    gap = round(width_of(code, big, BOLD)) + big // 2 if code else 0
    if title and title.isprintable() and gap + width_of(title, small) <= room:
        lead = leading(big) - leading(small)

        def draw(pen: Pen, x: int, y: int) -> None:
            pen.text(x + indent, y + (leading(big) - big) // 2, code, big, BOLD)
            pen.text(x + indent + gap, y + lead, title, small)

        return [Row(leading(big), draw)]
    below = paragraph(Lines(small, wrap(title, room, small)), indent=indent)
    return [*paragraph(Lines(big, wrap(code, room, big, BOLD)), BOLD, indent=indent, keep=bool(below)), *below]


def bar(text: str, room: int, size: int) -> list[Row]:
    """`text` white in a black bar: what nobody may miss."""
    pad = size // 3
    lines = wrap(text, room - 2 * pad, size, BOLD)
    rows = []
    for i, shown in enumerate(lines):
        top = pad // 2 if i == 0 else 0
        bottom = pad // 2 if i == len(lines) - 1 else 0
        rows.append(_bar_line(shown, room, size, pad, (top, bottom), keep=i < len(lines) - 1))
    return [*rows, Row(size // 5, lambda pen, x, y: None)]


def _bar_line(text: str, room: int, size: int, pad: int, around: tuple[int, int], *, keep: bool) -> Row:
    top, bottom = around
    height = top + leading(size) + bottom
    lead = (leading(size) - size) // 2

    def draw(pen: Pen, x: int, y: int) -> None:
        pen.fill(x, y, room, height)
        pen.text(x + pad, y + top + lead, text, size, BOLD, white=True)

    return Row(height, draw, keep)


def tag(pen: Pen, x: int, y: int, text: str, size: int) -> int:
    """A small black label with white text; its width."""
    width = round(width_of(text, size, BOLD)) + size // 2
    pen.fill(x, y, width, leading(size))
    pen.text(x + size // 4, y + (leading(size) - size) // 2, text, size, BOLD, white=True)
    return width


def warnings(paper: OrderPaper, room: int, size: int) -> Iterator[Row]:
    """Reprint mark (SHP-01), what makes the parcel unusual, and notices, each in its black bar."""
    if paper.reprint:
        yield from bar(_("REPRINT {n}").format(n=paper.reprint), room, size)
    if paper.parts > 1:
        part = _("PART {part} of {parts}: the rest goes in another parcel")
        yield from bar(part.format(part=paper.part, parts=paper.parts), room, size)
    if paper.together:
        n = len(paper.together)
        text = ngettext("{n} ORDER in this parcel", "{n} ORDERS in this parcel", n)
        yield from bar(text.format(n=n), room, size)
    for notice in paper.notices:
        yield from bar(notice, room, size)


def flag_pennant(pen: Pen, x: int, y: int, height: int, flag: Colour) -> int:
    """The order's flag as a filled pennant with its letter; its width."""
    width = round(height * 1.25)
    pen.pennant(x, y, width, height)
    size, letter = round(height * 0.72), LOOKS[flag].letter(current_language())
    pen.text_middle(x + width * 0.44, y + height * 0.13, letter, size, BOLD, white=True)
    return width


def full_address(party: Party) -> str:
    """Region and address in one, the postcode after it."""
    return "  ".join(part for part in (f"{party.region} {party.address}".strip(), party.postcode) if part)


def moment(at: Millis | None) -> str:
    """A date and time as papers show it; nothing for None or 0."""
    return to_local(at).strftime("%Y-%m-%d %H:%M") if at else ""


def day(at: Millis | None) -> str:
    """A date as papers show it; nothing for None or 0."""
    return to_local(at).strftime("%Y-%m-%d") if at else ""


def minute(at: Millis | None) -> str:
    """A time of day as papers show it; nothing for None or 0."""
    return to_local(at).strftime("%H:%M") if at else ""


def due_moment(at: Millis | None) -> str:
    """A day and time of this year or the next, without the year; nothing for None or 0."""
    return to_local(at).strftime("%m-%d %H:%M") if at else ""


def pieces(paper: OrderPaper) -> str:
    """How many pieces are in the parcel."""
    return ngettext("{n} piece", "{n} pieces", paper.pieces).format(n=paper.pieces)


def joined(parts: Iterable[str], gap: str = "   ") -> str:
    """The parts that say something, side by side."""
    return gap.join(part for part in parts if part)


def write_line(label: str, room: int, size: int) -> list[Row]:
    """A label and a line to write on; the label above it where there is too little left beside it."""
    width = round(width_of(label, size)) + size // 2
    if width > room * 0.6:
        return [*text_rows(label, room, size, keep=True), _writing(room, 0, size, None)]
    return [_writing(room, width, size, label)]


def _writing(room: int, indent: int, size: int, label: str | None) -> Row:
    height = round(size * 2)

    def draw(pen: Pen, x: int, y: int) -> None:
        if label:
            pen.text(x, y + height - size - size // 4, label, size)
        pen.fill(x + indent, y + height - size // 6, room - indent, THIN)

    return Row(height + size // 2, draw)


def signatures(labels: Sequence[str], room: int, size: int) -> Row:
    """Lines to sign on, beside one another; the labels stand above the lines where one would leave too little room."""
    gap = size * 3 // 2
    width = (room - gap * (len(labels) - 1)) // len(labels)
    above = any(width_of(label, size) > width * 0.4 for label in labels)
    columns = [_signature(label, width, size, above=above) for label in labels]
    height = max(sum(row.height for row in rows) for rows in columns)

    def draw(pen: Pen, x: int, y: int) -> None:
        for place, rows in enumerate(columns):
            top = y + height - sum(row.height for row in rows)
            for row in rows:
                row.draw(pen, x + place * (width + gap), top)
                top += row.height

    return Row(height, draw)


def _signature(label: str, room: int, size: int, *, above: bool) -> list[Row]:
    return [*text_rows(label, room, size), _writing(room, 0, size, None)] if above else write_line(label, room, size)


def ticks(labels: Iterable[str], room: int, size: int) -> list[Row]:
    """Boxes to tick, as many to a line as fit."""
    lines: list[list[tuple[int, str]]] = [[]]
    x = 0
    for label in labels:
        width = round(width_of(label, size)) + size * 2 + size // 3
        if lines[-1] and x + width - size > room:
            lines.append([])
            x = 0
        lines[-1].append((x, label))
        x += width
    return [_tick_line(found, size) for found in lines]


def _tick_line(found: list[tuple[int, str]], size: int) -> Row:
    def draw(pen: Pen, x: int, y: int) -> None:
        for left, label in found:
            pen.frame(x + left, y + round(size * 0.4), size, size)
            pen.text(x + left + size + size // 3, y + round(size * 0.36), label, size)

    return Row(round(size * 1.7), draw)


def framed(rows: list[Row], room: int, thick: int) -> list[Row]:
    """`rows` within a frame."""
    return [_framed_row(row, room, thick, i == 0, i == len(rows) - 1) for i, row in enumerate(rows)]


def _framed_row(row: Row, room: int, thick: int, first: bool, last: bool) -> Row:
    pad = thick * 3
    height = row.height + pad * (first + last)

    def draw(pen: Pen, x: int, y: int) -> None:
        row.draw(pen, x + pad + thick, y + (pad if first else 0))
        pen.fill(x, y, thick, height)
        pen.fill(x + room - thick, y, thick, height)
        if first:
            pen.fill(x, y, room, thick)
        if last:
            pen.fill(x, y + height - thick, room, thick)

    return Row(height, draw, keep=not last)
