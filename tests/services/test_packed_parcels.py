"""Parcels that are closed: what that does, and what they weigh (SHP-04)."""

from dataclasses import replace
from pathlib import Path

import pytest

from shopdesk.db.database import rows_of
from shopdesk.domain.statuses import Stage
from shopdesk.queries.orders import get_order
from shopdesk.queries.packing import get_pack_slip
from shopdesk.queries.trail import list_trail
from shopdesk.services.desk import Changed, Desk
from shopdesk.services.edits import ReasonMissing
from shopdesk.services.packed_parcels import (
    finish_slip,
    get_expected_weight,
    keep_piece_weight,
    unpack_slip,
)
from shopdesk.services.packing import open_slip, tick_all
from shopdesk.services.packing_stops import (
    AlreadyShipped,
    NotComplete,
    NotPacked,
    WeightMissing,
    WeightOff,
)
from shopdesk.services.shop_settings import save_setting
from shopdesk.settings import PACK_WEIGHING
from tests.factories import NOON, add_order, add_slip, make_desk
from tests.services.packers import add_variant, pack, skus

WAYBILL = "YT7453244856560"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return make_desk(tmp_path)


class TestFinishing:
    def test_the_slip_tells_who_and_when_and_its_orders_are_packed(self, desk: Desk) -> None:
        orders = [add_order(desk, order_no="A1"), add_order(desk)]
        slip = add_slip(desk, *orders)
        packed = pack(desk, slip, weight=640)
        assert (packed.packer, packed.packed_at, packed.weight, packed.number) == ("Owner", NOON, 640, "A1 +1")
        assert {get_order(desk.database, order).stage for order in orders} == {Stage.PACKED}

    def test_a_split_order_is_packed_with_its_last_parcel(self, desk: Desk) -> None:
        order = add_order(desk)
        first, second = (add_slip(desk, order, waybill=f"YT100000000000{n}") for n in (1, 2))
        add_slip(desk, order, cancelled_at=NOON)
        desk.database.execute_sql("UPDATE order_line SET quantity = 2")  # one piece in each parcel
        for slip, stage in ((first, Stage.PRINTED), (second, Stage.PACKED)):
            step = open_slip(desk, code=f"SL{slip:06d}")
            tick_all(desk, slip_id=step.slip.id)
            finish_slip(desk, slip_id=slip)
            assert get_order(desk.database, order).stage is stage

    def test_nothing_may_be_missing(self, desk: Desk) -> None:
        slip = add_slip(desk, add_order(desk, order_no="A1"))
        open_slip(desk, code="A1")
        with pytest.raises(NotComplete, match=r"Something is missing: 5815-\d+-0 深紫 W7 ×1"):
            finish_slip(desk, slip_id=slip)

    def test_what_is_owed_and_travels_is_struck_off_and_changes_are_done(self, desk: Desk) -> None:
        order = add_order(desk, buyer="tb_1")
        slip = add_slip(desk, order)
        desk.database.execute_sql(
            "INSERT INTO owed_item (buyer_id, kind, item, person_id, at, travels_id) "
            "VALUES (1, 'gift', '袜子', 1, 0, ?)",
            (order,),
        )
        desk.database.execute_sql(
            "INSERT INTO change_note (order_id, wanted, changed_to, person_id, at) VALUES (?, 'W7', 'W6', 1, 0)",
            (order,),
        )
        heard: list[frozenset[Changed]] = []
        pack(replace(desk, announce=heard.append), slip)
        assert heard == [{Changed.SLIPS, Changed.ORDERS, Changed.CARE}]
        assert rows_of(desk.database, "SELECT struck_at, struck_by_id, slip_id FROM owed_item") == [(NOON, 1, slip)]
        assert rows_of(desk.database, "SELECT done_at, done_by_id FROM change_note") == [(NOON, 1)]
        told = [row.action for row in list_trail(desk.database, kind="order", record_id=order)]
        assert told == ["change made", "strike", "stage"]
        unpack_slip(desk, slip_id=slip, reason="漏了袜子")
        assert rows_of(desk.database, "SELECT struck_at FROM owed_item") == [(None,)]
        assert rows_of(desk.database, "SELECT done_at FROM change_note") == [(None,)]

    def test_opening_it_again_needs_a_reason_and_counts_anew(self, desk: Desk) -> None:
        order = add_order(desk, order_no="A1")
        slip = add_slip(desk, order)
        with pytest.raises(NotPacked):
            unpack_slip(desk, slip_id=slip, reason="x")
        pack(desk, slip, weight=500)
        with pytest.raises(ReasonMissing):
            unpack_slip(desk, slip_id=slip, reason=" ")
        opened = unpack_slip(desk, slip_id=slip, reason="装错鞋盒")
        assert (opened.packed, opened.packed_at, opened.weight, opened.packer) == (0, None, None, "")
        assert get_order(desk.database, order).stage is Stage.PRINTED
        assert list_trail(desk.database, kind="slip", record_id=slip)[0].reason == "装错鞋盒"
        desk.database.execute_sql("UPDATE slip SET shipped_at = ?, shipped_by_id = 1", (NOON,))
        with pytest.raises(AlreadyShipped):
            unpack_slip(desk, slip_id=slip, reason="x")


class TestWeight:
    @pytest.fixture
    def known(self, desk: Desk) -> int:
        """A slip of one pair that weighs 500 g, in 100 g of packaging."""
        slip = add_slip(desk, add_order(desk, order_no="A1"))
        add_variant(desk, skus(desk, slip)[0], weight=500)
        return slip

    def test_within_the_tolerance_it_passes(self, desk: Desk, known: int) -> None:
        assert get_expected_weight(desk, get_pack_slip(desk.database, known)) == 600
        assert pack(desk, known, weight=640).weight == 640

    def test_outside_it_asks_and_keeps_the_reason(self, desk: Desk, known: int) -> None:
        with pytest.raises(WeightOff, match="weighs 1100 g and should weigh 600 g"):
            pack(desk, known, weight=1100)
        assert get_pack_slip(desk.database, known).packed_at is None
        finish_slip(desk, slip_id=known, weight=1100, reason="加了防撞木架")
        (row,) = list_trail(desk.database, kind="slip", record_id=known)
        assert (row.action, row.reason, row.after["weight"]) == ("pack", "加了防撞木架", 1100)

    def test_required_means_required(self, desk: Desk, known: int) -> None:
        save_setting(desk, PACK_WEIGHING, "required")
        with pytest.raises(WeightMissing):
            pack(desk, known)
        assert pack(desk, known, weight=600).packed_at == NOON

    def test_an_unknown_weight_is_offered_to_be_kept(self, desk: Desk) -> None:
        slip = add_slip(desk, add_order(desk, order_no="A1"))
        add_variant(desk, skus(desk, slip)[0])
        open_slip(desk, code="A1")
        tick_all(desk, slip_id=slip)
        done = finish_slip(desk, slip_id=slip, weight=850)
        assert (done.expected, done.weighed_piece) == (None, 750)
        assert keep_piece_weight(desk, slip_id=slip) == 750
        assert rows_of(desk.database, "SELECT weight FROM variant") == [(750,)]
        assert keep_piece_weight(desk, slip_id=slip) is None

    def test_several_articles_teach_nothing(self, desk: Desk) -> None:
        slip = add_slip(desk, add_order(desk, lines=2, order_no="A1"))
        open_slip(desk, code="A1")
        tick_all(desk, slip_id=slip)
        assert finish_slip(desk, slip_id=slip, weight=850).weighed_piece is None
