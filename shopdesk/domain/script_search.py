"""Finding words while somebody types: by words, or by the initials of their pinyin (CRM-02)."""

import re
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple, TypeVar
from unicodedata import normalize

from shopdesk.domain.pinyin import initials

BEGINNING = 60
"""So many characters of a text are found by initials: what people remember is how it begins."""
_PLAIN = re.compile(r"[^a-z0-9]+")
_FEWEST = 3
"""Initials as short as two stand somewhere in every text; there they find titles only."""
T = TypeVar("T")


class Searched(NamedTuple):
    """What a script is found by, all of it in small letters."""

    title: str
    initials: str
    """As `search_initials` makes them."""
    topic: str
    body: str
    gloss: str


def search_initials(title: str, body: str) -> str:
    """The initials of the title, a blank, those of the text's beginning: `bqyj qbqrnjl`."""
    return " ".join(_PLAIN.sub("", initials(text)) for text in (title, body[:BEGINNING]))


def ranked(rows: Iterable[T], text: str, read: Callable[[T], Searched]) -> list[T]:
    """The rows that hold every word of `text`, the likeliest first; rows of one rank stay as they were."""
    words = normalize("NFKC", text).casefold().split()
    if not words:
        return list(rows)
    found = [(rank, row) for row in rows if (rank := _rank(words, read(row))) is not None]
    found.sort(key=lambda each: each[0])
    return [row for _rank_of_it, row in found]


def _rank(words: Sequence[str], script: Searched) -> int | None:
    """0 is best; None where a word is in none of its texts."""
    worst = 0
    for word in words:
        rank = _rank_of(word, script)
        if rank is None:
            return None
        worst = max(worst, rank)
    return worst


def _rank_of(word: str, script: Searched) -> int | None:
    of_title, _blank, of_body = script.initials.partition(" ")
    is_latin = word.isascii()
    tries = (
        script.title.startswith(word) or (is_latin and of_title.startswith(word)),
        word in script.title,
        is_latin and word in of_title,
        word in script.topic,
        word in script.body or (is_latin and len(word) >= _FEWEST and word in script.gloss),
        is_latin and len(word) >= _FEWEST and word in of_body,
    )
    return next((rank for rank, holds in enumerate(tries) if holds), None)
