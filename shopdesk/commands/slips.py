"""Slips and number ranges by their numbers: joined, split, stopped, numbered one by one (SHP-01, SHP-02)."""

from typing import Any

import click

from shopdesk.commands.options import json_option, lines_option
from shopdesk.commands.output import as_json, fitted, say, tell
from shopdesk.commands.session import Session, one_of, options
from shopdesk.commands.waves import slip_line, slip_object
from shopdesk.domain.waybills import MOST_STEP, Rule
from shopdesk.errors import N_, Refused
from shopdesk.i18n import _, ngettext
from shopdesk.queries.orders import get_order_ids
from shopdesk.queries.slips import (
    SlipNotFound,
    SlipRow,
    fetch_slips,
    find_slip,
    history_start,
    list_slips,
    list_split_lines,
)
from shopdesk.queries.waybill_ranges import list_ranges
from shopdesk.services import slips, waybills
from shopdesk.services.desk import Desk
from shopdesk.services.waybill_ranges import add_range, close_range

_shop = click.option("--shop", default="", help=_("The shop, where two shops have the same order number."))
_which = options(click.argument("code", metavar="CODE"), json_option)


class PartUnknown(Refused):
    template = N_(
        "{part} names no item of order {order_no}. Write the item's SKU or place, an equals sign and the pieces."
    )


@click.group()
def slip() -> None:
    """Slips, each for one parcel. CODE is a waybill, an order number or a slip code."""


@slip.command("list", help=_("List slips, the newest first."))
@click.option("--history", is_flag=True, help=_("Those that moved to the history (older than ten days)."))
@click.option("--unfinished", is_flag=True, help=_("Only those neither shipped nor cancelled."))
@click.option("--waiting", is_flag=True, help=_("Only those that wait for a waybill."))
@click.option("--find", default="", help=_("Only those with this in waybill, order number or receiver."))
@lines_option
@click.pass_obj
def list_(session: Session, /, *, history: bool, unfinished: bool, waiting: bool, find: str, form: str) -> None:
    """One line a slip (SHP-06)."""
    desk = session.desk()
    start = history_start(desk.seen, now=desk.clock())
    found = list_slips(
        desk.seen,
        unfinished=unfinished,
        waiting=waiting,
        find=find,
        made_before=start if history else None,
        made_since=None if history else start,
    )
    for one in found:
        say(as_json(slip_object(one)) if form == "jsonl" else slip_line(one))


@slip.command(help=_("Put orders of one buyer onto one slip with one waybill."))
@click.argument("order_nos", metavar="ORDER_NO...", nargs=-1, required=True)
@click.option("--reason", default="", help=_("Why, where buyers or addresses differ."))
@_shop
@json_option
@click.pass_obj
def together(session: Session, /, *, order_nos: tuple[str, ...], reason: str, shop: str, json_wanted: bool) -> None:
    """They are printed, packed and shipped as one."""
    desk = session.desk()
    made = slips.ship_together(desk, order_ids=get_order_ids(desk.seen, order_nos, shop=shop), reason=reason)
    _tell(desk, [made], json_wanted=json_wanted)


@slip.command(help=_("Split an order into parcels: each --part names items and pieces, 5815-W7=1,5815-W8=2."))
@click.argument("order_no", metavar="ORDER_NO")
@click.option(
    "--part", "parts", multiple=True, required=True, metavar="ITEM=N,...", help=_("What goes into one parcel.")
)
@_shop
@json_option
@click.pass_obj
def split(session: Session, /, *, order_no: str, parts: tuple[str, ...], shop: str, json_wanted: bool) -> None:
    """All parts together have to be what was bought."""
    desk = session.desk()
    order_id = get_order_ids(desk.seen, [order_no], shop=shop)[0]
    made = slips.split_order(desk, order_id=order_id, parts=[_part(desk, order_id, order_no, part) for part in parts])
    _tell(desk, made, json_wanted=json_wanted)


def _part(desk: Desk, order_id: int, order_no: str, text: str) -> dict[int, int]:
    """`5815-W7=1,2=3`: SKUs or places of lines, from 1, with their pieces."""
    known = list_split_lines(desk.seen, order_id)
    lines = {str(place): line.id for place, line in enumerate(known, 1)} | {x.sku: x.id for x in known if x.sku}
    found: dict[int, int] = {}
    for each in text.split(","):
        item, _equals, pieces = each.strip().rpartition("=")
        if item.strip() not in lines or not pieces.strip().isdecimal():
            raise PartUnknown(part=each.strip(), order_no=order_no)
        found[lines[item.strip()]] = found.get(lines[item.strip()], 0) + int(pieces)
    return found


@slip.command(help=_("Take a shared or split slip apart again while nothing is printed."))
@_which
@click.pass_obj
def apart(session: Session, /, *, code: str, json_wanted: bool) -> None:
    """Every order for itself again."""
    desk = session.desk()
    n = len(slips.take_apart(desk, slip_id=_find(desk, code).id))
    text = ngettext("{n} order goes by itself again", "{n} orders go by themselves again", n).format(n=n)
    tell({"orders": n}, text, json_wanted=json_wanted)


@slip.command(help=_("Stop a parcel that has not left."))
@_which
@click.option("--reason", required=True, help=_("Why; whoever scans the parcel reads it."))
@click.pass_obj
def cancel(session: Session, /, *, code: str, json_wanted: bool, reason: str) -> None:
    """Its orders are closed or go back."""
    desk = session.desk()
    found = _find(desk, code)
    slips.cancel_slip(desk, slip_id=found.id, reason=reason)
    _tell(desk, [found.id], json_wanted=json_wanted)


@slip.command(help=_("Give one slip its waybill."))
@_which
@click.argument("number", metavar="WAYBILL")
@click.option("--reason", default="", help=_("Why it gets another one, where it has one already."))
@click.pass_obj
def waybill(session: Session, /, *, code: str, json_wanted: bool, number: str, reason: str) -> None:
    """Scanned or typed."""
    desk = session.desk()
    found = _find(desk, code)
    waybills.give_waybill(desk, slip_id=found.id, waybill=number, reason=reason)
    _tell(desk, [found.id], json_wanted=json_wanted)


@slip.command("free", help=_("Take a slip's waybill off it."))
@_which
@click.option("--reason", required=True, help=_("Why."))
@click.pass_obj
def free(session: Session, /, *, code: str, json_wanted: bool, reason: str) -> None:
    """The number can be given again."""
    desk = session.desk()
    found = _find(desk, code)
    waybills.remove_waybill(desk, slip_id=found.id, reason=reason)
    _tell(desk, [found.id], json_wanted=json_wanted)


def _find(desk: Desk, code: str) -> SlipRow:
    found = find_slip(desk.seen, code)
    if found is None:
        raise SlipNotFound(code=code)
    return found


def _tell(desk: Desk, ids: list[int], *, json_wanted: bool) -> None:
    found = fetch_slips(desk.seen, ids)
    told: dict[str, Any] = {"slips": [slip_object(one) for one in found]}
    tell(told, "\n".join(map(slip_line, found)), json_wanted=json_wanted)


@click.group("range")
def range_() -> None:
    """Number ranges got from carriers."""


@range_.command("add", help=_("Enter a range of numbers got from a carrier."))
@click.argument("carrier", metavar="CARRIER")
@click.argument("first", metavar="FIRST")
@click.argument("last", metavar="LAST")
@click.option("--rule", type=one_of(Rule), help=_("How the next number follows; by its form if left out."))
@click.option("--step", type=click.IntRange(1, MOST_STEP), default=1, help=_("By how much the digits rise."))
@json_option
@click.pass_obj
def add(
    session: Session, /, *, carrier: str, first: str, last: str, rule: str | None, step: int, json_wanted: bool
) -> None:
    """In stock from now on."""
    desk = session.desk()
    made = add_range(desk, carrier=carrier, first=first, last=last, rule=Rule(rule) if rule else None, step=step)
    stock = next(one.stock for one in list_ranges(desk.seen) if one.id == made)
    text = ngettext("Range {id}: {n} number", "Range {id}: {n} numbers", stock).format(id=made, n=stock)
    tell({"range": made, "stock": stock}, text, json_wanted=json_wanted)


@range_.command("list", help=_("List number ranges and what is left of them."))
@lines_option
@click.pass_obj
def ranges(session: Session, /, *, form: str) -> None:
    """One line a range."""
    for one in list_ranges(session.desk().database):
        told = {
            "range": one.id, "carrier": one.carrier, "first": one.first, "last": one.last, "next": one.next,
            "rule": one.rule.value, "step": one.step, "stock": one.stock, "closed": one.closed_at is not None,
        }  # fmt: skip
        left = _("{n} left").format(n=one.stock)
        line = f"{one.id:>5}  {fitted(one.carrier, 10)}  {one.first} – {one.last}  {left}"
        say(as_json(told) if form == "jsonl" else line)


@range_.command("close", help=_("Take no more numbers from a range."))
@click.argument("range_id", metavar="ID", type=click.IntRange(1))
@json_option
@click.pass_obj
def close(session: Session, /, *, range_id: int, json_wanted: bool) -> None:
    """What is left of it is not used."""
    close_range(session.desk(), range_id=range_id)
    tell({"closed": range_id}, _("Range {id} is closed").format(id=range_id), json_wanted=json_wanted)
