"""Points for mistakes and merits: booked, listed, disputed, settled (TEAM-02, REV-07)."""

from pathlib import Path
from typing import Any

import click

from shopdesk.clock import iso
from shopdesk.commands.box_answers import box_id_of
from shopdesk.commands.options import json_option, lines_option, table_options
from shopdesk.commands.output import as_json, cell, fitted, list_form, say, tell, write_lines
from shopdesk.commands.review_answers import person_id_of
from shopdesk.commands.session import Session, one_of
from shopdesk.domain.points import KINDS, PointKind, signed
from shopdesk.errors import N_, BadInput
from shopdesk.i18n import _
from shopdesk.queries.months import get_month
from shopdesk.queries.orders import get_order_ids
from shopdesk.queries.points import PointRow, get_points
from shopdesk.queries.shop_settings import get_setting
from shopdesk.services.clashes import name_of
from shopdesk.services.desk import Desk
from shopdesk.services.exports import export_table
from shopdesk.services.point_sheets import sum_seen_points
from shopdesk.services.points import (
    book_points,
    dispute_points,
    rule_table,
    said_rule,
    see_points,
    settle_points,
)
from shopdesk.settings import ZONE

COLUMNS = (
    "entry", "person", "month", "rule", "title", "booked", "counts", "kind", "record", "order_no", "note", "booked_by",
    "at", "disputed", "dispute", "disputed_at", "settlement", "settled_by", "settled_at",
)  # fmt: skip
"""Of an entry, for scripts and files."""
_entry = click.argument("number", metavar="ENTRY", type=click.IntRange(1))
_DIGITS = 18
"""Of the largest number that the database holds, at least."""


class NotANumber(BadInput):
    template = N_("{kind}: {text} is not a number. Look at the list.")


@click.group()
def points() -> None:
    """Points for mistakes and merits."""


@points.command("rules", help=_("List the table of points."))
@lines_option
@click.pass_obj
def rules(session: Session, /, *, form: str) -> None:
    """Mistakes below 0, merits above."""
    for rule, worth in rule_table(session.desk().seen).items():
        told = {"rule": rule, "title": said_rule(rule), "points": worth}
        say(as_json(told) if form == "jsonl" else f"{signed(worth):>4}  {fitted(rule, 20)}  {said_rule(rule)}")


@points.command("book", help=_("Book points on what they are about; for supervisors."))
@click.argument("person", metavar="PERSON")
@click.argument("rule")
@click.argument("kind", type=one_of(PointKind))
@click.argument("record", metavar="NUMBER")
@click.option("--points", "amount", type=int, help=_("How many; what the rule counts if left out."))
@click.option("--note", default="", help=_("What is to be known about it."))
@json_option
@click.pass_obj
def book(
    session: Session, /, *, person: str, rule: str, kind: str, record: str, amount: int | None, note: str,
    json_wanted: bool,
) -> None:  # fmt: skip
    """An order by its number, a box as `intake` names it."""
    desk = session.desk()
    of = PointKind(kind)
    made = book_points(
        desk, person_id=person_id_of(desk, person), rule=rule, kind=of, record_id=_record_id(desk, of, record),
        note=note, points=amount,
    )  # fmt: skip
    _tell(desk, made, json_wanted=json_wanted)


@points.command("list", help=_("List points, the newest first: your own; for supervisors everybody's."))
@click.option("--month", default="", metavar="2026-11", help=_("Only those of this month."))
@click.option("--person", default="", metavar="NAME", help=_("Only this person's."))
@click.option("--disputed", "only_disputed", is_flag=True, help=_("Only those that wait to be settled."))
@click.option("--limit", type=click.IntRange(1), help=_("The first so many; all if left out."))
@table_options
@click.pass_obj
def list_(session: Session, /, *, form: str | None, output: Path | None, month: str, person: str, **asked: Any) -> None:
    """One line an entry, or a file."""
    desk = session.desk()
    form = list_form(form, output)
    person_id = person_id_of(desk, person) if person else None
    name = get_month(desk.seen, name=month).name if month else ""
    rows = see_points(desk, month=name, person_id=person_id, **asked)
    if form in ("csv", "xlsx"):
        export_table(output, COLUMNS, ([cell(v) for v in _told(desk, row).values()] for row in rows), form=form)
    else:
        write_lines((as_json(_told(desk, row)) if form == "jsonl" else _line(desk, row) for row in rows), output)


@points.command("month", help=_("What a month's points come to: your own; for supervisors everybody's."))
@click.argument("month", metavar="2026-11")
@lines_option
@click.pass_obj
def month_(session: Session, /, *, month: str, form: str) -> None:
    """By person."""
    desk = session.desk()
    for each in sum_seen_points(desk, month=get_month(desk.seen, name=month).name):
        told = {
            "person": each.person, "month": each.month, "total": each.total, "merits": each.merits,
            "mistakes": each.mistakes, "entries": each.entries, "disputed": each.disputed,
        }  # fmt: skip
        sums = _("merits {merits}, mistakes {mistakes}").format(
            merits=signed(each.merits), mistakes=signed(each.mistakes)
        )
        open_ = _("{n} disputed").format(n=each.disputed) if each.disputed else ""
        line = "  ".join(filter(None, (fitted(each.person, 12), f"{signed(each.total):>4}", sums, open_)))
        say(as_json(told) if form == "jsonl" else line)


@points.command("dispute", help=_("Say that points booked for you are wrong, and why."))
@_entry
@click.option("--reason", required=True, help=_("Why."))
@json_option
@click.pass_obj
def dispute(session: Session, /, *, number: int, reason: str, json_wanted: bool) -> None:
    """A supervisor settles it."""
    desk = session.desk()
    dispute_points(desk, entry_id=number, reason=reason)
    _tell(desk, number, json_wanted=json_wanted)


@points.command("settle", help=_("Say what points come to after all; 0 takes them back. For supervisors."))
@_entry
@click.option("--points", "amount", type=int, required=True, help=_("What they count."))
@click.option("--reason", required=True, help=_("Why."))
@click.option("--again", is_flag=True, help=_("In place of what was settled already."))
@json_option
@click.pass_obj
def settle(session: Session, /, *, number: int, amount: int, reason: str, again: bool, json_wanted: bool) -> None:
    """They count for their own month."""
    desk = session.desk()
    version = get_points(desk.seen, number).version if again else None
    settle_points(desk, entry_id=number, points=amount, settlement=reason, version=version)
    _tell(desk, number, json_wanted=json_wanted)


def _record_id(desk: Desk, kind: PointKind, text: str) -> int:
    if kind is PointKind.ORDER:
        return get_order_ids(desk.seen, [text])[0]
    if kind is PointKind.BOX:
        return box_id_of(desk, text)
    if not (text.isascii() and text.isdigit() and len(text) <= _DIGITS):
        raise NotANumber(text=text, kind=_(KINDS[kind]))
    return int(text)


def _told(desk: Desk, row: PointRow) -> dict[str, Any]:
    zone = get_setting(desk.seen, ZONE)
    told = {
        "entry": row.id, "person": row.person, "month": row.month, "rule": row.rule, "title": said_rule(row.rule),
        "booked": row.points, "counts": row.counted, "kind": row.kind.value, "record": row.record_id,
        "order_no": row.order_no, "note": row.note, "booked_by": row.booked_by, "at": iso(row.at, zone),
        "disputed": row.is_disputed, "dispute": row.dispute, "disputed_at": iso(row.disputed_at, zone),
        "settlement": row.settlement, "settled_by": row.settled_by, "settled_at": iso(row.settled_at, zone),
    }  # fmt: skip
    return {name: told[name] for name in COLUMNS}


def _line(desk: Desk, row: PointRow) -> str:
    booked = _("{points} booked").format(points=signed(row.points)) if row.counted != row.points else ""
    open_ = _("disputed") if row.is_disputed else ""
    record = name_of(desk, row.kind.value, row.record_id)
    parts = (
        row.month, fitted(row.person, 10), f"{signed(row.counted):>4}", said_rule(row.rule), record, booked, open_,
        row.settlement or row.dispute or row.note,
    )  # fmt: skip
    return "  ".join(filter(None, (f"{row.id:>4}", *parts)))


def _tell(desk: Desk, number: int, *, json_wanted: bool) -> None:
    row = get_points(desk.seen, number)
    tell(_told(desk, row), _line(desk, row).strip(), json_wanted=json_wanted)
