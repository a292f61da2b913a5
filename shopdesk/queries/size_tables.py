"""Tables of sizes: lists, the one of a product, which size for a body (PRD-02)."""

from dataclasses import dataclass
from typing import Any

from shopdesk.db.database import Database, rows_of
from shopdesk.domain.properties import read_properties
from shopdesk.domain.size_codes import Meaning, meanings_of
from shopdesk.domain.sizes import SizeChart, SizeRow, read_chart
from shopdesk.errors import N_, NotFound


class SizeTableNotFound(NotFound):
    template = N_("There is no table of sizes {name} here. Look at the list of tables.")


@dataclass(frozen=True, slots=True)
class SizeTableRow:
    """One table of sizes."""

    id: int
    version: int
    shop_id: int | None
    """None: for all shops."""
    shop: str
    chart: SizeChart
    note: str
    """What to say with it: how it is measured, how it is cut."""
    products: int
    """How many products have it."""

    @property
    def name(self) -> str:
        """By which it is known."""
        return self.chart.name


@dataclass(frozen=True, slots=True)
class BoughtSize:
    """A line of an order with what its size means, at hand while answering."""

    line_id: int
    title: str
    sku: str
    size: str
    table: SizeTableRow | None
    """The table of its product."""
    row: SizeRow | None
    """Its size in that table."""
    meanings: tuple[Meaning, ...]
    """What the codes in its size stand for."""


@dataclass(frozen=True, slots=True)
class SizedProduct:
    """A product with the table it goes by."""

    product_id: int
    shop: str
    code: str
    title: str
    size_table_id: int | None
    table: str
    """Its table's name, "" for none."""


_SQL = (
    "SELECT t.id, t.version, t.shop_id, coalesce(s.name, '') AS name, t.name AS title, t.measures AS measures, "
    "t.rows AS rows, t.note AS own_note, (SELECT count(*) FROM product p WHERE p.size_table_id = t.id) "
    "FROM size_table t LEFT JOIN shop s ON s.id = t.shop_id"
)


def list_size_tables(database: Database, *, shop_id: int | None = None, find: str = "") -> list[SizeTableRow]:
    """Tables of sizes by name; of one shop and of all shops, with this text in the name."""
    rows = [_row(row) for row in rows_of(database, f"{_SQL} ORDER BY t.name, t.id")]
    wanted = find.strip().casefold()
    return [
        row for row in rows if shop_id in (None, row.shop_id) or row.shop_id is None if wanted in row.name.casefold()
    ]


def get_size_table(database: Database, size_table_id: int) -> SizeTableRow:
    """One table; raises SizeTableNotFound."""
    rows = rows_of(database, f"{_SQL} WHERE t.id = ?", (size_table_id,))
    if not rows:
        raise SizeTableNotFound(name=size_table_id)
    return _row(rows[0])


def find_size_table(database: Database, name: str) -> SizeTableRow | None:
    """The table of this name; large and small letters are the same."""
    wanted = " ".join(name.split()).casefold()
    return next((row for row in list_size_tables(database) if row.name.casefold() == wanted), None)


def find_product_sizes(database: Database, *, product_id: int) -> SizeTableRow | None:
    """The table of a product."""
    rows = rows_of(database, f"{_SQL} JOIN product p ON p.size_table_id = t.id WHERE p.id = ?", (product_id,))
    return _row(rows[0]) if rows else None


def list_sized_products(database: Database, *, size_table_id: int | None = None) -> list[SizedProduct]:
    """Products on sale with their tables, by shop and title; of one table, taken down ones too."""
    where, params = ("p.on_sale", ()) if size_table_id is None else ("p.size_table_id = ?", (size_table_id,))
    rows = rows_of(
        database,
        "SELECT p.id, s.name AS name, p.code AS code, p.title AS title, p.size_table_id, coalesce(t.name, '') AS title "
        "FROM product p JOIN shop s ON s.id = p.shop_id LEFT JOIN size_table t ON t.id = p.size_table_id "
        f"WHERE {where} ORDER BY p.shop_id, p.title, p.id",
        params,
    )
    return [SizedProduct(*row) for row in rows]


def list_bought_sizes(database: Database, *, order_id: int) -> list[BoughtSize]:
    """The sizes of an order's lines with what they mean, in the order of the lines."""
    rows = rows_of(
        database,
        "SELECT l.id, l.title AS title, l.sku AS sku, l.properties AS properties, coalesce(v.size, '') AS code, "
        "p.size_table_id FROM order_line l JOIN orders o ON o.id = l.order_id "
        "LEFT JOIN variant v ON v.shop_id = o.shop_id AND v.sku = l.sku AND l.sku <> '' "
        "LEFT JOIN product p ON p.id = v.product_id WHERE l.order_id = ? ORDER BY l.position, l.id",
        (order_id,),
    )
    tables = {row.id: row for row in list_size_tables(database)} if any(row[-1] for row in rows) else {}
    return [_bought(row, tables.get(row[-1])) for row in rows]


def _bought(row: tuple[Any, ...], table: SizeTableRow | None) -> BoughtSize:
    line_id, title, sku, properties, size, _table_id = row
    size = size or read_properties(properties).size
    found = table.chart.find(size) if table is not None and size else None
    means = found.means if found is not None else ""
    return BoughtSize(line_id, title, sku, size, table, found, meanings_of(size) or meanings_of(means))


def _row(row: tuple[Any, ...]) -> SizeTableRow:
    table_id, version, shop_id, shop, name, measures, rows, note, products = row
    return SizeTableRow(table_id, version, shop_id, shop, read_chart(name, measures, rows), note, products)
