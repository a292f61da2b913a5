"""A first import's texts are made into a table anew on a server, and that is broken off at any moment: nothing is lost,
everything is found, before and after, and a second try works."""

import os
import random
import signal
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

import psycopg
import pytest

from shopdesk.db import postgres_settling
from shopdesk.db.database import Database, open_database, rows_of
from shopdesk.db.search import find_order_ids, settle_index
from shopdesk.errors import ShopdeskError
from shopdesk.services.orders import set_memo
from shopdesk.services.setup import open_desk
from tests.acceptance.faults.extent import Count, times
from tests.acceptance.faults.ground import Ground, shop_with, write_pairs
from tests.acceptance.faults.nursery import Child, Nursery
from tests.acceptance.faults.soundness import problems_of
from tests.postgres_server import Server

pytestmark = [pytest.mark.rule("DATA-01", "DATA-02"), pytest.mark.postgres]

KINDS = ("the program", "its connection", "one process of the server", "the whole server")
INDEXES = {"order_text_pkey", "order_text_trigrams", "order_text_parts"}
LOOKED_FOR = 12
_AS_IMPORTED = """
WITH moved AS (DELETE FROM order_text WHERE rowid % 4 <> 0 RETURNING rowid, text)
INSERT INTO order_text_new (rowid, text) SELECT rowid, text FROM moved"""
_MINE = "SELECT pid FROM pg_stat_activity WHERE datname = '{}' AND query LIKE '%order_text_built%' AND state = 'active'"
_NOWHERE = """
SELECT count(*) FROM orders o WHERE NOT EXISTS (SELECT 1 FROM order_text t WHERE t.rowid = o.id)
AND NOT EXISTS (SELECT 1 FROM order_text_new n WHERE n.rowid = o.id)"""


@pytest.fixture(scope="module")
def durable() -> Iterator[Server]:
    """One that keeps what it acknowledged when it is killed."""
    with Server.make(quick=False) as server:
        yield server


@pytest.fixture
def ground(durable: Server, tmp_path: Path) -> Iterator[Ground]:
    made = Ground(tmp_path, durable)
    yield made
    made.clear()


def test_the_search_is_made_anew(
    ground: Ground, nursery: Nursery, chance: random.Random, count: Count, tmp_path: Path
) -> None:
    assert ground.server is not None
    durable = ground.server
    pairs = write_pairs(tmp_path, 1, times(2_000, 8_000))

    def fill(address: str) -> None:
        shop_with(pairs)(address)
        durable.execute(_AS_IMPORTED, address.rpartition("/")[2])

    seconds = how_long(nursery, ground.shop("imported", fill))
    for turn in range(times(4, 80)):
        address = ground.shop("imported", fill)
        memo = f"改于第{turn}次"
        clerk = open_desk(address)
        child = nursery.start("settle_texts", address)
        child.wait_for_begin()
        started = time.monotonic()
        set_memo(clerk, order_id=1, memo=memo)  # acknowledged while the table is being made
        time.sleep(max(0, started + chance.uniform(0, seconds) - time.monotonic()))
        within = kill(KINDS[turn % len(KINDS)], child, durable, address)
        with suppress(ShopdeskError):
            clerk.database.close()
        count(**{"kills": 1, "kills within a search made anew": int(within), "kills that lost acknowledged work": 0})
        check_search(address, memo, chance, ground)
        ground.drop(address)


def how_long(nursery: Nursery, address: str) -> float:
    """Without a kill."""
    child = nursery.start("settle_texts", address)
    child.wait_for_begin()
    started = time.monotonic()
    assert (child.end(), child.said) == (0, ["settled"])
    return time.monotonic() - started


def kill(kind: str, child: Child, server: Server, address: str) -> bool:
    """Whether it met the work."""
    found = server.execute(_MINE.format(address.rpartition("/")[2]))
    pids = [int(pid) for (pid,) in found]
    for pid in pids if kind == "its connection" else ():
        server.execute(f"SELECT pg_terminate_backend({pid})")
    for pid in pids[:1] if kind == "one process of the server" else ():
        os.kill(pid, signal.SIGKILL)  # the server then ends all others and looks through its log
    if kind == "the whole server":
        server.kill()
    child.kill()
    if kind == "the whole server":
        server.start()
    wait_until_up(server)
    return bool(pids)


def wait_until_up(server: Server) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        with suppress(psycopg.OperationalError):
            server.execute("SELECT 1")
            return
        time.sleep(0.05)
    raise AssertionError("the server doesn't come back")


def check_search(address: str, memo: str, chance: random.Random, ground: Ground) -> None:
    """As it was left, and after a second try."""
    ground.wait_until_alone(address)
    with closing(open_database(address)) as database:
        check_found(database, memo, chance)
        assert rows_of(database, _NOWHERE) == [(0,)]
        many, postgres_settling._MANY = postgres_settling._MANY, 1
        try:
            settle_index(database)
        finally:
            postgres_settling._MANY = many
        assert rows_of(database, "SELECT count(*) FROM order_text_new") == [(0,)]
        assert rows_of(database, "SELECT count(*) FROM pg_class WHERE relname LIKE 'order_text_built%'") == [(0,)]
        names = rows_of(database, "SELECT indexname FROM pg_indexes WHERE tablename = 'order_text'")
        assert {name for (name,) in names} == INDEXES
        check_found(database, memo, chance)
    assert problems_of(address) == []


def check_found(database: Database, memo: str, chance: random.Random) -> None:
    orders = rows_of(database, "SELECT id, order_no FROM orders ORDER BY id")
    assert find_order_ids(database, memo) == [1]
    for order_id, order_no in chance.sample(orders, LOOKED_FOR):
        assert find_order_ids(database, order_no) == [order_id]
