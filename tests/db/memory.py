"""A database in memory, for tests of what needs no file."""

from peewee import SqliteDatabase

from shopdesk.db.database import Database


def memory_database() -> Database:
    """Open, empty, gone when let go."""
    database = SqliteDatabase(":memory:", pragmas={"foreign_keys": 1})
    database.connect()
    return database
