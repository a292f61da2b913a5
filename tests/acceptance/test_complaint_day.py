"""A complaint with an appeal, by keyboard: entered, loud for the supervisor, handed over, spoken about, proved,
appealed, approved by another, sent in time, won (CMP-01, CMP-02). Pictures of every step: see tests/hands.py."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from shopdesk.clock import now
from shopdesk.domain.complaints import Cause, State
from shopdesk.domain.deadlines import DAY_MS, HOUR_MS
from shopdesk.queries.complaints import ComplaintRow, get_complaint, get_complaint_row
from shopdesk.queries.points import list_points
from shopdesk.services.desk import Actor
from shopdesk.services.people import add_person
from shopdesk.services.setup import open_desk
from tests.engines import shop_address
from tests.factories import add_order, make_desk
from tests.hands import Hands, NoMouse, wanted_look
from tests.refund_window import said
from tests.window_stand import window_on

PEOPLE = {"小王": "agent", "小陈": "agent", "李姐": "supervisor", "王姐": "supervisor"}


@pytest.fixture
def shop(tmp_path: Path) -> None:
    desk = make_desk(tmp_path, clock=now)
    for name, role in PEOPLE.items():
        add_person(desk, name=name, role=role)
    add_order(desk, order_no="38211", buyer="tb_li", receiver="欧阳小红", created=now() - 5 * DAY_MS)
    desk.database.close()


@pytest.fixture(autouse=True)
def no_mouse(qapp: QApplication) -> Iterator[None]:
    made = NoMouse()
    qapp.installEventFilter(made)
    yield
    qapp.removeEventFilter(made)
    assert made.seen == 0


@pytest.fixture
def sit_down(tmp_path: Path, qtbot: QtBot, shop: None) -> Callable[..., Any]:
    """A window of somebody, so many hours later, at the page of complaints."""
    del shop

    @contextmanager
    def window(name: str, hours: float = 0) -> Iterator[Hands]:
        at = now() + int(hours * HOUR_MS)
        desk = open_desk(shop_address(tmp_path), clock=lambda: at)
        row = desk.database.execute_sql("SELECT id, role FROM person WHERE name = ?", (name,)).fetchone()
        language, scheme = wanted_look()
        mine = replace(desk, actor=Actor(row[0], name, row[1]))
        with window_on(mine, tmp_path, qtbot, language=language, scheme=scheme) as stand:
            hands = Hands(stand)
            yield hands

    return window


def row_of(hands: Hands) -> ComplaintRow:
    return get_complaint_row(hands.stand.desk.database, 1)


def shown(hands: Hands) -> ComplaintRow:
    """The complaint as it stands, which is in the panel like that."""
    page: Any = hands.stand.window.page
    hands.until(lambda: page.panel.complaint is not None and page.panel.complaint.row == row_of(hands))
    return row_of(hands)


def loud(hands: Hands) -> str:
    """What the line across all pages says of complaints; "" without one."""
    line = hands.stand.window.findChild(QWidget, "main.banner.complaints")
    return said(line) if line is not None and line.isVisible() else ""


def copy_file(file: Path) -> None:
    """As somebody copies it in the system's own window."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file))])
    QGuiApplication.clipboard().setMimeData(data)


def enter(hands: Hands) -> None:
    """A buyer calls: written down while they speak."""
    hands.keys("Alt+C", "Ctrl+N", "text:38211", "Tab", "Down", "Down", "Down", "Down", "Tab")
    hands.keys("text:说没收到货，要求全额退款", "Tab", "text:TS900001")
    hands.look("new")
    hands.keys("Ctrl+Return")
    row = shown(hands)
    assert (row.state, row.cause, row.buyer, row.number) == (State.NEW, Cause.NOT_RECEIVED, "tb_li", "TS900001")
    assert loud(hands) == ""
    hands.look("entered")


def take_note(hands: Hands) -> None:
    """It is loud before the supervisor, who takes note of it and puts somebody in charge."""
    hands.until(lambda: loud(hands))
    assert "1 complaint that no supervisor has seen" in loud(hands)
    hands.look("loud")
    hands.keys("Alt+C")
    shown(hands)
    hands.keys("Return")
    assert shown(hands).seen_by == "李姐"
    hands.until(lambda: not loud(hands))
    hands.look("seen")
    hands.keys("Return", "Down", "Down", "Tab", "text:签收人问一下快递", "Return")
    assert shown(hands).person == "小陈"


def draft(hands: Hands) -> None:
    """Spoken with the buyer, and an appeal written."""
    hands.keys("Alt+C")
    shown(hands)
    hands.keys("Return", "text:电话确认，家人代收", "Ctrl+Return")
    shown(hands)
    hands.keys("W", "text:包裹已由家人签收，附底单，请核实", "Ctrl+Return")
    assert shown(hands).state is State.DRAFTED
    hands.look("drafted")


def approve(hands: Hands, proof: Path) -> None:
    """Without proof it isn't approved; with it, it is."""
    hands.keys("Alt+C")
    shown(hands)
    hands.keys("Return")
    assert row_of(hands).state is State.DRAFTED and "nothing to prove it" in hands.stand.news()[-1]
    page: Any = hands.stand.window.page
    copy_file(proof)
    page.panel.files.setFocus()
    page.panel.files._list.setFocus()
    hands.keys("Ctrl+V")
    hands.until(lambda: row_of(hands).files == 1)
    page.take_focus()
    shown(hands)
    hands.keys("Return")
    row = shown(hands)
    assert (row.state, row.approved_by, row.appeal_by) == (State.APPROVED, "李姐", "小陈")


def send(hands: Hands) -> None:
    """The appeal goes to the platform by way of the clipboard."""
    hands.keys("Alt+C")
    shown(hands)
    hands.keys("Return")
    assert shown(hands).state is State.SENT
    assert "家人签收" in QGuiApplication.clipboard().text()
    hands.look("sent")


def win(hands: Hands) -> None:
    """The platform says who was right, and it is closed with what it cost."""
    hands.keys("Alt+C")
    shown(hands)
    hands.keys("Return", "Tab", "text:平台判定投诉不成立", "Tab", "Ctrl+A", "text:5.5", "Ctrl+Return")
    hands.until(lambda: not row_of(hands).is_open)
    row = row_of(hands)
    assert (row.state, row.result, row.cost.yuan, row.closed_by) == (
        State.WON, "平台判定投诉不成立", "5.50", "李姐",
    )  # fmt: skip
    hands.look("won")


def reward(hands: Hands) -> None:
    """Found again by its number; who did well gets a point."""
    hands.keys("Ctrl+F", "text:TS900001", "Return")
    hands.until(lambda: page_rows(hands) == [1])
    shown(hands)
    hands.keys("M")
    hands.until(lambda: QApplication.activeModalWidget() is not None)
    hands.look("points")
    hands.keys("End", "Tab", "Tab", "text:态度好", "Return")
    hands.until(lambda: list_points(hands.stand.desk.database))
    (booked,) = list_points(hands.stand.desk.database)
    assert (booked.rule, booked.points, booked.note) == ("praised", 1, "态度好")
    shown(hands)


@pytest.mark.rule("CMP-01")
@pytest.mark.rule("CMP-02")
def test_a_complaint_with_an_appeal(sit_down: Callable[..., Any], tmp_path: Path) -> None:
    proof = tmp_path / "签收底单.txt"
    proof.write_text("本人签收", encoding="utf-8")
    with sit_down("小王") as hands:
        enter(hands)
    with sit_down("李姐", hours=1) as hands:
        take_note(hands)
    with sit_down("小陈", hours=2) as hands:
        draft(hands)
    with sit_down("李姐", hours=3) as hands:
        approve(hands, proof)
    with sit_down("小陈", hours=4) as hands:
        send(hands)
    with sit_down("李姐", hours=30) as hands:
        win(hands)
        reward(hands)
    detail = get_complaint(make_again(tmp_path), 1)
    assert [each.step for each in detail.steps] == [
        "come", "see", "assign", "contact", "draft", "approve", "send", "win",
    ]  # fmt: skip


def page_rows(hands: Hands) -> list[int]:
    page: Any = hands.stand.window.page
    return [row.id for row in page.table.records.rows]


def make_again(folder: Path) -> Any:
    return open_desk(shop_address(folder)).database
