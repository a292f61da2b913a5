"""Backups: made, thinned, checked, put back."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from shopdesk.clock import Clock, Millis, from_local
from shopdesk.db.driver import sqlite3
from shopdesk.db.errors import Damaged, NewerDatabase, NotOurs
from shopdesk.domain.platforms import Platform
from shopdesk.errors import OutputFailed
from shopdesk.queries.shops import list_shops
from shopdesk.services.backups import (
    EVERY_HOURS,
    InUse,
    NoBackup,
    backup_due,
    backup_folder,
    backup_now,
    check,
    last_backup,
    list_backups,
    restore,
    thin,
)
from shopdesk.services.desk import Desk
from shopdesk.services.setup import create_desk, make_shop, open_desk

pytestmark = pytest.mark.sqlite_only
HOUR = 3_600_000


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "shop.db"


@pytest.fixture
def desk(file: Path, clock: Clock) -> Desk:
    made = create_desk(file, clock=clock)
    make_shop(made, name="Shoes", platform=Platform.TAOBAO)
    return made


def shops(file: Path) -> list[str]:
    desk = open_desk(file)
    names = [shop.name for shop in list_shops(desk.database)]
    desk.database.close()
    return names


def test_a_backup_is_a_whole_shop_named_by_its_time(desk: Desk, file: Path, moment: Millis) -> None:
    told: list[float] = []
    made = backup_now(desk, progress=told.append)
    assert made == backup_folder(file) / "shop-20240302-100000.db"
    assert shops(made) == ["Shoes"]
    assert told[-1] == 1
    (found,) = list_backups(file)
    assert (found.file, found.at, found.size) == (made, moment, made.stat().st_size)
    assert last_backup(desk) == moment
    desk.database.close()


def test_a_backup_to_a_chosen_place_is_not_counted(desk: Desk, file: Path, tmp_path: Path) -> None:
    stick = tmp_path / "stick" / "copy.db"
    assert backup_now(desk, stick) == stick
    assert shops(stick) == ["Shoes"]
    assert list_backups(file) == []
    assert last_backup(desk) is None
    desk.database.close()


def test_where_it_cannot_be_written_it_says_so_and_leaves_nothing(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "blocked").write_text("a file, not a folder")
    with pytest.raises(OutputFailed):
        backup_now(desk, tmp_path / "blocked" / "copy.db")
    assert not list(tmp_path.glob("**/*.part"))
    desk.database.close()


@pytest.mark.parametrize(("age", "due"), [(0, False), (EVERY_HOURS - 1, False), (EVERY_HOURS, True), (-1, True)])
def test_a_backup_is_due_when_the_last_is_old_or_from_the_future(
    desk: Desk, moment: Millis, age: int, due: bool
) -> None:
    assert backup_due(desk)
    backup_now(desk)
    later = Desk(desk.database, desk.actor, lambda: moment + age * HOUR)
    assert backup_due(later) is due
    desk.database.close()


def test_thinning_keeps_the_last_days_then_one_a_day_then_one_a_month(file: Path) -> None:
    today = datetime(2024, 3, 31, 12, 0)
    ages = {
        "now": timedelta(0),
        "this morning": timedelta(hours=4),
        "yesterday": timedelta(days=1),
        "day 10, late": timedelta(days=10),
        "day 10, early": timedelta(days=10, hours=3),
        "january, late": timedelta(days=65),
        "january, early": timedelta(days=75),
        "too old": timedelta(days=800),
    }
    files = {name: backup_folder(file) / f"shop-{today - age:%Y%m%d-%H%M%S}.db" for name, age in ages.items()}
    for each in files.values():
        each.parent.mkdir(exist_ok=True)
        each.write_bytes(b"x")
    gone = thin(file, today)
    assert set(gone) == {files["day 10, early"], files["january, early"], files["too old"]}
    assert {backup.file for backup in list_backups(file)} == set(files.values()) - set(gone)


def test_what_is_not_a_backup_is_left_alone(file: Path) -> None:
    folder = backup_folder(file)
    folder.mkdir()
    for name in ("shop-notes.db", "shop-20241399-000000.db", "other-20240302-100000.db", "shop-20240302-100000.txt"):
        (folder / name).write_bytes(b"x")
    assert list_backups(file) == []
    assert thin(file, datetime(2030, 1, 1)) == []
    assert len(list(folder.iterdir())) == 4


def test_a_year_of_daily_backups_stays_small(file: Path) -> None:
    folder = backup_folder(file)
    folder.mkdir()
    today = datetime(2024, 12, 31, 9, 0)
    for days in range(365):
        (folder / f"shop-{today - timedelta(days=days):%Y%m%d-%H%M%S}.db").write_bytes(b"x")
    thin(file, today)
    assert 30 <= len(list_backups(file)) <= 45


def test_check_finds_nothing_in_a_sound_shop(desk: Desk) -> None:
    assert check(desk) == []
    desk.database.close()


def test_check_notices_a_trail_changed_from_outside(desk: Desk) -> None:
    desk.database.execute_sql("DROP TRIGGER trail_is_final")
    desk.database.execute_sql("UPDATE trail SET after = '{}' WHERE id = 1")
    assert check(desk) == ["The trail was changed from outside at its row 1."]
    desk.database.close()


def test_check_notices_a_damaged_file(desk: Desk, file: Path) -> None:
    desk.database.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    content = bytearray(file.read_bytes())
    content[len(content) // 2 :] = b"\xff" * (len(content) - len(content) // 2)
    file.write_bytes(content)
    found = check(desk)
    desk.database.close()
    assert found
    assert all(said.startswith("The file is damaged") for said in found)


def test_restoring_puts_the_backup_back_and_keeps_what_was_there(desk: Desk, file: Path, clock: Clock) -> None:
    backup = backup_now(desk)
    make_shop(desk, name="Tea", platform=Platform.DOUYIN)
    desk.database.close()
    kept = restore(file, backup, clock=clock)
    assert shops(file) == ["Shoes"]
    assert kept == file.with_name("shop.before-restore-20240302-100000.db")
    assert shops(kept) == ["Shoes", "Tea"]
    assert backup.is_file()
    assert not list(file.parent.glob("*.part"))


def test_restoring_refuses_while_somebody_has_the_shop_open(desk: Desk, file: Path) -> None:
    backup = backup_now(desk)
    with pytest.raises(InUse):
        restore(file, backup)
    assert [shop.name for shop in list_shops(desk.database)] == ["Shoes"]
    desk.database.close()


def test_restoring_over_a_destroyed_file_keeps_its_remains(desk: Desk, file: Path) -> None:
    backup = backup_now(desk)
    desk.database.close()
    file.write_bytes(b"not a database any more" * 400)
    file.with_name("shop.db-wal").write_bytes(b"left over")
    kept = restore(file, backup)
    assert kept is not None
    assert kept.read_bytes().startswith(b"not a database")
    assert not file.with_name("shop.db-wal").exists()
    assert shops(file) == ["Shoes"]


def test_restoring_a_lost_file(desk: Desk, file: Path) -> None:
    backup = backup_now(desk)
    desk.database.close()
    file.unlink()
    assert restore(file, backup) is None
    assert shops(file) == ["Shoes"]


def test_a_bad_backup_is_refused_and_changes_nothing(desk: Desk, file: Path, tmp_path: Path) -> None:
    good = backup_now(desk)
    desk.database.close()
    before = file.read_bytes()
    with pytest.raises(NoBackup):
        restore(file, tmp_path / "nothing.db")
    other = tmp_path / "letter.db"
    other.write_text("Dear buyer, " * 2000)
    with pytest.raises((NotOurs, Damaged)):
        restore(file, other)
    content = bytearray(good.read_bytes())
    content[8192:] = b"\xff" * (len(content) - 8192)
    good.write_bytes(content)
    with pytest.raises(Damaged):
        restore(file, good)
    assert file.read_bytes() == before


def test_the_time_of_a_backup_is_the_shops_own(desk: Desk, file: Path) -> None:
    backup_now(desk)
    (found,) = list_backups(file, zone="Asia/Tokyo")
    assert found.at == from_local(datetime(2024, 3, 2, 10, 0), "Asia/Tokyo")
    desk.database.close()


def test_a_backup_of_a_newer_program_is_refused(desk: Desk, file: Path, tmp_path: Path) -> None:
    made = backup_now(desk, tmp_path / "newer.db")
    desk.database.close()
    connection = sqlite3.connect(str(made))
    connection.execute("INSERT INTO schema_migration (name, applied) VALUES ('9999_future', '2030-01-01')")
    connection.commit()
    connection.close()
    before = file.read_bytes()
    with pytest.raises(NewerDatabase, match="9999_future"):
        restore(file, made)
    assert file.read_bytes() == before
    with pytest.raises(NoBackup):
        restore(file, tmp_path / ("x" * 300))
