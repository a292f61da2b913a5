"""Bulk upserts: new rows in, changed ones over, the rest untouched."""

import pytest

from shopdesk.db.database import Database
from shopdesk.db.upsert import execute_many, upsert_sql
from tests.db.memory import memory_database


@pytest.fixture
def database() -> Database:
    made = memory_database()
    made.execute_sql("CREATE TABLE a (k TEXT PRIMARY KEY, v TEXT, n INTEGER, version INTEGER NOT NULL DEFAULT 1)")
    return made


def rows(database: Database) -> list[tuple[object, ...]]:
    return list(database.execute_sql("SELECT k, v, n, version FROM a ORDER BY k"))


SQL = upsert_sql(
    "a", {"k": "?", "v": "?", "n": "?"}, key=("k",), updates={"v": "excluded.v", "n": "excluded.n"},
    unless="excluded.n < a.n", also={"version": "a.version + 1"},
)  # fmt: skip


def test_only_what_differs_is_written_and_counted(database: Database) -> None:
    assert execute_many(database, SQL, [("x", "1", 1), ("y", "2", 2)]) == 2
    assert execute_many(database, SQL, [("x", "1", 1), ("y", "2", 2)]) == 0
    assert execute_many(database, SQL, [("x", "1", 1), ("y", "3", 2), ("z", "", 0)]) == 2
    assert rows(database) == [("x", "1", 1, 1), ("y", "3", 2, 2), ("z", "", 0, 1)]


def test_nothing_is_a_value_too(database: Database) -> None:
    sql = upsert_sql("a", {"k": "?", "v": "?"}, key=("k",), updates={"v": "excluded.v"})
    assert execute_many(database, sql, [("x", None)]) == 1
    assert execute_many(database, sql, [("x", None)]) == 0
    assert execute_many(database, sql, [("x", "1")]) == 1
    assert execute_many(database, sql, [("x", None)]) == 1


def test_a_condition_keeps_the_old_row(database: Database) -> None:
    execute_many(database, SQL, [("x", "new", 5)])
    assert execute_many(database, SQL, [("x", "old", 4)]) == 0
    assert rows(database) == [("x", "new", 5, 1)]


def test_without_updates_the_first_stays(database: Database) -> None:
    sql = upsert_sql("a", {"k": "?", "v": "?"}, key=("k",), updates={})
    assert execute_many(database, sql, [("x", "1"), ("x", "2")]) == 1
    assert rows(database) == [("x", "1", None, 1)]


def test_values_selected_from_somewhere(database: Database) -> None:
    database.execute_sql("CREATE TABLE b (id INTEGER, name TEXT)")
    database.execute_sql("INSERT INTO b VALUES (7, 'seven')")
    sql = upsert_sql(
        "a",
        {"k": "b.name", "n": "b.id", "v": "?"},
        key=("k",),
        updates={"v": "excluded.v"},
        source="FROM b WHERE b.id = ?",
    )
    assert execute_many(database, sql, [("one", 7), ("two", 7), ("none", 8)]) == 2
    assert rows(database) == [("seven", "two", 7, 1)]


def test_nothing_to_do(database: Database) -> None:
    assert execute_many(database, SQL, []) == 0
