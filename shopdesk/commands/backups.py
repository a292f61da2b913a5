"""Backups, and whether the shop is sound (DATA-01)."""

from pathlib import Path
from typing import Any

import click

from shopdesk.clock import DEFAULT_ZONE, iso, shown
from shopdesk.commands.importing import ProgressLines
from shopdesk.commands.options import json_option
from shopdesk.commands.output import complain, say, tell
from shopdesk.commands.session import Session
from shopdesk.db.addresses import address_of
from shopdesk.db.database import place_of
from shopdesk.domain.permissions import Right
from shopdesk.errors import ShopdeskError, StorageError
from shopdesk.i18n import _, sentence
from shopdesk.services import backups, damage, trail
from shopdesk.services.backup_list import Backup, list_backups
from shopdesk.services.backup_preview import Content, Loss, facts, look_into, said_loss, what_is_lost
from shopdesk.services.desk import Desk, need
from shopdesk.services.restoring import restore as put_back
from shopdesk.services.server_password import with_known_password

_progress = click.option("--progress", is_flag=True, help=_("Tell progress on stderr, one JSON object a line."))


@click.command()
@click.argument("file", required=False, type=click.Path(path_type=Path, dir_okay=False))
@click.option("--if-due", is_flag=True, help=_("Only if the last one is older than the shop wants it."))
@click.option(
    "--also", type=click.Path(path_type=Path, file_okay=False), help=_("A second folder that gets the backup too.")
)
@click.option("--list", "listed", is_flag=True, help=_("List the backups there are."))
@_progress
@json_option
@click.pass_obj
def backup(
    session: Session, /, *, file: Path | None, if_due: bool, also: Path | None, listed: bool, progress: bool,
    json_wanted: bool,
) -> None:  # fmt: skip
    """Copy the shop to FILE, or into its folder of backups."""
    if listed:
        _list(session, also, json_wanted=json_wanted)
        return
    lines = ProgressLines(wanted=progress)
    text = _("Backing up")
    if if_due:
        desk = session.visitor()  # nobody's deed: the window does it for whoever works
        made = backups.back_up_by_itself(desk, lambda part: lines(part, text))
    else:
        desk = session.desk()
        made = backups.backup_now(desk, file, progress=lambda part: lines(part, text))
    copied, problem = _copy(desk, made, also) if made and not file else (None, "")
    if problem:
        complain(problem)
    told = {"file": str(made) if made else None, "copy": str(copied) if copied else None, "problem": problem}
    said = _("The backup lies in {file}").format(file=made) if made else _("No backup is due yet.")
    tell(told, said, json_wanted=json_wanted)


def _copy(desk: Desk, made: Path, also: Path | None) -> tuple[Path | None, str]:
    if also is None:
        return None, ""
    try:
        return backups.copy_to_second(desk, made, also), ""
    except backups.SecondFolderAway as error:
        return None, sentence(error)


def _list(session: Session, also: Path | None, *, json_wanted: bool) -> None:
    found = list_backups(session.where, second=also)
    if json_wanted:
        tell({"backups": [_as_json(each) for each in found]}, "", json_wanted=True)
        return
    for each in found:
        say(f"{shown(each.at)}  {each.size / 1_000_000:9,.1f} MB  {'+' if each.checked else '?'}  {each.file}")
    if not found:
        say(_("There is no backup yet."))


def _as_json(each: Backup) -> dict[str, Any]:
    at = iso(each.at, DEFAULT_ZONE)
    return {"file": str(each.file), "at": at, "size": each.size, "checked": each.checked, "copied": each.copied}


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--preview", is_flag=True, help=_("Only say what is in it, and what would be lost."))
@_progress
@json_option
@click.pass_obj
def restore(session: Session, /, *, file: Path, preview: bool, progress: bool, json_wanted: bool) -> None:
    """Put a backup in the shop's place."""
    _check_restorer(session)
    where = with_known_password(address_of(session.where))
    if preview:
        content = look_into(file)
        loss = what_is_lost(where, content)
        tell(_preview_json(content, loss), "\n".join([*facts(content), said_loss(loss)]), json_wanted=json_wanted)
        return
    lines, said = ProgressLines(wanted=progress), _("Restoring")
    kept = put_back(where, file, progress=lambda part: lines(part, said), person=session.person)
    if kept is None:
        text = _("The backup {file} is in place.").format(file=file)
    else:
        text = _("The backup {file} is in place; what was there is kept as {kept}").format(file=file, kept=kept)
    tell({"restored": str(file), "kept": str(kept) if kept else None}, text, json_wanted=json_wanted)


def _preview_json(content: Content, loss: Loss | None) -> dict[str, Any]:
    lost = None
    if loss is not None:
        lost = {"orders": loss.orders, "changes": loss.changes, "other_shop": loss.is_other_shop}
    return {
        "shops": list(content.shops), "people": list(content.people), "orders": content.orders,
        "newest_order": iso(content.newest_order), "newest_registered": iso(content.newest_registered),
        "last_change": iso(content.last_change), "step": content.step, "lost": lost,
    }  # fmt: skip


def _check_restorer(session: Session) -> None:
    """Whoever restores has to be allowed to (TEAM-01); a shop that can't be opened knows nobody to ask."""
    where = address_of(session.where)
    if not where.is_server and not where.file.exists():
        return
    try:
        desk = session.desk()
    except StorageError:
        return
    except ShopdeskError:
        raise
    except Exception:  # values that no program expects: a damaged file is what one restores over
        if damage.find_damage(session.where) is None:
            raise
        return
    try:
        need(desk, Right.RESTORE)
    finally:
        desk.database.close()


@click.command()
@click.option("--keep", is_flag=True, help=_("Keep what was found for the window's settings."))
@click.option("--accept-trail", default="", metavar="REASON", help=_("Take the trail as it is; say why it is so."))
@json_option
@click.pass_obj
def check(session: Session, /, *, keep: bool, accept_trail: str, json_wanted: bool) -> int:
    """Look whether the shop is sound; exit status 1 if not."""
    desk = session.desk()
    if accept_trail:
        trail.accept_trail(desk, reason=accept_trail)
    found = damage.full_check(desk) if keep else damage.check(desk)
    if json_wanted:
        tell({"problems": found}, "", json_wanted=True)
    for problem in found:
        complain(problem)
    if not found and not json_wanted:
        say(_("{file} is sound.").format(file=place_of(desk.database)))
    return 1 if found else 0
