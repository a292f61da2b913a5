"""Opening a file: container, header and layout found, then records in batches."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import groupby, islice
from pathlib import Path

from shopdesk.domain.platforms import Platform
from shopdesk.errors import BadInput, Word
from shopdesk.importing.assembly import Assembler
from shopdesk.importing.columns import HEADER_ROWS, likely_header
from shopdesk.importing.containers import Rows, Table, tables
from shopdesk.importing.errors import (
    EmptyFile,
    ImportCancelled,
    MissingColumns,
    NoSuchColumn,
    UnknownLayout,
    WrongLayout,
)
from shopdesk.importing.layouts import Layout, Match, best_match
from shopdesk.importing.mapping import Mapping, header_key, missing_column
from shopdesk.importing.platforms import LAYOUTS
from shopdesk.importing.records import Batch, Kind, Source

BATCH = 250
"""Rows read at a time: as many as fit a processor's cache; with 2,000 the reading takes twice as long."""
SAMPLE_ROWS = 20
"""Rows that an UnknownLayout carries for the preview."""


def _never() -> bool:
    return False


@dataclass(frozen=True, slots=True)
class _Found:
    """A table whose layout is known."""

    table: Table
    layout: Layout
    header_index: int
    header: tuple[str, ...]


class Reader:
    """One table, ready to be read once. `source` is complete when `batches` has ended."""

    def __init__(self, found: _Found, cancelled: Callable[[], bool]) -> None:
        self._table = found.table
        self._header_index = found.header_index
        self._cancelled = cancelled
        self._assembler = Assembler(found.layout, found.header)
        self.source = Source(
            file=found.table.file,
            platform=found.layout.platform,
            kind=found.layout.kind,
            encoding=found.table.encoding,
            header=found.header,
            fields=self._assembler.order_fields,
            line_fields=self._assembler.line_fields,
            summed=self._assembler.summed,
            rejected=self._assembler.rejected,
        )

    @property
    def fraction(self) -> float:
        """How much of the file has been read, 0 to 1; 0 where that can't be told cheaply."""
        return self._table.progress.fraction

    def batches(self, size: int = BATCH) -> Iterator[Batch]:
        """The records, about `size` rows at a time. Raises ImportCancelled between two batches, and BadInput where the
        rest of the file turns out to be unreadable: nothing of it should then be kept."""
        row = self._header_index + 2
        with closing(self._table.rows()) as rows:
            next(islice(rows, self._header_index, None), None)
            for chunk in _chunks(rows, size, self._assembler.key_place):
                if self._cancelled():
                    raise ImportCancelled(file=self.source.file)
                batch = self._assembler.batch(row, chunk)
                row += len(chunk)
                self.source.rows = self._assembler.rows
                yield batch


def _chunks(rows: Rows, size: int, key_place: int | None) -> Iterator[list[list[str]]]:
    """Rows in portions; where an order may have several rows, neighbours of one order stay in one portion."""
    chunk = list(islice(rows, size))
    while chunk:
        following = next(rows, None)
        if key_place is not None:
            while following and len(chunk) < 2 * size and _key(following, key_place) == _key(chunk[-1], key_place):
                chunk.append(following)
                following = next(rows, None)
        yield chunk
        chunk = [] if following is None else [following, *islice(rows, size - 1)]


def _key(row: list[str], place: int) -> str:
    return row[place] if place < len(row) else ""


def open_sources(
    path: Path | str,
    *,
    platform: Platform | None = None,
    kind: Kind | None = None,
    mapping: Mapping | None = None,
    known_mappings: Iterable[Mapping] = (),
    cancelled: Callable[[], bool] = _never,
) -> list[Reader]:
    """A reader for each table of a file: one, or several where a zip holds several.

    `platform` and `kind` narrow the choice of layouts; `mapping` is used instead of any layout; `known_mappings` are
    used for exactly the headers they were made for. Raises BadInput: UnknownLayout carries the header for the dialog.
    """
    path = Path(path)
    choice = _Choice(platform, kind, mapping, tuple(known_mappings))
    found: list[_Found] = []
    for _file, group in groupby(tables(path), key=lambda table: table.file):
        found += choice.of_sheets(list(group))
    return [Reader(each, cancelled) for each in found]


@dataclass(frozen=True, slots=True)
class _Choice:
    """What may be chosen from for a table."""

    platform: Platform | None
    kind: Kind | None
    mapping: Mapping | None
    known: Sequence[Mapping]

    def of_sheets(self, sheets: list[Table]) -> list[_Found]:
        """The sheets of one file that are known; the others are notes, unless none is known."""
        found: list[_Found] = []
        refusals: list[UnknownLayout] = []
        for table in sheets:
            try:
                found += self._of_table(table)
            except UnknownLayout as error:
                refusals.append(error)
        if found:
            return found
        raise refusals[0] if refusals else EmptyFile(file=sheets[0].file)

    def _of_table(self, table: Table) -> list[_Found]:
        with closing(table.rows()) as rows:
            top = list(islice(rows, HEADER_ROWS + SAMPLE_ROWS))
        if not any(map(any, top)):
            return []
        if self.mapping is not None:
            return [_by_mapping(table, self.mapping, top[:HEADER_ROWS])]
        known = {each.header_key: each for each in self.known if each.header_key}
        for index, header in enumerate(top[:HEADER_ROWS] if known else ()):
            if each := known.get(header_key(header)):
                return [_Found(table, each.layout(), index, tuple(header))]
        return [self._by_layout(table, top)]

    def _by_layout(self, table: Table, top: list[list[str]]) -> _Found:
        asked = [
            layout
            for layout in LAYOUTS
            if self.platform in (None, layout.platform) and self.kind in (None, layout.kind)
        ]
        best = _best_row(top, asked)
        if best is None:
            raise self._refusal(table, top)
        index, found = best
        if found.missing:
            raise MissingColumns(file=table.file, layout=Word(found.layout.name), columns=", ".join(found.missing))
        return _Found(table, found.layout, index, tuple(top[index]))

    def _refusal(self, table: Table, top: list[list[str]]) -> BadInput:
        """Why no layout fits: it is another one than was asked for, or nobody knows it."""
        other = _best_row(top, LAYOUTS)
        if other is not None:
            asked = " ".join(each.value for each in (self.platform, self.kind) if each is not None)
            return WrongLayout(file=table.file, layout=Word(other[1].layout.name), asked=asked)
        index = likely_header(top[:HEADER_ROWS])
        sample = top[index + 1 : index + 1 + SAMPLE_ROWS]
        return UnknownLayout(file=table.file, header_row=index + 1, header=tuple(top[index]), sample=sample)


def _best_row(top: Sequence[Sequence[str]], layouts: Sequence[Layout]) -> tuple[int, Match] | None:
    """The row that is a header, and its layout."""
    best: tuple[int, Match] | None = None
    for index, row in enumerate(top[:HEADER_ROWS]):
        found = best_match(row, layouts)
        if found is not None and (best is None or found.score > best[1].score):
            best = index, found
    return best


def _by_mapping(table: Table, mapping: Mapping, top: list[list[str]]) -> _Found:
    missing = [missing_column(mapping, row) for row in top]
    if None in missing:
        index = missing.index(None)
        return _Found(table, mapping.layout(), index, tuple(top[index]))
    column = missing[likely_header(top)]
    raise NoSuchColumn(mapping=mapping.name, column=column, file=table.file)
