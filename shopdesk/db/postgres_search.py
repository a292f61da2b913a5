"""Searching a PostgreSQL server: how words become order ids.

An index of trigrams knows words with three letters or digits in a row; what is shorter, or has other signs, is found by
an index of single signs and of pairs. Neither gives ids in their order, and what every tenth order holds is found
faster by reading the newest texts, so that is tried first.

An import puts its texts aside (`order_text_new`), where they are simply read, so that no other writer waits for the
indexes; `postgres_settling.py` moves them over.
"""

import re

from peewee import Database

from shopdesk.db.database import GIVEN, escaped, listed

_FIRST_READ = 4_000
"""So many of the newest texts are read to see how common the words are."""
_READ_AT_MOST = 120_000
"""Up to so many texts are read before the indexes are asked."""
_COMMON = 30_000
"""Words that so many orders seem to hold are never asked of the indexes: it takes long to look at all hits."""
_LAST = 2**63 - 1

_RARE = 6
"""So many letters or digits in a row are rare enough."""

_PLAIN = re.compile(r"[a-z0-9]+")
_DASHED = re.compile(r"\n[a-z0-9]{3,}-")
_THREE = re.compile(r"[^\W_]{3}")
_TEXTS = 'SELECT id, lower(text COLLATE "C") FROM order_search'
_SMALL = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "abcdefghijklmnopqrstuvwxyz")


def index_new(database: Database, after_id: int) -> None:
    """See search.index_new."""
    database.execute_sql(f"INSERT INTO order_text_new (rowid, text) {_TEXTS} WHERE id > ?", (after_id,))


def index_again(database: Database, order_ids: list[int]) -> None:
    """See search.index_again."""
    ids = (listed(order_ids),)
    database.execute_sql(f"DELETE FROM order_text_new WHERE rowid IN {GIVEN}", ids)
    database.execute_sql(
        f"INSERT INTO order_text (rowid, text) {_TEXTS} WHERE id IN {GIVEN} "
        "ON CONFLICT (rowid) DO UPDATE SET text = excluded.text WHERE order_text.text <> excluded.text",
        ids,
    )


def find_order_ids(database: Database, words: list[str], most: int) -> list[int]:
    """See search.find_order_ids. What was put aside is read first: a text that is being moved is then seen twice
    rather than not at all."""
    words = [word.translate(_SMALL) for word in words]
    aside = _read(database, "order_text_new", words, most + 1)
    return sorted({*aside, *_settled(database, words, most)}, reverse=True)[: most + 1]


def find_field_ids(database: Database, field: str, most: int) -> list[int]:
    """See search.find_field_ids. Between signs that are no letters even two signs have trigrams of their own.
    What was put aside and what was not are read in one statement, which sees no text between the two."""
    field = field.translate(_SMALL)
    sql = (
        "SELECT rowid FROM order_text_new WHERE strpos(text, ?) > 0 UNION "
        "SELECT rowid FROM (SELECT rowid FROM order_text WHERE text ~~ ? AND strpos(text, ?) > 0 OFFSET 0) hit "
        "ORDER BY rowid DESC LIMIT ?"
    )
    rows = database.execute_sql(sql, (field, f"%{escaped(_rarest(field))}%", field, most))
    return [row[0] for row in rows.fetchall()]


def _rarest(field: str) -> str:
    """What the index is asked for a field. Every phone begins with 1, every buyer's id with a few letters: of a long
    beginning its end alone is asked for, of one that ends in a dash what stands before that, and the index reads a
    quarter. What ends a field stays whole."""
    end = field[-_RARE:]
    if len(field) > _RARE + 1 and _PLAIN.fullmatch(end):
        return end
    return field[1:] if _DASHED.fullmatch(field) else field


def find_piece_ids(database: Database, piece: str, most: int) -> list[int]:
    """See search.find_piece_ids."""
    return find_field_ids(database, piece, most)


def find_ending_ids(database: Database, field: str, most: int) -> list[int]:
    """See search.find_ending_ids."""
    return find_field_ids(database, field, most)


def _settled(database: Database, words: list[str], most: int) -> list[int]:
    """Ids of what is not put aside: from the newest texts where enough are found soon, else by the indexes."""
    newest = int(database.execute_sql("SELECT coalesce(max(rowid), 0) FROM order_text").fetchone()[0])
    found: list[int] = []
    before, width = newest + 1, _FIRST_READ
    while width <= _READ_AT_MOST:
        after = newest - width
        found += _read(database, "order_text", words, most + 1 - len(found), after=after, before=before)
        if len(found) > most or after <= 0:
            return found
        before, width = after + 1, max(2 * width, most * width * 3 // 2 // max(len(found), 1))
    condition, params = _condition(words)
    if not condition or _guessed(database, condition, params) > _COMMON:
        return found + _read(database, "order_text", words, most + 1 - len(found), before=before)
    # OFFSET keeps the planner from reading the newest texts, hoping to find enough of them soon.
    sql = f"SELECT rowid FROM (SELECT rowid FROM order_text WHERE {condition} OFFSET 0) hit ORDER BY rowid DESC LIMIT ?"
    return [row[0] for row in database.execute_sql(sql, (*params, most + 1)).fetchall()]


def _read(
    database: Database, table: str, words: list[str], most: int, *, after: int = 0, before: int = _LAST
) -> list[int]:
    """Ids by reading text after text, newest first, between two ids."""
    held = " AND ".join(["strpos(text, ?) > 0"] * len(words))
    sql = f"SELECT rowid FROM {table} WHERE rowid > ? AND rowid < ? AND {held} ORDER BY rowid DESC LIMIT ?"
    return [row[0] for row in database.execute_sql(sql, (after, before, *words, most)).fetchall()]


def _condition(words: list[str]) -> tuple[str, list[str]]:
    """What the indexes are asked, and what is looked for in the texts they find; nothing where they know no word."""
    known: list[tuple[str, str]] = []
    looked_for: list[tuple[str, str]] = []
    for word in words:
        if _THREE.search(word):
            known.append(("text ~~ ?", f"%{escaped(word)}%"))
            continue
        parts = _parts(word)
        known += [("short_parts(text) @> ARRAY[?]", part) for part in parts]
        if parts != {word}:
            looked_for.append(("strpos(text, ?) > 0", word))  # not by LIKE: the trigrams know nothing of it
    if not known:
        return "", []
    asked = known + looked_for
    return " AND ".join(condition for condition, _value in asked), [value for _condition, value in asked]


def _guessed(database: Database, condition: str, params: list[str]) -> int:
    """How many orders the server thinks it would find."""
    explained = database.execute_sql(f"EXPLAIN (FORMAT JSON) SELECT FROM order_text WHERE {condition}", params)
    return int(explained.fetchone()[0][0]["Plan"]["Plan Rows"])


def _parts(word: str) -> set[str]:
    """What the index of short parts knows of a word. It leaves out digits, which are in every number."""
    parts = {word[place : place + 2] for place in range(len(word) - 1)} or {word}
    return {part for part in parts if not (part.isascii() and part.isdigit())}
