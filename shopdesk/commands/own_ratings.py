"""Our own ratings of buyers: what is to be rated, what waits for a supervisor (REV-03, REV-04)."""

from typing import Any

import click

from shopdesk.clock import iso
from shopdesk.commands.options import json_option, lines_option
from shopdesk.commands.output import as_json, complain, say, tell
from shopdesk.commands.session import Session
from shopdesk.domain.reviews import Decision
from shopdesk.i18n import _, ngettext, sentence
from shopdesk.queries.orders import get_order_ids
from shopdesk.queries.own_ratings import RateRow, list_to_rate
from shopdesk.queries.shop_settings import get_setting
from shopdesk.services import own_ratings as services
from shopdesk.services.desk import Desk
from shopdesk.settings import ZONE

_orders = click.argument("order_nos", metavar="ORDER_NO...", nargs=-1, required=True)
_shop = click.option("--shop", default="", help=_("The shop, where two shops have the same order number."))


@click.group()
def rating() -> None:
    """What we say of buyers."""


@rating.command("list", help=_("List completed trades whose buyers are still to be rated, the nearest end first."))
@click.option("--stopped", is_flag=True, help=_("Only those that wait for a supervisor."))
@click.option("--limit", type=click.IntRange(1), help=_("The first so many; all if left out."))
@lines_option
@click.pass_obj
def list_(session: Session, /, *, stopped: bool, limit: int | None, form: str) -> None:
    """One line a trade."""
    desk = session.desk()
    rows = list_to_rate(desk.seen, now=desk.clock(), limit=None if stopped else limit)
    for row in [row for row in rows if row.is_stopped or not stopped][:limit]:
        say(as_json(_told(desk, row)) if form == "jsonl" else _line(desk, row))


@rating.command("mark", help=_("Note that buyers were given a good rating; those with a bad review in sight are left."))
@_orders
@_shop
@json_option
@click.pass_obj
def mark(session: Session, /, *, order_nos: tuple[str, ...], shop: str, json_wanted: bool) -> int:
    """Of a buyer with several trades one goes first."""
    desk = session.desk()
    numbers = dict(zip(get_order_ids(desk.seen, order_nos, shop=shop), order_nos, strict=True))
    found = services.mark_rated(desk, order_ids=list(numbers))
    told = {"rated": [numbers[each] for each in found.done], "left": [numbers[each] for each, _why in found.left]}
    text = ngettext("{n} buyer rated", "{n} buyers rated", len(found.done)).format(n=len(found.done))
    tell(told, text, json_wanted=json_wanted)
    for _order, why in found.left:
        complain(sentence(why))
    return 1 if found.left else 0


@rating.command("unmark", help=_("Take back what was marked by mistake."))
@_orders
@_shop
@json_option
@click.pass_obj
def unmark(session: Session, /, *, order_nos: tuple[str, ...], shop: str, json_wanted: bool) -> None:
    """One's own marks; a supervisor any."""
    desk = session.desk()
    count = services.unmark_rated(desk, order_ids=get_order_ids(desk.seen, order_nos, shop=shop))
    text = ngettext("{n} rating taken back", "{n} ratings taken back", count).format(n=count)
    tell({"taken_back": count}, text, json_wanted=json_wanted)


@rating.command("decide", help=_("Decide whether buyers with a bad review in sight are rated; for supervisors."))
@_orders
@click.option("--decision", type=click.Choice([Decision.RATE.value, Decision.WAIT.value]), required=True,
              help=_("Rate them as usual, or wait."))  # fmt: skip
@click.option("--note", required=True, help=_("Why."))
@_shop
@json_option
@click.pass_obj
def decide(
    session: Session, /, *, order_nos: tuple[str, ...], decision: str, note: str, shop: str, json_wanted: bool
) -> None:
    """With a reason; a decision that is there is changed."""
    desk = session.desk()
    count = 0
    for order_id in get_order_ids(desk.seen, order_nos, shop=shop):
        rows = list_to_rate(desk.seen, now=desk.clock(), order_ids=[order_id])
        version = rows[0].version if rows else None
        count += services.decide_rating(
            desk, order_ids=[order_id], decision=Decision(decision), note=note, version=version
        )
    text = ngettext("{n} decision noted", "{n} decisions noted", count).format(n=count)
    tell({"decided": count}, text, json_wanted=json_wanted)


def _told(desk: Desk, row: RateRow) -> dict[str, Any]:
    zone = get_setting(desk.seen, ZONE)
    return {
        "order_no": row.order_no, "shop": row.shop, "buyer": row.buyer, "done_at": iso(row.done_at, zone),
        "rate_by": iso(row.rate_by, zone), "trades": row.trades, "first": row.first_no, "review": row.review_id,
        "stopped": row.is_stopped, "decision": row.decision.value, "decided_by": row.decided_by, "note": row.note,
    }  # fmt: skip


def _line(desk: Desk, row: RateRow) -> str:
    why = ""
    if row.is_stopped:
        why = _("stopped by review {number}").format(number=row.review_id or "–")
    elif row.first_no:
        why = _("after {order_no}").format(order_no=row.first_no)
    until = _("until {when}").format(when=desk.shown(row.rate_by))
    return "  ".join(filter(None, (row.order_no, row.shop, row.buyer, until, why, row.note)))
