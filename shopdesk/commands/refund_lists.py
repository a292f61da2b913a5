"""Refunds as scripts and people get them, and lists of them (REF-01 to REF-08)."""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import click

from shopdesk.clock import day_end, day_start, iso, to_local
from shopdesk.commands.options import json_option, table_options
from shopdesk.commands.output import as_json, cell, complain, fitted, list_form, say, tell, write_lines
from shopdesk.commands.session import Session, one_of
from shopdesk.commands.settling import which_days
from shopdesk.domain.money import Money
from shopdesk.domain.refunds import (
    ARRIVALS,
    REFUND_KINDS,
    REFUND_STATES,
    RefundState,
    reason_title,
)
from shopdesk.i18n import _, ngettext, sentence
from shopdesk.queries.orders import get_order_ids
from shopdesk.queries.refund_answers import get_answer
from shopdesk.queries.refund_effects import effect_for
from shopdesk.queries.refunds import RefundRow, RefundView, get_refund, list_refunds, refund_view, total_refunds
from shopdesk.queries.shop_settings import get_setting
from shopdesk.services.desk import Desk
from shopdesk.services.exports import export_table
from shopdesk.services.refund_exports import ToPay, export_to_pay
from shopdesk.services.refund_results import take_results
from shopdesk.settings import ZONE

COLUMNS = (
    "refund", "state", "order_no", "shop", "buyer", "case", "kind", "reason", "amount", "freight", "fee", "fee_by",
    "to_pay", "channel", "payee", "account", "payee_checked_by", "due_at", "late", "asked_by", "asked_at",
    "approved_by", "approved_at", "paid_by", "paid_at", "reference", "refund_no", "request_state", "let_through",
    "decision", "note",
)  # fmt: skip


def told_refund(desk: Desk, refund: RefundRow) -> dict[str, Any]:
    """A refund as scripts get it; amounts are decimal strings."""
    zone = get_setting(desk.seen, ZONE)
    return {
        "refund": refund.id, "state": refund.state.value, "order_no": refund.order_no, "shop": refund.shop,
        "buyer": refund.buyer, "case": refund.case_id, "kind": refund.kind.value, "reason": refund.reason,
        "amount": refund.amount.yuan, "freight": refund.freight.yuan, "fee": refund.fee.yuan,
        "fee_by": refund.fee_by.value if refund.fee else "", "to_pay": refund.to_pay.yuan,
        "channel": refund.channel.value, "payee": refund.payee, "account": refund.payee_account,
        "payee_checked_by": refund.payee_checked_by, "due_at": iso(refund.due_at, zone), "late": is_late(desk, refund),
        "asked_by": refund.asked_by, "asked_at": iso(refund.asked_at, zone), "approved_by": refund.approved_by,
        "approved_at": iso(refund.approved_at, zone), "paid_by": refund.paid_by, "paid_at": iso(refund.paid_at, zone),
        "reference": refund.reference, "refund_no": refund.refund_no, "request_state": refund.request_state,
        "let_through": refund.is_let_through, "decision": refund.decision, "note": refund.note,
    }  # fmt: skip


def is_late(desk: Desk, refund: RefundRow) -> bool:
    """Still open, and its time is over (REF-02)."""
    return refund.is_open and refund.due_at is not None and refund.due_at < desk.clock()


def refund_line(desk: Desk, refund: RefundRow) -> str:
    """A refund on one line."""
    due = desk.shown(refund.due_at) if refund.due_at is not None else "–"
    columns = (
        f"{refund.id:>5}", fitted(_(REFUND_STATES[refund.state]), 10), fitted(refund.order_no, 20),
        fitted(refund.amount.shown, 10, right=True), fitted(_(REFUND_KINDS[refund.kind]), 17),
        fitted(_(reason_title(refund.reason)), 16), due + (" !" if is_late(desk, refund) else ""),
    )  # fmt: skip
    return "  ".join(columns).rstrip()


def told_view(desk: Desk, view: RefundView) -> dict[str, Any]:
    """An order's money as scripts get it."""
    money = view.money
    zone = get_setting(desk.seen, ZONE)
    return {
        "order_no": view.order_no, "shop": view.shop, "buyer": view.buyer, "closed": view.is_closed,
        "paid": money.paid.yuan, "gone": money.gone().yuan, "left": money.left.yuan,
        "paid_out_overpaid": money.payouts.yuan, "by_platform": money.by_platform.yuan,
        "promised_freight": view.promised_freight.yuan, "freight_left": view.freight_left.yuan,
        "requests": [
            {
                "refund_no": each.refund_no, "kind": each.kind, "state": each.state, "amount": each.amount.yuan,
                "reason": each.reason, "deadline": iso(each.deadline, zone), "open": each.is_open,
            }
            for each in view.requests
        ],
        "refunds": [told_refund(desk, each) for each in view.refunds],
    }  # fmt: skip


def view_lines(desk: Desk, view: RefundView) -> Iterator[str]:
    """An order's money for people."""
    money = view.money
    yield _("Order {order_no}: {paid} paid, {gone} back or about to go, {left} left").format(
        order_no=view.order_no, paid=money.paid.shown, gone=money.gone().shown, left=money.left.shown
    )
    if view.is_closed:
        yield _("The order was cancelled or closed.")
    if view.promised_freight:
        yield _("Freight promised: {promised}, of which {left} is in no refund yet").format(
            promised=view.promised_freight.shown, left=view.freight_left.shown
        )
    for request in view.requests:
        yield _("The platform's request {refund_no}: {state}, {amount}").format(
            refund_no=request.refund_no, state=request.state, amount=request.amount.shown
        )
    for refund in view.refunds:
        yield refund_line(desk, refund)


def told_whole(desk: Desk, refund: RefundRow) -> dict[str, Any]:
    """A refund with what it does and the order's money, as scripts get it."""
    view = refund_view(desk.seen, order_id=refund.order_id)
    effect = effect_for(refund, view)
    told = told_refund(desk, refund) | {"trade": _(effect.trade), "review": _(effect.review)}
    return told | {"money": told_view(desk, view)}


def whole_lines(desk: Desk, refund: RefundRow) -> Iterator[str]:
    """The same for people: what is seen before it is paid (REF-08)."""
    view = refund_view(desk.seen, order_id=refund.order_id)
    effect = effect_for(refund, view)
    yield refund_line(desk, refund)
    yield _("Way: {way}").format(way=_(ARRIVALS[refund.channel].title))
    if refund.is_direct:
        checked = refund.payee_checked_by or _("nobody")
        yield _("Payee: {payee} {account}, checked by {person}").format(
            payee=refund.payee or "–", account=refund.payee_account or "–", person=checked
        )
    if refund.fee:
        yield _("Fee: {fee}, so {amount} is to be paid").format(fee=refund.fee.shown, amount=refund.to_pay.shown)
    if refund.is_intercepted:
        yield _("The carrier is to bring the parcel back, and hasn't yet.")
    elif not refund.goods_back:
        yield _("The goods aren't approved into stock yet.")
    yield _("Trade: {effect}").format(effect=_(effect.trade))
    yield _("Review: {effect}").format(effect=_(effect.review))
    yield from view_lines(desk, view)


@click.command("list", help=_("List refunds, the most pressing first."))
@click.option("--state", "states", multiple=True, type=one_of(RefundState), help=_("Only of this state; several go."))
@click.option("--order", "order_no", default="", help=_("Only of this order."))
@click.option("--shop", default="", help=_("The shop, where two shops have the same order number."))
@click.option("--case", "case_id", type=click.IntRange(1), help=_("Only of this case."))
@click.option("--find", default="", help=_("Part of an order number, a buyer's id, a reference."))
@click.option("--late", is_flag=True, help=_("Only those whose time is over."))
@table_options
@click.pass_obj
def list_(
    session: Session, /, *, states: tuple[str, ...], order_no: str, shop: str, case_id: int | None, find: str,
    late: bool, form: str | None, output: Path | None,
) -> None:  # fmt: skip
    """One line a refund, or a file."""
    form = list_form(form, output)
    desk = session.desk()
    wanted = [RefundState(state) for state in states]
    rows = list_refunds(
        desk.seen,
        states=wanted or ([RefundState.ASKED, RefundState.APPROVED] if late else []),
        order_id=get_order_ids(desk.seen, [order_no], shop=shop)[0] if order_no else None,
        case_id=case_id,
        due_before=desk.clock() if late else None,
        find=find,
    )
    if form == "jsonl":
        write_lines((as_json(told_refund(desk, row)) for row in rows), output)
    elif form in ("csv", "xlsx"):
        export_table(output, COLUMNS, (_cells(told_refund(desk, row)) for row in rows), form=form)
    else:
        write_lines((refund_line(desk, row) for row in rows), output)


_AMOUNTS = frozenset(("amount", "freight", "fee", "to_pay"))


def _cells(told: dict[str, Any]) -> list[Any]:
    return [_cell(name, told[name]) for name in COLUMNS]


def _cell(name: str, value: Any) -> Any:
    if name in _AMOUNTS:
        return Decimal(value)
    return cell(value)


@click.command("totals", help=_("What was paid back in a day or several, by kind and way."))
@which_days
@click.option(
    "--format", "form", type=click.Choice(["table", "jsonl"]), default="table", help=_("How they are written.")
)
@click.pass_obj
def totals(session: Session, /, *, day: datetime | None, until: datetime | None, form: str) -> None:
    """One line a kind and channel."""
    desk = session.desk()
    zone = get_setting(desk.seen, ZONE)
    first = day.date() if day else to_local(desk.clock(), zone).date()
    last = until.date() if until else first
    if last < first:
        raise click.UsageError(_("The last day comes before the first."))
    found = total_refunds(desk.seen, since=day_start(first, zone), until=day_end(last, zone))
    for row in found:
        told = {
            "kind": row.kind.value, "channel": row.channel.value, "refunds": row.refunds, "amount": row.amount.yuan,
            "fee": row.fee.yuan,
        }  # fmt: skip
        kind, way = fitted(_(REFUND_KINDS[row.kind]), 17), fitted(_(ARRIVALS[row.channel].title), 18)
        text = f"{kind}  {way}  {row.refunds:>5}  {fitted(row.amount.shown, 12, right=True)}"
        say(as_json(told) if form == "jsonl" else text)
    if form == "table":
        say(_("Together {amount}").format(amount=sum((row.amount for row in found), Money(0)).shown))


@click.command("export", help=_("Write what has to be paid today to a file for finance, to be filled in."))
@click.option("-o", "--output", required=True, type=click.Path(path_type=Path, dir_okay=False), help=_("The file."))
@click.option("--all", "everything", is_flag=True, help=_("All that is approved, not only what is due today."))
@json_option
@click.pass_obj
def export(session: Session, /, *, output: Path, everything: bool, json_wanted: bool) -> None:
    """CSV or XLSX; `refund results` reads it back."""
    found = export_to_pay(session.desk(), path=output, everything=everything)
    for one in found.left:
        complain(sentence(one.why))
    for before in found.again:
        told = _("{person} took refund {number} of order {order_no} in a file before: look that it isn't paid twice.")
        complain(told.format(number=before.refund.id, order_no=before.refund.order_no, person=before.person))
    n, amount = len(found.refunds), sum((each.to_pay for each in found.refunds), Money(0))
    text = ngettext("{n} refund of {amount} in {file}", "{n} refunds of {amount} in {file}", n)
    tell(
        _told_export(output, found, amount), text.format(n=n, amount=amount.shown, file=output), json_wanted=json_wanted
    )


def _told_export(output: Path, found: ToPay, amount: Money) -> dict[str, Any]:
    return {
        "file": str(output), "refunds": [each.id for each in found.refunds], "amount": amount.yuan,
        "left": [{"refund": one.refund.id, "reason": sentence(one.why)} for one in found.left],
        "listed_before": [each.refund.id for each in found.again],
    }  # fmt: skip


@click.command("results", help=_("Read the payments' references from a table: all of it or nothing."))
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@json_option
@click.pass_obj
def results(session: Session, /, *, file: Path, json_wanted: bool) -> None:
    """Wrong rows are named one by one."""
    taken = take_results(session.desk(), file=file)
    text = ngettext("{n} refund paid", "{n} refunds paid", taken.paid).format(n=taken.paid)
    if taken.failed:
        text += "\n" + ngettext("{n} payment came back", "{n} payments came back", taken.failed).format(n=taken.failed)
    if taken.blank:
        told = ngettext("{n} row without a reference stays to be paid", "{n} rows without a reference stay to be paid",
                        taken.blank)  # fmt: skip
        text += "\n" + told.format(n=taken.blank)
    tell({"paid": taken.paid, "failed": taken.failed, "blank": taken.blank}, text, json_wanted=json_wanted)


@click.command("answer", help=_("What to tell a buyer who asks where the money is."))
@click.argument("number", metavar="NUMBER", type=click.IntRange(1))
@json_option
@click.pass_obj
def answer(session: Session, /, *, number: int, json_wanted: bool) -> None:
    """A text to send (REF-06)."""
    desk = session.desk()
    found = get_answer(desk.seen, get_refund(desk.seen, number), now=desk.clock())
    told = {
        "refund": number, "answer": found.name, "text": found.text,
        "since": found.since.isoformat() if found.since else None,
        "until": found.until.isoformat() if found.until else None,
    }  # fmt: skip
    tell(told, found.text, json_wanted=json_wanted)
