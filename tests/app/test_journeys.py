"""How often the window itself waits for the server: each journey may take 20 ms and more (DATA-02)."""

import threading
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from shopdesk.db.postgres import PostgresDatabase
from shopdesk.services.sample import make_sample
from shopdesk.services.setup import create_desk, open_desk
from shopdesk.ui.changes import ANYTHING
from tests.postgres_server import Server
from tests.slow_network import SlowNetwork
from tests.window_stand import WindowStand, window_on

pytestmark = pytest.mark.postgres

MOST = 6
"""Journeys for one thing that somebody does."""


@pytest.fixture
def stand(tmp_path: Path, qtbot: QtBot) -> Iterator[WindowStand]:
    with Server.make() as server:
        desk = create_desk(server.create_database("shop"))
        make_sample(desk)
        desk.database.close()
        with (
            SlowNetwork(server.port, delay=0.02) as network,
            window_on(open_desk(network.url("shop")), tmp_path, qtbot, live=True) as made,
        ):
            yield made


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The statements for which the window waited."""
    found: list[str] = []
    execute = PostgresDatabase.execute_sql

    def count(database: PostgresDatabase, sql: str, params: Sequence[Any] | None = None) -> Any:
        if threading.current_thread() is threading.main_thread():
            found.append(sql)
        return execute(database, sql, params)

    monkeypatch.setattr(PostgresDatabase, "execute_sql", count)
    return found


def remembers(stand: WindowStand) -> bool:
    """Whether small tables are read once only, from the moment on that changes are heard of."""
    database = stand.desk.database
    assert isinstance(database, PostgresDatabase)
    return database.remembered.is_used


def test_the_window_waits_seldom(stand: WindowStand, asked: list[str]) -> None:
    stand.wait_for(lambda: remembers(stand))
    stand.open("orders")

    def tried(does: Callable[[], object]) -> int:
        asked.clear()
        does()
        stand.settle()
        return len(asked)

    window, changes = stand.window, stand.shop.changes
    pages = ["registering", "shipping", "packing", "products", "settlement", "orders"]
    taken = {f"open {page}": tried(partial(window.show_page, page)) for page in pages}
    orders: Any = window.page
    taken["read again"] = tried(orders.refresh)
    taken["a row"] = tried(lambda: orders.table.choose_row(3))
    taken["search"] = tried(lambda: orders.search("鞋"))
    taken["scan"] = tried(lambda: stand.shop.find_record("YT7453244865603"))
    taken["somebody changed an order"] = tried(lambda: changes.announce(["orders"]))
    taken["somebody changed anything"] = tried(lambda: changes.announce([ANYTHING]))
    shipping = stand.open("shipping")
    taken["a wave"] = tried(lambda: shipping.waves.selectRow(2))
    taken["register"] = tried(shipping.open_register)
    assert {what: n for what, n in taken.items() if n > MOST} == {}
