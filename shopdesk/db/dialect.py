"""What PostgreSQL puts otherwise in statements written for both engines.

The program's SQL keeps to what both take; these few things are turned as a statement passes, outside of quotes. The
functions that lists are handed over by are made with the other derived things, in `db/derived.py`.
"""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

UNHURRIED = "SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0"
"""At the beginning of a transaction that may take long, whatever the server or the name is set to."""

_PARTS = re.compile(
    r"""
      (?P<escape>\ ESCAPE\ '\\')
    | (?P<quoted>'(?:[^']|'')*'|"[^"]*")
    | (?P<texts>json_each\((?P<texts_mark>\?\d*),\s*'\$'\))
    | json_each\((?P<numbers_mark>\?\d*)\)
    | (?P<word>\bLIKE\b|\bCROSS\ JOIN\b|\binstr\()
    | \?(?P<place>\d+)
    | (?P<mark>\?|%s)
    """,
    re.VERBOSE,
)

_WORDS = {"LIKE": "ILIKE", "CROSS JOIN": "JOIN", "instr(": "strpos("}


@lru_cache(maxsize=2048)
def for_postgres(sql: str) -> tuple[str, tuple[int, ...] | None]:
    """A statement as psycopg's client-side cursor takes it, and, where it names its parameters by number, which of
    them stands at each mark.

    - `?` and `?1` become psycopg's `%s`, which peewee writes where it looks into the catalogue;
    - `json_each(?)` hands over a list: of whole numbers, or with `'$'` of texts;
    - `instr` has another name there;
    - LIKE minds capitals there and doesn't in SQLite;
    - its escape is a backslash anyway, and in quotes a server may be set to take it for more than a sign;
    - CROSS JOIN only tells SQLite in which order to read; PostgreSQL plans for itself.
    """
    places: list[int] = []

    def turned(found: re.Match[str]) -> str:
        if found["escape"]:
            return ""
        if found["quoted"]:
            return found["quoted"].replace("%", "%%")
        if found["word"]:
            return _WORDS[found["word"]]
        if found["texts"]:
            return f"given_texts({marked(found['texts_mark'])})"
        if found["numbers_mark"]:
            return f"given_numbers({marked(found['numbers_mark'])})"
        return marked(found["mark"] or found[0])

    def marked(mark: str) -> str:
        places.append(int(mark[1:]) - 1 if mark[1:].isdigit() else -1)
        return "%s"

    parts: list[str] = []
    end = 0
    for found in _PARTS.finditer(sql):
        parts += [sql[end : found.start()].replace("%", "%%"), turned(found)]
        end = found.end()
    parts.append(sql[end:].replace("%", "%%"))
    numbered = any(place >= 0 for place in places)
    return "".join(parts), tuple(places) if numbered else None


def without_nul(values: Iterable[Any]) -> tuple[Any, ...]:
    """NUL characters, which may be pasted into a text and which no text on a server can hold, are left out."""
    return tuple(value.replace("\0", "") if isinstance(value, str) else value for value in values)
