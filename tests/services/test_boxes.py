"""Boxes: numbered, filled in by what is scanned, registered into cases, struck out (RET-01, RET-02, RET-14)."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from shopdesk.domain.box_doubts import DoubtKind
from shopdesk.domain.cases import Kind, State, Step
from shopdesk.domain.documents import RETURN_PREFIX
from shopdesk.domain.intake import BoxState, Condition, MatchedBy, Wish
from shopdesk.domain.money import Money
from shopdesk.queries.box_doubts import find_doubts
from shopdesk.queries.boxes import BoxNotFound, find_box, get_box, list_boxes
from shopdesk.queries.cases import get_case
from shopdesk.services.box_checks import (
    BoxHere,
    BoxStruckOut,
    OddCode,
    RegisteredAlready,
)
from shopdesk.services.box_items import (
    ItemEntry,
    add_item,
    remove_item,
)
from shopdesk.services.box_matches import (
    NotMatched,
    match_box,
    scan_into,
)
from shopdesk.services.boxes import (
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
from shopdesk.services.edits import AmountBelowZero, ReasonMissing
from shopdesk.services.intake_days import DayClosed, close_day
from shopdesk.services.people import add_person
from tests.factories import NOON, add_order, add_slip, make_desk
from tests.services.unpackers import (
    BACK,
    DAY,
    box,
    fill,
    form_of,
    later,
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
    assert said(desk, "box", first)[0] == "Struck out (扫错了)"


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


def test_an_empty_box_is_a_matter_for_the_case(desk: Desk, shipped: int) -> None:
    box_id = open_box(desk, scan=BACK)
    match_box(desk, box_id=box_id, order_id=shipped, by=MatchedBy.HAND)
    for item in box(desk, box_id).items:
        remove_item(desk, item_id=item.id)
    add_item(desk, box_id=box_id, item=ItemEntry(condition=Condition.EMPTY))
    (case_id,) = register_box(desk, box_id=box_id)
    assert get_case(desk.seen, case_id).row.state is State.RECEIVED


def test_a_box_of_a_closed_case(desk: Desk, shipped: int) -> None:
    case_id = open_case(desk, kind=Kind.RETURN, order_id=shipped)
    take_step(desk, case_id=case_id, step=Step.CLOSE, note="买家不退了")
    box_id = ready(desk, shipped)
    assert [doubt.kind for doubt in find_doubts(desk.seen, box_id=box_id)] == [DoubtKind.CASE_CLOSED]
    (taken,) = register_box(desk, box_id=box_id)
    assert get_case(desk.seen, taken).row.state is State.RECEIVED


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
