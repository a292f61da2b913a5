"""Whether somebody else has written to the shop."""

from shopdesk.db.database import Database, is_shared, rows_of


def get_data_version(database: Database) -> int | str:
    """Something that changes when another connection writes; on a server also for a write of this thread's own, in a
    file not."""
    sql = "SELECT pg_current_snapshot()::text" if is_shared(database) else "PRAGMA data_version"
    version: int | str = rows_of(database, sql)[0][0]
    return version
