"""Tables of sizes in a spreadsheet, one line a size: read whole or refused whole (PRD-02)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from shopdesk.domain.sizes import MEASURES, Measure, Range, SizeRow, read_heading, read_range
from shopdesk.errors import N_
from shopdesk.i18n import _
from shopdesk.importing.named_tables import find_table, places_of
from shopdesk.importing.product_tables import WrongCell, wrong_cells
from shopdesk.paths import resources

TITLES: dict[str, str] = {
    "table": N_("Table of sizes"),
    "size": N_("Size"),
    "means": N_("Meaning"),
    "note": N_("Note"),
}
"""The columns before those of the measures: field to heading."""
_NAMES: dict[str, tuple[str, ...]] = {
    "table": ("尺码表", "表名", "表", "table"),
    "size": ("尺码", "码数", "号码"),
    "means": ("含义", "号型", "说明", "标准"),
    "note": ("备注",),
}
_NEEDED = ("table", "size")
_WHOLE = re.compile(r"^(\d+)\.0$")
"""A shoe's 39 that a spreadsheet kept as a number."""
_MEASURES = {each.value: each for each in Measure}

NOT_A_RANGE = N_("Write one value or two, the smaller first: 165~170.")
NOT_LIKELY = N_("Nobody measures that: {measure} is between {least} and {most} {unit}.")
NAME_MISSING = N_("The table's name is missing. Fill it in or leave the row out.")
SIZE_MISSING = N_("The size is missing. Fill it in or leave the row out.")


@dataclass(slots=True)
class SizeLines:
    """One table of the file."""

    name: str
    row: int
    """Where it begins."""
    note: str = ""
    rows: list[SizeRow] = field(default_factory=list)

    @property
    def measures(self) -> tuple[Measure, ...]:
        """The measures that any of its sizes has."""
        return tuple(each for each in Measure if any(each in row.ranges for row in self.rows))


@dataclass(frozen=True, slots=True)
class SizeFile:
    """What a file says."""

    file: str
    tables: dict[str, SizeLines] = field(default_factory=dict)


def presets() -> Path:
    """The tables of sizes that come with the program."""
    return resources() / "sizes" / "start.csv"


def read_size_tables(path: Path) -> SizeFile:
    """Read a CSV or spreadsheet. Raises NoSuchTable, WrongCells with row, column and value of what can't be read, and
    what `containers.tables` raises."""
    found = find_table(path, _columns, {name: _(TITLES[name]) for name in _NEEDED})
    made, wrong = SizeFile(found.file), list[WrongCell]()
    for number, cells in found.rows():
        ranges = {}
        for word, measure in _MEASURES.items():
            if text := cells.get(word, ""):
                value = _range(number, measure, text, found.header[found.columns[word]], wrong)
                if value is not None:
                    ranges[measure] = value
        _enter(made, number, cells, ranges, wrong)
    wrong += [_without_measures(each) for each in made.tables.values() if not each.measures and not wrong]
    if wrong:
        raise wrong_cells(found.file, sorted(wrong, key=lambda each: each.row))
    return made


def _enter(
    made: SizeFile, number: int, cells: dict[str, str], ranges: dict[Measure, Range], wrong: list[WrongCell]
) -> None:
    name, size = " ".join(cells["table"].split()), _WHOLE.sub(r"\1", " ".join(cells["size"].split()))
    for text, field_name, reason in ((name, "table", NAME_MISSING), (size, "size", SIZE_MISSING)):
        if not text:
            wrong.append(WrongCell(number, _(TITLES[field_name]), "", _(reason)))
    if not name or not size:
        return
    table = made.tables.setdefault(name, SizeLines(name, number))
    if any(row.size.casefold() == size.casefold() for row in table.rows):
        reason = _("{table} has this size already.").format(table=name)
        wrong.append(WrongCell(number, _(TITLES["size"]), size, reason))
    table.note = table.note or cells.get("note", "")
    table.rows.append(SizeRow(size, cells.get("means", ""), ranges))


def _columns(header: Sequence[str]) -> dict[str, int]:
    found = places_of(header, {name: (TITLES[name], _(TITLES[name]), *words) for name, words in _NAMES.items()})
    for place, name in enumerate(header):
        known = read_heading(name)
        if known is not None and place not in found.values():
            found.setdefault(known[0].value, place)
    return found


def _range(number: int, measure: Measure, text: str, heading: str, wrong: list[WrongCell]) -> Range | None:
    kind, value, known = MEASURES[measure], read_range(text), read_heading(heading)
    if value is None or known is None:
        wrong.append(WrongCell(number, heading, text, _(NOT_A_RANGE)))
        return None
    value = (round(value[0] * known[1], 1), round(value[1] * known[1], 1))
    if not (kind.least <= value[0] and value[1] <= kind.most):
        reason = _(NOT_LIKELY).format(measure=_(kind.title), least=kind.least, most=kind.most, unit=kind.unit)
        wrong.append(WrongCell(number, heading, text, reason))
    return value


def _without_measures(table: SizeLines) -> WrongCell:
    reason = _("{table} has no measures: a column such as {heading} is needed.").format(
        table=table.name, heading=MEASURES[Measure.HEIGHT].heading
    )
    column = TITLES["table"]
    return WrongCell(table.row, _(column), table.name, reason)
