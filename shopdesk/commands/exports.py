"""Writing lists to files that no spreadsheet takes for formulas (DATA-05)."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import click

from shopdesk.clock import day_end, day_start, iso
from shopdesk.commands.options import json_option
from shopdesk.commands.orders import filters, order_cells, order_filter
from shopdesk.commands.output import complain, tell
from shopdesk.commands.session import Session
from shopdesk.domain.money import Money
from shopdesk.i18n import _, ngettext, sentence
from shopdesk.queries.damage_batches import DamageExport, LossExport, stream_damage, stream_damage_losses
from shopdesk.queries.order_exports import LineExport, OrderExport, stream_orders
from shopdesk.queries.record_exports import (
    ParcelExport,
    RefundExport,
    RepairExport,
    VariantExport,
    stream_parcels,
    stream_refunds,
    stream_repairs,
    stream_variants,
)
from shopdesk.queries.shop_settings import get_setting
from shopdesk.queries.shops import get_shop, list_shops
from shopdesk.queries.trail import TrailFilter
from shopdesk.services.desk import Desk
from shopdesk.services.exports import Cell, export_table
from shopdesk.services.privacy import note_export
from shopdesk.services.reports_desk import reading_desk
from shopdesk.services.shipping_files import export_shipments
from shopdesk.services.trail_export import export_trail
from shopdesk.settings import ZONE

_ORDER_PART = ("shop", "order_no", "buyer", "created_at")
_TIMES = frozenset(
    (
        "at",
        "created_at",
        "requested_at",
        "deadline",
        "finished_at",
        "dispatched_at",
        "due_at",
        "received_at",
        "expires_at",
        "sent_at",
        "back_at",
        "closed_at",
        "left_at",
        "moved_at",
        "expected_at",
        "signed_at",
        "looked_at",
        "called_at",
    )
)


class List(NamedTuple):
    """What can be exported: its columns and its rows."""

    header: Sequence[str]
    rows: Callable[[Desk, dict[str, Any]], Iterable[Sequence[Cell]]]
    filtered: bool = False
    """Whether the options that choose orders mean anything to it."""


def _orders(desk: Desk, wanted: dict[str, Any]) -> Iterator[list[Cell]]:
    return order_cells(desk, stream_orders(desk.seen, order_filter(desk, **wanted)))


def _lines(desk: Desk, wanted: dict[str, Any]) -> Iterator[list[Cell]]:
    zone = get_setting(desk.seen, ZONE)
    for order in stream_orders(desk.seen, order_filter(desk, **wanted)):
        for line in order.lines:
            yield [*(_cell(name, getattr(order, name), zone) for name in _ORDER_PART), *_cells(line, zone)]


def _records(stream: Callable[[Any], Iterable[Any]]) -> Callable[[Desk, dict[str, Any]], Iterator[list[Cell]]]:
    def rows(desk: Desk, _wanted: dict[str, Any]) -> Iterator[list[Cell]]:
        return table_cells(desk, stream(desk.seen))

    return rows


def _trail_filter(
    desk: Desk, *, person: str = "", record: str = "", since: datetime | None = None, until: datetime | None = None
) -> TrailFilter:  # fmt: skip
    """Which rows of the trail the options choose; days are the shop's, `until` is the last of them."""
    zone = get_setting(desk.seen, ZONE)
    return TrailFilter(
        person=person,
        record=record,
        since=day_start(since.date(), zone) if since else None,
        until=day_end(until.date(), zone) if until else None,
    )


LISTS = {
    "orders": List(OrderExport._fields, _orders, filtered=True),
    "lines": List((*_ORDER_PART, *LineExport._fields), _lines, filtered=True),
    "products": List(VariantExport._fields, _records(stream_variants)),
    "refunds": List(RefundExport._fields, _records(stream_refunds)),
    "parcels": List(ParcelExport._fields, _records(stream_parcels)),
    "damage": List(DamageExport._fields, _records(stream_damage)),
    "damage-losses": List(LossExport._fields, _records(stream_damage_losses)),
    "repairs": List(RepairExport._fields, _records(stream_repairs)),
}


def table_cells(desk: Desk, records: Iterable[Any]) -> Iterator[list[Cell]]:
    """Records as rows of an export file."""
    zone = get_setting(desk.seen, ZONE)
    return (_cells(record, zone) for record in records)


def _cells(record: Any, zone: str) -> list[Cell]:
    return [_cell(name, value, zone) for name, value in zip(record._fields, record, strict=True)]


def _cell(name: str, value: Any, zone: str) -> Cell:
    if isinstance(value, Money):
        return Decimal(value.yuan)
    if name in _TIMES:
        return iso(value, zone) or ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value) if not isinstance(value, int) else value


SHIPMENTS = "shipments"
"""The file for a platform's bulk shipping: a list with a memory."""
TRAIL = "trail"
_PLAIN = frozenset({"orders"})
"""Lists with buyers' phones and addresses: that they were taken away is noted (DATA-06)."""


@click.command()
@click.argument("what", type=click.Choice([*LISTS, TRAIL, SHIPMENTS]))
@click.option("-o", "--output", required=True, type=click.Path(path_type=Path, dir_okay=False), help=_("The file."))
@filters
@click.option("--day", type=click.DateTime(["%Y-%m-%d"]), help=_("Shipments: all of this day, not only what is new."))
@click.option("--packed", is_flag=True, help=_("Shipments: also what is packed and waits for the courier."))
@click.option("--person", "who", default="", help=_("Trail: only what this person did."))
@click.option("--record", default="", help=_("Trail: only of this order, waybill, person ..."))
@json_option
@click.pass_obj
def export(
    session: Session,
    /,
    *,
    what: str,
    output: Path,
    day: datetime | None,
    packed: bool,
    who: str,
    record: str,
    json_wanted: bool,
    **wanted: Any,
) -> None:
    """Write a list to a CSV or XLSX file; the options that choose are for orders and lines.

    `shipments` is the file for a platform's bulk shipping, one shop's (--shop): what is new since the last one. `trail`
    is who did what when; --person, --record, --since and --until choose from it.
    """
    if what == TRAIL:
        days = {name: wanted.pop(name) for name in ("since", "until")}
        if any(wanted.values()) or day is not None or packed:
            raise click.UsageError(_("The trail is chosen by --person, --record, --since and --until only."))
        desk = session.desk()
        n = export_trail(desk, path=output, chosen=_trail_filter(desk, person=who, record=record, **days))
        _tell_rows(output, n, json_wanted=json_wanted)
        return
    if who or record:
        raise click.UsageError(_("--person and --record are for the trail."))
    if what == SHIPMENTS:
        shop = str(wanted.pop("shop"))
        if any(wanted.values()) or (packed and day is not None):
            raise click.UsageError(_("Shipments are chosen by --shop and by --day or --packed only."))
        _export_shipments(session.desk(), output, shop, day, packed=packed, json_wanted=json_wanted)
        return
    if day is not None or packed:
        raise click.UsageError(_("--day and --packed are for shipments."))
    chosen = LISTS[what]
    if any(wanted.values()) and not chosen.filtered:
        raise click.UsageError(
            _("Only orders and lines can be chosen from; {list} are written whole.").format(list=what)
        )
    desk = session.desk()
    with reading_desk(desk) as reading:
        if reading.note is not None:
            complain(sentence(reading.note))
        note = partial(note_export, desk, what) if what in _PLAIN else None
        n = export_table(output, chosen.header, chosen.rows(reading.desk, wanted), note=note)
    _tell_rows(output, n, json_wanted=json_wanted)


def _tell_rows(output: Path, n: int, *, json_wanted: bool) -> None:
    text = ngettext("{n} row in {file}", "{n} rows in {file}", n).format(n=n, file=output)
    tell({"file": str(output), "rows": n}, text, json_wanted=json_wanted)


def _export_shipments(
    desk: Desk, output: Path, name: str, day: datetime | None, *, packed: bool, json_wanted: bool
) -> None:
    shops = list_shops(desk.seen)
    if not name and len(shops) != 1:
        raise click.UsageError(_("Say whose: --shop NAME."))
    shop = get_shop(desk.seen, name) if name else shops[0]
    written = export_shipments(desk, shop=shop, path=output, day=day.date() if day else None, packed=packed)
    text = ngettext("{n} row in {file}", "{n} rows in {file}", written.rows).format(n=written.rows, file=output)
    told = {"file": str(output), "shop": shop.name, "rows": written.rows, "parcels": written.slips}
    tell(told, text, json_wanted=json_wanted)
