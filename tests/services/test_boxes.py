"""Boxes: numbered, filled in by what is scanned, registered into cases, struck out (RET-01, RET-02, RET-14)."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from shopdesk.domain.box_doubts import DoubtKind
from shopdesk.domain.cases import Kind, State, Step
from shopdesk.domain.documents import RETURN_PREFIX
from shopdesk.domain.intake import BoxState, Condition, MatchedBy, Wish
from shopdesk.domain.money import Money
from shopdesk.domain.statuses import Status
from shopdesk.queries.box_doubts import find_doubts
from shopdesk.queries.boxes import BoxDetail, BoxNotFound, find_box, get_box, list_boxes
from shopdesk.queries.cases import get_case
from shopdesk.queries.orders import OrderNotFound
from shopdesk.queries.trail import list_trail
from shopdesk.services.box_checks import (
    AmongUnclaimed,
    BoxHere,
    BoxStruckOut,
    InspectedBefore,
    ItemInCase,
    OddCode,
    RegisteredAlready,
)
from shopdesk.services.box_items import (
    ItemEntry,
    ItemUnnamed,
    LineOfOther,
    add_item,
    change_item,
    item_base,
    look_at_items,
    remove_item,
)
from shopdesk.services.box_matches import (
    MatchedAlready,
    NotMatched,
    OtherBox,
    match_box,
    scan_into,
    unmatch_box,
)
from shopdesk.services.boxes import (
    AmountBelowZero,
    NothingListed,
    NotLookedAt,
    box_base,
    fill_box,
    open_box,
    register_box,
    void_box,
)
from shopdesk.services.case_steps import take_step
from shopdesk.services.cases import CaseItem, open_case
from shopdesk.services.clashes import Clash
from shopdesk.services.desk import Desk
from shopdesk.services.edits import ReasonMissing
from shopdesk.services.intake_days import DayClosed, close_day
from shopdesk.services.order_contents import OddQuantity
from shopdesk.services.people import add_person
from shopdesk.services.trail_words import what_happened
from tests.factories import NOON, add_order, add_slip, make_desk

DAY = "2024-03-02"
BACK, OWN = "SF1234567890123", "YT7453244856560"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = make_desk(tmp_path)
    yield made
    made.database.close()


@pytest.fixture
def shipped(desk: Desk) -> int:
    """An order of tb_1 with two lines that has left, by the platform's file."""
    return add_order(desk, buyer="tb_1", lines=2, status=int(Status.SHIPPED), shipped_at=NOON - 1, waybill=OWN)


@pytest.fixture
def colleague(desk: Desk) -> Desk:
    return replace(desk, actor=add_person(desk, name="小李", role="warehouse"))


def later(desk: Desk, days: float) -> Desk:
    return replace(desk, clock=lambda: NOON + int(days * 86_400_000))


def form_of(desk: Desk, order_id: int, shop: str = "5LiA5Y-35bqX") -> str:
    """The code on the return form of an order; `shop` is 一号店."""
    no = desk.database.execute_sql("SELECT order_no FROM orders WHERE id = ?", (order_id,)).fetchone()[0]
    return f"{RETURN_PREFIX}taobao/{shop}/{no}"


def request(
    desk: Desk, order_id: int, *, sku: str = "", waybill: str = BACK, state: str = "买家已退货，等待卖家确认收货"
) -> None:
    """The platform's file tells that the buyer sends something back."""
    desk.database.execute_sql(
        "INSERT INTO refund_request (shop_id, refund_no, order_no, kind, state, sku, return_carrier, return_waybill) "
        "SELECT 1, 'R' || order_no, order_no, '退货退款', ?, ?, '顺丰速运', ? FROM orders WHERE id = ?",
        (state, sku, waybill, order_id),
    )


def skus(desk: Desk, order_id: int) -> list[str]:
    sql = "SELECT sku FROM order_line WHERE order_id = ? ORDER BY position"
    return [row[0] for row in desk.database.execute_sql(sql, (order_id,)).fetchall()]


def box(desk: Desk, box_id: int) -> BoxDetail:
    return get_box(desk.seen, box_id)


def fill(desk: Desk, box_id: int, **values: Any) -> bool:
    return fill_box(desk, box_id=box_id, values=values, base=box_base(box(desk, box_id).row))


def ready(desk: Desk, order_id: int) -> int:
    """A box whose things were looked at."""
    box_id = open_box(desk, scan=form_of(desk, order_id))
    look_at_items(desk, box_id=box_id)
    return box_id


def said(desk: Desk, kind: str, record_id: int) -> list[str]:
    return [what_happened(row) for row in list_trail(desk.database, kind=kind, record_id=record_id)]


def test_a_days_boxes_are_numbered_from_one(desk: Desk) -> None:
    ids = [open_box(desk) for _turn in range(3)]
    assert [(box(desk, each).row.day, box(desk, each).row.number) for each in ids] == [(DAY, 1), (DAY, 2), (DAY, 3)]
    tomorrow = open_box(later(desk, 1), scan=BACK)
    assert (box(desk, tomorrow).row.name, box(desk, tomorrow).row.waybill) == ("2024-03-03 #1", BACK)
    assert find_box(desk.database, day="2024-03-03", number=1) == tomorrow
    assert [row.number for row in list_boxes(desk.seen, day=DAY)] == [3, 2, 1]


def test_the_day_is_the_shops_own(desk: Desk) -> None:
    """16:30 UTC is past midnight in Shanghai."""
    evening = replace(desk, clock=lambda: NOON + int(14.5 * 3_600_000))
    assert box(desk, open_box(evening)).row.day == "2024-03-03"


def test_a_struck_out_box_keeps_its_number(desk: Desk) -> None:
    first = open_box(desk, scan=BACK)
    void_box(desk, box_id=first, reason="扫错了")
    second = open_box(desk, scan=BACK)
    assert [(row.number, row.state) for row in list_boxes(desk.seen)] == [(2, BoxState.OPENED), (1, BoxState.VOID)]
    assert box(desk, second).row.waybill == BACK
    with pytest.raises(BoxStruckOut) as refused:
        fill(desk, first, note="又来了")
    assert "扫错了" in str(refused.value)
    with pytest.raises(BoxStruckOut):
        void_box(desk, box_id=first, reason="还是错")
    with pytest.raises(ReasonMissing):
        void_box(desk, box_id=second, reason=" ")
    assert said(desk, "box", first)[0] == "Struck out Waybill: SF1234567890123 (扫错了)"


def test_the_same_box_twice_names_the_first(desk: Desk, colleague: Desk) -> None:
    open_box(colleague, scan=" sf1234567890123 ")
    for scan in (BACK, "BX20240302-1"):
        with pytest.raises(BoxHere) as refused:
            open_box(desk, scan=scan)
        assert refused.value.values["box"] == "2024-03-02 #1"
        assert refused.value.values["person"] == "小李"
    other = open_box(desk)
    with pytest.raises(BoxHere):
        fill(desk, other, waybill=BACK)
    with pytest.raises(BoxHere):
        scan_into(desk, box_id=other, scan=BACK)
    assert len(list_boxes(desk.seen)) == 2


@pytest.mark.parametrize("code", ["https://example.com/p?id=1", "随便写的", "A1", "S" * 200])
def test_what_is_no_waybill_opens_no_box(desk: Desk, code: str) -> None:
    with pytest.raises(OddCode):
        open_box(desk, scan=code)
    assert list_boxes(desk.seen) == []
    box_id = open_box(desk)
    with pytest.raises(OddCode):
        fill(desk, box_id, waybill=code)


def test_a_label_of_no_box_opens_none(desk: Desk) -> None:
    with pytest.raises(BoxNotFound):
        open_box(desk, scan="BX20240302-9")


def test_a_return_forms_code_fills_in_the_order_and_its_lines(desk: Desk, shipped: int) -> None:
    found = box(desk, open_box(desk, scan=form_of(desk, shipped)))
    assert (found.row.order_id, found.row.buyer, found.row.matched_by) == (shipped, "tb_1", MatchedBy.CODE)
    assert [(item.sku, item.style, item.colour, item.size, item.quantity) for item in found.items] == [
        (sku, "", "深紫", "W7", 1) for sku in skus(desk, shipped)
    ]
    assert all((item.condition, item.wish, item.order_id) == (None, Wish.UNKNOWN, shipped) for item in found.items)
    assert said(desk, "order", shipped) == ["Came back in box 2024-03-02 #1 (Code on the return form)"]


def test_a_form_of_a_shop_that_was_renamed_still_finds_the_only_such_order(desk: Desk, shipped: int) -> None:
    assert box(desk, open_box(desk, scan=form_of(desk, shipped, "5LqM5Y-35bqX"))).row.order_id == shipped


def test_a_form_of_an_order_that_is_not_here_is_noted(desk: Desk) -> None:
    row = box(desk, open_box(desk, scan=f"{RETURN_PREFIX}taobao/5LiA5Y-35bqX/999")).row
    assert (row.order_id, row.note) == (None, "Return form or waybill of order 999")


def test_a_refund_files_waybill_fills_in_what_it_is_about(desk: Desk, shipped: int) -> None:
    request(desk, shipped, sku=skus(desk, shipped)[1])
    found = box(desk, open_box(desk, scan=BACK.lower()))
    assert (found.row.order_id, found.row.matched_by, found.row.carrier) == (
        shipped, MatchedBy.RETURN_WAYBILL, "顺丰速运",
    )  # fmt: skip
    assert [(item.sku, item.wish) for item in found.items] == [(skus(desk, shipped)[1], Wish.REFUND)]


def test_a_case_tells_what_comes_and_what_is_wanted(desk: Desk, shipped: int) -> None:
    line_id = desk.database.execute_sql("SELECT max(id) FROM order_line").fetchone()[0]
    open_case(desk, kind=Kind.EXCHANGE, order_id=shipped, wanted="W8", items=[CaseItem(line_id)])
    (item,) = box(desk, open_box(desk, scan=form_of(desk, shipped))).items
    assert (item.line_id, item.wish, item.wish_to) == (line_id, Wish.EXCHANGE, "W8")


def test_a_parcel_of_ours_that_comes_back_holds_what_was_packed(desk: Desk) -> None:
    order_id = add_order(desk, buyer="tb_1", lines=2)
    add_slip(desk, order_id, waybill="YT7453244856561", shipped_at=NOON - 1)
    desk.database.execute_sql("DELETE FROM slip_item WHERE id = (SELECT max(id) FROM slip_item)")
    found = box(desk, open_box(desk, scan="YT7453244856561"))
    assert found.row.matched_by is MatchedBy.OWN_WAYBILL
    assert [item.sku for item in found.items] == skus(desk, order_id)[:1]


def test_a_number_typed_by_hand_is_the_orders(desk: Desk, shipped: int) -> None:
    order_no = form_of(desk, shipped).rsplit("/", 1)[1]
    row = box(desk, open_box(desk, scan=order_no)).row
    assert (row.order_id, row.matched_by, row.waybill) == (shipped, MatchedBy.HAND, "")


def test_a_waybill_typed_later_fills_in_the_same(desk: Desk, shipped: int) -> None:
    request(desk, shipped)
    box_id = open_box(desk)
    assert fill(desk, box_id, waybill="sf 1234 5678 90123", carrier="顺丰速运")
    assert (box(desk, box_id).row.waybill, box(desk, box_id).row.order_id) == (BACK, shipped)
    assert not fill(desk, box_id, waybill=BACK)


def test_two_orders_in_one_box(desk: Desk, shipped: int) -> None:
    other = add_order(desk, buyer="tb_1", status=int(Status.SHIPPED), shipped_at=NOON - 1)
    box_id = open_box(desk, scan=form_of(desk, shipped))
    scan_into(desk, box_id=box_id, scan=form_of(desk, other))
    scan_into(desk, box_id=box_id, scan=form_of(desk, other))
    found = box(desk, box_id)
    assert found.row.order_id == shipped
    assert [item.order_id for item in found.items] == [shipped, shipped, other]
    look_at_items(desk, box_id=box_id)
    cases = register_box(desk, box_id=box_id)
    assert [get_case(desk.seen, case).row.order_id for case in cases] == [shipped, other]


def test_one_return_waybill_of_two_orders_brings_both(desk: Desk, shipped: int) -> None:
    other = add_order(desk, buyer="tb_1", status=int(Status.SHIPPED), shipped_at=NOON - 1)
    request(desk, shipped)
    request(desk, other)
    assert {item.order_id for item in box(desk, open_box(desk, scan=BACK)).items} == {shipped, other}


def test_a_further_scan_takes_the_waybill_where_none_is_known(desk: Desk, shipped: int) -> None:
    box_id = open_box(desk, scan=form_of(desk, shipped))
    scan_into(desk, box_id=box_id, scan=BACK)
    assert (box(desk, box_id).row.waybill, box(desk, box_id).row.carrier) == (BACK, "顺丰")
    scan_into(desk, box_id=box_id, scan="BX20240302-1")
    open_box(desk)
    with pytest.raises(OtherBox):
        scan_into(desk, box_id=box_id, scan="BX20240302-2")
    with pytest.raises(OddCode):
        scan_into(desk, box_id=box_id, scan="")


def test_items_are_written_down_and_changed(desk: Desk, shipped: int) -> None:
    box_id = open_box(desk, scan=BACK)
    entry = ItemEntry(title="真皮单鞋 ", colour="黑", size="38", quantity=2, fault="开胶", condition=Condition.FAULTY)
    item_id = add_item(desk, box_id=box_id, item=entry)
    (item,) = box(desk, box_id).items
    assert (item.name, item.title, item.quantity, item.order_id) == ("真皮单鞋 黑 38", "真皮单鞋", 2, None)
    assert change_item(desk, item_id=item_id, values={"wish": Wish.REPAIR, "size": "39"}, base=item_base(item))
    assert not change_item(
        desk, item_id=item_id, values={"wish": Wish.REPAIR}, base=item_base(box(desk, box_id).items[0])
    )
    assert (box(desk, box_id).items[0].wish, box(desk, box_id).items[0].size) == (Wish.REPAIR, "39")
    assert said(desk, "box", box_id)[0] == (
        "真皮单鞋 黑 38 × 2, Faulty, Not said, 开胶 → 真皮单鞋 黑 39 × 2, Faulty, Repair, 开胶"
    )
    remove_item(desk, item_id=item_id)
    assert box(desk, box_id).items == ()


def test_items_that_are_none(desk: Desk, shipped: int) -> None:
    box_id = open_box(desk, scan=BACK)
    other = add_order(desk)
    line_id = desk.database.execute_sql("SELECT min(id) FROM order_line").fetchone()[0]
    for entry, refusal in (
        (ItemEntry(), ItemUnnamed),
        (ItemEntry(title="鞋", quantity=0), OddQuantity),
        (ItemEntry(title="鞋", quantity=10_000), OddQuantity),
        (ItemEntry(title="鞋", order_id=999), OrderNotFound),
        (ItemEntry(line_id=999), LineOfOther),
        (ItemEntry(line_id=line_id, order_id=other), LineOfOther),
    ):
        with pytest.raises(refusal):
            add_item(desk, box_id=box_id, item=entry)
    assert box(desk, box_id).items == ()
    add_item(desk, box_id=box_id, item=ItemEntry(condition=Condition.EMPTY))


def test_another_line_brings_its_own_names(desk: Desk, shipped: int) -> None:
    box_id = open_box(desk, scan=form_of(desk, shipped))
    first, second = box(desk, box_id).items
    remove_item(desk, item_id=second.id)
    change_item(desk, item_id=first.id, values={"line_id": second.line_id}, base=item_base(first))
    (item,) = box(desk, box_id).items
    assert (item.line_id, item.sku) == (second.line_id, second.sku)


def test_two_clerks_fill_in_one_box(desk: Desk, colleague: Desk) -> None:
    """Each keeps what the other wrote; the same field is decided by somebody."""
    box_id = open_box(desk, scan=BACK)
    fill(desk, box_id, sender_name="张三", sender_phone="13800000000", sender_address="示例路1号")
    base = box_base(box(colleague, box_id).row)
    assert base.values["sender_phone"] == "138****0000"
    fill(desk, box_id, note="湿了")
    shown = dict(base.values)
    assert fill_box(colleague, box_id=box_id, values=shown | {"postage": Money(1200)}, base=base)
    row = get_box(desk.database, box_id).row
    assert (row.note, row.postage, row.sender_phone, row.sender_address) == ("湿了", 1200, "13800000000", "示例路1号")
    with pytest.raises(Clash):
        fill_box(colleague, box_id=box_id, values=shown | {"note": "破了"}, base=base)


def test_amounts_have_bounds(desk: Desk) -> None:
    box_id = open_box(desk)
    for amount in (-1, 10**12):
        with pytest.raises(AmountBelowZero):
            fill(desk, box_id, cash=Money(amount))
    assert fill(desk, box_id, cash=Money(5000))
    assert said(desk, "box", box_id)[0] == "Filled in Cash found: 0.00 → 50.00"


def test_a_match_finds_what_was_written_down_among_the_orders_lines(desk: Desk, shipped: int) -> None:
    box_id = open_box(desk, scan=BACK)
    add_item(desk, box_id=box_id, item=ItemEntry(sku=skus(desk, shipped)[1].lower(), title="鞋"))
    add_item(desk, box_id=box_id, item=ItemEntry(title="袜子"))
    match_box(desk, box_id=box_id, order_id=shipped, by=MatchedBy.PROPOSAL)
    shoe, socks = box(desk, box_id).items
    assert shoe.line_id is not None
    assert (socks.line_id, socks.order_id) == (None, shipped)
    assert [doubt.kind for doubt in find_doubts(desk.seen, box_id=box_id)] == [DoubtKind.NOT_OF_ORDER]
    with pytest.raises(MatchedAlready) as refused:
        match_box(desk, box_id=box_id, order_id=shipped, by=MatchedBy.HAND)
    assert refused.value.values["person"] == desk.actor.name


def test_another_order_takes_over_what_was_written_down(desk: Desk, shipped: int) -> None:
    other = add_order(desk, buyer="tb_2", status=int(Status.SHIPPED), shipped_at=NOON - 1)
    box_id = open_box(desk, scan=form_of(desk, shipped))
    first = box(desk, box_id).items[0]
    change_item(desk, item_id=first.id, values={"condition": Condition.WORN}, base=item_base(first))
    match_box(desk, box_id=box_id, order_id=other, by=MatchedBy.HAND)
    found = box(desk, box_id)
    assert (found.row.order_id, found.row.buyer) == (other, "tb_2")
    assert [(item.order_id, item.condition) for item in found.items] == [(other, Condition.WORN)]
    unmatch_box(desk, box_id=box_id)
    assert (box(desk, box_id).row.order_id, box(desk, box_id).items[0].order_id) == (None, None)
    with pytest.raises(NotMatched):
        unmatch_box(desk, box_id=box_id)
    assert said(desk, "order", shipped)[0] == "Box 2024-03-02 #1 is not of this order"


def test_registering_opens_cases_and_only_once(desk: Desk, colleague: Desk, shipped: int) -> None:
    box_id = ready(desk, shipped)
    (case_id,) = register_box(colleague, box_id=box_id)
    case = get_case(desk.seen, case_id)
    assert (case.row.state, case.row.order_id, len(case.items)) == (State.RECEIVED, shipped, 2)
    found = box(desk, box_id)
    assert found.row.state is BoxState.REGISTERED
    assert {item.case_id for item in found.items} == {case_id}
    for refused in (
        lambda: register_box(desk, box_id=box_id),
        lambda: void_box(desk, box_id=box_id, reason="x"),
        lambda: match_box(desk, box_id=box_id, order_id=shipped, by=MatchedBy.HAND),
    ):
        with pytest.raises(RegisteredAlready) as error:
            refused()
        assert error.value.values["person"] == "小李"
    assert said(desk, "box", box_id)[0] == f"Registered with 2 pieces: case {case_id}"


def test_what_is_not_ready_is_not_registered(desk: Desk, shipped: int) -> None:
    box_id = open_box(desk, scan=BACK)
    with pytest.raises(NothingListed):
        register_box(desk, box_id=box_id)
    add_item(desk, box_id=box_id, item=ItemEntry(title="鞋"))
    with pytest.raises(NotMatched):
        register_box(desk, box_id=box_id)
    with pytest.raises(NotLookedAt) as refused:
        register_box(desk, box_id=open_box(desk, scan=form_of(desk, shipped)))
    assert "真皮单鞋 深紫 W7" in str(refused.value)


def test_what_is_found_later_opens_the_box_again(desk: Desk, shipped: int) -> None:
    box_id = ready(desk, shipped)
    first = box(desk, box_id).items[0]
    remove_item(desk, item_id=box(desk, box_id).items[1].id)
    register_box(desk, box_id=box_id)
    with pytest.raises(ItemInCase):
        remove_item(desk, item_id=first.id)
    with pytest.raises(ItemInCase):
        change_item(desk, item_id=first.id, values={"quantity": 2}, base=item_base(box(desk, box_id).items[0]))
    assert change_item(desk, item_id=first.id, values={"fault": "划痕"}, base=item_base(box(desk, box_id).items[0]))
    add_item(desk, box_id=box_id, item=ItemEntry(title="防尘袋", order_id=shipped))
    assert box(desk, box_id).row.state is BoxState.OPENED
    with pytest.raises(ItemInCase):
        void_box(desk, box_id=box_id, reason="x")
    register_box(desk, box_id=box_id)
    assert all(item.case_id for item in box(desk, box_id).items)


def test_an_inspected_item_stays_as_it_is(desk: Desk, shipped: int) -> None:
    box_id = ready(desk, shipped)
    register_box(desk, box_id=box_id)
    item = box(desk, box_id).items[0]
    desk.database.execute_sql("UPDATE box_item SET inspected_at = ?, inspected_by_id = 1 WHERE id = ?", (NOON, item.id))
    with pytest.raises(InspectedBefore):
        change_item(desk, item_id=item.id, values={"note": "x"}, base=item_base(item))


def test_what_is_odd_is_said(desk: Desk, shipped: int) -> None:
    new = add_order(desk, buyer="tb_2")
    box_id = open_box(desk, scan=form_of(desk, shipped))
    look_at_items(desk, box_id=box_id)
    assert find_doubts(desk.seen, box_id=box_id) == []
    first = box(desk, box_id).items[0]
    add_item(desk, box_id=box_id, item=ItemEntry(line_id=first.line_id))
    scan_into(desk, box_id=box_id, scan=form_of(desk, new))
    told = find_doubts(desk.seen, box_id=box_id)
    assert [doubt.kind for doubt in told] == [
        DoubtKind.MORE_THAN_SENT, DoubtKind.NEVER_LEFT, DoubtKind.SEVERAL_BUYERS,
    ]  # fmt: skip
    assert all(doubt.said for doubt in told)
    look_at_items(desk, box_id=box_id)
    assert len(register_box(desk, box_id=box_id)) == 2, "what is odd is said, and is a matter for the case"


def test_a_return_of_an_order_that_is_not_here_is_said(desk: Desk, shipped: int) -> None:
    request(desk, shipped)
    desk.database.execute_sql("UPDATE refund_request SET order_no = '999'")
    box_id = open_box(desk, scan=BACK)
    (doubt,) = find_doubts(desk.seen, box_id=box_id)
    assert (doubt.kind, doubt.order_no) == (DoubtKind.ORDER_UNKNOWN, "999")


def test_an_empty_box_is_a_matter_for_the_case(desk: Desk, shipped: int) -> None:
    box_id = open_box(desk, scan=BACK)
    match_box(desk, box_id=box_id, order_id=shipped, by=MatchedBy.HAND)
    for item in box(desk, box_id).items:
        remove_item(desk, item_id=item.id)
    add_item(desk, box_id=box_id, item=ItemEntry(condition=Condition.EMPTY))
    (case_id,) = register_box(desk, box_id=box_id)
    assert get_case(desk.seen, case_id).row.state is State.RECEIVED


def test_what_came_back_before_is_not_expected_again(desk: Desk, shipped: int) -> None:
    box_id = ready(desk, shipped)
    remove_item(desk, item_id=box(desk, box_id).items[1].id)
    register_box(desk, box_id=box_id)
    (item,) = box(desk, open_box(desk, scan=form_of(desk, shipped))).items
    assert item.sku == skus(desk, shipped)[1]


def test_a_box_of_a_closed_case(desk: Desk, shipped: int) -> None:
    case_id = open_case(desk, kind=Kind.RETURN, order_id=shipped)
    take_step(desk, case_id=case_id, step=Step.CLOSE, note="买家不退了")
    box_id = ready(desk, shipped)
    assert [doubt.kind for doubt in find_doubts(desk.seen, box_id=box_id)] == [DoubtKind.CASE_CLOSED]
    (taken,) = register_box(desk, box_id=box_id)
    assert get_case(desk.seen, taken).row.state is State.RECEIVED


def test_an_unclaimed_box_is_claimed_and_not_matched(desk: Desk, shipped: int) -> None:
    box_id = open_box(desk, scan=BACK)
    desk.database.execute_sql("UPDATE box SET state = 'unclaimed' WHERE id = ?", (box_id,))
    with pytest.raises(AmongUnclaimed):
        match_box(desk, box_id=box_id, order_id=shipped, by=MatchedBy.HAND)
    with pytest.raises(AmongUnclaimed):
        register_box(desk, box_id=box_id)
    assert fill(desk, box_id, sender_phone="13800000000")


def test_a_closed_day_stays_as_it_is(desk: Desk, shipped: int) -> None:
    box_id = ready(desk, shipped)
    register_box(desk, box_id=box_id)
    close_day(desk, day=DAY, reason="明天再验")
    for refused in (
        lambda: open_box(desk),
        lambda: fill(desk, box_id, note="x"),
        lambda: add_item(desk, box_id=box_id, item=ItemEntry(title="袜子")),
        lambda: void_box(desk, box_id=box_id, reason="x"),
    ):
        with pytest.raises(DayClosed):
            refused()
    open_box(later(desk, 1))
