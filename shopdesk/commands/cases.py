"""After-sales cases: opened, brought on step by step, handed over, called (RET-09 to RET-16, CRM-03)."""

from datetime import datetime
from typing import Any

import click

from shopdesk.clock import Millis, day_end, day_start, from_local, iso
from shopdesk.commands.options import KEPT_MOMENT, json_option, lines_option
from shopdesk.commands.output import as_json, fitted, say, tell
from shopdesk.commands.session import Session, one_of, options
from shopdesk.commands.settling import Yuan
from shopdesk.domain.cases import DEEDS, KINDS, NEXT, RULES, Kind, State, Step, state_title
from shopdesk.domain.manual_orders import read_item
from shopdesk.domain.money import Money
from shopdesk.domain.reasons import PARTIES, REASONS, Cover, Party, Reason
from shopdesk.errors import N_, NotFound
from shopdesk.i18n import _
from shopdesk.queries.cases import CaseDetail, CaseRow, get_case, list_cases
from shopdesk.queries.contacts import list_next_contacts
from shopdesk.queries.orders import get_order, get_order_ids
from shopdesk.queries.people import find_person
from shopdesk.queries.shop_settings import get_setting
from shopdesk.services.case_agreements import check_agreement
from shopdesk.services.case_people import ask_again, assign_case, call_back, finish_contact, log_contact
from shopdesk.services.case_replacements import allow_early, replace
from shopdesk.services.case_steps import send_back, take_step
from shopdesk.services.cases import base_of, edit_case, open_case
from shopdesk.services.desk import Desk
from shopdesk.settings import ZONE

_shop = click.option("--shop", default="", help=_("The shop, where two shops have the same order number."))
_which = options(click.argument("number", metavar="NUMBER", type=click.IntRange(1)), json_option)


class NobodyOfThatName(NotFound):
    template = N_("Nobody here is called {name}.")


@click.group()
def case() -> None:
    """After-sales cases: returns, exchanges, refunds, complaints."""


@case.command("open", help=_("Open a case for an order."))
@click.argument("order_no")
@click.option("--kind", type=one_of(Kind), required=True, help=_("What it is about."))
@click.option("--reason", type=one_of(Reason), help=_("Why; decides who is responsible."))
@click.option("--asked", default="", help=_("What the buyer asks."))
@click.option("--wanted", default="", help=_("What the buyer is to get instead, such as 5815-1-W8x1."))
@_shop
@json_option
@click.pass_obj
def open_(
    session: Session, /, *, order_no: str, kind: str, shop: str, reason: str | None, json_wanted: bool, **told: Any
) -> None:
    """A new case of the order's buyer."""
    desk = session.desk()
    order_id = get_order_ids(desk.seen, [order_no], shop=shop)[0]
    case_id = open_case(desk, kind=Kind(kind), order_id=order_id, reason=reason or "", **told)
    _tell_state(desk, case_id, json_wanted=json_wanted)


@case.command("list", help=_("List cases, the most pressing first."))
@click.option("--state", "states", multiple=True, type=one_of(State), help=_("Only those that stand here."))
@click.option("--kind", "kinds", multiple=True, type=one_of(Kind), help=_("Only those of this kind."))
@click.option("--person", default="", metavar="NAME", help=_("Only those this person is in charge of."))
@click.option("--nobody", is_flag=True, help=_("Only open ones that nobody is in charge of."))
@click.option("--late", is_flag=True, help=_("Only open ones whose next step is overdue."))
@click.option("--open", "only_open", is_flag=True, help=_("Only open ones."))
@click.option("--to-call", is_flag=True, help=_("Only those whose buyers are to be called by now."))
@click.option("--asked-on", type=click.DateTime(["%Y-%m-%d"]), help=_("Only those opened on this day."))
@click.option("--order", "order_no", default="", help=_("Only those of this order."))
@click.option("--find", default="", help=_("Buyer, order, waybill, request, or a word of what was asked."))
@click.option("--limit", type=click.IntRange(1), help=_("The first so many; all if left out."))
@lines_option
@click.pass_obj
def list_(
    session: Session, /, *, form: str, person: str, late: bool, to_call: bool, asked_on: datetime | None,
    order_no: str, **asked: Any,
) -> None:  # fmt: skip
    """One line a case."""
    desk = session.desk()
    now, zone = desk.clock(), get_setting(desk.seen, ZONE)
    if person:
        asked["person_id"] = _person_id(desk, person)
    if order_no:
        asked["order_id"] = get_order_ids(desk.seen, [order_no])[0]
    if asked_on is not None:
        day = asked_on.date()
        asked |= {"asked_since": day_start(day, zone), "asked_until": day_end(day, zone)}
    due_before, calls_before = now if late else None, now if to_call else None
    for row in list_cases(desk.seen, due_before=due_before, calls_before=calls_before, **asked):
        say(as_json(_told(desk, row)) if form == "jsonl" else _line(desk, row))


@case.command("show", help=_("Show a case: what is next, its lines, its history."))
@_which
@click.pass_obj
def show(session: Session, /, *, number: int, json_wanted: bool) -> None:
    """Everything about one case."""
    desk = session.desk()
    found = get_case(desk.seen, number)
    if json_wanted:
        say(as_json(_told_whole(desk, found)))
        return
    for line in _lines(desk, found):
        say(line)


@case.command("step", help=_("Take a step: agree, refuse, withdraw, inspect-again, fulfil, close, reopen."))
@click.argument("number", metavar="NUMBER", type=click.IntRange(1))
@click.argument("step", type=one_of(Step))
@click.option("--note", default="", help=_("What was agreed, or why."))
@json_option
@click.pass_obj
def step_(session: Session, /, *, number: int, step: str, note: str, json_wanted: bool) -> None:
    """What the table of steps allows."""
    desk = session.desk()
    take_step(desk, case_id=number, step=Step(step), note=note)
    _tell_state(desk, number, json_wanted=json_wanted)


@case.command("sent", help=_("Note the waybill by which the buyer sends goods back."))
@click.argument("number", metavar="NUMBER", type=click.IntRange(1))
@click.argument("waybill")
@click.option("--carrier", default="", help=_("Who carries it."))
@json_option
@click.pass_obj
def sent(session: Session, /, *, number: int, waybill: str, carrier: str, json_wanted: bool) -> None:
    """The goods are on their way (RET-13)."""
    desk = session.desk()
    send_back(desk, case_id=number, carrier=carrier, waybill=waybill)
    _tell_state(desk, number, json_wanted=json_wanted)


@case.command("set", help=_("Change what is known of a case."))
@_which
@click.option("--kind", type=one_of(Kind), help=_("What it is about."))
@click.option("--reason", type=one_of(Reason), help=_("Why; decides who is responsible."))
@click.option("--responsible", "blame", type=one_of(Party), help=_("Who is responsible, otherwise than by the reason."))
@click.option("--cover", type=one_of([each for each in Cover if each]), help=_("What pays the way back."))
@click.option("--freight", type=Yuan(), help=_("Freight promised to the buyer, in yuan."))
@click.option("--amount", type=Yuan(), help=_("What is to be paid back, in yuan."))
@click.option("--carrier", help=_("Who carries the goods back."))
@click.option("--wanted", help=_("What the buyer is to get instead, such as 5815-1-W8x1."))
@click.option("--asked", help=_("What the buyer asks."))
@click.option("--verified", help=_("What was found to be so."))
@click.option("--proposed", help=_("What was proposed."))
@click.option("--agreed", help=_("What was agreed."))
@click.option("--done", help=_("What was done."))
@click.pass_obj
def set_(session: Session, /, *, number: int, json_wanted: bool, **given: Any) -> None:
    """Only what is named changes."""
    desk = session.desk()
    values = {name: value for name, value in given.items() if value is not None}
    found = get_case(desk.seen, number)
    lines = {name: getattr(found, name) for name in ("verified", "proposed", "agreed", "done")}
    edit_case(desk, case_id=number, values=values, base=base_of(found.row, **lines))
    _tell_state(desk, number, json_wanted=json_wanted)


@case.command("assign", help=_("Put somebody in charge: of the buyer, so all the buyer's open cases go along."))
@click.argument("number", metavar="NUMBER", type=click.IntRange(1))
@click.argument("person", metavar="NAME")
@click.option("--note", default="", help=_("Why; the history keeps it."))
@json_option
@click.pass_obj
def assign(session: Session, /, *, number: int, person: str, note: str, json_wanted: bool) -> None:
    """A hand-over (RET-15)."""
    desk = session.desk()
    assign_case(desk, case_id=number, person_id=_person_id(desk, person), note=note)
    _tell_state(desk, number, json_wanted=json_wanted)


@case.command("ask", help=_("Note that the buyer asks once more, with the answer or a time for one."))
@click.argument("number", metavar="NUMBER", type=click.IntRange(1))
@click.argument("question")
@click.option("--answer", default="", help=_("What the buyer was told."))
@click.option("--answer-by", type=KEPT_MOMENT, help=_("By when it will be answered."))
@json_option
@click.pass_obj
def ask(
    session: Session, /, *, number: int, question: str, answer: str, answer_by: datetime | None, json_wanted: bool
) -> None:
    """A repeated question (RET-15)."""
    desk = session.desk()
    ask_again(desk, case_id=number, note=question, answer=answer, answer_by=_moment(desk, answer_by))
    _tell_state(desk, number, json_wanted=json_wanted)


@case.command("contact", help=_("Note what was spoken about with the buyer, and when to speak again."))
@click.argument("number", metavar="NUMBER", type=click.IntRange(1))
@click.argument("note")
@click.option("--next", "next_at", type=KEPT_MOMENT, help=_("When to speak again."))
@json_option
@click.pass_obj
def contact(session: Session, /, *, number: int, note: str, next_at: datetime | None, json_wanted: bool) -> None:
    """The contact log (CRM-03)."""
    desk = session.desk()
    log_contact(desk, case_id=number, note=note, next_at=_moment(desk, next_at))
    _tell_state(desk, number, json_wanted=json_wanted)


@case.command("contacts", help=_("List whom to speak with again, the most pressing first."))
@click.option("--person", default="", metavar="NAME", help=_("Only those this person is in charge of."))
@click.option("--due", is_flag=True, help=_("Only those whose time has come."))
@lines_option
@click.pass_obj
def contacts(session: Session, /, *, form: str, person: str, due: bool) -> None:
    """Next contacts that are still to be made (CRM-03)."""
    desk = session.desk()
    person_id, zone = _person_id(desk, person) if person else None, get_setting(desk.seen, ZONE)
    for row in list_next_contacts(desk.seen, before=desk.clock() if due else None, person_id=person_id):
        at = iso(row.next_at, zone) or ""
        told = {
            "id": row.id, "case": row.case_id, "review": row.review_id, "complaint": row.complaint_id,
            "order_no": row.order_no, "buyer": row.buyer, "note": row.note, "person": row.person, "next_at": at,
        }  # fmt: skip
        text = "  ".join((f"{row.id:>5}", at[:16].replace("T", " "), fitted(row.person, 8), row.buyer, row.note))
        say(as_json(told) if form == "jsonl" else text.rstrip())


@case.command("contact-done", help=_("Say that a next contact is no longer needed."))
@click.argument("contact_id", metavar="ID", type=click.IntRange(1))
@json_option
@click.pass_obj
def contact_done(session: Session, /, *, contact_id: int, json_wanted: bool) -> None:
    """It is due no more."""
    was_open = finish_contact(session.desk(), contact_id=contact_id)
    text = _("Contact {number} is done.") if was_open else _("Contact {number} was done before.")
    tell({"contact": contact_id, "done": was_open}, text.format(number=contact_id), json_wanted=json_wanted)


@case.command("agreement", help=_("Note that the refund agreement on the platform was read and is right."))
@_which
@click.option("--note", default="", help=_("What is to be known about it."))
@click.pass_obj
def agreement(session: Session, /, *, number: int, json_wanted: bool, note: str) -> None:
    """Who and when stand in the case's history (RET-13)."""
    desk = session.desk()
    check_agreement(desk, case_id=number, note=note)
    _tell_state(desk, number, json_wanted=json_wanted)


@case.command("call", help=_("Note the call afterwards: solved closes the case, else it is asked anew."))
@_which
@click.option("--solved/--not-solved", required=True, default=None, help=_("Whether the buyer's matter is solved."))
@click.option("--satisfied/--not-satisfied", default=None, help=_("Whether the buyer is satisfied."))
@click.option("--note", default="", help=_("What the buyer said."))
@click.pass_obj
def call(
    session: Session, /, *, number: int, json_wanted: bool, solved: bool, satisfied: bool | None, note: str
) -> None:
    """The call-back (RET-16)."""
    desk = session.desk()
    call_back(desk, case_id=number, solved=solved, satisfied=satisfied, note=note)
    _tell_state(desk, number, json_wanted=json_wanted)


@case.command("early", help=_("Let the replacement go before the goods are back: supervisors only."))
@_which
@click.option("--reason", required=True, help=_("Why; it goes into the memo."))
@click.pass_obj
def early(session: Session, /, *, number: int, json_wanted: bool, reason: str) -> None:
    """An approval by another than who is in charge (RET-12)."""
    desk = session.desk()
    allow_early(desk, case_id=number, reason=reason)
    _tell_state(desk, number, json_wanted=json_wanted)


@case.command("replace", help=_("Enter the exchange or reissue that goes to the buyer."))
@click.argument("number", metavar="NUMBER", type=click.IntRange(1))
@click.argument("items", metavar="[ITEM...]", nargs=-1)
@click.option("--again", is_flag=True, help=_("The same item for the same order twice is meant."))
@json_option
@click.pass_obj
def replace_(session: Session, /, *, number: int, items: tuple[str, ...], again: bool, json_wanted: bool) -> None:
    """Without items, what the case says is wanted."""
    desk = session.desk()
    order_id = replace(desk, case_id=number, items=[read_item(item) for item in items], again=again)
    order_no = get_order(desk.seen, order_id).order_no
    text = _("Order {order_no} replaces what case {number} is about.").format(order_no=order_no, number=number)
    tell({"case": number, "order_no": order_no}, text, json_wanted=json_wanted)


def _person_id(desk: Desk, name: str) -> int:
    found = find_person(desk.seen, name)
    if found is None:
        raise NobodyOfThatName(name=name)
    return found.id


def _moment(desk: Desk, local: datetime | None) -> Millis | None:
    """A day alone means its last minute."""
    if local is None:
        return None
    is_day = (local.hour, local.minute) == (0, 0)
    return from_local(local.replace(hour=23, minute=59) if is_day else local, get_setting(desk.seen, ZONE))


def _tell_state(desk: Desk, case_id: int, *, json_wanted: bool) -> None:
    row = get_case(desk.seen, case_id).row
    text = _("Case {number}: {state}").format(number=case_id, state=_(state_title(row.kind, row.state)))
    tell(_told(desk, row), text, json_wanted=json_wanted)


_MOMENTS = ("opened_at", "due_at", "platform_due", "sent_at", "received_at", "approved_at", "early_at", "answer_by",
            "call_at", "closed_at")  # fmt: skip
_PLAIN = ("shop", "order_no", "buyer", "asked", "wanted", "person", "opened_by", "refund_no", "carrier", "waybill",
          "replacement_no", "questions", "outcome", "items")  # fmt: skip


def _told(desk: Desk, row: CaseRow) -> dict[str, Any]:
    """A case as scripts get it."""
    zone = get_setting(desk.seen, ZONE)
    words = {
        "kind": row.kind.value, "state": row.state.value, "source": row.source.value, "reason": row.reason or "",
        "responsible": row.responsible or "", "cover": row.cover.value,
    }  # fmt: skip
    following = NEXT.get(row.state)
    money = {"freight": row.freight.yuan, "amount": row.amount.yuan}
    moments = {name: iso(getattr(row, name), zone) for name in _MOMENTS}
    plain = {name: getattr(row, name) for name in _PLAIN}
    return {"case": row.id, **words, "next": following.value if following else "", **plain, **money, **moments}


def _told_whole(desk: Desk, found: CaseDetail) -> dict[str, Any]:
    zone = get_setting(desk.seen, ZONE)
    names = ("verified", "proposed", "agreed", "done", "early_by", "early_reason", "called_by", "solved", "satisfied",
             "closed_by", "fulfilled", "request_kind", "request_state")  # fmt: skip
    items = [
        {"sku": each.sku, "title": each.title, "quantity": each.quantity, "received": each.received}
        for each in found.items
    ]
    history = [
        {"step": each.step, "from": each.came_from, "to": each.went_to, "note": each.note, "person": each.person,
         "at": iso(each.at, zone)}
        for each in found.steps
    ]  # fmt: skip
    contacts = [
        {"id": each.id, "note": each.note, "person": each.person, "at": iso(each.at, zone),
         "next_at": iso(each.next_at, zone), "done_at": iso(each.done_at, zone)}
        for each in found.contacts
    ]  # fmt: skip
    told = {name: getattr(found, name) for name in names}
    lists = {"item_list": items, "history": history, "contacts": contacts}
    return {**_told(desk, found.row), **told, "covered_by": iso(found.covered_by, zone), **lists}


def _line(desk: Desk, row: CaseRow) -> str:
    due = (iso(row.due_at, get_setting(desk.seen, ZONE)) or "-")[:16].replace("T", " ")
    marks = f" ×{row.questions}" if row.asked_again else ""
    columns = (
        f"{row.id:>5}", fitted(_(KINDS[row.kind]), 10), fitted(_(state_title(row.kind, row.state)), 12),
        fitted(due, 16), fitted(row.person or "-", 8), fitted(row.order_no, 20), f"{row.buyer} {row.items}{marks}",
    )  # fmt: skip
    return "  ".join(columns).rstrip()


def _lines(desk: Desk, found: CaseDetail) -> list[str]:
    row, zone = found.row, get_setting(desk.seen, ZONE)
    following = NEXT.get(row.state)
    lines = [_line(desk, row)]
    if following is not None:
        lines.append(_("Next: {step}").format(step=_(RULES[following].title)))
    parts = [
        (_("Reason"), _(REASONS[row.reason].title) if row.reason else ""),
        (_("Responsible"), _(PARTIES[row.responsible]) if row.responsible else ""),
        (_("Freight"), row.freight.shown if row.freight > Money(0) else ""),
        (_("Waybill"), f"{row.carrier} {row.waybill}".strip()),
        (_("Wanted"), row.wanted),
        (_("Replacement"), row.replacement_no),
        (_("Platform's request"), f"{row.refund_no} {found.request_state}".strip()),
        (_("Asked"), row.asked), (_("Verified"), found.verified), (_("Proposed"), found.proposed),
        (_("Agreed"), found.agreed), (_("Done"), found.done),
    ]  # fmt: skip
    lines += [_("{part}: {value}").format(part=part, value=value) for part, value in parts if value]
    for each in found.steps:
        at = (iso(each.at, zone) or "")[:16].replace("T", " ")
        title = _(RULES[Step(each.step)].title).rstrip("…") if each.step in set(Step) else _(DEEDS[each.step])
        lines.append(f"  {at}  {fitted(each.person, 8)}  {title}  {each.note}".rstrip())
    return lines
