"""A bad end is noticed, a shop is looked through, and what was found is kept."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from shopdesk.db.database import is_shared
from shopdesk.db.errors import Busy, Damaged
from shopdesk.services.damage import OpenMark, check, full_check, full_check_due, is_damage, last_check, quick_check
from shopdesk.services.desk import Desk
from tests.factories import add_order, make_desk

DAY = 86_400_000
_KILLED = """
import os, sys
from pathlib import Path
from shopdesk.services.damage import OpenMark
assert OpenMark(Path(sys.argv[1]), sys.argv[2]).put() is False
os.kill(os.getpid(), 9)
"""


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    made = make_desk(tmp_path)
    add_order(made)
    return made


def test_a_clean_end_leaves_nothing(tmp_path: Path) -> None:
    mark = OpenMark(tmp_path, "shop.db")
    assert mark.put() is False
    (left,) = (tmp_path / "open").iterdir()
    assert left.read_text() == str(os.getpid())
    mark.remove()
    assert list((tmp_path / "open").iterdir()) == []
    assert OpenMark(tmp_path, "shop.db").put() is False


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9")
def test_a_killed_program_is_noticed_once(tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-c", _KILLED, str(tmp_path), "shop.db"], check=False, cwd=Path.cwd())
    assert len(list((tmp_path / "open").iterdir())) == 1
    assert OpenMark(tmp_path, "other.db").put() is False
    mark = OpenMark(tmp_path, "shop.db")
    assert mark.put() is True
    mark.remove()
    assert OpenMark(tmp_path, "shop.db").put() is False


def test_two_windows_on_one_shop_are_no_bad_end(tmp_path: Path) -> None:
    first, second = OpenMark(tmp_path, "shop.db"), OpenMark(tmp_path, "shop.db")
    assert first.put() is False and second.put() is False
    first.remove()
    assert OpenMark(tmp_path, "shop.db").put() is False


def test_where_no_mark_can_be_left_nobody_knows(tmp_path: Path) -> None:
    (tmp_path / "open").write_text("a file")
    mark = OpenMark(tmp_path, "shop.db")
    assert mark.put() is False
    mark.remove()


def test_the_weekly_check_is_kept_for_everybody(desk: Desk) -> None:
    assert full_check_due(desk) and last_check(desk) is None
    assert full_check(desk) == []
    assert last_check(desk) == (desk.clock(), [])
    week = Desk(desk.database, desk.actor, lambda: desk.clock() + 7 * DAY)
    assert not full_check_due(desk) and full_check_due(week)
    assert full_check_due(Desk(desk.database, desk.actor, lambda: desk.clock() - DAY))
    desk.database.execute_sql("DROP TRIGGER trail_is_final" + (" ON trail" if is_shared(desk.database) else ""))
    desk.database.execute_sql("UPDATE trail SET action = 'nothing' WHERE id = 1")
    (found,) = full_check(week)
    assert "Row 1" in found and last_check(desk) == (week.clock(), [found])
    desk.database.close()


@pytest.mark.sqlite_only
def test_a_row_that_lost_what_it_belongs_to_is_found(desk: Desk) -> None:
    desk.database.execute_sql("PRAGMA foreign_keys = 0")
    desk.database.execute_sql("DELETE FROM shop")
    assert any("shop that is gone" in said for said in check(desk))
    desk.database.close()


@pytest.mark.sqlite_only
def test_a_quick_check_finds_a_destroyed_page(desk: Desk, tmp_path: Path) -> None:
    assert quick_check(desk) == []
    desk.database.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    file = tmp_path / "shop.db"
    content = bytearray(file.read_bytes())
    content[8192:-4096] = b"\xa5" * (len(content) - 12288)
    file.write_bytes(content)
    assert quick_check(desk)
    desk.database.close()


def test_damage_is_told_from_other_trouble() -> None:
    assert is_damage(Damaged(file="shop.db", detail="malformed"))
    assert not is_damage(Busy(file="shop.db"))
    assert not is_damage(ValueError())
