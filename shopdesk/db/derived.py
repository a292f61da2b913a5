"""What the database does by itself: the counts of chips and tabs, the full-text index, and the lock on the trail.

All can be thrown away and made again from the tables, which is what happens around every migration, since rebuilding
a table in SQLite silently drops its triggers.
"""

from peewee import Database

TRIGGERS = {
    "orders_counted_in": """
CREATE TRIGGER orders_counted_in AFTER INSERT ON orders BEGIN
  INSERT INTO order_count (shop_id, flag, tray, n) VALUES (new.shop_id, new.flag, new.tray, 1)
  ON CONFLICT (shop_id, flag, tray) DO UPDATE SET n = n + 1;
END""",
    "orders_counted_over": """
CREATE TRIGGER orders_counted_over AFTER UPDATE OF shop_id, flag, status, stage, held ON orders
WHEN old.flag <> new.flag OR old.tray <> new.tray OR old.shop_id <> new.shop_id BEGIN
  UPDATE order_count SET n = n - 1 WHERE shop_id = old.shop_id AND flag = old.flag AND tray = old.tray;
  INSERT INTO order_count (shop_id, flag, tray, n) VALUES (new.shop_id, new.flag, new.tray, 1)
  ON CONFLICT (shop_id, flag, tray) DO UPDATE SET n = n + 1;
END""",
    "orders_counted_out": """
CREATE TRIGGER orders_counted_out AFTER DELETE ON orders BEGIN
  UPDATE order_count SET n = n - 1 WHERE shop_id = old.shop_id AND flag = old.flag AND tray = old.tray;
END""",
    "trail_is_kept": """
CREATE TRIGGER trail_is_kept BEFORE DELETE ON trail BEGIN
  SELECT RAISE(ABORT, 'the trail is append-only');
END""",
    "trail_is_final": """
CREATE TRIGGER trail_is_final BEFORE UPDATE ON trail BEGIN
  SELECT RAISE(ABORT, 'the trail is append-only');
END""",
}

# What the one search box looks through, one text an order. Newlines keep a word from matching across two fields, and
# two at the end let a word of one or two characters be found as the beginning of a trigram wherever it stands.
SEARCH_TEXT = """
SELECT o.id AS id, o.order_no || char(10) || coalesce(b.platform_id, '') || char(10) || o.receiver || char(10)
  || o.phone || char(10) || o.address || char(10) || o.memo || char(10) || o.buyer_message || char(10)
  || coalesce((SELECT group_concat(l.sku, char(10)) FROM order_line l WHERE l.order_id = o.id), '') || char(10)
  || coalesce((SELECT group_concat(p.waybill, char(10)) FROM parcel p WHERE p.order_id = o.id), '')
  || char(10, 10) AS text
FROM orders o LEFT JOIN buyer b ON b.id = o.buyer_id
"""

FULL_TEXT = [
    "CREATE VIRTUAL TABLE order_text USING fts5(text, content='', contentless_delete=1, tokenize='trigram', "
    "detail=none)",
    "CREATE VIRTUAL TABLE order_trigram USING fts5vocab(order_text, row)",
    # Room to gather what is indexed before it is written: an import takes half the time of many small merges.
    f"INSERT INTO order_text (order_text, rank) VALUES ('hashsize', {64 << 20})",
    f"CREATE VIEW order_search (id, text) AS {SEARCH_TEXT}",
]


def drop_derived(database: Database) -> None:
    """Throw the triggers and the full text away: a table can't be rebuilt while a view looks at it. Call inside a
    transaction that ends with `make_derived`."""
    for name in TRIGGERS:
        database.execute_sql(f"DROP TRIGGER IF EXISTS {name}")
    database.execute_sql("DROP VIEW IF EXISTS order_search")
    database.execute_sql("DROP TABLE IF EXISTS order_trigram")
    database.execute_sql("DROP TABLE IF EXISTS order_text")


def make_derived(database: Database) -> None:
    """Throw the triggers, counts and full text away and make them again. Call inside a transaction."""
    drop_derived(database)
    for statement in TRIGGERS.values():
        database.execute_sql(statement)
    database.execute_sql("DELETE FROM order_count")
    database.execute_sql(
        "INSERT INTO order_count (shop_id, flag, tray, n) "
        "SELECT shop_id, flag, tray, count(*) FROM orders GROUP BY shop_id, flag, tray"
    )
    for statement in FULL_TEXT:
        database.execute_sql(statement)
    database.execute_sql("INSERT INTO order_text (rowid, text) SELECT id, text FROM order_search")
