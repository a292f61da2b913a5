"""Tables of a shop's own things, typed in a spreadsheet: found by their headings, each cell read or named."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from shopdesk.errors import N_, BadInput
from shopdesk.importing.cells import clean
from shopdesk.importing.columns import HEADER_ROWS, fold
from shopdesk.importing.containers import Table, tables

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


class NoSuchTable(BadInput):
    template = N_("{file} has no columns {names}. Export the list to see its columns.")


@dataclass(frozen=True, slots=True)
class FoundTable:
    """Where a table's columns stand in a file."""

    table: Table
    header_row: int
    header: Sequence[str]
    columns: Mapping[str, int]

    @property
    def file(self) -> str:
        """The file's name."""
        return self.table.file

    def rows(self) -> Iterator[tuple[int, dict[str, str]]]:
        """The rows below the heading with their numbers, each cell as text by its column; empty ones are left out."""
        with closing(self.table.rows()) as rows:
            for number, cells in enumerate(rows, 1):
                if number <= self.header_row or not any(map(clean, cells)):
                    continue
                yield (
                    number,
                    {name: plain(cells[place]) if place < len(cells) else "" for name, place in self.columns.items()},
                )


def find_table(
    path: Path, known: Callable[[Sequence[str]], Mapping[str, int]], needed: Mapping[str, str]
) -> FoundTable:
    """The first table of a file whose heading has the columns in `needed`, by field with what people call it. `known`
    says where which field stands. Raises NoSuchTable, and what `containers.tables` raises."""
    for table in tables(path):
        with closing(table.rows()) as rows:
            for place, header in enumerate(islice(rows, HEADER_ROWS), 1):
                columns = known(header)
                if set(needed) <= set(columns):
                    return FoundTable(table, place, tuple(header), columns)
    raise NoSuchTable(file=path.name, names=tuple(needed.values()))


def places_of(header: Sequence[str], names: Mapping[str, Sequence[str]]) -> dict[str, int]:
    """Where each field stands, by any of its names; the first of two columns counts."""
    places = {folded: place for place, name in reversed(list(enumerate(header))) if (folded := fold(name))}
    found: dict[str, int] = {}
    for field, words in names.items():
        for word in (field, *words):
            if fold(word) in places:
                found.setdefault(field, places[fold(word)])
    return found


def plain(text: str) -> str:
    """A cell's text with its lines; without the apostrophe that keeps a spreadsheet from taking it for a formula."""
    bare = text.strip()
    return bare[1:] if bare[:1] == "'" and bare[1:].startswith(_FORMULA_STARTS) else bare
