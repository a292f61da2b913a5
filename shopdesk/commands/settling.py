"""Settling orders, and what came to which account (ORD-13)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import click

from shopdesk.clock import Millis, day_end, day_start, iso, to_local
from shopdesk.commands.options import table_options
from shopdesk.commands.output import as_json, fitted, list_form, tell, write_lines
from shopdesk.commands.registering import which_orders
from shopdesk.commands.session import Session, options
from shopdesk.domain.money import Money
from shopdesk.domain.settlements import METHOD_NAMES
from shopdesk.i18n import N_, _, ngettext
from shopdesk.queries.orders import get_order_ids
from shopdesk.queries.settlements import SettledRow, list_unsettled, stream_settled, total_settled
from shopdesk.queries.shop_settings import get_setting
from shopdesk.services.desk import Desk
from shopdesk.services.exports import export_table
from shopdesk.services.settlement import settle_orders, unsettle_orders
from shopdesk.settings import ZONE

_NUMBERS = ("amount", "postage", "paid", "platform_postage")


class Yuan(click.ParamType[Money]):
    """An amount in yuan: `12.30`."""

    name = "yuan"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Money:
        """The amount in fen; anything else is wrong use."""
        try:
            return value if isinstance(value, Money) else Money.typed(value)
        except ValueError:
            self.fail(_("{value} is not an amount in yuan.").format(value=value), param, ctx)


@click.command()
@which_orders
@click.option("--account", default="", help=_("The account the money came to; the platform's usual one if left out."))
@click.option("--method", default="", help=_("How it came: platform, bank, cash, wallet, or the shop's own word."))
@click.option("--amount", type=Yuan(), help=_("The money really received, in yuan; what was paid if left out."))
@click.option("--reference", default="", help=_("The transfer's number or a note."))
@click.pass_obj
def settle(
    session: Session, /, *, order_nos: tuple[str, ...], shop: str, json_wanted: bool, amount: Money | None, **how: str
) -> None:
    """Settle registered orders, all or none."""
    desk = session.desk()
    n = settle_orders(desk, order_ids=get_order_ids(desk.seen, order_nos, shop=shop), amount=amount, **how)
    tell({"settled": n}, ngettext("{n} order settled", "{n} orders settled", n).format(n=n), json_wanted=json_wanted)


@click.command()
@which_orders
@click.option("--reason", required=True, help=_("Why; the trail keeps it."))
@click.pass_obj
def unsettle(session: Session, /, *, order_nos: tuple[str, ...], shop: str, json_wanted: bool, reason: str) -> None:
    """Take settlements back while nothing is printed."""
    desk = session.desk()
    n = unsettle_orders(desk, order_ids=get_order_ids(desk.seen, order_nos, shop=shop), reason=reason)
    text = ngettext("{n} settlement taken back", "{n} settlements taken back", n).format(n=n)
    tell({"unsettled": n}, text, json_wanted=json_wanted)


@dataclass(frozen=True, slots=True)
class _Days:
    """The days asked for, as moments."""

    since: Millis
    until: Millis
    zone: str


which_days = options(
    click.option("--day", type=click.DateTime(["%Y-%m-%d"]), help=_("The day; today if left out.")),
    click.option("--until", type=click.DateTime(["%Y-%m-%d"]), help=_("The last day, where it is more than one.")),
)


@click.command()
@which_days
@click.option("--orders", "each", is_flag=True, help=_("Every settlement instead of totals."))
@click.option("--unsettled", is_flag=True, help=_("Registered orders that nobody has settled yet."))
@table_options
@click.pass_obj
def settlements(
    session: Session, /, *, day: datetime | None, until: datetime | None, each: bool, unsettled: bool,
    form: str | None, output: Path | None,
) -> None:  # fmt: skip
    """What came to which account in a day or several."""
    form = list_form(form, output)
    desk = session.desk()
    days = _days(desk, day, until)
    found = _unsettled(desk, days) if unsettled else _settled(desk, days) if each else _totals(desk, days)
    header = next(found)
    if form == "jsonl":
        write_lines((as_json(_told(dict(zip(header, row, strict=True)))) for row in found), output)
    elif form == "table":
        write_lines(_lines(header, found), output)
    elif form in ("csv", "xlsx"):
        export_table(output, header, found, form=form)
    else:
        raise click.UsageError(_("Say how to write them: --format table, jsonl, csv or xlsx."))


def _days(desk: Desk, day: datetime | None, until: datetime | None) -> _Days:
    zone = get_setting(desk.seen, ZONE)
    first: date = day.date() if day else to_local(desk.clock(), zone).date()
    last = until.date() if until else first
    if last < first:
        raise click.UsageError(_("The last day comes before the first."))
    return _Days(day_start(first, zone), day_end(last, zone), zone)


def _totals(desk: Desk, days: _Days) -> Iterator[list[Any]]:
    yield ["account", "method", "orders", "amount"]
    for total in total_settled(desk.seen, since=days.since, until=days.until):
        yield [total.account, total.method, total.orders, Decimal(total.amount.yuan)]


def _settled(desk: Desk, days: _Days) -> Iterator[list[Any]]:
    names = SettledRow._fields[1:]
    yield list(names)
    for row in stream_settled(desk.seen, since=days.since, until=days.until):
        yield [_cell(getattr(row, name), name, days.zone) for name in names]


def _unsettled(desk: Desk, days: _Days) -> Iterator[list[Any]]:
    yield ["order_no", "shop", "buyer", "origin", "paid", "registered_by", "registered_at"]
    for row in list_unsettled(desk.seen):
        paid, at = Decimal(row.paid.yuan), iso(row.registered_at, days.zone) or ""
        yield [row.order_no, row.shop, row.buyer, row.origin.code, paid, row.registered_by, at]


def _cell(value: Any, name: str, zone: str) -> Any:
    if isinstance(value, Money):
        return Decimal(value.yuan)
    return iso(value, zone) if name == "settled_at" else value


def _told(row: dict[str, Any]) -> dict[str, Any]:
    """Amounts are decimal strings for scripts."""
    return {name: str(value) if isinstance(value, Decimal) else value for name, value in row.items()}


_TITLES = {
    "account": N_("Account"), "method": N_("Method"), "orders": N_("Orders"), "amount": N_("Received"),
    "order_no": N_("Order"), "shop": N_("Shop"), "buyer": N_("Buyer"), "postage": N_("Postage booked"),
    "paid": N_("Paid"), "platform_postage": N_("Platform's postage"), "reference": N_("Reference"),
    "settled_by": N_("By"), "settled_at": N_("When"), "origin": N_("Origin"), "registered_by": N_("Registered by"),
    "registered_at": N_("When"),
}  # fmt: skip
_WIDTHS = {"order_no": 20, "settled_at": 25, "registered_at": 25}
_WIDTH = 14


def _lines(header: list[str], rows: Iterator[list[Any]]) -> Iterator[str]:
    """A line a row under one of titles, for people in a terminal."""
    widths = [_WIDTHS.get(name, _WIDTH) for name in header]
    yield " ".join(fitted(_(_TITLES[name]), width) for name, width in zip(header, widths, strict=True)).rstrip()
    for row in rows:
        cells = (_shown(*cell) for cell in zip(header, row, widths, strict=True))
        yield " ".join(cells).rstrip()


def _shown(name: str, value: Any, width: int) -> str:
    if name == "method":
        return fitted(_(METHOD_NAMES[value]) if value in METHOD_NAMES else value, width)
    return fitted(str(value), width, right=isinstance(value, Decimal | int))
