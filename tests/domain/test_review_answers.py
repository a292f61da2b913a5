"""Which words of the library are offered first for a review (REV-05)."""

import pytest

from shopdesk.domain.review_answers import place_of_answer
from shopdesk.domain.reviews import Cause, Kind

TITLES = ("好评感谢", "好评里提的问题", "差评：尺码", "差评：质量", "回复模板")


@pytest.mark.parametrize(
    ("kind", "cause", "is_but", "first"),
    [
        (Kind.BAD, Cause.QUALITY, False, "差评：质量"),
        (Kind.NEUTRAL, Cause.SIZE, False, "差评：尺码"),
        (Kind.BAD, None, False, "差评：尺码"),
        (Kind.GOOD, None, False, "好评感谢"),
        (Kind.GOOD, Cause.SIZE, True, "好评里提的问题"),
    ],
)
def test_what_fits_the_review_comes_first(kind: Kind, cause: Cause | None, is_but: bool, first: str) -> None:
    def place(title: str) -> int:
        return place_of_answer(title, kind, cause, is_but=is_but)

    offered = sorted(TITLES, key=place)
    assert offered[0] == first
    assert place("回复模板") == 2
    assert {title[:2] for title in offered[3:]} <= ({"好评"} if kind is not Kind.GOOD else {"差评", "回复"})
