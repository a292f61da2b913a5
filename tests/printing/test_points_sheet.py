"""A month's points on paper (TEAM-02)."""

from dataclasses import replace

import pytest

from shopdesk.domain.points_sheet import PersonPoints, PointLine, PointsSheet
from shopdesk.i18n import use_language
from shopdesk.printing.points_sheet import render_points_sheet
from tests.factories import NOON
from tests.printing.samples import RARE, outside, pages, text


def line(number: int = 1, **more: object) -> PointLine:
    made = PointLine(number, NOON, "Wrong size", f"order {3821113838621957025 + number}", "W7 写成 W6", -2, -2, "老李")
    return replace(made, **more)  # type: ignore[arg-type]


SETTLED = line(2, counted=-1, dispute="买家改的", settlement="各担一半", settled_by="老李")
OPEN = line(3, dispute="不是我", is_disputed=True)
MERIT = line(4, rule="Review solved", booked=2, counted=2, note="")


def sheet(*people: PersonPoints) -> PointsSheet:
    return PointsSheet("2024-03", people, NOON, "老李")


def test_by_person_and_each_entry() -> None:
    made = sheet(PersonPoints("小王", (line(), SETTLED, OPEN, MERIT)), PersonPoints("小陈", (MERIT,)))
    (page,) = pages(render_points_sheet(made))
    for words in (
        "Points of 2024-03", "2 people", "5 entries", "1 entry is disputed and not settled", "By person", "小王",
        "小陈", "Booked by 老李", "merits +2, mistakes −5", "−3", "merits +2, mistakes 0", "Wrong size", "W7 写成 W6",
        "Disputed: 买家改的", "老李 settled it: 各担一半", "Review solved", "+2", "?", "Made by, date",
        "Printed 2024-03-02 10:00 by 老李",
    ):  # fmt: skip
        assert words in page, words


def test_ones_own_has_ones_name_in_its_head() -> None:
    (page,) = pages(render_points_sheet(sheet(PersonPoints("小王", (line(),)))))
    assert "By person" not in page and page.count("小王") == 3


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_many_take_more_pages_and_none_is_lost(language: str) -> None:
    use_language(language)
    lines = tuple(line(number, note=f"第{number:03d}条") for number in range(1, 91))
    pdf = render_points_sheet(sheet(PersonPoints("小王", lines[:60]), PersonPoints("小陈", lines[60:])))
    shown = pages(pdf)
    assert len(shown) > 2 and outside(pdf) == []
    assert [sum(f"第{number:03d}条" in page for page in shown) for number in range(1, 91)] == [1] * 90


def test_long_and_rare_texts_are_not_cut_off() -> None:
    odd = line(1, rule=f"很长的规则{RARE}" * 4, record="X" * 60, note="忘了" * 90, dispute="不对" * 60)
    pdf = render_points_sheet(sheet(PersonPoints(f"名字很长{RARE}" * 6, (odd,))))
    assert outside(pdf) == []
    for words in (odd.record, odd.note, odd.dispute):
        assert words in text(pdf)
