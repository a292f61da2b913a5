"""Backups, and whether the shop's file is sound (DATA-01)."""

from pathlib import Path

import click

from shopdesk.commands.options import json_option
from shopdesk.commands.output import complain, say, tell
from shopdesk.commands.session import Session
from shopdesk.domain.permissions import Right
from shopdesk.errors import StorageError
from shopdesk.i18n import _
from shopdesk.services import backups
from shopdesk.services.desk import need


@click.command()
@click.argument("file", required=False, type=click.Path(path_type=Path, dir_okay=False))
@json_option
@click.pass_obj
def backup(session: Session, /, *, file: Path | None, json_wanted: bool) -> None:
    """Copy the shop to FILE, or into its folder of backups."""
    made = backups.backup_now(session.desk(), file)
    tell({"file": str(made)}, _("The backup lies in {file}").format(file=made), json_wanted=json_wanted)


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@json_option
@click.pass_obj
def restore(session: Session, /, *, file: Path, json_wanted: bool) -> None:
    """Put a backup in the shop's place."""
    _check_restorer(session)
    kept = backups.restore(session.file, file)
    if kept is None:
        text = _("The backup {file} is in place.").format(file=file)
    else:
        text = _("The backup {file} is in place; what was there is kept as {kept}").format(file=file, kept=kept)
    tell({"restored": str(file), "kept": str(kept) if kept else None}, text, json_wanted=json_wanted)


def _check_restorer(session: Session) -> None:
    """Whoever restores has to be allowed to (TEAM-01); a shop that can't be opened knows nobody to ask."""
    if not session.file.exists():
        return
    try:
        desk = session.desk()
    except StorageError:
        return
    try:
        need(desk, Right.RESTORE)
    finally:
        desk.database.close()


@click.command()
@json_option
@click.pass_obj
def check(session: Session, /, *, json_wanted: bool) -> int:
    """Look whether the shop's file is sound; exit status 1 if not."""
    found = backups.check(session.desk())
    if json_wanted:
        tell({"problems": found}, "", json_wanted=True)
    for problem in found:
        complain(problem)
    if not found and not json_wanted:
        say(_("{file} is sound.").format(file=session.file))
    return 1 if found else 0
