"""The return form: prefilled, found again by its code, with room to write (RET-14)."""

from dataclasses import replace

import pytest
import zxingcpp

from shopdesk.domain.documents import Document, Paper, blank_return_form, parse_return_code
from shopdesk.i18n import _, use_language
from shopdesk.printing.formats import ORDER_SIZES
from shopdesk.printing.papers import render
from shopdesk.printing.rows import full_address
from tests.printing.samples import LONG, MANY, ORDER, RETURN_TO, pages, printed, scanned, text


@pytest.mark.parametrize("paper", ORDER_SIZES)
def test_it_is_prefilled_and_its_code_leads_to_the_order(paper: Paper) -> None:
    pdf = render(Document.RETURN_FORM, [ORDER], paper)
    shown = text(pdf)
    for words in (ORDER.order_no, "tb7283_y", "13812345678", "5815-ZS-W7", "LJ-250", "13900001111"):
        assert words in shown, words
    assert full_address(RETURN_TO).replace(" ", "") in shown
    (code,) = scanned(pdf)[0]
    assert parse_return_code(code) == ("taobao", "茶香旗舰店", ORDER.order_no)


@pytest.mark.parametrize("language", ["zh_CN", "en"])
@pytest.mark.parametrize("paper", ORDER_SIZES)
def test_an_ordinary_form_fits_on_one_page(paper: Paper, language: str) -> None:
    use_language(language)
    assert len(pages(render(Document.RETURN_FORM, [ORDER], paper))) == 1


def test_three_steps_are_numbered_in_order_before_the_address() -> None:
    shown = text(render(Document.RETURN_FORM, [ORDER]))
    steps = [
        shown.index(_(step).replace(" ", ""))
        for step in (
            "Ask for the return or exchange in your order on the platform, with the reason.",
            "Fill in this form and pack it with the goods, tags, accessories and gifts.",
            "Send the parcel to the address below, then enter its waybill number in your order.",
        )
    ]
    assert steps == sorted(steps)
    assert steps[-1] < shown.index("13900001111")


def test_the_code_stands_in_the_upper_right_corner() -> None:
    picture = printed(render(Document.RETURN_FORM, [ORDER], Paper.A5))
    corner = picture.crop((picture.width * 3 // 4, 0, picture.width, picture.height // 6))
    assert zxingcpp.read_barcode(corner) is not None


def test_many_items_go_on_on_the_next_page() -> None:
    pdf = render(Document.RETURN_FORM, [LONG], Paper.LABEL_100X150)
    shown = text(pdf)
    assert all(shown.count(item.sku) == 1 for item in MANY)
    assert len(pages(pdf)) > 1


@pytest.mark.parametrize("paper", ORDER_SIZES)
def test_a_blank_form_has_lines_instead_of_an_order(paper: Paper) -> None:
    blank = blank_return_form(shop="茶香旗舰店", platform="taobao", return_to=RETURN_TO)
    pdf = render(Document.RETURN_FORM, [blank], paper)
    shown = text(pdf)
    assert _("Order number").replace(" ", "") in shown
    assert "13900001111" in shown
    assert scanned(pdf)[0] == set()
    assert len(pages(pdf)) == 1


def test_a_reprint_says_so() -> None:
    assert _("REPRINT {n}").format(n=2).replace(" ", "") in text(
        render(Document.RETURN_FORM, [replace(ORDER, reprint=2)])
    )
