"""Databases of every age come up to date, or stay exactly as they are."""

import re
import textwrap
from collections.abc import Iterator
from pathlib import Path

import peewee
import pytest
from peewee import Database, SqliteDatabase

from shopdesk.db import migrate, tables
from shopdesk.db.backup import check_file
from shopdesk.db.database import open_database, rows_of
from shopdesk.db.derived import make_derived
from shopdesk.db.driver import sqlite3
from shopdesk.db.errors import Damaged, DiskFull, NewerDatabase, NotOurs
from shopdesk.db.migrate import applied, steps, upgrade
from shopdesk.db.search import find_order_ids
from shopdesk.db.trail import first_broken_link
from shopdesk.services.setup import open_desk
from tests.factories import add_order, make_desk
from tests.schemas.dump import dump

SCHEMAS = sorted((Path(__file__).parent.parent / "schemas").glob("[0-9]*.sql"))


def schema(database: Database) -> dict[str, object]:
    """Tables with their columns, indexes, triggers and views, however they came about."""
    found: dict[str, object] = {}
    for kind, name, sql in database.execute_sql("SELECT type, name, sql FROM sqlite_master").fetchall():
        if kind == "table" and not name.startswith("order_text"):
            columns = sorted(column[1:] for column in rows_of(database, f"PRAGMA table_xinfo('{name}')"))
            made = " ".join(re.findall(r"GENERATED ALWAYS AS (.*) VIRTUAL", sql or "", re.DOTALL)).split()
            found[name] = columns, made, sorted(rows_of(database, f"PRAGMA foreign_key_list('{name}')"))
        elif kind == "index":
            found[name] = [row[1:] for row in rows_of(database, f"PRAGMA index_xinfo('{name}')")]
        else:
            found[name] = (kind, sql)
    return found


def whole(file: Path) -> list[str]:
    """Everything in a database, as text."""
    database = open_database(file)
    told = list(dump(database))
    database.close()
    return told


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[Database]:
    database = open_database(tmp_path / "fresh.db", create=True)
    upgrade(database)
    yield database
    database.close()


@pytest.fixture
def more_steps(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The steps there are, in a folder that a test can add to."""
    folder = tmp_path / "steps"
    folder.mkdir()
    for step in Path(migrate.__file__).with_name("migrations").glob("[0-9]*.py"):
        (folder / step.name).write_text(step.read_text("utf-8"), "utf-8")
    monkeypatch.setattr("shopdesk.db.steps.folder", lambda: folder)
    return folder


def add_step(folder: Path, name: str, *deeds: str) -> None:
    body = "\n".join(deeds)
    (folder / name).write_text(f"def up(migrator, db):\n{textwrap.indent(body, '    ')}\n", "utf-8")


def test_a_fresh_database_has_all_steps(fresh: Database) -> None:
    assert applied(fresh) == steps()
    assert upgrade(fresh) == []


def test_steps_are_numbered_one_by_one() -> None:
    assert [int(step[:4]) for step in steps()] == list(range(1, len(steps()) + 1))


def test_the_tables_say_what_the_steps_made(fresh: Database) -> None:
    """db/tables is what the program believes, the steps are what shops have."""
    believed = SqliteDatabase(":memory:")
    models = [getattr(tables, name) for name in tables.__all__]
    with believed.bind_ctx(models):
        believed.create_tables(models)
    for model in models:
        table = model._meta.table_name
        made = {row[1]: row[2:5] for row in rows_of(fresh, f"PRAGMA table_xinfo('{table}')")}
        told = {row[1]: row[2:5] for row in rows_of(believed, f"PRAGMA table_xinfo('{table}')")}
        made.pop("tray", None) if table == "orders" else None
        told.pop("tray", None) if table == "orders" else None
        assert made == told, table


@pytest.mark.parametrize("released", SCHEMAS, ids=lambda file: file.stem)
class TestReleased:
    """What shops have on their disks."""

    @pytest.fixture
    def file(self, released: Path, tmp_path: Path) -> Path:
        connection = sqlite3.connect(str(tmp_path / "shop.db"))
        connection.executescript(released.read_text("utf-8"))
        connection.close()
        return tmp_path / "shop.db"

    def test_it_becomes_as_a_fresh_one(self, file: Path, fresh: Database) -> None:
        database = open_database(file)
        with database.atomic():
            make_derived(database)  # which the dump leaves out
        upgrade(database)
        assert applied(database) == steps()
        assert schema(database) == schema(fresh)
        database.close()

    def test_its_rows_are_still_there(self, file: Path, released: Path) -> None:
        """An order with everything about it, by the program's own ways."""
        desk = open_desk(file)
        with desk.database.atomic():
            make_derived(desk.database)
        names = ("orders", "order_line", "parcel", "trail")
        counts = {table: rows_of(desk.database, f"SELECT count(*) FROM {table}")[0][0] for table in names}
        text = released.read_text("utf-8")
        assert counts == {table: text.count(f'INSERT INTO "{table}" ') for table in counts}
        assert all(counts.values())
        (order,) = find_order_ids(desk.database, "欧阳小满")
        rows = rows_of(desk.database, "SELECT receiver, stage, memo FROM orders WHERE id = ?", (order,))
        assert rows == [("欧阳小满", 3, "发顺丰 D")]
        assert first_broken_link(desk.database) is None
        desk.database.close()
        assert check_file(file, thorough=True) == []

    def test_a_trail_that_was_changed_before_is_not_made_good(self, file: Path) -> None:
        connection = sqlite3.connect(str(file))
        connection.execute("UPDATE trail SET reason = 'harmless' WHERE id = 2")
        connection.commit()
        connection.close()
        desk = open_desk(file)
        assert first_broken_link(desk.database) == 2
        desk.database.close()


def test_there_is_a_released_database_to_try() -> None:
    assert SCHEMAS[0].stem == "0001"


def test_a_newer_database_is_refused(fresh: Database, tmp_path: Path) -> None:
    fresh.execute_sql("INSERT INTO schema_migration (name, applied) VALUES ('9999_future', '2030-01-01')")
    with pytest.raises(NewerDatabase, match=r"newer shopdesk \(it has step 9999_future\)"):
        upgrade(fresh)
    with pytest.raises(NewerDatabase):
        open_desk(tmp_path / "fresh.db")


def test_tables_of_somebody_else_are_refused(tmp_path: Path) -> None:
    database = open_database(tmp_path / "a.db", create=True)
    database.execute_sql("CREATE TABLE diary (entry TEXT)")
    with pytest.raises(NotOurs):
        upgrade(database)
    assert database.get_tables() == ["diary"]
    database.close()


def test_an_upgrade_is_backed_up_first(tmp_path: Path, more_steps: Path) -> None:
    desk = make_desk(tmp_path)
    add_order(desk, memo="之前")
    desk.database.close()
    before = whole(tmp_path / "shop.db")
    add_step(more_steps, "9020_weights.py", 'db.execute_sql("ALTER TABLE orders ADD COLUMN weight INTEGER")')
    desk = open_desk(tmp_path / "shop.db")
    assert applied(desk.database) == [*steps()[:-1], "9020_weights"]
    assert rows_of(desk.database, "SELECT memo, weight FROM orders") == [("之前", None)]
    desk.database.close()
    assert whole(tmp_path / "shop.before-9020.db") == before


def test_triggers_and_full_text_outlive_a_rebuilt_table(tmp_path: Path, more_steps: Path) -> None:
    desk = make_desk(tmp_path)
    order = add_order(desk, memo="找得到", flag=2)
    desk.database.close()
    add_step(
        more_steps, "9020_rebuilt.py", "from playhouse.migrate import migrate", "from peewee import TextField",
        "migrate(migrator.alter_column_type('parcel', 'waybill', TextField()))",
        "migrate(migrator.alter_column_type('shop', 'sender_phone', TextField()))",
    )  # fmt: skip
    desk = open_desk(tmp_path / "shop.db")
    assert find_order_ids(desk.database, "找得到") == [order]
    add_order(desk, flag=2)
    assert rows_of(desk.database, "SELECT n FROM order_count WHERE flag = 2") == [(2,)]
    assert rows_of(desk.database, "PRAGMA foreign_keys") == [(1,)]


def test_a_step_that_leaves_orphans_is_refused(tmp_path: Path, more_steps: Path) -> None:
    desk = make_desk(tmp_path)
    add_order(desk)
    desk.database.close()
    before = whole(tmp_path / "shop.db")
    add_step(more_steps, "9020_orphans.py", 'db.execute_sql("DELETE FROM orders")')
    with pytest.raises(peewee.IntegrityError, match="without its orders"):
        open_desk(tmp_path / "shop.db")
    assert whole(tmp_path / "shop.db") == before


FAILURES = {
    "a bug": ('raise RuntimeError("a bug")', RuntimeError),
    "a wrong statement": ('db.execute_sql("CREATE TABLE orders (a)")', Exception),
    "killed": ("raise KeyboardInterrupt", KeyboardInterrupt),
}


@pytest.mark.parametrize("why", FAILURES)
def test_a_step_that_fails_leaves_the_file_as_it_was(tmp_path: Path, more_steps: Path, why: str) -> None:
    desk = make_desk(tmp_path)
    add_order(desk)
    desk.database.close()
    before = whole(tmp_path / "shop.db")
    deed, error = FAILURES[why]
    add_step(more_steps, "9020_good.py", 'db.execute_sql("ALTER TABLE orders ADD COLUMN weight INTEGER")')
    add_step(more_steps, "9030_bad.py", 'db.execute_sql("DELETE FROM orders")', deed)
    with pytest.raises(error):
        open_desk(tmp_path / "shop.db")
    assert whole(tmp_path / "shop.db") == before
    assert check_file(tmp_path / "shop.db", thorough=True) == []
    (more_steps / "9030_bad.py").unlink()
    assert applied(open_desk(tmp_path / "shop.db").database) == steps()


def test_no_room_for_a_step(tmp_path: Path, more_steps: Path) -> None:
    desk = make_desk(tmp_path)
    desk.database.close()
    before = whole(tmp_path / "shop.db")
    add_step(
        more_steps, "9020_large.py", "pages = db.execute_sql('PRAGMA page_count').fetchone()[0]",
        "db.execute_sql(f'PRAGMA max_page_count = {pages}')",
        "db.execute_sql('CREATE TABLE large (x)')", "db.execute_sql('INSERT INTO large VALUES (zeroblob(900000))')",
    )  # fmt: skip
    with pytest.raises(DiskFull):
        open_desk(tmp_path / "shop.db")
    assert whole(tmp_path / "shop.db") == before


def test_a_damaged_file_is_not_touched(tmp_path: Path, more_steps: Path) -> None:
    desk = make_desk(tmp_path)
    with desk.database.atomic():
        for _ in range(50):
            add_order(desk)
    desk.database.close()
    file = tmp_path / "shop.db"
    content = bytearray(file.read_bytes())
    middle = len(content) // 2 // 4096 * 4096
    content[middle : middle + 40_960] = b"\xa5" * 40_960
    file.write_bytes(content)
    add_step(more_steps, "9020_any.py", 'db.execute_sql("ALTER TABLE orders ADD COLUMN weight INTEGER")')
    with pytest.raises(Damaged, match="Restore the newest good backup"):
        open_desk(file)
    assert file.read_bytes() == bytes(content)


def test_a_file_hurt_by_a_step_gives_way_to_its_backup(tmp_path: Path, more_steps: Path) -> None:
    """A rollback should have done; where it could not, the backup takes the file's place and the hurt one is kept."""
    desk = make_desk(tmp_path)
    add_order(desk)
    desk.database.close()
    file, before = tmp_path / "shop.db", whole(tmp_path / "shop.db")
    add_step(
        more_steps, "9020_hurts.py", f"with open({str(file)!r}, 'r+b') as file:",
        "    file.seek(4096)", "    file.write(bytes(40_000))", "raise RuntimeError('hurt')",
    )  # fmt: skip
    with pytest.raises(RuntimeError, match="hurt"):
        open_desk(file)
    assert check_file(tmp_path / "shop.db.damaged") != []
    assert check_file(file, thorough=True) == []
    assert whole(file) == before


def test_two_programs_may_begin_at_once(tmp_path: Path, more_steps: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second waits at the lock, then finds nothing left to do: neither a second backup nor a second step."""
    make_desk(tmp_path).database.close()
    add_step(more_steps, "9020_any.py", 'db.execute_sql("ALTER TABLE orders ADD COLUMN weight INTEGER")')
    second = open_database(tmp_path / "shop.db")
    look = migrate._missing
    looks: list[list[str]] = []

    def slowly(database: Database) -> list[str]:
        found = look(database)
        if database is second and not looks:
            looks.append(found)
            open_desk(tmp_path / "shop.db").database.close()
            (tmp_path / "shop.before-9020.db").unlink()
        return found

    monkeypatch.setattr(migrate, "_missing", slowly)
    assert upgrade(second) == []
    assert looks == [["9020_any"]]
    assert not (tmp_path / "shop.before-9020.db").exists()
    second.close()
