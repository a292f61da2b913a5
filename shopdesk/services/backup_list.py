"""Which backups of a shop there are, whether they were looked through, and which are no longer worth their room
(DATA-01)."""

import hashlib
import json
import os
import re
from collections.abc import Collection, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from shopdesk.clock import DEFAULT_ZONE, Millis, from_local
from shopdesk.db.addresses import Address, address_of
from shopdesk.db.backup import open_still
from shopdesk.db.driver import sqlite3
from shopdesk.db.files import FileFolder
from shopdesk.paths import server_backups

Where = Path | str | Address
"""The address of a shop."""

KEPT: tuple[tuple[int, str], ...] = ((24, "%Y%m%d%H"), (14, "%Y%m%d"), (8, "%G%V"))
"""So many hours, days and weeks in which there are backups keep their newest that was found good."""

_STAMP = "%Y%m%d-%H%M%S"
_NAME = re.compile(r"-(\d{8}-\d{6})$")
_CHECKED = "checked.json"
_HURT = "hurt"


@dataclass(frozen=True, slots=True)
class Backup:
    """One backup. `at` is when it was made, `size` is in bytes."""

    file: Path
    at: Millis
    size: int
    checked: bool = False
    """It was opened and looked through, and hasn't changed since."""
    copied: bool = False
    """The second folder has it too."""
    compared: bool = False
    """It agrees with the one before it, where nobody changed anything."""
    hurt: bool = False
    """It doesn't: it was made of a shop that was damaged already."""


def backup_folder(where: Where) -> Path:
    """Where the backups of a shop lie: `backups` beside its file; of one on a server, in this PC's data folder."""
    address = address_of(where)
    return server_backups(address.place) if address.is_server else address.file.parent / "backups"


def file_name(where: Where, at: datetime, word: str = "") -> str:
    """The name of a backup made at a local time; `word` marks those that were made for another reason."""
    stem, suffix = _parts(where)
    return f"{stem}{word}-{at.strftime(_STAMP)}{suffix}"


def list_backups(where: Where, *, zone: str = DEFAULT_ZONE, second: Path | None = None) -> list[Backup]:
    """The backups of a shop, newest first; with those that only the `second` folder has. Reads names only, so it works
    where the shop itself is lost."""
    here = _list_folder(backup_folder(where), where, zone)
    there = _list_folder(second, where, zone) if second is not None else {}
    copied = {name: replace(backup, copied=name in there) for name, backup in here.items()}
    return sorted(({**there, **copied}).values(), key=lambda backup: backup.at, reverse=True)


def newest_in(folder: Path, where: Where) -> Path | None:
    """The newest backup in a folder that is named as this shop's."""
    found = _list_folder(folder, where, DEFAULT_ZONE)
    return found[max(found, key=lambda name: found[name].at)].file if found else None


def _list_folder(folder: Path, where: Where, zone: str) -> dict[str, Backup]:
    stem, suffix = _parts(where)
    found, checked = {}, _checks(folder)
    with suppress(OSError):
        for each in folder.glob(f"{_literal(stem)}-*{suffix}"):
            at = made_at(each)
            if at is None or _NAME.sub("", each.stem) != stem:
                continue
            with suppress(OSError):  # another shopdesk may just have thinned it away
                size = each.stat().st_size
                noted = _noted(checked, each)
                found[each.name] = Backup(
                    each, from_local(at, zone), size, checked=noted is not None and noted != _HURT,
                    compared=noted not in (None, "", _HURT), hurt=noted == _HURT,
                )  # fmt: skip
    return found


def note_checked(backup: Path, *, good: bool) -> None:
    """Remember that a backup was looked through. That it can't be remembered is no fault of the backup."""
    with suppress(OSError):
        _note(backup, (_noted(_checks(backup.parent), backup) or "") if good else None)


def note_compared(backup: Path, *, good: bool) -> None:
    """Remember that a backup just made was compared with the one before it, and how it can be told from any other
    content; or that it holds what was damaged already."""
    with suppress(OSError):
        _note(backup, digest_of(backup) if good else _HURT)


def _note(backup: Path, note: str | None) -> None:
    checks = {name: mark for name, mark in _checks(backup.parent).items() if (backup.parent / name).exists()}
    checks.pop(backup.name, None)
    part = backup.parent / f"{_CHECKED}.part"
    with suppress(OSError):
        if note is not None:
            checks[backup.name] = [*_mark(backup), note]
        part.write_text(json.dumps(checks, indent=0), "utf-8")
        os.replace(part, backup.parent / _CHECKED)


def is_as_made(backup: Path) -> bool:
    """Whether a backup still is what it was when it was compared, byte for byte."""
    try:
        return _noted(_checks(backup.parent), backup) == digest_of(backup)
    except OSError:
        return False


def digest_of(file: Path) -> str:
    """What tells any other content. Raises OSError."""
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "blake2b").hexdigest()[:32]


def thin(where: Where, at: datetime, folder: Path | None = None) -> list[Path]:
    """Remove the backups that are no longer worth their room on `at` (a local time), here or in another `folder`, and
    the files that only those had; returns them."""
    folder = folder or backup_folder(where)
    found = _list_folder(folder, where, DEFAULT_ZONE).values()
    made = {stamp: backup for backup in found if (stamp := made_at(backup.file))}
    good = {stamp for stamp, backup in made.items() if backup.checked}
    kept = _kept(sorted(made, reverse=True), at.replace(tzinfo=None), good)
    gone = [backup.file for stamp, backup in made.items() if stamp not in kept]
    for path in gone:
        with suppress(OSError):
            path.unlink()
    forget_files(folder)
    return gone


def sweep(folder: Path) -> None:
    """Remove what backups that were killed left half done; call while nobody else can be making one."""
    for left in (*folder.glob("*.part"), *folder.glob("*.part-*")):
        with suppress(OSError):
            left.unlink()


def forget_files(folder: Path) -> None:
    """Remove stored files that no backup in a folder needs any more. A backup that can't be read needs all."""
    files = FileFolder(folder / "files")
    if not files.folder.is_dir():
        return
    needed: set[str] = set()
    for backup in [each for each in folder.iterdir() if made_at(each) or each.suffix == ".db"]:
        try:
            with closing(open_still(backup)) as opened:
                needed |= {row[0] for row in opened.execute("SELECT hash FROM stored_file")}
        except sqlite3.Error as error:
            if "no such table" not in str(error):
                return
    files.forget_all_but(needed)


def made_at(file: Path) -> datetime | None:
    """The local time that a backup's name tells."""
    found = _NAME.search(file.stem)
    try:
        return datetime.strptime(found[1], _STAMP) if found else None
    except ValueError:
        return None


def _kept(stamps: Sequence[datetime], at: datetime, good: Collection[datetime]) -> set[datetime]:
    """Those to keep; `stamps` come newest first. Those of a clock that went ahead take no other's place, and one that
    may be bad takes no good one's."""
    kept = {stamp for stamp in stamps if stamp > at} | set(stamps[:1])
    for most, span in KEPT:
        newest: dict[str, datetime] = {}
        for stamp in (stamp for stamp in stamps if stamp <= at):
            chosen = newest.setdefault(stamp.strftime(span), stamp)
            if chosen not in good and stamp in good:
                newest[stamp.strftime(span)] = stamp
        kept |= set(list(newest.values())[:most])
    return kept


def _parts(where: Where) -> tuple[str, str]:
    address = address_of(where)
    return (address.database, ".db") if address.is_server else (address.file.stem, address.file.suffix)


def _literal(stem: str) -> str:
    return re.sub(r"([\[\]*?])", r"[\1]", stem)


def _checks(folder: Path) -> dict[str, Any]:
    try:
        found = json.loads((folder / _CHECKED).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _noted(checks: dict[str, Any], backup: Path) -> str | None:
    """What was noted of a backup that nobody has written to since: that it was compared, that it is hurt, or "" for
    looked through alone; None for nothing. Raises OSError."""
    size, at, *note = checks.get(backup.name) or [0, 0]
    return (str(note[0]) if note else "") if [size, at] == _mark(backup) else None


def _mark(file: Path) -> list[int]:
    """What changes when somebody writes to a file."""
    found = file.stat()
    return [found.st_size, found.st_mtime_ns]
