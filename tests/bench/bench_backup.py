"""An online backup of the large shop against copying the file."""

import os
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

from shopdesk.db.backup import back_up
from shopdesk.db.database import open_database
from tests.bench.bench_lists import big_shop
from tests.bench.results import Result, at_most, seconds


def run() -> list[Result]:
    """Both reach the disk before they count as done."""
    shop = big_shop()
    with TemporaryDirectory(dir=shop.parent) as folder:
        plain = seconds(lambda: _copy(shop, Path(folder) / "copy.db"), 3)
        database = open_database(shop)
        ours = seconds(lambda: back_up(database, Path(folder) / "backup.db"), 3)
        database.close()
    return [at_most("online backup of the large shop", ours / plain, 1.7, "x", f"cp {plain:.2f} s")]


def _copy(source: Path, target: Path) -> None:
    shutil.copyfile(source, target)
    handle = os.open(target, os.O_RDWR)
    os.fsync(handle)
    os.close(handle)
