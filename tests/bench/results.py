"""What a benchmark measures and where it keeps its data.

A benchmark is a module tests/bench/bench_*.py with `run() -> list[Result]`. It measures the program and, in the same
run, a floor or a peer doing the same work, so that the figures mean something on any machine. Each module runs in a
process of its own.
"""

import os
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

ORDERS = 1_000_000


class Result(NamedTuple):
    """One line of the table."""

    work: str
    """What was done, in a few words."""
    measured: float
    unit: str
    """`x` for a ratio to the floor, else `ms`, `s`, `MB`."""
    floor: str
    """The floor or peer with its own figure, such as `raw executemany 1.20 s`."""
    wanted: str
    """What design.md wants, such as `<= 2.3 x`."""
    met: bool


def orders() -> int:
    """How many orders the large shop holds: `--size`, else a million."""
    return int(os.environ.get("SHOPDESK_BENCH_ORDERS", ORDERS))


def cache_folder() -> Path:
    """Where data that takes long to make is kept from run to run; put `orders()` and a version into the file's name."""
    folder = Path(os.environ.get("SHOPDESK_BENCH_CACHE", Path(tempfile.gettempdir()) / "shopdesk-bench"))
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def seconds(work: Callable[[], object], repeat: int = 5) -> float:
    """The median time of `work`, in seconds."""
    return statistics.median(_once(work) for _ in range(repeat))


def _once(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def at_most(work: str, measured: float, limit: float, unit: str, floor: str) -> Result:
    """A result that is met when it is not above `limit`."""
    return Result(work, measured, unit, floor, f"<= {limit:g} {unit}", measured <= limit)
