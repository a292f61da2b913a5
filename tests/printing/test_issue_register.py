"""The issue register on paper (SHP-03)."""

import pypdfium2
import pytest

from shopdesk.domain.issue_register import IssueRegister, RegisterCarrier, RegisterLine
from shopdesk.domain.slips import WaveKind
from shopdesk.i18n import use_language
from shopdesk.printing.issue_register import render_register
from tests.factories import NOON


def register(count: int = 3) -> IssueRegister:
    lines = tuple(
        RegisterLine(
            i, (f"P{i}",) if i > 1 else ("P1", "P1b"), "张*", 2, f"YT{i:013d}" if i != 2 else "", 1, 1 + (i == 3)
        )
        for i in range(1, count + 1)
    )
    carriers = (RegisterCarrier("圆通速递", lines), RegisterCarrier("", lines[:1]))
    return IssueRegister(7, WaveKind.EVENING, NOON, ("一号店",), carriers, NOON, "小王")


def pages(pdf: bytes) -> list[str]:
    with pypdfium2.PdfDocument(pdf) as document:
        return [page.get_textpage().get_text_bounded() for page in document]


def test_every_slip_its_number_and_the_sums() -> None:
    (text,) = pages(render_register(register()))
    for part in ("Issue register of wave 7", "Evening", "圆通速递", "P1b", "P3 (1/2)", "YT0000000000001",
                 "Waiting for waybill",
                 "Carrier not chosen", "4 slips", "8 pieces", "Taken over by, date", "小王"):  # fmt: skip
        assert part in text


def test_many_slips_take_more_pages_and_none_is_lost() -> None:
    texts = pages(render_register(register(200)))
    assert len(texts) > 2
    assert all(any(f"P{i}\r" in text or f"P{i} " in text for text in texts) for i in range(4, 201))
    assert f"Page 2/{len(texts)}" in texts[1]


def test_every_page_of_a_table_says_whose_it_is_and_what_its_columns_are() -> None:
    texts = pages(render_register(register(200)))
    for text in texts[1:-1]:
        assert "圆通速递, continued" in text and "Waybill" in text and "Receiver" in text
    assert "圆通速递, continued" not in texts[0]


@pytest.mark.parametrize("count", range(25, 60))
def test_a_sum_never_stands_alone_on_its_page(count: int) -> None:
    for text in pages(render_register(register(count))):
        if "Total" in text.split("Carrier not chosen")[0] and "圆通速递" in text:
            assert f"YT{count:013d}" in text.split("Total")[0]


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_the_same_bytes_in_every_language(language: str) -> None:
    use_language(language)
    assert render_register(register()) == render_register(register())
