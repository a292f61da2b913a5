"""Whose boxes are, and the unclaimed ones, on the command line (RET-03, RET-04, RET-05)."""

from datetime import datetime
from typing import Any

import click

from shopdesk.clock import Millis, day_end, from_local, iso
from shopdesk.commands.box_answers import box_id_of, box_line, tell_box, told_row, which_box
from shopdesk.commands.options import KEPT_MOMENT, json_option, lines_option
from shopdesk.commands.output import as_json, fitted, say, tell
from shopdesk.commands.session import Session
from shopdesk.domain.intake import MatchedBy
from shopdesk.domain.matching import Candidate
from shopdesk.i18n import _, ngettext
from shopdesk.queries.boxes import get_box
from shopdesk.queries.match_candidates import propose_for
from shopdesk.queries.orders import get_order_ids
from shopdesk.queries.people import find_person
from shopdesk.queries.shop_settings import get_setting
from shopdesk.queries.unclaimed import UnclaimedRow, find_unclaimed, list_news, list_unclaimed
from shopdesk.services import unclaimed as services
from shopdesk.services.desk import Desk
from shopdesk.settings import ZONE

_shop = click.option("--shop", default="", help=_("The shop, where two shops have the same order number."))
_by = click.option(
    "--by",
    "until",
    required=True,
    type=KEPT_MOMENT,
    help=_("The day, or the moment; a day means its end."),
)
_note = click.option("--note", default="", help=_("What is known, or was asked."))
_asker = click.option("--asker", default="", metavar="NAME", help=_("Who has to ask; you if left out."))


@click.command(help=_("List the orders that a box may belong to, likeliest first, with reasons. Takes none of them."))
@which_box
@click.option("--limit", type=click.IntRange(1), default=5, show_default=True, help=_("So many at most."))
@click.pass_obj
def propose(session: Session, /, *, box: str, limit: int, json_wanted: bool) -> None:
    """Proposals (RET-03)."""
    desk = session.desk()
    found = propose_for(desk.seen, box_id_of(desk, box), limit=limit)
    text = "\n".join(map(_proposal, found)) or _("No order here fits what came with this box.")
    tell({"box": box, "proposals": [told_proposal(each) for each in found]}, text, json_wanted=json_wanted)


def told_proposal(found: Candidate) -> dict[str, Any]:
    """A proposal as scripts get it."""
    return {"order_no": found.order_no, "score": found.score, "sure": found.sure, "reasons": list(found.reasons)}


def _proposal(found: Candidate) -> str:
    sure = _("sure") if found.sure else ""
    return f"{found.score:>3} %  {fitted(sure, 6)}  {found.order_no}  {_('; ').join(found.reasons)}"


@click.command(help=_("Nobody knows whose a box is: it waits among the unclaimed parcels, and somebody asks."))
@which_box
@_asker
@click.pass_obj
def leave(session: Session, /, *, box: str, asker: str, json_wanted: bool) -> None:
    """Leave it unclaimed (RET-03)."""
    desk = session.desk()
    box_id = box_id_of(desk, box)
    services.leave_unclaimed(desk, box_id=box_id, asker_id=_person(desk, asker))
    tell_box(desk, box_id, json_wanted=json_wanted)


@click.command(help=_("Strike an unclaimed box off: it is this order's. Its case is opened or goes on."))
@which_box
@click.argument("order_no", metavar="ORDER_NO")
@click.option("--proposed", is_flag=True, help=_("The order was taken from the proposals."))
@_shop
@click.pass_obj
def claim(session: Session, /, *, box: str, order_no: str, proposed: bool, shop: str, json_wanted: bool) -> None:
    """Claim a box (RET-04)."""
    desk = session.desk()
    box_id, (order_id,) = box_id_of(desk, box), get_order_ids(desk.seen, [order_no], shop=shop)
    by = MatchedBy.PROPOSAL if proposed else MatchedBy.HAND
    case_id = services.claim_box(desk, box_id=box_id, order_id=order_id, by=by)
    row = get_box(desk.seen, box_id).row
    said = _("Box {box} claimed for order {order_no}, case {case}")
    text = said.format(box=row.name, order_no=row.order_no, case=case_id)
    tell(told_row(desk, row) | {"case": case_id}, text, json_wanted=json_wanted)


@click.command(help=_("List unclaimed boxes, or look one up by waybill, phone or name."))
@click.option("--waybill", default="", help=_("This waybill, or its end."))
@click.option("--phone", default="", help=_("This phone, or what is known of it."))
@click.option("--name", default="", help=_("Somebody called like that."))
@click.option("--mine", is_flag=True, help=_("Only those that you have to ask about."))
@click.option("--due", is_flag=True, help=_("Only those that somebody should have asked about by now."))
@click.option("--escalated", is_flag=True, help=_("Only those that are before the supervisor."))
@lines_option
@json_option
@click.pass_obj
def unclaimed(
    session: Session, /, *, waybill: str, phone: str, name: str, mine: bool, due: bool, escalated: bool, form: str,
    json_wanted: bool,
) -> None:  # fmt: skip
    """One line a box; what is found fits best first (RET-04, RET-05)."""
    desk = session.desk()
    now = desk.clock()
    if waybill or phone or name:
        rows = find_unclaimed(desk.seen, now=now, waybill=waybill, phone=phone, name=name)
    else:
        asker = desk.actor.id if mine else None
        rows = list_unclaimed(desk.seen, now=now, asker_id=asker, only_due=due, only_escalated=escalated)
    for row in rows:
        say(as_json(_told(desk, row)) if json_wanted or form == "jsonl" else _line(row))


def _told(desk: Desk, row: UnclaimedRow) -> dict[str, Any]:
    return told_row(desk, row.box) | {"days": row.days, "due": row.is_due, "escalated": row.is_escalated}


def _line(row: UnclaimedRow) -> str:
    days = ngettext("{n} day", "{n} days", row.days).format(n=row.days)
    state = _("before the supervisor") if row.is_escalated else _("to ask today") if row.is_due else ""
    return "  ".join(filter(None, (box_line(row.box), days, row.box.asker, state)))


@click.command(help=_("List unclaimed boxes for which something new makes an order likely. Takes none of them."))
@lines_option
@json_option
@click.pass_obj
def news(session: Session, /, *, form: str, json_wanted: bool) -> None:
    """What a refund file or a call has brought."""
    desk = session.desk()
    for each in list_news(desk.seen):
        box = get_box(desk.seen, each.box.id).row
        told = told_row(desk, box) | {"best": told_proposal(each.best)}
        say(as_json(told) if json_wanted or form == "jsonl" else f"{box_line(box)}\n  {_proposal(each.best)}")


@click.command("put-aside", help=_("The best proposal for an unclaimed box isn't it: tell only of a better one."))
@which_box
@click.pass_obj
def put_aside(session: Session, /, *, box: str, json_wanted: bool) -> None:
    """It is no news any more."""
    desk = session.desk()
    box_id = box_id_of(desk, box)
    services.put_aside(desk, box_id=box_id)
    tell_box(desk, box_id, json_wanted=json_wanted)


@click.command(help=_("The carrier is asked whose an unclaimed box is; by when is noted."))
@which_box
@_by
@_note
@_asker
@click.pass_obj
def ask(session: Session, /, *, box: str, until: datetime, note: str, asker: str, json_wanted: bool) -> None:
    """A task with its date (RET-05)."""
    desk = session.desk()
    box_id = box_id_of(desk, box)
    by = _moment(desk, until)
    services.ask_courier(desk, box_id=box_id, by=by, note=note, asker_id=_person(desk, asker))
    tell_box(desk, box_id, json_wanted=json_wanted)


@click.command(help=_("No box of an order is here, though its buyer says so: ask the carrier by a day."))
@click.argument("order_no", metavar="ORDER_NO")
@_by
@_note
@_shop
@json_option
@click.pass_obj
def missing(session: Session, /, *, order_no: str, until: datetime, note: str, shop: str, json_wanted: bool) -> None:
    """The courier query is a task (RET-04)."""
    desk = session.desk()
    (order_id,) = get_order_ids(desk.seen, [order_no], shop=shop)
    by = _moment(desk, until)
    contact_id = services.ask_about_missing(desk, order_id=order_id, by=by, note=note)
    due = iso(by, get_setting(desk.seen, ZONE))
    text = _("The carrier is to be asked about order {order_no} by {due}").format(order_no=order_no, due=due)
    tell({"order_no": order_no, "contact": contact_id, "ask_by": due}, text, json_wanted=json_wanted)


@click.command(help=_("Bring an unclaimed box before the supervisor now."))
@which_box
@_note
@click.pass_obj
def escalate(session: Session, /, *, box: str, note: str, json_wanted: bool) -> None:
    """Sooner than by itself (RET-05)."""
    desk = session.desk()
    box_id = box_id_of(desk, box)
    services.escalate_box(desk, box_id=box_id, note=note)
    tell_box(desk, box_id, json_wanted=json_wanted)


@click.command("give-up", help=_("Nobody could find out whose an unclaimed box is; supervisors only."))
@which_box
@click.option("--reason", required=True, help=_("Why."))
@click.pass_obj
def give_up(session: Session, /, *, box: str, reason: str, json_wanted: bool) -> None:
    """It stays in the register."""
    desk = session.desk()
    box_id = box_id_of(desk, box)
    services.give_up(desk, box_id=box_id, reason=reason)
    tell_box(desk, box_id, json_wanted=json_wanted)


def _person(desk: Desk, name: str) -> int | None:
    """Who is meant; None for nobody in particular. Raises NobodyAsks."""
    if not name:
        return None
    found = find_person(desk.seen, name)
    if found is None:
        raise services.NobodyAsks()
    return found.id


def _moment(desk: Desk, until: datetime) -> Millis:
    zone = get_setting(desk.seen, ZONE)
    has_time = (until.hour, until.minute) != (0, 0)
    return from_local(until, zone) if has_time else day_end(until.date(), zone) - 1


COMMANDS = (propose, leave, claim, unclaimed, news, put_aside, ask, missing, escalate, give_up)
