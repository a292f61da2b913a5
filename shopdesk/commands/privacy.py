"""Buyers' personal data: looking one up where it is masked, wiping what is old (DATA-06)."""

import sys

import click

from shopdesk.commands.options import json_option
from shopdesk.commands.output import say, tell
from shopdesk.commands.session import Session
from shopdesk.i18n import _, ngettext
from shopdesk.queries.orders import get_order_ids
from shopdesk.services.privacy import look_up
from shopdesk.services.retention import FEWEST_MONTHS, Wipe, preview_wipe, wipe_old


@click.command()
@click.argument("order_no")
@click.option("--reason", default="", help=_("Why you look."))
@click.option("--shop", default="", help=_("The shop, where two shops have the same order number."))
@json_option
@click.pass_obj
def look(session: Session, /, *, order_no: str, reason: str, shop: str, json_wanted: bool) -> None:
    """Show one order's phone and address; that you looked stands in its history."""
    desk = session.desk()
    order = look_up(desk, order_id=get_order_ids(desk.seen, [order_no], shop=shop)[0], reason=reason)
    told = {
        "order_no": order.order_no, "receiver": order.receiver, "phone": order.phone, "region": order.region,
        "address": order.address, "postcode": order.postcode,
    }  # fmt: skip
    tell(told, " ".join(filter(None, list(told.values())[1:])), json_wanted=json_wanted)


@click.command()
@click.option(
    "--older-than-months", "months", required=True, type=click.IntRange(FEWEST_MONTHS), help=_("How old at the least.")
)
@click.option("--dry-run", is_flag=True, help=_("Count only, change nothing."))
@click.option("--confirm", type=click.IntRange(0), help=_("The number of orders, as --dry-run tells it."))
@json_option
@click.pass_obj
def wipe(session: Session, /, *, months: int, dry_run: bool, confirm: int | None, json_wanted: bool) -> None:
    """Wipe receiver, phone, address and messages of finished orders that are that old, after a backup."""
    desk = session.desk()
    found = preview_wipe(desk, months=months)
    if dry_run:
        tell(_told(found), f"{_sentence(found)} {_('Nothing was changed.')}", json_wanted=json_wanted)
        return
    if confirm is None and sys.stdin.isatty():
        confirm = click.prompt(_("{what} Type the number of orders").format(what=_sentence(found)), type=int, err=True)
    if confirm is None:
        raise click.UsageError(_("Confirm with --confirm and the number of orders that --dry-run tells."))
    done = wipe_old(desk, months=months, confirmed=confirm)
    tell(_told(done), _sentence(done), json_wanted=json_wanted)
    if done.backup and not json_wanted:
        say(
            _("The backup {file}, and those before it, still hold everything until they are thinned.").format(
                file=done.backup
            )
        )


def _sentence(found: Wipe) -> str:
    told = ngettext("{n} order, {buyers} buyers, {rows} rows of the trail.",
                    "{n} orders, {buyers} buyers, {rows} rows of the trail.", found.orders)  # fmt: skip
    left = ngettext("{n} is not finished and stays.", "{n} are not finished and stay.", found.left)
    whole = told.format(n=found.orders, buyers=found.buyers, rows=found.trail)
    if found.boxes:
        boxes = ngettext("With them {n} box that came back.", "With them {n} boxes that came back.", found.boxes)
        whole = f"{whole} {boxes.format(n=found.boxes)}"
    return f"{whole} {left.format(n=found.left)}" if found.left else whole


def _told(found: Wipe) -> dict[str, object]:
    backup = str(found.backup) if found.backup else None
    return {
        "orders": found.orders, "left": found.left, "buyers": found.buyers, "trail": found.trail,
        "boxes": found.boxes, "cases": found.cases, "backup": backup,
    }  # fmt: skip
