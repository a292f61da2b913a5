"""Tables of sizes: kept, given to products, taken from files (PRD-02)."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from shopdesk.db.database import Database, add_row, rows_of
from shopdesk.domain.permissions import Right
from shopdesk.domain.sizes import MEASURES, Measure, SizeChart, SizeRow, write_measures, write_range, write_rows
from shopdesk.errors import N_, BadInput, NotFound, Refused
from shopdesk.i18n import _, ngettext
from shopdesk.importing.size_tables import TITLES, SizeFile, SizeLines, presets, read_size_tables
from shopdesk.queries.size_tables import (
    SizeTableNotFound,
    SizeTableRow,
    find_size_table,
    get_size_table,
    list_size_tables,
)
from shopdesk.services.clashes import Base, strict_clash
from shopdesk.services.desk import Changed, Desk, Work, need, work
from shopdesk.services.edits import save_edit
from shopdesk.services.exports import Cell, export_table

MOST_SIZES = 100


class NameMissing(BadInput):
    template = N_("A table of sizes needs a name.")


class NameTaken(Refused):
    template = N_("There is a table of sizes {name} already. Give this one another name.")


class NoSizes(BadInput):
    template = N_("{name} needs at least one size with one measure, and at most {most} sizes.")


class SizeTwice(BadInput):
    template = N_("{name} has the size {size} twice. Each needs a line of its own.")


class SizeMissing(BadInput):
    template = N_("Line {n} of {name} has no size. Fill it in or take the line out.")


class BadRange(BadInput):
    template = N_(
        "{size} of {name}: {measure} {value} is no measure. Write the smaller value first, between {least} and {most} "
        "{unit}."
    )


class SizesChanged(Refused):
    template = N_(
        "What {file} would change is no longer what was shown. Nothing was taken over: look at it again, then decide."
    )


class NoSuchPreset(NotFound):
    template = N_("No table {name} comes with the program. There are: {known}.")


class TableInUse(Refused):
    template = N_("{name} is the table of {products}. Give those another one first.")


@dataclass(slots=True)
class SizePlan:
    """What taking tables of sizes over would do: their names."""

    file: str
    new: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    code: str = ""
    """Another one for anything that would change otherwise."""


def size_table_base(row: SizeTableRow) -> Base:
    """What the editing of a table begins with."""
    return Base(row.version, _kept(row.chart, row.note, row.shop_id))


def save_size_table(
    desk: Desk,
    *,
    size_table_id: int | None = None,
    base: Base | None = None,
    name: str,
    measures: Sequence[Measure],
    rows: Sequence[SizeRow],
    note: str = "",
    shop_id: int | None = None,
) -> int:
    """Make or change a table; `rows` from small to large, `shop_id` None for all shops. Returns the id.

    Raises NameMissing, NameTaken, NoSizes, SizeMissing, SizeTwice, BadRange, Clash, Gone, NotAllowed.
    """
    with work(desk, Right.PRODUCTS, Changed.WORDS) as doing:
        chart = SizeChart(" ".join(name.split()), tuple(measures), tuple(rows))
        return enter_size_table(doing, chart, note=note, shop_id=shop_id, size_table_id=size_table_id, base=base)


def enter_size_table(
    doing: Work,
    chart: SizeChart,
    *,
    note: str = "",
    shop_id: int | None = None,
    size_table_id: int | None = None,
    base: Base | None = None,
) -> int:
    """As `save_size_table`, inside another work."""
    check_chart(chart)
    database = doing.desk.database
    taken = find_size_table(database, chart.name)
    if taken is not None and taken.id != size_table_id:
        raise NameTaken(name=taken.name)
    values = _kept(chart, note, shop_id)
    if size_table_id is not None:
        save_edit(doing, "size_table", size_table_id, values, action="edit", kind="size_table", base=base)
        return size_table_id
    marks = ", ".join("?" * len(values))
    sql = f"INSERT INTO size_table ({', '.join(values)}) VALUES ({marks})"
    size_table_id = add_row(database, sql, tuple(values.values()))
    doing.note("add", "size_table", size_table_id, after=values)
    return size_table_id


def check_chart(chart: SizeChart) -> None:
    """Raises NameMissing, NoSizes, SizeMissing, SizeTwice, BadRange."""
    if not chart.name:
        raise NameMissing()
    if not chart.measures or not 1 <= len(chart.rows) <= MOST_SIZES or not any(row.ranges for row in chart.rows):
        raise NoSizes(name=chart.name, most=MOST_SIZES)
    seen: set[str] = set()
    for n, row in enumerate(chart.rows, 1):
        if not row.size.strip():
            raise SizeMissing(name=chart.name, n=n)
        if row.size.casefold() in seen:
            raise SizeTwice(name=chart.name, size=row.size)
        seen.add(row.size.casefold())
        _check_ranges(chart.name, row)


def _check_ranges(name: str, row: SizeRow) -> None:
    for measure, (least, most) in row.ranges.items():
        kind = MEASURES[measure]
        if not kind.least <= least <= most <= kind.most:
            raise BadRange(
                name=name, size=row.size, measure=_(kind.title), value=write_range((least, most)), least=kind.least,
                most=kind.most, unit=kind.unit,
            )  # fmt: skip


def remove_size_table(desk: Desk, *, size_table_id: int, version: int | None = None) -> None:
    """Take a table out of the list. Raises TableInUse, SizeTableNotFound, NotAllowed, and Clash where it was changed
    since `version`."""
    with work(desk, Right.PRODUCTS, Changed.WORDS) as doing:
        row = get_size_table(desk.database, size_table_id)
        if version is not None and row.version != version:
            raise strict_clash(desk, "size_table", size_table_id)
        if row.products:
            products = ngettext("{n} product", "{n} products", row.products).format(n=row.products)
            raise TableInUse(name=row.name, products=products)
        desk.database.execute_sql("DELETE FROM size_table WHERE id = ?", (size_table_id,))
        doing.note("remove", "size_table", size_table_id, before=_kept(row.chart, row.note, row.shop_id))


def give_size_table(desk: Desk, *, product_ids: Sequence[int], size_table_id: int | None) -> int:
    """Say which table these products go by; None for none. Returns how many changed. Raises SizeTableNotFound, Gone,
    NotAllowed."""
    with work(desk, Right.PRODUCTS, Changed.WORDS, Changed.PRODUCTS) as doing:
        name = "" if size_table_id is None else get_size_table(desk.database, size_table_id).name
        return sum(_give(doing, product_id, size_table_id, name) for product_id in product_ids)


def _give(doing: Work, product_id: int, size_table_id: int | None, name: str) -> bool:
    database = doing.desk.database
    sql = "SELECT p.size_table_id, coalesce(t.name, '') FROM product p LEFT JOIN size_table t ON t.id = p.size_table_id"
    rows = rows_of(database, f"{sql} WHERE p.id = ?", (product_id,))
    if not rows:
        raise ProductGone(number=product_id)
    if rows[0][0] == size_table_id:
        return False
    sql = "UPDATE product SET size_table_id = ?, version = version + 1 WHERE id = ?"
    database.execute_sql(sql, (size_table_id, product_id))
    doing.note("sizes", "product", product_id, before={"sizes": rows[0][1]}, after={"sizes": name})
    return True


class ProductGone(Refused):
    template = N_("There is no product {number} any more. Look at the list of products again.")


def plan_size_tables(database: Database, path: Path) -> SizePlan:
    """What the file would change. Raises BadInput: WrongCells names rows, columns and values."""
    return _plan(database, read_size_tables(path))


def import_size_tables(desk: Desk, path: Path, *, shown: str | None = None) -> SizePlan:
    """Take the tables of a file over, all of them or none; each replaces the one of its name, others stay. A second
    time changes nothing. `shown` is the code of the plan that somebody agreed to. Raises BadInput, SizesChanged,
    NotAllowed."""
    need(desk, Right.PRODUCTS)
    return _take(desk, read_size_tables(path), shown)


def take_presets(desk: Desk, *, names: Sequence[str] = ()) -> SizePlan:
    """Take over tables that come with the program, those of these names or all; one that the shop has by that name
    stays as the shop has it. Raises NoSuchPreset, NotAllowed."""
    need(desk, Right.PRODUCTS)
    file = read_size_tables(presets())
    known = {row.name.casefold() for row in list_size_tables(desk.seen)}
    wanted = {name.casefold() for name in names or file.tables}
    for name in names:
        if name.casefold() not in {each.casefold() for each in file.tables}:
            raise NoSuchPreset(name=name, known=tuple(file.tables))
    chosen = {name: each for name, each in file.tables.items() if name.casefold() in wanted - known}
    done = _take(desk, SizeFile(file.file, chosen))
    done.unchanged = [name for name in file.tables if name.casefold() in wanted & known]
    return done


def list_presets() -> list[str]:
    """Names of the tables that come with the program."""
    return list(read_size_tables(presets()).tables)


def export_size_tables(desk: Desk, path: Path, *, names: Sequence[str] = ()) -> int:
    """Write the tables of these names, or all, as the file that `import_size_tables` reads; returns the number of
    tables. Raises SizeTableNotFound, OutputFailed, UnknownFormat, NotAllowed."""
    need(desk, Right.EXPORT)
    tables = [_named(desk, name) for name in names] or list_size_tables(desk.seen)
    measures = [each for each in Measure if any(each in row.chart.measures for row in tables)]
    header = [*(_(TITLES[name]) for name in ("table", "size", "means")), *(MEASURES[each].heading for each in measures)]
    export_table(path, [*header, _(TITLES["note"])], _cells(tables, measures))
    return len(tables)


def _named(desk: Desk, name: str) -> SizeTableRow:
    found = find_size_table(desk.seen, name)
    if found is None:
        raise SizeTableNotFound(name=name)
    return found


def _take(desk: Desk, file: SizeFile, shown: str | None = None) -> SizePlan:
    with work(desk, Right.PRODUCTS, Changed.WORDS) as doing:
        plan = _plan(desk.database, file)
        if shown not in (None, plan.code):
            raise SizesChanged(file=plan.file)
        for name in (*plan.new, *plan.changed):
            known = find_size_table(desk.database, name)
            chart = _chart(file.tables[name])
            enter_size_table(
                doing, chart, note=file.tables[name].note, shop_id=known.shop_id if known else None,
                size_table_id=known.id if known else None,
            )  # fmt: skip
        if not (plan.new or plan.changed):
            doing.kinds.clear()
    return plan


def _plan(database: Database, file: SizeFile) -> SizePlan:
    made, stands = SizePlan(file.file), []
    for name, lines in file.tables.items():
        chart = _chart(lines)
        check_chart(chart)
        known = find_size_table(database, name)
        if known is None:
            made.new.append(name)
        elif (known.chart, known.note) == (chart, lines.note):
            made.unchanged.append(name)
            continue
        else:
            made.changed.append(name)
        stands.append((known and (known.id, known.version), chart, lines.note))
    made.code = hashlib.sha256(repr(stands).encode()).hexdigest()[:8]
    return made


def _chart(lines: SizeLines) -> SizeChart:
    return SizeChart(lines.name, lines.measures, tuple(lines.rows))


def _cells(tables: Sequence[SizeTableRow], measures: Sequence[Measure]) -> Iterator[list[Cell]]:
    for table in tables:
        for row in table.chart.rows:
            ranges = [write_range(row.ranges[each]) if each in row.ranges else "" for each in measures]
            yield [table.name, row.size, row.means, *ranges, table.note]


def _kept(chart: SizeChart, note: str, shop_id: int | None) -> dict[str, Any]:
    """A table's fields as the database keeps them."""
    return {"name": chart.name, "measures": write_measures(chart.measures), "rows": write_rows(chart.rows),
            "note": note.strip(), "shop_id": shop_id}  # fmt: skip
