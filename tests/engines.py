"""Which database engine this run is on (`pytest --engine`), and new shops on it.

On PostgreSQL a process starts one server, when its first test needs it. There a shop is a copy of a template database,
as it is a copy of a file on SQLite, and is dropped soon after its test.
"""

import itertools
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # runs on SQLite don't load it
    from psycopg import Connection

    from tests.postgres_server import Server

SQLITE, POSTGRES = "sqlite", "postgres"
ENGINES = (SQLITE, POSTGRES)
EMPTY = "template0"
_SESSIONS = "FROM pg_stat_activity WHERE datname = ANY(%s)"


@dataclass(slots=True)
class _Run:
    """What this process has made so far."""

    engine: str = SQLITE
    files: dict[Hashable, dict[Path, bytes]] = field(default_factory=dict)
    templates: dict[Hashable, str] = field(default_factory=dict)
    databases: list[str] = field(default_factory=list)
    """Those in use, oldest first."""
    ended: list[str] = field(default_factory=list)
    """Those of the last test, to be dropped."""
    connections: list["Connection[Any]"] = field(default_factory=list)
    """What the program opened and perhaps left open: it never closes a pool before it ends."""
    of_folders: dict[Path, str] = field(default_factory=dict)
    numbers: Iterator[int] = field(default_factory=itertools.count)


_run = _Run()


def use_engine(name: str) -> None:
    """Decide it for this process, before the first test."""
    assert name in ENGINES
    _run.engine = name
    if name == POSTGRES:
        _remember_connections()


def _remember_connections() -> None:
    from shopdesk.db.postgres import PostgresDatabase

    connect = PostgresDatabase._connect

    def remembered(database: PostgresDatabase) -> "Connection[Any]":
        connection: Connection[Any] = connect(database)
        _run.connections.append(connection)
        return connection

    setattr(PostgresDatabase, "_connect", remembered)  # noqa: B010 (mypy minds a plain assignment)


def on_postgres() -> bool:
    """Whether shops of this run lie on a server."""
    return _run.engine == POSTGRES


def new_shop_address(folder: Path, key: Hashable, fill: Callable[[Path | str], None]) -> Path | str:
    """Where a new shop of this `folder` lies: a file in it or a database's url. `fill` makes such a shop at an address
    and closes it; this happens once for each `key`, the others are copies."""
    if not on_postgres():
        if key not in _run.files:
            with TemporaryDirectory() as made_in:
                fill(Path(made_in) / "shop.db")
                _run.files[key] = _contents(Path(made_in))
        for path, content in _run.files[key].items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(content)
        return folder / "shop.db"
    if key not in _run.templates:
        name = f"template_{next(_run.numbers)}"
        fill(server().create_database(name))
        # A pool keeps connections open after their closing, and what somebody uses can't be copied.
        _connection().execute(f"SELECT pg_terminate_backend(pid, 5000) {_SESSIONS}", ([name],))
        _run.templates[key] = name
    _run.of_folders[folder] = new_database(_run.templates[key])
    return _run.of_folders[folder]


def _contents(folder: Path) -> dict[Path, bytes]:
    """The database of a shop, and the files it keeps."""
    kept = [folder / "shop.db", *(folder / "files").rglob("*")]
    return {path.relative_to(folder): path.read_bytes() for path in kept if path.is_file()}


def shop_address(folder: Path) -> Path | str:
    """Where the shop of a folder lies, or will: the address `new_shop_address` gave last, else an empty place."""
    if not on_postgres():
        return folder / "shop.db"
    if folder not in _run.of_folders:
        _run.of_folders[folder] = new_database()
    return _run.of_folders[folder]


def new_database(template: str = EMPTY) -> str:
    """The url of a new database on this process's server, a copy of `template`; it ends with the test."""
    name = f"shop_{next(_run.numbers)}"
    _connection().execute(server().creation(name, template))
    _run.databases.append(name)
    return server().url(name)


@contextmanager
def databases_of_a_test() -> Iterator[None]:
    """What was made within ends with it: who is still connected is sent away, and the next test's end drops it.

    Dropping at once would wait 100 ms for those connections."""
    before = len(_run.databases)
    yield
    made, _run.databases[before:] = _run.databases[before:], []
    if made:
        _close_connections(made)
        for name in _run.ended:
            _connection().execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        _connection().execute(f"SELECT pg_terminate_backend(pid) {_SESSIONS}", (made,))
        urls = {server().url(name) for name in made}
        _run.of_folders = {folder: url for folder, url in _run.of_folders.items() if url not in urls}
        _run.ended = made


def _close_connections(databases: list[str]) -> None:
    """Close what the program left open to these; whatever is closed already is forgotten."""
    for connection in _run.connections:
        if not connection.closed and connection.info.dbname in databases:
            connection.close()
    _run.connections = [connection for connection in _run.connections if not connection.closed]


@cache
def server() -> "Server":
    """The one quick server of this process, for tests that leave it running; raises NoPostgres."""
    from tests.postgres_server import Server

    return Server.make()


@cache
def _connection() -> "Connection[tuple[Any, ...]]":
    """One that stays open: connecting takes as long as dropping."""
    return server().connect()


def end_run() -> None:
    """Stop the server, if one was started."""
    for connection in _run.connections:
        connection.close()
    if _connection.cache_info().currsize:
        _connection().close()
    if server.cache_info().currsize:
        server().remove()
    _connection.cache_clear()
    server.cache_clear()
