"""A copy that follows the shop's server, to read long lists from (DATA-02)."""

import time

from shopdesk.db.addresses import Address
from shopdesk.db.errors import FollowsTooFar, NotACopy, storage_errors
from shopdesk.db.postgres import PostgresDatabase

FOLLOWS_WITHIN_S = 3
"""How long a copy may take to have what the shop has."""


def open_follower(address: Address, shop: PostgresDatabase) -> PostgresDatabase:
    """Connect to a copy, by the shop's password where it has none of its own. Raises ServerAway ..., NotACopy, and
    FollowsTooFar where it hasn't everything within FOLLOWS_WITHIN_S."""
    database = PostgresDatabase(address.with_password(address.password or shop.address.password), to_write=False)
    try:
        with storage_errors(address.place):
            database.connect()
            _wait_until_it_has(database, shop)
    except BaseException:
        database.close()
        raise
    return database


def _wait_until_it_has(follower: PostgresDatabase, shop: PostgresDatabase) -> None:
    """Everything that is stored in the shop at this moment."""
    if follower.execute_sql("SELECT pg_is_in_recovery()").fetchone() == (0,):
        raise NotACopy(file=follower.place)
    (at,) = shop.execute_sql("SELECT pg_current_wal_lsn()::text").fetchone()
    until = time.monotonic() + FOLLOWS_WITHIN_S
    while follower.execute_sql("SELECT pg_last_wal_replay_lsn() >= ?::pg_lsn", (at,)).fetchone() != (1,):
        if time.monotonic() > until:
            raise FollowsTooFar(file=follower.place)
        time.sleep(0.05)
