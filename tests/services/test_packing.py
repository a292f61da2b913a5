"""Packing with a check: what counts, what stops, who is told (SHP-04)."""

from dataclasses import replace
from pathlib import Path

import pytest

from shopdesk.domain.documents import RETURN_PREFIX, Document
from shopdesk.domain.permissions import Right
from shopdesk.queries.orders import get_order
from shopdesk.queries.packing import SlipGone, get_pack_slip
from shopdesk.queries.papers import get_papers
from shopdesk.queries.trail import list_trail
from shopdesk.services.desk import Desk, NotAllowed
from shopdesk.services.holds import OnHold, hold_orders
from shopdesk.services.packed_parcels import (
    finish_slip,
    unpack_slip,
)
from shopdesk.services.packing import StepKind, open_slip, scan, set_aside, tick_all, tick_item
from shopdesk.services.packing_stops import (
    AlreadyPacked,
    AlreadyShipped,
    BeingPacked,
    NotPrintedYet,
    OtherSlip,
    SlipCancelled,
    SlipChanged,
    TooMany,
    UnknownCode,
    WrongItem,
)
from shopdesk.services.parcels import StopParcel
from tests.factories import NOON, add_order, add_slip, make_desk
from tests.services.packers import add_variant, colleague, pack, skus
from tests.services.whole_database import everything

WAYBILL = "YT7453244856560"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return make_desk(tmp_path)


class TestOpening:
    def test_by_waybill_order_number_slip_code_and_the_code_on_its_papers(self, desk: Desk) -> None:
        order = add_order(desk, order_no="E/2022 1")
        slip = add_slip(desk, order, waybill=WAYBILL)
        orders = [get_order(desk.database, order)]
        (paper,) = get_papers(desk.database, orders=orders, document=Document.RETURN_FORM, printed_at=0, printed_by="")
        assert paper.return_code.startswith(RETURN_PREFIX)
        for code in (
            WAYBILL,
            WAYBILL.lower(),
            " ＹＴ７４５３２４４８５６５６０ ",
            "E/2022 1",
            f"SL{slip:06d}",
            paper.return_code,
        ):
            assert open_slip(desk, code=code).slip.id == slip

    def test_an_unknown_code(self, desk: Desk) -> None:
        add_slip(desk, add_order(desk))
        before = everything(desk)
        with pytest.raises(UnknownCode, match="6900001 is no waybill, order number or slip here"):
            scan(desk, code="6900001")
        assert everything(desk) == before

    def test_a_slip_waiting_for_its_waybill_may_be_packed(self, desk: Desk) -> None:
        slip = add_slip(desk, add_order(desk))
        assert pack(desk, slip).packed_at == NOON

    def test_what_was_never_printed_is_not_packed(self, desk: Desk) -> None:
        add_slip(desk, add_order(desk, order_no="A1"), printed=False)
        with pytest.raises(NotPrintedYet, match="A1 was never printed"):
            open_slip(desk, code="A1")

    def test_a_cancelled_slip_says_when_and_why(self, desk: Desk) -> None:
        add_slip(desk, add_order(desk, order_no="A1"), cancelled_at=NOON, cancel_reason="买家取消")
        with pytest.raises(SlipCancelled, match="A1 was cancelled on 2024-03-02 10:00 \\(买家取消\\)"):
            open_slip(desk, code="A1")

    def test_a_new_slip_of_the_order_goes_before_its_cancelled_one(self, desk: Desk) -> None:
        order = add_order(desk, order_no="A1")
        add_slip(desk, order, cancelled_at=NOON)
        fresh = add_slip(desk, order)
        assert open_slip(desk, code="A1").slip.id == fresh

    def test_an_order_closed_on_the_platform_stops_the_parcel(self, desk: Desk) -> None:
        order = add_order(desk, order_no="A1")
        add_slip(desk, order)
        desk.database.execute_sql("UPDATE orders SET status = 4, close_reason = '买家退款' WHERE id = ?", (order,))
        with pytest.raises(StopParcel, match="Stop the parcel: order A1 is not to be sent \\(买家退款\\)"):
            open_slip(desk, code="A1")

    @pytest.mark.parametrize("where", ["orders", "order_line"])
    def test_a_refund_under_way_stops_it_until_a_supervisor_says_why(self, desk: Desk, where: str) -> None:
        slip = add_slip(desk, add_order(desk, order_no="A1"))
        desk.database.execute_sql(f"UPDATE {where} SET refund_state = '买家已经申请退款，等待卖家同意'")
        with pytest.raises(StopParcel, match="申请退款"):
            open_slip(desk, code="A1")
        with pytest.raises(NotAllowed):
            open_slip(colleague(desk), code="A1", reason="买家已撤回")
        open_slip(desk, code="A1", reason="买家已撤回")
        assert [(row.action, row.reason) for row in list_trail(desk.database, kind="slip", record_id=slip)] == [
            ("pack all the same", "买家已撤回")
        ]

    def test_an_order_held_since_stops_it(self, desk: Desk) -> None:
        order = add_order(desk, order_no="A1")
        slip = add_slip(desk, order)
        open_slip(desk, code="A1")
        hold_orders(desk, order_ids=[order], reason="买家要改尺码")
        for try_ in (lambda: open_slip(desk, code="A1"), lambda: tick_all(desk, slip_id=slip)):
            with pytest.raises(OnHold, match=r"A1 is on hold \(买家要改尺码\)"):
                try_()

    def test_packed_ones_say_who_and_when_but_not_to_a_scanner_that_fires_twice(self, desk: Desk) -> None:
        slip = add_slip(desk, add_order(desk, order_no="A1"))
        pack(desk, slip)
        before = everything(desk)
        assert open_slip(desk, code="A1").kind is StepKind.JUST_PACKED
        later = replace(desk, clock=lambda: NOON + 60_000)
        with pytest.raises(AlreadyPacked, match="A1 was packed by Owner on 2024-03-02 10:00"):
            open_slip(later, code="A1")
        with pytest.raises(AlreadyPacked):
            open_slip(colleague(desk), code="A1")
        desk.database.execute_sql("DELETE FROM person WHERE name = '小王'")
        assert everything(desk) == before

    def test_shipped_ones_are_gone(self, desk: Desk) -> None:
        add_slip(desk, add_order(desk, order_no="A1"), shipped_at=NOON, shipped_by_id=1)
        with pytest.raises(AlreadyShipped, match="A1 left on 2024-03-02 10:00 \\(Owner\\)"):
            open_slip(desk, code="A1")

    def test_packing_needs_the_right_to_it(self, desk: Desk) -> None:
        slip = add_slip(desk, add_order(desk, order_no="A1"))
        agent = colleague(desk, "小李", "agent")
        assert not agent.actor.may(Right.PACK)
        for try_ in (
            lambda: open_slip(agent, code="A1"), lambda: tick_all(agent, slip_id=slip),
            lambda: finish_slip(agent, slip_id=slip), lambda: unpack_slip(agent, slip_id=slip, reason="x"),
            lambda: set_aside(agent, slip_id=slip), lambda: tick_item(agent, slip_id=slip, item_id=1),
        ):  # fmt: skip
            with pytest.raises(NotAllowed):
                try_()


class TestCounting:
    def test_every_scan_counts_one_piece(self, desk: Desk) -> None:
        order = add_order(desk, lines=2)
        desk.database.execute_sql("UPDATE order_line SET quantity = 2 WHERE position = 0")
        slip = add_slip(desk, order)
        first, second = skus(desk, slip)
        for code, in_it in ((first, 1), (second, 2), (first.lower(), 3)):
            step = scan(desk, code=code, slip_id=slip)
            assert (step.kind, step.slip.packed, step.slip.is_complete) == (StepKind.COUNTED, in_it, in_it == 3)
            assert step.item is not None and step.item.sku == code.upper()

    def test_by_barcode_and_by_line_of_the_order(self, desk: Desk) -> None:
        slip = add_slip(desk, add_order(desk, lines=2))
        first, second = get_pack_slip(desk.database, slip).items
        add_variant(desk, first.sku, barcode="6901234567892")
        scan(desk, code="6901234567892", slip_id=slip)
        assert scan(desk, code=second.line_no, slip_id=slip).slip.is_complete

    def test_the_same_article_in_two_orders_of_one_slip(self, desk: Desk) -> None:
        orders = [add_order(desk), add_order(desk)]
        desk.database.execute_sql("UPDATE order_line SET sku = 'S1'")
        slip = add_slip(desk, *orders)
        assert not scan(desk, code="S1", slip_id=slip).slip.is_complete
        assert scan(desk, code="S1", slip_id=slip).slip.is_complete
        with pytest.raises(TooMany, match="complete: 2 of 2"):
            scan(desk, code="S1", slip_id=slip)

    def test_one_too_many_stops(self, desk: Desk) -> None:
        slip = add_slip(desk, add_order(desk))
        (sku,) = skus(desk, slip)
        scan(desk, code=sku, slip_id=slip)
        with pytest.raises(TooMany, match="深紫 W7 is complete: 1 of 1 are in the parcel"):
            scan(desk, code=sku, slip_id=slip)
        assert get_pack_slip(desk.database, slip).packed == 1

    def test_a_wrong_item_says_what_it_is_and_what_is_wanted(self, desk: Desk) -> None:
        slip = add_slip(desk, add_order(desk))
        add_variant(desk, "5815-GRAU-W6", size="W6")
        before = everything(desk)
        with pytest.raises(WrongItem, match=r"Wrong item: 5815 灰 W6 \(5815-GRAU-W6\)\. Wanted: 5815-\d+-0 深紫 W7 ×1"):
            scan(desk, code="5815-GRAU-W6", slip_id=slip)
        with pytest.raises(WrongItem, match="Wrong item: 4711ABC"):
            scan(desk, code="4711ABC", slip_id=slip)
        assert everything(desk) == before

    def test_a_long_want_list_is_cut(self, desk: Desk) -> None:
        slip = add_slip(desk, add_order(desk, lines=6))
        with pytest.raises(WrongItem, match="and 2 more"):
            scan(desk, code="4711ABC", slip_id=slip)

    def test_ticks_stand_for_scans_and_can_be_taken_off(self, desk: Desk) -> None:
        slip = add_slip(desk, add_order(desk, lines=2))
        first = get_pack_slip(desk.database, slip).items[0]
        assert tick_item(desk, slip_id=slip, item_id=first.id).packed == 1
        assert tick_item(desk, slip_id=slip, item_id=first.id, off=True).packed == 0
        assert tick_all(desk, slip_id=slip).is_complete

    def test_the_own_slip_again_changes_nothing(self, desk: Desk) -> None:
        slip = add_slip(desk, add_order(desk), waybill=WAYBILL)
        assert scan(desk, code=WAYBILL, slip_id=slip).kind is StepKind.AGAIN

    def test_another_slip_waits_until_this_one_is_complete(self, desk: Desk) -> None:
        slip = add_slip(desk, add_order(desk, order_no="A1"), waybill=WAYBILL)
        other = add_slip(desk, add_order(desk, order_no="A2"))
        open_slip(desk, code=WAYBILL)
        with pytest.raises(OtherSlip, match=r"Finish slip A1 first \(5815-\d+-0 深紫 W7 ×1\)"):
            scan(desk, code="A2", slip_id=slip)
        tick_all(desk, slip_id=slip)
        step = scan(desk, code="A2", slip_id=slip)
        assert (step.kind, step.slip.id, step.before and step.before.slip.id) == (StepKind.OPENED, other, slip)
        assert get_pack_slip(desk.database, slip).packed_at == NOON

    def test_what_was_counted_is_kept_when_the_slip_is_set_aside(self, desk: Desk) -> None:
        slip = add_slip(desk, add_order(desk, lines=2, order_no="A1"))
        open_slip(desk, code="A1")
        scan(desk, code=skus(desk, slip)[0], slip_id=slip)
        set_aside(desk, slip_id=slip)
        assert open_slip(colleague(desk), code="A1").slip.packed == 1

    def test_a_slip_that_is_gone(self, desk: Desk) -> None:
        with pytest.raises(SlipGone):
            scan(desk, code="x", slip_id=99)


class TestTwoPackers:
    def test_the_second_is_told_and_may_take_over(self, desk: Desk) -> None:
        slip = add_slip(desk, add_order(desk, order_no="A1"))
        other = colleague(desk)
        opened = open_slip(desk, code="A1").slip
        with pytest.raises(BeingPacked, match="Owner is packing slip A1"):
            open_slip(other, code="A1")
        assert open_slip(other, code="A1", take_over=True).slip.packer == "小王"
        with pytest.raises(BeingPacked, match="小王 is packing slip A1"):
            scan(desk, code=skus(desk, slip)[0], slip_id=slip, version=opened.version)
        assert [row.action for row in list_trail(desk.database, kind="slip", record_id=slip)] == ["take over"]

    def test_one_person_at_two_places_is_noticed(self, desk: Desk) -> None:
        slip = add_slip(desk, add_order(desk, lines=2, order_no="A1"))
        here, there = (open_slip(desk, code="A1").slip.version for _place in range(2))
        scan(desk, code=skus(desk, slip)[0], slip_id=slip, version=there)
        with pytest.raises(SlipChanged):
            scan(desk, code=skus(desk, slip)[1], slip_id=slip, version=here)
        assert get_pack_slip(desk.database, slip).packed == 1

    def test_only_one_of_them_finishes_it(self, desk: Desk) -> None:
        slip = add_slip(desk, add_order(desk, order_no="A1"))
        pack(desk, slip)
        with pytest.raises(AlreadyPacked, match="packed by Owner"):
            finish_slip(colleague(desk), slip_id=slip)
        assert len(list_trail(desk.database, kind="slip", record_id=slip)) == 1
