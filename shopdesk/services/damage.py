"""Noticing that a shop's memory is damaged: after a bad end, every week, and while somebody works (DATA-01)."""

import hashlib
from contextlib import suppress
from pathlib import Path

from shopdesk.clock import Millis
from shopdesk.db.addresses import address_of
from shopdesk.db.agreement import find_disagreements
from shopdesk.db.backup import check_file
from shopdesk.db.database import file_of, is_shared, rows_of
from shopdesk.db.errors import Damaged, NotOurs
from shopdesk.db.files import find_lost_files
from shopdesk.db.locks import FileLock
from shopdesk.errors import ShopdeskError
from shopdesk.i18n import _
from shopdesk.queries.shop_settings import get_setting
from shopdesk.services.backup_comparing import changed_by_nobody
from shopdesk.services.backup_list import Where
from shopdesk.services.desk import Desk
from shopdesk.services.shop_settings import keep_state
from shopdesk.services.trail import trail_problems
from shopdesk.settings import LAST_CHECK

FULL_CHECK_DAYS = 7
_DAY = 86_400_000


class OpenMark:
    """A small file that says which program has a shop open. It goes with a clean end; one that is left over tells of a
    power cut, a crash or a kill."""

    def __init__(self, folder: Path, where: Where) -> None:
        """`folder` is this PC's own, beside its settings."""
        self._folder = folder / "open"
        self._shop = hashlib.sha256(address_of(where).url.encode()).hexdigest()[:16]
        self._lock: FileLock | None = None

    def put(self) -> bool:
        """Leave the mark; whether an earlier run on this shop ended badly, False where the folder can't be written."""
        with suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            ended_badly = self._clear_left_over()
            self._lock = self._free_one()
            return ended_badly
        return False

    def remove(self) -> None:
        """The end was clean."""
        if self._lock is not None:
            with suppress(OSError):
                self._lock.free(remove=True)
            self._lock = None

    def _file(self, number: int) -> Path:
        return self._folder / f"{self._shop}-{number}"

    def _clear_left_over(self) -> bool:
        found = False
        for file in sorted(self._folder.glob(f"{self._shop}-*")):
            lock = FileLock(file)
            if lock.take():  # nobody holds it any more
                lock.free(remove=True)
                found = True
        return found

    def _free_one(self) -> FileLock:
        number = 1
        while True:
            lock = FileLock(self._file(number))
            if lock.take():
                return lock
            number += 1


def quick_check(desk: Desk) -> list[str]:
    """What a fast look finds wrong, in sentences. A server looks after its own files."""
    return [] if is_shared(desk.database) else [_damaged(detail) for detail in check_file(file_of(desk.database))]


def check(desk: Desk) -> list[str]:
    """What is wrong with the open shop, in sentences; nothing for a sound one. Takes a while on a large shop."""
    found = _check_file(desk) if not is_shared(desk.database) else []
    if found:
        return found  # what else is read from such a file means nothing
    found += trail_problems(desk)
    found += [
        _("The stored file {name} is missing or changed.").format(name=name) for name in find_lost_files(desk.database)
    ]
    return found


def full_check(desk: Desk) -> list[str]:
    """The weekly check: as `check`, and what it found is kept for Settings."""
    found = check(desk)
    with suppress(ShopdeskError):  # a damaged shop may not even take this
        keep_state(desk.database, LAST_CHECK, {"at": [str(desk.clock())], "found": found})
    return found


def last_check(desk: Desk) -> tuple[Millis, list[str]] | None:
    """When the whole shop was last checked, and what was found; None for never."""
    kept = get_setting(desk.database, LAST_CHECK)
    at = (kept.get("at") or [""])[0]
    return (int(at), list(kept.get("found", []))) if at.isdecimal() else None


def full_check_due(desk: Desk) -> bool:
    """Whether the weekly check is due; a clock that was set back makes it due too."""
    last = last_check(desk)
    return last is None or not 0 <= desk.clock() - last[0] < FULL_CHECK_DAYS * _DAY


def find_damage(where: Where) -> Damaged | None:
    """What a thorough look finds wrong with a shop's file, for who met something that can't be; None for a sound one,
    for a server, and where nobody can look."""
    with suppress(ShopdeskError, OSError):
        file = address_of(where).file
        problems = [] if address_of(where).is_server else check_file(file, thorough=True) or find_disagreements(file)
        problems = problems or changed_by_nobody(where)
        return Damaged(file=file, detail=problems[0]) if problems else None
    return None


def is_damage(error: Exception) -> bool:
    """Whether an error says that the shop's memory itself is damaged, so that a backup is what helps."""
    return isinstance(error, Damaged | NotOurs)


def _check_file(desk: Desk) -> list[str]:
    found = [_damaged(detail) for detail in check_file(file_of(desk.database), thorough=True)]
    if not found:
        for table, row, parent, _key in rows_of(desk.database, "PRAGMA foreign_key_check"):
            detail = _("{table} row {row} refers to a row of {parent} that is gone")
            found.append(_damaged(detail.format(table=table, row=row, parent=parent)))
    if not found:
        said = _("what is kept in {table} does not agree with the rest")
        found = [_damaged(said.format(table=table)) for table in find_disagreements(file_of(desk.database))]
    if not found:
        found = [_damaged(detail) for detail in changed_by_nobody(file_of(desk.database))]
    return found


def _damaged(detail: str) -> str:
    return _("The file is damaged: {detail}").format(detail=detail)
