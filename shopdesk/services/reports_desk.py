"""Where exports are read: from a copy that follows the shop's server, where one is named, so that nobody who works in
the shop waits for them (DATA-02)."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import NamedTuple

from shopdesk.db.addresses import address_of
from shopdesk.db.database import is_shared
from shopdesk.errors import N_, ShopdeskError
from shopdesk.i18n import sentence
from shopdesk.queries.shop_settings import get_setting
from shopdesk.services.desk import Desk
from shopdesk.services.server_password import with_known_password
from shopdesk.settings import REPORTS_ADDRESS


class ReadFromShop(ShopdeskError):
    """Never raised: work goes on with the shop's own server."""

    template = N_("Read from the shop's own server, because the one for reports can't be used now: {reason}")


class Reading(NamedTuple):
    """A desk to read from, and what to say of it, if anything."""

    desk: Desk
    note: ReadFromShop | None


@contextmanager
def reading_desk(desk: Desk) -> Iterator[Reading]:
    """The desk on the copy, which has everything that the shop has at this moment; else the shop's own, with a note
    where a copy is named. Whoever sees masked buyers sees them masked there too (DATA-06)."""
    where, database = get_setting(desk.database, REPORTS_ADDRESS).strip(), desk.database
    if not where or not is_shared(database):
        yield Reading(desk, None)
        return
    from shopdesk.db.follower import open_follower

    try:
        known = with_known_password(address_of(where))
        copy = open_follower(known.with_password(known.password or database.address.password), database)
    except ShopdeskError as error:
        yield Reading(desk, ReadFromShop(reason=sentence(error)))
        return
    try:
        yield Reading(replace(desk, database=copy), None)
    finally:
        copy.close()
