"""The search box: the words of an order, brought up to date, and the orders that hold what was typed.

Each engine finds them in its own way; both by an index of parts of words, which serves any language.
"""

from collections.abc import Iterable

from peewee import Database

from shopdesk.db import postgres_search, sqlite_search
from shopdesk.db.database import GIVEN, is_shared, listed, place_of
from shopdesk.db.errors import storage_errors
from shopdesk.db.masking import is_masked

MOST = 5_000
"""More hits than this are not listed; the caller is told that there are more."""

_SHORTEST_END, _SHORTEST_NAME = 3, 2
_MOST_WORDS, _LONGEST_WORD = 8, 200
"""What is pasted beyond that is not looked at."""


def index_new(database: Database, after_id: int) -> None:
    """Index the orders made after `after_id`; call in the transaction that made them."""
    engine = postgres_search if is_shared(database) else sqlite_search
    engine.index_new(database, after_id)


def index_again(database: Database, order_ids: Iterable[int]) -> None:
    """Index orders whose text changed; call in the transaction that changed them."""
    engine = postgres_search if is_shared(database) else sqlite_search
    engine.index_again(database, list(order_ids))


def settle_index(database: Database) -> None:
    """After many new orders, outside any transaction: what makes searching quick again and needn't hold up others."""
    if is_shared(database):
        from shopdesk.db import postgres_settling  # with the server's driver, which a shop in a file does without

        with storage_errors(place_of(database)):
            postgres_settling.settle_index(database)


def find_order_ids(database: Database, text: str, *, most: int = MOST) -> list[int]:
    """Ids of orders that hold every word of `text`, newest id first; at most `most` + 1, so that "more" can be told."""
    words = sorted({word[:_LONGEST_WORD] for word in text.replace("\0", " ").split()}, key=len)[-_MOST_WORDS:]
    if not words:
        return []
    engine = postgres_search if is_shared(database) else sqlite_search
    with storage_errors(place_of(database)):
        found: list[int] = engine.find_order_ids(database, words, most)
    return _seen(database, found, words) if is_masked(database) else found


_SEEN = f"""
SELECT o.id, o.order_no, b.platform_id, o.receiver, o.phone, o.address, o.memo, o.buyer_message,
  (SELECT string_agg(l.sku, ' ') FROM order_line l WHERE l.order_id = o.id) AS sku,
  (SELECT string_agg(p.waybill, ' ') FROM parcel p WHERE p.order_id = o.id) AS waybill
FROM orders o LEFT JOIN buyer b ON b.id = o.buyer_id WHERE o.id IN {GIVEN}
"""
_OF_PHONE = f"SELECT o.id FROM orders o WHERE o.id IN {GIVEN} AND o.phone = ?"


def _seen(database: Database, order_ids: list[int], words: list[str]) -> list[int]:
    """Those whose words are found in what the mask shows, or are a whole phone: nobody finds one out digit by digit
    (DATA-06)."""
    given = listed(order_ids)
    shown = {
        row[0]: [str(value).lower() for value in row[1:] if value]
        for row in database.execute_sql(_SEEN, (given,)).fetchall()
    }
    for word in words:
        for (order_id,) in database.execute_sql(_OF_PHONE, (given, word)).fetchall():
            shown[order_id].append(word)
    return [
        order_id
        for order_id in order_ids
        if all(any(word.lower() in field for field in shown.get(order_id, [])) for word in words)
    ]


def find_field_ids(database: Database, value: str, *, most: int = MOST, begins: bool = False) -> list[int]:
    """Ids of orders that hold just this as a whole: as receiver, phone, buyer's id, SKU, waybill; with `begins` one of
    them only begins with it (two signs at least). Newest id first, at most `most`. Quick for short names too, which
    `find_order_ids` would look for within others."""
    value = value.replace("\0", " ").replace("\n", " ").strip()[:_LONGEST_WORD]
    if not value or (begins and len(value) == 1):
        return []
    field = f"\n{value}" if begins else f"\n{value}\n"
    engine = postgres_search if is_shared(database) else sqlite_search
    with storage_errors(place_of(database)):
        found: list[int] = engine.find_field_ids(database, field, most)
    return found


def find_piece_ids(database: Database, piece: str, *, most: int = MOST) -> list[int]:
    """Ids of orders that hold this piece, three signs or more, anywhere; newest id first, at most `most`. By the index
    alone: quicker than `find_order_ids` for what few orders hold, such as a street with its house, slower for the
    rest."""
    piece = piece.replace("\0", " ").replace("\n", " ").strip()[:_LONGEST_WORD]
    if len(piece) < _SHORTEST_END:
        return []
    engine = postgres_search if is_shared(database) else sqlite_search
    with storage_errors(place_of(database)):
        found: list[int] = engine.find_piece_ids(database, piece, most)
    return found


def find_ending_ids(database: Database, end: str, *, most: int = MOST) -> list[int]:
    """Ids of orders that may hold something with this end, such as a phone: three signs or more, two of a Chinese name;
    newest id first, at most `most`. An index guesses them: compare what they really hold."""
    end = end.replace("\0", " ").replace("\n", " ").strip()[:_LONGEST_WORD]
    if len(end) < (_SHORTEST_END if end.isascii() else _SHORTEST_NAME):
        return []
    engine = postgres_search if is_shared(database) else sqlite_search
    with storage_errors(place_of(database)):
        found: list[int] = engine.find_ending_ids(database, f"{end}\n", most)
    return found
