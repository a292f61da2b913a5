"""Points in the window, by keys: booked on an order, disputed by whom they concern, settled, printed, exported
(TEAM-02, REV-07)."""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QComboBox, QFileDialog, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from shopdesk.domain.points import PointKind
from shopdesk.queries.points import PointRow, list_points
from shopdesk.services.points import book_points, dispute_points
from shopdesk.ui.navigation import NavButton
from shopdesk.ui.points.page import PointsPage
from tests.factories import add_order
from tests.hands import NoMouse
from tests.refund_window import said
from tests.review_window import put
from tests.services.refunders import Refunders, Time, make_refunders
from tests.window_stand import WindowStand, window_on


@pytest.fixture
def people(tmp_path: Path) -> Iterator[Refunders]:
    made = make_refunders(tmp_path, clock=Time())
    yield made
    made.owner.database.close()


@pytest.fixture(autouse=True)
def no_mouse(qapp: QApplication) -> Iterator[None]:
    made = NoMouse()
    qapp.installEventFilter(made)
    yield
    qapp.removeEventFilter(made)
    assert made.seen == 0


def at(stand: WindowStand) -> PointsPage:
    stand.keys("Alt+P")
    page = stand.window.page
    assert isinstance(page, PointsPage)
    stand.settle()
    return page


def listed(page: PointsPage) -> list[int]:
    return [line.id for line in page.table.records.rows]


def booked(people: Refunders, rule: str = "size", of: Any = None, **told: Any) -> int:
    """For the agent, on an order of its own."""
    order = add_order(people.owner, order_no=f"70{len(list_points(people.owner.database)):02}")
    return book_points(
        people.supervisor, person_id=(of or people.agent).actor.id, rule=rule, kind=PointKind.ORDER, record_id=order,
        **told,
    )  # fmt: skip


def row_of(people: Refunders, entry: int) -> PointRow:
    return next(row for row in list_points(people.owner.database) if row.id == entry)


@pytest.mark.rule("TEAM-02")
def test_a_supervisor_books_on_an_order_by_the_table(people: Refunders, tmp_path: Path, qtbot: QtBot) -> None:
    add_order(people.owner, order_no="4001")
    with window_on(people.supervisor, tmp_path, qtbot) as stand:
        page = at(stand)
        assert "Nothing was booked in this month." in said(page.empty)
        stand.keys("Return")  # an empty month offers to book
        stand.keys("text:4001", "Tab")
        who: Any = stand.dialog().focusWidget()
        assert who.objectName() == "form.points-new.person"
        who.setCurrentIndex(who.findData(str(people.agent.actor.id)))
        rule: Any = stand.dialog().findChild(QComboBox, "form.points-new.rule")
        assert [rule.itemData(n) for n in (1, 2, 3, 4)] == ["salesperson", "amount", "size", "carrier"]
        stand.keys("Tab", "Down", "Down", "Down", "Tab", "Tab")
        put(stand, "form.points-new.note", "W7 录成 W6")
        stand.keys("Return")
        stand.wait_for(lambda: bool(listed(page)))
        told = said(page.panel)
        assert "order 4001" in told and "W7 录成 W6" in told and "−2" in told
        assert told.count("4001") == 1, "the order is named once"
        shown = [each.text() for each in page.panel.findChildren(QPushButton) if each.isVisible()]
        assert sum("Show what it is about" in text for text in shown) == 1
        stand.keys("Return")
        assert stand.window.page_key == "orders"
    (row,) = list_points(people.owner.database)
    assert (row.points, row.order_no, row.person, row.booked_by) == (
        -2, "4001", people.agent.actor.name, people.supervisor.actor.name,
    )  # fmt: skip


@pytest.mark.rule("TEAM-02")
def test_each_sees_their_own_and_disputes_it(people: Refunders, tmp_path: Path, qtbot: QtBot) -> None:
    mine, _other = booked(people), booked(people, of=people.other_agent)
    with window_on(people.agent, tmp_path, qtbot) as stand:
        page = at(stand)
        assert listed(page) == [mine]
        assert people.other_agent.actor.name not in said(page.panel)
        stand.keys("S")
        assert QApplication.activeModalWidget() is None
        assert "may not" in page.actions_.why_not("settle")
        stand.keys("D")
        stand.answer("买家自己改的码")
        stand.wait_for(lambda: row_of(people, mine).is_disputed)
        stand.settle()
        assert "买家自己改的码" in said(page.panel) and "In dispute" in said(page.panel)
        stand.keys("D")
        assert "disputed these points already" in stand.news()[-1]


@pytest.mark.rule("TEAM-02")
def test_a_supervisor_settles_what_is_disputed(people: Refunders, tmp_path: Path, qtbot: QtBot) -> None:
    entry, _other = booked(people), booked(people, "carrier")
    dispute_points(people.agent, entry_id=entry, reason="买家改的")
    with window_on(people.supervisor, tmp_path, qtbot) as stand:
        page = at(stand)
        page.open_record("points-list", "disputed")
        stand.settle()
        assert listed(page) == [entry]
        beside = stand.window.findChild(NavButton, "main.nav.points")
        assert beside is not None and beside.badge == 1
        stand.keys("Return", "Tab")
        put(stand, "form.points-settle.settlement", "聊天记录属实")
        stand.keys("Return")
        stand.wait_for(lambda: row_of(people, entry).settled_at is not None)
        stand.settle()
        stand.wait_for(lambda: beside.badge == 0)
        row = row_of(people, entry)
        assert (row.counted, row.settlement) == (0, "聊天记录属实")
        page.open_record("points", entry)
        stand.settle()
        assert "Settled: was −2" in said(page.panel)
        assert f"{people.agent.actor.name}" in said(page.panel.sums) and "mistakes −2" in said(page.panel.sums)


@pytest.mark.rule("TEAM-02")
def test_the_month_is_printed_and_exported(people: Refunders, tmp_path: Path, qtbot: QtBot) -> None:
    entry = booked(people, note="录错")
    file = tmp_path / "points.csv"
    with window_on(people.supervisor, tmp_path, qtbot) as stand:
        page = at(stand)
        assert listed(page) == [entry]
        stand.keys("Ctrl+P")
        preview = stand.dialog()
        assert preview.objectName() == "preview" and "2024-03" in preview.windowTitle() + stand.asked()
        stand.keys("Escape")
        stand.keys("Ctrl+E")
        chooser = stand.dialog()
        assert isinstance(chooser, QFileDialog)
        line = chooser.findChild(QLineEdit)
        assert line is not None
        line.setFocus()
        line.selectAll()
        stand.keys(f"text:{file}", "Return")
        stand.wait_for(file.exists)
        stand.keys("Ctrl+Left")
        stand.wait_for(lambda: not listed(page))
        assert page.months.currentData() == "2024-02"
        stand.keys("Ctrl+Right")
        stand.wait_for(lambda: listed(page) == [entry])
    with file.open(encoding="utf-8-sig") as lines:
        (row,) = csv.DictReader(lines)
    assert (row["Points"], row["Counts"], row["Note"], row["Month"]) == ("-2", "-2", "录错", "2024-03")


@pytest.mark.rule("TEAM-02")
def test_what_can_not_be_booked_is_said_in_the_form(people: Refunders, tmp_path: Path, qtbot: QtBot) -> None:
    booked(people)
    with window_on(people.supervisor, tmp_path, qtbot) as stand:
        page = at(stand)
        stand.keys("Ctrl+N", "text:4001", "Ctrl+Return")
        assert stand.asked().count("This is needed.") == 2
        form = stand.dialog()
        choices: dict[str, Any] = {
            key: form.findChild(QComboBox, f"form.points-new.{key}") for key in ("kind", "person", "rule")
        }
        people_there = [choices["person"].itemText(n) for n in range(choices["person"].count())]
        assert people.supervisor.actor.name not in people_there, "nobody books their own"
        choices["person"].setCurrentIndex(choices["person"].findData(str(people.agent.actor.id)))
        choices["rule"].setCurrentIndex(choices["rule"].findData("size"))
        stand.keys("Ctrl+Return")
        assert "4001" in stand.asked()
        put(stand, "form.points-new.record", "7000")
        stand.keys("Ctrl+Return")
        assert "on this already" in stand.asked() and people.supervisor.actor.name in stand.asked()
        choices["rule"].setCurrentIndex(choices["rule"].findData("amount"))
        put(stand, "form.points-new.points", "+3")
        stand.keys("Ctrl+Return")
        assert "of the same sign" in stand.asked()
        put(stand, "form.points-new.points", "many")
        stand.keys("Ctrl+Return")
        assert "Type a number such as -2." in stand.asked()
        choices["kind"].setCurrentIndex(choices["kind"].findData("case"))
        put(stand, "form.points-new.record", "9")
        put(stand, "form.points-new.points", "")
        stand.keys("Ctrl+Return")
        assert "is not there" in stand.asked()
        stand.keys("Escape")
        assert listed(page) == [1]
