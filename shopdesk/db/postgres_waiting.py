"""A writer that takes long on a server, as an import of a whole year does, says so; who waits has patience then."""

import time
from collections.abc import Callable

from peewee import Database

from shopdesk.db.errors import Busy

PATIENCE_S = 120
"""How long a writer waits for one that said so."""

_LOCK = 0x53484F52
"""The advisory lock that tells it, held besides the writer's own."""
_HELD = f"""
SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND classid = 0 AND objid = {_LOCK} AND granted
AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"""


def take_long(database: Database) -> None:
    """Say so for the rest of the transaction; call inside it, first thing."""
    database.execute_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")


def somebody_takes_long(database: Database) -> bool:
    """Whether the writer of this moment, has said so."""
    return bool(database.execute_sql(_HELD).fetchone()[0])


def with_patience(database: Database, begin: Callable[[], None]) -> None:
    """Begin to write, again and again while somebody writes who said that it takes long. Raises what `begin` does,
    Busy too."""
    until, was_long = time.monotonic() + PATIENCE_S, False
    while True:
        try:
            begin()
            return
        except Busy:
            is_long = somebody_takes_long(database)
            if time.monotonic() > until or not (is_long or was_long):
                raise
            was_long = is_long  # it may just have ended
