"""The packing list: what the picker follows."""

from dataclasses import replace

import pytest

from shopdesk.domain.documents import Document, Paper
from shopdesk.i18n import _
from shopdesk.printing.formats import ORDER_SIZES
from shopdesk.printing.papers import render
from tests.printing.samples import LONG, MANY, ORDER, pages, scanned, text


@pytest.mark.parametrize("paper", ORDER_SIZES)
def test_everything_on_it_copies_out_and_the_code_reads(paper: Paper) -> None:
    pdf = render(Document.PACKING_LIST, [ORDER], paper)
    shown = text(pdf)
    for words in ("5815-ZS-W7", "LJ-250", "×2", "老顾客送鞋垫", "请尽快发货", "赠品：样品茶1包", "YT7453244865603"):
        assert words in shown, words
    assert all(codes == {ORDER.order_no} for codes in scanned(pdf))


def test_items_come_in_the_order_of_the_shelves_those_without_one_last() -> None:
    nowhere = replace(ORDER.items[0], sku="NOWHERE", shelf="")
    shown = text(render(Document.PACKING_LIST, [replace(ORDER, items=(nowhere, *ORDER.items))]))
    assert shown.index("A-01-02") < shown.index("B-03-12") < shown.index("NOWHERE")


@pytest.mark.parametrize("paper", ORDER_SIZES)
def test_fifty_items_go_on_on_the_next_page(paper: Paper) -> None:
    pdf = render(Document.PACKING_LIST, [LONG], paper)
    shown = text(pdf)
    assert all(shown.count(item.sku) == 1 for item in MANY)
    assert str(LONG.pieces) in shown
    assert len(pages(pdf)) > 1


def test_a_reprint_says_so() -> None:
    assert _("REPRINT {n}").format(n=1).replace(" ", "") in text(
        render(Document.PACKING_LIST, [replace(ORDER, reprint=1)])
    )


def test_phone_and_address_are_not_the_pickers_business() -> None:
    shown = text(render(Document.PACKING_LIST, [ORDER]))
    assert "13812345678" not in shown
    assert "高新南一道" not in shown
