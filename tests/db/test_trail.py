"""The trail is chained, and can't be touched through the database (TEAM-03)."""

from collections.abc import Callable
from pathlib import Path

import peewee
import pytest

from shopdesk.db.database import Database
from shopdesk.db.trail import BEGINNING, Entry, append_trails, first_broken_link, follow_chain, wipe_rows
from tests.factories import NOON, make_desk
from tests.trails import open_locks


@pytest.fixture
def database(tmp_path: Path) -> Database:
    desk = make_desk(tmp_path)  # its shop is the first row
    for number in range(1, 4):
        entry = Entry(number, {"flag": 0}, {"flag": number, "名": "红"})
        append_trails(desk.database, [entry], at=NOON + number, person_id=1, action="flag", kind="order", reason="因为")
    return desk.database


def test_rows_hang_on_the_one_before(database: Database) -> None:
    chains = [row[0] for row in database.execute_sql("SELECT chain FROM trail ORDER BY id")]
    assert len(chains) == len(set(chains)) == 4
    assert all(len(chain) == 64 for chain in chains)
    assert first_broken_link(database) is None


def test_it_is_plain_to_read(database: Database) -> None:
    row = database.execute_sql(
        "SELECT at, action, kind, record_id, before, after, reason FROM trail WHERE id = 2"
    ).fetchone()
    assert row == (NOON + 1, "flag", "order", 1, '{"flag": 0}', '{"flag": 1, "名": "红"}', "因为")


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM trail WHERE id = 2",
        "UPDATE trail SET reason = '' WHERE id = 2",
        "UPDATE trail SET before = '{}', after = '{}', reason = '', wiped_at = 1 WHERE id = 2",
        "UPDATE trail SET before = '{}', after = '{}', reason = '', salt = '', wiped_at = 1, at = 1 WHERE id = 2",
        "UPDATE trail SET before = '{}', after = '{\"flag\": 1}', reason = '', salt = '', wiped_at = 1 WHERE id = 2",
    ],
)
def test_rows_can_neither_go_nor_change(database: Database, statement: str) -> None:
    with pytest.raises(peewee.DatabaseError, match="append-only"), database.atomic():
        database.execute_sql(statement)
    assert first_broken_link(database) is None


def swap(database: Database) -> None:
    database.execute_sql("UPDATE trail SET id = 100 WHERE id = 2")
    database.execute_sql("UPDATE trail SET id = 2 WHERE id = 3")
    database.execute_sql("UPDATE trail SET id = 3 WHERE id = 100")


def run(statement: str) -> Callable[[Database], object]:
    return lambda database: database.execute_sql(statement)


@pytest.mark.parametrize(
    ("change", "broken"),
    [
        (run("UPDATE trail SET reason = '' WHERE id = 2"), 2),
        (run("UPDATE trail SET at = at + 1 WHERE id = 3"), 3),
        (run("UPDATE trail SET after = '{}' WHERE id = 4"), 4),
        (run("UPDATE trail SET record_id = 9 WHERE id = 1"), 1),
        (run("UPDATE trail SET seal = 'x' WHERE id = 4"), 4),
        (run("UPDATE trail SET salt = 'x' WHERE id = 4"), 4),
        (run("DELETE FROM trail WHERE id = 2"), 3),
        (run("DELETE FROM trail WHERE id = 1"), 2),
        (swap, 2),
    ],
)
def test_what_was_done_behind_its_back_shows(
    database: Database, change: Callable[[Database], object], broken: int
) -> None:
    open_locks(database)
    change(database)
    assert first_broken_link(database) == broken


def test_a_row_of_a_change_that_failed_is_not_there(database: Database) -> None:
    with pytest.raises(ZeroDivisionError), database.atomic():
        append_trails(database, [Entry(1, {}, {})], at=1, person_id=1, action="a", kind="b", reason="")
        _ = 1 / 0
    assert database.execute_sql("SELECT count(*) FROM trail").fetchone()[0] == 4
    assert first_broken_link(database) is None


def test_many_in_one_go_are_chained_like_single_ones(database: Database) -> None:
    entries = [Entry(number, {}, {"n": number}) for number in range(3)]
    append_trails(database, entries, at=NOON, person_id=1, action="register", kind="order", reason="")
    append_trails(database, [], at=NOON, person_id=1, action="register", kind="order", reason="")
    assert database.execute_sql("SELECT count(*) FROM trail").fetchone()[0] == 7
    assert first_broken_link(database) is None


def test_a_wipe_takes_the_values_and_leaves_the_chain(database: Database) -> None:
    before = database.execute_sql("SELECT seal, chain FROM trail WHERE id = 3").fetchone()
    wipe_rows(database, [3], at=NOON)
    row = database.execute_sql("SELECT before, after, reason, salt, wiped_at, seal, chain FROM trail WHERE id = 3")
    assert row.fetchone() == ("{}", "{}", "", "", NOON, *before)
    part = follow_chain(database, BEGINNING)
    assert (part.broken, part.wiped, part.rows) == ([], [NOON], 4)
    with pytest.raises(Exception, match="append-only"), database.atomic():  # the driver's own
        wipe_rows(database, [3], at=NOON + 1)


def test_what_was_wiped_cannot_be_guessed_from_its_seal(database: Database) -> None:
    """The same values twice have two seals: each row's salt is its own, and goes with the values."""
    for _twice in range(2):
        entry = Entry(1, {}, {"phone": "13800000000"})
        append_trails(database, [entry], at=NOON, person_id=1, action="address", kind="order", reason="")
    seals = [row[0] for row in database.execute_sql("SELECT seal FROM trail ORDER BY id DESC LIMIT 2").fetchall()]
    assert len(set(seals)) == 2


def test_a_changed_row_is_told_apart_from_those_behind_it(database: Database) -> None:
    open_locks(database)
    database.execute_sql("UPDATE trail SET reason = 'x' WHERE id = 2")
    assert follow_chain(database, BEGINNING).broken == [2]
