"""What the commands about parcels in trouble share."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import click

from shopdesk.clock import Millis, day_end, from_local, iso
from shopdesk.commands.options import json_option
from shopdesk.commands.session import options
from shopdesk.errors import N_, BadInput
from shopdesk.i18n import _
from shopdesk.queries.orders import get_order_ids
from shopdesk.queries.shop_settings import get_setting
from shopdesk.services.desk import Desk
from shopdesk.settings import ZONE

which_number = options(click.argument("number", metavar="NUMBER", type=click.IntRange(1)), json_option)
which_parcel = options(
    click.argument("order_no", metavar="[ORDER_NO]", default=""),
    click.option("--waybill", default="", help=_("The parcel's number; needed where the order went in several.")),
    click.option("--carrier", default="", help=_("Who carries it, where nobody knows yet.")),
    click.option("--shop", default="", help=_("The shop, where two shops have the same order number.")),
)
note_option = click.option("--note", default="", help=_("What is to be known about it."))


class WhichParcel(BadInput):
    template = N_("Say the order or the waybill.")


def parcel_of(desk: Desk, *, order_no: str, waybill: str, carrier: str, shop: str) -> dict[str, Any]:
    """The order and number that somebody named, as services take them. Raises WhichParcel."""
    if not order_no and not waybill.strip():
        raise WhichParcel()
    order_id = get_order_ids(desk.seen, [order_no], shop=shop)[0] if order_no else None
    return {"order_id": order_id, "waybill": waybill, "carrier": carrier}


def moment_of(desk: Desk, when: datetime | None) -> Millis | None:
    """A moment, or the end of a day where no time of day is named."""
    if when is None:
        return None
    zone = get_setting(desk.seen, ZONE)
    has_time = (when.hour, when.minute) != (0, 0)
    return from_local(when, zone) if has_time else day_end(when.date(), zone) - 1


def told_values(desk: Desk, row: object, *, plain: tuple[str, ...], moments: tuple[str, ...]) -> Mapping[str, Any]:
    """Columns of a row as scripts get them; moments in the shop's zone."""
    zone = get_setting(desk.seen, ZONE)
    return {name: getattr(row, name) for name in plain} | {name: iso(getattr(row, name), zone) for name in moments}
