"""Waves in lists, and what cut-off shows (ORD-16)."""

from datetime import datetime
from pathlib import Path

import pytest

from shopdesk.clock import from_local
from shopdesk.domain.documents import Paper
from shopdesk.domain.slips import WaveKind
from shopdesk.queries.slips import list_split_lines
from shopdesk.queries.waves import (
    WaveNotFound,
    get_cut_off,
    get_wave,
    list_unprinted,
    list_wave_carriers,
    list_waves,
)
from shopdesk.services.desk import Desk
from shopdesk.services.holds import hold_orders
from shopdesk.services.slips import cancel_slip, ship_together, split_order
from shopdesk.services.wave_printing import print_wave
from shopdesk.services.waves import make_wave
from shopdesk.services.waybills import give_waybill
from tests.factories import NOON, add_order, make_desk


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return make_desk(tmp_path)


def test_counts(desk: Desk) -> None:
    orders = [add_order(desk, stage=1, carrier="圆通速递", buyer="a", lines=2) for _number in range(4)]
    ship_together(desk, order_ids=orders[:2])
    add_order(desk, stage=1, carrier="顺丰速运")
    make_wave(desk)
    make_wave_of_none = list_waves(desk.database, since=NOON + 1)
    give_waybill(desk, slip_id=1, waybill="YT1234567890123")
    print_wave(desk, wave_id=1, paper=Paper.A5, slip_ids=[1, 2])
    cancel_slip(desk, slip_id=3, reason="x")
    (wave,) = list_waves(desk.database)
    assert make_wave_of_none == [] and wave == get_wave(desk.database, 1)
    assert (wave.slips, wave.orders, wave.pieces, wave.waiting, wave.printed, wave.unconfirmed, wave.cancelled) == (
        3, 4, 7, 2, 2, 2, 1,
    )  # fmt: skip
    found = {
        one.carrier: (one.slips, one.pieces, one.waiting, one.printed) for one in list_wave_carriers(desk.database, 1)
    }
    assert found == {"圆通速递": (2, 6, 1, 2), "顺丰速运": (1, 1, 1, 0)}
    with pytest.raises(WaveNotFound):
        get_wave(desk.database, 2)


def moment(day: int, hour: int, minute: int = 0) -> int:
    return from_local(datetime(2024, 3, day, hour, minute))


@pytest.mark.parametrize(
    ("now", "told"),
    [
        (moment(2, 10, 30), (WaveKind.EVENING, moment(1, 20), WaveKind.NOON, moment(2, 12))),
        (moment(2, 12), (WaveKind.NOON, moment(2, 12), WaveKind.EVENING, moment(2, 20))),
        (moment(2, 23, 59), (WaveKind.EVENING, moment(2, 20), WaveKind.NOON, moment(3, 12))),
    ],
)
def test_cut_off(desk: Desk, now: int, told: tuple[WaveKind, int, WaveKind, int]) -> None:
    found = get_cut_off(desk.database, now=now + 12_345)
    assert (found.kind, found.at, found.next_kind, found.next_at) == told


def test_what_is_unprinted(desk: Desk) -> None:
    late, held, wave, done, _new, split, young = (
        add_order(desk, stage=stage, carrier="圆通速递", registered_at=at, lines=2, order_no=f"U{i}")
        for i, (stage, at) in enumerate(((1, 10), (1, 20), (1, 30), (1, 40), (0, None), (1, 50), (1, 1000)))
    )
    hold_orders(desk, order_ids=[held], reason="缺货")
    split_order(desk, order_id=split, parts=[{line.id: 1} for line in list_split_lines(desk.database, split)])
    made = make_wave(desk, order_ids=[wave])
    other = make_wave(desk, order_ids=[done, split])
    print_wave(desk, wave_id=other.id, paper=Paper.A5, slip_ids=[1, 4])
    rows = list_unprinted(desk.database, before=1000)
    assert [(row.order_id, row.wave_id, row.hold) for row in rows] == [
        (late, None, ""), (held, None, "缺货"), (wave, made.id, ""), (split, other.id, ""),
    ]  # fmt: skip
    assert [row.order_id for row in list_unprinted(desk.database, before=1001)][-1] == young
    assert get_cut_off(desk.database, now=NOON).unprinted == 5
