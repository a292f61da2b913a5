"""Handing slips to the warehouse and counting them there (SHP-03)."""

from dataclasses import replace
from pathlib import Path

import pytest

from shopdesk.domain.documents import Paper
from shopdesk.printing.issue_register import render_register
from shopdesk.queries.registers import get_register
from shopdesk.queries.slips import SlipNotFound, get_slip
from shopdesk.queries.waves import list_wave_carriers
from shopdesk.services.desk import Desk
from shopdesk.services.handovers import (
    CountedMeanwhile,
    CountWrong,
    HandedAlready,
    NoSuchCarrier,
    NothingPrinted,
    NotPrintedYet,
    count_base,
    count_wave,
    find_count,
    mark_handed,
    print_register,
)
from shopdesk.services.people import add_person
from shopdesk.services.slips import cancel_slip, ship_together
from shopdesk.services.wave_printing import print_wave
from shopdesk.services.waves import make_wave
from shopdesk.services.waybill_checks import SlipStopped
from tests.factories import NOON, add_order, make_desk

YTO = "圆通速递"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """Wave 1: four slips of one carrier, printed."""
    made = make_desk(tmp_path)
    for number in range(4):
        add_order(made, stage=1, carrier=YTO, order_no=f"P{number + 1}", receiver="欧阳小明")
    make_wave(made)
    print_wave(made, wave_id=1, paper=Paper.A5)
    return made


def test_slips_are_handed_over_by_scanning(desk: Desk) -> None:
    assert mark_handed(desk, code="P1").id == 1
    assert mark_handed(desk, code="sl000002").id == 2
    assert get_slip(desk.database, 1).handed_at == NOON
    cancel_slip(desk, slip_id=3, reason="退款")
    new = add_order(desk, stage=1, carrier=YTO, order_no="NEW")
    make_wave(desk, order_ids=[new])
    for code, refusal in (("P1", HandedAlready), ("P3", SlipStopped), ("x", SlipNotFound), ("NEW", NotPrintedYet)):
        with pytest.raises(refusal):
            mark_handed(desk, code=code)


def test_a_count_that_agrees_hands_everything_over(desk: Desk) -> None:
    assert find_count(desk, wave_id=1, carrier="圆通") is None
    count = count_wave(desk, wave_id=1, carrier="圆通", counted=4)
    assert (count.agrees, count.is_settled, count.unaccounted) == (True, True, ())
    (carrier,) = list_wave_carriers(desk.database, 1)
    assert (carrier.handed, carrier.counted, carrier.counted_by, carrier.counted_at) == (4, 4, "Owner", NOON)


def test_a_difference_names_the_slips_and_waits_to_be_explained(desk: Desk) -> None:
    mark_handed(desk, code="P2")
    desk.database.execute_sql("UPDATE slip SET packed_at = 1 WHERE id = 3")
    count = count_wave(desk, wave_id=1, carrier=YTO, counted=2)
    assert (count.agrees, count.is_settled, [slip.order_no for slip in count.unaccounted]) == (
        False,
        False,
        ["P1", "P4"],
    )
    mark_handed(desk, code="P4")
    found = find_count(desk, wave_id=1, carrier=YTO)
    assert found is not None and [slip.order_no for slip in found.unaccounted] == ["P1"]
    assert not count_wave(desk, wave_id=1, carrier=YTO, counted=2, note=" ").is_settled
    assert count_wave(desk, wave_id=1, carrier=YTO, counted=2, note="P1 打坏").is_settled
    assert list_wave_carriers(desk.database, 1)[0].note == "P1 打坏"
    assert count_wave(desk, wave_id=1, carrier=YTO, counted=4).agrees


@pytest.fixture
def other(desk: Desk) -> Desk:
    return replace(desk, actor=add_person(desk, name="小李", role="owner"), clock=lambda: NOON + 60_000)


def test_two_count_the_same_slips(desk: Desk, other: Desk) -> None:
    """Both saw that nobody had counted; the second is told what the first entered, and by whom."""
    (shown,) = list_wave_carriers(desk.database, 1)
    count_wave(desk, wave_id=1, carrier=YTO, counted=3, note="P1 打坏", base=count_base(shown))
    with pytest.raises(CountedMeanwhile, match=r"Owner counted .* 3 P1 打坏\. Yours was not entered: 2"):
        count_wave(other, wave_id=1, carrier=YTO, counted=2, base=count_base(shown))
    with pytest.raises(CountedMeanwhile):
        count_wave(other, wave_id=1, carrier=YTO, counted=2)
    (shown,) = list_wave_carriers(desk.database, 1)
    assert (shown.counted, shown.note, shown.counted_by) == (3, "P1 打坏", "Owner")
    assert count_wave(other, wave_id=1, carrier=YTO, counted=4, note="", base=count_base(shown)).agrees


def test_a_count_and_its_explanation_by_two_people_both_stay(desk: Desk, other: Desk) -> None:
    count_wave(desk, wave_id=1, carrier=YTO, counted=2)
    (shown,) = list_wave_carriers(desk.database, 1)
    count_wave(desk, wave_id=1, carrier=YTO, counted=3, base=count_base(shown))
    count = count_wave(other, wave_id=1, carrier=YTO, counted=2, note="P1 打坏", base=count_base(shown))
    assert (count.counted, count.note) == (3, "P1 打坏")


def test_counts_that_can_not_be(desk: Desk) -> None:
    for counted in (-1, 5_000_000_000):
        with pytest.raises(CountWrong, match="between 0 and 100000"):
            count_wave(desk, wave_id=1, carrier=YTO, counted=counted)
    for carrier in ("顺丰", ""):
        with pytest.raises(NoSuchCarrier, match=YTO):
            count_wave(desk, wave_id=1, carrier=carrier, counted=1)
    count = count_wave(desk, wave_id=1, carrier=YTO, counted=5)
    assert (count.agrees, len(count.unaccounted)) == (False, 4)


def test_the_register(desk: Desk) -> None:
    cancel_slip(desk, slip_id=4, reason="退款")
    register = get_register(desk.database, 1, printed_at=NOON, printed_by="Owner")
    (carrier,) = register.carriers
    assert (register.slips, register.pieces, register.shops) == (3, 3, ("一号店",))
    assert [(line.position, line.order_nos, line.receiver) for line in carrier.lines] == [
        (place, (f"P{place}",), "欧**") for place in (1, 2, 3)
    ]
    assert print_register(desk, wave_id=1).startswith(b"%PDF")
    assert render_register(register) == render_register(register)


def test_nothing_printed_nothing_to_hand_over(tmp_path: Path) -> None:
    desk = make_desk(tmp_path)
    ship_together(desk, order_ids=[add_order(desk, stage=1, carrier=YTO, buyer="a") for _number in range(2)])
    make_wave(desk)
    with pytest.raises(NothingPrinted):
        print_register(desk, wave_id=1)
