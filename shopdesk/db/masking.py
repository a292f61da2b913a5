"""Reading a shop for somebody who need not see buyers' phones and addresses (DATA-06).

The mask lies on the connection, not on lists: whatever a query selects comes out masked by the name of its column, so
that a new list can't forget it. An expression gets its name by AS: without one each engine calls it otherwise. Only who
reads for a screen, an export or the terminal reads through it; services work with what is really there.
"""

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

from shopdesk.db.database import Database


def masked(database: Database) -> Database:
    """The same open database, on the same connection, read through the mask."""
    if isinstance(database, _Masking):
        return database
    kind: Any = type(database)
    seen: Database = object.__new__(_masked_kind(kind))
    seen.__dict__ = database.__dict__
    return seen


def unmasked(database: Database) -> Database:
    """The same open database as it is: for what compares and tells no more than a mask lets see (RET-03)."""
    if not isinstance(database, _Masking):
        return database
    bare: Any = object.__new__(type(database).__bases__[1])
    bare.__dict__ = database.__dict__
    found: Database = bare
    return found


def is_masked(database: Database) -> bool:
    """Whether it is read through the mask."""
    return isinstance(database, _Masking)


def is_shown(text: str, *fields: str) -> bool:
    """Whether somebody behind the mask may find by this text what `fields` tell as they are seen, so that nobody finds
    out digit by digit what isn't (DATA-06). Who knows a whole phone or house knows it."""
    from shopdesk.domain.privacy import mask_text  # loaded for who doesn't see everything

    wanted = text.strip().casefold()
    return any(wanted in field.casefold() for field in fields) or mask_text(text) != text


_HISTORY = ("before", "after")
"""A row of the trail: what these tell is of the kind that stands beside them."""


class _Masking:
    """Makes any kind of database tell masked rows."""

    def execute_sql(self, *args: Any, **kwargs: Any) -> Any:
        cursor = super().execute_sql(*args, **kwargs)  # type: ignore[misc]
        return MaskedCursor(cursor) if cursor.description else cursor

    def portions(self, *args: Any) -> Iterator[Any]:
        return map(MaskedCursor, super().portions(*args))  # type: ignore[misc]


@cache
def _masked_kind(kind: Any) -> type[Any]:
    return type(f"Masked{kind.__name__}", (_Masking, kind), {})


class MaskedCursor:
    """A cursor whose rows are masked as they are fetched."""

    def __init__(self, cursor: Any) -> None:
        from shopdesk.domain.privacy import KINDS_WITHOUT_BUYERS, mask_value  # loaded for who doesn't see everything

        self._cursor, self._mask, self._without_buyers = cursor, mask_value, KINDS_WITHOUT_BUYERS
        self._names = [column[0] for column in cursor.description]
        self._kind = self._names.index("kind") if {"kind", *_HISTORY} <= set(self._names) else None

    def __getattr__(self, name: str) -> Any:
        return getattr(self._cursor, name)

    def __iter__(self) -> Iterator[tuple[Any, ...]]:
        return map(self._masked, self._cursor)

    def __next__(self) -> tuple[Any, ...]:
        return self._masked(next(self._cursor))

    def fetchone(self) -> tuple[Any, ...] | None:
        """The next row, masked."""
        row = self._cursor.fetchone()
        return None if row is None else self._masked(row)

    def fetchmany(self, *size: int) -> list[tuple[Any, ...]]:
        """The next rows, masked."""
        return list(map(self._masked, self._cursor.fetchmany(*size)))

    def fetchall(self) -> list[tuple[Any, ...]]:
        """All rows, masked."""
        return list(map(self._masked, self._cursor.fetchall()))

    def _masked(self, row: Sequence[Any]) -> tuple[Any, ...]:
        if self._kind is not None and row[self._kind] in self._without_buyers:
            pairs = zip(self._names, row, strict=True)
            return tuple(value if name in _HISTORY else self._mask(name, value) for name, value in pairs)
        return tuple(map(self._mask, self._names, row))
