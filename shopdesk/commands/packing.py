"""Packing, leaving, and the lists of what went wrong in between (SHP-04 to SHP-06)."""

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import click

from shopdesk.clock import iso
from shopdesk.commands.options import json_option, table_options
from shopdesk.commands.output import as_json, complain, fitted, list_form, say, tell, write_lines
from shopdesk.commands.session import Session, one_of, options
from shopdesk.domain.flags import Colour
from shopdesk.domain.parcel_weights import HEAVIEST
from shopdesk.domain.statuses import Stage, Status
from shopdesk.i18n import N_, _, ngettext, sentence
from shopdesk.queries.orders import find_order_id
from shopdesk.queries.packing import PackSlip, get_pack_slip
from shopdesk.queries.shipping_lists import ShippingList, ShippingRow, count_shipping, list_shipping
from shopdesk.queries.shop_settings import get_setting
from shopdesk.queries.slips import list_slips
from shopdesk.services.desk import Desk
from shopdesk.services.exports import export_table
from shopdesk.services.leaving import Leaving, ship_carrier, ship_slips, unship_slips
from shopdesk.services.packed_parcels import Packed, finish_slip, unpack_slip
from shopdesk.services.packing import find_pack_slip, open_slip, scan, tick_all
from shopdesk.settings import ZONE

LIST_NAMES = {
    ShippingList.SHIPPED_NOT_PACKED: N_("marked as shipped, but not packed"),
    ShippingList.RECEIVED_NOT_SHIPPED: N_("received by the buyer, but not marked as shipped"),
    ShippingList.PRINTED_NOT_SHIPPED: N_("printed, but not shipped"),
    ShippingList.NO_WAYBILL: N_("printed, without a waybill"),
    ShippingList.PLATFORM_SHIPPED: N_("shipped on the platform, but not here"),
    ShippingList.UNFINISHED: N_("slips of past days that are not finished"),
    ShippingList.TO_STOP: N_("to be stopped: closed, refunded or changed after the slip was made"),
}
HEADER = (
    "shop", "platform", "order_no", "status", "stage", "flag", "buyer", "carrier", "waybill", "created_at", "paid_at",
    "printed_at", "packed_at", "packer", "shipped_at",
)  # fmt: skip
_COLUMNS = ((N_("Flag"), 10), (N_("Order"), 20), (N_("Buyer"), 14), (N_("Carrier"), 12), (N_("Waybill"), 18))


@click.command()
@click.argument("code", metavar="SLIP_OR_ORDER")
@click.option("--item", "items", multiple=True, metavar="CODE", help=_("A scanned piece; without any all are ticked."))
@click.option("--weight", type=click.IntRange(1, HEAVIEST), metavar="G", help=_("What the parcel weighs, in grams."))
@click.option("--reason", default="", help=_("Why it is right although the weight is off or a refund was asked."))
@click.option("--again", is_flag=True, help=_("Open a packed parcel again instead; needs a reason."))
@json_option
@click.pass_obj
def pack(
    session: Session,
    /,
    *,
    code: str,
    items: tuple[str, ...],
    weight: int | None,
    reason: str,
    again: bool,
    json_wanted: bool,
) -> None:
    """Pack one parcel: by its waybill, order number or slip code (SHP-04)."""
    desk = session.desk()
    if again:
        slip = unpack_slip(desk, slip_id=find_pack_slip(desk, code).id, reason=reason)
        tell(_told(slip), _("Slip {number} is open again.").format(number=slip.number), json_wanted=json_wanted)
        return
    done = _pack(desk, code, items, weight, reason)
    told = _told(done.slip) | {"weight": done.slip.weight, "expected": done.expected, "struck": done.struck}
    tell(told, _("Slip {number} is packed.").format(number=done.slip.number), json_wanted=json_wanted)


def _pack(desk: Desk, code: str, items: tuple[str, ...], weight: int | None, reason: str) -> Packed:
    """All of it or nothing: what stops half way leaves no count behind."""
    with desk.database.atomic():
        slip = open_slip(desk, code=code, take_over=True, reason="" if weight else reason).slip
        for item in items:
            scan(desk, code=item, slip_id=slip.id)
        if not items:
            tick_all(desk, slip_id=slip.id)
        return finish_slip(desk, slip_id=slip.id, weight=weight, reason=reason)


def _told(slip: PackSlip) -> dict[str, Any]:
    return {
        "order_nos": [order.order_no for order in slip.orders],
        "stage": min((order.stage for order in slip.orders), default=Stage.PRINTED).code,
        "carrier": slip.carrier,
        "waybill": slip.waybill,
    }


@click.command()
@click.argument("codes", metavar="ORDER_NO...", nargs=-1)
@click.option("--carrier", default="", help=_("Everything packed that waits for this carrier."))
@click.option("--reason", default="", help=_("Why unpacked ones may leave, or why they are taken back."))
@click.option("--undo", is_flag=True, help=_("Take today's back instead; needs a reason."))
@json_option
@click.pass_obj
def ship(
    session: Session, /, *, codes: tuple[str, ...], carrier: str, reason: str, undo: bool, json_wanted: bool
) -> None:
    """Mark parcels as shipped (SHP-05): by order number or waybill all or none; of a carrier what can leave."""
    if bool(codes) == bool(carrier) or (undo and carrier):
        raise click.UsageError(_("Name the orders or waybills, or write --carrier."))
    desk = session.desk()
    ids = [slip_id for code in codes for slip_id in _parcels_of(desk, code, gone=undo)]
    if undo:
        n = unship_slips(desk, slip_ids=ids, reason=reason)
        text = ngettext("{n} parcel is here again", "{n} parcels are here again", n).format(n=n)
        tell({"unshipped": _numbers(desk, ids)}, text, json_wanted=json_wanted)
        return
    left = ship_carrier(desk, carrier=carrier) if carrier else ship_slips(desk, ids, reason=reason)
    for _slip_id, refusal in left.refused:
        complain(sentence(refusal))
    n = len(left.slip_ids)
    text = ngettext("{n} parcel shipped", "{n} parcels shipped", n).format(n=n)
    tell(_left(desk, left), text, json_wanted=json_wanted)


def _parcels_of(desk: Desk, code: str, *, gone: bool) -> list[int]:
    """Every parcel of an order that is still here (or has left), or the one that the code means. Raises UnknownCode."""
    order_id = find_order_id(desk.seen, code)
    slips = list_slips(desk.seen, order_id=order_id) if order_id is not None else []
    fitting = [slip.id for slip in slips if slip.cancelled_at is None and (slip.shipped_at is not None) == gone]
    return fitting or [find_pack_slip(desk, code).id]


def _numbers(desk: Desk, slip_ids: Iterable[int]) -> list[str]:
    slips = (get_pack_slip(desk.seen, slip_id) for slip_id in slip_ids)
    return list(dict.fromkeys(order.order_no for slip in slips for order in slip.orders))


def _left(desk: Desk, left: Leaving) -> dict[str, Any]:
    refused = [
        {"order_no": get_pack_slip(desk.seen, slip_id).orders[0].order_no, "reason": sentence(why)}
        for slip_id, why in left.refused
    ]
    return {"shipped": _numbers(desk, left.slip_ids), "parcels": len(left.slip_ids), "refused": refused}


@click.command()
@click.argument("name", type=one_of(ShippingList), required=False)
@options(
    click.option("--limit", type=click.IntRange(0, sys.maxsize), help=_("The oldest so many; all if left out.")),
    table_options,
    json_option,
)
@click.pass_obj
def lists(
    session: Session,
    /,
    *,
    name: str | None,
    limit: int | None,
    form: str | None,
    output: Path | None,
    json_wanted: bool,
) -> None:
    """What went wrong between table and courier; without a name, how many stand on each list (SHP-05, SHP-06)."""
    desk = session.desk()
    if name is None:
        _say_counts(desk, json_wanted=json_wanted)
        return
    form = list_form(form, output)
    rows = list_shipping(desk.seen, ShippingList(name.lower()), now=desk.clock(), limit=limit)
    told = _objects(desk, rows)
    if form == "table":
        write_lines(_lines(rows), output)
    elif form == "jsonl":
        write_lines(map(as_json, told), output)
    elif form in ("csv", "xlsx"):
        cells = (["" if one[key] is None else one[key] for key in HEADER] for one in told)
        export_table(output, HEADER, cells, form=form)
    else:
        raise click.UsageError(_("Say how to write them: --format table, jsonl, csv or xlsx."))


def _say_counts(desk: Desk, *, json_wanted: bool) -> None:
    counts = count_shipping(desk.seen, now=desk.clock())
    if json_wanted:
        say(as_json({str(which): n for which, n in counts.items()}))
        return
    for which, n in counts.items():
        say(f"{n:>6}  {which:<22} {_(LIST_NAMES[which])}")


def _objects(desk: Desk, rows: Iterable[ShippingRow]) -> Iterator[dict[str, Any]]:
    zone = get_setting(desk.seen, ZONE)
    for row in rows:
        told = row._asdict() | {
            "status": Status(row.status).code,
            "stage": Stage(row.stage).code,
            "flag": Colour(row.flag).code,
            "created_at": iso(row.created, zone),
        }
        for key in ("paid_at", "printed_at", "packed_at", "shipped_at"):
            told[key] = iso(told[key], zone)
        yield {key: told[key] for key in HEADER}


def _lines(rows: Iterable[ShippingRow]) -> Iterator[str]:
    yield " ".join(fitted(_(title), width) for title, width in _COLUMNS).rstrip()
    for row in rows:
        cells = (Colour(row.flag).code, row.order_no, row.buyer, row.carrier, row.waybill)
        yield " ".join(fitted(cell, width) for cell, (_title, width) in zip(cells, _COLUMNS, strict=True)).rstrip()
