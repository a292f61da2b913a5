"""A value that changes without anybody changing it is noticed, and never passes for good in the next backup."""

import os
from contextlib import closing
from pathlib import Path

import pytest

from shopdesk.db.database import open_database
from shopdesk.db.errors import Damaged
from shopdesk.db.row_marks import begin_round, is_comparable
from shopdesk.domain.flags import Colour
from shopdesk.services.backup_comparing import changed_by_nobody
from shopdesk.services.backup_list import list_backups
from shopdesk.services.backup_preview import look_into
from shopdesk.services.backups import backup_now
from shopdesk.services.damage import check, find_damage
from shopdesk.services.desk import Desk
from shopdesk.services.orders import set_flag
from shopdesk.services.restoring import restore
from shopdesk.services.setup import open_desk
from tests.db.test_row_marks import behind_its_back
from tests.factories import NOON, add_order, make_desk

pytestmark = pytest.mark.sqlite_only

FLIP = "UPDATE order_line SET paid = paid + 1 WHERE id = 2"


class Now:
    """A clock that goes on, so that every backup has its own hour."""

    at = NOON

    def __call__(self) -> int:
        self.at += 3_600_000
        return self.at


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    made = make_desk(tmp_path, clock=Now())
    for _order in range(3):
        add_order(made)
    return made


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "shop.db"


def test_days_of_work_and_backups_raise_no_alarm(desk: Desk, file: Path) -> None:
    for day in range(3):
        backup_now(desk)
        set_flag(desk, order_ids=[1, 2], colour=Colour(day % 2))
        add_order(desk)
        assert check(desk) == []


def test_the_check_names_what_changed_by_itself(desk: Desk, file: Path) -> None:
    made = backup_now(desk)
    set_flag(desk, order_ids=[2], colour=Colour(1))
    behind_its_back(desk, FLIP)
    (said,) = check(desk)
    assert "order_line" in said and made.name in said
    damage = find_damage(file)
    assert damage is not None


def test_it_gets_into_no_good_backup(desk: Desk, file: Path) -> None:
    good = backup_now(desk)
    behind_its_back(desk, FLIP)
    for _turn in range(2):
        with pytest.raises(Damaged, match="order_line"):
            backup_now(desk)
    assert [backup.file for backup in list_backups(file) if backup.checked] == [good]
    hurt = list_backups(file)[0]
    assert hurt.hurt, "the newest work has a copy all the same"
    look_into(hurt.file)  # its form is sound
    assert list_backups(file)[0].hurt
    assert check(desk)


def test_the_good_backup_brings_it_back(desk: Desk, file: Path) -> None:
    good = backup_now(desk)
    behind_its_back(desk, FLIP)
    desk.database.close()
    restore(file, good, clock=desk.clock)
    again = open_desk(file, clock=desk.clock)
    assert check(again) == []
    add_order(again)
    backup_now(again)
    assert check(again) == []


def test_who_writes_the_value_anew_ends_the_alarm(desk: Desk) -> None:
    backup_now(desk)
    behind_its_back(desk, FLIP)
    desk.database.execute_sql("UPDATE order_line SET paid = 19900 WHERE id = 2")
    assert check(desk) == []
    backup_now(desk)


def test_a_backup_that_went_bad_is_no_damage_of_the_shop(desk: Desk, file: Path) -> None:
    older = backup_now(desk)
    made = backup_now(desk)
    content = bytearray(made.read_bytes())
    at = content.find("真皮单鞋".encode())
    content[at + 2] ^= 1
    stamp = made.stat()
    made.write_bytes(content)
    os.utime(made, ns=(stamp.st_atime_ns, stamp.st_mtime_ns))
    assert list_backups(file)[0].checked, "by its date nobody wrote to it"
    look_into(made)
    assert check(desk) == []
    assert [backup.file for backup in list_backups(file) if backup.checked] == [older]


def test_a_backup_of_another_time_is_left_alone(desk: Desk, file: Path) -> None:
    """A shop that went back makes other rounds than those it had made before."""
    first = backup_now(desk)
    set_flag(desk, order_ids=[1], colour=Colour(2))
    later = backup_now(desk)
    desk.database.close()
    restore(file, first, clock=desk.clock)
    with closing(open_database(file)) as database:
        assert is_comparable(file, first) and not is_comparable(file, later)
        begin_round(database)
        assert not is_comparable(file, later), "it has the same number, but was made of what is no more"
    assert changed_by_nobody(file) == []
