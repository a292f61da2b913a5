"""Courier numbers: reading, checking, counting on."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopdesk.domain.waybills import (
    Rule,
    fits,
    fold_waybill,
    following,
    looks_like,
    numbers,
    s10_check,
    usual_rule,
)

YTO, SF, ZTO, EMS = "圆通速递", "顺丰速运", "中通快递", "EMS"


@pytest.mark.parametrize(
    ("text", "carrier", "meant"),
    [
        (" yt 1234-5678 90123\n", YTO, "YT1234567890123"),
        ("ＹＴ１２３４５６７８９０１２３", YTO, "YT1234567890123"),
        ("YTI2345678901Z3", YTO, "YTI2345678901Z3"),
        ("YT1234567890l2O", YTO, "YT1234567890120"),
        ("SFI2345678901O2", SF, "SF1234567890102"),
        ("7512345678901O", ZTO, "75123456789010"),
        ("RA473124829CN", EMS, "RA473124829CN"),
        ("RA473l24829CN", EMS, "RA473124829CN"),
        ("OL12345O", "某快运", "OL12345O"),
        ("'75123456789012", ZTO, "75123456789012"),
        ("", YTO, ""),
    ],
)
def test_folding(text: str, carrier: str, meant: str) -> None:
    assert fold_waybill(text, carrier) == meant


@pytest.mark.parametrize(
    ("waybill", "carrier", "right"),
    [
        ("YT1234567890123", YTO, True), ("YT123", YTO, False), ("75123456789012", YTO, False),
        ("SF1234567890123", SF, True), ("123456789012", SF, True), ("431234567890123", "韵达快递", True),
        ("773123456789012", "申通快递", True), ("JT0123456789012", "极兔速递", True),
        ("JDVA01234567890", "京东快递", True),
        ("RA473124829CN", EMS, True), ("RA473124820CN", EMS, False), ("1012345678901", EMS, True),
        ("9812345678901", "邮政快递包裹", True), ("A1B2C3", "某快运", True), ("A1", "某快运", False),
        ("编号123456", "", False),
    ],
)  # fmt: skip
def test_forms(waybill: str, carrier: str, right: bool) -> None:
    assert fits(waybill, carrier) is right


@pytest.mark.parametrize(
    ("waybill", "carrier", "other"),
    [
        ("SF1234567890123", YTO, "顺丰"), ("75123456789012", YTO, "中通"), ("YT1234567890123", ZTO, "圆通"),
        ("YT1234567890123", YTO, ""), ("YT123", YTO, ""), ("SF1234567890123", "某快运", "顺丰"),
        ("75123456789012", "某快运", ""), ("RA473124820CN", YTO, ""),
    ],
)  # fmt: skip
def test_other_carriers(waybill: str, carrier: str, other: str) -> None:
    assert looks_like(waybill, carrier) == other


def test_a_shops_own_forms() -> None:
    own = {"跨越": ["ky######", "@@-##"], "圆通": ["(##)"]}
    assert fits("KY123456", "跨越速运", own) and not fits("KY12345", "跨越速运", own)
    assert fold_waybill("ky12345O", "跨越速运", own) == "KY123450"
    assert fits("(12)", YTO, own) and fits("YT1234567890123", YTO, own)


def test_check_digits_of_the_post() -> None:
    assert [s10_check(digits) for digits in ("47312482", "00000000", "00000001")] == [9, 5, 4]


def test_numbers_count_on() -> None:
    assert following("YT0000000000009", 2, Rule.STEP) == ["YT0000000000009", "YT0000000000010"]
    assert following("AB8CN", 5, Rule.STEP) == ["AB8CN", "AB9CN"]
    assert following("7599", 2, Rule.STEP, 5) == ["7599", "7604"]
    assert following("RA473124829CN", 3, Rule.S10) == ["RA473124829CN", "RA473124832CN", "RA473124846CN"]
    assert (usual_rule("RA473124829CN"), usual_rule("YT1234567890123")) == (Rule.S10, Rule.STEP)
    with pytest.raises(ValueError, match="ABC"):
        following("ABC", 1, Rule.STEP)
    with pytest.raises(ValueError, match="RA473124820CN"):
        following("RA473124820CN", 1, Rule.S10)


def test_ranges() -> None:
    stock = numbers("YT0000000000001", "YT0000000000010", Rule.STEP, 2)
    assert (len(stock), stock.take(9)[-1], stock.after(2), stock.after(5)) == (
        5,
        "YT0000000000009",
        "YT0000000000005",
        "",
    )
    assert stock.overlaps(numbers("YT0000000000010", "YT0000000000012", Rule.STEP))
    assert not stock.overlaps(numbers("YT0000000000011", "YT0000000000012", Rule.STEP))
    assert not stock.overlaps(numbers("SF0000000000001", "SF0000000000012", Rule.STEP))


@pytest.mark.parametrize(
    ("first", "last"), [("YT10", "YT09"), ("YT1", "SF2"), ("YT1", "YT10"), ("ABC", "ABD"), ("YT1A", "YT2B")]
)
def test_what_is_no_range(first: str, last: str) -> None:
    with pytest.raises(ValueError, match=first):
        numbers(first, last, Rule.STEP)


@given(st.integers(0, 99_999_000), st.integers(1, 50))
def test_a_range_holds_what_it_says(start: int, count: int) -> None:
    first = f"RA{start:08d}{s10_check(f'{start:08d}')}CN"
    made = following(first, count, Rule.S10)
    assert len(made) == len(set(made)) == count == len(numbers(first, made[-1], Rule.S10))
    assert all(fits(waybill, EMS) for waybill in made)


@given(st.text("0123456789oOlIqYTSFJ- ０９ＹＴ编号'", max_size=20), st.sampled_from([YTO, SF, EMS, "", "某快运"]))
def test_whatever_is_scanned_is_folded_once(text: str, carrier: str) -> None:
    folded = fold_waybill(text, carrier)
    assert fold_waybill(folded, carrier) == folded
    looks_like(folded, carrier)
