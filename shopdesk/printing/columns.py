"""Rows that flow down columns and over to the next page, so that a long address or fifty items are never lost."""

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from shopdesk.printing.sheet import Pen

Draw = Callable[[Pen, int, int], None]
"""Draws with the row's upper left corner at the given x and y."""


class Row(NamedTuple):
    """A strip of paper, one column wide."""

    height: int
    draw: Draw
    keep: bool = False
    """Stays together with the next row."""
    turn: bool = False
    """Begins the right-hand column where the paper has two."""
    heads: "tuple[Row, ...]" = ()
    """Stand again above this row where it begins a further column: the heading of the table it belongs to."""


class Placed(NamedTuple):
    """A row and where it lies, from the top of its column."""

    row: Row
    y: int


def space(height: int) -> Row:
    """An empty strip."""
    return Row(height, _nothing)


def _nothing(pen: Pen, x: int, y: int) -> None:
    """An empty strip draws nothing."""


def flow(rows: Iterable[Row], room: int, columns: int = 1) -> list[list[Placed]]:
    """`rows` in columns of `room` dots, `columns` to a page; rows that keep together move on together if they can."""
    filled: list[list[Placed]] = [[]]
    y = 0
    for group in _groups(rows):
        height = sum(row.height for row in group)
        turns = group[0].turn and columns > 1 and len(filled) % columns == 1 and filled[-1]
        if turns or (filled[-1] and y + height > room):
            y = _next_column(filled, group[0])
        for row in group:
            if filled[-1] and y + row.height > room:
                y = _next_column(filled, row)
            filled[-1].append(Placed(row, y))
            y += row.height
    return filled


def _next_column(filled: list[list[Placed]], first: Row) -> int:
    """Begin another column for this row, below its heads; how far down that is."""
    filled.append([])
    y = 0
    for head in first.heads:
        filled[-1].append(Placed(head, y))
        y += head.height
    return y


def _groups(rows: Iterable[Row]) -> list[Sequence[Row]]:
    groups: list[Sequence[Row]] = []
    group: list[Row] = []
    for row in rows:
        group.append(row)
        if not row.keep:
            groups.append(group)
            group = []
    return [*groups, group] if group else groups


Page = list[list[Placed]]
"""The columns of one page."""


def in_pages(rows: Iterable[Row], room: int, columns: int = 1) -> list[Page]:
    """`rows` flowed, page by page."""
    filled = flow(rows, room, columns)
    return [filled[i : i + columns] for i in range(0, len(filled), columns)]


def draw_page(pen: Pen, page: Page, x: int, y: int, step: int) -> None:
    """Draw the columns of a page, the first at `x`, `y`, each next one `step` further right."""
    for i, column in enumerate(page):
        for row, down in column:
            row.draw(pen, x + i * step, y + down)
