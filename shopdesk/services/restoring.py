"""Putting a backup in the shop's place; what was there is kept beside it (DATA-01)."""

import tempfile
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

from shopdesk.clock import DEFAULT_ZONE, Clock, Millis, now, to_local
from shopdesk.db.addresses import Address, address_of
from shopdesk.db.backup import back_up, cannot_write, copy_file, flush
from shopdesk.db.copying import copy_tables, empty_tables
from shopdesk.db.database import Database, open_database, place_of, take_long
from shopdesk.db.driver import sqlite3
from shopdesk.db.errors import storage_errors
from shopdesk.db.files import FileFolder, bring_files, save_files
from shopdesk.db.migrate import applied, make_what_is_missing, steps, upgrade
from shopdesk.errors import N_, Refused
from shopdesk.services.backup_list import Where, backup_folder, file_name
from shopdesk.services.backup_preview import check_backup
from shopdesk.services.server_password import with_known_password
from shopdesk.services.trail import note_restore

Progress = Callable[[float], None]


class InUse(Refused):
    template = N_("{file} is open in another shopdesk. Close it there, then restore the backup again.")


class IsTheShop(Refused):
    template = N_("{file} is the shop itself and no backup of it. Choose another one.")


def restore(
    where: Where, backup: Path, *, clock: Clock = now, zone: str = DEFAULT_ZONE, progress: Progress | None = None,
    person: str = "",
) -> Path | None:  # fmt: skip
    """Put a backup in the place of a shop; returns the copy kept of what was there, None where there was none.

    Nobody may have a shop's file open; a shop on a server changes in one moment for everybody. The backup is checked
    first and stays where it is. Raises NoBackup, NotOurs, Damaged (the backup is bad), NewerDatabase, InUse, IsTheShop,
    OutputFailed, DiskFull.
    """
    address = with_known_password(address_of(where))
    if not address.is_server and _is_same(address.file, backup):
        raise IsTheShop(file=backup)
    check_backup(backup)
    kept_name = file_name(address, to_local(clock(), zone), ".before-restore")
    if address.is_server:
        kept = _restore_to_server(address, backup, kept_name, progress)
    else:
        kept = _restore_file(address.file, backup, kept_name, progress)
    _note(address, backup.name, clock(), person)
    return kept


def _note(address: Address, backup: str, at: Millis, person: str) -> None:
    """That the shop went back stands in its trail; one of an older version has to be brought up to date first."""
    with closing(open_database(address)) as database:
        if applied(database) == steps():
            note_restore(database, backup=backup, at=at, person=person)


def _restore_file(file: Path, backup: Path, kept_name: str, progress: Progress | None) -> Path | None:
    _settle(file)
    kept = _free_name(file.with_name(kept_name)) if file.exists() else None
    ready = file.with_name(f"{file.name}.restored")
    try:
        _prepare(backup, ready)
        _tell(progress, 0.5)
        if kept is not None:
            copy_file(file, kept)
        _tell(progress, 0.9)
        ready.replace(file)
    except OSError as error:
        raise cannot_write(file, error) from error
    finally:
        for left in ("", "-wal", "-shm", "-journal"):
            with suppress(OSError):
                ready.with_name(ready.name + left).unlink()
    with closing(open_database(file)) as database:
        if "stored_file" in database.get_tables():
            bring_files(database, FileFolder(backup.parent / "files"))
    _tell(progress, 1)
    return kept


def _prepare(backup: Path, ready: Path) -> None:
    """A copy beside the shop that lacks nothing: one of a server has no counts and no search yet."""
    copy_file(backup, ready)
    with closing(open_database(ready)) as database:
        if applied(database) == steps():
            make_what_is_missing(database)
        database.execute_sql("PRAGMA journal_mode = delete")
    flush(ready)


def _restore_to_server(address: Address, backup: Path, kept_name: str, progress: Progress | None) -> Path | None:
    """All of it in one transaction: others see the shop before or after, never half of it."""
    folder = backup_folder(address)
    with closing(open_database(address)) as database, tempfile.TemporaryDirectory(dir=folder) as between:
        kept = _keep(database, folder, kept_name) if applied(database) else None
        _tell(progress, 0.3)
        copy = Path(between) / "backup.db"
        try:
            copy_file(backup, copy)
        except OSError as error:
            raise cannot_write(copy, error) from error
        with closing(open_database(copy)) as source:
            upgrade(source)
            upgrade(database)
            with storage_errors(place_of(database)), database.atomic():
                take_long(database)
                empty_tables(database)
                copy_tables(source, database, progress=lambda part: _tell(progress, 0.3 + 0.7 * part))
                for files in (backup.parent / "files", folder / "files"):
                    bring_files(database, FileFolder(files))
    return kept


def _keep(database: Database, folder: Path, name: str) -> Path:
    save_files(database, FileFolder(folder / "files"))
    return back_up(database, _free_name(folder / name))


def _free_name(file: Path) -> Path:
    """What was kept before is never written over."""
    number, free = 1, file
    while free.exists():
        number += 1
        free = file.with_name(f"{file.stem}-{number}{file.suffix}")
    return free


def _settle(file: Path) -> None:
    """Bring everything written into the one file, which also shows that nobody has it open. Of a damaged one, the parts
    are kept beside it as they are."""
    if not file.exists():
        return
    connection = sqlite3.connect(str(file), timeout=1)
    try:
        # Whoever has it open keeps it locked; where only the mode stays as it was, a damaged header forbids the change.
        connection.execute("PRAGMA journal_mode = delete").fetchone()
    except sqlite3.OperationalError as error:
        if "locked" in str(error):
            raise InUse(file=file) from error
    except (sqlite3.DatabaseError, UnicodeDecodeError):  # it is damaged, and so may be the names that SQLite quotes
        pass
    finally:
        connection.close()
    for part in ("-wal", "-shm"):
        left = file.with_name(file.name + part)
        if left.exists():
            left.replace(left.with_name(left.name + ".damaged"))


def _is_same(file: Path, backup: Path) -> bool:
    try:
        return backup.samefile(file)
    except OSError:
        return False


def _tell(progress: Progress | None, part: float) -> None:
    if progress:
        progress(part)
