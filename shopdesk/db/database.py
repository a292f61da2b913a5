"""Opening the shop's memory.

One SQLite file in WAL mode, synchronous=FULL so that what was acknowledged survives a power cut, and BEGIN IMMEDIATE
so that two writers queue instead of failing half way.
"""

import sys
from pathlib import Path
from typing import Any

from peewee import Database, SqliteDatabase

from shopdesk.db.driver import sqlite3
from shopdesk.db.errors import NetworkShare, NoDatabase, NotOurs, Unreachable, storage_errors

__all__ = ["Database", "file_of", "open_database", "rows_of"]

WRITE_PATIENCE_S = 15
"""How long a writer waits for another before it gives up."""

APPLICATION_ID = 0x53484F50
"""`SHOP`, in the SQLite header: tells our files from others'."""

_FIXED_WAL = (3, 51, 3)
"""SQLite 3.7.0 to 3.51.2 can corrupt a WAL file when two connections write."""

_PRAGMAS: dict[str, Any] = {
    "synchronous": "full",
    "foreign_keys": 1,
    "cache_size": -64_000,
    "temp_store": "memory",
    "wal_autocheckpoint": 4_000,
    "journal_size_limit": 64 << 20,
}


def open_database(file: Path | str, *, create: bool = False) -> Database:
    """Open the SQLite file of a shop; with `create` an absent one is made (empty: see migrate.upgrade).

    Raises NoDatabase, NotOurs, NetworkShare, Unreachable or Damaged.
    """
    path = Path(file).expanduser().absolute()
    if _on_network(path):
        raise NetworkShare(file=path)
    fresh = not path.exists() or path.stat().st_size == 0
    if fresh and not create:
        raise NoDatabase(file=path)
    if not path.parent.is_dir():
        raise Unreachable(file=path, detail=str(path.parent))
    database = _sqlite(path)
    with storage_errors(str(path)):
        database.connect()
        if fresh:
            database.execute_sql(f"PRAGMA application_id = {APPLICATION_ID}")
        elif database.execute_sql("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
            database.close()
            raise NotOurs(file=path)
    return database


def _sqlite(path: Path) -> SqliteDatabase:
    version = sqlite3.sqlite_version_info
    journal = "wal" if version >= _FIXED_WAL else "truncate"
    return SqliteDatabase(
        str(path), pragmas={"journal_mode": journal, **_PRAGMAS}, timeout=WRITE_PATIENCE_S, lock_type="IMMEDIATE"
    )


def file_of(database: Database) -> Path:
    """The file an open SQLite database lives in."""
    return Path(database.database)


def rows_of(database: Database, sql: str, params: tuple[Any, ...] | list[Any] = ()) -> list[tuple[Any, ...]]:
    """All rows of a hand-written statement, as tuples."""
    with storage_errors(str(database.database)):
        rows: list[tuple[Any, ...]] = database.execute_sql(sql, params).fetchall()
    return rows


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
