"""Opening a shop's desk, and making a new one (DATA-01)."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from shopdesk.clock import Clock, now
from shopdesk.db.addresses import Address, address_of
from shopdesk.db.database import Database, add_row, is_shared, open_database, place_of
from shopdesk.db.errors import storage_errors
from shopdesk.db.migrate import applied, upgrade
from shopdesk.db.shop_copy import refuse_no_shop
from shopdesk.db.sqlite import holds_something
from shopdesk.db.tables import Person
from shopdesk.domain.permissions import Right
from shopdesk.domain.platforms import Platform
from shopdesk.errors import N_, Refused, StorageError
from shopdesk.i18n import _
from shopdesk.queries.people import find_owner
from shopdesk.queries.shops import find_shop
from shopdesk.services.desk import NOBODY, Changed, Desk, Work, work
from shopdesk.services.last_stored import look_back
from shopdesk.services.server_password import with_known_password
from shopdesk.services.shop_settings import NameTaken
from shopdesk.services.sign_in import default_actor
from shopdesk.services.trail import forget_shop

SHOP_NAMES = {
    Platform.TAOBAO: N_("Taobao shop"),
    Platform.PINDUODUO: N_("Pinduoduo shop"),
    Platform.DOUYIN: N_("Douyin shop"),
    Platform.KUAISHOU: N_("Kuaishou shop"),
    Platform.JD: N_("JD shop"),
    Platform.WEIXIN: N_("WeChat shop"),
    Platform.XIAOHONGSHU: N_("Xiaohongshu shop"),
    Platform.OTHER: N_("My shop"),
}


class NoShopThere(Refused):
    template = N_("There is no shop in {server} yet. Make one first: shopdesk --database {address} init")


class AlreadyThere(Refused):
    template = N_("There is a shop at {file} already. Open it, or name another file for the new one.")


def create_desk(where: Path | str | Address, *, clock: Clock = now) -> Desk:
    """A new, empty shop in a file, or in an empty database on a server, with one owner; raises AlreadyThere or a
    StorageError, and leaves nothing behind then."""
    address = with_known_password(address_of(where))
    if address.is_server:
        return _create_on_server(address, clock)
    file = address.file
    if holds_something(file):
        raise AlreadyThere(file=file)
    try:
        return _desk(open_database(file, create=True), clock, None)
    except BaseException:
        with suppress(OSError):  # nothing was made on a drive that can't be written
            file.unlink(missing_ok=True)
        raise


def _create_on_server(address: Address, clock: Clock) -> Desk:
    database = open_database(address)
    try:
        if applied(database):
            raise AlreadyThere(file=address.place)
    except BaseException:
        database.close()
        raise
    return _desk(database, clock, None)


def open_desk(
    where: Path | str | Address,
    *,
    clock: Clock = now,
    announce: Callable[[frozenset[Changed]], None] | None = None,
    create: bool = False,
    moved_too: bool = False,
) -> Desk:
    """Open a shop, bringing an older database up to date behind a backup; raises StorageErrors. Its owner acts, or
    nobody yet where people sign in (TEAM-01).

    One that has moved is opened with `moved_too` only: to copy it."""
    address = with_known_password(address_of(where))
    database = open_database(address, create=create)
    try:
        if not moved_too:
            refuse_no_shop(database, address.url)
        if is_shared(database) and not create and not applied(database):
            raise NoShopThere(server=place_of(database), address=address.url)
    except BaseException:
        database.close()
        raise
    return _desk(database, clock, announce)


def _desk(database: Database, clock: Clock, announce: Callable[[frozenset[Changed]], None] | None) -> Desk:
    try:
        upgrade(database)
        _make_owner(database)
        look_back(database)
        desk = Desk(database, NOBODY, clock)
        actor = default_actor(desk)
    except BaseException:
        database.close()
        raise
    return replace(desk, actor=actor) if announce is None else Desk(database, actor, clock, announce)


def _make_owner(database: Database) -> None:
    """There is an owner from the beginning."""
    if find_owner(database) is None:
        with storage_errors(place_of(database)), database.atomic():
            if find_owner(database) is None:  # another program may have been first
                database.execute(Person.insert(name=_("Owner"), role="owner"))
        with suppress(StorageError):  # where nothing can be kept there is nothing to forget
            forget_shop(database)


def make_shop(desk: Desk, *, name: str, platform: Platform, sample: bool = False) -> int:
    """A new shop; returns its id. Raises NameTaken."""
    with work(desk, Right.SETTINGS) as doing:
        return enter_shop(doing, name=name, platform=platform, sample=sample)


def enter_shop(doing: Work, *, name: str, platform: Platform, sample: bool = False) -> int:
    """A new shop as part of a larger work; returns its id. Raises NameTaken."""
    database = doing.desk.database
    if find_shop(database, name.strip()):
        raise NameTaken(name=name.strip())
    sql = "INSERT INTO shop (name, platform, sample) VALUES (?, ?, ?)"
    shop_id = add_row(database, sql, (name.strip(), platform.value, sample))
    doing.kinds.add(Changed.SHOPS)
    doing.note("made", "shop", shop_id, after={"name": name.strip(), "platform": platform.value})
    return shop_id
