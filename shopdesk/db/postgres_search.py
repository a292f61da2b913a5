"""Searching a PostgreSQL server: how words become order ids.

An index of trigrams knows words with three letters or digits in a row; what is shorter, or has other signs, is found by
an index of single signs and of pairs. Neither gives ids in their order, and what every tenth order holds is found
faster by reading the newest texts, so that is tried first.

An import puts its texts aside (`order_text_new`), where they are simply read, so that no other writer waits for the
indexes; `settle_index` moves them over.
"""

import re
from typing import Any

from peewee import Database

_FIRST_READ = 10_000
"""So many of the newest texts are read to see how common the words are."""
_READ_AT_MOST = 120_000
"""Up to so many texts are read before the indexes are asked."""
_MOVED_AT_ONCE = 20_000

_THREE = re.compile(r"[^\W_]{3}")
_TEXTS = 'SELECT id, lower(text COLLATE "C") FROM order_search'
_SMALL = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "abcdefghijklmnopqrstuvwxyz")

_MOVE = f"""
SET LOCAL gin_pending_list_limit = '256MB';
SET LOCAL maintenance_work_mem = '128MB';
WITH moved AS (
  DELETE FROM order_text_new WHERE rowid IN (
    SELECT rowid FROM order_text_new ORDER BY rowid LIMIT {_MOVED_AT_ONCE} FOR UPDATE SKIP LOCKED)
  RETURNING rowid, text)
INSERT INTO order_text (rowid, text) SELECT rowid, text FROM moved ORDER BY rowid
ON CONFLICT (rowid) DO UPDATE SET text = excluded.text;
SELECT gin_clean_pending_list('order_text_trigrams'), gin_clean_pending_list('order_text_parts')
"""
"""One journey and so one transaction, which is no writer's: it changes nothing but where a text lies."""


def index_new(database: Database, after_id: int) -> None:
    """See search.index_new."""
    database.execute_sql(f"INSERT INTO order_text_new (rowid, text) {_TEXTS} WHERE id > ?", (after_id,))


def index_again(database: Database, order_ids: list[int]) -> None:
    """See search.index_again."""
    given = "(SELECT value FROM json_each(?))"
    ids = (str(order_ids),)
    database.execute_sql(f"DELETE FROM order_text_new WHERE rowid IN {given}", ids)
    database.execute_sql(
        f"INSERT INTO order_text (rowid, text) {_TEXTS} WHERE id IN {given} "
        "ON CONFLICT (rowid) DO UPDATE SET text = excluded.text WHERE order_text.text <> excluded.text",
        ids,
    )


def settle_index(database: Database) -> None:
    """Move the texts that imports put aside under the indexes, a portion at a time."""
    waiting = int(database.execute_sql("SELECT count(*) FROM order_text_new").fetchone()[0])
    for _ in range(0, waiting, _MOVED_AT_ONCE):
        database.execute_sql(_MOVE)
    if waiting:
        database.execute_sql("ANALYZE order_text")


def find_order_ids(database: Database, words: list[str], most: int) -> list[int]:
    """See search.find_order_ids. What was put aside is read first: a text that is being moved is then seen twice
    rather than not at all."""
    words = [word.translate(_SMALL) for word in words]
    aside = _read(database, "order_text_new", words, most + 1)
    found = _read_newest(database, words, most) or _indexed(database, words, most)
    return sorted({*aside, *found}, reverse=True)[: most + 1]


def _read_newest(database: Database, words: list[str], most: int) -> list[int]:
    """More than `most` of the newest orders, where so many are found soon; else none."""
    newest = int(database.execute_sql("SELECT coalesce(max(rowid), 0) FROM order_text").fetchone()[0])
    width = _FIRST_READ
    while width <= _READ_AT_MOST:
        found = _read(database, "order_text", words, most + 1, after=newest - width)
        if len(found) > most or width >= newest:
            return found
        width = max(2 * width, most * width * 3 // 2 // max(len(found), 1))
    return []


def _read(database: Database, table: str, words: list[str], most: int, *, after: int = 0) -> list[int]:
    """Ids by reading text after text, newest first."""
    likes, params = _likes(words)
    sql = f"SELECT rowid FROM {table} WHERE rowid > ? AND {likes} ORDER BY rowid DESC LIMIT ?"
    return [row[0] for row in database.execute_sql(sql, (after, *params, most)).fetchall()]


def _indexed(database: Database, words: list[str], most: int) -> list[int]:
    """Ids by the indexes: all of them, then the newest."""
    likes, params = _likes(words)
    parts = [part for word in words if not _THREE.search(word) for part in _parts(word)]
    if not parts and not any(map(_THREE.search, words)):
        return _read(database, "order_text", words, most + 1)
    for part in parts:
        likes += " AND short_parts(text) @> ARRAY[?]"
        params.append(part)
    # OFFSET keeps the planner from reading the newest texts, hoping to find enough of them soon.
    sql = f"SELECT rowid FROM (SELECT rowid FROM order_text WHERE {likes} OFFSET 0) hit ORDER BY rowid DESC LIMIT ?"
    return [row[0] for row in database.execute_sql(sql, (*params, most + 1)).fetchall()]


def _parts(word: str) -> set[str]:
    """What the index of short parts knows of a word. It leaves out digits, which are in every number."""
    parts = {word[place : place + 2] for place in range(len(word) - 1)} or {word}
    return {part for part in parts if not (part.isascii() and part.isdigit())}


def _likes(words: list[str]) -> tuple[str, list[Any]]:
    escaped = [word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") for word in words]
    return " AND ".join(["text ~~ ?"] * len(words)), [f"%{word}%" for word in escaped]
