"""Wrapping loses nothing and breaks where a reader expects it."""

import re

from hypothesis import given
from hypothesis import strategies as st

from shopdesk.printing.fonts import BOLD
from shopdesk.printing.wrapping import fitted, width_of, wrap
from tests.printing.samples import LONG_ADDRESS


def bare(text: str) -> str:
    return re.sub(r"[\s\x00-\x1f\x7f-\x9f\u2028\u2029]", "", text)


@given(st.text(alphabet="中文地址路，。（）AB12-/ \n\t😀", max_size=80), st.integers(40, 400))
def test_nothing_is_lost_and_nothing_is_too_wide(text: str, room: int) -> None:
    lines = wrap(text, room, 20)
    assert bare("".join(lines)) == bare(text)
    assert all(width_of(line, 20) <= room for line in lines)


def test_a_line_narrower_than_one_character_still_takes_one() -> None:
    assert wrap("宽宽", 5, 20) == ["宽", "宽"]


def test_closing_marks_never_begin_a_line_and_opening_ones_never_end_one() -> None:
    lines = wrap("一二三四，五六七（八九）十", 80, 20)
    assert not any(line[0] in "，。）" or line[-1] == "（" for line in lines)


def test_words_and_numbers_stay_whole() -> None:
    assert wrap("电话13812345678转2", 150, 20) == ["电话", "13812345678转", "2"]
    assert wrap("Send the parcel back", 130, 20) == ["Send the", "parcel back"]


def test_a_word_too_long_for_a_line_is_broken() -> None:
    lines = wrap("A" * 50, 100, 20)
    assert len(lines) > 1
    assert "".join(lines) == "A" * 50


def test_line_breaks_in_the_text_hold_and_tabs_become_spaces() -> None:
    assert wrap("一\t二\r\n三", 400, 20) == ["一 二", "三"]
    assert wrap("", 400, 20) == []


def test_long_text_gets_smaller_type_first_and_more_lines_then() -> None:
    short = fitted("浙江省 杭州市", 400, (40, 30, 20), 2, BOLD)
    assert (short.size, len(short.lines)) == (40, 1)
    middle = fitted("浙江省 杭州市 余杭区 文一西路969号3号楼1层发货仓", 400, (40, 30, 20), 2)
    assert middle.size == 30
    long = fitted(LONG_ADDRESS, 400, (40, 30, 20), 2)
    assert long.size == 20
    assert bare("".join(long.lines)) == LONG_ADDRESS
