"""What a PostgreSQL database does by itself: the same as `sqlite_derived.py`, in its own words.

Counts are kept by one statement a statement, so that an import of 100,000 orders counts once.
"""

from shopdesk.db.search_text import SEARCH_TEXT
from shopdesk.db.trail import WIPED

FUNCTIONS = {
    "given_numbers(text)": """
CREATE FUNCTION given_numbers(list text) RETURNS TABLE (value bigint) LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT item::bigint FROM json_array_elements_text(list::json) item $$""",
    "given_texts(text)": """
CREATE FUNCTION given_texts(list text) RETURNS TABLE (value text) LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT item COLLATE "C" FROM json_array_elements_text(list::json) item $$""",
    "json_extract(text, text)": """
CREATE FUNCTION json_extract(document text, path text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT CASE WHEN document <> '' THEN document::json ->> substr(path, 3) END $$""",
    "short_parts(text)": """
CREATE FUNCTION short_parts(searched text) RETURNS text[] LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE signs text[] := string_to_array(regexp_replace(searched, '([0-9])[0-9]+([0-9])', E'\\\\1\\n\\\\2', 'g'), NULL);
BEGIN
  RETURN signs || array(SELECT one || two FROM unnest(signs, signs[2:]) pair (one, two));
END $$""",
    "count_new_orders()": """
CREATE FUNCTION count_new_orders() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  INSERT INTO order_count AS c (shop_id, flag, tray, n)
  SELECT shop_id, flag, tray, count(*) FROM new_orders GROUP BY shop_id, flag, tray
  ON CONFLICT (shop_id, flag, tray) DO UPDATE SET n = c.n + excluded.n;
  RETURN NULL;
END $$""",
    "count_moved_orders()": """
CREATE FUNCTION count_moved_orders() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  INSERT INTO order_count AS c (shop_id, flag, tray, n)
  SELECT shop_id, flag, tray, sum(one) FROM (
    SELECT shop_id, flag, tray, 1 AS one FROM new_orders
    UNION ALL SELECT shop_id, flag, tray, -1 FROM old_orders) moved
  GROUP BY shop_id, flag, tray HAVING sum(one) <> 0
  ON CONFLICT (shop_id, flag, tray) DO UPDATE SET n = c.n + excluded.n;
  RETURN NULL;
END $$""",
    "count_gone_orders()": """
CREATE FUNCTION count_gone_orders() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  UPDATE order_count c SET n = c.n - gone.n
  FROM (SELECT shop_id, flag, tray, count(*) AS n FROM old_orders GROUP BY shop_id, flag, tray) gone
  WHERE c.shop_id = gone.shop_id AND c.flag = gone.flag AND c.tray = gone.tray;
  RETURN NULL;
END $$""",
    "keep_trail()": """
CREATE FUNCTION keep_trail() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  RAISE EXCEPTION 'the trail is append-only';
END $$""",
}

TRIGGERS = {
    "orders_counted_in": """
CREATE TRIGGER orders_counted_in AFTER INSERT ON orders REFERENCING NEW TABLE AS new_orders
FOR EACH STATEMENT EXECUTE FUNCTION count_new_orders()""",
    "orders_counted_over": """
CREATE TRIGGER orders_counted_over AFTER UPDATE ON orders
REFERENCING NEW TABLE AS new_orders OLD TABLE AS old_orders
FOR EACH STATEMENT EXECUTE FUNCTION count_moved_orders()""",
    "orders_counted_out": """
CREATE TRIGGER orders_counted_out AFTER DELETE ON orders REFERENCING OLD TABLE AS old_orders
FOR EACH STATEMENT EXECUTE FUNCTION count_gone_orders()""",
    "trail_is_kept": """
CREATE TRIGGER trail_is_kept BEFORE DELETE ON trail FOR EACH STATEMENT EXECUTE FUNCTION keep_trail()""",
    "trail_is_final": f"""
CREATE TRIGGER trail_is_final BEFORE UPDATE ON trail FOR EACH ROW WHEN (NOT ({WIPED}))
EXECUTE FUNCTION keep_trail()""",
}


def text_indexes(table: str) -> list[str]:
    """What makes the indexes of a table of texts, best once it is full."""
    return [
        f"""
DO $$ BEGIN  -- pg_trgm may lie in a schema of its own
  EXECUTE format('CREATE INDEX {table}_trigrams ON {table} USING gin (text %I.gin_trgm_ops)',
    (SELECT n.nspname FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace WHERE e.extname = 'pg_trgm'));
END $$""",
        f"CREATE INDEX {table}_parts ON {table} USING gin (short_parts(text))",
    ]


# An import puts its texts into order_text_new, which has no index to be kept; see postgres_settling.py. What is in
# order_text is found by an index: by three letters or digits that follow each other, or by one or two signs.
FULL_TEXT = [
    "CREATE EXTENSION IF NOT EXISTS pg_trgm",
    f"CREATE VIEW order_search (id, text) AS {SEARCH_TEXT}",
    'CREATE TABLE order_text (rowid BIGINT PRIMARY KEY, text TEXT COLLATE "C" NOT NULL)',
    'CREATE TABLE order_text_new (rowid BIGINT PRIMARY KEY, text TEXT COLLATE "C" NOT NULL)',
    'INSERT INTO order_text (rowid, text) SELECT id, lower(text COLLATE "C") FROM order_search',
    "SET LOCAL maintenance_work_mem = '128MB'",
    *text_indexes("order_text"),
]

MAKE = [*FUNCTIONS.values(), *TRIGGERS.values(), *FULL_TEXT]

_TABLES = {"orders_counted_in": "orders", "orders_counted_over": "orders", "orders_counted_out": "orders"}

DROP = [
    *(f"DROP TRIGGER IF EXISTS {name} ON {_TABLES.get(name, 'trail')}" for name in TRIGGERS),
    "DROP VIEW IF EXISTS order_search",
    "DROP TABLE IF EXISTS order_text, order_text_new",
    *(f"DROP FUNCTION IF EXISTS {name}" for name in FUNCTIONS),
]
