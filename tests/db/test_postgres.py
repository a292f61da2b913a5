"""A shop's database on a real server: one writer, connections that break, a server that goes away and comes back."""

import threading
import time
from collections.abc import Callable, Iterator

import pytest
from psycopg.pq import TransactionStatus

from shopdesk.db import postgres, postgres_waiting
from shopdesk.db.database import Database, open_database, remembered_rows, rows_of, take_long
from shopdesk.db.errors import Busy, CommitUnknown, NotStored, ServerAway, storage_errors
from shopdesk.db.postgres import PostgresDatabase
from tests.postgres_server import Server

pytestmark = pytest.mark.postgres

MINE = "SELECT pg_backend_pid()"


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """One that tests may kill."""
    with Server.make(quick=False) as made:
        yield made


@pytest.fixture
def database(server: Server, request: pytest.FixtureRequest) -> Iterator[PostgresDatabase]:
    if not server.running:
        server.start()
    server.drop_database("shop")
    made = opened(server.create_database("shop"))
    made.execute_sql("CREATE TABLE a (b INTEGER)")
    yield made
    made.close()


def opened(url: str) -> PostgresDatabase:
    made = open_database(url)
    assert isinstance(made, PostgresDatabase)
    return made


def in_background(do: Callable[[], object]) -> tuple[threading.Thread, list[object]]:
    """A thread of its own, and what it gives or raises once it has ended."""
    brought: list[object] = []

    def run() -> None:
        try:
            brought.append(do())
        except Exception as error:
            brought.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    return thread, brought


def in_thread(do: Callable[[], object]) -> list[object]:
    """What a thread gives or raises, awaited."""
    thread, brought = in_background(do)
    thread.join(20)
    assert not thread.is_alive()
    return brought


def end_connections(server: Server) -> None:
    server.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'shop'")


def count(database: Database) -> object:
    return rows_of(database, "SELECT count(*) FROM a")[0][0]


def test_a_thread_that_is_done_gives_its_connection_to_the_next(database: PostgresDatabase) -> None:
    def work() -> object:
        mine = rows_of(database, MINE)[0][0]
        database.close()
        return mine

    first = in_thread(work)
    assert in_thread(work) == first != [rows_of(database, MINE)[0][0]]


def test_closing_lets_go_of_every_connection(server: Server, database: PostgresDatabase) -> None:
    in_thread(lambda: rows_of(database, MINE))  # left behind by a thread that ended
    in_thread(lambda: (rows_of(database, MINE), database.close()))
    database.close()
    left = "SELECT count(*) FROM pg_stat_activity WHERE datname = 'shop'"
    until = time.monotonic() + 5
    while server.execute(left) != [(0,)] and time.monotonic() < until:
        pass
    assert server.execute(left) == [(0,)]


def test_reading_goes_on_after_connections_were_ended(server: Server, database: PostgresDatabase) -> None:
    before = rows_of(database, MINE)
    end_connections(server)
    assert rows_of(database, MINE) != before
    end_connections(server)
    with database.atomic():
        database.execute_sql("INSERT INTO a VALUES (1)")
    assert count(database) == 1


def test_nothing_of_a_transaction_stays_when_its_connection_ends(server: Server, database: PostgresDatabase) -> None:
    with pytest.raises(NotStored, match="this was not stored"), storage_errors("shop"), database.atomic():
        database.execute_sql("INSERT INTO a VALUES (1)")
        end_connections(server)
        try:
            database.execute_sql("INSERT INTO a VALUES (2)")
        except NotStored:
            database.rollback()  # whatever somebody tries, the rest can't be stored alone
        database.execute_sql("INSERT INTO a VALUES (3)")
    assert count(database) == 0
    with database.atomic(), database.atomic():
        database.execute_sql("INSERT INTO a VALUES (4)")
    assert count(database) == 1


def test_a_part_of_a_transaction_can_fail_with_its_connection(server: Server, database: PostgresDatabase) -> None:
    with pytest.raises(NotStored), storage_errors("shop"), database.atomic():
        database.execute_sql("INSERT INTO a VALUES (1)")
        with pytest.raises(ServerAway), storage_errors("shop"), database.atomic():
            end_connections(server)
            database.execute_sql("INSERT INTO a VALUES (2)")
    assert count(database) == 0


def test_a_commit_without_an_answer_is_not_known(server: Server, database: PostgresDatabase) -> None:
    database.begin()
    database.execute_sql("INSERT INTO a VALUES (1)")
    end_connections(server)
    with pytest.raises(CommitUnknown, match="Look whether it is there"):
        database.commit()
    database.rollback()
    assert count(database) == 0


def test_an_error_that_was_passed_over_is_not_stored_silently(database: PostgresDatabase) -> None:
    with pytest.raises(Exception, match="aborted"), database.atomic():
        database.execute_sql("INSERT INTO a VALUES (1)")
        with pytest.raises(Exception, match="no_such"):
            database.execute_sql("SELECT no_such")
    assert count(database) == 0


def test_while_the_server_is_away_nobody_waits(server: Server, database: PostgresDatabase) -> None:
    server.kill()
    with pytest.raises(ServerAway):
        rows_of(database, MINE)
    begin = time.monotonic()
    for _attempt in range(20):
        with pytest.raises(ServerAway):
            rows_of(database, MINE)
        with pytest.raises(NotStored), database.atomic():
            pass
    assert time.monotonic() - begin < 0.2
    server.start()
    database.came_back()
    assert count(database) == 0


def test_the_command_line_waits_for_it(server: Server, database: PostgresDatabase) -> None:
    def write() -> object:
        with database.atomic():
            database.execute_sql("INSERT INTO a VALUES (1)")
        return count(database)

    database.patience_s = 30
    server.kill()
    thread, brought = in_background(write)
    server.start()
    thread.join(20)
    assert brought == [1]
    server.kill()
    database.patience_s = 0.5
    with pytest.raises(ServerAway):
        rows_of(database, MINE)


def test_the_windows_thread_opens_nothing_itself(server: Server, database: PostgresDatabase) -> None:
    database.never_wait_here()
    before = rows_of(database, MINE)
    end_connections(server)
    with pytest.raises(ServerAway):
        rows_of(database, MINE)
    assert in_thread(database.came_back) == [None]
    assert rows_of(database, MINE) != before


def test_whoever_waits_for_a_silent_server_is_told(server: Server, database: PostgresDatabase) -> None:
    thread, brought = in_background(lambda: rows_of(database, "SELECT pg_sleep(60)"))
    asleep = "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep'"
    while server.execute(asleep) == [(0,)]:
        pass
    database.went_away()
    database.connections.break_off()
    thread.join(5)
    assert isinstance(brought[0], ServerAway)


def test_a_server_that_may_only_be_read_is_left(server: Server, database: PostgresDatabase) -> None:
    server.execute("ALTER DATABASE shop SET default_transaction_read_only = on")
    database.execute_sql("SET default_transaction_read_only = on")  # as in a session that stood when it was demoted
    with pytest.raises(NotStored, match="not stored"), database.atomic():
        database.execute_sql("INSERT INTO a VALUES (1)")
    server.execute("ALTER DATABASE shop RESET default_transaction_read_only")
    database.came_back()
    with database.atomic():
        database.execute_sql("INSERT INTO a VALUES (2)")
    assert count(database) == 1


def test_what_could_not_begin_leaves_nothing_open(database: PostgresDatabase, monkeypatch: pytest.MonkeyPatch) -> None:
    """The server says that it is no good now, and the connection stands."""

    def half() -> None:
        database.cursor().execute("BEGIN")  # type: ignore[no-untyped-call]
        raise ServerAway(file="shop", detail="starting up")

    with monkeypatch.context() as away:
        away.setattr(database, "_become_writer", half)
        with pytest.raises(NotStored), database.atomic():
            pass
    assert database.connection().info.transaction_status is TransactionStatus.IDLE  # type: ignore[no-untyped-call]
    with database.atomic():
        database.execute_sql("INSERT INTO a VALUES (1)")
    assert count(database) == 1


@pytest.mark.parametrize("says_so", [True, False])
def test_who_says_that_it_takes_long_is_waited_for(
    database: PostgresDatabase, monkeypatch: pytest.MonkeyPatch, says_so: bool
) -> None:
    """As an import of a whole year: a clerk's change goes in after it, and isn't refused."""
    monkeypatch.setattr(postgres, "WRITE_PATIENCE_S", 0.1)
    refused = threading.Event()
    ask = postgres_waiting.somebody_takes_long

    def asked(waiting: Database) -> bool:
        found = ask(waiting)
        refused.set()
        return found

    monkeypatch.setattr(postgres_waiting, "somebody_takes_long", asked)

    def write() -> str:
        with database.atomic():
            database.execute_sql("INSERT INTO a VALUES (2)")
        return "written"

    with database.atomic():
        if says_so:
            take_long(database)
        clerk, brought = in_background(write)
        assert refused.wait(10), "its usual patience has ended"
        if not says_so:
            clerk.join(10)
        database.execute_sql("INSERT INTO a VALUES (1)")
    clerk.join(10)
    assert brought == ["written"] if says_so else isinstance(brought[0], Busy), brought
    assert count(database) == (2 if says_so else 1)


def test_patience_ends(database: PostgresDatabase, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgres, "WRITE_PATIENCE_S", 0.1)
    monkeypatch.setattr(postgres_waiting, "PATIENCE_S", 0.3)
    with database.atomic():
        take_long(database)
        (refusal,) = in_thread(database.begin)
    assert isinstance(refusal, Busy)


def test_what_is_changed_is_told_with_its_transaction(server: Server, database: PostgresDatabase) -> None:
    with server.connect("shop") as listening:
        listening.execute("LISTEN shopdesk_changed")
        with pytest.raises(ZeroDivisionError), database.atomic():
            database.execute_sql("INSERT INTO a VALUES (1)")
            database.tell(["orders"])
            _ = 1 / 0
        with database.atomic():
            database.execute_sql("INSERT INTO a VALUES (2)")
        with database.atomic():
            database.execute_sql("INSERT INTO a VALUES (3)")
            database.tell(["slips", "orders"])
        with database.atomic():
            rows_of(database, "SELECT count(*) FROM a")  # changes nothing
        heard = [notice.payload for notice in listening.notifies(timeout=0.5)]
    assert heard == [f"{database.token} ", f"{database.token} orders,slips"]


def test_when_another_server_takes_over_it_goes_on_there() -> None:
    with Server.make(quick=False) as first, first.standby() as second:
        first.create_database("shop")
        made = opened(f"postgresql://postgres@127.0.0.1:{first.port},127.0.0.1:{second.port}/shop")
        made.execute_sql("CREATE TABLE a (b INTEGER)")
        with made.atomic():
            made.execute_sql("INSERT INTO a VALUES (1)")
        made.patience_s = 30
        first.kill()
        thread, brought = in_background(lambda: count(made))
        second.promote()
        thread.join(20)
        assert brought == [1]
        with made.atomic():
            made.execute_sql("INSERT INTO a VALUES (2)")
        assert second.execute("SELECT count(*) FROM a", "shop") == [(2,)]
        made.close()


def test_a_transaction_reads_small_tables_once_until_it_writes(database: PostgresDatabase) -> None:
    database.execute_sql("INSERT INTO a VALUES (1)")
    read = "SELECT b FROM a"
    with database.atomic():
        before = remembered_rows(database, read)
        assert remembered_rows(database, read) is before and before == [(1,)]
        database.execute_sql("UPDATE a SET b = 2")
        assert remembered_rows(database, read) == [(2,)]
        database.execute_many("INSERT INTO a VALUES (?)", [(3,)])
        assert remembered_rows(database, read) == [(2,), (3,)]
        database.rollback()
    with database.atomic():
        assert remembered_rows(database, read) == [(1,)]
