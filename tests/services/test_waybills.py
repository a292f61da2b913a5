"""Waybills: given, refused with every conflict, taken from ranges (SHP-02)."""

from pathlib import Path
from typing import Any

import pytest

from shopdesk.domain.flags import Colour
from shopdesk.domain.waybills import Rule
from shopdesk.errors import BadInput
from shopdesk.i18n import use_language
from shopdesk.importing.waybill_files import WaybillRow, read_waybill_file
from shopdesk.queries.orders import find_order_by_waybill, get_order
from shopdesk.queries.slips import SlipAmbiguous, SlipNotFound, find_slip, list_slips, list_split_lines
from shopdesk.queries.trail import list_trail
from shopdesk.queries.waybill_ranges import RangeNotFound, get_range, list_ranges
from shopdesk.services.desk import Desk
from shopdesk.services.shop_settings import save_setting
from shopdesk.services.slips import cancel_slip, split_order
from shopdesk.services.waves import make_wave
from shopdesk.services.waybill_checks import (
    HasWaybill,
    LeftAlready,
    OrderRefunded,
    OtherCarriers,
    SlipStopped,
    WaybillConflicts,
    WaybillMissing,
    WaybillTaken,
    WaybillTwice,
    WaybillUnreadable,
)
from shopdesk.services.waybill_ranges import (
    CarrierMissing,
    RangeClosed,
    RangeOverlaps,
    RangeTooShort,
    RangeWrong,
    SeveralCarriers,
    add_range,
    close_range,
    give_from_range,
)
from shopdesk.services.waybills import (
    NoneWaiting,
    NoWaybillThere,
    TooManyWaybills,
    give_file,
    give_waybill,
    give_waybills,
    give_waybills_by_order,
    remove_waybill,
)
from shopdesk.settings import WAYBILL_FORMS
from tests.factories import add_order, make_desk
from tests.services.whole_database import everything

YTO = "圆通速递"
A, B, C, D = (f"YT123456789000{i}" for i in range(1, 5))


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """Wave 1: three slips of one carrier, one of another."""
    made = make_desk(tmp_path)
    for number in range(4):
        add_order(made, stage=1, carrier="顺丰速运" if number == 3 else YTO, order_no=f"P{number + 1}", flag=number)
    make_wave(made)
    return made


def given(desk: Desk) -> list[str]:
    return [slip.waybill for slip in list_slips(desk.database, wave_id=1)]


def test_a_number_is_found_wherever_it_is_looked_for(desk: Desk) -> None:
    assert give_waybill(desk, slip_id=1, waybill=" yt12345678900 0l") == A
    order = get_order(desk.database, 1)
    assert [(parcel.carrier, parcel.waybill) for parcel in order.parcels] == [(YTO, A)]
    assert (find_order_by_waybill(desk.database, A), find_slip(desk.database, f" {A.lower()}")) == (
        1, list_slips(desk.database, wave_id=1)[0],
    )  # fmt: skip
    row = list_trail(desk.database, kind="order", record_id=1)[0]
    assert (row.action, row.before, row.after) == ("waybill", {"waybill": ""}, {"waybill": A, "carrier": YTO})
    before = everything(desk)
    assert give_waybill(desk, slip_id=1, waybill=A) == A
    assert everything(desk) == before


def test_what_is_refused(desk: Desk) -> None:
    give_waybill(desk, slip_id=2, waybill=B)
    add_order(desk, order_no="OLD", waybill=C, flag=int(Colour.LIGHT_BLUE), shipped_at=1_709_344_800_000)
    cancel_slip(desk, slip_id=3, reason="退款")
    before = everything(desk)
    for slip, number, refusal, said in [
        (1, " ", WaybillMissing, "P1: scan or type"), (1, "YT12", WaybillUnreadable, f"YT12 is no waybill of {YTO}"),
        (1, "SF1234567890123", OtherCarriers, "looks like a waybill of 顺丰, but order P1 goes with 圆通速递"),
        (1, B, WaybillTaken, r"is used on order P2 \(2024-03-02 10:00, red flag\)"),
        (1, C, WaybillTaken, r"is used on order OLD \(2024-03-02 10:00, light blue flag\)"),
        (2, D, HasWaybill, f"P2 has waybill {B} already"), (3, D, SlipStopped, r"P3 was cancelled \(退款\)"),
    ]:  # fmt: skip
        with pytest.raises(refusal, match=said):
            give_waybill(desk, slip_id=slip, waybill=number)
    assert everything(desk) == before
    desk.database.execute_sql("UPDATE orders SET status = 4 WHERE id = 1")
    with pytest.raises(OrderRefunded, match="P1 was closed on the platform meanwhile"):
        give_waybill(desk, slip_id=1, waybill=D)


def test_replaced_freed_and_gone(desk: Desk) -> None:
    give_waybill(desk, slip_id=1, waybill=A)
    give_waybill(desk, slip_id=1, waybill=B, reason="破损")
    assert [parcel.waybill for parcel in get_order(desk.database, 1).parcels] == [B]
    give_waybill(desk, slip_id=2, waybill=A)
    remove_waybill(desk, slip_id=2, reason="错")
    assert get_order(desk.database, 2).parcels == ()
    with pytest.raises(NoWaybillThere):
        remove_waybill(desk, slip_id=2, reason="错")
    desk.database.execute_sql("UPDATE slip SET shipped_at = 1 WHERE id = 1")
    with pytest.raises(LeftAlready):
        give_waybill(desk, slip_id=1, waybill=C, reason="x")
    with pytest.raises(LeftAlready):
        remove_waybill(desk, slip_id=1, reason="x")


def test_a_column_is_given_in_print_order_or_not_at_all(desk: Desk) -> None:
    with pytest.raises(WaybillConflicts) as refused:
        give_waybills(desk, wave_id=1, waybills=[A, "", A, "YT1"], carrier="圆通")
    assert [(one.line, one.order_no, type(one.why)) for one in refused.value.conflicts] == [
        (1, "P1", WaybillTwice), (3, "P2", WaybillTwice), (4, "P3", WaybillUnreadable),
    ]  # fmt: skip
    assert "because of 3" in str(refused.value)
    with pytest.raises(TooManyWaybills, match="4 waybills were given, but only 3 slips"):
        give_waybills(desk, wave_id=1, waybills=[A, B, C, D], carrier=YTO)
    assert given(desk) == [""] * 4
    assert give_waybills(desk, wave_id=1, waybills=[A, B], carrier=YTO) == 2
    assert give_waybills(desk, wave_id=1, waybills=[C, "SF1234567890123"]) == 2
    assert given(desk) == [A, B, C, "SF1234567890123"]
    with pytest.raises(NoneWaiting):
        give_waybills(desk, wave_id=1, waybills=[D])


def test_by_order_number(desk: Desk) -> None:
    rows = [WaybillRow(1, "P3", C), WaybillRow(2, "P1", A)]
    assert (give_waybills_by_order(desk, rows=rows), give_waybills_by_order(desk, rows=rows)) == (2, 0)
    assert given(desk) == [A, "", C, ""]
    with pytest.raises(SlipNotFound):
        give_waybills_by_order(desk, rows=[WaybillRow(1, "P2", B)], wave_id=7)
    with pytest.raises(WaybillConflicts, match="P1 has waybill"):
        give_waybills_by_order(desk, rows=[WaybillRow(1, "P1", B)])
    order = add_order(desk, stage=1, carrier=YTO, lines=2, order_no="S")
    split_order(desk, order_id=order, parts=[{line.id: 1} for line in list_split_lines(desk.database, order)])
    with pytest.raises(SlipAmbiguous):
        give_waybills_by_order(desk, rows=[WaybillRow(1, "S", B)])


@pytest.mark.parametrize(
    ("content", "rows"),
    [
        (f"{A}\n\n{B}\n", [(1, "", A), (3, "", B)]),
        (f"运单号\n{A}\n", [(2, "", A)]),
        (f"P1,{A}\nP2,{B}\n", [(1, "P1", A), (2, "P2", B)]),
        (f"快递单号\t买家\t订单编号\n{A}\t小王\tP1\n\tx\tP2\n", [(2, "P1", A)]),
    ],
)
def test_files(tmp_path: Path, content: str, rows: list[tuple[int, str, str]]) -> None:
    file = tmp_path / "w.csv"
    file.write_text(content, "utf-8")
    assert read_waybill_file(file) == rows


def test_files_of_a_wave(desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "w.csv"
    file.write_text(f"P2,{B}\nP1,{A}\n", "gb18030")
    assert give_file(desk, wave_id=1, file=file) == 2
    file.write_text(f"{C}\n", "utf-8")
    assert give_file(desk, wave_id=1, file=file, carrier=YTO) == 1
    assert given(desk) == [A, B, C, ""]
    file.write_text("运单号\n", "utf-8")
    with pytest.raises(BadInput):
        give_file(desk, wave_id=1, file=file)


def test_ranges_in_stock(desk: Desk) -> None:
    first = add_range(desk, carrier=YTO, first=A, last=B)
    second = add_range(desk, carrier=YTO, first=D, last="YT1234567890009")
    assert [(stock.stock, stock.size, stock.rule) for stock in list_ranges(desk.database)] == [
        (2, 2, Rule.STEP), (6, 6, Rule.STEP),
    ]  # fmt: skip
    assert give_from_range(desk, wave_id=1, carrier=YTO) == 3
    assert given(desk)[:3] == [A, B, D]
    assert [(stock.stock, stock.next) for stock in list_ranges(desk.database)] == [(0, ""), (5, "YT1234567890005")]
    for range_id, refusal in ((first, RangeClosed), (99, RangeNotFound)):
        with pytest.raises(refusal):
            give_from_range(desk, wave_id=1, range_id=range_id)
    close_range(desk, range_id=second)
    assert get_range(desk.database, second).stock == 0
    with pytest.raises(RangeClosed):
        close_range(desk, range_id=second)
    with pytest.raises(RangeTooShort, match="reach for 0 of 1"):
        give_from_range(desk, wave_id=1)


def test_a_range_that_runs_out(desk: Desk) -> None:
    add_range(desk, carrier=YTO, first=A, last=B)
    before = everything(desk)
    with pytest.raises(RangeTooShort, match="reach for 2 of 3 slips; 1 are missing"):
        give_from_range(desk, wave_id=1, first=A)
    assert everything(desk) == before
    assert give_from_range(desk, wave_id=1, first=B, as_far=True) == 1
    assert given(desk)[:2] == [B, ""]


def test_a_number_of_a_range_that_is_used_already(desk: Desk) -> None:
    add_order(desk, order_no="OLD", waybill=B)
    with pytest.raises(WaybillConflicts, match="is used on order OLD"):
        give_from_range(desk, wave_id=1, first=A)
    assert given(desk) == [""] * 4


@pytest.mark.parametrize("first", ["", A])
def test_a_number_of_stock_that_was_given_by_hand_does_not_block_those_behind_it(desk: Desk, first: str) -> None:
    add_range(desk, carrier=YTO, first=A, last="YT1234567890009")
    add_order(desk, order_no="OLD", waybill=B)
    assert give_from_range(desk, wave_id=1, carrier=YTO, first=first) == 3
    assert given(desk)[:3] == [A, C, D]
    assert list_ranges(desk.database)[0].next == "YT1234567890005"
    before = everything(desk)
    with pytest.raises(NoneWaiting):
        give_from_range(desk, wave_id=1, carrier=YTO, first=first)
    assert everything(desk) == before


def test_a_used_number_of_stock_that_was_typed_is_told(desk: Desk) -> None:
    add_range(desk, carrier=YTO, first=A, last="YT1234567890009")
    add_order(desk, order_no="OLD", waybill=A)
    with pytest.raises(WaybillConflicts, match="is used on order OLD"):
        give_from_range(desk, wave_id=1, first=A)
    assert given(desk) == [""] * 4 and list_ranges(desk.database)[0].next == A


@pytest.mark.parametrize(
    ("carrier", "first", "last", "refusal"),
    [
        (" ", A, B, CarrierMissing), (YTO, B, A, RangeWrong), (YTO, "YT1", "YT2", RangeWrong),
        (YTO, "x", "y", RangeWrong),
        ("顺丰速运", A, B, RangeWrong), (YTO, C, D, RangeOverlaps),
    ],
)  # fmt: skip
def test_ranges_refused(desk: Desk, carrier: str, first: str, last: str, refusal: Any) -> None:
    add_range(desk, carrier=YTO, first=D, last="YT1234567890009")
    with pytest.raises(refusal):
        add_range(desk, carrier=carrier, first=first, last=last)
    assert len(list_ranges(desk.database)) == 1


def test_whose_numbers_they_are_is_told_by_their_form(desk: Desk) -> None:
    assert give_from_range(desk, wave_id=1, first="SF1234567890123") == 1
    with pytest.raises(OtherCarriers):
        give_from_range(desk, wave_id=1, first="75123456789012")
    with pytest.raises(WaybillUnreadable):
        give_from_range(desk, wave_id=1, first="YT")
    save_setting(desk, WAYBILL_FORMS, {"圆通": ["@#######"]})
    assert give_from_range(desk, wave_id=1, first="q7654321") == 3
    assert given(desk)[:2] == ["Q7654321", "Q7654322"]


def test_several_carriers_have_to_be_told_apart(desk: Desk) -> None:
    for carrier in ("甲快运", "乙快运"):
        add_order(desk, stage=1, carrier=carrier)
    wave = make_wave(desk).id
    with pytest.raises(SeveralCarriers):
        give_from_range(desk, wave_id=wave, first="123456")
    assert give_from_range(desk, wave_id=wave, first="123456", carrier="甲") == 1


def test_the_flag_is_named_in_chinese(desk: Desk) -> None:
    give_waybill(desk, slip_id=2, waybill=B)
    use_language("zh_CN")
    with pytest.raises(WaybillTaken) as refused:
        give_waybill(desk, slip_id=1, waybill=B)
    assert refused.value.values["flag"] == "红"
