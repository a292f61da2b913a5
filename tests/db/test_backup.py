"""Copies are whole, and damage is told from other trouble."""

from pathlib import Path

import pytest

from shopdesk.db import backup as backups
from shopdesk.db.backup import back_up, check_file
from shopdesk.db.database import open_database, rows_of
from shopdesk.db.driver import sqlite3
from shopdesk.db.errors import Busy, Damaged, DiskFull, NotOurs, OnItself, Unreachable
from shopdesk.db.migrate import applied, steps, upgrade
from shopdesk.db.postgres import PostgresDatabase
from shopdesk.db.steps import take_steps
from shopdesk.errors import OutputFailed, StorageError
from shopdesk.paths import server_backups
from shopdesk.services.desk import Desk
from tests.engines import new_database
from tests.factories import add_order, make_desk


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    made = make_desk(tmp_path)
    with made.database.atomic():
        for _ in range(20):
            add_order(made)
    return made


def orders(file: Path) -> int:
    database = open_database(file)
    count = int(rows_of(database, "SELECT count(*) FROM orders")[0][0])
    database.close()
    return count


def test_a_copy_of_an_open_shop_is_whole(desk: Desk, tmp_path: Path) -> None:
    told: list[float] = []
    copy = back_up(desk.database, tmp_path / "new folder" / "copy.db", told.append)
    assert orders(copy) == 20
    assert check_file(copy, thorough=True) == []
    assert told[-1] == 1
    assert [file.name for file in copy.parent.glob("*.part*")] == []


def test_what_is_not_yet_decided_is_not_in_the_copy(desk: Desk, tmp_path: Path) -> None:
    with desk.database.atomic():
        desk.database.execute_sql("UPDATE orders SET memo = 'half done'")
        copy = back_up(desk.database, tmp_path / "copy.db")
    database = open_database(copy)
    assert rows_of(database, "SELECT DISTINCT memo FROM orders") == [("",)]
    database.close()


def test_a_copy_takes_the_place_of_an_older_one(desk: Desk, tmp_path: Path) -> None:
    copy = back_up(desk.database, tmp_path / "copy.db")
    add_order(desk)
    back_up(desk.database, copy)
    assert orders(copy) == 21


def test_a_copy_that_breaks_off_leaves_the_older_one(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = back_up(desk.database, tmp_path / "copy.db")

    def power_cut(_part: float) -> None:
        raise KeyboardInterrupt

    add_order(desk)
    with pytest.raises(KeyboardInterrupt):
        back_up(desk.database, copy, power_cut)
    assert orders(copy) == 20
    assert not list(tmp_path.glob("*.part*"))


def test_no_room_for_a_copy(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_args: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(backups, "_copy", full)
    with pytest.raises(DiskFull, match=r"copy\.db is full"):
        back_up(desk.database, tmp_path / "copy.db")
    assert not list(tmp_path.glob("copy*"))


def test_no_place_for_a_copy(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(OutputFailed, match="could not be written"):
        back_up(desk.database, tmp_path / "file" / "copy.db")


def test_a_sound_file(desk: Desk) -> None:
    file = Path(desk.database.database)
    assert check_file(file) == check_file(file, thorough=True) == []


def test_damage_is_told(desk: Desk) -> None:
    file = Path(desk.database.database)
    desk.database.close()
    content = bytearray(file.read_bytes())
    content[8192:-4096] = b"\xa5" * (len(content) - 12288)
    file.write_bytes(content)
    assert check_file(file) != []
    assert check_file(file, thorough=True) != []


def test_what_can_not_be_looked_at_is_not_called_damaged(desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(Unreachable):
        check_file(tmp_path / "gone.db")
    assert not (tmp_path / "gone.db").exists()


def test_a_locked_file_is_not_called_damaged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def locked(*_args: object, **_more: object) -> None:
        raise sqlite3.OperationalError("database is locked")

    monkeypatch.setattr(sqlite3, "connect", locked)
    with pytest.raises(Busy):
        check_file(tmp_path / "shop.db")


def test_a_file_of_somebody_else(tmp_path: Path) -> None:
    connection = sqlite3.connect(str(tmp_path / "diary.db"))
    connection.execute("CREATE TABLE diary (entry TEXT)")
    connection.close()
    with pytest.raises(NotOurs):
        check_file(tmp_path / "diary.db")
    (tmp_path / "notes.db").write_text("notes " * 500)
    try:
        assert check_file(tmp_path / "notes.db") != []
    except StorageError as error:
        assert isinstance(error, NotOurs)


def test_a_shop_is_no_place_for_its_own_backup(desk: Desk, tmp_path: Path) -> None:
    file = Path(desk.database.database)
    (tmp_path / "link.db").symlink_to(file)
    before = file.stat().st_ino
    for target in (file, tmp_path / "link.db"):
        with pytest.raises(OnItself, match=target.name):
            back_up(desk.database, target)
    assert file.stat().st_ino == before and check_file(file) == []


def test_a_copy_of_what_only_stands_in_the_log_is_whole_too(desk: Desk, tmp_path: Path) -> None:
    """Somebody reads an older state, so that the newest can't be brought into the file."""
    reader = sqlite3.connect(str(desk.database.database), isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM orders").fetchone()
    add_order(desk)
    copy = back_up(desk.database, tmp_path / "copy.db")
    reader.close()
    assert orders(copy) == 21 and check_file(copy, thorough=True) == []


def test_who_writes_all_the_while_harms_no_copy(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each portion of the copy is followed by a write and an attempt to bring it into the file."""
    monkeypatch.setattr(backups, "BYTES_A_STEP", 16_384)
    other = sqlite3.connect(str(desk.database.database), isolation_level=None)
    before = rows_of(desk.database, "SELECT id, memo FROM orders ORDER BY id")

    def write(_part: float) -> None:
        other.execute("UPDATE orders SET memo = memo || 'x', receiver_native = randomblob(3000)")
        other.execute("PRAGMA wal_checkpoint(PASSIVE)")

    copy = back_up(desk.database, tmp_path / "copy.db", write)
    other.close()
    assert check_file(copy, thorough=True) == []
    copied = open_database(copy)
    assert rows_of(copied, "SELECT id, memo FROM orders ORDER BY id") == before
    copied.close()


def test_locks_of_the_shop_outlast_a_copy(desk: Desk, tmp_path: Path) -> None:
    """A file read past SQLite and closed would drop them."""
    with desk.database.atomic():
        desk.database.execute_sql("UPDATE orders SET memo = 'mine'")
        back_up(desk.database, tmp_path / "copy.db")
        other = sqlite3.connect(str(desk.database.database), timeout=0.05, isolation_level=None)
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            other.execute("BEGIN IMMEDIATE")
        other.close()


def test_a_copy_that_misses_rows_does_not_count(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copy = backups._copy
    monkeypatch.setattr(backups, "_copy", lambda *given: copy(*given) | {"orders": 21})
    with pytest.raises(Damaged, match="orders: 20 / 21"):
        back_up(desk.database, tmp_path / "copy.db")
    assert not list(tmp_path.glob("copy*"))


@pytest.mark.postgres
def test_an_older_server_comes_up_to_date_behind_a_backup() -> None:
    database = open_database(new_database())
    with database.atomic():
        take_steps(database, until=steps()[1])
    database.execute_sql("INSERT INTO person (name, role) VALUES ('小李', 'agent')")
    assert upgrade(database) == steps()[2:]
    assert isinstance(database, PostgresDatabase)
    (backup,) = server_backups(database.place).glob("*.before-0003.db")
    copy = open_database(backup)
    assert applied(copy) == steps()[:2]
    assert upgrade(copy) == steps()[2:]
    assert rows_of(copy, "SELECT name FROM person") == [("小李",)]
    copy.close()
    database.close()
