"""What is pasted of a parcel's way."""

from datetime import datetime

import pytest

from shopdesk.clock import from_local
from shopdesk.domain.heard import Heard, read_heard

ZONE = "Asia/Shanghai"
NOW = from_local(datetime(2026, 3, 5, 18, 0), ZONE)


def at(*parts: int) -> int:
    return from_local(datetime(*parts), ZONE)  # type: ignore[arg-type]


def read(text: str) -> list[Heard]:
    return read_heard(text, zone=ZONE, now=NOW)


@pytest.mark.parametrize(
    ("text", "moment", "said"),
    [
        ("2026-03-04 14:05:33 快件到达【成都转运中心】", at(2026, 3, 4, 14, 5, 33), "快件到达【成都转运中心】"),
        ("2026/3/4 14:05 已揽收", at(2026, 3, 4, 14, 5), "已揽收"),
        ("2026年3月4日 14:05 已揽收", at(2026, 3, 4, 14, 5), "已揽收"),
        ("[2026-03-04 14:05] 已揽收", at(2026, 3, 4, 14, 5), "已揽收"),
        ("03-04 14:05 已揽收", at(2026, 3, 4, 14, 5), "已揽收"),
        ("12-30 14:05 已揽收", at(2025, 12, 30, 14, 5), "已揽收"),
        ("3月4日 周三 14:05 已揽收", at(2026, 3, 4, 14, 5), "已揽收"),
        ("09:10 派件中", at(2026, 3, 5, 9, 10), "派件中"),
        ("说明天到", None, "说明天到"),
        ("2026-13-45 14:05 已揽收", None, "2026-13-45 14:05 已揽收"),
        ("电话 13800000001 没人接", None, "电话 13800000001 没人接"),
        ("5815 两件 14:05 派", None, "5815 两件 14:05 派"),
    ],
)
def test_a_line(text: str, moment: int | None, said: str) -> None:
    assert read(text) == [Heard(moment, said)]


def test_a_moment_on_a_line_of_its_own_belongs_to_the_words_below() -> None:
    text = "2026-03-04 14:05:33\n快件到达【成都转运中心】\n\n 2026-03-04 09:00:00 \n已揽收\n没有时间的一句\n"
    assert read(text) == [
        Heard(at(2026, 3, 4, 14, 5, 33), "快件到达【成都转运中心】"),
        Heard(at(2026, 3, 4, 9, 0), "已揽收"),
        Heard(None, "没有时间的一句"),
    ]


def test_nothing_is_nothing() -> None:
    assert read(" \n\n") == []
