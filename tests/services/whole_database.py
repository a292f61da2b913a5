"""Everything in a shop's database, to show that something changed nothing."""

from shopdesk.db.database import rows_of
from shopdesk.services.desk import Desk

_DERIVED = ("changed_", "order_text", "order_trigram", "order_search", "sqlite_")


def everything(desk: Desk) -> list[str]:
    """All rows as text, in the same order on either engine, and the full text."""
    tables = sorted(table for table in desk.database.get_tables() if not table.startswith(_DERIVED))
    found = [f"{table} {row}" for table in tables for row in rows_of(desk.database, f'SELECT * FROM "{table}"')]
    texts = rows_of(desk.database, "SELECT count(*) FROM order_text")[0][0]
    return [*sorted(found), f"{texts} texts"]
