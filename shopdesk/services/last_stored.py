"""What this PC stored last in a shop's file, remembered outside it (DATA-01).

A log that is damaged, or a disk that forgets what it said to have kept, leaves a shop that is sound in itself and only
lacks what was done last. Nothing in the file tells of that; this memory does.
"""

import hashlib
import os
from contextlib import suppress
from pathlib import Path

from shopdesk.db.database import Database, is_shared, place_of
from shopdesk.db.trail import Link, find_link, newest_link
from shopdesk.errors import OutputFailed
from shopdesk.paths import user_data

_ID_DIGITS, _CHAIN_DIGITS = 20, 64


def end_of_trail(database: Database) -> Link | None:
    """Where the trail ends within this transaction; None for a server, which looks after its own files."""
    return None if is_shared(database) else newest_link(database)


def note_stored(database: Database, link: Link | None) -> None:
    """Remember the end of the trail after a transaction that is safe now, which a part of another isn't. What can't be
    written is not remembered."""
    if link is None or not link.id or database.in_transaction():
        return
    with suppress(OSError, OutputFailed):
        file = os.open(_file(place_of(database), "last"), os.O_WRONLY | os.O_CREAT, 0o600)
        try:
            os.write(file, f"{link.id:0{_ID_DIGITS}}{link.chain:{_CHAIN_DIGITS}}".encode("ascii"))
        finally:
            os.close(file)


def look_back(database: Database) -> None:
    """As a shop is opened: keep in mind what this PC stored and is gone, until somebody deals with it."""
    if is_shared(database):
        return
    place = place_of(database)
    with suppress(OSError, OutputFailed):
        last = _read(_file(place, "last"))
        if last is not None and find_link(database, last.id) != last:
            _file(place, "last").replace(_file(place, "lost"))


def find_lost(database: Database) -> int | None:
    """The row of the trail that this PC stored last and that was gone later; None where nothing is known of that."""
    if is_shared(database):
        return None
    with suppress(OSError, OutputFailed):
        lost = _read(_file(place_of(database), "lost"))
        return None if lost is None else lost.id
    return None


def forget_stored(database: Database) -> None:
    """Begin anew: the shop went back to a backup, is a new one, or somebody takes it as it is."""
    for kind in ("last", "lost") if not is_shared(database) else ():
        with suppress(OSError, OutputFailed):
            _file(place_of(database), kind).unlink(missing_ok=True)


def _file(place: str, kind: str) -> Path:
    folder = user_data() / "trail"
    with suppress(OSError):
        folder.mkdir(exist_ok=True)
    return folder / f"{hashlib.sha256(place.encode()).hexdigest()[:24]}.{kind}"


def _read(file: Path) -> Link | None:
    """What was remembered; a half-written one tells nothing."""
    with suppress(OSError, ValueError):
        text = file.read_text("ascii")
        if len(text) == _ID_DIGITS + _CHAIN_DIGITS:
            return Link(int(text[:_ID_DIGITS]), text[_ID_DIGITS:])
    return None
