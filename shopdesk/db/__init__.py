"""The shop's memory: tables, statements, files and servers (DATA-01, DATA-02)."""

import sys


def _load_peewee_alone() -> None:
    """By itself peewee loads the server's driver, if it finds it, with a tenth of a second at every start, which a shop
    in a file need not wait for; there is no setting against it. `None` in its place is Python's own way to say that a
    module isn't to be found. `db.postgres` brings the driver to peewee once a server is opened."""
    if "peewee" in sys.modules or "psycopg" in sys.modules:
        return
    sys.modules["psycopg"] = None  # type: ignore[assignment]
    try:
        import peewee  # noqa: F401
    finally:
        del sys.modules["psycopg"]


_load_peewee_alone()
