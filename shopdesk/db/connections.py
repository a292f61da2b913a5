"""The open connections of one program to a server: each thread uses one at a time and gives it back."""

import select
import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import psycopg

Connection = psycopg.Connection[Any]

KEPT = 4
"""Unused ones that stay open: the window's workers, and one to spare."""


def keeps_all_signs(connection: Connection) -> bool:
    """Whether a database can hold every text; the server says so by itself when it is connected to."""
    return connection.info.parameter_status("server_encoding") in ("UTF8", None)


def is_lost(connection: Connection) -> bool:
    """Whether nothing more can come of it, as far as this PC knows without asking: an unused one has nothing to say but
    that it ends."""
    if connection.closed:
        return True
    try:
        return bool(select.select([connection.fileno()], [], [], 0)[0])
    except (OSError, ValueError, psycopg.Error):
        return True


def break_off(connection: Connection) -> None:
    """End it from another thread: who waits for its answer gets an error at once."""
    with suppress(OSError, ValueError, psycopg.Error):
        end = socket.socket(fileno=connection.fileno())
        try:
            end.shutdown(socket.SHUT_RDWR)
        finally:
            end.detach()


class Connections:
    """Knows every connection that is open; never waits for the network while another thread wants one."""

    def __init__(self, open_one: Callable[[], Connection]) -> None:
        self._open_one = open_one
        self._lock = threading.Lock()
        self._unused: list[Connection] = []
        self._used: dict[Connection, threading.Thread] = {}

    def take_unused(self) -> Connection | None:
        """One for this thread that is open already and alive; None where there is none."""
        with self._lock:
            while self._unused:
                connection = self._unused.pop()
                if not is_lost(connection):
                    self._used[connection] = threading.current_thread()
                    return connection
                _close(connection)
        return None

    def open(self) -> Connection:
        """A new one for this thread; raises what the driver raises."""
        connection = self._open_one()
        with self._lock:
            self._used[connection] = threading.current_thread()
        return connection

    def keep_ready(self) -> None:
        """See to it that somebody finds an unused one. Raises what the driver raises."""
        with self._lock:
            if any(not is_lost(connection) for connection in self._unused):
                return
        self.give_back(self.open())

    def give_back(self, connection: Connection) -> None:
        """This thread is done with it."""
        with self._lock:
            known = self._used.pop(connection, None) is not None
            if known and len(self._unused) < KEPT and not connection.closed:
                self._unused.append(connection)
                return
        _close(connection)

    def drop(self, connection: Connection) -> None:
        """Close one that is broken."""
        with self._lock:
            self._used.pop(connection, None)
        _close(connection)

    def break_off(self) -> None:
        """The server doesn't answer: nobody waits any longer, in whatever thread."""
        with self._lock:
            for connection in self._used:
                break_off(connection)
        self.close_unused()

    def close_unused(self) -> None:
        """Close those that nobody uses, or that a thread left behind."""
        with self._lock:
            left = [connection for connection, thread in self._used.items() if not thread.is_alive()]
            for connection in left:
                del self._used[connection]
            unused, self._unused = self._unused, []
        for connection in (*left, *unused):
            _close(connection)


def _close(connection: Connection) -> None:
    with suppress(psycopg.Error, OSError):
        connection.close()
