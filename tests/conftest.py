"""What every test stands on: no screen, nobody's real folders, English, no stray settings.

Tests mirror the source (tests/importing/test_cells.py for shopdesk/importing/cells.py) and need no `__init__.py`. The
checkout is on the path, so makers of test data are imported by their full name: `from tests.factories import ...`.
"""

import os
import shutil
import signal
import tempfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import hypothesis
import pytest
from argon2 import PasswordHasher

from shopdesk import i18n
from shopdesk.clock import Clock, Millis, from_local
from shopdesk.services import passwords
from tests import engines, timers

if TYPE_CHECKING:
    from tests.postgres_server import Server

# Before any test module is imported: a run must neither need a screen nor touch the user's own shop.
_HOME = Path(tempfile.mkdtemp(prefix="shopdesk-tests-"))
os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ["QT_SCALE_FACTOR"] = "1"
os.environ["LANG"] = os.environ["LC_ALL"] = "C.UTF-8"
OWN_FOLDERS = ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME", "LOCALAPPDATA", "APPDATA")
os.environ.update(dict.fromkeys(OWN_FOLDERS, str(_HOME)))
for _name in ("DATABASE", "PERSON", "PASSWORD", "TICKET", "DB_PASSWORD", "DB_PASSWORD_TO"):
    os.environ.pop(f"SHOPDESK_{_name}", None)
for _name in [name for name in os.environ if name.startswith("PG")]:
    del os.environ[_name]  # PostgreSQL's own, which lead to somebody's server

os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.null.Keyring"  # nobody's real passwords

timers.watch_timers()

_QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)

hypothesis.settings.register_profile("shopdesk", max_examples=50, deadline=None, derandomize=True, database=None)
hypothesis.settings.load_profile("shopdesk")


WITHOUT_POSTGRES = os.environ.get("SHOPDESK_WITHOUT_POSTGRES", "") == "1"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--engine", choices=engines.ENGINES, default=engines.SQLITE, help="where the shops of tests lie")


def pytest_configure(config: pytest.Config) -> None:
    """Programs that tests start can be interrupted, even where this run was started with interrupts ignored."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    engines.use_engine(config.getoption("--engine"))
    if engines.on_postgres() and WITHOUT_POSTGRES:
        raise pytest.UsageError("--engine postgres needs what SHOPDESK_WITHOUT_POSTGRES=1 leaves out")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what does not belong to this run: files on a server, servers where there are none."""
    left_out = {"sqlite_only"} if engines.on_postgres() else {"postgres"} if WITHOUT_POSTGRES else set()
    out = [item for item in items if any(map(item.get_closest_marker, left_out))]
    if out:
        config.hook.pytest_deselected(items=out)
        items[:] = [item for item in items if item not in out]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if WITHOUT_POSTGRES:
        terminalreporter.write_line("Tests that need PostgreSQL were left out: SHOPDESK_WITHOUT_POSTGRES=1")


def pytest_sessionfinish() -> None:
    """Leave nothing behind: no server, nothing in the temporary folder."""
    engines.end_run()
    shutil.rmtree(_HOME, ignore_errors=True)


@pytest.fixture
def tmp_path(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of the test's own, like pytest's: that one counts the thousands before it to number itself, which takes
    longer than most tests."""
    name = "".join(letter if letter.isalnum() else "_" for letter in request.node.name)[:30]
    return Path(tempfile.mkdtemp(prefix=f"{name}_", dir=tmp_path_factory.getbasetemp()))


@pytest.fixture(autouse=True)
def own_folders(monkeypatch: pytest.MonkeyPatch) -> Path:
    """A fresh home for the user's data and settings, so that no test finds what another one left."""
    home = Path(tempfile.mkdtemp(dir=_HOME))
    for name in OWN_FOLDERS:
        monkeypatch.setenv(name, str(home))
    return home


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """English at the start of every test; a test of another language calls `use_language` itself."""
    i18n.use_language("en")
    yield
    i18n.use_language("en")


@pytest.fixture(autouse=True)
def quick_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hashes that are made at once: the real ones are slow by design, and have their own tests."""
    monkeypatch.setattr(passwords, "_hasher", lambda: _QUICK)


@pytest.fixture(autouse=True)
def own_databases() -> Iterator[None]:
    """What a test made on the server goes with it; what a fixture of its module made before stays."""
    with engines.databases_of_a_test():
        yield


@pytest.fixture(scope="session")
def postgres_server() -> "Server":
    """This process's server, shared: whoever kills one makes it by `Server.make`. Mark its tests `postgres`."""
    return engines.server()


@pytest.fixture
def moment() -> Millis:
    """The moment at which `clock` stands: Saturday 2 March 2024, 10:00 in the shop's zone."""
    return from_local(datetime(2024, 3, 2, 10, 0))


@pytest.fixture
def clock(moment: Millis) -> Clock:
    """A clock that stands still, to hand to services."""
    return lambda: moment
