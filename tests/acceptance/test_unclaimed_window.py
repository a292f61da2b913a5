"""Boxes without a paper, in the window: proposed, found for a caller, worked through (RET-03, RET-04, RET-05)."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from shopdesk.clock import now, to_local
from shopdesk.domain.intake import BoxState
from shopdesk.domain.statuses import Status
from shopdesk.queries.boxes import get_box, list_boxes_of
from shopdesk.queries.cases import list_cases
from shopdesk.services.box_items import ItemEntry, add_item
from shopdesk.services.boxes import box_base, fill_box, open_box
from shopdesk.services.desk import Actor, Desk
from shopdesk.services.people import add_person
from shopdesk.services.unclaimed import claim_box, leave_unclaimed
from shopdesk.ui.intake.unclaimed import UnclaimedPane
from shopdesk.ui.intake.unclaimed_groups import ESCALATED
from tests.command_line import CommandLine
from tests.engines import shop_address
from tests.factories import add_order, make_desk
from tests.platform_files import write_csv
from tests.window_stand import WindowStand, window_on

DAY = 86_400_000
BACK = "SF1234567890123"
RED, BLUE = "4001", "4002"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A shop whose clock runs: 王小红's and 李小兰's parcels left four days ago."""
    made = make_desk(tmp_path, clock=now)
    left: dict[str, Any] = {
        "status": int(Status.SHIPPED), "created": now() - 5 * DAY, "shipped_at": now() - 4 * DAY, "province": "广东省",
        "city": "广州市", "district": "天河区",
    }  # fmt: skip
    add_order(made, order_no=RED, buyer="tb_red", receiver="王小红", phone="13812348888", **left)
    add_order(made, order_no=BLUE, buyer="tb_blue", receiver="李小兰", phone="13700002222", **left)
    yield made
    made.database.close()


@pytest.fixture
def window(desk: Desk, tmp_path: Path, qtbot: QtBot) -> Iterator[WindowStand]:
    with window_on(desk, tmp_path, qtbot) as stand:
        yield stand


def box(desk: Desk, scan: str = "", **values: str) -> int:
    """A box without a paper, left among the unclaimed."""
    made = open_box(desk, scan=scan)
    if values:
        fill_box(desk, box_id=made, values=values, base=box_base(get_box(desk.seen, made).row))
    add_item(desk, box_id=made, item=ItemEntry(style="5815", colour="深紫", size="W7"))
    leave_unclaimed(desk, box_id=made)
    return made


def unclaimed(window: WindowStand, wanted: object = "all") -> UnclaimedPane:
    """The list of the unclaimed, with the keys in it."""
    window.window.open_record("unclaimed-list", wanted)
    window.settle()
    pane = window.window.findChild(UnclaimedPane)
    assert isinstance(pane, UnclaimedPane)
    pane.table.setFocus()
    return pane


def listed(pane: UnclaimedPane) -> list[int]:
    return [one.id for one in pane.table.records.rows]


def says(pane: UnclaimedPane, name: str) -> str:
    found = pane.findChild(QLabel, f"intake.unclaimed.{name}")
    assert found is not None
    return found.text() if found.isVisible() else ""


@pytest.mark.rule("RET-03")
def test_proposals_stand_beside_the_box_best_first_with_reasons(window: WindowStand) -> None:
    of_that_name: dict[str, Any] = {
        "status": int(Status.SHIPPED),
        "created": now() - 5 * DAY,
        "shipped_at": now() - 4 * DAY,
    }
    add_order(window.desk, order_no="4003", buyer="tb_3", receiver="王小红", phone="13900001111", **of_that_name)
    first = box(window.desk, BACK, sender_name="王小红", sender_phone="138****8888", sender_region="广东省广州市")
    pane = unclaimed(window)
    assert listed(pane) == [first]
    assert "王小红 138****8888 广东省广州市" in says(pane, "card.facts")
    rows = pane.card.proposals.records.rows
    assert [one.found.order_no for one in rows] == [RED, "4003"]
    assert rows[0].found.score > rows[1].found.score
    assert says(pane, "card.why").startswith(f"Order {RED}:\n· What is seen of the phone agrees, ends in 8888")
    assert get_box(window.desk.database, first).row.order_id is None, "nothing is accepted by itself"
    assert "Owner asks the carrier by" in says(pane, "card.facts")


@pytest.mark.rule("RET-03")
def test_a_refund_file_ranks_the_unclaimed_again(window: WindowStand, tmp_path: Path) -> None:
    plain, named = box(window.desk, "YT5550000000001"), box(window.desk, BACK)
    pane = unclaimed(window)
    assert [one.is_news for one in pane.table.records.rows] == [False, False]
    names = ("退款编号", "订单编号", "售后类型", "退款状态", "退货物流公司", "退货物流单号", "退款完结时间")
    cells = ("2001", BLUE, "退货退款", "买家已退货，等待卖家确认收货", "顺丰速运", BACK, "")
    file = write_csv(tmp_path / "refunds.csv", names, [dict(zip(names, cells, strict=True))])
    CommandLine(shop_address(tmp_path)).done("import", file, "--shop", "一号店")
    window.keys("F5")
    assert listed(pane) == [named, plain], "news stand first"
    assert [one.is_news for one in pane.table.records.rows] == [True, False]
    pane.table.go_to(named)
    window.settle()
    assert f"A return request names waybill {BACK}" in says(pane, "card.why")
    window.keys("C")
    row = get_box(window.desk.database, named).row
    assert (row.state, row.order_no) == (BoxState.REGISTERED, BLUE)
    (case,) = list_cases(window.desk.database)
    assert (case.order_no, case.refund_no) == (BLUE, "2001"), "the case that the file opened goes on"


@pytest.mark.rule("RET-03")
def test_what_a_caller_says_ranks_the_unclaimed_again_and_may_be_put_aside(window: WindowStand) -> None:
    made = box(window.desk, BACK)
    pane = unclaimed(window)
    base = box_base(get_box(window.desk.seen, made).row)
    fill_box(window.desk, box_id=made, values={"sender_name": "李小兰", "sender_phone": "13700002222"}, base=base)
    window.keys("F5")
    assert pane.table.records.rows[0].is_news
    assert pane.card.chosen is not None
    assert pane.card.chosen.order_no == BLUE
    window.keys("P")
    assert not pane.table.records.rows[0].is_news
    assert listed(pane) == [made]


@pytest.mark.rule("RET-04")
@pytest.mark.parametrize("text", [BACK, "0123", "13812348888", "王小红"])
def test_you_signed_for_it_is_looked_up_and_claimed_by_one_key(window: WindowStand, text: str) -> None:
    found = box(window.desk, BACK, sender_name="王小红", sender_phone="138****8888")
    box(window.desk, "YT5550000000001", sender_name="赵六")
    pane = unclaimed(window)
    window.keys("/")
    field = QApplication.focusWidget()
    assert isinstance(field, QLineEdit)
    field.setText(text)  # an input method writes Chinese, not keys
    window.keys("Return")
    assert listed(pane) == [found]
    window.keys("C")
    row = get_box(window.desk.database, found).row
    assert (row.state, row.order_no, row.claimed_by) == (BoxState.REGISTERED, RED, "Owner")
    (case,) = list_cases(window.desk.database)
    assert window.news()[-1] == f"Box {row.name} claimed for order {RED}, case {case.id}"
    assert listed(pane) == []


@pytest.mark.rule("RET-04")
def test_from_the_order_of_whoever_calls_to_the_box(window: WindowStand) -> None:
    box(window.desk, "YT5550000000001", sender_name="赵六")
    hers = box(window.desk, "", sender_name="王小*")
    orders = window.open("orders")
    orders.open_record("order", 1)
    window.settle()
    orders.take_focus()
    window.keys("U")
    pane = window.window.findChild(UnclaimedPane)
    assert isinstance(pane, UnclaimedPane)
    assert listed(pane)[0] == hers
    assert pane.card.chosen is not None
    assert pane.card.chosen.order_no == RED
    pane.table.setFocus()
    window.keys("O")
    window.fill()  # the order that was asked about stands there already
    assert [row.id for row in list_boxes_of(window.desk.database, order_id=1)] == [hers]


@pytest.mark.rule("RET-04")
def test_none_found_makes_the_query_at_the_carrier_a_task(window: WindowStand) -> None:
    pane = unclaimed(window)
    pane.take_focus()  # to the field, where there is nothing to go through
    window.keys("text:SF0000000000000", "Return")
    assert pane.empty.isVisible()
    window.keys("M", into=pane.empty)
    window.fill(order_no=RED, by="12-31")
    ((kind, note, due),) = window.desk.database.execute_sql("SELECT kind, note, next_at FROM contact").fetchall()
    assert (kind, note, to_local(due).strftime("%m-%d")) == ("courier", "SF0000000000000", "12-31")
    assert window.news()[-1] == f"The carrier is to be asked about order {RED}"


@pytest.mark.rule("RET-04")
def test_a_claim_for_a_box_claimed_already_names_who_and_when(window: WindowStand) -> None:
    made = box(window.desk, BACK, sender_name="王小红", sender_phone="13812348888")
    pane = unclaimed(window)
    person = add_person(window.desk, name="小李", role="warehouse")
    colleague = replace(window.desk, actor=Actor(person.id, person.name, person.role), announce=lambda _kinds: None)
    claim_box(colleague, box_id=made, order_id=2)
    window.keys("C")
    said = window.asked()
    assert "was claimed by 小李" in said
    assert f"for order {BLUE}. Nothing was changed." in said
    window.dialog().accept()
    window.settle()
    assert listed(pane) == []


@pytest.mark.rule("RET-05")
def test_the_days_work_is_gone_through_by_a_key_and_comes_before_the_supervisor(window: WindowStand) -> None:
    boxes = [box(window.desk, f"YT555000000000{n}", sender_name="赵六") for n in range(3)]
    window.desk.database.execute_sql("UPDATE box SET ask_by = ask_by - ? WHERE id > 1", (3 * DAY,))
    window.desk.database.execute_sql("UPDATE box SET at = at - ? WHERE id = ?", (4 * DAY, boxes[2]))
    pane = unclaimed(window)
    window.keys("F5")
    assert listed(pane) == [boxes[2], boxes[1], boxes[0]]
    assert says(pane, "said") == "2 boxes to see to today"
    pane.table.go_to(boxes[2])
    window.settle()
    assert says(pane, "card.state") == "Before the supervisor: nobody has claimed it for 4 days."
    window.keys("N", "K")
    window.fill(by="12-31")
    assert to_local(get_box(window.desk.database, boxes[1]).row.ask_by or 0).strftime("%m-%d") == "12-31"
    pane.table.setFocus()
    window.keys("N")
    assert pane.table.current_id() == boxes[2]
    window.keys("G")
    window.answer("快递查无此件")
    row = get_box(window.desk.database, boxes[2]).row
    assert (row.state, row.reason) == (BoxState.GIVEN_UP, "快递查无此件")
    pane.table.go_to(boxes[0])
    pane.table.setFocus()
    window.keys("E")
    assert listed(unclaimed(window, ESCALATED)) == [boxes[0]]


@pytest.mark.rule("RET-05")
def test_a_clerk_does_not_give_up(desk: Desk, tmp_path: Path, qtbot: QtBot) -> None:
    made = box(desk, BACK)
    person = add_person(desk, name="小李", role="warehouse")
    clerk = replace(desk, actor=Actor(person.id, person.name, person.role))
    with window_on(clerk, tmp_path, qtbot) as window:
        pane = unclaimed(window)
        give_up = next(action for action in pane.actions() if action.objectName() == "intake.unclaimed.give-up")
        assert not give_up.isEnabled()
        assert "may not" in give_up.toolTip()
        window.keys("G")
    assert get_box(desk.database, made).row.state is BoxState.UNCLAIMED
