"""How many small writes a server takes from several PCs at once, though one writes at a time.

Each process stands for a PC: it gives an order a flag, or registers one. The floor is a plain UPDATE and COMMIT by as
many raw connections, on the same server, which keeps what it acknowledges.
"""

import multiprocessing
import statistics
import time
from contextlib import closing
from multiprocessing.synchronize import Barrier

import psycopg

from shopdesk.domain.flags import Colour
from shopdesk.domain.platforms import Platform
from shopdesk.services.orders import set_flag
from shopdesk.services.registering import register_orders
from shopdesk.services.setup import create_desk, make_shop, open_desk
from tests.bench.results import Result, at_most
from tests.factories import add_order
from tests.postgres_server import Server

PCS = (1, 4, 8)
EACH = 80
"""Writes of each process."""
COLOURS = (Colour.RED, Colour.GREEN, Colour.BLUE)


def run() -> list[Result]:
    """All measurements in one run."""
    results = []
    with Server.make(quick=False, on_disk=True) as server:
        for pcs in PCS:
            floor = measure(server, "update", pcs)
            for deed in ("flag", "register"):
                per_second, slow = measure(server, deed, pcs)
                said = f"UPDATE+COMMIT {floor[0]:,.0f}/s, 95 % within {floor[1]:.1f} ms; here {per_second:,.0f}/s"
                who = f"{pcs} PC{'s' if pcs > 1 else ''}"
                results.append(
                    at_most(f"server: {deed}, {who}: time against UPDATE", floor[0] / per_second, 40, "x", said)
                )
                results.append(at_most(f"server: {deed}, {who}: 95 % wait", slow, 250, "ms", said))
    return results


def measure(server: Server, deed: str, pcs: int) -> tuple[float, float]:
    """Writes a second, and the milliseconds within which 95 % of them were stored."""
    url = server.create_database(f"{deed}_{pcs}")
    fill(url, pcs)
    spawn = multiprocessing.get_context("spawn")
    barrier, answers = spawn.Barrier(pcs + 1), spawn.SimpleQueue()
    processes = [spawn.Process(target=write, args=(url, deed, number, barrier, answers)) for number in range(pcs)]
    for process in processes:
        process.start()
    barrier.wait()
    started = time.perf_counter()
    waits = [wait for _process in processes for wait in answers.get()]
    seconds = time.perf_counter() - started
    for process in processes:
        process.join()
    return len(waits) / seconds, 1000 * statistics.quantiles(waits, n=20)[-1]


def fill(url: str, pcs: int) -> None:
    """A shop with an order for each write."""
    desk = create_desk(url)
    make_shop(desk, name="一号店", platform=Platform.TAOBAO)
    with desk.database.atomic():
        for number in range(pcs * EACH):
            add_order(desk, receiver=f"收件人{number}", phone=f"138{number:08d}", address=f"示例路{number}号")
    desk.database.close()


def write(
    url: str, deed: str, place: int, barrier: Barrier, answers: "multiprocessing.SimpleQueue[list[float]]"
) -> None:
    """One PC's writes; how long each took, in seconds."""
    ids = range(place * EACH + 1, (place + 1) * EACH + 1)
    waits = raw_updates(url, ids, barrier) if deed == "update" else services(url, deed, ids, barrier)
    answers.put(waits)


def raw_updates(url: str, ids: range, barrier: Barrier) -> list[float]:
    """The floor."""
    waits = []
    with closing(psycopg.connect(url)) as connection:
        barrier.wait()
        for order_id in ids:
            started = time.perf_counter()
            connection.execute("UPDATE orders SET flag = 1, version = version + 1 WHERE id = %s", (order_id,))
            connection.commit()
            waits.append(time.perf_counter() - started)
    return waits


def services(url: str, deed: str, ids: range, barrier: Barrier) -> list[float]:
    """The desk's own."""
    waits = []
    desk = open_desk(url)
    barrier.wait()
    for order_id in ids:
        started = time.perf_counter()
        if deed == "flag":
            set_flag(desk, order_ids=[order_id], colour=COLOURS[order_id % len(COLOURS)])
        else:
            register_orders(desk, order_ids=[order_id])
        waits.append(time.perf_counter() - started)
    desk.database.close()
    return waits
