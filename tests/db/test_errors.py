"""The driver's errors about the world become sentences; real ones, made by the driver itself."""

from pathlib import Path

import peewee
import psycopg
import pytest

from shopdesk.db import errors
from shopdesk.db.database import Database, open_database, rows_of
from shopdesk.db.driver import sqlite3
from shopdesk.db.errors import (
    Busy,
    Damaged,
    DiskFull,
    NoSuchDatabase,
    ReadOnly,
    ServerAway,
    TooLarge,
    Unreachable,
    storage_errors,
)
from shopdesk.db.upsert import execute_many
from shopdesk.errors import StorageError


@pytest.fixture
def database(tmp_path: Path) -> Database:
    made = open_database(tmp_path / "shop.db", create=True)
    made.execute_sql("CREATE TABLE a (b TEXT)")
    return made


def fill_the_disk(database: Database) -> None:
    pages = database.execute_sql("PRAGMA page_count").fetchone()[0]
    database.execute_sql(f"PRAGMA max_page_count = {pages + 2}")


ROWS = [("x" * 2_000,)] * 2_000


def test_a_full_disk_even_where_the_driver_rolled_back_by_itself(database: Database) -> None:
    """SQLite gives up the transaction on its own then, and the rollback that follows fails: that is not the news."""
    fill_the_disk(database)
    told = pytest.raises(DiskFull, match=r"shop\.db is full\. Nothing was changed")
    with told, storage_errors(str(database.database)), database.atomic(), database.atomic():
        execute_many(database, "INSERT INTO a VALUES (?)", ROWS)
    assert database.execute_sql("SELECT count(*) FROM a").fetchone()[0] == 0
    with database.atomic():
        database.execute_sql("INSERT INTO a VALUES ('the next one works')")


def test_a_full_disk_one_by_one(database: Database) -> None:
    fill_the_disk(database)
    with pytest.raises(DiskFull), storage_errors("shop.db"), database.atomic():
        for row in ROWS:
            database.execute_sql("INSERT INTO a VALUES (?)", row)


def test_read_only(database: Database) -> None:
    database.execute_sql("PRAGMA query_only = 1")
    with pytest.raises(ReadOnly, match="read-only"), storage_errors("shop.db"), database.atomic():
        database.execute_sql("INSERT INTO a VALUES (1)")
    with pytest.raises(ReadOnly), storage_errors("shop.db"), database.atomic():
        execute_many(database, "INSERT INTO a VALUES (?)", ROWS)


def test_somebody_writes_for_too_long(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shopdesk.db.sqlite.WRITE_PATIENCE_S", 0.05)
    other = open_database(database.database)
    told = pytest.raises(Busy, match="try again in a moment")
    with database.atomic(), told, storage_errors("shop.db"), other.atomic():
        pass
    other.close()


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("database disk image is malformed", Damaged),
        ("unable to open database file", Unreachable),
        ("disk I/O error", Unreachable),
        ("database is locked", Busy),
    ],
)
@pytest.mark.parametrize("error", [peewee.OperationalError, peewee.DatabaseError, sqlite3.DatabaseError])
def test_by_what_the_driver_says(error: type[Exception], said: str, kind: type[Exception]) -> None:
    with pytest.raises(kind) as caught, storage_errors("shop.db"):
        raise error(said)
    assert "shop.db" in str(caught.value)


def test_a_number_that_no_column_holds(database: Database) -> None:
    with pytest.raises(TooLarge, match="Nothing was changed"), storage_errors("shop.db"):
        rows_of(database, "SELECT ?", (2**63,))
    with pytest.raises(OverflowError), storage_errors("shop.db"):
        raise OverflowError("int too large to convert to float")


def test_bugs_pass_through(database: Database) -> None:
    with pytest.raises(peewee.OperationalError, match="no such table"), storage_errors("shop.db"):
        database.execute_sql("SELECT * FROM nothing_of_the_kind")
    with pytest.raises(ZeroDivisionError), storage_errors("shop.db"):
        _ = 1 / 0


def reason_of(file: Path) -> type[Exception]:
    with pytest.raises(StorageError) as caught, storage_errors(str(file)):
        raise sqlite3.OperationalError("unable to open database file")
    return caught.type


def test_why_a_file_can_not_be_opened_is_looked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """SQLite itself says only that it can't."""
    assert reason_of(tmp_path / "t.db") is Unreachable
    assert reason_of(tmp_path / "no" / "t.db") is Unreachable
    with monkeypatch.context() as patched:
        patched.setattr(errors, "_NO_ROOM", 1 << 62)
        assert reason_of(tmp_path / "t.db") is DiskFull
    monkeypatch.setattr("os.access", lambda _folder, _mode: False)
    assert reason_of(tmp_path / "t.db") is ReadOnly


def test_a_server_that_takes_over_may_not_have_heard_of_the_database_yet() -> None:
    unheard = 'connection failed: FATAL:  database "shop" does not exist'
    with pytest.raises(NoSuchDatabase), storage_errors("shop @ two"):
        raise psycopg.OperationalError(unheard)
    both = f"{unheard}\nMultiple connection attempts failed:\n- one: Connection refused\n- two: as above"
    with pytest.raises(ServerAway), storage_errors("shop @ two"):
        raise psycopg.OperationalError(both)
