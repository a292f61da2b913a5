"""The stand that other tests rely on: real servers start, are killed, follow each other, and leave nothing behind."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import psycopg
import pytest

from tests.postgres_programs import end_at_once
from tests.postgres_server import Server

pytestmark = pytest.mark.postgres

WORKER = """
import sys, time
from tests.postgres_server import Server
server = Server.make()
print(server.pid, server.folder, flush=True)
time.sleep(600)
"""


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with Server.make() as server:
        yield server


def test_databases_are_made_from_others(server: Server) -> None:
    server.create_database("template")
    server.execute("CREATE TABLE word AS SELECT '真皮单鞋' AS text", "template")
    url = server.create_database("copy", template="template")
    assert server.execute("SELECT text FROM word", "copy") == [("真皮单鞋",)]
    connection = psycopg.connect(url)
    server.drop_database("copy")
    with pytest.raises(psycopg.OperationalError):
        connection.execute("SELECT 1")
    with pytest.raises(psycopg.OperationalError, match="does not exist"):
        server.connect("copy")


def test_search_sees_chinese_only_with_a_fitting_locale(server: Server) -> None:
    """What a shop that chose lc_ctype C would meet."""
    words = "SELECT cardinality(show_trgm('真皮单鞋'))"
    server.execute("CREATE EXTENSION pg_trgm")
    assert server.execute(words) == [(5,)]
    with Server.make(ctype="C") as plain:
        plain.execute("CREATE EXTENSION pg_trgm")
        assert plain.execute(words) == [(0,)]


def test_a_password_is_asked_for() -> None:
    with Server.make(password="密码 '1'") as server:
        assert server.execute("SELECT 1") == [(1,)]
        with pytest.raises(psycopg.OperationalError, match="no password supplied"):
            psycopg.connect(server.url())
        assert "密码" not in server.url()


def test_a_kill_leaves_no_process_and_a_restart_finds_what_was_written() -> None:
    with Server.make(quick=False) as server:
        server.execute("CREATE TABLE kept AS SELECT 1 AS number")
        connection = server.connect()
        family = [psutil.Process(server.pid), *psutil.Process(server.pid).children()]
        assert len(family) > 3
        server.kill()
        assert not server.running
        assert [process for process in family if process.is_running() and process.status() != "zombie"] == []
        with pytest.raises(psycopg.OperationalError):
            connection.execute("SELECT 1")
        server.start()
        assert server.execute("SELECT number FROM kept") == [(1,)]
        server.restart()
        assert server.execute("SELECT number FROM kept") == [(1,)]
    assert not server.folder.exists()


def test_a_standby_follows_and_is_promoted_with_all_that_was_acknowledged() -> None:
    with Server.make(quick=False, password="geheim") as first, first.standby() as second:
        url = first.create_database("shop")
        first.execute("CREATE TABLE kept AS SELECT generate_series(1, 1000) AS number", "shop")
        with second.connect() as connection, pytest.raises(psycopg.errors.ReadOnlySqlTransaction):
            connection.execute("CREATE TABLE no (number int)")
        first.kill()
        second.promote()
        assert second.execute("SELECT count(*) FROM kept", "shop") == [(1000,)]
        second.execute("INSERT INTO kept VALUES (0)", "shop")
        either = f"postgresql://postgres@127.0.0.1:{first.port},127.0.0.1:{second.port}/shop"
        with psycopg.connect(either, password="geheim", target_session_attrs="read-write") as found:
            assert found.info.port == second.port and url != second.url("shop")


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the next run ends what a dead one left")
def test_no_server_outlives_a_killed_worker() -> None:
    worker = subprocess.Popen([sys.executable, "-c", WORKER], stdout=subprocess.PIPE, text=True)
    assert worker.stdout
    pid, folder = worker.stdout.readline().split()
    server = psutil.Process(int(pid))
    worker.kill()
    worker.wait()
    worker.stdout.close()
    try:
        assert [process for process in psutil.wait_procs([server], timeout=10)[1] if process.status() != "zombie"] == []
    finally:
        end_at_once(server)
    script = "from tests.postgres_server import Server; Server.make()"
    subprocess.run([sys.executable, "-c", script], check=True)
    assert not Path(folder).exists(), "the next run cleans up after it"
