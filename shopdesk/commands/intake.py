"""Opening and registering what came back (RET-01 to RET-03, RET-14); what is in a box is in `intake_items`."""

from typing import Any

import click

from shopdesk.commands.box_answers import box_id_of, box_line, tell_box, today, told_row, which_box
from shopdesk.commands.inspections import approve, goods, inspect
from shopdesk.commands.intake_days import cash, close, correct, days
from shopdesk.commands.intake_days import show as show_day
from shopdesk.commands.intake_items import change, look, put, take_out
from shopdesk.commands.options import json_option, lines_option
from shopdesk.commands.output import as_json, say, tell
from shopdesk.commands.session import Session, one_of, options
from shopdesk.commands.settling import Yuan
from shopdesk.commands.unclaimed import COMMANDS as UNCLAIMED
from shopdesk.domain.intake import BoxState, Condition, MatchedBy
from shopdesk.domain.money import Money
from shopdesk.i18n import _, ngettext
from shopdesk.queries.boxes import get_box, list_boxes
from shopdesk.queries.orders import get_order_ids
from shopdesk.queries.shops import get_shop
from shopdesk.services.box_items import look_at_items
from shopdesk.services.box_matches import match_box, scan_into, unmatch_box
from shopdesk.services.boxes import box_base, fill_box, open_box, register_box, void_box
from shopdesk.services.desk import Desk

_shop = click.option("--shop", default="", help=_("The shop, where two shops have the same order number."))
_facts = options(
    click.option("--carrier", help=_("Who brought it.")),
    click.option("--waybill", help=_("Its waybill, where it was not scanned.")),
    click.option("--sender-name", help=_("Who sent it.")),
    click.option("--sender-phone", help=_("The sender's phone, or what is readable of it.")),
    click.option("--sender-region", help=_("From where: province, city, district.")),
    click.option("--sender-address", help=_("The sender's address.")),
    click.option("--buyer", "buyer_name", help=_("The buyer's id on the platform, as the paper in the box says it.")),
    click.option("--postage", type=Yuan(), help=_("What the carrier was paid at the door, in yuan.")),
    click.option("--cash", type=Yuan(), help=_("Money found in it, in yuan.")),
    click.option("--note", help=_("The note.")),
)


@click.group()
def intake() -> None:
    """Boxes that came back."""


@intake.command(help=_("Open a box: it gets the day's next number. What the scanned code proves is filled in."))
@click.argument("scan", metavar="[CODE]", default="")
@_facts
@_shop
@json_option
@click.pass_obj
def add(session: Session, /, *, scan: str, shop: str, json_wanted: bool, **facts: str | Money | None) -> None:
    """Open a box; the code is a return form's, a waybill, or an order number."""
    desk = session.desk()
    shop_id = get_shop(desk.seen, shop).id if shop else None
    box_id = open_box(desk, scan=scan, carrier=str(facts["carrier"] or ""), shop_id=shop_id)
    _fill(desk, box_id, facts)
    tell_box(desk, box_id, json_wanted=json_wanted)


@intake.command(help=_("Change what is noted about a box; what is left out stays."))
@which_box
@_facts
@click.pass_obj
def fill(session: Session, /, *, box: str, json_wanted: bool, **facts: str | Money | None) -> None:
    """Carrier, waybill, sender, postage, cash, note."""
    desk = session.desk()
    box_id = box_id_of(desk, box)
    tell_box(desk, box_id, json_wanted=json_wanted, changed=_fill(desk, box_id, facts))


def _fill(desk: Desk, box_id: int, facts: dict[str, Any]) -> bool:
    values = {name: value for name, value in facts.items() if value is not None}
    base = box_base(get_box(desk.seen, box_id).row)
    return bool(values) and fill_box(desk, box_id=box_id, values=values, base=base)


@intake.command(help=_("Scan a further code into an open box: a return form, a waybill, an order number."))
@which_box
@click.argument("code", metavar="CODE")
@click.pass_obj
def scan(session: Session, /, *, box: str, code: str, json_wanted: bool) -> None:
    """What it proves is filled in."""
    desk = session.desk()
    box_id = box_id_of(desk, box)
    found = scan_into(desk, box_id=box_id, scan=code)
    tell_box(desk, box_id, json_wanted=json_wanted, scanned=found.kind.value)


@intake.command("list", help=_("List boxes, the newest first."))
@click.option("--day", default="", metavar="YYYY-MM-DD", help=_("Of this day only; `today` for today."))
@click.option("--state", "states", multiple=True, type=one_of(BoxState), help=_("Only those in this state."))
@click.option("--find", default="", help=_("A part of waybill, order number, sender, phone, buyer or note."))
@click.option("--limit", type=click.IntRange(0), help=_("The newest so many; all if left out."))
@lines_option
@json_option
@click.pass_obj
def list_(
    session: Session, /, *, day: str, states: tuple[str, ...], find: str, limit: int | None, form: str,
    json_wanted: bool,
) -> None:  # fmt: skip
    """One line a box."""
    desk = session.desk()
    wanted = today(desk) if day == "today" else day or None
    for row in list_boxes(desk.seen, day=wanted, states=[BoxState(state) for state in states], find=find, limit=limit):
        say(as_json(told_row(desk, row)) if json_wanted or form == "jsonl" else box_line(row))


@intake.command(help=_("Show a box, what is in it, and what is odd about it."))
@which_box
@click.pass_obj
def show(session: Session, /, *, box: str, json_wanted: bool) -> None:
    """Found by date and number (RET-01)."""
    desk = session.desk()
    tell_box(desk, box_id_of(desk, box), json_wanted=json_wanted)


@intake.command(help=_("Say whose a box is. The order's lines are filled in where nothing is written down yet."))
@which_box
@click.argument("order_no", metavar="ORDER_NO")
@_shop
@click.pass_obj
def match(session: Session, /, *, box: str, order_no: str, shop: str, json_wanted: bool) -> None:
    """Named by hand."""
    desk = session.desk()
    box_id, (order_id,) = box_id_of(desk, box), get_order_ids(desk.seen, [order_no], shop=shop)
    match_box(desk, box_id=box_id, order_id=order_id, by=MatchedBy.HAND)
    tell_box(desk, box_id, json_wanted=json_wanted)


@intake.command(help=_("It isn't that order's after all: what was filled in from it goes."))
@which_box
@click.pass_obj
def unmatch(session: Session, /, *, box: str, json_wanted: bool) -> None:
    """Whose it is, is open again."""
    desk = session.desk()
    box_id = box_id_of(desk, box)
    unmatch_box(desk, box_id=box_id)
    tell_box(desk, box_id, json_wanted=json_wanted)


@intake.command(help=_("Everything in it is written down: its cases are opened or go on."))
@which_box
@click.option(
    "--all-there",
    is_flag=True,
    help=_("What was filled in from the order is all there, as new; without it each item is looked at first."),
)
@click.pass_obj
def register(session: Session, /, *, box: str, all_there: bool, json_wanted: bool) -> None:
    """Register a box (RET-02)."""
    desk = session.desk()
    box_id = box_id_of(desk, box)
    if all_there:
        look_at_items(desk, box_id=box_id, condition=Condition.GOOD)
    cases = register_box(desk, box_id=box_id)
    row = get_box(desk.seen, box_id).row
    n = len(cases)
    said = ngettext("Box {box} registered, case {cases}", "Box {box} registered, cases {cases}", n)
    text = said.format(box=row.name, cases=_(", ").join(map(str, cases)))
    tell(told_row(desk, row) | {"cases": list(cases)}, text, json_wanted=json_wanted)


@intake.command(help=_("Strike out a box whose number was given by mistake. The number is not given again."))
@which_box
@click.option("--reason", required=True, help=_("Why."))
@click.pass_obj
def void(session: Session, /, *, box: str, reason: str, json_wanted: bool) -> None:
    """It stays in the register."""
    desk = session.desk()
    box_id = box_id_of(desk, box)
    void_box(desk, box_id=box_id, reason=reason)
    tell_box(desk, box_id, json_wanted=json_wanted)


for command in (put, change, take_out, look, cash, close, show_day, days, correct, goods, inspect, approve, *UNCLAIMED):
    intake.add_command(command)
