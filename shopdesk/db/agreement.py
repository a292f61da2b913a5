"""Whether the rows of a shop's file agree with what derives from them: damage that leaves the file's form whole changes
one and not the other (DATA-01)."""

from contextlib import closing
from pathlib import Path
from typing import Any

from shopdesk.db.driver import sqlite3
from shopdesk.db.errors import storage_errors
from shopdesk.db.search_text import SEARCH_TEXT

_COUNTS = (
    "SELECT shop_id, flag, tray, n FROM order_count WHERE n <> 0 ORDER BY 1, 2, 3",
    "SELECT shop_id, flag, tray, count(*) FROM orders GROUP BY 1, 2, 3 ORDER BY 1, 2, 3",
)
_FRESH = [
    "CREATE VIRTUAL TABLE temp.fresh USING fts5(text, content='', contentless_delete=1, tokenize='trigram', "
    "detail=none)",
    f"INSERT INTO temp.fresh (rowid, text) {SEARCH_TEXT}",
    "CREATE VIRTUAL TABLE temp.terms_fresh USING fts5vocab('temp', 'fresh', 'row')",
    "CREATE VIRTUAL TABLE temp.terms_kept USING fts5vocab('main', 'order_text', 'row')",
]
# Parts that reach over the end of a line depend on the order in which an order's goods were read.
_TERMS = "SELECT term, doc FROM temp.{} WHERE instr(term, char(10)) = 0"
_OF_ONE = f"SELECT count(*) FROM ({_TERMS} EXCEPT {_TERMS})"


def find_disagreements(file: Path) -> list[str]:
    """Names of what doesn't agree (counts, search), or of tables with texts that are none; empty for a sound file.
    Reads all of it. Raises StorageErrors."""
    with storage_errors(str(file)), closing(_reader(file)) as opened:
        opened.execute("BEGIN")  # of one moment, whoever writes meanwhile
        found = _unreadable(opened)
        if not opened.execute("SELECT 1 FROM sqlite_master WHERE name = 'order_text'").fetchone():
            return found
        kept, real = (opened.execute(sql).fetchall() for sql in _COUNTS)
        found += [] if kept == real else ["order_count"]
        return found + ([] if _search_agrees(opened) else ["order_text"])


def _reader(file: Path) -> Any:
    return sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True, isolation_level=None)


def _unreadable(opened: Any) -> list[str]:
    """Tables with texts that can't be decoded."""
    found = []
    for (table,) in opened.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").fetchall():
        columns = [row[1] for row in opened.execute(f'PRAGMA table_info("{table}")') if row[2].upper() != "BLOB"]
        if table.startswith(("order_text", "order_trigram", "sqlite_")) or not columns:
            continue
        names = ", ".join(f'"{column}"' for column in columns)
        try:
            for _row in opened.execute(f'SELECT {names} FROM "{table}"'):
                pass
        except sqlite3.OperationalError as error:
            if "decode" not in str(error):
                raise
            found.append(table)
    return found


def _search_agrees(opened: Any) -> bool:
    """Whether each part of a word is in as many texts as the index says; made anew beside the file."""
    for statement in _FRESH:
        opened.execute(statement)
    sides = (("terms_fresh", "terms_kept"), ("terms_kept", "terms_fresh"))
    return not any(opened.execute(_OF_ONE.format(*side)).fetchone()[0] for side in sides)
