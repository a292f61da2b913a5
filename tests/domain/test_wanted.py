"""A size or a colour stands for the code of the same product, where it can mean only one."""

import pytest

from shopdesk.domain.wanted import Sort, read_wanted

SORTS = [
    Sort(f"5815-{number}-{size}", "5815", colour, size)
    for number, colour in ((1, "深紫"), (2, "灰色"))
    for size in ("W6", "W7", "W8")
]
OWN = SORTS[1]


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("W8", "5815-1-W8x1"),
        ("w8", "5815-1-W8x1"),
        ("Ｗ８", "5815-1-W8x1"),
        ("换W8", "5815-1-W8x1"),
        ("W8x2", "5815-1-W8x2"),
        ("W8 ×2", "5815-1-W8x2"),
        ("灰色", "5815-2-W7x1"),
        ("灰", "5815-2-W7x1"),
        ("灰色 W6", "5815-2-W6x1"),
        ("W6，灰色", "5815-2-W6x1"),
        ("5815 灰色 W6", "5815-2-W6x1"),
        ("5815-2-w6", "5815-2-W6x1"),
        ("5815-2-W6x3", "5815-2-W6x3"),
        ("大一码", "5815-1-W8x1"),
        ("小一码", "5815-1-W6x1"),
        ("灰色 W6\nW8", "5815-2-W6x1\n5815-1-W8x1"),
    ],
)
def test_what_names_one_sort_is_its_code(said: str, meant: str) -> None:
    assert read_wanted(said, SORTS, OWN) == meant


@pytest.mark.parametrize("said", ["", "W9", "大两码", "红色", "不要了", "5816-1-W8x1", "5815"])
def test_what_names_none_or_several_stays(said: str) -> None:
    assert read_wanted(said, SORTS, OWN) == said


def test_nothing_is_guessed_where_it_is_not_known_what_comes_back() -> None:
    assert read_wanted("W8", SORTS, None) == "W8"
    assert read_wanted("大一码", SORTS, None) == "大一码"
    assert read_wanted("W8", SORTS[:3], None) == "5815-1-W8x1", "one colour only"


def test_no_larger_one_than_the_largest() -> None:
    assert read_wanted("大一码", SORTS, SORTS[2]) == "大一码"


def test_as_many_as_come_back() -> None:
    assert read_wanted("W8", SORTS, OWN, 2) == "5815-1-W8x2"
