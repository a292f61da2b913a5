"""Sizes: tables, what codes mean, which size for a body (PRD-02)."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from shopdesk.commands.options import json_option, lines_option
from shopdesk.commands.output import as_json, fitted, say, tell
from shopdesk.commands.session import Session
from shopdesk.domain.body_measures import fitted as in_our_unit
from shopdesk.domain.body_measures import is_likely, read_body
from shopdesk.domain.size_codes import meanings_of
from shopdesk.domain.sizes import MEASURES, Advice, Measure, advise, write_range
from shopdesk.errors import N_, BadInput, NotFound
from shopdesk.i18n import _
from shopdesk.queries.orders import get_order_ids
from shopdesk.queries.products import find_variant
from shopdesk.queries.size_tables import (
    BoughtSize,
    SizeTableNotFound,
    SizeTableRow,
    find_product_sizes,
    find_size_table,
    get_size_table,
    list_bought_sizes,
    list_size_tables,
)
from shopdesk.services.desk import Desk
from shopdesk.services.size_tables import (
    SizePlan,
    export_size_tables,
    give_size_table,
    import_size_tables,
    list_presets,
    plan_size_tables,
    remove_size_table,
    take_presets,
)


class NoSuchCode(NotFound):
    template = N_("There is no product with the code {sku} here.")


class NoTable(NotFound):
    template = N_("{sku} has no table of sizes yet. Give its product one.")


class NotAMeasure(BadInput):
    template = N_("{value} {unit} is nobody's {measure}. Write a number between {least} and {most}.")


which_table = click.argument("table", metavar="NAME|NUMBER")


@click.group()
def sizes() -> None:
    """Tables of sizes."""


@sizes.command("list", help=_("List tables of sizes."))
@click.option("--find", default="", help=_("Only those with this in their name."))
@lines_option
@click.pass_obj
def list_(session: Session, /, *, find: str, form: str) -> None:
    """One line a table."""
    for row in list_size_tables(session.desk().seen, find=find):
        measures = _(", ").join(_(MEASURES[each].title) for each in row.chart.measures)
        line = f"{row.id:>4} {fitted(row.name, 24)} {len(row.chart.rows):>4} {row.products:>5}  {measures}"
        say(as_json(_told(row)) if form == "jsonl" else line)


@sizes.command("show", help=_("Show a table with its sizes."))
@which_table
@json_option
@click.pass_obj
def show(session: Session, /, *, table: str, json_wanted: bool) -> None:
    """All its sizes."""
    row = _which(session.desk(), table)
    tell(_told(row), "\n".join(_lines(row)), json_wanted=json_wanted)


@sizes.command("which", help=_("Say which size fits: by --height and so on, or by what the buyer wrote in --said."))
@click.argument("table", required=False, default="", metavar="NAME|NUMBER")
@click.option("--sku", default="", help=_("The code of the goods, whose product has a table."))
@click.option("--height", type=float, help=_("Height in cm."))
@click.option("--weight", type=float, help=_("Weight in kg."))
@click.option("--foot", type=float, help=_("Length of the foot in mm."))
@click.option("--chest", type=float, help=_("Chest in cm."))
@click.option("--waist", type=float, help=_("Waist in cm."))
@click.option("--said", default="", help=_("A message with measures in it: 身高1米75，140斤."))
@json_option
@click.pass_obj
def which(session: Session, /, *, table: str, sku: str, said: str, json_wanted: bool, **given: float | None) -> None:
    """The size, or the two that come near."""
    desk = session.desk()
    row = _which(desk, table) if table else _table_of(desk, sku)
    body = read_body(said) | _body(given)
    advice = advise(row.chart, body)
    tell(_told_advice(row, advice), "\n".join(filter(None, (advice.said, row.note))), json_wanted=json_wanted)


@sizes.command("code", help=_("Say what a size's code means: 180/92A, 250(2.5), 39, W7."))
@click.argument("code")
@json_option
def code(*, code: str, json_wanted: bool) -> None:
    """What it stands for."""
    found = meanings_of(code)
    told = {"code": code, "meanings": [each.said for each in found]}
    lines = [f"{each.code}: {each.said}" for each in found] or [
        _("Only a table of sizes explains {code}.").format(code=code)
    ]
    tell(told, "\n".join(lines), json_wanted=json_wanted)


@sizes.command("order", help=_("Say what the sizes in an order mean."))
@click.argument("order_no")
@click.option("--shop", default="", help=_("The shop, where two shops have the same order number."))
@lines_option
@click.pass_obj
def order(session: Session, /, *, order_no: str, shop: str, form: str) -> None:
    """One line a bought line."""
    desk = session.desk()
    for bought in list_bought_sizes(desk.seen, order_id=get_order_ids(desk.seen, [order_no], shop=shop)[0]):
        say(as_json(_told_bought(bought)) if form == "jsonl" else _bought_line(bought))


@sizes.command("give", help=_("Say which table the products of these codes go by; --none takes it away."))
@click.argument("skus", nargs=-1, required=True)
@click.option("--table", default="", metavar="NAME|NUMBER", help=_("The table."))
@click.option("--none", "no_table", is_flag=True, help=_("No table any more."))
@json_option
@click.pass_obj
def give(session: Session, /, *, skus: Sequence[str], table: str, no_table: bool, json_wanted: bool) -> None:
    """Products and their table."""
    if bool(table) == no_table:
        raise click.UsageError(_("Say --table NAME, or --none."))
    desk = session.desk()
    products = list(dict.fromkeys(_product_of(desk, sku) for sku in skus))
    count = give_size_table(desk, product_ids=products, size_table_id=None if no_table else _which(desk, table).id)
    tell({"changed": count}, _("{n} products changed").format(n=count), json_wanted=json_wanted)


@sizes.command("remove", help=_("Take a table out of the list."))
@which_table
@json_option
@click.pass_obj
def remove(session: Session, /, *, table: str, json_wanted: bool) -> None:
    """One that no product goes by."""
    desk = session.desk()
    row = _which(desk, table)
    remove_size_table(desk, size_table_id=row.id, version=row.version)
    tell({"removed": row.name}, _("Removed: {title}").format(title=row.name), json_wanted=json_wanted)


@sizes.command("start", help=_("Take over tables that come with the program; those that you have stay as they are."))
@click.argument("names", nargs=-1)
@click.option("--list", "only_names", is_flag=True, help=_("Only list their names."))
@json_option
@click.pass_obj
def start(session: Session, /, *, names: Sequence[str], only_names: bool, json_wanted: bool) -> None:
    """Shoes and menswear."""
    if only_names:
        found = list_presets()
        tell({"tables": found}, "\n".join(found), json_wanted=json_wanted)
        return
    plan = take_presets(session.desk(), names=names)
    tell(_told_plan(plan), _said_plan(plan), json_wanted=json_wanted)


@sizes.command("import", help=_("Take tables of sizes over from a CSV or spreadsheet, one line a size."))
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--dry-run", is_flag=True, help=_("Only tell what would change, and the code of that."))
@click.option("--planned", metavar="CODE", help=_("Only if what changes still is what --dry-run told by this code."))
@json_option
@click.pass_obj
def take_in(session: Session, /, *, file: Path, dry_run: bool, planned: str | None, json_wanted: bool) -> None:
    """All of them or none."""
    desk = session.desk()
    plan = plan_size_tables(desk.seen, file) if dry_run else import_size_tables(desk, file, shown=planned)
    said = _said_plan(plan)
    tell(_told_plan(plan), f"{said} [{plan.code}]" if dry_run else said, json_wanted=json_wanted)


@sizes.command("export", help=_("Write tables of sizes to a CSV or XLSX file that can be taken over again."))
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.argument("names", nargs=-1)
@click.pass_obj
def export(session: Session, /, *, file: Path, names: Sequence[str]) -> None:
    """Those of these names, or all."""
    count = export_size_tables(session.desk(), file, names=names)
    say(_("{n} tables written to {file}").format(n=count, file=file))


def _which(desk: Desk, text: str) -> SizeTableRow:
    """The table of a name, else of a number."""
    found = find_size_table(desk.seen, text)
    if found is None and text.isdecimal():
        return get_size_table(desk.seen, int(text))
    if found is None:
        raise SizeTableNotFound(name=text)
    return found


def _product_of(desk: Desk, sku: str) -> int:
    found = find_variant(desk.seen, sku)
    if found is None:
        raise NoSuchCode(sku=sku)
    return found.product_id


def _table_of(desk: Desk, sku: str) -> SizeTableRow:
    if not sku:
        raise click.UsageError(_("Name a table, or the code of the goods with --sku."))
    found = find_product_sizes(desk.seen, product_id=_product_of(desk, sku))
    if found is None:
        raise NoTable(sku=sku)
    return found


def _body(given: dict[str, float | None]) -> dict[Measure, float]:
    body = {}
    for name, value in given.items():
        if value is None:
            continue
        measure = Measure[name.upper()]
        body[measure] = in_our_unit(measure, value)
        if not is_likely(measure, body[measure]):
            kind = MEASURES[measure]
            raise NotAMeasure(
                value=f"{value:g}", unit=kind.unit, measure=_(kind.title), least=kind.least, most=kind.most
            )
    return body


def _told(row: SizeTableRow) -> dict[str, Any]:
    return {
        "id": row.id, "name": row.name, "shop": row.shop, "note": row.note, "products": row.products,
        "measures": [each.value for each in row.chart.measures],
        "sizes": [
            {"size": each.size, "means": each.means, "ranges": {key.value: ends for key, ends in each.ranges.items()}}
            for each in row.chart.rows
        ],
    }  # fmt: skip


def _lines(row: SizeTableRow) -> list[str]:
    heads = [MEASURES[each].heading for each in row.chart.measures]
    lines = [" ".join([fitted(_("Size"), 8), fitted(_("Meaning"), 12), *(fitted(head, 18) for head in heads)])]
    for each in row.chart.rows:
        cells = [write_range(each.ranges[key]) if key in each.ranges else "" for key in row.chart.measures]
        lines.append(" ".join([fitted(each.size, 8), fitted(each.means, 12), *(fitted(cell, 18) for cell in cells)]))
    return [row.name, *(line.rstrip() for line in lines), *filter(None, (row.note,))]


def _told_advice(row: SizeTableRow, advice: Advice) -> dict[str, Any]:
    return {
        "table": row.name, "verdict": advice.verdict.value, "sizes": list(advice.sizes), "said": advice.said,
        "by": {each.value: list(found) for each, found in advice.by.items()},
        "missing": [each.value for each in advice.missing], "note": row.note,
    }  # fmt: skip


def _told_bought(bought: BoughtSize) -> dict[str, Any]:
    return {
        "title": bought.title, "sku": bought.sku, "size": bought.size,
        "table": bought.table.name if bought.table else "", "means": bought.row.means if bought.row else "",
        "meanings": [each.said for each in bought.meanings],
    }  # fmt: skip


def _bought_line(bought: BoughtSize) -> str:
    means = bought.row.means if bought.row else ""
    told = _("; ").join(filter(None, (means, *(each.said for each in bought.meanings)))) or "–"
    return f"{fitted(bought.sku or bought.title, 20)} {fitted(bought.size or '–', 14)} {told}"


def _told_plan(plan: SizePlan) -> dict[str, Any]:
    return {"file": plan.file, "created": plan.new, "updated": plan.changed, "unchanged": plan.unchanged,
            "code": plan.code}  # fmt: skip


def _said_plan(plan: SizePlan) -> str:
    return _("{file}: {created} tables new, {updated} changed, {unchanged} as they were").format(
        file=plan.file, created=len(plan.new), updated=len(plan.changed), unchanged=len(plan.unchanged)
    )
