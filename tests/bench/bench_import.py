"""Importing 100,000 orders and their 144,000 lines: writing alone, the whole command, and the same again.

The floor writes the same parsed values into the same tables and indexes by raw `executemany` upserts, without counts,
search, products or trail.
"""

import gc
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple, cast

from shopdesk.clock import now
from shopdesk.db.database import Database
from shopdesk.db.search import index_new
from shopdesk.domain.platforms import Platform
from shopdesk.importing.reader import Reader, open_sources
from shopdesk.importing.records import Batch, LineRecord, Source
from shopdesk.services.import_run import ImportRun
from shopdesk.services.order_writer import Target
from shopdesk.services.setup import create_desk, make_shop
from tests.bench.big_shop import quiet_connection
from tests.bench.results import Result, at_most, cache_folder
from tests.platform_files import write_taobao_pair

ORDERS = 100_000


class Parsed(NamedTuple):
    """A file read beforehand; stands in for a Reader."""

    source: Source
    read: list[Batch]
    fraction: float = 0.0

    def batches(self) -> Iterator[Batch]:
        """The records."""
        return iter(self.read)


def run() -> list[Result]:
    """All measurements in one run."""
    pair = made_pair()
    with TemporaryDirectory() as folder:
        # First, while this process is small: a child's peak memory counts from that of its parent.
        database = Path(folder) / "command.db"
        subprocess.run([*command(database), "init"], check=True, stdout=subprocess.DEVNULL)
        first, megabytes = import_command(database, pair)
        again, _ = import_command(database, pair)
        gc.disable()
        parsed = [parse(file) for file in pair]
        floor = min(raw_upserts(Path(folder) / f"raw{turn}.db", parsed) for turn in range(2))
        written = min(write_parsed(Path(folder) / f"desk{turn}.db", parsed) for turn in range(2))
    raw = f"raw executemany upsert {floor:.2f} s"
    return [
        at_most("write 100,000 parsed orders, 144,000 lines", written / floor, 2.3, "x", raw),
        at_most("csv pair to searchable orders, whole command", first / floor, 3.5, "x", raw),
        at_most("memory of that command", megabytes, 300, "MB", ""),
        at_most("the same again", again / first, 0.6, "x", f"first import {first:.2f} s"),
    ]


def made_pair() -> tuple[Path, Path]:
    """The Taobao pair, made once."""
    folder = cache_folder() / f"taobao-{ORDERS}-v1"
    done = folder / "done"
    if not done.exists():
        folder.mkdir(exist_ok=True)
        write_taobao_pair(folder, ORDERS)
        done.touch()
    orders, lines = sorted(folder.glob("*.csv"), key=lambda file: "Detail" in file.name)
    return orders, lines


def parse(file: Path) -> Parsed:
    """Read a file to the end, keeping its records."""
    (reader,) = open_sources(file)
    read = list(reader.batches())
    return Parsed(reader.source, read)


def raw_upserts(file: Path, parsed: list[Parsed]) -> float:
    """Seconds for the floor: the same buyers, orders, lines and parcels, with every id known beforehand."""
    create_desk(file).database.close()
    tables = raw_rows(parsed)
    connection = quiet_connection(file)
    for trigger in ("orders_counted_in", "orders_counted_over", "orders_counted_out"):
        connection.execute(f"DROP TRIGGER {trigger}")
    connection.execute("INSERT INTO shop (name, platform) VALUES ('x', 'taobao')")
    started = time.perf_counter()
    connection.execute("BEGIN IMMEDIATE")
    for table, (columns, key, rows) in tables.items():
        connection.executemany(_raw(table, columns, key), rows)
    connection.execute("COMMIT")
    taken = time.perf_counter() - started
    connection.close()
    return taken


Rows = tuple[tuple[str, ...], tuple[str, ...], list[tuple[Any, ...]]]
"""Columns, key and values of one table."""


def raw_rows(parsed: list[Parsed]) -> dict[str, Rows]:
    """What the files say, as plain values."""
    orders = [order for source in parsed if source.source.kind == "orders" for b in source.read for order in b.orders]
    lines = [line for source in parsed for batch in source.read for line in batch.lines]
    buyers = {buyer: number for number, buyer in enumerate(sorted({order.buyer for order in orders}), 1)}
    numbers = {order.order_no: number for number, order in enumerate(orders, 1)}
    order_columns = ("shop_id", "order_no", "buyer_id", "created", "memo_native", "has_totals", "import_id", *_COPIED)
    line_columns = ("order_id", "import_id", *(c.replace("product_id", "product_code") for c in LineRecord._fields[1:]))
    return {
        "buyer": (("shop_id", "platform_id"), ("shop_id", "platform_id"), [(1, buyer) for buyer in buyers]),
        "orders": (
            order_columns,
            ("shop_id", "order_no"),
            [
                (
                    1,
                    o.order_no,
                    buyers[o.buyer],
                    o.created_at or 0,
                    o.memo,
                    1,
                    1,
                    *_plain(getattr(o, c) for c in _COPIED),
                )
                for o in orders
            ],
        ),
        "order_line": (
            line_columns,
            ("order_id", "line_no"),
            [(numbers[line.order_no], 1, *_plain(line[1:])) for line in lines],
        ),
        "parcel": (
            ("order_id", "carrier", "waybill", "import_id"),
            ("order_id", "waybill"),
            [(numbers[order.order_no], order.carrier, order.waybill, 1) for order in orders if order.waybill],
        ),
    }


_COPIED = (
    "status", "status_text", "receiver", "phone", "province", "city", "district", "address", "postcode", "masking",
    "goods", "postage", "paid", "titles", "pieces", "buyer_message", "memo", "close_reason", "paid_at",
)  # fmt: skip


def _plain(values: Iterable[Any]) -> Iterator[Any]:
    return (int(value) if isinstance(value, int) else value for value in values)


def _raw(table: str, columns: tuple[str, ...], key: tuple[str, ...]) -> str:
    sets = ", ".join(f"{column} = excluded.{column}" for column in columns)
    marks = ", ".join("?" * len(columns))
    return (
        f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks}) "
        f"ON CONFLICT ({', '.join(key)}) DO UPDATE SET {sets}"
    )


def write_parsed(file: Path, parsed: list[Parsed]) -> float:
    """Seconds for what the import service does once the files are parsed."""
    desk = create_desk(file)
    shop_id = make_shop(desk, name="x", platform=Platform.TAOBAO)
    started = time.perf_counter()
    with desk.database.atomic():
        for import_id, reader in enumerate(parsed, 1):
            target = Target(shop_id, import_id, now(), {})
            writing = ImportRun(desk.database, cast(Reader, reader), target)
            writing.write(lambda _batch: None)
        index_new(desk.database, 0)
    taken = time.perf_counter() - started
    _close(desk.database)
    return taken


def _close(database: Database) -> None:
    database.close()


def command(database: Path | str) -> list[str]:
    """Our own command line on that database."""
    return [sys.executable, "-m", "shopdesk", "--database", str(database)]


def import_command(database: Path | str, files: tuple[Path, ...]) -> tuple[float, float]:
    """Seconds and peak megabytes of importing these files by the command line."""
    started = time.perf_counter()
    process = subprocess.Popen([*command(database), "import", *map(str, files), "--json"], stdout=subprocess.PIPE)
    assert process.stdout is not None
    told = json.loads(process.stdout.read())
    _, status, usage = os.wait4(process.pid, 0)
    taken = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0, told
    return taken, usage.ru_maxrss / 1024
