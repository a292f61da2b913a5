"""Whether a shop is wholly sound after bad luck: its file, its trail, what derives from its rows, and its work."""

from pathlib import Path

from shopdesk.db.database import Database, is_shared, rows_of
from shopdesk.db.search import settle_index
from shopdesk.db.search_text import SEARCH_TEXT
from shopdesk.services.damage import check
from shopdesk.services.desk import Desk
from shopdesk.services.setup import open_desk

HALVES = {
    "orders without their lines": (
        "SELECT count(*) FROM orders o WHERE NOT EXISTS (SELECT 1 FROM order_line l WHERE l.order_id = o.id)"
    ),
    "orders whose pieces aren't those of their lines": (
        "SELECT count(*) FROM orders o WHERE pieces <> "
        "(SELECT coalesce(sum(quantity), 0) FROM order_line l WHERE l.order_id = o.id)"
    ),
    "registered orders without registrar or row in the trail": (
        "SELECT count(*) FROM orders o WHERE stage >= 1 AND (registrar_id IS NULL OR registered_at IS NULL OR NOT "
        "EXISTS (SELECT 1 FROM trail t WHERE t.kind = 'order' AND t.record_id = o.id AND t.action = 'register'))"
    ),
    "new orders with a registrar": "SELECT count(*) FROM orders WHERE stage = 0 AND registrar_id IS NOT NULL",
    "orders registered twice": (
        "SELECT count(*) FROM (SELECT record_id FROM trail WHERE kind = 'order' AND action = 'register' "
        "GROUP BY record_id HAVING count(*) > 1) twice"
    ),
    "settled orders without a settlement, or the other way round": (
        "SELECT count(*) FROM orders o WHERE stage >= 1 AND "
        "(CASE WHEN stage >= 2 THEN 1 ELSE 0 END) <> (SELECT count(*) FROM settlement s WHERE s.order_id = o.id)"
    ),
    "slips that hold not just what their orders hold": (
        "SELECT count(*) FROM slip_item i JOIN order_line l ON l.id = i.line_id "
        "WHERE i.quantity <> l.quantity OR i.order_id <> l.order_id"
    ),
    "orders of which only some lines are on slips": (
        "SELECT count(*) FROM (SELECT l.order_id FROM order_line l LEFT JOIN slip_item i ON i.line_id = l.id "
        "GROUP BY l.order_id HAVING count(i.id) NOT IN (0, count(*))) half"
    ),
    "slips of orders that aren't settled": (
        "SELECT count(*) FROM slip_item i JOIN orders o ON o.id = i.order_id WHERE o.stage < 2"
    ),
    "slips in no wave, or empty ones": (
        "SELECT count(*) FROM slip s WHERE wave_id IS NULL "
        "OR NOT EXISTS (SELECT 1 FROM slip_item i WHERE i.slip_id = s.id)"
    ),
    "waves without slips": (
        "SELECT count(*) FROM wave w WHERE NOT EXISTS (SELECT 1 FROM slip s WHERE s.wave_id = w.id)"
    ),
}
"""How many of each there are: always 0, whenever somebody pulled the plug."""
_COUNTED = (
    "SELECT shop_id, flag, tray, n FROM order_count WHERE n <> 0 ORDER BY shop_id, flag, tray",
    "SELECT shop_id, flag, tray, count(*) FROM orders GROUP BY shop_id, flag, tray ORDER BY shop_id, flag, tray",
)


def problems_of(address: Path | str, *, halves: bool = True) -> list[str]:
    """Everything that is wrong with a shop; nothing for a sound one."""
    desk = open_desk(address)
    try:
        return check(desk) or problems_in(desk, halves=halves)
    finally:
        desk.database.close()


def problems_in(desk: Desk, *, halves: bool = True) -> list[str]:
    """What is wrong with an open shop beyond what the program's own check finds."""
    database = desk.database
    found = []
    if rows_of(database, _COUNTED[0]) != rows_of(database, _COUNTED[1]):
        found.append("the counts are not the real ones")
    found += _text_problems(database)
    if halves:
        counts = {name: rows_of(database, sql)[0][0] for name, sql in HALVES.items()}
        found += [f"{n} {name}" for name, n in counts.items() if n]
    return found


def _text_problems(database: Database) -> list[str]:
    """Whether the full text is what it would be if it were made now."""
    if is_shared(database):
        settle_index(database)
        sql = f'SELECT id, lower(text COLLATE "C") FROM ({SEARCH_TEXT}) s'
        is_same = _lines(database, "SELECT rowid, text FROM order_text") == _lines(database, sql)
    else:
        is_same = _terms(database, "main.order_text") == _fresh_terms(database)
    return [] if is_same else ["the full text is not that of the orders"]


def _lines(database: Database, sql: str) -> dict[int, list[str]]:
    """The words of each order; goods and waybills stand in any order."""
    return {order_id: sorted(text.split("\n")) for order_id, text in rows_of(database, sql)}


def _terms(database: Database, table: str) -> list[tuple[str, int]]:
    """Every trigram with the number of orders that hold it, and each order that has a text."""
    schema, name = table.split(".")
    database.execute_sql(f"CREATE VIRTUAL TABLE temp.seen USING fts5vocab('{schema}', '{name}', 'row')")
    try:
        terms = rows_of(database, "SELECT term, doc FROM temp.seen ORDER BY term")
        return [*terms, *[("", row[0]) for row in rows_of(database, f"SELECT rowid FROM {table} ORDER BY rowid")]]
    finally:
        database.execute_sql("DROP TABLE temp.seen")


def _fresh_terms(database: Database) -> list[tuple[str, int]]:
    database.execute_sql(
        "CREATE VIRTUAL TABLE temp.fresh USING fts5(text, content='', contentless_delete=1, tokenize='trigram', "
        "detail=none)"
    )
    try:
        database.execute_sql(f"INSERT INTO temp.fresh (rowid, text) {SEARCH_TEXT}")
        return _terms(database, "temp.fresh")
    finally:
        database.execute_sql("DROP TABLE temp.fresh")
