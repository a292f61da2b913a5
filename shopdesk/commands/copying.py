"""Bringing the whole shop to another place (DATA-03)."""

import time
from typing import Any

import click

from shopdesk.commands.importing import ProgressLines, stopped_gently
from shopdesk.commands.options import json_option
from shopdesk.commands.output import complain, say, tell
from shopdesk.commands.session import Session
from shopdesk.db.addresses import address_of
from shopdesk.i18n import _, ngettext
from shopdesk.services.shop_copies import copy_shop


@click.command()
@click.argument("source", metavar="FROM")
@click.argument("target", metavar="TO")
@click.option("--move", is_flag=True, help=_("Go on working there: nobody can write here any more."))
@json_option
@click.option("--progress", is_flag=True, help=_("Tell progress on stderr, one JSON object a line."))
@click.pass_obj
def copy(session: Session, /, *, source: str, target: str, move: bool, json_wanted: bool, progress: bool) -> None:
    """Copy the shop at FROM to TO, a file or an empty database on a server, and compare every row (DATA-03)."""
    started = time.monotonic()
    with stopped_gently():
        desk = session.desk_at(source)
        found = copy_shop(desk, target, move=move, progress=ProgressLines(wanted=progress))
    rows = sum(content.rows for content in found.tables.values())
    seconds = time.monotonic() - started
    place = address_of(target).place
    told: dict[str, Any] = {
        "from": address_of(source).url,
        "to": address_of(target).url,
        "moved": move,
        "rows": rows,
        "seconds": round(seconds, 2),
        "tables": {table: {"rows": content.rows, "sha256": content.digest} for table, content in found.tables.items()},
        "lost_files": list(found.lost_files),
    }
    text = ngettext("{n} row is in {place}, the same as here.", "{n} rows are in {place}, each the same as here.", rows)
    tell(told, text.format(n=f"{rows:,}", place=place), json_wanted=json_wanted)
    for name in found.lost_files:
        complain(_("The stored file {name} is missing or changed in {place}.").format(name=name, place=source))
    if move and not json_wanted:
        say(_("The shop is there now. On the other PCs choose it in Settings, Where the shop lies."))
