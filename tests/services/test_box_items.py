"""What is in a box, and whose it is: by scans, proposals and hand (RET-02, RET-03, RET-14)."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from shopdesk.domain.box_doubts import DoubtKind
from shopdesk.domain.box_scans import ScanKind
from shopdesk.domain.cases import State
from shopdesk.domain.intake import BoxState, Condition, MatchedBy, Wish
from shopdesk.domain.statuses import Status
from shopdesk.queries.box_doubts import find_doubts
from shopdesk.queries.cases import get_case
from shopdesk.queries.orders import OrderNotFound
from shopdesk.services.box_checks import (
    AmongUnclaimed,
    InspectedBefore,
    ItemInCase,
    OddCode,
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
    OtherWaybill,
    match_box,
    scan_into,
    unmatch_box,
)
from shopdesk.services.boxes import (
    open_box,
    register_box,
    void_box,
)
from shopdesk.services.desk import Desk
from shopdesk.services.inspections import inspect_item
from shopdesk.services.order_contents import OddQuantity
from shopdesk.services.people import add_person
from tests.factories import NOON, add_order, make_desk
from tests.services.unpackers import (
    BACK,
    box,
    fill,
    form_of,
    ready,
    request,
    said,
    shipped_order,
    skus,
)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = make_desk(tmp_path)
    yield made
    made.database.close()


@pytest.fixture
def shipped(desk: Desk) -> int:
    return shipped_order(desk)


@pytest.fixture
def colleague(desk: Desk) -> Desk:
    return replace(desk, actor=add_person(desk, name="小李", role="warehouse"))


def test_a_return_forms_code_fills_in_the_order_and_its_lines(desk: Desk, shipped: int) -> None:
    found = box(desk, open_box(desk, scan=form_of(desk, shipped)))
    assert (found.row.order_id, found.row.buyer, found.row.matched_by) == (shipped, "tb_1", MatchedBy.CODE)
    assert [(item.sku, item.style, item.colour, item.size, item.quantity) for item in found.items] == [
        (sku, "", "深紫", "W7", 1) for sku in skus(desk, shipped)
    ]
    assert all((item.condition, item.wish, item.order_id) == (None, Wish.UNKNOWN, shipped) for item in found.items)
    assert said(desk, "order", shipped) == ["Came back in box 2024-03-02 #1 (Code on the return form)"]


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


def test_what_came_back_before_is_not_expected_again(desk: Desk, shipped: int) -> None:
    box_id = ready(desk, shipped)
    remove_item(desk, item_id=box(desk, box_id).items[1].id)
    register_box(desk, box_id=box_id)
    (item,) = box(desk, open_box(desk, scan=form_of(desk, shipped))).items
    assert item.sku == skus(desk, shipped)[1]


def test_an_unclaimed_box_is_claimed_and_not_matched(desk: Desk, shipped: int) -> None:
    box_id = open_box(desk, scan=BACK)
    desk.database.execute_sql("UPDATE box SET state = 'unclaimed' WHERE id = ?", (box_id,))
    with pytest.raises(AmongUnclaimed):
        match_box(desk, box_id=box_id, order_id=shipped, by=MatchedBy.HAND)
    with pytest.raises(AmongUnclaimed):
        register_box(desk, box_id=box_id)
    assert fill(desk, box_id, sender_phone="13800000000")


def test_what_is_found_after_the_inspection_goes_to_the_same_case(desk: Desk, shipped: int) -> None:
    box_id = ready(desk, shipped)
    remove_item(desk, item_id=box(desk, box_id).items[1].id)
    (case_id,) = register_box(desk, box_id=box_id)
    inspect_item(desk, item_id=box(desk, box_id).items[0].id, good=1)
    assert get_case(desk.seen, case_id).row.state is State.INSPECTED
    add_item(desk, box_id=box_id, item=ItemEntry(title="防尘袋"))
    assert register_box(desk, box_id=box_id) == (case_id,)
    assert get_case(desk.seen, case_id).row.state is State.RECEIVED


def test_pieces_are_counted_by_their_own_codes(desk: Desk) -> None:
    shipped_order(desk)
    product = "INSERT INTO product (shop_id, code, title) VALUES (1, 'P', '真皮单鞋')"
    desk.database.execute_sql(product)
    names = "product_id, shop_id, sku, barcode, style, colour, size"
    sql = f"INSERT INTO variant ({names}) VALUES (1, 1, ?, ?, '5815', '灰', 'W7')"
    desk.database.execute_sql(sql, ("5815-G-7", "6901234567892"))
    box_id = open_box(desk, scan=BACK)
    assert scan_into(desk, box_id=box_id, scan="6901234567892").kind is ScanKind.GOODS
    scan_into(desk, box_id=box_id, scan="5815-g-7")
    (item,) = box(desk, box_id).items
    assert (item.sku, item.colour, item.quantity, item.condition) == ("5815-G-7", "灰", 2, Condition.GOOD)
    assert box(desk, box_id).row.waybill == BACK
    with pytest.raises(OddCode):
        open_box(desk, scan="6901234567892")


def test_a_piece_filled_in_from_the_order_is_counted_from_one(desk: Desk) -> None:
    order_id = shipped_order(desk)
    desk.database.execute_sql("INSERT INTO product (shop_id, code, title) VALUES (1, 'P', '真皮单鞋')")
    desk.database.execute_sql("UPDATE order_line SET sku = '5815-G-7', quantity = 2 WHERE order_id = ?", (order_id,))
    desk.database.execute_sql("INSERT INTO variant (product_id, shop_id, sku) VALUES (1, 1, '5815-G-7')")
    box_id = open_box(desk, scan=BACK)
    match_box(desk, box_id=box_id, order_id=order_id, by=MatchedBy.HAND)
    scan_into(desk, box_id=box_id, scan="5815-G-7")
    first = next(item for item in box(desk, box_id).items if item.sku == "5815-G-7")
    assert (first.quantity, first.condition) == (1, Condition.GOOD)


def test_another_waybill_is_another_box(desk: Desk) -> None:
    box_id = open_box(desk, scan=BACK)
    with pytest.raises(OtherWaybill, match="YT7453244856571 is another one's"):
        scan_into(desk, box_id=box_id, scan="YT7453244856571")


def test_everything_is_there_and_registered_in_one(desk: Desk) -> None:
    order_id = shipped_order(desk)
    box_id = open_box(desk, scan=BACK)
    match_box(desk, box_id=box_id, order_id=order_id, by=MatchedBy.HAND)
    assert len(register_box(desk, box_id=box_id, all_there=True)) == 1
    assert {item.condition for item in box(desk, box_id).items} == {Condition.GOOD}


def test_a_size_of_the_same_product_stands_for_its_code(desk: Desk) -> None:
    order_id = shipped_order(desk)
    desk.database.execute_sql("UPDATE order_line SET sku = '5815-1-W7' WHERE order_id = ?", (order_id,))
    desk.database.execute_sql("INSERT INTO product (shop_id, code, title) VALUES (1, 'P', '真皮单鞋')")
    for size in ("W7", "W8"):
        sql = "INSERT INTO variant (product_id, shop_id, sku, style, colour, size) VALUES (1, 1, ?, '5815', '深紫', ?)"
        desk.database.execute_sql(sql, (f"5815-1-{size}", size))
    box_id = open_box(desk, scan=BACK)
    match_box(desk, box_id=box_id, order_id=order_id, by=MatchedBy.HAND)

    def wished(text: str) -> str:
        item = box(desk, box_id).items[0]
        values = {"wish": Wish.EXCHANGE, "wish_to": text}
        change_item(desk, item_id=item.id, values=values, base=item_base(item))
        return box(desk, box_id).items[0].wish_to

    assert wished("W9") == "W9", "what isn't known stays as it was written"
    assert wished("大一码") == "5815-1-W8x1"
    assert wished("W8") == "5815-1-W8x1"
