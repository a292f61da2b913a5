"""Real PostgreSQL servers for tests: quick ones for the suite, durable ones for what a fault may break."""

import atexit
import ctypes
import random
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, Self

import psutil
import psycopg
from psycopg.conninfo import make_conninfo

from tests.postgres_programs import (
    NoPostgres,
    binaries,
    end_at_once,
    environment,
    is_fork,
    memory,
    new_folder,
    program,
    remove_folders,
    run,
)

__all__ = ["NoPostgres", "Server", "binaries", "remove_servers"]

_STARTS_WITHIN = 60.0
_SMALL = {
    "max_connections": "60", "shared_buffers": "32MB", "min_wal_size": "32MB", "max_wal_size": "128MB", "jit": "off",
    "listen_addresses": "127.0.0.1", "unix_socket_directories": "", "dynamic_shared_memory_type": "mmap",
    "lc_messages": "C",
}  # fmt: skip
_QUICK = {
    "fsync": "off", "full_page_writes": "off", "synchronous_commit": "off", "autovacuum": "off",
    "wal_level": "minimal", "max_wal_senders": "0", "checkpoint_timeout": "1h",
}  # fmt: skip


def _forget_shared_memory(note: Path) -> None:
    """Give back the few bytes by which a killed server would have recognised, at its next start, that it was killed."""
    if sys.platform == "linux" and note.exists():
        words = note.read_text("utf-8", "replace").split("\n")[6].split()
        if len(words) == 2:
            ctypes.CDLL(None).shmctl(int(words[1]), 0, None)


def _free_port() -> int:
    """A port below those that systems give to outgoing connections, so that a server finds it free again later."""
    for port in random.SystemRandom().sample(range(20_000, 32_000), 100):
        with socket.socket() as trial:
            try:
                trial.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise NoPostgres("No free port was found for a server.")


_servers: list["Server"] = []


class Server:
    """A running PostgreSQL server on 127.0.0.1 with its folder, user `postgres`. Make one by `Server.make`."""

    def __init__(self, folder: Path, port: int, options: dict[str, str], password: str) -> None:
        self.folder = folder
        self.port = port
        self.options = options
        self.password = password
        self._process: subprocess.Popen[bytes] | None = None
        _servers.append(self)

    @classmethod
    def make(
        cls,
        *,
        quick: bool = True,
        on_disk: bool = False,
        port: int = 0,
        ctype: str = "C.UTF-8",
        password: str = "",
        options: Mapping[str, str] = {},
    ) -> Self:
        """A new server, started. `quick` ones may lose what they acknowledged when they are killed; the others are set
        as a shop's. They lie in memory if there is room, which outlives them as a disk would: `on_disk` is for what
        is large or measures a disk. `ctype` "C" makes one in which pg_trgm sees no Chinese; with a `password` it is
        asked for (scram)."""
        folder = new_folder(Path(tempfile.gettempdir()) if on_disk else memory())
        arguments = ["-D", str(folder / "data"), "-U", "postgres", "--encoding=UTF8", "--no-sync", "--lc-collate=C"]
        arguments += [f"--lc-ctype={ctype}"]
        if password:
            secret = folder / "password"
            secret.write_text(password, "utf-8")
            arguments += ["--auth=scram-sha-256", f"--pwfile={secret}"]
        else:
            arguments += ["--auth=trust"]
        run("initdb", *arguments)
        chosen = _SMALL | (_QUICK if quick else {"wal_keep_size": "128MB"}) | dict(options)
        server = cls(folder, port or _free_port(), chosen, password)
        server.start()
        return server

    def start(self) -> None:
        """Start it again on the same port, as it was left; returns when it answers."""
        assert not self.running
        options = [part for name, value in self.options.items() for part in ("-c", f"{name}={value}")]
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                program("postgres", "-D", str(self.folder / "data"), "-p", str(self.port), *options),
                env=environment(), cwd=self.folder, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                start_new_session=True,  # Ctrl+C is for the tests
            )  # fmt: skip
        self._wait_until_ready()

    def _wait_until_ready(self) -> None:
        """Until the server itself writes into its folder that it takes connections."""
        assert self._process
        note = self.folder / "data" / "postmaster.pid"
        until = time.monotonic() + _STARTS_WITHIN
        while time.monotonic() < until and self._process.poll() is None:
            lines = note.read_text("utf-8", "replace").splitlines() if note.exists() else []
            if len(lines) > 7 and lines[0] == str(self._process.pid) and lines[7].strip() == "ready":
                return
            time.sleep(0.01)
        self.kill()
        raise NoPostgres(f"The server did not start: {self.log[-2000:]}")

    @property
    def running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    @property
    def pid(self) -> int:
        """The postmaster's, running or ended."""
        assert self._process
        return self._process.pid

    @property
    def log(self) -> str:
        """What the server wrote about itself so far."""
        return (self.folder / "log").read_text("utf-8", "replace")

    def url(self, database: str = "postgres") -> str:
        """The address as a shop's settings hold it: never with the password."""
        return f"postgresql://postgres@127.0.0.1:{self.port}/{database}"

    def connect(self, database: str = "postgres", **options: Any) -> psycopg.Connection[tuple[Any, ...]]:
        """A connection of psycopg's that commits every statement by itself."""
        address = make_conninfo(self.url(database), password=self.password or None)
        return psycopg.connect(address, autocommit=True, connect_timeout=10, **options)

    def execute(self, sql: str, database: str = "postgres") -> list[tuple[Any, ...]]:
        """Run one statement; gives its rows, if it has any."""
        with self.connect(database) as connection:
            cursor = connection.execute(sql)
            return cursor.fetchall() if cursor.description else []

    def create_database(self, name: str, template: str = "template0") -> str:
        """A new database, empty or a copy of `template` (which nobody may be using); returns its url."""
        self.execute(self.creation(name, template))
        return self.url(name)

    def creation(self, name: str, template: str) -> str:
        """The statement that does so; files are copied several times faster than through the log."""
        strategy = " STRATEGY FILE_COPY" if self._version() >= 15 else ""
        return f'CREATE DATABASE "{name}" TEMPLATE "{template}"{strategy}'

    def drop_database(self, name: str) -> None:
        """Drop it, whoever is still connected."""
        self.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def _version(self) -> int:
        return int((self.folder / "data" / "PG_VERSION").read_text("ascii").split(".")[0])

    def stop(self) -> None:
        """Stop it in order: connections are closed, everything is written."""
        if self.running and self._process:
            with suppress(NoPostgres, subprocess.TimeoutExpired):
                run("pg_ctl", "-D", str(self.folder / "data"), "-m", "fast", "-t", "30", "stop")
                self._process.wait(10)
        self.kill()

    def kill(self) -> None:
        """Kill -9 the server with all its processes, as a power cut would."""
        if self._process and self.running:
            end_at_once(psutil.Process(self._process.pid))
            self._process.wait(10)

    def restart(self) -> None:
        """Stop in order (if it runs) and start again."""
        self.stop()
        self.start()

    def remove(self) -> None:
        """End it and delete its folder."""
        self.kill()
        _forget_shared_memory(self.folder / "data" / "postmaster.pid")
        shutil.rmtree(self.folder, ignore_errors=True)
        if self in _servers:
            _servers.remove(self)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_reason: object) -> None:
        self.remove()

    def standby(self, name: str = "standby") -> "Server":
        """A second, running server that streams from this durable one, which from now on acknowledges nothing before
        that one has it too."""
        folder = new_folder(self.folder.parent.parent)
        run(
            "pg_basebackup", "-D", str(folder / "data"), "-R", "-X", "stream", "--checkpoint=fast", "--no-sync",
            "-h", "127.0.0.1", "-p", str(self.port), "-U", "postgres", "--no-password",
            password=self.password,
        )  # fmt: skip
        second = Server(folder, _free_port(), self.options | {"cluster_name": name}, self.password)
        second.start()
        second.set_option("synchronous_standby_names", None)
        self.set_option("synchronous_standby_names", name)
        self._wait_for("SELECT count(*) > 0 FROM pg_stat_replication WHERE sync_state = 'sync'")
        return second

    def set_option(self, name: str, value: str | None) -> None:
        """Change one setting of the running server; None takes it back. It holds over restarts."""
        self.execute(f"ALTER SYSTEM SET {name} = '{value}'" if value is not None else f"ALTER SYSTEM RESET {name}")
        self.execute("SELECT pg_reload_conf()")

    def promote(self) -> None:
        """Make a standby the one that is written to; returns when it is."""
        assert self.execute("SELECT pg_promote(true, 60)") == [(True,)], self.log[-2000:]

    def _wait_for(self, question: str, seconds: float = 30) -> None:
        until = time.monotonic() + seconds
        while self.execute(question) != [(True,)]:
            assert time.monotonic() < until, f"not within {seconds} s: {question}\n{self.log[-2000:]}"
            time.sleep(0.02)


def remove_servers() -> None:
    """End every server that this process made and leave nothing behind."""
    if is_fork():
        return
    for server in _servers[:]:
        server.remove()
    remove_folders()


atexit.register(remove_servers)
