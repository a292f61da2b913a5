"""The shop's memory on a PostgreSQL server that several PCs share (DATA-02).

Whoever writes holds one lock until the transaction ends, so that writers queue as on SQLite: what a service reads
before it writes is still so when it writes, and two never wait for each other in a circle. Nothing lives in the
session, so a pooler in transaction mode may stand in between.
"""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, nullcontext, suppress
from itertools import count, islice
from typing import Any

import peewee
import psycopg
from psycopg import ClientCursor
from psycopg.adapt import Loader
from psycopg.pq import TransactionStatus
from psycopg.types.numeric import IntLoader

from shopdesk.db.addresses import Address
from shopdesk.db.connections import Connection, Connections, keeps_all_signs
from shopdesk.db.dialect import UNHURRIED, for_postgres, without_nul
from shopdesk.db.errors import (
    CommitUnknown,
    NoChineseSearch,
    NotStored,
    ServerAway,
    ServerTooOld,
    storage_errors,
)
from shopdesk.db.postgres_driver import PostgresDriver
from shopdesk.db.postgres_schema import OwnSchema
from shopdesk.db.postgres_waiting import with_patience
from shopdesk.db.remembered import OfTransaction, Remembered
from shopdesk.i18n import _

LOWEST = 13
"""The oldest PostgreSQL that is supported: the first on which the owner of a database may add pg_trgm."""

WRITE_PATIENCE_S = 15
"""How long a writer waits for another before it gives up."""
CONNECT_WITHIN_S = 3
"""For each of the servers that an address names."""
TAKES_OVER_WITHIN_S = 10.0
"""How long opening waits where an address names servers that stand in for each other."""
AGAIN_AFTER_S = 2
"""While the server is away nobody else tries in vain before this has passed."""
RETRY_S = 0.3

CHANNEL = "shopdesk_changed"
"""Where whoever changed something tells the others, with a line of `told`."""

WRITER_LOCK = 0x53484F50
"""`SHOP`: the advisory lock that a writer holds."""

_numbers = count(1)
"""Cursors on the server have a name each."""

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


class _Truth(Loader):
    """1 or 0, as SQLite tells it."""

    def load(self, data: Any) -> int:
        return int(bytes(data) == b"t")


class PostgresDatabase(OwnSchema):
    """A shop's database; each thread uses a connection until it calls `close`. The thread that made it lets go of all
    of them so."""

    param = "?"
    psycopg2_adapter = psycopg3_adapter = PostgresDriver  # peewee takes the first where it has found no driver
    _state: Any

    def __init__(self, address: Address, *, to_write: bool = True) -> None:
        self.address = address
        self.token = secrets.token_hex(6)
        """Marks what this program tells, so that it knows its own echo; another after a commit without an answer."""
        self.patience_s = 0.0
        """How long reads and the beginning of writes wait for a server that is away."""
        self.away_until = 0.0
        """Until then nobody tries to connect (time.monotonic): the server was found away."""
        self.remembered = Remembered()
        self._hurried = 0
        self._home = threading.get_ident()
        self.of_transaction = OfTransaction()
        super().__init__(
            address.url,
            prefer_psycopg3=True,
            cursor_factory=ClientCursor,  # values stand in the statement: each is planned for what it asks
            prepare_threshold=None,
            password=address.password or None,
            target_session_attrs="read-write" if to_write else "any",
            connect_timeout=CONNECT_WITHIN_S,
            application_name="shopdesk",
            client_encoding="UTF8",  # a database may be set to another
            **_LIVELINESS,  # type: ignore[arg-type]
        )
        self.connections = Connections(self.own_connection)
        self._lock = nullcontext()  # what it guards belongs to one thread; nobody waits for another's connecting

    @property
    def place(self) -> str:
        """Where it lies, as messages name it."""
        return self.address.place

    # Connecting

    def never_wait_here(self) -> None:
        """This thread is the window's: from now on it takes what others have opened, and never opens by itself."""
        self._hurried = threading.get_ident()

    def own_connection(self) -> Connection:
        """A connection for who needs one for longer, such as a snapshot; who asks closes it. Raises ServerAway ..."""
        with storage_errors(self.place):
            connection: Connection = super()._connect()  # type: ignore[misc]
        connection.adapters.register_loader("numeric", _Numeric)
        connection.adapters.register_loader("bool", _Truth)
        return connection

    def connect(self, reuse_if_open: bool = False) -> bool:
        """Never within a transaction: what it had done is lost with its connection."""
        if self.is_closed() and self.in_transaction():
            raise NotStored(file=self.place, detail="")
        return bool(super().connect(reuse_if_open))

    def close(self) -> bool:
        """Give this thread's connection back; in the thread that made the database, let go of it."""
        was_open = bool(super().close())
        if threading.get_ident() == self._home:
            self.connections.close_unused()
        return was_open

    def went_away(self, seconds: float = AGAIN_AFTER_S) -> None:
        """Nobody tries to connect for so long."""
        self.away_until = time.monotonic() + seconds

    def came_back(self) -> None:
        """The server answers: there is a connection for the window's thread, and everybody may connect. Raises
        ServerAway ..."""
        self.connections.keep_ready()
        self.away_until = 0.0

    def _connect(self) -> Connection:
        until = time.monotonic() + self.patience_s
        while True:
            try:
                return self.connections.take_unused() or self._open()
            except ServerAway:
                if time.monotonic() > until:
                    raise
                time.sleep(RETRY_S)

    def _open(self) -> Connection:
        if time.monotonic() < self.away_until or threading.get_ident() == self._hurried:
            raise ServerAway(file=self.place, detail=_("no connection"))
        try:
            return self.connections.open()
        except ServerAway:
            self.went_away()
            raise

    def _close(self, conn: Connection) -> None:
        if conn.info.transaction_status is TransactionStatus.IDLE:
            self.connections.give_back(conn)
        else:
            self.connections.drop(conn)

    # Statements

    def execute_sql(self, sql: str, params: Sequence[Any] | None = None) -> Any:
        """Run a statement of ours. Outside a transaction we only read, so a lost connection is opened again once."""
        text, values = _for_cursor(sql, params)
        if not text.startswith("SELECT"):  # it may change what was read
            self.of_transaction.changed()
        try:
            return super().execute_sql(text, values)  # type: ignore[no-untyped-call]
        except peewee.PeeweeException as error:
            if self.in_transaction():
                self._say_if_lost(error)
            if self.in_transaction() or not self._drop_broken():
                raise
        return super().execute_sql(text, values)  # type: ignore[no-untyped-call]

    def _cursor(self) -> Any:
        return self.cursor()  # type: ignore[no-untyped-call]

    def _say_if_lost(self, error: Exception) -> None:
        """What a transaction had done goes with its connection."""
        if self._is_broken():
            raise NotStored(file=self.place, detail=str(error)) from error

    def portions(self, sql: str, params: Sequence[Any], size: int) -> Iterator[Any]:
        """A cursor over the next `size` rows of a statement, again and again until there are no more: the server keeps
        the others. Fetch all of one before the next."""
        if threading.get_ident() == self._hurried:  # it opens no second connection, and asks for nothing long
            yield PostgresDatabase.execute_sql(self, sql, params)
            return
        text, values = _for_cursor(sql, params)
        name = f"portions_{next(_numbers)}"
        with self.reading() as connection:
            cursor = connection.cursor()
            cursor.execute(f"DECLARE {name} NO SCROLL CURSOR FOR {text}", values)
            while cursor.execute(f"FETCH {size} FROM {name}").rowcount:
                was_last = cursor.rowcount < size
                yield cursor
                if was_last:
                    break
            cursor.execute(f"CLOSE {name}")

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A read transaction, which waits for no writer: on a connection of its own, so that this thread may begin and
        end others meanwhile; within a transaction of this thread that one, so that it sees what was just written."""
        if self.in_transaction():
            yield self.connection()  # type: ignore[no-untyped-call]
            return
        connection = self._connect_to_read()
        try:
            yield connection
            connection.execute("COMMIT")
        finally:
            if connection.info.transaction_status is TransactionStatus.INTRANS:  # somebody read only the beginning
                connection.execute("ROLLBACK")
            self._close(connection)

    def _connect_to_read(self) -> Connection:
        begin = f"BEGIN READ ONLY; {UNHURRIED}; SET LOCAL cursor_tuple_fraction = 1"  # planned for all the rows
        while (unused := self.connections.take_unused()) is not None:
            with suppress(psycopg.OperationalError):  # it may have died unnoticed
                unused.execute(begin)
                return unused
            self.connections.drop(unused)
        connection = self._connect()
        connection.execute(begin)
        return connection

    def execute_many(self, sql: str, rows: Iterable[Sequence[Any]]) -> int:
        """Run a statement for each row, many to a journey; returns how many rows were inserted or changed."""
        self.of_transaction.changed()
        text, places = for_postgres(sql)
        changed = 0
        waiting = iter(rows)
        cursor = self._cursor()
        while portion := list(islice(waiting, _AT_ONCE)):
            if places is not None:
                portion = [[row[place] for place in places] for row in portion]
            try:
                cursor.execute(";".join(cursor.mogrify(text, without_nul(row)) for row in portion))
            except psycopg.OperationalError as error:
                self._say_if_lost(error)
                raise
            changed += max(cursor.rowcount, 0)
            while cursor.nextset():
                changed += max(cursor.rowcount, 0)
        return changed

    def tell(self, kinds: Iterable[str]) -> None:
        """Things of these kinds are changed by this transaction: once it is stored the others hear of it. Call inside a
        transaction; one that tells nothing makes them read everything again."""
        self.of_transaction.kinds.update(kinds)

    # Transactions

    def begin(self, isolation_level: Any = None) -> None:
        """Begin a transaction as the only writer. Raises Busy when another writes for too long, NotStored."""
        with_patience(self, self._begin)

    def _begin(self) -> None:
        self.of_transaction.clear()
        for attempt in range(2):
            try:
                with storage_errors(self.place):
                    self._become_writer()
                return
            except ServerAway as error:
                was_lost = self.is_closed() or self._drop_broken()
                if attempt or not was_lost:
                    self.rollback()
                    raise NotStored(**error.values) from error
            except BaseException:
                self.rollback()
                raise

    def _become_writer(self) -> None:
        cursor = self._cursor()
        cursor.execute(
            f"BEGIN; {UNHURRIED}; SET LOCAL lock_timeout = '{WRITE_PATIENCE_S}s'; "
            f"SELECT pg_advisory_xact_lock({WRITER_LOCK}); SET LOCAL lock_timeout = 0; "
            "SELECT current_setting('transaction_read_only')"
        )
        while cursor.nextset():
            pass
        if cursor.fetchone() != ("off",):  # another server has taken its place
            self._forget()
            raise ServerAway(file=self.place, detail=_("it only follows another server now"))

    def commit(self) -> None:
        """Raises CommitUnknown when the server goes away before it has answered, NotStored when it was away before."""
        if self.is_closed() or self._is_broken():
            raise NotStored(file=self.place, detail="")
        payload = f"{self.token} {','.join(sorted(self.of_transaction.kinds))}"
        try:
            self._cursor().execute(
                "SELECT pg_notify(%s, %s) WHERE pg_current_xact_id_if_assigned() IS NOT NULL; COMMIT",
                (CHANNEL, payload),
            )
        except psycopg.OperationalError as error:
            if not self._is_broken():
                raise
            self.token = secrets.token_hex(6)  # should it have been stored, this program hears of it as of others' work
            raise CommitUnknown(server=self.place) from error
        self.remembered.forget(self.of_transaction.kinds)
        self.of_transaction.clear()

    def rollback(self) -> None:
        """What a broken connection had begun, the server takes back by itself."""
        self.of_transaction.clear()
        if self._drop_broken() or self.is_closed():
            return
        try:
            self._cursor().execute("ROLLBACK")
        except psycopg.OperationalError:
            if not self._drop_broken():
                raise

    def _is_broken(self) -> bool:
        return not self.is_closed() and self._state.conn.info.transaction_status is TransactionStatus.UNKNOWN

    def _drop_broken(self) -> bool:
        """Let go of this thread's connection if it is broken; whether it was."""
        if not self._is_broken():
            return False
        self._forget()
        return True

    def _forget(self) -> None:
        """This thread has no connection any more. A transaction goes on being one, in which nothing works."""
        self.connections.drop(self._state.conn)
        transactions = self._state.transactions
        self._state.reset()
        self._state.transactions = transactions


def _for_cursor(sql: str, params: Sequence[Any] | None) -> tuple[str, tuple[Any, ...]]:
    """A statement of ours as a cursor takes it, with its values in their order."""
    text, places = for_postgres(sql)
    values = without_nul(params or ())
    return text, values if places is None else tuple(values[place] for place in places)


def open_server(address: Address) -> PostgresDatabase:
    """Connect to a shop's database on a server. Raises ServerAway, WrongPassword, NoSuchDatabase, ServerTooOld,
    NoChineseSearch."""
    database = PostgresDatabase(address)
    database.patience_s = TAKES_OVER_WITHIN_S if len(address.hosts) > 1 else 0.0
    try:
        with storage_errors(address.place):
            database.connect()
            _check_server(database)
        database.patience_s = 0.0
    except BaseException:
        database.close()
        raise
    return database


def _check_server(database: PostgresDatabase) -> None:
    if not keeps_all_signs(database.connection()):  # type: ignore[no-untyped-call]
        raise NoChineseSearch(server=database.place)
    version, ctype = database.execute_sql(
        "SELECT current_setting('server_version_num')::int, '汉' ~ '[[:alpha:]]'"
    ).fetchone()
    if version < LOWEST * 10_000:
        raise ServerTooOld(server=database.place, version=version // 10_000, lowest=LOWEST)
    if not ctype:
        raise NoChineseSearch(server=database.place)
