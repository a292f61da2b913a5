"""Writes a small shop as SQL text for this folder: `python -m tests.schemas.dump > tests/schemas/NUMBER.sql`.

Only what a program wrote is kept: full text, triggers and views derive from it and are made again by the migration.
"""

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from shopdesk.db.database import Database
from shopdesk.domain.address_changes import Address
from shopdesk.domain.documents import Document, Paper
from shopdesk.domain.flags import Colour
from shopdesk.services.desk import Desk
from shopdesk.services.holds import hold_orders
from shopdesk.services.imports import import_files
from shopdesk.services.order_edits import change_address
from shopdesk.services.orders import set_flag
from shopdesk.services.papers import print_papers
from shopdesk.services.registering import register_orders
from shopdesk.services.shop_settings import save_setting
from shopdesk.services.views import save_view
from shopdesk.settings import FLAG_SALESPEOPLE
from tests.factories import add_order, make_desk
from tests.platform_files import write_taobao_pair

_DERIVED = ("order_text", "order_trigram", "sqlite_")


def dump(database: Database) -> Iterator[str]:
    """Statements that make the tables, their indexes and their rows."""
    yield f"PRAGMA application_id = {database.execute_sql('PRAGMA application_id').fetchone()[0]};"
    made = database.execute_sql(
        "SELECT type, name, sql FROM sqlite_master WHERE type IN ('table', 'index') AND sql IS NOT NULL ORDER BY rowid"
    ).fetchall()
    for kind, name, sql in made:
        if name.startswith(_DERIVED):
            continue
        yield f"{sql};"
        if kind == "table":
            yield from _rows(database, name)


def _rows(database: Database, table: str) -> Iterator[str]:
    columns = [row[1] for row in database.execute_sql(f"PRAGMA table_info({table})")]  # generated ones are left out
    quoted = " || ', ' || ".join(f'quote("{column}")' for column in columns)
    names = ", ".join(f'"{column}"' for column in columns)
    for (values,) in database.execute_sql(f'SELECT {quoted} FROM "{table}"'):
        yield f'INSERT INTO "{table}" ({names}) VALUES ({values});'


def make_small_shop(folder: Path) -> Desk:
    """A few orders with something of everything that can be kept of them."""
    desk = make_desk(folder)
    pair = write_taobao_pair(folder, 3)
    import_files(desk, files=[pair.orders, pair.lines])
    printed = add_order(desk, receiver="欧阳小满", memo="发顺丰", buyer="tb_欧阳", waybill="YT7453244865603", flag=1)
    held, unpaid = add_order(desk, memo="等补差价"), add_order(desk, status=0, paid_at=None)
    save_setting(desk, FLAG_SALESPEOPLE, {"red": ["小王"]})
    register_orders(desk, order_ids=[printed])
    print_papers(desk, order_ids=[printed], document=Document.SLIP, paper=Paper.LABEL_100X150)
    hold_orders(desk, order_ids=[held], reason="补差价 10 元")
    change_address(desk, order_id=held, change=Address(address="文二路88号"), reason="买家改地址")
    set_flag(desk, order_ids=[unpaid], colour=Colour.YELLOW)
    save_view(desk, page="orders", name="加急", filters={"flags": ["red"]})
    return desk


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        sys.stdout.write("\n".join(dump(make_small_shop(Path(folder)).database)) + "\n")
