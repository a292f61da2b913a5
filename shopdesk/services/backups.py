"""Making backups: when asked for, and by itself once one is due (DATA-01).

Whatever the engine, a backup is one SQLite file with all rows, and beside it the stored files that any backup needs.
"""

import platform
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from shopdesk.clock import Millis, from_local, to_local
from shopdesk.db.addresses import address_of
from shopdesk.db.backup import back_up, check_file, copy_file
from shopdesk.db.database import Database, address_in, is_shared, place_of
from shopdesk.db.dialect import UNHURRIED
from shopdesk.db.errors import Damaged, storage_errors
from shopdesk.db.files import FileFolder, save_files
from shopdesk.db.locks import FileLock
from shopdesk.db.row_marks import begin_round, end_rounds
from shopdesk.domain.permissions import Right
from shopdesk.domain.slips import minute_of
from shopdesk.errors import N_, OutputFailed, Refused, StorageError
from shopdesk.i18n import _, sentence
from shopdesk.queries.shop_settings import get_setting
from shopdesk.services.backup_comparing import changed_by_nobody
from shopdesk.services.backup_list import (
    Backup,
    Where,
    backup_folder,
    file_name,
    list_backups,
    made_at,
    newest_in,
    note_checked,
    note_compared,
    sweep,
    thin,
)
from shopdesk.services.backup_preview import is_other_shop
from shopdesk.services.desk import Desk, need
from shopdesk.services.shop_settings import keep_state
from shopdesk.settings import BACKUP_HOURS, BACKUPS_MADE, EVENING_CUT_OFF, ZONE

if TYPE_CHECKING:
    from shopdesk.db.postgres import PostgresDatabase

__all__ = ["Backup", "back_up_by_itself", "backup_due", "backup_folder", "backup_now", "last_backup", "list_backups"]

SECOND_FOLDER = "backups.second"
"""PC setting: a folder that gets every backup too, such as on another disk. It is never made anew: an empty mount point
is no second disk."""

SECOND_NAME = "shopdesk-backups"
"""The folder made in the one that somebody chose as the second."""

_TURN = 0x53484F51
"""Whoever makes a server's backup holds this advisory lock."""
_MADE = 46
"""No more of a server's backups are remembered than thinning leaves."""

Progress = Callable[[float], None]


class BackupRunning(Refused):
    template = N_("A backup of {place} is being made already. Wait until it is done.")


class SecondFolderAway(StorageError):
    template = N_(
        "The second folder for backups is away ({folder}: {reason}). The backup on this PC is there; the folder gets "
        "the next one once it is back."
    )


class SecondFolderTaken(SecondFolderAway):
    template = N_(
        "{folder} holds backups of another shop, which are not to be mixed with this one's. The backup on this PC is "
        "there; choose another second folder for this shop."
    )


def backup_now(desk: Desk, target: Path | None = None, *, progress: Progress | None = None) -> Path:
    """Copy the open shop to `target`, or into its folder of backups, which is thinned then; returns the copy, which was
    opened and looked through.

    `progress` is told the share done (0 to 1). Raises OutputFailed or DiskFull, Damaged for a shop whose copy is bad,
    BackupRunning.
    """
    need(desk, Right.BACKUP)
    if target is not None:
        return back_up(desk.database, target, progress)
    with _turn(desk.database) as is_ours:
        if not is_ours:
            raise BackupRunning(place=place_of(desk.database))
        return _back_up(desk, progress)


def back_up_by_itself(desk: Desk, progress: Progress | None = None) -> Path | None:
    """The backup that a running shop makes when one is due, whoever works in it; None where none is due, or where
    another program makes it just now. Raises as backup_now does."""
    with _turn(desk.database) as is_ours:
        return _back_up(desk, progress) if is_ours and backup_due(desk) else None


def _back_up(desk: Desk, progress: Progress | None) -> Path:
    where = address_in(desk.database)
    folder = backup_folder(where)
    at = to_local(desk.clock(), get_setting(desk.database, ZONE))
    sweep(folder)
    number = _begin_round(desk.database)
    try:
        made = back_up(desk.database, folder / file_name(where, at), progress)
    except Damaged as error:  # the copy is as bad as what was copied
        raise Damaged(file=place_of(desk.database), detail=error.values["detail"]) from error
    save_files(desk.database, FileFolder(folder / "files"))
    _compare(where, made)
    note_checked(made, good=True)
    thin(where, at)
    if number is not None:
        with suppress(StorageError):  # then the notes go on a little longer
            end_rounds(desk.database, number)
    if is_shared(desk.database):
        _tell_others(desk.database, made)
    return made


def _begin_round(database: Database) -> int | None:
    """See row_marks. Where just now nobody can write, the notes go on from the backup before."""
    with suppress(StorageError):
        return None if is_shared(database) else begin_round(database)
    return None


def _compare(where: Where, made: Path) -> None:
    """Values that changed though nobody changed them must not pass for good ones in the next backup. The copy stays,
    for it holds the newest work, but takes no good one's place. Raises Damaged."""
    address = address_of(where)
    problems = [] if address.is_server else changed_by_nobody(address, copy=made)
    if not address.is_server:
        note_compared(made, good=not problems)
    if problems:
        raise Damaged(file=address.file, detail=problems[0])


def copy_to_second(desk: Desk, made: Path, folder: Path) -> Path:
    """Copy a backup to the second folder too, look through the copy, and thin there. Raises SecondFolderAway,
    SecondFolderTaken; nothing half done stays."""
    target, where = folder / made.name, address_in(desk.database)
    newest = newest_in(folder, where)
    if newest is not None and is_other_shop(made, newest):  # thinning would take one shop's for the other's
        raise SecondFolderTaken(folder=folder)
    try:
        if not folder.is_dir():
            raise OSError(_("it is not there"))
        copy_file(made, target)
        files = FileFolder(made.parent / "files")
        for name in files.names() - FileFolder(folder / "files").names():
            content = files.get(name)
            if content is not None:
                FileFolder(folder / "files").put(content)
        problems = check_file(target, still=True)
    except (OSError, StorageError) as error:
        raise SecondFolderAway(folder=folder, reason=_reason(error)) from error
    note_checked(target, good=not problems)
    if problems:
        with suppress(OSError):
            target.unlink()
        raise SecondFolderAway(folder=folder, reason=problems[0])
    thin(where, to_local(desk.clock(), get_setting(desk.database, ZONE)), folder)
    return target


def make_second_folder(chosen: Path) -> Path:
    """The folder for copies in one that somebody chose, made now while its disk is there. Raises OutputFailed."""
    folder = chosen if chosen.name == SECOND_NAME else chosen / SECOND_NAME
    try:
        folder.mkdir(exist_ok=True)
        (folder / ".trial").write_bytes(b"")
        (folder / ".trial").unlink()
    except OSError as error:
        raise OutputFailed(path=folder, reason=error.strerror or str(error)) from error
    return folder


def last_backup(desk: Desk) -> Millis | None:
    """When the newest backup was made, on a server by any PC; None for never. A clock that once went ahead is not
    believed."""
    moments = [at for at in _moments(desk) if at <= desk.clock()]
    return max(moments, default=None)


def backup_due(desk: Desk) -> bool:
    """Whether it is time for one: the newest is older than the shop wants it, or from before the last close of the
    day, which is its evening wave."""
    last = last_backup(desk)
    if last is None:
        return True
    hours = max(1, get_setting(desk.database, BACKUP_HOURS))
    return desk.clock() - last >= hours * 3_600_000 or last < _last_close(desk)


def _last_close(desk: Desk) -> Millis:
    zone = get_setting(desk.database, ZONE)
    at = to_local(desk.clock(), zone)
    hour, minute = divmod(minute_of(get_setting(desk.database, EVENING_CUT_OFF)), 60)
    close = datetime.combine(at.date(), time(hour, minute))
    if close > at.replace(tzinfo=None):
        close -= timedelta(days=1)
    return from_local(close, zone)


def _moments(desk: Desk) -> list[Millis]:
    zone = get_setting(desk.database, ZONE)
    if is_shared(desk.database):
        names = [Path(each["file"]) for each in get_setting(desk.database, BACKUPS_MADE)]
        return [from_local(at, zone) for each in names if (at := made_at(each))]
    return [backup.at for backup in list_backups(address_in(desk.database), zone=zone)]


def made_elsewhere(desk: Desk) -> list[tuple[str, Millis]]:
    """Of a shop on a server: which other PC has a backup, and of when; newest first."""
    zone = get_setting(desk.database, ZONE)
    found = [(each["pc"], made_at(Path(each["file"]))) for each in get_setting(desk.database, BACKUPS_MADE)]
    others = [(pc, from_local(at, zone)) for pc, at in found if at is not None and pc != platform.node()]
    return sorted(others, key=lambda each: each[1], reverse=True)


def _tell_others(database: Database, made: Path) -> None:
    known = get_setting(database, BACKUPS_MADE)
    keep_state(database, BACKUPS_MADE, [*known, {"file": made.name, "pc": platform.node()}][-_MADE:])


@contextmanager
def _turn(database: Database) -> Iterator[bool]:
    """Whether this program alone makes a backup of this shop: of one on a server, of all PCs."""
    folder = backup_folder(address_in(database))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(folder / ".lock")
        is_ours = lock.take()
    except OSError as error:
        raise OutputFailed(path=folder, reason=error.strerror or str(error)) from error
    try:
        if is_ours and is_shared(database):
            with _server_turn(database) as is_ours:
                yield is_ours
        else:
            yield is_ours
    finally:
        lock.free()


@contextmanager
def _server_turn(database: "PostgresDatabase") -> Iterator[bool]:
    """A pooler in between gives a connection for one transaction only, so the lock lasts as long as one."""
    with storage_errors(database.place):
        connection = database.own_connection()
        try:
            connection.execute(f"BEGIN READ ONLY; {UNHURRIED}")
            taken = connection.execute(f"SELECT pg_try_advisory_xact_lock({_TURN})").fetchone()
            yield bool(taken and taken[0])
        finally:
            connection.close()


def _reason(error: OSError | StorageError) -> str:
    return sentence(error) if isinstance(error, StorageError) else error.strerror or str(error)
