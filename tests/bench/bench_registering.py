"""Registering 500 orders in one go, against the same updates and inserts by the raw driver."""

import hashlib
import json
import shutil
import statistics
import tempfile
import time
from pathlib import Path
from typing import Any

from shopdesk.db.database import open_database, rows_of
from shopdesk.services.desk import Desk
from shopdesk.services.registering import preview_registration, register_orders
from shopdesk.services.setup import open_desk
from shopdesk.services.shop_settings import save_setting
from shopdesk.settings import FLAG_SALESPEOPLE
from tests.bench.results import Result, at_most
from tests.factories import NOON, add_order, make_desk

ORDERS, TURNS = 500, 7

UPDATE = (
    "UPDATE orders SET stage = 1, registrar_id = 1, registered_at = ?, salesperson_id = 1, memo = ?, "
    "version = version + 1 WHERE id = ?"
)
TRAIL = (
    "INSERT INTO trail (at, person_id, action, kind, record_id, before, after, reason, chain) "
    "VALUES (?, 1, 'register', 'order', ?, ?, ?, '', ?)"
)


def run() -> list[Result]:
    """Both on fresh copies of one shop, turn by turn."""
    with tempfile.TemporaryDirectory() as folder:
        source = make_shop(Path(folder))
        ours: list[float] = []
        raw: list[float] = []
        looks: list[float] = []
        for turn in range(TURNS):
            copy = Path(folder) / f"{turn}.db"
            for times, work in ((ours, register), (raw, write_raw), (looks, preview)):
                shutil.copyfile(source, copy)
                times.append(work(copy))
                copy.unlink()
    mine, floor = statistics.median(ours), statistics.median(raw)
    return [
        at_most(f"register {ORDERS} orders in one go", mine / floor, 3, "x", f"raw executemany {floor * 1000:.0f} ms"),
        at_most("the preview of it", statistics.median(looks) * 1000, 100, "ms", ""),
    ]


def make_shop(folder: Path) -> Path:
    """A shop with 500 paid orders, half of them under a flag."""
    desk = make_desk(folder)
    save_setting(desk, FLAG_SALESPEOPLE, {"red": ["小王"]})
    with desk.database.atomic():
        for number in range(ORDERS):
            add_order(desk, buyer=f"tb{number}", memo="发顺丰" if number % 5 == 0 else "老客", flag=number % 2, lines=2)
    file = Path(str(desk.database.database))
    desk.database.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    desk.database.close()
    return file


def register(file: Path) -> float:
    """Seconds of the service."""
    desk = open_desk(file)
    ids = all_ids(desk)
    started = time.perf_counter()
    done = register_orders(desk, order_ids=ids, skip_refused=True)
    took = time.perf_counter() - started
    assert len(done.registered) == ORDERS, done.refused[:3]
    desk.database.close()
    return took


def preview(file: Path) -> float:
    """Seconds of the look beforehand."""
    desk = open_desk(file)
    ids = all_ids(desk)
    started = time.perf_counter()
    preview_registration(desk, order_ids=ids)
    took = time.perf_counter() - started
    desk.database.close()
    return took


def write_raw(file: Path) -> float:
    """Seconds of what has to be written at least: the orders, their texts in the search, and a chained trail."""
    database = open_database(file)
    rows = rows_of(database, "SELECT id, memo FROM orders ORDER BY id")
    started = time.perf_counter()
    with database.atomic():
        cursor = database.cursor()
        cursor.executemany(UPDATE, [(NOON, f"{memo} D", order_id) for order_id, memo in rows])
        cursor.executemany("DELETE FROM order_text WHERE rowid = ?", [(order_id,) for order_id, _memo in rows])
        cursor.executemany(
            "INSERT INTO order_text (rowid, text) SELECT id, text FROM order_search WHERE id = ?",
            [(order_id,) for order_id, _memo in rows],
        )
        cursor.executemany(TRAIL, trail_rows(rows))
    took = time.perf_counter() - started
    database.close()
    return took


def trail_rows(rows: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """What the trail keeps of each, chained."""
    made, chain = [], ""
    for order_id, memo in rows:
        before = json.dumps({"stage": 0, "memo": memo}, ensure_ascii=False)
        after = json.dumps({"stage": 1, "memo": f"{memo} D"}, ensure_ascii=False)
        chain = hashlib.sha256(json.dumps([chain, order_id, before, after]).encode()).hexdigest()
        made.append((NOON, order_id, before, after, chain))
    return made


def all_ids(desk: Desk) -> list[int]:
    """Every order of the shop."""
    return [row[0] for row in rows_of(desk.database, "SELECT id FROM orders ORDER BY id")]
