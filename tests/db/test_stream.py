"""Long lists read in portions, on either engine."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from shopdesk.db import database as module
from shopdesk.db.database import Database, open_database, stream
from shopdesk.db.masking import masked
from shopdesk.db.postgres import PostgresDatabase
from shopdesk.services.desk import Desk
from tests.engines import shop_address
from tests.factories import add_order, make_desk

NUMBERS = "SELECT order_no FROM orders WHERE order_no <> ? ORDER BY order_no"


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.setattr(module, "_PORTION", 2)
    desk = make_desk(tmp_path)
    for number in range(5):
        add_order(desk, order_no=f"A{number}")
    return desk


def told(rows: Iterator[tuple[str]]) -> str:
    return "".join(order_no for (order_no,) in rows)


def unused(database: Database) -> int:
    assert isinstance(database, PostgresDatabase)
    return len(database.connections._unused)


@pytest.mark.parametrize(("without", "expected"), [("A0", "A1A2A3A4"), ("A", "A0A1A2A3A4"), ("A4", "A0A1A2A3")])
def test_all_rows_in_order(desk: Desk, without: str, expected: str) -> None:
    assert told(stream(desk.database, NUMBERS, (without,))) == expected


def test_no_rows(desk: Desk) -> None:
    assert list(stream(desk.database, "SELECT id FROM orders WHERE id < ?", (0,))) == []


def test_it_tells_of_one_moment_whoever_writes_meanwhile(desk: Desk, tmp_path: Path) -> None:
    rows = stream(desk.database, NUMBERS, ("",))
    assert next(rows) == ("A0",)
    other = open_database(shop_address(tmp_path))
    with other.atomic():
        other.execute_sql("UPDATE orders SET order_no = 'B3' WHERE order_no = 'A3'")
    other.close()
    assert told(rows) == "A1A2A3A4"
    assert told(stream(desk.database, NUMBERS, ("",))) == "A0A1A2A4B3"


def test_two_at_once_and_writing_in_between(desk: Desk) -> None:
    first, second = stream(desk.database, NUMBERS, ("",)), stream(desk.database, NUMBERS, ("A0",))
    assert next(first) == ("A0",) and next(second) == ("A1",)
    add_order(desk, order_no="Z")
    assert told(first) == "A1A2A3A4"
    assert told(second) == "A2A3A4"
    assert told(stream(desk.database, NUMBERS, ("A0",))) == "A1A2A3A4Z"


def test_within_a_transaction_it_sees_what_was_just_written(desk: Desk) -> None:
    with desk.database.atomic():
        desk.database.execute_sql("UPDATE orders SET order_no = 'B0' WHERE order_no = 'A0'")
        assert told(stream(desk.database, NUMBERS, ("",))) == "A1A2A3A4B0"
        rows = stream(desk.database, NUMBERS, ("",))
        assert next(rows) == ("A1",)
        desk.database.execute_sql("UPDATE orders SET order_no = 'B1' WHERE order_no = 'A1'")
    assert told(stream(desk.database, NUMBERS, ("",))) == "A2A3A4B0B1"


def test_who_has_seen_enough_leaves_nothing_open(desk: Desk) -> None:
    rows = stream(desk.database, NUMBERS, ("",))
    next(rows)
    rows.close()  # type: ignore[attr-defined]
    add_order(desk, order_no="Z")
    if isinstance(desk.database, PostgresDatabase):
        assert unused(desk.database) == 1
        assert told(stream(desk.database, NUMBERS, ("",))).startswith("A0A1")
        assert unused(desk.database) == 1, "the same connection was used again"


def test_through_the_mask(desk: Desk) -> None:
    seen = set(stream(masked(desk.database), "SELECT phone, order_no FROM orders WHERE id > ?", (0,)))
    assert {phone for phone, _order_no in seen} == {"138****0000"}
    assert len(seen) == 5


def test_a_wrong_statement_is_a_bug_and_spoils_nothing(desk: Desk) -> None:
    with pytest.raises(Exception, match="nothing_like_it"):
        list(stream(desk.database, "SELECT nothing_like_it FROM orders"))
    assert len(list(stream(desk.database, NUMBERS, ("",)))) == 5


@pytest.mark.postgres
def test_a_reader_waits_for_no_writer(desk: Desk, tmp_path: Path) -> None:
    if not isinstance(desk.database, PostgresDatabase):
        pytest.skip("readers of a file never do")
    writing, done = threading.Event(), threading.Event()

    def write() -> None:
        other = open_database(shop_address(tmp_path))
        with other.atomic():
            other.execute_sql("UPDATE orders SET memo = 'x'")
            writing.set()
            done.wait(20)
        other.close()

    writer = threading.Thread(target=write)
    writer.start()
    assert writing.wait(20)
    assert told(stream(desk.database, NUMBERS, ("",))) == "A0A1A2A3A4"
    done.set()
    writer.join(20)


@pytest.mark.postgres
def test_the_windows_thread_opens_no_second_connection(desk: Desk) -> None:
    if not isinstance(desk.database, PostgresDatabase):
        pytest.skip("a file has one a thread")
    desk.database.never_wait_here()
    for database in (desk.database, masked(desk.database)):
        assert told(stream(database, NUMBERS, ("",))) == "A0A1A2A3A4"
    assert unused(desk.database) == 0
