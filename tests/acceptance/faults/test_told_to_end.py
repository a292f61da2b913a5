"""The program is told to end, or somebody else is writing: nothing is half done."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from shopdesk.db import sqlite
from shopdesk.db.driver import sqlite3
from tests.command_line import CommandLine, new_shop
from tests.platform_files import TRUE_QIANNIU, TaobaoPair, write_taobao_pair

COUNT = 600


@pytest.fixture
def pair(tmp_path: Path) -> TaobaoPair:
    return write_taobao_pair(tmp_path, COUNT)


@pytest.fixture
def shop(tmp_path: Path) -> CommandLine:
    return new_shop(tmp_path)


def importing(shop: CommandLine, pair: TaobaoPair) -> subprocess.Popen[bytes]:
    """The import of a pair of files in a process of its own."""
    command = [sys.executable, "-m", "shopdesk", "--database", str(shop.address), "import", "--progress"]
    return subprocess.Popen([*command, str(pair.orders), str(pair.lines)], stderr=subprocess.PIPE)


def is_whole(shop: CommandLine) -> bool:
    """Whether the shop is sound and holds all of the files or nothing."""
    shop.done("check")
    orders = shop.orders()
    return not orders or (len(orders) == COUNT and all(order["lines"] for order in orders))


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_told_to_end(shop: CommandLine, pair: TaobaoPair, how: signal.Signals) -> None:
    process = importing(shop, pair)
    assert process.stderr is not None and b"progress" in process.stderr.readline()
    process.send_signal(how)
    said = process.communicate()[1]
    assert process.returncode == 130 and b"Traceback" not in said
    assert shop.orders() == []
    shop.done("check")


def test_two_imports_at_once(shop: CommandLine, pair: TaobaoPair) -> None:
    for process in (importing(shop, pair), importing(shop, pair)):
        process.communicate()
        assert process.returncode == 0
    assert is_whole(shop) and len(shop.orders()) == COUNT


@pytest.mark.sqlite_only
def test_somebody_writes_for_too_long(shop: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite, "WRITE_PATIENCE_S", 0.2)
    other = sqlite3.connect(str(shop.address), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    answer = shop("import", TRUE_QIANNIU)
    assert answer.status == 1 and "Another program has been writing" in answer.err
    assert shop.orders() == []
    other.execute("ROLLBACK")
    other.close()
    shop.done("import", TRUE_QIANNIU)
    assert len(shop.orders()) == 58
