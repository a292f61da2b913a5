"""What is due and late, on the command line (TEAM-04)."""

from typing import Any

import click

from shopdesk.clock import iso, shown
from shopdesk.commands.options import json_option, lines_option
from shopdesk.commands.output import as_json, fitted, say
from shopdesk.commands.session import Session
from shopdesk.domain.due import DUE
from shopdesk.i18n import _, ngettext
from shopdesk.queries.due import DueRow, Tally
from shopdesk.queries.shop_settings import get_setting
from shopdesk.services.today import add_up, read_today
from shopdesk.settings import ZONE

_FIGURE, _TITLE = 6, 44
"""Columns."""


@click.command(help=_("Tell what is due and late, for the shop or for you."))
@click.option("--mine", is_flag=True, help=_("Only what is yours to do."))
@lines_option
@json_option
@click.pass_obj
def today(session: Session, /, *, mine: bool, form: str, json_wanted: bool) -> None:
    """One line a kind of which something is due."""
    desk = session.desk()
    zone = get_setting(desk.seen, ZONE)
    rows = read_today(desk)
    due = [(row, tally) for row in rows if (tally := row.mine if mine else row.shop).count]
    if json_wanted or form == "jsonl":
        for row, tally in due:
            say(as_json(_told(row, tally, zone)))
        return
    sums = add_up(rows, mine=mine)
    said = _("Late {late}, today {today}, with others {waiting}")
    say(said.format(late=sums.late, today=sums.today, waiting=sums.waiting))
    for row, tally in due:
        say(_line(row, tally, zone))


def _told(row: DueRow, tally: Tally, zone: str) -> dict[str, Any]:
    """A line as scripts get it; `due` is the worst time, or the nearest."""
    line = DUE[row.kind]
    return {
        "kind": row.kind.value,
        "count": tally.count,
        "late": tally.late,
        "today": tally.today,
        "due": iso(tally.due, zone),
        "since": iso(tally.since, zone),
        "waits": line.waits,
    }


def _line(row: DueRow, tally: Tally, zone: str) -> str:
    late = ngettext("{n} is late", "{n} are late", tally.late).format(n=tally.late) if tally.late else ""
    when = ""
    if tally.due is not None:
        when = _("by {when}").format(when=shown(tally.due, zone))
    elif tally.since is not None:
        when = _("since {when}").format(when=shown(tally.since, zone))
    figure, title = fitted(str(tally.count), _FIGURE, right=True), fitted(_(DUE[row.kind].title), _TITLE)
    return "  ".join((figure, title, ", ".join(filter(None, (late, when))))).rstrip()
