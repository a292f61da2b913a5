"""What was overwritten doesn't linger in the storage (DATA-06)."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress

from peewee import Database, PeeweeException

from shopdesk.db.database import is_shared, place_of
from shopdesk.db.errors import storage_errors


@contextmanager
def forgetting(database: Database) -> Iterator[None]:
    """What is overwritten or deleted inside is gone from the database's files afterwards.

    In a file freed bytes become zeros, the search index is merged so that old words go, and the log is emptied. On a
    server the space of old rows is given back to the table, to be written over; what lies in its own log and backups is
    the server's affair.
    """
    if is_shared(database):
        yield
        _vacuum(database)
        return
    with storage_errors(place_of(database)):
        database.execute_sql("PRAGMA secure_delete = ON")
    try:
        yield
        with storage_errors(place_of(database)):
            with database.atomic():
                database.execute_sql("INSERT INTO order_text (order_text) VALUES ('optimize')")
            database.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    finally:
        with suppress(PeeweeException):
            database.execute_sql("PRAGMA secure_delete = OFF")


def _vacuum(database: Database) -> None:
    """The server's autovacuum does the same a little later; so a refusal is no failure."""
    texts = ("order_text", "order_text_new")
    for table in ("orders", "trail", "buyer", "hold", "contact", "extension", "refund_request", *texts):
        with suppress(PeeweeException):
            database.execute_sql(f"VACUUM {table}")
