"""Files of boxes, cases and refunds on the command line (RET-10)."""

from pathlib import Path
from typing import Any

import click

from shopdesk.clock import iso
from shopdesk.commands.box_answers import box_id_of
from shopdesk.commands.options import json_option, lines_option
from shopdesk.commands.output import as_json, fitted, say, tell
from shopdesk.commands.session import Session, one_of, options
from shopdesk.domain.evidence import EvidenceOf
from shopdesk.i18n import _
from shopdesk.queries.evidence import EvidenceRow, get_evidence, list_evidence, read_evidence
from shopdesk.queries.shop_settings import get_setting
from shopdesk.services.desk import Desk
from shopdesk.services.evidence import add_evidence, remove_evidence, restore_evidence
from shopdesk.services.exports import write_bytes
from shopdesk.settings import ZONE

_record = options(click.argument("kind", type=one_of(EvidenceOf)), click.argument("record", metavar="NUMBER"))
"""A box is named as `intake` names it: `3`, `2026-11-22/3`."""
_DIGITS = 18
"""Of the largest number that the database holds, at least."""
_file = click.argument("evidence_id", metavar="FILE_ID", type=click.IntRange(1))


@click.group()
def evidence() -> None:
    """Photos, chat logs, proofs of payment."""


@evidence.command(help=_("Keep a picture, PDF or text with a box, a case or a refund."))
@_record
@click.argument("file", type=click.Path(path_type=Path))
@json_option
@click.pass_obj
def add(session: Session, /, *, kind: str, record: str, file: Path, json_wanted: bool) -> None:
    """Add a file."""
    desk = session.desk()
    made = add_evidence(desk, kind=kind, record_id=_record_id(desk, kind, record), file=file)
    row = get_evidence(desk.seen, made)
    tell(_told(desk, row), _("{file} was added.").format(file=row.name), json_wanted=json_wanted)


@evidence.command("list", help=_("List the files of a box, a case or a refund."))
@_record
@click.option("--all", "with_removed", is_flag=True, help=_("Those that were removed too."))
@lines_option
@click.pass_obj
def list_(session: Session, /, *, kind: str, record: str, with_removed: bool, form: str) -> None:
    """One line a file."""
    desk = session.desk()
    record_id = _record_id(desk, kind, record)
    for row in list_evidence(desk.seen, kind=kind, record_id=record_id, with_removed=with_removed):
        say(as_json(_told(desk, row)) if form == "jsonl" else _line(row))


@evidence.command(help=_("Take a file away; it can be put back."))
@_file
@click.pass_obj
def remove(session: Session, /, *, evidence_id: int) -> None:
    """Remove a file."""
    desk = session.desk()
    remove_evidence(desk, evidence_id=evidence_id)
    say(_("{file} was removed.").format(file=get_evidence(desk.seen, evidence_id).name))


@evidence.command(help=_("Put back a file that was taken away."))
@_file
@click.pass_obj
def restore(session: Session, /, *, evidence_id: int) -> None:
    """Put a file back."""
    desk = session.desk()
    restore_evidence(desk, evidence_id=evidence_id)
    say(_("{file} is there again.").format(file=get_evidence(desk.seen, evidence_id).name))


@evidence.command(help=_("Write a file to a folder of yours."))
@_file
@click.option("-o", "--output", required=True, type=click.Path(path_type=Path, dir_okay=False), help=_("The file."))
@click.pass_obj
def save(session: Session, /, *, evidence_id: int, output: Path) -> None:
    """Get a file out again."""
    write_bytes(output, read_evidence(session.desk().seen, evidence_id))
    say(str(output))


def _record_id(desk: Desk, kind: str, record: str) -> int:
    """The record that is meant; anything but a number is wrong use."""
    if kind == EvidenceOf.BOX:
        return box_id_of(desk, record)
    if not record.isascii() or not record.isdecimal() or len(record) > _DIGITS:
        raise click.BadParameter(_("{value} is no number.").format(value=record))
    return int(record)


def _told(desk: Desk, row: EvidenceRow) -> dict[str, Any]:
    zone = get_setting(desk.seen, ZONE)
    names = ("id", "kind", "record_id", "name", "media", "size", "person", "removed_by")
    return {name: getattr(row, name) for name in names} | {"at": iso(row.at, zone)}


def _line(row: EvidenceRow) -> str:
    return "  ".join([fitted(str(row.id), 6, right=True), row.name, row.media, row.person, row.removed_by]).rstrip()
