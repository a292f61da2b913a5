"""Waves are printed once, and what was printed stays open until it is confirmed (SHP-01, ORD-17)."""

from dataclasses import replace
from pathlib import Path

import pytest

from shopdesk.domain.documents import OrderPaper, Paper
from shopdesk.domain.statuses import Stage
from shopdesk.errors import OutputFailed
from shopdesk.queries.orders import get_order
from shopdesk.queries.slips import list_slips
from shopdesk.queries.waves import get_wave
from shopdesk.services import wave_printing
from shopdesk.services.desk import Actor, Desk
from shopdesk.services.holds import hold_orders
from shopdesk.services.slips import cancel_slip
from shopdesk.services.wave_printing import (
    CountImpossible,
    NothingLeftToPrint,
    NothingToConfirm,
    WaveEmpty,
    WavePrint,
    WavePrinted,
    confirm_wave,
    preview_print,
    print_wave,
)
from shopdesk.services.waves import make_wave
from shopdesk.services.waybills import give_waybill
from tests.factories import NOON, add_order, make_desk
from tests.services.whole_database import everything


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """Three orders in wave 1."""
    made = make_desk(tmp_path)
    for _number in range(3):
        add_order(made, stage=1, registered_at=1, carrier="圆通速递")
    make_wave(made)
    return made


@pytest.fixture(autouse=True)
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[list[OrderPaper]]:
    """What was given to printing, which is tested elsewhere."""
    given: list[list[OrderPaper]] = []

    def render(_document: object, papers: list[OrderPaper], _paper: Paper, **_more: object) -> bytes:
        given.append(papers)
        return b"%PDF"

    monkeypatch.setattr(wave_printing, "render", render)
    return given


def put_out(desk: Desk, reason: str = "", slip_ids: tuple[int, ...] = ()) -> WavePrint:
    return print_wave(desk, wave_id=1, paper=Paper.LABEL_100X150, reason=reason, slip_ids=slip_ids)


def test_all_of_it_once(desk: Desk, drawn: list[list[OrderPaper]]) -> None:
    printed = put_out(desk)
    assert (printed.slip_ids, printed.plain, printed.left) == ((1, 2, 3), 3, ())
    assert [(paper.wave, paper.position, paper.plain, paper.reprint) for paper in drawn[0]] == [
        (1, place, True, 0) for place in (1, 2, 3)
    ]
    assert all(slip.printed_at == slip.plain_at == NOON for slip in list_slips(desk.database))
    assert get_order(desk.database, 1).stage is Stage.PRINTED
    with pytest.raises(WavePrinted, match="Wave 1 was printed on 2024-03-02 10:00"):
        put_out(desk, reason="  ")
    assert (preview_print(desk, wave_id=1, reason="x")[0], get_wave(desk.database, 1).unconfirmed) == (3, 3)
    put_out(desk, reason="卡纸", slip_ids=(2,))
    assert [paper.reprint for paper in drawn[1]] == [1]
    assert get_wave(desk.database, 1).unconfirmed == 1


def test_without_the_right_to_plain_paper_only_numbered_slips_go(desk: Desk) -> None:
    clerk = replace(desk, actor=Actor(1, "小王", "registrar"))
    with pytest.raises(NothingLeftToPrint, match="waits for its waybill"):
        put_out(clerk)
    give_waybill(desk, slip_id=2, waybill="YT1234567890123")
    printed = put_out(clerk)
    assert (printed.slip_ids, printed.plain, [one.order_id for one in printed.left]) == ((2,), 0, [1, 3])
    give_waybill(desk, slip_id=1, waybill="YT1234567890124")
    assert put_out(clerk).slip_ids == (1,)


def test_what_did_not_come_out_is_unprinted_again(desk: Desk, drawn: list[list[OrderPaper]]) -> None:
    put_out(desk)
    desk.database.execute_sql("UPDATE slip SET packed_at = 1 WHERE id = 3")
    assert confirm_wave(desk, wave_id=1, came_out=1) == 1
    assert [slip.printed_at for slip in list_slips(desk.database, wave_id=1)] == [NOON, None, NOON]
    assert [get_order(desk.database, i).stage for i in (1, 2, 3)] == [Stage.PRINTED, Stage.SETTLED, Stage.PRINTED]
    assert (put_out(desk).slip_ids, drawn[-1][0].reprint) == ((2,), 0)
    assert confirm_wave(desk, wave_id=1, came_out=0) == 1
    assert put_out(desk).slip_ids == (2,)
    assert confirm_wave(desk, wave_id=1) == 0
    assert get_wave(desk.database, 1).confirmed_at == NOON


def test_a_spoilt_reprint_leaves_the_first_print(desk: Desk, drawn: list[list[OrderPaper]]) -> None:
    put_out(desk)
    put_out(desk, reason="卡纸")
    assert confirm_wave(desk, wave_id=1, came_out=0) == 3
    assert all(slip.printed_at == NOON for slip in list_slips(desk.database))
    assert get_order(desk.database, 1).stage is Stage.PRINTED
    put_out(desk, reason="又一次")
    assert [paper.reprint for paper in drawn[-1]] == [1, 1, 1]


def test_impossible_counts(desk: Desk) -> None:
    with pytest.raises(NothingToConfirm):
        confirm_wave(desk, wave_id=1)
    put_out(desk)
    for count in (-1, 4):
        with pytest.raises(CountImpossible, match="3 slips were printed last"):
            confirm_wave(desk, wave_id=1, came_out=count)


def test_where_the_file_can_not_be_written_nothing_was_printed(desk: Desk) -> None:
    before = everything(desk)

    def full(_pdf: bytes) -> None:
        raise OutputFailed(path="w.pdf", reason="full")

    with pytest.raises(OutputFailed):
        print_wave(desk, wave_id=1, paper=Paper.A5, deliver=full)
    assert everything(desk) == before


def test_held_cancelled_and_refunded_meanwhile(desk: Desk) -> None:
    hold_orders(desk, order_ids=[1], reason="缺货")
    cancel_slip(desk, slip_id=2, reason="不要了")
    desk.database.execute_sql("UPDATE orders SET status = 4 WHERE id = 3")
    with pytest.raises(NothingLeftToPrint) as refused:
        put_out(desk)
    assert "缺货" in str(refused.value.values["why"])
    assert [one.order_id for one in preview_print(desk, wave_id=1)[1]] == [1, 3]
    cancel_slip(desk, slip_id=1, reason="x")
    cancel_slip(desk, slip_id=3, reason="x")
    with pytest.raises(WaveEmpty):
        put_out(desk)
