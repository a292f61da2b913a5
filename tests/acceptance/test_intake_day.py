"""An afternoon at the intake by keyboard and scanner: ten boxes from the first scan to stock and money.

Pictures of every step: see tests/hands.py.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import QColor, QGuiApplication, QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from shopdesk.domain.cases import State
from shopdesk.domain.intake import BoxState, Condition, MatchedBy, Wish
from shopdesk.domain.money import Money
from shopdesk.domain.statuses import Stage, Status
from shopdesk.queries.boxes import BoxDetail, find_box, get_box, list_boxes
from shopdesk.queries.cases import list_cases
from shopdesk.queries.evidence import list_evidence
from shopdesk.services.desk import Actor, Desk
from shopdesk.services.people import add_person
from shopdesk.services.setup import open_desk
from tests.engines import shop_address
from tests.factories import NOON, add_order, make_desk
from tests.hands import Hands, NoMouse, wanted_look
from tests.intake_evening import (
    DAY,
    EXCHANGED,
    REQUESTED,
    approve_all,
    approve_and_pay,
    ask_for_refund,
    confirm_and_close,
    enter_replacement,
    find_case,
    hand_over,
    inspect_all,
    page,
    said,
    send,
)
from tests.services.unpackers import form_of
from tests.window_stand import window_on

BACK, OWN, UNKNOWN = "SF1234567890123", "YT7453244856560", "YT7453244856571"
PEOPLE = {"小王": "agent", "李姐": "supervisor"}
BARCODE = "6901234567892"
"""Of the pieces of the order whose box has only a phone."""
QUALITY, WITH_CASH, FORM = "4008", "4009", "4001"
REFUSED_PARCEL, PHONE_ONLY, FIRST, SECOND = "4003", "4004", "4005", "4006"
NAMED, NAMESAKE = "4010", "4011"


@pytest.fixture
def orders(tmp_path: Path) -> dict[str, int]:
    """Orders that left: number to id; a refund request names one's waybill, and another's own parcel comes back."""
    desk = make_desk(tmp_path)
    left: dict[str, Any] = {
        "status": int(Status.SHIPPED), "stage": int(Stage.SHIPPED), "created": NOON - 9 * 86_400_000,
        "shipped_at": NOON - 8 * 86_400_000,
    }  # fmt: skip
    numbers = (FORM, REQUESTED, REFUSED_PARCEL, PHONE_ONLY, FIRST, SECOND, EXCHANGED, QUALITY, WITH_CASH)
    ids = {
        number: add_order(desk, order_no=number, buyer=f"tb_{number}", receiver=f"买家{number}",
                          phone=f"1380000{number}", waybill=OWN if number == REFUSED_PARCEL else "", **left)
        for number in numbers
    }  # fmt: skip
    for number, province, city in ((NAMED, "浙江省", "杭州市"), (NAMESAKE, "广东省", "广州市")):
        ids[number] = add_order(
            desk, order_no=number, buyer=f"tb_{number}", receiver="欧阳小红", phone=f"1390000{number}",
            province=province, city=city, **left,
        )  # fmt: skip
    _tell(desk, ids)
    for name, role in PEOPLE.items():
        add_person(desk, name=name, role=role)
    desk.database.close()
    return ids


def _tell(desk: Desk, ids: dict[str, int]) -> None:
    database = desk.database
    database.execute_sql(
        "INSERT INTO refund_request (shop_id, refund_no, order_no, kind, state, return_carrier, return_waybill) "
        "VALUES (1, 'R1', ?, '退货退款', '买家已退货，等待卖家确认收货', '顺丰速运', ?)",
        (REQUESTED, BACK),
    )
    database.execute_sql("INSERT INTO product (shop_id, code, title) VALUES (1, 'P', '真皮单鞋')")
    database.execute_sql(
        "INSERT INTO variant (product_id, shop_id, sku, style, colour, size, price) "
        "VALUES (1, 1, '5815-W8', '5815', '深紫', 'W8', 19900)"
    )
    for number, barcode in ((PHONE_ONLY, BARCODE), (EXCHANGED, "")):
        database.execute_sql(
            "INSERT INTO variant (product_id, shop_id, sku, barcode, style, colour, size) "
            "SELECT 1, 1, sku, ?, '5815', '深紫', 'W7' FROM order_line WHERE order_id = ?",
            (barcode, ids[number]),
        )


@pytest.fixture
def sit_down(tmp_path: Path, qtbot: QtBot) -> Callable[..., Any]:
    """A window of somebody, at the intake page."""

    @contextmanager
    def window(name: str, hour: float = 16) -> Iterator[Hands]:
        at = NOON + int((hour - 12) * 3_600_000)
        desk = open_desk(shop_address(tmp_path), clock=lambda: at)
        row = desk.database.execute_sql("SELECT id, role FROM person WHERE name = ?", (name,)).fetchone()
        language, scheme = wanted_look()
        mine = replace(desk, actor=Actor(row[0], name, row[1]))
        with window_on(mine, tmp_path, qtbot, language=language, scheme=scheme) as stand:
            hands = Hands(stand)
            hands.keys("Alt+5")
            yield hands

    return window


def box(hands: Hands, number: int) -> BoxDetail:
    """The box of that number as it stands."""
    database = hands.stand.desk.database
    box_id = find_box(database, day=DAY, number=number)
    assert box_id is not None
    return get_box(database, box_id)


def on_table(hands: Hands) -> int:
    """The number of the box on the table, 0 for none."""
    table = page(hands).boxes.table
    return 0 if table is None else int(table.row.number)


def scan_form(hands: Hands, order_id: int) -> None:
    hands.scan(form_of(hands.stand.desk, order_id))


def registered(hands: Hands, number: int) -> BoxDetail:
    """That box, which is registered now."""
    hands.until(lambda: box(hands, number).row.state is BoxState.REGISTERED)
    return box(hands, number)


def ten_boxes(hands: Hands, ids: dict[str, int]) -> None:
    """What lies on the table at four o'clock."""
    scan_form(hands, ids[FORM])  # 1: its return form is in it
    hands.look("form")
    assert "order 4001" in said(hands)
    before = hands.pressed
    hands.keys("Return")
    assert registered(hands, 1).row.matched_by is MatchedBy.CODE
    assert hands.pressed - before == 1, "a box with its form is one scan and one key"
    hands.look("registered")

    hands.scan(BACK)  # 2: the platform's file names the waybill
    hands.keys("Return")
    assert registered(hands, 2).row.matched_by is MatchedBy.RETURN_WAYBILL

    hands.scan(OWN)  # 3: our own parcel, refused at the door
    hands.keys("Return")
    assert registered(hands, 3).row.matched_by is MatchedBy.OWN_WAYBILL

    phone_only(hands, ids)
    nothing_at_all(hands)
    two_orders(hands, ids)
    exchanged(hands, ids)
    quality(hands, ids)
    with_cash(hands, ids)
    same_name(hands, ids)


def phone_only(hands: Hands, ids: dict[str, int]) -> None:
    """4: a strange waybill and the end of a phone; the pieces tell their code."""
    hands.scan(UNKNOWN)
    assert "nobody knows this waybill" in said(hands)
    hands.scan(BARCODE)
    hands.keys("Tab", "text:4004", "Return")
    hands.until(lambda: not page(hands).boxes.candidates.is_looking)
    hands.look("candidates")
    (first, *_others) = page(hands).boxes.candidates.offers
    assert (first.order_no, first.score >= 50, len(first.reasons) > 1) == (PHONE_ONLY, True, True)
    assert box(hands, 4).row.order_id is None, "nothing is taken by itself"
    hands.keys("Return")
    assert box(hands, 4).row.order_id == ids[PHONE_ONLY]
    hands.keys("Return")
    assert registered(hands, 4).row.matched_by is MatchedBy.PROPOSAL


def nothing_at_all(hands: Hands) -> None:
    """5: no paper, no waybill; somebody has to ask."""
    hands.keys("Ctrl+N")
    hands.keys("Ctrl+I", "text:Z-99 ", "text:米白", "text: 38 x2", "Return")
    hands.keys("Ctrl+Return")
    assert "belongs to nobody yet" in said(hands)
    hands.keys("Ctrl+L")
    hands.look("leave")
    hands.keys("Return")
    hands.until(lambda: box(hands, 5).row.state is BoxState.UNCLAIMED)
    row, (item,) = box(hands, 5).row, box(hands, 5).items
    assert (row.asker, item.style, item.colour, item.size, item.quantity) == ("小王", "Z-99", "米白", "38", 2)


def two_orders(hands: Hands, ids: dict[str, int]) -> None:
    """6: two forms in one box."""
    scan_form(hands, ids[FIRST])
    scan_form(hands, ids[SECOND])
    assert "Order 4006 too" in said(hands)
    hands.look("two-orders")
    hands.keys("Return")
    assert {item.order_no for item in registered(hands, 6).items} == {FIRST, SECOND}
    assert len({item.case_id for item in box(hands, 6).items}) == 2


def exchanged(hands: Hands, ids: dict[str, int]) -> None:
    """7: for a larger size."""
    scan_form(hands, ids[EXCHANGED])
    hands.keys("F7", "text:W8", "Return")
    hands.look("exchange")
    hands.keys("Return")
    (item,) = registered(hands, 7).items
    assert (item.wish, item.wish_to) == (Wish.EXCHANGE, "5815-W8x1"), "the only W8 of that product"


def quality(hands: Hands, ids: dict[str, int]) -> None:
    """8: the sole has come off; a photo out of the clipboard proves it."""
    wanted: list[tuple[str, object]] = []
    page(hands).papers_requested.connect(lambda kind, ids: wanted.append((kind, ids)))
    scan_form(hands, ids[QUALITY])
    picture = QImage(8, 8, QImage.Format.Format_RGB32)
    picture.fill(QColor("red"))
    QGuiApplication.clipboard().setImage(picture)
    hands.keys("Ctrl+Shift+V", "F9")
    table = page(hands).boxes.items.table
    table.setFocus()
    table.go_to(table.records.rows[0].id, "condition")
    hands.keys("Return", "text:Fau", "Return")
    hands.until(lambda: box(hands, 8).items[0].condition is Condition.FAULTY)
    hands.keys("Escape", "Return")
    row = registered(hands, 8).row
    assert "print its label" in said(hands)
    hands.look("quality")
    hands.keys("Ctrl+P")
    assert ("label", [row.id]) in wanted
    assert hands.stand.dialog().isVisible()
    hands.look("label")
    hands.keys("Escape")
    assert len(list_evidence(hands.stand.desk.database, kind="box", record_id=row.id)) == 1


def with_cash(hands: Hands, ids: dict[str, int]) -> None:
    """9: twenty yuan for the postage lie in it."""
    scan_form(hands, ids[WITH_CASH])
    page(hands).boxes.form.lines["cash"].setFocus()
    hands.keys("text:20", "Return", "Return")
    assert registered(hands, 9).row.cash == Money(2_000)


def same_name(hands: Hands, ids: dict[str, int]) -> None:
    """10: two buyers of one name; the place decides, and the second proposal is taken by its number."""
    hands.keys("Ctrl+N", "Tab", "text:欧阳小红", "Return")
    hands.until(lambda: not page(hands).boxes.candidates.is_looking)
    found = [offer.order_no for offer in page(hands).boxes.candidates.offers]
    assert sorted(found[:2]) == [NAMED, NAMESAKE]
    hands.keys("text:2", "Return")
    hands.until(lambda: box(hands, 10).row.order_id == ids[found[1]])
    hands.keys("Ctrl+Z")
    hands.until(lambda: box(hands, 10).row.order_id is None)
    hands.look("taken-back")
    hands.keys(f"Ctrl+{found.index(NAMED) + 1}")
    hands.until(lambda: box(hands, 10).row.order_id == ids[NAMED])
    hands.keys("Return")
    registered(hands, 10)


@pytest.mark.rule("RET-01")
@pytest.mark.rule("RET-02")
@pytest.mark.rule("RET-03")
@pytest.mark.rule("RET-07")
@pytest.mark.rule("RET-08")
@pytest.mark.rule("RET-09")
def test_ten_boxes_from_the_scan_to_stock_without_a_mouse(
    sit_down: Callable[..., Any], orders: dict[str, int], qapp: QApplication, printed: list[bytes]
) -> None:
    mouse = NoMouse()
    qapp.installEventFilter(mouse)
    with sit_down("小王") as hands:
        ten_boxes(hands, orders)
        rows = list_boxes(hands.stand.desk.database, day=DAY)
        assert [row.number for row in rows] == list(range(10, 0, -1))
        inspect_all(hands)
        hand_over(hands)
    with sit_down("李姐", 18) as hands:
        approve_all(hands)
    with sit_down("小王", 18.2) as hands:
        ask_for_refund(hands)
        replacement = enter_replacement(hands)
    with sit_down("李姐", 18.5) as hands:
        send(hands, replacement, printed)
        approve_and_pay(hands)
        assert find_case(hands, EXCHANGED).state is State.DONE
        hands.keys("Alt+5")
        confirm_and_close(hands)
        states = {row.state for row in list_cases(hands.stand.desk.database)}
        assert State.RECEIVED not in states
        assert State.INSPECTED not in states
        scan_form(hands, orders[NAMESAKE])
        assert "was closed by 李姐" in said(hands)
        hands.look("closed")
    assert mouse.seen == 0
