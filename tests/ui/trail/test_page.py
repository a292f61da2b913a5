"""The page of the trail: found by record, person, day and word; opened, exported, verified (TEAM-03)."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from shopdesk.domain.flags import Colour
from shopdesk.services.desk import Desk
from shopdesk.services.orders import set_flag, set_memo
from shopdesk.services.people import add_person
from shopdesk.ui.record_table import RecordTable
from shopdesk.ui.trail.page import TrailPage
from tests.factories import add_order, make_desk
from tests.trails import open_locks
from tests.window_stand import WindowStand, window_on


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    desk = make_desk(tmp_path)
    order = add_order(desk, order_no="4711000011112222")
    add_person(desk, name="小李", role="agent")
    for colour in (Colour.GREEN, Colour.RED):
        set_flag(desk, order_ids=[order], colour=colour)
    set_memo(desk, order_id=order, memo="发顺丰")
    return desk


@pytest.fixture
def stand(qtbot: QtBot, desk: Desk, tmp_path: Path) -> Iterator[WindowStand]:
    with window_on(desk, tmp_path, qtbot) as made:
        yield made


def said(table: RecordTable) -> list[str]:
    return [table.records.columns[-1].says(row) for row in table.records.rows]


def wait_until_found(stand: WindowStand, page: TrailPage, n: int) -> None:
    stand.wait_for(lambda: len(page.table.records.rows) == n)
    stand.settle()


def test_newest_first_in_words(stand: WindowStand) -> None:
    page = stand.open("trail")
    assert said(page.table)[:3] == ["Memo: – → 发顺丰", "Flag: Green → Red", "Flag: Grey → Green"]
    assert "5 rows" in page._said.text()


def test_a_scanned_order_shows_what_happened_to_it_and_enter_opens_it(stand: WindowStand) -> None:
    page = stand.open("trail")
    stand.scan("4711000011112222")
    wait_until_found(stand, page, 3)
    stand.keys("Return", into=page.filter.record)
    stand.keys("Return")
    assert stand.window.page_key == "orders"


def test_by_word_and_person(stand: WindowStand) -> None:
    page = stand.open("trail")
    stand.keys("text:4711000011112222")
    page.filter.word.setText("顺丰")
    wait_until_found(stand, page, 1)
    page.filter.clear()
    page.filter.person.setCurrentIndex(page.filter.person.findData("小李"))
    stand.wait_for(lambda: page._stack.currentWidget() is page.empty)
    stand.click("trail.empty.button")
    wait_until_found(stand, page, 5)


def test_only_a_page_of_rows_is_read_until_more_come_into_view(
    stand: WindowStand, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shopdesk.ui.trail.page.PAGE", 30)
    for number in range(120):
        set_memo(stand.desk, order_id=1, memo=f"{number}")
    page = stand.open("trail")
    stand.settle()
    first = len(page.table.records.rows)
    page.table.verticalScrollBar().setValue(page.table.verticalScrollBar().maximum())
    stand.settle()
    assert first <= len(page.table.records.rows) <= 125
    assert "125 rows" in page._said.text()


def test_all_is_verified_from_here(stand: WindowStand) -> None:
    page = stand.open("trail")
    stand.click("trail.verify.button")
    assert page._result.text() == "5 rows looked at: all fit."
    open_locks(stand.desk.database)
    stand.desk.database.execute_sql("UPDATE trail SET reason = 'x' WHERE id = 2")
    stand.click("trail.verify.button")
    assert page._result.text().startswith("Row 2 of the trail was changed from outside")


def test_what_is_looked_for_is_exported(stand: WindowStand, tmp_path: Path) -> None:
    page = stand.open("trail")
    page.filter.record.setText("4711000011112222")
    wait_until_found(stand, page, 3)
    page.export(tmp_path / "trail.csv")
    stand.settle()
    lines = (tmp_path / "trail.csv").read_text("utf-8-sig").splitlines()
    assert len(lines) == 4 and "Flag: Grey → Green" in lines[1]


def test_who_may_not_is_told(qtbot: QtBot, desk: Desk, tmp_path: Path) -> None:
    clerk = replace(desk, actor=replace(desk.actor, role="agent"))
    with window_on(clerk, tmp_path, qtbot) as stand:
        page = stand.open("trail")
        assert page._stack.currentWidget() is page.empty
        assert "may not search the trail" in page.empty.accessibleName()
        assert not page._export.isEnabled()
