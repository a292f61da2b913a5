"""Cells: what platforms write, and what it means."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopdesk.clock import Millis, from_local, iso
from shopdesk.domain.money import ZERO, Money
from shopdesk.domain.statuses import Masking
from shopdesk.importing import cells
from shopdesk.importing.cells import BadCell, Remembered
from shopdesk.importing.reasons import REASONS, Reason


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ('="10000"', "10000"),
        ('=""', ""),
        ('="a""b"', 'a"b'),
        ("'13800000000", "13800000000"),
        ("\t6900000000000000001", "6900000000000000001"),
        ("\t", ""),
        ("null", ""),
        ("-", ""),
        ("--", ""),
        ("#NULL!", ""),
        ("\ufeff订单", "订单"),
        (" 张三\u3000", "张三"),
        ("=1+1", "=1+1"),
        ('=HYPERLINK("http://x.example","y")', '=HYPERLINK("http://x.example","y")'),
        ("nike", "nike"),
        ("-5", "-5"),
        ("两行\n备注", "两行\n备注"),
        ("'", ""),
        ("=", "="),
        ('="', '="'),
    ],
)
def test_wrapping_is_taken_off(written: str, meant: str) -> None:
    assert cells.clean(written) == meant


@given(st.text(max_size=30))
def test_cleaning_twice_or_on_any_text_is_harmless(text: str) -> None:
    once = cells.clean(f'="{text}"')
    assert once == once.strip(" ")
    assert cells.clean("  " + cells.clean(text)) in (cells.clean(text), cells.clean(cells.clean(text)))


@given(st.text(max_size=30))
def test_a_cell_without_an_odd_first_or_last_character_needs_no_cleaning(text: str) -> None:
    if text[:1] not in cells.ODD_STARTS and text[-1:] not in cells.ODD_STARTS:
        assert cells.clean(text) == text


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ('="3821113838622237025"', "3821113838622237025"),
        ("3821113838622237025", "3821113838622237025"),
        ("'3821113838622237025", "3821113838622237025"),
        ("\t6900000000000000001", "6900000000000000001"),
        ("210324-137383117442221", "210324-137383117442221"),
        ("E20220101123456789000012", "E20220101123456789000012"),
        ("P700000000000000001", "P700000000000000001"),
        ("11700000000.0", "11700000000"),
        ("null", ""),
        ("", ""),
    ],
)
def test_order_numbers_are_text(written: str, meant: str) -> None:
    assert cells.order_number(written) == meant


@pytest.mark.parametrize("lost", ["1.2E+18", "3.82111383862224E+18", "1e18", '="1.2E+18"', " 1.2E+18 "])
def test_digits_lost_in_a_spreadsheet_are_refused(lost: str) -> None:
    for read in (cells.order_number, cells.code, cells.waybill):
        with pytest.raises(BadCell) as caught:
            read(lost)
        assert caught.value.reason is Reason.DIGITS_LOST


@pytest.mark.parametrize("wrong", ["合计", "订单 12", "共 58 单", "1.5", "x" * 60, "1;DROP"])
def test_what_is_no_order_number_is_refused(wrong: str) -> None:
    with pytest.raises(BadCell) as caught:
        cells.order_number(wrong)
    assert caught.value.reason is Reason.NOT_ORDER_NO


def test_a_needed_number_must_be_there() -> None:
    with pytest.raises(BadCell) as order:
        cells.required_order_number("null")
    with pytest.raises(BadCell) as refund:
        cells.required_refund_number("")
    assert (order.value.reason, refund.value.reason) == (Reason.NO_ORDER_NO, Reason.NO_REFUND_NO)


@given(st.integers(min_value=10**3, max_value=10**19))
def test_every_digit_of_an_order_number_survives(number: int) -> None:
    for written in (str(number), f'="{number}"', f"'{number}", f"\t{number}", f"{number}.0"):
        assert cells.required_order_number(written) == str(number)


@pytest.mark.parametrize(
    ("written", "meant"),
    [("No:YT7453244865603", "YT7453244865603"), ("NO：773000000000000", "773000000000000"), ("SF1234567890123",) * 2],
)
def test_waybills_lose_their_prefix(written: str, meant: str) -> None:
    assert cells.waybill(written) == meant


@pytest.mark.parametrize(("written", "meant"), [("13800000000.0", "13800000000"), ("138****0000",) * 2, ("'1", "1")])
def test_codes_lose_what_a_spreadsheet_adds(written: str, meant: str) -> None:
    assert cells.code(written) == meant


@pytest.mark.parametrize(
    ("written", "fen"),
    [
        ("239.00", 23900),
        ("12.30元", 1230),
        ("1,299.00", 129900),
        ("69.20(分销商应付：47.80)", 6920),
        ("￥5", 500),
        ("-￥12.30", -1230),
        ("￥-12.30", -1230),
        ("－12.30", -1230),
        ("１２．３０", 1230),
        ("12.30(含运费 5)", 1230),
        ("-3.50", -350),
        ("0", 0),
        (".5", 50),
        ("", 0),
        ("null", 0),
        ("无退款申请", 0),
        ('="8.80"', 880),
        ("0.005", 1),
    ],
)
def test_money_is_the_first_number(written: str, fen: int) -> None:
    amount = cells.money(written)
    assert amount == fen
    assert isinstance(amount, Money)


HALF_READ = [
    "1.299,00",
    "1299,00",
    "1 299.00",
    "(12.30)",
    "--5",
    "12。30",
    "0x10",
    "1,2,3",
    "nan",
    "inf",
    "100000000.01",
]
"""What the first number alone would make something wrong of."""


@pytest.mark.parametrize("wrong", ["免单啦", "2024-03-21", "1.2E+18", "10:30", "9" * 30, *HALF_READ])
def test_what_is_no_money_is_refused(wrong: str) -> None:
    with pytest.raises(BadCell) as caught:
        cells.money(wrong)
    assert caught.value.reason is Reason.NOT_MONEY


@given(st.text(max_size=20))
def test_any_text_is_read_or_refused(text: str) -> None:
    for read in (cells.money, cells.whole_number, cells.moment, cells.order_number, cells.code, cells.moment_within):
        try:
            read(text)
        except BadCell as error:
            assert error.reason in REASONS


@given(st.integers(min_value=-cells.MOST_FEN, max_value=cells.MOST_FEN))
def test_money_reads_back_what_is_written(fen: int) -> None:
    amount = Money(fen)
    assert cells.money(amount.yuan) == amount
    assert cells.money(amount.shown + "元") == amount


@pytest.mark.parametrize(("written", "count"), [("2", 2), ("2.0", 2), ("2件", 2), ("1,000", 1000), ("", 0), ("-", 0)])
def test_whole_numbers(written: str, count: int) -> None:
    assert cells.whole_number(written) == count


def test_an_item_without_a_count_is_one() -> None:
    assert [cells.quantity(text) for text in ("", "null", "0", "3")] == [1, 1, 0, 3]


@pytest.mark.parametrize("wrong", ["1.5", "很多", "1E3", "1" * 14])
def test_what_is_no_whole_number_is_refused(wrong: str) -> None:
    with pytest.raises(BadCell) as caught:
        cells.whole_number(wrong)
    assert caught.value.reason is Reason.NOT_A_NUMBER


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("2024-03-21 10:24:20", "2024-03-21T10:24:20+08:00"),
        ("2024-03-21T10:24:20", "2024-03-21T10:24:20+08:00"),
        ("2024/3/1 9:05:00", "2024-03-01T09:05:00+08:00"),
        ("2024/3/1 9:05", "2024-03-01T09:05:00+08:00"),
        ("2024-03-21", "2024-03-21T00:00:00+08:00"),
        ("2024.3.21 10:24", "2024-03-21T10:24:00+08:00"),
        ("2024年3月21日 10时24分20秒", "2024-03-21T10:24:20+08:00"),
        ("20240321102420", "2024-03-21T10:24:20+08:00"),
        ("20240321", "2024-03-21T00:00:00+08:00"),
        ("2024-03-21 10:24:20.0", "2024-03-21T10:24:20+08:00"),
        ("2024-03-21T02:24:20Z", "2024-03-21T10:24:20+08:00"),
        ("2024-03-21 04:24:20+02:00", "2024-03-21T10:24:20+08:00"),
        ("45372.433564814813", "2024-03-21T10:24:20+08:00"),
        ("45372", "2024-03-21T00:00:00+08:00"),
        ('="2024-03-21 10:24:20"', "2024-03-21T10:24:20+08:00"),
        ("\t2024-03-21 10:24:20", "2024-03-21T10:24:20+08:00"),
        ("", None),
        ("null", None),
        ("0000-00-00 00:00:00", None),
        ("1970-01-01 08:00:00", None),
    ],
)
def test_dates_in_every_shape(written: str, shown: str | None) -> None:
    assert iso(cells.moment(written)) == shown


@pytest.mark.parametrize(
    "wrong", ["明天", "2024-13-01", "2024-02-30 10:00:00", "2024-03-21 25:00:00", "21/03/2024", "12"]
)
def test_what_is_no_date_is_refused(wrong: str) -> None:
    with pytest.raises(BadCell) as caught:
        cells.moment(wrong)
    assert caught.value.reason is Reason.NOT_A_DATE


@given(
    st.datetimes(min_value=datetime(1992, 1, 1), max_value=datetime(2090, 1, 1)).map(lambda d: d.replace(microsecond=0))
)
def test_any_wall_clock_reads_back(wall: datetime) -> None:
    expected: Millis = from_local(wall)
    assert cells.moment(f"{wall:%Y-%m-%d %H:%M:%S}") == expected
    assert cells.moment(f"{wall.year}/{wall.month}/{wall.day} {wall.hour}:{wall.minute}:{wall.second}") == expected
    serial = (wall - datetime(1899, 12, 30)) / timedelta(days=1)
    assert cells.moment(f"{serial:.8f}") == expected


def test_ship_by_is_the_earliest_of_the_sub_orders() -> None:
    text = "子订单3304375611452199951： 2026-06-12 22:17前 ; 子订单3304375611452199952： 2026-06-11 22:17前 ; "
    assert iso(cells.moment_within(text)) == "2026-06-11T22:17:00+08:00"
    assert iso(cells.moment_within("2026-06-11 22:17:05")) == "2026-06-11T22:17:05+08:00"
    assert cells.moment_within("按约定") is None
    assert cells.moment_within("子订单1： 2026-19-11 22:17前") is None


@pytest.mark.parametrize(
    ("receiver", "phone", "address", "masking"),
    [
        ("张三", "13800000000", "示例路1号", Masking.CLEAR),
        ("张**", "13800000000", "示例路1号", Masking.MASKED),
        ("张三", "138****0000", "示例路1号", Masking.MASKED),
        ("张三", "13800000000", "****", Masking.MASKED),
        ("张三", "13800000000", "示例路3*5号", Masking.CLEAR),
        ("##AbCd==##", "138****0000", "****", Masking.CIPHER),
        ("张三", "$$kq8==$$", "示例路1号", Masking.CIPHER),
        ("", "", "", Masking.CLEAR),
    ],
)
def test_masking_is_noticed(receiver: str, phone: str, address: str, masking: Masking) -> None:
    assert cells.masking_of(receiver, phone, address) is masking


def test_what_was_read_is_remembered_up_to_a_limit() -> None:
    asked: list[str] = []

    def read(text: str) -> int:
        asked.append(text)
        return int(text)

    remembered = Remembered(read, limit=2)
    assert [remembered[text] for text in ("1", "1", "2", "3", "1")] == [1, 1, 2, 3, 1]
    assert asked == ["1", "2", "3", "1"]
    with pytest.raises(ValueError, match="x"):
        remembered["x"]
    assert cells.money("") is ZERO


@pytest.mark.parametrize(
    "far", ["9999-12-31 23:59:59", "9999-12-31T23:59:59-12:00", "2200-01-01", "1969-01-01 08:00:00"]
)
def test_moments_beyond_every_shop_are_refused(far: str) -> None:
    with pytest.raises(BadCell) as caught:
        cells.moment(far)
    assert caught.value.reason is Reason.NOT_A_DATE


@pytest.mark.parametrize(
    "zero", ["0000-00-00 00:00:00", "0001-01-01 00:00:00", "1899-12-30", "1900-01-00", "1970-01-01"]
)
def test_a_machines_zero_is_no_moment(zero: str) -> None:
    assert cells.moment(zero) is None


@pytest.mark.parametrize("wrong", ["-1", "100001", "999999999999"])
def test_nobody_orders_so_many(wrong: str) -> None:
    assert cells.quantity("100000") == cells.MOST_PIECES
    with pytest.raises(BadCell) as caught:
        cells.quantity(wrong)
    assert caught.value.reason is Reason.NOT_A_QUANTITY


def test_an_order_number_has_an_end() -> None:
    assert cells.order_number("1" * 50) == "1" * 50
    with pytest.raises(BadCell):
        cells.order_number("1" * 51)
