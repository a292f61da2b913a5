"""Shops of earlier releases, with data, opened by this program on either engine."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from shopdesk.db.copying import columns_of, copy_tables, finish_copy, tables_of
from shopdesk.db.database import Database, is_shared, open_database, rows_of
from shopdesk.db.derived import drop_derived
from shopdesk.db.driver import sqlite3
from shopdesk.db.migrate import upgrade
from shopdesk.db.steps import take_steps
from shopdesk.domain.permissions import Role
from shopdesk.services.desk import Actor, Desk
from shopdesk.services.setup import open_desk
from tests.engines import new_database
from tests.factories import NOON

SCHEMAS = Path(__file__).parent.parent / "schemas"
ENGINES = ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)]
LATER = NOON + 10 * 86_400_000


@contextmanager
def old_shop(step: str, engine: str, folder: Path) -> Iterator[Desk]:
    """The owner at the desk of a shop whose last step was this one."""
    file = _file(step, folder)
    made = open_desk(_on_server(file, step) if engine == "postgres" else file, clock=lambda: LATER)
    with made.database.atomic():
        drop_derived(made.database)
        finish_copy(made.database)  # what the dump leaves out, and where ids go on
    yield replace(made, actor=Actor(1, "Owner", Role.OWNER))
    _end(made.database)


def kept_rows(database: Database, step: str) -> tuple[dict[str, int], dict[str, int]]:
    """How many rows each table had then, and has."""
    text = (SCHEMAS / f"{step[:4]}.sql").read_text("utf-8")
    tables = tables_of(database)
    had = {table: text.count(f'INSERT INTO "{table}" ') for table in tables}
    return had, {table: rows_of(database, f"SELECT count(*) FROM {table}")[0][0] for table in tables}


def assert_as_fresh(database: Database, folder: Path) -> None:
    """Its tables have the columns that a new shop's have."""
    fresh = open_database(new_database() if is_shared(database) else folder / "fresh.db", create=True)
    upgrade(fresh)
    found = [{table: set(columns_of(each, table)) for table in tables_of(each)} for each in (database, fresh)]
    assert found[0] == found[1]
    _end(fresh)


def _file(step: str, folder: Path) -> Path:
    file = folder / f"{step}.db"
    connection = sqlite3.connect(str(file))
    connection.executescript((SCHEMAS / f"{step[:4]}.sql").read_text("utf-8"))
    connection.close()
    return file


def _on_server(file: Path, step: str) -> str:
    """The same rows on a server that knows the steps up to there."""
    url = new_database()
    source, target = open_database(file), open_database(url)
    with target.atomic():
        take_steps(target, step)
    copy_tables(source, target, derived=False)
    for each in (source, target):
        _end(each)
    return url


def _end(database: Database) -> None:
    """Let go of it; on a server of the pool as well."""
    getattr(database, "close_all", database.close)()
