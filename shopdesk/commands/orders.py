"""Listing orders."""

import sys
from collections.abc import Iterable, Iterator
from datetime import datetime
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

import click

from shopdesk.clock import day_end, day_start, iso
from shopdesk.commands.options import table_options
from shopdesk.commands.order_table import table_lines
from shopdesk.commands.output import as_json, complain, list_form, write_lines
from shopdesk.commands.session import Session, options
from shopdesk.domain.flags import Colour
from shopdesk.domain.origins import Origin
from shopdesk.domain.statuses import Stage, Status
from shopdesk.i18n import _
from shopdesk.queries.order_exports import OrderExport, stream_orders, stream_rows
from shopdesk.queries.order_lists import MOST_FOUND, OrderFilter
from shopdesk.queries.shop_settings import get_setting
from shopdesk.queries.shops import get_shop
from shopdesk.services.desk import Desk
from shopdesk.services.exports import Cell, export_table
from shopdesk.services.privacy import note_export
from shopdesk.settings import ZONE

_CODES = {
    "flag": [c.code for c in Colour], "stage": [s.code for s in Stage], "status": [s.code for s in Status],
    "origin": [o.code for o in Origin],
}  # fmt: skip

filters = options(
    click.option("--flag", "flags", multiple=True, type=click.Choice(_CODES["flag"]), help=_("Only this flag's.")),
    click.option("--stage", type=click.Choice(_CODES["stage"]), help=_("Only those so far at this desk.")),
    click.option("--status", type=click.Choice(_CODES["status"]), help=_("Only those so far on the platform.")),
    click.option("--origin", type=click.Choice(_CODES["origin"]), help=_("Only those that came in this way.")),
    click.option("--find", default="", help=_("Only those with these words in number, buyer, phone, goods, memo ...")),
    click.option("--order-no", "order_nos", multiple=True, help=_("Only this order; several may be named.")),
    click.option("--since", type=click.DateTime(["%Y-%m-%d"]), help=_("Only those made on this day or later.")),
    click.option("--until", type=click.DateTime(["%Y-%m-%d"]), help=_("Only those made on this day or before.")),
    click.option("--shop", default="", help=_("Only this shop's.")),
)


@click.command()
@filters
@click.option("--limit", type=click.IntRange(0, sys.maxsize), help=_("The newest so many; all if left out."))
@table_options
@click.pass_obj
def orders(session: Session, /, *, limit: int | None, form: str | None, output: Path | None, **wanted: Any) -> None:
    """List orders, the newest first, without limit unless one is given."""
    form = list_form(form, output)
    desk = session.desk()
    chosen = order_filter(desk, **wanted)
    if form == "table":
        rows = stream_rows(desk.seen, chosen, limit=limit)
        write_lines(table_lines(desk, _noted(rows, chosen), colours=output is None), output)
        return
    note = partial(note_export, desk, "orders")
    found = _noted(stream_orders(desk.seen, chosen, limit=limit), chosen)
    if form == "jsonl":
        write_lines(map(as_json, order_objects(desk, found)), output, note)
    elif form in ("csv", "xlsx"):
        export_table(output, HEADER, order_cells(desk, found), form=form, note=note)
    else:
        raise click.UsageError(_("Say how to write them: --format table, jsonl, csv or xlsx."))


def order_filter(
    desk: Desk,
    *,
    flags: tuple[str, ...] = (),
    stage: str | None = None,
    status: str | None = None,
    origin: str | None = None,
    find: str = "",
    order_nos: tuple[str, ...] = (),
    since: datetime | None = None,
    until: datetime | None = None,
    shop: str = "",
) -> OrderFilter:
    """What the options ask for; days are the shop's. Raises NoSuchShop."""
    zone = get_setting(desk.seen, ZONE)
    return OrderFilter(
        shop_id=get_shop(desk.seen, shop).id if shop else None,
        flags=frozenset(map(Colour.from_code, flags)),
        status=Status[status.upper()] if status else None,
        stage=Stage[stage.upper()] if stage else None,
        origin=Origin[origin.upper()] if origin else None,
        since=day_start(since.date(), zone) if since else None,
        until=day_end(until.date(), zone) if until else None,
        order_nos=order_nos,
        find=find,
    )


def _noted(found: Iterable[Any], chosen: OrderFilter) -> Iterator[Any]:
    """What was found, with a word on stderr where a search found too much to list it all."""
    count = 0
    for each in found:
        count += 1
        yield each
    if chosen.find.strip() and count >= MOST_FOUND:
        complain(
            _("Only the newest {n} hits are listed. Search for something rarer to see the others.").format(n=count)
        )


_AMOUNTS = frozenset(("goods", "postage", "paid"))
_TIMES = frozenset(("created_at", "paid_at"))
HEADER = OrderExport._fields


def order_objects(desk: Desk, found: Iterable[OrderExport]) -> Iterator[dict[str, Any]]:
    """Orders as scripts get them: amounts decimal strings, times ISO 8601 in the shop's zone."""
    zone = get_setting(desk.seen, ZONE)
    for order in found:
        told: dict[str, Any] = order._asdict()
        for name in _AMOUNTS:
            told[name] = told[name].yuan
        for name in _TIMES:
            told[name] = iso(told[name], zone)
        told["lines"] = [line._asdict() | {"price": line.price.yuan} for line in order.lines]
        yield told


def order_cells(desk: Desk, found: Iterable[OrderExport]) -> Iterator[list[Cell]]:
    """Orders as rows of a table: amounts numbers, lines and holds in one cell each."""
    for told in order_objects(desk, found):
        for name in _AMOUNTS:
            told[name] = Decimal(told[name])
        told["holds"] = "; ".join(told["holds"])
        told["lines"] = "; ".join(line_text(line) for line in told["lines"])
        yield ["" if told[name] is None else told[name] for name in HEADER]


def line_text(line: dict[str, Any]) -> str:
    """One item in words: `5815-W7 深紫 ×1`."""
    return " ".join(filter(None, (line["sku"] or line["title"], line["properties"], f"×{line['quantity']}")))
