"""Hearing what other programs change on a server, and whether it answers (DATA-02)."""

import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest

from shopdesk.db.listening import Listener
from shopdesk.domain.flags import Colour
from shopdesk.domain.platforms import Platform
from shopdesk.services.desk import Desk
from shopdesk.services.live import Watch, watch
from shopdesk.services.orders import set_flag
from shopdesk.services.setup import create_desk, make_shop, open_desk
from tests.factories import NOON, add_order
from tests.postgres_server import Server

pytestmark = pytest.mark.postgres


class Heard:
    """Remembers what it is told."""

    def __init__(self) -> None:
        self.changes: list[frozenset[str]] = []
        self.news: list[str] = []

    def announce_foreign(self, kinds: Iterable[str]) -> None:
        self.changes.append(frozenset(kinds))

    def announce_lost(self, error: Exception) -> None:
        self.news.append("lost")

    def announce_found(self) -> None:
        self.news.append("found")


def wait_for(holds: Callable[[], bool], seconds: float = 10) -> None:
    until = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < until
        time.sleep(0.005)


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with Server.make(quick=False) as made:
        yield made


@pytest.fixture
def desk(server: Server) -> Iterator[Desk]:
    server.drop_database("shop")
    made = create_desk(server.create_database("shop"), clock=lambda: NOON)
    make_shop(made, name="一号店", platform=Platform.TAOBAO)
    add_order(made)
    yield made
    made.database.close()


@pytest.fixture
def other(server: Server, desk: Desk) -> Iterator[Desk]:
    made = open_desk(server.url("shop"), clock=lambda: NOON)
    yield made
    made.database.close()


@pytest.fixture
def heard() -> Heard:
    return Heard()


@pytest.fixture
def watching(desk: Desk, heard: Heard) -> Iterator[Watch]:
    made = watch(desk.database, heard)
    assert made is not None
    yield made
    made.stop()


def listening(server: Server) -> list[tuple[int]]:
    sql = "SELECT pid FROM pg_stat_activity WHERE datname = 'shop' AND query LIKE '%pg_current_snapshot()::text%'"
    return [(pid,) for (pid,) in server.execute(f"{sql} AND pid <> pg_backend_pid()")]


def test_a_file_needs_no_thread(tmp_path: Path, heard: Heard) -> None:
    file = create_desk(tmp_path / "shop.db")
    assert watch(file.database, heard) is None
    file.database.close()


def test_others_are_heard_and_the_own_echo_is_not(
    server: Server, desk: Desk, other: Desk, heard: Heard, watching: Watch
) -> None:
    wait_for(lambda: bool(listening(server)))
    set_flag(desk, order_ids=[1], colour=Colour.RED)
    set_flag(other, order_ids=[1], colour=Colour.GREEN)
    wait_for(lambda: frozenset({"orders"}) in heard.changes)
    assert [kinds for kinds in heard.changes if "hello" not in kinds] == [{"orders"}]


def test_a_connection_that_is_ended_is_opened_again_unnoticed(
    server: Server, other: Desk, heard: Heard, watching: Watch
) -> None:
    wait_for(lambda: bool(listening(server)))
    before = listening(server)
    server.execute(f"SELECT pg_terminate_backend({before[0][0]})")
    wait_for(lambda: bool(listening(server)) and listening(server) != before)
    wait_for(lambda: frozenset() in heard.changes)  # what was told meanwhile nobody heard
    set_flag(other, order_ids=[1], colour=Colour.GREEN)
    wait_for(lambda: frozenset({"orders"}) in heard.changes)
    assert heard.news == []


def test_a_server_that_goes_and_comes(server: Server, other: Desk, heard: Heard, watching: Watch) -> None:
    wait_for(lambda: bool(listening(server)))
    server.kill()
    wait_for(lambda: heard.news == ["lost"])
    server.start()
    wait_for(lambda: heard.news == ["lost", "found"])
    set_flag(other, order_ids=[1], colour=Colour.GREEN)
    wait_for(lambda: frozenset({"orders"}) in heard.changes)


def test_where_nothing_can_be_heard_one_looks(
    server: Server, desk: Desk, other: Desk, heard: Heard, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As behind a pooler that lends connections for a transaction only."""
    monkeypatch.setattr(Listener, "try_hearing", lambda _listener: None)
    monkeypatch.setattr(Listener, "_payloads", lambda _listener: [])
    watching = watch(desk.database, heard)
    assert watching is not None
    wait_for(lambda: bool(listening(server)))
    heard.changes.clear()
    begun = time.monotonic()
    set_flag(other, order_ids=[1], colour=Colour.GREEN)
    wait_for(lambda: bool(heard.changes))
    assert time.monotonic() - begun < 1.5
    watching.stop()
