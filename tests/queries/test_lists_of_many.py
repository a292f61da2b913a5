"""What a shop of a million orders has hundreds of thousands of is read by an index."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from shopdesk.db.database import Database, rows_of
from shopdesk.domain.complaints import ENDED
from shopdesk.domain.reviews import State
from shopdesk.queries.buyer_traces import find_buyers
from shopdesk.queries.care_lists import list_care
from shopdesk.queries.check_facts import read_facts
from shopdesk.queries.check_rules import get_rules
from shopdesk.queries.complaints import count_complaints, list_complaints
from shopdesk.queries.contacts import list_next_contacts
from shopdesk.queries.own_ratings import BAD, count_to_rate
from shopdesk.queries.points import list_points
from shopdesk.queries.reviews import list_reviews
from shopdesk.services.desk import Desk
from tests.factories import NOON, add_order, make_desk

pytestmark = pytest.mark.sqlite_only
LISTS: dict[str, Callable[[Database], object]] = {
    "open reviews": lambda database: list_reviews(database, only_open=True),
    "closed reviews": lambda database: list_reviews(database, states=[State.CLOSED], newest=True, limit=500),
    "reviews of a buyer": lambda database: list_reviews(database, buyer_id=1),
    "open complaints": lambda database: list_complaints(database, only_open=True),
    "ended complaints": lambda database: list_complaints(database, states=ENDED, newest=True, limit=500),
    "complaints that wait": lambda database: count_complaints(database, now=NOON, person_id=1),
    "points of a month": lambda database: list_points(database, month="2026-11", person_id=1),
    "contacts due": lambda database: list_next_contacts(database, before=NOON, person_id=1),
    "trades to rate": lambda database: count_to_rate(database, now=NOON),
}
OF_JOINED: dict[str, Callable[[Database], object]] = {
    "a buyer's other names": lambda database: find_buyers(database, "小满"),
    "what checks look at": lambda database: read_facts(database, [1], get_rules(database)),
    "whom to write to": lambda database: list_care(database, now=NOON),
}
MANY = ("r", "c", "v", "t", "e", "o", "review", "complaint", "contact", "point_entry", "orders")
"""Tables that grow with the orders, and what these queries call them."""


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = make_desk(tmp_path)
    add_order(made)
    yield made
    made.database.close()


def plan_of(desk: Desk, ask: Callable[[Database], object]) -> list[str]:
    """How everything that is asked will be looked up."""
    asked: list[tuple[str, Any]] = []
    execute: Any = desk.database.execute_sql

    class Listening:
        """Hears what is asked."""

        def __getattr__(self, name: str) -> object:
            return getattr(desk.database, name)

        def execute_sql(self, sql: str, params: Any = ()) -> object:
            asked.append((sql, params))
            return execute(sql, params)

    ask(Listening())  # type: ignore[arg-type]
    return [row[3] for sql, params in asked for row in rows_of(desk.database, f"EXPLAIN QUERY PLAN {sql}", params)]


@pytest.mark.parametrize("name", LISTS)
def test_no_list_reads_all_there_is(desk: Desk, name: str) -> None:
    plan = plan_of(desk, LISTS[name])
    assert plan and not {f"SCAN {table}" for table in MANY}.intersection(plan)


@pytest.mark.parametrize("name", OF_JOINED)
def test_not_all_that_were_ever_joined_are_looked_at(desk: Desk, name: str) -> None:
    plan = plan_of(desk, OF_JOINED[name])
    assert "SEARCH j USING" in str(plan) and not [step for step in plan if step.startswith("SCAN buyer_join")]


def test_bad_reviews_are_found_without_the_good_ones(desk: Desk) -> None:
    steps = rows_of(desk.database, f"EXPLAIN QUERY PLAN {BAD} SELECT * FROM bad", (NOON,))
    assert "review_bad" in str(steps)
