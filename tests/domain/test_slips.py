"""Codes of slips, and which wave belongs to which time of day."""

import pytest

from shopdesk.domain.issue_register import part_of_name
from shopdesk.domain.slips import WaveKind, last_cut_off, minute_of, parse_slip_code, slip_code, usual_kind

NOON, EVENING = 12 * 60, 20 * 60


def test_codes_are_read_back() -> None:
    assert (slip_code(123), parse_slip_code(" sl000123 "), parse_slip_code("SL1234567")) == ("SL000123", 123, 1_234_567)
    assert [parse_slip_code(text) for text in ("", "SL", "123", "SLX1", "3821113838600000001")] == [None] * 5


@pytest.mark.parametrize(
    ("time", "kind", "last", "ago"),
    [
        ("00:00", WaveKind.NOON, WaveKind.EVENING, 240), ("11:59", WaveKind.NOON, WaveKind.EVENING, 959),
        ("12:00", WaveKind.EVENING, WaveKind.NOON, 0), ("19:59", WaveKind.EVENING, WaveKind.NOON, 479),
        ("20:00", WaveKind.NOON, WaveKind.EVENING, 0), ("23:59", WaveKind.NOON, WaveKind.EVENING, 239),
    ],
)  # fmt: skip
def test_the_day(time: str, kind: WaveKind, last: WaveKind, ago: int) -> None:
    minute = minute_of(time)
    assert usual_kind(minute, noon=NOON, evening=EVENING) is kind
    assert last_cut_off(minute, noon=NOON, evening=EVENING) == (last, ago)


@pytest.mark.parametrize("text", ["", "12", "24:00", "12:60", "a:b", "-1:00"])
def test_what_is_no_time(text: str) -> None:
    with pytest.raises(ValueError):
        minute_of(text)


def test_names_in_part() -> None:
    assert [part_of_name(name) for name in ("张三", "欧阳小明", "王", "", "李**")] == ["张*", "欧**", "王", "", "李**"]
