"""Which number it went out with, and who is still to be told (SHP-07, SHP-13)."""

from typing import Any

import click

from shopdesk.clock import iso
from shopdesk.commands.options import json_option
from shopdesk.commands.output import say, tell
from shopdesk.commands.registering import which_orders
from shopdesk.commands.session import Session
from shopdesk.domain.statuses import Stage
from shopdesk.i18n import _, ngettext
from shopdesk.queries.buyer_shipments import find_shipments
from shopdesk.queries.orders import get_order_ids
from shopdesk.queries.shop_settings import get_setting
from shopdesk.queries.untold import list_untold, told_texts
from shopdesk.services.contacts import mark_told
from shopdesk.settings import ZONE


@click.command()
@click.argument("who", metavar="BUYER")
@json_option
@click.pass_obj
def shipments(session: Session, /, *, who: str, json_wanted: bool) -> None:
    """What left to a buyer, the newest first (SHP-13)."""
    desk = session.desk()
    zone = get_setting(desk.seen, ZONE)
    told = [
        {
            "order_no": found.order_no,
            "origin": found.origin.code,
            "source": found.source_no,
            "shop": found.shop,
            "buyer": found.buyer,
            "receiver": found.receiver,
            "item": found.item,
            "carrier": found.carrier,
            "waybill": found.waybill,
            "stage": Stage(found.stage).code,
            "shipped_at": iso(found.shipped_at, zone),
        }
        for found in find_shipments(desk.seen, who)
    ]
    if json_wanted:
        tell({"shipments": told}, "", json_wanted=True)
        return
    for each in told:
        waybill = f"{each['carrier']} {each['waybill']}".strip() if each["waybill"] else _("not shipped yet")
        say(f"{waybill}  {each['order_no']}  {each['origin']}  {each['item']}")
    if not told:
        say(_("Nothing was found for {who}.").format(who=who))


@click.command()
@json_option
@click.pass_obj
def untold(session: Session, /, *, json_wanted: bool) -> None:
    """Whose buyer is still to be told that it has left, with the text to send (SHP-07)."""
    desk = session.desk()
    rows = list_untold(desk.seen)
    texts = told_texts(desk.seen, rows)
    told: list[dict[str, Any]] = [
        {
            "order_no": row.order_no,
            "origin": row.origin.code,
            "source": row.source_no,
            "shop": row.shop,
            "buyer": row.buyer,
            "carrier": row.carrier,
            "waybill": row.waybill,
            "text": texts[row.order_id],
        }
        for row in rows
    ]
    if json_wanted:
        tell({"untold": told}, "", json_wanted=True)
        return
    for each in told:
        say(f"{each['order_no']}  {each['buyer']}  {each['text']}")
    if not told:
        say(_("Everybody has been told."))


@click.command()
@which_orders
@click.pass_obj
def told(session: Session, /, *, order_nos: tuple[str, ...], shop: str, json_wanted: bool) -> None:
    """Mark the buyers of these orders as told."""
    desk = session.desk()
    n = len(mark_told(desk, order_ids=get_order_ids(desk.seen, order_nos, shop=shop)))
    text = ngettext("{n} buyer marked as told", "{n} buyers marked as told", n).format(n=n)
    tell({"told": n}, text, json_wanted=json_wanted)
