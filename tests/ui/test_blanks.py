"""Blanks are read and typed in the language of the window and kept in one way."""

from collections.abc import Iterator

import pytest

from shopdesk.i18n import use_language
from shopdesk.ui.blanks import kept_blanks, listed_blanks, shown_blanks


@pytest.fixture
def chinese() -> Iterator[None]:
    use_language("zh_CN")
    yield
    use_language("en")


def test_in_english_they_are_as_they_are_kept() -> None:
    assert shown_blanks("{buyer} {until} {oops}") == kept_blanks("{buyer} {until} {oops}") == "{buyer} {until} {oops}"


@pytest.mark.usefixtures("chinese")
def test_in_chinese_they_have_chinese_names_and_either_may_be_typed() -> None:
    assert shown_blanks("{buyer}，{until}发出") == "{买家}，{最晚时间}发出"
    assert kept_blanks("{买家}，{until}发出，{原因}") == "{buyer}，{until}发出，{reason}"
    assert listed_blanks(("buyer", "order_no")) == "{买家} {订单号}"
    names = ("buyer", "order_no", "until", "reason", "carrier", "waybill", "item")
    assert kept_blanks(listed_blanks(names)) == " ".join(f"{{{name}}}" for name in names)
