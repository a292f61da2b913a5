"""Marks in the memo (ORD-05)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopdesk.domain.memo import add_mark, has_mark, remove_mark


@pytest.mark.parametrize("memo", ["D", "发顺丰 D", "D，发顺丰", "小王/D/急", "发顺丰\nD", "；D。"])
def test_a_mark_is_a_word_of_its_own(memo: str) -> None:
    assert has_mark(memo, "D")
    assert add_mark(memo, "D") == memo


@pytest.mark.parametrize("memo", ["", "DHL", "3D打印", "d", "要D码"])
def test_letters_inside_words_are_no_mark(memo: str) -> None:
    assert not has_mark(memo, "D")


def test_it_goes_behind_the_memo() -> None:
    assert add_mark("发顺丰", "D") == "发顺丰 D"
    assert add_mark("", "D") == "D"
    assert add_mark("发顺丰", "") == "发顺丰"


@given(st.text(max_size=30), st.sampled_from(["D", "已登", "√"]))
def test_marking_twice_is_marking_once(memo: str, mark: str) -> None:
    marked = add_mark(memo, mark)
    assert has_mark(marked, mark)
    assert add_mark(marked, mark) == marked
    assert memo.strip() in marked


@pytest.mark.parametrize(
    ("memo", "without"),
    [
        ("发顺丰 D", "发顺丰"), ("D", ""), ("D 老客", "D 老客"), ("发顺丰ABCD", "发顺丰ABCD"),
        ("急 D 已电话", "急 D 已电话"), ("", ""),
    ],
)  # fmt: skip
def test_the_mark_is_taken_off_where_it_was_put(memo: str, without: str) -> None:
    assert remove_mark(memo, "D") == without
