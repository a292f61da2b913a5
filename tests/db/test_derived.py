"""Counts, trays and full text that the database keeps by itself."""

import itertools
import sqlite3 as plain_sqlite
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopdesk.db import postgres_derived, sqlite_derived
from shopdesk.db.database import is_shared
from shopdesk.db.derived import drop_derived, has_derived, make_derived
from shopdesk.db.search import find_order_ids
from shopdesk.domain.flags import Colour
from shopdesk.domain.platforms import Platform
from shopdesk.domain.statuses import Stage, Status, tray_of
from shopdesk.services.desk import Desk
from shopdesk.services.setup import make_shop
from tests.factories import add_order, make_desk


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    made = make_desk(tmp_path_factory.mktemp("derived"))
    make_shop(made, name="二号店", platform=Platform.TAOBAO)
    return made


@pytest.fixture
def shop(desk: Desk) -> Iterator[Desk]:
    yield desk
    desk.database.execute_sql("DELETE FROM orders")


def counted(desk: Desk) -> list[tuple[int, ...]]:
    return list(
        desk.database.execute_sql("SELECT shop_id, flag, tray, n FROM order_count WHERE n <> 0 ORDER BY 1, 2, 3")
    )


def grouped(desk: Desk) -> list[tuple[int, ...]]:
    sql = "SELECT shop_id, flag, tray, count(*) FROM orders GROUP BY 1, 2, 3 ORDER BY 1, 2, 3"
    return list(desk.database.execute_sql(sql))


def test_the_tray_is_the_rules_tray(shop: Desk) -> None:
    cases = list(itertools.product(Status, Stage, (0, 1, 2)))
    with shop.database.atomic():
        for number, (status, stage, held) in enumerate(cases):
            shop.database.execute_sql(
                "INSERT INTO orders (shop_id, order_no, created, status, stage, held) VALUES (1, ?, 1, ?, ?, ?)",
                (str(number), status, stage, held),
            )
    rows = shop.database.execute_sql("SELECT tray FROM orders ORDER BY CAST(order_no AS INTEGER)").fetchall()
    assert [row[0] for row in rows] == [tray_of(status=a, stage=b, held=bool(c)) for a, b, c in cases]


places = st.integers(1, 2), st.sampled_from(Colour), st.sampled_from(Status), st.sampled_from(Stage), st.integers(0, 1)
rows = st.tuples(*places)
deeds = st.one_of(
    st.tuples(st.just("in"), rows, st.integers(0, 5)),
    st.tuples(st.just("over"), rows, st.integers(0, 5)),
    st.tuples(st.just("out"), rows, st.integers(0, 5)),
    st.tuples(st.just("again"), rows, st.integers(0, 5)),
)
COLUMNS = "shop_id, flag, status, stage, held"


@given(st.lists(deeds, max_size=25))
def test_counts_are_right_after_anything(desk: Desk, done: list[tuple[str, tuple[int, ...], int]]) -> None:
    database = desk.database
    with database.atomic():
        for what, row, which in done:
            if what == "in":
                database.execute_sql(
                    f"INSERT INTO orders (order_no, created, {COLUMNS}) VALUES (?, 1, ?, ?, ?, ?, ?) "
                    "ON CONFLICT DO NOTHING",
                    (f"{which}-{row[0]}", *map(int, row)),
                )
            elif what == "over":
                database.execute_sql(
                    f"UPDATE orders SET ({COLUMNS}) = (?, ?, ?, ?, ?) WHERE order_no LIKE ? "
                    "AND NOT EXISTS (SELECT 1 FROM orders o WHERE o.shop_id = ? AND o.order_no = orders.order_no "
                    "AND o.shop_id <> orders.shop_id)",
                    (*map(int, row), f"{which}-%", row[0]),
                )
            elif what == "again":
                database.execute_sql("UPDATE orders SET flag = ? WHERE shop_id = ?", (int(row[1]), row[0]))
            else:
                database.execute_sql("DELETE FROM orders WHERE order_no LIKE ?", (f"{which}-%",))
    try:
        assert counted(desk) == grouped(desk)
    finally:
        database.execute_sql("DELETE FROM orders")


def test_everything_derived_can_be_made_again(shop: Desk) -> None:
    orders = [add_order(shop, lines=0, memo="找得到", flag=number % 3) for number in range(5)]
    before = counted(shop)
    with shop.database.atomic():
        shop.database.execute_sql("UPDATE order_count SET n = 99")
        shop.database.execute_sql("DELETE FROM order_text")
        drop_derived(shop.database)
        assert not has_derived(shop.database) and not triggers(shop)
        make_derived(shop.database)
    assert counted(shop) == before == grouped(shop)
    assert find_order_ids(shop.database, "找得到") == orders[::-1]
    assert triggers(shop) == set(postgres_derived.TRIGGERS if is_shared(shop.database) else sqlite_derived.TRIGGERS)


def triggers(desk: Desk) -> set[str]:
    sql = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name NOT LIKE 'changed~_row~_%' ESCAPE '~'"
    if is_shared(desk.database):
        sql = "SELECT tgname AS name FROM pg_trigger WHERE NOT tgisinternal"
    return {name for (name,) in desk.database.execute_sql(sql).fetchall()}


@pytest.mark.sqlite_only
def test_pythons_own_driver_can_read_the_file(shop: Desk, tmp_path: Path) -> None:
    """Where the newer driver has no wheel the program runs on this one."""
    add_order(shop, lines=0, flag=2)
    plain = plain_sqlite.connect(shop.database.database)
    assert plain.execute("SELECT sum(n) FROM order_count").fetchone() == (1,)
    plain.close()
