"""Orders joined on one slip, split over several, parcels stopped (SHP-01)."""

from pathlib import Path
from typing import Any

import pytest

from shopdesk.domain.documents import Document, Paper
from shopdesk.domain.slips import SlipState
from shopdesk.domain.statuses import Stage
from shopdesk.queries.orders import get_order
from shopdesk.queries.slip_papers import get_slip_papers
from shopdesk.queries.slips import (
    SlipAmbiguous,
    find_slip,
    get_slip,
    list_slip_items,
    list_slips,
    list_split_lines,
)
from shopdesk.queries.trail import list_trail
from shopdesk.services.desk import Desk
from shopdesk.services.edits import ReasonMissing
from shopdesk.services.holds import hold_orders
from shopdesk.services.papers import print_papers
from shopdesk.services.slips import (
    NothingToTakeApart,
    NotPaidYet,
    OneOrderOnly,
    OtherReceiver,
    OtherShop,
    PartsWrong,
    TogetherAlready,
    WaybillThere,
    cancel_slip,
    ship_together,
    split_order,
    take_apart,
)
from shopdesk.services.wave_candidates import OnPaperAlready, OrderStopped
from shopdesk.services.wave_printing import print_wave
from shopdesk.services.waves import NothingToShip, make_wave, preview_wave
from shopdesk.services.waybill_checks import LeftAlready, SlipStopped
from shopdesk.services.waybills import give_waybill
from tests.factories import add_order, make_desk


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return make_desk(tmp_path)


def ready(desk: Desk, **columns: Any) -> int:
    usual: dict[str, Any] = {"stage": 1, "registered_at": 1, "carrier": "圆通速递", "buyer": "tb72", "lines": 2}
    return add_order(desk, **(usual | columns))


def parts_of(desk: Desk, order_id: int) -> list[dict[int, int]]:
    """One line in each part."""
    return [{line.id: line.quantity} for line in list_split_lines(desk.database, order_id)]


def test_together(desk: Desk) -> None:
    ids = [ready(desk), ready(desk)]
    hold_orders(desk, order_ids=ids, reason="同址", kind="together")
    slip_id = ship_together(desk, order_ids=ids)
    slip = get_slip(desk.database, slip_id)
    assert ([order.id for order in slip.orders], slip.pieces, slip.parts) == (ids, 4, 1)
    assert [get_order(desk.database, i).open_holds for i in ids] == [(), ()]
    made = make_wave(desk)
    assert [(c.slips, c.orders, c.pieces) for c in made.carriers] == [(1, 2, 4)]
    give_waybill(desk, slip_id=slip_id, waybill="YT1234567890123")
    assert [get_order(desk.database, i).parcels[0].waybill for i in ids] == ["YT1234567890123"] * 2
    (paper,) = get_slip_papers(desk.database, slip_ids=[slip_id], printed_at=1, printed_by="x")
    numbers = tuple(get_order(desk.database, i).order_no for i in ids)
    assert (paper.together, {item.order_no for item in paper.items}) == (numbers, set(numbers))
    print_wave(desk, wave_id=made.id, paper=Paper.A5)
    assert {get_order(desk.database, i).stage for i in ids} == {Stage.PRINTED}
    actions = {row.action for row in list_trail(desk.database, kind="order", record_id=ids[1])}
    assert {"ship together", "release", "wave", "waybill", "print", "stage"} <= actions


def test_one_that_can_not_go_keeps_the_other(desk: Desk) -> None:
    ids = [ready(desk), ready(desk)]
    ship_together(desk, order_ids=ids)
    hold_orders(desk, order_ids=ids[1:], reason="缺货")
    left = preview_wave(desk).left
    assert [one.order_id for one in left] == ids
    assert "ships together with another" in str(left[0].why)
    with pytest.raises(NothingToShip):
        make_wave(desk)


def test_joined_within_a_wave_they_keep_the_place(desk: Desk) -> None:
    ids = [ready(desk), ready(desk), ready(desk)]
    wave = make_wave(desk).id
    slip_id = ship_together(desk, order_ids=ids[:2])
    assert list_slips(desk.database, wave_id=wave)[0].id == slip_id
    assert len(list_slips(desk.database)) == 2
    assert take_apart(desk, slip_id=slip_id) == ids[:2]
    assert sorted(slip.orders[0].id for slip in list_slips(desk.database, wave_id=wave)) == ids


def test_what_can_not_travel_together(desk: Desk) -> None:
    first = ready(desk)
    desk.database.execute_sql("INSERT INTO shop (name, platform) VALUES ('二号店', 'taobao')")
    for refusal, other in [
        (OneOrderOnly, first), (OtherReceiver, ready(desk, address="别处")), (OtherReceiver, ready(desk, buyer="x")),
        (OtherShop, ready(desk, shop_id=2)), (OrderStopped, ready(desk, status=4)), (NotPaidYet, ready(desk, status=0)),
        (OnPaperAlready, ready(desk, stage=3)),
    ]:  # fmt: skip
        with pytest.raises(refusal):
            ship_together(desk, order_ids=[first, other])
    ship_together(desk, order_ids=[first, ready(desk, address="别处")], reason="一家人")
    with pytest.raises(TogetherAlready):
        ship_together(desk, order_ids=[first, ready(desk)])


def test_split_and_taken_apart(desk: Desk) -> None:
    order = ready(desk)
    slips = split_order(desk, order_id=order, parts=parts_of(desk, order))
    found = [get_slip(desk.database, slip_id) for slip_id in slips]
    assert [(slip.part, slip.parts, slip.pieces) for slip in found] == [(1, 2, 1), (2, 2, 1)]
    with pytest.raises(SlipAmbiguous, match="SL000001, SL000002"):
        find_slip(desk.database, found[0].order_no)
    papers = get_slip_papers(desk.database, slip_ids=slips, printed_at=1, printed_by="x")
    assert [(paper.part, paper.parts, paper.code, paper.pieces) for paper in papers] == [
        (1, 2, "SL000001", 1), (2, 2, "SL000002", 1),
    ]  # fmt: skip
    assert make_wave(desk).carriers[0].slips == 2
    assert take_apart(desk, slip_id=slips[1]) == [order]
    (whole,) = list_slips(desk.database)
    assert (whole.pieces, whole.wave_id) == (2, 1)
    with pytest.raises(NothingToTakeApart):
        take_apart(desk, slip_id=whole.id)


def test_parts_have_to_add_up(desk: Desk) -> None:
    order = ready(desk)
    one, two = (line.id for line in list_split_lines(desk.database, order))
    for parts in ([{one: 1, two: 1}], [{one: 1}, {one: 1}], [{one: 1}, {two: 2}], [{one: 1, two: 1}, {}],
                  [{one: 2}, {one: -1, two: 1}], [{one: 1}, {two: 1, 99: 1}]):  # fmt: skip
        with pytest.raises(PartsWrong):
            split_order(desk, order_id=order, parts=parts)
    assert list_slips(desk.database) == []


def test_a_number_given_is_not_lost(desk: Desk) -> None:
    ids = [ready(desk), ready(desk)]
    make_wave(desk)
    give_waybill(desk, slip_id=1, waybill="YT1234567890123")
    with pytest.raises(WaybillThere):
        ship_together(desk, order_ids=ids)
    with pytest.raises(WaybillThere):
        split_order(desk, order_id=ids[0], parts=parts_of(desk, ids[0]))


def test_a_cancelled_slip_sends_its_order_back(desk: Desk) -> None:
    order = ready(desk)
    wave = make_wave(desk).id
    give_waybill(desk, slip_id=1, waybill="YT1234567890123")
    print_wave(desk, wave_id=wave, paper=Paper.A5)
    with pytest.raises(ReasonMissing):
        cancel_slip(desk, slip_id=1, reason=" ")
    cancel_slip(desk, slip_id=1, reason="错货")
    slip = find_slip(desk.database, "YT1234567890123")
    assert slip is not None and (slip.state, slip.cancel_reason) == (SlipState.CANCELLED, "错货")
    assert get_order(desk.database, order).stage is Stage.SETTLED
    with pytest.raises(SlipStopped, match="Stop this parcel"):
        cancel_slip(desk, slip_id=1, reason="x")
    assert make_wave(desk).order_ids == (order,)
    again = find_slip(desk.database, get_order(desk.database, order).order_no)
    assert again is not None and again.id == 2


def test_a_refunded_order_is_closed_and_its_unprinted_number_free(desk: Desk) -> None:
    order, other = ready(desk), ready(desk)
    make_wave(desk)
    give_waybill(desk, slip_id=1, waybill="YT1234567890123")
    desk.database.execute_sql("UPDATE orders SET status = 4 WHERE id = ?", (order,))
    cancel_slip(desk, slip_id=1, reason="退款")
    assert get_order(desk.database, order).stage is Stage.CLOSED
    assert get_order(desk.database, order).parcels == ()
    give_waybill(desk, slip_id=2, waybill="YT1234567890123")
    assert get_order(desk.database, other).parcels[0].waybill == "YT1234567890123"
    desk.database.execute_sql("UPDATE slip SET shipped_at = 1 WHERE id = 2")
    with pytest.raises(LeftAlready):
        cancel_slip(desk, slip_id=2, reason="x")


def test_a_part_that_is_cancelled_comes_again(desk: Desk) -> None:
    order = ready(desk)
    first, second = split_order(desk, order_id=order, parts=parts_of(desk, order))
    make_wave(desk)
    print_wave(desk, wave_id=1, paper=Paper.A5)
    cancel_slip(desk, slip_id=first, reason="破损")
    assert get_order(desk.database, order).stage is Stage.PRINTED
    made = make_wave(desk)
    (again,) = list_slips(desk.database, wave_id=made.id)
    assert [item.line_id for item in list_slip_items(desk.database, again.id)] == [
        item.line_id for item in list_slip_items(desk.database, first)
    ]
    assert (again.parts, get_slip(desk.database, second).parts) == (2, 2)


def test_printed_by_its_number_a_joined_order_brings_the_other(desk: Desk) -> None:
    ids = [ready(desk), ready(desk)]
    ship_together(desk, order_ids=ids)
    print_papers(desk, order_ids=ids[:1], document=Document.SLIP, paper=Paper.A5)
    assert [len(get_order(desk.database, i).prints) for i in ids] == [1, 1]
    assert {get_order(desk.database, i).stage for i in ids} == {Stage.PRINTED}


def test_joined_with_one_that_is_not_registered_the_paper_is_no_slip(desk: Desk) -> None:
    ids = [ready(desk), ready(desk, stage=0)]
    ship_together(desk, order_ids=ids)
    print_papers(desk, order_ids=ids, document=Document.SLIP, paper=Paper.A5)
    assert [slip.printed_at for slip in list_slips(desk.database)] == [None]
    assert get_order(desk.database, ids[1]).stage is Stage.NEW
