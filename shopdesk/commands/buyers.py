"""Buyers and what is owed to them (ORD-19 to ORD-21)."""

from typing import Any

import click

from shopdesk.clock import iso
from shopdesk.commands.buyer_pages import COMMANDS
from shopdesk.commands.options import json_option, lines_option
from shopdesk.commands.order_changes import read_amount
from shopdesk.commands.output import as_json, say, tell, write_lines
from shopdesk.commands.session import Session, one_of, options
from shopdesk.domain.owed_items import Owed, owed_name
from shopdesk.i18n import _
from shopdesk.queries.buyers import BuyerCard, find_buyer_id, get_buyer_card
from shopdesk.queries.orders import get_order_ids
from shopdesk.queries.owed_items import OwedRow, get_owed_item, list_owed_items
from shopdesk.queries.shop_settings import get_setting
from shopdesk.services.buyers import block_buyer, edit_buyer, unblock_buyer
from shopdesk.services.desk import Desk
from shopdesk.services.overpayments import compensate_in_goods, pay_out
from shopdesk.services.owed_items import add_owed_item, put_in, strike_by_hand
from shopdesk.settings import ZONE

_SHOP = click.option("--shop", default="", help=_("The shop, where two shops have the same buyer or order number."))
_which = options(click.argument("buyer_id", metavar="BUYER"), _SHOP, json_option)


@click.group()
def buyer() -> None:
    """Buyers by their id on the platform."""


for _command in COMMANDS:
    buyer.add_command(_command)


@buyer.command("show", help=_("Show a buyer: tier, tags, past orders, what is owed."))
@_which
@click.pass_obj
def show(session: Session, /, *, buyer_id: str, shop: str, json_wanted: bool) -> None:
    """Show a buyer (ORD-19)."""
    desk = session.desk()
    card = get_buyer_card(desk.seen, find_buyer_id(desk.seen, buyer_id, shop=shop))
    told = told_buyer(desk, card)
    if json_wanted:
        say(as_json(told))
        return
    for name, value in told.items():
        for each in value if isinstance(value, list) else [value]:
            if each not in ("", 0):
                shown = "  ".join(str(part) for part in each.values() if part) if isinstance(each, dict) else each
                say(f"{name}: {shown}")


@buyer.command("edit", help=_("Change what is noted about a buyer; what is left out stays."))
@_which
@click.option("--tier", help=_("One of the tiers in Settings; empty for none."))
@click.option("--discount", type=click.IntRange(0, 99), help=_("Percent off."))
@click.option("--tag", "tags", multiple=True, help=_("A tag; the ones named take the place of all. --tag '' for none."))
@click.option("--note", help=_("The note."))
@click.option("--birthday", help=_("A day like 05-17, or with its year; empty for none."))
@click.option("--block", default="", metavar="REASON", help=_("Sell nothing more to this buyer."))
@click.option("--unblock", default="", metavar="REASON", help=_("Sell to this buyer again."))
@click.pass_obj
def edit(session: Session, /, *, buyer_id: str, shop: str, json_wanted: bool, **given: Any) -> None:
    """Edit a buyer."""
    if given["block"] and given["unblock"]:
        raise click.UsageError(_("Either --block or --unblock."))
    desk = session.desk()
    found = find_buyer_id(desk.seen, buyer_id, shop=shop)
    changed = _edit(desk, get_buyer_card(desk.seen, found), given)
    if given["block"]:
        changed |= block_buyer(desk, buyer_id=found, reason=given["block"])
    if given["unblock"]:
        changed |= unblock_buyer(desk, buyer_id=found, reason=given["unblock"])
    text = _("Buyer {buyer} changed") if changed else _("Buyer {buyer} was so already")
    told = told_buyer(desk, get_buyer_card(desk.seen, found)) | {"changed": changed}
    tell(told, text.format(buyer=buyer_id), json_wanted=json_wanted)


def _edit(desk: Desk, card: BuyerCard, given: dict[str, Any]) -> bool:
    if all(given[name] is None for name in ("tier", "discount", "note", "birthday")) and not given["tags"]:
        return False
    return edit_buyer(
        desk,
        buyer_id=card.id,
        tier=card.tier if given["tier"] is None else given["tier"],
        discount=card.discount if given["discount"] is None else given["discount"],
        tags=given["tags"] or card.tags,
        note=card.note if given["note"] is None else given["note"],
        birthday=given["birthday"],
        version=card.version,
    )


def told_buyer(desk: Desk, card: BuyerCard) -> dict[str, Any]:
    """A buyer as scripts get them."""
    zone = get_setting(desk.seen, ZONE)
    return {
        "buyer": card.buyer, "shop": card.shop, "tier": card.tier, "discount": card.discount, "tags": list(card.tags),
        "blocked": card.blocked, "note": card.note, "birthday": card.birthday,
        "orders": card.orders, "paid": card.paid.yuan, "refunds": card.refunds,
        "exchanges": card.exchanges, "reissues": card.reissues,
        "repairs": card.repairs,
        "past": [
            {
                "order_no": past.order_no, "created_at": iso(past.at, zone), "goods": past.goods,
                "paid": past.paid.yuan, "stage": past.stage.code, "status": past.status.code, "flag": past.flag.code,
            }
            for past in card.past
        ],
        "owed": [told_owed(item, zone) for item in card.owed],
    }  # fmt: skip


@click.group()
def owed() -> None:
    """What was promised and has not been sent (ORD-20)."""


@owed.command("add", help=_("Promise something to a buyer, or with an order; for overpaid postage name the amount."))
@click.argument("item")
@click.option("--buyer", "buyer_id", default="", help=_("The buyer's id on the platform."))
@click.option("--order", "order_no", default="", help=_("The order with which it is promised."))
@click.option("--kind", type=one_of(Owed), default=Owed.GIFT.value, help=_("Why it is owed."))
@click.option("--quantity", type=click.IntRange(1), default=1, help=_("How many."))
@click.option("--amount", default="", help=_("With --kind postage: how much overpaid postage it makes good, in yuan."))
@click.option("--note", default="", help=_("The note."))
@click.option("--along", is_flag=True, help=_("It goes with that order's own parcel, not with the next one."))
@_SHOP
@json_option
@click.pass_obj
def add(session: Session, /, *, item: str, shop: str, json_wanted: bool, **given: Any) -> None:
    """Owe something."""
    if bool(given["buyer_id"]) == bool(given["order_no"]):
        raise click.UsageError(_("Name the buyer or the order: --buyer or --order."))
    if given["along"] and not given["order_no"]:
        raise click.UsageError(_("--along goes with --order."))
    if given["amount"] and (not given["order_no"] or given["kind"] != Owed.POSTAGE.value):
        raise click.UsageError(_("--amount goes with --order and --kind postage."))
    desk = session.desk()
    owed_id = _add(desk, item, shop, given)
    row = get_owed_item(desk.seen, owed_id)
    text = _("Noted: {item} is owed").format(item=row.item)
    tell(told_owed(row, get_setting(desk.seen, ZONE)), text, json_wanted=json_wanted)


def _add(desk: Desk, item: str, shop: str, given: dict[str, Any]) -> int:
    quantity = given["quantity"]
    if given["buyer_id"]:
        found = find_buyer_id(desk.seen, given["buyer_id"], shop=shop)
        return add_owed_item(
            desk, kind=Owed(given["kind"]), item=item, quantity=quantity, buyer_id=found, note=given["note"]
        )
    order_id = get_order_ids(desk.seen, [given["order_no"]], shop=shop)[0]
    if given["amount"]:
        amount = read_amount(given["amount"])
        return compensate_in_goods(desk, order_id=order_id, amount=amount, item=item, quantity=quantity)
    return add_owed_item(
        desk, kind=Owed(given["kind"]), item=item, quantity=quantity, order_id=order_id, note=given["note"],
        along=given["along"],
    )  # fmt: skip


@owed.command("list", help=_("List what is owed, the oldest first."))
@click.option("--buyer", "buyer_id", default="", help=_("Only to this buyer."))
@click.option("--all", "everything", is_flag=True, help=_("With what was struck off."))
@lines_option
@_SHOP
@click.pass_obj
def list_(session: Session, /, *, buyer_id: str, everything: bool, form: str, shop: str) -> None:
    """List owed items."""
    desk = session.desk()
    found = find_buyer_id(desk.seen, buyer_id, shop=shop) if buyer_id else None
    rows = list_owed_items(desk.seen, buyer_id=found, only_open=not everything)
    zone = get_setting(desk.seen, ZONE)
    if form == "jsonl":
        write_lines((as_json(told_owed(row, zone)) for row in rows), None)
        return
    for row in rows:
        state = _("struck off") if not row.is_open else row.travels_no
        say(
            "  ".join(
                filter(None, (str(row.id), row.buyer, _(owed_name(row.kind)), f"{row.item} ×{row.quantity}", state))
            )
        )
    if not rows:
        say(_("Nothing is owed."))


@owed.command("send", help=_("Send owed items along with an order's parcel."))
@click.argument("order_no")
@click.argument("numbers", metavar="NUMBER...", nargs=-1, type=click.IntRange(1), required=True)
@_SHOP
@json_option
@click.pass_obj
def send(session: Session, /, *, order_no: str, numbers: tuple[int, ...], shop: str, json_wanted: bool) -> None:
    """Put owed items into a parcel."""
    desk = session.desk()
    n = put_in(desk, owed_ids=numbers, order_id=get_order_ids(desk.seen, [order_no], shop=shop)[0])
    tell({"order_no": order_no, "travelling": n}, _("They go with order {order_no}").format(order_no=order_no),
         json_wanted=json_wanted)  # fmt: skip


@owed.command("strike", help=_("Strike an owed item off by hand; needs a reason."))
@click.argument("number", type=click.IntRange(1))
@click.option("--reason", required=True, help=_("Why it is no longer owed."))
@json_option
@click.pass_obj
def strike(session: Session, /, *, number: int, reason: str, json_wanted: bool) -> None:
    """Strike an item off."""
    desk = session.desk()
    strike_by_hand(desk, owed_id=number, reason=reason)
    row = get_owed_item(desk.seen, number)
    tell(told_owed(row, get_setting(desk.seen, ZONE)), _("Struck off"), json_wanted=json_wanted)


@owed.command("payout", help=_("Record that overpaid postage was paid back."))
@click.argument("order_no")
@click.option("--amount", required=True, help=_("How much, in yuan."))
@click.option("--reference", required=True, help=_("By which the payment is found again."))
@_SHOP
@json_option
@click.pass_obj
def payout(session: Session, /, *, order_no: str, amount: str, reference: str, shop: str, json_wanted: bool) -> None:
    """Pay overpaid postage out (ORD-21)."""
    desk = session.desk()
    paid = read_amount(amount)
    pay_out(desk, order_id=get_order_ids(desk.seen, [order_no], shop=shop)[0], amount=paid, reference=reference)
    told = {"order_no": order_no, "amount": paid.yuan, "reference": reference}
    tell(told, _("{amount} made good").format(amount=paid.shown), json_wanted=json_wanted)


def told_owed(item: OwedRow, zone: str) -> dict[str, Any]:
    """An owed item as scripts get it."""
    return {
        "number": item.id, "buyer": item.buyer, "shop": item.shop, "kind": item.kind, "item": item.item,
        "quantity": item.quantity, "amount": item.amount.yuan, "note": item.note, "order_no": item.order_no,
        "travels_with": item.travels_no, "at": iso(item.at, zone), "person": item.person,
        "struck_at": iso(item.struck_at, zone), "struck_reason": item.struck_reason,
    }  # fmt: skip
