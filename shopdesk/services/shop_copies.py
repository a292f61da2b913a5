"""The whole shop brought to another place: from this PC's file to a server, and back (DATA-03)."""

from collections.abc import Callable
from contextlib import ExitStack, closing, suppress
from dataclasses import dataclass, replace
from pathlib import Path

from shopdesk.clock import to_local
from shopdesk.db.addresses import Address, address_of
from shopdesk.db.database import Database, address_in, open_database, place_of
from shopdesk.db.errors import MovedAway, storage_errors
from shopdesk.db.shop_copy import READ_AGAIN, Content, ShopCopy, is_moved, mark_moved
from shopdesk.db.trail import first_broken_link
from shopdesk.domain.permissions import Right
from shopdesk.errors import N_, Refused, ShopdeskError
from shopdesk.i18n import _
from shopdesk.queries.shop_settings import get_setting
from shopdesk.services.desk import Changed, Desk, need, work
from shopdesk.services.server_password import TARGET_VARIABLE, with_known_password
from shopdesk.settings import ZONE

Progress = Callable[[float, str], None]
"""Told how much is done (0 to 1), and what is being done."""


@dataclass(frozen=True, slots=True)
class Copied:
    """What a copy holds: the same as the shop, table by table. `lost_files` were lost there before."""

    tables: dict[str, Content]
    lost_files: tuple[str, ...] = ()


class CopyStopped(Refused):
    template = N_("Copying was stopped. The shop stays where it is; copied again, it goes on where it stopped.")


class TrailBroken(Refused):
    template = N_("The trail of {target} is broken at its row {row}. Check the shop that was copied, then copy again.")


def copy_shop(
    desk: Desk,
    target: Address | str | Path,
    *,
    move: bool = False,
    progress: Progress = lambda _part, _text: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Copied:
    """Copy the open shop to an empty database or a file that isn't there, and compare every row. What was broken off
    goes on.

    The copy is of one moment; others may work meanwhile, and what they do then isn't in it. With `move` nobody else can
    write until it is done, the copy becomes the shop, and the place it came from says where it has gone. Raises
    CopyStopped, NotAllowed, TargetNotEmpty, OntoItself, CopyOfAnother, CannotTake, CopyDiffers, StorageErrors.
    """
    need(desk, Right.RESTORE if move else Right.BACKUP)
    where = with_known_password(address_of(target), TARGET_VARIABLE)
    source = desk.database
    gone_to = is_moved(source)
    if move and gone_to and gone_to != where.url:
        raise MovedAway(file=place_of(source), detail=gone_to)

    def tell(part: float) -> None:
        if cancelled():
            raise CopyStopped()
        progress(part, _("Comparing") if part > 1 - READ_AGAIN else _("Copying"))

    if not where.is_server:
        _put_moved_aside(desk, where.file)
    with closing(open_database(where, create=True)) as copy:
        copying = ShopCopy(source, copy, source_url=address_in(source).url, progress=tell)
        with ExitStack() as stack:
            if move and not gone_to:
                stack.enter_context(storage_errors(place_of(source)))
                stack.enter_context(source.atomic())  # whoever writes waits
            tables = copying.run()
            broken = first_broken_link(copy)
            if broken is not None:
                raise TrailBroken(target=where.place, row=broken)
            if move and not gone_to:
                mark_moved(source, where.url)
        copying.finish()
        if move:
            _note_moved(desk, copy)
    progress(1.0, "")
    return Copied(tables, tuple(copying.lost_files))


def _note_moved(desk: Desk, copy: Database) -> None:
    """The shop's trail says in its new place who brought it, and from where."""
    with work(replace(desk, database=copy), Right.RESTORE, Changed.SETTINGS) as doing:
        doing.note("moved", "shop", 0, before={"place": place_of(desk.database)}, after={"place": place_of(copy)})


def _put_moved_aside(desk: Desk, file: Path) -> None:
    """Where the shop has gone away from this file, the old file makes room and keeps its day in its name."""
    try:
        with closing(open_database(file)) as old:
            if not is_moved(old):
                return
            old.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    except ShopdeskError:  # no file, or none of ours: copying itself says so
        return
    day = to_local(desk.clock(), get_setting(desk.database, ZONE)).strftime("%Y%m%d-%H%M%S")
    file = file.absolute()
    for part in ("", "-wal", "-shm"):
        with suppress(FileNotFoundError):
            file.with_name(file.name + part).rename(file.with_name(f"{file.stem}.moved-{day}{file.suffix}{part}"))
