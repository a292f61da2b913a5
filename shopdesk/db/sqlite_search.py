"""Searching a SQLite file: how words become order ids.

Trigrams index any text in any language. They can't serve words of one or two characters directly: those are expanded
through the vocabulary to the trigrams they begin, or, where they are everywhere, looked for in the newest orders.
"""

from collections.abc import Iterable

from peewee import Database

from shopdesk.db.database import escaped
from shopdesk.db.upsert import execute_many

_TRIGRAM = 3
_MOST_TERMS = 4_000
"""No more trigrams than this are asked for; a single character can begin many."""
_SCAN_STEP = 5_000
_LAST_CHARACTER = chr(0x10FFFF)


def index_new(database: Database, after_id: int) -> None:
    """See search.index_new."""
    database.execute_sql(
        "INSERT INTO order_text (rowid, text) SELECT id, text FROM order_search WHERE id > ?", (after_id,)
    )


def index_again(database: Database, order_ids: Iterable[int]) -> None:
    """See search.index_again."""
    ids = [(order_id,) for order_id in order_ids]
    execute_many(database, "DELETE FROM order_text WHERE rowid = ?", ids)
    execute_many(database, "INSERT INTO order_text (rowid, text) SELECT id, text FROM order_search WHERE id = ?", ids)


def find_order_ids(database: Database, words: list[str], most: int) -> list[int]:
    """See search.find_order_ids; `words` by their length, the longest last."""
    match = " AND ".join(_trigrams(word) for word in words if len(word) >= _TRIGRAM)
    exact = len(words) == 1 and len(words[0]) <= _TRIGRAM
    if not match:
        return _find_short(database, words, most)
    return _matching(database, match, [] if exact else words, most)


def find_field_ids(database: Database, field: str, most: int) -> list[int]:
    """See search.find_field_ids; `field` with the newlines around it."""
    likes = [field] if len(field) > _TRIGRAM else []
    return _matching(database, _trigrams(field), likes, most - 1)


def find_piece_ids(database: Database, piece: str, most: int) -> list[int]:
    """See search.find_piece_ids."""
    return _matching(database, _trigrams(piece), [piece], most - 1)


def find_ending_ids(database: Database, field: str, most: int) -> list[int]:
    """See search.find_ending_ids."""
    return _matching(database, _trigrams(field), [], most - 1)


def _find_short(database: Database, words: list[str], most: int) -> list[int]:
    """All words have one or two characters. What a third of the newest orders hold is found fastest among those, and
    so is what begins too many trigrams; the rest through the vocabulary."""
    if len(_newest(database, words, _SCAN_STEP, among=_SCAN_STEP)) * 3 >= _SCAN_STEP:
        found = _newest(database, words, most + 1, among=3 * most)
        if len(found) > most:
            return found
    matches = [_expanded(database, word) for word in words]
    if None in matches:
        return _newest(database, words, most + 1)
    return _matching(database, " AND ".join(filter(None, matches)), [], most) if all(matches) else []


def _trigrams(word: str) -> str:
    """An FTS5 expression: all trigrams of the word."""
    parts = {word[i : i + _TRIGRAM] for i in range(len(word) - _TRIGRAM + 1)}
    return " AND ".join(_quoted(part) for part in sorted(parts))


def _expanded(database: Database, word: str) -> str | None:
    """An FTS5 expression for a word of one or two characters: any trigram that begins with it; empty where there is
    none, None where there are too many."""
    low = word.lower()
    rows = database.execute_sql(
        "SELECT term FROM order_trigram WHERE term >= ? AND term < ? LIMIT ?",
        (low, low + _LAST_CHARACTER * (_TRIGRAM - len(low) + 1), _MOST_TERMS + 1),
    ).fetchall()
    if len(rows) > _MOST_TERMS:
        return None
    return "(" + " OR ".join(_quoted(row[0]) for row in rows) + ")" if rows else ""


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def _matching(database: Database, match: str, words: list[str], most: int) -> list[int]:
    """Ids by the index. Trigrams say only that all parts are there, so longer words are verified in the text itself."""
    if not words:
        rows = database.execute_sql(
            "SELECT rowid FROM order_text WHERE order_text MATCH ? ORDER BY rowid DESC LIMIT ?", (match, most + 1)
        )
        return [row[0] for row in rows]
    likes, params = _likes(words)
    rows = database.execute_sql(
        "SELECT s.id FROM order_text t CROSS JOIN order_search s ON s.id = t.rowid "
        f"WHERE t.order_text MATCH ? AND {likes} ORDER BY t.rowid DESC LIMIT ?",
        (match, *params, most + 1),
    )
    return [row[0] for row in rows]


def _newest(database: Database, words: list[str], most: int, *, among: int | None = None) -> list[int]:
    """Up to `most` ids of orders whose text holds all words, newest first, read one by one; `among` the newest only."""
    likes, params = _likes(words)
    newest = int(database.execute_sql("SELECT coalesce(max(id), 0) FROM orders").fetchone()[0])
    rows = database.execute_sql(
        f"SELECT s.id FROM order_search s WHERE s.id > ? AND {likes} ORDER BY s.id DESC LIMIT ?",
        (0 if among is None else newest - among, *params, most),
    )
    return [row[0] for row in rows]


def _likes(words: list[str]) -> tuple[str, list[str]]:
    return " AND ".join(["s.text LIKE ? ESCAPE '\\'"] * len(words)), [f"%{escaped(word)}%" for word in words]
