"""Whether a review complains, by its words (REV-06)."""

import pytest

from shopdesk.domain.review_words import read_complaint
from shopdesk.domain.reviews import Cause
from tests.bench.bench_review_words import WANTED, precision, recall, reviews
from tests.bench.review_set import SETS


@pytest.mark.parametrize(
    "text, words",
    [
        ("鞋子很好看，就是有点磨脚", ("有点磨脚",)),
        ("质量不错，但是快递太慢了！", ("快递太慢了",)),
        ("很喜欢。要是跟再低一点就更好了", ("要是跟再低一点就更好了",)),
        ("说好的鞋油没送", ("说好的鞋油没送",)),
    ],
)
def test_the_words_say_why(text: str, words: tuple[str, ...]) -> None:
    assert read_complaint(text).words == words


@pytest.mark.parametrize(
    "text",
    [
        "没有色差，不磨脚",
        "本来担心偏小，结果刚好",
        "不大不小",
        "比之前别家买的好多了，那家的掉色",
        "虽然贵，但是物有所值",
        "",
    ],
)
def test_praise_is_left_alone(text: str) -> None:
    assert read_complaint(text).words == ()


@pytest.mark.parametrize(
    "text, cause",
    [
        ("磨脚", Cause.QUALITY), ("偏大，要拍小一码", Cause.SIZE), ("发错颜色了", Cause.WRONG),
        ("客服不回消息", Cause.SERVICE),
        ("等了好多天", Cause.SLOW), ("刚买就降价", Cause.PRICE), ("少发了一双鞋垫", Cause.MISSING), ("很好", None),
    ],
)  # fmt: skip
def test_what_it_is_about(text: str, cause: Cause | None) -> None:
    assert read_complaint(text).cause is cause


@pytest.mark.parametrize("name", SETS)
def test_labelled_reviews(name: str) -> None:
    made = reviews(name)
    assert recall(made) >= WANTED
    assert precision(made) >= WANTED
