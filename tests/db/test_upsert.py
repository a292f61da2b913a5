"""Bulk upserts on either engine: new rows in, changed ones over, the rest untouched."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopdesk.db.database import Database, open_database
from shopdesk.db.upsert import Upsert, fields_of, upsert_rows
from shopdesk.domain.money import Money
from shopdesk.domain.statuses import Status
from tests.engines import on_postgres, shop_address


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    address = shop_address(tmp_path)
    made = open_database(address, create=True)
    made.execute_sql(
        f"CREATE TABLE a (id {'SERIAL' if on_postgres() else 'INTEGER'} PRIMARY KEY, k TEXT UNIQUE, v TEXT, n BIGINT, "
        "version INTEGER NOT NULL DEFAULT 1)"
    )
    yield made
    made.close()


def write(database: Database, upsert: Upsert, *rows: tuple[object, ...]) -> int:
    with database.atomic():
        return upsert_rows(database, upsert, rows)


def rows(database: Database) -> list[tuple[object, ...]]:
    return list(database.execute_sql("SELECT k, v, n, version FROM a ORDER BY id"))


FIELDS = {"k": str, "v": str, "n": int}
VALUES = {"k": "given.k", "v": "given.v", "n": "given.n"}
UPSERT = Upsert(
    "a", FIELDS, VALUES, key=("k",), updates={"v": "excluded.v", "n": "excluded.n"},
    unless="excluded.n < a.n", also={"version": "a.version + 1"},
)  # fmt: skip


def test_only_what_differs_is_written_and_counted(database: Database) -> None:
    assert write(database, UPSERT, ("x", "1", 1), ("y", "2", 2)) == 2
    assert write(database, UPSERT, ("x", "1", 1), ("y", "2", 2)) == 0
    assert write(database, UPSERT, ("x", "1", 1), ("y", "3", 2), ("z", "", 0)) == 2
    assert rows(database) == [("x", "1", 1, 1), ("y", "3", 2, 2), ("z", "", 0, 1)]


def test_nothing_is_a_value_too(database: Database) -> None:
    upsert = Upsert(
        "a", {"k": str, "v": str}, {"k": "given.k", "v": "given.v"}, key=("k",), updates={"v": "excluded.v"}
    )
    assert write(database, upsert, ("x", None)) == 1
    assert write(database, upsert, ("x", None)) == 0
    assert write(database, upsert, ("x", "1")) == 1
    assert write(database, upsert, ("x", None)) == 1


def test_a_condition_keeps_the_old_row(database: Database) -> None:
    write(database, UPSERT, ("x", "new", 5))
    assert write(database, UPSERT, ("x", "old", 4)) == 0
    assert rows(database) == [("x", "new", 5, 1)]


def test_without_updates_the_first_stays(database: Database) -> None:
    upsert = Upsert("a", FIELDS, VALUES, key=("k",))
    assert write(database, upsert, ("x", "1", 1), ("x", "2", 2)) == 1
    assert rows(database) == [("x", "1", 1, 1)]


def test_values_selected_from_somewhere(database: Database) -> None:
    database.execute_sql("CREATE TABLE b (id BIGINT, name TEXT)")
    database.execute_sql("INSERT INTO b VALUES (7, 'seven')")
    upsert = Upsert(
        "a", {"v": str, "id": int}, {"k": "b.name", "n": "b.id", "v": "given.v"}, key=("k",),
        updates={"v": "excluded.v"}, source="b", where="b.id = given.id",
    )  # fmt: skip
    assert write(database, upsert, ("one", 7), ("two", 7), ("none", 8)) == 2
    assert rows(database) == [("seven", "two", 7, 1)]


def test_nothing_to_do(database: Database) -> None:
    assert write(database, UPSERT) == 0


def test_new_rows_stand_in_the_order_in_which_they_were_given(database: Database) -> None:
    write(database, UPSERT, *((f"{number * 7919 % 1000:04d}", "", 0) for number in range(1000)))
    assert [row[0] for row in rows(database)] == [f"{number * 7919 % 1000:04d}" for number in range(1000)]


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("xyz"), st.integers(0, 3)), max_size=12))
def test_rows_of_one_key_come_one_after_the_other(given_rows: list[tuple[str, str, int]]) -> None:
    """As if each were written by itself."""
    known: dict[str, tuple[str, int, int]] = {}
    changed = 0
    for key, value, number in given_rows:
        old = known.get(key)
        if old is None or (old[:2] != (value, number) and number >= old[1]):
            known[key] = (value, number, old[2] + 1 if old else 1)
            changed += 1
    database = SHARED[0]
    database.execute_sql("DELETE FROM a")
    assert write(database, UPSERT, *given_rows) == changed
    assert {key: tuple(rest) for key, *rest in rows(database)} == known


SHARED: list[Database] = []
"""Made once for all examples."""


@pytest.fixture(autouse=True)
def shared(database: Database) -> Iterator[None]:
    SHARED.append(database)
    yield
    SHARED.clear()


@pytest.mark.parametrize(
    "text", ["a\\b", "\\N", "\\.", "a\tb", "a\nb\r\nc", "𠮷🎁👨‍👩‍👧", "", "'", '"', "%s ?", "NULL"]
)
def test_every_text_arrives_as_it_is(database: Database, text: str) -> None:
    write(database, UPSERT, ("x", text, 1))
    assert rows(database) == [("x", text, 1, 1)]


def test_numbers_with_a_meaning_arrive_as_numbers(database: Database) -> None:
    write(database, UPSERT, ("x", "", Status.SHIPPED), ("y", "", Money(123_456)))
    assert [row[2] for row in rows(database)] == [int(Status.SHIPPED), 123_456]


def test_the_fields_of_a_record() -> None:
    class Record(NamedTuple):
        name: str
        paid: Money
        at: int | None

    assert fields_of(Record, without=["at"]) == {"name": str, "paid": int}
