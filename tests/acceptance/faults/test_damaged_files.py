"""Damaged files: noticed and said, without harm to anything else; the newest backup brings the shop back."""

import random
from contextlib import closing
from pathlib import Path

import pytest

from shopdesk.db.driver import sqlite3
from tests.acceptance.faults.damaging import OF_THE_FILE, OF_THE_LOG, copy_as_left, digest_of, hurt
from tests.acceptance.faults.extent import Count, times
from tests.acceptance.faults.nursery import Nursery
from tests.command_line import CommandLine

pytestmark = [pytest.mark.rule("DATA-01"), pytest.mark.sqlite_only]

KINDS = [*OF_THE_FILE, *OF_THE_LOG]
CHANGES = 6


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """A shop with a log, as a power cut leaves it, and a backup."""
    folder = tmp_path / "made"
    folder.mkdir()
    made = CommandLine(folder / "shop.db")
    made.done("init", "--sample")
    made.done("backup")
    with closing(sqlite3.connect(str(made.address))) as open_elsewhere:
        open_elsewhere.execute("SELECT count(*) FROM orders").fetchone()
        for number, order in enumerate(made.orders("--limit", str(CHANGES))):
            made.done("flag", order["order_no"], "--to", ("red", "green")[number % 2])
        copy_as_left(folder / "shop.db", tmp_path / "shop.db")
    return tmp_path / "shop.db"


def test_damage_is_noticed(shop: Path, nursery: Nursery, chance: random.Random, count: Count, tmp_path: Path) -> None:
    whole = copied(shop, tmp_path / "whole")
    holds = digest_of(whole)
    for turn in range(times(20, 1000)):
        hurt_one = copied(shop, tmp_path / f"hurt-{turn}")
        kind = KINDS[turn % len(KINDS)]
        hurt(hurt_one, kind, chance)
        child = nursery.start("look_through", hurt_one)
        assert child.end() == 0, kind
        said = child.said[-1]
        noticed = not said.startswith("holds ")
        same = said == f"holds {holds}"
        outcome = "noticed" if noticed else "nothing lost" if same else "not noticed"
        count(**{"damaged files": 1, f"damaged files: {outcome}": 1, f"{kind}: {outcome}": 1})


def copied(shop: Path, folder: Path) -> Path:
    """The shop in another folder."""
    folder.mkdir()
    copy_as_left(shop, folder / "shop.db")
    return folder / "shop.db"
