"""Pages are made and shown without asking the database in the window's thread: a server may be away."""

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from shopdesk.services.desk import Desk
from tests.factories import make_desk
from tests.window_stand import WindowStand, window_on


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = make_desk(tmp_path)
    yield made
    made.database.close()


@pytest.fixture
def stand(desk: Desk, tmp_path: Path, qtbot: QtBot) -> Iterator[WindowStand]:
    with window_on(desk, tmp_path, qtbot) as made:
        yield made


@pytest.mark.parametrize("page", ["today", "cases", "refunds", "parcels", "repairs", "damage"])
def test_a_page_is_made_without_reading(stand: WindowStand, page: str, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    database = type(stand.desk.database)
    execute: Any = database.execute_sql

    def listen(self: Any, sql: str, *rest: Any, **more: Any) -> Any:
        if self is stand.desk.database and threading.current_thread() is threading.main_thread():
            asked.append(sql)
        return execute(self, sql, *rest, **more)

    monkeypatch.setattr(database, "execute_sql", listen)
    stand.window.show_page(page)
    stand.settle()
    assert asked == []
