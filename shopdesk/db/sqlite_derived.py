"""What a SQLite file does by itself: the counts of chips and tabs, the full-text index, and the lock on the trail.

A trigram index finds any text in any language.
"""

from shopdesk.db.search_text import SEARCH_TEXT
from shopdesk.db.trail import WIPED

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
    "trail_is_final": f"""
CREATE TRIGGER trail_is_final BEFORE UPDATE ON trail WHEN NOT ({WIPED}) BEGIN
  SELECT RAISE(ABORT, 'the trail is append-only');
END""",
}

FULL_TEXT = [
    "CREATE VIRTUAL TABLE order_text USING fts5(text, content='', contentless_delete=1, tokenize='trigram', "
    "detail=none)",
    "CREATE VIRTUAL TABLE order_trigram USING fts5vocab(order_text, row)",
    # Room to gather what is indexed before it is written: an import takes half the time of many small merges.
    f"INSERT INTO order_text (order_text, rank) VALUES ('hashsize', {64 << 20})",
    f"CREATE VIEW order_search (id, text) AS {SEARCH_TEXT}",
    "INSERT INTO order_text (rowid, text) SELECT id, text FROM order_search",
]

MAKE = [*TRIGGERS.values(), *FULL_TEXT]

DROP = [
    *(f"DROP TRIGGER IF EXISTS {name}" for name in TRIGGERS),
    "DROP VIEW IF EXISTS order_search",
    "DROP TABLE IF EXISTS order_trigram",
    "DROP TABLE IF EXISTS order_text",
]
