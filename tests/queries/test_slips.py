"""Slips as lists and scans find them (SHP-06)."""

from pathlib import Path

import pytest

from shopdesk.domain.documents import Paper
from shopdesk.domain.slips import SlipState
from shopdesk.domain.statuses import Masking
from shopdesk.queries.slip_papers import get_slip_papers
from shopdesk.queries.slips import (
    SlipNotFound,
    count_old_unfinished,
    fetch_slips,
    find_slip,
    get_slip,
    history_start,
    list_slip_items,
    list_slips,
)
from shopdesk.services.desk import Desk
from shopdesk.services.slips import cancel_slip
from shopdesk.services.wave_printing import print_wave
from shopdesk.services.waves import make_wave
from shopdesk.services.waybills import give_waybill
from tests.factories import NOON, add_order, make_desk

DAY = 24 * 60 * 60 * 1000
YTO = "圆通速递"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """Wave 1: five slips: shipped, packed, printed, cancelled, open."""
    made = make_desk(tmp_path)
    for number in range(5):
        add_order(made, stage=1, carrier=YTO, order_no=f"P{number + 1}", lines=2, buyer="tb", receiver=f"张{number}")
    make_wave(made)
    print_wave(made, wave_id=1, paper=Paper.A5, slip_ids=[1, 2, 3])
    cancel_slip(made, slip_id=4, reason="退款")
    made.database.execute_sql("UPDATE slip SET packed_at = 1 WHERE id < 3")
    made.database.execute_sql("UPDATE slip SET shipped_at = 1 WHERE id = 1")
    return made


def ids(desk: Desk, **wanted: object) -> list[int]:
    return [slip.id for slip in list_slips(desk.database, **wanted)]  # type: ignore[arg-type]


def test_states(desk: Desk) -> None:
    states = [SlipState.SHIPPED, SlipState.PACKED, SlipState.PRINTED, SlipState.CANCELLED, SlipState.OPEN]
    assert [slip.state for slip in list_slips(desk.database, wave_id=1)] == states
    assert [ids(desk, state=state) for state in states] == [[1], [2], [3], [4], [5]]


def test_lists(desk: Desk) -> None:
    give_waybill(desk, slip_id=5, waybill="YT1234567890123")
    assert ids(desk) == [5, 4, 3, 2, 1]
    assert (ids(desk, limit=2), ids(desk, unfinished=True), ids(desk, waiting=True)) == ([5, 4], [5, 3, 2], [3, 2, 1])
    assert (ids(desk, carrier="顺丰"), ids(desk, carrier=YTO, wave_id=1)) == ([], [1, 2, 3, 4, 5])
    assert (ids(desk, find="0123"), ids(desk, find="P3"), ids(desk, find="张1"), ids(desk, find="%")) == (
        [5],
        [3],
        [2],
        [],
    )
    assert ids(desk, order_id=4) == [4]
    assert [slip.id for slip in fetch_slips(desk.database, [3, 99, 1])] == [3, 1]


def test_history(desk: Desk) -> None:
    later = NOON + 10 * DAY + 1
    assert history_start(desk.database, now=later) == NOON + 1
    assert ids(desk, made_before=NOON + 1) == [5, 4, 3, 2, 1]
    assert ids(desk, made_since=NOON + 1) == []
    assert count_old_unfinished(desk.database, now=later) == 3
    assert count_old_unfinished(desk.database, now=later - 1) == 0


def test_one_slip(desk: Desk) -> None:
    slip = get_slip(desk.database, 2)
    assert (slip.code, slip.order_no, slip.pieces, slip.receiver, slip.region, slip.masking) == (
        "SL000002", "P2", 2, "张1", "浙江省 杭州市 西湖区", Masking.CLEAR,
    )  # fmt: skip
    assert (slip.orders[0].buyer, slip.orders[0].hold, slip.waiting, slip.refunded) == ("tb", "", True, "")
    assert [(item.order_no, item.quantity, item.packed) for item in list_slip_items(desk.database, 2)] == [
        ("P2", 1, 0), ("P2", 1, 0),
    ]  # fmt: skip
    with pytest.raises(SlipNotFound, match="SL000099"):
        get_slip(desk.database, 99)


def test_scans(desk: Desk) -> None:
    give_waybill(desk, slip_id=3, waybill="YT1234567890123")
    found = [find_slip(desk.database, code) for code in (" ｙｔ1234567890123", "sl3", "P3", "P4", "x", " ")]
    assert [slip and slip.id for slip in found] == [3, 3, 3, 4, None, None]


def test_papers_of_orders_whose_lines_are_not_known(tmp_path: Path) -> None:
    desk = make_desk(tmp_path)
    add_order(desk, stage=1, carrier=YTO, lines=0, titles="单鞋，布鞋", pieces=2)
    add_order(desk, stage=1, carrier=YTO, lines=0, titles="单鞋", pieces=3, masking=1)
    make_wave(desk)
    one, two = get_slip_papers(desk.database, slip_ids=[1, 2], printed_at=NOON, printed_by="x")
    assert [(item.title, item.quantity) for item in one.items] == [("单鞋", 1), ("布鞋", 1)]
    assert ([(item.title, item.quantity) for item in two.items], two.masked, two.plain) == ([("单鞋", 3)], True, True)
    assert [item.title for item in list_slip_items(desk.database, 1)] == ["单鞋，布鞋"]
