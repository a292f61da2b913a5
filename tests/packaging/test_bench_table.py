"""The table that `packaging/dev.py bench` prints."""

from pathlib import Path

import pytest

from tests.bench import results, run
from tests.bench.results import Result, at_most


def test_a_result_knows_whether_it_was_reached() -> None:
    assert at_most("import", 2.1, 2.3, "x", "raw 1.0 s") == Result("import", 2.1, "x", "raw 1.0 s", "<= 2.3 x", True)
    assert not at_most("import", 2.4, 2.3, "x", "raw 1.0 s").met


def test_the_table_is_aligned_and_names_what_was_missed() -> None:
    lines = run.table(
        [at_most("short", 1.25, 2, "x", "raw"), at_most("something longer", 20123, 30, "ms", "-")]
    ).splitlines()
    assert lines[0].split() == ["work", "floor", "or", "peer", "wanted", "reached"]
    assert lines[2].endswith("1.25 x") and lines[3].endswith("20,123 ms   MISSED")
    assert lines[2].index("<=") == lines[3].index("<=")


def test_the_size_comes_from_the_command_line(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(run, "names", lambda: ["list"])
    monkeypatch.setattr(run, "measure", lambda name: [at_most(name, results.orders(), 500, "orders", "-")])
    monkeypatch.setenv("SHOPDESK_BENCH_ORDERS", "0")
    assert run.main(["--size", "500", "--only", "list"]) == 0
    assert run.main(["--size", "501", "--only", "list"]) == 1
    monkeypatch.setenv("SHOPDESK_BENCH_CACHE", str(tmp_path / "cache"))
    assert results.cache_folder().is_dir()


def test_time_is_the_median_of_several_runs() -> None:
    calls: list[int] = []
    assert results.seconds(lambda: calls.append(1), repeat=3) < 0.1
    assert len(calls) == 3
