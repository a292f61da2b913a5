"""What a run on one engine or the other gives its tests."""

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
import pytest

from tests import engines

if TYPE_CHECKING:
    from tests.postgres_server import Server


def collected(*options: str, **environment: str) -> str:
    """The names of this file's tests that a run would take, and what it says at the end."""
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "--collect-only", "-q", "-p", "no:xdist", *options, __file__],
        cwd=Path(__file__).parent.parent,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout + done.stderr


@pytest.fixture
def on_postgres(monkeypatch: pytest.MonkeyPatch) -> None:
    """As with --engine postgres."""
    monkeypatch.setattr(engines, "_run", engines._Run(engine=engines.POSTGRES, numbers=engines._run.numbers))


@pytest.mark.sqlite_only
def test_on_sqlite_a_shop_is_a_copied_file(tmp_path: Path) -> None:
    made: list[object] = []

    def fill(address: Path | str) -> None:
        Path(address).write_text("a shop")
        made.append(address)

    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        assert engines.new_shop_address(tmp_path / name, "shop", fill) == tmp_path / name / "shop.db"
        assert (tmp_path / name / "shop.db").read_text() == "a shop"
    assert len(made) == 1 and engines.shop_address(tmp_path) == tmp_path / "shop.db"


@pytest.mark.postgres
def test_on_postgres_a_shop_is_a_copied_database_that_ends_with_its_test(
    tmp_path: Path, on_postgres: None, postgres_server: "Server"
) -> None:
    def fill(address: Path | str) -> None:
        with psycopg.connect(str(address)) as connection:
            connection.execute("CREATE TABLE shop AS SELECT '一号店' AS name")

    with engines.databases_of_a_test():
        first = engines.new_shop_address(tmp_path / "one", "shop", fill)
        assert engines.shop_address(tmp_path / "one") == first
        second = str(engines.new_shop_address(tmp_path / "two", "shop", fill))
        empty = str(engines.shop_address(tmp_path / "three"))
        assert len({first, second, empty}) == 3 and len(engines._run.templates) == 1
        with psycopg.connect(str(first)) as mine:
            mine.execute("DROP TABLE shop")
        other = psycopg.connect(second)  # left open: it ends all the same
        assert other.execute("SELECT name FROM shop").fetchall() == [("一号店",)]
    with pytest.raises(psycopg.OperationalError):
        other.execute("SELECT 1")
    with engines.databases_of_a_test():
        engines.new_database()
    left = {name for (name,) in postgres_server.execute("SELECT datname FROM pg_database")}
    assert not left & {url.rpartition("/")[2] for url in (str(first), second, empty)}
    other.close()


def test_a_run_leaves_out_what_is_not_for_it() -> None:
    ordinary, server, without = "test_on_sqlite", "test_on_postgres", {"SHOPDESK_WITHOUT_POSTGRES": "1"}
    listed = collected("--engine", "postgres", SHOPDESK_WITHOUT_POSTGRES="")
    assert ordinary not in listed and server in listed and "left out" not in listed
    listed = collected(**without)
    assert ordinary in listed and server not in listed and "Tests that need PostgreSQL were left out" in listed
    assert "SHOPDESK_WITHOUT_POSTGRES=1 leaves out" in collected("--engine", "postgres", **without)
