"""An address change in a memo, compared with the order (ORD-22)."""

from dataclasses import asdict

import click

from shopdesk.commands.options import json_option
from shopdesk.commands.output import say, tell
from shopdesk.commands.session import Session
from shopdesk.i18n import _
from shopdesk.queries.orders import get_order, get_order_ids
from shopdesk.services.order_edits import change_address


@click.command()
@click.argument("order_no")
@click.option("--accept", is_flag=True, help=_("Take the change over; it needs a reason."))
@click.option("--reason", default="", help=_("Why the address is changed."))
@click.option("--shop", default="", help=_("The shop, where two shops have the same order number."))
@json_option
@click.pass_obj
def address(session: Session, /, *, order_no: str, accept: bool, reason: str, shop: str, json_wanted: bool) -> None:
    """Show the address that the memo or the buyer's message asks for; take it over with --accept."""
    desk = session.desk()
    order = get_order(desk.seen, get_order_ids(desk.seen, [order_no], shop=shop)[0])
    wanted = order.asked_address
    if wanted is not None and accept:
        change_address(desk, order_id=order.id, change=wanted, reason=reason, version=order.version)
    taken = wanted is not None and accept
    told = {"order_no": order_no, "change": asdict(wanted) if wanted else None, "taken": taken}
    if json_wanted or wanted is None:
        tell(told, _("Neither memo nor message asks for another address."), json_wanted=json_wanted)
        return
    for part, new in asdict(wanted).items():
        if new:
            say(f"{part}: {getattr(order, part)} → {new}")
    say(_("The order has the new address.") if taken else _("Nothing was changed; --accept takes it over."))
