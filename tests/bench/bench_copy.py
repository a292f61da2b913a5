"""A shop of 100,000 orders copied to a server and back, compared row by row, against bringing its tables over as they
are."""

import shutil
import time
from collections.abc import Callable
from contextlib import closing
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from shopdesk.db.copying import copy_tables
from shopdesk.db.database import Database, open_database
from shopdesk.db.migrate import upgrade
from shopdesk.services.setup import open_desk
from shopdesk.services.shop_copies import copy_shop
from tests.bench.big_shop import make_big_shop
from tests.bench.results import Result, at_most
from tests.postgres_server import NoPostgres, Server

ORDERS = 100_000
MOST = 3.0
"""Times as long as it takes to bring the tables over alone."""


def run() -> list[Result]:
    """There, and back again."""
    try:
        with Server.make(on_disk=True, quick=False) as server, TemporaryDirectory() as folder:
            return _there_and_back(server, Path(folder))
    except NoPostgres:
        return []


def _there_and_back(server: Server, folder: Path) -> list[Result]:
    here, back = folder / "shop.db", folder / "back.db"
    shutil.copyfile(make_big_shop(ORDERS), here)
    with closing(open_database(here)) as database:
        upgrade(database)
    there = server.create_database("shop")
    found = []
    for title, source, target, plain in (
        ("to a server", str(here), there, server.create_database("plain")),
        ("back to a file", there, str(back), str(folder / "plain.db")),
    ):
        floor, _rows = _seconds(partial(_plainly, source, plain))
        took, rows = _seconds(partial(_compared, source, target))
        said = f"{rows / took:,.0f} rows/s, {took:.1f} s; tables alone {floor:.1f} s"
        found.append(at_most(f"copy of {ORDERS:,} orders {title}", took / floor, MOST, "x", said))
    return found


def _plainly(source: str, target: str) -> int:
    with closing(open_database(source)) as one, closing(_empty(target)) as other:
        return sum(copy_tables(one, other).values())


def _compared(source: str, target: str) -> int:
    desk = open_desk(source)
    with closing(desk.database):
        return sum(content.rows for content in copy_shop(desk, target).tables.values())


def _empty(target: str) -> Database:
    database = open_database(target, create=True)
    upgrade(database)
    return database


def _seconds(work: Callable[[], int]) -> tuple[float, int]:
    begun = time.perf_counter()
    rows = work()
    return time.perf_counter() - begun, rows
