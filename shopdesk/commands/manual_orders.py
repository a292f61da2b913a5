"""Orders by hand: bank, wholesale, phone, exchange, reissue (ORD-06, ORD-09 to ORD-11)."""

from typing import Any

import click

from shopdesk.commands.options import json_option
from shopdesk.commands.order_changes import edit, extend, note
from shopdesk.commands.output import tell
from shopdesk.commands.session import Session, options
from shopdesk.domain.address_changes import read_address
from shopdesk.domain.flags import Colour
from shopdesk.domain.manual_orders import RULES, ManualOrder, fold_digits, read_amount, read_item
from shopdesk.domain.money import ZERO
from shopdesk.i18n import _
from shopdesk.queries.orders import OrderAmbiguous, OrderNotFound, find_order_id, get_order, get_order_ids
from shopdesk.queries.shops import ShopRow, get_shop, list_shops
from shopdesk.services.desk import Desk
from shopdesk.services.manual_changes import cancel_order
from shopdesk.services.manual_orders import enter_order
from shopdesk.services.order_contents import AddressUnreadable
from shopdesk.services.transfers import confirm_transfer

_KINDS = [kind.code for kind in RULES]
_which = options(
    click.argument("order_no"),
    click.option("--shop", default="", help=_("The shop, where two shops have the same order number.")),
    json_option,
)


@click.group()
def order() -> None:
    """Orders entered by hand, and late changes of any order."""


for changed in (note, edit, extend):
    order.add_command(changed)


@order.command("add", help=_("Enter an order. Bank, wholesale and phone need a receiver, the others the first order."))
@click.option("--kind", required=True, type=click.Choice(_KINDS), help=_("What kind of order."))
@click.option("--shop", default="", help=_("The shop; needed where there are several."))
@click.option("--buyer", default="", help=_("The buyer's id on the platform."))
@click.option("--receiver", default="", help=_("Name, phone and address in one line."))
@click.option(
    "--item", "items", multiple=True, metavar="CODE[,TEXT]xN[@PRICE]", help=_("An item; several may be named.")
)
@click.option("--paid", default="", help=_("What was really received, in yuan."))
@click.option("--memo", default="", help=_("The memo; its prefix is added."))
@click.option("--from", "source", default="", metavar="ORDER_NO", help=_("The order that it belongs to."))
@click.option("--flag", type=click.Choice([c.code for c in Colour]), help=_("The flag's colour."))
@click.option("--order-no", default="", help=_("Its number; a new one if left out."))
@click.option("--reason", default="", help=_("Why something is exchanged or sent again."))
@click.option("--again", is_flag=True, help=_("The same exchange or reissue twice is meant."))
@json_option
@click.pass_obj
def add(session: Session, /, *, again: bool, json_wanted: bool, **given: Any) -> None:
    """Enter an order."""
    desk = session.desk()
    order_id = enter_order(desk, order=_read(desk, **given), again=again)
    entered = told_order(desk, order_id)
    text = _("Order {order_no} entered").format(order_no=entered["order_no"])
    tell(entered, "; ".join([text, *entered["holds"]]), json_wanted=json_wanted)


@order.command("confirm", help=_("Say that the money of a bank, wholesale or phone order has come in."))
@_which
@click.option("--amount", required=True, help=_("What came in, in yuan."))
@click.option("--reference", required=True, help=_("By which the transfer is found again."))
@click.option("--account", default="", help=_("The account that it came to; the first one if left out."))
@click.pass_obj
def confirm(
    session: Session, /, *, order_no: str, shop: str, json_wanted: bool, amount: str, reference: str, account: str
) -> None:
    """Confirm a transfer."""
    desk = session.desk()
    order_id = get_order_ids(desk.seen, [order_no], shop=shop)[0]
    confirm_transfer(desk, order_id=order_id, amount=read_amount(amount), reference=reference, account=account)
    text = _("The transfer for order {order_no} is confirmed").format(order_no=order_no)
    tell(told_order(desk, order_id), text, json_wanted=json_wanted)


@order.command("cancel", help=_("Cancel an order entered by hand, before it is printed."))
@_which
@click.option("--reason", required=True, help=_("Why; it is kept with the order."))
@click.pass_obj
def cancel(session: Session, /, *, order_no: str, shop: str, json_wanted: bool, reason: str) -> None:
    """Cancel an order."""
    desk = session.desk()
    order_id = get_order_ids(desk.seen, [order_no], shop=shop)[0]
    cancel_order(desk, order_id=order_id, reason=reason)
    text = _("Order {order_no} is cancelled").format(order_no=order_no)
    tell(told_order(desk, order_id), text, json_wanted=json_wanted)


def told_order(desk: Desk, order_id: int) -> dict[str, Any]:
    """An order entered by hand as scripts get it."""
    found = get_order(desk.seen, order_id)
    settled = found.settlement
    return {
        "order_no": found.order_no,
        "origin": found.origin.code,
        "shop": found.shop,
        "stage": found.stage.code,
        "status": found.status.code,
        "source": found.source_no,
        "warehouse": found.warehouse,
        "salesperson": found.salesperson,
        "registrar": found.registrar,
        "paid": found.paid.yuan,
        "memo": found.memo,
        "holds": [hold.reason for hold in found.open_holds],
        "settlement": None
        if settled is None
        else {"account": settled.account, "amount": settled.amount.yuan, "reference": settled.reference},
    }


def _read(
    desk: Desk,
    *,
    kind: str,
    shop: str,
    buyer: str,
    receiver: str,
    items: tuple[str, ...],
    paid: str,
    memo: str,
    source: str,
    flag: str | None,
    order_no: str,
    reason: str,
) -> ManualOrder:
    """What the options say; raises AmountUnreadable, ItemUnreadable, AddressUnreadable, OrderNotFound, NoSuchShop."""
    source_id = _source_id(desk, source, shop) if source else None
    address = read_address(fold_digits(receiver)) if receiver.strip() else None
    if receiver.strip() and address is None:
        raise AddressUnreadable(text=receiver)
    return ManualOrder(
        kind=next(known for known in RULES if known.code == kind),
        shop_id=_shop(desk, shop, source_id).id,
        items=tuple(map(read_item, items)),
        buyer=buyer,
        receiver=address,
        paid=read_amount(paid) if paid.strip() else ZERO,
        memo=memo,
        reason=reason,
        source_id=source_id,
        flag=Colour.from_code(flag) if flag else None,
        order_no=order_no,
    )


def _source_id(desk: Desk, order_no: str, shop: str) -> int:
    """The order that is meant: of the shop named, or the only one of that number; another shop's is refused later."""
    try:
        found = find_order_id(desk.seen, order_no)
    except OrderAmbiguous:
        found = find_order_id(desk.seen, order_no, shop=shop) if shop else None
        if found is None:
            raise
    if found is None:
        raise OrderNotFound(order_no=order_no)
    return found


def _shop(desk: Desk, name: str, source_id: int | None) -> ShopRow:
    shops = list_shops(desk.seen)
    if name:
        return get_shop(desk.seen, name)
    if source_id is not None:
        of_source = get_order(desk.seen, source_id).shop_id
        return next(shop for shop in shops if shop.id == of_source)
    if len(shops) != 1:
        raise click.UsageError(_("Name the shop: --shop NAME."))
    return shops[0]
