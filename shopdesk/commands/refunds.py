"""Money that goes back: asked, approved by another, paid with a reference (REF-01 to REF-08)."""

from typing import Any

import click

from shopdesk.commands.options import json_option
from shopdesk.commands.output import as_json, complain, say, tell
from shopdesk.commands.refund_lists import (
    answer,
    export,
    list_,
    results,
    told_refund,
    told_view,
    told_whole,
    totals,
    view_lines,
    whole_lines,
)
from shopdesk.commands.session import Session, one_of, options
from shopdesk.commands.settling import Yuan
from shopdesk.domain.money import ZERO
from shopdesk.domain.refunds import DIRECT_CHANNELS, REFUND_KINDS, REFUND_STATES, Channel, RefundKind
from shopdesk.i18n import _
from shopdesk.queries.orders import get_order_ids
from shopdesk.queries.refunds import get_refund, refund_view
from shopdesk.services.desk import Desk
from shopdesk.services.refund_payees import change_payee, check_payee, see_payee
from shopdesk.services.refund_payments import fail_refund, pay_refund
from shopdesk.services.refunds import approve_refund, ask_refund, let_refund_through, refuse_refund, withdraw_refund

_SHOP = click.option("--shop", default="", help=_("The shop, where two shops have the same order number."))
_which = options(click.argument("number", metavar="NUMBER", type=click.IntRange(1)), json_option)
_reason = click.option("--reason", required=True, help=_("Why; the trail keeps it."))


@click.group()
def refund() -> None:
    """Money that goes back to buyers."""


for _command in (list_, totals, export, results, answer):
    refund.add_command(_command)


@refund.command("ask", help=_("Ask for money of an order to go back."))
@click.argument("order_no")
@click.option("--kind", type=one_of(RefundKind), required=True, help=_("Why money goes back."))
@click.option("--reason", required=True, help=_("A category such as quality or size, or the shop's own words."))
@click.option("--amount", type=Yuan(), required=True, help=_("How much, in yuan."))
@click.option(
    "--case",
    "case_id",
    type=click.IntRange(1),
    help=_("The case it is for; the order's open one of its kind if left out."),
)
@click.option("--freight", type=Yuan(), default=ZERO, help=_("The part of it that is promised freight."))
@click.option("--channel", type=one_of(Channel), help=_("How it reaches the buyer; the platform's way if left out."))
@click.option("--payee", default="", help=_("The real name of who gets a direct transfer."))
@click.option("--account", default="", help=_("The account it goes to."))
@click.option("--request", "refund_no", default="", help=_("The platform's request that it answers."))
@click.option("--note", default="", help=_("The note."))
@click.option("--above", "above_reason", default="", metavar="REASON",
              help=_("Let it go beyond what was paid, or of a closed order: supervisors only."))  # fmt: skip
@_SHOP
@json_option
@click.pass_obj
def ask(session: Session, /, *, order_no: str, shop: str, json_wanted: bool, **given: Any) -> None:
    """Ask for a refund (REF-01)."""
    desk = session.desk()
    kind = RefundKind(given.pop("kind"))
    usual = DIRECT_CHANNELS[0] if kind is RefundKind.TRANSFER else Channel.PLATFORM
    channel = Channel(given.pop("channel") or usual)
    order_id = get_order_ids(desk.seen, [order_no], shop=shop)[0]
    number = ask_refund(desk, order_id=order_id, kind=kind, channel=channel, **given)
    left = refund_view(desk.seen, order_id=order_id).freight_left
    if left:
        complain(_("{amount} of freight was promised and is in no refund yet.").format(amount=left.shown))
    _tell(desk, number, json_wanted=json_wanted)


def _tell(desk: Desk, number: int, *, json_wanted: bool) -> None:
    """How it stands now."""
    row = get_refund(desk.seen, number)
    text = _("Refund {number} of order {order_no}, {kind}, {amount}: {state}").format(
        number=number, order_no=row.order_no, kind=_(REFUND_KINDS[row.kind]), amount=row.amount.shown,
        state=_(REFUND_STATES[row.state]),
    )  # fmt: skip
    tell(told_refund(desk, row), text, json_wanted=json_wanted)


@refund.command("order", help=_("What was paid for an order, what went back, what is left."))
@click.argument("order_no")
@_SHOP
@json_option
@click.pass_obj
def order(session: Session, /, *, order_no: str, shop: str, json_wanted: bool) -> None:
    """An order's money (REF-04, REF-07)."""
    desk = session.desk()
    view = refund_view(desk.seen, order_id=get_order_ids(desk.seen, [order_no], shop=shop)[0])
    tell(told_view(desk, view), "\n".join(view_lines(desk, view)), json_wanted=json_wanted)


@refund.command("show", help=_("Show a refund: what it does to the trade, and the order's money."))
@_which
@click.pass_obj
def show(session: Session, /, *, number: int, json_wanted: bool) -> None:
    """What is seen before it is paid (REF-08)."""
    desk = session.desk()
    row = get_refund(desk.seen, number)
    if json_wanted:
        say(as_json(told_whole(desk, row)))
        return
    for line in whole_lines(desk, row):
        say(line)


@refund.command("approve", help=_("Let refunds be paid."))
@click.argument("numbers", metavar="NUMBER...", nargs=-1, required=True, type=click.IntRange(1))
@click.option("--note", default="", help=_("What the trail keeps of it."))
@json_option
@click.pass_obj
def approve(session: Session, /, *, numbers: tuple[int, ...], note: str, json_wanted: bool) -> None:
    """One after the other; the first that is refused ends it."""
    desk = session.desk()
    for number in numbers:
        approve_refund(desk, refund_id=number, note=note)
        _tell(desk, number, json_wanted=json_wanted)


@refund.command("refuse", help=_("Refuse a refund that isn't paid; needs a reason."))
@_which
@_reason
@click.pass_obj
def refuse(session: Session, /, *, number: int, json_wanted: bool, reason: str) -> None:
    """It counts no longer."""
    desk = session.desk()
    refuse_refund(desk, refund_id=number, reason=reason)
    _tell(desk, number, json_wanted=json_wanted)


@refund.command("withdraw", help=_("Take back what you asked for yourself; needs a reason."))
@_which
@_reason
@click.pass_obj
def withdraw(session: Session, /, *, number: int, json_wanted: bool, reason: str) -> None:
    """While nobody approved it."""
    desk = session.desk()
    withdraw_refund(desk, refund_id=number, reason=reason)
    _tell(desk, number, json_wanted=json_wanted)


@refund.command("let", help=_("Let a refund go that would be stopped, beyond what was paid; supervisors only."))
@_which
@_reason
@click.pass_obj
def let(session: Session, /, *, number: int, json_wanted: bool, reason: str) -> None:
    """With a reason that stays (REF-04)."""
    desk = session.desk()
    let_refund_through(desk, refund_id=number, reason=reason)
    _tell(desk, number, json_wanted=json_wanted)


@refund.command("payee", help=_("Say who gets a refund, and by which way."))
@_which
@click.option("--payee", help=_("The real name."))
@click.option("--account", help=_("The account."))
@click.option("--channel", type=one_of(Channel), help=_("How it reaches the buyer."))
@click.pass_obj
def payee(
    session: Session, /, *, number: int, json_wanted: bool, payee: str | None, account: str | None, channel: str | None
) -> None:
    """What is left out stays; it is checked and approved anew (REF-05)."""
    desk = session.desk()
    way = Channel(channel) if channel else None
    change_payee(desk, refund_id=number, payee=payee, account=account, channel=way)
    _tell(desk, number, json_wanted=json_wanted)


@refund.command("check", help=_("Say that an account is really in this name; without both, show them."))
@_which
@click.option("--payee", default="", help=_("The real name, as the bank or wallet tells it."))
@click.option("--account", default="", help=_("The account that was looked up."))
@click.pass_obj
def check(session: Session, /, *, number: int, json_wanted: bool, payee: str, account: str) -> None:
    """Who looks stands in the trail (REF-05)."""
    desk = session.desk()
    if not payee and not account:
        seen = see_payee(desk, refund_id=number)
        told = {"refund": number, "payee": seen.name, "account": seen.account}
        tell(told, f"{seen.name}  {seen.account}".strip(), json_wanted=json_wanted)
        return
    check_payee(desk, refund_id=number, payee=payee, account=account)
    _tell(desk, number, json_wanted=json_wanted)


@refund.command("pay", help=_("Record that a refund was paid, with the payment's reference."))
@_which
@click.option("--reference", default="", help=_("The transfer's number; the platform's request if left out."))
@click.pass_obj
def pay(session: Session, /, *, number: int, json_wanted: bool, reference: str) -> None:
    """The third state (REF-03)."""
    desk = session.desk()
    pay_refund(desk, refund_id=number, reference=reference)
    _tell(desk, number, json_wanted=json_wanted)


@refund.command("fail", help=_("Record that a payment came back or couldn't be made; needs a reason."))
@_which
@_reason
@click.pass_obj
def fail(session: Session, /, *, number: int, json_wanted: bool, reason: str) -> None:
    """It can be asked for again."""
    desk = session.desk()
    fail_refund(desk, refund_id=number, reason=reason)
    _tell(desk, number, json_wanted=json_wanted)
