"""Received goods on the command line: listed, inspected, approved (RET-09)."""

from typing import Any

import click

from shopdesk.clock import iso
from shopdesk.commands.options import json_option, lines_option
from shopdesk.commands.output import as_json, fitted, say, tell
from shopdesk.commands.session import Session, one_of
from shopdesk.domain.intake import DESTINATIONS, Destination
from shopdesk.i18n import _, ngettext
from shopdesk.queries.inspections import InspectionRow, Progress, get_inspection, list_inspections
from shopdesk.queries.shop_settings import get_setting
from shopdesk.services.desk import Desk
from shopdesk.services.inspections import approve_items, inspect_item
from shopdesk.settings import ZONE


@click.command(help=_("List what came back: to be inspected, to be approved, or approved."))
@click.option("--state", "progress", type=one_of(Progress), help=_("Only those that have come so far."))
@click.option("--day", help=_("Only those of a day."))
@click.option("--case", "case_id", type=click.IntRange(1), help=_("Only those of a case."))
@click.option("--limit", type=click.IntRange(0), help=_("So many at most; all if left out."))
@lines_option
@click.pass_obj
def goods(
    session: Session,
    /,
    *,
    progress: str | None,
    day: str | None,
    case_id: int | None,
    limit: int | None,
    form: str,
) -> None:
    """One line an item."""
    desk = session.desk()
    wanted = Progress(progress) if progress else None
    for row in list_inspections(desk.seen, progress=wanted, day=day, case_id=case_id, limit=limit):
        say(as_json(_told(desk, row)) if form == "jsonl" else _line(row))


@click.command(help=_("Say how many pieces of an item are good and faulty, and where they go."))
@click.argument("item_id", metavar="ITEM", type=click.IntRange(1))
@click.option("--good", type=click.IntRange(0), default=0, help=_("Good pieces."))
@click.option("--faulty", type=click.IntRange(0), default=0, help=_("Faulty pieces."))
@click.option("--to", "goes_to", type=one_of(Destination), default="stock", help=_("Where the good ones go."))
@click.option("--faulty-to", type=one_of(Destination), default="damage", help=_("Where the faulty ones go."))
@click.option("--note", default="", help=_("What is wrong, or why the count differs."))
@json_option
@click.pass_obj
def inspect(
    session: Session,
    /,
    *,
    item_id: int,
    good: int,
    faulty: int,
    goes_to: str,
    faulty_to: str,
    note: str,
    json_wanted: bool,
) -> None:
    """Inspect an item."""
    desk = session.desk()
    inspect_item(
        desk,
        item_id=item_id,
        good=good,
        faulty=faulty,
        goes_to=Destination(goes_to),
        faulty_to=Destination(faulty_to),
        note=note,
    )
    row = get_inspection(desk.seen, item_id=item_id)
    tell(_told(desk, row), _line(row), json_wanted=json_wanted)


@click.command(help=_("Take inspected items into stock, or where else the inspection says. Not those you inspected."))
@click.argument("item_ids", metavar="ITEM...", nargs=-1, required=True, type=click.IntRange(1))
@json_option
@click.pass_obj
def approve(session: Session, /, *, item_ids: tuple[int, ...], json_wanted: bool) -> None:
    """Approve items, all of them or none."""
    desk = session.desk()
    pieces = approve_items(desk, item_ids=item_ids)
    said = ngettext("{n} piece approved.", "{n} pieces approved.", pieces).format(n=pieces)
    tell({"items": list(dict.fromkeys(item_ids)), "pieces": pieces}, said, json_wanted=json_wanted)


def _told(desk: Desk, row: InspectionRow) -> dict[str, Any]:
    zone = get_setting(desk.seen, ZONE)
    names = ("day", "number", "order_no", "buyer", "sku", "quantity", "good", "faulty", "shipped", "came_back")
    return {
        "item": row.id,
        "state": row.progress.value,
        "name": row.name,
        "case": row.case_id,
        **{name: getattr(row, name) for name in names},
        "goes_to": row.goes_to.value if row.goes_to else "",
        "faulty_to": row.faulty_to.value if row.faulty_to else "",
        "inspected_by": row.inspected_by,
        "inspected_at": iso(row.inspected_at, zone),
        "approved_by": row.approved_by,
        "approved_at": iso(row.approved_at, zone),
    }


def _line(row: InspectionRow) -> str:
    parts = [_("{n} to {place}").format(n=pieces, place=_(DESTINATIONS[to])) for pieces, to in row.parts]
    where = f"{row.day} #{row.number}"
    return "  ".join(
        [fitted(str(row.id), 6, right=True), where, row.order_no or "–", f"{row.name} ×{row.quantity}", *parts]
    )
