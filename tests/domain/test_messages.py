"""Reading memos and messages (ORD-12), and how well it is done."""

import time

import pytest

from shopdesk.domain.address_changes import Address
from shopdesk.domain.messages import understand
from shopdesk.domain.money import Money
from shopdesk.domain.readings import Topic
from tests.domain.labelled_messages import BOUGHT, GOES_TO, HALVES, LEXICON, mistakes, read_half, scores

WANTED = 0.9


@pytest.mark.parametrize("half", HALVES)
def test_nine_of_ten_things_are_found_and_nine_of_ten_found_are_there(half: str) -> None:
    overall = scores(half)[""]
    assert min(overall.recall, overall.precision) >= WANTED, "\n".join(mistakes(half))


@pytest.mark.parametrize("topic", Topic)
def test_each_topic_as_well(topic: Topic) -> None:
    right, wrong, missed = map(sum, zip(*(scores(half).get(topic, (0, 0, 0)) for half in HALVES), strict=True))
    assert right / (right + wrong) >= WANTED
    assert right / (right + missed) >= WANTED


def test_the_labelled_set_is_large_and_near_half_of_it_ordinary() -> None:
    texts = [labelled for half in HALVES for labelled in read_half(half)]
    ordinary = [labelled for labelled in texts if not labelled.labels]
    assert len(texts) > 300
    assert 0.4 < len(ordinary) / len(texts) < 0.6
    assert len({(labelled.bought, labelled.text) for labelled in texts}) == len(texts)


def test_a_reading_says_where_it_stands() -> None:
    text = "老客户，ＳＦ 换成w6，送鞋垫"
    read = understand(text, LEXICON, bought=[BOUGHT["shoe"]])
    assert [(reading.topic, text[reading.start : reading.end]) for reading in read.readings] == [
        (Topic.CARRIER, "ＳＦ"), (Topic.SIZE, "w6"), (Topic.GIFT, "送鞋垫"),
    ]  # fmt: skip


def test_what_agrees_with_what_was_bought_is_no_wish() -> None:
    assert understand("要W7的深紫", LEXICON, bought=[BOUGHT["shoe"]]).readings == ()
    assert understand("要W7的", LEXICON).values(Topic.SIZE) == ("w7",)


def test_an_address_is_compared_with_the_orders() -> None:
    text = "改地址 文二路88号"
    assert understand(text, LEXICON, goes_to=GOES_TO).address == Address(address="文二路88号")
    assert understand(text, LEXICON, goes_to=Address(address="文二路88号")).address is None


@pytest.mark.parametrize(
    ("text", "topic", "amount"),
    [("补差价10元", Topic.DUE, 1000), ("已补12.5元邮费", Topic.PAID, 1250), ("退差价", Topic.BACK, 0)],
)
def test_amounts(text: str, topic: Topic, amount: int) -> None:
    (reading,) = understand(text, LEXICON).readings
    assert (reading.topic, reading.amount) == (topic, Money(amount))


def test_a_text_full_of_cues_is_read_in_the_same_time() -> None:
    started = time.process_time()
    assert understand("改地址" * 3_300, LEXICON).address is None
    assert time.process_time() - started < 1  # it took four seconds once
    assert understand("改地址：江苏省南京市鼓楼区示例路9号", LEXICON, goes_to=GOES_TO).address is not None


@pytest.mark.parametrize("text", ["", "  ", "🌸🌸", "#" * 5000, "补" * 3000, "要" * 3000, "送一" * 2000, "\ud83d"])
def test_odd_texts_are_read_at_once(text: str) -> None:
    assert understand(text, LEXICON, bought=[BOUGHT["tea"]], goes_to=GOES_TO).address is None
