"""Complaints: entered, seen, handed over, spoken about, appealed against, closed (CMP-01, CMP-02)."""

from datetime import datetime
from pathlib import Path
from typing import Any

import click

from shopdesk.commands.complaint_answers import (
    COLUMNS,
    complaint_line,
    complaint_lines,
    tell_complaint,
    told_complaint,
    told_whole_complaint,
)
from shopdesk.commands.options import KEPT_MOMENT, json_option, table_options
from shopdesk.commands.output import as_json, cell, list_form, say, tell, write_lines
from shopdesk.commands.parcel_options import which_number
from shopdesk.commands.review_answers import local_moment, person_id_of
from shopdesk.commands.session import Session, one_of
from shopdesk.commands.settling import Yuan
from shopdesk.domain.complaints import CLOSINGS, STATES, Cause, State, Step
from shopdesk.domain.money import ZERO, Money
from shopdesk.i18n import _
from shopdesk.queries.complaints import count_complaints, get_complaint, get_complaint_row, list_complaints
from shopdesk.queries.orders import get_order_ids
from shopdesk.services import complaints as services
from shopdesk.services.complaint_steps import close_complaint, take_step, write_appeal
from shopdesk.services.exports import export_table

_STEPS = (Step.SEE, Step.APPROVE, Step.SEND_BACK, Step.SEND, Step.REOPEN)
_due = click.option("--due", "due_at", type=KEPT_MOMENT, help=_("Until when the platform waits for an answer."))
_shop = click.option("--shop", default="", help=_("The shop, where two shops have the same order number."))


@click.group()
def complaint() -> None:
    """Complaints at platforms and authorities."""


@complaint.command("add", help=_("Enter a complaint; the supervisor is told at once."))
@click.argument("order_no", metavar="[ORDER_NO]", default="")
@click.option("--cause", type=one_of(Cause), required=True, help=_("What it is about."))
@click.option("--said", default="", help=_("What it says."))
@click.option("--number", default="", help=_("The platform's number of it."))
@click.option("--case", "case_id", type=click.IntRange(1), help=_("The after-sales case that it is about."))
@_due
@click.option("--person", default="", metavar="NAME", help=_("Who works on it."))
@_shop
@json_option
@click.pass_obj
def add(
    session: Session, /, *, order_no: str, cause: str, due_at: datetime | None, person: str, shop: str,
    json_wanted: bool, **told: Any,
) -> None:  # fmt: skip
    """Buyer and shop follow from the order or the case."""
    desk = session.desk()
    number = services.open_complaint(
        desk, cause=Cause(cause), due_at=local_moment(desk, due_at, ends=True),
        order_id=get_order_ids(desk.seen, [order_no], shop=shop)[0] if order_no else None,
        person_id=person_id_of(desk, person) if person else None, **told,
    )  # fmt: skip
    tell_complaint(desk, number, json_wanted=json_wanted)


@complaint.command("list", help=_("List complaints: those nobody has seen first, then the most pressing."))
@click.option("--state", "states", multiple=True, type=one_of(State), help=_("Only those that stand here."))
@click.option("--cause", "causes", multiple=True, type=one_of(Cause), help=_("Only those about this."))
@click.option("--open", "only_open", is_flag=True, help=_("Only open ones."))
@click.option("--unseen", is_flag=True, help=_("Only those that no supervisor has seen."))
@click.option("--late", is_flag=True, help=_("Only those that should have been answered."))
@click.option("--person", default="", metavar="NAME", help=_("Only those in this person's hands."))
@click.option("--order", "order_no", default="", help=_("Only those of this order."))
@click.option("--since", type=KEPT_MOMENT, help=_("Only those that came since."))
@click.option("--until", type=KEPT_MOMENT, help=_("Only those that came until."))
@click.option("--find", default="", help=_("A part of order, buyer, number or of what it says."))
@click.option("--limit", type=click.IntRange(1), help=_("The first so many; all if left out."))
@table_options
@click.pass_obj
def list_(
    session: Session, /, *, form: str | None, output: Path | None, late: bool, person: str, order_no: str,
    since: datetime | None, until: datetime | None, **asked: Any,
) -> None:  # fmt: skip
    """One line a complaint, or a file."""
    desk = session.desk()
    form = list_form(form, output)
    if person:
        asked["person_id"] = person_id_of(desk, person)
    if order_no:
        asked["order_id"] = get_order_ids(desk.seen, [order_no])[0]
    asked |= {"since": local_moment(desk, since), "until": local_moment(desk, until, ends=True)}
    asked |= {"states": tuple(map(State, asked["states"])), "causes": tuple(map(Cause, asked["causes"]))}
    rows = list_complaints(desk.seen, due_before=desk.clock() if late else None, **asked)
    if form in ("csv", "xlsx"):
        export_table(output, COLUMNS, ([cell(v) for v in told_complaint(desk, row).values()] for row in rows),
                     form=form)  # fmt: skip
        return
    told = (as_json(told_complaint(desk, row)) if form == "jsonl" else complaint_line(desk, row) for row in rows)
    write_lines(told, output)


@complaint.command("count", help=_("Say how many complaints wait for what."))
@json_option
@click.pass_obj
def count(session: Session, /, *, json_wanted: bool) -> None:
    """What the badge shows."""
    desk = session.desk()
    found = count_complaints(desk.seen, now=desk.clock(), person_id=desk.actor.id)
    states = {state.value: n for state, n in found.by_state.items() if n}
    told = {
        "unseen": found.unseen, "to_approve": found.to_approve, "late": found.late, "mine": found.mine,
        "states": states,
    }  # fmt: skip
    said = [
        _("{n} not seen by a supervisor").format(n=found.unseen),
        _("{n} overdue").format(n=found.late),
        *(f"{n} × {_(STATES[state])}" for state, n in found.by_state.items() if n),
    ]
    tell(told, _(", ").join(said), json_wanted=json_wanted)


@complaint.command("show", help=_("Show a complaint: its history, what was spoken, its appeal."))
@which_number
@click.pass_obj
def show(session: Session, /, *, number: int, json_wanted: bool) -> None:
    """Everything about one."""
    desk = session.desk()
    found = get_complaint(desk.seen, number)
    if json_wanted:
        say(as_json(told_whole_complaint(desk, found)))
        return
    for line in complaint_lines(desk, found):
        say(line)


@complaint.command("set", help=_("Put right what was entered."))
@which_number
@click.option("--order", "order_no", help=_("The order's number."))
@click.option("--cause", type=one_of(Cause), help=_("What it is about."))
@click.option("--said", help=_("What it says."))
@click.option("--number", "reference", help=_("The platform's number of it."))
@_due
@_shop
@click.pass_obj
def set_(
    session: Session, /, *, number: int, order_no: str | None, reference: str | None, due_at: datetime | None,
    shop: str, json_wanted: bool, **given: Any,
) -> None:  # fmt: skip
    """What is left out stays."""
    desk = session.desk()
    given |= {"number": reference, "due_at": local_moment(desk, due_at, ends=True)}
    given["order_id"] = get_order_ids(desk.seen, [order_no], shop=shop)[0] if order_no else None
    values = {name: value for name, value in given.items() if value is not None}
    base = services.complaint_base(get_complaint_row(desk.seen, number))
    services.edit_complaint(desk, complaint_id=number, values=values, base=base)
    tell_complaint(desk, number, json_wanted=json_wanted)


@complaint.command("assign", help=_("Put a complaint into somebody's hands; for supervisors."))
@which_number
@click.option("--to", "person", required=True, metavar="NAME", help=_("Who works on it."))
@click.option("--note", default="", help=_("What is to be known about it."))
@click.pass_obj
def assign(session: Session, /, *, number: int, person: str, note: str, json_wanted: bool) -> None:
    """The supervisor has seen it by that."""
    desk = session.desk()
    services.assign_complaint(desk, complaint_id=number, person_id=person_id_of(desk, person), note=note)
    tell_complaint(desk, number, json_wanted=json_wanted)


@complaint.command("contact", help=_("Note what was spoken with the buyer."))
@which_number
@click.option("--note", required=True, help=_("What was said."))
@click.option("--next", "next_at", type=KEPT_MOMENT, help=_("When to speak again."))
@click.pass_obj
def contact(session: Session, /, *, number: int, note: str, next_at: datetime | None, json_wanted: bool) -> None:
    """It stands with the complaint and with the buyer."""
    desk = session.desk()
    when = local_moment(desk, next_at, ends=True)
    services.note_complaint_contact(desk, complaint_id=number, note=note, next_at=when)
    tell_complaint(desk, number, json_wanted=json_wanted)


@complaint.command("appeal", help=_("Write the appeal, which a supervisor approves then."))
@which_number
@click.option("--text", required=True, help=_("What the platform is told."))
@click.pass_obj
def appeal(session: Session, /, *, number: int, text: str, json_wanted: bool) -> None:
    """Its proofs: evidence add complaint NUMBER FILE."""
    desk = session.desk()
    write_appeal(desk, complaint_id=number, text=text)
    tell_complaint(desk, number, json_wanted=json_wanted)


@complaint.command("step", help=_("Take a step: see, approve, send-back, send, reopen."))
@click.argument("number", metavar="NUMBER", type=click.IntRange(1))
@click.argument("step", type=one_of(_STEPS))
@click.option("--note", default="", help=_("Why."))
@json_option
@click.pass_obj
def step_(session: Session, /, *, number: int, step: str, note: str, json_wanted: bool) -> None:
    """What the table of steps allows."""
    desk = session.desk()
    take_step(desk, complaint_id=number, step=Step(step), note=note)
    tell_complaint(desk, number, json_wanted=json_wanted)


@complaint.command("close", help=_("End a complaint with what came of it and what it cost; for supervisors."))
@click.argument("number", metavar="NUMBER", type=click.IntRange(1))
@click.argument("end", type=one_of(CLOSINGS))
@click.option("--result", default="", help=_("What came of it."))
@click.option("--cost", type=Yuan(), help=_("What the shop paid for it, in yuan."))
@json_option
@click.pass_obj
def close(session: Session, /, *, number: int, end: str, result: str, cost: Money | None, json_wanted: bool) -> None:
    """Won, lost, settled with the buyer, or withdrawn."""
    desk = session.desk()
    close_complaint(desk, complaint_id=number, step=Step(end), result=result, cost=cost or ZERO)
    tell_complaint(desk, number, json_wanted=json_wanted)
