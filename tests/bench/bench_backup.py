"""An online backup of the large shop against copying the file; the portable backup of a shop on a server."""

import os
import shutil
import statistics
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from shopdesk.db.backup import back_up, check_file
from shopdesk.db.copying import copy_tables
from shopdesk.db.database import open_database
from shopdesk.db.migrate import upgrade
from tests.bench.bench_lists import big_shop
from tests.bench.big_shop import make_big_shop
from tests.bench.results import Result, at_most, seconds
from tests.postgres_server import NoPostgres, Server

DUMP_S = 60
"""Seconds that the portable backup of 100,000 orders may take while a shop works on."""


def run() -> list[Result]:
    """Copies reach the disk before they count as done."""
    shop = big_shop()
    with TemporaryDirectory(dir=shop.parent) as folder:
        found = _of_a_file(shop, Path(folder))
        try:
            with Server.make(on_disk=True) as server:
                found += _of_a_server(server, Path(folder))
        except NoPostgres:
            pass
    return found


def _of_a_file(shop: Path, folder: Path) -> list[Result]:
    database = open_database(shop)
    pairs = [
        (
            _to_new_file(folder / "copy.db", lambda file: _copy(shop, file)),
            _to_new_file(folder / "backup.db", lambda file: back_up(database, file, check=False)),
        )
        for _pair in range(5)
    ]  # in turn, since a disk is not equally busy for long
    database.close()
    plain, ours = (statistics.median(times) for times in zip(*pairs, strict=True))
    looked = seconds(lambda: check_file(folder / "backup.db", still=True), 1)
    return [
        at_most("online backup of the large shop", ours / plain, 1.7, "x", f"cp {plain:.2f} s"),
        at_most("looking through that backup", looked / plain, 20, "x", f"cp {plain:.2f} s"),
    ]


def _of_a_server(server: Server, folder: Path) -> list[Result]:
    with TemporaryDirectory(dir=folder) as between:
        shutil.copyfile(make_big_shop(100_000), Path(between) / "shop.db")
        source = open_database(Path(between) / "shop.db")
        upgrade(source)
        database = open_database(server.create_database("shop"))
        upgrade(database)
        rows = sum(copy_tables(source, database).values())
        took = seconds(lambda: back_up(database, folder / "dump.db"), 1)
        source.close()
        database.close()
    return [at_most("portable backup of a server, 100,000 orders", took, DUMP_S, "s", f"{rows / took:,.0f} rows/s")]


def _to_new_file(file: Path, work: Callable[[Path], object]) -> float:
    """Seconds. Over an older copy `cp` writes into the memory and blocks which that one gives back at once; a backup
    lets go of the older one only when it is whole, so both are measured without one."""
    file.unlink(missing_ok=True)
    return seconds(lambda: work(file), 1)


def _copy(source: Path, target: Path) -> None:
    shutil.copyfile(source, target)
    handle = os.open(target, os.O_RDWR)
    os.fsync(handle)
    os.close(handle)
