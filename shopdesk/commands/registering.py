"""Registering, holding, flagging: what is done to orders by their numbers."""

from typing import Any

import click

from shopdesk.commands.options import json_option
from shopdesk.commands.output import complain, tell
from shopdesk.commands.session import Session, options
from shopdesk.domain.flags import Colour
from shopdesk.i18n import _, ngettext, sentence
from shopdesk.queries.orders import get_order_ids, list_ready_ids
from shopdesk.queries.registering import list_candidates
from shopdesk.services.desk import Desk
from shopdesk.services.holds import hold_orders, release_orders
from shopdesk.services.orders import set_flag
from shopdesk.services.registering import Registration, register_orders, unregister_orders

which_orders = options(
    click.argument("order_nos", metavar="ORDER_NO...", nargs=-1, required=True),
    click.option("--shop", default="", help=_("The shop, where two shops have the same order number.")),
    json_option,
)


@click.command()
@click.argument("order_nos", metavar="ORDER_NO...", nargs=-1)
@click.option("--ready", is_flag=True, help=_("All that are paid and not on hold; those that are unclear stay."))
@click.option("--salesperson", default="", help=_("Whose customers they are, where the flag doesn't tell."))
@click.option("--shop", default="", help=_("The shop, where two shops have the same order number."))
@json_option
@click.pass_obj
def register(
    session: Session, /, *, order_nos: tuple[str, ...], ready: bool, salesperson: str, shop: str, json_wanted: bool
) -> None:
    """Register orders (ORD-01 to ORD-03, ORD-05). Named ones all or none; of those that are ready, what can be."""
    if bool(order_nos) == ready:
        raise click.UsageError(_("Name the orders to register, or write --ready."))
    desk = session.desk()
    ids = list_ready_ids(desk.seen) if ready else get_order_ids(desk.seen, order_nos, shop=shop)
    done = register_orders(desk, order_ids=ids, salesperson=salesperson, skip_refused=ready)
    for _order_id, refusal in done.refused:
        complain(sentence(refusal))
    n = len(done.registered)
    text = ngettext("{n} order registered", "{n} orders registered", n).format(n=n)
    tell(_registered(desk, done), text, json_wanted=json_wanted)


def _registered(desk: Desk, done: Registration) -> dict[str, Any]:
    numbers = {
        order.id: order.order_no
        for order in list_candidates(desk.seen, [*done.registered, *(order_id for order_id, _why in done.refused)])
    }
    refused = [{"order_no": numbers[order_id], "reason": sentence(why)} for order_id, why in done.refused]
    return {"registered": [numbers[order_id] for order_id in done.registered], "refused": refused}


@click.command()
@which_orders
@click.pass_obj
def unregister(session: Session, /, *, order_nos: tuple[str, ...], shop: str, json_wanted: bool) -> None:
    """Take registering back while nothing is printed."""
    desk = session.desk()
    n = unregister_orders(desk, order_ids=get_order_ids(desk.seen, order_nos, shop=shop))
    text = ngettext("{n} order is new again", "{n} orders are new again", n).format(n=n)
    tell({"unregistered": n}, text, json_wanted=json_wanted)


@click.command()
@which_orders
@click.option("--reason", required=True, help=_("Why; it is shown beside the order."))
@click.pass_obj
def hold(session: Session, /, *, order_nos: tuple[str, ...], shop: str, json_wanted: bool, reason: str) -> None:
    """Put orders on hold."""
    desk = session.desk()
    n = hold_orders(desk, order_ids=get_order_ids(desk.seen, order_nos, shop=shop), reason=reason)
    tell({"held": n}, ngettext("{n} order on hold", "{n} orders on hold", n).format(n=n), json_wanted=json_wanted)


@click.command()
@which_orders
@click.option("--reason", required=True, help=_("Why they may go on."))
@click.pass_obj
def release(session: Session, /, *, order_nos: tuple[str, ...], shop: str, json_wanted: bool, reason: str) -> None:
    """Release orders from every hold."""
    desk = session.desk()
    n = release_orders(desk, order_ids=get_order_ids(desk.seen, order_nos, shop=shop), reason=reason)
    tell({"released": n}, ngettext("{n} order released", "{n} orders released", n).format(n=n), json_wanted=json_wanted)


@click.command()
@which_orders
@click.option(
    "--to", "colour", required=True, type=click.Choice([c.code for c in Colour]), help=_("The flag's colour.")
)
@click.pass_obj
def flag(session: Session, /, *, order_nos: tuple[str, ...], shop: str, json_wanted: bool, colour: str) -> None:
    """Give orders a flag."""
    desk = session.desk()
    ids = get_order_ids(desk.seen, order_nos, shop=shop)
    n = set_flag(desk, order_ids=ids, colour=Colour.from_code(colour))
    tell({"changed": n}, ngettext("{n} flag changed", "{n} flags changed", n).format(n=n), json_wanted=json_wanted)
