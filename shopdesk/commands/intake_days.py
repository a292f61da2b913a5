"""Days of intake on the command line: cash, closing, corrections (RET-07, RET-08)."""

from typing import Any

import click

from shopdesk.clock import iso
from shopdesk.commands.box_answers import today
from shopdesk.commands.options import json_option, lines_option
from shopdesk.commands.output import as_json, fitted, say, tell
from shopdesk.commands.session import Session, options
from shopdesk.commands.settling import Yuan
from shopdesk.domain.money import Money
from shopdesk.i18n import _, ngettext
from shopdesk.queries.boxes import BoxNotFound, find_box
from shopdesk.queries.intake_days import (
    CorrectionRow,
    IntakeDayRow,
    get_day,
    get_day_plan,
    get_left_open,
    list_corrections,
    list_days,
)
from shopdesk.queries.shop_settings import get_setting
from shopdesk.services.desk import Desk
from shopdesk.services.intake_day_words import cash_lines, correction_line
from shopdesk.services.intake_days import close_day, confirm_cash, correct_day, count_cash, read_day
from shopdesk.settings import ZONE

_which_day = options(click.argument("day", metavar="[DAY]", default=""), json_option)
_because = click.option("--because", "explanation", default="", help=_("Why the sums differ."))


@click.command(help=_("Hand over the money found in boxes, or confirm what was handed over; shows how it stands."))
@_which_day
@click.option("--counted", type=Yuan(), help=_("What you counted and hand over, in yuan."))
@click.option("--confirmed", type=Yuan(), help=_("What you counted as you took it over, in yuan."))
@_because
@click.pass_obj
def cash(
    session: Session,
    /,
    *,
    day: str,
    json_wanted: bool,
    counted: Money | None,
    confirmed: Money | None,
    explanation: str,
) -> None:
    """Cash of a day (RET-07)."""
    desk = session.desk()
    day = _day(desk, day)
    if counted is not None:
        count_cash(desk, day=day, counted=counted, explanation=explanation)
    if confirmed is not None:
        confirm_cash(desk, day=day, confirmed=confirmed, explanation=explanation)
    row = get_day(desk.seen, day=day)
    tell(_told(desk, row), "\n".join(cash_lines(row)), json_wanted=json_wanted)


@click.command(help=_("Close a day's intake. What is still open is named; --reason closes it all the same."))
@_which_day
@click.option("--reason", default="", help=_("Why it is closed though something is open; for supervisors."))
@click.pass_obj
def close(session: Session, /, *, day: str, json_wanted: bool, reason: str) -> None:
    """Close a day (RET-08)."""
    desk = session.desk()
    day = _day(desk, day)
    close_day(desk, day=day, reason=reason)
    row = get_day(desk.seen, day=day)
    said = _("The intake of {day} is closed: {n} boxes.").format(day=day, n=row.boxes)
    tell(_told(desk, row), "\n".join([said, *row.left_open.lines()]), json_wanted=json_wanted)


@click.command("day", help=_("Show how a day's intake stands, and what is still open."))
@_which_day
@click.pass_obj
def show(session: Session, /, *, day: str, json_wanted: bool) -> None:
    """One day with its corrections."""
    desk = session.desk()
    row = get_day(desk.seen, day=_day(desk, day))
    told = _told(desk, row) | {"corrections": [_corrected(desk, each) for each in _corrections(desk, row)]}
    tell(told, "\n".join(_lines(desk, row)), json_wanted=json_wanted)


@click.command(help=_("List days of intake, the newest first."))
@click.option("--open", "only_open", is_flag=True, help=_("Only those that nobody has closed."))
@click.option("--limit", type=click.IntRange(0), help=_("The newest so many; all if left out."))
@lines_option
@click.pass_obj
def days(session: Session, /, *, only_open: bool, limit: int | None, form: str) -> None:
    """One line a day."""
    desk = session.desk()
    for row in list_days(desk.seen, only_open=only_open, limit=limit):
        say(as_json(_told(desk, row)) if form == "jsonl" else _line(row))


@click.command(help=_("Put something right about a closed day: the entry stands beside its register."))
@click.argument("day", metavar="DAY")
@click.option("--box", "number", type=click.IntRange(1), help=_("The box's number of that day."))
@click.option("--what", required=True, help=_("What is put right, such as: postage."))
@click.option("--was", default="", help=_("What the register says."))
@click.option("--should-be", required=True, help=_("What it should say."))
@click.option("--reason", required=True, help=_("Why."))
@json_option
@click.pass_obj
def correct(
    session: Session,
    /,
    *,
    day: str,
    number: int | None,
    what: str,
    was: str,
    should_be: str,
    reason: str,
    json_wanted: bool,
) -> None:
    """A visible entry beside a closed day."""
    desk = session.desk()
    box_id = None
    if number is not None:
        box_id = find_box(desk.seen, day=day, number=number)
        if box_id is None:
            raise BoxNotFound(number=f"{day} {number}")
    correct_day(desk, day=day, what=what, was=was, should_be=should_be, reason=reason, box_id=box_id)
    row = list_corrections(desk.seen, day=day)[-1]
    tell(_corrected(desk, row), correction_line(row), json_wanted=json_wanted)


def _day(desk: Desk, day: str) -> str:
    """The day that is meant: today where none is named. Raises BadDay."""
    return today(desk) if day in ("", "today") else read_day(day).isoformat()


def _told(desk: Desk, row: IntakeDayRow) -> dict[str, Any]:
    zone = get_setting(desk.seen, ZONE)
    plan = get_day_plan(desk.seen, day=row.day)
    left = row.left_open if row.is_closed else get_left_open(desk.seen, day=row.day)
    return {
        "day": row.day,
        "boxes": row.boxes,
        "registering": row.registering,
        "unclaimed": row.unclaimed,
        "start": iso(plan.start, zone),
        "latest": iso(plan.latest, zone),
        "cash": row.cash.yuan,
        "counted": row.counted.yuan if row.handed_at is not None else None,
        "handed_by": row.handed_by,
        "confirmed": row.confirmed.yuan if row.confirmed_at is not None else None,
        "confirmed_by": row.confirmed_by,
        "explanation": row.explanation,
        "closed_at": iso(row.closed_at, zone),
        "closed_by": row.closed_by,
        "reason": row.reason,
        "open": left.lines(),
    }


def _lines(desk: Desk, row: IntakeDayRow) -> list[str]:
    said = [ngettext("{day}: {n} box", "{day}: {n} boxes", row.boxes).format(day=row.day, n=row.boxes)]
    said += cash_lines(row)
    left = row.left_open if row.is_closed else get_left_open(desk.seen, day=row.day)
    said += [_("Open: {what}").format(what=line) for line in left.lines()]
    if row.is_closed:
        said.append(_("Closed by {person} ({when})").format(person=row.closed_by, when=desk.shown(row.closed_at)))
    if row.reason:
        said.append(_("Reason: {text}").format(text=row.reason))
    return said + [correction_line(each) for each in _corrections(desk, row)]


def _line(row: IntakeDayRow) -> str:
    state = _("closed by {person}").format(person=row.closed_by) if row.is_closed else _("open")
    boxes = ngettext("{n} box", "{n} boxes", row.boxes).format(n=row.boxes)
    return "  ".join([row.day, fitted(boxes, 10, right=True), fitted(row.cash.shown, 10, right=True), state])


def _corrections(desk: Desk, row: IntakeDayRow) -> list[CorrectionRow]:
    return list_corrections(desk.seen, day=row.day) if row.corrections else []


def _corrected(desk: Desk, row: CorrectionRow) -> dict[str, Any]:
    names = ("day", "number", "what", "was", "should_be", "reason", "person")
    return {name: getattr(row, name) for name in names} | {"at": iso(row.at, get_setting(desk.seen, ZONE))}
