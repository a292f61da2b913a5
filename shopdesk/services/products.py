"""Products and variants, learned from what was bought (PRD-01)."""

from shopdesk.db.database import Database
from shopdesk.db.upsert import execute_many, upsert_sql
from shopdesk.domain.properties import read_properties

_PRODUCT_SQL = upsert_sql("product", {"shop_id": "?", "code": "?", "title": "?"}, key=("shop_id", "code"), updates={})
_VARIANT_SQL = upsert_sql(
    "variant",
    {"shop_id": "?", "sku": "?", "style": "?", "colour": "?", "size": "?", "product_id": "p.id"},
    key=("shop_id", "sku"),
    updates={},
    source="FROM product p WHERE p.shop_id = ? AND p.code = ?",
)


def learn_variants(database: Database, *, shop_id: int, after_line: int) -> None:
    """Make products and variants of the SKUs on lines newer than `after_line` that aren't known yet."""
    rows = database.execute_sql(
        "SELECT sku, min(title), min(properties), min(CASE product_code WHEN '' THEN title ELSE product_code END) "
        "FROM order_line WHERE id > ? AND sku <> '' AND NOT EXISTS "
        "(SELECT 1 FROM variant v WHERE v.shop_id = ? AND v.sku = order_line.sku) GROUP BY sku",
        (after_line, shop_id),
    ).fetchall()
    execute_many(database, _PRODUCT_SQL, [(shop_id, code, title) for _, title, _, code in rows])
    variants = [(sku, read_properties(properties), code) for sku, _, properties, code in rows]
    execute_many(
        database, _VARIANT_SQL, [(shop_id, sku, *properties, shop_id, code) for sku, properties, code in variants]
    )
