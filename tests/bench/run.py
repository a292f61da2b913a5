"""Runs the benchmarks and prints one table: `python3 packaging/dev.py bench [--only NAME] [--size ORDERS]`."""

import argparse
import importlib
import multiprocessing
import os
import sys
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from tests.bench.results import ORDERS, Result, cache_folder

HEADINGS = ("work", "floor or peer", "wanted", "reached")


def names() -> list[str]:
    """The benchmarks there are, by what follows `bench_` in the file's name."""
    return sorted(path.stem.removeprefix("bench_") for path in Path(__file__).parent.glob("bench_*.py"))


def run_module(name: str) -> list[Result]:
    """One benchmark's results; runs in a child process."""
    results: list[Result] = importlib.import_module(f"tests.bench.bench_{name}").run()
    return results


def measure(name: str) -> list[Result]:
    """`run_module` in a fresh process, so that memory and imports of one benchmark don't weigh on the next."""
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        return pool.submit(run_module, name).result()


def reached(result: Result) -> str:
    """The measured figure and whether it is good enough."""
    figure = f"{result.measured:.3g}" if result.measured < 1000 else f"{result.measured:,.0f}"
    return f"{figure} {result.unit}" + ("" if result.met else "   MISSED")


def table(results: Sequence[Result]) -> str:
    """The results as aligned text."""
    rows = [HEADINGS, *((r.work, r.floor, r.wanted, reached(r)) for r in results)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEADINGS))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    return "\n".join([lines[0], "-" * (sum(widths) + 2 * len(widths) - 2), *lines[1:]])


def keep_bytecode() -> None:
    """What is started here finds its modules compiled, as an installed program does, whatever this shell says."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    os.environ["PYTHONPYCACHEPREFIX"] = str(cache_folder() / "bytecode")


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit status 0 when everything wanted was reached, 1 when something was missed."""
    parser = argparse.ArgumentParser(prog="packaging/dev.py bench", description=__doc__)
    parser.add_argument("--only", action="append", choices=names(), help="one benchmark; may be given several times")
    parser.add_argument("--size", type=int, default=ORDERS, help="orders in the large shop (default: %(default)s)")
    options = parser.parse_args(arguments)
    os.environ["SHOPDESK_BENCH_ORDERS"] = str(options.size)
    keep_bytecode()
    results = []
    for name in options.only or names():
        print(f"- {name} ...", file=sys.stderr, flush=True)
        results += measure(name)
    print(table(results))
    missed = sum(not result.met for result in results)
    print(f"\n{len(results) - missed} of {len(results)} reached what is wanted.")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
