"""Parcels that their carrier can't deliver: both ways compared, one decided (SHP-10)."""

from typing import Any

import click

from shopdesk.clock import iso
from shopdesk.commands.options import json_option, lines_option
from shopdesk.commands.output import as_json, say, tell
from shopdesk.commands.parcel_options import parcel_of, told_values, which_number, which_parcel
from shopdesk.commands.session import Session, one_of
from shopdesk.commands.settling import Yuan
from shopdesk.domain.detours import WAYS, Leg, Way
from shopdesk.domain.money import Money
from shopdesk.i18n import _, ngettext
from shopdesk.queries.detours import DetourRow, Proposal, compare_ways, get_detour, get_detour_text, list_detours
from shopdesk.queries.orders import get_order_ids
from shopdesk.queries.shop_settings import get_setting
from shopdesk.services import detours as services
from shopdesk.services.desk import Desk
from shopdesk.settings import ZONE

_value = click.option("--value", type=Yuan(), help=_("What is in the parcel, in yuan; what was paid if left out."))


@click.group()
def detour() -> None:
    """Parcels that their carrier can't deliver."""


@detour.command("compare", help=_("Compare bringing a parcel back with handing it over to post; decides nothing."))
@click.argument("order_no", metavar="ORDER_NO")
@click.option("--carrier", default="", help=_("The carrier that doesn't go there; the order's own if left out."))
@_value
@click.option("--shop", default="", help=_("The shop, where two shops have the same order number."))
@json_option
@click.pass_obj
def compare(
    session: Session, /, *, order_no: str, carrier: str, value: Money | None, shop: str, json_wanted: bool
) -> None:
    """By value, cost and days."""
    desk = session.desk()
    (order_id,) = get_order_ids(desk.seen, [order_no], shop=shop)
    found = compare_ways(desk.seen, order_id=order_id, carrier=carrier, value=value, now=desk.clock())
    if json_wanted:
        say(as_json(_told_proposal(desk, found)))
        return
    for line in (*_proposal_lines(desk, found), *found.comparison.why):
        say(line)


@detour.command("decide", help=_("Decide how a parcel goes on; otherwise than proposed only with a reason."))
@which_parcel
@click.option("--way", type=one_of(Way), required=True, help=_("How it goes on."))
@_value
@click.option("--reason", default="", help=_("Why otherwise than proposed."))
@json_option
@click.pass_obj
def decide(
    session: Session, /, *, order_no: str, waybill: str, carrier: str, shop: str, way: str, value: Money | None,
    reason: str, json_wanted: bool,
) -> None:  # fmt: skip
    """The buyer's time to confirm becomes longer where it has to."""
    desk = session.desk()
    parcel = parcel_of(desk, order_no=order_no, waybill=waybill, carrier=carrier, shop=shop)
    number = services.decide_detour(desk, way=Way(way), value=value, reason=reason, **parcel)
    _tell(desk, number, json_wanted=json_wanted)
    if not json_wanted:
        say(get_detour_text(desk.seen, number))


@detour.command("list", help=_("List detours, open ones first."))
@click.option("--open", "only_open", is_flag=True, help=_("Only those that nobody knows the new number of."))
@click.option("--order", "order_no", default="", help=_("Only those of this order."))
@click.option("--find", default="", help=_("A part of a waybill, order or buyer."))
@click.option("--limit", type=click.IntRange(1), help=_("The first so many; all if left out."))
@lines_option
@click.pass_obj
def list_(session: Session, /, *, form: str, order_no: str, **asked: Any) -> None:
    """One line a parcel."""
    desk = session.desk()
    if order_no:
        asked["order_id"] = get_order_ids(desk.seen, [order_no])[0]
    for row in list_detours(desk.seen, **asked):
        say(as_json(_told(desk, row)) if form == "jsonl" else _line(desk, row))


@detour.command("show", help=_("Show a detour: what was compared, why, what the buyer is told."))
@which_number
@click.pass_obj
def show(session: Session, /, *, number: int, json_wanted: bool) -> None:
    """Everything about one."""
    desk = session.desk()
    row = get_detour(desk.seen, number)
    if json_wanted:
        say(as_json(_told(desk, row)))
        return
    for line in (_line(desk, row), row.why, row.reason, get_detour_text(desk.seen, number)):
        if line:
            say(line)


@detour.command("change", help=_("It goes the other way after all; needs a reason."))
@which_number
@click.option("--way", type=one_of(Way), required=True, help=_("How it goes on."))
@click.option("--reason", required=True, help=_("Why."))
@click.pass_obj
def change(session: Session, /, *, number: int, json_wanted: bool, way: str, reason: str) -> None:
    """While nobody knows its new number."""
    desk = session.desk()
    services.change_detour(desk, detour_id=number, way=Way(way), reason=reason)
    _tell(desk, number, json_wanted=json_wanted)


@detour.command("done", help=_("By which carrier and number it went on; both numbers are kept."))
@which_number
@click.argument("waybill")
@click.option("--carrier", required=True, help=_("Who carries it now."))
@click.pass_obj
def done(session: Session, /, *, number: int, json_wanted: bool, waybill: str, carrier: str) -> None:
    """The end of it."""
    desk = session.desk()
    services.finish_detour(desk, detour_id=number, carrier=carrier, waybill=waybill)
    _tell(desk, number, json_wanted=json_wanted)


def _told_proposal(desk: Desk, found: Proposal) -> dict[str, Any]:
    zone, compared = get_setting(desk.seen, ZONE), found.comparison
    legs = {
        leg.way.value: {
            "carrier": leg.carrier, "cost": leg.cost.yuan, "days": leg.days, "possible": leg.is_possible,
            "known": leg.is_known, "confirm_until": iso(found.until(leg.way), zone),
        }
        for leg in (compared.back, compared.post)
    }  # fmt: skip
    return {
        "order_no": found.order_no, "carrier": found.carrier, "area": found.area, "value": compared.value.yuan,
        "proposed": compared.proposed.value, "ways": legs, "why": list(compared.why),
        "confirms_at": iso(found.confirms_at, zone),
    }  # fmt: skip


def _proposal_lines(desk: Desk, found: Proposal) -> list[str]:
    compared = found.comparison
    lines = [_("Proposed: {way}").format(way=_(WAYS[compared.proposed]))]
    lines += [_leg_line(leg) for leg in (compared.back, compared.post)]
    until = found.until(compared.proposed)
    if until is not None:
        lines.append(_("The time to confirm becomes longer, until {when}").format(when=desk.shown(until)))
    return lines


def _leg_line(leg: Leg) -> str:
    days = ngettext("{n} day", "{n} days", leg.days).format(n=leg.days)
    rest = "  ".join((leg.carrier, leg.cost.shown, days)) if leg.is_possible else _("nobody goes there")
    return _("{part}: {rest}").format(part=_(WAYS[leg.way]), rest=rest)


_PLAIN = ("order_no", "shop", "buyer", "carrier", "waybill", "days_back", "days_post", "why", "reason", "new_carrier",
          "new_waybill", "person")  # fmt: skip


def _told(desk: Desk, row: DetourRow) -> dict[str, Any]:
    return {
        "detour": row.id, "way": row.way.value, "proposed": row.proposed.value, "case": row.case_id,
        "cost_back": row.cost_back.yuan, "cost_post": row.cost_post.yuan, "late": row.is_late(desk.clock()),
        **told_values(desk, row, plain=_PLAIN, moments=("at", "due_at", "done_at")),
    }  # fmt: skip


def _line(desk: Desk, row: DetourRow) -> str:
    late = _("should be there") if row.is_late(desk.clock()) else ""
    parts = (
        row.carrier,
        row.waybill,
        row.order_no,
        row.buyer,
        _(WAYS[row.way]),
        row.new_carrier,
        row.new_waybill,
        late,
    )
    return "  ".join(filter(None, (f"{row.id:>4}", *parts)))


def _tell(desk: Desk, number: int, *, json_wanted: bool) -> None:
    row = get_detour(desk.seen, number)
    text = _("Detour {number}, {carrier} {waybill}: {way} {new}").format(
        number=number, carrier=row.carrier, waybill=row.waybill, way=_(WAYS[row.way]),
        new=f"{row.new_carrier} {row.new_waybill}".strip(),
    )  # fmt: skip
    tell(_told(desk, row), text.strip(), json_wanted=json_wanted)
