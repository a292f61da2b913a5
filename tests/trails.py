"""What somebody with full access to the database could do to the trail."""

from shopdesk.db.database import Database, is_shared


def open_locks(database: Database) -> None:
    """Take the locks off the trail."""
    for trigger in ("trail_is_kept", "trail_is_final"):
        database.execute_sql(f"DROP TRIGGER IF EXISTS {trigger}{' ON trail' if is_shared(database) else ''}")
