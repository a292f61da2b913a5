"""Parcels that carriers lost, emptied or broke: registered, asked for, paid, made good (SHP-08)."""

from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import click

from shopdesk.commands.options import KEPT_MOMENT, json_option, lines_option, table_options
from shopdesk.commands.output import as_json, cell, fitted, list_form, say, tell, write_lines
from shopdesk.commands.parcel_options import (
    moment_of,
    note_option,
    parcel_of,
    told_values,
    which_number,
    which_parcel,
)
from shopdesk.commands.session import Session, one_of
from shopdesk.commands.settling import Yuan
from shopdesk.domain.claims import KINDS, SOLUTIONS, STATES, Kind, State
from shopdesk.domain.manual_orders import read_item
from shopdesk.domain.money import ZERO, Money
from shopdesk.i18n import _, ngettext
from shopdesk.queries.claims import ClaimRow, ClaimTotal, get_claim, list_claims, total_claims
from shopdesk.queries.months import get_month
from shopdesk.queries.orders import get_order, get_order_ids
from shopdesk.services import claims as services
from shopdesk.services.desk import Desk
from shopdesk.services.exports import export_table

COLUMNS = (
    "claim", "kind", "state", "order_no", "shop", "buyer", "carrier", "waybill", "amount", "answered", "paid",
    "reference", "answer", "solution", "case", "person", "at", "asked_at", "answer_by", "late", "answered_at",
    "paid_at", "closed_at", "note",
)  # fmt: skip


@click.group()
def claim() -> None:
    """The register of parcels that carriers lost, emptied or broke."""


@claim.command("add", help=_("Put a parcel into the register."))
@which_parcel
@click.option("--kind", type=one_of(Kind), default=Kind.LOST.value, show_default=True, help=_("What happened to it."))
@click.option("--amount", type=Yuan(), help=_("What is asked of the carrier, in yuan; what was paid if left out."))
@note_option
@json_option
@click.pass_obj
def add(
    session: Session, /, *, order_no: str, waybill: str, carrier: str, shop: str, kind: str, amount: Money | None,
    note: str, json_wanted: bool,
) -> None:  # fmt: skip
    """Of an order with one parcel the number is known."""
    desk = session.desk()
    parcel = parcel_of(desk, order_no=order_no, waybill=waybill, carrier=carrier, shop=shop)
    number = services.register_claim(desk, kind=Kind(kind), amount=amount, note=note, **parcel)
    _tell(desk, number, json_wanted=json_wanted)


@claim.command("list", help=_("List the register: whose carrier is to be asked first."))
@click.option("--state", "states", multiple=True, type=one_of(State), help=_("Only those that stand here."))
@click.option("--kind", "kinds", multiple=True, type=one_of(Kind), help=_("Only those of this kind."))
@click.option("--carrier", default="", help=_("Only those of this carrier."))
@click.option("--open", "only_open", is_flag=True, help=_("Only those whose carrier owes an answer or money."))
@click.option("--late", is_flag=True, help=_("Only those whose carrier is to be asked again by now."))
@click.option("--waiting", "not_made_good", is_flag=True, help=_("Only those whose buyer has neither goods nor money."))
@click.option("--order", "order_no", default="", help=_("Only those of this order."))
@click.option("--month", default="", metavar="2026-11", help=_("Only those registered in this month."))
@click.option("--find", default="", help=_("A part of waybill, order or buyer."))
@table_options
@click.pass_obj
def list_(
    session: Session, /, *, late: bool, order_no: str, month: str, form: str | None, output: Path | None, **asked: Any
) -> None:
    """One line a parcel, or a file."""
    desk = session.desk()
    asked |= {"states": [State(word) for word in asked["states"]], "kinds": [Kind(word) for word in asked["kinds"]]}
    form = list_form(form, output)
    if order_no:
        asked["order_id"] = get_order_ids(desk.seen, [order_no])[0]
    if month:
        chosen = get_month(desk.seen, name=month)
        asked["since"], asked["until"] = chosen.since, chosen.until
    rows = list_claims(desk.seen, due_before=desk.clock() + 1 if late else None, **asked)
    if form in ("csv", "xlsx"):
        export_table(output, COLUMNS, (_cells(_told(desk, row)) for row in rows), form=form)
    else:
        lines = (as_json(_told(desk, row)) if form == "jsonl" else _line(desk, row) for row in rows)
        write_lines(lines, output)


@claim.command("show", help=_("Show one of the register."))
@which_number
@click.pass_obj
def show(session: Session, /, *, number: int, json_wanted: bool) -> None:
    """What the carrier was asked and said, and how the buyer is made good."""
    desk = session.desk()
    row = get_claim(desk.seen, number)
    if json_wanted:
        say(as_json(_told(desk, row)))
        return
    for line in _lines(desk, row):
        say(line)


@claim.command("set", help=_("Change the amount, the carrier or the note."))
@which_number
@click.option("--amount", type=Yuan(), help=_("What is asked of the carrier, in yuan."))
@click.option("--carrier", help=_("Who carried it."))
@click.option("--note", help=_("What is to be known about it."))
@click.pass_obj
def set_(session: Session, /, *, number: int, json_wanted: bool, **given: Any) -> None:
    """What is left out stays."""
    desk = session.desk()
    values = {name: value for name, value in given.items() if value is not None}
    services.edit_claim(desk, claim_id=number, values=values, base=services.claim_base(get_claim(desk.seen, number)))
    _tell(desk, number, json_wanted=json_wanted)


@claim.command("ask", help=_("The carrier was asked, or asked again."))
@which_number
@note_option
@click.option("--by", "until", type=KEPT_MOMENT, help=_("By when it has to answer; some days if left out."))
@click.pass_obj
def ask(session: Session, /, *, number: int, json_wanted: bool, note: str, until: datetime | None) -> None:
    """The clock begins."""
    desk = session.desk()
    services.ask_carrier(desk, claim_id=number, note=note, answer_by=moment_of(desk, until))
    _tell(desk, number, json_wanted=json_wanted)


@claim.command("answer", help=_("The carrier offers something."))
@which_number
@click.option("--offered", type=Yuan(), required=True, help=_("How much, in yuan."))
@click.option("--answer", default="", help=_("What it said."))
@click.pass_obj
def answer_(session: Session, /, *, number: int, json_wanted: bool, offered: Money, answer: str) -> None:
    """Less than was asked for, or all of it."""
    desk = session.desk()
    services.note_answer(desk, claim_id=number, offered=offered, answer=answer)
    _tell(desk, number, json_wanted=json_wanted)


@claim.command("paid", help=_("The carrier's money is here."))
@which_number
@click.option("--amount", type=Yuan(), required=True, help=_("How much, in yuan."))
@click.option("--reference", default="", help=_("The payment's number, or the account."))
@click.pass_obj
def paid(session: Session, /, *, number: int, json_wanted: bool, amount: Money, reference: str) -> None:
    """For who confirms that money came in."""
    desk = session.desk()
    services.note_paid(desk, claim_id=number, amount=amount, reference=reference)
    _tell(desk, number, json_wanted=json_wanted)


@claim.command("refused", help=_("The carrier pays nothing, or the shop gives up; needs a reason."))
@which_number
@click.option("--reason", required=True, help=_("Why."))
@click.pass_obj
def refused(session: Session, /, *, number: int, json_wanted: bool, reason: str) -> None:
    """It can be asked again."""
    desk = session.desk()
    services.note_refused(desk, claim_id=number, reason=reason)
    _tell(desk, number, json_wanted=json_wanted)


@claim.command("found", help=_("The parcel turned up."))
@which_number
@note_option
@click.pass_obj
def found(session: Session, /, *, number: int, json_wanted: bool, note: str) -> None:
    """It is followed again."""
    desk = session.desk()
    services.note_found(desk, claim_id=number, note=note)
    _tell(desk, number, json_wanted=json_wanted)


@claim.command("reship", help=_("Send the buyer the goods again: opens the case and enters its order."))
@which_number
@click.option(
    "--item", "items", multiple=True, metavar="5815-1-W7x1", help=_("What is sent; all that it had if left out.")
)
@click.pass_obj
def reship(session: Session, /, *, number: int, json_wanted: bool, items: tuple[str, ...]) -> None:
    """By a reissue."""
    desk = session.desk()
    order_id = services.reship(desk, claim_id=number, items=[read_item(item) for item in items])
    order_no = get_order(desk.seen, order_id).order_no
    told = _told(desk, get_claim(desk.seen, number)) | {"new_order": order_no}
    tell(told, _("Claim {number}: sent again as order {order_no}").format(number=number, order_no=order_no),
         json_wanted=json_wanted)  # fmt: skip


@claim.command("refund", help=_("Give the buyer the money back: opens the case and asks for the refund."))
@which_number
@click.option("--amount", type=Yuan(), help=_("How much, in yuan; all that is left if left out."))
@click.pass_obj
def refund(session: Session, /, *, number: int, json_wanted: bool, amount: Money | None) -> None:
    """It is approved and paid as any other."""
    desk = session.desk()
    refund_id = services.pay_back(desk, claim_id=number, amount=amount)
    told = _told(desk, get_claim(desk.seen, number)) | {"refund": refund_id}
    tell(told, _("Claim {number}: refund {refund} is asked for").format(number=number, refund=refund_id),
         json_wanted=json_wanted)  # fmt: skip


@claim.command("summary", help=_("What the carriers lost, emptied or broke in a month, and what they paid for it."))
@click.argument("month", metavar="2026-11")
@lines_option
@click.pass_obj
def summary(session: Session, /, *, month: str, form: str) -> None:
    """One line a carrier and kind."""
    desk = session.desk()
    chosen = get_month(desk.seen, name=month)
    rows = total_claims(desk.seen, since=chosen.since, until=chosen.until)
    for row in rows:
        say(as_json(_told_total(row)) if form == "jsonl" else _total_line(row))
    if form == "table":
        sums = [sum((getattr(row, name) for row in rows), ZERO).shown for name in ("asked", "paid", "lost")]
        said = _("Together: asked {asked}, paid {paid}, lost {lost}")
        say(said.format(asked=sums[0], paid=sums[1], lost=sums[2]))


def _told_total(row: ClaimTotal) -> dict[str, Any]:
    return {
        "carrier": row.carrier, "kind": row.kind.value, "parcels": row.parcels, "asked": row.asked.yuan,
        "offered": row.offered.yuan, "paid": row.paid.yuan, "lost": row.lost.yuan, "open": row.is_open,
        "refused": row.refused, "found": row.found,
    }  # fmt: skip


def _total_line(row: ClaimTotal) -> str:
    parcels = ngettext("{n} parcel", "{n} parcels", row.parcels).format(n=row.parcels)
    said = _("asked {asked}, paid {paid}, lost {lost}").format(
        asked=row.asked.shown, paid=row.paid.shown, lost=row.lost.shown
    )
    return f"{fitted(row.carrier or '–', 14)}  {fitted(_(KINDS[row.kind]), 18)}  {parcels}  {said}"


_PLAIN = ("order_no", "shop", "buyer", "carrier", "waybill", "reference", "answer", "person", "note")
_MOMENTS = ("at", "asked_at", "answer_by", "answered_at", "paid_at", "closed_at")
_AMOUNTS = ("amount", "answered", "paid")


def _told(desk: Desk, row: ClaimRow) -> dict[str, Any]:
    told = {
        "claim": row.id, "kind": row.kind.value, "state": row.state.value, "solution": row.solution.value,
        "case": row.case_id, "late": row.is_late(desk.clock()),
        **{name: getattr(row, name).yuan for name in _AMOUNTS},
        **told_values(desk, row, plain=_PLAIN, moments=_MOMENTS),
    }  # fmt: skip
    return {name: told[name] for name in COLUMNS}


def _cells(told: dict[str, Any]) -> list[Any]:
    return [Decimal(value) if name in _AMOUNTS else cell(value) for name, value in told.items()]


def _line(desk: Desk, row: ClaimRow) -> str:
    late = _("ask again") if row.is_late(desk.clock()) else ""
    parts = (fitted(_(KINDS[row.kind]), 10), row.carrier, row.waybill, row.order_no, row.buyer, row.amount.shown,
             _(STATES[row.state]), late, _(SOLUTIONS[row.solution]))  # fmt: skip
    return "  ".join(filter(None, (f"{row.id:>4}", *parts)))


def _lines(desk: Desk, row: ClaimRow) -> list[str]:
    lines = [_line(desk, row)]
    if row.asked_at is not None:
        lines.append(_("Asked {when}, to answer by {until}").format(
            when=desk.shown(row.asked_at), until=desk.shown(row.answer_by)))  # fmt: skip
    if row.answered:
        lines.append(_("Offered: {amount} {answer}").format(amount=row.answered.shown, answer=row.answer).strip())
    if row.paid:
        lines.append(_("Paid: {amount} {reference}").format(amount=row.paid.shown, reference=row.reference).strip())
    if row.case_id is not None:
        lines.append(_("The buyer's case: {number}").format(number=row.case_id))
    if row.last_text:
        lines.append(
            _("Carrier's last word: {text} ({when})").format(text=row.last_text, when=desk.shown(row.moved_at))
        )
    return lines + ([row.note] if row.note else [])


def _tell(desk: Desk, number: int, *, json_wanted: bool) -> None:
    row = get_claim(desk.seen, number)
    text = _("Claim {number}, {carrier} {waybill}: {state}").format(
        number=number, carrier=row.carrier, waybill=row.waybill, state=_(STATES[row.state])
    )
    tell(_told(desk, row), text, json_wanted=json_wanted)
