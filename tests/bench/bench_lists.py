"""Lists, counts and searches on a large shop, against hand-written SQL, GROUP BY and LIKE scans."""

import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from shopdesk.clock import day_start, to_local
from shopdesk.db.database import Database, is_shared, open_database
from shopdesk.db.search import find_order_ids
from shopdesk.domain.flags import Colour
from shopdesk.domain.statuses import Tray
from shopdesk.queries.order_lists import (
    OrderFilter,
    count_by_flag,
    count_by_tray,
    fetch_page,
    find_key,
    page_statement,
)
from tests.bench.big_shop import START, STEP, make_big_shop
from tests.bench.results import Result, at_most, orders

WORDS = (
    "1", "王", "13", "王伟", "顺丰", "138", "发顺丰", "老顾客", "1380", "tb0012", "W7", "深紫", "13801", "文三路12号",
    "tb0012345", "YT712345", "38123456789",
)  # fmt: skip


def big_shop() -> Path:
    """The large shop's file, made once."""
    return make_big_shop(orders())


def run() -> list[Result]:
    """All measurements in one run."""
    database = open_database(big_shop())
    try:
        return [*lists(database), *counts(database), *searches(database)]
    finally:
        database.close()


def milliseconds(work: Callable[[], object], repeat: int = 9) -> float:
    """The median time of `work`; the first turn, which warms the cache, is left out."""
    times = []
    for _ in range(repeat + 1):
        started = time.perf_counter()
        work()
        times.append((time.perf_counter() - started) * 1000)
    return statistics.median(times[1:])


def filters() -> list[OrderFilter]:
    """Every shape of filter that the page offers."""
    middle = to_local(START + orders() // 2 * STEP).date()
    red = frozenset({Colour.RED})
    return [
        OrderFilter(),
        OrderFilter(flags=red),
        OrderFilter(tray=Tray.CLOSED),
        OrderFilter(flags=red, tray=Tray.CLOSED),
        OrderFilter(flags=frozenset({Colour.RED, Colour.BLUE})),
        OrderFilter(until=day_start(middle), tray=Tray.CLOSED),
        OrderFilter(descending=False),
    ]


def lists(database: Database) -> list[Result]:
    """Pages of 200 at three depths of every filter: the worst ratio and the worst time."""
    ratios, worst = [], 0.0
    for chosen in filters():
        for depth in (0, 10_000, 30_000):
            after = find_key(database, chosen, after=None, skip=depth) if depth else None
            sql, params = page_statement(chosen, after=after, skip=0, limit=200)
            ours = milliseconds(lambda c=chosen, a=after: fetch_page(database, c, after=a, limit=200))  # type: ignore[misc]
            raw = milliseconds(lambda s=sql, p=params: _fetch_raw(database, s, p))  # type: ignore[misc]
            ratios.append(ours / raw)
            worst = max(worst, ours)
    return [
        at_most("list page of 200, 7 filters x 3 depths", statistics.median(ratios), 1.3, "x", "raw fetchall"),
        at_most("the slowest of them", worst, 2, "ms", ""),
    ]


def _fetch_raw(database: Database, sql: str, params: list[Any]) -> list[Any]:
    """By the driver alone; on a server the statement has to be turned first."""
    rows = database.execute_sql(sql, params) if is_shared(database) else database.connection().execute(sql, params)
    return list(rows.fetchall())


def counts(database: Database) -> list[Result]:
    """Counts of all chips and tabs."""
    ours = milliseconds(lambda: (count_by_flag(database), count_by_tray(database))) / 2
    raw = milliseconds(
        lambda: database.execute_sql("SELECT flag, tray, count(*) FROM orders GROUP BY 1, 2").fetchall(), 3
    )
    return [at_most("flag x stage counts", ours / raw, 1 / 500, "x", f"GROUP BY {raw:.0f} ms")]


def searches(database: Database) -> list[Result]:
    """Search words of 1 to 11 characters against a scan of the same text."""
    scan = milliseconds(
        lambda: database.execute_sql("SELECT id FROM order_search WHERE text LIKE '%文三路12号%'").fetchall(), 1
    )
    times = {word: milliseconds(lambda w=word: find_order_ids(database, w), 3) for word in WORDS}  # type: ignore[misc]
    slowest = max(times, key=lambda word: times[word])
    usual = statistics.median(times.values())
    return [
        at_most(f"search, median of {len(WORDS)} words", usual / scan, 1 / 30, "x", f"LIKE scan {scan:.0f} ms"),
        at_most(f"the slowest search ({slowest})", times[slowest], 100, "ms", ""),
    ]
