"""Killed at any moment: the shop is whole, what was acknowledged is there, and nothing is half done."""

import random
import re
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from shopdesk.db.backup import check_file
from shopdesk.db.database import open_database, rows_of
from shopdesk.db.driver import sqlite3
from shopdesk.db.migrate import applied, steps
from shopdesk.db.shop_copy import NotWhole
from shopdesk.services.backup_list import list_backups
from shopdesk.services.setup import open_desk
from tests.acceptance.faults.extent import ON_POSTGRES, ON_SQLITE, Count, times
from tests.acceptance.faults.ground import (
    Ground,
    Pair,
    back_up_to,
    new_shop,
    order_no,
    order_nos,
    paid_orders,
    shop_with,
    write_pairs,
)
from tests.acceptance.faults.nursery import Child, Nursery
from tests.acceptance.faults.old_shops import old_shop
from tests.acceptance.faults.soundness import problems_of
from tests.command_line import CommandLine

pytestmark = pytest.mark.rule("DATA-01", "DATA-04")

MORE = 1.08
"""Some kills come when all is done."""


class Killer:
    """Kills what a deed begins, at moments spread over the time that the deed takes."""

    def __init__(self, chance: random.Random, count: Count) -> None:
        self._chance, self._count = chance, count

    def kill(self, turns: int, begin: Callable[[], Child], judge: Callable[[Child], None]) -> None:
        """Again and again: begin, kill, judge. Before, once without a kill, to know how long it takes."""
        child = begin()
        child.wait_for_begin()
        started = time.monotonic()
        assert child.end() == 0
        seconds = time.monotonic() - started
        judge(child)
        for _turn in range(turns):
            child = begin()
            child.wait_for_begin()
            time.sleep(self._chance.uniform(0, seconds * MORE))
            child.kill()
            self._count(kills=1, kills_corrupt=0, kills_half_done=0, kills_that_lost_acknowledged_work=0)
            judge(child)


@pytest.fixture
def killer(chance: random.Random, count: Count) -> Killer:
    return Killer(chance, count)


@pytest.mark.parametrize("ground", [ON_SQLITE, ON_POSTGRES], indirect=True)
def test_importing(ground: Ground, nursery: Nursery, killer: Killer, tmp_path: Path) -> None:
    pairs = write_pairs(tmp_path, times(3, 5), times(200, 400))
    shops: list[str] = []

    def begin() -> Child:
        shops.append(ground.shop("empty", new_shop))
        return nursery.start("take_in", shops[-1], [pair.files for pair in pairs])

    def judge(child: Child) -> None:
        address = shops.pop()
        ground.wait_until_alone(address)
        check_pairs(address, pairs, len(child.said))
        assert problems_of(address) == []
        ground.drop(address)

    killer.kill(times(*(3, 110) if ground.server is None else (1, 40)), begin, judge)


def check_pairs(address: str, pairs: list[Pair], done: int) -> None:
    """Each file went in whole or not at all, and none is lost that was said to be in."""
    found = order_nos(address)
    whole = [pair.order_nos <= found for pair in pairs]
    assert found == frozenset[str]().union(*(pair.order_nos for pair, is_in in zip(pairs, whole, strict=True) if is_in))
    assert all(whole[:done]) and not any(whole[done + 1 :])


@pytest.mark.parametrize("ground", [ON_SQLITE, ON_POSTGRES], indirect=True)
def test_registering_settling_and_making_waves(ground: Ground, nursery: Nursery, killer: Killer) -> None:
    turns, size = times(6, 12), 15
    chunks = [[order_no(number) for number in range(turn * size, (turn + 1) * size)] for turn in range(turns)]
    shops: list[str] = []

    def begin() -> Child:
        shops.append(ground.shop("paid", paid_orders(turns * size)))
        return nursery.start("work_at_the_desk", shops[-1], chunks)

    def judge(child: Child) -> None:
        address = shops.pop()
        ground.wait_until_alone(address)
        assert problems_of(address) == []
        check_chunks(address, chunks, child.said)
        ground.drop(address)

    killer.kill(times(*(3, 110) if ground.server is None else (1, 40)), begin, judge)


def check_chunks(address: str, chunks: list[list[str]], said: list[str]) -> None:
    """What stands on one slip of the desk's work happened to all of a chunk or to none, and as far as was said."""
    sql = "SELECT o.order_no, o.stage, (SELECT count(*) FROM slip_item i WHERE i.order_id = o.id) FROM orders o"
    with closing(open_database(address)) as database:
        stages = {number: (stage, items) for number, stage, items in rows_of(database, sql)}
    for number, chunk in enumerate(chunks):
        (stage, items) = stages[chunk[0]]
        assert {stages[order] for order in chunk} == {(stage, items)}, "half a chunk"
        assert stage >= (2 if f"settled {number}" in said else 1 if f"registered {number}" in said else 0)
        assert items or (f"wave {number}" not in said and f"wave {number + 1}" not in said)


@pytest.mark.sqlite_only
@pytest.mark.parametrize("ground", [ON_SQLITE], indirect=True)
def test_backing_up_while_somebody_imports(ground: Ground, nursery: Nursery, killer: Killer, tmp_path: Path) -> None:
    pairs = write_pairs(tmp_path, 4, 200)
    shops: list[str] = []
    others: list[Child] = []

    def begin() -> Child:
        shops.append(ground.shop("some", shop_with(pairs[:1])))
        others.append(nursery.start("take_in", shops[-1], [pair.files for pair in pairs[1:]]))
        return nursery.start("back_up", shops[-1], str(Path(shops[-1]).with_name("kept.db")), times(2, 3))

    def judge(child: Child) -> None:
        address, other = shops.pop(), others.pop()
        other.kill()
        assert problems_of(address) == []
        check_backups(address, pairs, child.said)
        again = CommandLine(address).done("backup", "--json").json["file"]
        check_backups(address, pairs, [f"made {again}"])
        assert not list(Path(again).parent.glob("*.part*")), "what was broken off is swept away"
        ground.drop(address)

    killer.kill(times(2, 80), begin, judge)


def check_backups(address: str, pairs: list[Pair], said: list[str]) -> None:
    """Everything that looks like a backup is one, of a moment at which no file was half in; the newest is there."""
    made = [Path(line.removeprefix("made ")) for line in said if line.startswith("made ")]
    listed = [each.file for each in list_backups(address)]
    kept = Path(address).with_name("kept.db")
    for backup in [*listed, *([kept] if kept.exists() else [])]:
        assert check_file(backup, thorough=True, still=True) == []
        with closing(sqlite3.connect(f"{backup.as_uri()}?mode=ro&immutable=1", uri=True)) as opened:
            found = {row[0] for row in opened.execute("SELECT order_no FROM orders")}
        assert len(found) in {sum(len(pair.order_nos) for pair in pairs[: n + 1]) for n in range(len(pairs))}
    if made:
        assert made[-1] == kept or listed
        assert kept.exists() or kept not in made


@pytest.mark.sqlite_only
@pytest.mark.parametrize("ground", [ON_SQLITE], indirect=True)
@pytest.mark.parametrize("age", ["0001", "0002"])
def test_bringing_an_older_shop_up_to_date(ground: Ground, nursery: Nursery, killer: Killer, age: str) -> None:
    shops: list[str] = []

    def begin() -> Child:
        shops.append(ground.shop(age, lambda address: old_shop(Path(address), age, times(300, 1500))))
        return nursery.start("open_once", shops[-1])

    def judge(_child: Child) -> None:
        address = shops.pop()
        with closing(sqlite3.connect(address)) as opened:
            rows = {table: opened.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in KEPT}
        for before in Path(address).parent.glob("*.before-*.db"):
            assert check_file(before, still=True) == []
        assert problems_of(address, halves=False) == []
        with closing(open_database(address)) as database:
            assert applied(database) == steps()
            assert {table: rows_of(database, f"SELECT count(*) FROM {table}")[0][0] for table in KEPT} == rows
        assert rows["orders"] > times(300, 1500)
        ground.drop(address)

    killer.kill(times(2, 50), begin, judge)


KEPT = ("orders", "order_line", "trail", "person", "shop")


@pytest.mark.parametrize("ground", [ON_SQLITE, ON_POSTGRES], indirect=True)
def test_copying_to_another_place(ground: Ground, nursery: Nursery, killer: Killer, tmp_path: Path) -> None:
    """From a file to a file, or to a server."""
    source = Ground(tmp_path / "source", None)
    source.folder.mkdir()
    shop = source.shop("shop", shop_with(write_pairs(tmp_path, 1, times(300, 800))))
    targets: list[str] = []

    def begin() -> Child:
        targets.append(ground.place())
        return nursery.start("copy", shop, targets[-1])

    def judge(child: Child) -> None:
        target = targets.pop()
        ground.wait_until_alone(target)
        assert is_whole(target) or child.said != ["copied"]
        if not is_whole(target):
            CommandLine(shop).done("copy", shop, target)
        assert problems_of(target) == []
        assert order_nos(target) == order_nos(shop)
        ground.drop(target)

    killer.kill(times(*(2, 40) if ground.server is None else (1, 10)), begin, judge)
    assert problems_of(shop) == []


def is_whole(target: str) -> bool:
    """Whether somebody can work there; what is half copied says that it is."""
    if "://" not in target and not Path(target).exists():
        return False
    with closing(open_database(target, create=True)) as database:
        if not database.get_tables():  # nothing was begun
            return False
    try:
        open_desk(target).database.close()
    except NotWhole:
        return False
    return True


@pytest.mark.parametrize("ground", [ON_SQLITE, ON_POSTGRES], indirect=True)
def test_restoring_a_backup(ground: Ground, nursery: Nursery, killer: Killer, tmp_path: Path) -> None:
    pairs = write_pairs(tmp_path, 3, times(100, 200))
    old = back_up_to(ground.shop("old", shop_with(pairs[:1])), tmp_path / "backup.db")
    before = frozenset[str]().union(*(pair.order_nos for pair in pairs))
    shops: list[str] = []

    def begin() -> Child:
        shops.append(ground.shop("all", shop_with(pairs)))
        return nursery.start("restore", shops[-1], old)

    def judge(child: Child) -> None:
        address = shops.pop()
        ground.wait_until_alone(address)
        assert problems_of(address) == []
        found = order_nos(address)
        assert found == pairs[0].order_nos or (found == before and child.said != ["restored"])
        if found != before and ground.server is None:
            kept = [file for file in Path(address).parent.iterdir() if re.search(r"before-restore.*\.db$", file.name)]
            assert kept and order_nos(str(kept[0])) == before and check_file(kept[0]) == []
        else:
            CommandLine(address).done("restore", old)
            assert problems_of(address) == [] and order_nos(address) == pairs[0].order_nos
        ground.drop(address)

    killer.kill(times(*(2, 40) if ground.server is None else (1, 10)), begin, judge)
