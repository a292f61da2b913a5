"""Which backups are listed, and which stay when the folder is thinned."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from shopdesk.clock import Clock
from shopdesk.domain.platforms import Platform
from shopdesk.services.backup_list import list_backups, made_at, note_checked, thin
from shopdesk.services.backups import backup_folder, backup_now
from shopdesk.services.desk import Desk
from shopdesk.services.setup import create_desk, make_shop

pytestmark = pytest.mark.sqlite_only


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "shop.db"


@pytest.fixture
def desk(file: Path, clock: Clock) -> Desk:
    made = create_desk(file, clock=clock)
    make_shop(made, name="Shoes", platform=Platform.TAOBAO)
    return made


def make_files(file: Path, stamps: list[datetime]) -> None:
    backup_folder(file).mkdir(exist_ok=True)
    for stamp in stamps:
        (backup_folder(file) / f"shop-{stamp:%Y%m%d-%H%M%S}.db").write_bytes(b"x")


def test_thinning_keeps_hours_then_days_then_weeks(file: Path) -> None:
    today = datetime(2024, 3, 31, 12, 0)
    ages = [timedelta(minutes=30 * half) for half in range(24 * 2 * 90)]
    make_files(file, [today - age for age in ages])
    thin(file, today)
    kept = sorted((datetime.strptime(b.file.stem, "shop-%Y%m%d-%H%M%S") for b in list_backups(file)), reverse=True)
    assert kept[:24] == [today, *(today.replace(minute=30) - timedelta(hours=hours) for hours in range(1, 24))]
    assert [stamp.date() for stamp in kept[24:36]] == [(today - timedelta(days=days)).date() for days in range(2, 14)]
    assert all((stamp.hour, stamp.minute) == (23, 30) for stamp in kept[24:])
    assert [stamp.weekday() for stamp in kept[36:]] == [6] * 6
    assert len(kept) == 24 + 12 + 6  # yesterday is among the hours; this week and the last among the days


def test_a_shop_that_is_seldom_open_keeps_its_old_backups(file: Path) -> None:
    stamps = [datetime(2024, month, 1, 9, 0) for month in range(1, 9)]
    make_files(file, stamps)
    assert thin(file, datetime(2026, 1, 1)) == []


def test_what_a_clock_that_went_ahead_has_left_takes_no_place(file: Path) -> None:
    now = datetime(2024, 3, 31, 12, 0)
    future = [now + timedelta(days=365, hours=hour) for hour in range(40)]
    past = [now - timedelta(hours=hour) for hour in range(24)]
    make_files(file, [*future, *past])
    assert thin(file, now) == []


def test_one_that_may_be_bad_takes_no_good_ones_place(file: Path) -> None:
    now = datetime(2024, 3, 31, 12, 50)
    good, bad, newest = (now - timedelta(minutes=minutes) for minutes in (110, 90, 10))
    make_files(file, [good, bad, newest])
    note_checked(list_backups(file)[2].file, good=True)
    note_checked(list_backups(file)[1].file, good=True)
    list_backups(file)[1].file.write_bytes(b"changed since")
    thin(file, now)
    assert [made_at(backup.file) for backup in list_backups(file)] == [newest, good]


def test_what_is_not_a_backup_is_left_alone(file: Path) -> None:
    folder = backup_folder(file)
    folder.mkdir()
    for name in ("shop-notes.db", "shop-20241399-000000.db", "other-20240302-100000.db", "shop-20240302-100000.txt"):
        (folder / name).write_bytes(b"x")
    assert list_backups(file) == []
    assert thin(file, datetime(2030, 1, 1)) == []
    assert len(list(folder.iterdir())) == 4


def test_a_backup_counts_once_it_was_looked_through(desk: Desk, file: Path) -> None:
    made = backup_now(desk)
    assert list_backups(file)[0].checked
    with made.open("ab") as changed:
        changed.write(b"more")
    assert not list_backups(file)[0].checked
    desk.database.close()
