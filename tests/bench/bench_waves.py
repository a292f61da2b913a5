"""A wave of 1,000 orders made, given its waybills and printed, against the same rows by the raw driver and against
drawing the same papers alone."""

import hashlib
import json
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from shopdesk.db.database import open_database
from shopdesk.domain.documents import Document, Paper
from shopdesk.printing.papers import render
from shopdesk.queries.slip_papers import get_slip_papers
from shopdesk.services.desk import Desk
from shopdesk.services.setup import open_desk
from shopdesk.services.wave_printing import print_wave
from shopdesk.services.waves import make_wave, preview_wave
from shopdesk.services.waybill_ranges import give_from_range
from tests.bench.results import Result, at_most
from tests.factories import NOON, add_order, make_desk

ORDERS, TURNS = 1000, 5
FIRST = "YT1000000000001"

TRAIL = (
    "INSERT INTO trail (at, person_id, action, kind, record_id, before, after, reason, chain) "
    "VALUES (?, 1, ?, 'order', ?, '{}', ?, '', ?)"
)
MAKE = (
    "INSERT INTO settlement (order_id, account, method, amount, person_id, at) VALUES (?, '支付宝', '', 1, 1, 0)",
    "UPDATE orders SET stage = 2, version = version + 1 WHERE id = ?",
    "INSERT INTO slip (shop_id, wave_id, position, carrier, created_at) VALUES (1, 1, ?, '圆通速递', 0)",
    "INSERT INTO slip_item (slip_id, order_id, line_id, quantity) SELECT ?1, order_id, id, quantity FROM order_line "
    "WHERE order_id = ?1",
)
GIVE = (
    "UPDATE slip SET waybill = 'YT1' || ?1, waybill_at = 1, version = version + 1 WHERE id = ?1",
    "INSERT INTO parcel (order_id, carrier, waybill, slip_id) VALUES (?1, '圆通速递', 'YT1' || ?1, ?1)",
    "DELETE FROM order_text WHERE rowid = ?",
    "INSERT INTO order_text (rowid, text) SELECT id, text FROM order_search WHERE id = ?",
)
PRINT = (
    "INSERT INTO print_record (order_id, document, paper, person_id, at, slip_id) VALUES (?1, 'slip', '', 1, 1, ?1)",
    "UPDATE slip SET printed_at = 1, version = version + 1 WHERE id = ?",
    "UPDATE orders SET stage = 3, version = version + 1 WHERE id = ?",
)


def run() -> list[Result]:
    """All on fresh copies of one shop, turn by turn."""
    times: dict[str, list[float]] = {}
    with tempfile.TemporaryDirectory() as folder:
        source = fill_shop(Path(folder))
        for turn in range(TURNS):
            for work in (ours, raw):
                copy = Path(folder) / f"{turn}.db"
                shutil.copyfile(source, copy)
                work(copy, times)
                copy.unlink()
    mine = {name: statistics.median(taken) for name, taken in times.items()}
    floor = mine["raw print"] + mine["draw"]
    return [
        at_most(f"preview of a wave of {ORDERS}", mine["preview"] * 1000, 100, "ms", ""),
        _against("make it", mine["make"], mine["raw make"], "raw executemany", 3.5),
        _against("its waybills from a range", mine["give"], mine["raw give"], "raw executemany", 3.5),
        _against("print it", mine["print"], floor, "raw executemany and drawing the papers", 1.6),
    ]


def _against(work: str, measured: float, floor: float, of_what: str, limit: float) -> Result:
    return at_most(work, measured / floor, limit, "x", f"{of_what} {floor * 1000:.0f} ms")


def fill_shop(folder: Path) -> Path:
    """A shop with 1,000 registered orders of two items."""
    desk = make_desk(folder)
    with desk.database.atomic():
        for number in range(ORDERS):
            add_order(desk, buyer=f"tb{number}", lines=2, stage=1, registered_at=NOON, carrier="圆通速递")
    file = Path(str(desk.database.database))
    desk.database.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    desk.database.close()
    return file


def ours(file: Path, times: dict[str, list[float]]) -> None:
    """The program's way."""
    desk = open_desk(file)
    with timed(times, "preview"):
        preview_wave(desk)
    with timed(times, "make"):
        wave = make_wave(desk)
    assert wave.slips == ORDERS
    with timed(times, "give"):
        assert give_from_range(desk, wave_id=wave.id, first=FIRST) == ORDERS
    with timed(times, "print"):
        printed = print_wave(desk, wave_id=wave.id, paper=Paper.LABEL_100X150)
    _draw(desk, printed.slip_ids, times)
    desk.database.close()


def _draw(desk: Desk, slip_ids: tuple[int, ...], times: dict[str, list[float]]) -> None:
    papers = get_slip_papers(desk.database, slip_ids=slip_ids, printed_at=NOON, printed_by="Owner")
    with timed(times, "draw"):
        render(Document.SLIP, papers, Paper.LABEL_100X150)


def raw(file: Path, times: dict[str, list[float]]) -> None:
    """What has to be written at least: the rows, the search, and a chained trail."""
    database = open_database(file)
    database.execute_sql("INSERT INTO wave (kind, person_id, at) VALUES ('noon', 1, 0)")
    steps = (
        ("raw make", MAKE, ("settle", "wave")),
        ("raw give", GIVE, ("waybill",)),
        ("raw print", PRINT, ("print", "stage")),
    )
    for name, statements, actions in steps:
        with timed(times, name), database.atomic():
            for statement in statements:
                database.cursor().executemany(statement, [(number,) for number in range(1, ORDERS + 1)])
            for action in actions:
                _trail(database.cursor().executemany, action)
    database.close()


def _trail(executemany: Callable[[str, list[tuple[Any, ...]]], object], action: str) -> None:
    chain, rows = "", []
    for number in range(1, ORDERS + 1):
        after = json.dumps({"stage": number}, sort_keys=True)
        content = json.dumps([chain, 0, 1, action, "order", number, "{}", after, ""], ensure_ascii=False)
        chain = hashlib.sha256(content.encode()).hexdigest()
        rows.append((0, action, number, after, chain))
    executemany(TRAIL, rows)


@contextmanager
def timed(times: dict[str, list[float]], name: str) -> Iterator[None]:
    """Note how long it took, in seconds."""
    started = time.perf_counter()
    yield
    times.setdefault(name, []).append(time.perf_counter() - started)
