"""What changed in a shop's file since a backup: every change is noted, whoever makes it, and nothing else is."""

import re
from pathlib import Path

import pytest

from shopdesk.db import row_marks
from shopdesk.db.backup import back_up
from shopdesk.db.database import rows_of
from shopdesk.db.derived import make_derived
from shopdesk.db.row_marks import begin_round, end_rounds, find_changed_rows, is_comparable
from shopdesk.services.desk import Desk
from tests.factories import add_order, make_desk

pytestmark = pytest.mark.sqlite_only

SOURCES = Path(row_marks.__file__).parent.parent


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    made = make_desk(tmp_path)
    for number in range(3):
        add_order(made, memo=f"备注{number}", lines=2)
    return made


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "shop.db"


@pytest.fixture
def backup(desk: Desk, tmp_path: Path) -> Path:
    number = begin_round(desk.database)
    made = back_up(desk.database, tmp_path / "backup.db")
    end_rounds(desk.database, number)
    return made


def behind_its_back(desk: Desk, change: str) -> None:
    """As a disk changes a value: nothing in the shop hears of it."""
    table = change.split()[2 if change.startswith("DELETE") else 1]
    names = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = ?"
    triggers = rows_of(desk.database, names, (table,))
    with desk.database.atomic():
        for name, _sql in triggers:
            desk.database.execute_sql(f"DROP TRIGGER {name}")
        desk.database.execute_sql(change)
        for _name, sql in triggers:
            desk.database.execute_sql(sql)


def test_a_shop_nobody_changed_is_as_its_backup(file: Path, backup: Path) -> None:
    assert is_comparable(file, backup)
    assert find_changed_rows(file, backup) == []


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ("UPDATE orders SET paid = paid + 1 WHERE id = 2", ("orders", 2)),
        ("UPDATE order_line SET title = '真皮单靴' WHERE id = 4", ("order_line", 4)),
        ("UPDATE order_line SET id = 100 WHERE id = 4", ("order_line", 4)),
        ("DELETE FROM order_line WHERE id = 6", ("order_line", 6)),
        ("UPDATE orders SET receiver = '李四' WHERE id = 1", ("orders", 1)),
    ],
)
def test_what_changed_by_itself_is_found(
    desk: Desk, file: Path, backup: Path, change: str, found: tuple[str, int]
) -> None:
    behind_its_back(desk, change)
    assert find_changed_rows(file, backup) == [found]


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE orders SET paid = paid + 1 WHERE id = 2",
        "UPDATE orders SET paid = paid + 1",
        "DELETE FROM order_line WHERE id = 6",
        "UPDATE setting SET value = value",
        "INSERT INTO shop (id, name, platform) VALUES (1, '', 'jd') ON CONFLICT (id) DO UPDATE SET name = '二号店'",
    ],
)
def test_what_somebody_changed_is_not(desk: Desk, file: Path, backup: Path, change: str) -> None:
    desk.database.execute_sql(change)
    add_order(desk)
    assert find_changed_rows(file, backup) == []


def test_a_number_given_again_is_another_row(desk: Desk, file: Path, backup: Path) -> None:
    for table, column in (("order_line", "order_id"), ("orders", "id")):
        desk.database.execute_sql(f"DELETE FROM {table} WHERE {column} = 3")
    assert add_order(desk) == 3
    assert find_changed_rows(file, backup) == []


def test_what_changed_before_the_backup_is_compared_again(desk: Desk, file: Path, tmp_path: Path) -> None:
    desk.database.execute_sql("UPDATE orders SET paid = 1 WHERE id = 2")
    number = begin_round(desk.database)
    backup = back_up(desk.database, tmp_path / "backup.db")
    assert find_changed_rows(file, backup) == []
    behind_its_back(desk, "UPDATE orders SET paid = 2 WHERE id = 2")
    assert find_changed_rows(file, backup) == [("orders", 2)], "its note is from before"
    end_rounds(desk.database, number)
    assert find_changed_rows(file, backup) == [("orders", 2)]
    assert rows_of(desk.database, "SELECT count(*) FROM changed_row") == [(0,)]


def test_only_a_backup_the_notes_reach_back_to_is_compared(desk: Desk, file: Path, backup: Path) -> None:
    behind_its_back(desk, "UPDATE orders SET paid = paid + 1 WHERE id = 2")
    end_rounds(desk.database, begin_round(desk.database))
    assert not is_comparable(file, backup)
    assert find_changed_rows(file, backup) == []


def test_notes_made_anew_belong_to_no_older_backup(desk: Desk, file: Path, backup: Path) -> None:
    """As after a migration, which may change any row."""
    with desk.database.atomic():
        make_derived(desk.database)
    assert not is_comparable(file, backup)


def test_every_table_is_watched(desk: Desk) -> None:
    watched = {
        name
        for (name,) in rows_of(desk.database, "SELECT DISTINCT tbl_name FROM sqlite_master WHERE name LIKE 'changed%'")
    }
    tables = {name for name in desk.database.get_tables() if not name.startswith(("order_text", "order_trigram"))}
    # Counts are compared with the orders, and a stored file is named by what it holds.
    assert tables - watched == {"order_count", "stored_file"} | set(row_marks.NAMES) - watched


def test_nothing_is_replaced_past_the_notes() -> None:
    """REPLACE removes rows without telling triggers."""
    replacing = re.compile("OR REPLACE|REPLACE INTO")
    assert [file.name for file in SOURCES.rglob("*.py") if replacing.search(file.read_text("utf-8"))] == []
