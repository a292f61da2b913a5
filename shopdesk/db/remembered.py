"""Rows of small tables that the window asks for all the time, kept while nothing has changed."""

import threading
from collections.abc import Callable, Collection
from typing import Any

_KINDS = frozenset({"settings", "shops", "people"})
"""Kinds of changes that touch such tables."""

Rows = list[tuple[Any, ...]]


class Remembered:
    """Only used while somebody hears of every change and calls `forget`; otherwise everything is read."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._rows: dict[str, Rows] = {}
        self._turn = 0
        self.is_used = False
        """Whether changes are heard of."""

    def use(self, is_used: bool) -> None:
        """Whether changes are heard of from now on."""
        with self._lock:
            self.is_used = is_used
        self.forget()

    def forget(self, kinds: Collection[str] = ()) -> None:
        """Things of these kinds were changed; none where nobody knows what."""
        if kinds and _KINDS.isdisjoint(kinds):
            return
        with self._lock:
            self._rows.clear()
            self._turn += 1

    def rows(self, sql: str, read: Callable[[], Rows]) -> Rows:
        """What a statement without values gave, read now if need be."""
        with self._lock:
            kept, turn = self._rows.get(sql), self._turn
        if kept is not None:
            return kept
        found = read()
        with self._lock:
            if self.is_used and turn == self._turn:  # else it may be what was before a change
                self._rows[sql] = found
        return found


class OfTransaction(threading.local):
    """What the transaction of a thread will tell the others, and what it has read of small tables: nobody else can
    change them while it lasts."""

    def __init__(self) -> None:
        self.kinds: set[str] = set()
        self._rows: dict[str, Rows] = {}

    def once(self, sql: str, read: Callable[[], Rows]) -> Rows:
        """What a statement without values gives, until `changed`."""
        if sql not in self._rows:
            self._rows[sql] = read()
        return self._rows[sql]

    def changed(self) -> None:
        """The transaction may have changed what it read."""
        self._rows.clear()

    def clear(self) -> None:
        """The transaction is over."""
        self.kinds.clear()
        self._rows.clear()
