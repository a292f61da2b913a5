"""Servers that are killed, cut off, or whose place another one takes, while people work: the desk goes on by itself,
nothing that was acknowledged is lost, and nothing is half done (DATA-02)."""

import random
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.acceptance.faults.extent import Count, times
from tests.acceptance.faults.ground import order_no, order_nos, paid_orders, write_pairs
from tests.acceptance.faults.nursery import WITHIN_S, Child, Nursery, end_all
from tests.acceptance.faults.soundness import problems_of
from tests.command_line import CommandLine
from tests.postgres_server import Server

pytestmark = [pytest.mark.rule("DATA-02"), pytest.mark.postgres]

BACK_WITHIN_S = 15.0
"""After another server has taken the place: connecting is tried anew every two seconds."""


@pytest.fixture
def server() -> Iterator[Server]:
    """One that keeps what it acknowledges."""
    with Server.make(quick=False) as made:
        yield made


def shop_on(server: Server, orders: int) -> str:
    url = server.create_database("shop")
    paid_orders(orders)(url)
    return url


def wait_for(child: Child, more: int) -> None:
    """Until it has registered so many more."""
    wanted = len(registered(child)) + more
    until = time.monotonic() + WITHIN_S
    while len(registered(child)) < wanted and not child.has_ended:
        assert time.monotonic() < until, child.said[-3:]
        time.sleep(0.005)


def registered(child: Child) -> list[float]:
    """When each order was registered."""
    return [float(line.split()[2]) for line in child.said if line.startswith("registered ")]


def check_all_registered(address: str, orders: int, child: Child, count: Count) -> None:
    assert child.end() == 0
    assert len(registered(child)) == orders
    mine = {order_no(number) for number in range(orders)}
    lost = sum(order["stage"] == "new" for order in CommandLine(address).orders() if order["order_no"] in mine)
    count(server_acknowledged_orders=orders, server_acknowledged_orders_lost=lost)
    count(server_commits_of_unknown_fate=child.said.count("unknown"))
    assert not lost and problems_of(address) == []


def test_another_server_takes_the_place(nursery: Nursery, chance: random.Random, count: Count, tmp_path: Path) -> None:
    """The primary is killed while orders are imported and registered; the standby, which has all that was acknowledged,
    is promoted."""
    pairs = write_pairs(tmp_path, 3, times(100, 400))
    orders = times(80, 200)
    mine = [order_no(number) for number in range(orders)]
    for turn in range(times(1, 8)):
        with Server.make(quick=False) as first:
            shop_on(first, orders)
            with first.standby(f"standby{turn}") as second:
                address = f"postgresql://postgres@127.0.0.1:{first.port},127.0.0.1:{second.port}/shop"
                one = nursery.start("register_patiently", address, mine)
                other = nursery.start("take_in_patiently", address, [pair.files for pair in pairs])
                one.wait_for_begin()
                wait_for(one, 5)
                time.sleep(chance.uniform(0, 0.5))
                check_times(one, fail_over(first, second), count)
                assert end_all([one, other]) == [0, 0]
                check_all_registered(second.url("shop"), orders, one, count)
                imported = frozenset[str]().union(*(pair.order_nos for pair in pairs))
                assert order_nos(second.url("shop")) == imported | set(mine)


def fail_over(first: Server, second: Server) -> tuple[float, float]:
    """Kill one and promote the other; when each happened."""
    killed = time.monotonic()
    first.kill()
    second.execute("ALTER SYSTEM RESET synchronous_standby_names")
    second.promote()
    return killed, time.monotonic()


def check_times(child: Child, moments: tuple[float, float], count: Count) -> None:
    killed, promoted = moments
    while not any(moment > killed for moment in registered(child)):
        wait_for(child, 1)
    back = min(moment for moment in registered(child) if moment > killed)
    count(failovers=1)
    count(most_seconds_away_promoting_included=back - killed, most_seconds_away_after_that=back - promoted)
    assert back - promoted < BACK_WITHIN_S


def hurt_again_and_again(server: Server, nursery: Nursery, turns: int, hurt: Callable[[], None], count: Count) -> None:
    """While one registers order after order, do it harm so many times."""
    orders = 60 + turns * 15
    address = shop_on(server, orders)
    child = nursery.start("register_patiently", address, [order_no(number) for number in range(orders)])
    child.wait_for_begin()
    for _turn in range(turns):
        wait_for(child, 3)
        hurt()
    check_all_registered(address, orders, child, count)


def test_the_server_is_killed_and_starts_again(
    server: Server, nursery: Nursery, chance: random.Random, count: Count
) -> None:
    def hurt() -> None:
        time.sleep(chance.uniform(0, 0.05))
        server.kill()
        server.start()
        count(server_kills=1)

    hurt_again_and_again(server, nursery, times(2, 100), hurt, count)


def test_the_server_is_restarted_in_order(server: Server, nursery: Nursery, count: Count) -> None:
    def hurt() -> None:
        server.restart()
        count(server_restarts=1)

    hurt_again_and_again(server, nursery, times(1, 10), hurt, count)


def test_connections_are_cut(server: Server, nursery: Nursery, chance: random.Random, count: Count) -> None:
    with server.connect() as boss:
        cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'shopdesk'"

        def hurt() -> None:
            time.sleep(chance.uniform(0, 0.03))
            count(connections_cut=len(boss.execute(cut).fetchall()))

        hurt_again_and_again(server, nursery, times(6, 200), hurt, count)
