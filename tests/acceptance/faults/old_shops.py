"""Shops as earlier programs left them on their disks."""

from contextlib import closing
from pathlib import Path

from shopdesk.db.database import open_database
from shopdesk.db.derived import make_derived
from shopdesk.db.driver import sqlite3

SCHEMAS = Path(__file__).parents[2] / "schemas"


def old_shop(file: Path, age: str, orders: int) -> None:
    """A released database, with many more orders."""
    with closing(sqlite3.connect(str(file))) as opened:
        opened.executescript((SCHEMAS / f"{age}.sql").read_text("utf-8"))
        opened.execute("PRAGMA foreign_keys = 0")
        for table, key in (("orders", "order_no"), ("order_line", "line_no")):
            names = [row[1] for row in opened.execute(f"PRAGMA table_info({table})") if row[1] != "id"]
            values = [f"t.{name} || '-' || n.n" if name == key else f"t.{name}" for name in names]
            opened.execute(
                f"WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < {orders}) "
                f"INSERT INTO {table} ({', '.join(names)}) SELECT {', '.join(values)} "
                f"FROM n, (SELECT * FROM {table} ORDER BY id LIMIT 1) t"
            )
        opened.commit()
    database = open_database(file)
    with database.atomic():
        make_derived(database)
    database.close()
