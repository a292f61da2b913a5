"""Faults to survive, each by tests that do the real thing to real processes, files and servers.

| fault | test |
|---|---|
| kill -9 anywhere | test_kills.py, on both engines; while a server's search is made anew test_settling.py |
| a server that is killed, cut off or taken over | test_two_servers.py |
| disk full | test_full_disk.py |
| read-only or vanished drive | test_drives.py |
| damaged file | test_damaged_files.py |
| a newer database than the program | test_drives.py |
| migration killed half way | test_kills.py, test_full_disk.py |
| two PCs on one record | test_two_on_one_record.py |
| clock set back | test_clocks.py |
| hostile files | test_hostile_files.py |
| formulas in exported text | test_hostile_files.py |
| printer that stalls, scanner that fires twice | test_printer_and_scanner.py |

`python3 packaging/dev.py faults` runs the short form, `--long` as many as a week's bad luck. Figures are printed at the
end, and the seed by which the same moments come again (`--seed`).
"""

import random
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.acceptance.faults.extent import LONG, SEED, Count
from tests.acceptance.faults.ground import Ground
from tests.acceptance.faults.nursery import Nursery
from tests.engines import POSTGRES
from tests.postgres_server import Server

if sys.platform == "win32":
    collect_ignore_glob = ["test_*.py"]  # there is no fork, and no kill -9


@pytest.fixture(scope="session")
def nursery(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nursery]:
    """The process whose children are killed."""
    made = Nursery(tmp_path_factory.mktemp("nursery"))
    yield made
    made.close()


@pytest.fixture(scope="session")
def quick_server() -> Iterator[Server]:
    """For deaths of programs; what dies itself is made by `Server.make(quick=False)`."""
    with Server.make() as server:
        yield server


@pytest.fixture
def ground(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Ground]:
    """Shops on the engine that the test's parameter names."""
    server = request.getfixturevalue("quick_server") if request.param == POSTGRES else None
    made = Ground(tmp_path, server)
    yield made
    made.clear()


@pytest.fixture
def chance(request: pytest.FixtureRequest) -> random.Random:
    """The test's own luck: the same for the same seed."""
    return random.Random(f"{SEED} {request.node.name}")


@pytest.fixture
def count(record_property: Callable[[str, object], None]) -> Count:
    """See extent.Count."""

    def add(**numbers: float) -> None:
        for name, number in numbers.items():
            record_property("figure", (name.replace("_", " "), number))

    return add


_figures: Counter[str] = Counter()


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Gather what tests counted, also in worker processes."""
    for name, value in report.user_properties if report.when == "call" else ():
        if name == "figure" and isinstance(value, list | tuple):
            figure, number = value
            both = max(_figures[figure], number) if figure.startswith("most ") else _figures[figure] + number
            _figures[figure] = both


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """The table."""
    if _figures:
        terminalreporter.write_line(f"\nFaults, {'long' if LONG else 'short'} form, seed {SEED}:")
    for name, number in sorted(_figures.items()):
        terminalreporter.write_line(f"  {name:64}{number:>12,.6g}")
