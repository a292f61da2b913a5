"""Scripts are found by words and by initials, the likeliest first (CRM-02)."""

import pytest

from shopdesk.domain.pinyin import initials
from shopdesk.domain.script_search import Searched, ranked, search_initials
from shopdesk.domain.script_topics import TOPICS, Topic, chinese_name, read_topic, topic_initials

ADDRESS = ("退货地址", "退货寄到：{退货地址}", "return-address 退货地址 thdz", "send returns to")
LATE = ("发货慢了", "说好的时间没发出来，不要寄退货", "apology 道歉 dq", "we missed the time")
SORRY = ("一般道歉", "这件事是我们没做好", "apology 道歉 ybdq dq", "we did badly")
ALL = (LATE, SORRY, ADDRESS)


def read(row: tuple[str, str, str, str]) -> Searched:
    title, body, topic, gloss = row
    return Searched(title, search_initials(title, body), topic, body, gloss)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", list(ALL)),
        ("thdz", [ADDRESS]),
        ("ＴＨｄｚ", [ADDRESS]),
        ("退货", [ADDRESS, LATE]),
        ("dq", [SORRY, LATE]),
        ("DQ", [SORRY, LATE]),
        ("道歉 时间", [LATE]),
        ("fh", [LATE]),
        ("missed", [LATE]),
        ("apology badly", [SORRY]),
        ("退货 道歉", [LATE]),
        ("nothing", []),
        ("没有这个", []),
    ],
)
def test_every_word_is_in_it_and_titles_come_first(text: str, found: list[tuple[str, str, str, str]]) -> None:
    assert ranked(ALL, text, read) == found


def test_initials_leave_signs_out() -> None:
    assert search_initials("尺码（S/M）", "亲，{订单号}") == "cmsm qddh"


@pytest.mark.parametrize("topic", Topic)
def test_a_topic_is_read_by_all_its_names(topic: Topic) -> None:
    assert {read_topic(text) for text in (topic.value, topic.value.upper(), TOPICS[topic], chinese_name(topic))} == {
        topic
    }


def test_an_unknown_topic_is_none() -> None:
    assert read_topic("天气") is None


@pytest.mark.parametrize("topic", Topic)
def test_initials_of_topics_are_those_of_their_names(topic: Topic) -> None:
    assert topic_initials(topic) == initials(chinese_name(topic))
