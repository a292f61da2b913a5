"""Hearing at once what other programs change in a database on a server, and whether the server answers (DATA-02)."""

from __future__ import annotations

import select
import socket
import time
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import psycopg
from psycopg import pq

from shopdesk.db.connections import Connection
from shopdesk.db.errors import ServerAway, storage_errors
from shopdesk.db.postgres import CHANNEL, PostgresDatabase
from shopdesk.i18n import _

ANSWERS_WITHIN_S = 3.0
"""A server that doesn't answer for so long is away."""
_HELLO = "hello"
_VERSION = b"SELECT pg_current_snapshot()::text"


class NoAnswer(ServerAway):
    """The connection stands, but the server says nothing."""


@dataclass(frozen=True, slots=True)
class Notice:
    """What somebody told: kinds of things, none where they didn't say; and whether it was this program."""

    kinds: frozenset[str]
    is_own: bool


class Listener:
    """A connection of its own, for a thread of its own. Where a pooler stands in between that lends connections for a
    transaction only, it hears nothing: `hears` is False then, and `version` is all there is."""

    def __init__(self, database: PostgresDatabase) -> None:
        """Connect. Raises ServerAway ..."""
        self._database = database
        self._connection: Connection = database.own_connection()
        self._wake, self._woken = socket.socketpair()
        self.hears = False
        try:
            with storage_errors(database.place):
                self._connection.execute(f"LISTEN {CHANNEL}")
        except BaseException:
            self.close()
            raise

    def try_hearing(self) -> None:
        """Find out whether it hears, by telling something on another connection, as other programs do."""
        hello = f"{self._database.token} {_HELLO}"
        until = time.monotonic() + ANSWERS_WITHIN_S
        with storage_errors(self._database.place):
            self._database.execute_sql("SELECT pg_notify(?, ?)", (CHANNEL, hello))
            self._database.close()
            while not self.hears and time.monotonic() < until:
                self._wait(until - time.monotonic())
                self.hears = hello in self._payloads()

    def wait(self, seconds: float) -> list[Notice]:
        """What was told, waiting so long for it at most. Raises ServerAway."""
        with storage_errors(self._database.place):
            told = self._payloads()  # came with the answer to `version`, so that there is nothing to wait for
            if not told:
                self._wait(seconds)
                told = self._payloads()
            return [self._notice(payload) for payload in told]

    def version(self) -> bytes:
        """Another value after each change that anybody stores. Raises ServerAway, also when no answer comes."""
        until = time.monotonic() + ANSWERS_WITHIN_S
        found = b""
        with storage_errors(self._database.place):
            wire = self._connection.pgconn
            wire.send_query(_VERSION)
            wire.flush()
            while True:
                while wire.is_busy():
                    if time.monotonic() > until:
                        raise NoAnswer(file=self._database.place, detail=_("no answer"))
                    self._wait(max(until - time.monotonic(), 0))
                    wire.consume_input()
                result = wire.get_result()
                if result is None:
                    return found
                found = _value(result, wire)

    def wake(self) -> None:
        """End what waits, from another thread."""
        with suppress(OSError):  # it has ended by itself
            self._wake.send(b"!")

    def close(self) -> None:
        """Let go of the connection."""
        self._connection.close()
        self._wake.close()
        self._woken.close()

    def _wait(self, seconds: float) -> None:
        sources: list[Any] = [self._connection.fileno(), self._woken]
        select.select(sources, [], [], seconds)

    def _payloads(self) -> list[str]:
        wire, told = self._connection.pgconn, []
        wire.consume_input()
        while (notice := wire.notifies()) is not None:
            told.append(notice.extra.decode())
        return told

    def _notice(self, payload: str) -> Notice:
        who, _space, kinds = payload.partition(" ")
        return Notice(frozenset(filter(None, kinds.split(","))), who == self._database.token)


def _value(result: Any, wire: Any) -> bytes:
    if result.status != pq.ExecStatus.TUPLES_OK:
        raise psycopg.OperationalError(wire.get_error_message())
    value: bytes = result.get_value(0, 0)
    return value
