"""What goes wrong at the intake gets a clear answer on the page, and nothing is lost (RET-01, RET-03, RET-04)."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from shopdesk.domain.intake import BoxState
from shopdesk.domain.money import Money
from shopdesk.domain.statuses import Status
from shopdesk.queries.boxes import get_box, list_boxes
from shopdesk.services.box_items import ItemEntry, add_item
from shopdesk.services.boxes import open_box
from shopdesk.services.desk import Desk
from shopdesk.services.people import add_person
from shopdesk.services.unclaimed import claim_box, leave_unclaimed
from tests.factories import NOON, add_order, make_desk
from tests.services.unpackers import fill, form_of
from tests.window_stand import WindowStand, window_on

DAY = "2024-03-02"
FIRST, SECOND = "YT7453244856571", "SF1234567890123"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """Two orders that left."""
    made = make_desk(tmp_path)
    left: dict[str, Any] = {"status": int(Status.SHIPPED), "shipped_at": NOON - 8 * 86_400_000,
                            "created": NOON - 9 * 86_400_000}  # fmt: skip
    for number in ("4001", "4002"):
        add_order(made, order_no=number, buyer=f"tb_{number}", receiver="王小红", phone=f"1380000{number}", **left)
    return made


@pytest.fixture
def stand(desk: Desk, tmp_path: Path, qtbot: QtBot) -> Iterator[WindowStand]:
    with window_on(desk, tmp_path, qtbot) as made:
        made.open("intake")
        yield made


def page(stand: WindowStand) -> Any:
    return stand.window.page


def said(stand: WindowStand) -> str:
    answer = page(stand).boxes.answer.answer
    return "" if answer is None else f"{answer.title} {answer.detail}"


def on_table(stand: WindowStand) -> int:
    table = page(stand).boxes.table
    return 0 if table is None else int(table.row.number)


def states(stand: WindowStand) -> list[BoxState]:
    return [row.state for row in reversed(list_boxes(stand.desk.database, day=DAY))]


@pytest.mark.rule("RET-01")
def test_the_same_box_scanned_twice_is_shown_where_it_is(stand: WindowStand, desk: Desk) -> None:
    stand.scan(FIRST)
    stand.keys("Escape")
    assert on_table(stand) == 0
    stand.scan(FIRST)
    assert on_table(stand) == 1, "it was set aside, and is taken up again"
    assert "opened by Owner" in said(stand)
    stand.keys("Escape")
    stand.scan(form_of(desk, 1))
    stand.keys("Return")
    stand.scan(form_of(desk, 1))
    assert "A box of this order came today: No. 2" in said(stand)
    assert len(states(stand)) == 2
    stand.keys("Alt+Return")
    assert (on_table(stand), len(states(stand))) == (3, 3), "it was said to be another one"
    assert "All of this order came back before" in said(stand)


@pytest.mark.rule("RET-01")
def test_a_box_is_found_by_date_and_number(stand: WindowStand) -> None:
    for code in (FIRST, SECOND):
        stand.scan(code)
        stand.keys("Escape")
    stand.keys("Ctrl+Shift+F", f"slow:{DAY}/1", "Return")
    stand.wait_for(lambda: on_table(stand) == 1)
    page(stand).search("2")
    stand.settle()
    assert [row.number for row in page(stand).boxes.list.table.records.rows] == [2]
    page(stand).open_record("box-list", "open")
    stand.settle()
    assert [row.number for row in page(stand).boxes.list.table.records.rows] == [2, 1]


def test_the_next_waybill_never_goes_into_an_unfinished_box(stand: WindowStand) -> None:
    stand.scan(FIRST)
    stand.scan(SECOND)
    assert "No. 1 is still on the table" in said(stand)
    assert (on_table(stand), len(states(stand))) == (1, 1)
    stand.keys("Alt+Return")
    assert (on_table(stand), states(stand)) == (2, [BoxState.OPENED] * 2)


@pytest.mark.rule("RET-03")
@pytest.mark.rule("RET-04")
def test_two_clerks_on_one_unclaimed_box(stand: WindowStand, desk: Desk) -> None:
    box_id = open_box(desk, scan=FIRST)
    fill(desk, box_id, sender_phone="13800004001", sender_name="王小红")
    add_item(desk, box_id=box_id, item=ItemEntry(title="真皮单鞋"))
    leave_unclaimed(desk, box_id=box_id)
    stand.keys("F4")
    page(stand).open_record("box", box_id)
    stand.settle()
    stand.wait_for(lambda: bool(page(stand).boxes.candidates.offers))
    other = replace(desk, actor=add_person(desk, name="小李", role="agent"))
    claim_box(other, box_id=box_id, order_id=1)
    stand.keys("Ctrl+1")
    assert "was claimed by 小李" in said(stand)
    assert get_box(desk.database, box_id).row.claimed_by == "小李"
    stand.settle()
    assert page(stand).boxes.table.row.state is BoxState.REGISTERED, "what is shown is what it is now"


def test_a_huge_photo_is_refused_and_the_box_goes_on(stand: WindowStand, tmp_path: Path) -> None:
    stand.scan(FIRST)
    huge = tmp_path / "大图.jpg"
    with huge.open("wb") as file:
        file.truncate(200 * 1024 * 1024)
    page(stand).boxes.files.add_files([huge])
    stand.settle()
    assert "大图.jpg has 200 MB" in stand.asked()
    stand.answer()
    assert on_table(stand) == 1


def test_what_can_not_be_read_stays_to_be_put_right(stand: WindowStand, desk: Desk) -> None:
    stand.scan(FIRST)
    cash = page(stand).boxes.form.lines["cash"]
    cash.setFocus()
    stand.keys("text:12.x", "Return")
    assert "12.x is no amount" in stand.asked()
    stand.answer()
    assert cash.text() == "12.x"
    cash.setFocus()
    cash.selectAll()
    stand.keys("text:12.5", "Return")
    assert get_box(desk.database, 1).row.cash == Money(1_250)
    assert QApplication.activeModalWidget() is None


def test_two_people_write_about_one_box(stand: WindowStand, desk: Desk) -> None:
    stand.scan(FIRST)
    other = replace(desk, actor=add_person(desk, name="小李", role="agent"))
    phone = page(stand).boxes.form.lines["sender_phone"]
    phone.setFocus()
    stand.keys("text:4001")
    fill(other, 1, sender_region="浙江 杭州")
    stand.keys("Return")
    row = get_box(desk.database, 1).row
    assert (row.sender_phone, row.sender_region) == ("4001", "浙江 杭州")
    stand.settle()
    assert page(stand).boxes.form.lines["sender_region"].text() == "浙江 杭州"


@pytest.mark.rule("RET-03")
def test_another_order_is_searched_by_hand(stand: WindowStand, desk: Desk) -> None:
    stand.keys("Ctrl+N")
    stand.keys("Ctrl+F", "slow:4002", "Return")
    (found,) = page(stand).boxes.candidates.offers
    assert found.order_no == "4002"
    stand.keys("Return")
    assert get_box(desk.database, 1).row.order_no == "4002"
    stand.keys("Ctrl+M")
    assert get_box(desk.database, 1).row.order_no == ""


def test_a_number_given_by_mistake_is_struck_out(stand: WindowStand) -> None:
    stand.keys("Ctrl+N")
    stand.keys("Ctrl+Shift+X")
    stand.answer("误扫")
    assert states(stand) == [BoxState.VOID]
    assert "No. 1 is struck out" in said(stand)
    stand.scan(FIRST)
    assert on_table(stand) == 2


def test_a_second_language_is_shown_at_once(stand: WindowStand) -> None:
    stand.scan(form_of(stand.desk, 2))
    stand.shop.look.language.use("zh_CN")
    stand.settle()
    stand.shop.look.language.use("en")
    stand.settle()
    assert page(stand).boxes.buttons["register"].text() == "Register  Enter"


@pytest.mark.rule("RET-04")
def test_a_box_opened_from_elsewhere_is_on_the_table_with_the_keys_and_its_day(stand: WindowStand, desk: Desk) -> None:
    earlier = replace(desk, clock=lambda: NOON - 86_400_000)
    box_id = open_box(earlier, scan=FIRST)
    fill(earlier, box_id, sender_name="王小红", sender_phone="13800004001")
    add_item(earlier, box_id=box_id, item=ItemEntry(title="真皮单鞋", colour="深紫", size="W7"))
    leave_unclaimed(earlier, box_id=box_id)
    open_box(desk, scan=SECOND)
    stand.open("today")
    stand.window.open_record("box", box_id)
    stand.settle()
    boxes = page(stand).boxes
    assert QApplication.focusWidget() is boxes.scan, "codes and Enter go there, not into the date"
    assert "Box 1 is unclaimed" in said(stand)
    assert boxes.list.chosen_day == "2024-03-01"
    assert [row.id for row in boxes.list.table.chosen()] == [box_id]
    stand.wait_for(lambda: not boxes.candidates.is_looking)
    stand.settle()
    stand.keys("Return")
    row = get_box(desk.database, box_id).row
    assert (row.state, row.order_no) == (BoxState.REGISTERED, "4001"), "Enter is what the proposal says it is"


@pytest.mark.rule("RET-03")
@pytest.mark.parametrize("width", [1024, 1366])
def test_proposals_and_buttons_have_room(stand: WindowStand, width: int) -> None:
    stand.window.resize(width, 740)
    stand.scan(FIRST)
    stand.keys("Tab", "text:4001", "Return")
    boxes = page(stand).boxes
    stand.wait_for(lambda: not boxes.candidates.is_looking)
    stand.settle()
    card = boxes.candidates.cards[0]
    assert card.isVisible()
    assert boxes.candidates.width() <= boxes.candidates.parentWidget().width(), "nothing is cut on the right"
    for made in (*boxes.buttons.values(), *boxes.items._buttons.values()):
        assert made.width() >= made.sizeHint().width(), made.text()


def test_the_only_unfinished_box_is_on_the_table_at_once(stand: WindowStand, desk: Desk) -> None:
    open_box(desk, scan=FIRST)
    stand.open("today")
    stand.window.open_record("box-list", "open")
    stand.settle()
    assert on_table(stand) == 1
    assert QApplication.focusWidget() is page(stand).boxes.scan
