"""What is in a backup, and what would be lost by going back to it (DATA-01)."""

from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from shopdesk.clock import DEFAULT_ZONE, Millis, shown
from shopdesk.db.addresses import address_of
from shopdesk.db.backup import check_file, open_still
from shopdesk.db.database import open_database, rows_of
from shopdesk.db.driver import sqlite3
from shopdesk.db.errors import Damaged, storage_errors
from shopdesk.db.migrate import refuse_newer
from shopdesk.errors import N_, Refused, StorageError
from shopdesk.i18n import _, ngettext
from shopdesk.services.backup_list import Where, note_checked
from shopdesk.services.server_password import with_known_password

Ask = Callable[[str], list[tuple[Any, ...]]]


class NoBackup(Refused):
    template = N_("There is no backup at {file}. Choose another one.")


@dataclass(frozen=True, slots=True)
class Content:
    """What is in a shop, as far as it helps to choose a backup."""

    shops: tuple[str, ...]
    people: tuple[str, ...]
    orders: int
    newest_order: Millis | None
    newest_registered: Millis | None
    last_change: Millis | None
    step: str
    """The newest step it has taken: tells the age of the program that wrote it."""
    last_order_id: int
    last_trail_id: int
    first_change: tuple[Any, ...]
    """By which two databases are known to be the same shop at different times."""


@dataclass(frozen=True, slots=True)
class Loss:
    """What the present shop has and the backup doesn't."""

    orders: int
    changes: int
    """Rows of the trail."""
    is_other_shop: bool
    """The backup is of another shop, so that everything would be lost."""
    shops: tuple[str, ...]
    """What the present shop is called."""


def look_into(backup: Path) -> Content:
    """What is in a backup, which is looked through first. Raises NoBackup, NotOurs, Damaged, NewerDatabase."""
    check_backup(backup)
    with storage_errors(str(backup)), closing(open_still(backup)) as opened:
        return _content(lambda sql: opened.execute(sql).fetchall())


def check_backup(backup: Path) -> None:
    """Open a backup and look through it. Raises NoBackup, NotOurs, Damaged, NewerDatabase."""
    try:
        there = backup.is_file()
    except OSError:  # a name beyond all limits
        there = False
    if not there:
        raise NoBackup(file=backup)
    problems = check_file(backup, still=True)
    if problems:
        note_checked(backup, good=False)
        raise Damaged(file=backup, detail=problems[0])
    refuse_newer(backup)
    note_checked(backup, good=True)


def is_other_shop(backup: Path, other: Path) -> bool:
    """Whether two backups are of different shops; False where one of them can't be read."""
    try:
        here, there = (_beginning_in(file) for file in (backup, other))
    except (StorageError, sqlite3.Error):
        return False
    return bool(here and there) and here != there


def _beginning_in(backup: Path) -> tuple[Any, ...]:
    with storage_errors(str(backup)), closing(open_still(backup)) as opened:
        return _beginning(lambda sql: opened.execute(sql).fetchall())


def what_is_lost(where: Where, content: Content) -> Loss | None:
    """What going back to a backup would lose; None where there is no shop, or none that can be read."""
    try:
        present = _present(where)
    except (StorageError, sqlite3.Error):
        return None
    if present is None:
        return None
    if _is_other(present, content):
        return Loss(present.orders, present.last_trail_id, True, present.shops)
    return Loss(
        max(0, _count(where, "orders", content.last_order_id)),
        max(0, _count(where, "trail", content.last_trail_id)),
        False,
        present.shops,
    )


def facts(content: Content, zone: str = DEFAULT_ZONE) -> list[str]:
    """What is in a backup, a line each."""
    return [
        _("Shops: {names}").format(names=_(", ").join(content.shops)),
        _("People: {names}").format(names=_(", ").join(content.people)),
        _("Orders: {n}").format(n=content.orders),
        _("Newest order: {when}").format(when=shown(content.newest_order, zone)),
        _("Last registered: {when}").format(when=shown(content.newest_registered, zone)),
        _("Last change: {when}").format(when=shown(content.last_change, zone)),
        _("Written at step {step}").format(step=content.step),
    ]


def said_loss(loss: Loss | None) -> str:
    """What going back would lose, in a sentence."""
    if loss is None:
        return _("The present shop can't be read, so nobody can say what is newer in it.")
    if loss.is_other_shop:
        text = _("This is a backup of another shop. The present one is called {names}.")
        return text.format(names=_(", ").join(loss.shops))
    if not loss.orders and not loss.changes:
        return _("Nothing would be lost: the shop has not changed since.")
    orders = ngettext("{n} order", "{n} orders", loss.orders).format(n=loss.orders)
    changes = ngettext("{n} change", "{n} changes", loss.changes).format(n=loss.changes)
    return _("{orders} and {changes} that came since would be lost. A copy of the present shop is kept.").format(
        orders=orders, changes=changes
    )


def _present(where: Where) -> Content | None:
    found: Content | None = _asked(where, _content)
    return found


def _count(where: Where, table: str, after: int) -> int:
    found = _asked(where, lambda ask: ask(f"SELECT count(*) FROM {table} WHERE id > {after:d}"))
    return int(found[0][0]) if found else 0


def _asked(where: Where, question: Callable[[Ask], Any]) -> Any:
    """Ask the present shop without bringing it up to date; None where there is none."""
    address = with_known_password(address_of(where))
    if address.is_server:
        with closing(open_database(address)) as database:
            return question(lambda sql: rows_of(database, sql)) if database.table_exists("orders") else None
    if not address.file.is_file() or not address.file.stat().st_size:
        return None
    uri = f"{address.file.absolute().as_uri()}?mode=ro"
    with storage_errors(str(address.file)), closing(sqlite3.connect(uri, uri=True)) as opened:
        return question(lambda sql: opened.execute(sql).fetchall())


def _content(ask: Ask) -> Content:
    """Asks only for what databases of every age have."""
    orders, newest, registered, last_order = ask(
        "SELECT count(*), max(created), max(registered_at), coalesce(max(id), 0) FROM orders"
    )[0]
    changed, last_trail = ask("SELECT max(at), coalesce(max(id), 0) FROM trail")[0]
    return Content(
        shops=tuple(row[0] for row in ask("SELECT name FROM shop ORDER BY id")),
        people=tuple(row[0] for row in ask("SELECT name FROM person WHERE active ORDER BY id")),
        orders=orders,
        newest_order=newest,
        newest_registered=registered,
        last_change=changed,
        step=str(ask("SELECT max(name) FROM schema_migration")[0][0]),
        last_order_id=_number(last_order),
        last_trail_id=_number(last_trail),
        first_change=_beginning(ask),
    )


def _number(value: object) -> int:
    """What somebody gives for a backup may have anything in the place of a number, which goes into no question."""
    return value if isinstance(value, int) else 0


def _beginning(ask: Ask) -> tuple[Any, ...]:
    """What was done first in a shop, wherever it lies; nothing in one where nothing was done yet."""
    first = ask("SELECT at, person_id, action, kind, record_id FROM trail ORDER BY id LIMIT 1")
    return tuple(first[0]) if first else ()


def _is_other(present: Content, content: Content) -> bool:
    if present.first_change and content.first_change:
        return present.first_change != content.first_change
    return bool(present.shops and content.shops) and not set(present.shops) & set(content.shops)
