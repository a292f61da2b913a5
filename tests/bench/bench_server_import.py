"""Importing 100,000 orders and their 144,000 lines on a PostgreSQL server that keeps what it acknowledges.

The floor sends the same parsed values by COPY and inserts them into the same tables and indexes, without updates,
counts, search, products or trail.
"""

import gc
import time
from typing import Any, cast

from psycopg import Connection

from shopdesk.clock import now
from shopdesk.db.search import index_new
from shopdesk.domain.platforms import Platform
from shopdesk.importing.reader import Reader
from shopdesk.services.import_run import ImportRun
from shopdesk.services.order_writer import Target
from shopdesk.services.setup import create_desk, make_shop
from tests.bench.bench_import import Parsed, Rows, import_command, made_pair, parse, raw_rows
from tests.bench.results import Result, at_most
from tests.postgres_server import Server


def run() -> list[Result]:
    """All measurements in one run."""
    pair = made_pair()
    with Server.make(quick=False, on_disk=True) as server:
        url = server.create_database("command")
        create_desk(url).database.close()
        first, megabytes = import_command(url, pair)
        again, _ = import_command(url, pair)
        gc.disable()
        parsed = [parse(file) for file in pair]
        floor = min(copied(server, f"raw{turn}", parsed) for turn in range(2))
        written = min(write_parsed(server, f"desk{turn}", parsed) for turn in range(2))
    raw = f"raw COPY and INSERT {floor:.2f} s"
    return [
        at_most("server: write 100,000 parsed orders, 144,000 lines", written / floor, 3, "x", raw),
        at_most("server: csv pair to searchable orders, whole command", first / floor, 4, "x", raw),
        at_most("server: memory of that command", megabytes, 300, "MB", ""),
        at_most("server: the same again", again / first, 0.6, "x", f"first import {first:.2f} s"),
    ]


def copied(server: Server, name: str, parsed: list[Parsed]) -> float:
    """Seconds for the floor: the same buyers, orders, lines and parcels, with every id known beforehand."""
    create_desk(server.create_database(name)).database.close()
    tables = raw_rows(parsed)
    with server.connect(name) as connection:
        for trigger in ("orders_counted_in", "orders_counted_over", "orders_counted_out"):
            connection.execute(f"DROP TRIGGER {trigger} ON orders")
        connection.execute("INSERT INTO shop (name, platform) VALUES ('x', 'taobao')")
        started = time.perf_counter()
        with connection.transaction():
            for table, rows in tables.items():
                _copy(connection, table, rows)
        return time.perf_counter() - started


def _copy(connection: Connection[Any], table: str, rows: Rows) -> None:
    names = ", ".join(rows[0])
    connection.execute(f"CREATE TEMPORARY TABLE given ON COMMIT DROP AS SELECT {names} FROM {table} WHERE false")
    with connection.cursor().copy("COPY given FROM STDIN") as copy:
        for row in rows[2]:
            copy.write_row(row)
    connection.execute(f"INSERT INTO {table} ({names}) SELECT {names} FROM given")
    connection.execute("DROP TABLE given")


def write_parsed(server: Server, name: str, parsed: list[Parsed]) -> float:
    """Seconds for what the import service does once the files are parsed."""
    desk = create_desk(server.create_database(name))
    shop_id = make_shop(desk, name="x", platform=Platform.TAOBAO)
    started = time.perf_counter()
    with desk.database.atomic():
        for import_id, reader in enumerate(parsed, 1):
            target = Target(shop_id, import_id, now(), {})
            ImportRun(desk.database, cast(Reader, reader), target).write(lambda _batch: None)
        index_new(desk.database, 0)
    taken = time.perf_counter() - started
    desk.database.close()
    return taken
