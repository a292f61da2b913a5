"""Backups: made, checked, put back."""

import errno
import os
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest

from shopdesk.clock import Clock, Millis, from_local
from shopdesk.db.database import open_database
from shopdesk.db.driver import sqlite3
from shopdesk.db.errors import Damaged, DiskFull, NewerDatabase, NotOurs, OthersFile
from shopdesk.db.files import FileFolder, folder_of, get_file, put_file
from shopdesk.db.locks import FileLock
from shopdesk.domain.platforms import Platform
from shopdesk.errors import OutputFailed
from shopdesk.queries.shop_settings import get_setting
from shopdesk.queries.shops import list_shops
from shopdesk.services.backup_list import list_backups
from shopdesk.services.backup_preview import NoBackup, look_into, what_is_lost
from shopdesk.services.backups import (
    BackupRunning,
    SecondFolderAway,
    SecondFolderTaken,
    back_up_by_itself,
    backup_due,
    backup_folder,
    backup_now,
    copy_to_second,
    last_backup,
    make_second_folder,
)
from shopdesk.services.damage import check
from shopdesk.services.desk import Desk
from shopdesk.services.restoring import InUse, IsTheShop, restore
from shopdesk.services.setup import create_desk, make_shop, open_desk
from shopdesk.services.shop_settings import save_setting
from shopdesk.settings import BACKUP_HOURS, EVENING_CUT_OFF

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


@pytest.mark.parametrize(("age", "due"), [(0, False), (4 * HOUR - 1, False), (4 * HOUR, True), (-1, True)])
def test_a_backup_is_due_when_the_last_is_old_or_from_the_future(
    desk: Desk, moment: Millis, age: int, due: bool
) -> None:
    assert backup_due(desk)
    backup_now(desk)
    assert backup_due(at(desk, moment + age)) is due
    desk.database.close()


def test_the_shop_says_how_often_and_every_close_of_the_day_makes_one_due(desk: Desk, moment: Millis) -> None:
    backup_now(desk)
    save_setting(desk, BACKUP_HOURS, 24)
    assert not backup_due(at(desk, moment + 10 * HOUR - 1))
    assert backup_due(at(desk, moment + 10 * HOUR))  # 20:00
    save_setting(desk, EVENING_CUT_OFF, "21:30")
    assert not backup_due(at(desk, moment + 11 * HOUR))
    evening = at(desk, moment + 12 * HOUR)
    assert back_up_by_itself(evening) is not None
    assert back_up_by_itself(evening) is None
    assert not backup_due(at(desk, moment + 35 * HOUR))
    desk.database.close()


def at(desk: Desk, moment: Millis) -> Desk:
    return Desk(desk.database, desk.actor, lambda: moment)


def test_a_copy_that_came_out_bad_does_not_stay(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    second = tmp_path / "stick"
    second.mkdir()
    made = backup_now(desk)
    monkeypatch.setattr("shopdesk.services.backups.check_file", lambda *_args, **_kwargs: ["page 7 is torn"])
    with pytest.raises(SecondFolderAway, match="torn"):
        copy_to_second(desk, made, second)
    assert list(second.glob("*.db")) == []


def test_check_finds_nothing_in_a_sound_shop(desk: Desk) -> None:
    assert check(desk) == []
    desk.database.close()


def test_check_notices_a_trail_changed_from_outside(desk: Desk) -> None:
    desk.database.execute_sql("DROP TRIGGER trail_is_final")
    desk.database.execute_sql("UPDATE trail SET after = '{}' WHERE id = 1")
    (found,) = check(desk)
    assert "Row 1 of the trail was changed from outside" in found
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
    connection.execute("PRAGMA journal_mode = delete")
    connection.execute("INSERT INTO schema_migration (name, applied) VALUES ('9999_future', '2030-01-01')")
    connection.commit()
    connection.close()
    before = file.read_bytes()
    with pytest.raises(NewerDatabase, match="9999_future"):
        restore(file, made)
    assert file.read_bytes() == before
    with pytest.raises(NoBackup):
        restore(file, tmp_path / ("x" * 300))


def test_the_second_folder_gets_every_backup(desk: Desk, file: Path, tmp_path: Path) -> None:
    (tmp_path / "stick").mkdir()
    second = make_second_folder(tmp_path / "stick")
    assert make_second_folder(second) == second
    made = backup_now(desk)
    assert shops(copy_to_second(desk, made, second)) == ["Shoes"]
    (found,) = list_backups(file, second=second)
    assert found.file == made and found.copied and found.checked
    made.unlink()
    (found,) = list_backups(file, second=second)
    assert found.file == second / made.name
    desk.database.close()


def test_what_somebody_gives_for_a_backup_is_never_asked_as_a_question(desk: Desk, file: Path) -> None:
    backup = backup_now(desk)
    with closing(sqlite3.connect(str(backup))) as opened:
        opened.execute("ALTER TABLE orders RENAME TO real_orders")
        opened.execute("CREATE VIEW orders AS SELECT '0; DROP TABLE person' AS id, 1 AS created, 1 AS registered_at")
        opened.commit()
    found = what_is_lost(file, look_into(backup))
    assert found is not None and found.orders == 0


def test_two_shops_of_one_name_do_not_thin_each_other_away(desk: Desk, tmp_path: Path, moment: Millis) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    second = make_second_folder(stick)
    first = copy_to_second(desk, backup_now(desk), second)
    (tmp_path / "elsewhere").mkdir()
    other = create_desk(tmp_path / "elsewhere" / "shop.db", clock=lambda: moment + 60_000)
    make_shop(other, name="Boots", platform=Platform.TAOBAO)
    with pytest.raises(SecondFolderTaken, match="another shop"):
        copy_to_second(other, backup_now(other), second)
    assert [path for path in second.iterdir() if path.suffix == ".db"] == [first]
    other.database.close()


def test_a_second_folder_that_is_away_is_said_and_not_made_anew(desk: Desk, tmp_path: Path) -> None:
    made = backup_now(desk)
    with pytest.raises(SecondFolderAway, match="is away"):
        copy_to_second(desk, made, tmp_path / "gone")
    assert made.exists() and not (tmp_path / "gone").exists()
    with pytest.raises(OutputFailed):
        make_second_folder(tmp_path / "gone")
    desk.database.close()


def test_two_programs_make_no_backup_at_once(desk: Desk, file: Path) -> None:
    lock = FileLock(backup_folder(file) / ".lock")
    backup_folder(file).mkdir()
    assert lock.take()
    assert back_up_by_itself(desk) is None
    with pytest.raises(BackupRunning):
        backup_now(desk)
    lock.free()
    assert back_up_by_itself(desk) is not None
    desk.database.close()


def test_what_a_killed_backup_left_goes_with_the_next(desk: Desk, file: Path) -> None:
    backup_folder(file).mkdir()
    left = backup_folder(file) / "shop-20240301-090000.db.part"
    left.write_bytes(b"half")
    backup_now(desk)
    assert not left.exists()
    desk.database.close()


def test_a_backup_cut_in_half_is_refused_and_known_as_bad(desk: Desk, file: Path) -> None:
    bad = backup_now(desk)
    desk.database.close()
    bad.write_bytes(bad.read_bytes()[: bad.stat().st_size // 2])
    before = file.read_bytes()
    with pytest.raises(Damaged):
        restore(file, bad)
    assert file.read_bytes() == before
    assert not list_backups(file)[0].checked


def test_a_shop_is_not_restored_onto_itself(desk: Desk, file: Path, tmp_path: Path) -> None:
    desk.database.close()
    (tmp_path / "link.db").symlink_to(file)
    for itself in (file, tmp_path / "link.db"):
        with pytest.raises(IsTheShop):
            restore(file, itself)


def test_stored_files_come_back_with_a_backup_and_go_with_the_last(desk: Desk, file: Path) -> None:
    with desk.database.atomic():
        name = put_file(desk.database, b"photo")
    backup = backup_now(desk)
    kept = FileFolder(backup_folder(file) / "files")
    assert kept.names() == {name}
    folder_of(desk.database).path(name).unlink()
    assert check(desk) == [f"The stored file {name} is missing or changed."]
    desk.database.close()
    restore(file, backup)
    again = open_desk(file, clock=desk.clock)
    assert get_file(again.database, name) == b"photo" and check(again) == []
    again.database.execute_sql("DELETE FROM stored_file")
    backup.unlink()
    backup_now(again)
    assert kept.names() == set()
    again.database.close()


def test_a_full_disk_keeps_the_older_backups(desk: Desk, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    good = backup_now(desk)

    def full(*_args: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("shopdesk.db.backup._copy_bytes", full)
    with pytest.raises(DiskFull, match="is full"):
        backup_now(at(desk, desk.clock() + HOUR))
    assert [backup.file for backup in list_backups(file)] == [good]
    assert not list(backup_folder(file).glob("*.part*"))
    assert get_setting(desk.database, BACKUP_HOURS) == 4
    desk.database.close()


def test_a_header_that_forbids_every_change_is_no_reason_to_refuse(desk: Desk, file: Path, clock: Clock) -> None:
    """A file format of the future, for SQLite: it may only be read."""
    backup = backup_now(desk)
    desk.database.close()
    content = bytearray(file.read_bytes())
    content[18:20] = b"\x07\x02"
    file.write_bytes(content)
    restore(file, backup, clock=clock)
    again = open_desk(file, clock=clock)
    assert check(again) == []
    again.database.close()


def test_what_is_no_backup_is_never_written_over(desk: Desk, file: Path, tmp_path: Path) -> None:
    letter = tmp_path / "letter.db"
    letter.write_text("Dear buyer, " * 20, "utf-8")
    pipe = tmp_path / "pipe"
    if hasattr(os, "mkfifo"):
        os.mkfifo(pipe)
    for target in (letter, pipe) if pipe.exists() else (letter,):
        with pytest.raises(OthersFile):
            backup_now(desk, target)
    assert letter.read_text("utf-8").startswith("Dear buyer") and not pipe.is_file()
    mine = backup_now(desk, tmp_path / "mine.db")
    assert backup_now(desk, mine) == mine


def test_a_marked_file_without_a_shop_is_no_backup(desk: Desk, file: Path, tmp_path: Path) -> None:
    desk.database.close()
    empty = tmp_path / "empty.db"
    open_database(empty, create=True).close()
    before = file.read_bytes()
    with pytest.raises((NotOurs, Damaged)):
        restore(file, empty)
    assert file.read_bytes() == before
