"""A bad review from the platform's file to closed, by keyboard: imported, assigned, answered, spoken about, raised,
changed by its buyer, closed with points (REV-01 to REV-07). Pictures of every step: see tests/hands.py."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit
from pytestqt.qtbot import QtBot

from shopdesk.clock import now, to_local
from shopdesk.domain.deadlines import DAY_MS, HOUR_MS
from shopdesk.domain.flags import Colour
from shopdesk.domain.reviews import Kind, Result, State
from shopdesk.domain.script_topics import Topic
from shopdesk.domain.statuses import Status
from shopdesk.queries.points import list_points
from shopdesk.queries.reviews import ReviewDetail, get_review, list_reviews
from shopdesk.services.desk import Actor, Desk
from shopdesk.services.people import add_person
from shopdesk.services.scripts import save_script
from shopdesk.services.setup import open_desk
from shopdesk.services.shop_settings import save_setting
from shopdesk.settings import FLAG_SALESPEOPLE
from shopdesk.ui.importing.dialog import Step
from tests.engines import shop_address
from tests.factories import add_order, make_desk
from tests.hands import Hands, NoMouse, wanted_look
from tests.refund_window import said
from tests.window_stand import window_on

HEADER = "订单编号,评价类型,评价内容,追评,评价时间,买家,商品,解释"
WORN, NARROW = "3821113838627025", "3821113838627026"
PEOPLE = {"小王": "agent", "李姐": "supervisor"}


@pytest.fixture
def shop(tmp_path: Path) -> None:
    """Two completed trades of 小王's customers, who is told by flag and memo."""
    desk = make_desk(tmp_path, clock=now)
    for name, role in PEOPLE.items():
        add_person(desk, name=name, role=role)
    save_setting(desk, FLAG_SALESPEOPLE, {"red": ["小王", "李姐"]})
    save_script(desk, topic=Topic.REVIEW, title="开胶致歉", body="亲，鞋底开胶是我们的责任，已为您安排换新。")
    for number, buyer in ((WORN, "tb_li"), (NARROW, "tb_wu")):
        done_at = now() - 2 * DAY_MS
        add_order(desk, order_no=number, buyer=buyer, flag=Colour.RED, memo="小王的客", receiver="欧阳小红",
                  status=Status.DONE, done_at=done_at, created=done_at - 5 * DAY_MS)  # fmt: skip
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
    """A window of somebody, so many days and hours later, at the page of reviews."""
    del shop

    @contextmanager
    def window(name: str, day: int = 0, hours: float = 0) -> Iterator[Hands]:
        at = now() + day * DAY_MS + int(hours * HOUR_MS)
        desk: Desk = open_desk(shop_address(tmp_path), clock=lambda: at)
        row = desk.database.execute_sql("SELECT id, role FROM person WHERE name = ?", (name,)).fetchone()
        language, scheme = wanted_look()
        mine = replace(desk, actor=Actor(row[0], name, row[1]))
        with window_on(mine, tmp_path, qtbot, language=language, scheme=scheme) as stand:
            hands = Hands(stand)
            hands.keys("Alt+V")
            yield hands

    return window


def write_reviews(folder: Path, worn: str) -> Path:
    file, day = folder / "评价.csv", to_local(now() - DAY_MS).date()
    rows = (
        f"{WORN},{worn},,{day} 10:00:00,tb_li,单鞋,",
        f"{NARROW},好评,款式好看，就是有点磨脚,,{day} 09:00:00,tb_wu,单鞋,",
    )
    file.write_text("\n".join([HEADER, *rows]), encoding="utf-8")
    return file


def in_hours(hours: int) -> str:
    """A moment as somebody types it."""
    return f"{to_local(now() + hours * HOUR_MS):%Y-%m-%d %H:%M}"


def take_in(hands: Hands, file: Path) -> None:
    """Ctrl+I, Ctrl+O, the file's name, Enter, Enter."""
    hands.keys("Ctrl+I", "Ctrl+O")
    chooser = hands.stand.dialog()
    assert isinstance(chooser, QFileDialog)
    line = chooser.findChild(QLineEdit)
    assert line is not None
    line.setFocus()
    hands.keys(f"text:{file}", "Return")
    shown: Any = hands.stand.dialog()
    hands.until(lambda: shown.step is Step.CHECKED)
    hands.keys("Return")
    hands.until(lambda: shown.step is Step.DONE)
    hands.keys("Escape")
    hands.until(lambda: QApplication.activeModalWidget() is None)


def shown(hands: Hands, order_no: str) -> ReviewDetail:
    """The review of this order as it stands, which is in the panel."""
    page: Any = hands.stand.window.page
    hands.until(lambda: page.panel.review is not None and page.panel.review.row.order_no == order_no)
    return review_of(hands, order_no)


def review_of(hands: Hands, order_no: str) -> ReviewDetail:
    """The review of this order: on a server its number isn't 1, the check before the import took that."""
    database = hands.stand.desk.database
    return get_review(database, next(row.id for row in list_reviews(database) if row.order_no == order_no))


def panel(hands: Hands) -> str:
    page: Any = hands.stand.window.page
    return said(page.panel)


@pytest.mark.rule("REV-01")
@pytest.mark.rule("REV-02")
@pytest.mark.rule("REV-05")
@pytest.mark.rule("REV-07")
def test_a_bad_review_from_the_file_to_closed(sit_down: Callable[..., Any], tmp_path: Path) -> None:
    downloads = tmp_path / "downloads"
    downloads.mkdir()
    with sit_down("小王") as hands:
        take_in(hands, write_reviews(downloads, "差评,穿两天就开胶"))
        assert shown(hands, WORN).row.state is State.NEW
        assert "小王's customer" in panel(hands)
        hands.look("come")
    with sit_down("李姐", hours=1) as hands:
        shown(hands, WORN)
        hands.keys("Return")
        hands.look("assign")
        hands.keys("Return")  # the order's salesperson is proposed
        hands.until(lambda: shown(hands, WORN).row.person == "小王")
        assert hands.pressed == 3, "a review is assigned by two keys"
    with sit_down("小王", hours=2) as hands:
        shown(hands, WORN)
        hands.keys("Return", "text:电话打通，同意换新", "Tab", f"text:{in_hours(5)}", "Ctrl+Return")
        assert shown(hands, WORN).row.state is State.IN_WORK
        hands.keys("R", "text:kj", "Return", "Ctrl+Return")
        hands.until(lambda: bool(shown(hands, WORN).row.reply))
        assert "开胶是我们的责任" in QGuiApplication.clipboard().text()
        hands.look("answered")
        hands.keys("Down", "Return", "text:亲，谢谢喜欢，磨脚可以垫半垫", "Return")
        hands.look("own-words")
        hands.keys("Ctrl+Return")  # not of the library: Enter takes them as they are
        hands.until(lambda: not review_of(hands, NARROW).row.is_open)
    with sit_down("小王", day=1) as hands:
        shown(hands, WORN)
        hands.look("speak-again")
        hands.keys("Return", "text:三次没接", "Ctrl+Return")
        hands.keys("U", "text:联系不上，请主管出面", "Return")
        assert shown(hands, WORN).row.state is State.RAISED
    with sit_down("李姐", day=2) as hands:
        take_in(hands, write_reviews(downloads, "好评,客服很负责，换的新鞋不错"))
        detail = shown(hands, WORN)
        assert (detail.row.kind, detail.row.kind_before) == (Kind.GOOD, Kind.BAD)
        hands.look("changed")
        hands.keys("Return", "text:换新后买家改好评", "Ctrl+Return")
        hands.until(lambda: not review_of(hands, WORN).row.is_open)
        closed = review_of(hands, WORN).row
        hands.look("closed")
        assert (closed.state, closed.result, closed.closed_by) == (State.CLOSED, Result.CHANGED, "李姐")
        assert closed.explanation == "换新后买家改好评"
        points = list_points(hands.stand.desk.database)
        assert [(each.person, each.points) for each in points] == [("小王", 2)]
        assert [each.note for each in detail.contacts] == ["电话打通，同意换新", "三次没接"]
