"""Whether somebody else has written to the shop."""

from shopdesk.db.database import Database, rows_of


def get_data_version(database: Database) -> int:
    """A number that changes when another connection writes; a write of this thread's own leaves it as it is."""
    return int(rows_of(database, "PRAGMA data_version")[0][0])
