"""One transaction a use case, with trail and announcement."""

import threading
from dataclasses import replace
from pathlib import Path

import peewee
import pytest

from shopdesk.db.database import rows_of
from shopdesk.db.errors import ReadOnly
from shopdesk.db.trail import first_broken_link
from shopdesk.domain.permissions import Right
from shopdesk.services.desk import Changed, Desk, NotAllowed, work
from shopdesk.services.setup import open_desk
from tests.engines import shop_address
from tests.factories import NOON, add_order, make_desk
from tests.services.whole_database import everything


@pytest.fixture
def told() -> list[frozenset[Changed]]:
    return []


@pytest.fixture
def desk(tmp_path: Path, told: list[frozenset[Changed]]) -> Desk:
    return replace(make_desk(tmp_path), announce=told.append)


def test_what_happened_is_kept_and_announced(desk: Desk, told: list[frozenset[Changed]]) -> None:
    with work(desk, Right.VIEW, Changed.ORDERS) as doing:
        doing.note("a", "order", 7, before={"x": 1}, after={"x": 2}, reason="因为")
        doing.kinds.add(Changed.SHOPS)
        assert told == []  # not before it is safe
    assert told == [frozenset({Changed.ORDERS, Changed.SHOPS})]
    row = rows_of(desk.database, "SELECT at, person_id, action, kind, record_id, before, after, reason FROM trail")[-1]
    assert row == (NOON, 1, "a", "order", 7, '{"x": 1}', '{"x": 2}', "因为")


def test_what_failed_is_neither(desk: Desk, told: list[frozenset[Changed]]) -> None:
    add_order(desk)
    before = everything(desk)
    with pytest.raises(ZeroDivisionError), work(desk, Right.VIEW, Changed.ORDERS) as doing:
        desk.database.execute_sql("UPDATE orders SET memo = 'half'")
        doing.note("a", "order", 1)
        _ = 1 / 0
    assert (everything(desk), told) == (before, [])


def test_nothing_changed_is_not_announced(desk: Desk, told: list[frozenset[Changed]]) -> None:
    with work(desk, Right.VIEW):
        pass
    assert told == []


@pytest.mark.sqlite_only
def test_trouble_of_the_disk_is_said_in_a_sentence(desk: Desk) -> None:
    desk.database.execute_sql("PRAGMA query_only = 1")
    with pytest.raises(ReadOnly, match=r"shop\.db can't be written"), work(desk, Right.VIEW) as doing:
        doing.note("a", "order", 1)


def test_bugs_are_not(desk: Desk) -> None:
    with pytest.raises(peewee.IntegrityError, match=r"(?i)not.null"), work(desk, Right.VIEW):
        desk.database.execute_sql("INSERT INTO orders (shop_id, order_no) VALUES (1, NULL)")


def test_writers_queue_and_the_chain_holds(desk: Desk, tmp_path: Path) -> None:
    """Several programs write at once: nobody is refused, no row of the trail hangs beside another."""
    failures: list[BaseException] = []

    def write() -> None:
        try:
            mine = open_desk(shop_address(tmp_path))
            for number in range(10):
                with work(mine, Right.VIEW) as doing:
                    doing.note("a", "order", number)
            mine.database.close()
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=write) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert rows_of(desk.database, "SELECT count(*) FROM trail WHERE action = 'a'") == [(40,)]
    assert first_broken_link(desk.database) is None


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ("UPDATE person SET role = 'agent' WHERE id = 1", "may not"),
        ("UPDATE person SET active = FALSE WHERE id = 1", "doesn't work here any more"),
    ],
)
def test_rights_taken_away_meanwhile_are_gone_from_the_next_action_on(
    desk: Desk, tmp_path: Path, change: str, refusal: str
) -> None:
    elsewhere = open_desk(shop_address(tmp_path))
    elsewhere.database.execute_sql(change)
    elsewhere.database.close()
    before = everything(desk)
    with pytest.raises(NotAllowed, match=refusal), work(desk, Right.WAVE):
        raise AssertionError("nothing of it happens")
    assert everything(desk) == before
