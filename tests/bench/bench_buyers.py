"""One page of a buyer with thousands of orders, and buyers found by any trace, in a shop of a million (CRM-01, CRM-05).

Of the shop's orders 5,000, spread over all its time, are given to one buyer with what hangs on them, under two records
that are joined; when they left is what platforms' files say.
"""

import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from shopdesk.clock import Millis
from shopdesk.db.database import Database, open_database, rows_of
from shopdesk.db.masking import masked
from shopdesk.queries.buyer_pages import get_buyer_page
from shopdesk.queries.buyer_proposals import propose_same
from shopdesk.queries.buyer_times import Place, list_times
from shopdesk.queries.buyer_traces import find_buyers
from shopdesk.queries.care_lists import list_care
from tests.bench.big_server import fill_big_server
from tests.bench.big_shop import START, STEP, make_big_shop
from tests.bench.results import Result, at_most, orders
from tests.postgres_server import Server

OF_ONE = 5_000
MOST_MS = 50
CARE_MS = 1_000
TIMES = 5
_TABLES = ("cases", "contact", "box", "owed_item")


def run() -> list[Result]:
    """In a file, then on a server."""
    database = open_database(make_big_shop(orders()))
    try:
        with one_buyer(database) as buyer_id:
            found = figures(database, buyer_id, "")
    finally:
        database.close()
    return found + on_server()


def on_server() -> list[Result]:
    """The same on a server."""
    with Server.make(quick=False, on_disk=True, options={"shared_buffers": "256MB"}) as server:
        url = server.create_database("big")
        with server.connect("big") as connection:
            fill_big_server(url, connection, orders())
        database = open_database(url)
        try:
            with one_buyer(database) as buyer_id:
                return figures(database, buyer_id, "server: ")
        finally:
            database.close()


@contextmanager
def one_buyer(database: Database) -> Iterator[int]:
    """A buyer with many orders under two records; the shop stays as it was."""
    step = max(1, orders() // OF_ONE)
    (kept,), (joined,) = rows_of(database, "SELECT id FROM buyer ORDER BY id LIMIT 2")
    with database.atomic() as transaction:
        for table in ("orders", *_TABLES):
            of = "id" if table == "orders" else "order_id"
            database.execute_sql(
                f"UPDATE {table} SET buyer_id = CASE {of} / {step} % 2 WHEN 0 THEN ? ELSE ? END "
                f"WHERE {of} % {step} = 0",
                (kept, joined),
            )
        database.execute_sql(
            "UPDATE orders SET shipped_at = created + 20000000 WHERE status >= 2 AND buyer_id IN (?, ?)", (kept, joined)
        )
        database.execute_sql(
            "INSERT INTO buyer_join (kept_id, joined_id, reason, person_id, at) VALUES (?, ?, '', 1, ?)",
            (kept, joined, START),
        )
        database.execute_sql(
            "INSERT INTO care_rule (kind, title, day, days) VALUES ('unpaid', 'x', '', 60), ('birthday', 'x', '', 1)"
        )
        database.execute_sql(
            "INSERT INTO care_rule (kind, title, tag, day, days) VALUES ('holiday', 'x', 'VIP', '01-01', 1)"
        )
        yield kept
        transaction.rollback()


def figures(database: Database, buyer_id: int, where: str) -> list[Result]:
    """Pages of the time line, the page's head, each kind of search, proposals, the care list."""
    first = list_times(database, buyer_id=buyer_id)
    middle = _behind(database, buyer_id, 50)
    about = f"{OF_ONE:,} of {orders():,} orders"

    def page(after: Place | None) -> float:
        return milliseconds(lambda: list_times(database, buyer_id=buyer_id, after=after))

    def head() -> object:
        return get_buyer_page(database, buyer_id=buyer_id)

    def alike() -> object:
        return propose_same(database, buyer_id=buyer_id + 2)

    now: Millis = START + orders() * STEP
    due = list_care(database, now=now)
    care = milliseconds(lambda: list_care(database, now=now))
    first_about = f"{len(first.entries)} entries, {about}"
    return [
        at_most(f"{where}first page of a time line", page(None), MOST_MS, "ms", first_about),
        at_most(f"{where}a page in its middle", page(middle), MOST_MS, "ms", about),
        at_most(f"{where}head of the page", milliseconds(head), MOST_MS, "ms", about),
        searched(database, where, traces(database)),
        searched(masked(database), f"{where}masked, ", traces(database)),
        at_most(f"{where}who may be the same", milliseconds(alike), MOST_MS, "ms", "one with a few orders"),
        at_most(f"{where}the care list", care, CARE_MS, "ms", f"{len(due):,} due"),
    ]


def searched(database: Database, where: str, texts: list[str]) -> Result:
    """The slowest search."""
    taken = {text: milliseconds(lambda text=text: find_buyers(database, text)) for text in texts}  # type: ignore[misc]
    slowest = max(taken, key=taken.__getitem__)
    about = f"median {statistics.median(taken.values()):.1f} ms; slowest: {slowest}"
    return at_most(f"{where}slowest of {len(taken)} searches by a trace", taken[slowest], MOST_MS, "ms", about)


def traces(database: Database) -> list[str]:
    """What people type of some orders: whole and in part."""
    rows = rows_of(
        database,
        "SELECT o.order_no, o.receiver, o.phone, o.address, b.platform_id, p.waybill FROM orders o "
        "JOIN buyer b ON b.id = o.buyer_id JOIN parcel p ON p.order_id = o.id WHERE o.id > ? ORDER BY o.id LIMIT 3",
        (orders() // 2,),
    )
    return [
        text
        for number, name, phone, address, buyer, waybill in rows
        for text in (
            number, number[-9:], name, name[:2], phone, phone[-6:], phone[-4:], address, address[:6], buyer, buyer[:-1],
            waybill, f"{name} {address[:3]}",
        )
    ]  # fmt: skip


def milliseconds(work: Callable[[], object]) -> float:
    """The median time."""
    return statistics.median(_once(work) for _ in range(TIMES))


def _once(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return (time.perf_counter() - started) * 1000


def _behind(database: Database, buyer_id: int, pages: int) -> Place | None:
    """Where the page behind so many ends."""
    place = None
    for _each in range(pages):
        place = list_times(database, buyer_id=buyer_id, after=place).next or place
    return place
