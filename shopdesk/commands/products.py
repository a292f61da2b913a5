"""Products: listing variants, taking a table of them over (PRD-01)."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import click

from shopdesk.commands.exports import LISTS, table_cells
from shopdesk.commands.options import json_option, table_options
from shopdesk.commands.output import as_json, fitted, list_form, tell, write_lines
from shopdesk.commands.session import Session, one_of
from shopdesk.domain.money import Money
from shopdesk.i18n import N_, _
from shopdesk.queries.products import Shows, VariantFilter
from shopdesk.queries.record_exports import VariantExport, stream_variants
from shopdesk.queries.shops import get_shop
from shopdesk.services.exports import export_table
from shopdesk.services.product_tables import TablePlan, import_products, plan_table

_COLUMNS = (
    (N_("Code"), 18), (N_("Product"), 24), (N_("Style"), 12), (N_("Colour"), 10), (N_("Size"), 8),
    (N_("Weight (g)"), 10), (N_("Shelf"), 8), (N_("Price"), 10), (N_("Supplier"), 12), (N_("On sale"), 8),
)  # fmt: skip
_RIGHT = frozenset((5, 7))
"""The columns of figures."""


@click.group(invoke_without_command=True)
@click.option("--find", default="", help=_("Only those with these words in code, title, style, shelf, supplier ..."))
@click.option(
    "--show",
    type=one_of(Shows),
    default=Shows.ALL.value,
    help=_("Only on sale, taken down, incomplete, of odd weight."),
)
@click.option("--shop", default="", help=_("Only this shop's."))
@table_options
@click.pass_context
def products(ctx: click.Context, /, *, find: str, show: str, shop: str, form: str | None, output: Path | None) -> None:
    """List variants by shop, product and code."""
    if ctx.invoked_subcommand is not None:
        return
    form = list_form(form, output)
    session: Session = ctx.obj
    desk = session.desk()
    chosen = VariantFilter(find, Shows(show), get_shop(desk.seen, shop).id if shop else None)
    found = stream_variants(desk.seen, chosen)
    if form == "table":
        write_lines(_table_lines(found), output)
    elif form == "jsonl":
        write_lines((as_json(_told(row)) for row in found), output)
    elif form in ("csv", "xlsx"):
        export_table(output, LISTS["products"].header, table_cells(desk, found), form=form)
    else:
        raise click.UsageError(_("Say how to write them: --format table, jsonl, csv or xlsx."))


@products.command(
    "import", help=_("Take a table of products over, all of it or nothing. Doing it again changes nothing.")
)
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--dry-run", is_flag=True, help=_("Only tell what would change, and the code of that."))
@click.option("--planned", metavar="CODE", help=_("Only if what changes still is what --dry-run told by this code."))
@json_option
@click.pass_obj
def take_in(session: Session, /, *, file: Path, dry_run: bool, planned: str | None, json_wanted: bool) -> None:
    """As `plan_table` and `import_products` say."""
    desk = session.desk()
    plan = plan_table(desk.seen, file) if dry_run else import_products(desk, file, shown=planned)
    said = _said_plan(plan)
    tell(_told_plan(plan), f"{said} [{plan.code}]" if dry_run else said, json_wanted=json_wanted)


def _told(row: VariantExport) -> dict[str, Any]:
    return row._asdict() | {"price": row.price.yuan, "cost": row.cost.yuan}


def _told_plan(plan: TablePlan) -> dict[str, Any]:
    return {
        "file": plan.file, "rows": plan.rows, "created": len(plan.new), "updated": len(plan.changed),
        "unchanged": plan.unchanged, "suppliers": plan.new_suppliers,
        "code": plan.code,
    }  # fmt: skip


def _said_plan(plan: TablePlan) -> str:
    return _("{file}: {rows} rows, {created} new, {updated} changed, {unchanged} as they were").format(
        file=plan.file, rows=plan.rows, created=len(plan.new), updated=len(plan.changed), unchanged=plan.unchanged
    )


def _table_lines(found: Iterable[VariantExport]) -> Iterator[str]:
    yield _line([_(title) for title, _width in _COLUMNS])
    for row in found:
        yield _line([
            row.sku, row.title, row.style, row.colour, row.size, "" if row.weight is None else str(row.weight),
            row.shelf, Money(row.price).shown, row.supplier, _("yes") if row.on_sale else _("no"),
        ])  # fmt: skip


def _line(cells: list[str]) -> str:
    fit = (
        fitted(cell, width, right=place in _RIGHT)
        for place, (cell, (_title, width)) in enumerate(zip(cells, _COLUMNS, strict=True))
    )
    return " ".join(fit).rstrip()
