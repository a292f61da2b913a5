"""Drives that are read-only or gone, and a shop of a newer program: said in a sentence, and nothing is touched."""

import os
import shutil
from contextlib import closing
from pathlib import Path

import pytest

from shopdesk.db.driver import sqlite3
from tests.acceptance.faults.ground import paid_orders
from tests.acceptance.faults.nursery import Nursery
from tests.acceptance.faults.soundness import problems_of
from tests.command_line import CommandLine
from tests.platform_files import TRUE_QIANNIU

pytestmark = [pytest.mark.rule("DATA-01"), pytest.mark.sqlite_only]


@pytest.fixture
def shop(tmp_path: Path) -> CommandLine:
    (tmp_path / "drive").mkdir()
    address = tmp_path / "drive" / "shop.db"
    paid_orders(10)(str(address))
    return CommandLine(address)


def test_a_read_only_drive(shop: CommandLine, nursery: Nursery, tmp_path: Path) -> None:
    """A real one, mounted so for the child alone."""
    child = nursery.start("work_on_read_only_drive", tmp_path / "drive")
    assert child.end() == 0
    if child.said == ["no such drive can be made here"]:
        pytest.skip("the system allows no file systems of one's own")
    assert len(child.said) == 4
    assert all(line.startswith("refused ") and "read-only" in line.lower() for line in child.said), child.said
    assert problems_of(str(shop.address)) == []


def test_a_drive_that_vanishes_between_two_commands(shop: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "drive").rename(tmp_path / "elsewhere")
    for command in (("register", "--ready"), ("import", str(TRUE_QIANNIU)), ("backup",), ("orders",), ("check",)):
        answer = shop(*command)
        assert answer.status == 1 and "Traceback" not in answer.err and "shop.db" in answer.err, answer
    assert not (tmp_path / "drive").exists(), "nothing is made in its place"
    (tmp_path / "elsewhere").rename(tmp_path / "drive")
    shop.done("register", "--ready")
    assert problems_of(str(shop.address)) == []


def test_a_drive_that_vanishes_while_somebody_works(shop: CommandLine, nursery: Nursery, tmp_path: Path) -> None:
    child = nursery.start("register_until_it_fails", shop.address, tmp_path / "gone")
    child.wait_for_begin()
    while not child.said and not child.has_ended:
        pass
    (tmp_path / "drive").rename(tmp_path / "elsewhere")
    (tmp_path / "gone").touch()
    assert child.end() == 0
    (tmp_path / "elsewhere").rename(tmp_path / "drive")
    done = sum(line == "registered" for line in child.said)
    assert sum(order["stage"] != "new" for order in shop.orders()) >= done
    assert problems_of(str(shop.address)) == []


def test_a_shop_of_a_newer_program_stays_as_it_is(shop: CommandLine, tmp_path: Path) -> None:
    with closing(sqlite3.connect(str(shop.address))) as opened:
        opened.execute("INSERT INTO schema_migration (name, applied) VALUES ('9999_future', '2030-01-01')")
        opened.commit()
    before = Path(shop.address).read_bytes()
    shutil.copy(shop.address, tmp_path / "backup.db")
    for command in (("orders",), ("register", "--ready"), ("backup",), ("check",)):
        answer = shop(*command)
        assert answer.status == 1 and "newer shopdesk" in answer.err and "9999_future" in answer.err, answer
    assert Path(shop.address).read_bytes() == before
    other = CommandLine(tmp_path / "drive" / "other.db")
    other.done("init")
    answer = other("restore", tmp_path / "backup.db")
    assert answer.status == 1 and "newer shopdesk" in answer.err
    other.done("check")
    assert os.listdir(tmp_path / "drive").count("other.db") == 1
