"""Late changes of orders: notes for the warehouse (ORD-14), edits by hand (ORD-15), later times (ORD-18, ORD-23)."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import click

from shopdesk.clock import Millis, from_local, iso
from shopdesk.commands.options import KEPT_MOMENT, json_option, lines_option
from shopdesk.commands.output import as_json, say, tell, write_lines
from shopdesk.commands.session import Session, one_of, options
from shopdesk.domain.address_changes import read_address
from shopdesk.domain.change_notes import compose_form, item_text
from shopdesk.domain.money import Money
from shopdesk.domain.properties import read_properties
from shopdesk.errors import N_, BadInput
from shopdesk.i18n import _, ngettext
from shopdesk.queries.change_notes import line_text
from shopdesk.queries.extensions import (
    Deadline,
    DeadlineRow,
    list_done_early,
    list_receipt_deadlines,
    list_ship_deadlines,
)
from shopdesk.queries.orders import Line, OrderDetail, get_order, get_order_ids
from shopdesk.queries.shop_settings import get_setting
from shopdesk.services.change_notes import enter_note
from shopdesk.services.desk import Desk
from shopdesk.services.extensions import extend_orders
from shopdesk.services.order_edits import LineEdit, NoSuchLine, OrderEdit, edit_order
from shopdesk.settings import ZONE

_SHOP = click.option("--shop", default="", help=_("The shop, where two shops have the same order number."))
which_order = options(click.argument("order_no"), _SHOP, json_option)


class NotAnAmount(BadInput):
    template = N_("“{text}” is not an amount. Write it in yuan, such as 12.50.")


class AddressUnclear(BadInput):
    template = N_("“{text}” could not be read as name, phone and address. Write them with blanks between them.")


class LineUnclear(BadInput):
    template = N_("Order {order_no} has {n} lines. Say which one: --line 1.")


@click.command(help=_("Note a buyer's late change for the warehouse; the form is printed to copy."))
@which_order
@click.option("--to", "changed_to", required=True, help=_("What is wanted instead: style, colour, size, how many."))
@click.option(
    "--line", type=click.IntRange(1), help=_("The line that changes, from 1; needed where there are several.")
)
@click.option("--reason", default="", help=_("Why, or who said so."))
@click.option("--anyway", is_flag=True, help=_("Note it though the parcel is packed or has left."))
@click.pass_obj
def note(
    session: Session,
    /,
    *,
    order_no: str,
    shop: str,
    json_wanted: bool,
    changed_to: str,
    line: int | None,
    reason: str,
    anyway: bool,
) -> None:
    """Make a change note (ORD-14)."""
    desk = session.desk()
    order = get_order(desk.seen, get_order_ids(desk.seen, [order_no], shop=shop)[0])
    wanted = line_text(_line(order, line)) if order.lines else item_text(title=order.titles, quantity=order.pieces or 1)
    form = enter_note(desk, order_id=order.id, wanted=wanted, changed_to=changed_to, reason=reason, anyway=anyway)
    told = {
        "order_no": order.order_no, "buyer": form.buyer, "receiver": form.receiver, "phone": form.phone,
        "address": form.address, "wanted": form.wanted, "changed_to": form.changed_to, "waybill": form.waybill,
        "carrier": form.carrier,
    }  # fmt: skip
    tell(told, compose_form(form), json_wanted=json_wanted)


@click.command(help=_("Change an order by hand; registered ones only with the right to it. Needs a reason."))
@which_order
@click.option("--reason", required=True, help=_("Why; it is kept with before and after."))
@click.option("--receiver", default="", help=_("Name, phone and address in one line."))
@click.option("--carrier", help=_("The carrier."))
@click.option("--salesperson", help=_("Whose customer it is."))
@click.option("--paid", help=_("The amount paid, in yuan."))
@click.option(
    "--line", type=click.IntRange(1), help=_("The line that changes, from 1; needed where there are several.")
)
@click.option("--style", help=_("The line's style."))
@click.option("--colour", help=_("The line's colour."))
@click.option("--size", help=_("The line's size."))
@click.option("--quantity", type=click.IntRange(1), help=_("How many of it."))
@click.option("--price", help=_("Its price, in yuan."))
@click.pass_obj
def edit(session: Session, /, *, order_no: str, shop: str, json_wanted: bool, reason: str, **given: Any) -> None:
    """Edit an order (ORD-15)."""
    desk = session.desk()
    order = get_order(desk.seen, get_order_ids(desk.seen, [order_no], shop=shop)[0])
    wanted = _read_edit(order, **given)
    changed = edit_order(desk, order_id=order.id, edit=wanted, reason=reason, version=order.version)
    text = _("Order {order_no} changed") if changed else _("Order {order_no} was so already")
    tell(
        {"order_no": order.order_no, "changed": changed}, text.format(order_no=order.order_no), json_wanted=json_wanted
    )


@click.command(help=_("Record a later time for orders and what their buyers are told, all or none."))
@click.argument("order_nos", metavar="ORDER_NO...", nargs=-1, required=True)
@_SHOP
@json_option
@click.option("--until", required=True, type=KEPT_MOMENT,
              help=_("The day, or the moment; a day means its end."))  # fmt: skip
@click.option("--reason", required=True, help=_("Why."))
@click.option(
    "--kind", type=click.Choice(["ship", "receipt"]), default="ship", help=_("The time to ship or to confirm.")
)
@click.option("--message", default="", help=_("What buyers are told, with blanks; the shop's usual text if left out."))
@click.option("--told", is_flag=True, help=_("The buyers have been told."))
@click.pass_obj
def extend(
    session: Session,
    /,
    *,
    order_nos: tuple[str, ...],
    shop: str,
    json_wanted: bool,
    until: datetime,
    reason: str,
    kind: str,
    message: str,
    told: bool,
) -> None:
    """Extend times (ORD-18, ORD-23)."""
    desk = session.desk()
    moment = _end_of(until, get_setting(desk.seen, ZONE))
    ids = get_order_ids(desk.seen, order_nos, shop=shop)
    n = extend_orders(desk, order_ids=ids, until=moment, reason=reason, kind=Deadline(kind), message=message, told=told)
    answer = {"extended": n, "kind": kind, "until": iso(moment, get_setting(desk.seen, ZONE)), "told": told}
    tell(answer, ngettext("{n} order extended", "{n} orders extended", n).format(n=n), json_wanted=json_wanted)


@click.command()
@click.option(
    "--kind", type=one_of(Deadline), default=Deadline.SHIP.value, help=_("Which times: see the list of kinds.")
)
@lines_option
@click.pass_obj
def deadlines(session: Session, /, *, kind: str, form: str) -> None:
    """List what is near its end: orders to ship, to be confirmed, or completed without the goods having arrived."""
    desk = session.desk()
    rows = _rows(desk, Deadline(kind))
    zone = get_setting(desk.seen, ZONE)
    if form == "jsonl":
        write_lines((as_json(told) for told in _told(rows, zone)), None)
        return
    for told in _told(rows, zone):
        extended = told["extended_until"] or (_("no extension yet") if kind == Deadline.SHIP.value else "")
        say(
            "  ".join(
                filter(None, (told["due"], told["order_no"], told["buyer"], told["goods"], extended, told["why"]))
            )
        )
    if not rows:
        say(_("Nothing is near its end."))


def _rows(desk: Desk, kind: Deadline) -> list[DeadlineRow]:
    if kind is Deadline.DONE:
        return list_done_early(desk.seen)
    find = list_ship_deadlines if kind is Deadline.SHIP else list_receipt_deadlines
    return find(desk.seen, now=desk.clock())


def _told(rows: list[DeadlineRow], zone: str) -> Iterator[dict[str, Any]]:
    for row in rows:
        yield {
            "order_no": row.order_no, "shop": row.shop, "platform": row.platform, "buyer": row.buyer,
            "goods": row.goods, "stage": row.stage.code, "status": row.status.code, "due": iso(row.due, zone),
            "extended_until": iso(row.until, zone), "reason": row.reason, "told_at": iso(row.told_at, zone),
            "why": row.why,
        }  # fmt: skip


def _end_of(until: datetime, zone: str) -> Millis:
    is_day = (until.hour, until.minute) == (0, 0)
    return from_local(until.replace(hour=23, minute=59) if is_day else until, zone)


def _line(order: OrderDetail, number: int | None) -> Line:
    if number is None and len(order.lines) != 1:
        raise LineUnclear(order_no=order.order_no, n=len(order.lines))
    if number is not None and number > len(order.lines):
        raise NoSuchLine(order_no=order.order_no, line_no=number)
    return order.lines[(number or 1) - 1]


def read_amount(text: str) -> Money:
    """An amount in yuan; raises NotAnAmount."""
    try:
        return Money.typed(text)
    except ValueError as error:
        raise NotAnAmount(text=text) from error


def _read_edit(order: OrderDetail, **given: Any) -> OrderEdit:
    receiver = read_address(given["receiver"]) if given["receiver"] else None
    if given["receiver"] and receiver is None:
        raise AddressUnclear(text=given["receiver"])
    lines = []
    if any(given[name] is not None for name in ("style", "colour", "size", "quantity", "price")):
        line = _line(order, given["line"])
        known = read_properties(line.properties)
        said = {name: getattr(known, name) if given[name] is None else given[name] for name in known._fields}
        price = line.price if given["price"] is None else read_amount(given["price"])
        lines.append(LineEdit(line.line_no, **said, quantity=given["quantity"] or line.quantity, price=price))
    paid = None if given["paid"] is None else read_amount(given["paid"])
    return OrderEdit(receiver, given["carrier"], given["salesperson"], paid, lines)
