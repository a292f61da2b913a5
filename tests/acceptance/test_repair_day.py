"""A repair from the box to the buyer, with a fee, by keyboard and scanner (REP-01 to REP-03).

Pictures of every step: see tests/hands.py.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from shopdesk.domain.cases import State as CaseState
from shopdesk.domain.deadlines import DAY_MS
from shopdesk.domain.money import Money
from shopdesk.domain.reasons import Party
from shopdesk.domain.repairs import Estimate, State, Warranty
from shopdesk.domain.statuses import Stage, Status
from shopdesk.queries.cases import get_case_row
from shopdesk.queries.orders import get_order
from shopdesk.queries.repair_batches import get_repair_batch
from shopdesk.queries.repairs import RepairRow, get_repair, list_repairs
from shopdesk.services.desk import Actor
from shopdesk.services.people import add_person
from shopdesk.services.setup import open_desk
from shopdesk.services.suppliers import save_supplier
from tests.engines import shop_address
from tests.factories import NOON, add_order, make_desk
from tests.hands import Hands, NoMouse, wanted_look
from tests.intake_evening import approve_all, inspect_all, page
from tests.services.unpackers import form_of
from tests.window_stand import window_on

THERE, HOME = "YT7453244865811", "YT7453244865822"
PEOPLE = {"小王": "agent", "李姐": "supervisor"}


@pytest.fixture
def order(tmp_path: Path) -> int:
    """Bought four months ago: no longer under warranty."""
    desk = make_desk(tmp_path)
    then = NOON - 120 * DAY_MS
    order_id = add_order(
        desk, order_no="6001", buyer="tb_sun", status=int(Status.DONE), stage=int(Stage.SHIPPED), created=then,
        paid_at=then, shipped_at=then + DAY_MS,
    )  # fmt: skip
    save_supplier(desk, name="温岭足意鞋厂", repair_days=7)
    for name, role in PEOPLE.items():
        add_person(desk, name=name, role=role)
    desk.database.close()
    return order_id


@pytest.fixture
def sit_down(tmp_path: Path, qtbot: QtBot) -> Callable[..., Any]:
    """A window of somebody, some days later."""

    @contextmanager
    def window(name: str, day: float = 0) -> Iterator[Hands]:
        at = NOON + int(day * DAY_MS)
        desk = open_desk(shop_address(tmp_path), clock=lambda: at)
        row = desk.database.execute_sql("SELECT id, role FROM person WHERE name = ?", (name,)).fetchone()
        language, scheme = wanted_look()
        mine = replace(desk, actor=Actor(row[0], name, row[1]))
        with window_on(mine, tmp_path, qtbot, language=language, scheme=scheme) as stand:
            yield Hands(stand)

    return window


def repair(hands: Hands) -> RepairRow:
    """The only one, as it stands."""
    (row,) = list_repairs(hands.stand.desk.database)
    return row


def stands_at(hands: Hands, state: State) -> None:
    """Until it stands there, and the page says so."""
    hands.until(lambda: repair(hands).state is state)
    hands.until(lambda: page(hands).panel.repair is not None and page(hands).panel.repair.row.state is state)


def tell(hands: Hands, key: str, words: str) -> None:
    """T copies what the buyer is told of this step, and notes it."""
    hands.until(lambda: page(hands).panel.repair.row.to_tell == key)
    hands.keys("T")
    hands.until(lambda: repair(hands).told_state == key)
    assert words in QGuiApplication.clipboard().text()
    hands.until(lambda: page(hands).panel.repair is None or not page(hands).panel.repair.row.to_tell)


def from_the_box(hands: Hands, order_id: int) -> None:
    """Its form is scanned; the buyer wants it mended."""
    hands.keys("Alt+5")
    hands.scan(form_of(hands.stand.desk, order_id))
    hands.keys("F8")
    table = page(hands).boxes.items.table
    hands.until(lambda: table.records.rows)
    table.setFocus()
    table.go_to(table.records.rows[0].id, "fault")
    hands.keys("Return", "text:开胶", "Return")
    hands.until(lambda: table.records.rows[0].fault == "开胶")
    hands.keys("Escape", "Return")
    hands.until(lambda: list_repairs(hands.stand.desk.database))
    inspect_all(hands)


def labelled_and_sent(hands: Hands, printed: list[bytes]) -> None:
    """Label, batch, factory: Enter leads from one to the next."""
    hands.keys("Alt+R")
    stands_at(hands, State.RECEIVED)
    hands.look("came")
    tell(hands, "received", "has arrived")
    hands.keys("Return")
    shown: Any = hands.stand.dialog()
    hands.until(lambda: shown.pages.count > 0 and shown.choices.printer == "Zebra")
    hands.look("label")
    hands.keys("Return")
    hands.until(lambda: printed)
    if QApplication.activeModalWidget() is not None:
        hands.keys("Escape")
    stands_at(hands, State.LABELLED)
    hands.keys("Return")
    hands.until(lambda: QApplication.activeModalWidget() is not None)
    hands.look("into-batch")
    hands.keys("Return")
    stands_at(hands, State.WAITING)
    assert repair(hands).supplier == "温岭足意鞋厂"
    hands.keys("Return")
    hands.until(lambda: page(hands).views.batches.current() is not None)
    hands.look("batch")
    hands.keys("S", f"text:{THERE}", "Return")
    stands_at(hands, State.AT_FACTORY)
    assert get_repair_batch(hands.stand.desk.database, 1).waybill == THERE
    hands.keys("V")
    tell(hands, "at-factory", "at the factory")
    hands.look("at-the-factory")


def cost_agreed(hands: Hands) -> None:
    """The factory says what it costs; the buyer is asked, and agrees."""
    hands.keys("A", "text:30", "Return")
    hands.until(lambda: repair(hands).estimate_state is Estimate.ASKED)
    tell(hands, "estimate", "30.00. Do you agree")
    hands.look("asked")
    hands.keys("Return")
    hands.until(lambda: QApplication.activeModalWidget() is not None)
    hands.look("answer")
    hands.keys("Return")
    hands.until(lambda: repair(hands).estimate_state is Estimate.AGREED)
    assert (repair(hands).fee, repair(hands).fee_by) == (Money(3_000), Party.BUYER)
    tell(hands, "at-factory", "at the factory")


def back_and_checked(hands: Hands) -> None:
    """The box from the factory is unpacked: its label is scanned into the batch it went with."""
    hands.keys("Alt+R")
    stands_at(hands, State.AT_FACTORY)
    code = repair(hands).code
    hands.keys("B")
    hands.until(lambda: page(hands).views.batches.current() is not None)
    hands.scan(code)
    stands_at(hands, State.BACK)
    hands.look("back")
    hands.keys("V", "Return")
    stands_at(hands, State.CHECKED)
    tell(hands, "checked", "mended and checked")
    hands.keys("M")
    hands.until(lambda: "mended" in QGuiApplication.clipboard().text())
    hands.keys("Ctrl+M")
    line = QGuiApplication.clipboard().text()
    order_id = repair(hands).order_id
    assert order_id is not None
    hands.until(lambda: line in get_order(hands.stand.desk.database, order_id).memo)
    hands.look("checked")


def paid_and_home(hands: Hands) -> None:
    """Who may confirm money notes it; then it goes home in a parcel of its own."""
    hands.keys("Alt+R")
    stands_at(hands, State.CHECKED)
    assert "paid" in page(hands).panel.next.text()
    hands.keys("Return")
    hands.until(lambda: QApplication.activeModalWidget() is not None)
    hands.keys("text:WeChat 20240309", "Return")
    hands.until(lambda: repair(hands).fee_reference == "WeChat 20240309")
    hands.until(lambda: page(hands).panel.next.text().startswith("Send it to the buyer"))
    hands.keys("Return")
    hands.until(lambda: QApplication.activeModalWidget() is not None)
    hands.scan(HOME)
    if QApplication.activeModalWidget() is not None:
        hands.keys("Return")
    hands.until(lambda: repair(hands).state is State.RETURNED)
    hands.look("returned")
    tell(hands, "returned", HOME)
    hands.look("told")


@pytest.mark.rule("REP-01")
@pytest.mark.rule("REP-02")
@pytest.mark.rule("REP-03")
def test_a_repair_with_a_fee_goes_from_the_box_to_the_buyer_without_a_mouse(
    sit_down: Callable[..., Any], order: int, qapp: QApplication, printed: list[bytes]
) -> None:
    mouse = NoMouse()
    qapp.installEventFilter(mouse)
    with sit_down("小王") as hands:
        from_the_box(hands, order)
    with sit_down("李姐", 0.1) as hands:
        hands.keys("Alt+5")
        approve_all(hands)
    with sit_down("小王", 0.2) as hands:
        labelled_and_sent(hands, printed)
        assert repair(hands).warranty is Warranty.NO
        cost_agreed(hands)
    with sit_down("小王", 6) as hands:
        back_and_checked(hands)
    with sit_down("李姐", 7) as hands:
        paid_and_home(hands)
        database = hands.stand.desk.database
        row = repair(hands)
        assert get_case_row(database, row.case_id or 0).state is CaseState.DONE
        told = [step.note for step in get_repair(database, row.id).steps if step.step == "told"]
        assert len(told) == 6, "at each step, and of the cost"
        people = {step.step: step.person for step in get_repair(database, row.id).steps}
        assert (people["label"], people["dispatch"], people["paid"], people["return"]) == (
            "小王",
            "小王",
            "李姐",
            "李姐",
        )
    assert mouse.seen == 0
