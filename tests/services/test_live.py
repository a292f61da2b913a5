"""Hearing what other programs change on a server, and whether it answers (DATA-02)."""

import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest

from shopdesk.db.connections import break_off
from shopdesk.db.errors import CommitUnknown, storage_errors
from shopdesk.db.listening import Listener
from shopdesk.db.postgres import PostgresDatabase
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
    assert [kinds for kinds in heard.changes if "hello" not in kinds] == [set(), {"orders"}]


def test_what_was_changed_before_one_hears_is_read(other: Desk, heard: Heard, watching: Watch) -> None:
    wait_for(lambda: frozenset() in heard.changes)  # a list may have been read before


def test_what_is_told_with_another_answer_is_not_waited_for(desk: Desk, other: Desk) -> None:
    assert isinstance(desk.database, PostgresDatabase)
    listener = Listener(desk.database)
    set_flag(other, order_ids=[1], colour=Colour.GREEN)
    listener.version()
    begun = time.monotonic()
    assert [notice.kinds for notice in listener.wait(10)] == [{"orders"}]
    assert time.monotonic() - begun < 5
    listener.close()


def test_a_commit_without_an_answer_is_heard_of_if_it_was_stored(desk: Desk, heard: Heard, watching: Watch) -> None:
    """The connection breaks between storing and saying so: this program doesn't take that for its own echo."""
    assert isinstance(desk.database, PostgresDatabase)
    wait_for(lambda: frozenset() in heard.changes)
    wait_for(lambda: desk.database.remembered.is_used)  # type: ignore[attr-defined]
    before = desk.database.token
    with pytest.raises(CommitUnknown), storage_errors("shop"), desk.database.atomic():
        desk.database.execute_sql("UPDATE orders SET flag = flag WHERE id = 1")
        break_off(desk.database.connection())  # type: ignore[no-untyped-call]
    assert desk.database.token != before
    notify = f"NOTIFY shopdesk_changed, '{before} orders'"  # as the server sends it once it has stored all
    desk.database.execute_sql(notify)
    wait_for(lambda: frozenset({"orders"}) in heard.changes)


def test_nothing_makes_it_deaf(desk: Desk, other: Desk, heard: Heard, monkeypatch: pytest.MonkeyPatch) -> None:
    troubles = [ZeroDivisionError("a bug")]
    version = Listener.version

    def once(listener: Listener) -> bytes:
        if troubles:
            raise troubles.pop()
        return version(listener)

    monkeypatch.setattr(Listener, "version", once)
    made = watch(desk.database, heard)
    assert made is not None
    wait_for(lambda: heard.news == ["lost", "found"])
    set_flag(other, order_ids=[1], colour=Colour.GREEN)
    wait_for(lambda: frozenset({"orders"}) in heard.changes)
    made.stop()


def test_a_connection_that_is_ended_is_opened_again_unnoticed(
    server: Server, other: Desk, heard: Heard, watching: Watch
) -> None:
    wait_for(lambda: bool(listening(server)))
    before = listening(server)
    remembered = watching._database.remembered
    used: list[bool] = []
    use = remembered.use

    def noted(is_used: bool) -> None:
        used.append(is_used)
        use(is_used)

    remembered.use = noted  # type: ignore[method-assign]
    server.execute(f"SELECT pg_terminate_backend({before[0][0]})")
    wait_for(lambda: bool(listening(server)) and listening(server) != before)
    wait_for(lambda: frozenset() in heard.changes)  # what was told meanwhile nobody heard
    set_flag(other, order_ids=[1], colour=Colour.GREEN)
    wait_for(lambda: frozenset({"orders"}) in heard.changes)
    assert heard.news == []
    assert used[:2] == [False, True]  # while nothing was heard nothing was remembered


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
