"""The shipping slip on every paper: readable, scannable, nothing lost."""

import re
from dataclasses import replace

import pytest
from PIL import Image

from shopdesk.domain.documents import Document, OrderPaper, Paper
from shopdesk.domain.flags import LOOKS, Colour
from shopdesk.i18n import _, use_language
from shopdesk.printing.codes import MIN_MODULE
from shopdesk.printing.formats import ORDER_SIZES
from shopdesk.printing.papers import render
from shopdesk.printing.rows import full_address
from tests.printing.samples import (
    LONG,
    LONG_ADDRESS,
    MANY,
    ORDER,
    RARE,
    SENDER,
    darkness,
    pages,
    printed,
    scanned,
    streams,
    text,
)


def slip(*papers: OrderPaper, paper: Paper = Paper.LABEL_100X150) -> bytes:
    return render(Document.SLIP, papers, paper)


def bare(words: str) -> str:
    return words.replace(" ", "")


@pytest.mark.parametrize("paper", ORDER_SIZES)
def test_everything_on_it_copies_out_right(paper: Paper) -> None:
    shown = text(slip(ORDER, paper=paper))
    for words in (
        f"王{RARE}", "13812345678", bare(full_address(ORDER.receiver)), bare(full_address(SENDER)), ORDER.order_no,
        ORDER.waybill, "圆通速递", "赠品：样品茶1包", "深紫W7", "5815-ZS-W7", "×1", "×2", "B-03-12",
        "请尽快发货", "小李", "王芳", "😀",
    ):  # fmt: skip
        assert words in shown, words


@pytest.mark.parametrize("paper", ORDER_SIZES)
def test_every_code_reads_at_203_dpi(paper: Paper) -> None:
    assert scanned(slip(ORDER, paper=paper)) == [{ORDER.order_no, ORDER.waybill, ORDER.return_code}]


@pytest.mark.parametrize("paper", ORDER_SIZES)
def test_a_long_address_and_fifty_items_are_all_there(paper: Paper) -> None:
    shown = text(slip(LONG, paper=paper))
    assert LONG_ADDRESS in shown
    for item in MANY:
        assert shown.count(item.sku) == 1


@pytest.mark.parametrize("paper", [Paper.LABEL_100X150, Paper.A5])
def test_pages_are_numbered_and_each_carries_the_order_code(paper: Paper) -> None:
    pdf = slip(LONG, paper=paper)
    shown = pages(pdf)
    assert len(shown) > 2
    for number, (page, codes) in enumerate(zip(shown, scanned(pdf), strict=True), 1):
        assert _("Page {page}/{pages}").format(page=number, pages=len(shown)) in page
        assert LONG.order_no in codes
        assert LONG.receiver.name in page.replace("\r\n", "")


def test_one_page_is_not_numbered() -> None:
    assert "1/1" not in text(slip(ORDER))


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_a_reprint_says_so(language: str) -> None:
    use_language(language)
    assert bare(_("REPRINT {n}").format(n=3)) in text(slip(replace(ORDER, reprint=3)))
    assert bare(_("REPRINT {n}").format(n=0)) not in text(slip(ORDER))


@pytest.mark.parametrize("colour", Colour)
def test_the_flag_is_a_letter_in_a_filled_pennant(colour: Colour) -> None:
    for language, letter in (("zh_CN", LOOKS[colour].letter_zh), ("en", LOOKS[colour].letter_en)):
        use_language(language)
        assert letter in pages(slip(replace(ORDER, flag=colour, shop="")))[0].split()
    corner = printed(slip(replace(ORDER, flag=colour))).crop((26, 26, 110, 100))
    assert 0.5 < darkness(corner) < 0.99


def test_only_black_and_white_is_used() -> None:
    for stream in streams(slip(replace(ORDER, reprint=1))):
        assert set(re.findall(r"(\S+) g\b", stream)) <= {"0", "1"}
        assert not re.search(r"\b(rg|RG|k|K|sc|scn)\b", re.sub(r"<[^>]*>", "", stream))


@pytest.mark.parametrize("paper", ORDER_SIZES)
def test_nothing_is_thinner_than_a_quarter_millimetre(paper: Paper) -> None:
    for stream in streams(slip(replace(LONG, masked=True, reprint=1, waybill=""), ORDER, paper=paper)):
        for dots, modules in re.findall(r"q (\S+) 0 0 \1 \S+ \S+ cm BI /W (\d+)", stream):
            module = float(dots) / int(modules)
            assert module == pytest.approx(round(module), abs=0.01)
            assert round(module) >= MIN_MODULE
        sizes = [(int(w), int(h)) for w, h in re.findall(r"-?\d+ -?\d+ (\d+) (\d+) re", stream)]
        assert all(min(size) >= MIN_MODULE for size in sizes)
        assert not re.search(r"\bS\b", re.sub(r"<[^>]*>", "", stream))


def test_name_and_phone_are_the_largest_letters() -> None:
    stream = max(streams(slip(ORDER)), key=len)
    sizes = [int(size) for size in re.findall(r"Tf (\d+) 0 0 \1 ", stream)]
    largest = max(sizes)
    assert sizes.count(largest) <= 3, "the flag's letter, the name, the phone"
    assert largest * 0.85 >= max(size for size in sizes if size < largest)


def test_without_a_waybill_there_is_room_to_write_one() -> None:
    pdf = slip(replace(ORDER, waybill="", carrier=""))
    shown = text(pdf)
    assert bare(_("Waiting for waybill")) in shown
    assert bare(_("Carrier not chosen")) in shown
    assert scanned(pdf) == [{ORDER.order_no, ORDER.return_code}]


def test_a_masked_order_is_marked() -> None:
    mark = bare(_("Receiver partly hidden by the platform"))
    assert mark in text(slip(replace(ORDER, masked=True)))
    assert mark not in text(slip(ORDER))


def test_the_sellers_memo_does_not_travel_with_the_parcel() -> None:
    assert "送鞋垫" not in text(slip(ORDER))


@pytest.mark.parametrize("number", ["订单-1", "X" * 60])
def test_an_order_number_that_cannot_be_bars_is_still_printed_and_in_the_qr(number: str) -> None:
    pdf = slip(replace(ORDER, order_no=number))
    assert number in text(pdf)
    assert replace(ORDER, order_no=number).return_code in scanned(pdf)[0]


@pytest.mark.parametrize("paper", [Paper.LABEL_76X130, Paper.LABEL_100X150, Paper.A4_THREE_UP])
def test_a_long_name_phone_and_carrier_are_not_lost(paper: Paper) -> None:
    name, carrier = "欧阳" * 20, "中国邮政速递物流电商标快" * 3
    odd = replace(ORDER, carrier=carrier, receiver=replace(ORDER.receiver, name=name, phone="13812345678-012345"))
    shown = text(slip(odd, paper=paper))
    assert name in shown
    assert "13812345678-012345" in shown
    assert carrier in shown


def test_the_qr_code_is_sharp_to_the_dot() -> None:
    pdf = slip(ORDER)
    (found,) = re.findall(r"q (\S+) 0 0 \S+ (\S+) (\S+) cm BI /W (\d+)", "\n".join(streams(pdf)))
    size, x, y, side = (round(float(number)) for number in found)
    picture = printed(pdf).crop((x, 1200 - y - size, x + size, 1200 - y))
    small = picture.resize((side, side), Image.Resampling.NEAREST)
    assert picture.tobytes() == small.resize((size, size), Image.Resampling.NEAREST).tobytes()
    assert 0.3 < darkness(small) < 0.7
