"""Rows that papers share."""

from datetime import datetime

import pytest

from shopdesk.clock import from_local
from shopdesk.domain.documents import Party
from shopdesk.printing.formats import NO_OFFSET
from shopdesk.printing.preview import Preview
from shopdesk.printing.rows import (
    bar,
    code_and_title,
    day,
    framed,
    full_address,
    joined,
    line,
    moment,
    text_rows,
    ticks,
    write_line,
)
from shopdesk.printing.sheet import Sheets
from tests.printing.samples import DPI, darkness, image


def test_an_address_is_one_line_without_gaps_for_what_is_missing() -> None:
    assert full_address(Party("", "", "浙江省 杭州市", "文一西路1号", "311121")) == "浙江省 杭州市 文一西路1号  311121"
    assert full_address(Party("", "", "", "文一西路1号")) == "文一西路1号"
    assert full_address(Party("", "", "", "")) == ""


def test_moments_are_shown_in_the_shops_zone() -> None:
    at = from_local(datetime(2024, 3, 2, 0, 30))
    assert (moment(at), day(at)) == ("2024-03-02 00:30", "2024-03-02")
    assert (moment(0), day(None)) == ("", "")


def test_parts_that_say_nothing_leave_no_gap() -> None:
    assert joined(("a", "", "b")) == "a   b"


def test_a_bar_is_as_black_as_a_bar() -> None:
    sheets = Sheets("Test")
    pen = sheets.pen(200)
    y = 0
    for row in bar("改单：深紫换成灰色", 400, 30):
        row.draw(pen, 0, y)
        y += row.height
    sheets.add(pen, 400, 200, NO_OFFSET)
    with Preview(sheets.finished()) as preview:
        picture = image(preview.picture_for_printing(0, DPI))
        assert "改单：深紫换成灰色" in preview.text(0)
    assert 0.5 < darkness(picture.crop((0, 0, 400, 36))) < 0.95
    assert darkness(picture.crop((0, y, 400, 200))) == 0


@pytest.mark.parametrize("room", [120, 300, 900])
def test_boxes_to_tick_stay_within_the_column(room: int) -> None:
    labels = ["尺码不合适", "质量问题", "发错货", "少件"]
    rows = ticks(labels, room, 24)
    assert len(rows) == {120: 4, 300: 3, 900: 1}[room]


def test_a_line_to_write_on_goes_below_its_label_where_there_is_too_little_room() -> None:
    assert len(write_line("换成", 600, 24)) == 1
    assert len(write_line("换成（款式、颜色、尺码）", 300, 24)) == 2


def test_a_frame_keeps_its_rows_together() -> None:
    rows = framed([line("一", 20), line("二", 20), line("三", 20)], 400, 4)
    assert [row.keep for row in rows] == [True, True, False]
    assert sum(row.height for row in rows) > 3 * line("一", 20).height


def test_wrapped_text_binds_its_first_lines_but_a_long_one_may_be_split() -> None:
    rows = text_rows("字" * 100, 200, 20)
    assert len(rows) == 10
    assert [row.keep for row in rows] == [True] * 3 + [False] * 7


def test_a_title_stands_beside_its_code_where_there_is_room() -> None:
    assert len(code_and_title("5815-1-225", "单鞋", 400, (26, 22))) == 1
    below = code_and_title("5815-1-225", "真皮坡跟单鞋女春款软底妈妈鞋", 400, (26, 22))
    assert [row.keep for row in below] == [True, False]
    assert code_and_title("", "", 400, (26, 22)) == []
