"""Moving the texts that imports put aside on a PostgreSQL server under the indexes of the search.

An index of parts takes three times as long to be told of many texts as to be built from them, and grows four times as
large. So where most texts are new, as after a first import, the table is made anew beside the old one and takes its
place; else the texts are moved over in portions. Either way other PCs find and write meanwhile.
"""

from peewee import Database, PeeweeException

from shopdesk.db.postgres import WRITE_PATIENCE_S, WRITER_LOCK
from shopdesk.db.postgres_derived import text_indexes

_MOVED_AT_ONCE = 20_000
_MANY = 10_000
"""After so many new orders the server's knowledge of its tables is brought up to date."""
_READERS_WAIT_S = 2
"""So long searches may wait until one that is under way ends."""
_IN_THE_WAY = ("55P03", "40P01", "23505", "42P07")
"""Somebody reads or writes for long, or another PC is building just now."""

_MOVE = f"""
SET LOCAL gin_pending_list_limit = '256MB';
SET LOCAL maintenance_work_mem = '128MB';
WITH moved AS (
  DELETE FROM order_text_new WHERE rowid IN (
    SELECT rowid FROM order_text_new ORDER BY rowid LIMIT {_MOVED_AT_ONCE} FOR UPDATE SKIP LOCKED)
  RETURNING rowid, text)
INSERT INTO order_text (rowid, text) SELECT rowid, text FROM moved ORDER BY rowid
ON CONFLICT (rowid) DO UPDATE SET text = excluded.text;
SELECT gin_clean_pending_list('order_text_trigrams'), gin_clean_pending_list('order_text_parts')
"""
"""One journey and so one transaction, which is no writer's: it changes nothing but where a text lies."""

_IS_OURS = "SELECT relowner = current_user::regrole AND relacl IS NULL FROM pg_class WHERE oid = 'order_text'::regclass"
"""A table that takes another's place has not its owner nor what others were granted on it."""

_BUILD = f"""
SET LOCAL statement_timeout = 0;
SET LOCAL maintenance_work_mem = '128MB';
CREATE TABLE order_text_built (rowid BIGINT NOT NULL, text TEXT COLLATE "C" NOT NULL);
INSERT INTO order_text_built (rowid, text)
  SELECT rowid, text FROM order_text UNION ALL SELECT rowid, text FROM order_text_new n
  WHERE NOT EXISTS (SELECT FROM order_text t WHERE t.rowid = n.rowid) ORDER BY rowid;
ALTER TABLE order_text_built ADD PRIMARY KEY (rowid);
{";".join(text_indexes("order_text_built"))}
"""
"""Nobody waits for this, nor does anybody see it before its transaction has ended."""

_TAKE_PLACE = f"""
SET LOCAL lock_timeout = '{WRITE_PATIENCE_S}s';
SELECT pg_advisory_xact_lock({WRITER_LOCK});
SET LOCAL lock_timeout = '{_READERS_WAIT_S}s';
LOCK TABLE order_text_new, order_text;
WITH moved AS (
  DELETE FROM order_text_new n USING order_text_built b WHERE b.rowid = n.rowid AND b.text = n.text RETURNING n.rowid)
DELETE FROM order_text_built b WHERE NOT EXISTS (SELECT FROM moved m WHERE m.rowid = b.rowid)
  AND NOT EXISTS (SELECT FROM order_text t WHERE t.rowid = b.rowid AND t.text = b.text);
INSERT INTO order_text_built (rowid, text) SELECT rowid, text FROM order_text t
  WHERE NOT EXISTS (SELECT FROM order_text_built b WHERE b.rowid = t.rowid);
DROP TABLE order_text;
ALTER TABLE order_text_built RENAME TO order_text;
ALTER INDEX order_text_built_pkey RENAME TO order_text_pkey;
ALTER INDEX order_text_built_trigrams RENAME TO order_text_trigrams;
ALTER INDEX order_text_built_parts RENAME TO order_text_parts
"""
"""What was written meanwhile is taken over first. Whoever writes is waited for, so that no writer is waited for while
searches wait."""


def settle_index(database: Database) -> None:
    """Move the texts that imports put aside under the indexes; after a large import lists are made quick too."""
    waiting = _count(database, "order_text_new")
    if waiting <= _MANY or not _build_anew(database, waiting):
        for _ in range(0, waiting, _MOVED_AT_ONCE):
            database.execute_sql(_MOVE)
    if waiting > _MANY:  # else the server does it by itself, a little later
        database.execute_sql("VACUUM (ANALYZE) orders, order_line, parcel, buyer, order_text, order_text_new")


def _build_anew(database: Database, waiting: int) -> bool:
    """Whether the table of texts was made anew: where that is quicker, and nobody holds on to the old one."""
    if waiting < _count(database, "order_text") or not database.execute_sql(_IS_OURS).fetchone()[0]:
        return False
    try:
        database.execute_sql(f"{_BUILD};{_TAKE_PLACE}")  # one journey and so one transaction
    except PeeweeException as error:
        if getattr(error.__context__, "sqlstate", "") not in _IN_THE_WAY:
            raise
        return False
    return True


def _count(database: Database, table: str) -> int:
    return int(database.execute_sql(f"SELECT count(*) FROM {table}").fetchone()[0])
