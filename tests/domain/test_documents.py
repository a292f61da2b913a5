"""Printables: what a return code says, and what it does with anything else a scanner may bring."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopdesk.domain.documents import RETURN_PREFIX, Party, blank_return_form, parse_return_code
from tests.printing.samples import ORDER, RETURN_TO

words = st.text(min_size=1, max_size=20).filter(lambda text: text == text.strip() and text.isprintable())


@given(words, words)
def test_a_return_code_is_plain_ascii_and_leads_back_to_the_order(shop: str, order_no: str) -> None:
    code = replace(ORDER, shop=shop, order_no=order_no).return_code
    assert code.isascii()
    assert " " not in code
    assert parse_return_code(code) == ("taobao", shop, order_no)


def test_a_code_survives_what_scanners_do_to_it() -> None:
    assert parse_return_code(f"  {ORDER.return_code}\r\n") == ("taobao", ORDER.shop, ORDER.order_no)
    assert parse_return_code(ORDER.return_code.replace("SDR1", "sdr1")) == ("taobao", ORDER.shop, ORDER.order_no)


@pytest.mark.parametrize(
    "text",
    ["", "YT7453244865603", RETURN_PREFIX, "SDR1:taobao", "SDR1:taobao//1", "SDR1:taobao/c2hvcA/", "SDR1:a/b/c/d",
     "SDR1:taobao/*/1", "SDR1:taobao/店/1", "SDR1:taobao/_w/1"],
)  # fmt: skip
def test_any_other_scan_is_not_a_return_code(text: str) -> None:
    assert parse_return_code(text) is None


def test_a_blank_form_belongs_to_nobody_and_has_no_code() -> None:
    blank = blank_return_form(shop="茶香旗舰店", platform="taobao", return_to=RETURN_TO)
    assert blank.return_to == RETURN_TO
    assert blank.receiver == Party("", "", "", "")
    assert parse_return_code(blank.return_code) is None


def test_pieces_are_counted_over_all_items() -> None:
    assert ORDER.pieces == 3
