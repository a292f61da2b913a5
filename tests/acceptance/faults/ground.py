"""Shops to be hurt, each a copy of one that was made once, on either engine."""

import shutil
import time
from collections.abc import Callable, Hashable, Sequence
from contextlib import closing
from itertools import count, islice
from pathlib import Path

from shopdesk.db.backup import back_up
from shopdesk.db.database import open_database, rows_of
from shopdesk.services.setup import open_desk
from tests.command_line import CommandLine
from tests.factories import NOON, add_order
from tests.platform_files import START, made_orders, write_taobao_orders
from tests.postgres_server import Server

Fill = Callable[[str], None]
GONE_WITHIN_S = 30.0


class Pair:
    """Two files of one export and the numbers of their orders."""

    def __init__(self, files: tuple[Path, Path], order_nos: frozenset[str]) -> None:
        self.files, self.order_nos = files, order_nos


class Ground:
    """A folder, or a server, in which shops are made, hurt and thrown away."""

    def __init__(self, folder: Path, server: Server | None) -> None:
        self.folder, self.server = folder, server
        self._numbers = count()
        self._bases: dict[Hashable, str] = {}
        self._databases: list[str] = []

    def shop(self, key: Hashable, fill: Fill) -> str:
        """The address of a new shop: a copy of the one that `fill` made at its first call for this key."""
        if key not in self._bases:
            self._bases[key] = self.place()
            fill(self._bases[key])
            self.wait_until_alone(self._bases[key])
        if self.server is None:
            address = self.place()
            shutil.copyfile(self._bases[key], address)
            return address
        return self._created(template=self._bases[key].rpartition("/")[2])

    def place(self) -> str:
        """Where nothing is yet: a file in a folder of its own, or an empty database."""
        if self.server is not None:
            return self._created()
        folder = self.folder / f"shop-{next(self._numbers)}"
        folder.mkdir()
        return str(folder / "shop.db")

    def _created(self, template: str = "template0") -> str:
        assert self.server
        name = f"faults_{time.monotonic_ns()}_{next(self._numbers)}"
        self._databases.append(name)
        return self.server.create_database(name, template)

    def wait_until_alone(self, address: str) -> None:
        """On a server: until what a killed program had begun there has ended."""
        if self.server is None:
            return
        name = address.rpartition("/")[2]
        others = f"SELECT count(*) FROM pg_stat_activity WHERE datname = '{name}'"
        until = time.monotonic() + GONE_WITHIN_S
        while self.server.execute(others) != [(0,)]:
            assert time.monotonic() < until, "somebody is still connected"
            time.sleep(0.01)

    def drop(self, address: str) -> None:
        """Throw a shop away."""
        if self.server is None:
            shutil.rmtree(Path(address).parent, ignore_errors=True)
        else:
            name = address.rpartition("/")[2]
            self.server.drop_database(name)
            self._databases.remove(name)

    def clear(self) -> None:
        """Throw away all that is left."""
        for name in self._databases if self.server else ():
            self.server.drop_database(name) if self.server else None


def write_pairs(folder: Path, pairs: int, orders: int) -> list[Pair]:
    """Exports of different orders."""
    made = made_orders(pairs * orders)
    found = []
    for number in range(pairs):
        part = list(islice(made, orders))
        (folder / f"pair-{number}").mkdir()
        files = write_taobao_orders(folder / f"pair-{number}", part, START)
        found.append(Pair((files.orders, files.lines), frozenset(order.order_no for order in part)))
    return found


def new_shop(address: str) -> None:
    """An empty shop."""
    CommandLine(address).done("init")


def shop_with(pairs: Sequence[Pair]) -> Fill:
    """A shop that has these files."""

    def fill(address: str) -> None:
        new_shop(address)
        for pair in pairs:
            CommandLine(address).done("import", *pair.files)

    return fill


def paid_orders(orders: int) -> Fill:
    """A shop whose orders only wait to be registered, each to another buyer."""

    def fill(address: str) -> None:
        new_shop(address)
        with closing(open_desk(address).database) as database:
            database.execute_sql("INSERT INTO shop (name, platform) VALUES ('一号店', 'taobao')")
        desk = open_desk(address)
        for number in range(orders):
            add_order(
                desk, buyer=f"buyer {number}", receiver=f"收件人{number}", phone=f"138{number:08d}", lines=2,
                address=f"示例路{number}号", order_no=order_no(number), flag=1, created=NOON - number * 60_000,
                carrier="圆通速递", carrier_by_hand=1,
            )  # fmt: skip
        desk.database.close()

    return fill


def order_no(number: int) -> str:
    """The number of one of those orders."""
    return f"38219999{number:08d}"


def order_nos(address: str) -> frozenset[str]:
    """The numbers of all orders there."""
    with closing(open_database(address)) as database:
        return frozenset(row[0] for row in rows_of(database, "SELECT order_no FROM orders"))


def back_up_to(address: str, file: Path) -> Path:
    """A backup that a test keeps."""
    with closing(open_database(address)) as database:
        return back_up(database, file)
