"""Damaged files: noticed and said, without harm to anything else; the newest backup brings the shop back.

A bit that flips in a value of which nothing else knows (an amount, a title) leaves a file that SQLite finds sound; the
comparison with the newest backup finds it (db/row_marks.py).
"""

import random
import shutil
from contextlib import closing
from pathlib import Path

import pytest

from shopdesk.db.driver import sqlite3
from shopdesk.services.backup_list import list_backups
from tests.acceptance.faults.damaging import OF_THE_FILE, OF_THE_LOG, copy_as_left, digest_of, hurt
from tests.acceptance.faults.extent import Count, times
from tests.acceptance.faults.nursery import Nursery
from tests.acceptance.faults.soundness import problems_of
from tests.command_line import CommandLine

pytestmark = [pytest.mark.rule("DATA-01"), pytest.mark.sqlite_only]

KINDS = [*OF_THE_FILE, *OF_THE_LOG]
CHANGES = 6


@pytest.fixture
def shop(tmp_path: Path, own_folders: Path) -> Path:
    """A shop with a log, as a power cut leaves it, and a backup; `kept` beside it is the same."""
    shop = CommandLine(tmp_path / "shop.db")
    shop.done("init", "--sample")
    with closing(sqlite3.connect(str(shop.address))) as open_elsewhere:
        open_elsewhere.execute("SELECT count(*) FROM orders").fetchone()
        found = shop.orders("--origin", "platform", "--limit", str(2 * CHANGES))  # those have a number of their own
        orders = [order["order_no"] for order in found]
        for number, order_no in enumerate(orders):
            if number == CHANGES:
                shop.done("backup")  # what follows stands in the log alone
            shop.done("flag", order_no, "--to", ("red", "green")[number % 2])
        (tmp_path / "kept").mkdir()
        copy_as_left(tmp_path / "shop.db", tmp_path / "kept" / "shop.db")
        shutil.copytree(own_folders, tmp_path / "kept" / "home")
    return tmp_path / "shop.db"


def bring_back(shop: Path, home: Path) -> None:
    """The shop as the power cut left it, at its own place, and what this PC remembers of it."""
    for left in shop.parent.glob("shop.db*"):
        left.unlink()
    copy_as_left(shop.parent / "kept" / "shop.db", shop)
    shutil.rmtree(home)
    shutil.copytree(shop.parent / "kept" / "home", home)


def test_damage_is_noticed(
    shop: Path, nursery: Nursery, chance: random.Random, count: Count, own_folders: Path
) -> None:
    bring_back(shop, own_folders)
    holds = digest_of(shop)
    unnoticed, turns = 0, times(20, 1000)
    for turn in range(turns):
        bring_back(shop, own_folders)
        kind = KINDS[turn % len(KINDS)]
        hurt(shop, kind, chance)
        child = nursery.start("look_through", shop)
        assert child.end() == 0, kind
        said = child.said[-1]
        noticed = not said.startswith("holds ")
        outcome = "noticed" if noticed else "nothing was lost" if said == f"holds {holds}" else "not noticed"
        unnoticed += outcome == "not noticed"
        count(**{"damaged files": 1, f"damaged files: {outcome}": 1, f"damaged files, {kind}: {outcome}": 1})
        if noticed and turn % times(5, 10) == 0:
            check_restored(shop)
            count(damaged_files_restored_from_the_newest_backup=1)
    assert unnoticed == 0


def check_restored(shop: Path) -> None:
    """The newest backup takes the place of what is damaged, which is kept."""
    newest = list_backups(shop)[0].file
    CommandLine(shop).done("restore", newest)
    assert problems_of(shop, halves=False) == []
    kept = list(shop.parent.glob("*before-restore*"))
    assert kept
    for file in kept:
        file.unlink()
