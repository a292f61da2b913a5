"""The shop's memory on a PostgreSQL server that several PCs share (DATA-02).

Whoever writes holds one lock until the transaction ends, so that writers queue as on SQLite: what a service reads
before it writes is still so when it writes, and two never wait for each other in a circle. Nothing lives in the
session, so a pooler in transaction mode may stand in between.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any

import peewee
import psycopg
from playhouse.pool import PooledPostgresqlDatabase
from psycopg import ClientCursor
from psycopg.pq import TransactionStatus
from psycopg.types.numeric import IntLoader

from shopdesk.db.addresses import Address
from shopdesk.db.dialect import for_postgres
from shopdesk.db.errors import CommitUnknown, NoChineseSearch, ServerAway, ServerTooOld, storage_errors

LOWEST = 13
"""The oldest PostgreSQL that is supported: the first on which the owner of a database may add pg_trgm."""

WRITE_PATIENCE_S = 15
"""How long a writer waits for another before it gives up."""
CONNECT_WITHIN_S = 5
MOST_CONNECTIONS = 8
"""Of one program at once: the window, its workers, and some to spare."""
IDLE_S = 300

WRITER_LOCK = 0x53484F50
"""`SHOP`: the advisory lock that a writer holds."""

_AT_ONCE = 500
"""Statements that travel together in `execute_many`."""

_LIVELINESS = {
    "keepalives": 1,
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 3,
    "tcp_user_timeout": 10_000,
}
"""A cable that was pulled is noticed within about ten seconds."""


class _Numeric(IntLoader):
    """sum() of large integers comes as numeric; ours are whole."""


class PostgresDatabase(PooledPostgresqlDatabase):
    """A pool of connections to a shop's database; each thread uses one until it calls `close`."""

    param = "?"

    def __init__(self, address: Address) -> None:
        self.address = address
        self.away_until = 0.0
        """While the server is away, nobody waits for it in vain again before this moment (time.monotonic)."""
        super().__init__(
            address.url,
            max_connections=MOST_CONNECTIONS,
            stale_timeout=IDLE_S,
            timeout=WRITE_PATIENCE_S,
            prefer_psycopg3=True,
            cursor_factory=ClientCursor,  # values stand in the statement: each is planned for what it asks
            prepare_threshold=None,
            password=address.password or None,
            target_session_attrs="read-write",
            connect_timeout=CONNECT_WITHIN_S,
            application_name="shopdesk",
            **_LIVELINESS,
        )

    @property
    def place(self) -> str:
        """Where it lies, as messages name it."""
        return self.address.place

    def _connect(self) -> Any:
        connection = super()._connect()
        connection.adapters.register_loader("numeric", _Numeric)
        return connection

    def own_connection(self) -> psycopg.Connection[Any]:
        """A connection outside the pool for who needs one for longer, such as a snapshot; who asks closes it. Raises
        ServerAway ..."""
        with storage_errors(self.place):
            connection: psycopg.Connection[Any] = peewee.PostgresqlDatabase._connect(self)
        return connection

    def execute_sql(self, sql: str, params: Sequence[Any] | None = None) -> Any:
        """Run a statement of ours. Outside a transaction we only read, so a lost connection is opened again once."""
        text, places = for_postgres(sql)
        values = tuple(params or ())
        if places is not None:
            values = tuple(values[place] for place in places)
        try:
            return super().execute_sql(text, values)
        except peewee.PeeweeException:
            if self.in_transaction() or not self._drop_broken():
                raise
        return super().execute_sql(text, values)

    def execute_many(self, sql: str, rows: Iterable[Sequence[Any]]) -> int:
        """Run a statement for each row, many to a journey; returns how many rows were inserted or changed."""
        text, places = for_postgres(sql)
        changed = 0
        waiting = iter(rows)
        cursor = self.cursor()
        while portion := list(islice(waiting, _AT_ONCE)):
            if places is not None:
                portion = [[row[place] for place in places] for row in portion]
            cursor.execute(";".join(cursor.mogrify(text, row) for row in portion))
            changed += max(cursor.rowcount, 0)
            while cursor.nextset():
                changed += max(cursor.rowcount, 0)
        return changed

    def begin(self, isolation_level: Any = None) -> None:
        """Begin a transaction as the only writer. Raises Busy when another writes for too long."""
        start = (
            f"BEGIN; SET LOCAL lock_timeout = '{WRITE_PATIENCE_S}s'; "
            f"SELECT pg_advisory_xact_lock({WRITER_LOCK}); SET LOCAL lock_timeout = 0"
        )
        for attempt in range(2):
            try:
                with storage_errors(self.place):
                    self._run(start)
                return
            except ServerAway:
                if attempt or not self._drop_broken():
                    raise
            except BaseException:
                self.rollback()
                raise

    def commit(self) -> None:
        """Raises CommitUnknown when the server goes away before it has answered."""
        try:
            self._run("COMMIT")
        except psycopg.OperationalError as error:
            if not self._is_broken():
                raise
            raise CommitUnknown(server=self.place) from error

    def rollback(self) -> None:
        """What a broken connection had begun, the server takes back by itself."""
        if self._drop_broken():
            return
        if not self.is_closed():
            self._run("ROLLBACK")

    def _run(self, sql: str) -> None:
        self.cursor().execute(sql)

    def _is_broken(self) -> bool:
        return not self.is_closed() and self._state.conn.info.transaction_status is TransactionStatus.UNKNOWN

    def _drop_broken(self) -> bool:
        """Let go of this thread's connection if it is broken; whether it was."""
        if not self._is_broken():
            return False
        self.manual_close() if not self.in_transaction() else self._forget()
        return True

    def _forget(self) -> None:
        """As `manual_close`, in the midst of a transaction, which peewee refuses."""
        connection = self._state.conn
        with self._pool_lock:
            self._in_use.pop(self.conn_key(connection), None)
        connection.close()
        transactions = self._state.transactions
        self._state.reset()
        self._state.transactions = transactions


def open_server(address: Address) -> PostgresDatabase:
    """Connect to a shop's database on a server. Raises ServerAway, WrongPassword, NoSuchDatabase, ServerTooOld,
    NoChineseSearch."""
    database = PostgresDatabase(address)
    try:
        with storage_errors(address.place):
            database.connect()
            _check_server(database)
    except BaseException:
        database.close_all()
        raise
    return database


def _check_server(database: PostgresDatabase) -> None:
    version, ctype = database.execute_sql(
        "SELECT current_setting('server_version_num')::int, '汉' ~ '[[:alpha:]]'"
    ).fetchone()
    if version < LOWEST * 10_000:
        raise ServerTooOld(server=database.place, version=version // 10_000, lowest=LOWEST)
    if not ctype:
        raise NoChineseSearch(server=database.place)


def wait_for_server(database: PostgresDatabase, seconds: float) -> None:
    """Wait until the server answers again. Raises ServerAway."""
    until = time.monotonic() + seconds
    while True:
        try:
            with storage_errors(database.place):
                database.execute_sql("SELECT 1")
            return
        except ServerAway:
            if time.monotonic() > until:
                raise
            time.sleep(0.5)
