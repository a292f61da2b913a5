"""Opening the shop's memory in a file of its own.

One SQLite file in WAL mode, synchronous=FULL so that what was acknowledged survives a power cut, and BEGIN IMMEDIATE
so that two writers queue instead of failing half way.
"""

import sys
from pathlib import Path
from typing import Any

from peewee import SqliteDatabase

from shopdesk.db.driver import sqlite3
from shopdesk.db.errors import NetworkShare, NoDatabase, NotOurs, Unreachable, storage_errors
from shopdesk.i18n import _

WRITE_PATIENCE_S = 15
"""How long a writer waits for another before it gives up."""

APPLICATION_ID = 0x53484F50
"""`SHOP`, in the SQLite header: tells our files from others'."""

SAFE_WAL = (3, 51, 3)
"""SQLite 3.7.0 to 3.51.2 can corrupt a WAL file when two connections write."""

_OUR_HEADER = (b"SQLite format 3\0", APPLICATION_ID.to_bytes(4, "big"))
_HEADER_BYTES, _ID_AT = 100, 68

_PRAGMAS: dict[str, Any] = {
    "synchronous": "full",
    "foreign_keys": 1,
    "cache_size": -64_000,
    "temp_store": "memory",
    "wal_autocheckpoint": 4_000,
    "journal_size_limit": 64 << 20,
}


def open_file(file: Path, *, create: bool) -> SqliteDatabase:
    """Open the SQLite file of a shop; with `create` an absent one is made (empty).

    Raises NoDatabase, NotOurs, NetworkShare, Unreachable, ReadOnly or Damaged. Somebody else's file stays untouched.
    """
    path = file.expanduser().absolute()
    if _on_network(path):
        raise NetworkShare(file=path)
    header = _header_of(path)
    if not header and not create:
        raise NoDatabase(file=path)
    if not is_ours(path):
        raise NotOurs(file=path)
    if not path.parent.is_dir():
        raise Unreachable(file=path, detail=str(path.parent))
    database = _connected(path, fresh=not header)
    with storage_errors(str(path)):
        database.connect()
    return database


def holds_something(path: Path) -> bool:
    """Whether there is a file with anything in it, ours or not. Raises Unreachable."""
    return bool(_header_of(path.expanduser().absolute()))


def is_ours(path: Path) -> bool:
    """Whether a file is marked as a shop or a backup of one, or has nothing in it. Raises Unreachable."""
    header = _header_of(path)
    return not header or (header[: len(_OUR_HEADER[0])], header[_ID_AT : _ID_AT + 4]) == _OUR_HEADER


def _header_of(path: Path) -> bytes:
    """The first bytes of a file, read without SQLite, which would write into it; empty for none."""
    try:
        if path.is_fifo():  # would be waited for
            raise Unreachable(file=path, detail=_("it is not a file"))
        with path.open("rb") as file:
            return file.read(_HEADER_BYTES)
    except FileNotFoundError:
        return b""
    except OSError as error:
        raise Unreachable(file=path, detail=error.strerror or str(error)) from error


def _connected(path: Path, *, fresh: bool) -> SqliteDatabase:
    journal = "wal" if sqlite3.sqlite_version_info >= SAFE_WAL else "truncate"
    # A fresh file is marked before it goes over to WAL, so that the mark stands in the file itself at once.
    mark = {"application_id": APPLICATION_ID} if fresh else {}
    pragmas = {**mark, "journal_mode": journal, **_PRAGMAS}
    return SqliteDatabase(str(path), pragmas=pragmas, timeout=WRITE_PATIENCE_S, lock_type="IMMEDIATE")


def _on_network(path: Path) -> bool:
    if sys.platform == "win32":
        import ctypes

        remote = 4
        return str(path).startswith("\\\\") or ctypes.windll.kernel32.GetDriveTypeW(path.anchor) == remote
    return _mounted_as(path) in {"nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "fuse.sshfs", "afpfs"}


def _mounted_as(path: Path) -> str:
    """The file system type that holds `path` on Linux; empty where it can't be told."""
    try:
        mounts = [line.split() for line in Path("/proc/mounts").read_text(encoding="utf-8").splitlines()]
    except OSError:
        return ""
    holding = [(len(m[1]), m[2]) for m in mounts if path.is_relative_to(m[1].replace("\\040", " "))]
    return max(holding)[1] if holding else ""
