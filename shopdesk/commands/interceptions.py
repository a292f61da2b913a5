"""Parcels that carriers are asked to bring back while they are on their way (SHP-11)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import click

from shopdesk.commands.options import KEPT_MOMENT, json_option, lines_option
from shopdesk.commands.output import as_json, say, tell
from shopdesk.commands.parcel_options import (
    moment_of,
    note_option,
    parcel_of,
    told_values,
    which_number,
    which_parcel,
)
from shopdesk.commands.session import Session, one_of
from shopdesk.domain.interceptions import STATES, State
from shopdesk.domain.tracking import STATES as WHERE
from shopdesk.i18n import _
from shopdesk.queries.interceptions import InterceptionRow, get_interception, get_refuse_text, list_interceptions
from shopdesk.queries.orders import get_order_ids
from shopdesk.services import interceptions as services
from shopdesk.services.desk import Desk

_result = click.option("--result", default="", help=_("What the carrier or the buyer said."))


@click.group()
def intercept() -> None:
    """Parcels that a carrier is to bring back."""


@intercept.command("ask", help=_("The carrier was asked to bring a parcel back."))
@which_parcel
@click.option("--reason", required=True, help=_("Why."))
@click.option("--of", "asked_of", default="", help=_("Who at the carrier was asked, and under which number."))
@click.option(
    "--refund", "refund_id", type=click.IntRange(1), help=_("The refund that waits; the order's open one else.")
)
@click.option("--platform-due", type=KEPT_MOMENT, help=_("When the platform decides by itself, where no file told it."))
@json_option
@click.pass_obj
def ask(
    session: Session, /, *, order_no: str, waybill: str, carrier: str, shop: str, json_wanted: bool,
    platform_due: datetime | None, **given: Any,
) -> None:  # fmt: skip
    """Its refund waits meanwhile."""
    desk = session.desk()
    parcel = parcel_of(desk, order_no=order_no, waybill=waybill, carrier=carrier, shop=shop)
    number = services.ask_interception(desk, platform_due=moment_of(desk, platform_due), **parcel, **given)
    _tell(desk, number, json_wanted=json_wanted)


@intercept.command("list", help=_("List interceptions, what is to be looked after first."))
@click.option("--state", "states", multiple=True, type=one_of(State), help=_("Only those that stand here."))
@click.option("--open", "only_open", is_flag=True, help=_("Only those that nobody knows the end of."))
@click.option("--late", is_flag=True, help=_("Only those somebody should have looked after by now."))
@click.option("--escalated", is_flag=True, help=_("Only those that are before the supervisor."))
@click.option("--order", "order_no", default="", help=_("Only those of this order."))
@click.option("--find", default="", help=_("A part of waybill, order or buyer."))
@click.option("--limit", type=click.IntRange(1), help=_("The first so many; all if left out."))
@lines_option
@click.pass_obj
def list_(
    session: Session, /, *, form: str, states: Sequence[str], late: bool, escalated: bool, order_no: str, **asked: Any
) -> None:
    """One line a parcel."""
    desk = session.desk()
    now = desk.clock()
    asked["states"] = [State(word) for word in states]
    if order_no:
        asked["order_id"] = get_order_ids(desk.seen, [order_no])[0]
    rows = list_interceptions(
        desk.seen, due_before=now + 1 if late else None, escalated_at=now if escalated else None, **asked
    )
    for row in rows:
        say(as_json(_told(desk, row)) if form == "jsonl" else _line(desk, row))


@intercept.command("show", help=_("Show an interception: what was promised, what is known, what is to be told."))
@which_number
@click.pass_obj
def show(session: Session, /, *, number: int, json_wanted: bool) -> None:
    """Everything about one."""
    desk = session.desk()
    row = get_interception(desk.seen, number)
    if json_wanted:
        say(as_json(_told(desk, row)))
        return
    for line in _lines(desk, row):
        say(line)


@intercept.command("again", help=_("The carrier was asked once more."))
@which_number
@click.option("--of", "asked_of", default="", help=_("Who at the carrier was asked, and under which number."))
@note_option
@click.pass_obj
def again(session: Session, /, *, number: int, json_wanted: bool, **given: str) -> None:
    """Nobody has answered."""
    desk = session.desk()
    services.ask_again(desk, interception_id=number, **given)
    _tell(desk, number, json_wanted=json_wanted)


@intercept.command("promised", help=_("The carrier says it will bring it back."))
@which_number
@click.option("--who", "promised_by", default="", help=_("Who said so."))
@click.option("--by", "until", required=True, type=KEPT_MOMENT, help=_("Until when."))
@note_option
@click.pass_obj
def promised(
    session: Session, /, *, number: int, json_wanted: bool, promised_by: str, until: datetime, note: str
) -> None:
    """A promise that is broken comes before the supervisor."""
    desk = session.desk()
    by = moment_of(desk, until) or 0
    services.note_promise(desk, interception_id=number, promised_by=promised_by, promised_at=by, note=note)
    _tell(desk, number, json_wanted=json_wanted)


@intercept.command("succeeded", help=_("The carrier has it and brings it back: its refund may go."))
@which_number
@_result
@click.pass_obj
def succeeded(session: Session, /, *, number: int, json_wanted: bool, result: str) -> None:
    """A scan of the box says the same by itself."""
    desk = session.desk()
    services.note_success(desk, interception_id=number, result=result)
    _tell(desk, number, json_wanted=json_wanted)


@intercept.command("failed", help=_("It goes on to the buyer, who is to refuse it; says what to tell them."))
@which_number
@click.option("--result", required=True, help=_("Why it could not be stopped."))
@click.pass_obj
def failed(session: Session, /, *, number: int, json_wanted: bool, result: str) -> None:
    """Its refund goes on waiting."""
    desk = session.desk()
    services.note_failure(desk, interception_id=number, result=result)
    _tell(desk, number, json_wanted=json_wanted)
    if not json_wanted:
        say(get_refuse_text(desk.seen, number))


@intercept.command("text", help=_("What a buyer is told who is to refuse the parcel."))
@which_number
@click.pass_obj
def text(session: Session, /, *, number: int, json_wanted: bool) -> None:
    """Ready to copy."""
    said = get_refuse_text(session.desk().seen, number)
    tell({"interception": number, "text": said}, said, json_wanted=json_wanted)


@intercept.command("told", help=_("The buyer was asked to refuse it."))
@which_number
@note_option
@click.pass_obj
def told(session: Session, /, *, number: int, json_wanted: bool, note: str) -> None:
    """Kept among the contacts."""
    desk = session.desk()
    services.note_told(desk, interception_id=number, note=note)
    _tell(desk, number, json_wanted=json_wanted)


@intercept.command("refused", help=_("The buyer refused it: it comes back after all."))
@which_number
@_result
@click.pass_obj
def refused(session: Session, /, *, number: int, json_wanted: bool, result: str) -> None:
    """Its case becomes that of a parcel refused."""
    desk = session.desk()
    services.note_refusal(desk, interception_id=number, result=result)
    _tell(desk, number, json_wanted=json_wanted)


@intercept.command("kept", help=_("The buyer took it: whether money goes back is for somebody to decide."))
@which_number
@_result
@click.pass_obj
def kept(session: Session, /, *, number: int, json_wanted: bool, result: str) -> None:
    """The refund is neither refused nor paid by itself."""
    desk = session.desk()
    services.note_kept(desk, interception_id=number, result=result)
    _tell(desk, number, json_wanted=json_wanted)


@intercept.command("withdraw", help=_("It is to go on to the buyer after all; needs a reason."))
@which_number
@click.option("--reason", required=True, help=_("Why."))
@click.pass_obj
def withdraw(session: Session, /, *, number: int, json_wanted: bool, reason: str) -> None:
    """Its refund waits for it no longer."""
    desk = session.desk()
    services.withdraw_interception(desk, interception_id=number, reason=reason)
    _tell(desk, number, json_wanted=json_wanted)


@intercept.command("escalate", help=_("Bring it before the supervisor now."))
@which_number
@note_option
@click.pass_obj
def escalate(session: Session, /, *, number: int, json_wanted: bool, note: str) -> None:
    """Sooner than by itself."""
    desk = session.desk()
    services.escalate_interception(desk, interception_id=number, note=note)
    _tell(desk, number, json_wanted=json_wanted)


_PLAIN = ("order_no", "shop", "buyer", "carrier", "waybill", "reason", "asked_of", "promised_by", "result", "person",
          "closed_by")  # fmt: skip
_MOMENTS = ("at", "promised_at", "platform_due", "due_at", "escalates_at", "escalated_at", "told_at", "closed_at")


def _told(desk: Desk, row: InterceptionRow) -> dict[str, Any]:
    now = desk.clock()
    return {
        "interception": row.id, "state": row.state.value, "case": row.case_id, "refund": row.refund_id,
        "refund_state": row.refund_state.value if row.refund_state else "", "late": row.is_late(now),
        "escalated": row.is_escalated(now), "tracking": row.tracking_state.value if row.tracking_state else "",
        "last_text": row.last_text, **told_values(desk, row, plain=_PLAIN, moments=_MOMENTS),
    }  # fmt: skip


def _line(desk: Desk, row: InterceptionRow) -> str:
    now = desk.clock()
    pressing = (
        _("before the supervisor") if row.is_escalated(now) else _("look after it now") if row.is_late(now) else ""
    )
    parts = (row.carrier, row.waybill, row.order_no, row.buyer, _(STATES[row.state]), pressing)
    return "  ".join(filter(None, (f"{row.id:>4}", *parts)))


def _lines(desk: Desk, row: InterceptionRow) -> list[str]:
    lines = [_line(desk, row), _("Why: {reason}").format(reason=row.reason)]
    if row.asked_of:
        lines.append(_("Asked of: {who}").format(who=row.asked_of))
    if row.promised_at is not None:
        lines.append(_("Promised by {who} for {when}").format(
            who=row.promised_by or "–", when=desk.shown(row.promised_at)))  # fmt: skip
    if row.platform_due is not None:
        lines.append(_("The platform decides on {when}").format(when=desk.shown(row.platform_due)))
    if row.case_id is not None:
        lines.append(_("The buyer's case: {number}").format(number=row.case_id))
    if row.refund_id is not None:
        lines.append(_("Its refund: {number}, {amount}").format(number=row.refund_id, amount=row.refund_amount.shown))
    if row.tracking_state is not None:
        where = _(WHERE[row.tracking_state])
        lines.append(_("Where it is: {where}").format(where=f"{where} {row.last_text}".strip()))
    if row.state is State.FAILED:
        lines.append(get_refuse_text(desk.seen, row.id))
    return lines + ([row.result] if row.result else [])


def _tell(desk: Desk, number: int, *, json_wanted: bool) -> None:
    row = get_interception(desk.seen, number)
    said = _("Interception {number}, {carrier} {waybill}: {state}").format(
        number=number, carrier=row.carrier, waybill=row.waybill, state=_(STATES[row.state])
    )
    tell(_told(desk, row), said, json_wanted=json_wanted)
