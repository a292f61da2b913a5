"""Backups of the shop's file: made while others work, thinned by age, checked before they take its place (DATA-01)."""

import os
import re
import shutil
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from shopdesk.clock import DEFAULT_ZONE, Clock, Millis, from_local, now, to_local
from shopdesk.db.backup import back_up, check_file
from shopdesk.db.database import file_of, is_shared
from shopdesk.db.driver import sqlite3
from shopdesk.db.errors import Damaged
from shopdesk.db.migrate import refuse_newer
from shopdesk.db.trail import first_broken_link
from shopdesk.domain.permissions import Right
from shopdesk.errors import N_, OutputFailed, Refused
from shopdesk.i18n import _
from shopdesk.queries.shop_settings import get_setting
from shopdesk.services.desk import Desk, need
from shopdesk.settings import ZONE

EVERY_HOURS = 20
"""How old the newest backup may be before one is made by itself: a shop opened every morning gets one a day."""

KEEP_ALL_DAYS, KEEP_DAILY_DAYS, KEEP_MONTHLY_DAYS = 2, 30, 730
"""All of the last days are kept, then the newest of each day, then the newest of each month; older ones go."""

_STAMP = "%Y%m%d-%H%M%S"
_NAME = re.compile(r"-(\d{8}-\d{6})$")


class InUse(Refused):
    template = N_("{file} is open in another shopdesk. Close it there, then restore the backup again.")


class NoBackup(Refused):
    template = N_("There is no backup at {file}. Choose another one.")


@dataclass(frozen=True, slots=True)
class Backup:
    """One backup. `at` is when it was made, `size` is in bytes."""

    file: Path
    at: Millis
    size: int


def backup_folder(file: Path) -> Path:
    """Where the backups of a shop's file lie: `backups` beside it."""
    return file.parent / "backups"


def backup_now(desk: Desk, target: Path | None = None, *, progress: Callable[[float], None] | None = None) -> Path:
    """Copy the open shop to `target`, or into its folder of backups, which is thinned then; returns the copy.

    `progress` is told the share done (0 to 1). Raises OutputFailed or DiskFull, Damaged for a bad copy.
    """
    need(desk, Right.BACKUP)
    return _back_up(desk, target, progress)


def back_up_by_itself(desk: Desk) -> Path:
    """The backup that a running shop makes when one is due, whoever works in it; raises as backup_now does."""
    return _back_up(desk)


def _back_up(desk: Desk, target: Path | None = None, progress: Callable[[float], None] | None = None) -> Path:
    file = file_of(desk.database)
    if target is not None:
        return back_up(desk.database, target, progress)
    at = to_local(desk.clock(), get_setting(desk.database, ZONE))
    made = back_up(desk.database, backup_folder(file) / _named(file, at), progress)
    thin(file, at)
    return made


def list_backups(file: Path, *, zone: str = DEFAULT_ZONE) -> list[Backup]:
    """The backups of a shop's file, newest first. Reads names only, so it works where the file itself is lost."""
    found = []
    for each in backup_folder(file).glob(f"{file.stem}-*{file.suffix}"):
        at = _made_at(each)
        if at is not None:
            with suppress(OSError):  # another shopdesk may just have thinned it away
                found.append(Backup(each, from_local(at, zone), each.stat().st_size))
    return sorted(found, key=lambda backup: backup.at, reverse=True)


def last_backup(desk: Desk) -> Millis | None:
    """When the newest backup was made; None for never."""
    if is_shared(desk.database):
        return None
    made = list_backups(file_of(desk.database), zone=get_setting(desk.database, ZONE))
    return made[0].at if made else None


def backup_due(desk: Desk, hours: int = EVERY_HOURS) -> bool:
    """Whether it is time for one: the newest is older than `hours`, or from the future because a clock was set back."""
    if is_shared(desk.database):
        return False
    last = last_backup(desk)
    return last is None or not 0 <= desk.clock() - last < hours * 3_600_000


def thin(file: Path, at: datetime) -> list[Path]:
    """Remove the backups that are no longer worth their room on `at` (a local time); returns them."""
    made = [(stamp, backup.file) for backup in list_backups(file) if (stamp := _made_at(backup.file))]
    kept = _kept([stamp for stamp, _file in made], at.replace(tzinfo=None))
    gone = [path for stamp, path in made if stamp not in kept]
    for path in gone:
        with suppress(OSError):
            path.unlink()
    return gone


def _kept(stamps: Iterable[datetime], at: datetime) -> set[datetime]:
    """Those to keep; `stamps` come newest first."""
    kept: set[datetime] = set()
    spans: set[str] = set()
    for stamp in stamps:
        age = at - stamp
        if age < timedelta(days=KEEP_ALL_DAYS):
            kept.add(stamp)
            continue
        if age >= timedelta(days=KEEP_MONTHLY_DAYS):
            continue
        span = stamp.strftime("%Y-%m-%d" if age < timedelta(days=KEEP_DAILY_DAYS) else "%Y-%m")
        if span not in spans:
            kept.add(stamp)
            spans.add(span)
    return kept


def check(desk: Desk) -> list[str]:
    """What is wrong with the open shop, in sentences; nothing for a sound one. Takes a while on a large shop."""
    damage = check_file(file_of(desk.database), thorough=True)
    found = [_("The file is damaged: {detail}").format(detail=detail) for detail in damage]
    broken = first_broken_link(desk.database)
    if broken is not None:
        found.append(_("The trail was changed from outside at its row {row}.").format(row=broken))
    return found


def restore(file: Path, backup: Path, *, clock: Clock = now, zone: str = DEFAULT_ZONE) -> Path | None:
    """Put a backup in the place of a shop's file, which nobody may have open; returns the copy kept of what was there.

    The backup is checked first and stays where it is. Raises NoBackup, NotOurs, Damaged (the backup is bad),
    NewerDatabase, InUse, OutputFailed.
    """
    _check_backup(backup)
    _settle(file)
    stamp = to_local(clock(), zone).strftime(_STAMP)
    kept = file.with_name(f"{file.stem}.before-restore-{stamp}{file.suffix}") if file.exists() else None
    try:
        if kept is not None:
            _copy_whole(file, kept)
        _copy_whole(backup, file)
    except OSError as error:
        raise OutputFailed(path=file, reason=error.strerror or str(error)) from error
    return kept


def _check_backup(backup: Path) -> None:
    try:
        there = backup.is_file()
    except OSError:  # a name beyond all limits
        there = False
    if not there:
        raise NoBackup(file=backup)
    problems = check_file(backup)
    if problems:
        raise Damaged(file=backup, detail=problems[0])
    refuse_newer(backup)


def _settle(file: Path) -> None:
    """Bring everything written into the one file, which also shows that nobody has it open. Of a damaged one, the parts
    are kept beside it as they are."""
    if not file.exists():
        return
    connection = sqlite3.connect(str(file), timeout=1)
    try:
        if connection.execute("PRAGMA journal_mode = delete").fetchone()[0] != "delete":
            raise InUse(file=file)
    except sqlite3.OperationalError as error:
        if "locked" in str(error):
            raise InUse(file=file) from error
    except sqlite3.DatabaseError:
        pass
    finally:
        connection.close()
    for part in ("-wal", "-shm"):
        left = file.with_name(file.name + part)
        if left.exists():
            left.replace(left.with_name(left.name + ".damaged"))


def _copy_whole(source: Path, target: Path) -> None:
    """A copy that appears only when it is whole and on disk."""
    part = target.with_name(target.name + ".part")
    try:
        shutil.copyfile(source, part)
        handle = os.open(part, os.O_RDWR)
        os.fsync(handle)
        os.close(handle)
        os.replace(part, target)
    finally:
        part.unlink(missing_ok=True)


def _named(file: Path, at: datetime) -> str:
    return f"{file.stem}-{at.strftime(_STAMP)}{file.suffix}"


def _made_at(file: Path) -> datetime | None:
    """The local time that a backup's name tells."""
    found = _NAME.search(file.stem)
    try:
        return datetime.strptime(found[1], _STAMP) if found else None
    except ValueError:
        return None
