"""What a scanned code is by its looks (RET-01, RET-14)."""

import pytest

from shopdesk.domain.box_scans import box_code, is_waybill, parse_box_code, read_box_name, read_code

TODAY = "2026-11-22"


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("3", (TODAY, 3)),
        (" #3 ", (TODAY, 3)),
        ("2026-11-20/12", ("2026-11-20", 12)),
        ("2026-11-20 #12", ("2026-11-20", 12)),
        ("2026-11-20 12", ("2026-11-20", 12)),
        ("BX20261120-12", ("2026-11-20", 12)),
        ("bx2026112012", ("2026-11-20", 12)),
        ("BX20261320-12", None),
        ("BX123456789CN", None),
        ("3821113838600000001", None),
        ("", None),
        ("三", None),
    ],
)
def test_how_people_name_a_box(said: str, meant: tuple[str, int] | None) -> None:
    assert read_box_name(said, TODAY) == meant


def test_a_label_says_the_box() -> None:
    assert parse_box_code(box_code(TODAY, 7)) == (TODAY, 7)


def test_codes_by_their_looks() -> None:
    assert read_code(" SDR1:taobao/5LiA5Y-35bqX/38-1 ").form == ("taobao", "一号店", "38-1")
    assert read_code("ＳＤＲ１：taobao/5LiA5Y-35bqX/38").form == ("taobao", "一号店", "38")
    assert read_code("sdr1:TAOBAO/5lIa5y-35BQx/38").form == ("taobao", "", "38"), "Shift was locked"
    assert read_code("SDR1:broken").form is None
    assert read_code("BX20261120-12").box == ("2026-11-20", 12)
    assert read_code("sf 1234-5678 90123").waybill == "SF1234567890123"
    assert read_code("SF12345678901O3", "顺丰").waybill == "SF1234567890103"
    assert [is_waybill(text) for text in ("SF1234567890123", "123", "HTTPS://A.B", "S" * 41, "")] == [True] + [
        False
    ] * 4
